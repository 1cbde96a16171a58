"""Other methods beside ours: their own words, read as colours, or silence with a reason."""

from typing import Any

import pytest
from hypothesis import event, given, settings

from milepost.measure.case import usable
from milepost.measure.comparison import CLASSES, METHODS, compare
from milepost.measure.rules import FUNCTIONS, Case
from milepost.measure.series import Point
from milepost.measure.states import State
from milepost.measure.trial import CAVEATS, UNTRIED
from tests.measure.cases import case, paced, rated, series

FALL = {"direction": -1, "baseline": 2018.0, "target": 20.0, "deadline": 2028.0, "as_of": 2023.0}
STEADY: dict[int, float] = {2018: 40, 2019: 38.5, 2020: 37, 2021: 35.5, 2022: 34}


def ask(name: str, values: dict[int, float], **promise: Any) -> dict[str, tuple[str, str]]:
    """Method -> the colour and class, or "" and the reason for silence."""
    question = case(values, **promise)
    group = compare(name, question, {"eligible": 100}, usable(question, {}).used)
    return {
        t.what: (t.state.value, t.status) if t.state is not None else ("", t.why)
        for t in group.trials
    }


def test_a_steady_fall_in_every_method() -> None:
    """30 per cent of the gap in 40 per cent of the time."""
    assert ask("linear_path", STEADY, **FALL) == {
        "eurostat": ("red", "insufficient_progress"),
        "unsd_assessment": ("yellow", "score_2"),
        "escap_api": ("yellow", "accelerate"),
        "escap_csi": ("", "no_classes"),
        "weather_symbol": ("red", "cloud"),
        "sdsn_arrow": ("yellow", "moderately_improving"),
        "open_sdg": ("red", "limited_progress"),
    }


def test_without_a_target() -> None:
    assert ask("direction_of_change", STEADY, **(FALL | {"target": None})) == {
        "eurostat": ("green", "significant_progress"),
        "unsd_assessment": ("green", "score_3"),
        "escap_api": ("", "no_target"),
        "escap_csi": ("", "no_target"),
        "weather_symbol": ("green", "sun"),
        "sdsn_arrow": ("", "no_target"),
        "open_sdg": ("green", "substantial_progress"),
    }


def test_a_target_of_zero_ends_growth_rates_and_open_sdg_speaks_all_the_same() -> None:
    promise = FALL | {"target": 0.0}
    found = ask("linear_path", {2018: 8, 2022: 2}, **promise)
    assert found["eurostat"] == ("", "zero")
    assert found["unsd_assessment"] == ("green", "score_3")
    assert found["open_sdg"] == ("red", "limited_progress")
    assert found["weather_symbol"] == ("", "too_few_years")


@pytest.mark.parametrize(
    ("values", "promise", "method", "expected"),
    [
        ({2018: 0, 2022: 4}, {"target": 9.0, "direction": 1}, "eurostat", ("", "zero")),
        ({2018: 0, 2022: 4}, {"target": 9.0, "direction": 1}, "unsd_assessment", ("", "zero")),
        ({2018: -4, 2022: 4}, {"target": 9.0, "direction": 1}, "eurostat", ("", "sign_change")),
        ({2018: -4, 2022: 4}, {"target": 9.0, "direction": 1}, "open_sdg", ("", "sign_change")),
        ({2018: 19, 2022: 21}, {}, "eurostat", ("", "met_at_start")),
        ({2018: 19, 2022: 21}, {}, "unsd_assessment", ("red", "score_1")),
        ({2018: 19, 2022: 21}, {}, "open_sdg", ("red", "deterioration")),
        ({2018: 19, 2022: 21}, {}, "sdsn_arrow", ("red", "decreasing")),
        ({2018: 20, 2022: 21}, {}, "escap_api", ("", "no_way")),
        ({2018: 20, 2022: 21}, {}, "eurostat", ("", "no_way")),
        ({2018: 40, 2022: 19}, {}, "unsd_assessment", ("green", "score_3")),
        ({2018: 40, 2022: 19}, {}, "open_sdg", ("green", "target_achieved")),
        ({2018: -4, 2022: 0}, {"target": 0.0, "direction": 1}, "open_sdg", ("", "sign_change")),
        ({2018: 4, 2022: 0.0005}, {"target": 0.0}, "open_sdg", ("green", "target_achieved")),
        ({2010: 40, 2022: 19}, {}, "open_sdg", ("", "no_baseline")),
        ({2018: 40, 2027: 30}, {"as_of": 2029.0}, "eurostat", ("", "deadline_passed")),
        ({2018: 40, 2027: 30}, {"as_of": 2029.0}, "unsd_assessment", ("yellow", "score_2")),
        ({2018: 40, 2019: 1e300}, {"target": 1e-300}, "unsd_assessment", ("", "out_of_range")),
    ],
)
def test_where_a_method_ends(
    values: dict[int, float], promise: dict[str, Any], method: str, expected: tuple[str, str]
) -> None:
    assert ask("linear_path", values, **(FALL | promise))[method] == expected


def test_below_zero_a_growth_rate_has_no_direction() -> None:
    found = ask("direction_of_change", {2018: -4, 2022: -2}, baseline=2018.0, as_of=2023.0)
    assert found["eurostat"] == found["unsd_assessment"] == ("", "negative")
    assert found["open_sdg"] == ("green", "substantial_progress")


def test_open_sdg_carries_a_caveat_where_it_replaces_zero() -> None:
    question = case({2018: 8, 2022: 2}, **(FALL | {"target": 0.0}))
    group = compare("linear_path", question, {}, usable(question, {}).used)
    caveats = {t.what: t.values["caveat"] for t in group.trials if "caveat" in t.values}
    assert caveats == {"open_sdg": "zero_replaced"}
    assert set(caveats.values()) == set(CAVEATS)


def test_parties_are_asked_year_by_year() -> None:
    values: dict[int, float] = {2000: 1, 2005: 5, 2012: 7, 2014: 8}
    found = ask("ratification", values, baseline=2010.0, as_of=2015.0)
    assert found["eurostat"] == ("green", "significant_progress")
    assert found["weather_symbol"] == ("yellow", "partly_cloudy")
    aimed = ask("ratification", values, baseline=2010.0, as_of=2015.0, target=50.0, deadline=2020.0)
    assert aimed["sdsn_arrow"] == ("red", "stagnating")
    assert aimed["escap_csi"] == ("", "no_classes")


def test_a_treaty_that_all_have_joined_is_not_called_standstill() -> None:
    question = case({2000: 1, 2005: 8}, baseline=2010.0, as_of=2015.0)
    group = compare("ratification", question, {"eligible": 8}, question.points)
    assert (group.trials, group.why) == ((), "asks_level")


def test_years_without_a_value_do_not_count_for_the_weather() -> None:
    def weather(values: dict[int, float]) -> tuple[str, str]:
        return ask("linear_path", values, **FALL)["weather_symbol"]

    assert weather({2018: 40, 2019: 39, 2021: 36, 2022: 34}) == ("red", "cloud")
    assert weather({2019: 39, 2021: 36, 2022: 34}) == ("", "too_few_years")


@settings(max_examples=600)
@given(asked=rated() | paced())
def test_every_answer_is_a_declared_class_or_a_declared_silence(
    asked: tuple[str, Case, dict[str, Any]],
) -> None:
    name, question, parameters = asked
    verdict = FUNCTIONS[name](question, parameters)
    if verdict.state is State.GREY:
        return
    group = compare(name, question, parameters, usable(question, parameters).used)
    if group.why:
        levels = ("level_threshold", "policy_share", "commitment_ladder")
        assert name in levels or verdict.status == "near_universal"
        return
    assert [trial.what for trial in group.trials] == list(CLASSES) == list(METHODS)
    for trial in group.trials:
        if trial.state is None:
            assert trial.why in UNTRIED
        else:
            assert CLASSES[trial.what][trial.status] is trial.state
        event(f"{trial.what}: {trial.status or trial.why}")


def test_points_that_are_not_whole_years_are_compared_on_their_own_axis() -> None:
    points = (*series({2018: 40}), Point(2022.5, 30.0, "2022-07-02"))
    question = case(points, **FALL)
    group = compare("linear_path", question, {}, points)
    found = {t.what: t for t in group.trials}
    assert found["sdsn_arrow"].values["figure"] == pytest.approx(0.5 / 0.45)
