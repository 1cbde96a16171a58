"""The survey part of a working, over made-up tables: states, groups, computed figures."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from milepost.intake.tables import table_document
from milepost.measure.survey_table import Answer, Design, make_table
from milepost.reviews.computation import compute
from milepost.reviews.material import Material
from milepost.reviews.survey_basis import named_surveys, observed_of
from tests.reviews.materials import benchmark, indicator, material, measure, rating

FRAME = {"004": 100, "008": 80, "012": 60, "020": 40}
YES = {"004": (30, 50), "008": (20, 40), "012": (18, 30), "020": (10, 20)}
"""Place -> those who say yes, and those who answer."""


def survey(yes: Mapping[str, tuple[int, int]] = YES, frame: Mapping[str, int] = FRAME) -> Any:
    answers = [
        Answer(f"{place}-{number}", place, ("yes" if number < said else "no",))
        for place, (said, answered) in yes.items()
        for number in range(answered)
    ]
    design = Design(options=("yes", "no"), strata=tuple(frame), frame=frame)
    question = {
        "key": "q1",
        "text": {"en": "?"},
        "several": False,
        "options": [{"code": code, "label": {"en": code}} for code in ("yes", "no")],
    }
    items = [{"code": place, "size": size, "place": place} for place, size in frame.items()]
    return {
        "key": "asked",
        "fieldwork": {"from": "2014-01-01", "until": "2014-12-31"},
        "strata": {"items": items, "all_asked": False},
        "tables": [table_document(question, make_table(answers, design))],
    }


def made(**changes: Any) -> Material:
    """Four states whose shares of 2014 come from one survey, and one figure made from theirs."""
    asked = [
        benchmark("1.1", measure=measure("share", "level-threshold@1", parameters={"green": 52})),
        benchmark(
            "1.2", order=2, measure=measure("rest", "level-threshold@1", parameters={"green": 40})
        ),
    ]
    unit = {"key": "percent", "label": {"en": "per cent"}}
    facts = [(place, "2014", 100.0 * said / n) for place, (said, n) in YES.items()]
    rest = [(place, "2014", 100 - value) for place, _period, value in facts]
    found = material(
        asked,
        countries=tuple(FRAME),
        indicators=[
            indicator("share", "mean", unit=unit),
            indicator("rest", "mean", unit=unit, derived="100 - [share]"),
        ],
        facts={"share": facts, "rest": rest},
    )
    named = {"survey": "asked", "question": "q1", "option": "yes"}
    return replace(found, **{"observed": {"v1": named}, "surveys": [survey()], **changes})


def part(found: Material, place: str, key: str = "1.1") -> Any:
    result = compute(found)
    return result.traces["plan", key][place].get("survey")


def test_a_state_has_the_row_of_its_stratum() -> None:
    told = part(made(), "004")
    (figure,) = told["figures"]
    assert (figure["answered"], figure["frame"], figure["effective"]) == (50, 100, 50)
    assert figure["low"] < 60 < figure["high"]
    assert told["interval"]["low"]["state"] == "red"
    assert told["interval"]["firm"] is False
    assert "not_firm" in rating(compute(made()), "004")["flags"]


def test_a_group_made_of_states_names_them_all_and_adds_no_intervals() -> None:
    told = part(made(), "001")
    assert [figure["place"] for figure in told["figures"]] == sorted(FRAME)
    assert told["interval"] == {"why": "aggregated"}
    assert len(told["surveys"]) == 1
    assert told["representative"] == "yes"
    assert "not_firm" not in rating(compute(made()), "001")["flags"]


@pytest.mark.parametrize(("place", "count"), [("008", 1), ("001", 4)])
def test_a_computed_figure_names_the_figures_it_was_made_from(place: str, count: int) -> None:
    told = part(made(), place, "1.2")
    assert len(told["figures"]) == count
    assert {figure["indicator"] for figure in told["figures"]} == {"share"}
    assert all(not figure["why"] for figure in told["figures"])
    assert told["interval"] == {"why": "derived"}


@pytest.mark.parametrize(
    ("surveys", "why"),
    [
        ([], "no_table"),
        ([{**survey(), "tables": []}], "no_table"),
        ([survey({**YES, "004": (31, 50)})], "figure_differs"),
        ([{**survey(), "fieldwork": {"from": "2012-01-01", "until": "2013-01-01"}}],
         "figure_differs"),
        ([survey({k: v for k, v in YES.items() if k != "004"},
                 {k: v for k, v in FRAME.items() if k != "004"})], "no_stratum"),
    ],
)  # fmt: skip
def test_what_the_table_does_not_say_is_not_known(surveys: list[Any], why: str) -> None:
    told = part(made(surveys=surveys), "004")
    assert [figure["why"] for figure in told["figures"]] == [why]
    assert told["representative"] == "unknown"
    assert told["interval"] == {"why": why}


def test_a_hidden_figure_is_not_given_away() -> None:
    """Two of fifty say yes: the table hides the cell, and the working knows no more."""
    few = {**YES, "004": (2, 50)}
    hidden = made(surveys=[survey(few)])
    told = part(hidden, "004")
    assert [figure["why"] for figure in told["figures"]] == ["figure_differs"]
    assert "answered" not in told["figures"][0]


def test_without_a_survey_nothing_is_said() -> None:
    assert part(made(observed={}), "004") is None
    other = {"v2": {"survey": "asked", "question": "q1", "option": "yes"}}
    assert part(made(observed=other), "004") is None


def test_the_same_colours_with_and_without() -> None:
    """Whatever is known of a survey, no colour moves."""
    states = [
        [row["state"] for row in compute(found).ratings]
        for found in (made(), made(observed={}), made(surveys=[]))
    ]
    assert states[0] == states[1] == states[2]


def test_vintages_name_their_surveys() -> None:
    rows: list[dict[str, Any]] = [
        {"id": "v1", "survey": {"survey": "asked", "question": "q1", "option": "yes"}},
        {"id": "v2"},
    ]
    observed = observed_of(rows)
    assert list(observed) == ["v1"]
    assert named_surveys(observed, [{"key": "other"}, {"key": "asked"}]) == [{"key": "asked"}]
