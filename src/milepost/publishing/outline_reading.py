"""Reading the outlines of reports: lists, one version, and how each text stands."""

from typing import Any

from django.conf import settings
from django.db.models import Max

from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import NotFound
from milepost.publishing.bundle import Bundle, Json
from milepost.publishing.errors import ReleaseNotBuilt
from milepost.publishing.models import ReportOutline
from milepost.publishing.report.checking import Disagreement, check_section, written
from milepost.publishing.report.opening import make_scope, published_earlier
from milepost.publishing.report.outline import Document, texts_of, walk_sections
from milepost.publishing.report.scope import Scope
from milepost.publishing.report_shelf import published_outline
from milepost.publishing.selectors import find_release, list_releases, releases_folder


def list_outlines(actor: Actor) -> list[dict[str, Any]]:
    """Return the newest version of every outline."""
    require(actor, "publishing.write_report")
    newest = ReportOutline.objects.values("key").annotate(last=Max("version"))
    wanted = {row["key"]: row["last"] for row in newest}
    rows = ReportOutline.objects.filter(key__in=wanted).defer("document")
    return [_about(row) for row in rows if wanted[row.key] == row.version]


def find_outline_row(key: str) -> ReportOutline | None:
    """Return the newest version of an outline."""
    return ReportOutline.objects.filter(key=key).order_by("-version").first()


def get_outline(actor: Actor, key: str) -> dict[str, Any]:
    """Return the newest version of an outline with its ``document``. Raises NotFound."""
    require(actor, "publishing.write_report")
    row = find_outline_row(key)
    if row is None:
        raise NotFound(what="outline", key=key)
    return {**_about(row), "document": row.document}


def list_versions(actor: Actor, key: str) -> list[dict[str, Any]]:
    """Return who saved which version, newest first."""
    require(actor, "publishing.write_report")
    return [_about(row) for row in ReportOutline.objects.filter(key=key).order_by("-version")]


def _about(row: ReportOutline) -> dict[str, Any]:
    return {
        "key": row.key,
        "version": row.version,
        "edition": row.edition_key,
        "made_at": row.made_at,
        "made_by": row.made_by,
    }


def edition_bundle(edition: str) -> Bundle:
    """Return the newest bundle of an edition, served or not. Raises ReleaseNotBuilt."""
    release = find_release(edition)
    if release is None:
        raise ReleaseNotBuilt(edition=edition)
    return Bundle(releases_folder() / release.folder, release.checksum)


def outline_scope(outline: dict[str, Any], language: str) -> Scope:
    """Return the scope of a stored outline beside its edition.

    Raises ReleaseNotBuilt, or BadInput when the edition lacks what the report is about.
    """
    bundle = edition_bundle(outline["edition"])
    return make_scope(
        bundle,
        language=language,
        outline=outline["document"],
        earlier=published_earlier(bundle),
    )


def section_rows(outline: dict[str, Any], scope: Scope | None) -> list[dict[str, Any]]:
    """Return every section with its depth and how its text stands in each language.

    ``states``: one a language: ``empty``, ``written``, ``missing`` (another language has text) or
    ``outdated``, with the number of disagreements.
    """
    rows = []
    for section, depth in walk_sections(outline["document"]["sections"]):
        anything = any(words.strip() for texts in texts_of(section) for words in texts.values())
        states = [
            {"language": code, **_state(scope, section, code, anything=anything)}
            for code, _name in settings.LANGUAGES
        ]
        rows.append({"section": section, "depth": depth, "states": states})
    return rows


def _state(
    scope: Scope | None, section: Document, language: str, *, anything: bool
) -> dict[str, Any]:
    if not written(section, language):
        return {"state": "missing" if anything else "empty", "count": 0}
    found = check_section(scope, section, language) if scope else []
    return {"state": "outdated" if found else "written", "count": len(found)}


def disagreements(outline: dict[str, Any], scope: Scope) -> list[Disagreement]:
    """Return everything in an outline's text that its edition contradicts."""
    found: list[Disagreement] = []
    for section, _depth in walk_sections(outline["document"]["sections"]):
        for language, _name in settings.LANGUAGES:
            if written(section, language):
                found += check_section(scope, section, language)
    return found


def is_published(outline: dict[str, Any], scope: Scope) -> bool:
    """Whether the site offers exactly this version of the outline."""
    found: Json | None = published_outline(scope)
    return bool(found == outline["document"])


def list_lenses() -> list[str]:
    """Return the frameworks by which the evidence of some edition may be told."""
    found: set[str] = set()
    for edition in list_built_editions():
        bundle = edition_bundle(edition)
        found |= {*bundle.frameworks, *bundle.linked} - {bundle.main_framework}
    return sorted(found)


def list_built_editions() -> list[str]:
    """Return the editions that have a bundle, newest build first, each once."""
    rows = [row["edition"] for row in reversed(list_releases())]
    return [key for key in dict.fromkeys(rows) if find_release(key) is not None]
