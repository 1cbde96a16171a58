"""Tokens: what lets a program act as a person, never with more rights. Part of ``services``.

Only the fingerprint of a token is kept; the token itself is shown once. A token says what it is
for, and its holder acts with the person's permissions for that alone.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from milepost.accounts.errors import TokenInvalid
from milepost.accounts.models import Token
from milepost.accounts.selectors import actor_of, fingerprint, get_user_row
from milepost.audit.services import record_event
from milepost.kernel import clock
from milepost.kernel.actors import Actor, may, require
from milepost.kernel.errors import NotFound

IMPORT_DATA: Final = "import-data"
ASSESS: Final = "hand-in-assessments"
SCOPES: Final[Mapping[str, frozenset[str]]] = {
    IMPORT_DATA: frozenset({"indicators.import_data", "indicators.view_imports"}),
    ASSESS: frozenset(
        {"reviews.record_assessment", "evidence.view_sources", "evidence.cite_source"}
    ),
}
"""What a token may be for -> the permissions that it leaves to its person."""
LONGEST_DAYS: Final = 365
MOST_TOKENS: Final = 20
PREFIX: Final = "mp_"
"""How a token begins, so that one which was put somewhere by mistake is found."""
NOTED_EVERY: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token that was made; ``secret`` is shown once and kept nowhere."""

    uuid: str
    secret: str


def create_token(
    actor: Actor, person: str, name: str, scopes: Sequence[str], days: int
) -> IssuedToken:
    """Make a token with which a program acts as a person for ``days`` days.

    Only for oneself; the operator at the command line for anybody. Raises ``PermissionRefused``,
    ``NotFound`` and ``TokenInvalid``.
    """
    require(actor, "accounts.make_token", person)
    title = name.strip()[:100]
    if not title:
        raise TokenInvalid(reason=_("a name is missing."))
    if not scopes or not set(scopes) <= set(SCOPES):
        raise TokenInvalid(reason=_("what it is for is missing or unknown."))
    if not 1 <= days <= LONGEST_DAYS:
        raise TokenInvalid(
            reason=_("it must hold for 1 to %(days)s days.") % {"days": LONGEST_DAYS}
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        user = get_user_row(person, lock=True)
        held = Token.objects.filter(user=user, revoked_at=None, expires_at__gt=clock.now())
        if held.count() >= MOST_TOKENS:
            raise TokenInvalid(reason=_("there are too many; revoke one that is not used."))
        row = Token.objects.create(
            user=user,
            name=title,
            secret_hash=fingerprint(secret),
            scopes=sorted(set(scopes)),
            expires_at=clock.now() + timedelta(days=days),
        )
        record_event(
            actor,
            "accounts.token_created",
            subject_kind="token",
            subject_key=str(row.uuid),
            after={"person": person, "scopes": row.scopes, "days": days},
        )
    return IssuedToken(str(row.uuid), secret)


def revoke_token(actor: Actor, person: str, token: str) -> None:
    """End a token at once. Raises ``PermissionRefused``, and ``NotFound`` when it is not held."""
    require(actor, "accounts.revoke_token", person)
    with transaction.atomic():
        rows = Token.objects.filter(user=get_user_row(person), revoked_at=None)
        if not _is_uuid(token) or not rows.filter(uuid=token).update(revoked_at=clock.now()):
            raise NotFound(what=_("token"), key=token)
        record_event(
            actor,
            "accounts.token_revoked",
            subject_kind="token",
            subject_key=token,
            after={"person": person},
        )


def act_by_token(secret: str) -> Actor | None:
    """Return the person of a token with what the token leaves of their rights, or None.

    None also for a token that was revoked or has expired, and for a closed account. Rights are
    read at every use, so that a role that was ended stops at once.
    """
    row = Token.objects.select_related("user").filter(secret_hash=fingerprint(secret)).first()
    now = clock.now()
    if row is None or row.revoked_at or row.expires_at <= now or not row.user.is_active:
        return None
    if row.last_used_at is None or now - row.last_used_at >= NOTED_EVERY:
        Token.objects.filter(pk=row.pk).update(last_used_at=now)
    left = frozenset().union(*(SCOPES.get(scope, frozenset()) for scope in row.scopes))
    return replace(actor_of(row.user), only=left, token=str(row.uuid))


def describe_token(actor: Actor) -> dict[str, object]:
    """Return what the token by which an actor acts may do, and until when.

    Keys: uuid, name, person, scopes, permissions, created_at, expires_at, last_used_at.
    ``permissions`` are those that both the token and the roles of the person give today,
    somewhere in the instance. Raises ``NotFound`` for an actor without a token.
    """
    row = Token.objects.filter(uuid=actor.token).first() if actor.token else None
    if row is None:
        raise NotFound(what=_("token"), key=actor.token)
    places = [None, *(held.scope for held in actor.held)]
    given = [name for name in actor.only or () if any(may(actor, name, at) for at in places)]
    return {
        "uuid": str(row.uuid),
        "name": row.name,
        "person": actor.label,
        "scopes": list(row.scopes),
        "permissions": sorted(given),
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "last_used_at": row.last_used_at,
    }


def list_tokens(actor: Actor, person: str) -> list[dict[str, object]]:
    """Return a person's tokens, the newest first. Raises ``PermissionRefused``, ``NotFound``.

    Keys: uuid, name, scopes, created_at, expires_at, last_used_at, state (in force, expired,
    revoked).
    """
    require(actor, "accounts.view_tokens", person)
    now = clock.now()
    return [
        {
            "uuid": str(row.uuid),
            "name": row.name,
            "scopes": list(row.scopes),
            "created_at": row.created_at,
            "expires_at": row.expires_at,
            "last_used_at": row.last_used_at,
            "state": "revoked"
            if row.revoked_at
            else ("expired" if row.expires_at <= now else "in force"),
        }
        for row in Token.objects.filter(user=get_user_row(person))
    ]


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
