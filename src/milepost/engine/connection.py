"""From the setting ``MILEPOST_ENGINE`` to an engine that is ready.

DuckDB opens in milliseconds and is opened for each use. Spark and ClickHouse take seconds, and a
process has one of each; they stay open until the process ends.
"""

import atexit
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from milepost.engine.backends import Engine, new_scratch
from milepost.engine.clickhouse_engine import start_chdb, start_clickhouse
from milepost.engine.duckdb_engine import start_duckdb
from milepost.engine.errors import EngineUnknown
from milepost.engine.spark_engine import start_spark
from milepost.engine.trino_engine import start_trino

DEFAULT = "duckdb"

_open: dict[str, tuple[Engine, tempfile.TemporaryDirectory[str]]] = {}


@contextmanager
def connect(address: str | None = None) -> Iterator[Engine]:
    """Give an engine: the one at ``address``, or that of the setting ``MILEPOST_ENGINE``.

    Addresses: ``duckdb``; ``spark`` (local) or ``spark://host:port``; ``chdb`` (in the process)
    or ``clickhouse://…``; ``trino://…``. Raises ``EngineUnknown``, ``EngineDriverMissing`` and
    ``EngineUnreachable``.
    """
    wanted = address or settings.MILEPOST_ENGINE
    if wanted == DEFAULT:
        with _scratch() as folder:
            engine: Engine = start_duckdb(Path(folder), settings.MILEPOST_ENGINE_MEMORY)
            try:
                yield engine
            finally:
                engine.close()
        return
    if wanted not in _open:
        _open[wanted] = _start(wanted)
    yield _open[wanted][0]


def _start(address: str) -> tuple[Engine, tempfile.TemporaryDirectory[str]]:
    folder = _scratch()
    try:
        return _start_in(address, Path(folder.name)), folder
    except BaseException:
        folder.cleanup()
        raise


def _start_in(address: str, scratch: Path) -> Engine:
    if address == "spark" or address.startswith("spark://"):
        return start_spark(address, scratch, settings.MILEPOST_ENGINE_MEMORY)
    if address == "chdb":
        return start_chdb(scratch)
    if address.startswith("clickhouse://"):
        return start_clickhouse(address, scratch)
    if address.startswith("trino://"):
        return start_trino(address, scratch)
    raise EngineUnknown(address=address)


def _scratch() -> tempfile.TemporaryDirectory[str]:
    return new_scratch(Path(settings.MILEPOST_HOME) / "engine")


@atexit.register
def close_all() -> None:
    """Close the engines that stay open; runs at the end of the process."""
    while _open:
        _address, (engine, folder) = _open.popitem()
        engine.close()
        folder.cleanup()
