"""Levels against thresholds, shares of states with a policy, and direction of change."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.measure.rate_direction import yearly_change
from milepost.measure.rules import Case
from milepost.measure.series import Point
from milepost.measure.states import RANK, Flag, Reason, State
from tests.measure.cases import case, cases, rate, series, values


@pytest.mark.parametrize(
    ("given_values", "parameters", "promise", "state", "status"),
    [
        ({}, {"green": 3}, {}, "grey", "no_data"),
        ({2018: 5}, {}, {}, "grey", "no_threshold"),
        ({2018: 5}, {}, {"target": 5.0}, "green", "level_met"),
        ({2018: 5}, {"green": 5, "yellow": 3}, {}, "green", "level_met"),
        ({2018: 4.99}, {"green": 5, "yellow": 3}, {}, "yellow", "level_partly_met"),
        ({2018: 2.99}, {"green": 5, "yellow": 3}, {}, "red", "level_not_met"),
        ({2018: 4}, {"green": 5}, {}, "red", "level_not_met"),
        ({2018: 3}, {"green": 3, "yellow": 5}, {"direction": -1}, "green", "level_met"),
        ({2018: 5}, {"green": 3, "yellow": 5}, {"direction": -1}, "yellow", "level_partly_met"),
        ({2018: 0.1 + 0.2}, {"green": 0.3}, {"direction": -1}, "green", "level_met"),
        ({2013: 5}, {"green": 5}, {}, "grey", "stale"),
        ({2013: 5}, {"green": 5, "unusable_after": None}, {}, "green", "level_met"),
    ],
)
def test_level_threshold(
    given_values: dict[int, float],
    parameters: dict[str, Any],
    promise: dict[str, Any],
    state: str,
    status: str,
) -> None:
    verdict = rate("level_threshold", case(given_values, **promise), **parameters)
    assert (verdict.state, verdict.status) == (state, status)
    assert (verdict.reason is None) == (verdict.state is not State.GREY)


def test_level_numbers_and_flags() -> None:
    verdict = rate("level_threshold", case({2014: 7, 2016: 6}), green=5, yellow=3)
    assert verdict.numbers == {
        "level": 6.0,
        "green": 5.0,
        "yellow": 3.0,
        "distance": 1.0,
        "years_old": 4.0,
    }
    assert set(verdict.flags) == {Flag.SLIPPING, Flag.STALE}
    fresh = rate("level_threshold", case({2018: 4, 2019: 6}), green=5)
    assert set(fresh.flags) == {Flag.VOLATILE}
    broken = series({2018: 6}) + series({2019: 6}, status="B")
    assert set(rate("level_threshold", case(broken), green=5).flags) == {Flag.BREAK_IN_SERIES}
    old = rate("level_threshold", case({2010: 6}), green=5)
    assert (old.reason, old.flags) == (Reason.STALE, (Flag.STALE,))


@pytest.mark.parametrize(
    ("share", "promise", "state", "status"),
    [
        (0.75, {}, "green", "widespread"),
        (0.74, {}, "yellow", "partial"),
        (0.40, {}, "yellow", "partial"),
        (0.39, {}, "red", "rare"),
        (0.74, {"target": 0.70}, "green", "widespread"),
        (0.74, {"target": 0.80}, "yellow", "partial"),
    ],
)
def test_policy_share(share: float, promise: dict[str, Any], state: str, status: str) -> None:
    verdict = rate("policy_share", case({2018: share}, **promise))
    assert (verdict.state, verdict.status) == (state, status)


def test_a_dated_target_of_a_policy_share_is_judged_by_the_linear_path() -> None:
    promise = {"target": 0.8, "baseline": 2015.0, "deadline": 2025.0}
    verdict = rate("policy_share", case({2015: 0.4, 2019: 0.56}, **promise))
    assert (verdict.status, verdict.numbers["ratio"]) == ("on_track", 1.0)


@given(cases(least=1), values, st.floats(0.01, 100, allow_nan=False))
def test_a_better_level_never_gives_a_worse_colour(
    question: Case, green: float, gain: float
) -> None:
    yellow = green - question.direction * 5
    parameters = {"green": green, "yellow": yellow, "unusable_after": None}
    verdict = rate("level_threshold", question, **parameters)
    better = tuple(replace(p, value=p.value + question.direction * gain) for p in question.points)
    other = rate("level_threshold", replace(question, points=better), **parameters)
    if verdict.state is not State.GREY:
        assert RANK[other.state] >= RANK[verdict.state]


@pytest.mark.parametrize(
    ("given_values", "promise", "state", "status"),
    [
        ({}, {}, "grey", "no_data"),
        ({2010: 5, 2015: 6}, {"baseline": 2005.0}, "grey", "no_baseline"),
        ({2015: 6}, {}, "grey", "insufficient_points"),
        ({2010: 100, 2015: 105}, {}, "green", "improving"),
        ({2010: 100, 2015: 104.9}, {}, "yellow", "improving_slowly"),
        ({2010: 100, 2015: 100}, {}, "red", "no_change"),
        ({2010: 100, 2015: 99}, {}, "red", "worsening"),
        ({2010: 100, 2015: 95}, {"direction": -1}, "green", "improving"),
        ({2010: -100, 2015: -95}, {}, "green", "improving"),
        ({2010: 0, 2015: 1}, {}, "green", "improving"),
        ({2010: 0, 2015: 1}, {"direction": -1}, "red", "worsening"),
        ({2005: 1, 2010: 100, 2015: 105}, {"baseline": 2011.0}, "green", "improving"),
        ({2015: 105}, {"baseline": 2010.0, "baseline_value": 100.0}, "green", "improving"),
    ],
)
def test_direction_of_change(
    given_values: dict[int, float], promise: dict[str, Any], state: str, status: str
) -> None:
    verdict = rate("direction_of_change", case(given_values, **promise))
    assert (verdict.state, verdict.status) == (state, status)


def test_direction_numbers_with_and_without_a_trend() -> None:
    four = rate("direction_of_change", case({2010: 60, 2011: 63, 2012: 64, 2014: 68})).numbers
    assert (four["mann_kendall_s"], four["sen_slope"]) == (6, 2.0)
    assert (four["pace"], four["relative_change_per_year"]) == (2.0, 0.03333333333)
    three = rate("direction_of_change", case({2010: 60, 2011: 63, 2012: 64})).numbers
    assert "sen_slope" not in three
    assert yearly_change(Point(2010.0, 0.0), Point(2012.0, 4.0), 1) is None


def test_direction_flags() -> None:
    verdict = rate("direction_of_change", case({2010: 100, 2015: 110, 2016: 99}))
    assert set(verdict.flags) == {Flag.VOLATILE, Flag.STALE}
    broken = series({2010: 100}) + series({2018: 140}, status="B") + series({2019: 150})
    assert set(rate("direction_of_change", case(broken)).flags) == {Flag.BREAK_IN_SERIES}


@given(cases(least=2), st.floats(0.01, 500, allow_nan=False))
def test_a_better_last_value_never_gives_a_worse_direction(question: Case, gain: float) -> None:
    verdict = rate("direction_of_change", question)
    if verdict.state is State.GREY:
        return
    last = max(p.when for p in question.points if p.period == verdict.period)
    better = tuple(
        replace(p, value=p.value + question.direction * gain) if p.when == last else p
        for p in question.points
    )
    other = rate("direction_of_change", replace(question, points=better))
    assert RANK[other.state] >= RANK[verdict.state]
