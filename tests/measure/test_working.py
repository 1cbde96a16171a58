"""What a method returns: figures, the way that led to them, and only words that are declared."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from milepost.measure import quantities
from milepost.measure.catalogue import METHODS, run
from milepost.measure.example import SOURCE_STATUSES
from milepost.measure.examples import EXAMPLES
from milepost.measure.linear import linear_path_ratio
from milepost.measure.working import Given, Working, method, worked
from tests.measure.test_catalogue import OTHERS, OWN


@pytest.mark.parametrize("vector", OWN + OTHERS, ids=lambda vector: vector["id"])
def test_a_working_uses_declared_words_only(vector: Mapping[str, Any]) -> None:
    actual = run(vector).actual
    if not isinstance(actual, Working):
        return
    assert actual.method == vector["method"]
    assert {line.quantity for line in actual.lines} <= set(quantities.QUANTITIES)
    assert {item.why for item in actual.aside} <= set(quantities.ASIDE)
    assert set(actual.caveats) <= set(quantities.CAVEATS)
    if actual.ruling:
        assert actual.ruling.verdict in quantities.VERDICTS
        assert actual.ruling.quantity in {"", *quantities.QUANTITIES}
        assert (actual.ruling.relation == "") == (actual.ruling.cut is None)
    json.dumps(actual.as_dict())


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_published_examples_hold(name: str) -> None:
    example = EXAMPLES[name]
    vector = {
        "id": name,
        "method": name,
        "inputs": example.inputs,
        "expected": example.expected,
        "tolerance": example.tolerance,
    }
    result = run(vector)
    assert (result.outcome, result.differences) == ("hit", ())
    assert example.source
    assert example.status in SOURCE_STATUSES


def test_arguments_are_kept_with_their_defaults() -> None:
    @method("a.b")
    def double(value: float, factor: float = 2) -> Working:
        return worked({"doubled": value * factor})

    result = double(3)
    assert dict(result) == {"doubled": 6}
    assert result.given == (Given("value", 3), Given("factor", 2, is_default=True))
    assert double(3) == double(3, 2)


def test_the_linear_path_shows_its_way() -> None:
    working = linear_path_ratio(8, 2018, 5, 2022, 0, 2028)
    assert [line.quantity for line in working.lines] == [
        "change_share",
        "time_share",
        "expected_now",
        "pace_ratio",
    ]
    assert set(METHODS) >= {working.method}
