"""Ordering observations by several columns of text, by way of one number for each row.

Arrow sorts numbers ten times as quickly as rows of several texts. Each text is replaced by its
place among the distinct ones, of which there are few, and the places are put together.
"""

from collections.abc import Sequence
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

MOST_KEYS: Final = 2**62


def order_by(table: pa.Table, names: Sequence[str]) -> pa.Table:
    """Return a table sorted by columns without missing values; rows of one key keep their order."""
    table = table.combine_chunks()
    if table.num_rows == 0:
        return table
    key = key_of(table, names)
    if key is None:
        return table.sort_by([(name, "ascending") for name in names])
    return table.take(pc.sort_indices(key))


def key_of(table: pa.Table, names: Sequence[str]) -> pa.Array | None:
    """Return one number for each row that orders as the columns do, the first one foremost.

    The table has rows, in one chunk, and no missing values. None where there are too many
    distinct values for one number.
    """
    return joined([places_of(table.column(name).chunk(0)) for name in names])


def joined(parts: Sequence[tuple[pa.Array, int]]) -> pa.Array | None:
    """Return one number for several places, or None where it would be too large."""
    (key, keys), *others = parts
    for places, size in others:
        keys *= size
        if keys > MOST_KEYS:
            return None
        key = pc.add(pc.multiply(key, size), places)
    return key


def places_of(column: pa.Array) -> tuple[pa.Array, int]:
    """Return the place of each value among the distinct ones in their order, and their number."""
    coded = column.dictionary_encode()
    ranks = pc.rank(coded.dictionary, sort_keys="ascending", tiebreaker="first")
    return pc.subtract(ranks.cast(pa.int64()), 1).take(coded.indices), len(coded.dictionary)
