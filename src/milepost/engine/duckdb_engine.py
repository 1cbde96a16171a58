"""DuckDB in the process: the default, nothing to install or to run."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import duckdb
import ibis
import pyarrow as pa
import pyarrow.dataset
from ibis import ir
from pyarrow.fs import FileSystem

from milepost.engine.backends import Engine, is_url, name_of, new_name, quoted
from milepost.engine.errors import EngineCannotRead
from milepost.measure.rounding import SIGNIFICANT_DIGITS

TEN_DIGITS = f"%.{SIGNIFICANT_DIGITS}g"
LEVEL = 1
"""How hard Parquet is compressed: a twentieth larger than by default, in half the time."""
SMALL = 50_000
"""Up to so many rows a table of this process is copied."""
MOST_POWER = 1e21
"""The greatest power of ten that rounding multiplies by; up to 1e22 they are exact doubles."""
LARGE, CLEAR_BELOW = 1e10, 1e15
"""Between these sizes a number is divided before it is rounded."""
CLEAR = 0.4999
"""How far from a whole number a scaled one may be; nearer to the tie it is written out."""


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]
def arg_max(value: float, key: int) -> float:  # type: ignore[empty-body,unused-ignore]
    """DuckDB's aggregate: the value where the key is largest."""


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]
def arg_min(value: float, key: int) -> float:  # type: ignore[empty-body,unused-ignore]
    """DuckDB's aggregate: the value where the key is smallest."""


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def printf(pattern: str, number: float) -> str:  # type: ignore[empty-body,unused-ignore]
    """DuckDB's formatting of a number, after C."""


@ibis.udf.scalar.builtin(name="floor")  # type: ignore[untyped-decorator]
def floor_of(number: float) -> float:  # type: ignore[empty-body,unused-ignore]
    """DuckDB's floor, which stays a double; Ibis would make it a whole number."""


@ibis.udf.scalar.builtin(name="round")  # type: ignore[untyped-decorator]
def whole_of(number: float) -> float:  # type: ignore[empty-body,unused-ignore]
    """DuckDB's nearest whole number, which stays a double."""


def _tidy(number: ir.Value) -> ir.Value:
    """Return a number with ten digits.

    Most numbers are scaled to ten digits before the point, rounded and scaled back: both the whole
    number and the power of ten are exact doubles, so their quotient is the double nearest to the
    decimal. DuckDB writes numbers as Python does and reads them back exactly; that takes three
    times as long and is left to what is near a tie, tiny or huge.
    """
    size = number.abs()
    digits = (SIGNIFICANT_DIGITS - 1.0) - floor_of(size.nullif(0.0).log10())
    power = (ibis.literal(10.0) ** digits).fill_null(1.0)
    scaled = number * power
    whole = whole_of(scaled)
    is_clear = ((scaled - whole).abs() < CLEAR) & (power >= 1.0) & (power <= MOST_POWER)
    by_hundreds = ibis.literal(10.0) ** -digits
    rest = number / by_hundreds
    is_large = ((rest - whole_of(rest)).abs() < CLEAR) & (size >= LARGE) & (size < CLEAR_BELOW)
    written = printf(TEN_DIGITS, number).cast("float64") + 0.0
    return ibis.cases(
        (is_clear, whole / power + 0.0),
        (is_large, whole_of(rest) * by_hundreds),
        else_=written,
    )


class DuckdbEngine(Engine):
    """DuckDB with a limit on its memory; what does not fit goes to the scratch folder."""

    kind: ClassVar[str] = "duckdb"

    def __init__(self, backend: Any, scratch: Path) -> None:
        super().__init__(backend, scratch)
        self._stored: set[str] = set()

    def read_parquet(
        self, paths: Sequence[str | Path], *, file_column: str | None = None
    ) -> ibis.Table:
        names = [str(path) for path in paths]
        if any(is_url(name) for name in names):
            return self._read_remote(names, file_column)
        listed = ", ".join(quoted(name) for name in names)
        shown = (
            f"* EXCLUDE (filename), parse_filename(filename) AS {file_column}"
            if file_column
            else "*"
        )
        option = ", filename = true" if file_column else ""
        view = new_name("files")
        try:
            self.backend.raw_sql(
                f"CREATE TEMP VIEW {view} AS SELECT {shown} FROM read_parquet([{listed}]{option})"  # noqa: S608 -- names are quoted
            )
        except duckdb.Error as error:
            raise EngineCannotRead(engine=self.kind, path=names[0]) from error
        return self.backend.table(view)

    def _read_remote(self, names: Sequence[str], file_column: str | None) -> ibis.Table:
        """Read addresses through Arrow's file systems, which need no extension of DuckDB."""
        tables = []
        for name in names:
            view = new_name("files")
            try:
                system, path = FileSystem.from_uri(name)
                files = pyarrow.dataset.dataset(path, filesystem=system, format="parquet")
            except (OSError, pa.ArrowException) as error:
                raise EngineCannotRead(engine=self.kind, path=name) from error
            self.backend.con.register(view, files)
            table = self.backend.table(view)
            if file_column:
                table = table.mutate(ibis.literal(name_of(name)).name(file_column))
            tables.append(table)
        return ibis.union(*tables) if len(tables) > 1 else tables[0]

    def put(self, name: str, table: pa.Table) -> None:
        con = self.backend.con
        if table.num_rows > SMALL:
            con.register(name, table)
            return
        # A table of DuckDB's own has statistics, by which joins with it are planned.
        source = new_name("brought")
        con.register(source, table)
        con.execute(f"CREATE TEMP TABLE {name} AS FROM {source}")
        con.unregister(source)
        self._stored.add(name)

    def store(self, name: str, query: str) -> None:
        self.backend.con.execute(f"CREATE TEMP TABLE {name} AS {query}")
        self._stored.add(name)

    def view(self, name: str, query: str) -> None:
        self.backend.con.execute(f"CREATE TEMP VIEW {name} AS {query}")

    def drop(self, name: str) -> None:
        what = "TABLE" if name in self._stored else "VIEW"
        self.backend.con.execute(f"DROP {what} IF EXISTS {name}")
        self._stored.discard(name)

    # Ibis asks DuckDB for the first in order, which it sorts for; these aggregates only compare.
    def at_largest(self, value: ir.Value, key: ir.Value) -> ir.Value:
        return arg_max(value, key)

    def at_smallest(self, value: ir.Value, key: ir.Value) -> ir.Value:
        return arg_min(value, key)

    def tidied(self, table: ir.Table, **columns: ir.Value) -> ir.Table:
        table = table.mutate(**columns)
        return table.mutate(**{name: _tidy(table[name]) for name in columns})

    def fetch(self, query: str, schema: ibis.Schema) -> pa.Table:
        found: pa.Table = self.backend.con.sql(query).to_arrow_table()
        return found.cast(schema.to_pyarrow())

    def write_parquet(self, expression: ibis.Table, path: Path) -> None:
        target = quoted(str(path))
        self.backend.con.execute(
            f"COPY ({self.compiled(expression)}) TO {target} "
            f"(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL {LEVEL})"
        )


def start_duckdb(scratch: Path, memory: str, threads: int | None = None) -> DuckdbEngine:
    """Open DuckDB in memory; ``memory`` is its limit, such as ``1GB``."""
    backend = ibis.duckdb.connect(
        temp_directory=str(scratch),
        memory_limit=memory,
        threads=threads or os.cpu_count() or 1,
        # Results are always sorted by who wants an order; keeping that of the input costs memory.
        preserve_insertion_order=False,
        autoinstall_known_extensions=False,
    )
    return DuckdbEngine(backend, scratch)
