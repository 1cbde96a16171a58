"""Suggesting how a table is understood, from its labels and from what its columns hold. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from milepost.indicators.breakdowns import dimension_key
from milepost.indicators.mapping import Layout, Mapping, PlaceMatcher
from milepost.indicators.observations import COLUMNS
from milepost.indicators.periods import read_period
from milepost.indicators.sheets import Sheet, looks_numeric
from milepost.indicators.statuses import read_status
from milepost.indicators.vocabulary import dimension_words, has_role, normalise, treaty_step

_LOOKED_AT: Final = 200
_MOST_VALUES: Final = 60
"""A column with more distinct texts than this is no dimension."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a column holds, as shares of its filled cells in the sample."""

    index: int
    label: str
    filled: int
    distinct: int
    places: float
    periods: float
    numbers: float
    statuses: float

    @property
    def is_constant(self) -> bool:
        """Whether every filled cell says the same."""
        return self.distinct <= 1


def profile(sheet: Sheet, index: int, places: PlaceMatcher) -> Profile:
    """Return what a column holds."""
    texts = sheet.texts(index)
    distinct = sorted(set(texts))[:_LOOKED_AT]
    named = {text for text in distinct if places.match(text) is not None}
    dated = {text for text in distinct if read_period(text, day_first=True) is not None}
    numeric = {text for text in distinct if looks_numeric(text)}
    looked = max(1, len(distinct))
    return Profile(
        index=index,
        label=sheet.labels[index],
        filled=len(texts),
        distinct=len(set(texts)),
        places=len(named) / looked,
        periods=len(dated) / looked,
        numbers=len(numeric) / looked,
        statuses=sum(read_status(text) is not None for text in distinct) / looked,
    )


def suggest_mapping(sheet: Sheet, places: PlaceMatcher) -> Mapping:
    """Return how a table is most likely understood; parts that cannot be told stay empty."""
    if {"area", "period", "value"} <= set(sheet.labels) and set(sheet.labels) <= set(COLUMNS):
        return canonical(sheet)
    profiles = [profile(sheet, index, places) for index in range(len(sheet.labels))]
    found = _Finder(profiles)
    periods = _period_columns(profiles)
    value = "" if periods else found.value()
    if not value and not periods:
        periods = _period_columns(profiles, least=1)
    taken = {label for label, _period in periods} | {value}
    return _with_details(found, periods, value, taken)


def canonical(sheet: Sheet) -> Mapping:
    """Return the mapping of a table in the project's own columns."""
    names = {name: name for name in COLUMNS if name in sheet.labels and name != "period_start"}
    return Mapping(**names, decimal=".")  # type: ignore[arg-type]


def _period_columns(profiles: Sequence[Profile], least: int = 2) -> tuple[tuple[str, str], ...]:
    """Return (label, period) of the columns whose label is a period, of a wide table."""
    found = []
    for item in profiles:
        period = read_period(item.label)
        if period is not None and not (item.filled >= 5 and item.numbers < 0.2):
            found.append((item.label, period.key))
    return tuple(found) if len(found) >= least else ()


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds the column of each role among the profiles."""

    profiles: Sequence[Profile]

    def value(self) -> str:
        """Return the column of values: by label, else the only column of numbers.

        Of several columns of numbers none is taken: a wrong number is worse than none.
        """
        candidates = [item for item in self.profiles if item.numbers >= 0.5]
        named = [item for item in candidates if has_role(item.label, "value")]
        if named:
            return max(named, key=lambda item: (item.numbers, item.index)).label
        worded = [item for item in self.profiles if item.filled and has_role(item.label, "value")]
        if worded:
            return worded[0].label
        free = [
            item
            for item in candidates
            if not (item.places >= 0.9 and has_role(item.label, "area"))
            and not (item.periods >= 0.9 and not item.is_constant)
            and not has_role(item.label, "period")
            and not has_role(item.label, "area")
            and not has_role(item.label, "other")
        ]
        return free[0].label if len(free) == 1 else ""

    def period(self, taken: set[str]) -> str:
        """Return the column of periods, or one that is named so and holds something else.

        What is wrong in a column named "year" can then be told row by row.
        """
        return self._best(taken, _period_score)

    def area(self, taken: set[str]) -> str:
        """Return the column of places: by label and by how many of its cells name one."""
        return self._best(taken, _area_score)

    def counterpart(self, taken: set[str]) -> str:
        """Return the column of the other place, which must be named as such."""
        return self._best(
            taken,
            lambda item: (
                item.places + 1 if has_role(item.label, "counterpart") and item.places >= 0.5 else 0
            ),
        )

    def status(self, taken: set[str]) -> str:
        """Return the column of observation status, if it holds such."""
        return self._best(
            taken, lambda item: float(has_role(item.label, "status") and item.statuses >= 0.5)
        )

    def named(self, role: str, taken: set[str]) -> str:
        """Return the column whose label is known for a role."""
        return self._best(taken, lambda item: float(has_role(item.label, role)))

    def _best(self, taken: set[str], score: Any) -> str:
        scored = [(score(item), -item.index, item.label) for item in self.profiles]
        free = [entry for entry in scored if entry[2] not in taken and entry[0] > 0]
        return max(free)[2] if free else ""


def _period_score(item: Profile) -> float:
    """Return how likely a column holds the period; to ratify counts, to sign does not."""
    named = has_role(item.label, "period")
    if item.filled == 0 or (item.periods < 0.5 and not named):
        return 0.0
    return item.periods + named + 0.25 * treaty_step(item.label)


def _area_score(item: Profile) -> float:
    """Return how likely a column holds the place; codes win over names that match as well."""
    named = has_role(item.label, "area")
    if item.filled == 0 or (item.places < 0.5 and not named):
        return 0.0
    if item.numbers >= 0.9 and not named:
        return 0.0
    is_code = "code" in normalise(item.label) or "iso" in normalise(item.label)
    return item.places + 0.5 * named + 0.05 * is_code


def _with_details(
    found: _Finder,
    periods: tuple[tuple[str, str], ...],
    value: str,
    taken: set[str],
) -> Mapping:
    """Return the mapping with the remaining roles, each column used once."""
    parts: dict[str, str] = {}
    parts["counterpart"] = found.counterpart(taken)
    taken.add(parts["counterpart"])
    parts["area"] = found.area(taken)
    taken.add(parts["area"])
    if not periods:
        parts["period"] = found.period(taken)
        taken.add(parts["period"])
    parts["status"] = found.status(taken)
    taken.add(parts["status"])
    for role in ("note", "breakdown"):
        parts[role] = found.named(role, taken)
        taken.add(parts[role])
    dimensions = [
        (item.label, _dimension(item.label))
        for item in found.profiles
        if item.label not in taken and _is_dimension(item)
    ]
    return Mapping(
        layout=Layout.WIDE if periods else Layout.TIDY,
        periods=periods,
        dimensions=() if parts["breakdown"] else tuple(dimensions),
        value=value,
        **parts,  # type: ignore[arg-type]
    )


def _is_dimension(item: Profile) -> bool:
    """Whether a column tells series apart: a known dimension, or a few texts that repeat."""
    if normalise(item.label) in dimension_words():
        return item.filled > 0
    if item.is_constant or item.places >= 0.5:
        return False
    if has_role(item.label, "other") or item.numbers >= 0.5:
        return False
    return item.distinct <= _MOST_VALUES and item.distinct <= item.filled / 2


def _dimension(label: str) -> str:
    """Return the key of a dimension for a label."""
    known = dimension_words().get(normalise(label))
    return known or dimension_key(label) or "breakdown"


def merged_with(suggested: Mapping, opening: Mapping) -> Mapping:
    """Return the suggested mapping with what was stated about how to open and read the file."""
    stated = {
        name: getattr(opening, name)
        for name in (
            "sheet", "header_row", "encoding", "separator", "decimal", "day_first", "skip", "only",
            "fixed_area", "fixed_period", "fixed_value", "skip_unknown",
        )
        if getattr(opening, name) != getattr(Mapping(), name)
    }  # fmt: skip
    return replace(suggested, **stated)
