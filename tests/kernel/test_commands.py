"""What every command owes whoever types it: an example, an exit code and no traceback."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands, load_command_class

from milepost.kernel.commands import MilepostCommand, calendar_day
from milepost.kernel.errors import BadInput, FileMissing
from milepost.kernel.input_files import read_text_file, read_text_files


def own_commands() -> Iterator[tuple[str, MilepostCommand]]:
    """Yield the commands of this project."""
    for name, app in sorted(get_commands().items()):
        if str(app).startswith("milepost."):
            command = load_command_class(app, name)
            assert isinstance(command, MilepostCommand)
            yield name, command


def parsers() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield every command and every action with its parser."""
    for name, command in own_commands():
        parser = command.create_parser("milepost", name)
        yield name, parser
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                yield from ((f"{name} {key}", one) for key, one in action.choices.items())


@pytest.mark.parametrize(
    ("name", "parser"), [pytest.param(*pair, id=pair[0]) for pair in parsers()]
)
def test_every_help_ends_with_an_example_of_itself(
    name: str, parser: argparse.ArgumentParser
) -> None:
    assert parser.epilog
    assert f"milepost {name}" in parser.epilog
    assert "--json" in parser.format_help()


def in_a_shell(home: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """Run the installed command and return its exit code and everything it printed."""
    done = subprocess.run(
        [sys.executable, "-c", "from milepost.config.cli import main; main()", *arguments],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "milepost.config.settings",
            "MILEPOST_HOME": str(home),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"MILEPOST_DATABASE_URL": ""}, "milepost migrate"),
        ({"MILEPOST_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}, "Connection refused"),
        ({"MILEPOST_DATABASE_URL": "nowhere"}, "settings of this instance"),
        ({"MILEPOST_DATABASE_URL": "mysql://x@127.0.0.1:1/z"}, "settings of this instance"),
        ({"MILEPOST_HOME": "/dev/null/home"}, "settings of this instance"),
    ],
    ids=["not prepared", "not there", "no address", "no driver", "no home"],
)
def test_an_instance_that_cannot_be_used_is_no_traceback(
    tmp_path: Path, environment: dict[str, str], words: str
) -> None:
    home = Path(environment.pop("MILEPOST_HOME", str(tmp_path)))
    if environment.get("MILEPOST_DATABASE_URL") == "":
        environment["MILEPOST_DATABASE_URL"] = f"sqlite:///{tmp_path}/empty.sqlite3"
    code, printed = in_a_shell(home, "framework", "list", **environment)
    assert code == 2
    assert words in printed
    assert "Traceback" not in printed


def test_a_folder_is_not_taken_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match="name one file"):
        read_text_file(tmp_path)
    with pytest.raises(FileMissing):
        read_text_files([tmp_path / "none.yaml"])


def test_files_of_one_name_are_both_read(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.yaml").write_text(folder, encoding="utf-8")
    (tmp_path / "other.yaml").write_bytes(b"\xff\xfe")
    paths = [tmp_path / "a" / "plan.yaml", tmp_path / "b" / "plan.yaml", tmp_path / "other.yaml"]
    texts, findings = read_text_files(paths)
    assert list(texts.values()) == ["a", "b"]
    assert [finding.where for finding in findings] == ["other.yaml, line 1"]
    with pytest.raises(BadInput):
        read_text_file(paths[2])


@pytest.mark.parametrize("text", ["2015-02-30", "20151125", "2015-W48-3", "", "tomorrow"])
def test_only_a_day_of_the_calendar_is_a_day(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="2015-11-25"):
        calendar_day(text)


def test_a_file_that_may_not_be_read_exits_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name too long for the file system stands for every refusal of the machine."""
    with pytest.raises(SystemExit) as stopped:
        call_command("framework", "check", str(tmp_path / ("x" * 5000)))
    assert stopped.value.code == 2
    assert "Traceback" not in capsys.readouterr().err
