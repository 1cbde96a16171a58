"""``milepost framework`` as a person uses it."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from milepost.frameworks.selectors import list_frameworks, list_links
from tests.factories.frameworks import CROSSWALK, OTHER, PLAN, line_of, swap

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    """Run the command and return what it prints."""
    out = StringIO()
    call_command("framework", *arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Paths of the example files."""
    texts = {"plan": PLAN, "town": OTHER, "links": CROSSWALK}
    paths = {}
    for name, text in texts.items():
        path = tmp_path / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        paths[name] = str(path)
    return paths


def test_check_of_good_files_passes_and_changes_nothing(files: dict[str, str]) -> None:
    printed = run("check", *files.values())
    assert "no errors" in printed
    assert "the indicator “treaty-c189” is not defined" in printed.lower()
    assert list_frameworks() == []


def test_check_of_a_broken_file_names_the_line_and_exits_1(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    broken = swap(PLAN, "level: world", "level: galaxy")
    path.write_text(broken, encoding="utf-8")
    out = StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("framework", "check", str(path), stdout=out)
    assert caught.value.code == 1
    assert f"plan.yaml, line {line_of(broken, 'galaxy')}:" in out.getvalue()


def test_check_as_json_gives_a_list_of_findings(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"key: caf\xe9\n")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("framework", "check", str(path), "--json", stdout=out)
    (finding,) = json.loads(out.getvalue())
    assert (finding["code"], finding["line"]) == ("KERNEL_YAML_NOT_UTF8", 1)


def test_load_list_show_and_links(files: dict[str, str]) -> None:
    assert "would be added" in run("load", "--dry-run", *files.values())
    assert list_frameworks() == []
    assert "village-plan 1: added" in run("load", *files.values())
    assert "village-plan 1: unchanged" in run("load", *files.values())
    assert "2 benchmarks" in run("list")
    shown = run("show", "village-plan")
    assert "Goal 1: Decent work" in shown
    assert "1.2  Enforcement  [judge]" in shown
    (document,) = json.loads(run("show", "village-plan", "--json"))
    assert document["key"] == "village-plan"
    assert "village-plan/2 -> town-plan/b" in run("links", "--framework", "town-plan")


def test_link_is_confirmed_on_the_command_line(files: dict[str, str]) -> None:
    run("load", *files.values())
    run("review-link", "village--town", "village-plan", "2", "town-plan", "b", "confirmed")
    assert {link["review"] for link in list_links()} == {"proposed", "confirmed"}


def test_changed_version_shows_where_long_texts_differ(
    files: dict[str, str], tmp_path: Path
) -> None:
    run("load", *files.values())
    path = tmp_path / "plan.yaml"
    changed = swap(PLAN, 'version: "1"', 'version: "2"')
    long = "Work that people can live on: paid, safe and free"
    path.write_text(swap(changed, long, f"{long}, here and everywhere else"), encoding="utf-8")
    printed = run("load", "--dry-run", str(path))
    assert "changed node 1: text.en:" in printed
    assert "here and everywhere" in printed


def test_bundled_frameworks_load_twice_to_the_same() -> None:
    first = run("load-bundled")
    assert "framework plan-8-points" in first
    assert "added" not in run("load-bundled").replace("loaded", "")


def test_missing_file_exits_2() -> None:
    with pytest.raises(SystemExit) as caught:
        call_command("framework", "check", "nowhere.yaml", stderr=StringIO())
    assert caught.value.code == 2


@pytest.mark.parametrize("name", ["framework", "crosswalk"])
def test_schema_is_printed(name: str) -> None:
    schema = json.loads(run("schema", name))
    assert schema["$id"] == f"urn:milepost:schema:{name}:1"
