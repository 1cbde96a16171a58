"""Recording what people judge, and what editors decide. The door is ``services``."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from milepost.audit.services import record_event
from milepost.evidence.services import cite_source
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput, NotFound
from milepost.kernel.findings import Finding
from milepost.kernel.scopes import Scope
from milepost.reviews.checks import (
    Ruling,
    as_findings,
    check_ruling,
    has_text,
    reason_missing,
)
from milepost.reviews.covering import cover_earlier
from milepost.reviews.entries import Entry, check_entry, check_levels
from milepost.reviews.errors import ChangedMeanwhile, EditionClosed
from milepost.reviews.levels import OPEN
from milepost.reviews.models import (
    Assessment,
    AssessmentCitation,
    Assignment,
    AssignmentRole,
    AssignmentState,
    DecidedState,
    Decision,
    Draft,
    Edition,
    EditionState,
    Stage,
)
from milepost.reviews.panel_reading import find_second_round
from milepost.reviews.repeating import key_of_another, says_the_same
from milepost.reviews.review_files import parse_assessments
from milepost.reviews.rounds import is_stage_open, require_stage
from milepost.reviews.selectors import get_edition_row, list_known

NAMESPACE = uuid.UUID("6f1d2f0a-3c52-5d5e-9b7f-5d1b8d0c9a11")
"""Assessments from files get the same identifier on every instance that loads them."""

NOTE = ("note", "note_language", "note_level", "note_readers")


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading a file did: what was added, changed or left as it was."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "added": list(self.added),
            "changed": list(self.changed),
            "unchanged": list(self.unchanged),
        }


def lock_open(key: str) -> Edition:
    """Return the row of an open edition, held until the transaction ends.

    Raises ``NotFound`` and ``EditionClosed``.
    """
    row = get_edition_row(key, lock=True)
    if row.state == EditionState.CLOSED:
        raise EditionClosed(edition=key)
    return row


def rating_key(*parts: str) -> str:
    """Return how the audit names a rating."""
    return "/".join(parts)[:200]


def load_assessments(actor: Actor, text: str, filename: str) -> LoadReport:
    """Record the assessments of a file that speaks for others; once more changes nothing.

    Raises ``BadInput`` with all findings; then nothing of the file is kept.
    """
    require(actor, "reviews.load_assessments")
    entries, findings = parse_assessments(text, filename, list_known(actor))
    if entries is None:
        raise BadInput(findings)
    outcomes: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": []}
    with transaction.atomic():
        for entry in entries:
            outcome = _keep_assessment(actor, entry, person_key="")
            outcomes[outcome].append(f"{entry.benchmark} {entry.place}")
    return LoadReport(**{name: tuple(keys) for name, keys in outcomes.items()})


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form that an assessment came from.

    ``submission`` names it, so that sending it twice changes nothing. ``seen`` is the id of the
    own assessment that stood when it was opened ("" for none, None when nobody looked).
    ``must_match`` refuses another content under a name that was used before.
    """

    submission: str = ""
    seen: str | None = None
    must_match: bool = False


NO_SHEET = Sheet()


def record_assessment(actor: Actor, entry: Entry, sheet: Sheet = NO_SHEET) -> str:
    """Record the actor's own assessment; return added, changed or unchanged.

    A person has one current assessment of a rating; a new one replaces it, and the draft goes.
    Raises ``BadInput`` with all findings (``column`` names the field), ``ChangedMeanwhile`` when
    another one was handed in after the form was opened, and ``StageClosed`` and its like.
    """
    lies = Scope(edition=entry.edition, framework=entry.framework, place=entry.place)
    require(actor, "reviews.record_assessment", lies)
    problems = check_entry(entry, list_known(actor))
    problems += check_levels(entry, actor.organisations)
    if not has_text(entry.reason):
        problems.append(reason_missing())
    if problems:
        raise BadInput(as_findings(problems))
    with transaction.atomic():
        lock_open(entry.edition)
        if _is_known(actor, entry, sheet):
            return "unchanged"
        _require_answer(actor, entry)
        outcome = _keep_assessment(actor, entry, person_key=actor.key, sheet=sheet)
        Draft.objects.filter(**_subject(entry), person_key=actor.key).delete()
        return outcome


def _is_known(actor: Actor, entry: Entry, sheet: Sheet) -> bool:
    """Whether this very form was handed in before. Raises ``BadInput`` when it was another."""
    if not sheet.submission:
        return False
    rows = Assessment.objects.filter(person_key=actor.key, submission=sheet.submission)
    row = rows.order_by("id").first()
    if row is not None and sheet.must_match and not says_the_same(row, entry):
        raise BadInput([key_of_another(sheet.submission)])
    return row is not None


def _require_answer(actor: Actor, entry: Entry) -> None:
    """Raise ``BadInput`` while one's own assignment of this rating waits for an answer."""
    offered = Assignment.objects.filter(
        **_subject(entry),
        person_key=actor.key,
        role=AssignmentRole.ASSESSOR,
        state=AssignmentState.OFFERED,
    )
    if offered.exists():
        raise BadInput(
            [
                Finding(
                    code="REVIEWS_ASSIGNMENT_UNANSWERED",
                    where="assignment",
                    what=_("You have not said yet whether you have a conflict of interest."),
                    why=_("Reviewers weigh a judgement by it, so it is asked before."),
                    remedy=_("Accept the assignment under “My work”, and hand in then."),
                )
            ]
        )


def _subject(entry: Entry) -> dict[str, str]:
    return {
        "edition__key": entry.edition,
        "framework": entry.framework,
        "benchmark": entry.benchmark,
        "place": entry.place,
    }


def _keep_assessment(
    actor: Actor, entry: Entry, *, person_key: str, sheet: Sheet = NO_SHEET
) -> str:
    edition = lock_open(entry.edition)
    where = (entry.framework, entry.benchmark, entry.place)
    _require_time(edition, where, person_key)
    rows = Assessment.objects.filter(**_subject(entry), person_key=person_key, superseded_at=None)
    if not person_key:
        rows = rows.filter(assessor=entry.assessor, standpoint=entry.standpoint)
    current = rows.first()
    citations = [
        cite_source(actor, cited.source, cited.locator, cited.note) for cited in entry.citations
    ]
    number = _round_of(edition, entry, current)
    is_same = current is not None and _content(current) == _wanted(entry, citations)
    if current is not None and is_same and current.round == number:
        return "unchanged"
    if sheet.seen is not None and sheet.seen != (str(current.uuid) if current else ""):
        by = _("by you, in another window or on another device")
        raise ChangedMeanwhile(what=_("this assessment"), by=by)
    if current is not None:
        Assessment.objects.filter(pk=current.pk).update(superseded_at=clock.now())
    made = _add_assessment(actor, entry, edition, (person_key, sheet.submission, number), current)
    AssessmentCitation.objects.bulk_create(
        AssessmentCitation(
            assessment=made,
            citation_id=citation,
            position=position,
            level=cited.protection.level,
            readers=cited.protection.readers,
        )
        for position, (citation, cited) in enumerate(zip(citations, entry.citations, strict=True))
    )
    cover_earlier(made)
    record_event(
        actor,
        "reviews.assessment_recorded",
        subject_kind="rating",
        subject_key=rating_key(entry.edition, *where),
        before={"id": str(current.uuid), "colour": current.colour} if current else None,
        after={
            "id": str(made.uuid),
            "colour": made.colour,
            "standpoint": made.standpoint,
            "round": number,
            **_levels_of(entry),
        },
        reason=next(iter(entry.reason.values()), ""),
    )
    return "changed" if current else "added"


def _levels_of(entry: Entry) -> dict[str, Any]:
    """Return what the record says of a note and of passages that are not public: levels alone."""
    covered = [one.protection.level for one in entry.citations if one.protection != OPEN]
    note = {"note": entry.note.protection.level.value} if entry.note.text else {}
    return {**note, **({"covered": sorted(covered)} if covered else {})}


def _require_time(edition: Edition, where: tuple[str, str, str], person_key: str) -> None:
    """Raise unless one may assess today: in the stage of assessing, or asked in a second round.

    A second round is held while it is being decided.
    """
    second = find_second_round(edition, where)
    is_asked = second is not None and second.closed_at is None
    if is_asked and is_stage_open(edition.key, Stage.DECISION):
        return
    require_stage(edition.key, Stage.ASSESSMENT, person=person_key, subject=where)


def _round_of(edition: Edition, entry: Entry, current: Assessment | None) -> int:
    """Return the round in which an assessment is given.

    While a second round is open, those who judged in the first answer again, and nobody comes new
    to the panel: the others have been seen. A file speaks for no round but the one it was in.
    """
    before = current.round if current else 1
    subject = (entry.framework, entry.benchmark, entry.place)
    second = find_second_round(edition, subject)
    if second is None or (current and not current.person_key):
        return before
    if current is None:
        raise BadInput([_panel_complete(entry)])
    return before if second.closed_at else 2


def _panel_complete(entry: Entry) -> Finding:
    return Finding(
        code="REVIEWS_PANEL_COMPLETE",
        where=f"{entry.framework} {entry.benchmark} {entry.place}",
        value=entry.benchmark,
        what=_("The first round of this rating has ended, and you did not judge in it."),
        why=_("In the second round the panel has seen its own judgements."),
        remedy=_("Write to the reviewer of the edition if your view is missing."),
    )


def _add_assessment(
    actor: Actor,
    entry: Entry,
    edition: Edition,
    given: tuple[str, str, int],
    current: Assessment | None,
) -> Assessment:
    """Keep one assessment; ``given`` is (person, submission, round)."""
    person_key, submission, number = given
    return Assessment.objects.create(
        edition=edition,
        framework=entry.framework,
        benchmark=entry.benchmark,
        place=entry.place,
        uuid=_identifier(entry, person_key),
        assessor=entry.assessor,
        person_key=person_key,
        submission=submission,
        round=number,
        standpoint=entry.standpoint,
        colour=entry.colour,
        reason=dict(entry.reason),
        confidence=entry.confidence,
        assessed_on=entry.assessed_on,
        submitted_by=actor.label,
        replaces=current,
        **_note_of(entry),
    )


def _note_of(entry: Entry) -> dict[str, str]:
    note = entry.note
    return {
        "note": note.text,
        "note_language": note.language if note.text else "",
        "note_level": note.protection.level.value,
        "note_readers": note.protection.readers,
    }


def _content(row: Assessment) -> tuple[Any, ...]:
    return (
        row.assessor,
        row.standpoint,
        row.colour,
        dict(row.reason),
        row.confidence,
        row.assessed_on,
        list(row.cited.order_by("position").values_list("citation_id", "level", "readers")),
        *(getattr(row, name) for name in NOTE),
    )


def _wanted(entry: Entry, citations: Sequence[int]) -> tuple[Any, ...]:
    return (
        entry.assessor,
        entry.standpoint,
        entry.colour,
        dict(entry.reason),
        entry.confidence,
        entry.assessed_on,
        [
            (pk, cited.protection.level.value, cited.protection.readers)
            for pk, cited in zip(citations, entry.citations, strict=True)
        ],
        *_note_of(entry).values(),
    )


def _identifier(entry: Entry, person_key: str) -> uuid.UUID:
    """Return the identifier of a new assessment: the same wherever the same history is loaded."""
    voice = "|".join((*entry.voice, person_key))
    earlier = Assessment.objects.filter(
        edition__key=entry.edition,
        framework=entry.framework,
        benchmark=entry.benchmark,
        place=entry.place,
        assessor=entry.assessor,
        standpoint=entry.standpoint,
        person_key=person_key,
    ).count()
    return uuid.uuid5(NAMESPACE, f"{voice}|{earlier}")


def record_decision(actor: Actor, edition: str, ruling: Ruling, *, seen: str | None = None) -> None:
    """Decide which state a rating shows; the reason is printed with it.

    ``seen`` is the id of the decision that stood when the form was opened ("" for none, None when
    nobody looked). Raises ``ChangedMeanwhile`` when another one was made since, ``BadInput`` for
    an unknown benchmark, place or state and for an empty reason, ``EditionClosed``, and
    ``StageClosed`` and its like.
    """
    lies = Scope(edition=edition, framework=ruling.framework, place=ruling.place)
    require(actor, "reviews.record_decision", lies)
    known = list_known(actor).editions.get(edition)
    if known is None:
        raise NotFound(what="edition", key=edition)
    problems = check_ruling(ruling, known, DecidedState.values)
    if problems:
        raise BadInput(as_findings(problems))
    subject = {
        "framework": ruling.framework,
        "benchmark": ruling.benchmark,
        "place": ruling.place,
    }
    with transaction.atomic():
        row = lock_open(edition)
        where = (ruling.framework, ruling.benchmark, ruling.place)
        require_stage(edition, Stage.DECISION, person=actor.key, subject=where)
        current = Decision.objects.filter(edition=row, **subject, superseded_at=None).first()
        if current and (current.state, current.reason) == (ruling.state, dict(ruling.reason)):
            return
        if seen is not None and seen != (str(current.uuid) if current else ""):
            name = current.decided_by if current else actor.label
            by = _("by %(name)s") % {"name": name}
            raise ChangedMeanwhile(what=_("this decision"), by=by)
        if current:
            Decision.objects.filter(pk=current.pk).update(superseded_at=clock.now())
        Decision.objects.create(
            edition=row,
            **subject,
            state=ruling.state,
            reason=dict(ruling.reason),
            decided_by=actor.label,
        )
        record_event(
            actor,
            "reviews.decision_recorded",
            subject_kind="rating",
            subject_key=rating_key(edition, *subject.values()),
            before={"state": current.state, "reason": current.reason} if current else None,
            after={"state": ruling.state, "reason": dict(ruling.reason)},
            reason=next(iter(ruling.reason.values()), ""),
        )
