"""The tests in which threads write at once, on SQLite as an instance has it: in a file."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.factories.at_once import ON_FILE

ROOT = Path(__file__).resolve().parents[2]
TESTS = ("tests/intake/test_at_once.py", "tests/reviews/test_at_once.py")


def test_threads_that_write_at_once_keep_one_row_on_a_file(tmp_path: Path) -> None:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("MILEPOST_")}
    kept.pop("PYTEST_XDIST_WORKER", None)
    environment = {**kept, ON_FILE: str(tmp_path / "threads.sqlite3")}
    words = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *TESTS]
    done = subprocess.run(
        words, env=environment, cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert re.search(r"\b5 passed", done.stdout), done.stdout[-500:]
    assert "skipped" not in done.stdout
