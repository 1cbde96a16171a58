"""Changing people, organisations, roles and invitations: the door of this room."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from milepost.accounts.addresses import keep_address
from milepost.accounts.errors import AccountExists, AccountInvalid
from milepost.accounts.granting import end_role, grant_role, refuse_last_administrator
from milepost.accounts.inviting import (
    Invited,
    Issued,
    accept_invitation,
    invite_person,
    withdraw_invitation,
)
from milepost.accounts.models import Membership, Role, RoleGrant, User
from milepost.accounts.organising import (
    add_member,
    change_organisation,
    create_organisation,
    end_membership,
    merge_organisations,
)
from milepost.accounts.selectors import get_user_row
from milepost.audit.services import record_event
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require

__all__ = [
    "Invited",
    "Issued",
    "accept_invitation",
    "add_member",
    "change_organisation",
    "close_account",
    "create_organisation",
    "create_user",
    "end_membership",
    "end_role",
    "grant_role",
    "invite_person",
    "merge_organisations",
    "withdraw_invitation",
]


def create_user(
    actor: Actor, email: str, *, name: str, password: str, roles: frozenset[str]
) -> str:
    """Create a person with roles and return the uuid.

    Raises ``AccountInvalid`` for a bad address, weak password or unknown role, and
    ``AccountExists`` when the address is taken.
    """
    require(actor, "accounts.create_user")
    unknown = roles - set(Role.values)
    if unknown:
        raise AccountInvalid(reason=f"unknown role {sorted(unknown)[0]}")
    try:
        validate_email(email)
        validate_password(password)
    except ValidationError as error:
        raise AccountInvalid(reason=" ".join(error.messages)) from error
    with transaction.atomic():
        if User.objects.filter(email=email.strip().lower()).exists():
            raise AccountExists(email=email)
        user = User.objects.create_user(email, name, password)
        keep_address(user)
        RoleGrant.objects.bulk_create(
            RoleGrant(user=user, role=role, granted_by=actor.label) for role in sorted(roles)
        )
        record_event(
            actor,
            "accounts.user_created",
            subject_kind="user",
            subject_key=str(user.uuid),
            after={"roles": sorted(roles)},
        )
    return str(user.uuid)


def close_account(actor: Actor, person: str, *, reason: str) -> None:
    """Let a person no longer sign in; roles and memberships end, what they wrote stays.

    Raises ``PermissionRefused``, ``NotFound`` and ``LastAdministrator``.
    """
    require(actor, "accounts.close_account")
    with transaction.atomic():
        user = get_user_row(person, lock=True)
        whole = RoleGrant.objects.filter(user=user, role=Role.ADMINISTRATOR, ended_at=None)
        if whole.filter(framework="", edition="", place="", organisation=None).exists():
            refuse_last_administrator(user)
        now = clock.now()
        User.objects.filter(pk=user.pk).update(is_active=False)
        RoleGrant.objects.filter(user=user, ended_at=None).update(
            ended_at=now, ended_by=actor.label
        )
        Membership.objects.filter(user=user, ended_at=None).update(ended_at=now)
        record_event(
            actor,
            "accounts.account_closed",
            subject_kind="user",
            subject_key=person,
            reason=reason.strip(),
        )
