"""Rate what lies in a folder with the engine of the settings: run as a program of its own.

``python -m tests.engine.cluster_run FOLDER SEED`` reads the Parquet files of the folder and writes
the tables of ratings ``series.rated`` and ``treaties.rated`` there.
"""

import sys
from pathlib import Path

import django
import pyarrow as pa
import pyarrow.parquet as pq

from milepost.engine.backends import Engine
from milepost.engine.connection import connect
from milepost.engine.rating import Question, rate
from milepost.engine.reading import read_observations
from milepost.reviews.bulk import rate_in_bulk
from tests.engine.series import make_series, observations, promises, seeded
from tests.reviews.treaty_worlds import make_world

SERIES = 80


def write_files(folder: Path, seed: int) -> None:
    """Write random series as Parquet, one file for each indicator, as an instance keeps them."""
    dice = seeded(seed)
    table = observations([make_series(dice) for _turn in range(SERIES)])
    table = table.append_column("counterpart", pa.array([""] * table.num_rows, pa.string()))
    for number in range(SERIES):
        own = table.filter(pa.compute.equal(table["indicator"], f"i{number}"))
        if own.num_rows:
            pq.write_table(own.drop_columns(["indicator"]), folder / f"i{number}.parquet")


def rate_files(engine: Engine, folder: Path, seed: int) -> dict[str, bytes]:
    """Rate the files, and a world of treaties; return the tables as the bytes of files."""
    dice = seeded(seed)
    asked = promises([make_series(dice) for _turn in range(SERIES)])
    files = [(path.stem, path) for path in sorted(folder.glob("i*.parquet"))]
    with rate(engine, read_observations(engine, files), Question(asked, 2050.0)) as answer:
        ratings = engine.to_arrow(answer.ratings)
    treaties = rate_in_bulk(engine, make_world(seeded(seed))).table
    return {"series": _bytes(ratings), "treaties": _bytes(treaties)}


def _bytes(table: pa.Table) -> bytes:
    keys = ("promise", "framework", "benchmark", "scope", "place", "area")
    order = [(name, "ascending") for name in keys if name in table.column_names]
    # Spark says of some columns that they cannot be missing; the command casts that away too.
    table = table.cast(pa.schema([field.with_nullable(True) for field in table.schema]))
    sink = pa.BufferOutputStream()
    pq.write_table(table.sort_by(order).combine_chunks(), sink)
    content: bytes = sink.getvalue().to_pybytes()
    return content


if __name__ == "__main__":
    django.setup()
    place = Path(sys.argv[1])
    with connect() as started:
        print(started.kind, started.backend._session.sparkContext.master)  # noqa: T201
        for name, content in rate_files(started, place, int(sys.argv[2])).items():
            (place / f"{name}.rated").write_bytes(content)
