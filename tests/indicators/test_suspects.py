"""Series that nobody looks at are those in which the rules of one series find nothing."""

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.indicators.quality.material import COLUMNS, KINDS, Row, Rows, by_series, series_of
from milepost.indicators.quality.screening import screen_rows
from milepost.indicators.quality.suspects import find_broken, find_suspects
from milepost.measure.quality import Nature, Sieve, screen
from milepost.measure.versions import Seen, find_breaks

NATURES = [Nature(), Nature(minimum=0.0, maximum=100.0), Nature(is_count=True, decimals=0)]
VALUES = st.one_of(
    st.sampled_from([0.0, 1.0, 1.1, 10.0, 11.0, 100.0, -1.0, -0.0]),
    st.floats(9.0, 13.0).map(lambda value: round(value, 1)),
    st.floats(-1e6, 1e6, allow_nan=False),
)
POINTS = st.lists(
    st.tuples(
        st.integers(2000, 2012),
        st.sampled_from(["", "-01", "-07"]),
        VALUES,
        st.sampled_from("AAAAAAEBDF"),
        st.sampled_from(["v1", "v1", "v1", "v2"]),
    ),
    max_size=14,
    unique_by=lambda point: point[:2],
)


def table_of(series: list[list[tuple[int, str, float, str, str]]]) -> pa.Table:
    """Return series of as many places, each with and without a breakdown."""
    rows = [
        {
            "area": f"{number:03d}",
            "counterpart": "",
            "period": f"{year}{month}",
            "period_start": date(year, 7 if month == "-07" else 1, 1),
            "breakdown": "sex=F" if number % 2 else "",
            "value": value,
            "status": status,
            "note": "",
            "vintage": vintage,
        }
        for number, points in enumerate(series)
        for year, month, value, status, vintage in points
    ]
    return pa.Table.from_pylist(rows, KINDS).select(COLUMNS)


def sorted_rows(table: pa.Table) -> pa.Table:
    return series_of(Rows(table, table, table))


def seen(row: Row) -> Seen:
    point = row.point()
    return Seen(point.when, row.period, point.value, row.status, row.vintage, row.vintage)


@given(st.lists(POINTS, max_size=6), st.sampled_from(NATURES), st.booleans())
@settings(max_examples=300, deadline=None)
def test_what_is_left_out_gives_the_rules_no_cause(
    series: list[list[tuple[int, str, float, str, str]]], nature: Nature, moves: bool
) -> None:
    nature = Nature(nature.minimum, nature.maximum, nature.is_count, moves, nature.decimals)
    rows, sieve = sorted_rows(table_of(series)), Sieve()
    suspects, everything = find_suspects(rows, nature, sieve), by_series(rows)
    looked_at = by_series(suspects.rows)
    screened = {
        key: screen([row.point() for row in kept], nature, sieve)
        for key, kept in everything.items()
    }
    assert {key for key, found in screened.items() if found.suspicions} <= set(looked_at)
    assert all(looked_at[key] == everything[key] for key in looked_at)
    assert suspects.series == len(everything)
    assert suspects.short_series == sum(found.is_short for found in screened.values())
    assert suspects.values == sum(found.values for found in screened.values())
    assert list(screen_rows(suspects.rows, nature, sieve)) == [
        (*key, suspicion) for key, found in screened.items() for suspicion in found.suspicions
    ]
    broken = by_series(find_broken(rows))
    with_breaks = {key for key, kept in everything.items() if find_breaks([*map(seen, kept)])}
    assert with_breaks <= set(broken)


@pytest.mark.parametrize("odd", [None, 105.0, 0.0, -10.0])
def test_a_steady_series_is_left_out_and_one_with_a_slip_is_not(odd: float | None) -> None:
    steady = [(2000 + step, "", 10.0 + 0.1 * step, "A", "v1") for step in range(12)]
    other = [*steady]
    if odd is not None:
        other[6] = (2006, "", odd, "A", "v1")
    rows = sorted_rows(table_of([steady, other]))
    found = find_suspects(rows, Nature(), Sieve())
    assert set(by_series(found.rows)) == (set() if odd is None else {("001", "sex=F")})
    assert find_broken(rows).num_rows == 0
