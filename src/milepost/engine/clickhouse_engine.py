"""ClickHouse: a server, or chDB, which is ClickHouse's engine in the process."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from milepost.engine.backends import Engine, in_steps, is_url, quoted
from milepost.engine.drivers import load_driver
from milepost.engine.errors import EngineCannotRead, EngineUnreachable

EXTRA = "clickhouse"
SETTINGS: dict[str, Any] = {
    "join_use_nulls": 1,  # a place without a partner has no value; ClickHouse would say zero
    # Lazy branches hold other lazy branches; formulas as deep as ours then need gigabytes.
    "short_circuit_function_evaluation": "disable",
    "compile_expressions": 0,
    "max_bytes_before_external_group_by": 1 << 30,
    "max_bytes_before_external_sort": 1 << 30,
}


class ClickhouseEngine(Engine):
    """A ClickHouse server, which reads object storage; local files are sent to it."""

    kind: ClassVar[str] = "clickhouse"

    def read_parquet(
        self, paths: Sequence[str | Path], *, file_column: str | None = None
    ) -> ibis.Table:
        shown = f"*, toString(_file) AS {file_column}" if file_column else "*"
        parts = [f"SELECT {shown} FROM {self._source(str(path))}" for path in paths]  # noqa: S608
        try:
            return self.backend.sql(" UNION ALL ".join(parts))
        except Exception as error:
            raise EngineCannotRead(engine=self.kind, path=str(paths[0])) from error

    def _source(self, path: str) -> str:
        if not is_url(path):
            raise EngineCannotRead(engine=self.kind, path=path)
        function = "s3" if path.startswith(("s3://", "gs://")) else "url"
        return f"{function}({quoted(path)}, 'Parquet')"

    def put(self, name: str, table: pa.Table) -> None:
        with in_steps():
            self.backend.create_table(name, obj=table, engine="Memory")

    def store(self, name: str, query: str) -> None:
        self.backend.raw_sql(f"CREATE TABLE {name} ENGINE = Memory AS {query}")

    def view(self, name: str, query: str) -> None:
        self.backend.raw_sql(f"CREATE VIEW {name} AS {query}")

    def drop(self, name: str) -> None:
        self.backend.raw_sql(f"DROP TABLE IF EXISTS {name}")

    def to_arrow(self, expression: ibis.Table) -> pa.Table:
        found = self.backend.con.query_arrow(
            self.compiled(expression), settings={"output_format_arrow_string_as_string": 1}
        )
        # ClickHouse counts in unsigned numbers and writes truth as 0 and 1.
        return found.cast(expression.schema().to_pyarrow())


class ChdbEngine(ClickhouseEngine):
    """ClickHouse's engine in the process: reads local files, takes tables through files."""

    kind: ClassVar[str] = "chdb"

    def _source(self, path: str) -> str:
        if is_url(path):
            return super()._source(path)
        if not Path(path).is_file():
            raise EngineCannotRead(engine=self.kind, path=path)
        return f"file({quoted(path)}, Parquet)"

    def put(self, name: str, table: pa.Table) -> None:
        path = self.scratch / f"{name}.parquet"
        pq.write_table(table, path)
        self.store(name, f"SELECT * FROM {self._source(str(path))}")  # noqa: S608 -- quoted
        path.unlink()


def start_clickhouse(address: str, scratch: Path) -> ClickhouseEngine:
    """Connect to ``clickhouse://user:password@host:port/database``."""
    load_driver("clickhouse_connect", engine="ClickHouse", extra=EXTRA)
    try:
        backend = ibis.connect(address, settings=SETTINGS)
    except Exception as error:
        reason = str(error).strip().splitlines()[0]
        raise EngineUnreachable(engine="clickhouse", reason=reason) from error
    return ClickhouseEngine(backend, scratch)


def start_chdb(scratch: Path) -> ChdbEngine:
    """Start chDB in the process; there can be one of them in a process."""
    load_driver("chdb", engine="chDB", extra=EXTRA)
    client = load_driver("clickhouse_connect", engine="ClickHouse", extra=EXTRA)
    con = client.get_client(
        interface="chdb", settings={**SETTINGS, "max_threads": os.cpu_count() or 1}
    )
    return ChdbEngine(ibis.clickhouse.from_connection(con), scratch)
