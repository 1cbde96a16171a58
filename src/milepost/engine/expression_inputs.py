"""What an expression reads, brought into the shape that ``engine.expression`` computes on.

Periods become numbers and statuses ranks. Both have few distinct values, so each is looked up
once and not once a row.
"""

from collections.abc import Callable
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from milepost.engine.sums import Range
from milepost.measure.calendar import month_of, step_of
from milepost.measure.derive import ORDINARY, STATUS_ORDER, worst
from milepost.measure.expression import COUNTERPART, Leaf, Spread
from milepost.measure.series import MISSING_STATUSES

RANKED: Final = (*STATUS_ORDER, ORDINARY)
"""Statuses by how much they warn; the rank of a status is its place here."""


def leaf_table(leaf: Leaf, table: pa.Table) -> pa.Table:
    """Return the rows that an input takes from a table of observations.

    Columns: area, breakdown, kind, step and month of the period, value (None when it may not be
    used) and rank of the status. For a spread they are the parts of the whole.
    """
    table = table.filter(_belongs(leaf, table))
    kind, step, month = (
        _mapped(table["period"], take, of)
        for take, of in (
            (lambda period: step_of(period).kind, pa.string()),
            (lambda period: step_of(period).number, pa.int64()),
            (lambda period: month_of(step_of(period)), pa.int64()),
        )
    )
    return pa.table(
        {
            "area": table["area"],
            "breakdown": table["breakdown"],
            "kind": kind,
            "step": step,
            "month": month,
            "value": _usable(table["value"], table["status"]),
            "rank": _mapped(table["status"], lambda code: RANKED.index(worst(code)), pa.int64()),
        }
    )


def range_of(table: pa.Table) -> Range:
    """Return between which sizes the values of an input lie, zero left out."""
    sizes = pc.abs(table["value"])
    sizes = sizes.filter(pc.fill_null(pc.greater(sizes, 0.0), fill_value=False))
    if not len(sizes):
        return Range(1.0, 1.0)
    found = pc.min_max(sizes).as_py()
    return Range(found["min"], found["max"])


def _belongs(leaf: Leaf, table: pa.Table) -> Any:
    whole = pc.equal(table["counterpart"], "")
    breakdown = table["breakdown"]
    if not isinstance(leaf, Spread):
        if leaf.breakdown is None:
            return whole
        return pc.and_(whole, pc.equal(breakdown, leaf.breakdown))
    if leaf.dimension == COUNTERPART:
        return pc.and_(pc.invert(whole), pc.equal(breakdown, ""))
    is_code = pc.starts_with(breakdown, f"{leaf.dimension}=")
    is_single = pc.invert(pc.match_substring(breakdown, "|"))
    return pc.and_(whole, pc.and_(is_code, is_single))


def _mapped(column: Any, change: Callable[[str], Any], kind: pa.DataType) -> Any:
    """Return a column with each text changed; every distinct text is changed once."""
    encoded = pc.dictionary_encode(column)
    made = [
        pa.array([change(text) for text in chunk.dictionary.to_pylist()], kind).take(chunk.indices)
        for chunk in encoded.chunks
    ]
    return pa.chunked_array(made, kind)


def _usable(value: Any, status: Any) -> Any:
    """Return the values that may be computed with, as ``measure.derive.is_usable``."""
    missing = pc.is_in(status, pa.array(sorted(MISSING_STATUSES), pa.string()))
    usable = pc.and_(pc.is_finite(value), pc.invert(missing))
    return pc.if_else(usable, value, pa.scalar(None, pa.float64()))
