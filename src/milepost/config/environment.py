"""Reading ``MILEPOST_*`` settings from the environment."""

import os

SETTINGS: dict[str, str] = {
    "MILEPOST_HOME": "Folder for the database, observations, uploads and releases (default `var`).",
    "MILEPOST_RELEASES": "Folder of published bundles (default `releases` in the home folder).",
    "MILEPOST_DATABASE_URL": "Database address (default: SQLite in the home folder).",
    "MILEPOST_LARGE_FILE_MB": "Size from which a text file is imported within bounded memory "
    "(default 100).",
    "MILEPOST_NAME": "Name of the instance, shown in the head of every page; outranks the "
    "one given on the set-up page.",
    "MILEPOST_CONTACT": "Address shown in the foot of public pages for questions; outranks the "
    "one given on the set-up page.",
    "MILEPOST_ADDRESS": "Address of the instance for links in messages, such as "
    "`https://milepost.example.org` (default: the first host name).",
    "MILEPOST_SECRET_KEY": "Signing key (default: made once and kept in the home folder).",
    "MILEPOST_HOSTS": "Host names the instance answers to, comma separated.",
    "MILEPOST_TRUSTED_ORIGINS": "Origins trusted for forms behind a proxy, comma separated.",
    "MILEPOST_HTTPS": "`1` when served over HTTPS: cookies are then marked secure.",
    "MILEPOST_MAIL_URL": "Mail server, `smtp://user:password@host:587?tls=1` (`smtps://` for TLS "
    "from the start); without one messages wait in the outbox.",
    "MILEPOST_MAIL_FROM": "Address from which the instance writes.",
    "MILEPOST_KEEP_MAIL_DAYS": "Days for which the record of a sent message is kept (default 30).",
    "MILEPOST_KEEP_INVITATIONS_DAYS": "Days for which an invitation is kept after it was used, "
    "was withdrawn or has expired (default 90).",
    "MILEPOST_KEEP_SIGN_INS_DAYS": "Days for which sign-ins, failed attempts and the list of "
    "sessions are kept (default 90).",
    "MILEPOST_DEBUG": "`1` for development only.",
    "MILEPOST_LOG_LEVEL": "Level of the log (default `WARNING`).",
    "MILEPOST_ENGINE": (
        "Engine of bulk computations: `duckdb` (default, in the process), `spark` (local), "
        "`spark://HOST:PORT`, `chdb` (ClickHouse in the process), `clickhouse://…` or `trino://…`."
    ),
    "MILEPOST_ENGINE_MEMORY": "Memory that the engine may use before it spills (default `1GB`).",
    "MILEPOST_API_RATE": (
        "Requests that one address may send to the API and to SDMX in a minute (default 600)."
    ),
    "MILEPOST_PROXIES": "How many proxies of one's own stand before the instance (default 0): "
    "the API counts requests by the address that the outermost of them saw.",
    "MILEPOST_NEW_PASSWORD": "Password for `milepost user create…` without a prompt.",
}
"""Every setting with its meaning; the reference page is generated from this table."""


def text(name: str, default: str) -> str:
    """Return a setting, which must be in ``SETTINGS``."""
    if name not in SETTINGS:
        raise KeyError(name)
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """Return a yes/no setting (``1``, ``true``, ``yes``, ``on``)."""
    return text(name, "1" if default else "").lower() in {"1", "true", "yes", "on"}


def days(name: str, default: int) -> int:
    """Return a setting that is a number of days, at least 1. Raises ``ValueError``."""
    given = text(name, str(default)).strip()
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= 36500):
        message = f"{name} must be a number of days from 1 to 36500, not {given!r}"
        raise ValueError(message)
    return int(given)


def number(name: str, default: int, *, least: int = 1) -> int:
    """Return a setting that is a whole number, at least ``least``. Raises ``ValueError``."""
    given = text(name, str(default)).strip()
    if not (given.isascii() and given.isdigit() and least <= int(given) <= 10**9):
        message = f"{name} must be a whole number from {least}, not {given!r}"
        raise ValueError(message)
    return int(given)


def words(name: str, default: str) -> list[str]:
    """Return a comma separated setting as a list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
