"""Time the computation of a large edition: 200 places, 100 benchmarks, 25 years, with traces.

Every trace has its sensitivity, so each rating is tried again about a dozen times.

Run ``python bench/bench_compute.py``. The material is made from a fixed seed: half of the
benchmarks are rates on the linear path, the others treaties, policies, levels and changes, with
gaps as real data have them. Prints processor seconds (one core) and what was computed, as one
JSON object.
"""

import json
import random
import sys
import time
from datetime import date
from typing import Any

import pyarrow as pa
from measured import say

from milepost.reviews.computation import compute
from milepost.reviews.material import Material
from milepost.reviews.rating_rules import list_rules

PLACES, BENCHMARKS, FIRST_YEAR, YEARS = 200, 100, 1995, 25
LIMIT_SECONDS = 20.0
KINDS = ("weighted_mean",) * 5 + ("adoption", "policy_share", "mean", "sum", "weighted_mean")
RULES = {
    "weighted_mean": "linear-path@1",
    "adoption": "ratification@1",
    "policy_share": "policy-share@1",
    "mean": "direction-of-change@1",
    "sum": "linear-path@1",
}


def make_material(places: int = PLACES, benchmarks: int = BENCHMARKS) -> Material:
    """Return a material of the given size, the same every time."""
    dice = random.Random(20131003)
    codes = [f"{number:03d}" for number in range(4, 4 + 4 * places, 4)]
    kinds = [KINDS[number % len(KINDS)] for number in range(benchmarks)]
    indicators = {f"i{number}": _indicator(number, kind) for number, kind in enumerate(kinds)}
    observations = {f"i{n}": _table(dice, codes, kind) for n, kind in enumerate(kinds)}
    for key in ("population", "migrant-stock-destination", "migrant-stock-origin"):
        indicators[key] = _indicator(key, "sum")
        observations[key] = _table(dice, codes, "weight")
    return Material(
        edition={"key": "bench", "as_of": "2020-06-30", "heatmap_places": ["001", "002"]},
        frameworks=[{"key": "plan", "nodes": [], "benchmarks": _benchmarks(kinds)}],
        areas=[{"code": code, "kind": "country", "un_member": True} for code in codes],
        groups=_groups(codes),
        indicators=indicators,
        observations=observations,
        assessments=_assessments(dice, benchmarks),
        rules=list_rules(),
    )


def _indicator(name: Any, kind: str) -> dict[str, Any]:
    return {
        "key": f"i{name}",
        "unit": {"key": "unit"},
        "aggregation": kind,
        "weight": "population" if kind == "weighted_mean" else None,
        "eligible": "un-members" if kind == "adoption" else None,
    }


def _benchmarks(kinds: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "key": f"1.{number + 1}",
            "goal": str(1 + number % 8),
            "order": number,
            "level": "country" if number % 3 else "world",
            "measure": {
                "indicator": f"i{number}",
                "rule": RULES[kind],
                "direction": "up" if number % 2 else "down",
                "baseline": {"period": "2013-10-03" if kind == "adoption" else "2005"},
                "target": {"value": 60.0} if RULES[kind] == "linear-path@1" else None,
                "deadline": "2030-12-31",
            },
        }
        for number, kind in enumerate(kinds)
    ]


def _groups(codes: list[str]) -> list[dict[str, Any]]:
    groups = {"001": codes, "un-members": codes}
    for number in range(5):
        groups[f"r{number}"] = codes[number::5]
    for number in range(22):
        groups[f"s{number:02d}"] = codes[number::22]
    groups["ldc"], groups["sids"] = codes[::4], codes[1::4]
    return [{"code": code, "members": members} for code, members in groups.items()]


def _table(dice: random.Random, codes: list[str], kind: str) -> pa.Table:
    area: list[str] = []
    period: list[str] = []
    value: list[float | None] = []
    for code in codes:
        level, drift = dice.uniform(10, 90), dice.uniform(-1, 1)
        if kind == "adoption":
            area.append(code)
            joined = dice.random() < 0.6
            year = FIRST_YEAR + dice.randrange(YEARS) if joined else FIRST_YEAR + YEARS - 1
            period.append(f"{year}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}")
            value.append(1.0 if joined else 0.0)
            continue
        for year in range(YEARS):
            area.append(code)
            period.append(str(FIRST_YEAR + year))
            missing = kind != "weight" and dice.random() < 0.1
            shown = dice.choice((0.0, 0.5, 1.0)) if kind == "policy_share" else level + drift * year
            value.append(None if missing else shown)
    return _columns(area, period, value)


def _columns(area: list[str], period: list[str], value: list[float | None]) -> pa.Table:
    size = len(area)
    starts = [date.fromisoformat(p if len(p) > 4 else f"{p}-01-01") for p in period]
    blank = [""] * size
    return pa.table(
        {
            "area": area,
            "counterpart": blank,
            "period": period,
            "period_start": pa.array(starts, pa.date32()),
            "breakdown": blank,
            "value": pa.array(value, pa.float64()),
            "status": ["A"] * size,
            "note": blank,
            "vintage": ["v"] * size,
        }
    )


def _assessments(dice: random.Random, benchmarks: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{number}-{name}",
            "framework": "plan",
            "benchmark": f"1.{number + 1}",
            "place": "001",
            "standpoint": "academia",
            "colour": dice.choice(("green", "yellow", "red", None)),
            "confidence": None,
        }
        for number in range(benchmarks)
        for name in ("a", "b", "c")
    ]


def main() -> int:
    """Print the time of one computation; exit 1 when it is over the limit."""
    material = make_material()
    start, wall = time.process_time(), time.perf_counter()
    result = compute(material)
    seconds, wall = time.process_time() - start, time.perf_counter() - wall
    traces = [trace for places in result.traces.values() for trace in places.values()]
    report = {
        "benchmark": "compute",
        "places": PLACES,
        "benchmarks": BENCHMARKS,
        "years": YEARS,
        "ratings": len(result.ratings),
        "traces": len(traces),
        "tried": sum((trace["sensitivity"] or {}).get("tried", 0) for trace in traces),
        "seconds": round(seconds, 2),
        "wall_seconds": round(wall, 2),
        "limit_seconds": LIMIT_SECONDS,
    }
    print(json.dumps(report))
    say("traces with sensitivity", seconds, LIMIT_SECONDS, "s")
    return 0 if seconds <= LIMIT_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
