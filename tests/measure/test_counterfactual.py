"""What would have changed a colour, checked by rating the changed case."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import event, given, settings

from milepost.measure.counterfactual import pace_needed, what_would_change
from milepost.measure.explanation import COUNTERFACTUAL_KINDS
from milepost.measure.rules import Case
from milepost.measure.series import Point, on_axis_of
from milepost.measure.states import State, is_better
from milepost.measure.verdict import Verdict
from tests.measure.cases import case, rate, rated

FALL = {"direction": -1, "baseline": 2018.0, "target": 20.0, "deadline": 2028.0, "as_of": 2023.0}


def ask(name: str, question: Case, **parameters: Any) -> dict[str, Any] | None:
    return what_would_change(name, question, parameters, rate(name, question, **parameters))


@pytest.mark.parametrize(
    ("values", "promise", "value", "to", "status"),
    [
        ({2018: 40, 2022: 36}, {}, 35.2, "yellow", "acceleration_needed"),
        ({2018: 40, 2022: 34}, {}, 32.4, "green", "on_track"),
        ({2018: 40, 2022: 44}, {}, 35.2, "yellow", "acceleration_needed"),
        ({2018: 19, 2022: 21}, {}, 20.0, "green", "met_at_baseline"),
        ({2018: 40, 2026: 25}, {"as_of": 2029.0}, 20.0, "green", "met_on_time"),
        ({2018: 40, 2028: 25, 2029: 24}, {"as_of": 2030.0}, 20.0, "yellow", "met_late"),
    ],
)
def test_last_value_of_a_linear_path(
    values: dict[int, float], promise: dict[str, Any], value: float, to: str, status: str
) -> None:
    answer = ask("linear_path", case(values, **(FALL | promise)))
    assert answer is not None
    assert (answer["kind"], answer["value"], answer["to"], answer["status"]) == (
        "last_value",
        value,
        to,
        status,
    )
    assert answer["change"] == pytest.approx(value - answer["from"])


def test_nothing_changes_green_grey_or_what_came_too_late() -> None:
    assert ask("linear_path", case({2018: 40, 2022: 20}, **FALL)) is None
    assert ask("linear_path", case({}, **FALL)) is None
    late = case({2018: 40, 2027: 25, 2029: 20}, **(FALL | {"as_of": 2030.0}))
    assert ask("linear_path", late) is None
    with pytest.raises(KeyError):
        ask("astrology", case({}))


def test_new_parties() -> None:
    question = case({2000: 1, 2005: 5, 2012: 6}, baseline=2010.0, as_of=2015.0)
    assert ask("ratification", question, eligible=100) == {
        "kind": "new_parties",
        "from": 6,
        "new_parties": 1,
        "to": "green",
        "status": "pace_kept_or_faster",
    }
    assert ask("ratification", question, eligible=6) is None
    aimed = replace(question, target=50.0, deadline=2020.0)
    answer = ask("ratification", aimed, eligible=100)
    assert answer is not None
    assert (answer["new_parties"], answer["status"]) == (13, "acceleration_needed")
    full = case({2000: 9, 2012: 8}, baseline=2010.0, as_of=2015.0)
    assert ask("ratification", full, eligible=9, universal_share=2.0) is None


def test_stages_of_one_state() -> None:
    outside = ask("commitment_ladder", case({2010: 0}))
    assert outside == {
        "kind": "stage",
        "from": 0.0,
        "value": 0.5,
        "to": "yellow",
        "status": "signed",
    }
    signed = ask("commitment_ladder", case({2010: 0.5}))
    assert signed is not None
    assert (signed["value"], signed["to"]) == (1.0, "green")
    left = ask("commitment_ladder", case({2010: 1, 2012: 0}))
    assert left is not None
    assert (left["value"], left["status"]) == (1.0, "party")
    assert ask("commitment_ladder", case({2010: 0.2}), stage_green=2, stage_yellow=2) is None


def test_levels_and_policies() -> None:
    question = case({2018: 2})
    answer = ask("level_threshold", question, green=5, yellow=3)
    assert answer is not None
    assert (answer["value"], answer["to"]) == (3.0, "yellow")
    shared = ask("policy_share", case({2018: 0.5}))
    assert shared is not None
    assert (shared["value"], shared["status"]) == (0.75, "widespread")
    aimed = ask("policy_share", case({2018: 0.5}, target=0.6))
    assert aimed is not None
    assert aimed["value"] == 0.6
    dated = {"target": 0.8, "baseline": 2015.0, "deadline": 2025.0}
    on_path = ask("policy_share", case({2015: 0.4, 2019: 0.5}, **dated))
    assert on_path is not None
    assert on_path["value"] == pytest.approx(0.552)


def test_direction() -> None:
    slow = ask("direction_of_change", case({2010: 100, 2015: 104}))
    assert slow is not None
    assert (slow["value"], slow["to"], slow["strictly"]) == (105.0, "green", False)
    worse = ask("direction_of_change", case({2010: 100, 2015: 90}))
    assert worse is not None
    assert (worse["value"], worse["to"], worse["strictly"]) == (100.0, "yellow", True)
    zero = ask("direction_of_change", case({2010: 0, 2015: -1}))
    assert zero is not None
    assert (zero["value"], zero["to"]) == (0.0, "green")


def changed(question: Case, verdict: Verdict, answer: dict[str, Any]) -> Case:
    """Return the case with the one input changed as the answer says."""
    if answer["kind"] == "last_value":
        value = answer["value"]
        if answer["strictly"]:
            value += question.direction * max(abs(value) * 1e-6, 1e-9)
        last = max(p.when for p in question.points if p.period == verdict.period)
        points = tuple(replace(p, value=value) if p.when == last else p for p in question.points)
        return replace(question, points=points)
    used = tuple(p for p in question.points if p.when < question.as_of)
    value = answer["value"] if answer["kind"] == "stage" else answer["from"] + answer["new_parties"]
    return replace(question, points=(*used, Point(question.as_of, float(value), "as of")))


@settings(max_examples=800)
@given(rated())
def test_the_change_gives_the_promised_colour(asked: tuple[str, Case, dict[str, Any]]) -> None:
    name, question, parameters = asked
    verdict = rate(name, question, **parameters)
    answer = ask(name, question, **parameters)
    event(f"{name}: {answer['kind'] if answer else None}")
    if answer is None:
        return
    assert set(answer) == {"kind", *COUNTERFACTUAL_KINDS[answer["kind"]]}
    other = rate(name, changed(question, verdict, answer), **parameters)
    assert other.state.value == answer["to"]
    assert is_better(other.state, verdict.state)
    if not answer.get("strictly"):
        assert other.status == answer["status"]


@settings(max_examples=400)
@given(rated())
def test_a_little_less_would_not_do(asked: tuple[str, Case, dict[str, Any]]) -> None:
    name, question, parameters = asked
    verdict = rate(name, question, **parameters)
    answer = ask(name, question, **parameters)
    if answer is None or answer["kind"] == "stage" or answer.get("strictly"):
        return
    less = dict(answer)
    if answer["kind"] == "new_parties":
        less["new_parties"] -= 1
    else:
        noise = 1e-8 * max(abs(answer["value"]), abs(question.target or 0.0), 1e-3)
        if abs(answer["change"]) < noise:
            return
        less["value"] -= question.direction * max(abs(answer["change"]) * 1e-3, noise)
    other = rate(name, changed(question, verdict, less), **parameters)
    assert not is_better(other.state, verdict.state)


def test_a_red_rating_with_points_has_an_answer_on_every_path() -> None:
    question = case({2018: 40, 2022: 41}, **FALL)
    verdict = rate("linear_path", question)
    assert verdict.state is State.RED
    assert ask("linear_path", question) is not None


def test_the_pace_of_a_fall_that_is_too_slow() -> None:
    question = case({2018: 40, 2022: 34}, **FALL)
    pace = pace_needed("linear_path", question, rate("linear_path", question))
    assert pace is not None
    assert pace["per_year"] == pytest.approx(-7 / 3)
    assert (pace["pace"], pace["value"]) == (-1.5, 20)
    assert (pace["of"], pace["to"]) == ("value", "green")


@settings(max_examples=400)
@given(rated())
def test_the_pace_kept_to_the_deadline_is_green(asked: tuple[str, Case, dict[str, Any]]) -> None:
    name, question, parameters = asked
    verdict = rate(name, question, **parameters)
    pace = pace_needed(name, question, verdict)
    event(f"{name}: {'pace' if pace else None}")
    if pace is None:
        return
    assert set(pace) == {"kind", *COUNTERFACTUAL_KINDS["pace"]}
    assert verdict.state in (State.RED, State.YELLOW)
    if pace["of"] == "parties" or question.deadline is None:
        return
    last = max(p.when for p in question.points if p.period == verdict.period)
    point = next(p for p in question.points if p.when == last)
    end = on_axis_of(point, question.deadline)
    reached = float(pace["from"] or 0.0) + float(pace["per_year"] or 0.0) * (end - last)
    assert reached == pytest.approx(question.target, rel=1e-6, abs=1e-6)
    arrived = Point(end, float(question.target or 0.0), str(int(end)) if end == int(end) else "")
    kept = tuple(p for p in question.points if p.when <= last)
    later = replace(question, points=(*kept, arrived), as_of=max(question.as_of, end))
    assert rate(name, later, **parameters).status in {"met_on_time", "met", "met_at_baseline"}
