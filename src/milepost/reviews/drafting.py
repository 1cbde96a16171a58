"""Keeping what somebody has written and not handed in, and refusals. Part of ``services``."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from milepost.audit.services import record_event
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding
from milepost.kernel.scopes import Scope
from milepost.reviews.judging import lock_open, rating_key
from milepost.reviews.models import Draft

Subject = tuple[str, str, str]
"""(framework, benchmark, place)."""
LONGEST = 30_000


def save_draft(actor: Actor, edition: str, subject: Subject, content: Mapping[str, str]) -> None:
    """Keep a draft of the actor's own assessment; only the actor reads it.

    A draft may be kept while the stage of assessing is over, so that nothing is lost before more
    time is given. Raises ``BadInput`` (too long) and ``EditionClosed``.
    """
    framework, benchmark, place = subject
    lies = Scope(edition=edition, framework=framework, place=place)
    require(actor, "reviews.record_assessment", lies)
    if sum(len(value) for value in content.values()) > LONGEST:
        raise BadInput([_too_long()])
    with transaction.atomic():
        row = lock_open(edition)
        Draft.objects.update_or_create(
            edition=row,
            framework=framework,
            benchmark=benchmark,
            place=place,
            person_key=actor.key,
            defaults={"content": dict(content), "saved_at": clock.now()},
        )
        _record(actor, "reviews.draft_saved", edition, subject)


def discard_draft(actor: Actor, edition: str, subject: Subject) -> None:
    """Throw one's own draft away."""
    framework, benchmark, place = subject
    with transaction.atomic():
        gone, _kinds = Draft.objects.filter(
            edition__key=edition,
            framework=framework,
            benchmark=benchmark,
            place=place,
            person_key=actor.key,
        ).delete()
        if gone:
            _record(actor, "reviews.draft_discarded", edition, subject)


def _record(actor: Actor, action: str, edition: str, subject: Subject) -> None:
    """Record that, and not what, was written."""
    record_event(actor, action, subject_kind="rating", subject_key=rating_key(edition, *subject))


def _too_long() -> Finding:
    return Finding(
        code="REVIEWS_DRAFT_TOO_LONG",
        where="reason",
        column="reason",
        what=_("The draft is too long to be kept."),
        why=_("A reason is a few sentences, and readers must get through it."),
        remedy=_("Shorten it, and cite a document for the rest."),
    )


def record_refusal(actor: Actor, permission: str, address: str) -> None:
    """Put on record that somebody tried to write what they may not (a role ended, say)."""
    with transaction.atomic():
        record_event(
            actor,
            "reviews.write_refused",
            subject_kind="address",
            subject_key=address[:200],
            after={"permission": permission},
        )
