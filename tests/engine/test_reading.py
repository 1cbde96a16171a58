"""Files become one table: the newest version of each observation, corridors left out."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from milepost.engine.backends import Engine
from milepost.engine.promises import Promise
from milepost.engine.rating import Question, rate
from milepost.engine.reading import read_observations


def write(path: Path, rows: Sequence[tuple[str, str, str, float | None, str]]) -> Path:
    """Write (area, counterpart, period, value, status) as a file of observations."""
    names = ("area", "counterpart", "period", "value", "status")
    table = pa.table({name: [row[n] for row in rows] for n, name in enumerate(names)})
    pq.write_table(table.append_column("breakdown", pa.array([""] * len(rows))), path)
    return path


def test_the_later_file_counts(engine: Engine, tmp_path: Path) -> None:
    a, b, corridor = ("004", "", "2015", 1.0, "A"), ("004", "", "2016", 2.0, "A"), ("004", "008")
    early = write(tmp_path / "early.parquet", [a, b, (*corridor, "2016", 9.0, "A")])
    again = [("004", "", "2016", 3.0, "E"), ("008", "", "2016", 4.0, "A")]
    late = write(tmp_path / "late.parquet", again)
    other = write(tmp_path / "other.parquet", [("004", "", "2016", 7.0, "A")])
    observations = read_observations(engine, [("a", early), ("a", late), ("b", other)])
    rows = engine.to_arrow(observations.table.order_by("indicator", "area", "period")).to_pylist()
    names = ("indicator", "area", "period", "value", "status")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("a", "004", "2015", 1.0, "A"),
        ("a", "004", "2016", 3.0, "E"),
        ("a", "008", "2016", 4.0, "A"),
        ("b", "004", "2016", 7.0, "A"),
    ]


@pytest.mark.filterwarnings("ignore:fetch_arrow_table")
def test_tables_of_a_run_are_gone_after_it(engine: Engine, tmp_path: Path) -> None:
    rows = [("004", "", "2015", 1.0, "A"), ("004", "", "2018", 3.0, "A")]
    observations = read_observations(engine, [("a", write(tmp_path / "one.parquet", rows))])
    promise = Promise("p", "a", 2019.0, target=4.0, baseline=2015.0, deadline=2020.0)
    before = set(engine.backend.list_tables())
    with rate(engine, observations, Question([promise], 2019.0)) as answer:
        found = engine.to_arrow(answer.ratings).to_pylist()
    assert [(row["status"], row["ratio"], row["is_slipping"]) for row in found] == [
        ("on_track", 1.111111111, None)
    ]
    assert set(engine.backend.list_tables()) == before
