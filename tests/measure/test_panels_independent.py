"""Panels, participation and costs against computations of another kind, and what must hold."""

from itertools import combinations, product
from math import isclose, log
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.measure.agreement import (
    gwet_ac,
    krippendorff_alpha,
    tastle_wierman_consensus,
    weighted_kappa,
)
from milepost.measure.agreement_interval import alpha_interval
from milepost.measure.confidence import GRADES, evidence_grade
from milepost.measure.dispersion import destinations, dispersion, hhi
from milepost.measure.draws import whole_numbers
from milepost.measure.linear import linear_path_ratio
from milepost.measure.mobility import student_mobility
from milepost.measure.panel import panel_summary
from milepost.measure.remittance_targets import matched_change, target_path
from milepost.measure.remittances import remittance_prices
from milepost.measure.representativity import (
    chance,
    dissimilarity,
    gallagher,
    participation,
    theil,
    theil_decomposed,
)

Table = list[list[int | None]]


@st.composite
def rated(draw: st.DrawFn, most: int = 3) -> Table:
    """Ratings of two to four assessors on two to six units, with gaps."""
    assessors, units = draw(st.integers(2, 4)), draw(st.integers(2, 6))
    cell = st.one_of(st.none(), st.integers(1, most))
    return draw(
        st.lists(
            st.lists(cell, min_size=units, max_size=units), min_size=assessors, max_size=assessors
        )
    )


def alpha_by_matrix(data: Table, level: str) -> float | None:
    """Alpha from the matrix of coincidences, as the textbook lays it out."""
    values = sorted({r for row in data for r in row if r is not None})
    matrix = np.zeros((len(values), len(values)))
    for unit in zip(*data, strict=True):
        found = [values.index(r) for r in unit if r is not None]
        for left, right in combinations(range(len(found)), 2):
            matrix[found[left], found[right]] += 1 / (len(found) - 1)
            matrix[found[right], found[left]] += 1 / (len(found) - 1)
    margins = matrix.sum(axis=0)
    delta = np.zeros_like(matrix)
    for i, j in product(range(len(values)), repeat=2):
        if level == "nominal":
            delta[i, j] = i != j
        elif level == "interval":
            delta[i, j] = (values[i] - values[j]) ** 2
        else:
            low, high = sorted((i, j))
            delta[i, j] = (margins[low : high + 1].sum() - (margins[i] + margins[j]) / 2) ** 2
    total = margins.sum()
    expected = float((np.outer(margins, margins) * delta).sum())
    if not expected:
        return None
    return float(1 - (total - 1) * (matrix * delta).sum() / expected)


@given(rated(4), st.sampled_from(["nominal", "ordinal", "interval"]))
def test_alpha_equals_the_matrix_of_coincidences(data: Table, level: str) -> None:
    expected = alpha_by_matrix(data, level)
    alpha = krippendorff_alpha(data, level)["alpha"]
    assert (alpha is None) == (expected is None)
    if expected is not None:
        assert alpha == pytest.approx(expected, abs=1e-9)
        assert alpha <= 1 + 1e-12


@given(rated(), st.sampled_from(["nominal", "ordinal", "interval", "ratio"]), st.randoms())
def test_the_order_of_assessors_and_units_does_not_matter(
    data: Table, level: str, chance_order: Any
) -> None:
    rows = list(data)
    chance_order.shuffle(rows)
    columns = list(range(len(rows[0])))
    chance_order.shuffle(columns)
    shuffled = [[row[j] for j in columns] for row in rows]
    before, after = krippendorff_alpha(data, level), krippendorff_alpha(shuffled, level)
    assert before["units"] == after["units"]
    assert before["alpha"] == pytest.approx(after["alpha"], abs=1e-9)
    ours, theirs = gwet_ac(data, [1, 2, 3]), gwet_ac(shuffled, [1, 2, 3])
    assert ours["coefficient"] == pytest.approx(theirs["coefficient"], abs=1e-9)


@given(
    st.lists(st.integers(1, 3), min_size=2, max_size=8),
    st.integers(2, 5),
    st.sampled_from(["nominal", "ordinal", "interval", "ratio"]),
)
def test_unanimity_with_variation_is_one(unit: list[int], assessors: int, level: str) -> None:
    alpha = krippendorff_alpha([unit] * assessors, level)["alpha"]
    assert alpha == (1 if len(set(unit)) > 1 else None)
    assert gwet_ac([unit] * assessors, [1, 2, 3])["coefficient"] == 1


@given(rated())
def test_alpha_of_an_interval_does_not_change_with_unit_and_origin(data: Table) -> None:
    moved = [[None if r is None else 10 * r - 3 for r in row] for row in data]
    before = krippendorff_alpha(data, "interval")["alpha"]
    assert before == pytest.approx(krippendorff_alpha(moved, "interval")["alpha"], abs=1e-9)


@given(rated())
@settings(max_examples=25)
def test_the_interval_of_few_units_equals_drawing_many_samples(data: Table) -> None:
    if len(data[0]) > 4:
        data = [row[:4] for row in data]
    result = alpha_interval(data, "nominal")
    if result["lower"] is None:
        return
    assert result["lower"] <= result["upper"] <= 1
    counted = result["samples"]
    assert counted == result["units"] ** result["units"]
    units = [unit for unit in zip(*data, strict=True) if sum(r is not None for r in unit) > 1]
    found = [
        alpha_by_matrix([list(row) for row in zip(*sample, strict=True)], "nominal")
        for sample in product(units, repeat=len(units))
    ]
    known = [alpha for alpha in found if alpha is not None]
    lower, upper = np.quantile(known, [0.025, 0.975], method="hazen")
    assert result["lower"] == pytest.approx(float(lower), abs=1e-9)
    assert result["upper"] == pytest.approx(float(upper), abs=1e-9)


def test_drawn_samples_are_the_same_again_and_near_the_counted_ones() -> None:
    data = [[1, 2, 3, 3, 2, 1], [1, 2, 3, 3, 3, 1], [1, 1, 3, 2, 2, 1]]
    first = alpha_interval(data, draws=4000)
    assert first["samples"] == 4000
    assert dict(alpha_interval(data, draws=4000)) == dict(first)
    other = alpha_interval(data, draws=4000, seed=2)
    assert other["lower"] == pytest.approx(first["lower"], abs=0.05)
    assert other["upper"] == pytest.approx(first["upper"], abs=0.05)


def test_a_wider_confidence_gives_a_wider_interval() -> None:
    data = [[1, 2, 3, 3, 2, 1, 2], [1, 2, 3, 3, 3, 1, 1]]
    narrow, wide = alpha_interval(data, confidence=0.5), alpha_interval(data, confidence=0.95)
    assert wide["lower"] <= narrow["lower"] <= narrow["upper"] <= wide["upper"]


@pytest.mark.parametrize(
    ("options", "word"),
    [({"confidence": 1.0}, "confidence"), ({"draws": 0}, "draw"), ({"level": "odd"}, "level")],
)
def test_an_interval_that_cannot_be_asked_for(options: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        alpha_interval([[1, 2], [2, 1]], **options)


def test_the_numbers_are_spread_evenly() -> None:
    numbers = whole_numbers(7, 5)
    counts = np.bincount([next(numbers) for _ in range(5000)], minlength=5)
    assert counts.min() > 900
    assert counts.max() < 1100
    with pytest.raises(ValueError, match="below 0"):
        next(whole_numbers(1, 0))


TABLES = st.integers(2, 4).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 9), min_size=size, max_size=size), min_size=size, max_size=size
    )
)


@given(TABLES, st.sampled_from(["identity", "linear", "quadratic"]))
def test_kappa_equals_its_matrix_form(table: list[list[int]], weights: str) -> None:
    counts = np.array(table, dtype=float)
    kappa = weighted_kappa(table, weights)["kappa"]
    if not counts.sum():
        assert kappa is None
        return
    shares = counts / counts.sum()
    apart = np.abs(np.subtract.outer(np.arange(len(table)), np.arange(len(table))))
    width = len(table) - 1
    cost = {"identity": apart > 0, "linear": apart / width, "quadratic": (apart / width) ** 2}
    expected = np.outer(shares.sum(axis=1), shares.sum(axis=0))
    chance_cost = float((cost[weights] * expected).sum())
    if isclose(chance_cost, 0, abs_tol=1e-12):
        assert kappa is None
    else:
        seen = float((cost[weights] * shares).sum())
        assert kappa == pytest.approx(1 - seen / chance_cost, abs=1e-9)
    transposed = [list(row) for row in zip(*table, strict=True)]
    assert kappa == pytest.approx(weighted_kappa(transposed, weights)["kappa"], abs=1e-9)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: weighted_kappa([[1, 2], [3]]), "square"),
        (lambda: weighted_kappa([[1, -2], [3, 1]]), "negative"),
        (lambda: gwet_ac([[1, 9]], [1, 2]), "category"),
        (lambda: gwet_ac([[1]], [1, 1]), "once"),
        (lambda: gwet_ac([["a"]], ["a", "b"], "linear"), "numbers"),
        (lambda: krippendorff_alpha([[1], [1, 2]]), "every unit"),
        (lambda: krippendorff_alpha([["a"], ["b"]], "ordinal"), "numbers"),
        (lambda: krippendorff_alpha([[-1], [2]], "ratio"), "negative"),
        (lambda: tastle_wierman_consensus([1], [1, 2]), "count"),
        (lambda: tastle_wierman_consensus([-1, 2], [1, 2]), "negative"),
        (lambda: panel_summary([1.5]), "categories"),
        (lambda: panel_summary([2], [1, 3]), "categories"),
        (lambda: panel_summary([1], [1, 1]), "once"),
        (lambda: dissimilarity([1], [1, 2]), "same categories"),
        (lambda: chance({"A": 1}, 1.5), "whole"),  # type: ignore[arg-type]
        (lambda: theil_decomposed({"a": 1}, {"a": 1}, {}), "region"),
        (lambda: evidence_grade("rumour"), "source"),
        (lambda: evidence_grade("survey", stated="E"), "grade"),
        (lambda: evidence_grade("survey", age=-1), "negative"),
    ],
)
def test_inputs_that_mean_nothing_are_refused(call: Any, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        call()


COUNTS = st.lists(st.integers(0, 9), min_size=3, max_size=5)


@given(COUNTS, st.integers(1, 5))
def test_consensus_keeps_its_bounds_and_its_scale(counts: list[int], factor: int) -> None:
    values = list(range(len(counts)))
    result = tastle_wierman_consensus(counts, values)["consensus"]
    if not sum(counts):
        assert result is None
        return
    assert 0 <= result <= 1
    scaled = tastle_wierman_consensus([factor * c for c in counts], [7 * v + 2 for v in values])
    mirrored = tastle_wierman_consensus(counts[::-1], values)
    assert scaled["consensus"] == pytest.approx(result, abs=1e-9)
    assert mirrored["consensus"] == pytest.approx(result, abs=1e-9)
    if sum(count > 0 for count in counts) == 1:
        assert result == 1


@given(st.lists(st.integers(1, 5), min_size=1, max_size=9), st.booleans())
def test_a_panel_mirrored_is_a_panel_where_less_is_better(ratings: list[int], better: bool) -> None:
    mine = panel_summary(ratings, higher_is_better=better)
    other = panel_summary([6 - rating for rating in ratings], higher_is_better=not better)
    assert mine["median_low"] == 6 - other["median_low"]
    for name in ("iqr", "modal_share", "range", "contested"):
        assert mine[name] == other[name]
    assert mine["median_low"] in ratings
    assert mine["contested"] == (mine.ruling is not None and mine.ruling.verdict == "contested")


@given(
    st.sampled_from(["official", "survey", "opinion"]),
    st.one_of(st.none(), st.floats(0, 9)),
    st.one_of(st.none(), st.integers(0, 4)),
    st.one_of(st.none(), st.booleans()),
    st.one_of(st.none(), st.sampled_from(GRADES)),
)
def test_no_person_raises_a_grade_without_a_note(
    source: str, age: float | None, sources: int | None, agree: bool | None, stated: str | None
) -> None:
    result = evidence_grade(source, age, sources, agree, stated)
    assert result["grade"] >= result["computed"]
    assert result["may_be_green"] == (result["grade"] != "D")
    better = evidence_grade(source, 0.0, max(sources or 2, 2), True)
    assert better["computed"] <= result["computed"]


SHARES = st.lists(st.floats(0, 100), min_size=1, max_size=8)


@given(SHARES, st.floats(0.01, 100))
def test_concentration_keeps_its_bounds_and_its_scale(shares: list[float], factor: float) -> None:
    result = dispersion(shares)
    if sum(shares) < 1e-6:
        return
    n = len(shares)
    assert 1 / n - 1e-9 <= result["hhi"] <= 1 + 1e-9
    assert 1 - 1e-9 <= result["effective_number"] <= n + 1e-9
    assert -1e-9 <= result["shannon"] <= log(n) + 1e-9
    scaled = hhi([factor * share for share in shares[::-1]])
    assert scaled["hhi_points"] == pytest.approx(10_000 * result["hhi"], rel=1e-9)


@given(st.integers(1, 40))
def test_equal_shares_are_as_many_as_they_are(n: int) -> None:
    result = dispersion([1.0] * n)
    assert result["effective_number"] == pytest.approx(n)
    assert result["evenness"] == (pytest.approx(1) if n > 1 else None)


@given(st.dictionaries(st.sampled_from("ABCDE"), st.integers(1, 9), min_size=1), st.integers(0, 9))
def test_unknown_destinations_do_not_move_the_index(people: dict[str, int], unknown: int) -> None:
    result = destinations(people, unknown)
    assert result["hhi"] == pytest.approx(hhi(list(people.values()))["hhi_points"] / 10_000)
    assert result["unknown_share"] == pytest.approx(unknown / (unknown + sum(people.values())))


PAIRS = st.lists(st.tuples(st.floats(0, 50), st.floats(0, 50)), min_size=1, max_size=7)


@given(PAIRS)
def test_distances_are_symmetric_and_in_order(pairs: list[tuple[float, float]]) -> None:
    left, right = [p for p, _ in pairs], [q for _, q in pairs]
    d, lsq = dissimilarity(left, right)["d"], gallagher(left, right)["lsq"]
    assert d == dissimilarity(right, left)["d"]
    assert lsq == gallagher(right, left)["lsq"]
    assert dissimilarity(left, left)["d"] == 0
    # ½ Σ x² is at most 2 (½ Σ |x|)² and at least (Σ |x|)² / 2n.
    assert lsq <= 2**0.5 * d + 1e-9
    assert lsq >= d * (2 / len(pairs)) ** 0.5 - 1e-9


@given(st.lists(st.integers(1, 5), min_size=2, max_size=3), st.integers(1, 6))
def test_chance_equals_listing_every_meeting(reference: list[int], n: int) -> None:
    q = [value / sum(reference) for value in reference]
    expected = 0.0
    for drawn in product(range(len(q)), repeat=n):
        probability = float(np.prod([q[i] for i in drawn]))
        seen = [drawn.count(i) / n for i in range(len(q))]
        expected += probability * sum(abs(a - b) for a, b in zip(seen, q, strict=True)) / 2
    named = {str(i): value for i, value in enumerate(reference)}
    assert chance(named, n)["expected"] == pytest.approx(expected, abs=1e-9)


MEETING = st.lists(
    st.tuples(st.integers(0, 9), st.integers(1, 9), st.sampled_from("NSE")),
    min_size=1,
    max_size=6,
)


@given(MEETING, st.integers(1, 9))
def test_participation_keeps_its_bounds_and_its_scale(
    meeting: list[tuple[int, int, str]], factor: int
) -> None:
    people = {str(i): row[0] for i, row in enumerate(meeting)}
    reference = {str(i): row[1] for i, row in enumerate(meeting)}
    regions = {str(i): row[2] for i, row in enumerate(meeting)}
    result = participation(people, reference)
    if not sum(people.values()):
        assert result["index"] is None
        return
    scaled = participation({k: factor * v for k, v in people.items()}, reference)
    assert 0 <= result["dissimilarity"] <= 1
    assert result["theil_kl"] >= -1e-12
    assert result["theil_kl"] == pytest.approx(scaled["theil_kl"], abs=1e-9)
    weighted = sum((result["ratio"][name] or 0) * value for name, value in reference.items()) / sum(
        reference.values()
    )
    assert weighted == pytest.approx(1)
    parts = theil_decomposed(people, reference, regions)
    assert parts["total"] == pytest.approx(result["theil_kl"], abs=1e-9)
    assert min(parts["between"], parts["within"]) >= -1e-12


@given(st.lists(st.floats(0, 100), min_size=1, max_size=8), st.floats(0.01, 100))
def test_theil_lies_between_nothing_and_everything_in_one(
    values: list[float], factor: float
) -> None:
    result = theil(values)["theil_t"]
    if sum(values) < 1e-3:
        return
    assert -1e-9 <= result <= log(len(values)) + 1e-9
    assert theil([factor * value for value in values])["theil_t"] == pytest.approx(result, abs=1e-6)


@given(st.integers(0, 900), st.integers(0, 900), st.integers(1, 900))
def test_students_who_come_less_those_who_leave(inbound: int, outbound: int, base: int) -> None:
    result = student_mobility(inbound, outbound, base)
    difference = result["inbound_rate"] - result["outbound_ratio"]
    assert result["net_flow_ratio"] == pytest.approx(difference)
    mirrored = student_mobility(outbound, inbound, base)
    assert mirrored["net_flow"] == -result["net_flow"]


SERVICE = st.fixed_dictionaries(
    {
        "cost": st.floats(-1, 20),
        "days": st.integers(0, 9),
        "accessible": st.booleans(),
        "transparent": st.booleans(),
    }
)
CORRIDORS = st.dictionaries(
    st.sampled_from("ABCD"),
    st.fixed_dictionaries({"flow": st.floats(1, 100), "services": st.lists(SERVICE, max_size=6)}),
    max_size=4,
)


@given(CORRIDORS, st.floats(0.5, 9))
def test_the_three_averages_lie_among_the_prices(corridors: Any, factor: float) -> None:
    result = remittance_prices(corridors)
    costs = [
        service["cost"]
        for corridor in corridors.values()
        for service in corridor["services"]
        if service["transparent"]
    ]
    names = ("global_average", "global_weighted", "global_smart")
    for value in (result[name] for name in names):
        if value is not None:
            assert min(costs) - 1e-9 <= value <= max(costs) + 1e-9
    assert (result["global_average"] is None) == (not costs)
    richer: Any = {
        name: {**corridor, "flow": factor * corridor["flow"]}
        for name, corridor in corridors.items()
    }
    again = remittance_prices(richer)
    for name in names:
        if result[name] is None:
            assert again[name] is None
        else:
            assert again[name] == pytest.approx(result[name], rel=1e-9, abs=1e-9)
    for name, smart in result["smart"].items():
        average = result["corridor_average"][name]
        assert smart is None or average is not None
        assert (smart is None) == (name in result["corridors_without_smart"])


@given(st.floats(4, 20), st.floats(3.5, 20), st.integers(2011, 2029))
def test_the_price_path_is_the_linear_path(baseline: float, latest: float, year: int) -> None:
    result = target_path(baseline, 2010, latest, year)
    line = linear_path_ratio(baseline, 2010, latest, year, 3, 2030)
    assert result["ratio"] == pytest.approx(line["ratio"], rel=1e-7, abs=1e-7)
    landing = latest + result["needed_a_year"] * (2030 - year)
    assert landing == pytest.approx(3)


@given(
    st.dictionaries(st.sampled_from("ABCDE"), st.floats(0, 20), min_size=1),
    st.dictionaries(st.sampled_from("ABCDE"), st.floats(0, 20), min_size=1),
)
def test_a_change_is_that_of_like_with_like(before: Any, after: Any) -> None:
    result = matched_change(before, after)
    both = set(before) & set(after)
    assert result["matched"] == len(both)
    if not both:
        assert result["change"] is None
        return
    mean = sum(after[name] - before[name] for name in both) / len(both)
    assert result["change"] == pytest.approx(mean, abs=1e-9)
    assert result["change"] + result["sample_effect"] == pytest.approx(result["change_of_all"])


@given(rated(), st.sampled_from(["identity", "linear", "quadratic"]))
def test_gwet_equals_listing_every_pair(data: Table, weights: str) -> None:
    """Credit of each pair of ratings of a unit, and the shares of categories, one by one."""

    def credit(a: int, b: int) -> float:
        apart = abs(a - b) / 2
        lost = {"identity": float(a != b), "linear": apart, "quadratic": apart**2}
        return 1 - lost[weights]

    units = [[r for r in unit if r is not None] for unit in zip(*data, strict=True)]
    rated_units = [unit for unit in units if unit]
    pairs = [
        np.mean([credit(a, b) for a, b in combinations(unit, 2)]) for unit in units if len(unit) > 1
    ]
    result = gwet_ac(data, [1, 2, 3], weights)
    if not pairs:
        assert result["coefficient"] is None
        return
    shares = [np.mean([unit.count(k) / len(unit) for unit in rated_units]) for k in (1, 2, 3)]
    total = sum(credit(a, b) for a, b in product((1, 2, 3), repeat=2))
    expected = total / 6 * sum(share * (1 - share) for share in shares)
    assert result["pa"] == pytest.approx(float(np.mean(pairs)), abs=1e-9)
    assert result["pe"] == pytest.approx(float(expected), abs=1e-9)
    chance_free = (float(np.mean(pairs)) - float(expected)) / (1 - float(expected))
    assert result["coefficient"] == pytest.approx(chance_free, abs=1e-9)
