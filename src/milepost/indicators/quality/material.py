"""What a quality report is made from, and how its rows are read."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

import pyarrow as pa

from milepost.measure.rounding import tidy
from milepost.measure.series import MISSING_STATUSES, Point, decimal_year

Document = dict[str, Any]
WORLD: Final = "001"
UN_MEMBERS: Final = "un-members"
OF_STATES: Final = frozenset({"adoption", "policy_share"})
COUNTRY_KINDS: Final = frozenset({"country", "area"})
ACTS: Final = "adoption"
COLUMNS: Final = (
    "area", "counterpart", "period", "period_start", "breakdown", "value", "status", "note",
    "vintage",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything that one report is computed from.

    ``observations`` are the versions that count; ``weights`` those of the indicator that serves
    as weight. ``given`` is what the observations alone do not tell (see ``empty_given``).
    """

    definition: Document
    as_of: date
    observations: pa.Table
    areas: list[Document]
    groups: list[Document]
    weights: pa.Table | None = None
    given: Document = field(default_factory=dict)


def empty_given() -> Document:
    """Return the part of a report that cannot be computed from the observations that count.

    - ``vintages``: id, source, licence, known_on, accepted_at of every vintage that is named.
    - ``lost``: versions that lost to another value (area, counterpart, period, breakdown, value,
      status, vintage), at most ``sources.KEPT_LOST``; ``lost_total`` counts them all.
    - ``decisions``: conflicts that people recorded and decided.
    - ``before``: what the edition before said of unit, definition, weight and eligibility, or
      None.
    """
    return {"vintages": [], "lost": [], "lost_total": 0, "decisions": [], "before": None}


class Row(NamedTuple):
    """One observation as the report reads it."""

    area: str
    counterpart: str
    period: str
    start: date
    breakdown: str
    value: float | None
    status: str
    note: str
    vintage: str

    @property
    def is_missing(self) -> bool:
        """Whether the row carries no value."""
        return self.value is None or self.status in MISSING_STATUSES

    def point(self) -> Point:
        """Return a row with a value as the formulas take it."""
        return Point(decimal_year(self.start), self.value or 0.0, self.period, self.status)


def read_rows(table: pa.Table, as_of: date) -> list[Row]:
    """Return the rows of a table that speak of a time up to a day, values tidy."""
    columns = [table.column(name).to_pylist() for name in COLUMNS]
    return [
        Row(
            area,
            counterpart or "",
            period,
            start,
            breakdown or "",
            tidy(value) if value is not None and math.isfinite(value) else None,
            status or "A",
            note or "",
            vintage or "",
        )
        for area, counterpart, period, start, breakdown, value, status, note, vintage in zip(
            *columns, strict=True
        )
        if start <= as_of
    ]


class Places:
    """The countries and groups of an edition, as far as they can have a value."""

    def __init__(self, basis: Basis) -> None:
        self.countries = tuple(
            sorted(area["code"] for area in basis.areas if area["kind"] in COUNTRY_KINDS)
        )
        known = frozenset(self.countries)
        self._members = {
            group["code"]: tuple(sorted(known.intersection(group["members"])))
            for group in basis.groups
        }
        self._allowed = self._limit(basis.definition)
        regions = {area["code"] for area in basis.areas if area["kind"] == "region"}
        self.regions = (WORLD, *sorted(code for code in self._members if code in regions))

    def _limit(self, definition: Document) -> frozenset[str]:
        """Return the countries that can have a value, as ratings count them."""
        limit = definition.get("eligible")
        if not limit and definition.get("aggregation") in OF_STATES:
            limit = UN_MEMBERS
        members = self._members.get(str(limit)) if limit else None
        return frozenset(self.countries if members is None else members)

    @property
    def eligible(self) -> tuple[str, ...]:
        """All countries that can have a value."""
        return tuple(code for code in self.countries if code in self._allowed)

    def members(self, group: str) -> tuple[str, ...]:
        """Return the countries of a group that can have a value; the world has all of them."""
        if group == WORLD:
            return self.eligible
        return tuple(code for code in self._members.get(group, ()) if code in self._allowed)


class Weights:
    """The newest weight of each country at the end of a year."""

    def __init__(self, table: pa.Table | None, as_of: date) -> None:
        rows = [] if table is None else read_rows(table, as_of)
        self._by_area: dict[str, list[tuple[int, float]]] = {}
        for row in sorted(rows, key=lambda row: (row.area, row.start)):
            if not row.is_missing and not row.breakdown and not row.counterpart:
                self._by_area.setdefault(row.area, []).append((row.start.year, row.value or 0.0))

    def at(self, year: int) -> Mapping[str, float]:
        """Return weights by country: the last one up to the year, or else the first later one."""
        found = {}
        for area, rows in self._by_area.items():
            earlier = [value for when, value in rows if when <= year]
            found[area] = earlier[-1] if earlier else rows[0][1]
        return found


def by_series(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    """Return the rows with a value by area and breakdown, oldest first, corridors left out."""
    series: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row.area, row.breakdown, row.start, row.period)):
        if not row.is_missing and not row.counterpart and row.status != "F":
            series.setdefault((row.area, row.breakdown), []).append(row)
    return series
