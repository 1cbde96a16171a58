"""Attempts to get at notes and cited passages of assessments; they join the printed list."""

import json
from dataclasses import replace

from milepost.accounts.erasure import export_person
from milepost.audit.selectors import list_events
from milepost.evidence.protection import Level, Protection
from milepost.evidence.reading import list_readings
from milepost.kernel.actors import ANONYMOUS
from milepost.kernel.errors import BadInput, PermissionRefused
from milepost.reviews.entries import Cited
from milepost.reviews.levels import Note, protection_of_code
from milepost.reviews.models import Assessment
from milepost.reviews.selectors import list_assessments, list_versions
from milepost.reviews.services import cover_words, record_assessment
from tests.web.visibility_attempts import (
    ATTEMPTS,
    Outcome,
    World,
    attempt,
    bundle_text,
    entry_citing,
)

__all__ = ["ATTEMPTS"]

AUTHOR = "reviewer_who_assesses"
RATING = ("village-plan", "1.2", "001")
WORDS = "BORDERLINE"
"""Stands in the note and in the passage that are written here, and nowhere else."""

PAGE = "editions/2018/assess/village-plan/1.2/001/"


def write(world: World, code: str = "reviewer", *, passage: str = "public") -> str:
    """Let somebody judge with a note and a passage of a public source; return the uuid."""
    entry = replace(
        entry_citing(world, "visits"),
        note=Note(f"{WORDS}: asked at the border", "en", protection_of_code(code, world.edition)),
        citations=(
            Cited(
                "visits",
                f"{WORDS} page",
                protection=protection_of_code(passage, world.edition),
            ),
        ),
    )
    record_assessment(world.actors[AUTHOR], entry)
    found = Assessment.objects.filter(person_key=world.actors[AUTHOR].key, superseded_at=None)
    return str(found.get().uuid)


def unsaid(text: str) -> Outcome:
    """Whether nothing of note and passage stands in a text."""
    return Outcome.SEEN if WORDS in text else Outcome.ABSENT


def judge_too(world: World, who: str) -> None:
    """Let somebody judge as well, so that what others say is shown to them."""
    record_assessment(world.actors[who], entry_citing(world, "visits"))


@attempt("an assessor", "page", "reads a note for reviewers after judging", Outcome.ABSENT)
def assessor_reads_note(world: World) -> Outcome:
    write(world, passage="reviewer")
    judge_too(world, "assessor")
    return unsaid(world.page("assessor", PAGE))


@attempt("an editor", "page", "reads a note for reviewers", Outcome.ABSENT)
def editor_reads_note(world: World) -> Outcome:
    write(world, passage="reviewer")
    return unsaid(world.page("editor", PAGE))


@attempt("an observer", "page", "reads a note for those who work there", Outcome.ABSENT)
def observer_reads_note(world: World) -> Outcome:
    write(world, "edition", passage="edition")
    return unsaid(world.page("observer", PAGE))


@attempt("a government", "page", "reads a note for everybody who takes part", Outcome.REFUSED)
def government_reads_note(world: World) -> Outcome:
    write(world, "network")
    answer = world.browsers["focal_point"].get(f"/en/work/{PAGE}")
    return Outcome.REFUSED if answer.status_code == 403 else Outcome.SEEN


@attempt("a government", "list", "takes the judgements with what it may see", Outcome.ABSENT)
def government_takes_list(world: World) -> Outcome:
    write(world, "edition", passage="edition")
    reader = world.actors["focal_point"]
    return unsaid(json.dumps(list_assessments(world.edition, reader=reader)))


@attempt("a stranger", "list", "takes the judgements with their notes", Outcome.ABSENT)
def stranger_takes_list(world: World) -> Outcome:
    write(world, "network", passage="network")
    return unsaid(json.dumps(list_assessments(world.edition, reader=ANONYMOUS)))


@attempt("anybody", "list", "looks into what was replaced before it was covered", Outcome.ABSENT)
def anybody_reads_history(world: World) -> Outcome:
    write(world, "public")
    write(world, "reviewer", passage="reviewer")
    versions = list_versions(world.edition, RATING, world.actors["assessor"])
    return unsaid(json.dumps(versions, default=str))


@attempt("anybody", "bundle", "looks for notes and passages in every file", Outcome.ABSENT)
def anybody_reads_bundle(world: World) -> Outcome:
    write(world, "network", passage="edition")
    return unsaid(bundle_text(world))


@attempt("anybody", "bundle", "looks for a note that was covered after the closing", Outcome.ABSENT)
def anybody_reads_covered(world: World) -> Outcome:
    judged = write(world, "public")
    hide = Protection(Level.CONFIDENTIAL, "reviewer")

    def cover() -> None:
        where = (world.edition, *RATING)
        cover_words(world.actors["reviewer"], where, judged, hide, reason="It names a person.")

    return unsaid(bundle_text(world, cover))


@attempt("an assessor", "level", "covers what somebody else wrote", Outcome.REFUSED)
def assessor_covers(world: World) -> Outcome:
    judged = write(world, "public")
    try:
        cover_words(
            world.actors["assessor"],
            (world.edition, *RATING),
            judged,
            Protection(Level.NETWORK),
            reason="No.",
        )
    except PermissionRefused:
        return Outcome.REFUSED
    return Outcome.SEEN


@attempt("a reviewer", "level", "lets everybody read somebody's note", Outcome.UNCHANGED)
def reviewer_uncovers(world: World) -> Outcome:
    judged = write(world, "reviewer")
    for level in (Protection(), Protection(Level.NETWORK)):
        try:
            cover_words(
                world.actors["reviewer"], (world.edition, *RATING), judged, level, reason="Open."
            )
        except BadInput:
            continue
    row = Assessment.objects.get(uuid=judged)
    return Outcome.UNCHANGED if row.note_level == Level.CONFIDENTIAL else Outcome.SEEN


@attempt("an assessor", "level", "makes a note for another organisation", Outcome.UNCHANGED)
def assessor_writes_to_others(world: World) -> Outcome:
    other = Protection(Level.CIRCLE, "organisation:00000000-0000-0000-0000-000000000000")
    entry = replace(entry_citing(world, "visits"), note=Note(WORDS, "en", other))
    try:
        record_assessment(world.actors["assessor"], entry)
    except BadInput:
        return Outcome.UNCHANGED
    return Outcome.SEEN


@attempt("an assessor", "export", "takes everything held, notes of others too", Outcome.ABSENT)
def assessor_exports_notes(world: World) -> Outcome:
    write(world)
    judge_too(world, "assessor")
    actor = world.actors["assessor"]
    return unsaid(export_person(actor, actor.key).decode("latin-1"))


@attempt("an administrator", "log", "looks for the words of a note in the audit", Outcome.ABSENT)
def administrator_searches_audit(world: World) -> Outcome:
    write(world, passage="reviewer")
    events = list_events(subject_kind="rating")
    return unsaid(json.dumps([event.as_dict() for event in events], default=str))


@attempt("a reviewer", "log", "reads a note for reviewers unseen", Outcome.RECORDED)
def reviewer_reads_note(world: World) -> Outcome:
    judged = write(world, passage="reviewer")
    page = world.page("reviewer", PAGE)
    said = {(row["who"], row["how"]) for row in list_readings(world.system, judged)}
    wanted = {("reviewer", "note"), ("reviewer", "citation")}
    return Outcome.RECORDED if WORDS in page and wanted <= said else Outcome.SEEN
