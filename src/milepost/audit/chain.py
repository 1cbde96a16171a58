"""The chain of events: each carries a hash of itself and of the one before. Pure.

Whoever changes, removes or inserts an event must forge every later hash too, and the head that
administrators export or publish elsewhere then no longer agrees.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

FIRST = "0" * 64
"""What the first event names as the hash of the one before it."""

EXACT = 1 << 53
"""Up to here whole numbers are the same in every database, written with a point or without."""

FIELDS = (
    "uuid",
    "at",
    "actor_kind",
    "actor_key",
    "actor_label",
    "on_behalf",
    "action",
    "subject_kind",
    "subject_key",
    "before",
    "after",
    "reason",
)
"""The parts of an event that its hash covers, in this order."""


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold.

    ``what`` is ``changed`` (the event does not have its hash), ``unlinked`` (it does not follow
    the one before: something was removed, inserted or moved) or ``cut`` (events are missing at
    the end, or were added behind the chain's back). ``event`` is its uuid, "" for the end.
    """

    position: int
    event: str
    what: str


def hash_of(event: Mapping[str, Any], previous: str) -> str:
    """Return the SHA-256 of an event's parts and of the hash before it."""
    parts = [previous, *(_plain(event[name]) for name in FIELDS)]
    return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        # Databases differ in the offset they give back; the instant is the same.
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if value is None or isinstance(value, Mapping):
        # A database may keep numbers of JSON in another form (1.0 as 1); one text is kept here.
        return orjson.dumps(_settled(value), option=orjson.OPT_SORT_KEYS).decode()
    return str(value)


def _settled(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _settled(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_settled(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= EXACT:
        return float(value)
    return value


def find_breaks(events: Iterable[Mapping[str, Any]], *, head: str, count: int) -> Iterator[Break]:
    """Yield where a chain does not hold; ``head`` and ``count`` are what it should end with.

    ``events`` come in their order, each with the parts of ``FIELDS``, ``previous_hash`` and
    ``hash``.
    """
    previous, position = FIRST, 0
    for position, event in enumerate(events, 1):
        if event["previous_hash"] != previous:
            yield Break(position, str(event["uuid"]), "unlinked")
        if hash_of(event, event["previous_hash"]) != event["hash"]:
            yield Break(position, str(event["uuid"]), "changed")
        previous = event["hash"]
    if previous != head or position != count:
        yield Break(position, "", "cut")
