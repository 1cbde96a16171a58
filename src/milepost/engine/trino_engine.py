"""Trino: reads what its catalogues hold; files reach it only as tables of a catalogue."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import ibis
import pyarrow as pa

from milepost.engine.backends import Engine, is_url
from milepost.engine.drivers import load_driver
from milepost.engine.errors import EngineCannotRead, EngineUnreachable

EXTRA = "trino"


class TrinoEngine(Engine):
    """A Trino server."""

    kind: ClassVar[str] = "trino"

    def read_parquet(
        self, paths: Sequence[str | Path], *, file_column: str | None = None
    ) -> ibis.Table:
        """Send local files to the server as tables; addresses must be tables of a catalogue."""
        tables = []
        for path in paths:
            if is_url(str(path)) or not Path(path).is_file():
                raise EngineCannotRead(engine=self.kind, path=str(path))
            table = ibis.read_parquet(path)
            if file_column:
                table = table.mutate(ibis.literal(Path(path).name).name(file_column))
            tables.append(self.read_arrow(table.to_pyarrow()))
        return ibis.union(*tables) if len(tables) > 1 else tables[0]

    def put(self, name: str, table: pa.Table) -> None:
        self.backend.create_table(name, obj=table)

    def store(self, name: str, query: str) -> None:
        self.backend.raw_sql(f"CREATE TABLE {name} AS {query}")

    def view(self, name: str, query: str) -> None:
        self.backend.raw_sql(f"CREATE VIEW {name} AS {query}")

    def drop(self, name: str) -> None:
        kind = "VIEW" if name in self.backend.list_tables(like=name) else "TABLE"
        self.backend.raw_sql(f"DROP {kind} IF EXISTS {name}")


def start_trino(address: str, scratch: Path) -> TrinoEngine:
    """Connect to ``trino://user@host:port/catalogue/schema``."""
    load_driver("trino", engine="Trino", extra=EXTRA)
    try:
        backend = ibis.connect(address)
    except Exception as error:
        reason = str(error).strip().splitlines()[0]
        raise EngineUnreachable(engine="trino", reason=reason) from error
    return TrinoEngine(backend, scratch)
