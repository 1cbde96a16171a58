"""Exports that the public site hands out: made when first asked for, and kept beside the bundles.

A bundle never changes, so a file is made once for each version of the code that writes it.
"""

import hashlib
import logging
from functools import cache
from pathlib import Path
from threading import Lock

from django.conf import settings

from milepost.publishing.bundle import Bundle
from milepost.publishing.exports.files import ExportFile, list_exports

MOST_AHEAD = 200_000
"""Observations up to which all files of an edition are made when it is published."""

MOST_AT_ONCE = 5_000
"""Observations up to which a page that shows sizes makes the files that are not made yet."""

_log = logging.getLogger(__name__)

_one_at_a_time = Lock()


def made_export(bundle: Bundle, item: ExportFile) -> Path:
    """Return an export's file, made now when it is not kept yet. One is made at a time."""
    path = _folder(bundle) / item.name
    if path.is_file():
        return path
    with _one_at_a_time:
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f"{path.name}.part")
            item.write(part)
            part.replace(path)
    return path


def size_of(bundle: Bundle, item: ExportFile) -> int | None:
    """Return the bytes of an export; None when it is not made yet and would take long."""
    path = _folder(bundle) / item.name
    if not path.is_file() and _rows(bundle) > MOST_AT_ONCE:
        return None
    return made_export(bundle, item).stat().st_size


def _rows(bundle: Bundle) -> int:
    return sum(
        int(vintage["rows"])
        for row in bundle.indicators.values()
        for vintage in row.get("vintages", ())
    )


def make_exports(bundle: Bundle, language: str = "en") -> list[Path]:
    """Make every export of an edition and return their files."""
    return [made_export(bundle, item) for item in list_exports(bundle, language)]


def make_ahead(bundle: Bundle) -> None:
    """Make the exports of an edition that is about to be published, so that none has to wait.

    What fails here is logged and made when it is asked for: no edition stays unpublished for it.
    """
    if _rows(bundle) > MOST_AHEAD:
        return
    try:
        make_exports(bundle)
    except (OSError, LookupError, TypeError, ValueError):
        _log.exception("The exports of edition %s could not be made ahead", bundle.key)


def _folder(bundle: Bundle) -> Path:
    parts = f"{bundle.folder.name}|{bundle.checksum}|{settings.MILEPOST_ADDRESS}|{_code_version()}"
    digest = hashlib.sha256(parts.encode()).hexdigest()[:16]
    return Path(settings.MILEPOST_HOME) / "cache" / "exports" / digest


@cache
def _code_version() -> str:
    """Return a digest of what writes exports: another version makes them anew."""
    here = Path(__file__).resolve().parent
    digest = hashlib.sha256()
    beside = [here.parents[1] / "indicators" / "sdmx" / "writing.py", here.parent / "terms.py"]
    for path in [*sorted(here.glob("*.py")), *beside]:
        digest.update(path.read_bytes())
    for path in sorted((here.parents[1] / "locale").glob("*/LC_MESSAGES/*.mo")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
