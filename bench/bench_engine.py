"""Measure the engine beside plain SQL and pandas at 1, 10 and 50 million rows.

Run ``python bench/bench_engine.py [--rows 1 10 50] [--spark]``; without options it measures 1 and
10 million. ``--spark`` adds local Spark, with its start-up.

Every way runs in processes of its own, by turns, so that peak memory is its own and noise is
shared; a process does the work three times (twice at 50 million) and its shortest time counts.
The first is shown too: it holds what is done once in a process, such as writing the statements.
Prints one JSON object, readable lines and rows for ``docs/reference/performance.md``; exits 1
when a goal is missed.
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
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")

import duckdb
import pyarrow as pa
from engine_data import ROWS_EACH, make
from engine_ways import ours, plain_sql, question, with_pandas
from measured import say

from milepost.engine.connection import connect

MEMORY = "1GB"
SPARK_MEMORY = "4GB"
SIZES = (1, 10)
PANDAS_UP_TO = 10
MOST_RATIO, LEAST_OVER_PANDAS, MOST_MB, MOST_GROWTH = 2.0, 3.0, 2000, 6.0
TURNS = 3


def run_ours(folder: Path, indicators: int, times: int) -> list[float]:
    """Run our way; return the seconds of each time."""
    made = make(folder, indicators)
    asked = question(made)
    with connect("duckdb") as engine:
        return clock(lambda: ours(engine, made, asked, folder / "ours"), times)


def run_sql(folder: Path, indicators: int, times: int) -> list[float]:
    """Run plain SQL with the same limits."""
    made = make(folder, indicators)
    con = duckdb.connect()
    con.execute(f"SET memory_limit = '{MEMORY}'; SET temp_directory = '{folder / 'spill'}'")
    con.execute(f"SET preserve_insertion_order = false; SET threads = {os.cpu_count()}")
    return clock(lambda: plain_sql(con, made, folder / "sql"), times)


def run_pandas(folder: Path, indicators: int, times: int) -> list[float]:
    """Run pandas; its first run loads code too, and the shortest counts, as with the others."""
    made = make(folder, indicators)
    return clock(lambda: with_pandas(made, folder / "pandas"), times)


def run_spark(folder: Path, indicators: int, times: int) -> list[float]:
    """Run our way on local Spark; the first number is the start-up of the session."""
    made = make(folder, indicators)
    asked = question(made)
    began = time.perf_counter()
    with connect("spark") as engine:
        engine.read_arrow(pa.table({"x": [1]})).count().execute()
        started = time.perf_counter() - began
        return [started, *clock(lambda: ours(engine, made, asked, folder / "spark"), times)]


WAYS: dict[str, Callable[[Path, int, int], list[float]]] = {
    "ours": run_ours,
    "sql": run_sql,
    "pandas": run_pandas,
    "spark": run_spark,
}


def clock(work: Callable[[], None], times: int) -> list[float]:
    """Return the seconds of each run."""
    taken = []
    for _run in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return taken


def child(way: str, folder: Path, indicators: int, times: int) -> dict[str, float]:
    """Run a way in a process of its own."""
    command = [sys.executable, __file__, "--way", way, "--folder", str(folder)]
    command += ["--indicators", str(indicators), "--times", str(times)]
    memory = SPARK_MEMORY if way == "spark" else MEMORY
    own = {"MILEPOST_HOME": str(folder / "home"), "MILEPOST_ENGINE_MEMORY": memory}
    environment = {**os.environ, **own}
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if ran.returncode:
        sys.exit(ran.stderr)
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


def measure(million: int, folder: Path, *, with_spark: bool) -> dict[str, dict[str, float]]:
    """Measure every way at a size, by turns; keep the best time and the highest peak."""
    indicators, times = million * 1_000_000 // ROWS_EACH, 2 if million >= 50 else 3
    make(folder, indicators)
    best: dict[str, dict[str, float]] = {}
    for _turn in range(TURNS if million < 50 else TURNS - 1):
        for way in ("ours", "sql", "pandas"):
            if way == "pandas" and (million > PANDAS_UP_TO or (million > 1 and way in best)):
                continue
            (folder / way).mkdir(exist_ok=True)
            found = child(way, folder, indicators, times)
            known = best.setdefault(way, found)
            known["seconds"] = min(known["seconds"], found["seconds"])
            known["first"] = min(known["first"], found["first"])
            known["peak_mb"] = max(known["peak_mb"], found["peak_mb"])
    best["agreement"] = agree(folder)
    if with_spark:
        (folder / "spark").mkdir(exist_ok=True)
        best["spark"] = child("spark", folder, indicators, 1 if million >= 50 else 2)
        best["spark"]["same_ratings"] = is_same(folder, "ratings")
    return best


def is_same(folder: Path, name: str) -> bool:
    """Whether Spark wrote the rows that DuckDB wrote, in whatever order."""
    spark, duck = (f"(FROM '{folder}/{way}/{name}.parquet')" for way in ("spark", "ours"))
    (apart,) = duckdb.sql(
        f"SELECT (SELECT count(*) FROM ({spark} EXCEPT ALL {duck}))"
        f" + (SELECT count(*) FROM ({duck} EXCEPT ALL {spark}))"
    ).fetchone() or (1,)
    return apart == 0


def agree(folder: Path) -> dict[str, float]:
    """Compare our results with those of SQL, which does not round."""
    ratings, figures = (
        f"'{folder}/ours/{name}.parquet' o FULL JOIN '{folder}/sql/{name}.parquet' s USING"
        for name in ("ratings", "figures")
    )
    rows, other = duckdb.sql(
        f"SELECT count(*), count(*) FILTER (o.status IS DISTINCT FROM s.status)"
        f" FROM {ratings} (indicator, area, breakdown)"
    ).fetchone() or (0, 0)
    (apart,) = duckdb.sql(
        f"SELECT max(abs(o.value - s.value) / abs(s.value)) FROM {figures}"
        " (indicator, area, breakdown, period)"
    ).fetchone() or (1.0,)
    if other > rows / 1000 or apart > 1e-9:
        sys.exit(f"the ways disagree: {other} of {rows} statuses, figures by {apart}")
    return {"ratings": rows, "other_status": other, "figures_apart": apart}


def report(found: dict[int, dict[str, dict[str, float]]]) -> int:
    """Print what was measured; return the exit code."""
    missed = []
    rows = []
    for million, ways in found.items():
        own, sql = ways["ours"], ways["sql"]
        ratio = own["seconds"] / sql["seconds"]
        own["ratio_to_sql"] = round(ratio, 2)
        missed += [f"{million} million: {ratio:.2f} times plain SQL"] if ratio > MOST_RATIO else []
        over = ""
        if "pandas" in ways:
            times = ways["pandas"]["seconds"] / own["seconds"]
            own["times_faster_than_pandas"] = round(times, 1)
            over = f"{times:.1f}"
            missed += (
                [f"{million} million: {over} times pandas"] if times < LEAST_OVER_PANDAS else []
            )
        if own["peak_mb"] > MOST_MB:
            missed.append(f"{million} million: {own['peak_mb']:.0f} MB")
        rows.append(
            f"| {million} | {own['seconds']:.2f} | {own['first']:.2f} | {sql['seconds']:.2f} "
            f"| {ratio:.2f} | {over or 'not run'} | {own['peak_mb']:.0f} |"
        )
    growth = None
    if {10, 50} <= set(found):
        growth = found[50]["ours"]["seconds"] / found[10]["ours"]["seconds"]
        missed += [f"50 million take {growth:.1f} times 10 million"] if growth > MOST_GROWTH else []
    print(json.dumps({"bench": "engine", "sizes": found, "growth": growth, "missed": missed}))
    print(
        "| million rows | ours, s | first run, s | plain SQL, s | ratio | times pandas | peak, MB |"
    )
    print("|---|---|---|---|---|---|---|")
    print("\n".join(rows))
    if growth:
        print(
            f"50 million rows take {growth:.1f} times as long as 10 million"
            f" (at most {MOST_GROWTH:g})."
        )
    for million, ways in found.items():
        if "spark" in ways:
            spark = ways["spark"]
            print(
                f"Spark, {million} million rows: start-up {spark['start_up']:.1f} s, first run"
                f" {spark['first']:.1f} s, next {spark['seconds']:.1f} s, the same ratings:"
                f" {'yes' if spark['same_ratings'] else 'no'}"
            )
    tell(found, growth)
    for line in missed:
        print(f"missed: {line}")
    return 1 if missed else 0


def tell(found: dict[int, dict[str, dict[str, float]]], growth: float | None) -> None:
    """Say each figure that has a goal."""
    for million, ways in found.items():
        own = ways["ours"]
        size = f"{million:02d} million rows"
        say(f"{size}, over plain SQL", own["ratio_to_sql"], MOST_RATIO)
        if "pandas" in ways:
            times = own["times_faster_than_pandas"]
            say(
                f"{million:02d} million rows, pandas over ours",
                times,
                LEAST_OVER_PANDAS,
                at_least=True,
            )
        say(f"{million:02d} million rows, peak of memory", own["peak_mb"], MOST_MB, "MB")
    if growth:
        say("50 million rows, over 10 million", growth, MOST_GROWTH)


def main() -> int:
    """Measure and report, or be one of the measured processes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=SIZES, help="sizes in millions")
    parser.add_argument("--spark", action="store_true", help="measure local Spark too")
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--indicators", type=int)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    if options.way:
        taken = WAYS[options.way](options.folder, options.indicators, options.times)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        start = {"start_up": taken.pop(0)} if options.way == "spark" else {}
        found = {"seconds": min(taken), "first": taken[0], "peak_mb": round(peak)}
        print(json.dumps(start | found))
        return 0
    folder = Path(tempfile.mkdtemp(prefix="milepost-bench-engine-"))
    try:
        sizes = options.rows
        return report({n: measure(n, folder, with_spark=options.spark) for n in sizes})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
