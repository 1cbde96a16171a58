"""``milepost data`` prints findings, leaves with honest codes, and speaks JSON."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from milepost.indicators.selectors import list_mappings, list_vintages
from milepost.kernel.actors import Actor
from tests.indicators.conftest import DEFINITIONS

ROWS = "Country,Year,Value\nFrance,2015,1.5\nNepal,2015,..\n"


def run(*words: str) -> str:
    """Run the command and return what it prints."""
    out = io.StringIO()
    call_command("data", *words, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def run_json(*words: str) -> list[dict[str, Any]]:
    """Run the command for a machine."""
    found: list[dict[str, Any]] = json.loads(run("--json", *words))
    return found


@pytest.fixture
def rows(tmp_path: Path, defined: Actor) -> str:
    """The path of a good file."""
    path = tmp_path / "rows.csv"
    path.write_text(ROWS)
    return str(path)


SOURCE = ("--source", "a publisher", "--licence", "CC0-1.0")


@pytest.mark.django_db
def test_define_says_what_it_did(home: Path) -> None:
    path = home / "indicators.yaml"
    path.write_text(DEFINITIONS)
    assert {row["outcome"] for row in run_json("define", str(path))} == {"created"}
    assert {row["outcome"] for row in run_json("define", str(path))} == {"unchanged"}
    path.write_text("milepost: x")
    with pytest.raises(SystemExit) as left:
        run("define", str(path))
    assert left.value.code == 1
    assert len(run_json("indicators")) == 4


def test_import_show_list_withdraw_and_reaccept(rows: str) -> None:
    (report,) = run_json("import", rows, "--indicator", "remittance-cost", *SOURCE,
                         "--known-on", "2016-01-31", "--save-mapping", "costs")  # fmt: skip
    assert (report["outcome"], report["rows"]) == ("accepted", 2)
    assert report["mapping"]["area"] == "Country"
    assert [row["name"] for row in list_mappings()] == ["costs"]
    shown = run_json("show", "remittance-cost")
    assert [(row["area"], row["value"], row["status"]) for row in shown] == [
        ("250", 1.5, "A"),
        ("524", None, "L"),
    ]
    assert run_json("show", "remittance-cost", "--as-of", "2015-12-31") == []
    (again,) = run_json("import", rows, "--indicator", "remittance-cost", *SOURCE,
                        "--mapping", "costs")  # fmt: skip
    assert again["outcome"] == "unchanged"
    run("withdraw", report["vintage"], "--reason", "misprint")
    assert [row["status"] for row in run_json("list")] == ["withdrawn"]
    run("reaccept", report["vintage"], "--reason", "right after all")
    assert len(list_vintages()) == 1


def test_dry_run_leaves_nothing(rows: str) -> None:
    out = run("import", rows, "--indicator", "remittance-cost", *SOURCE, "--dry-run")
    assert "checked" in out
    assert run_json("list") == []


def test_bad_file_leaves_with_findings_that_can_be_written(rows: str, tmp_path: Path) -> None:
    Path(rows).write_text("Country,Year,Value\nAtlantis,2015,1.5\n")
    with pytest.raises(SystemExit) as left:
        run("import", rows, "--indicator", "remittance-cost", *SOURCE)
    assert left.value.code == 1
    (refused,) = run_json("list")
    assert refused["status"] == "rejected"
    (found,) = run_json("findings", refused["id"])
    assert (found["value"], found["row"]) == ("Atlantis", 2)
    target = tmp_path / "findings.csv"
    run("findings", refused["id"], "--csv", str(target))
    assert "Atlantis" in target.read_text("utf-8-sig")


def test_columns_and_filters_can_be_stated(tmp_path: Path, defined: Actor) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("where,when,what,series\nFrance,2015,1.5,A\nAtlantis,2015,2,A\nMali,2015,3,B\n")
    run("import", str(path), "--indicator", "remittance-cost", *SOURCE,
        "--column", "where=area", "--column", "when=period", "--column", "what=value",
        "--column", "series=ignore", "--skip", "where=Atlantis", "--only", "series=A")  # fmt: skip
    assert [row["area"] for row in run_json("show", "remittance-cost")] == ["250"]


def test_preview_shows_roles_and_rows(rows: str) -> None:
    out = run("preview", rows)
    assert "Country: area" in out
    assert "row 2: France" in out
    (shown,) = run_json("preview", rows)
    assert shown["separator"] == ","


@pytest.mark.parametrize(
    "words",
    [
        ("import", "/nowhere.csv", "--indicator", "remittance-cost", *SOURCE),
        ("preview", "/nowhere.csv"),
        ("show", "nowhere"),
        ("withdraw", "nowhere", "--reason", "x"),
        ("findings", "nowhere"),
    ],
)
def test_what_is_not_there_leaves_with_code_two(defined: Actor, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as left:
        run(*words)
    assert left.value.code == 2


def test_sweep_says_what_it_removed(rows: str, home: Path) -> None:
    run("import", rows, "--indicator", "remittance-cost", *SOURCE)
    (home / "observations" / "remittance-cost" / "x.parquet.part").write_bytes(b"half")
    assert run_json("sweep") == [{"indicator": "remittance-cost", "file": "x.parquet.part"}]
