"""Moving, taking back and answering work in bulk. Part of the door ``services``."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from milepost.accounts.contacts import list_askable
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput, NotFound
from milepost.kernel.findings import Finding
from milepost.kernel.scopes import Scope
from milepost.reviews.answering import (
    accept_assignment,
    decline_assignment,
    delegate_assignment,
)
from milepost.reviews.assignment_rows import (
    add_assignment,
    assignment_finding,
    end_assignment,
    record_answer,
)
from milepost.reviews.conflicts import conflict_findings
from milepost.reviews.judging import lock_open
from milepost.reviews.models import CURRENT_STATES, Assignment, AssignmentState
from milepost.reviews.progress import list_work

ACCEPT, DECLARE, DECLINE, DELEGATE = "accept", "declare", "decline", "delegate"


@dataclass(frozen=True, slots=True)
class BulkAnswer:
    """One answer to several assignments: one of the four words above, with its text.

    ``colleague`` (uuid) is who takes the work that is handed on.
    """

    answer: str
    about: str = ""
    colleague: str = ""


def answer_work(actor: Actor, keys: Sequence[str], answer: BulkAnswer) -> int:
    """Give the same answer to several of one's own assignments, all or none; return how many.

    Raises as answering one does (``PermissionRefused`` for another's, ``AssignmentEnded``,
    ``BadInput``), and ``BadInput`` when none is chosen.
    """
    if not keys:
        raise BadInput([_none_chosen()])
    with transaction.atomic():
        for key in keys:
            if answer.answer in {ACCEPT, DECLARE}:
                declared = answer.answer == DECLARE
                accept_assignment(actor, key, has_conflict=declared, about=answer.about)
            elif answer.answer == DECLINE:
                decline_assignment(actor, key, reason=answer.about)
            else:
                delegate_assignment(actor, key, person=answer.colleague, reason=answer.about)
    return len(keys)


def _none_chosen() -> Finding:
    return assignment_finding(
        "rows",
        "ASSIGNMENT_EMPTY",
        _("Nothing was chosen."),
        _("It must be plain which work is meant."),
        _("Choose at least one row of the table."),
    )


def move_work(
    actor: Actor, edition: str, keys: Sequence[str], *, person: str, reason: str
) -> dict[str, int]:
    """Give assignments (uuids) to another person, all or none; return moved and unchanged.

    What is done, and what the person has already, stays where it is. The assignment before ends
    as handed on, and the new one is answered like any other. Who has declared a conflict of
    interest in one of the ratings is not given it: ``BadInput`` names each.

    Raises ``PermissionRefused``, ``NotFound``, ``EditionClosed`` and ``BadInput``.
    """
    require(actor, "reviews.assign_work", Scope(edition=edition))
    people = {item["uuid"]: item for item in list_askable()}
    with transaction.atomic():
        rows = _chosen(edition, keys, reason)
        if person not in people:
            raise BadInput([_nobody(person)])
        done = {item["id"] for item in list_work(edition) if item["progress"] == "done"}
        own = Assignment.objects.filter(
            edition__key=edition, person_key=person, state__in=CURRENT_STATES
        )
        held = set(own.values_list("framework", "benchmark", "place", "role"))
        moving = {
            (row.framework, row.benchmark, row.place, row.role): row
            for row in rows
            if str(row.uuid) not in done
        }
        moving = {subject: row for subject, row in moving.items() if subject not in held}
        findings = conflict_findings(
            edition,
            [person],
            [(row.framework, row.benchmark, row.place) for row in moving.values()],
        )
        if findings:
            raise BadInput(findings)
        organisations = people[person]["organisations"]
        for row in moving.values():
            _hand_on(actor, row, person, organisations[0]["uuid"] if organisations else "", reason)
    return {"moved": len(moving), "unchanged": len(rows) - len(moving)}


def _hand_on(actor: Actor, row: Assignment, person: str, organisation: str, reason: str) -> None:
    end_assignment(
        row, AssignmentState.DELEGATED, answer_reason=reason.strip(), answered_at=clock.now()
    )
    made = Assignment(
        edition=row.edition,
        framework=row.framework,
        benchmark=row.benchmark,
        place=row.place,
        person_key=person,
        organisation=organisation,
        role=row.role,
        due_on=row.due_on if row.due_on and row.due_on >= clock.today() else None,
        delegated_from=row,
        assigned_by=actor.label,
        assigned_by_key=actor.key,
    )
    add_assignment(actor, made)
    record_answer(actor, "reviews.work_moved", row, after={"person": person}, reason=reason.strip())


def take_back_work(actor: Actor, edition: str, keys: Sequence[str], *, reason: str) -> int:
    """Withdraw assignments (uuids), all or none; what was handed in stays. Returns how many.

    Raises ``PermissionRefused``, ``NotFound``, ``EditionClosed`` and ``BadInput``.
    """
    require(actor, "reviews.assign_work", Scope(edition=edition))
    with transaction.atomic():
        rows = _chosen(edition, keys, reason)
        for row in rows:
            end_assignment(
                row,
                AssignmentState.WITHDRAWN,
                answer_reason=reason.strip(),
                answered_at=clock.now(),
            )
            record_answer(
                actor, "reviews.assignment_withdrawn", row, after={}, reason=reason.strip()
            )
    return len(rows)


def _chosen(edition: str, keys: Sequence[str], reason: str) -> list[Assignment]:
    """Return the current assignments that are meant, held until the transaction ends."""
    findings = [] if keys else [_none_chosen()]
    if not reason.strip():
        findings.append(
            assignment_finding(
                "reason",
                "TEXT_MISSING",
                _("There is no reason."),
                _("Whoever loses the work must be able to see why."),
                _("Write in one sentence why."),
            )
        )
    if findings:
        raise BadInput(findings)
    lock_open(edition)
    rows = Assignment.objects.select_related("edition").select_for_update(of=("self",))
    found = list(rows.filter(edition__key=edition, uuid__in=keys, state__in=CURRENT_STATES))
    missing = set(keys) - {str(row.uuid) for row in found}
    if missing:
        raise NotFound(what=_("assignment"), key=min(missing))
    return found


def _nobody(person: str) -> Finding:
    return assignment_finding(
        "person",
        "ASSIGNMENT_UNKNOWN",
        _("There is no “%(value)s” to choose here.") % {"value": person},
        _("Work is given to people who can sign in, for ratings of this edition."),
        _("Choose from the list."),
    )
