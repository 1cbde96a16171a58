"""Giving a person what is held about them, erasing them, and deleting what is past its time.

Part of the door ``services``.
"""

from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from milepost.accounts.errors import ErasureRefused
from milepost.accounts.granting import refuse_last_administrator
from milepost.accounts.held import pack, pseudonym_of, subject_of
from milepost.accounts.models import ErasureRequest, Membership, Role, RoleGrant, User
from milepost.accounts.selectors import get_user_row
from milepost.audit.erasing import Erased, erase_names
from milepost.audit.services import record_event
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import NotFound
from milepost.kernel.holding_rows import Changed, erase
from milepost.kernel.retention import count_over, delete_over


@dataclass(frozen=True, slots=True)
class Erasing:
    """What an erasure did."""

    pseudonym: str
    changes: tuple[Changed, ...]
    events: int

    def as_dict(self) -> dict[str, Any]:
        """Return plain values."""
        changes = [change.as_dict() for change in self.changes]
        return {"pseudonym": self.pseudonym, "events": self.events, "changes": changes}


def export_person(actor: Actor, person: str) -> bytes:
    """Return a ZIP of everything held about a person; that it was taken is recorded.

    Raises ``PermissionRefused`` unless it is one's own or one administers, and ``NotFound``.
    """
    require(actor, "accounts.export_person", person)
    with transaction.atomic():
        content = pack(get_user_row(person))
        record_event(actor, "accounts.data_exported", subject_kind="user", subject_key=person)
    return content


def request_erasure(actor: Actor, person: str, words: str = "") -> None:
    """Ask, for oneself, to be erased; once more changes the words.

    Raises ``PermissionRefused`` and ``NotFound``.
    """
    require(actor, "accounts.request_erasure", person)
    with transaction.atomic():
        user = get_user_row(person, lock=True)
        ErasureRequest.objects.update_or_create(
            user=user, settled_at=None, defaults={"words": words.strip()[:2000]}
        )
        record_event(actor, "accounts.erasure_requested", subject_kind="user", subject_key=person)


def decline_erasure(actor: Actor, person: str, *, reason: str) -> None:
    """Answer an open request without erasing. Raises ``PermissionRefused``, ``NotFound`` and
    ``ErasureRefused`` without a reason.
    """
    require(actor, "accounts.erase_person")
    if not reason.strip():
        raise ErasureRefused(reason=_("a reason is missing."))
    with transaction.atomic():
        user = get_user_row(person, lock=True)
        open_one = ErasureRequest.objects.filter(user=user, settled_at=None)
        if not open_one.update(settled_at=clock.now(), answer=reason.strip()):
            raise NotFound(what=_("request"), key=person)
        record_event(
            actor,
            "accounts.erasure_declined",
            subject_kind="user",
            subject_key=person,
            reason=reason.strip(),
        )


def erase_person(actor: Actor, person: str, *, reason: str) -> Erasing:
    """Replace a person by a pseudonym everywhere and close the account, all or nothing.

    What stays is said by ``held.plan_erasure`` before. Raises ``PermissionRefused``, ``NotFound``,
    ``LastAdministrator``, and ``ErasureRefused`` without a reason or for somebody erased already.
    """
    require(actor, "accounts.erase_person")
    if not reason.strip():
        raise ErasureRefused(reason=_("a reason is missing."))
    with transaction.atomic():
        user = get_user_row(person, lock=True)
        if user.name == pseudonym_of(user):
            raise ErasureRefused(reason=_("this person is erased already."))
        subject, pseudonym = subject_of(user), pseudonym_of(user)
        by = actor if actor.key != person else Actor(actor.kind, actor.key, pseudonym, actor.roles)
        _leave(by, user)
        ErasureRequest.objects.filter(user=user, settled_at=None).update(settled_at=clock.now())
        changes = tuple(erase(subject, pseudonym))
        User.objects.filter(pk=user.pk).update(is_active=False, password=_no_password())
        erased = Erased(
            person, frozenset({subject.address}), subject.names, subject.shared, pseudonym
        )
        events = erase_names(by, erased, reason=reason.strip())
        record_event(
            by,
            "accounts.person_erased",
            subject_kind="user",
            subject_key=person,
            after={"pseudonym": pseudonym, "events": events},
        )
    return Erasing(pseudonym, tuple(one for one in changes if _did(one)), events)


def _did(change: Changed) -> int:
    return change.deleted + change.replaced + change.kept + change.unclear


def _no_password() -> str:
    nobody = User()
    nobody.set_unusable_password()
    return nobody.password


def _leave(actor: Actor, user: User) -> None:
    """End roles, memberships and sessions of somebody who is erased."""
    grants = RoleGrant.objects.filter(user=user, ended_at=None)
    whole = grants.filter(role=Role.ADMINISTRATOR, framework="", edition="", place="")
    if whole.filter(organisation=None).exists():
        refuse_last_administrator(user)
    now = clock.now()
    grants.update(ended_at=now, ended_by=actor.label)
    Membership.objects.filter(user=user, ended_at=None).update(ended_at=now)
    keys = UserSession.objects.filter(user=user).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()


def sweep(actor: Actor, *, dry_run: bool = False) -> dict[str, int]:
    """Delete what is past its time, by the rules of ``kernel.retention``; return counts by rule.

    With ``dry_run`` nothing is deleted. Raises ``PermissionRefused``.
    """
    require(actor, "accounts.sweep")
    if dry_run:
        return count_over()
    with transaction.atomic():
        gone = delete_over()
        if any(gone.values()):
            record_event(
                actor,
                "accounts.swept",
                subject_kind="instance",
                subject_key="",
                after={name: count for name, count in gone.items() if count},
            )
    return gone
