"""Statements about one thing: which counts and why, what loses, where a series is sewn."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.measure.versions import (
    BREAKS,
    CHOICES,
    Act,
    Seen,
    Version,
    compare,
    days_between,
    expected_years,
    find_breaks,
    is_stale,
    period_span,
    two_dates,
    years_old,
)

DAYS = st.dates(date(1950, 1, 1), date(2030, 12, 31)).map(date.isoformat)
PERIODS = st.one_of(
    DAYS,
    DAYS.map(lambda day: day[:4]),
    DAYS.map(lambda day: day[:7]),
    DAYS.map(lambda day: f"{day[:4]}-Q{(int(day[5:7]) - 1) // 3 + 1}"),
)
VALUES = st.one_of(st.none(), st.sampled_from([0.0, 1.0, 2.5, -3.0]))


def version(value: float | None, source: str = "A", known_on: str = "2015-01-01") -> Version:
    """Return a version."""
    return Version(value, "A", f"{source}{known_on}", source, known_on, f"{known_on}T00:00:00")


@given(VALUES, st.lists(VALUES, max_size=4))
def test_a_choice_is_stated_exactly_when_something_else_was_said(
    kept: float | None, others: list[float | None]
) -> None:
    chosen = compare(version(kept), [version(other, "B") for other in others])
    assert (chosen is None) == all(other == kept for other in others)
    if chosen is not None:
        assert chosen.rule in CHOICES
        assert chosen.kind == "conflict"
        differing = [value for value in others if value != kept and value is not None]
        if kept is None or not differing:
            assert chosen.difference is None
        else:
            assert abs(chosen.difference or 0) == max(abs(kept - value) for value in differing)


def test_one_source_revises_and_two_conflict() -> None:
    kept = version(10.0, "World  bank", "2016-01-01")
    revised = compare(kept, [version(8.0, "world Bank")])
    assert revised is not None
    assert (revised.kind, revised.rule, revised.difference, revised.share) == (
        "revision", "known_last", 2.0, 0.25,
    )  # fmt: skip
    disputed = compare(kept, [version(8.0, "world Bank"), version(0.0, "ILO", "2016-01-01")])
    assert disputed is not None
    assert (disputed.kind, disputed.rule, disputed.share) == ("conflict", "accepted_last", None)
    assert compare(kept, [version(10.0 + 1e-12, "ILO")]) is None


@given(PERIODS, PERIODS)
def test_days_between_are_the_same_both_ways_and_none_when_periods_overlap(
    left: str, right: str
) -> None:
    days = days_between(left, right)
    assert days == days_between(right, left) >= 0
    (first, first_end), (second, second_end) = period_span(left), period_span(right)
    assert (days == 0) == (first <= second_end and second <= first_end)


@given(PERIODS)
def test_a_period_ends_the_day_before_the_next_begins(period: str) -> None:
    first, last = period_span(period)
    assert first <= last
    span = (last - first).days + 1
    assert span in {1, 28, 29, 30, 31, 90, 91, 92, 365, 366}
    assert days_between(period, (last + timedelta(days=1)).isoformat()) == 1


def test_a_text_that_is_no_period_is_refused() -> None:
    with pytest.raises(ValueError, match="soon"):
        days_between("soon", "2015")


def acts(*rows: str) -> list[Act]:
    """Return acts; a minus before the period says that the state is not a party."""
    return [Act(row.removeprefix("~"), not row.startswith("~")) for row in rows]


def test_two_dates_of_one_act_are_found_and_the_earlier_counts() -> None:
    (found,) = two_dates(acts("2013-09-20", "2012-09-20"))
    assert (found.counts.period, found.other.period, found.days) == (
        "2012-09-20", "2013-09-20", 365,
    )  # fmt: skip


def test_a_year_and_a_day_in_it_agree() -> None:
    assert two_dates(acts("1990", "1990-11-12")) == []
    (found,) = two_dates(acts("1990-11-12", "1995"))
    assert found.days == (date(1995, 1, 1) - date(1990, 11, 12)).days


def test_who_left_and_joined_again_acted_twice() -> None:
    assert two_dates(acts("1990", "~1995", "2001")) == []
    assert len(two_dates(acts("1990", "~1995", "2001", "2003"))) == 1


@given(st.lists(PERIODS, max_size=5))
def test_each_further_date_is_kept_unless_it_agrees(periods: list[str]) -> None:
    found = two_dates(acts(*periods))
    assert len(found) <= max(0, len(periods) - 1)
    assert all(pair.days > 0 for pair in found)
    assert len({pair.counts.period for pair in found}) <= 1


def seen(
    year: int, value: float, *, source: str = "A", vintage: str = "v1", status: str = "A"
) -> Seen:
    """Return a value of a year."""
    return Seen(float(year), str(year), value, status, vintage, source)


def test_seams_are_named_by_their_cause() -> None:
    series = [
        seen(2009, 9),
        seen(2010, 10),
        seen(2011, 11),
        seen(2012, 12),
        seen(2013, 22, source="B", vintage="v2"),
        seen(2014, 23, source="B", vintage="v3"),
        seen(2015, 24, source="B", vintage="v3", status="B"),
        seen(2016, 25, source="B", vintage="v3", status="D"),
    ]
    found = find_breaks(list(reversed(series)))
    assert [(seam.kind, seam.after.period, seam.times) for seam in found] == [
        ("source_changes", "2013", 10.0),
        ("vintage_changes", "2014", 1.0),
        ("marked_break", "2015", 1.0),
        ("definition_differs", "2016", 1.0),
    ]
    assert {seam.kind for seam in found} <= set(BREAKS)


def test_two_changes_elsewhere_are_no_usual_change() -> None:
    series = [seen(2010, 10), seen(2011, 11), seen(2012, 12), seen(2013, 99, vintage="v2")]
    (found,) = find_breaks(series)
    assert found.times is None
    (longer,) = find_breaks([seen(2009, 9), *series])
    assert longer.times == 87.0


def test_a_mark_on_the_first_value_has_nothing_before_it() -> None:
    (found,) = find_breaks([seen(2010, 10, status="B"), seen(2011, 11)])
    assert (found.before, found.times) == (None, None)


@given(st.lists(st.tuples(st.integers(2000, 2010), st.floats(-9, 9)), max_size=8))
def test_one_vintage_without_marks_has_no_seams(rows: list[tuple[int, float]]) -> None:
    assert find_breaks([seen(year, value) for year, value in rows]) == []


@pytest.mark.parametrize(
    ("frequency", "years"),
    [("annual", 1), ("A", 1), (" Q ", 0.25), ("monthly", 1 / 12), ("5Y", 5), ("A5", 5),
     ("event", None), ("irregular", None), ("", None), ("0Y", None)],
)  # fmt: skip
def test_a_frequency_promises_an_interval_or_nothing(frequency: str, years: float | None) -> None:
    assert expected_years(frequency) == years


@given(PERIODS, st.dates(date(1950, 1, 1), date(2030, 12, 31)))
def test_age_counts_from_the_end_of_the_period(period: str, as_of: date) -> None:
    age = years_old(period, as_of)
    assert age >= 0
    assert (age == 0) or period_span(period)[1] < as_of


def test_staleness_allows_the_interval_and_two_years() -> None:
    assert years_old("2015", date(2018, 12, 31)) == 3.0
    assert is_stale(3.0, 1.0) is False
    assert is_stale(3.01, 1.0) is True
    assert is_stale(99.0, None) is None
