"""Laying a few vintages over what was known before, in this process.

An engine does the same for any number of rows (``layering``), and takes a tenth of a second before
it begins. Most reads are of some ten thousand rows, which Arrow sorts in a hundredth.
"""

from collections.abc import Sequence
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from milepost.indicators.observations import READ
from milepost.indicators.ordering import joined, places_of
from milepost.indicators.snapshots import Layer

ORDER: Final = ("area", "counterpart", "breakdown", "period_start", "period")
"""How observations are sorted when they are read."""
MOST_ROWS: Final = 1_000_000
"""Rows of a read that are laid over each other here; more are left to the engine."""


def lay_over(base: pa.Table | None, layers: Sequence[Layer]) -> pa.Table | None:
    """Return the newest version of each observation, as ``READ`` and sorted by ``ORDER``.

    ``base`` is what was known before (None: nothing), ``layers`` the later vintages in the order
    in which they became known. Returns None where the engine must do it: there are too many rows,
    a file cannot be read, or one period begins on two days.
    """
    try:
        files = [pq.ParquetFile(layer.path) for layer in layers]
        rows = sum(file.metadata.num_rows for file in files) + (
            0 if base is None else base.num_rows
        )
        if rows > MOST_ROWS:
            return None
        tables = [] if base is None else [base]
        tables += [_marked(file.read(), layer) for file, layer in zip(files, layers, strict=True)]
    except (OSError, pa.ArrowException):
        return None
    table = pa.concat_tables(tables).combine_chunks()
    return None if table.num_rows == 0 else _newest(table)


def _marked(table: pa.Table, layer: Layer) -> pa.Table:
    marked = table.append_column("vintage", pa.repeat(layer.vintage, table.num_rows))
    return marked.select(READ.names).cast(READ)


def _newest(table: pa.Table) -> pa.Table | None:
    """Return the last row of each observation of a table, sorted."""
    places = {name: places_of(table.column(name).chunk(0)) for name in ORDER}
    key = joined(list(places.values()))
    days = joined([places["period_start"], places["period"]])
    periods = places["period"][1]
    if key is None or days is None or pc.count_distinct(days).as_py() != periods:
        return None
    # The sort is stable: of the rows of one observation the newest stands last.
    order = pc.sort_indices(key)
    ordered = key.take(order)
    is_last = pc.not_equal(ordered[1:], ordered[:-1])
    kept = order.filter(pa.concat_arrays([is_last, pa.array([True])]))
    return table.take(kept)
