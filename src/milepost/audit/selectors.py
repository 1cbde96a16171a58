"""Reading events."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from milepost.audit.models import AuditEvent


@dataclass(frozen=True, slots=True)
class Event:
    """One recorded write, as plain values."""

    at: datetime
    actor: str
    action: str
    subject_kind: str
    subject_key: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str


def list_events(*, subject_kind: str = "", subject_key: str = "", limit: int = 200) -> list[Event]:
    """Return the newest events first, optionally of one kind of subject or one subject."""
    events = AuditEvent.objects.order_by("-id")
    if subject_kind:
        events = events.filter(subject_kind=subject_kind)
    if subject_key:
        events = events.filter(subject_key=subject_key)
    return [
        Event(
            at=event.at,
            actor=event.actor_label,
            action=event.action,
            subject_kind=event.subject_kind,
            subject_key=event.subject_key,
            before=event.before,
            after=event.after,
            reason=event.reason,
        )
        for event in events[:limit]
    ]
