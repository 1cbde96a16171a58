"""Random series with everything that real ones have, and what the scalar functions say of them."""

import random
from dataclasses import dataclass, field
from math import isnan
from typing import Any

import pyarrow as pa

from milepost.engine.promises import Promise
from milepost.measure.case import Case, usable
from milepost.measure.rounding import tidy
from milepost.measure.rules import FUNCTIONS
from milepost.measure.series import Point, Rejected, when_of
from milepost.measure.states import Flag

STATUSES = ("A",) * 12 + ("E", "I", "B", "B", "F", "M", "O", "H")
VALUES = (0.0, -0.0, 1.0, -1.0, 10.0, 12.5, 19.5, 16.0, 20.0, -20.0, 0.1 + 0.2, 0.30000000005, 1e-7)
SHARES = (0.95, 0.6, 0.8, 0.7, 1.0, 0.0, -0.5, 0.59999999999, 0.949999999999)
SHAPES = ("year", "year", "year", "mixed", "quarter", "day")
FUNCTION_NAMES = (
    "linear_path",
    "linear_path",
    "linear_path",
    "direction_of_change",
    "level_threshold",
    "policy_share",
)


@dataclass(frozen=True)
class Series:
    """One series with one promise; ``rows`` are (period, value or None, status)."""

    rows: tuple[tuple[str, float | None, str], ...]
    promise: dict[str, Any] = field(default_factory=dict)


def seeded(seed: int) -> random.Random:
    """Return dice that fall the same way every time."""
    return random.Random(seed)  # noqa: S311 -- made-up data, no secrets


def make_series(dice: random.Random) -> Series:
    """Make one series: gaps, zeros, negatives, ties, doubled moments and passed deadlines."""
    shape = dice.choice(SHAPES)
    first = dice.randint(1998, 2016)
    target = dice.choice([*VALUES, 20.0, 20.0, 20.0, dice.uniform(-50, 50)])
    values = _values(dice, target)
    rows = {}
    for year in range(first, first + dice.randint(0, 14)):
        if dice.random() < 0.3:
            continue
        for period in _periods(dice, shape, year):
            rows[period] = (values(year - first), dice.choice(STATUSES))
    order = list(rows.items())
    dice.shuffle(order)
    return Series(
        rows=tuple((period, value, status) for period, (value, status) in order),
        promise=_promise(dice, first, target),
    )


def _values(dice: random.Random, target: float) -> Any:
    """Return a way from years to values: noise, a straight path to the target, or a set."""
    kind = dice.random()
    start = dice.choice([0.0, 10.0, -10.0, dice.uniform(-50, 50)])
    share = dice.choice(
        [0.95, 0.6, 0.8, 0.7, 1.0, 0.0, -0.5, 0.59999999999, 0.949999999999, dice.random()]
    )
    years = dice.choice([5, 8, 10, 15])

    def value(year: int) -> float | None:
        if dice.random() < 0.05:
            return dice.choice([None, float("nan"), float("inf"), float("-inf")])
        if kind < 0.4:
            return start + (target - start) * share * year / years
        if kind < 0.45:
            return 100.0 + 0.3 * year  # three thousandths a year: change, but slow
        if kind < 0.6:
            return dice.choice([*VALUES, target])
        return dice.choice([round(dice.uniform(-50, 50), 2), dice.uniform(-50, 50)])

    return value


def _periods(dice: random.Random, shape: str, year: int) -> list[str]:
    quarter, day = f"{year}-Q{dice.randint(1, 4)}", f"{year}-{dice.randint(1, 12):02d}-15"
    if shape == "year":
        return [f"{year}"]
    if shape == "quarter":
        return [quarter, f"{year}-Q{dice.randint(1, 4)}"]
    if shape == "day":
        return [day]
    return [f"{year}", dice.choice([f"{year}-Q1", f"{year}-01", f"{year}-01-01", day, quarter])]


def _promise(dice: random.Random, first: int, target: float) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "baseline": _moment(dice, first, 8),
        "baseline_value": dice.choice([None] * 6 + [target, 0.0, dice.uniform(-50, 50)]),
        "target": dice.choice([target] * 9 + [None]),
        "deadline": _moment(dice, first + 5, 14),
        "as_of": float(first + dice.randint(4, 18)) + dice.choice([0.0, 0.5, 0.25]),
        "direction": dice.choice([1, -1]),
        "function": dice.choice(FUNCTION_NAMES),
        "parameters": {},
    }
    if dice.random() < 0.3:
        asked["parameters"] = {
            "baseline_tolerance": dice.choice([0.0, 0.5, 1.0, 3.0]),
            "evidence_after": dice.choice([0.0, 1.0, 2.5]),
            "on_track": dice.choice([0.9, 1.0]),
            "material_change": dice.choice([0.0, 0.02]),
            "green": dice.choice([None, target, 10.0]),
            "yellow": dice.choice([None, 0.0, -15.0, 15.0]),
            "stale_after": dice.choice([None, 1.0]),
            "unusable_after": dice.choice([None, 4.0]),
        }
    return asked


def _moment(dice: random.Random, first: int, span: int) -> float | None:
    if dice.random() < 0.12:
        return None
    year = first + dice.randint(0, span)
    return when_of(dice.choice([f"{year}", f"{year}", f"{year}-12-31", f"{year}-07-01"]))


def observations(series: list[Series]) -> pa.Table:
    """Return the series as one table of observations; each has an indicator of its own."""
    rows = [
        {"indicator": f"i{number}", "area": f"{number % 7:03d}", "breakdown": "",
         "period": period, "value": value, "status": status}
        for number, item in enumerate(series)
        for period, value, status in item.rows
    ]  # fmt: skip
    schema = pa.schema(
        [(name, pa.string()) for name in ("indicator", "area", "breakdown", "period")]
        + [("value", pa.float64()), ("status", pa.string())]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def promises(series: list[Series]) -> list[Promise]:
    """Return the promises of the series."""
    return [
        Promise(key=f"p{number}", indicator=f"i{number}", **item.promise)
        for number, item in enumerate(series)
    ]


def case_of(item: Series) -> Case:
    """Return the series with its promise as the scalar functions take it."""
    asked = item.promise
    points = tuple(
        Point(when_of(period), value if isnan(value) else tidy(value), period, status)
        for period, value, status in item.rows
        if value is not None
    )
    missing = tuple(Rejected(p, None, s, "value_missing") for p, v, s in item.rows if v is None)
    names = ("direction", "baseline", "baseline_value", "target", "deadline", "as_of")
    return Case(points=points, rejected=missing, **{name: asked[name] for name in names})


def expected(item: Series) -> dict[str, Any]:
    """Return what the scalar functions say of a series, in the columns of the engine."""
    asked, case = item.promise, case_of(item)
    verdict = FUNCTIONS[asked["function"]](case, asked["parameters"])
    numbers = verdict.numbers
    return {
        "state": verdict.state.value,
        "reason": verdict.reason.value if verdict.reason else None,
        "status": verdict.status,
        "period": verdict.period or None,
        "value": verdict.value,
        **{name: numbers[name] for name in ("baseline_value",) if name in numbers},
        "gap_share": numbers.get("gap_share"),
        "time_share": numbers.get("time_share"),
        "ratio": numbers.get("ratio"),
        "change_per_year": numbers.get("relative_change_per_year"),
        "points": len(usable(case, asked["parameters"]).used),
        "is_stale": Flag.STALE in verdict.flags,
        "has_break": Flag.BREAK_IN_SERIES in verdict.flags,
        "is_slipping": Flag.SLIPPING in verdict.flags,
        "is_volatile": Flag.VOLATILE in verdict.flags,
    }
