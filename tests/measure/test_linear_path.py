"""The ordered decision procedure and the rating function over it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from milepost.measure.path import Path, Thresholds, decide, is_volatile
from milepost.measure.rules import Case
from milepost.measure.series import Point
from milepost.measure.states import RANK, Flag, Reason, State
from milepost.measure.verdict import Verdict
from tests.measure.cases import case, cases, rate, series

FALL = {"direction": -1, "baseline": 2018.0, "target": 20.0, "deadline": 2028.0, "as_of": 2023.0}


def verdict_of(values: dict[int, float], **promise: Any) -> Verdict:
    return rate("linear_path", case(values, **(FALL | promise)))


@pytest.mark.parametrize(
    ("values", "promise", "state", "status"),
    [
        ({}, {}, "grey", "no_data"),
        ({2018: 40}, {"target": None}, "grey", "no_target"),
        # after the deadline, or with data of its year
        ({2018: 40, 2027: 19}, {"as_of": 2029.0}, "green", "met_on_time"),
        ({2018: 40, 2028: 20}, {"as_of": 2028.0}, "green", "met_on_time"),
        ({2018: 40, 2027: 25, 2029: 20}, {"as_of": 2030.0}, "yellow", "met_late"),
        ({2018: 40, 2025: 25}, {"as_of": 2029.0}, "grey", "deadline_passed_no_evidence"),
        ({2018: 40, 2026: 25}, {"as_of": 2029.0}, "red", "missed"),
        ({2029: 25}, {"as_of": 2030.0}, "red", "missed"),
        # before it
        ({2018: 40, 2022: 20}, {}, "green", "met"),
        ({2018: 19, 2022: 18}, {}, "green", "met_at_baseline"),
        ({2022: 18}, {}, "green", "met"),
        ({2015: 40, 2022: 30}, {}, "grey", "no_baseline"),
        ({2022: 30}, {"baseline": None}, "grey", "no_baseline"),
        ({2018: 40}, {}, "grey", "insufficient_points"),
        ({2018: 19, 2022: 21}, {}, "red", "lost_after_being_met"),
        ({2018: 40, 2022: 30}, {"deadline": None}, "grey", "no_deadline"),
        ({2018: 40, 2022: 32}, {}, "green", "on_track"),
        ({2018: 40, 2022: 32.4}, {}, "green", "on_track"),
        ({2018: 40, 2022: 32.41}, {}, "yellow", "acceleration_needed"),
        ({2018: 40, 2022: 35.2}, {}, "yellow", "acceleration_needed"),
        ({2018: 40, 2022: 35.21}, {}, "red", "limited"),
        ({2018: 40, 2022: 40}, {}, "red", "limited"),
        ({2018: 40, 2022: 40.01}, {}, "red", "regressing"),
    ],
)
def test_the_first_rule_that_applies_decides(
    values: dict[int, float], promise: dict[str, Any], state: str, status: str
) -> None:
    verdict = verdict_of(values, **promise)
    assert (verdict.state, verdict.status) == (state, status)
    assert (verdict.reason is None) == (verdict.state is not State.GREY)


def test_the_nearest_baseline_is_used_and_the_later_wins_a_tie() -> None:
    verdict = verdict_of({2016: 50, 2017: 44, 2019: 40, 2022: 34})
    step = next(step for step in verdict.steps if step.code == "baseline.found")
    assert step.values == {"period": "2019", "value": 40.0, "distance": 1.0}


def test_a_baseline_further_than_the_tolerance_is_no_baseline() -> None:
    assert verdict_of({2020: 40, 2022: 30}).status != "no_baseline"
    assert verdict_of({2021: 40, 2022: 30}).status == "no_baseline"
    loose = rate("linear_path", case({2021: 40, 2022: 30}, **FALL), baseline_tolerance=3)
    assert loose.status != "no_baseline"


def test_a_stated_baseline_value_counts_as_a_point() -> None:
    verdict = verdict_of({2022: 32}, baseline_value=40.0)
    assert (verdict.status, verdict.numbers["ratio"]) == ("on_track", 1.0)
    assert "baseline.stated" in {step.code for step in verdict.steps}
    assert verdict_of({}, baseline_value=40.0).status == "no_data"
    assert verdict_of({2022: 32}, baseline_value=40.0, baseline=None).status == "no_baseline"


def test_yearly_values_meet_the_calendar_year_of_a_dated_deadline() -> None:
    """The value of 2018 is the value at 31 December 2018, and 2013 is the baseline year."""
    dated = {"baseline": 2013.75, "deadline": 2018.997, "target": 20.0, "direction": -1}
    verdict = rate("linear_path", case({2013: 40, 2016: 28}, as_of=2017.5, **dated))
    assert verdict.numbers["time_share"] == 0.6
    assert verdict.numbers["ratio"] == 1.0
    at_end = rate("linear_path", case({2013: 40, 2018: 21}, as_of=2018.999, **dated))
    assert (at_end.status, at_end.numbers["ratio"]) == ("missed", 0.95)


def test_missed_gives_the_share_of_the_gap_closed_by_the_deadline() -> None:
    later = {"as_of": 2032.0}
    assert verdict_of({2018: 40, 2028: 24, 2030: 22}, **later).numbers["ratio"] == 0.8
    assert verdict_of({2028: 24}, **later).numbers["ratio"] is None
    lost = verdict_of({2018: 19, 2028: 24}, **later)
    assert (lost.status, lost.numbers["ratio"]) == ("missed", None)


def test_a_ratio_at_a_threshold_up_to_float_noise_is_at_the_threshold() -> None:
    """0.1 + 0.2 from 0 to 1 over three tenths of the time is a ratio of exactly one."""
    noisy = case({2010: 0.0, 2013: 0.1 + 0.2 - 1e-13}, baseline=2010.0, target=1.0, deadline=2020.0)
    verdict = rate("linear_path", replace(noisy, as_of=2014.0), on_track=1.0)
    assert (verdict.status, verdict.numbers["ratio"]) == ("on_track", 1.0)


def test_headline_numbers() -> None:
    numbers = verdict_of({2018: 40, 2022: 34}).numbers
    assert numbers == {
        "points": 2,
        "target": 20.0,
        "baseline_value": 40.0,
        "gap_share": 0.3,
        "time_share": 0.4,
        "ratio": 0.75,
        "pace": -1.5,
        "required_pace": -2.333333333,
        "expected_now": 32.0,
        "projected": 25.0,
    }


@pytest.mark.parametrize(
    ("values", "promise", "flags"),
    [
        ({2018: 40, 2021: 18, 2022: 19}, {}, {Flag.SLIPPING}),
        ({2018: 19, 2021: 17, 2022: 18}, {}, {Flag.SLIPPING}),
        ({2018: 40, 2021: 34, 2022: 32.5}, {}, {Flag.VOLATILE}),
        ({2018: 40, 2019: 38}, {"as_of": 2022.9}, set()),
        ({2018: 40, 2019: 38}, {"as_of": 2023.0}, {Flag.STALE}),
        ({2018: 40, 2022: 32}, {}, set()),
    ],
)
def test_flags(values: dict[int, float], promise: dict[str, Any], flags: set[Flag]) -> None:
    assert set(verdict_of(values, **promise).flags) == flags


def test_break_in_series_counts_only_after_the_baseline() -> None:
    base, last = series({2018: 40}), series({2022: 32})
    broken = series({2020: 36}, status="B")
    assert Flag.BREAK_IN_SERIES in rate("linear_path", case(base + broken + last, **FALL)).flags
    early = series({2018: 40}, status="B")
    assert Flag.BREAK_IN_SERIES not in rate("linear_path", case(early + last, **FALL)).flags


def test_a_late_target_is_volatile_when_the_value_at_the_deadline_decides() -> None:
    points = series({2018: 40, 2025: 19, 2027: 25, 2029: 18})
    path = Path(points, -1, 2018.0, None, 20.0, 2028.0, 2030.0)
    outcome = decide(path)
    assert outcome.status == "met_late"
    assert is_volatile(path, outcome)


def test_nothing_meets_a_target_that_was_not_set() -> None:
    assert not Path((), 1, None, None, None, None, 2020.0).meets(1e9)


def test_direction_must_be_one_or_minus_one() -> None:
    with pytest.raises(ValueError, match="direction"):
        case({}, direction=0)


def test_as_dict_is_plain() -> None:
    plain = verdict_of({2018: 40, 2022: 34}).as_dict()
    assert plain["state"] == "yellow"
    assert plain["reason"] is None
    assert verdict_of({}).as_dict()["reason"] == Reason.NO_DATA.value


def brute_force_volatile(path: Path) -> bool:
    """Whether dropping any one point changes the colour, tried with every point."""
    state = decide(path).state
    if state is State.GREY:
        return False
    shorter = (decide(path.without(point)).state for point in path.points)
    return any(other not in (State.GREY, state) for other in shorter)


def path_of(question: Case) -> Path:
    distinct = {point.when: point for point in question.points}
    return Path(
        tuple(distinct[when] for when in sorted(distinct)),
        question.direction,
        question.baseline,
        question.baseline_value,
        question.target,
        question.deadline,
        question.as_of,
        Thresholds(),
    )


@given(cases(least=2))
def test_the_cheap_drop_one_check_equals_trying_every_point(question: Case) -> None:
    path = path_of(question)
    assert is_volatile(path, decide(path)) == brute_force_volatile(path)


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_points_never_matters(question: Case, random: Any) -> None:
    shuffled = list(question.points)
    random.shuffle(shuffled)
    one = rate("linear_path", question)
    other = rate("linear_path", replace(question, points=tuple(shuffled)))
    assert (one.state, one.status, one.flags, one.numbers) == (
        other.state,
        other.status,
        other.flags,
        other.numbers,
    )


@given(cases(), st.sampled_from([2.0, 10.0, 0.5, 1000.0]))
def test_the_unit_never_matters(question: Case, factor: float) -> None:
    """Per cent or share, dollars or cents: the verdict and its ratios are the same."""

    def scaled(number: float | None) -> float | None:
        return None if number is None else number * factor

    other = replace(
        question,
        points=tuple(replace(p, value=p.value * factor) for p in question.points),
        baseline_value=scaled(question.baseline_value),
        target=scaled(question.target),
    )
    one, two = rate("linear_path", question), rate("linear_path", other)
    assert (one.status, one.flags) == (two.status, two.flags)
    ratio, scaled_ratio = one.numbers["ratio"], two.numbers["ratio"]
    if isinstance(ratio, float) and isinstance(scaled_ratio, float):
        assert scaled_ratio == pytest.approx(ratio, rel=1e-8, abs=1e-8)
    else:
        assert ratio is scaled_ratio is None


@given(cases(least=1), st.floats(0.01, 500, allow_nan=False))
def test_a_better_last_value_never_gives_a_worse_colour(question: Case, gain: float) -> None:
    verdict = rate("linear_path", question)
    assume(verdict.state is not State.GREY)
    last = max(p.when for p in question.points if p.period == verdict.period)
    better = tuple(
        replace(p, value=p.value + question.direction * gain) if p.when == last else p
        for p in question.points
    )
    other = rate("linear_path", replace(question, points=better))
    if other.period == verdict.period and other.state is not State.GREY:
        assert RANK[other.state] >= RANK[verdict.state]


@given(cases())
def test_bounds_and_reasons(question: Case) -> None:
    verdict = rate("linear_path", question)
    assert (verdict.reason is None) == (verdict.state is not State.GREY)
    ratio = verdict.numbers["ratio"]
    if verdict.status == "on_track":
        assert isinstance(ratio, float)
        assert ratio >= 0.95
    if verdict.status == "regressing":
        assert isinstance(ratio, float)
        assert ratio < 0
    share = verdict.numbers["time_share"]
    if isinstance(share, float):
        assert 0 < share <= 1


@given(cases())
def test_a_missing_point_is_not_a_zero(question: Case) -> None:
    """A point that the source marks missing changes nothing; a zero may change everything."""
    missing = Point(2012.25, 0.0, "2012-04", "M")
    one = rate("linear_path", question)
    other = rate("linear_path", replace(question, points=(*question.points, missing)))
    assert (one.state, one.status, one.flags, one.numbers) == (
        other.state,
        other.status,
        other.flags,
        other.numbers,
    )


@pytest.mark.parametrize(
    ("values", "promise", "status"),
    [
        ({2018: 8, 2022: 5}, {"target": 0.0}, "acceleration_needed"),
        ({2018: 8, 2022: 0}, {"target": 0.0}, "met"),
        ({2018: 0, 2022: 10}, {"target": 20.0, "direction": 1}, "on_track"),
        ({2018: -4, 2022: -2}, {"target": 0.0, "direction": 1}, "on_track"),
        ({2018: 4, 2022: 0}, {"target": -4.0}, "on_track"),
        ({2018: -4, 2022: -5}, {"target": -10.0}, "limited"),
    ],
)
def test_zero_and_negative_values_need_no_special_case(
    values: dict[int, float], promise: dict[str, Any], status: str
) -> None:
    assert verdict_of(values, **promise).status == status
