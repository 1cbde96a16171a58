"""One shape for every engine: read Parquet, keep an intermediate table, write a result."""

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

    Tables that ``read_parquet``, ``read_arrow`` and ``keep`` return live as long as the engine.
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
        """Return a small table of this process as a table of the engine."""
        return ibis.memtable(table)

    def keep(self, expression: ibis.Table) -> ibis.Table:
        """Compute a table now and return it, so that several readers share the work."""
        with in_steps():
            return self.backend.create_table(new_name("kept"), obj=expression, temp=True)

    def to_arrow(self, expression: ibis.Table) -> pa.Table:
        """Compute a table and return it to this process."""
        with in_steps():
            return expression.to_pyarrow()

    def compiled(self, expression: ibis.Table) -> str:
        """Return the text of the query."""
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
    return f"milepost_{what}_{uuid.uuid4().hex}"


def new_scratch(parent: Path | None) -> tempfile.TemporaryDirectory[str]:
    """Make a folder for what an engine spills, below ``parent`` or the system's place for it."""
    if parent is not None:
        parent.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix="milepost-engine-", dir=parent)
