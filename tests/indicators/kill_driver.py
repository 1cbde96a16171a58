"""Imports in forked children that are killed at random moments, and looks at what is left.

Run by ``test_kill``. Prints how many imports were killed and how many came to their end.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

import pyarrow.parquet as pq  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from milepost.indicators import services  # noqa: E402
from milepost.indicators.periods import read_period  # noqa: E402
from milepost.indicators.selectors import (  # noqa: E402
    list_vintages,
    observation_files,
    read_observations,
)
from milepost.indicators.storage import observations_folder  # noqa: E402
from milepost.kernel.actors import system_actor  # noqa: E402
from milepost.places.selectors import build_matcher  # noqa: E402
from tests.indicators.conftest import DEFINITIONS  # noqa: E402

ROWS = 20_000
TRIES = 10


def forked(action: Callable[[], None]) -> int:
    """Run an action in a child and return its process id."""
    connection.close()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        action()
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)


def write_rows(path: Path, edition: int) -> None:
    """Write rows that differ from those of every other edition."""
    lines = [f"250,,1990,age={n},{n + edition},A," for n in range(ROWS)]
    path.write_text("area,counterpart,period,breakdown,value,status,note\n" + "\n".join(lines))


def take(path: Path) -> None:
    """Import the file."""
    services.import_file(system_actor(), "population", path, source="s", licence="l", wait=True)


def check(before: int, *, is_finished: bool) -> None:
    """Fail unless there is the old state or the new one, and every file it names is whole."""
    vintages = list_vintages()
    count = len(vintages)
    assert count == before + 1 if is_finished else count in {before, before + 1}, count
    for _vintage, path in observation_files("population"):
        assert pq.read_metadata(path).num_rows == ROWS


def warm_up() -> None:
    """Load what every child would load again."""
    build_matcher().match("Nepal")
    read_period("June 2015")


def timed(path: Path) -> float:
    """Return how long an import takes that nobody kills."""
    write_rows(path, 0)
    begun = time.perf_counter()
    assert os.waitpid(forked(lambda: take(path)), 0)[1] == 0
    return time.perf_counter() - begun


def main(folder: Path) -> None:
    """Kill imports and check after each."""
    chance = random.Random(9)  # noqa: S311 -- moments, not secrets
    call_command("migrate", verbosity=0)
    services.load_definitions(system_actor(), DEFINITIONS, "tests.yaml")
    warm_up()
    path = folder / "rows.csv"
    longest = timed(path) * 1.1
    killed = finished = 0
    for attempt in range(1, TRIES):
        before = len(list_vintages())
        write_rows(path, attempt)
        child = forked(lambda: take(path))
        time.sleep(chance.uniform(0.3, 1) * longest)
        os.kill(child, signal.SIGKILL)
        is_finished = os.waitpid(child, 0)[1] == 0
        killed, finished = killed + (not is_finished), finished + is_finished
        check(before, is_finished=is_finished)
    write_rows(path, TRIES)
    assert os.waitpid(forked(lambda: take(path)), 0)[1] == 0
    files = {path.stem for path in observations_folder("population").glob("*.parquet*")}
    assert files == {vintage["id"] for vintage in list_vintages()}
    assert read_observations("population").num_rows == ROWS
    sys.stdout.write(f"{killed} {finished}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
