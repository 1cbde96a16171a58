"""Periods: the first and last day, or that there is no such period."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.frameworks.periods import span_of


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2015", date(2015, 1, 1), date(2015, 12, 31)),
        ("2015-Q2", date(2015, 4, 1), date(2015, 6, 30)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2015-06-24", date(2015, 6, 24), date(2015, 6, 24)),
    ],
)
def test_period_spans_its_days(period: str, first: date, last: date) -> None:
    assert span_of(period) == (first, last)


@pytest.mark.parametrize(
    "period", ["", "0000", "15", "2015-13", "2015-02-29", "2015-Q5", "2015-6", "٢٠١٥", "2015 "]
)
def test_what_is_no_period_has_no_span(period: str) -> None:
    assert span_of(period) is None


@given(st.dates())
def test_every_day_spans_itself(day: date) -> None:
    assert span_of(day.isoformat()) == (day, day)
