"""One shape for every engine: read Parquet, name tables, write a result."""

import tempfile
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis import ir
from ibis.expr import operations as ops

from milepost.engine.numbers import tidy_all

OWN = "milepost_"
"""How the names of our tables begin; they need no quoting on any engine."""


def quoted(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def is_url(path: str) -> bool:
    """Whether a path names something outside the local file system (``s3://…``, ``gs://…``)."""
    return "://" in path


def name_of(path: str) -> str:
    """Return the last part of a path or address."""
    return path.rstrip("/").rpartition("/")[2]


class Engine(ABC):
    """An engine that is ready: an Ibis backend, and the few things backends do differently.

    Tables that ``read_parquet`` and ``read_arrow`` return live as long as the engine.
    ``scratch`` is a folder of this engine alone, removed when it closes.
    """

    kind: ClassVar[str]

    def __init__(self, backend: Any, scratch: Path) -> None:
        self.backend = backend
        self.scratch = scratch

    @abstractmethod
    def read_parquet(
        self, paths: Sequence[str | Path], *, file_column: str | None = None
    ) -> ibis.Table:
        """Return Parquet files of one schema as one table.

        Paths are local or addresses of object storage that the engine reaches. ``file_column``
        names a column that gives the file name (without folders) each row comes from. Raises
        ``EngineCannotRead``.
        """

    def read_arrow(self, table: pa.Table) -> ibis.Table:
        """Return a table of this process as a table of the engine."""
        name = new_name("given")
        self.put(name, table)
        return self.table(name, ibis.Schema.from_pyarrow(table.schema))

    @abstractmethod
    def put(self, name: str, table: pa.Table) -> None:
        """Bring a table of this process under a name."""

    @abstractmethod
    def store(self, name: str, query: str) -> None:
        """Compute a query now and keep its rows under a name."""

    @abstractmethod
    def view(self, name: str, query: str) -> None:
        """Put a query under a name; it is computed when the name is read, or now."""

    @abstractmethod
    def drop(self, name: str) -> None:
        """Remove what stands under a name."""

    def table(self, name: str, schema: ibis.Schema | None = None) -> ibis.Table:
        """Return what stands under a name; who knows the schema spares asking for it."""
        if schema is None:
            return self.backend.table(name)
        return ops.DatabaseTable(name, schema, self.backend, ops.Namespace()).to_expr()

    def at_largest(self, value: ir.Value, key: ir.Value) -> ir.Value:
        """Return the aggregate: the value where the key is largest (keys that are missing aside).

        What it gives where every key is missing differs between engines.
        """
        return value.argmax(key)

    def at_smallest(self, value: ir.Value, key: ir.Value) -> ir.Value:
        """Return the aggregate: the value where the key is smallest."""
        return value.argmin(key)

    def tidied(self, table: ir.Table, **columns: ir.Value) -> ir.Table:
        """Add columns, each rounded as ``measure.rounding.tidy`` rounds; missing stays missing."""
        return tidy_all(table, **columns)

    def to_arrow(self, expression: ibis.Table) -> pa.Table:
        """Compute a table and return it to this process."""
        with in_steps():
            return expression.to_pyarrow()

    def fetch(self, query: str, schema: ibis.Schema) -> pa.Table:
        """Return the rows of a query whose shape is known to this process."""
        name = new_name("asked")
        self.view(name, query)
        try:
            return self.to_arrow(self.table(name, schema))
        finally:
            self.drop(name)

    def compiled(self, expression: ibis.Table) -> str:
        """Return the text of the query."""
        made = expression.op()
        if isinstance(made, ops.DatabaseTable) and made.name.startswith(OWN):
            # Ibis takes milliseconds to say this, and a short run says it a dozen times.
            return f"SELECT * FROM {made.name}"  # noqa: S608 -- a name of ours
        with in_steps():
            return str(self.backend.compile(expression))

    def write_parquet(self, expression: ibis.Table, path: Path) -> None:
        """Compute a table and write it to one local Parquet file."""
        pq.write_table(self.to_arrow(expression), path, compression="zstd")

    def close(self) -> None:
        """Let go of the engine."""
        self.backend.disconnect()


@contextmanager
def in_steps() -> Iterator[None]:
    """Compile each step of an expression to a query of its own.

    Ibis writes a column's formula anew wherever the column is used; formulas that use each other
    several times over would grow to megabytes.
    """
    before = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        yield
    finally:
        ibis.options.sql.fuse_selects = before


def new_name(what: str) -> str:
    """Return a name that no table of an engine has yet."""
    return f"{OWN}{what}_{uuid.uuid4().hex}"


def new_scratch(parent: Path | None) -> tempfile.TemporaryDirectory[str]:
    """Make a folder for what an engine spills, below ``parent`` or the system's place for it."""
    if parent is not None:
        parent.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix="milepost-engine-", dir=parent)
