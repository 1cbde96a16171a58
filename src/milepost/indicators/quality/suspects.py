"""Which series deserve a look value by value: told for all of them at once.

``measure.quality.screen`` and ``measure.versions.find_breaks`` are the rules, and they take a
series at a time. Most series give them no cause. Here those are left out, by conditions that hold
for every series in which the rules find something, and for some others.
"""

from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from milepost.measure.quality import CLOSE_NEIGHBOURS, Nature, Sieve
from milepost.measure.series import BREAK_STATUS
from milepost.measure.versions import DEFINITION_STATUS

SLACK: Final = 0.98
"""Limits are a little lower here: numbers are not rounded yet, and years are of one length."""
DAYS_OF_A_YEAR: Final = 365.25


@dataclass(frozen=True, slots=True)
class Suspects:
    """``rows`` of series to look at, and of all series: how many there are, how many are short."""

    rows: pa.Table
    series: int
    short_series: int
    values: int


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Each value with the one before it, where both are of one series.

    ``place`` is the position of the later one, ``number`` that of its series.
    """

    place: pa.Array
    number: pa.Array
    before: pa.Array
    after: pa.Array
    days: pa.Array


def find_suspects(rows: pa.Table, nature: Nature, sieve: Sieve) -> Suspects:
    """Return the series of ``rows`` (as ``material.series_of`` gives them) to be screened."""
    if rows.num_rows == 0:
        return Suspects(rows, 0, 0, 0)
    number = _numbered(rows)
    pairs = _pairs(rows, number)
    moments = _moments(number, pairs)
    flagged = [number.filter(_outside(rows.column("value").chunk(0), nature))]
    if nature.moves:
        flagged.append(pairs.number.filter(_is_odd(pairs)))
        flagged.append(_leaping(rows, number, pairs, sieve))
    return Suspects(
        rows=_of(rows, number, pa.concat_arrays(flagged)),
        series=len(moments),
        short_series=int(pc.sum(pc.less(moments, sieve.least_points)).as_py() or 0),
        values=rows.num_rows,
    )


def find_broken(rows: pa.Table) -> pa.Table:
    """Return the rows of series in which something is marked or the vintage changes."""
    if rows.num_rows == 0:
        return rows
    number = _numbered(rows)
    vintage = rows.column("vintage").chunk(0)
    is_marked = pc.is_in(
        rows.column("status").chunk(0), value_set=pa.array([BREAK_STATUS, DEFINITION_STATUS])
    )
    changes = pc.and_(pc.equal(number[1:], number[:-1]), pc.not_equal(vintage[1:], vintage[:-1]))
    return _of(
        rows, number, pa.concat_arrays([number.filter(is_marked), number[1:].filter(changes)])
    )


def _numbered(rows: pa.Table) -> pa.Array:
    """Return the number of the series of each row, from 0; rows of one series stand together."""
    area, breakdown = (rows.column(name).chunk(0) for name in ("area", "breakdown"))
    differs = pc.or_(pc.not_equal(area[1:], area[:-1]), pc.not_equal(breakdown[1:], breakdown[:-1]))
    begins = pa.concat_arrays([pa.array([False]), differs])
    return pc.cumulative_sum(begins.cast(pa.int64()))


def _pairs(rows: pa.Table, number: pa.Array) -> _Pairs:
    value = rows.column("value").chunk(0)
    day = rows.column("period_start").chunk(0).cast(pa.int32()).cast(pa.int64())
    is_pair = pc.equal(number[1:], number[:-1])
    place = pc.indices_nonzero(is_pair).cast(pa.int64())
    return _Pairs(
        place=pc.add(place, 1),
        number=number[1:].filter(is_pair),
        before=value[:-1].filter(is_pair),
        after=value[1:].filter(is_pair),
        days=pc.subtract(day[1:], day[:-1]).filter(is_pair),
    )


def _moments(number: pa.Array, pairs: _Pairs) -> pa.Array:
    """Return how many different moments each series has, in the order of the series."""
    shared = pairs.place.filter(pc.equal(pairs.days, 0))
    counts = _tally(number)
    if not len(shared):
        return counts
    fewer = pairs.number.filter(pc.equal(pairs.days, 0)).value_counts()
    taken = pc.index_in(pa.array(range(len(counts)), pa.int64()), value_set=fewer.field("values"))
    less = pc.fill_null(fewer.field("counts").take(taken), 0)
    return pc.subtract(counts, less)


def _tally(number: pa.Array) -> pa.Array:
    """Return how often each number stands in an array in which equal ones stand together."""
    return number.value_counts().field("counts")


def _outside(value: pa.Array, nature: Nature) -> pa.Array:
    """Return whether each value is, or nearly is, outside the range of the definition."""
    found = pc.is_null(value)
    for limit, is_beyond, side in (
        (nature.minimum, pc.less, 1.0),
        (nature.maximum, pc.greater, -1.0),
    ):
        if limit is not None:
            nearly = limit + side * (1.0 - SLACK) * abs(limit)
            found = pc.or_(found, is_beyond(value, nearly))
    return found


def _is_odd(pairs: _Pairs) -> pa.Array:
    """Return whether two values share a moment, differ in sign, or are far apart.

    A slipped digit is at least two powers of the nearness of neighbours away from the value
    beside it, and a zero that stands for a gap is infinitely far.
    """
    first, second = pc.abs(pairs.before), pc.abs(pairs.after)
    less, more = pc.min_element_wise(first, second), pc.max_element_wise(first, second)
    is_far = pc.and_(
        pc.greater(more, pc.multiply(less, SLACK * 2 * CLOSE_NEIGHBOURS)), pc.greater(more, 0.0)
    )
    differs = pc.less(pc.multiply(pc.sign(pairs.before), pc.sign(pairs.after)), 0.0)
    return pc.or_(pc.equal(pairs.days, 0), pc.or_(is_far, differs))


def _leaping(rows: pa.Table, number: pa.Array, pairs: _Pairs, sieve: Sieve) -> pa.Array:
    """Return the numbers of series with a material change that is many times the usual one."""
    if not len(pairs.place):
        return pairs.number
    steps = _steps(rows, number, pairs)
    usual = _lower_median(pairs.number, steps)
    size = pc.abs(pc.subtract(pairs.after, pairs.before))
    first, second = pc.abs(pairs.before), pc.abs(pairs.after)
    less, more = pc.min_element_wise(first, second), pc.max_element_wise(first, second)
    level = pc.if_else(pc.greater(less, 0.0), less, more)
    is_material = pc.greater_equal(size, pc.multiply(level, SLACK * sieve.material))
    leaps = pc.greater_equal(steps, pc.multiply(usual, SLACK * sieve.jump))
    return pairs.number.filter(pc.and_(pc.and_(is_material, leaps), pc.greater(size, 0.0)))


def _steps(rows: pa.Table, number: pa.Array, pairs: _Pairs) -> pa.Array:
    """Return the size of each change a year: of the logarithm where a series is all positive."""
    value = rows.column("value").chunk(0)
    not_positive = number.filter(pc.less_equal(value, 0.0)).unique()
    is_relative = pc.invert(pc.is_in(pairs.number, value_set=not_positive))
    ends = []
    for end in (pairs.before, pairs.after):
        logarithm = pc.ln(pc.if_else(pc.greater(end, 0.0), end, 1.0))
        ends.append(pc.if_else(is_relative, logarithm, end))
    years = pc.divide(pc.max_element_wise(pairs.days, 1).cast(pa.float64()), DAYS_OF_A_YEAR)
    return pc.divide(pc.abs(pc.subtract(ends[1], ends[0])), years)


def _lower_median(number: pa.Array, steps: pa.Array) -> pa.Array:
    """Return for each pair the median change of its series, the lower one of two in the middle."""
    table = pa.table({"number": number, "step": steps})
    order = pc.sort_indices(table, sort_keys=[("number", "ascending"), ("step", "ascending")])
    ordered = steps.take(order)
    counts = _tally(number)
    ends = pc.cumulative_sum(counts)
    starts = pc.subtract(ends, counts)
    middle = pc.add(starts, pc.divide(pc.subtract(counts, 1), 2))
    medians = ordered.take(middle)
    of_series = pc.index_in(number, value_set=number.unique())
    return medians.take(of_series)


def _of(rows: pa.Table, number: pa.Array, wanted: pa.Array) -> pa.Table:
    return rows.filter(pc.is_in(number, value_set=wanted.unique()))
