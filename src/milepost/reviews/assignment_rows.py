"""Rows of assignments: added with the role they need, ended with it, and recorded."""

from typing import Any

from django.utils.translation import gettext as _

from milepost.accounts.contacts import is_holder
from milepost.accounts.services import end_role, grant_role
from milepost.audit.services import record_event
from milepost.kernel.actors import Actor, system_actor
from milepost.kernel.errors import NotFound
from milepost.kernel.findings import Finding
from milepost.kernel.scopes import Scope
from milepost.reviews.judging import rating_key
from milepost.reviews.models import CURRENT_STATES, Assignment


def assignment_finding(field: str, code: str, what: str, why: str, remedy: str) -> Finding:
    """Return a finding at a field of a form about assignments."""
    return Finding(
        code=f"REVIEWS_{code}", where=field, column=field, what=what, why=why, remedy=remedy
    )


def scope_of(row: Assignment) -> Scope:
    """Return where the rating of an assignment lies."""
    return Scope(framework=row.framework, edition=row.edition.key, place=row.place)


def add_assignment(actor: Actor, row: Assignment) -> None:
    """Keep a new assignment, give the role that it needs, and record it."""
    row.gave_role = _give_role(actor, row)
    row.save(force_insert=True)
    record_answer(actor, "reviews.work_assigned", row, after={"person": row.person_key})


def _give_role(actor: Actor, row: Assignment) -> bool:
    """Give the role unless it is held there; whether this assignment (or one before) gave it."""
    scope = scope_of(row)
    same = Assignment.objects.filter(
        edition=row.edition,
        framework=row.framework,
        place=row.place,
        person_key=row.person_key,
        role=row.role,
        state__in=CURRENT_STATES,
        gave_role=True,
    )
    if same.exists():
        return True
    if is_holder(row.person_key, row.role, scope):
        return False
    giver = system_actor(_("assignment by %(name)s") % {"name": actor.label})
    grant_role(giver, row.person_key, row.role, scope)
    return True


def end_assignment(row: Assignment, state: str, **values: Any) -> None:
    """End an assignment, and its role when no other assignment gave it."""
    Assignment.objects.filter(pk=row.pk).update(state=state, **values)
    if not row.gave_role:
        return
    others = Assignment.objects.filter(
        edition=row.edition,
        framework=row.framework,
        place=row.place,
        person_key=row.person_key,
        role=row.role,
        state__in=CURRENT_STATES,
        gave_role=True,
    )
    if others.exists():
        return
    try:
        end_role(system_actor(_("end of an assignment")), row.person_key, row.role, scope_of(row))
    except NotFound:
        return  # somebody ended it by hand


def record_answer(
    actor: Actor,
    action: str,
    row: Assignment,
    *,
    after: dict[str, Any],
    reason: str = "",
) -> None:
    record_event(
        actor,
        action,
        subject_kind="assignment",
        subject_key=rating_key(row.edition.key, row.framework, row.benchmark, row.place),
        before={"state": str(row.state)},
        after={"assignment": str(row.uuid), "role": str(row.role), **after},
        reason=reason,
        on_behalf=row.organisation,
    )
