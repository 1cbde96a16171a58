"""Reminders: one digest a person with everything that is due or late. Part of ``services``.

A digest gathers the work of all open editions, so that a person never gets two on one day.
Without a choice of their own people are reminded once a week at most.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from milepost.accounts.contacts import list_contacts
from milepost.audit.services import record_event
from milepost.kernel import clock
from milepost.kernel.actors import Actor, ActorKind, require
from milepost.kernel.errors import BadInput, PermissionRefused
from milepost.kernel.findings import Finding
from milepost.kernel.scopes import Scope
from milepost.reviews.digest_mail import read_stop_token, send_digest
from milepost.reviews.judging import lock_open
from milepost.reviews.models import Digest, DigestChoice, Rhythm
from milepost.reviews.progress import list_own_work, list_work

HORIZON = timedelta(days=14)
"""Work that is due later than this is not spoken of yet, unless it waits for an answer."""
PAUSES = {Rhythm.WEEKLY: timedelta(days=7), Rhythm.DAILY: timedelta(days=1)}


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a run of reminders did, by name of the person.

    ``sent``: a digest is in the outbox (or would be); ``recent``: they had one not long ago;
    ``stopped``: they want none; ``unreachable``: their account is closed.
    """

    sent: list[str] = field(default_factory=list)
    recent: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    unreachable: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, list[str]]:
        """Return plain values."""
        return {
            "sent": self.sent,
            "recent": self.recent,
            "stopped": self.stopped,
            "unreachable": self.unreachable,
        }


def remind_people(actor: Actor, edition: str, *, is_trial: bool = False) -> Reminded:
    """Send a digest to everybody who owes something in an edition; a trial sends none.

    Raises ``PermissionRefused``, ``NotFound`` and ``EditionClosed``.
    """
    require(actor, "reviews.send_reminders", Scope(edition=edition))
    with transaction.atomic():
        lock_open(edition)
    report = Reminded()
    people = {item["person"]: item["person_name"] for item in list_work(edition) if _is_due(item)}
    contacts = list_contacts(people)
    for person, name in people.items():
        if person not in contacts:
            report.unreachable.append(name)
            continue
        pause = _pause_of(person)
        if pause is None:
            report.stopped.append(name)
        elif not _is_time(person, pause):
            report.recent.append(name)
        elif is_trial or _send(actor, person, contacts[person]):
            report.sent.append(name)
        else:
            report.recent.append(name)
    return report


def _is_due(item: dict[str, Any]) -> bool:
    if item["progress"] == "done":
        return False
    if item["progress"] == "late" or item["state"] == "offered" or item["due_on"] is None:
        return True
    return bool(item["due_on"] <= clock.today() + HORIZON)


def find_rhythm(person: str) -> str:
    """Return how often a person wants digests: weekly, daily or never."""
    row = DigestChoice.objects.filter(person_key=person).first()
    return row.rhythm if row else Rhythm.WEEKLY


def _pause_of(person: str) -> timedelta | None:
    return PAUSES.get(Rhythm(find_rhythm(person)))


def _is_time(person: str, pause: timedelta) -> bool:
    last = Digest.objects.filter(person_key=person).order_by("-sent_on").first()
    return last is None or clock.today() - last.sent_on >= pause


def _send(actor: Actor, person: str, contact: dict[str, str]) -> bool:
    """Put a digest into the outbox unless somebody else did so today; whether it was."""
    items = [item for item in list_own_work(person) if _is_due(item)]
    try:
        with transaction.atomic():
            Digest.objects.create(
                person_key=person,
                sent_on=clock.today(),
                items=len(items),
                asked_by=actor.label,
            )
            send_digest(contact, person, items)
            record_event(
                actor,
                "reviews.digest_sent",
                subject_kind="user",
                subject_key=person,
                after={"items": len(items)},
            )
    except IntegrityError:
        return False
    return True


def choose_rhythm(actor: Actor, rhythm: str) -> None:
    """Say how often one wants to be reminded. Raises ``BadInput`` and ``PermissionRefused``."""
    if actor.kind is not ActorKind.PERSON:
        raise PermissionRefused(actor=actor.label, permission="reviews.choose_rhythm")
    if rhythm not in Rhythm.values:
        raise BadInput(
            [
                Finding(
                    code="REVIEWS_RHYTHM_UNKNOWN",
                    where="rhythm",
                    column="rhythm",
                    what=_("There is no such rhythm."),
                    why=_("Reminders come every week, every day or never."),
                    remedy=_("Choose from the list."),
                )
            ]
        )
    _keep_choice(actor, actor.key, rhythm)


def stop_digests(token: str) -> bool:
    """Stop the digests of the person that a token of a digest names; whether it was one of ours.

    Whoever holds the message may stop it: nothing else can be done with the token.
    """
    person = read_stop_token(token)
    if person is None:
        return False
    holder = Actor(ActorKind.ANONYMOUS, person, "link in a digest")
    _keep_choice(holder, person, Rhythm.NEVER)
    return True


def _keep_choice(actor: Actor, person: str, rhythm: str) -> None:
    if find_rhythm(person) == rhythm:
        return
    with transaction.atomic():
        before = find_rhythm(person)
        DigestChoice.objects.update_or_create(
            person_key=person, defaults={"rhythm": rhythm, "changed_at": clock.now()}
        )
        record_event(
            actor,
            "reviews.digest_rhythm_chosen",
            subject_kind="user",
            subject_key=person,
            before={"rhythm": str(before)},
            after={"rhythm": str(rhythm)},
        )
