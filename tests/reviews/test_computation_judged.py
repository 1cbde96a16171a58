"""Judged benchmarks, and rule and judgement side by side."""

from typing import Any

import pytest

from milepost.reviews.computation import compute
from milepost.reviews.judgement import needs_decision
from tests.reviews.materials import (
    assessment,
    benchmark,
    indicator,
    material,
    measure,
    rating,
)


def judged(*colours: str | None, **others: Any) -> dict[str, Any]:
    """The rating of the world when these colours are given."""
    voices = [assessment(colour=colour, name=f"a{n}") for n, colour in enumerate(colours)]
    return rating(compute(material([benchmark()], assessments=voices, **others)))


@pytest.mark.parametrize(
    ("colours", "state", "reason", "contested"),
    [
        ((), "grey", "not_assessed", False),
        (("green",), "green", None, False),
        (("green", "yellow"), "yellow", None, False),
        (("green", "red"), "red", None, True),
        (("green", "green", "red"), "green", None, True),
        (("green", None), "green", None, False),
        ((None,), "grey", "no_colour_stated", False),
        ((None, None), "grey", "no_colour_stated", False),
        (("not_applicable",), "grey", "not_applicable", False),
        (("not_applicable", None), "grey", "not_applicable", False),
        (("not_applicable", "green"), "green", None, True),
    ],
)
def test_the_cautious_median_of_a_panel(
    colours: tuple[str | None, ...], state: str, reason: str | None, contested: bool
) -> None:
    row = judged(*colours)
    assert (row["state"], row["reason"]) == (state, reason)
    assert ("contested" in row["flags"]) is contested


def test_the_distribution_of_a_panel_is_kept() -> None:
    assert judged("green", "red", None)["judged"] == {
        "state": "red",
        "reason": None,
        "n": 3,
        "distribution": {"green": 1, "yellow": 0, "red": 1, "none": 1},
        "contested": True,
    }


def test_contested_members_have_a_class_of_their_own() -> None:
    voices = [assessment("004", "green", name="a"), assessment("004", "red", name="b")]
    voices.append(assessment("008", "green"))
    row = rating(compute(material([benchmark()], assessments=voices)))
    assert row["state"] == "grey"
    assert row["distribution"] == {
        "green": 1,
        "yellow": 0,
        "red": 0,
        "grey": 2,
        "contested": 1,
        "total": 4,
    }


def both(computed: float, *colours: str | None, **others: Any) -> dict[str, Any]:
    """A world figure against a threshold of 5, and colours of assessors."""
    rule = measure("rate", "level-threshold@1", target={"value": 5.0})
    voices = [assessment(colour=colour, name=f"a{n}") for n, colour in enumerate(colours)]
    inputs = material(
        [benchmark(measure=rule)],
        indicators=[indicator("rate", "published")],
        facts={"rate": [("001", "2015", computed)]},
        assessments=voices,
        **others,
    )
    return rating(compute(inputs))


@pytest.mark.parametrize(
    ("computed", "colours", "state", "basis", "contested", "open_question"),
    [
        (9.0, ("green",), "green", "computed", False, False),
        (9.0, (), "green", "computed", False, False),
        (9.0, (None,), "green", "computed", False, False),
        (9.0, ("red",), "red", "judged", True, True),
        (1.0, ("green",), "red", "computed", True, True),
    ],
)
def test_rule_and_panel_are_both_kept(
    computed: float,
    colours: tuple[str | None, ...],
    state: str,
    basis: str,
    contested: bool,
    open_question: bool,
) -> None:
    row = both(computed, *colours)
    assert (row["state"], row["basis"]) == (state, basis)
    assert ("contested" in row["flags"]) is contested
    assert needs_decision(row) is open_question
    assert row["computed"] is not None


def decision(state: str, place: str = "001") -> dict[str, Any]:
    """A decision of an editor."""
    return {
        "framework": "plan",
        "benchmark": "1.1",
        "place": place,
        "state": state,
        "reason": {"en": "The figures are older than the visit."},
        "by": "An editor",
        "on": "2015-12-01",
    }


def test_a_decision_settles_and_its_reason_is_kept() -> None:
    row = both(9.0, "red", decisions=[decision("yellow")])
    assert (row["state"], row["basis"], row["status"]) == ("yellow", "decided", "decided")
    assert row["flags"] == []
    assert row["decision"]["reason"] == {"en": "The figures are older than the visit."}
    assert (row["computed"]["state"], row["judged"]["state"]) == ("green", "red")
    assert not needs_decision(row)


@pytest.mark.parametrize(
    ("state", "reason"), [("not_applicable", "not_applicable"), ("grey", "no_colour_stated")]
)
def test_a_decision_for_grey_has_a_reason_too(state: str, reason: str) -> None:
    row = both(9.0, "red", decisions=[decision(state)])
    assert (row["state"], row["reason"]) == ("grey", reason)


def test_a_grey_rule_gives_way_to_a_judged_colour() -> None:
    rule = measure("rate", "level-threshold@1", target={"value": 5.0})
    inputs = material(
        [benchmark(measure=rule)],
        indicators=[indicator("rate", "published")],
        assessments=[assessment(colour="yellow")],
    )
    row = rating(compute(inputs))
    assert (row["state"], row["basis"], row["status"]) == ("yellow", "judged", "judged")
    assert row["computed"]["reason"] == "no_data"


def test_the_working_ends_with_the_people() -> None:
    inputs = material([benchmark()], assessments=[assessment(colour="green")])
    trace = compute(inputs).traces["plan", "1.1"]["001"]
    assert trace["rule"] == "judged@1"
    assert trace["function"] == "cautious_median"
    assert [step["code"] for step in trace["steps"]] == ["panel.assessment", "panel.median"]
    assert trace["steps"][0]["values"]["colour"] == "green"
