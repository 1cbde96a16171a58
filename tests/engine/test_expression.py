"""Expressions in bulk equal the specification, place by place, on every engine."""

import itertools
from collections import Counter
from collections.abc import Mapping
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milepost.engine.backends import Engine
from milepost.engine.expression import derive_table
from milepost.engine.expression_inputs import RANKED
from milepost.engine.expression_parts import WHY
from milepost.measure.calendar import Step, period_of
from milepost.measure.derive import MISSING, Given, Place, breakdowns_of, evaluate
from milepost.measure.expression import parse
from milepost.measure.rounding import tidy
from tests.engine.series import seeded

AREAS = ("004", "250")
PERIODS = (
    "2010", "2011", "2012", "2014", "2011-Q4", "2012-Q1", "2012-Q3", "2012-03", "2012-04",
    "2014-06-01",
)  # fmt: skip
BREAKDOWNS = ("", "sex=F", "sex=M", "age=1|sex=F", "age=1")
COUNTERPARTS = ("", "036", "056")
STATUSES = ("A", "E", "I", "B", "P", "O", "F", "N")
EXPRESSIONS = (
    "[a] / [b]",
    "([a] - [b]) * 100 / [b]",
    "[a] / [b; breakdown total] * 1000",
    "[a] / [b; within 1]",
    "[a; breakdown total] / [b; within 2]",
    "[a; within 2] + [b; within 1]",
    "mean([a], 2)",
    "mean([a], 3, least 2)",
    "mean([a; within 1] / [b], 3, least 1)",
    "change([a] / [b], 1)",
    "change(mean([a], 2), 1)",
    "[a] - lag([a], 1)",
    "[b] / lag([a; breakdown total], 2)",
    "[b; breakdown total] + lag([a], 1)",
    "lag([a], 1)",
    "lag(lag([a], 1), 1) + lag([b], 2)",
    "index([a], 2011)",
    "index([a; within 1], 2012) - index([b], 2010)",
    "hhi([a], counterpart)",
    "effective([a], sex)",
    "effective([a], counterpart) / [b]",
    "sum([a], sex) - [b]",
    "[b] / sum([a], sex)",
    "mean(sum([a], sex), 2) / (sum([b], counterpart) * 100)",
    "([a; breakdown sex=F] / [a; breakdown total]) / ([b; breakdown sex=F] / [b; breakdown total])",
    "[a; breakdown sex=F] * 2",
    "-[a] + 2.5e1",
    "[a] * 1e308 * [b] / [a]",
)
KEYS = st.tuples(
    st.sampled_from(AREAS),
    st.sampled_from(PERIODS),
    st.sampled_from(BREAKDOWNS),
    st.sampled_from(COUNTERPARTS),
)
ODD = [None, 0.0, 1.0, -1.0, float("nan"), float("inf"), 1.7e308]
VALUE = st.sampled_from(ODD) | st.integers(-(10**6), 10**6).map(lambda n: n / 997)
CELL = st.tuples(VALUE, st.sampled_from(STATUSES))
Key = tuple[str, str, str, str]
Content = dict[Key, tuple[float | None, str]]
Rows = dict[tuple[str, str, str], tuple[float | None, str, str]]


@st.composite
def contents(draw: st.DrawFn) -> Content:
    """A few rows anywhere, over a block in which nearly everything is there."""
    block = list(itertools.product(AREAS[:1], PERIODS[:4], BREAKDOWNS[:3], COUNTERPARTS[:3]))
    content: Content = {}
    if draw(st.booleans()):
        dense = draw(st.lists(CELL, min_size=len(block), max_size=len(block)))
        content = dict(zip(block, dense, strict=True))
    for key in draw(st.lists(st.sampled_from(block), max_size=8)):
        content.pop(key, None)
    return {**content, **draw(st.dictionaries(KEYS, CELL, max_size=16))}


def table_of(content: Content) -> pa.Table:
    names = ("area", "period", "breakdown", "counterpart")
    columns: dict[str, Any] = {
        name: pa.array([key[place] for key in content], pa.string())
        for place, name in enumerate(names)
    }
    columns["value"] = pa.array([value for value, _status in content.values()], pa.float64())
    columns["status"] = pa.array([status for _value, status in content.values()], pa.string())
    return pa.table(columns)


def specified(expression: str, stated: Mapping[str, Content], areas: tuple[str, ...]) -> Rows:
    tree = parse(expression)
    found: Rows = {}
    for area in areas:
        place = Place(
            {
                name: [
                    Given(period, value, status, cell, other)
                    for (where, period, cell, other), (value, status) in content.items()
                    if where == area
                ]
                for name, content in stated.items()
            }
        )
        for breakdown in breakdowns_of(tree, place):
            for period, cell in evaluate(tree, place, breakdown).items():
                found[area, period, breakdown] = (cell.value, cell.status, cell.why)
    return found


def computed(engine: Engine, expression: str, stated: Mapping[str, Content]) -> Rows:
    inputs = {name: table_of(content) for name, content in stated.items()}
    table = derive_table(engine, parse(expression), inputs)
    codes = {number: code for code, number in WHY.items()}
    found: Rows = {}
    for row in engine.to_arrow(table).to_pylist():
        key = (row["area"], period_of(Step(row["kind"], row["step"])), row["breakdown"])
        assert key not in found
        why = codes.get(row["why"], "")
        assert (row["value"] is None) == bool(why)
        value = None if why else tidy(row["value"])
        found[key] = (value, MISSING if why else RANKED[row["rank"]], why)
    return found


def differing(left: Rows, right: Rows) -> dict[tuple[str, str, str], object]:
    """Return what differs, to the last of ten digits."""
    keys = left.keys() | right.keys()
    return {key: (left.get(key), right.get(key)) for key in keys if left.get(key) != right.get(key)}


@pytest.mark.parametrize("expression", EXPRESSIONS)
@given(first=contents(), second=contents())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_bulk_equals_the_specification(
    duck: Engine, expression: str, first: Content, second: Content
) -> None:
    stated = {"a": first, "b": second}
    assert differing(computed(duck, expression, stated), specified(expression, stated, AREAS)) == {}


def dice_expression(dice: Random, depth: int = 0) -> str:
    """Return a random expression of every part of the language."""
    kinds = ["leaf", "leaf", "spread"]
    if depth < 3:
        kinds += ["operation", "operation", "operation", "time", "number"]
    kind = dice.choice(kinds)
    if kind == "leaf":
        options = ("", "", "; within 1", "; breakdown total", "; breakdown sex=F; within 2")
        return f"[{dice.choice('ab')}{dice.choice(options)}]"
    if kind == "spread":
        function = dice.choice(("sum", "hhi", "effective"))
        return f"{function}([{dice.choice('ab')}], {dice.choice(('sex', 'counterpart'))})"
    inner = dice_expression(dice, depth + 1)
    if kind == "number":
        return f"({inner} {dice.choice('+-*/')} {dice.choice((0, 2, 100))})"
    if kind == "operation":
        return f"({inner} {dice.choice('+-*/')} {dice_expression(dice, depth + 1)})"
    number = dice.randint(1, 3)
    return dice.choice(
        (
            f"lag({inner}, {number})",
            f"change({inner}, {number})",
            f"mean({inner}, {number + 1})",
            f"mean({inner}, {number + 1}, least {number})",
            f"index({inner}, {dice.choice((2010, 2011))})",
        )
    )


def dice_content(dice: Random, areas: tuple[str, ...]) -> Content:
    """Return series with gaps, zeros, negatives, ties and mixed frequencies."""
    gaps, below = dice.random() * 0.5, dice.random() < 0.3
    found: Content = {}
    for key in itertools.product(areas, PERIODS, BREAKDOWNS, COUNTERPARTS):
        if dice.random() < gaps:
            continue
        value = dice.choice(
            [None, 0.0, 5.0, 5.0, *(dice.randint(0, 10**6) / 997 for _ in "123456")]
        )
        if below and value is not None and dice.random() < 0.2:
            value = -value
        found[key] = (value, dice.choice(STATUSES))
    return found


def statistics(engine: Engine, seed: int, count: int) -> Counter[str]:
    """Compare random expressions on random series; return how the results came out."""
    dice, areas, counts = seeded(seed), ("004", "250", "686"), Counter[str]()
    for _ in range(count):
        expression = dice_expression(dice)
        stated = {name: dice_content(dice, areas) for name in "ab"}
        rows = specified(expression, stated, areas)
        assert differing(computed(engine, expression, stated), rows) == {}, expression
        counts.update(why or "value" for _value, _status, why in rows.values())
    return counts


def test_random_expressions_on_duckdb(duck: Engine) -> None:
    counts = statistics(duck, 20261126, 40)
    assert {"value", "input_missing", "division_by_zero", "too_few_periods"} <= set(counts)
    assert {"negative_part", "no_base"} <= set(counts)


@pytest.mark.slow
def test_random_expressions_on_every_engine(engine: Engine) -> None:
    counts = statistics(engine, 20131003, 12)
    print(engine.kind, dict(counts))  # noqa: T201 -- the statistics of the property
    assert counts["value"]
