"""An import that is killed at any moment leaves the old state and nothing that is half."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

PROGRAM = """
import django
django.setup()
from pathlib import Path
from milepost.indicators import services
from milepost.kernel.actors import system_actor
print("ready", flush=True)
report = services.import_file(
    system_actor(), "population", Path({path!r}), source="s", licence="l", wait=True
)
print("done", report.outcome, report.rows, flush=True)
"""
CHECK = """
import django
django.setup()
from milepost.indicators.selectors import list_vintages, observation_files, read_observations
vintages = list_vintages()
files = observation_files("population")
print(len(vintages), len(files), read_observations("population").num_rows)
"""
PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.indicators.conftest import DEFINITIONS
from milepost.indicators import services
from milepost.kernel.actors import system_actor
services.load_definitions(system_actor(), DEFINITIONS, "tests.yaml")
"""
ROOT = Path(__file__).resolve().parents[2]
ROWS = 20_000
TRIES = 6


def environment(home: Path) -> dict[str, str]:
    """Return the environment of an instance of its own, on SQLite."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("MILEPOST_")}
    return {
        **kept,
        "MILEPOST_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "milepost.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }


def run(home: Path, program: str) -> str:
    """Run a program to its end and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(home),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return done.stdout


def write_rows(path: Path, edition: int) -> None:
    """Write rows that differ from those of every other edition."""
    lines = [f"250,,1990,age={n},{n + edition},A," for n in range(ROWS)]
    path.write_text("area,counterpart,period,breakdown,value,status,note\n" + "\n".join(lines))


@pytest.mark.slow
def test_import_killed_at_random_moments_leaves_nothing_half(tmp_path: Path) -> None:
    chance = random.Random(9)  # noqa: S311 -- moments, not secrets
    home = tmp_path / "home"
    run(home, PREPARE)
    path = tmp_path / "rows.csv"
    accepted = 0
    for attempt in range(TRIES):
        write_rows(path, attempt)
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM.format(path=str(path))],
            env=environment(home),
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.02, 0.5))
        process.send_signal(signal.SIGKILL)
        rest = process.communicate()[0]
        vintages, files, rows = (int(word) for word in run(home, CHECK).split())
        assert vintages in {accepted, accepted + 1}
        assert not rest or vintages == accepted + 1
        assert files == vintages
        assert rows == (ROWS if vintages else 0)
        accepted = vintages
    write_rows(path, 99)
    assert run(home, PROGRAM.format(path=str(path))).splitlines()[-1] == f"done accepted {ROWS}"
    folder = home / "observations" / "population"
    left = sorted(item.name for item in folder.iterdir() if item.name != ".lock")
    assert len(left) == accepted + 1
    assert all(pq.read_table(folder / name).num_rows == ROWS for name in left)
