"""``milepost survey``: tables on the terminal, as JSON and as CSV."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.factories import surveys

KEY = "governments-2018"


@pytest.fixture
def files(db: None, home: Path) -> tuple[str, str]:
    (home / "survey.yaml").write_text(surveys.DESCRIPTION, encoding="utf-8")
    return str(home / "survey.yaml"), str(surveys.write_tidy(home))


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    call_command("survey", *words)
    return capsys.readouterr().out


def test_a_survey_from_load_to_csv(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert f"{KEY}  added  60  2" in printed(capsys, "load", *files)
    assert f"{KEY}  unchanged" in printed(capsys, "load", *files)
    assert "public  loaded  60  2  0" in printed(capsys, "list")
    shown = printed(capsys, "show", KEY)
    assert "27 of 54" in shown
    assert "q1  draft" in shown
    table = printed(capsys, "table", KEY, "q1")
    assert "plans hidden" in table
    assert "yes 50.9%" in table
    with pytest.raises(SystemExit):
        call_command("survey", "table", KEY, "q1", "--csv")
    assert f"{KEY}  q1" in printed(capsys, "publish", KEY, "q1")
    assert "governments-2018,q1,all,yes,29" in printed(capsys, "table", KEY, "q1", "--csv")
    found = json.loads(printed(capsys, "table", KEY, "q1", "--json"))
    assert found[0]["table"]["rows"][0]["figures"]["plans"]["count"] is None
    printed(capsys, "withdraw", KEY, "--question", "q1", "--reason", "wrong")
    assert "True" in printed(capsys, "withdraw", KEY, "--reason", "wrong")
    assert "withdrawn" in json.loads(printed(capsys, "show", KEY, "--json"))[0]["status"]


def test_findings_end_with_one(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    (home / "bad.yaml").write_text("milepost: survey/1\n", encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        call_command("survey", "load", str(home / "bad.yaml"), files[1])
    assert stopped.value.code == 1
    assert "“key” is missing" in capsys.readouterr().out
