"""Every code that a verdict may carry is declared, and every declared code is reached."""

from typing import Any

from hypothesis import given, settings

from milepost.measure import explanation
from milepost.measure.counterfactual import SEEKERS
from milepost.measure.rules import DEFAULTS, FUNCTIONS, Case
from milepost.measure.states import Flag, State
from milepost.measure.verdict import Verdict
from tests.measure.cases import case, rate, rated, series

FALL = {"direction": -1, "baseline": 2018.0, "target": 20.0, "deadline": 2028.0, "as_of": 2023.0}
SINCE = {"baseline": 2010.0, "as_of": 2015.0}


def path(values: dict[int, float], **promise: Any) -> Verdict:
    return rate("linear_path", case(values, **(FALL | promise)))


def adopted(values: dict[int, float], eligible: int | None = 100, **given: Any) -> Verdict:
    named = ("needed_for_force", "opened", "counted_from", "known_until")
    parameters = {name: given.pop(name) for name in named if name in given}
    question = case(values, **(SINCE | given))
    return rate("ratification", question, eligible=eligible, **parameters)


def ladder(values: dict[int, float]) -> Verdict:
    return rate("commitment_ladder", case(values))


def level(value: float, year: int = 2018, **parameters: Any) -> Verdict:
    return rate("level_threshold", case({year: value}), **parameters)


def change(values: dict[int, float], **promise: Any) -> Verdict:
    return rate("direction_of_change", case(values, **promise))


def witnesses() -> list[Verdict]:
    """Verdicts that together carry every status and every step."""
    return [
        path({}),
        path({2018: 40}, target=None),
        path({2018: 40, 2027: 19}, as_of=2029.0),
        path({2018: 40, 2027: 25, 2029: 20}, as_of=2030.0),
        path({2018: 40, 2025: 25}, as_of=2029.0),
        path({2018: 40, 2026: 25}, as_of=2029.0),
        path({2018: 40, 2022: 20}),
        path({2018: 19, 2022: 18}),
        path({2015: 40, 2022: 30, 2030: 9}),
        path({2018: 40}),
        path({2018: 19, 2022: 21}),
        path({2018: 40, 2022: 30}, deadline=None),
        path({2018: 40, 2022: 32}, baseline_value=41.0),
        path({2018: 40, 2022: 35}),
        path({2018: 40, 2022: 39}),
        path({2018: 40, 2022: 41}),
        adopted({2005: 5}, eligible=0),
        adopted({2005: 5}, baseline=2015.0),
        adopted({2005: 98}),
        adopted({2005: 5, 2012: 4}),
        adopted({2005: 5}),
        adopted({2000: 1, 2005: 5, 2012: 9}),
        adopted({2000: 1, 2005: 5, 2012: 6}),
        adopted({2011: 2}),
        adopted({2011: 2}, needed_for_force=2),
        adopted({2009: 27, 2012: 30}, opened=1997.0, counted_from=2009.5),
        adopted({2005: 5}, known_until=2008.0),
        ladder({2010: 1}),
        ladder({2010: 0.5}),
        ladder({2010: 0}),
        ladder({2010: 1, 2011: 0}),
        level(5),
        level(5, green=5),
        level(4, green=5, yellow=4),
        level(3, green=5),
        level(3, year=2001, green=5),
        rate("policy_share", case({2018: 0.8})),
        rate("policy_share", case({2018: 0.5})),
        rate("policy_share", case({2018: 0.1})),
        change({2010: 100, 2011: 101, 2012: 102, 2013: 110}),
        change({2010: 100, 2013: 100.1}),
        change({2010: 100, 2013: 100}),
        change({2010: 100, 2013: 90}),
    ]


def check(verdict: Verdict) -> None:
    """A verdict carries declared codes with exactly the declared names."""
    for step in verdict.steps:
        assert set(step.values) == set(explanation.STEP_CODES[step.code]), step.code
    assert set(explanation.STATUS_CODES[verdict.status]) <= set(verdict.numbers), verdict.status
    assert verdict.steps[-1].code == "verdict"
    assert verdict.steps[-1].values["state"] == verdict.state
    flagged = [step.values["flag"] for step in verdict.steps if step.code == "flag"]
    assert flagged == [flag.value for flag in verdict.flags]
    assert (verdict.reason is None) == (verdict.state is not State.GREY)


def test_every_status_and_step_is_reached_and_declared() -> None:
    found = witnesses()
    for verdict in found:
        check(verdict)
    assert {verdict.status for verdict in found} == set(explanation.STATUS_CODES)
    reached = {step.code for verdict in found for step in verdict.steps}
    broken = series({2018: 40}) + series({2020: 30}, status="B") + series({2022: 32})
    flagged = rate("linear_path", case(broken, **FALL))
    check(flagged)
    assert reached | {step.code for step in flagged.steps} == set(explanation.STEP_CODES)


@settings(max_examples=500)
@given(rated())
def test_no_function_emits_an_undeclared_code(asked: tuple[str, Case, dict[str, Any]]) -> None:
    name, question, parameters = asked
    verdict = rate(name, question, **parameters)
    check(verdict)
    rejected = [step.values["why"] for step in verdict.steps if step.code == "inputs.rejected"]
    assert set(rejected) <= set(explanation.REJECTIONS)
    named = {step.values["name"] for step in verdict.steps if step.code == "parameter"}
    assert named <= set().union(*map(set, DEFAULTS.values()))


def test_every_code_has_a_meaning() -> None:
    assert set(explanation.STEP_MEANINGS) == set(explanation.STEP_CODES)
    assert set(explanation.STATUS_MEANINGS) == set(explanation.STATUS_CODES)
    assert set(explanation.FLAG_MEANINGS) == set(Flag)
    texts = [
        *explanation.STEP_MEANINGS.values(),
        *explanation.STATUS_MEANINGS.values(),
        *explanation.FLAG_MEANINGS.values(),
        *explanation.REJECTIONS.values(),
    ]
    assert all(text.endswith(".") for text in texts)


def test_every_function_has_defaults_and_a_counterfactual() -> None:
    assert set(DEFAULTS) == set(FUNCTIONS) == set(SEEKERS)
