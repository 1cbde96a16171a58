"""Reading events, and checking that none was changed."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from milepost.audit.chain import FIELDS, FIRST, Break, find_breaks
from milepost.audit.models import AuditEvent, ChainHead
from milepost.kernel.actors import Actor, require

PAGE = 2000


@dataclass(frozen=True, slots=True)
class Event:
    """One recorded write, as plain values."""

    uuid: str
    at: datetime
    actor: str
    actor_key: str
    on_behalf: str
    action: str
    subject_kind: str
    subject_key: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str
    hash: str

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON and CSV."""
        return asdict(self) | {"at": self.at.isoformat()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which events are looked for; what is empty does not limit.

    ``text`` is looked for in action, subject, actor and reason.
    """

    text: str = ""
    action: str = ""
    actor_key: str = ""
    subject_kind: str = ""
    subject_key: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a check of the chain found."""

    events: int
    head: str
    breaks: tuple[Break, ...]

    @property
    def holds(self) -> bool:
        """Whether every event is as it was recorded and none is missing."""
        return not self.breaks


def list_events(
    *, subject_kind: str = "", subject_key: str = "", action: str = "", limit: int = 200
) -> list[Event]:
    """Return the newest events first, optionally of one kind, one subject or one action."""
    wanted = Wanted(subject_kind=subject_kind, subject_key=subject_key, action=action)
    return [_event(row) for row in _rows(wanted).order_by("-id")[:limit]]


def search_events(
    actor: Actor, wanted: Wanted, *, limit: int = 100, skip: int = 0
) -> tuple[list[Event], int]:
    """Return a page of the events that are looked for, the newest first, and how many there are.

    Raises ``PermissionRefused``.
    """
    require(actor, "audit.view_events")
    rows = _rows(wanted)
    return [_event(row) for row in rows.order_by("-id")[skip : skip + limit]], rows.count()


def stream_events(actor: Actor, wanted: Wanted) -> Iterator[Event]:
    """Yield all events that are looked for, the oldest first. Raises ``PermissionRefused``."""
    require(actor, "audit.view_events")
    return (_event(row) for row in _rows(wanted).order_by("id").iterator(chunk_size=PAGE))


def list_actions() -> list[str]:
    """Return the actions that were ever recorded, sorted."""
    return sorted(AuditEvent.objects.order_by().values_list("action", flat=True).distinct())


def _rows(wanted: Wanted) -> QuerySet[AuditEvent]:
    rows = AuditEvent.objects.all()
    exact = {
        "action": wanted.action,
        "actor_key": wanted.actor_key,
        "subject_kind": wanted.subject_kind,
        "subject_key": wanted.subject_key,
        "at__gte": wanted.since,
        "at__lt": wanted.until,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    for word in wanted.text.split():
        rows = rows.filter(
            Q(action__icontains=word)
            | Q(subject_kind__icontains=word)
            | Q(subject_key__icontains=word)
            | Q(actor_label__icontains=word)
            | Q(reason__icontains=word)
        )
    return rows


def _event(row: AuditEvent) -> Event:
    return Event(
        uuid=str(row.uuid),
        at=row.at,
        actor=row.actor_label,
        actor_key=row.actor_key,
        on_behalf=row.on_behalf,
        action=row.action,
        subject_kind=row.subject_kind,
        subject_key=row.subject_key,
        before=row.before,
        after=row.after,
        reason=row.reason,
        hash=row.hash,
    )


def check_chain() -> ChainReport:
    """Recompute every hash, from the first event to the head; reads in pages."""
    head = ChainHead.objects.first()
    end, count = (head.hash, head.count) if head else (FIRST, 0)
    rows = AuditEvent.objects.order_by("id").values(
        *FIELDS, "previous_hash", "hash", "salts", "sealed"
    )
    found: Iterator[Mapping[str, Any]] = rows.iterator(chunk_size=PAGE)
    return ChainReport(count, end, tuple(find_breaks(found, head=end, count=count)))


def list_names_of(actor_key: str) -> frozenset[str]:
    """Return every name under which somebody acted, for finding what is held about them."""
    names = AuditEvent.objects.filter(actor_key=actor_key).order_by()
    return frozenset(names.values_list("actor_label", flat=True).distinct())
