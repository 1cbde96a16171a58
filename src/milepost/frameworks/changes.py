"""What differs between two normalised documents of one framework. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

HEADER = ("title", "about", "issuer", "period")
_UNORDERED = frozenset({"order"})


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: ``part`` (header, source, node, benchmark), its key, and the field.

    ``kind`` is added, removed or changed; ``field`` is "" and the values None for an entry that
    was added or removed as a whole. ``old`` and ``new`` are plain JSON values.
    """

    kind: Literal["added", "removed", "changed"]
    part: str
    key: str
    field: str = ""
    old: Any = None
    new: Any = None

    def as_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "kind": self.kind,
            "part": self.part,
            "key": self.key,
            "field": self.field,
            "old": self.old,
            "new": self.new,
        }


def diff_documents(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> list[Change]:
    """Return every difference from ``old`` (None for nothing yet) to ``new``, in a fixed order.

    Entries are matched by key. The order of siblings is compared by the sequence of keys, so that
    one entry put in front does not count as a change of all that follow.
    """
    before: Mapping[str, Any] = old or {}
    changes: list[Change] = []
    if old is not None:
        header = {"key": new["key"]} | {field: new[field] for field in HEADER}
        changes += _diff_fields("header", {field: old[field] for field in header}, header)
    for part in ("sources", "nodes", "benchmarks"):
        changes += _diff_entries(part.removesuffix("s"), before.get(part, []), new[part])
    return changes


def _diff_entries(
    part: str, old: list[Mapping[str, Any]], new: list[Mapping[str, Any]]
) -> Iterator[Change]:
    before = {entry["key"]: entry for entry in old}
    after = {entry["key"]: entry for entry in new}
    for key in before:
        if key not in after:
            yield Change("removed", part, key)
    for key, entry in after.items():
        if key not in before:
            yield Change("added", part, key)
        else:
            yield from _diff_fields(part, before[key], entry)
    stayed = [key for key in before if key in after]
    now = [key for key in after if key in before]
    if stayed != now:
        yield Change("changed", part, "", "order", stayed, now)


def _diff_fields(part: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = dict(_flat(old)), dict(_flat(new))
    for field in dict.fromkeys([*after, *before]):
        if field not in _UNORDERED and before.get(field) != after.get(field):
            yield Change("changed", part, new["key"], field, before.get(field), after.get(field))


def _flat(value: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the fields of nested groups by their path: ``measure.baseline.value``."""
    for name, part in value.items():
        if isinstance(part, dict) and part:
            yield from _flat(part, f"{above}{name}.")
        else:
            yield f"{above}{name}", part
