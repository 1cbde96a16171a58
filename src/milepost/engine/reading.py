"""From files of observations to the one table that the engine rates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from ibis import ir

from milepost.engine.backends import Engine, name_of
from milepost.engine.points import (
    COLUMNS,
    OBSERVATIONS,
    POINTS,
    SEEN,
    SOURCES,
    newest,
)
from milepost.engine.script import Run, Script, get_script

KEY = ("indicator", "area", "breakdown", "period")
FILES = pa.schema(
    [(name, pa.string()) for name in ("area", "counterpart", "breakdown", "period")]
    + [("value", pa.float64()), ("status", pa.string()), ("file", pa.string())]
)
NAMES = pa.schema([("file", pa.string()), ("indicator", pa.string()), ("rank", pa.int64())])


@dataclass(frozen=True, slots=True)
class Observations:
    """Observations of several indicators: ``table`` has the columns of ``points.COLUMNS``.

    ``every`` holds at least the same periods, values and statuses and is quicker to read, for
    looking at them once. Where every indicator is one file, ``sourced`` holds the same rows by
    file (``points.POINTS``), and ``sources`` the indicator of each file.
    """

    table: ir.Table
    every: ir.Table
    sourced: ir.Table | None = None
    sources: pa.Table | None = None

    def by_source(self, indicators: Iterable[str]) -> tuple[ir.Table, pa.Table]:
        """Return rows with their source, and which indicators of those named each source holds."""
        if self.sourced is not None and self.sources is not None:
            return self.sourced, self.sources
        names = sorted(set(indicators))
        return (
            self.table.rename(source="indicator").select(*POINTS),
            pa.table({"source": names, "indicator": names}, SOURCES),
        )


def read_observations(engine: Engine, files: Sequence[tuple[str, str | Path]]) -> Observations:
    """Return the observations of ``(indicator, file)``.

    The files of an indicator stand in the order in which they became known; where two hold the
    same observation the later one counts. Rows about a corridor (with a counterpart) are left
    out. File names must differ, as names of vintages do. Raises ``EngineCannotRead``.
    """
    table = engine.read_parquet([path for _key, path in files], file_column="file")
    names = pa.table(
        {
            "file": [name_of(str(path)) for _key, path in files],
            "indicator": [key for key, _path in files],
            "rank": list(range(len(files))),
        },
        NAMES,
    )
    is_layered = len({key for key, _path in files}) < len(files)
    script = get_script(engine, ("reading", is_layered), lambda: _write(engine, is_layered))
    run = Run(engine)
    run.bring("files", table)
    run.bring("names", names)
    run.play(script)
    rows, every = run.table("rows"), run.table("every")
    if is_layered:
        return Observations(rows, every)
    sources = names.select(["file", "indicator"]).rename_columns(SOURCES.names)
    return Observations(rows, every, run.table("sourced"), sources)


def _write(engine: Engine, is_layered: bool) -> Script:
    script = Script(engine)
    table = script.given("files", FILES)
    table = table.filter(table.counterpart == "")
    rows = table.inner_join(script.given("names", NAMES), "file")
    if is_layered:
        rows = newest(rows.select(*COLUMNS, "rank"), KEY, "rank")
    else:
        script.keep("sourced", table.rename(source="file").select(*POINTS), is_result=True)
    script.keep("rows", rows.select(*COLUMNS), is_result=True)
    script.keep("every", table.select(*SEEN.names), is_result=True)
    return script


def only_totals(run: Run, observations: Observations) -> ir.Table:
    """Return the observations without a breakdown, as a table ``weights`` of a run."""

    def write() -> Script:
        script = Script(run.engine)
        rows = script.given("weights_read", OBSERVATIONS)
        script.keep("weights", rows.filter(rows.breakdown == ""), is_result=True)
        return script

    run.bring("weights_read", observations.table)
    run.play(get_script(run.engine, "totals", write))
    return run.table("weights")
