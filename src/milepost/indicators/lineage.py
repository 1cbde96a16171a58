"""What a derived figure was made from: the expression, and each input with its value.

The material holds the inputs beside the derived series, so the working can be laid open, and
checked, without the database.
"""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from milepost.measure.derive import Cell, Given, Place, evaluate
from milepost.measure.expression import input_keys, parse
from milepost.measure.rounding import tidy, tidy_or_none
from milepost.measure.series import decimal_year


def find_lineage(
    definition: Mapping[str, Any],
    observations: Mapping[str, pa.Table],
    where: tuple[str, str, str],
) -> dict[str, Any] | None:
    """Return how one figure of a derived indicator came about; None for an imported one.

    ``where`` is (area, period, breakdown). Keys: expression, period, value, status, why (a code
    of ``measure.derive.REASONS``, "" when there is a value), inputs (indicator, period,
    breakdown, value, vintage).
    """
    expression = definition.get("derived")
    if not expression:
        return None
    area, period, breakdown = where
    cell = derive_place(expression, observations, area, breakdown).get(period)
    if cell is None:
        return None
    return {
        "expression": expression,
        "period": period,
        "value": cell.value,
        "status": cell.status,
        "why": cell.why,
        "inputs": [
            {
                "indicator": source.indicator,
                "period": source.period,
                "breakdown": source.breakdown,
                "value": tidy_or_none(source.value),
                "vintage": source.vintage,
            }
            for source in dict.fromkeys(cell.sources)
        ],
    }


def derive_place(
    expression: str, observations: Mapping[str, pa.Table], area: str, breakdown: str = ""
) -> dict[str, Cell]:
    """Return period to result for one place, by the specification in ``measure.derive``."""
    inputs = {}
    for key in input_keys(expression):
        table = observations.get(key)
        if table is not None:
            inputs[key] = _given(table.filter(pc.equal(table["area"], area)))
    return evaluate(parse(expression), Place(inputs), breakdown)


def _given(table: pa.Table) -> list[Given]:
    return [
        Given(
            row["period"],
            decimal_year(row["period_start"]),
            row["breakdown"] or "",
            None if row["value"] is None else tidy(row["value"]),
            row["status"] or "A",
            row["counterpart"] or "",
            row["vintage"] or "",
        )
        for row in table.to_pylist()
    ]


def find_differences(
    definition: Mapping[str, Any], observations: Mapping[str, pa.Table]
) -> list[tuple[str, str, str]]:
    """Return (area, period, breakdown) of derived figures that the inputs do not give."""
    table = observations.get(str(definition["key"]))
    if table is None:
        return []
    stated: dict[tuple[str, str], dict[str, float | None]] = {}
    for row in table.to_pylist():
        stated.setdefault((row["area"], row["breakdown"] or ""), {})[row["period"]] = row["value"]
    found = []
    for (area, breakdown), values in sorted(stated.items()):
        cells = derive_place(str(definition["derived"]), observations, area, breakdown)
        for period in sorted(values.keys() | cells.keys()):
            cell = cells.get(period)
            if period not in values or cell is None or not _same(values[period], cell.value):
                found.append((area, period, breakdown))
    return found


def _same(stated: float | None, computed: float | None) -> bool:
    if stated is None or computed is None:
        return stated is computed
    # Sums over parts are taken in another order by an engine: the last digit may differ.
    return abs(stated - computed) <= 1e-9 * max(1.0, abs(stated))
