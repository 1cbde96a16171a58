"""``milepost edition rate``: the same ratings on every engine, to the byte."""

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from django.core.management import call_command

from milepost.indicators.services import import_file
from milepost.kernel.actors import Actor
from milepost.publishing.demo import build_demo
from milepost.publishing.pointer import read_pointer
from milepost.publishing.selectors import releases_folder
from milepost.reviews.ratings_table import TABLE
from milepost.reviews.result_selectors import list_ratings
from milepost.reviews.services import compute_edition
from tests.reviews.conftest import PUBLISHED

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("edition", "rate", *words, stdout=out, stderr=out)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.usefixtures("home", "chdb", "spark")
def test_the_demo_is_the_same_on_every_engine_to_the_byte(system: Actor, tmp_path: Path) -> None:
    build_demo(system, lambda _text: None)
    paths = {}
    for engine in ("duckdb", "spark", "chdb"):
        paths[engine] = tmp_path / f"{engine}.parquet"
        printed = run("2019", "--to", str(paths[engine]), "--engine", engine, "--json")
        (written,) = orjson.loads(printed)
        assert written["engine"] == engine
        assert written["in_bulk"] > 800
    contents = {path.read_bytes() for path in paths.values()}
    assert len(contents) == 1
    assert pq.read_table(paths["spark"]).schema.equals(TABLE)


@pytest.mark.slow
@pytest.mark.usefixtures("home")
def test_the_table_of_the_demo_holds_every_rating_of_the_bundle(
    system: Actor, tmp_path: Path
) -> None:
    build_demo(system, lambda _text: None)
    for edition in read_pointer(releases_folder()):
        path = tmp_path / f"{edition.key}.parquet"
        run(edition.key, "--to", str(path), "--compare")
        rows = pq.read_table(path).to_pylist()
        assert {row["way"] for row in rows} == {"bulk"}
        found = {(row["framework"], row["benchmark"], row["place"]): row for row in rows}
        assert len(found) == len(rows)
        ratings = orjson.loads((releases_folder() / edition.path / "ratings.json").read_bytes())
        met = 0
        for rating in ratings:
            computed = rating["computed"]
            if computed is None or not computed["period"]:
                continue  # judged by people, or nothing is known
            row = found[rating["framework"], rating["benchmark"], rating["place"]]
            assert {name: row[name] for name in computed} == computed
            met += 1
        # Beside those the table holds places of which too little is known for a colour.
        assert met > 300
        assert len(rows) >= met
        statuses = {row["status"] for row in rows}
        assert {"party", "not_a_party"} & statuses
        assert statuses & {"pace_kept_or_faster", "slower_than_before", "no_new_parties"}


def test_a_table_is_written_as_csv_and_compared(
    small: str, system: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compute_edition(system, small)
    path = tmp_path / "new" / "ratings.csv"
    printed = run(small, "--to", str(path), "--compare")
    assert "every row says what the computed edition says" in printed
    assert "10 in bulk on duckdb, 0 benchmarks one by one" in printed
    (world,) = [row for row in _rows(path) if row["place"] == "001"]
    assert (world["scope"], world["value"], world["way"]) == ("world", 10.0, "bulk")

    # What the edition was computed from has changed since.
    newer = tmp_path / "newer.csv"
    newer.write_text(PUBLISHED.replace("2015-07-01,,10", "2015-07-01,,12"), encoding="utf-8")
    day = date(2015, 9, 1)
    import_file(system, "treaty", newer, source="A list", licence="CC0", known_on=day)
    before = path.read_bytes()
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("edition", "rate", small, "--to", path, "--compare", stdout=out, stderr=out)
    assert stopped.value.code == 1
    assert "plan 1.1 001" in out.getvalue() + capsys.readouterr().out
    assert path.read_bytes() == before
    run(small, "--to", str(path))
    assert path.read_bytes() != before


def _rows(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pyarrow.csv.read_csv(
        path,
        convert_options=pyarrow.csv.ConvertOptions(column_types={"place": pa.string()}),
    ).to_pylist()
    return rows


def test_the_parties_to_treaties_are_written_beside_the_ratings(
    small: str, system: Actor, tmp_path: Path
) -> None:
    compute_edition(system, small)
    parties = tmp_path / "parties.csv"
    printed = run(small, "--to", str(tmp_path / "r.parquet"), "--parties", str(parties))
    assert f"parties to treaties to {parties}" in printed
    world = [row for row in _rows(parties) if row["place"] == "001"]
    # One state is a party since 2012, another one signed; what is published is not counted.
    assert [(row["period"], row["parties"], row["known"]) for row in world] == [
        (year, 1, 2) for year in range(2012, 2016)
    ]


def test_what_would_change_the_colours_is_written_beside_the_ratings(
    small: str, system: Actor, tmp_path: Path
) -> None:
    compute_edition(system, small)
    firm = tmp_path / "firm.csv"
    printed = run(small, "--to", str(tmp_path / "r.parquet"), "--sensitivity", str(firm))
    assert f"what would change the colours to {firm}" in printed
    (world,) = [row for row in _rows(firm) if row["place"] == "001"]
    ratings = {(row["benchmark"], row["place"]): row for row in list_ratings(small)}
    assert world["state"] == ratings["1.1", "001"]["computed"]["state"]
    assert world["tried"] == world["held"] + sum(
        world[f"to_{colour}"] for colour in ("green", "yellow", "red", "grey")
    )
    assert world["tried"] > 0
