"""Which rows may be used: the same choice as ``measure.series.select``, for all series at once."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isnan
from typing import Any

import ibis
import pyarrow as pa
from ibis import ir

from milepost.engine.backends import Engine
from milepost.engine.numbers import DECIMALS, PLAIN_BELOW, is_plain, is_whole
from milepost.engine.periods import has_shared_moments, make_calendar
from milepost.engine.script import Run, Script, get_script
from milepost.engine.sums import Range
from milepost.measure.series import FORECAST_STATUSES, MISSING_STATUSES

SERIES = ("indicator", "area", "breakdown")
COLUMNS = (*SERIES, "period", "value", "status")
"""What the engine reads of observations: one row for each observation, the latest vintage.

Every row has a status; a row without a value has one that says why, or "A".
"""

OBSERVATIONS = pa.schema(
    [(name, pa.float64() if name == "value" else pa.string()) for name in COLUMNS]
)
POINTS = ("source", *COLUMNS[1:])
"""What the statements read: ``source`` is the file of a row, or else its indicator.

What is asked of an indicator is looked up by the source. A file is known before the first row is
read, so the indicator of a row need not be looked up in a step of its own.
"""
SOURCED = pa.schema([("source", pa.string()), *list(OBSERVATIONS)[1:]])
SOURCES = pa.schema([("source", pa.string()), ("indicator", pa.string())])
SEEN = pa.schema([OBSERVATIONS.field(name) for name in ("period", "value", "status")])
"""What a survey looks at."""
ORDINARY_STATUS, IMPUTED_STATUS = "A", "I"
MOST = sys.float_info.max


@dataclass(frozen=True, slots=True)
class Traits:
    """What a set of observations makes necessary when it is read.

    ``is_plain``: every number has ten digits at most. ``is_finite``: none is NaN or infinite.
    ``unusable``: the statuses that occur and say that there is no number to use.
    """

    is_plain: bool = True
    is_finite: bool = True
    unusable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of a set of observations after one look at it.

    ``calendar`` is a table of ``engine.periods``. ``is_distinct`` says that no two periods start
    at the same moment, ``is_signed`` that some number is below zero. ``statuses`` are those that
    occur, and ``size`` is the range of the numbers.
    """

    calendar: pa.Table
    traits: Traits
    is_distinct: bool
    is_signed: bool
    statuses: frozenset[str]
    size: Range

    @property
    def periods(self) -> frozenset[str]:
        """The periods of the observations."""
        return frozenset(self.calendar["period"].to_pylist())


def newest(observations: ir.Table, key: tuple[str, ...], rank: str) -> ir.Table:
    """Return the row of the highest ``rank`` for each ``key``.

    The highest rank of each key is found by one aggregation and joined back, which needs a tenth
    of the time of numbering the rows of each key.
    """
    best = observations.group_by(*key).agg(best_rank=observations[rank].max())
    joined = observations.inner_join(best, [*key, (observations[rank], best.best_rank)])
    return joined.select(*observations.columns)


def survey(engine: Engine, observations: ir.Table) -> Survey:
    """Look once at the periods and the digits of a set of observations.

    A second look is taken only where numbers have many digits, are large or are none. Raises
    ValueError for a period that is none.
    """
    run = Run(engine)
    try:
        run.bring("seen", observations)
        return _survey(run)
    finally:
        run.drop()


def _survey(run: Run) -> Survey:
    found = _look(run, "look", _look_at)
    extremes = [number for name in ("lowest", "highest") for number in _known(found[name])]
    is_plain = not any(found["is_long"]) and all(abs(n) < PLAIN_BELOW for n in extremes)
    is_whole, is_finite = False, all(abs(n) <= MOST for n in extremes)
    if not is_plain:
        found = _look(run, "look_closely", _look_closely)
        extremes = [number for name in ("lowest", "highest") for number in _known(found[name])]
        is_plain, is_whole = not any(found["is_long"]), not any(found["is_broken"])
    calendar = make_calendar(found["period"])
    size = Range(
        least=min(_known(found["least"]), default=1.0),
        greatest=max(map(abs, extremes), default=0.0) or 1.0,
        is_whole=is_whole,
    )
    return Survey(
        calendar=calendar,
        traits=Traits(is_plain, is_finite, UNUSABLE_STATUSES & set(found["status"])),
        is_distinct=not has_shared_moments(calendar),
        is_signed=any(number < 0 for number in extremes),
        statuses=frozenset(found["status"]),
        size=size,
    )


def _look(run: Run, name: str, write: Callable[[ir.Table], ir.Table]) -> dict[str, list[Any]]:
    def made() -> Script:
        script = Script(run.engine)
        script.keep(name, write(script.given("seen", SEEN)))
        return script

    found = run.fetch(get_script(run.engine, name, made), name)
    columns: dict[str, list[Any]] = found.to_pydict()
    return columns


def _look_at(observations: ir.Table) -> ir.Table:
    value = observations.value
    return observations.group_by("period", "status").agg(
        lowest=value.min(),
        highest=value.max(),
        least=value.abs().nullif(0.0).min(),
        is_long=(value != value.round(DECIMALS)).ifelse(1, 0).max(),
    )


def _look_closely(observations: ir.Table) -> ir.Table:
    """Look at the finite numbers alone, and at large and whole ones."""
    is_number = observations.value.abs() <= MOST
    table = observations.mutate(value=is_number.ifelse(observations.value, ibis.null("float64")))
    value = table.value
    return table.group_by("period", "status").agg(
        lowest=value.min(),
        highest=value.max(),
        least=value.abs().nullif(0.0).min(),
        is_long=(value.notnull() & ~is_plain(value)).ifelse(1, 0).max(),
        is_broken=(value.notnull() & ~is_whole(value)).ifelse(1, 0).max(),
    )


def _known(numbers: list[float | None]) -> list[float]:
    """Return the numbers that are there; infinity and NaN count as too large."""
    return [inf if isnan(number) else number for number in numbers if number is not None]


UNUSABLE_STATUSES = MISSING_STATUSES | FORECAST_STATUSES


def is_usable(table: ir.Table, *, is_finite: bool, unusable: frozenset[str]) -> ir.Value:
    """Whether a row has a finite number, and a status that says so and no forecast.

    ``unusable`` are the statuses that occur and say otherwise. May be missing where the number
    is missing. NaN counts as greater than all numbers, or as none.
    """
    found = table.value.notnull() if is_finite else table.value.abs() <= MOST
    for status in sorted(unusable):
        found &= table.status != status
    return found


def read_points(engine: Engine, observations: ir.Table, known: Traits) -> ir.Table:
    """Return observations, by indicator or by source, with numbers of ten digits and ``is_usable``.

    ``is_usable`` leaves out missing and forecast statuses and what is no finite number; a period
    after the day of the view is left out later, for that day is the promise's.
    """
    table = observations.mutate(
        is_usable=is_usable(observations, is_finite=known.is_finite, unusable=known.unusable)
    )
    if known.is_plain:
        return table
    return engine.tidied(table, value=table.is_usable.ifelse(table.value, ibis.null("float64")))


def one_a_moment(points: ir.Table, key: tuple[str, ...]) -> ir.Table:
    """Keep the less favourable of two usable points of one series and moment.

    ``points`` have ``code`` (None where not usable), ``at``, ``direction``, ``value``, ``period``
    and ``status``. The others lose their ``code``, as if they were not usable.
    """
    marked = points.mutate(counts=points.code.notnull())
    window = ibis.window(
        group_by=(*key, "at", "counts"),
        order_by=[marked.direction * marked.value, marked.period, marked.status],
    )
    turned = marked.mutate(turn=ibis.row_number().over(window))
    return turned.mutate(code=(turned.turn == 0).ifelse(turned.code, ibis.null("int64"))).drop(
        "turn", "counts"
    )
