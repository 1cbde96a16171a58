"""A whole Open SDG repository against DuckDB's bare copy of its files, one by one, to Parquet.

Run ``python bench/bench_open_sdg.py [--folder sdg-data]``. Without a folder it makes up 190
files of 900 rows, the size of a national repository. Both run in one process on the same files;
the best of three runs of each counts. Exits 1 when the ratio is above 2.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

LIMIT, RUNS = 2.0, 3
FILES, ROWS = 190, 900

_home = tempfile.mkdtemp(prefix="milepost-bench-")
os.environ["MILEPOST_HOME"] = _home
os.environ.pop("MILEPOST_DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")

import django  # noqa: E402

django.setup()

import duckdb  # noqa: E402
from django.core.management import call_command  # noqa: E402
from measured import say  # noqa: E402

from milepost.indicators.open_sdg.exporting import export_repository  # noqa: E402
from milepost.indicators.open_sdg.importing import Reading, import_repository  # noqa: E402
from milepost.indicators.provenance import Provenance  # noqa: E402
from milepost.kernel.actors import system_actor  # noqa: E402

META = """---
indicator_available: Made up for measuring speed
computation_units: Percentage (%)
---
"""


def make_up(folder: Path) -> None:
    """Write a repository with sexes, regions, statuses and some missing values."""
    chance = random.Random(20151125)
    for part in ("data", "meta"):
        (folder / part).mkdir(parents=True)
    for number in range(FILES):
        name = f"{number // 12 + 1}-{number % 12 + 1}-1"
        (folder / "meta" / f"{name}.md").write_text(META)
        with (folder / "data" / f"indicator_{name}.csv").open("w") as stream:
            stream.write("Year,Sex,Region,Observation status,Value\n")
            for row in range(ROWS):
                value = "" if chance.random() < 0.02 else f"{chance.random() * 99:.2f}"
                sex = ("", "Female", "Male")[row % 3]
                stream.write(f"{2000 + row // 3 % 20},{sex},Region {row // 60},Normal,{value}\n")


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path)
    folder = parser.parse_args().folder
    if folder is None:
        folder = Path(_home) / "repository"
        make_up(folder)
    call_command("migrate", verbosity=0)
    actor = system_actor("bench")
    source = Provenance(source="made up", licence="CC0-1.0")
    files = sorted((folder / "data").glob("*.csv"))
    copied, imported, exported, rows = [], [], [], 0
    for run in range(RUNS):
        begun = time.perf_counter()
        connection = duckdb.connect()
        for number, path in enumerate(files):
            connection.execute(
                f"COPY (SELECT * FROM read_csv('{path}', all_varchar=true)) "
                f"TO '{_home}/copy-{number}.parquet'"
            )
        copied.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        # A prefix of its own for each run, so that none finds the work of another done.
        report = import_repository(actor, folder, Reading(area="826", prefix=f"r{run}"), source)
        imported.append(time.perf_counter() - begun)
        rows = report.rows
        begun = time.perf_counter()
        export_repository(Path(_home) / f"out-{run}", prefix=f"r{run}", area="826")
        exported.append(time.perf_counter() - begun)
    ratio = min(imported) / min(copied)
    print(f"files                {len(files):>12,}")
    print(f"rows                 {rows:>12,}")
    print(f"DuckDB copy          {min(copied):>12.2f} s")
    print(f"import with checks   {min(imported):>12.2f} s")
    print(f"export as JSON, CSV  {min(exported):>12.2f} s")
    print(f"ratio                {ratio:>12.2f}   (at most {LIMIT:g})")
    say("import, over a copy by DuckDB", ratio, LIMIT)
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    try:
        code = main()
    finally:
        shutil.rmtree(_home, ignore_errors=True)
    sys.exit(code)
