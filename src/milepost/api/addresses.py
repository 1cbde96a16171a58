"""Where the API is: full addresses of what its answers lead to."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest

PREFIX = "/api/v1/"
WORK = f"{PREFIX}work/"
"""Below it everything needs a token; nothing else does."""

TOKEN = f"{WORK}token"
"""The only address there that is read."""


def origin_of(request: HttpRequest) -> str:
    """Return scheme and host; an instance served over HTTPS may not see it behind its proxy."""
    scheme = "https" if settings.SESSION_COOKIE_SECURE else request.scheme
    return f"{scheme}://{request.get_host()}"


def address_of(request: HttpRequest, *parts: str, query: Mapping[str, object] | None = None) -> str:
    """Return the full address of a part of the API; empty values of ``query`` are left out."""
    path = "/".join(quote(part, safe="") for part in parts)
    given = {name: value for name, value in (query or {}).items() if value not in ("", None)}
    tail = f"?{urlencode(given)}" if given else ""
    return f"{origin_of(request)}{PREFIX}{path}{tail}"
