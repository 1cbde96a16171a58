"""Import a file much larger than the memory of the engine, and look at the memory it takes.

Run ``python bench/bench_large_import.py [--rows 20000000]``. The file is made up from a fixed
seed; the import runs in a process of its own, whose largest resident size is read when it has
ended. Prints one JSON object; exits 1 when more than 1.5 GB were taken.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from measured import say
from pyarrow import csv

LIMIT_GB, BLOCK = 1.5, 1_000_000
DEFINITION = """
milepost: indicators/1
indicators:
  - key: large
    title: {en: Bench}
    definition: {en: Made up for measuring memory}
    unit: {key: percent, label: {en: per cent}}
    kind: rate
    aggregation: published
    direction: down
"""
CHILD = """
import sys
import django
django.setup()
from django.core.management import call_command
from milepost.indicators import services
from milepost.kernel.actors import system_actor
call_command("migrate", verbosity=0)
actor = system_actor("bench")
services.load_definitions(actor, sys.argv[2], "bench.yaml")
report = services.import_file(actor, "large", sys.argv[1], source="made up", licence="CC0-1.0")
print(report.rows)
"""


def write_rows(path: Path, rows: int) -> None:
    """Write ``rows`` tidy rows, each of another place, year and group."""
    codes = np.array([f"{code:03d}" for code in (4, 8, 12, 24, 32, 36, 40, 50, 56, 64)])
    dice = np.random.default_rng(20151125)
    with csv.CSVWriter(path, pa.schema([(name, pa.string()) for name in NAMES])) as writer:
        for start in range(0, rows, BLOCK):
            n = np.arange(start, min(rows, start + BLOCK))
            writer.write_table(
                pa.table(
                    {
                        "area": codes[n % 10],
                        "period": (1990 + n // 10 % 30).astype(str),
                        "age": np.char.add((n // 300).astype(str), "+"),
                        "value": np.round(dice.random(len(n)) * 99, 2).astype(str),
                        "status": np.full(len(n), "A"),
                        "note": np.full(len(n), "made up for a measurement of memory"),
                    }
                )
            )


NAMES = ("area", "period", "age", "value", "status", "note")


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000_000)
    rows = parser.parse_args().rows
    folder = Path(tempfile.mkdtemp(prefix="milepost-bench-"))
    try:
        path = folder / "rows.csv"
        write_rows(path, rows)
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", CHILD, str(path), DEFINITION],
            env={
                **os.environ,
                "MILEPOST_HOME": str(folder / "home"),
                "DJANGO_SETTINGS_MODULE": "milepost.config.settings",
            },
            capture_output=True,
            text=True,
            check=True,
        )
        seconds = time.perf_counter() - begun
        size = path.stat().st_size
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    assert int(done.stdout) == rows
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    report = {
        "benchmark": "large import",
        "rows": rows,
        "file_gb": round(size / 1e9, 2),
        "seconds": round(seconds, 1),
        "peak_gb": round(peak, 2),
        "limit_gb": LIMIT_GB,
    }
    print(json.dumps(report))
    say("peak of memory", peak, LIMIT_GB, "GB")
    return 0 if peak <= LIMIT_GB else 1


if __name__ == "__main__":
    sys.exit(main())
