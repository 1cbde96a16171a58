"""Time how firm every colour of a large edition is: in bulk beside one by one.

Run ``python bench/bench_firmness.py``. The material is that of ``bench_compute``: 200 places, 100
benchmarks, 25 years. One by one each rating gets its working and its variations; in bulk the same
ratings and variations are made by DuckDB in a fixed number of statements, without working and
without the two methods that stay with the scalar form. Both must count the same variations. Prints
seconds on the clock, the first run and the next, and the ratio, as one JSON object; exits 1 when
bulk is not the quicker one.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from bench_compute import make_material

from milepost.engine.duckdb_engine import start_duckdb
from milepost.reviews.bulk import rate_in_bulk
from milepost.reviews.computation import compute
from milepost.reviews.material import Material

MEMORY = "1GB"
RUNS = 3
LEAST_RATIO = 1.0


def main() -> int:
    """Print the times of both forms."""
    material = make_material()
    wall = time.perf_counter()
    result = compute(material)
    one_by_one = time.perf_counter() - wall
    tried = sum(
        (trace["sensitivity"] or {}).get("tried", 0)
        for places in result.traces.values()
        for trace in places.values()
    )
    times, ratings, tried_in_bulk = _in_bulk(material)
    if tried != tried_in_bulk:
        print(f"one by one tried {tried}, in bulk {tried_in_bulk}")
        return 2
    ratio = one_by_one / min(times)
    report = {
        "benchmark": "firmness",
        "ratings": ratings,
        "tried": tried,
        "one_by_one_seconds": round(one_by_one, 2),
        "bulk_first_seconds": round(times[0], 2),
        "bulk_seconds": round(min(times), 2),
        "ratio": round(ratio, 2),
    }
    print(json.dumps(report))
    return 0 if ratio > LEAST_RATIO else 1


def _in_bulk(material: Material) -> tuple[list[float], int, int]:
    """Return the seconds of each run, and how many ratings and variations there are."""
    times = []
    with tempfile.TemporaryDirectory() as folder:
        engine = start_duckdb(Path(folder), MEMORY)
        for _run in range(RUNS):
            wall = time.perf_counter()
            found = rate_in_bulk(engine, material, firmness=True)
            times.append(time.perf_counter() - wall)
        engine.close()
    firmness = found.firmness
    assert firmness is not None
    return times, found.table.num_rows, sum(firmness["tried"].to_pylist())


if __name__ == "__main__":
    sys.exit(main())
