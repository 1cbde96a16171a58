"""``milepost release export-site``: what it says, and what it refuses before it writes."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command


def export(*words: str) -> str:
    """Run the command and return what it printed."""
    out = StringIO()
    call_command("release", "export-site", *words, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_it_writes_the_chosen_edition_and_language(instance: Path, tmp_path: Path) -> None:
    said = export(str(tmp_path), "--edition", "2019", "--language", "en", "--processes", "1")
    assert said.startswith("files ")
    assert (tmp_path / "en/editions/2019/index.html").is_file()
    assert not (tmp_path / "ar").exists()
    assert not (tmp_path / "en/editions/2015").exists()
    # Without an address of the site there is no map, and snippets say what to put in.
    assert not (tmp_path / "sitemap.xml").exists()
    page = (tmp_path / "en/editions/2019/plan-8-points/benchmarks/1.1/index.html").read_text()
    assert "ADDRESS-OF-THIS-SITE/en/editions/2019/charts/" in page


def test_every_finding_is_told_at_once_and_nothing_is_written(
    instance: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command(
            "release", "export-site", str(folder), "--language", "xx", "--base-url", "example",
            "--json", stdout=out, stderr=StringIO(),
        )  # fmt: skip
    assert stopped.value.code == 1
    assert [row["where"] for row in json.loads(out.getvalue())] == ["--language", "--base-url"]
    assert not folder.exists()


def test_an_edition_that_is_not_published_is_named(instance: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        export(str(tmp_path), "--edition", "2033")
    assert stopped.value.code == 2
