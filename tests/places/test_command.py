"""``milepost places`` as a person uses it."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.places.test_services import GROUPS

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    """Run the command and return what it prints."""
    out = StringIO()
    call_command("places", *arguments, stdout=out)
    return out.getvalue()


def test_areas_are_listed() -> None:
    lines = run("list").splitlines()
    assert len(lines) == 249 + 30
    assert "404  KEN  country  Kenya" in lines


def test_groups_are_listed_as_of_a_day() -> None:
    rows = json.loads(run("list", "--groups", "--as-of", "2013-01-01", "--json"))
    assert {row["code"]: row["count"] for row in rows}["ldc"] == 49


def test_match_prints_the_code_and_exits_1_in_doubt() -> None:
    assert run("match", "Ivory Coast").startswith("Ivory Coast  384  Côte d’Ivoire")
    out = StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("places", "match", "Congo", "Kosovo", stdout=out)
    assert caught.value.code == 1
    assert "perhaps: 178 Congo, 180 Democratic Republic of the Congo" in out.getvalue()
    assert "Kosovo has no M49 code" in out.getvalue()


def test_groups_are_loaded_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "groups.yaml"
    path.write_text(GROUPS, encoding="utf-8")
    assert "survey-africa  added" in run("load", str(path))
    assert "survey-africa  unchanged" in run("load", str(path))


def test_bad_or_missing_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "groups.yaml"
    path.write_bytes(b"\xff")
    for name, code in ((str(path), 1), ("nowhere.yaml", 2)):
        with pytest.raises(SystemExit) as caught:
            call_command("places", "load", name, stdout=StringIO(), stderr=StringIO())
        assert caught.value.code == code
