"""Reading an indicator that came in 200 vintages, beside one vintage of the same size.

Run ``python bench/bench_vintages.py``. Every vintage revises a share of the observations and adds
some, as yearly releases do; the one vintage holds what all of them come to. Both are read through
the same door, now and as of a day half-way. A day half-way lies as far behind a snapshot as can be,
so a few vintages are laid over it. Prints one JSON object; exits 1 when either read of the 200
takes more than 1.5 times as long as that of one vintage of the same size.
"""

import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

LIMIT, VINTAGES, AREAS, YEARS, RUNS = 1.5, 200, 200, 25, 15

_home = tempfile.mkdtemp(prefix="milepost-bench-")
os.environ["MILEPOST_HOME"] = _home
os.environ.pop("MILEPOST_DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from measured import say  # noqa: E402

from milepost.indicators import services  # noqa: E402
from milepost.indicators.selectors import read_observations  # noqa: E402
from milepost.indicators.snapshots import STEP  # noqa: E402
from milepost.kernel.actors import system_actor  # noqa: E402
from milepost.places.selectors import list_areas  # noqa: E402

DEFINITIONS = "milepost: indicators/1\nindicators:\n" + "".join(
    f"  - key: {key}\n    title: {{en: Bench}}\n    definition: {{en: Made up for speed}}\n"
    "    unit: {key: percent, label: {en: per cent}}\n    kind: rate\n"
    "    aggregation: published\n    direction: down\n"
    for key in ("many", "one-now", "one-middle")
)
CELLS = ("", *(f"age={low}+|sex={sex}" for low in range(0, 100, 10) for sex in "FM"))
FIRST = date(2000, 1, 1)
HALF_WAY = VINTAGES // 2 // STEP * STEP + STEP - 2
"""The vintage about half-way that lies as far behind a snapshot as can be, from 0."""
Cells = dict[tuple[str, int, str], str]


def write(path: Path, cells: Cells) -> None:
    """Write observations as a tidy file."""
    lines = [f"{area},{year},{cell},{value}" for (area, year, cell), value in cells.items()]
    path.write_text("area,period,breakdown,value\n" + "\n".join(lines) + "\n", encoding="utf-8")


def make(dice: random.Random, codes: list[str], number: int) -> Cells:
    """Return what one vintage says: a tenth of the years revised, over all places."""
    cells = {}
    for code in codes:
        for year in dice.sample(range(1990, 1990 + YEARS), YEARS // 10 + 1):
            for cell in CELLS:
                cells[code, year, cell] = f"{dice.random() * 99:.2f}"
    return cells


def best(*actions: Callable[[], object]) -> list[float]:
    """Return the shortest run of each action; they take turns, to share any noise."""
    times: list[list[float]] = [[] for _action in actions]
    for _run in range(RUNS):
        for action, taken in zip(actions, times, strict=True):
            begun = time.perf_counter()
            action()
            taken.append(time.perf_counter() - begun)
    return [min(taken) for taken in times]


def main() -> int:
    """Import, read, print; return the exit code."""
    call_command("migrate", verbosity=0)
    actor, dice = system_actor("bench"), random.Random(20151125)
    services.load_definitions(actor, DEFINITIONS, "bench.yaml")
    codes = [area["code"] for area in list_areas() if area["kind"] == "country"][:AREAS]
    folder, state = Path(_home), {}
    states: dict[int, Cells] = {}

    def take(key: str, cells: Cells, day: date) -> None:
        path = folder / "rows.csv"
        write(path, cells)
        services.import_file(actor, key, path, source="made up", licence="CC0-1.0", known_on=day)

    begun = time.perf_counter()
    for number in range(VINTAGES):
        cells = make(dice, codes, number)
        state |= cells
        if number in {HALF_WAY, VINTAGES - 1}:
            states[number] = dict(state)
        take("many", cells, FIRST + timedelta(days=number))
    imported = time.perf_counter() - begun
    middle, last = sorted(states)
    take("one-middle", states[middle], FIRST)
    take("one-now", states[last], FIRST)
    half_way = FIRST + timedelta(days=middle)
    for many, one in (
        (read_observations("many"), read_observations("one-now")),
        (read_observations("many", half_way), read_observations("one-middle")),
    ):
        assert many.drop_columns("vintage").equals(one.drop_columns("vintage"))
    now, now_one, then, then_one = best(
        lambda: read_observations("many"),
        lambda: read_observations("one-now"),
        lambda: read_observations("many", half_way),
        lambda: read_observations("one-middle"),
    )
    report = {
        "benchmark": "vintages",
        "vintages": VINTAGES,
        "rows": len(states[last]),
        "import_seconds_a_vintage": round(imported / VINTAGES, 3),
        "read_now_ms": round(now * 1000, 1),
        "one_vintage_ms": round(now_one * 1000, 1),
        "ratio_now": round(now / now_one, 2),
        "limit": LIMIT,
        "half_way_ms": round(then * 1000, 1),
        "one_vintage_half_way_ms": round(then_one * 1000, 1),
        "ratio_half_way": round(then / then_one, 2),
    }
    print(json.dumps(report))
    say("200 vintages as of today, over one", now / now_one, LIMIT)
    say("200 vintages as of a day half-way, over one", then / then_one, LIMIT)
    holds = now / now_one <= LIMIT and then / then_one <= LIMIT
    return 0 if holds else 1


if __name__ == "__main__":
    try:
        code = main()
    finally:
        shutil.rmtree(_home, ignore_errors=True)
    sys.exit(code)
