"""Whom those who answered stand for, and whether a colour holds over an interval."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.measure.case import Case
from milepost.measure.representativity import PARITY_HIGHEST, PARITY_LOWEST
from milepost.measure.rounding import tidy
from milepost.measure.rules import FUNCTIONS
from milepost.measure.series import Point
from milepost.measure.states import State
from milepost.measure.survey_basis import standing, try_interval, worst

FRAME = {"north": 500.0, "south": 300.0, "islands": 200.0}
counts = st.dictionaries(st.sampled_from(sorted(FRAME)), st.integers(0, 400), min_size=3)


def case(last: float, *, direction: int = 1, deadline: float | None = 2030.0) -> Case:
    values = {2015.0: 30.0, 2018.0: 33.0, 2020.0: last}
    return Case(
        points=tuple(Point(when, value, f"{when:.0f}") for when, value in values.items()),
        direction=direction,
        baseline=2015.0,
        baseline_value=None,
        target=60.0 if direction == 1 else 5.0,
        deadline=deadline,
        as_of=2021.0,
    )


PARAMETERS = {
    "level_threshold": {"green": 50.0, "yellow": 40.0},
    "linear_path": {},
    "direction_of_change": {},
    "policy_share": {},
}


def test_answers_in_proportion_represent_and_few_of_many_do_not() -> None:
    even = standing({"north": 50, "south": 30, "islands": 20}, FRAME)
    assert (even.representative, even.under, even.over) == ("yes", (), ())
    # Shares .2, .4, .4 against .5, .3, .2: D is .3, and a hundred by chance differ by some .05.
    skewed = standing({"north": 20, "south": 40, "islands": 40}, FRAME)
    assert skewed.representative == "no"
    assert (skewed.under, skewed.over) == (("north",), ("south", "islands"))


def test_few_answers_that_differ_by_no_more_than_chance_are_no_reason_to_doubt() -> None:
    """Shares .5, .25, .25: the islands have 1.25 of theirs, the south 0.83; of four, D is .05."""
    few = standing({"north": 1, "south": 2, "islands": 1}, FRAME)
    assert few.under == ("north",)
    assert "within_chance" in few.working.caveats
    assert few.representative == "yes"


@pytest.mark.parametrize(
    ("answered", "frame"),
    [({"north": 9}, {"north": 10.0}), ({"north": 0, "south": 0}, {"north": 5.0, "south": 5.0})],
)
def test_nothing_to_compare_is_not_known(
    answered: dict[str, float], frame: dict[str, float]
) -> None:
    assert standing(answered, frame).representative == "unknown"


@given(counts)
def test_a_survey_is_doubted_only_for_a_stratum_outside_the_band(answered: dict[str, int]) -> None:
    found = standing(answered, FRAME)
    total = sum(answered.values())
    outside = [
        name
        for name, size in FRAME.items()
        if total
        and not PARITY_LOWEST
        <= tidy(answered.get(name, 0) / total / (size / 1000))
        <= PARITY_HIGHEST
    ]
    assert set(found.under) | set(found.over) == set(outside) or not total
    assert found.representative != "no" or outside


def test_no_before_unknown_before_yes() -> None:
    assert worst(["yes", "unknown", "no"]) == "no"
    assert worst(["yes", "unknown"]) == "unknown"
    assert worst(["yes"]) == "yes"


def test_an_interval_that_crosses_a_threshold_is_not_firm() -> None:
    parameters = PARAMETERS["level_threshold"]
    asked = case(52.0)
    verdict = FUNCTIONS["level_threshold"](asked, parameters)
    found = try_interval("level_threshold", asked, parameters, verdict, (48.0, 56.0))
    assert found == {
        "low": {"value": 48.0, "state": "yellow"},
        "high": {"value": 56.0, "state": "green"},
        "firm": False,
    }
    near = try_interval("level_threshold", asked, parameters, verdict, (50.0, 56.0))
    assert near is not None
    assert near["firm"] is True


def test_a_grey_rating_has_no_colour_to_try() -> None:
    empty = Case((), 1, None, None, None, None, 2021.0)
    verdict = FUNCTIONS["level_threshold"](empty, {"green": 1.0})
    assert verdict.state is State.GREY
    assert try_interval("level_threshold", empty, {"green": 1.0}, verdict, (0.0, 1.0)) is None


@given(
    function=st.sampled_from(sorted(PARAMETERS)),
    direction=st.sampled_from((1, -1)),
    deadline=st.sampled_from((None, 2030.0)),
    ends=st.tuples(st.floats(0, 100), st.floats(0, 100), st.floats(0, 1), st.floats(0, 1)),
)
def test_what_holds_at_both_ends_holds_between(
    function: str,
    direction: int,
    deadline: float | None,
    ends: tuple[float, float, float, float],
) -> None:
    low, high = sorted(ends[:2])
    middle, other = (low + (high - low) * share for share in ends[2:])
    asked = case(middle, direction=direction, deadline=deadline)
    parameters = PARAMETERS[function]
    verdict = FUNCTIONS[function](asked, parameters)
    found = try_interval(function, asked, parameters, verdict, (low, high))
    if found is not None and found["firm"]:
        moved = case(other, direction=direction, deadline=deadline)
        assert FUNCTIONS[function](moved, parameters).state is verdict.state
