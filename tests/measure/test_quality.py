"""Screening of a series: what is asked about, what is left alone, and nothing else."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.measure.quality import (
    REASONS,
    Nature,
    Reason,
    Screening,
    coverage,
    modified_z,
    other_sign,
    screen,
)
from milepost.measure.series import Point

FREE = Nature()
VALUES = st.lists(st.floats(-1e6, 1e6).map(lambda value: round(value, 3)), max_size=15)
STEADY = [100.0, 104.0, 109.0, 113.0, 117.0, 122.0, 127.0, 131.0]


def yearly(values: list[float]) -> list[Point]:
    """Return one point a year from 2000."""
    return [Point(2000.0 + at, value, str(2000 + at)) for at, value in enumerate(values)]


def codes(found: Screening) -> dict[str, list[str]]:
    """Return the reasons by period."""
    return {row.period: [reason.code for reason in row.reasons] for row in found.suspicions}


@given(VALUES, st.randoms())
def test_the_order_of_the_input_does_not_matter(values: list[float], rng: object) -> None:
    points = yearly(values)
    mixed = list(points)
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    assert screen(mixed, FREE) == screen(points, FREE)


@given(VALUES, st.booleans(), st.booleans())
def test_every_suspicion_is_a_value_of_the_series_with_reasons_we_know(
    values: list[float], is_count: bool, moves: bool
) -> None:
    points = yearly(values)
    nature = Nature(minimum=-1e5, maximum=1e5, is_count=is_count, moves=moves)
    found = screen(points, nature)
    assert found.values == len(points)
    assert found.is_short == (len(points) < 6)
    known = {(point.period, point.value) for point in points}
    for row in found.suspicions:
        assert (row.period, row.value) in known
        assert row.reasons
        for reason in row.reasons:
            assert tuple(reason.values) == REASONS[reason.code]
            assert all(math.isfinite(number) for number in reason.values.values())


@given(VALUES)
def test_what_is_outside_the_range_is_named_and_only_that(values: list[float]) -> None:
    nature = Nature(minimum=0.0, maximum=1000.0, moves=False)
    found = screen(yearly(values), nature)
    outside = [str(2000 + at) for at, value in enumerate(values) if not 0 <= value <= 1000]
    assert [row.period for row in found.suspicions] == outside


@given(st.floats(1, 1e6), st.integers(1, 15))
def test_a_series_that_does_not_move_raises_no_question(value: float, count: int) -> None:
    assert screen(yearly([value] * count), FREE).suspicions == ()


@given(st.integers(1, 6), st.sampled_from([0.001, 0.01, 0.1, 10, 100, 1000]))
def test_a_decimal_mark_at_the_wrong_place_is_found(at: int, factor: float) -> None:
    values = list(STEADY)
    values[at] *= factor
    found = screen(yearly(values), FREE)
    (reason,) = [
        reason
        for row in found.suspicions
        if row.period == str(2000 + at)
        for reason in row.reasons
        if reason.code == "digit_shift"
    ]
    assert reason.values["factor"] == pytest.approx(factor)


@given(st.floats(0.1, 1000))
def test_the_unit_does_not_decide_what_is_unusual(scale: float) -> None:
    values = [*STEADY, 400.0, 405.0]
    fine = Nature(decimals=6)
    plain = codes(screen(yearly(values), fine))
    scaled = codes(screen(yearly([value * scale for value in values]), fine))
    assert plain == scaled == {"2008": ["unusual_change", "jump"]}


def test_of_a_peak_only_the_way_there_is_asked_about() -> None:
    peak = [*STEADY, 600.0, 140.0, 145.0]
    assert list(codes(screen(yearly(peak), FREE))) == ["2008"]


def test_a_zero_between_two_large_values_may_be_a_gap() -> None:
    found = codes(screen(yearly([50.0, 52.0, 0.0, 51.0]), FREE))
    assert found == {"2002": ["zero_between"]}
    assert codes(screen(yearly([50.0, 52.0, 0.0]), FREE)) == {}


def test_small_counts_move_by_chance_and_are_left_alone() -> None:
    deaths = [3.0, 3.0, 3.0, 3.0, 3.0, 4.0, 3.0, 9.0, 3.0]
    rates = codes(screen(yearly(deaths), FREE))
    assert list(rates) == ["2007"]
    assert codes(screen(yearly(deaths), Nature(is_count=True, decimals=0))) == {}
    many = [200.0, 210.0, 205.0, 212.0, 208.0, 215.0, 900.0, 220.0]
    assert list(codes(screen(yearly(many), Nature(is_count=True, decimals=0)))) == ["2006"]


def test_a_lone_sign_is_strange_among_four_of_the_other() -> None:
    assert other_sign([1.0, 2.0, -3.0, 4.0, 5.0]) == 2
    assert other_sign([1.0, 2.0, -3.0, 4.0]) is None
    assert other_sign([1.0, 2.0, -3.0, -4.0, 5.0, 6.0]) is None
    assert other_sign([0.0, 0.0, 1.0]) is None


def test_states_are_no_quantities() -> None:
    joined = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0]
    assert codes(screen(yearly(joined), Nature(moves=False))) == {}


def test_modified_z_is_the_published_formula() -> None:
    """Iglewicz and Hoaglin: 0.6745 (x - median) / MAD; here median 3 and MAD 1."""
    assert modified_z([1, 2, 3, 4, 100]) == pytest.approx(
        [0.6745 * (value - 3) for value in (1, 2, 3, 4, 100)]
    )
    assert modified_z([5, 5, 5, 5, 10]) == pytest.approx([0, 0, 0, 0, 5 / 1.253314])
    assert modified_z([7, 7]) == [0, 0]
    assert modified_z([]) == []


def test_two_values_of_one_moment_are_both_checked_for_range() -> None:
    twice = [Point(2000.0, 5.0, "2000"), Point(2000.0, 50.0, "2000-01")]
    found = screen(twice, Nature(maximum=10.0))
    assert [(row.period, row.reasons) for row in found.suspicions] == [
        ("2000-01", (Reason("above_maximum", {"value": 50.0, "limit": 10.0}),))
    ]


CODES = st.sets(st.sampled_from("abcdefgh")).map(sorted)


@given(CODES, CODES, st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0, 100)))
def test_coverage_is_a_share_of_those_who_can_have_a_value(
    eligible: list[str], having: list[str], weights: dict[str, float]
) -> None:
    found = coverage(eligible, set(having), weights)
    assert found.states == len(set(eligible) & set(having))
    assert found.eligible == len(eligible)
    assert (found.share is None) == (not eligible)
    assert found.share is None or 0 <= found.share <= 1
    assert found.weight_share is None or 0 <= found.weight_share <= 1
    if eligible and set(eligible) <= set(having):
        assert found.share == 1
