"""Invitations: a token by mail, used once, before its day. Part of the door ``services``."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from milepost.accounts.addresses import keep_address
from milepost.accounts.errors import AccountExists, AccountInvalid, InvitationUnusable
from milepost.accounts.granting import check_grant, keep_grant, require_grant
from milepost.accounts.models import Invitation, Membership, Standing, User
from milepost.accounts.selectors import fingerprint, get_organisation_row
from milepost.audit.services import record_event
from milepost.kernel import clock
from milepost.kernel.actors import Actor, ActorKind, require
from milepost.kernel.errors import NotFound
from milepost.kernel.scopes import EVERYWHERE, Scope

VALID_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Who is invited to what: address, and the roles that acceptance gives, each with its scope."""

    email: str
    name: str = ""
    language: str = ""
    organisation: str = ""
    standing: str = Standing.MEMBER
    grants: Sequence[tuple[str, Scope]] = ()


@dataclass(frozen=True, slots=True)
class Issued:
    """An invitation that was made; ``token`` is shown once and kept nowhere."""

    uuid: str
    token: str


def invite_person(actor: Actor, invited: Invited) -> Issued:
    """Make an invitation. An older open one to the same address is withdrawn.

    Raises ``PermissionRefused`` (also for a role that the actor may not give), ``AccountInvalid``
    for a bad address, ``AccountExists``, ``RoleUnknown``, ``PlaceUnknown`` and ``NotFound``.
    """
    require(actor, "accounts.invite_person", Scope(organisation=invited.organisation))
    for role, scope in invited.grants:
        require_grant(actor, role, scope)
        check_grant(role, scope)
    email = invited.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise AccountInvalid(reason=" ".join(error.messages)) from error
    if invited.standing not in Standing.values:
        raise AccountInvalid(reason=_("the standing is not one of the list."))
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        if User.objects.filter(email=email).exists():
            raise AccountExists(email=email)
        organisation = get_organisation_row(invited.organisation) if invited.organisation else None
        open_ones = Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None)
        open_ones.update(withdrawn_at=clock.now())
        row = Invitation.objects.create(
            email=email,
            name=invited.name.strip()[:200],
            language=invited.language,
            organisation=organisation,
            standing=invited.standing,
            grants=[{"role": role, **scope.stated()} for role, scope in invited.grants],
            token_hash=fingerprint(token),
            invited_by=actor.label,
            invited_by_key=actor.key,
            expires_at=clock.now() + timedelta(days=VALID_DAYS),
        )
        record_event(
            actor,
            "accounts.person_invited",
            subject_kind="invitation",
            subject_key=str(row.uuid),
            after={"grants": row.grants, "organisation": invited.organisation},
        )
    return Issued(str(row.uuid), token)


def accept_invitation(token: str, *, name: str, password: str, language: str = "") -> str:
    """Create the invited person with the roles promised and return the uuid.

    Raises ``InvitationUnusable`` (unknown, used, withdrawn, expired: the refusal is recorded),
    ``AccountInvalid`` for a weak password or no name, and ``AccountExists``.
    """
    try:
        validate_password(password)
    except ValidationError as error:
        raise AccountInvalid(reason=" ".join(error.messages)) from error
    if not name.strip():
        raise AccountInvalid(reason=_("a name is missing."))
    row = Invitation.objects.filter(token_hash=fingerprint(token)).first()
    refusal = why_unusable(row)
    if row is None or refusal:
        _record_refusal(row, refusal)
        raise InvitationUnusable(reason=refusal)
    with transaction.atomic():
        row = Invitation.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if refusal := why_unusable(row):
            raise InvitationUnusable(reason=refusal)
        if User.objects.filter(email=row.email).exists():
            raise AccountExists(email=row.email)
        user = User.objects.create_user(row.email, name.strip()[:200], password)
        User.objects.filter(pk=user.pk).update(language=language or row.language)
        keep_address(user)
        person = Actor(ActorKind.PERSON, str(user.uuid), user.name)
        _fulfil(row, user)
        Invitation.objects.filter(pk=row.pk).update(accepted_at=clock.now(), accepted_by=user)
        record_event(
            person,
            "accounts.invitation_accepted",
            subject_kind="invitation",
            subject_key=str(row.uuid),
            after={"person": str(user.uuid), "grants": row.grants},
        )
    return str(user.uuid)


def why_unusable(row: Invitation | None) -> str:
    """Return why an invitation cannot be used, or ""."""
    if row is None:
        return _("it is not known.")
    if row.accepted_at:
        return _("it was used already.")
    if row.withdrawn_at:
        return _("it was withdrawn.")
    return _("it has expired.") if row.expires_at <= clock.now() else ""


def _fulfil(row: Invitation, user: User) -> None:
    """Give what was promised, in the name of the one who invited."""
    host = Actor(ActorKind.PERSON, row.invited_by_key, row.invited_by)
    if row.organisation:
        Membership.objects.create(user=user, organisation=row.organisation, standing=row.standing)
    for item in row.grants:
        scope = scope_of(item)
        organisation = get_organisation_row(scope.organisation) if scope.organisation else None
        keep_grant(host, user, item["role"], scope, organisation)


def scope_of(item: Mapping[str, Any]) -> Scope:
    """Return the scope of a grant as an invitation keeps it."""
    names = ("framework", "edition", "place", "organisation")
    found = Scope(**{name: str(item[name]) for name in names if item.get(name)})
    return found if found.stated() else EVERYWHERE


def _record_refusal(row: Invitation | None, reason: str) -> None:
    stranger = Actor(ActorKind.ANONYMOUS, "anonymous", "anonymous")
    with transaction.atomic():
        record_event(
            stranger,
            "accounts.invitation_refused",
            subject_kind="invitation",
            subject_key=str(row.uuid) if row else "",
            reason=reason,
        )


def withdraw_invitation(actor: Actor, invitation: str) -> None:
    """Withdraw an open invitation; raises ``NotFound`` when there is no open one."""
    row = Invitation.objects.filter(uuid=invitation, accepted_at=None, withdrawn_at=None).first()
    organisation = str(row.organisation.uuid) if row and row.organisation else ""
    require(actor, "accounts.invite_person", Scope(organisation=organisation))
    if row is None:
        raise NotFound(what=_("invitation"), key=invitation)
    with transaction.atomic():
        Invitation.objects.filter(pk=row.pk).update(withdrawn_at=clock.now())
        record_event(
            actor,
            "accounts.invitation_withdrawn",
            subject_kind="invitation",
            subject_key=invitation,
        )
