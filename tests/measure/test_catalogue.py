"""Every method against worked examples: our own, and the shared file when it is there."""

import json
from collections.abc import Mapping
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.measure.catalogue import METHODS, differences, run
from milepost.measure.distributions import incomplete_beta, t_cdf, t_quantile
from milepost.measure.growth import sign_of
from milepost.measure.suppression import suppression_audit
from milepost.measure.trend import exact_p, mann_kendall_s

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / ".." / "shared" / "methods" / "method_vectors.json"


def read(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text()) if path.exists() else []
    return found


OWN = [
    vector
    for name in ("vectors.json", "vectors_people.json", "vectors_panels.json")
    for vector in read(HERE / name)
]
OTHERS = read(SHARED)


@pytest.mark.parametrize("vector", OWN, ids=lambda vector: vector["id"])
def test_own_example(vector: Mapping[str, Any]) -> None:
    result = run(vector)
    assert (result.outcome, result.differences) == ("hit", ())


@pytest.mark.parametrize("vector", OTHERS, ids=lambda vector: vector["id"])
def test_shared_example(vector: Mapping[str, Any]) -> None:
    result = run(vector)
    assert (result.outcome, result.differences) == ("hit", ())


def test_shared_examples_are_there() -> None:
    if not OTHERS:
        pytest.skip(f"no shared method vectors at {SHARED}: only our own examples were run")
    assert {vector["method"] for vector in OTHERS} <= set(METHODS)


def test_every_method_has_an_own_example() -> None:
    assert {vector["method"] for vector in OWN} == set(METHODS)


def test_outcomes_other_than_a_hit() -> None:
    assert run({"id": "x", "method": "astrology.sign"}).outcome == "unknown"
    vector = {"method": "adoption.coverage", "inputs": {"parties": 1, "eligible": 4}}
    assert run(vector | {"expected": {"coverage": 0.25}}).outcome == "hit"
    missed = run(vector | {"expected": {"coverage": 0.3}, "tolerance": 0.01})
    assert (missed.outcome, len(missed.differences)) == ("miss", 1)
    assert run(vector | {"expected": {"coverage": 0.3}, "tolerance": 0.1}).outcome == "hit"
    assert run(vector | {"inputs": {}, "expected": {}}).outcome == "error"


JUNK: list[Any] = [None, [], {}, "", "x", True, -1, 0, [None], [[]], {"a": None}, ["a"], 1e308]


@pytest.mark.parametrize("vector", OWN, ids=lambda vector: vector["id"])
def test_inputs_of_another_kind_never_end_in_a_traceback(vector: Mapping[str, Any]) -> None:
    for name in vector["inputs"]:
        for junk in JUNK:
            result = run({**vector, "inputs": {**vector["inputs"], name: junk}})
            assert result.outcome in {"hit", "miss", "error"}


@pytest.mark.parametrize(
    ("expected", "actual", "agree"),
    [
        (None, None, True),
        (None, 0.0, False),
        (0.0, None, False),
        (True, True, True),
        (True, 1, False),
        (1, 1.0, True),
        ("a", "b", False),
        ([1, 2], (1, 2), True),
        ([1, 2], [1], False),
        ([1], 1, False),
        ({"a": 1}, {"a": 1, "b": 2}, True),
        ({"a": 1}, [1], False),
        ({"a": {"b": None}}, {"a": {}}, True),
    ],
)
def test_what_agrees(expected: object, actual: object, agree: bool) -> None:
    assert (not differences(expected, actual, 1e-9)) == agree


@pytest.mark.parametrize(
    ("vector", "message"),
    [
        ({"method": "adoption.entry_into_force", "inputs": {"rule": "soon"}}, "entry into force"),
        ({"method": "progress.goldilocks_transform", "inputs": {"kind": "x", "value": 1}}, "kind"),
        (
            {
                "method": "rating.weighted_kappa",
                "inputs": {"table": [[1, 0], [0, 1]], "weights": "cubic"},
            },
            "weights",
        ),
    ],
)
def test_words_that_no_method_knows_are_errors(vector: dict[str, Any], message: str) -> None:
    inputs = vector["inputs"] | ({"nth_date": None} if "rule" in vector["inputs"] else {})
    result = run(vector | {"inputs": inputs, "expected": {}})
    assert result.outcome == "error"
    assert message in result.differences[0]


def test_directions() -> None:
    assert [sign_of(word) for word in ("up", "increasing", "negative", -1)] == [1, 1, -1, -1]
    with pytest.raises(ValueError, match="direction"):
        sign_of("sideways")


@pytest.mark.parametrize(
    ("probability", "degrees", "value"),
    [(0.9, 4, 1.533206), (0.95, 1, 6.313752), (0.975, 10, 2.228139), (0.975, 120, 1.979930)],
)
def test_quantiles_of_student(probability: float, degrees: int, value: float) -> None:
    """Values of the printed tables of Student's t."""
    assert t_quantile(probability, degrees) == pytest.approx(value, abs=1e-6)
    assert t_quantile(1 - probability, degrees) == pytest.approx(-value, abs=1e-6)
    assert t_cdf(value, degrees) == pytest.approx(probability, abs=1e-7)


def test_the_middle_and_the_ends_of_the_distributions() -> None:
    assert t_quantile(0.5, 3) == 0.0
    assert t_cdf(0.0, 3) == 0.5
    assert (incomplete_beta(2, 3, 0.0), incomplete_beta(2, 3, 1.0)) == (0.0, 1.0)
    assert incomplete_beta(2, 3, 0.5) == pytest.approx(0.6875)


@given(st.floats(-50, 50), st.integers(1, 200))
def test_student_is_symmetric_and_within_bounds(value: float, degrees: int) -> None:
    below, above = t_cdf(value, degrees), t_cdf(-value, degrees)
    assert 0 <= below <= 1
    assert below + above == pytest.approx(1.0, abs=1e-12)


@given(st.lists(st.integers(0, 3), min_size=2, max_size=6))
def test_exact_p_equals_trying_every_order(values: list[int]) -> None:
    observed = abs(mann_kendall_s(values))
    scores = [abs(mann_kendall_s(order)) for order in permutations(values)]
    expected = sum(score >= observed for score in scores) / len(scores)
    assert exact_p(values) == pytest.approx(expected)


tables = st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=2, max_size=3)


@given(tables, st.sets(st.tuples(st.integers(0, 1), st.integers(0, 2)), min_size=1, max_size=6))
def test_an_audit_brackets_the_truth(table: list[list[int]], hidden: set[tuple[int, int]]) -> None:
    result = suppression_audit(table, sorted(map(list, hidden)))
    bounds = result["bounds"]
    assert isinstance(bounds, dict)
    for place, (low, high) in bounds.items():
        row, column = map(int, place.split(","))
        margin = min(sum(table[row]), sum(line[column] for line in table))
        assert 0 <= low <= table[row][column] <= high <= margin


@given(st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=2, max_size=2))
def test_the_bounds_of_a_hidden_square_equal_trying_every_table(table: list[list[int]]) -> None:
    """With all four cells hidden, one number moves the whole table."""
    (a, b), (c, d) = table
    shifts = [s for s in range(-20, 21) if min(a + s, b - s, c - s, d + s) >= 0]
    result = suppression_audit(table, [[0, 0], [0, 1], [1, 0], [1, 1]])
    bounds = result["bounds"]
    assert isinstance(bounds, dict)
    assert bounds["0,0"] == [a + min(shifts), a + max(shifts)]
    assert result["safe"] == (len(shifts) > 1)
