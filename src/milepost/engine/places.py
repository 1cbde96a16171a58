"""Groups of states, cut into the parts that no group divides.

Groups overlap: a state is in its region, in the world and perhaps among the least developed. Two
states that are in the same groups always count together, so rows are added up by such parts once,
and the parts, of which there are few, are added up to groups.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

EVERYONE = ""
"""The circle of an indicator that any state of a group can have."""

PARTS = pa.schema([("circle", pa.string()), ("area", pa.string()), ("part", pa.int64())])
MEMBERS = pa.schema(
    [("circle", pa.string()), ("area", pa.string()), ("member", pa.string()), ("part", pa.int64())]
)


@dataclass(frozen=True, slots=True)
class Places:
    """``parts``: state to part, by circle. ``members``: group to its states and their parts."""

    parts: pa.Table
    members: pa.Table

    @property
    def names(self) -> list[str]:
        """The groups, sorted."""
        return sorted(set(self.members["area"].to_pylist()))


def make_places(
    groups: Mapping[str, Iterable[str]], circles: Mapping[str, Iterable[str]] | None = None
) -> Places:
    """Return the parts of groups, once for everyone and once for each circle.

    ``groups`` gives the states of each group. A circle limits them to the states that an
    indicator can have, as ``eligible`` of a definition does; it does not limit the group that it
    is.
    """
    limits: dict[str, frozenset[str] | None] = {EVERYONE: None}
    limits |= {name: frozenset(states) for name, states in (circles or {}).items()}
    parts, members = [], []
    for circle, limit in limits.items():
        inside = {
            group: sorted(set(states) if limit is None or group == circle else limit & set(states))
            for group, states in groups.items()
        }
        part_of = _parts(inside)
        parts += [{"circle": circle, "area": area, "part": n} for area, n in part_of.items()]
        members += [
            {"circle": circle, "area": group, "member": state, "part": part_of[state]}
            for group in sorted(inside)
            for state in inside[group]
        ]
    return Places(
        pa.Table.from_pylist(parts, schema=PARTS), pa.Table.from_pylist(members, schema=MEMBERS)
    )


def _parts(groups: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Number the distinct sets of groups that states are in."""
    groups_of: dict[str, list[str]] = {}
    for group in sorted(groups):
        for state in groups[group]:
            groups_of.setdefault(state, []).append(group)
    numbers: dict[tuple[str, ...], int] = {}
    return {
        state: numbers.setdefault(tuple(found), len(numbers))
        for state, found in sorted(groups_of.items())
    }
