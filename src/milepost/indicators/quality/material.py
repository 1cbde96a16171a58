"""What a quality report is made from, and how its rows are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from milepost.indicators.ordering import order_by
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
KINDS: Final = pa.schema(
    [
        (name, {"period_start": pa.date32(), "value": pa.float64()}.get(name, pa.string()))
        for name in COLUMNS
    ]
)
SERIES_ORDER: Final = ("area", "breakdown", "period_start", "period")
ORDINARY_STATUS, FORECAST_STATUS = "A", "F"


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

    def point(self) -> Point:
        """Return a row with a value as the formulas take it."""
        return Point(decimal_year(self.start), self.value or 0.0, self.period, self.status)


@dataclass(frozen=True, slots=True)
class Rows:
    """The observations of a report as tables with the columns ``COLUMNS``, texts never missing.

    ``every`` holds all of them, ``values`` those that carry a value, ``own`` the values that are
    not about a corridor. Numbers that are none count as missing. A report may be about millions
    of observations: what is counted is counted in these tables, and only rows that deserve a
    closer look become ``Row``.
    """

    every: pa.Table
    values: pa.Table
    own: pa.Table


def read_rows(table: pa.Table, as_of: date) -> Rows:
    """Return the rows of a table that speak of a time up to a day."""
    table = table.select(COLUMNS).cast(KINDS)
    table = table.filter(pc.less_equal(table["period_start"], pa.scalar(as_of, pa.date32())))
    value = table["value"]
    value = pc.if_else(pc.is_finite(value), value, pa.scalar(None, pa.float64()))
    columns = {name: table[name] for name in COLUMNS} | {"value": value}
    for name in ("counterpart", "breakdown", "note", "vintage", "status"):
        columns[name] = pc.fill_null(columns[name], "")
    is_unsaid = pc.equal(columns["status"], "")
    columns["status"] = pc.if_else(is_unsaid, ORDINARY_STATUS, columns["status"])
    every = pa.table(columns).combine_chunks()
    values = every.filter(pc.invert(_is_missing(every)))
    return Rows(every, values, values.filter(pc.equal(values["counterpart"], "")))


def missing_of(rows: Rows) -> pa.Table:
    """Return the rows that carry no value."""
    return rows.every.filter(_is_missing(rows.every))


def _is_missing(table: pa.Table) -> pa.ChunkedArray:
    says_so = pc.is_in(table["status"], value_set=pa.array(sorted(MISSING_STATUSES)))
    return pc.or_(pc.is_null(table["value"]), says_so)


def list_rows(table: pa.Table) -> list[Row]:
    """Return the rows of a table of ``Rows`` one by one, values tidy."""
    columns = [table.column(name).to_pylist() for name in COLUMNS]
    return [
        Row(area, counterpart, period, start, breakdown, _tidy(value), status, note, vintage)
        for area, counterpart, period, start, breakdown, value, status, note, vintage in zip(
            *columns, strict=True
        )
    ]


def _tidy(value: float | None) -> float | None:
    return None if value is None else tidy(value)


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
        self._by_area: dict[str, list[tuple[int, float]]] = {}
        if table is None:
            return
        own = read_rows(table, as_of).own
        totals = list_rows(own.filter(pc.equal(own["breakdown"], "")))
        for row in sorted(totals, key=lambda row: (row.area, row.start)):
            self._by_area.setdefault(row.area, []).append((row.start.year, row.value or 0.0))

    def at(self, year: int) -> Mapping[str, float]:
        """Return weights by country: the last one up to the year, or else the first later one."""
        found = {}
        for area, rows in self._by_area.items():
            earlier = [value for when, value in rows if when <= year]
            found[area] = earlier[-1] if earlier else rows[0][1]
        return found


def series_of(rows: Rows) -> pa.Table:
    """Return values by place and breakdown, oldest first; corridors and forecasts left out."""
    known = rows.own.filter(pc.not_equal(rows.own["status"], FORECAST_STATUS))
    return order_by(known, SERIES_ORDER)


def by_series(table: pa.Table) -> dict[tuple[str, str], list[Row]]:
    """Return the rows of a table of ``series_of`` by area and breakdown."""
    series: dict[tuple[str, str], list[Row]] = {}
    for row in list_rows(table):
        series.setdefault((row.area, row.breakdown), []).append(row)
    return series
