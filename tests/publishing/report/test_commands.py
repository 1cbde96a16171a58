"""``milepost release report``: files, refusals and the check of human text."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from milepost.publishing.bundle import Bundle
from milepost.publishing.report.checking import stamped
from tests.publishing.report.editions import scope_of


def outline_with(words: str) -> dict[str, Any]:
    """Return an outline whose one section has a text beside a generated part."""
    section = {"key": "summary", "parts": ["summary"], "text": {"en": words}}
    return {"milepost": "report/1", "key": "own", "kind": "global", "sections": [section]}


def report(bundle: Bundle, *options: str) -> None:
    """Run the command on a bundle."""
    call_command("release", "report", str(bundle.folder), *options)


@pytest.mark.parametrize("form", ["pdf", "docx", "html", "md"])
def test_a_report_is_written_in_each_form(bundle: Bundle, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"report.{form}"
    report(bundle, "--format", form, "--language", "fr", "--out", str(out))
    assert out.stat().st_size > 10_000


def test_the_outline_of_a_person_is_followed(bundle: Bundle, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(yaml.safe_dump(outline_with("We saw {{count:all:green}} green.")), "utf-8")
    out = tmp_path / "own.md"
    report(bundle, "--format", "md", "--outline", str(path), "--out", str(out))
    assert "We saw [1](http" in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"milepost": "report/1", "key": "x", "kind": "odd", "sections": []}, "UNKNOWN_WORD"),
        (
            {"milepost": "report/1", "key": "x", "kind": "global",
             "sections": [{"key": "a", "parts": ["no-such-part"]}, {"key": "a"}]},
            "REPORT_PART_UNKNOWN",
        ),
    ],
)  # fmt: skip
def test_a_wrong_outline_is_refused_with_findings(
    bundle: Bundle,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    document: dict[str, Any],
    code: str,
) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(yaml.safe_dump(document), "utf-8")
    with pytest.raises(SystemExit) as stopped:
        report(bundle, "--outline", str(path), "--out", str(tmp_path / "x.pdf"), "--json")
    assert stopped.value.code == 1
    codes = [row["code"] for row in json.loads(capsys.readouterr().out)]
    assert len(codes) == 2
    assert any(found.endswith(code) for found in codes)
    assert not (tmp_path / "x.pdf").exists()


def test_a_text_that_cites_what_is_not_there_is_not_printed(
    bundle: Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "gap.yaml"
    path.write_text(yaml.safe_dump(outline_with("See {{rating:99.9}}.")), "utf-8")
    with pytest.raises(SystemExit):
        report(bundle, "--outline", str(path), "--out", str(tmp_path / "x.md"))
    assert "rating:99.9" in capsys.readouterr().out
    assert not (tmp_path / "x.md").exists()


def test_text_written_beside_one_edition_is_marked_beside_the_next(
    editions: dict[str, Bundle], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "Much moved. Of the promises {{count:all:green}} stand green. {{rating:1.1}} it is."
    written = stamped(scope_of(editions["2015"]), outline_with(words))
    path = home / "own.json"
    path.write_text(json.dumps(written), "utf-8")
    report(editions["2015"], "--outline", str(path), "--check")
    assert "every text agrees" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stopped:
        report(editions["2019"], "--outline", str(path), "--check", "--json")
    assert stopped.value.code == 1
    rows = json.loads(capsys.readouterr().out)
    cited = [row for row in rows if "cites it" in row["why"]]
    beside = [row for row in rows if "beside it was written" in row["why"]]
    assert {row["code"] for row in rows} == {"REPORT_TEXT_OUTDATED"}
    assert cited
    assert beside
    assert all("{{" in row["why"] and "Much moved" not in row["why"] for row in cited)


def test_text_that_nobody_compared_is_said_to_be_so(
    bundle: Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(yaml.safe_dump(outline_with("Words.")), "utf-8")
    with pytest.raises(SystemExit):
        report(bundle, "--outline", str(path), "--check")
    assert "never compared" in capsys.readouterr().out
