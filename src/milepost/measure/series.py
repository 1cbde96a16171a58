"""Points in time: decimal years, and which points of a series may be used."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

ESTIMATED_STATUSES = frozenset("EI")
FORECAST_STATUSES = frozenset("F")
MISSING_STATUSES = frozenset("HLMOQ")
BREAK_STATUS = "B"
MONTHS_IN_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series.

    ``when`` is a decimal year: the start of the period ("2015" is 2015.0; a day is the year plus
    the share of that year that lies before it). ``status`` is an SDMX OBS_STATUS code.
    """

    when: float
    value: float
    period: str = ""
    status: str = "A"


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that was not used, and why (``why`` is a code listed in ``REJECTIONS``)."""

    period: str
    value: float | None
    status: str
    why: str


REJECTIONS: dict[str, str] = {
    "value_missing": "The source gives no value for this period.",
    "not_a_number": "The value is not a finite number.",
    "status_missing": "The source marks the value as missing or not released.",
    "forecast": "The source marks the value as a forecast.",
    "after_as_of": "The period begins after the day as of which the edition is rated.",
    "duplicate_period": "Another value for the same moment is less favourable and was kept.",
}


@dataclass(frozen=True, slots=True)
class Selection:
    """The points in order of time that may be used, and the others with the reason."""

    used: tuple[Point, ...]
    rejected: tuple[Rejected, ...]


def decimal_year(day: date) -> float:
    """Return a day as a decimal year: 1 January is the whole number of its year."""
    start = date(day.year, 1, 1).toordinal()
    days = date(day.year + 1, 1, 1).toordinal() - start if day.year < date.max.year else 365
    return day.year + (day.toordinal() - start) / days


def period_start(period: str) -> date:
    """Return the first day of ``2015``, ``2015-Q2``, ``2015-06`` or ``2015-06-24``.

    Raises ValueError for any other text.
    """
    parts = period.split("-")
    year = int(parts[0])
    if len(parts[0]) != 4 or len(parts) > 3:
        raise ValueError(period)
    if len(parts) == 1:
        return date(year, 1, 1)
    if parts[1].startswith("Q"):
        quarter = int(parts[1][1:])
        if not 1 <= quarter <= 4 or len(parts) > 2:
            raise ValueError(period)
        return date(year, MONTHS_IN_QUARTER * (quarter - 1) + 1, 1)
    return date(year, int(parts[1]), int(parts[2]) if len(parts) == 3 else 1)


def when_of(period: str) -> float:
    """Return the decimal year at which a period starts; raises ValueError like period_start."""
    return decimal_year(period_start(period))


def is_annual(point: Point) -> bool:
    """Whether the point speaks of a whole calendar year.

    Such points are compared with moments by calendar year, so that the value of 2018 is the value
    at a deadline of 31 December 2018.
    """
    return len(point.period) == 4 or (not point.period and point.when == math.floor(point.when))


def on_axis_of(point: Point, moment: float) -> float:
    """Return ``moment`` on the axis of ``point``: its calendar year for an annual point."""
    return float(math.floor(moment)) if is_annual(point) else moment


def age(point: Point, as_of: float) -> float:
    """Return how many years before ``as_of`` the point lies (calendar years for annual points)."""
    return on_axis_of(point, as_of) - point.when


def why_rejected(point: Point, as_of: float | None) -> str:
    """Return the code of the reason not to use a point, or "" when it may be used."""
    if point.status in MISSING_STATUSES:
        return "status_missing"
    if not math.isfinite(point.value):
        return "not_a_number"
    if point.status in FORECAST_STATUSES:
        return "forecast"
    if as_of is not None and point.when > as_of:
        return "after_as_of"
    return ""


def select(
    points: Iterable[Point],
    *,
    direction: int = 1,
    as_of: float | None = None,
    rejected: tuple[Rejected, ...] = (),
) -> Selection:
    """Sort the points and set aside those that may not be used.

    ``as_of`` None accepts points of any time. Of two points of the same moment the less
    favourable one in ``direction`` is kept, so the order of the input never matters.
    ``rejected`` are inputs that the caller had already set aside; they come first.
    """
    used: list[Point] = []
    aside = list(rejected)
    for point in sorted(points, key=attrgetter("when")):
        why = why_rejected(point, as_of)
        if why:
            value = point.value if math.isfinite(point.value) else None
            aside.append(Rejected(point.period, value, point.status, why))
        elif used and used[-1].when == point.when:
            keep, drop = _less_favourable(used[-1], point, direction)
            used[-1] = keep
            aside.append(Rejected(drop.period, drop.value, drop.status, "duplicate_period"))
        else:
            used.append(point)
    return Selection(tuple(used), tuple(aside))


def _less_favourable(left: Point, right: Point, direction: int) -> tuple[Point, Point]:
    pair = sorted((left, right), key=lambda p: (direction * p.value, p.period, p.status))
    return pair[0], pair[1]
