"""Import speed: a million tidy CSV rows with all checks, against DuckDB's bare copy to Parquet.

Both run in the same process on the same file; the best of five runs of each counts. Exits 1
when the ratio is above 5. ``python bench/bench_import.py [--rows 1000000]``
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

LIMIT = 5.0
RUNS = 5

_home = tempfile.mkdtemp(prefix="milepost-bench-")
os.environ["MILEPOST_HOME"] = _home
os.environ.pop("MILEPOST_DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")

import django  # noqa: E402

django.setup()

import duckdb  # noqa: E402
from django.core.management import call_command  # noqa: E402
from measured import say  # noqa: E402

from milepost.indicators import services  # noqa: E402
from milepost.indicators.selectors import read_observations  # noqa: E402
from milepost.kernel.actors import system_actor  # noqa: E402
from milepost.places.selectors import list_areas  # noqa: E402

DEFINITIONS = """
milepost: indicators/1
indicators:
"""
ONE = """
  - key: bench-{number}
    title: {{en: Bench}}
    definition: {{en: Made up for measuring speed}}
    unit: {{key: percent, label: {{en: per cent}}}}
    kind: rate
    aggregation: published
    direction: down
"""


def write_rows(path: Path, rows: int) -> None:
    """Write tidy rows: countries by name, years, sex and age, values, some missing or flagged."""
    chance = random.Random(20151125)
    names = [
        a["names"]["en"] for a in list_areas() if a["kind"] == "country" and a["code"] != "178"
    ]
    quoted = [f'"{name}"' if "," in name else name for name in names]
    written = 0
    with path.open("w", encoding="utf-8") as stream:
        stream.write("Country,Year,Sex,Age,Value,Status,Note\n")
        while written < rows:
            for age in range(10_000):
                for sex in ("Female", "Male"):
                    for year in range(1990, 2020):
                        for name in quoted:
                            value = (
                                ".." if chance.random() < 0.02 else f"{chance.random() * 99:.2f}"
                            )
                            stream.write(f"{name},{year},{sex},{age}+,{value},A,\n")
                            written += 1
                            if written == rows:
                                return


def best(*actions: Callable[[int], object]) -> list[float]:
    """Return the shortest run of each action in seconds; they take turns, to share any noise."""
    times: list[list[float]] = [[] for _action in actions]
    for run in range(RUNS):
        for action, taken in zip(actions, times, strict=True):
            begun = time.perf_counter()
            action(run)
            taken.append(time.perf_counter() - begun)
    return [min(taken) for taken in times]


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    call_command("migrate", verbosity=0)
    actor = system_actor("bench")
    folder = Path(_home)
    source = folder / "rows.csv"
    write_rows(source, rows)
    text = DEFINITIONS + "".join(ONE.format(number=number) for number in range(RUNS + 1))
    services.load_definitions(actor, text, "bench.yaml")

    def copy(run: int) -> None:
        duckdb.connect().execute(
            f"COPY (SELECT * FROM read_csv('{source}')) TO '{folder}/copy-{run}.parquet'"
        )

    def take(run: int) -> None:
        report = services.import_file(
            actor, f"bench-{run}", source, source="made up", licence="CC0-1.0"
        )
        assert report.rows == rows, report

    copied, imported = best(copy, take)
    begun = time.perf_counter()
    table = read_observations("bench-0")
    read = time.perf_counter() - begun
    assert table.num_rows == rows
    ratio = imported / copied
    print(f"rows                 {rows:>12,}")
    print(f"DuckDB copy          {copied:>12.2f} s")
    print(f"import with checks   {imported:>12.2f} s")
    print(f"ratio                {ratio:>12.2f}   (at most {LIMIT:g})")
    print(f"read_observations    {read:>12.2f} s")
    say("import, over a copy by DuckDB", ratio, LIMIT)
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    try:
        code = main()
    finally:
        shutil.rmtree(_home, ignore_errors=True)
    sys.exit(code)
