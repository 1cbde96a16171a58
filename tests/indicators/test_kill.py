"""An import that is killed at any moment leaves the old state and nothing that is half."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

DRIVER = Path(__file__).parent / "kill_driver.py"
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_import_killed_at_random_moments_leaves_nothing_half(tmp_path: Path) -> None:
    """The driver runs an instance of its own, on SQLite, and fails on the first half state."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MILEPOST_")}
    done = subprocess.run(
        [sys.executable, str(DRIVER), str(tmp_path)],
        env={
            **kept,
            "MILEPOST_HOME": str(tmp_path / "home"),
            "DJANGO_SETTINGS_MODULE": "milepost.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        },
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    killed, finished = (int(word) for word in done.stdout.split())
    assert killed > 0
    assert killed + finished == 9
