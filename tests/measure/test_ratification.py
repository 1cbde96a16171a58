"""Adoption by a group of states, and the ladder of one state."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.measure.parties import StepSeries
from milepost.measure.rules import Case
from milepost.measure.series import Point
from milepost.measure.states import RANK, Flag, Reason, State
from milepost.measure.verdict import Verdict
from tests.measure.cases import case, party_cases, rate, series


def yearly(start: int, counts: list[int]) -> tuple[Point, ...]:
    """One change at the start of each year."""
    return series({start + index: count for index, count in enumerate(counts)})


def rated(points: tuple[Point, ...], parameters: dict[str, Any], **promise: Any) -> Verdict:
    given_promise = {"baseline": 2010.0, "as_of": 2015.0} | promise
    return rate("ratification", case(points, **given_promise), **({"eligible": 100} | parameters))


STEADY = yearly(2000, list(range(2, 28, 2)))  # two a year from 2000 to 2012


@pytest.mark.parametrize(
    ("points", "parameters", "promise", "state", "status"),
    [
        ((), {}, {}, "grey", "no_data"),
        (STEADY, {"eligible": None}, {}, "grey", "no_eligible_states"),
        (STEADY, {"eligible": 0}, {}, "grey", "no_eligible_states"),
        (STEADY, {}, {"baseline": None}, "grey", "no_baseline"),
        (STEADY, {}, {"baseline": 2015.0}, "grey", "no_time_since_baseline"),
        (STEADY, {"eligible": 27}, {}, "green", "near_universal"),
        (STEADY, {"eligible": 27}, {"baseline": None}, "green", "near_universal"),
        (series({2005: 5, 2012: 4}), {}, {}, "red", "losing_parties"),
        (series({2005: 5}), {}, {}, "red", "no_new_parties"),
        (series({2005: 5, 2012: 6, 2013: 5}), {}, {}, "red", "no_new_parties"),
        (STEADY, {}, {"as_of": 2012.0}, "green", "pace_kept_or_faster"),
        (STEADY, {}, {}, "yellow", "slower_than_before"),
        (STEADY, {"pace_ratio_green": 0.4}, {}, "green", "pace_kept_or_faster"),
        (series({2005: 0, 2012: 1}), {}, {}, "green", "pace_kept_or_faster"),
        (series({2011: 1, 2012: 2}), {}, {}, "yellow", "new_instrument"),
        (series({"2009-07": 1, "2012": 2}), {}, {}, "yellow", "new_instrument"),
        (series({2011: 1, 2012: 2}), {"needed_for_force": 3}, {}, "yellow", "new_instrument"),
        (series({2011: 1, 2012: 2}), {"needed_for_force": 2}, {}, "green", "entered_into_force"),
    ],
)
def test_the_first_rule_that_applies_decides(
    points: tuple[Point, ...],
    parameters: dict[str, Any],
    promise: dict[str, Any],
    state: str,
    status: str,
) -> None:
    verdict = rated(points, parameters, **promise)
    assert (verdict.state, verdict.status) == (state, status)
    assert (verdict.reason is None) == (verdict.state is not State.GREY)


def test_headline_numbers() -> None:
    verdict = rated(STEADY, {})
    assert verdict.numbers == {
        "parties": 26,
        "eligible": 100,
        "coverage": 0.26,
        "parties_at_baseline": 22,
        "new_since_baseline": 4,
        "pace": 0.8,
        "reference_pace": 2.0,
        "majority_year": 2045.0,
    }
    assert (verdict.value, verdict.period) == (26.0, "2012")


def test_no_majority_year_without_a_pace_or_after_the_majority() -> None:
    assert rated(series({2005: 5}), {}).numbers["majority_year"] is None
    assert rated(STEADY, {"eligible": 40}).numbers["majority_year"] is None


def test_the_reference_starts_at_the_opening_when_that_is_later() -> None:
    points = series({2006: 4, 2008: 8, 2012: 9})
    assert rated(points, {}).numbers["reference_pace"] == 1.0
    assert rated(points, {"opened": 2005.0}).numbers["reference_pace"] == 1.6
    assert rated(points, {"opened": 1990.0}).numbers["reference_pace"] == 0.8


def test_a_stated_baseline_counts_only_where_the_series_has_not_begun() -> None:
    late = series({2012: 7})
    assert rated(late, {}, baseline_value=5.0).numbers["new_since_baseline"] == 2
    assert rated(late, {}).numbers["new_since_baseline"] == 7
    assert rated(STEADY, {}, baseline_value=5.0).numbers["parties_at_baseline"] == 22


def test_a_list_known_only_to_an_earlier_day_is_judged_on_that_day() -> None:
    """No new parties in a list that ends in 2012 says nothing about the years after it."""
    verdict = rated(STEADY, {"known_until": 2012.0}, as_of=2015.5)
    assert verdict.status == "pace_kept_or_faster"
    assert Flag.STALE in verdict.flags
    assert Flag.STALE not in rated(STEADY, {"known_until": 2014.0}).flags


def test_a_list_that_is_too_old_gives_no_colour() -> None:
    verdict = rated(STEADY, {"known_until": 2012.0}, as_of=2016.5)
    assert (verdict.status, verdict.reason) == ("list_too_old", Reason.STALE)
    assert verdict.numbers["parties"] == 26


def test_unknown_earlier_numbers_are_not_zero() -> None:
    """An old instrument whose numbers are known from the baseline on only."""
    stated = series({2010: 27, 2014: 30})
    known = {"opened": 1997.0, "counted_from": 2010.0}
    verdict = rated(stated, known)
    assert (verdict.state, verdict.status) == (State.YELLOW, "earlier_pace_unknown")
    assert verdict.numbers["reference_pace"] is None


def test_slipping_when_the_last_change_is_a_loss() -> None:
    points = series({2005: 5, 2011: 8, 2013: 7})
    assert Flag.SLIPPING in rated(points, {}).flags
    assert Flag.SLIPPING not in rated(points, {}, baseline=2013.5).flags
    assert Flag.SLIPPING not in rated(points, {"eligible": 7}, baseline=None).flags


def test_volatile_when_one_party_decides_the_colour() -> None:
    assert Flag.VOLATILE in rated(series({2000: 1, 2005: 5, 2012: 6}), {}).flags
    assert Flag.VOLATILE in rated(STEADY, {}, as_of=2012.0).flags
    assert Flag.VOLATILE not in rated(STEADY, {}).flags
    assert Flag.VOLATILE not in rated(STEADY, {}, baseline=None).flags


TARGET = {"target": 50.0, "deadline": 2020.0, "baseline": 2010.0}


@pytest.mark.parametrize(
    ("points", "promise", "state", "status", "ratio"),
    [
        (series({2000: 10, 2014: 30}), {"as_of": 2015.0}, "green", "on_track", 1.0),
        (series({2000: 10, 2014: 22}), {"as_of": 2015.0}, "yellow", "acceleration_needed", 0.6),
        (series({2000: 10, 2014: 20}), {"as_of": 2015.0}, "red", "limited", 0.5),
        (series({2000: 10}), {"as_of": 2015.0}, "red", "limited", 0.0),
        (series({2000: 10, 2014: 9}), {"as_of": 2015.0}, "red", "regressing", -0.05),
        (series({2000: 10, 2014: 50}), {"as_of": 2015.0}, "green", "met", None),
        (series({2000: 10, 2014: 50}), {"as_of": 2021.0}, "green", "met_on_time", None),
        (series({"2000": 10, "2020-07": 50}), {"as_of": 2021.0}, "yellow", "met_late", None),
        (series({2000: 10, 2019: 30}), {"as_of": 2021.0}, "red", "missed", 0.5),
        (series({2000: 10, 2019: 30}), {"as_of": 2009.0}, "grey", "insufficient_points", None),
    ],
)
def test_a_dated_target_is_judged_by_the_linear_path(
    points: tuple[Point, ...],
    promise: dict[str, Any],
    state: str,
    status: str,
    ratio: float | None,
) -> None:
    verdict = rated(points, {}, **(TARGET | promise))
    assert (verdict.state, verdict.status) == (state, status)
    assert verdict.numbers["ratio"] == ratio
    assert verdict.numbers["eligible"] == 100


def test_a_target_share_is_a_share_of_the_eligible_states() -> None:
    points = series({2000: 10, 2014: 30})
    promise = TARGET | {"target": None, "as_of": 2015.0}
    verdict = rated(points, {"target_share": 0.5}, **promise)
    assert (verdict.status, verdict.numbers["target"]) == ("on_track", 50.0)
    undated = rated(points, {"target_share": 0.5}, **(promise | {"deadline": None}))
    assert undated.status == "pace_kept_or_faster"


def test_against_a_target_one_party_may_decide_too() -> None:
    promise = TARGET | {"as_of": 2015.0}
    assert Flag.VOLATILE in rated(series({2000: 10, 2014: 29}), {}, **promise).flags
    assert Flag.VOLATILE not in rated(series({2000: 10, 2014: 35}), {}, **promise).flags
    assert Flag.VOLATILE not in rated(series({2011: 0}), {}, **promise).flags


def test_step_series() -> None:
    steps = StepSeries(series({2000: 1, 2005: 4, 2010: 3}))
    assert [steps.at(moment) for moment in (1999.0, 2000.0, 2004.9, 2005.0, 2020.0)] == [
        0.0,
        1.0,
        1.0,
        4.0,
        3.0,
    ]
    assert steps.covers(2000.0)
    assert not steps.covers(1999.0)
    assert not StepSeries(()).covers(2000.0)


@given(party_cases(), st.integers(1, 30))
def test_more_parties_now_never_give_a_worse_colour(
    asked: tuple[Case, dict[str, Any]], more: int
) -> None:
    question, parameters = asked
    verdict = rate("ratification", question, **parameters)
    now = verdict.numbers.get("parties")
    if not isinstance(now, int) or now + more > parameters["eligible"]:
        return
    used = tuple(p for p in question.points if p.when < question.as_of)
    added = Point(question.as_of, float(now + more), "as of")
    other = rate("ratification", replace(question, points=(*used, added)), **parameters)
    if State.GREY not in (verdict.state, other.state):
        assert RANK[other.state] >= RANK[verdict.state]


@given(party_cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_points_never_matters(
    asked: tuple[Case, dict[str, Any]], random: Any
) -> None:
    question, parameters = asked
    shuffled = list(question.points)
    random.shuffle(shuffled)
    one = rate("ratification", question, **parameters)
    other = rate("ratification", replace(question, points=tuple(shuffled)), **parameters)
    assert one == other


@given(party_cases())
def test_coverage_is_a_share_and_grey_has_a_reason(asked: tuple[Case, dict[str, Any]]) -> None:
    question, parameters = asked
    verdict = rate("ratification", question, **parameters)
    assert (verdict.reason is None) == (verdict.state is not State.GREY)
    coverage = verdict.numbers.get("coverage")
    if isinstance(coverage, float):
        assert 0 <= coverage <= 1


@pytest.mark.parametrize(
    ("values", "state", "status"),
    [
        ({}, "grey", "no_data"),
        ({2010: 1}, "green", "party"),
        ({2010: 0.5}, "yellow", "signed"),
        ({2010: 0}, "red", "not_a_party"),
        ({2010: 0.5, 2012: 1}, "green", "party"),
        ({2010: 0.5, 2012: 0}, "yellow", "signed"),
        ({2010: 0, 2012: 0.5, 2014: 0}, "yellow", "signed"),
        ({2010: 1, 2012: 0}, "red", "denounced"),
        ({2010: 1, 2012: 0, 2014: 0.5}, "red", "denounced"),
        ({2010: 1, 2012: 0, 2014: 1}, "green", "party"),
        ({2025: 1}, "grey", "no_data"),
    ],
)
def test_commitment_ladder(values: dict[int, float], state: str, status: str) -> None:
    verdict = rate("commitment_ladder", case(values))
    assert (verdict.state, verdict.status) == (state, status)
    assert (Flag.SLIPPING in verdict.flags) == (status == "denounced")


def test_the_ladder_says_since_when() -> None:
    verdict = rate("commitment_ladder", case({2008: 0, 2010: 0.5, 2012: 1, 2015: 1}))
    assert verdict.numbers == {"stage": 1.0, "since": "2012"}
    assert (verdict.value, verdict.period) == (1.0, "2012")


def test_the_stages_of_the_colours_are_parameters() -> None:
    signed = case({2010: 0.5})
    assert rate("commitment_ladder", signed, stage_green=0.5).state is State.GREEN
    assert rate("commitment_ladder", signed, stage_yellow=0.6).state is State.RED


def test_a_baseline_on_the_day_of_the_opening_has_no_earlier_pace() -> None:
    """Not even where any reference, however short, would do: nothing is divided by no years."""
    verdict = rated(STEADY, {"opened": 2010.0, "shortest_reference": 0.0})
    assert verdict.status == "earlier_pace_unknown"
    assert verdict.numbers["reference_pace"] is None
