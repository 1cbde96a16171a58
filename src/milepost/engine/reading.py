"""From files of observations to the one table that the engine rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from ibis import ir

from milepost.engine.backends import Engine, name_of
from milepost.engine.points import COLUMNS, newest

KEY = ("indicator", "area", "breakdown", "period")


@dataclass(frozen=True, slots=True)
class Observations:
    """Observations of several indicators: ``table`` has the columns of ``points.COLUMNS``.

    ``every`` holds at least the same periods, values and statuses and is quicker to read, for
    looking at them once.
    """

    table: ir.Table
    every: ir.Table


def read_observations(engine: Engine, files: Sequence[tuple[str, str | Path]]) -> Observations:
    """Return the observations of ``(indicator, file)``.

    The files of an indicator stand in the order in which they became known; where two hold the
    same observation the later one counts. Rows about a corridor (with a counterpart) are left
    out. File names must differ, as names of vintages do. Raises ``EngineCannotRead``.
    """
    table = engine.read_parquet([path for _key, path in files], file_column="file")
    table = table.filter(table.counterpart == "")
    names = pa.table(
        {
            "file": [name_of(str(path)) for _key, path in files],
            "indicator": [key for key, _path in files],
            "rank": list(range(len(files))),
        }
    )
    rows = table.inner_join(engine.read_arrow(names), "file")
    if len({key for key, _path in files}) < len(files):
        rows = newest(rows.select(*COLUMNS, "rank"), KEY, "rank")
    return Observations(rows.select(*COLUMNS), table.select("period", "value", "status"))
