"""Every engine reads the same files and gives the same tables."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pytest_django.fixtures import Settings

from milepost.engine.backends import Engine
from milepost.engine.connection import connect
from milepost.engine.drivers import load_driver
from milepost.engine.errors import (
    EngineCannotRead,
    EngineDriverMissing,
    EngineUnknown,
    EngineUnreachable,
)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two Parquet files with a missing value and an awkward name."""
    paths = [tmp_path / "it's-one.parquet", tmp_path / "two.parquet"]
    pq.write_table(pa.table({"area": ["004", "008"], "value": [1.5, None]}), paths[0])
    pq.write_table(pa.table({"area": ["004"], "value": [2.5]}), paths[1])
    return paths


def test_reads_files_and_says_where_rows_come_from(engine: Engine, files: list[Path]) -> None:
    table = engine.read_parquet(files, file_column="file").order_by("file", "area")
    assert engine.to_arrow(table).select(["area", "value", "file"]).to_pylist() == [
        {"area": "004", "value": 1.5, "file": "it's-one.parquet"},
        {"area": "008", "value": None, "file": "it's-one.parquet"},
        {"area": "004", "value": 2.5, "file": "two.parquet"},
    ]


def test_reads_without_a_file_column(engine: Engine, files: list[Path]) -> None:
    table = engine.to_arrow(engine.read_parquet(files))
    assert table.column_names == ["area", "value"]
    assert table.num_rows == 3


def test_a_table_of_the_process_joins_with_files(engine: Engine, files: list[Path]) -> None:
    names = engine.read_arrow(pa.table({"area": ["004", "012"], "name": ["A", "D"]}))
    joined = names.left_join(engine.read_parquet(files[1:]), "area").order_by("area")
    rows = engine.to_arrow(joined.select("area", "name", "value")).to_pylist()
    # A place without a partner has no value; it is not zero.
    assert [row["value"] for row in rows] == [2.5, None]


def test_a_table_with_empty_chunks_is_read_to_its_end(engine: Engine) -> None:
    one, none = pa.table({"area": ["004"]}), pa.table({"area": pa.array([], pa.string())})
    table = engine.read_arrow(pa.concat_tables([none, one, none, one, none]))
    assert engine.to_arrow(table).num_rows == 2


@pytest.mark.filterwarnings("ignore:fetch_arrow_table")
def test_keeps_and_writes(engine: Engine, files: list[Path], tmp_path: Path) -> None:
    table = engine.read_parquet(files)
    sums = table.group_by("area").agg(total=table.value.sum())
    engine.store("milepost_sums", engine.compiled(sums))
    engine.view("milepost_sorted", "SELECT * FROM milepost_sums ORDER BY area")
    engine.write_parquet(engine.table("milepost_sorted"), tmp_path / "out.parquet")
    written = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert written == [{"area": "004", "total": 4.0}, {"area": "008", "total": None}]
    engine.drop("milepost_sorted")
    engine.drop("milepost_sums")
    assert "milepost_sums" not in engine.backend.list_tables()


def test_says_which_file_cannot_be_read(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(EngineCannotRead, match="nowhere"):
        engine.to_arrow(engine.read_parquet([tmp_path / "nowhere.parquet"]))


def test_duckdb_reads_an_address(duck: Engine, files: list[Path]) -> None:
    table = duck.read_parquet([path.as_uri() for path in files], file_column="file")
    assert duck.to_arrow(table).num_rows == 3
    with pytest.raises(EngineCannotRead):
        duck.read_parquet(["nosuch://bucket/file.parquet"])


def test_spark_reads_an_address(spark: Engine, files: list[Path]) -> None:
    table = spark.read_parquet([files[1].as_uri()], file_column="file")
    assert spark.to_arrow(table)["file"].to_pylist() == ["two.parquet"]
    with pytest.raises(EngineCannotRead):
        spark.read_parquet(["nosuch://bucket/file.parquet"])


def test_the_setting_chooses_the_engine(settings: Settings) -> None:
    settings.MILEPOST_ENGINE = "chdb"
    with connect() as engine:
        assert engine.kind == "chdb"
    settings.MILEPOST_ENGINE = "duckdb"
    with connect() as engine:
        assert engine.kind == "duckdb"


def test_duckdb_has_a_limit_and_cleans_up(home: Path, settings: Settings) -> None:
    settings.MILEPOST_ENGINE_MEMORY = "256MiB"
    with connect() as engine:
        assert engine.scratch.parent == home / "engine"
        limit = engine.backend.raw_sql("SELECT current_setting('memory_limit')").fetchone()[0]
        assert limit == "256.0 MiB"
    assert not any((home / "engine").iterdir())


def test_unknown_and_unreachable_engines(home: Path) -> None:
    with pytest.raises(EngineUnknown, match="abacus"), connect("abacus"):
        pass
    with pytest.raises(EngineUnreachable), connect("clickhouse://127.0.0.1:9"):
        pass
    assert not any((home / "engine").iterdir())


def test_a_missing_driver_names_the_extra() -> None:
    with pytest.raises(EngineDriverMissing, match=r"milepost\[trino\]"):
        load_driver("no_such_driver", engine="Trino", extra="trino")
