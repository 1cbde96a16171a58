"""Apache Spark: a cluster, or a local session that behaves like one."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import ibis
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet as pq

from milepost.engine.backends import Engine, new_name
from milepost.engine.drivers import load_driver
from milepost.engine.errors import EngineCannotRead, EngineUnreachable

EXTRA = "spark"
LOCAL = "local[*]"
QUIET = """\
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %p %c{1}: %m%n
"""


class SparkEngine(Engine):
    """A Spark session."""

    kind: ClassVar[str] = "spark"

    def read_parquet(
        self, paths: Sequence[str | Path], *, file_column: str | None = None
    ) -> ibis.Table:
        names = [str(path) for path in paths]
        view = new_name("files")
        try:
            frame = self.backend._session.read.parquet(*names)
        except Exception as error:
            raise EngineCannotRead(engine=self.kind, path=names[0]) from error
        if file_column:
            frame = frame.selectExpr("*", f"_metadata.file_name AS {file_column}")
        frame.createOrReplaceTempView(view)
        return self.backend.table(view)

    def put(self, name: str, table: pa.Table) -> None:
        # Spark 4.0 stops reading a table of several chunks at the first chunk without rows.
        self.backend._session.createDataFrame(table.combine_chunks()).createOrReplaceTempView(name)

    def store(self, name: str, query: str) -> None:
        # A view is read by its whole formula, however deep; a checkpoint is read as rows.
        frame = self.backend._session.sql(query)
        has_folder = self.backend._session.sparkContext.getCheckpointDir() is not None
        frame = frame.checkpoint() if has_folder else frame.localCheckpoint()
        # Its columns pass for those it was made of, and joins to these would fail; rename them.
        frame.toDF(*frame.columns).createOrReplaceTempView(name)

    def view(self, name: str, query: str) -> None:
        self.backend._session.sql(query).createOrReplaceTempView(name)

    def drop(self, name: str) -> None:
        self.backend._session.catalog.dropTempView(name)

    def to_arrow(self, expression: ibis.Table) -> pa.Table:
        frame = self.backend._session.sql(self.compiled(expression))
        table: pa.Table = frame.toArrow()
        return table

    def write_parquet(self, expression: ibis.Table, path: Path) -> None:
        if not self.backend._session.sparkContext.master.startswith("local"):
            # Executors elsewhere cannot write here; the rows come through this process.
            super().write_parquet(expression, path)
            return
        folder = self.scratch / new_name("written")
        self.backend._session.sql(self.compiled(expression)).write.parquet(str(folder))
        parts = pyarrow.dataset.dataset(folder, format="parquet")
        with pq.ParquetWriter(path, parts.schema, compression="zstd") as writer:
            for batch in parts.to_batches():
                writer.write_batch(batch)
        shutil.rmtree(folder)


def start_spark(address: str, scratch: Path, memory: str) -> SparkEngine:
    """Open a session at ``spark://host:port``, or locally for ``spark``.

    Everything else that a cluster needs (packages, credentials of object storage, executors)
    comes from ``spark-defaults.conf`` in ``SPARK_CONF_DIR``, as for every Spark program.
    """
    driver = load_driver("pyspark.sql", engine="Spark", extra=EXTRA)
    builder = driver.SparkSession.builder.appName("milepost")
    for key, value in _options(address, scratch, memory).items():
        builder = builder.config(key, value)
    try:
        session = builder.getOrCreate()
    except Exception as error:
        reason = str(error).strip().splitlines()[0]
        raise EngineUnreachable(engine="spark", reason=reason) from error
    master = session.sparkContext.master
    if master != (LOCAL if address == "spark" else address):
        # A process has one session: a second one would silently be the first.
        raise EngineUnreachable(engine="spark", reason=f"this process uses {master} already")
    return SparkEngine(ibis.pyspark.connect(session), scratch)


def _options(address: str, scratch: Path, memory: str) -> dict[str, Any]:
    options: dict[str, Any] = {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.ui.showConsoleProgress": "false",
        # Spark describes every plan for its log; descriptions of ours would fill the memory.
        "spark.sql.maxPlanStringLength": "10000",
        "spark.sql.warehouse.dir": str(scratch / "warehouse"),
    }
    if address != "spark":
        return {"spark.master": address, **options}
    quiet = scratch / "log4j2.properties"
    quiet.write_text(QUIET, encoding="ascii")
    return {
        **options,
        "spark.master": LOCAL,
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": memory.lower().removesuffix("b"),
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={quiet}",
        "spark.local.dir": str(scratch),
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),
        # Each small table that is broadcast takes a page, and there are dozens of them.
        "spark.buffer.pageSize": "2m",
        # Planning anew at every stage pays on a cluster; here it takes longer than the work.
        "spark.sql.adaptive.enabled": "false",
    }
