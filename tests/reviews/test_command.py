"""``milepost edition`` from opening to closing."""

from io import StringIO
from pathlib import Path

import orjson
import pytest
from django.core.management import call_command

from milepost.reviews.selectors import get_edition
from tests.reviews.conftest import EDITIONS
from tests.reviews.test_review_files import TEXT

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("edition", *words, stdout=out, stderr=out)
    return out.getvalue()


def test_a_round_on_the_command_line(small: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(TEXT, encoding="utf-8")
    assert "2 added" in run("load-assessments", str(path))
    assert "not computed yet" in run("status", "2015")
    assert "undecided" in run("compute", "2015")
    status = orjson.loads(run("status", "2015", "--json"))
    assert status[0]["undecided"][0]["benchmark"] == "1.1"
    with pytest.raises(SystemExit):
        run("close", "2015")
    decided = [
        "--framework",
        "plan",
        "--benchmark",
        "1.1",
        "--place",
        "001",
        "--state",
        "red",
        "--reason",
        "Seen",
    ]
    run("decide", "2015", *decided)
    run("compute", "2015")
    assert "closed" in run("close", "2015")
    assert get_edition("2015")["state"] == "closed"
    assert "2015-11-25  closed" in run("list")


def test_an_edition_is_opened_on_the_command_line(small: str) -> None:
    words = [
        "--framework",
        "plan",
        "--as-of",
        "2019-12-31",
        "--title",
        "Later",
        "--previous",
        "2015",
    ]
    assert "added" in run("open", "2019", *words, "--previous", "2015")
    assert get_edition("2019")["previous"] == "2015"
    with pytest.raises(SystemExit) as stopped:
        run("open", "2020", "--framework", "none", "--as-of", "2020-12-31", "--title", "No")
    assert stopped.value.code == 1


def test_findings_are_printed_with_line_and_remedy(small: str, tmp_path: Path) -> None:
    path = tmp_path / "e.yaml"
    path.write_text(EDITIONS.replace("[plan]", "[plans]"), encoding="utf-8")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("edition", "load", str(path), stdout=out, stderr=out)
    assert "e.yaml, line 3" in out.getvalue()
    assert "do:" in out.getvalue()


def test_a_missing_file_is_an_error(small: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("load", "nowhere.yaml")
    assert stopped.value.code == 2
