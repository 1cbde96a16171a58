"""Engines of the tests: one DuckDB, one chDB and one local Spark for the whole run."""

import shutil
from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from milepost.engine.backends import Engine
from milepost.engine.connection import connect


def _engine(address: str) -> Iterator[Engine]:
    with connect(address) as engine:
        yield engine


@pytest.fixture(scope="session")
def duck() -> Iterator[Engine]:
    """DuckDB, the default."""
    yield from _engine("duckdb")


@pytest.fixture(scope="session")
def chdb() -> Iterator[Engine]:
    """ClickHouse's engine in the process."""
    if find_spec("chdb") is None:
        pytest.skip("chdb is not installed (extra clickhouse)")
    yield from _engine("chdb")


@pytest.fixture(scope="session")
def spark() -> Iterator[Engine]:
    """A real local Spark session."""
    if find_spec("pyspark") is None or shutil.which("java") is None:
        pytest.skip("Spark needs the extra spark and a Java runtime")
    yield from _engine("spark")


@pytest.fixture(params=["duck", "chdb", "spark"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    found: Engine = request.getfixturevalue(request.param)
    return found
