"""Writing the outlines of reports: every change is a new version and one event."""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from milepost.audit.services import record_event
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput, NotFound
from milepost.kernel.files import write_atomically
from milepost.kernel.findings import Finding
from milepost.publishing.errors import OutlineChanged, OutlineExists
from milepost.publishing.models import ReportOutline
from milepost.publishing.outline_reading import (
    disagreements,
    edition_bundle,
    find_outline_row,
    get_outline,
    outline_scope,
)
from milepost.publishing.report.checking import as_finding, stamp, stamped, written
from milepost.publishing.report.defaults import default_outline, slug_of
from milepost.publishing.report.opening import make_scope
from milepost.publishing.report.outline import (
    Document,
    find_section,
    outline_of,
    parse_outline,
)
from milepost.publishing.report_shelf import outline_path
from milepost.publishing.selectors import find_release
from milepost.reviews.selectors import get_edition

KEY = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?")
STEPS = {"up": -1, "down": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionText:
    """What a person wrote in one section in one language; ``boxes`` are kind, title and text."""

    title: str = ""
    text: str = ""
    after: str = ""
    boxes: tuple[tuple[str, str, str], ...] = field(default=())


def start_outline(actor: Actor, edition: str, asked: Mapping[str, str]) -> str:
    """Start the outline of a kind of report from the one that is shipped; return its key.

    Raises:
        ReleaseNotBuilt: the edition has no bundle yet.
        BadInput: the edition lacks what the report is about.
        OutlineExists: there is one already.
    """
    require(actor, "publishing.write_report")
    scope = make_scope(edition_bundle(edition), asked=dict(asked))
    key = slug_of(scope)
    if find_outline_row(key) is not None:
        raise OutlineExists(key=key)
    _keep(actor, key, 0, edition, default_outline(scope), what="outline_started")
    return key


def load_outline(
    actor: Actor, text: str, filename: str, *, edition: str, against: bool = False
) -> dict[str, Any]:
    """Load an outline from a file as a new version; the same content again changes nothing.

    With ``against`` its texts are stamped with the edition: somebody has read them beside it.
    Raises BadInput with every finding, and NotFound for an edition that there is not.
    """
    require(actor, "publishing.write_report")
    document, findings = parse_outline(text, filename)
    if document is None:
        raise BadInput(findings)
    _check_edition(edition)
    if against:
        scope = make_scope(edition_bundle(edition), outline=document)
        document = stamped(scope, document)
    key = document["key"]
    before = find_outline_row(key)
    if before and (before.document, before.edition_key) == (document, edition):
        return {"key": key, "version": before.version, "changed": False}
    base = before.version if before else 0
    version = _keep(actor, key, base, edition, document, what="outline_loaded")
    return {"key": key, "version": version, "changed": True}


def write_section(
    actor: Actor, key: str, base: int, section: str, *, language: str, given: SectionText
) -> int:
    """Keep what a person wrote in a section in one language; return the new version.

    The text is stamped with the bundle of its edition, so that the next one can be compared.
    Raises OutlineChanged, NotFound, and BadInput when the text cites what the edition lacks.
    """
    outline = get_outline(actor, key)
    scope = outline_scope(outline, language)

    def change(document: Document) -> None:
        found = _section(document, section)
        _put(found, "title", language, given.title)
        _put(found, "text", language, given.text)
        _put(found, "after", language, given.after)
        _put_boxes(found, language, given.boxes)
        stated = found.pop("stated", {})
        stated.pop(language, None)
        if written(found, language):
            stated[language] = stamp(scope, found, language)
        if stated:
            found["stated"] = stated
        unknown = [
            as_finding(row)
            for row in disagreements({**outline, "document": {"sections": [found]}}, scope)
            if row.kind == "unknown" and row.language == language and row.section == section
        ]
        if unknown:
            raise BadInput(unknown)

    return _change(actor, key, base, change, what="outline_written", detail=f"{section} {language}")


def add_section(
    actor: Actor, key: str, base: int, *, section: str, parts: list[str], inside: str = ""
) -> int:
    """Add a section at the end, or at the end of another; return the new version.

    Raises OutlineChanged, and BadInput for a key or part that cannot be.
    """

    def change(document: Document) -> None:
        row: Document = {"key": section, "parts": parts}
        if inside:
            _section(document, inside).setdefault("sections", []).append(row)
        else:
            document["sections"].append(row)

    return _change(actor, key, base, change, what="outline_extended", detail=section)


def set_parts(actor: Actor, key: str, base: int, section: str, parts: list[str]) -> int:
    """Say which generated parts a section holds, in order; return the new version."""

    def change(document: Document) -> None:
        _section(document, section)["parts"] = parts

    return _change(actor, key, base, change, what="outline_arranged", detail=section)


def move_section(actor: Actor, key: str, base: int, section: str, step: str) -> int:
    """Move a section one place ``up`` or ``down`` among its neighbours; return the new version."""

    def change(document: Document) -> None:
        rows, at = _siblings(document["sections"], section)
        other = at + STEPS[step]
        if 0 <= other < len(rows):
            rows[at], rows[other] = rows[other], rows[at]

    return _change(actor, key, base, change, what="outline_arranged", detail=f"{section} {step}")


def remove_section(actor: Actor, key: str, base: int, section: str) -> int:
    """Take a section out with all that stands in it; earlier versions keep it."""

    def change(document: Document) -> None:
        rows, at = _siblings(document["sections"], section)
        if rows is document["sections"] and len(rows) == 1:
            raise BadInput([_last_section(section)])
        del rows[at]

    return _change(actor, key, base, change, what="outline_shortened", detail=section)


def set_edition(actor: Actor, key: str, base: int, edition: str) -> int:
    """Write an outline beside another edition; its texts keep the stamps of the old one."""
    require(actor, "publishing.write_report")
    _check_edition(edition)
    document = get_outline(actor, key)["document"]
    return _keep(actor, key, base, edition, document, what="outline_moved")


def publish_outline(actor: Actor, key: str) -> dict[str, Any]:
    """Let the site write this report with the newest version of its outline.

    One file is replaced; publishing again changes nothing. Raises BadInput while a text cites
    what the edition does not hold.
    """
    outline = get_outline(actor, key)
    scope = outline_scope(outline, "en")
    unknown = [as_finding(row) for row in disagreements(outline, scope) if row.kind == "unknown"]
    if unknown:
        raise BadInput(unknown)
    path = outline_path(scope.bundle.key, slug_of(scope))
    content = orjson.dumps(outline["document"], option=orjson.OPT_INDENT_2)
    if path.is_file() and path.read_bytes() == content:
        return {"key": key, "version": outline["version"], "path": str(path), "changed": False}
    with transaction.atomic():
        _record(actor, key, "outline_published", scope.bundle.key, outline["version"])
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, content)
    return {"key": key, "version": outline["version"], "path": str(path), "changed": True}


def _change(
    actor: Actor,
    key: str,
    base: int,
    change: Callable[[Document], None],
    *,
    what: str,
    detail: str,
) -> int:
    outline = get_outline(actor, key)
    document = deepcopy(outline["document"])
    change(document)
    findings = outline_of(document, key)
    if findings:
        raise BadInput(findings)
    if document == outline["document"]:
        return int(outline["version"])
    return _keep(actor, key, base, outline["edition"], document, what=what, detail=detail)


def _keep(
    actor: Actor,
    key: str,
    base: int,
    edition: str,
    document: Document,
    *,
    what: str,
    detail: str = "",
) -> int:
    newest = find_outline_row(key)
    if newest is not None and newest.version != base:
        raise _changed(newest)
    try:
        with transaction.atomic():
            row = ReportOutline.objects.create(
                key=key,
                version=base + 1,
                edition_key=edition,
                document=document,
                made_by=actor.label,
            )
            _record(actor, key, what, edition, row.version, detail)
    except IntegrityError:
        other = find_outline_row(key)
        if other is None:
            raise
        raise _changed(other) from None
    return row.version


def _changed(row: ReportOutline) -> OutlineChanged:
    return OutlineChanged(by=row.made_by, at=date_format(row.made_at, "H:i"))


def _record(
    actor: Actor, key: str, what: str, edition: str, version: int, detail: str = ""
) -> None:
    record_event(
        actor,
        f"publishing.{what}",
        subject_kind="report_outline",
        subject_key=key,
        after={"edition": edition, "version": version, **({"section": detail} if detail else {})},
    )


def _section(document: Document, key: str) -> Document:
    found = find_section(document, key)
    if found is None:
        raise NotFound(what=_("section"), key=key)
    return found


def _siblings(rows: list[Document], key: str) -> tuple[list[Document], int]:
    for at, row in enumerate(rows):
        if row["key"] == key:
            return rows, at
        try:
            return _siblings(row.get("sections", []), key)
        except NotFound:
            continue
    raise NotFound(what=_("section"), key=key)


def _put(section: Document, name: str, language: str, words: str) -> None:
    texts = {**section.get(name, {})}
    texts.pop(language, None)
    if words.strip():
        texts[language] = words.strip().replace("\r\n", "\n")
    section.pop(name, None)
    if texts:
        section[name] = texts


def _put_boxes(section: Document, language: str, given: tuple[tuple[str, str, str], ...]) -> None:
    boxes: list[Document] = [{**box} for box in section.get("boxes", [])]
    boxes += [{"text": {}} for _index in range(len(given) - len(boxes))]
    for box, (kind, title, words) in zip(boxes, given, strict=False):
        box["kind"] = kind
        _put(box, "title", language, title)
        _put(box, "text", language, words)
    kept = [box for box in boxes if box.get("text")]
    section.pop("boxes", None)
    if kept:
        section["boxes"] = kept


def _last_section(section: str) -> Finding:
    return Finding(
        code="REPORT_LAST_SECTION",
        where=section,
        value=section,
        what=_("This is the only section."),
        why=_("A report without sections says nothing."),
        remedy=_("Add another section first."),
    )


def _check_edition(key: str) -> None:
    """Raise NotFound for an edition that has neither a bundle nor a round."""
    if find_release(key) is None:
        get_edition(key)
