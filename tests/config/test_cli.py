"""The command line without a command says what there is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import milepost


def printed(home: Path, *asked: str) -> str:
    """Run the command line in a process of its own and return what it prints."""
    script = "from milepost.config.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, *asked],
        env={**os.environ, "MILEPOST_HOME": str(home)},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


@pytest.mark.parametrize("asked", [[], ["help"], ["--help"]])
def test_no_command_lists_the_commands_of_this_project(asked: list[str], tmp_path: Path) -> None:
    lines = printed(tmp_path, *asked).splitlines()
    named = {line.split()[0] for line in lines if line[:2] == "  "}
    assert {"framework", "data", "edition", "release", "demo", "user", "migrate"} <= named
    assert "startproject" not in named


def test_version_is_that_of_the_project(tmp_path: Path) -> None:
    assert printed(tmp_path, "--version").strip() == f"milepost {milepost.__version__}"
