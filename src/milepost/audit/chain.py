"""The chain of events: each carries a hash of itself and of the one before. Pure.

Whoever changes, removes or inserts an event must forge every later hash too, and the head that
administrators export or publish elsewhere then no longer agrees.

The parts that may name a person enter the hash as commitments: a hash of the part and of a random
salt kept beside it. When a person is erased, the part is replaced, its salt goes and the
commitment stays (``sealed``), so the hash holds and nobody can try names against it. The
commitment of what stands there now is in the event that records the erasure (``RENEWAL``), which
the chain covers. Events recorded before there were salts are sealed as a whole.
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

PERSONAL = ("actor_label", "before", "after", "reason")
"""The parts that may name a person."""

WHOLE = "whole"
"""Stands for all parts of an event that has no salts."""

RENEWAL = "audit.names_erased"
"""The action of the events that hold, in ``after``, the new commitments of sealed parts."""


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
    return _digest([previous, *(_covered(event, name) for name in FIELDS)])


def _covered(event: Mapping[str, Any], name: str) -> Any:
    sealed, salts = event.get("sealed") or {}, event.get("salts") or {}
    if name in sealed:
        return sealed[name]
    return commitment_of(event, name) if name in salts else _plain(event[name])


def commitment_of(event: Mapping[str, Any], part: str) -> str:
    """Return the commitment of a part (or of the whole) of an event with the salt it has now."""
    names = FIELDS if part == WHOLE else (part,)
    return _digest([event["salts"][part], *(_plain(event[name]) for name in names)])


def _digest(parts: list[Any]) -> str:
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
    ``hash``, and with ``salts`` and ``sealed`` where it has them.
    """
    previous, position = FIRST, 0
    open_parts: dict[tuple[str, str], tuple[int, str]] = {}
    renewed: dict[tuple[str, str], str] = {}
    told: set[str] = set()
    for position, event in enumerate(events, 1):
        if event["previous_hash"] != previous:
            yield Break(position, str(event["uuid"]), "unlinked")
        sealed = event.get("sealed") or {}
        if WHOLE not in sealed and hash_of(event, event["previous_hash"]) != event["hash"]:
            told.add(str(event["uuid"]))
            yield Break(position, str(event["uuid"]), "changed")
        for part in sealed:
            open_parts[str(event["uuid"]), part] = (position, _renewable(event, part))
        renewed.update(_renewals(event))
        previous = event["hash"]
    for (uuid, part), (where, commitment) in open_parts.items():
        holds = commitment and renewed.get((uuid, part)) == commitment
        if not holds and uuid not in told:
            told.add(uuid)
            yield Break(where, uuid, "changed")
    if previous != head or position != count:
        yield Break(position, "", "cut")


def _renewable(event: Mapping[str, Any], part: str) -> str:
    """Return the commitment of a sealed part as it stands, or "" when its salt is missing."""
    return commitment_of(event, part) if part in (event.get("salts") or {}) else ""


def _renewals(event: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield what an event of an erasure says of sealed parts; a later one counts."""
    if event["action"] != RENEWAL:
        return
    for uuid, parts in ((event["after"] or {}).get("renewed") or {}).items():
        for part, commitment in parts.items():
            yield (uuid, part), commitment
