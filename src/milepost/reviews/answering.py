"""Answering to work: accept, decline, delegate, withdraw. Part of the door ``services``."""

from django.db import transaction
from django.utils.translation import gettext as _

from milepost.accounts.contacts import is_colleague, list_contacts, require_active
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput, NotFound, PermissionRefused
from milepost.kernel.scopes import Scope
from milepost.reviews.assignment_rows import (
    add_assignment,
    assignment_finding,
    end_assignment,
    record_answer,
)
from milepost.reviews.digest_mail import send_delegation_notice
from milepost.reviews.errors import AssignmentEnded
from milepost.reviews.judging import lock_open
from milepost.reviews.models import (
    CURRENT_STATES,
    Assignment,
    AssignmentState,
    Conflict,
    EditionState,
)
from milepost.reviews.round_words import STATES


def _lock(key: str) -> Assignment:
    """Return a current assignment of an open edition, held until the transaction ends."""
    rows = Assignment.objects.select_related("edition").select_for_update(of=("self",))
    row = rows.filter(uuid=key).first()
    if row is None:
        raise NotFound(what=_("assignment"), key=key)
    lock_open(row.edition.key)
    if row.state not in CURRENT_STATES:
        raise AssignmentEnded(state=str(STATES[row.state]))
    return row


def _lock_own(actor: Actor, key: str) -> Assignment:
    row = _lock(key)
    if row.person_key != actor.key:
        raise PermissionRefused(actor=actor.label, permission="reviews.answer_assignment")
    return row


def _require_text(field: str, text: str, what: str, why: str, remedy: str) -> str:
    if not text.strip():
        raise BadInput([assignment_finding(field, "TEXT_MISSING", what, why, remedy)])
    return text.strip()


def accept_assignment(actor: Actor, key: str, *, has_conflict: bool, about: str = "") -> None:
    """Accept one's own assignment, and say whether there is a conflict of interest.

    A declared conflict needs its text, which reviewers read beside the assessment. Accepting
    again changes the declaration. Raises ``BadInput``, ``NotFound`` and ``AssignmentEnded``.
    """
    if has_conflict:
        about = _require_text(
            "about",
            about,
            _("The conflict of interest is not described."),
            _("Reviewers must be able to weigh the judgement."),
            _("Write in one or two sentences what ties you to the subject."),
        )
    conflict = Conflict.DECLARED if has_conflict else Conflict.NONE
    with transaction.atomic():
        row = _lock_own(actor, key)
        Assignment.objects.filter(pk=row.pk).update(
            state=AssignmentState.ACCEPTED,
            conflict=conflict,
            conflict_text=about if has_conflict else "",
            answered_at=clock.now(),
        )
        record_answer(actor, "reviews.assignment_accepted", row, after={"conflict": conflict.value})


def accept_all(actor: Actor) -> int:
    """Accept everything that waits for one's answer, without a conflict of interest in any of it.

    Returns how many were accepted. Raises ``EditionClosed``.
    """
    offered = Assignment.objects.filter(
        person_key=actor.key,
        state=AssignmentState.OFFERED,
        edition__state=EditionState.OPEN,
    )
    keys = [str(uuid) for uuid in offered.values_list("uuid", flat=True)]
    with transaction.atomic():
        for key in keys:
            accept_assignment(actor, key, has_conflict=False)
    return len(keys)


def decline_assignment(actor: Actor, key: str, *, reason: str) -> None:
    """Decline one's own assignment with a reason; its editor sees it on the board."""
    reason = _reason(reason)
    with transaction.atomic():
        row = _lock_own(actor, key)
        end_assignment(row, AssignmentState.DECLINED, answer_reason=reason, answered_at=clock.now())
        record_answer(actor, "reviews.assignment_declined", row, after={}, reason=reason)


def _reason(reason: str) -> str:
    return _require_text(
        "reason",
        reason,
        _("There is no reason."),
        _("Somebody has to find another way to have it done."),
        _("Write in one sentence why."),
    )


def delegate_assignment(actor: Actor, key: str, *, person: str, reason: str) -> str:
    """Hand one's own assignment to a colleague of the same organisation; return the new uuid.

    The colleague accepts or declines it as any other. Raises ``PermissionRefused`` for somebody
    of another organisation.
    """
    reason = _reason(reason)
    with transaction.atomic():
        row = _lock_own(actor, key)
        name = require_active(person)
        if person == actor.key or not is_colleague(actor, person, row.organisation):
            raise PermissionRefused(actor=actor.label, permission="reviews.delegate_assignment")
        end_assignment(
            row, AssignmentState.DELEGATED, answer_reason=reason, answered_at=clock.now()
        )
        has_it = Assignment.objects.filter(
            edition=row.edition,
            framework=row.framework,
            benchmark=row.benchmark,
            place=row.place,
            role=row.role,
            person_key=person,
            state__in=CURRENT_STATES,
        ).first()
        made = has_it or Assignment(
            edition=row.edition,
            framework=row.framework,
            benchmark=row.benchmark,
            place=row.place,
            person_key=person,
            organisation=row.organisation,
            role=row.role,
            due_on=row.due_on,
            delegated_from=row,
            assigned_by=actor.label,
            assigned_by_key=row.assigned_by_key,
        )
        if not has_it:
            add_assignment(actor, made)
        record_answer(
            actor, "reviews.assignment_delegated", row, after={"person": person}, reason=reason
        )
        _tell_editor(actor, row, to=name, why=reason)
    return str(made.uuid)


def _tell_editor(actor: Actor, row: Assignment, *, to: str, why: str) -> None:
    """Write to the editor who gave the work, when it was a person."""
    for contact in list_contacts([row.assigned_by_key]).values():
        send_delegation_notice(
            contact,
            {
                "edition": row.edition.key,
                "benchmark": row.benchmark,
                "by": actor.label,
                "to": to,
                "why": why,
            },
        )


def withdraw_assignment(actor: Actor, key: str, *, reason: str) -> None:
    """Take an assignment back, as its editor; what was handed in stays."""
    reason = _reason(reason)
    with transaction.atomic():
        row = _lock(key)
        require(actor, "reviews.assign_work", Scope(edition=row.edition.key))
        end_assignment(
            row, AssignmentState.WITHDRAWN, answer_reason=reason, answered_at=clock.now()
        )
        record_answer(actor, "reviews.assignment_withdrawn", row, after={}, reason=reason)
