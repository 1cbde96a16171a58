"""Cities: rated on what asks local authorities, and no part of the sum of a country or group."""

from typing import Any

import pytest

from milepost.engine.backends import Engine
from milepost.reviews.bulk import rate_in_bulk
from milepost.reviews.computation import compute
from milepost.reviews.material import Material
from tests.reviews.materials import (
    Fact,
    assessment,
    benchmark,
    indicator,
    material,
    measure,
    rating,
)

CITY = {"code": "dz-oran", "kind": "city", "parent": "012", "un_member": False,
        "names": {"en": "Oran"}}  # fmt: skip
FACTS: list[Fact] = [
    (place, period, value)
    for place, last in (("004", 10.0), ("008", 20.0), ("dz-oran", 60.0))
    for period, value in (("2010", 0.0), ("2015", last))
]


def asked(level: str, *, cities: tuple[dict[str, Any], ...] = (CITY,), **more: Any) -> Material:
    """One measured benchmark of a level, with the figures of two countries and a city."""
    promise = {"baseline": {"period": "2010"}, "target": {"value": 100.0},
               "deadline": "2020-12-31"}  # fmt: skip
    made = material(
        [benchmark(level=level, measure=measure("offices", "linear-path@1", **promise))],
        indicators=[indicator("offices", "sum")],
        facts={"offices": FACTS},
        **more,
    )
    made.areas.extend(cities)
    return made


def test_a_city_is_rated_on_a_local_benchmark_by_its_own_series() -> None:
    row = rating(compute(asked("local")), "dz-oran")
    assert (row["state"], row["value"], row["period"]) == ("green", 60.0, "2015")
    trace = compute(asked("local")).traces["plan", "1.1"]["dz-oran"]
    assert [item["value"] for item in trace["inputs"]["used"]] == [0.0, 60.0]


def test_a_city_without_figures_is_grey_on_what_it_is_asked() -> None:
    other = {**CITY, "code": "dz-annaba"}
    row = rating(compute(asked("local", cities=(CITY, other))), "dz-annaba")
    assert (row["state"], row["reason"], row["value"]) == ("grey", "no_data", None)


def test_other_levels_do_not_ask_cities() -> None:
    for level in ("world", "region", "country"):
        places = {row["place"] for row in compute(asked(level)).ratings}
        assert "dz-oran" not in places, level


def test_the_figure_of_a_city_is_in_no_sum() -> None:
    two = ["004", "008"]
    with_city = compute(asked("local", countries=two))
    without = compute(asked("local", countries=two, cities=()))
    for place in ("001", "004", "008"):
        assert rating(with_city, place) == rating(without, place)
    assert rating(with_city)["value"] == 30.0


def test_what_people_judged_in_a_city_counts_there_whatever_the_level() -> None:
    made = asked("world", assessments=[assessment("dz-oran", "yellow")])
    row = rating(compute(made), "dz-oran")
    assert (row["state"], row["basis"]) == ("yellow", "judged")


@pytest.mark.parametrize("level", ["local", "country"])
def test_the_bulk_form_rates_the_same_places(duck: Engine, level: str) -> None:
    made = asked(level)
    rows = {row["place"]: row["state"] for row in rate_in_bulk(duck, made).table.to_pylist()}
    result = compute(made).ratings
    computed = {row["place"]: row["state"] for row in result if row["computed"]}
    assert rows
    assert rows.items() <= computed.items()
    assert ("dz-oran" in rows) is (level == "local")
