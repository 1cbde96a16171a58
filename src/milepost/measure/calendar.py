"""Periods as whole numbers, so that "three periods earlier" means the calendar and not the table.

A series with a gap has no value in the missing year; the row before is then two years back and
must not pass for one.
"""

from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from milepost.measure.series import MONTHS_IN_QUARTER, period_start

YEAR, QUARTER, MONTH, DAY = "A", "Q", "M", "D"
MONTHS_IN_YEAR: Final = 12
PER_YEAR: Final = {YEAR: 1, QUARTER: 4, MONTH: 12}
"""How many periods of a kind a year has. Days are events and not the steps of a series."""

MONTHS_OF: Final = {kind: MONTHS_IN_YEAR // count for kind, count in PER_YEAR.items()}


class Step(NamedTuple):
    """A period: its kind (``A``, ``Q``, ``M``, ``D``) and its number within that kind.

    Numbers of neighbours differ by one: the year itself, ``year * 4 + quarter - 1``,
    ``year * 12 + month - 1``, or the ordinal of the day.
    """

    kind: str
    number: int


@lru_cache(maxsize=1 << 14)
def step_of(period: str) -> Step:
    """Return the step of ``2015``, ``2015-Q2``, ``2015-06`` or ``2015-06-24``.

    Raises ValueError for any other text.
    """
    start = period_start(period)
    parts = period.split("-")
    if len(parts) == 1:
        return Step(YEAR, start.year)
    if parts[1].startswith("Q"):
        return Step(QUARTER, start.year * 4 + (start.month - 1) // MONTHS_IN_QUARTER)
    if len(parts) == 2:
        return Step(MONTH, start.year * MONTHS_IN_YEAR + start.month - 1)
    return Step(DAY, start.toordinal())


@lru_cache(maxsize=1 << 14)
def period_of(step: Step) -> str:
    """Return the text of a step, or "" when its year has not four digits."""
    if step.kind == DAY:
        return date.fromordinal(step.number).isoformat()
    year, rest = divmod(step.number, PER_YEAR[step.kind])
    if not date.min.year <= year <= date.max.year:
        return ""
    if step.kind == YEAR:
        return f"{year:04d}"
    return f"{year:04d}-Q{rest + 1}" if step.kind == QUARTER else f"{year:04d}-{rest + 1:02d}"


def month_of(step: Step) -> int:
    """Return the month in which a step begins, as ``year * 12 + month - 1``."""
    if step.kind == DAY:
        day = date.fromordinal(step.number)
        return day.year * MONTHS_IN_YEAR + day.month - 1
    return step.number * MONTHS_OF[step.kind]


def earlier(step: Step, count: int) -> Step | None:
    """Return the step ``count`` periods earlier; None for a day, which is no step of a series."""
    return None if step.kind == DAY else Step(step.kind, step.number - count)
