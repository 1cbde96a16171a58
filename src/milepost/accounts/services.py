"""Changing people, organisations, roles and invitations: the door of this room."""

from django.db import transaction

from milepost.accounts.creating import create_user
from milepost.accounts.erasure import (
    decline_erasure,
    erase_person,
    export_person,
    request_erasure,
    sweep,
)
from milepost.accounts.founding import found_instance, make_setup_code, name_instance
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
    agree_to_be_named,
    change_organisation,
    create_organisation,
    end_membership,
    merge_organisations,
)
from milepost.accounts.selectors import get_user_row
from milepost.accounts.tokens import (
    IssuedToken,
    act_by_token,
    create_token,
    describe_token,
    revoke_token,
)
from milepost.audit.services import record_event
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require

__all__ = [
    "Invited",
    "Issued",
    "IssuedToken",
    "accept_invitation",
    "act_by_token",
    "add_member",
    "agree_to_be_named",
    "change_organisation",
    "close_account",
    "create_organisation",
    "create_token",
    "create_user",
    "decline_erasure",
    "describe_token",
    "end_membership",
    "end_role",
    "erase_person",
    "export_person",
    "found_instance",
    "grant_role",
    "invite_person",
    "make_setup_code",
    "merge_organisations",
    "name_instance",
    "request_erasure",
    "revoke_token",
    "sweep",
    "withdraw_invitation",
]


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
