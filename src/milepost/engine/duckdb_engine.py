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
CLEAR_ABOVE, CLEAR_BELOW, CLEAR = 1e-12, 1e15, 1e-4
"""Where rounding needs no care: sizes, and how far from a tie the eleventh digit must be."""


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]
def arg_max(value: float, key: int) -> float:  # type: ignore[empty-body,unused-ignore]
    """DuckDB's aggregate: the value where the key is largest."""


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]
def arg_min(value: float, key: int) -> float:  # type: ignore[empty-body,unused-ignore]
    """DuckDB's aggregate: the value where the key is smallest."""


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def printf(pattern: str, number: float) -> str:  # type: ignore[empty-body,unused-ignore]
    """DuckDB's formatting of a number, after C."""


def _tidy(number: ir.Value) -> ir.Value:
    """Return a number with ten digits.

    DuckDB writes numbers as Python does and reads them back exactly, which takes a fifth of a
    millionth of a second; rounding does the same where the number is far from a tie.
    """
    size = number.abs()
    digits = (SIGNIFICANT_DIGITS - 1) - size.nullif(0.0).log10().floor().cast("int32")
    rest = (size * 10.0 ** digits.cast("float64")) % 1.0
    is_clear = (size > CLEAR_ABOVE) & (size < CLEAR_BELOW) & ((rest - 0.5).abs() > CLEAR)
    written = printf(TEN_DIGITS, number).cast("float64") + 0.0
    return ibis.cases((number == 0.0, 0.0), (is_clear, number.round(digits)), else_=written)


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
        self.backend.con.register(name, table)

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
            f"COPY ({self.compiled(expression)}) TO {target} (FORMAT parquet, COMPRESSION zstd)"
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
