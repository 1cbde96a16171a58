"""Periods as decimal years, and which points may be used."""

from datetime import date
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.measure.rounding import tidy, tidy_or_none
from milepost.measure.series import (
    REJECTIONS,
    Point,
    Rejected,
    age,
    decimal_year,
    is_annual,
    period_start,
    select,
    when_of,
)
from tests.measure.cases import points


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2015", date(2015, 1, 1)),
        ("2015-Q2", date(2015, 4, 1)),
        ("2015-Q4", date(2015, 10, 1)),
        ("2015-06", date(2015, 6, 1)),
        ("2015-06-24", date(2015, 6, 24)),
    ],
)
def test_period_start(period: str, day: date) -> None:
    assert period_start(period) == day


@pytest.mark.parametrize(
    "period", ["", "15", "2015-Q5", "2015-Q2-1", "2015-13", "2015-02-30", "2015-1-1-1", "year"]
)
def test_period_start_refuses_other_text(period: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        period_start(period)


def test_a_day_is_the_share_of_its_year_that_lies_before_it() -> None:
    assert when_of("2015") == 2015.0
    assert decimal_year(date(2013, 10, 3)) == pytest.approx(2013 + 275 / 365)
    assert decimal_year(date(2016, 12, 31)) == pytest.approx(2016 + 365 / 366)
    assert decimal_year(date.max) < 10_000


@given(st.dates(date(1900, 1, 1), date(2100, 12, 30)))
def test_decimal_years_keep_the_order_of_days(day: date) -> None:
    following = date.fromordinal(day.toordinal() + 1)
    assert day.year <= decimal_year(day) < decimal_year(following)


def test_annual_points_are_aged_by_calendar_year_and_dated_ones_by_time() -> None:
    assert is_annual(Point(2016.0, 1.0, "2016"))
    assert is_annual(Point(2016.0, 1.0))
    assert not is_annual(Point(2016.0, 1.0, "2016-01-01"))
    assert age(Point(2016.0, 1.0, "2016"), 2019.99) == 3
    assert age(Point(2016.0, 1.0, "2016-01-01"), 2019.5) == 3.5


@pytest.mark.parametrize(
    ("point", "why"),
    [
        (Point(2010.0, nan), "not_a_number"),
        (Point(2010.0, inf), "not_a_number"),
        (Point(2010.0, 1.0, "2010", "M"), "status_missing"),
        (Point(2010.0, 1.0, "2010", "F"), "forecast"),
        (Point(2016.0, 1.0, "2016"), "after_as_of"),
    ],
)
def test_select_sets_aside(point: Point, why: str) -> None:
    chosen = select([point], as_of=2015.9)
    assert chosen.used == ()
    assert [item.why for item in chosen.rejected] == [why]
    assert why in REJECTIONS


def test_select_keeps_what_the_caller_set_aside_first() -> None:
    before = Rejected("2001", None, "O", "value_missing")
    chosen = select([Point(2010.0, 1.0, "2010", "F")], rejected=(before,))
    assert [item.why for item in chosen.rejected] == ["value_missing", "forecast"]


@pytest.mark.parametrize(("direction", "kept"), [(1, 3.0), (-1, 5.0)])
def test_select_keeps_the_less_favourable_of_two_values(direction: int, kept: float) -> None:
    pair = [Point(2010.0, 5.0, "2010"), Point(2010.0, 3.0, "2010")]
    for order in (pair, pair[::-1]):
        chosen = select(order, direction=direction)
        assert [point.value for point in chosen.used] == [kept]
        assert [item.why for item in chosen.rejected] == ["duplicate_period"]


@given(points(), st.sampled_from([1, -1]), st.randoms(use_true_random=False))
def test_select_uses_the_same_points_in_any_order(
    given_points: tuple[Point, ...], direction: int, random: object
) -> None:
    shuffled = list(given_points)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one = select(given_points, direction=direction, as_of=2020.0)
    other = select(shuffled, direction=direction, as_of=2020.0)
    assert one.used == other.used
    assert len(one.used) + len(one.rejected) == len(given_points)
    assert [point.when for point in one.used] == sorted({point.when for point in one.used})


def test_tidy_removes_the_noise_of_binary_floats() -> None:
    assert tidy(0.1 + 0.2) == 0.3
    assert tidy(0.95 - 1e-14) == 0.95
    assert str(tidy(-0.0)) == "0.0"
    assert tidy_or_none(None) is None
    assert tidy_or_none(0.1 + 0.2) == 0.3
