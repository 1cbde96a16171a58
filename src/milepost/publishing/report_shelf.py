"""Reports that the public site offers: made when first asked for, and kept beside the bundles.

A bundle never changes and is verified byte by byte, so nothing is written into it. The outline
that editors published for a report lies in the folder of releases, what was made from it in the
cache; its name holds everything that the bytes depend on, so that nothing kept is ever stale.
"""

import hashlib
import logging
from functools import cache
from pathlib import Path
from threading import Lock

import orjson
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from milepost.kernel.errors import BadInput
from milepost.kernel.files import write_atomically
from milepost.publishing.bundle import SAFE_KEY, Bundle
from milepost.publishing.errors import ReportsBusy
from milepost.publishing.library import get_library
from milepost.publishing.report.build import build_report
from milepost.publishing.report.defaults import slug_of
from milepost.publishing.report.faces import added_fonts
from milepost.publishing.report.forms import FORMS, write
from milepost.publishing.report.opening import make_scope
from milepost.publishing.report.outline import Document
from milepost.publishing.report.parts_lens import lens_document
from milepost.publishing.report.scope import Scope

MOST_KEPT = 400
"""Files kept for each edition; what was made longest ago goes first."""
LONGEST_WAIT = 15
"""Seconds for which a request waits while other reports are made."""
KINDS_OF_PLACE = ("profile", "national", "regional", "state")
_log = logging.getLogger(__name__)
_one_at_a_time = Lock()


def offered(bundle: Bundle, language: str) -> list[tuple[str, str]]:
    """Return name and title of every report that the downloads of an edition offer."""
    with override(language):
        scopes = [
            (_scope(bundle, language, {}), _("The whole edition")),
            (_scope(bundle, language, {"kind": "state"}), _("The state of migration")),
        ]
        for lens in sorted({*bundle.frameworks, *bundle.linked} - {bundle.main_framework}):
            scope = _scope(bundle, language, {"kind": "voluntary", "framework": lens})
            title = scope.say((lens_document(scope) or {}).get("title"))
            scopes.append((scope, _("Told by: %(framework)s") % {"framework": title}))
        return [(slug_of(scope), title) for scope, title in scopes]


def scope_named(bundle: Bundle, name: str, language: str) -> Scope | None:
    """Return the scope of the report with this name, or None when the edition has no such."""
    kind, _dash, rest = name.partition("-")
    asked: Document = {"kind": kind}
    if kind == "goal":
        asked["goal"] = next(
            (
                row["key"]
                for row in bundle.goals(bundle.main_framework)
                if row["key"].lower() == rest
            ),
            "",
        )
    elif kind == "voluntary":
        asked |= _lens_and_place(bundle, rest)
    elif kind in KINDS_OF_PLACE and rest:
        asked["place"] = rest
    try:
        scope = _scope(bundle, language, asked)
    except BadInput:
        return None
    return scope if slug_of(scope) == name else None


def _lens_and_place(bundle: Bundle, rest: str) -> Document:
    for lens in sorted({*bundle.frameworks, *bundle.linked}, key=len, reverse=True):
        if rest == lens:
            return {"framework": lens}
        if rest.startswith(f"{lens}-"):
            return {"framework": lens, "place": rest.removeprefix(f"{lens}-")}
    return {"framework": rest}


def _scope(bundle: Bundle, language: str, asked: Document) -> Scope:
    previous = bundle.edition.get("previous")
    # Only what is published: a bundle that merely lies beside may be a draft or withdrawn.
    earlier = get_library().find(previous) if previous else None
    return make_scope(bundle, language=language, asked=asked, earlier=earlier)


def made_report(scope: Scope, form: str) -> Path:
    """Return the file of a report, made now when it is not kept yet.

    Raises KeyError for a form that there is not. One report is made at a time in a process, and
    nobody waits long for it, so that many first requests cannot take all threads and memory:
    ReportsBusy.
    """
    FORMS[form]
    path = _path(scope, form)
    if path.is_file():
        return path
    if not _one_at_a_time.acquire(timeout=LONGEST_WAIT):
        raise ReportsBusy
    try:
        if not path.is_file():
            report = build_report(scope, published_outline(scope))
            write_atomically(path, write(report, form))
            _let_go(path.parent)
    finally:
        _one_at_a_time.release()
    return path


def _path(scope: Scope, form: str) -> Path:
    outline = published_outline(scope)
    parts = (
        scope.bundle.checksum,
        scope.earlier.checksum if scope.earlier else "",
        scope.site,
        scope.network,
        orjson.dumps(outline, option=orjson.OPT_SORT_KEYS).decode(),
        _code_version(),
        *(f"{path.name}:{path.stat().st_size}" for path in added_fonts()),
    )
    digest = hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]
    folder = Path(settings.MILEPOST_HOME) / "cache" / "reports" / scope.bundle.checksum[:12]
    return folder / f"{slug_of(scope)}-{scope.language}-{digest}.{form}"


@cache
def _code_version() -> str:
    """Return a digest of what writes reports: another version makes them anew."""
    here = Path(__file__).resolve().parent
    digest = hashlib.sha256()
    for path in sorted(here.rglob("*")):
        if path.suffix in {".py", ".typ", ".css", ".ttf"}:
            digest.update(path.read_bytes())
    for path in sorted((here.parent / "locale").glob("*/LC_MESSAGES/*.mo")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _let_go(folder: Path) -> None:
    """Delete the oldest files beyond the most that are kept."""
    try:
        files = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[MOST_KEPT:]:
            path.unlink(missing_ok=True)
    except OSError as problem:
        _log.warning("Old reports could not be deleted: %s", problem)


def outline_path(edition: str, name: str) -> Path:
    """Return where the outline that was published for a report lies."""
    return Path(settings.MILEPOST_RELEASES) / "outlines" / edition / f"{name}.json"


def published_outline(scope: Scope) -> Document | None:
    """Return the outline that editors published for a report of this edition, or None."""
    name = slug_of(scope)
    if not SAFE_KEY.fullmatch(name):
        return None
    try:
        found: Document = orjson.loads(outline_path(scope.bundle.key, name).read_bytes())
    except FileNotFoundError:
        return None
    return found


def profile_name(place: str) -> str:
    """Return the name of the profile of a place."""
    return f"profile-{place}".lower()
