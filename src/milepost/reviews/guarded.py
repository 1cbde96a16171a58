"""Reading notes and cited passages of assessments: only what the reader may see.

What is confidential and handed out is written to the log of readings, except to its author.
"""

from collections.abc import Sequence
from typing import Any

from milepost.evidence.protection import Level, Protection
from milepost.evidence.reading import note_reading
from milepost.kernel.actors import Actor, may
from milepost.kernel.scopes import Scope
from milepost.reviews.levels import code_of
from milepost.reviews.models import Assessment, AssessmentCitation
from milepost.reviews.rules import Guarded

READ_AS = "assessment"
"""How the log names what was read: the uuid of the assessment."""


def list_links(rows: Sequence[Assessment], reader: Actor) -> dict[int, dict[int, dict[str, str]]]:
    """Return by assessment the ids of the passages that the reader may see, in their order.

    Each with ``level`` (the code of who may see it) when it is not for everybody.
    """
    by_pk = {row.pk: row for row in rows}
    found: dict[int, dict[int, dict[str, str]]] = {}
    confidential = set()
    links = AssessmentCitation.objects.filter(assessment__in=by_pk).order_by("position")
    for link in links:
        row = by_pk[link.assessment_id]
        protection = Protection(Level(link.level), link.readers)
        if not _may_read(reader, protection, row):
            continue
        is_public = protection.level is Level.PUBLIC
        shown = {} if is_public else {"level": code_of(protection)}
        found.setdefault(row.pk, {})[link.citation_id] = shown
        if _is_logged(reader, protection, row):
            confidential.add(str(row.uuid))
    note_reading(reader, confidential, "citation", kind=READ_AS)
    return found


def read_notes(rows: Sequence[Assessment], reader: Actor) -> dict[int, dict[str, Any]]:
    """Return by assessment its note as the reader may see it: ``note`` (text map), ``note_level``.

    The note of an assessment that was replaced is for its author alone.
    """
    found, confidential = {}, set()
    for row in rows:
        protection = Protection(Level(row.note_level), row.note_readers)
        is_own = bool(row.person_key) and row.person_key == reader.key
        if not row.note or (row.superseded_at is not None and not is_own):
            continue
        if not _may_read(reader, protection, row):
            continue
        text = {row.note_language or "en": row.note}
        found[row.pk] = {"note": text, "note_level": code_of(protection)}
        if _is_logged(reader, protection, row):
            confidential.add(str(row.uuid))
    note_reading(reader, confidential, "note", kind=READ_AS)
    return found


def list_not_public(edition: str) -> tuple[frozenset[str], frozenset[tuple[str, str, str]]]:
    """Return what no bundle may hold: uuids of assessments whose note is not public, and passages
    as (uuid of the assessment, key of the source, locator).
    """
    rows = Assessment.objects.filter(edition__key=edition).exclude(note_level=Level.PUBLIC)
    links = AssessmentCitation.objects.filter(assessment__edition__key=edition)
    passages = links.exclude(level=Level.PUBLIC).values_list(
        "assessment__uuid", "citation__source__key", "citation__locator"
    )
    return (
        frozenset(map(str, rows.values_list("uuid", flat=True))),
        frozenset((str(uuid), key, locator) for uuid, key, locator in passages),
    )


def _may_read(reader: Actor, protection: Protection, row: Assessment) -> bool:
    if protection.level is Level.PUBLIC:
        return True
    where = Scope(edition=row.edition.key, framework=row.framework, place=row.place)
    return may(reader, "reviews.read_guarded", Guarded(protection, where, row.person_key))


def _is_logged(reader: Actor, protection: Protection, row: Assessment) -> bool:
    return protection.level is Level.CONFIDENTIAL and reader.key != row.person_key
