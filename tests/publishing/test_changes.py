"""What moved, and whether the fact, the method, the judge or the framework changed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.publishing.changes import Side, compare_sides, direction

KEY = ("plan", "1.1")


def side(
    state: str = "green",
    *,
    reason: str | None = None,
    rule: str = "linear-path@1",
    value: float = 1.0,
    judged: dict[str, Any] | None = None,
    benchmark: dict[str, Any] | None = None,
) -> Side:
    rating: dict[str, Any] = {"framework": "plan", "benchmark": "1.1", "place": "001"}
    rating |= {"state": state, "reason": reason, "value": value}
    rating |= {"judged": judged, "decision": None}
    used = [{"period": "2015", "value": value}]
    trace: dict[str, Any] = {"rule": rule, "function": "f", "parameters": {}}
    trace["inputs"] = {"used": used}
    definition = benchmark or {"measure": {"indicator": "i", "rule": rule}, "judge": None}
    return Side([rating], {KEY: {"001": trace}}, {KEY: definition})


def test_equal_editions_have_no_changes() -> None:
    assert compare_sides(side(), side()) == []


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        (side("red"), side("green", value=2.0), "fact"),
        (side("red"), side("green", rule="linear-path@2"), "method"),
        (side("red"), side("green", judged={"state": "green"}), "judge"),
        (
            side("red"),
            side("green", benchmark={"measure": {"indicator": "other"}, "judge": None}),
            "framework",
        ),
    ],
    ids=["fact", "method", "judge", "framework"],
)
def test_compare_sides_tells_the_cause(before: Side, after: Side, cause: str) -> None:
    (row,) = compare_sides(before, after)
    assert (row["from"], row["to"], row["direction"]) == ("red", "green", "better")
    assert row["cause"] == cause


def test_a_changed_rule_and_changed_inputs_are_both_named() -> None:
    (row,) = compare_sides(side("red"), side("green", rule="linear-path@2", value=2.0))
    assert row["causes"] == ["method", "fact"]


def test_a_later_list_of_parties_is_a_fact_and_not_a_method() -> None:
    before, after = side("green"), side("yellow", value=2.0)
    before.traces[KEY]["001"]["parameters"].update(eligible=193, known_until=2015.9)
    after.traces[KEY]["001"]["parameters"].update(eligible=193, known_until=2019.9)
    (row,) = compare_sides(before, after)
    assert row["causes"] == ["fact"]


def test_a_finding_without_colour_is_not_the_judge_who_changed_a_computed_colour() -> None:
    silent = {"state": "grey", "reason": "no_colour_stated", "contested": False}
    (row,) = compare_sides(side("green", judged=silent), side("grey", reason="stale"))
    assert row["causes"] == ["fact"]


def test_another_reason_for_grey_is_a_change_without_direction() -> None:
    (row,) = compare_sides(side("grey", reason="no_data"), side("grey", reason="stale"))
    assert (row["direction"], row["from_reason"], row["to_reason"]) == ("same", "no_data", "stale")


def test_a_rating_that_is_new_is_opened_and_one_that_ended_is_closed() -> None:
    nothing = Side([], {}, {})
    (opened,) = compare_sides(nothing, side())
    (closed,) = compare_sides(side(), nothing)
    assert (opened["from"], opened["direction"]) == (None, "opened")
    assert (closed["to"], closed["direction"]) == (None, "closed")


states = st.sampled_from(["green", "yellow", "red", "grey", None])


@given(states, states)
def test_direction_reversed_is_its_opposite(old: str | None, new: str | None) -> None:
    opposite = {"better": "worse", "worse": "better", "opened": "closed", "closed": "opened"}
    there, back = direction(old, new), direction(new, old)
    assert back == opposite.get(there, "same")
