"""Surveys: the formulas against others of their kind, and properties that hold for any answers."""

from itertools import product
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.measure.raking import rake, rake_weights
from milepost.measure.suppression import suppress_row, suppression_audit
from milepost.measure.survey import multiple_response, wilson, wilson_weighted
from milepost.measure.survey_estimate import share_estimate
from milepost.measure.survey_weights import (
    adjusted_n,
    collapse_strata,
    finite_population,
    kish_neff,
    poststratify,
    trim_weights,
)

WEIGHTS = st.lists(st.floats(0.01, 100), min_size=1, max_size=20)
COUNTS = st.dictionaries(st.sampled_from("abcde"), st.integers(1, 40), min_size=1)


@given(st.integers(0, 200), st.integers(1, 200), st.floats(0.5, 0.999))
def test_the_interval_solves_the_equation_of_the_score_test(x: int, n: int, conf: float) -> None:
    """Wilson's ends are the shares from which x / n lies exactly z standard errors away."""
    x = min(x, n)
    found = wilson(x, n, conf)
    lower, upper = found["lower"], found["upper"]
    assert 0 <= lower <= x / n <= upper <= 1
    z = next(line.value for line in found.lines if line.quantity == "normal_quantile")
    for end in {lower, upper} - {0.0, 1.0}:
        assert abs(x / n - end) == pytest.approx(z * sqrt(end * (1 - end) / n), abs=1e-7)


@given(st.integers(0, 50), st.integers(1, 50))
def test_equal_weights_change_nothing(x: int, n: int) -> None:
    x = min(x, n)
    plain, weighted = wilson(x, n), wilson_weighted(x / n, n)
    assert plain["lower"] == pytest.approx(weighted["lower"])
    estimate = share_estimate(3.0 * x, 3.0 * n, 9.0 * n, n)
    assert estimate["upper"] == pytest.approx(plain["upper"])
    assert estimate["n_eff"] == pytest.approx(n)


@given(WEIGHTS)
def test_the_effective_number_is_one_plus_the_squared_variation(weights: list[float]) -> None:
    values = np.array(weights)
    found = kish_neff(weights)
    assert found["deff"] == pytest.approx(1 + (values.std() / values.mean()) ** 2)
    assert 1 - 1e-9 <= found["n_eff"] <= len(weights) + 1e-9


@given(WEIGHTS, st.sampled_from(["median", "band"]))
def test_trimming_keeps_the_sum_and_never_lowers_the_effective_number(
    weights: list[float], rule: str
) -> None:
    found = trim_weights(weights, rule)
    assert sum(found["weights"]) == pytest.approx(sum(weights))
    assert found["n_eff"] >= kish_neff(weights)["n_eff"] - 1e-6


@given(COUNTS)
def test_every_weighting_cell_has_enough_respondents(sample: dict[str, int]) -> None:
    cells = collapse_strata(sample)["cells"]
    sums = {cell: sum(sample[n] for n in sample if cells[n] == cell) for cell in cells.values()}
    if sum(sample.values()) >= 5:
        assert min(sums.values()) >= 5


@given(COUNTS, st.data())
def test_post_stratified_mean_is_the_mean_of_the_population(
    population: dict[str, int], data: st.DataObject
) -> None:
    sample = {name: data.draw(st.integers(1, 9)) for name in population}
    means = {name: data.draw(st.floats(0, 1)) for name in population}
    expected = sum(population[n] * means[n] for n in population) / sum(population.values())
    found = poststratify(population, sample, means)
    assert found["weighted"] == pytest.approx(expected)
    assert found["represented"] == pytest.approx(1)


def test_a_stratum_that_did_not_answer_has_no_say_and_is_named() -> None:
    found = poststratify({"a": 10, "b": 30}, {"a": 5, "c": 2}, {"a": 0.2})
    assert (found["weighted"], found["represented"]) == (0.2, 0.25)
    assert {(item.where, item.why) for item in found.aside} == {
        ("b", "nobody_answered"),
        ("c", "stratum_unknown"),
    }


PEOPLE = st.lists(
    st.fixed_dictionaries({"region": st.sampled_from("xy"), "kind": st.sampled_from("uv")}),
    min_size=4,
    max_size=30,
)


@given(PEOPLE)
def test_raked_people_equal_the_raked_table(people: list[dict[str, str]]) -> None:
    margins = {"region": {"x": 60.0, "y": 40.0}, "kind": {"u": 30.0, "v": 70.0}}
    seed = [[sum(p == {"region": r, "kind": k} for p in people) for k in "uv"] for r in "xy"]
    if min(min(row) for row in seed) == 0:
        return
    table = rake(seed, [60, 40], [30, 70])["table"]
    weights = rake_weights(people, margins)["weights"]
    for person, weight in zip(people, weights, strict=True):
        row, column = "xy".index(person["region"]), "uv".index(person["kind"])
        share = table[row][column] / 100 * len(people)
        assert weight * seed[row][column] == pytest.approx(share, rel=1e-6)


def test_a_category_without_respondents_is_set_aside() -> None:
    found = rake_weights([{"r": "x"}, {"r": "x"}], {"r": {"x": 60, "y": 40}})
    assert found["weights"] == [1.0, 1.0]
    assert [(item.where, item.why) for item in found.aside] == [("r: y", "nobody_answered")]
    with pytest.raises(ValueError, match="has no 'z'"):
        rake_weights([{"r": "z"}], {"r": {"x": 1}})


def test_a_census_without_gaps_leaves_nothing_to_estimate() -> None:
    found = share_estimate(3, 4, 4, 4, population=4)
    assert (found["lower"], found["upper"], found.caveats) == (0.75, 0.75, ("everybody_answered",))
    with pytest.raises(ValueError, match="do not fit"):
        share_estimate(3, 4, 4, 4, population=3)
    assert finite_population(4, 4)["adjusted_n"] is None
    assert adjusted_n([1, 1], [0.5, 0.5]) == 4
    assert adjusted_n([], []) is None


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=3), max_size=12))
def test_the_answers_sum_to_a_hundred_and_respondents_to_more(responses: list[list[str]]) -> None:
    found = multiple_response(responses)
    assert found["n_respondents"] == sum(1 for response in responses if response)
    if found["n_answers"]:
        assert sum(found["pct_of_answers"].values()) == pytest.approx(100)
        assert sum(found["pct_of_respondents"].values()) >= 100 - 1e-9


def test_none_of_these_is_a_respondent_without_an_answer() -> None:
    found = multiple_response([["a"], ["none"], []], none_of_these="none")
    assert (found["n_respondents"], found["n_answers"], found["n_none"]) == (2, 1, 1)
    assert found["pct_of_respondents"] == {"a": 50.0}
    with pytest.raises(ValueError, match="none of these"):
        multiple_response([["a", "none"]], none_of_these="none")


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 20)), st.integers(2, 6))
def test_a_row_hides_enough_or_says_that_it_cannot(cells: dict[str, int], k: int) -> None:
    found = suppress_row(cells, k)
    hidden = [*found["primary"], *found["secondary"]]
    assert set(found["primary"]) == {name for name, count in cells.items() if 0 < count < k}
    if hidden and not found.caveats:
        assert len(hidden) >= 2
        assert sum(cells[name] for name in hidden) >= k


TABLES = st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=2, max_size=3)
PLACES = st.sets(st.tuples(st.integers(0, 1), st.integers(0, 2)), min_size=1, max_size=5)


@given(TABLES, PLACES)
@settings(max_examples=40, deadline=None)
def test_the_audit_equals_trying_every_table(
    table: list[list[int]], places: set[tuple[int, int]]
) -> None:
    hidden = sorted(places)
    audit = suppression_audit(table, [list(place) for place in hidden])

    def margins(values: tuple[int, ...]) -> tuple[list[int], list[int]]:
        filled = [list(row) for row in table]
        for (row, column), value in zip(hidden, values, strict=True):
            filled[row][column] = value
        return [sum(row) for row in filled], [sum(c) for c in zip(*filled, strict=True)]

    true = margins(tuple(table[row][column] for row, column in hidden))
    most = max(true[0])
    fitting = [v for v in product(range(most + 1), repeat=len(hidden)) if margins(v) == true]
    for number, (row, column) in enumerate(hidden):
        found = [values[number] for values in fitting]
        assert audit["bounds"][f"{row},{column}"] == [min(found), max(found)]
    assert audit["safe"] == all(len({v[n] for v in fitting}) > 1 for n in range(len(hidden)))
