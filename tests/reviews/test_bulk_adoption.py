"""Parties in bulk are the parties of the computed edition, group by group and year by year."""

from collections.abc import Mapping
from typing import Any

from milepost.engine.backends import Engine
from milepost.reviews.bulk_adoption import SCHEMA, count_in_bulk
from milepost.reviews.computation import compute
from milepost.reviews.material import Material
from tests.reviews.materials import benchmark, indicator, material, measure
from tests.reviews.test_computation_treaties import WORLD, treaty, treaty_facts

SAME = {
    "value": "parties",
    "states_with_data": "known",
    "states_total": "states_total",
    "destination_share": "destination_share",
    "origin_share": "origin_share",
}


def assert_same(engine: Engine, inputs: Material) -> None:
    """Compare each row of the aggregates with a row of the table."""
    table = count_in_bulk(engine, inputs)
    assert table.schema == SCHEMA
    found = {(row["place"], row["period"]): row for row in table.to_pylist()}
    wanted = compute(inputs).aggregates["treaty"]
    assert wanted
    for row in wanted:
        other: Mapping[str, Any] = found.pop((row["place"], row["period"]))
        assert {name: row[name] for name in SAME} == {
            name: other[column] for name, column in SAME.items()
        }
    assert not found


def test_the_table_says_what_the_computed_edition_says(duck: Engine) -> None:
    stocks = {
        "migrant-stock-destination": [
            *((code, "2010", 3.0 + number) for number, code in enumerate(WORLD[:40])),
            (WORLD[0], "2013", 30.7),
            (WORLD[0], "2020", 999.0),
        ],
        "migrant-stock-origin": [(code, "2013", 1.0) for code in WORLD[:150]],
    }
    extra = [indicator(key, "sum") for key in stocks]
    left = (WORLD[3], "2014-11-02", 0.0)
    signed = (WORLD[190], "2012-01-05", 1.0, "event=signature")
    facts = [*treaty_facts(), left, signed]
    inputs = treaty(
        facts,
        indicators=[indicator("treaty", "adoption", eligible="un-members"), *extra],
        facts={"treaty": facts, **stocks},
    )
    assert_same(duck, inputs)


def test_a_group_without_parties_has_its_last_year_and_no_treaty_has_no_rows(duck: Engine) -> None:
    rows = {
        (row["place"], row["period"])
        for row in count_in_bulk(duck, treaty(treaty_facts())).to_pylist()
    }
    assert {period for place, period in rows if place == "150"} == {"2015"}
    assert {period for place, period in rows if place == "001"} == {"2012", "2013", "2014", "2015"}
    rule = measure("rate", "linear-path@1", target={"value": 5.0})
    plain = material(
        [benchmark(measure=rule)],
        countries=WORLD[:2],
        groups={},
        indicators=[indicator("rate", "mean")],
        facts={"rate": [(WORLD[0], "2015", 3.0)]},
    )
    assert count_in_bulk(duck, plain).num_rows == 0
