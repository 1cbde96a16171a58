"""Giving and ending roles. Part of the door ``services``."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from milepost.accounts.errors import LastAdministrator, PlaceUnknown, RoleUnknown
from milepost.accounts.models import Organisation, Role, RoleGrant, User
from milepost.accounts.selectors import get_organisation_row, get_user_row, is_place
from milepost.audit.services import record_event
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import NotFound
from milepost.kernel.scopes import EVERYWHERE, Scope

LEADING = frozenset({Role.ADMINISTRATOR, Role.EDITOR})
"""Roles that only an administrator gives, so that nobody raises themselves."""


def require_grant(actor: Actor, role: str, scope: Scope) -> None:
    """Raise ``PermissionRefused`` unless the actor may give (or end) this role there."""
    require(
        actor, "accounts.grant_leading_role" if role in LEADING else "accounts.grant_role", scope
    )


def check_grant(role: str, scope: Scope) -> Organisation | None:
    """Return the organisation that a grant is limited to, if any.

    Raises ``RoleUnknown``, ``PlaceUnknown`` and ``NotFound`` (organisation). Frameworks and
    editions are not known in this room; a limit that names none simply reaches nothing.
    """
    if role not in Role.values:
        raise RoleUnknown(role=role)
    if scope.place and not is_place(scope.place):
        raise PlaceUnknown(place=scope.place)
    return get_organisation_row(scope.organisation) if scope.organisation else None


def grant_role(actor: Actor, person: str, role: str, scope: Scope = EVERYWHERE) -> str:
    """Give a person (uuid) a role; return "added", or "unchanged" when it is held already.

    Raises ``PermissionRefused``, ``NotFound``, ``RoleUnknown`` and ``PlaceUnknown``.
    """
    require_grant(actor, role, scope)
    organisation = check_grant(role, scope)
    with transaction.atomic():
        user = get_user_row(person, lock=True)
        if not keep_grant(actor, user, role, scope, organisation):
            return "unchanged"
        record_event(
            actor,
            "accounts.role_granted",
            subject_kind="user",
            subject_key=str(user.uuid),
            after={"role": role, **scope.stated()},
        )
    return "added"


def keep_grant(
    actor: Actor, user: User, role: str, scope: Scope, organisation: Organisation | None
) -> bool:
    """Add a grant inside a transaction; whether it is new."""
    _row, is_new = RoleGrant.objects.get_or_create(
        user=user,
        role=role,
        framework=scope.framework,
        edition=scope.edition,
        place=scope.place,
        organisation=organisation,
        ended_at=None,
        defaults={"granted_by": actor.label},
    )
    return is_new


def end_role(actor: Actor, person: str, role: str, scope: Scope = EVERYWHERE) -> None:
    """End a role; it stops at the person's next request, and the record of it stays.

    Raises ``PermissionRefused``, ``NotFound`` when the person does not hold the role so limited,
    and ``LastAdministrator``.
    """
    require_grant(actor, role, scope)
    with transaction.atomic():
        user = get_user_row(person, lock=True)
        grants = RoleGrant.objects.filter(user=user, role=role, ended_at=None)
        limits: dict[str, Any] = {
            "framework": scope.framework,
            "edition": scope.edition,
            "place": scope.place,
        }
        if scope.organisation:
            limits["organisation__uuid"] = scope.organisation
        else:
            limits["organisation"] = None
        row = grants.filter(**limits).first()
        if row is None:
            raise NotFound(what=_("role"), key=role)
        if role == Role.ADMINISTRATOR and not scope.stated():
            refuse_last_administrator(user)
        RoleGrant.objects.filter(pk=row.pk).update(ended_at=clock.now(), ended_by=actor.label)
        record_event(
            actor,
            "accounts.role_ended",
            subject_kind="user",
            subject_key=str(user.uuid),
            before={"role": role, **scope.stated()},
        )


def refuse_last_administrator(user: User) -> None:
    """Raise ``LastAdministrator`` when no other active person administers the instance."""
    others = RoleGrant.objects.select_for_update().filter(
        role=Role.ADMINISTRATOR,
        framework="",
        edition="",
        place="",
        organisation=None,
        ended_at=None,
        user__is_active=True,
    )
    if not others.exclude(user=user).exists():
        raise LastAdministrator(name=user.name)
