"""Snapshots never change what is read, whatever happened to the vintages; and they are whole."""

from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milepost.indicators import storage
from milepost.indicators.layering import read_by_engine, read_layers
from milepost.indicators.observations import READ, STORED
from milepost.indicators.overlaying import ORDER, lay_over
from milepost.indicators.selectors import list_layers, read_observations, read_versions
from milepost.indicators.services import compact_observations
from milepost.indicators.snapshots import (
    STEP,
    Layer,
    checkpoints,
    is_due,
    longest,
    prefix_names,
    remove_stale,
    snapshot_path,
    write_snapshot,
)
from milepost.kernel.actors import Actor
from tests.indicators.conftest import Import

AREAS, YEARS, CELLS = ("004", "250", "686"), (2014, 2015), ("", "sex=F")
KEYS = [(area, year, cell) for area in AREAS for year in YEARS for cell in CELLS]
ROWS = st.dictionaries(
    st.sampled_from(KEYS), st.none() | st.floats(-9, 9, allow_nan=False), min_size=1
)
Rows = dict[tuple[str, int, str], float | None]


def stored(rows: Rows) -> pa.Table:
    keys = list(rows)
    return pa.table(
        {
            "area": [area for area, _year, _cell in keys],
            "counterpart": [""] * len(keys),
            "period": [str(year) for _area, year, _cell in keys],
            "period_start": pa.array([date(year, 1, 1) for _a, year, _c in keys], pa.date32()),
            "breakdown": [cell for _area, _year, cell in keys],
            "value": pa.array([rows[key] for key in keys], pa.float64()),
            "status": ["O" if rows[key] is None else "A" for key in keys],
            "note": [""] * len(keys),
        }
    ).cast(STORED)


def expected(vintages: list[tuple[str, Rows]]) -> list[dict[str, object]]:
    """The specification: a later vintage replaces what it names and leaves the rest."""
    kept: dict[tuple[str, int, str], tuple[float | None, str]] = {}
    for vintage, rows in vintages:
        kept |= {key: (value, vintage) for key, value in rows.items()}
    found: list[dict[str, object]] = [
        {
            "area": area,
            "counterpart": "",
            "period": str(year),
            "period_start": date(year, 1, 1),
            "breakdown": cell,
            "value": value,
            "status": "O" if value is None else "A",
            "note": "",
            "vintage": vintage,
        }
        for (area, year, cell), (value, vintage) in kept.items()
    ]
    return sorted(found, key=lambda row: [str(row[name]) for name in ORDER])


@given(
    st.lists(ROWS, min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=5),
    st.randoms(use_true_random=False),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_read_with_any_snapshots_equals_reading_everything(
    tmp_path_factory: pytest.TempPathFactory,
    contents: list[Rows],
    compactions: list[tuple[int, bool]],
    chance: object,
) -> None:
    """Whatever prefixes were compacted, and whatever is taken out or moved afterwards."""
    folder = tmp_path_factory.mktemp("vintages")
    layers = []
    for number, rows in enumerate(contents):
        path = folder / f"v{number}.parquet"
        pq.write_table(stored(rows), path)
        layers.append((Layer(f"v{number}", f"c{number}", path), rows))
    for upto, _flag in compactions:
        prefix = [layer for layer, _rows in layers[: upto + 1]]
        write_snapshot(folder, prefix_names(prefix)[-1], read_layers(folder, prefix))
    orders = [layers, layers[1:], layers[::-1], [x for n, x in enumerate(layers) if n != 2]]
    for order in orders:
        read = read_layers(folder, [layer for layer, _rows in order])
        assert read.schema == READ
        assert read.to_pylist() == expected([(layer.vintage, rows) for layer, rows in order])


@given(st.lists(ROWS, min_size=2, max_size=5), st.integers(0, 3))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_engine_lays_vintages_over_each_other_alike(
    tmp_path_factory: pytest.TempPathFactory, contents: list[Rows], covered: int
) -> None:
    folder = tmp_path_factory.mktemp("vintages")
    layers = []
    for number, rows in enumerate(contents):
        path = folder / f"v{number}.parquet"
        pq.write_table(stored(rows), path)
        layers.append(Layer(f"v{number}", f"c{number}", path))
    covered = min(covered, len(layers) - 1)
    base = read_layers(folder, layers[:covered]) if covered else None
    assert lay_over(base, layers[covered:]) == read_by_engine(layers, covered, base)


def test_what_is_not_laid_over_here_is_left_to_the_engine(tmp_path: Path) -> None:
    """A period that begins on two days, a file that cannot be read, and nothing at all."""
    paths = [tmp_path / name for name in ("first", "second", "empty")]
    table = stored({KEYS[0]: 1.0})
    moved = table.set_column(3, STORED.field(3), pa.array([date(2014, 7, 1)], pa.date32()))
    for path, rows in zip(paths, (table, moved, table[:0]), strict=True):
        pq.write_table(rows, path)
    first, second, empty = (Layer(path.name, "", path) for path in paths)
    missing = Layer("missing", "", tmp_path / "nowhere")
    assert lay_over(None, [first, second]) is None
    assert lay_over(None, [first, missing]) is None
    assert lay_over(None, [empty, empty]) is None
    assert read_by_engine([first, second], 0, None).column("vintage").to_pylist() == ["second"]


def test_names_depend_on_every_vintage_and_its_data(tmp_path: Path) -> None:
    one, two = Layer("a", "1", tmp_path), Layer("b", "2", tmp_path)
    changed = Layer("b", "3", tmp_path)
    assert prefix_names([one, two])[0] == prefix_names([one])[0]
    names = {prefix_names(order)[-1] for order in ([one, two], [two, one], [one, changed], [two])}
    assert len(names) == 4


def test_checkpoints_keep_every_read_near_a_snapshot() -> None:
    assert list(checkpoints(STEP - 1)) == []
    assert list(checkpoints(STEP)) == [STEP]
    assert list(checkpoints(STEP * 2 + 3)) == [STEP, STEP * 2, STEP * 2 + 3]


def test_imports_keep_snapshots_and_reads_of_every_day_stay_right(
    defined: Actor, bring: Import
) -> None:
    first = date(2015, 1, 1)
    for number in range(STEP * 2 + 1):
        rows = f"area,period,value\n250,2010,{number}\n686,{2000 + number},1\n"
        bring(rows, "population", known_on=first + timedelta(days=number))
    folder = storage.observations_folder("population")
    covered, _path = longest(folder, prefix_names(list_layers("population")))
    assert covered == STEP * 2
    for number in (0, STEP - 1, STEP, STEP + 3, STEP * 2):
        known = read_observations("population", first + timedelta(days=number)).to_pylist()
        (france,) = [row for row in known if row["area"] == "250"]
        assert (france["value"], len(known)) == (float(number), number + 2)
    outcome = compact_observations(defined, "population")
    assert (outcome["written"], outcome["removed"]) == (1, 0)
    versions = read_versions("population")
    assert versions.num_rows == 2 * (STEP * 2 + 1)
    again = compact_observations(defined, "population")
    assert (again["written"], again["removed"]) == (0, 0)


def test_snapshot_that_is_not_wanted_goes_and_parts_too(tmp_path: Path) -> None:
    write_snapshot(tmp_path, "old", READ.empty_table())
    snapshot_path(tmp_path, "half").with_suffix(".parquet.part").write_bytes(b"half")
    assert is_due(tmp_path, ["x"] * STEP)
    assert remove_stale(tmp_path, frozenset({"new"})) == ["half.parquet.part", "old.parquet"]
    assert longest(tmp_path, ["old"]) == (0, None)
