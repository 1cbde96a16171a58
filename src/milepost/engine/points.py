"""Which rows may be used: the same choice as ``measure.series.select``, for all series at once."""

import sys
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis import ir

from milepost.engine.backends import Engine
from milepost.engine.numbers import LEAST_PLAIN, is_plain, is_whole
from milepost.engine.periods import has_shared_moments, make_calendar
from milepost.engine.sums import Range
from milepost.measure.series import FORECAST_STATUSES, MISSING_STATUSES

SERIES = ("indicator", "area", "breakdown")
COLUMNS = (*SERIES, "period", "value", "status")
"""What the engine reads of observations: one row for each observation, the latest vintage."""

OBSERVATIONS = pa.schema(
    [(name, pa.float64() if name == "value" else pa.string()) for name in COLUMNS]
)
ORDINARY_STATUS, IMPUTED_STATUS = "A", "I"


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of a set of observations after one look at it.

    ``calendar`` is a table of ``engine.periods``. ``is_plain`` says that every number has ten
    digits at most, ``is_distinct`` that no two periods start at the same moment. ``size`` is the
    range of the numbers.
    """

    calendar: pa.Table
    is_plain: bool
    is_distinct: bool
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


def survey(engine: Engine, observations: ir.Table, *, with_whole: bool = False) -> Survey:
    """Look once at the periods and the digits of a set of observations.

    ``with_whole`` also finds out whether all numbers are whole. Raises ValueError for a period
    that is none.
    """
    usable = observations.filter(is_number(observations))
    found = engine.to_arrow(
        usable.group_by("period").agg(
            greatest=usable.value.abs().max(),
            is_long=(~is_plain(usable.value)).ifelse(1, 0).max(),
            is_broken=(~is_whole(usable.value)).ifelse(1, 0).max() if with_whole else 1,
        )
    ).to_pydict()
    calendar = make_calendar(found["period"])
    plain = not any(found["is_long"])
    greatest = max(found["greatest"], default=0.0) or 1.0
    least = LEAST_PLAIN if plain else _least(engine, usable)
    return Survey(
        calendar=calendar,
        is_plain=plain,
        is_distinct=not has_shared_moments(calendar),
        size=Range(min(least, greatest), greatest, is_whole=not any(found["is_broken"])),
    )


def _least(engine: Engine, usable: ir.Table) -> float:
    """Return the least size of a number that is not zero."""
    sizes = usable.agg(least=usable.value.abs().nullif(0.0).min())
    return float(engine.to_arrow(sizes)["least"][0].as_py() or 1.0)


def is_number(table: ir.Table) -> ir.Value:
    """Whether a row has a finite number; NaN counts as greater than all numbers, or as none."""
    return (table.value.abs() <= sys.float_info.max).fill_null(False)


def has_usable_status(table: ir.Table) -> ir.Value:
    """Whether the status says that the number is one, and no forecast."""
    unusable = "".join(sorted(MISSING_STATUSES | FORECAST_STATUSES))
    # Codes are single letters; looking one up in a word is cheaper than in a list.
    return ~ibis.literal(unusable).contains(table.status)


def read_points(engine: Engine, observations: ir.Table, *, plain: bool) -> ir.Table:
    """Return the observations with numbers of ten digits and ``is_usable``.

    ``is_usable`` leaves out missing and forecast statuses and what is no finite number; a period
    after the day of the view is left out later, for that day is the promise's.
    """
    table = observations.select(*COLUMNS)
    table = table.mutate(status=table.status.nullif("").fill_null(ORDINARY_STATUS))
    table = table.mutate(is_usable=is_number(table) & has_usable_status(table))
    if plain:
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
