"""The rows of suspected series, screened value by value without an object for each row."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import repeat
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from milepost.measure.quality import Nature, Sieve, Suspicion, screen
from milepost.measure.rounding import tidy
from milepost.measure.screening import screen_values
from milepost.measure.series import Point, decimal_year

PLAIN_BELOW: Final = 1e6
DECIMALS: Final = 10_000.0
EPOCH: Final = date(1970, 1, 1)


@contextmanager
def without_collector() -> Iterator[None]:
    """Let Python look for no cycles while very many values are made that are in none.

    It would go over all of them again and again, for a third of the time of a large report.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def screen_rows(
    rows: pa.Table, nature: Nature, sieve: Sieve
) -> Iterator[tuple[str, str, Suspicion]]:
    """Yield what ``measure.quality.screen`` finds, with area and breakdown, series by series.

    ``rows`` are such as ``material.series_of`` gives: a series stands together, oldest first.
    """
    if rows.num_rows == 0:
        return
    rows = rows.combine_chunks()
    values, whens = _tidy_values(rows["value"].chunk(0)), _whens(rows["period_start"].chunk(0))
    periods, area, breakdown = (rows[name].chunk(0) for name in ("period", "area", "breakdown"))
    for begin, end in _series(area, breakdown):
        own, moments = values[begin:end], whens[begin:end]
        if len(set(moments)) < len(moments):
            points = map(Point, moments, own, periods[begin:end].to_pylist())
            said = list(screen([*points], nature, sieve).suspicions)
        else:
            said = [
                Suspicion(periods[begin + at].as_py(), own[at], tuple(reasons))
                for at, reasons in sorted(screen_values(moments, own, nature, sieve).items())
            ]
        if said:
            places = repeat(area[begin].as_py()), repeat(breakdown[begin].as_py())
            yield from zip(*places, said, strict=False)


def _series(area: pa.Array, breakdown: pa.Array) -> Iterator[tuple[int, int]]:
    """Yield where each series begins and ends."""
    differs = pc.or_(pc.not_equal(area[1:], area[:-1]), pc.not_equal(breakdown[1:], breakdown[:-1]))
    begins = [0, *(place + 1 for place in pc.indices_nonzero(differs).to_pylist())]
    yield from zip(begins, [*begins[1:], len(area)], strict=True)


def _tidy_values(value: pa.Array) -> list[float]:
    """Return tidy values; numbers of few decimals below a million are tidy already."""
    value = pc.add(value, 0.0)
    near = pc.floor(pc.add(pc.multiply(value, DECIMALS), 0.5))
    is_plain = pc.and_(
        pc.equal(pc.divide(near, DECIMALS), value), pc.less(pc.abs(value), PLAIN_BELOW)
    )
    values: list[float] = value.to_pylist()
    for place in pc.indices_nonzero(pc.invert(is_plain)).to_pylist():
        values[place] = tidy(values[place])
    return values


def _whens(day: pa.Array) -> list[float]:
    """Return days as decimal years; each of the few different ones is worked out once."""
    coded = day.cast(pa.int32()).dictionary_encode()
    years = [decimal_year(EPOCH + timedelta(days=days)) for days in coded.dictionary.to_pylist()]
    return pa.array(years, pa.float64()).take(coded.indices).to_pylist()  # type: ignore[no-any-return]
