"""The quality report of one indicator with 100,000 and with a million observations.

Run ``python bench/bench_quality.py``. Every series follows a path with some noise, one value in
two thousand holds a slipped digit, and one source gave everything in one vintage. A third report
is about a million observations of which every eighth holds a slipped digit, so that each series
must be looked at value by value. Prints one JSON object; exits 1 when a million takes longer than
5 seconds, or the first one more than 15 times as long as the tenth of it.
"""

import json
import os
import resource
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from engine_data import ROWS_EACH, make
from measured import say

from milepost.indicators.quality.material import COLUMNS, Basis
from milepost.indicators.quality.report import assess

RARE, OFTEN = 2**11, 2**3
LIMIT_SECONDS, LIMIT_GROWTH, TIMES, RUNS = 5.0, 15.0, 10, 3


def main() -> int:
    """Make reports of both sizes; return the exit code."""
    with TemporaryDirectory(prefix="milepost-bench-quality-") as folder:
        made = make(Path(folder), TIMES)
        tables = [_read(path, number, RARE) for number, (_key, path) in enumerate(made.files)]
        often = [_read(path, number, OFTEN) for number, (_key, path) in enumerate(made.files)]
    states = sorted(made.regions)
    groups = [{"code": key, "members": states} for key, states in made.groups.items()]
    areas = [{"code": code, "kind": "country"} for code in states]
    areas += [{"code": key, "kind": "region"} for key in made.groups]
    definition = {"key": "bench", "kind": "rate", "aggregation": "mean", "frequency": "A"}
    seconds, found = [], []
    for table in (tables[0], pa.concat_tables(tables), pa.concat_tables(often)):
        basis = Basis(definition, date(2025, 7, 1), table, areas, groups)
        taken = []
        for _run in range(RUNS):
            begun = time.perf_counter()
            report = assess(basis)
            taken.append(time.perf_counter() - begun)
        seconds.append(min(taken))
        found.append(len(report["outliers"]["found"]))
    growth = seconds[1] / seconds[0]
    said = {
        "benchmark": "quality",
        "rows": [ROWS_EACH, ROWS_EACH * TIMES, ROWS_EACH * TIMES],
        "seconds": [round(number, 2) for number in seconds],
        "growth": round(growth, 1),
        "values_to_ask_about": found,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "limit_seconds": LIMIT_SECONDS,
    }
    print(json.dumps(said))
    say("report of a million observations", seconds[1], LIMIT_SECONDS, "s")
    say("the same with an unusual value in each series", seconds[2], LIMIT_SECONDS, "s")
    return 0 if max(seconds) <= LIMIT_SECONDS and growth <= LIMIT_GROWTH else 1


def _read(path: Path, number: int, often: int) -> pa.Table:
    """Return the rows of a file as a part of a large indicator; one of ``often`` slips a digit."""
    table = pq.read_table(path)
    part = pc.binary_join_element_wise(table["breakdown"], f"part=P{number}", "|")
    place = pa.array(range(table.num_rows))
    slips = pc.equal(pc.bit_wise_and(place, often - 1), 100 % often)
    value = pc.if_else(slips, pc.multiply(table["value"], 10.0), table["value"])
    table = table.set_column(table.schema.get_field_index("breakdown"), "breakdown", part)
    table = table.set_column(table.schema.get_field_index("value"), "value", value)
    return table.append_column("vintage", pa.repeat("v1", table.num_rows)).select(COLUMNS)


if __name__ == "__main__":
    sys.exit(main())
