"""The table of bulk ratings says what the ratings with their working say."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from milepost.engine.backends import Engine
from milepost.engine.promises import BULK_FUNCTIONS
from milepost.reviews.bulk import rate_in_bulk
from milepost.reviews.computation import compute
from milepost.reviews.material import Material
from tests.reviews.test_computation_properties import materials

RATED = BULK_FUNCTIONS | {"ratification", "commitment_ladder"}
FIELDS = ("state", "reason", "status", "value", "period")
FLAGS = {
    "stale": "is_stale",
    "break_in_series": "has_break",
    "slipping": "is_slipping",
    "volatile": "is_volatile",
}


def differences(engine: Engine, material: Material) -> int:
    """Compare every rating that the table holds; return how many there are."""
    bulk = rate_in_bulk(engine, material)
    rows = {
        (row["framework"], row["benchmark"], row["place"]): row for row in bulk.table.to_pylist()
    }
    assert len(rows) == bulk.table.num_rows
    result = compute(material)
    found = {(row["framework"], row["benchmark"], row["place"]): row for row in result.ratings}
    for key, row in rows.items():
        rating = found.get(key)
        if rating is None:  # every row of the place was refused; such a place has no rating
            assert row["status"] == "no_data"
            continue
        computed: dict[str, Any] = rating["computed"]
        wanted = {name: computed[name] for name in FIELDS}
        wanted["period"] = wanted["period"] or None
        assert {name: row[name] for name in FIELDS} == wanted, key
        for name in ("gap_share", "time_share", "ratio"):
            assert row[name] == rating["numbers"].get(name), (key, name)
        assert {flag for flag, column in FLAGS.items() if row[column]} == set(rating["flags"]) - {
            "contested"
        }, key
        _compare_coverage(row, rating["coverage"])
    return _count_missing(material, result.traces, rows)


def _compare_coverage(row: dict[str, Any], coverage: dict[str, Any] | None) -> None:
    names = ("states_with_data", "states_total", "weight_share", "imputed_share", "gate_passed")
    if coverage is None:
        assert row["scope"] == "state"
        return
    found = {name: row[name] for name in names}
    assert {**found, "imputed_share": found["imputed_share"] or 0.0} == coverage


def _count_missing(
    material: Material, traces: dict[tuple[str, str], dict[str, Any]], rows: dict[Any, Any]
) -> int:
    """See that no rating with numbers is missing from the table; return how many it holds."""
    for (framework, benchmark), places in traces.items():
        for place, trace in places.items():
            if trace["function"] in RATED and trace["inputs"]["used"]:
                assert (framework, benchmark, place) in rows
    return len(rows)


@given(inputs=materials())
@settings(max_examples=12, deadline=None)
def test_bulk_is_the_computation_on_random_materials(duck: Engine, inputs: Material) -> None:
    differences(duck, inputs)


@given(inputs=materials(), every=st.booleans())
@settings(max_examples=2, deadline=None, phases=[Phase.generate])
def test_bulk_is_the_same_table_on_clickhouse(
    duck: Engine, chdb: Engine, inputs: Material, every: bool
) -> None:
    # Beyond 1e-13 and 1e22 engines differ in the last bit; see milepost.engine.numbers.
    inputs = _with_few_decimals(inputs)
    tables = [rate_in_bulk(e, inputs, every_breakdown=every).table for e in (duck, chdb)]
    assert tables[0].equals(tables[1])


def _with_few_decimals(inputs: Material) -> Material:
    def rounded(table: pa.Table) -> pa.Table:
        at = table.schema.get_field_index("value")
        return table.set_column(at, "value", pc.round(table["value"], 4))

    frameworks = deepcopy(inputs.frameworks)
    for framework in frameworks:
        for benchmark in framework["benchmarks"]:
            target = benchmark["measure"]["target"]
            target["value"] = round(target["value"], 4)
    observations = {key: rounded(table) for key, table in inputs.observations.items()}
    return replace(inputs, observations=observations, frameworks=frameworks)
