"""Observations as plain Python values, read once for each indicator.

Access to single cells of an Arrow table is a hundred times slower than to a tuple, and one
indicator serves several benchmarks; so a table is turned into lists once and shared.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

import pyarrow as pa

from milepost.measure.rounding import tidy
from milepost.measure.series import MISSING_STATUSES, Point, decimal_year

SIGNATURE = "event=signature"
IMPUTED_STATUS = "I"
COLUMNS = (
    "area",
    "counterpart",
    "period",
    "period_start",
    "breakdown",
    "value",
    "status",
    "note",
    "vintage",
)
ORDINARY_STATUS = "A"


class Observed(NamedTuple):
    """One usable value: ``when`` is a decimal year, ``value`` has ten significant digits."""

    area: str
    when: float
    period: str
    value: float
    status: str
    note: str
    vintage: str

    def point(self) -> Point:
        """Return the value as the pure formulas take it."""
        return Point(self.when, self.value, self.period, self.status)

    def entry(self) -> dict[str, Any]:
        """Return the value as a trace shows it."""
        return {
            "period": self.period,
            "value": self.value,
            "status": self.status,
            "vintage": self.vintage,
        }


class Refused(NamedTuple):
    """One row that may not be used, and why (a code of ``measure.series.REJECTIONS``)."""

    area: str
    period: str
    value: float | None
    status: str
    why: str

    def entry(self) -> dict[str, Any]:
        """Return the row as a trace shows it."""
        return {
            "period": self.period,
            "value": self.value,
            "status": self.status,
            "why": self.why,
        }


@dataclass(slots=True)
class Series:
    """The values of one indicator and breakdown: by area, in order of time."""

    used: dict[str, list[Observed]] = field(default_factory=dict)
    refused: dict[str, list[Refused]] = field(default_factory=dict)
    _moments: tuple[float, ...] | None = None

    def moments(self) -> tuple[float, ...]:
        """Return the moments at which any area has a value, oldest first."""
        if self._moments is None:
            self._moments = tuple(sorted({row.when for rows in self.used.values() for row in rows}))
        return self._moments

    def of(self, area: str) -> list[Observed]:
        """Return the usable values of an area, oldest first."""
        return self.used.get(area, [])

    def refused_of(self, area: str) -> list[Refused]:
        """Return the rows of an area that were set aside."""
        return self.refused.get(area, [])

    def latest(self, area: str, moment: float) -> Observed | None:
        """Return the newest value of an area that is not later than ``moment``."""
        for observed in reversed(self.of(area)):
            if observed.when <= moment:
                return observed
        return None

    def by_period(self, areas: Iterable[str]) -> list[tuple[str, float, dict[str, Observed]]]:
        """Return ``(period, when, area to value)`` for the areas, oldest period first."""
        periods: dict[tuple[float, str], dict[str, Observed]] = {}
        for area in areas:
            for observed in self.of(area):
                periods.setdefault((observed.when, observed.period), {})[area] = observed
        return [(key[1], key[0], periods[key]) for key in sorted(periods)]


def values_at(series: Series, moment: float, *, or_next: bool) -> dict[str, float]:
    """Return the newest value of each area not later than ``moment``, or else its first one."""
    found: dict[str, float] = {}
    for area, rows in series.used.items():
        row = series.latest(area, moment)
        if row is None and or_next and rows:
            row = rows[0]
        if row is not None:
            found[area] = row.value
    return found


def read_series(table: pa.Table, as_of: date) -> dict[str, Series]:
    """Return the series of a table by breakdown.

    Rows with a counterpart are left out: they speak of a corridor and not of a place. A missing
    value, a forecast and a period after ``as_of`` are set aside with the reason; a missing value
    never becomes zero.
    """
    columns = [table.column(name).to_pylist() for name in COLUMNS]
    moments = {start: decimal_year(start) for start in set(columns[COLUMNS.index("period_start")])}
    series: dict[str, Series] = {}
    for row in zip(*columns, strict=True):
        area, counterpart, period, start, breakdown, value, status, note, vintage = row
        if counterpart:
            continue
        wanted = series.get(breakdown or "")
        if wanted is None:
            wanted = series[breakdown or ""] = Series()
        why = _why_refused(value, status, start, as_of)
        if why:
            kept = tidy(value) if value is not None and math.isfinite(value) else None
            refused = Refused(area, period, kept, status or ORDINARY_STATUS, why)
            wanted.refused.setdefault(area, []).append(refused)
            continue
        rows = wanted.used.get(area)
        if rows is None:
            rows = wanted.used[area] = []
        rows.append(
            Observed(
                area,
                moments[start],
                period,
                tidy(value),
                status or ORDINARY_STATUS,
                note or "",
                vintage or "",
            )
        )
    for wanted in series.values():
        _sort(wanted)
    return series


def _why_refused(value: float | None, status: str | None, start: date, as_of: date) -> str:
    if value is not None and status == ORDINARY_STATUS and start <= as_of and math.isfinite(value):
        return ""
    if status in MISSING_STATUSES:
        return "status_missing"
    if value is None:
        return "value_missing"
    if not math.isfinite(value):
        return "not_a_number"
    if status == "F":
        return "forecast"
    if start > as_of:
        return "after_as_of"
    return ""


def _sort(series: Series) -> None:
    for rows in series.used.values():
        rows.sort(key=_ORDER)
    for refused in series.refused.values():
        refused.sort(key=lambda row: (row.period, row.why))


_ORDER = attrgetter("when", "period", "value")
