"""The command line without a command says what there is."""

import pytest

import milepost
from milepost.config import cli


@pytest.mark.parametrize("asked", [[], ["help"], ["--help"]])
def test_no_command_lists_the_commands_of_this_project(
    asked: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["milepost", *asked])
    cli.main()
    named = {line.split()[0] for line in capsys.readouterr().out.splitlines() if line[:2] == "  "}
    assert {"framework", "data", "edition", "release", "demo", "user", "migrate"} <= named
    assert "startproject" not in named


def test_version_is_that_of_the_project(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["milepost", "--version"])
    cli.main()
    assert capsys.readouterr().out.strip() == f"milepost {milepost.__version__}"
