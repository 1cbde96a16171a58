"""Reading panels, each with who reads: agreement, rounds and the discussion.

A reviewer sees who judged what. Somebody of the panel sees the colours and reasons of the others
without names and standpoints, and only after judging.
"""

from datetime import timedelta
from typing import Any

from milepost.kernel import clock
from milepost.kernel.actors import Actor, may, require
from milepost.kernel.scopes import Scope
from milepost.reviews.errors import EditionNotComputed
from milepost.reviews.judgement import needs_decision
from milepost.reviews.models import (
    CURRENT_STATES,
    Assessment,
    Assignment,
    AssignmentRole,
    Edition,
    Remark,
    SecondRound,
)
from milepost.reviews.panel_figures import agreement_of, by_standpoint, moves_of, spread_of
from milepost.reviews.panel_reading import BY, Subject, find_second_round, where_of
from milepost.reviews.result_selectors import list_ratings
from milepost.reviews.rules import Seat
from milepost.reviews.selectors import get_edition_row, list_assessments, list_second_rounds

Document = dict[str, Any]
EDITABLE = timedelta(minutes=15)
"""How long the author of a remark may edit it."""
ANONYMOUS = ("id", "colour", "reason", "confidence", "round", "now", "note", "note_level")
"""What is shown of an assessment to the others of the panel."""


def seat_of(actor: Actor, edition: Edition, subject: Subject) -> Seat:
    """Return how an actor comes to the panel of a rating."""
    framework, _benchmark, place = subject
    is_taken = Assessment.objects.filter(
        edition=edition, **where_of(subject), person_key=actor.key, superseded_at=None
    ).exists()
    is_asked = Assignment.objects.filter(
        edition=edition,
        **where_of(subject),
        person_key=actor.key,
        role=AssignmentRole.ASSESSOR,
        state__in=CURRENT_STATES,
    ).exists()
    lies = Scope(edition=edition.key, framework=framework, place=place)
    return Seat(lies, is_taken, is_owed=is_asked and not is_taken)


def may_see_panel(actor: Actor, edition: str, subject: Subject) -> bool:
    """Whether an actor may see the panel of a rating now. Raises ``NotFound``."""
    return may(actor, "reviews.view_panel", seat_of(actor, get_edition_row(edition), subject))


def is_to_answer(actor: Actor, edition: str, subject: Subject) -> bool:
    """Whether the actor has yet to answer an open second round, and sees the first alone."""
    row = get_edition_row(edition)
    is_reviewer = _is_reviewer(actor, seat_of(actor, row, subject))
    return not is_reviewer and _is_waiting(actor, row, subject)


def list_others(actor: Actor, edition: str, subject: Subject) -> list[Document]:
    """Return the other assessments of a rating as far as the actor may see them.

    Reviewers see all of each; the panel sees it without names, and in a second round those of the
    first until the own answer is in; everybody else sees nothing.
    """
    row = get_edition_row(edition)
    seat = seat_of(actor, row, subject)
    if not may(actor, "reviews.view_panel", seat):
        return []
    own = _own_ids(actor, row, subject)
    shown = _voices(actor, edition, subject)
    is_reviewer = _is_reviewer(actor, seat)
    if not is_reviewer and _is_waiting(actor, row, subject):
        shown = _find_held(row, subject)["first"]
    voices = [item for item in shown if item["id"] not in own]
    return voices if is_reviewer else [_anonymous(item) for item in voices]


def _is_waiting(actor: Actor, edition: Edition, subject: Subject) -> bool:
    """Whether a second round is open that the actor was asked in and has not answered."""
    found = find_second_round(edition, subject)
    is_open = found is not None and found.closed_at is None
    return is_open and _own_rounds(actor, edition).get(subject) == 1


def _find_held(edition: Edition, subject: Subject) -> Document:
    """Return the second round of a rating that has one."""
    return next(
        item
        for item in list_second_rounds(edition.key)
        if (item["framework"], item["benchmark"], item["place"]) == subject
    )


def _is_reviewer(actor: Actor, seat: Seat) -> bool:
    return may(actor, "reviews.record_decision", seat.where)


def _own_ids(actor: Actor, edition: Edition, subject: Subject) -> set[str]:
    rows = Assessment.objects.filter(edition=edition, **where_of(subject), person_key=actor.key)
    return {str(uuid) for uuid in rows.values_list("uuid", flat=True)}


def _voices(reader: Actor, edition: str, subject: Subject) -> list[Document]:
    framework, benchmark, place = subject
    return list_assessments(
        edition, framework=framework, benchmark=benchmark, place=place, reader=reader
    )


def _anonymous(item: Document) -> Document:
    return {name: item[name] for name in ANONYMOUS if name in item}


def get_panel(actor: Actor, edition: str, subject: Subject) -> Document:
    """Return the panel of one rating. Raises ``NotFound`` and ``PermissionRefused``.

    Keys: spread, voices and standpoints (empty for the panel itself, which sees ``reasons``),
    reasons (without names), second (the second round with its first, moves and is_open; or None),
    remarks, is_reviewer, is_seated, is_waiting. Who has not answered an open second round sees the
    first alone (``moves`` is None).
    """
    row = get_edition_row(edition)
    seat = seat_of(actor, row, subject)
    require(actor, "reviews.view_panel", seat)
    voices = _voices(actor, edition, subject)
    is_reviewer = _is_reviewer(actor, seat)
    is_waiting = not is_reviewer and _is_waiting(actor, row, subject)
    second = _second(row, subject, voices, is_reviewer=is_reviewer)
    if is_waiting and second is not None:
        voices, second["moves"] = second["first"], None
    return {
        "spread": spread_of(voices),
        "voices": voices if is_reviewer else [],
        "standpoints": by_standpoint(voices) if is_reviewer else [],
        "reasons": _shuffled(voices),
        "second": second,
        "is_waiting": is_waiting,
        "remarks": _remarks(actor, row, subject),
        "is_reviewer": is_reviewer,
        "is_seated": seat.is_taken,
    }


def _shuffled(voices: list[Document]) -> list[Document]:
    """Return assessments without names, in an order that tells nothing of who they are from."""
    return [_anonymous(item) for item in sorted(voices, key=lambda item: str(item["id"]))]


def _second(
    row: Edition, subject: Subject, voices: list[Document], *, is_reviewer: bool
) -> Document | None:
    if find_second_round(row, subject) is None:
        return None
    found = _find_held(row, subject)
    first = found["first"]
    return {
        **found,
        "first": first if is_reviewer else _shuffled(first),
        "spread": spread_of(first),
        "moves": moves_of(first, voices),
        "is_open": found["closed_on"] is None,
    }


def _remarks(actor: Actor, row: Edition, subject: Subject) -> list[Document]:
    now = clock.now()
    return [
        {
            "id": str(item.uuid),
            "author": item.author,
            "text": item.text,
            "written_at": item.written_at,
            "edited_at": item.edited_at,
            "withdrawn_at": item.withdrawn_at,
            "is_own": item.author_key == actor.key,
            "is_editable": item.author_key == actor.key
            and item.withdrawn_at is None
            and now - item.written_at < EDITABLE,
        }
        for item in Remark.objects.filter(edition=row, **where_of(subject)).order_by("id")
    ]


def has_open_second_round(edition: str, subject: Subject) -> bool:
    """Whether the panel of a rating is asked once more. Raises ``NotFound``."""
    found = find_second_round(get_edition_row(edition), subject)
    return found is not None and found.closed_at is None


def list_panels(actor: Actor, edition: str) -> list[Document]:
    """Return the panels of an edition that the actor may see, the contested ones first.

    Keys: framework, benchmark, place, spread, is_contested, is_undecided (rule and panel differ),
    second ("" none, "open" or "closed"), is_waiting (the actor has not answered an open second
    round). Raises ``NotFound``.
    """
    row = get_edition_row(edition)
    rounds = {
        tuple(getattr(item, name) for name in BY): item
        for item in SecondRound.objects.filter(edition=row)
    }
    rated = {tuple(item[name] for name in BY): item for item in _ratings(edition)}
    own = _own_rounds(actor, row)
    owed = _asked_of(actor, row) - own.keys()
    panels: dict[Subject, list[Document]] = {}
    for item in list_assessments(edition):
        panels.setdefault((item["framework"], item["benchmark"], item["place"]), []).append(item)
    found = []
    for subject, voices in panels.items():
        where = Scope(edition=edition, framework=subject[0], place=subject[2])
        if not may(actor, "reviews.view_panel", Seat(where, subject in own, subject in owed)):
            continue
        spread = spread_of(voices)
        second = rounds.get(subject)
        rating = rated.get(subject)
        is_open = second is not None and second.closed_at is None
        found.append(
            {
                **dict(zip(BY, subject, strict=True)),
                "spread": spread,
                "is_contested": spread["contested"],
                "is_undecided": rating is not None and needs_decision(rating),
                "second": "" if second is None else "open" if is_open else "closed",
                "is_waiting": is_open and own.get(subject) == 1,
                "may_decide": may(actor, "reviews.record_decision", where),
            }
        )
    return sorted(found, key=_urgency)


def _urgency(panel: Document) -> tuple[Any, ...]:
    calm = not (panel["is_contested"] or panel["is_undecided"])
    return not panel["is_waiting"], calm, panel["framework"], panel["benchmark"], panel["place"]


def _ratings(edition: str) -> list[Document]:
    try:
        return list_ratings(edition)
    except EditionNotComputed:
        return []


def _own_rounds(actor: Actor, edition: Edition) -> dict[Subject, int]:
    rows = Assessment.objects.filter(edition=edition, person_key=actor.key, superseded_at=None)
    return {
        (framework, benchmark, place): number
        for framework, benchmark, place, number in rows.values_list(*BY, "round")
    }


def _asked_of(actor: Actor, edition: Edition) -> set[Subject]:
    """Return the ratings that an actor is asked to judge now."""
    rows = Assignment.objects.filter(
        edition=edition,
        person_key=actor.key,
        role=AssignmentRole.ASSESSOR,
        state__in=CURRENT_STATES,
    )
    return {(framework, benchmark, place) for framework, benchmark, place in rows.values_list(*BY)}


def get_agreement(actor: Actor, edition: str) -> Document:
    """Return how far the assessors of an edition agree (``panel_figures.agreement_of``).

    For those who may decide somewhere in the edition; raises ``PermissionRefused``.
    """
    get_edition_row(edition)
    require(actor, "reviews.open_second_round", Scope(edition=edition))
    rows = Assessment.objects.filter(edition__key=edition, superseded_at=None)
    return agreement_of(
        (
            row.person_key or f"{row.assessor}|{row.standpoint}",
            {"colour": row.colour, **{name: getattr(row, name) for name in BY}},
        )
        for row in rows
    )
