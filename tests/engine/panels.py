"""Random panels of states with weights and groups, and what the scalar roll-up says of them."""

import random
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from milepost.engine.places import Places, make_places
from milepost.engine.rollup import Recipe
from milepost.measure.rollup import (
    Aggregate,
    policy_adoption,
    simple_mean,
    total,
    weighted_mean,
)
from milepost.measure.rounding import tidy
from milepost.measure.series import when_of

STATES = [f"{number:03d}" for number in range(1, 25)]
GROUPS = {
    "001": STATES,
    "odd": STATES[::2],
    "few": STATES[:3],
    "one": STATES[4:5],
    "late": STATES[12:],
}
CIRCLES = {"members": STATES[:18], "odd": STATES[::2]}
PERIODS = ("2010", "2012", "2013-Q2", "2015", "2016")
AS_OF = 2015.5
METHODS = ("weighted_mean", "mean", "sum", "sum", "policy_share", "weighted_mean")


@dataclass(frozen=True)
class Panel:
    """One indicator: values by (state, period, breakdown), its recipe, and its weights by state."""

    values: dict[tuple[str, str, str], tuple[float | None, str]]
    recipe: Recipe
    weights: dict[str, dict[str, float]]


def places() -> Places:
    """Return the groups of every panel."""
    return make_places(GROUPS, CIRCLES)


def make_panel(dice: random.Random, number: int) -> Panel:
    """Make a panel with gaps, zeros, imputed and missing values, and shares at the gates."""
    method = dice.choice(METHODS)
    density = dice.choice([0.2, 0.5, 0.5, 0.7, 1.0])
    even = dice.random() < 0.5  # equal weights put shares exactly at the gates
    values = {}
    for state in STATES:
        for period in PERIODS:
            for breakdown in ("", "sex=F"):
                if dice.random() < density:
                    value = None if dice.random() < 0.1 else _value(dice, method)
                    status = dice.choice(["A"] * 8 + ["I", "E", "M", "F"])
                    values[state, period, breakdown] = (value, status)
    weights = {
        state: {
            str(year): 1.0 if even else dice.choice([0.0, dice.uniform(1, 5000)])
            for year in dice.sample(range(2005, 2019), dice.randint(1, 4))
        }
        for state in STATES
        if dice.random() < 0.9
    }
    recipe = Recipe(
        key=f"r{number}",
        indicator=f"i{number}",
        aggregation=method,
        as_of=AS_OF,
        weight=dice.choice([None, f"w{number}", f"w{number}"]),
        gate=dice.choice([None, None, 0.5, 0.25, 1.0]),
        has_policy=dice.choice([1.0, 0.5]),
        circle=dice.choice(["", "", "members", "odd"]),
    )
    return Panel(values, recipe, weights)


def _value(dice: random.Random, method: str) -> float:
    if method == "policy_share":
        return dice.choice([0.0, 0.5, 1.0])
    return dice.choice([0.0, -3.5, 12.0, round(dice.uniform(-90, 90), 2), dice.uniform(0, 1e6)])


def observations(panels: list[Panel]) -> pa.Table:
    """Return the panels as one table of observations."""
    return _table(
        (panel.recipe.indicator, state, breakdown, period, value, status)
        for panel in panels
        for (state, period, breakdown), (value, status) in panel.values.items()
    )


def weights(panels: list[Panel]) -> pa.Table:
    """Return the weights of the panels as one table of observations."""
    return _table(
        (panel.recipe.weight, state, "", period, value, "A")
        for panel in panels
        if panel.recipe.weight
        for state, series in panel.weights.items()
        for period, value in series.items()
    )


def _table(rows: Any) -> pa.Table:
    names = ("indicator", "area", "breakdown", "period", "value", "status")
    schema = pa.schema([(n, pa.float64() if n == "value" else pa.string()) for n in names])
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=schema)


def expected(panel: Panel) -> dict[tuple[str, str, str], Aggregate]:
    """Return the scalar figures by (group, breakdown, period)."""
    found = {}
    for group in GROUPS:
        members = _members(panel.recipe, group)
        for breakdown in ("", "sex=F"):
            for period in PERIODS:
                usable = _usable(panel, members, period, breakdown)
                if usable:
                    found[group, breakdown, period] = _figure(panel, members, period, usable)
    return found


def _members(recipe: Recipe, group: str) -> list[str]:
    if not recipe.circle or recipe.circle == group:
        return GROUPS[group]
    return [state for state in GROUPS[group] if state in CIRCLES[recipe.circle]]


def _usable(
    panel: Panel, members: list[str], period: str, breakdown: str
) -> dict[str, tuple[float, str]]:
    found = {}
    for state in members:
        value, status = panel.values.get((state, period, breakdown), (None, "A"))
        if value is not None and status not in "MF" and when_of(period) <= AS_OF:
            found[state] = (tidy(value), status)
    return found


def _figure(
    panel: Panel, members: list[str], period: str, usable: dict[str, tuple[float, str]]
) -> Aggregate:
    recipe = panel.recipe
    values = {state: usable[state][0] if state in usable else None for state in members}
    imputed = {state for state, (_value, status) in usable.items() if status == "I"}
    gate = {} if recipe.gate is None else {"gate": recipe.gate}
    if recipe.aggregation == "policy_share":
        return policy_adoption(values, members, **gate, has_policy=recipe.has_policy)
    heft = _weights_at(panel, period) if recipe.weight else None
    if recipe.aggregation == "weighted_mean" and heft is not None:
        return weighted_mean(values, heft, **gate, imputed=imputed)
    if recipe.aggregation == "sum":
        return total(values, **gate, proxy=heft, imputed=imputed)
    return simple_mean(values, **gate, imputed=imputed)


def _weights_at(panel: Panel, period: str) -> dict[str, float]:
    """Return the newest weight that is not later than the period, or else the first."""
    found = {}
    for state, series in panel.weights.items():
        years = sorted(year for year in series if when_of(year) <= AS_OF)
        before = [year for year in years if when_of(year) <= when_of(period)]
        if years:
            found[state] = tidy(series[(before or years[:1])[-1]])
    return found
