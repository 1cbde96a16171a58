"""Looking after files: what is missing, changed or left over is found, and large files come in."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from milepost.indicators import storage
from milepost.indicators.checking import describe_storage, find_faults
from milepost.indicators.large_text import open_large_text
from milepost.indicators.layering import read_layers
from milepost.indicators.mapping import Mapping
from milepost.indicators.selectors import list_layers, read_observations
from milepost.indicators.services import compact_observations, withdraw_vintage
from milepost.indicators.snapshots import STEP, prefix_names, snapshot_path, write_snapshot
from milepost.kernel import progress
from milepost.kernel.actors import Actor
from milepost.kernel.errors import BadInput
from tests.indicators.conftest import Import


def faults(*, deep: bool = False) -> list[tuple[str, str]]:
    return [(fault.what, fault.indicator) for fault in find_faults(deep=deep)]


def test_whole_instance_has_no_faults_and_each_harm_is_named(bring: Import) -> None:
    report = bring("area,period,value\n250,2015,1\n", "population")
    assert faults(deep=True) == []
    path = storage.observations_path("population", report.vintage)
    kept = path.read_bytes()
    path.write_bytes(kept + b"x")
    assert faults() == [("changed", "population")]
    path.unlink()
    assert faults(deep=True) == [("missing", "population")]
    path.write_bytes(kept)
    path.with_name("left.parquet.part").write_bytes(b"half")
    assert faults() == [("orphan", "population")]


def test_a_snapshot_that_lies_is_found_by_a_deep_check(bring: Import, defined: Actor) -> None:
    for number in range(STEP):
        bring(f"area,period,value\n250,{2000 + number},1\n", "population")
    assert describe_storage("population")["tail"] == 0
    assert faults(deep=True) == []
    layers = list_layers("population")
    folder = storage.observations_folder("population")
    name = prefix_names(layers)[-1]
    write_snapshot(folder, name, read_layers(folder, layers[:1]))
    assert faults(deep=True) == [("snapshot_differs", "population")]
    snapshot_path(folder, name).unlink()
    assert compact_observations(defined, "population")["written"] == 1
    assert read_observations("population").num_rows == STEP


@pytest.fixture
def small_limit(settings: Settings) -> None:
    """Every text file counts as large."""
    settings.MILEPOST_LARGE_FILE = 1


def test_a_large_file_comes_in_as_a_small_one_does(bring: Import, small_limit: None) -> None:
    lines = [f"250,{1900 + n % 100},age={n // 100},{n}.5" for n in range(5000)]
    told: set[str] = set()
    with progress.listen(lambda stage, _done, _total: told.add(stage)):
        report = bring("area,period,breakdown,value\n" + "\n".join(lines))
    assert (report.outcome, report.rows) == ("accepted", 5000)
    assert {"scanning", "reading", "converting", "checking", "writing"} <= told
    table = read_observations("remittance-cost")
    assert sum(table["value"].to_pylist()) == sum(n + 0.5 for n in range(5000))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'area,period,value\n250,2015,"1\n2"\n250,2016,3\n', "LARGE_FILE_IRREGULAR"),
        (b"area,period,value\n250,2015\n", "LARGE_FILE_IRREGULAR"),
        (b"area,period,value\r\n250,2015,1\n", "LARGE_FILE_IRREGULAR"),
        (b"area,period,value\n\xff\xfe,2015,1\n", "ENCODING"),
        (b"area,period,value\n\x00,2015,1\n", "NOT_A_TABLE"),
    ],
)
def test_a_large_file_that_is_not_regular_is_refused_with_what_to_do(
    bring: Import, small_limit: None, content: bytes, code: str
) -> None:
    with pytest.raises(BadInput) as refused:
        bring(content)
    assert any(code in finding.code for finding in refused.value.findings)
    assert read_observations("remittance-cost").num_rows == 0


def test_a_large_file_may_begin_with_a_byte_order_mark_and_end_without_a_line_feed(
    tmp_path: Path, bring: Import, small_limit: None
) -> None:
    report = bring("\ufeffarea,period,value\r\n250,2015,1\r\n250,2016,2".encode())
    assert report.rows == 2
    path = tmp_path / "marked.csv"
    path.write_bytes("\ufeffarea,period,value\n250,2015,1\n".encode())
    assert open_large_text(path, Mapping()).labels == ("area", "period", "value")


def test_a_broken_snapshot_is_never_trusted_and_is_mended(bring: Import, defined: Actor) -> None:
    for number in range(STEP + 1):
        bring(f"area,period,value\n250,{2000 + number},1\n", "population")
    folder = storage.observations_folder("population")
    (path,) = (folder / "snapshots").glob("*.parquet")
    path.write_bytes(path.read_bytes()[:40])
    (folder / "snapshots" / "left.parquet.part").write_bytes(b"half")
    assert read_observations("population").num_rows == STEP + 1
    assert sorted(faults()) == [("orphan", "population"), ("snapshot_broken", "population")]
    compact_observations(defined, "population")
    assert faults(deep=True) == []


def test_an_import_stands_when_its_snapshot_cannot_be_written(bring: Import) -> None:
    folder = storage.observations_folder("population")
    for number in range(STEP):
        report = bring(f"area,period,value\n250,{2000 + number},1\n", "population")
        if not number:
            (folder / "snapshots").write_text("in the way")
    assert report.outcome == "accepted"
    assert read_observations("population").num_rows == STEP
    (folder / "snapshots").unlink()


def test_withdrawing_and_back_dating_keep_reads_near_a_snapshot(
    bring: Import, defined: Actor
) -> None:
    reports = [
        bring(
            f"area,period,value\n250,{2000 + number},1\n",
            "population",
            known_on=date(2015, 1, 2 + number),
        )
        for number in range(STEP * 2 + 1)
    ]
    withdraw_vintage(defined, reports[0].vintage, reason="a misprint")
    assert describe_storage("population")["tail"] == 0
    bring("area,period,value\n250,1990,1\n", "population", known_on=date(2014, 1, 1))
    status = describe_storage("population")
    assert (status["tail"], status["snapshots"]) == (0, 3)
