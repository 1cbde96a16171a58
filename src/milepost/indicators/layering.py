"""From vintages in the order of knowledge to the newest version of each observation.

A read takes the longest snapshot that fits and lays the few later vintages over it: in this
process where they are few rows (``overlaying``), otherwise by the engine, in plain Ibis, so that
every engine gives the same rows.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from milepost.engine.backends import Engine
from milepost.engine.connection import connect
from milepost.indicators.observations import KEY, READ
from milepost.indicators.overlaying import ORDER, lay_over
from milepost.indicators.snapshots import (
    Layer,
    longest,
    prefix_names,
    read_snapshot,
)

FILE: Final = "milepost_file"


def read_layers(folder: Path, layers: Sequence[Layer]) -> pa.Table:
    """Return the newest version of each observation, as ``READ`` and sorted by ``ORDER``."""
    if not layers:
        return READ.empty_table()
    if len(layers) == 1:
        return read_alone(layers[0])
    covered, snapshot = longest(folder, prefix_names(layers))
    if snapshot is not None:
        # A snapshot may be removed, or its file spoilt, between looking and reading; the
        # vintages are the record, and a read never depends on anything else.
        try:
            base = read_snapshot(snapshot)
        except (OSError, pa.ArrowException):
            return _read(layers, 0, None)
        return base if covered == len(layers) else _read(layers, covered, base)
    return _read(layers, 0, None)


def read_alone(layer: Layer) -> pa.Table:
    """Return the observations of one vintage, in which every one stands once.

    Nothing is to be compared, so no engine is asked: most indicators have one vintage, and a
    connection costs more than the read.
    """
    table = pq.read_table(layer.path)
    marked = table.append_column("vintage", pa.repeat(layer.vintage, table.num_rows))
    return marked.sort_by([(name, "ascending") for name in ORDER]).select(READ.names).cast(READ)


def _read(layers: Sequence[Layer], covered: int, base: pa.Table | None) -> pa.Table:
    laid = lay_over(base, layers[covered:])
    return read_by_engine(layers, covered, base) if laid is None else laid


def read_by_engine(layers: Sequence[Layer], covered: int, base: pa.Table | None) -> pa.Table:
    """Lay the vintages after the first ``covered`` over what these come to, of any size."""
    with connect() as engine:
        kept = newest(engine, list(enumerate(layers))[covered:], base)
        return engine.to_arrow(kept.order_by(*ORDER).select(*READ.names)).cast(READ)


def newest(
    engine: Engine, layers: Sequence[tuple[int, Layer]], base: pa.Table | None = None
) -> ibis.Table:
    """Return the newest version over what a snapshot holds (if any) and later vintages."""
    tail = ranked(engine, layers)
    if len(layers) > 1:
        # Inside one vintage every observation stands once, so one alone needs no comparison.
        turn = ibis.row_number().over(group_by=list(KEY), order_by=ibis.desc("rank"))
        tail = tail.mutate(turn=turn).filter(lambda table: table.turn == 0)
    tail = tail.select(*READ.names)
    if base is None:
        return tail
    before = engine.read_arrow(base).select(*READ.names)
    return ibis.union(before.anti_join(tail, list(KEY)), tail)


def ranked(engine: Engine, layers: Sequence[tuple[int, Layer]]) -> ibis.Table:
    """Return all rows of numbered vintages, with ``vintage`` and ``rank``.

    All files are read in one go; which vintage a row is of is told by the name of its file.
    """
    if len(layers) == 1:
        rank, layer = layers[0]
        return engine.read_parquet([layer.path]).mutate(
            vintage=ibis.literal(layer.vintage), rank=ibis.literal(rank, type="int64")
        )
    table = engine.read_parquet([layer.path for _rank, layer in layers], file_column=FILE)
    names = {layer.path.name: (rank, layer.vintage) for rank, layer in layers}
    ranks = [
        (table[FILE] == name, ibis.literal(rank, type="int64"))
        for name, (rank, _v) in names.items()
    ]
    vintages = [
        (table[FILE] == name, ibis.literal(vintage)) for name, (_r, vintage) in names.items()
    ]
    return table.mutate(
        vintage=ibis.cases(*vintages, else_=""), rank=ibis.cases(*ranks, else_=-1)
    ).drop(FILE)
