"""Rates, policies, counts: countries first, groups from countries, coverage with every figure."""

from typing import Any

import pytest

from milepost.reviews.computation import compute
from milepost.reviews.material import Material
from tests.reviews.materials import Fact, benchmark, indicator, material, measure, rating

FOUR = ["004", "008", "012", "020"]


def figures(
    aggregation: str, facts: list[Fact], rule: str = "linear-path@1", **changes: Any
) -> Material:
    """One benchmark on one indicator over four countries, weighted by population."""
    promise: dict[str, Any] = {
        "baseline": {"period": "2010"},
        "target": {"value": 100.0},
        "deadline": "2020-12-31",
        **changes,
    }
    population = [("004", "2010", 100.0), ("008", "2010", 300.0), ("012", "2010", 50.0)]
    weight = "population" if aggregation == "weighted_mean" else None
    return material(
        [benchmark(measure=measure("rate", rule, **promise))],
        indicators=[indicator("rate", aggregation, weight=weight), indicator("population", "sum")],
        facts={"rate": facts, "population": [*population, ("020", "2010", 50.0)]},
        groups={"002": FOUR[:2]},
    )


def test_a_rate_is_weighted_by_its_denominator() -> None:
    """The trap of two averages: 10 (100), 20 (300), 60 (50) is 22.2 and not 30 or 38.75."""
    facts: list[Fact] = [("004", "2015", 10.0), ("008", "2015", 20.0), ("012", "2015", 60.0)]
    world = rating(compute(figures("weighted_mean", facts)))
    assert world["value"] == pytest.approx(22.22222222)
    assert world["coverage"]["states_with_data"] == 3
    assert world["coverage"]["states_total"] == 4
    assert world["coverage"]["weight_share"] == 0.9
    assert world["coverage"]["gate_passed"] is True


def test_the_path_of_a_group_is_rated_like_that_of_a_country() -> None:
    facts: list[Fact] = [
        (code, period, value) for code in FOUR for period, value in (("2010", 0.0), ("2015", 50.0))
    ]
    result = compute(figures("weighted_mean", facts))
    for place in ("001", "002", "004"):
        row = rating(result, place)
        assert (row["state"], row["status"]) == ("green", "on_track"), place
        assert row["numbers"]["ratio"] == 1.0


def test_missing_is_not_zero() -> None:
    facts: list[Fact] = [
        ("004", "2015", 10.0),
        ("008", "2015", 20.0),
        ("012", "2015", None, "", "O"),
        ("020", "2015", None),
    ]
    result = compute(figures("mean", facts))
    assert rating(result)["value"] == 15.0
    assert rating(result)["coverage"]["states_with_data"] == 2
    why = [row["why"] for row in result.traces["plan", "1.1"]["004"]["inputs"]["rejected"]]
    assert why == []


@pytest.mark.parametrize(
    ("aggregation", "known", "value"),
    [("sum", 2, None), ("sum", 3, 3.0), ("mean", 1, None), ("mean", 2, 1.0)],
)
def test_a_figure_below_its_gate_is_withheld(
    aggregation: str, known: int, value: float | None
) -> None:
    world = rating(compute(figures(aggregation, [(code, "2015", 1.0) for code in FOUR[:known]])))
    assert world["value"] == value
    if value is None:
        assert (world["state"], world["reason"]) == ("grey", "coverage_too_low")


def test_a_sum_and_its_published_total_are_never_mixed() -> None:
    facts: list[Fact] = [("004", "2014", 1.0), ("001", "2014", 70.0), ("001", "2015", 80.0)]
    world = rating(compute(figures("sum", facts)))
    assert world["value"] == 80.0
    facts += [(code, "2014", 1.0) for code in FOUR[1:]]
    assert rating(compute(figures("sum", facts)))["value"] == 4.0


def test_published_figures_alone_are_used_where_the_definition_says_so() -> None:
    facts: list[Fact] = [("004", "2015", 1.0), ("008", "2015", 1.0), ("001", "2015", 6.5)]
    result = compute(figures("published", facts))
    assert rating(result)["value"] == 6.5
    assert not [row for row in result.ratings if row["place"] == "002"]


def test_an_indicator_without_aggregation_rates_countries_only() -> None:
    result = compute(figures("none", [("004", "2015", 1.0), ("008", "2015", 1.0)]))
    assert rating(result, "004")["value"] == 1.0
    assert (rating(result)["state"], rating(result)["reason"]) == ("grey", "no_data")


def test_imputed_values_are_counted() -> None:
    facts: list[Fact] = [("004", "2015", 1.0, "", "I"), ("008", "2015", 1.0), ("012", "2015", 1.0)]
    world = rating(compute(figures("mean", facts)))
    assert world["coverage"]["imputed_share"] == pytest.approx(1 / 3)


def test_the_share_of_states_with_a_policy_counts_those_with_an_answer() -> None:
    facts: list[Fact] = [("004", "2014", 1.0), ("008", "2015", 1.0), ("012", "2015", 0.5)]
    inputs = figures("policy_share", facts, "policy-share@1", target=None, deadline=None)
    result = compute(inputs)
    world = rating(result)
    assert world["value"] == pytest.approx(2 / 3)
    assert world["unit"] == "share_of_states"
    assert world["numbers"]["states_with_policy"] == 2
    assert world["numbers"]["states_with_data"] == 3
    assert world["state"] == "yellow"
    assert rating(result, "012")["state"] == "yellow"
    assert rating(result, "008")["state"] == "green"


def test_an_old_answer_about_a_policy_no_longer_counts() -> None:
    facts: list[Fact] = [("004", "2005", 1.0), ("008", "2015", 0.0), ("012", "2015", 0.0)]
    inputs = figures("policy_share", facts, "policy-share@1", target=None, deadline=None)
    assert rating(compute(inputs))["numbers"]["states_with_data"] == 2


def test_a_target_in_events_is_the_worlds_and_not_each_regions() -> None:
    facts: list[Fact] = [
        (code, period, value) for code in FOUR for period, value in (("2010", 9.0), ("2015", 5.0))
    ]
    inputs = figures("sum", facts, direction="down", target={"value": 10.0})
    result = compute(inputs)
    assert rating(result)["computed"]["status"] != "no_target"
    assert rating(result, "002")["computed"]["status"] == "no_target"
    zero = figures("sum", facts, direction="down", target={"value": 0.0})
    assert rating(compute(zero), "002")["computed"]["status"] != "no_target"


def test_a_stated_baseline_value_is_the_worlds_alone() -> None:
    facts: list[Fact] = [(code, "2015", 50.0) for code in FOUR]
    inputs = figures("mean", facts, baseline={"period": "2010", "value": 0.0})
    result = compute(inputs)
    assert rating(result)["state"] == "green"
    assert rating(result, "004")["reason"] == "no_baseline"


def test_a_place_may_be_declared_not_applicable() -> None:
    facts: list[Fact] = [(code, "2015", 50.0) for code in FOUR]
    inputs = figures("mean", facts, parameters={"not_applicable": ["004", "002"]})
    result = compute(inputs)
    assert rating(result, "004")["reason"] == "not_applicable"
    assert rating(result, "002")["reason"] == "not_applicable"


def test_a_corridor_is_not_a_place() -> None:
    inputs = figures("mean", [(code, "2015", 50.0) for code in FOUR])
    table = inputs.observations["rate"]
    corridor = table.set_column(1, "counterpart", [["840"] * table.num_rows])
    inputs.observations["rate"] = corridor
    assert rating(compute(inputs))["reason"] == "no_data"


def test_a_breakdown_is_rated_on_its_own() -> None:
    facts: list[Fact] = [(code, "2015", 10.0) for code in FOUR]
    facts += [(code, "2015", 90.0, "sex=F") for code in FOUR]
    result = compute(figures("mean", facts, breakdown="sex=F"))
    assert rating(result)["value"] == 90.0
    assert {row["breakdown"] for row in result.aggregates["rate"]} == {"sex=F"}


def test_benchmarks_about_countries_have_a_row_for_every_state() -> None:
    rule = measure("rate", "level-threshold@1", target={"value": 5.0})
    inputs = material(
        [benchmark(level="country", measure=rule)],
        indicators=[indicator("rate", "mean")],
        facts={"rate": [("004", "2015", 7.0)]},
    )
    result = compute(inputs)
    states = {row["place"]: (row["state"], row["reason"]) for row in result.ratings}
    assert states["004"] == ("green", None)
    assert states["008"] == ("grey", "no_data")
    assert set(FOUR) <= set(states)


def test_a_benchmark_may_rate_groups_only() -> None:
    """Where nobody counts deaths, none are recorded; that is no praise for a state."""
    facts: list[Fact] = [(code, "2015", 0.0) for code in FOUR]
    result = compute(figures("sum", facts, parameters={"rate_countries": False}))
    rated = {row["place"] for row in result.ratings}
    assert "002" in rated
    assert not rated & set(FOUR)
