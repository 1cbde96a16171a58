"""Inputs as other people write them: read where they can be meant in one way only."""

from typing import Any

import pytest

from milepost.measure.catalogue import METHODS, run
from milepost.measure.reading import WrongInputsError, read_inputs

SERIES = {
    "series": {"2018": 40, "2022": 34},
    "base_year": 2018,
    "target": 20,
    "target_year": 2028,
    "direction": "negative",
    "as_of": 2023,
}


def outcome(method: str, inputs: dict[str, Any], expected: dict[str, Any], **more: Any) -> str:
    return run({"method": method, "inputs": inputs, "expected": expected, **more}).outcome


@pytest.mark.parametrize(
    "change",
    [
        {"series": [[2018, 40], [2022, 34]]},
        {"series": [["2018", "40"], ("2022", 34.0)]},
        {"base_year": "2018", "target_year": " 2028", "as_of": 2023.0},
        {"target": "20.0"},
    ],
)
def test_the_same_series_in_other_shapes(change: dict[str, Any]) -> None:
    assert outcome("progress.platform_default", SERIES | change, {"ratio": 0.75}) == "hit"


@pytest.mark.parametrize(
    ("method", "inputs", "expected"),
    [
        (
            "projection.damped_trend",
            {"level": 100, "trend": -3, "phi": 0.9, "h": 5.0},
            {"forecast": 88.94323},
        ),
        (
            "survey.suppression_audit",
            {"table": [[3, 20], [15, 8]], "hidden": [[0.0, 0.0]]},
            {"bounds": {"0,0": [3, 3]}, "safe": False},
        ),
        (
            "adoption.kaplan_meier",
            {"times": [6.0, 7.0], "events": [True, False]},
            {"S": {"6": 0.5}, "median": 6},
        ),
        (
            "progress.escap_csi",
            {"current": 1, "base": 0, "target": 2, "direction": 1, "parity": 0},
            {"csi": 5},
        ),
        (
            "progress.statcan_open_sdg",
            {"base": 10, "by": 2015, "cur": 7, "cy": 2020, "ty": None, "target": 5},
            {"score": 5},
        ),
        ("survey.wilson", {"x": 0, "n": 20, "conf": None}, {"upper": 0.16112515805281932}),
        (
            "projection.recency_weighted_regression",
            {"years": ["2015", "2016"], "values": [1, 2], "lambda": 0.8, "target_year": 2017},
            {"predicted": 3},
        ),
    ],
)
def test_numbers_and_truth_values_in_other_shapes(
    method: str, inputs: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert outcome(method, inputs, expected) == "hit"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"base_year": "soon"}, ["base_year", "no number", "soon"]),
        ({"series": 5}, ["series", "no map"]),
        ({"series": [[2018, 1], [2018, 2]]}, ["series", "2018", "twice"]),
        ({"series": {"2018": "many"}}, ["series.2018", "no number"]),
        ({"colour": "red"}, ["no input", "colour"]),
        ({"as_of": None}, ["as_of", "no value"]),
        ({"direction": ["up"]}, ["direction", "no text"]),
    ],
)
def test_what_cannot_be_meant_is_named(change: dict[str, Any], words: list[str]) -> None:
    result = run({"method": "progress.platform_default", "inputs": SERIES | change, "expected": {}})
    assert result.outcome == "error"
    assert all(word in " ".join(result.differences) for word in words)


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(WrongInputsError) as refused:
        read_inputs(METHODS["survey.kish_neff"], {"wieghts": [1, 2]})
    assert len(refused.value.problems) == 2
    with pytest.raises(WrongInputsError, match=r"weights\[1\].*has no value"):
        read_inputs(METHODS["survey.kish_neff"], {"weights": [1, None]})
    with pytest.raises(WrongInputsError, match="no whole number"):
        read_inputs(
            METHODS["projection.damped_trend"], {"level": 1, "trend": 1, "phi": 1, "h": 2.5}
        )


def test_figures_agree_to_nine_decimals_where_no_tolerance_is_stated() -> None:
    inputs, method = {"parties": 1, "eligible": 3}, "adoption.coverage"
    assert outcome(method, inputs, {"coverage": 0.3333333333}) == "hit"
    assert outcome(method, inputs, {"coverage": 0.3333333333}, tolerance=None) == "hit"
    assert outcome(method, inputs, {"coverage": 0.33333}) == "miss"
    assert outcome(method, inputs, {"coverage": 0.33333}, tolerance=0) == "miss"


def test_noise_of_binary_fractions_is_no_miss() -> None:
    inputs = {"shares": [0.1, 0.2, 0.3], "reference": [0.0, 0.0, 0.0]}
    assert outcome("representativity.dissimilarity", inputs, {"d": 0.3}, tolerance=0) == "hit"
