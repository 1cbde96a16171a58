"""``measure.rollup`` for all indicators, groups, periods and breakdowns in one aggregation.

Rows are added up by the parts of ``engine.places`` first and the parts to groups; gates, coverage
and imputed shares are those of the scalar functions.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis import ir

from milepost.engine.numbers import tidy_all
from milepost.engine.places import EVERYONE
from milepost.measure.rollup import COUNTRY_GATE, SUM_GATE, WEIGHT_GATE
from milepost.measure.rounding import tidy

IMPUTED = "I"
GATES = {
    "weighted_mean": WEIGHT_GATE,
    "mean": COUNTRY_GATE,
    "sum": SUM_GATE,
    "policy_share": COUNTRY_GATE,
}
"""How an indicator can be aggregated here, with the gate when none is given."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one indicator becomes a figure of a group.

    ``weight`` names the weights of a mean (or, for a sum, the measure of how much of the group
    reports). ``circle`` is a circle of ``engine.places``. ``as_of`` is the decimal year of the
    view. A weighted mean without weights is a simple one.
    """

    key: str
    indicator: str
    aggregation: str
    as_of: float
    weight: str | None = None
    gate: float | None = None
    has_policy: float = 1.0
    circle: str = EVERYONE


SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("recipe", "indicator", "method", "weight", "circle")]
    + [(name, pa.float64()) for name in ("gate", "has_policy", "recipe_as_of")]
)
NO_WEIGHTS = pa.schema(
    [(name, pa.string()) for name in ("weight", "area", "period")] + [("heft", pa.float64())]
)
GROUP_KEY = ("recipe", "area", "breakdown", "period")
SUMS = ("weighted_sum", "mass", "guessed", "proxy", "states_with_data", "rows")


def recipes_table(recipes: Iterable[Recipe]) -> pa.Table:
    """Return the recipes as a table. Raises ValueError for an unknown aggregation."""
    return pa.Table.from_pylist([_row(recipe) for recipe in recipes], schema=SCHEMA)


def _row(recipe: Recipe) -> dict[str, object]:
    if recipe.aggregation not in GATES:
        msg = f"not an aggregation of the engine: {recipe.aggregation!r}"
        raise ValueError(msg)
    method = recipe.aggregation
    if method == "weighted_mean" and not recipe.weight:
        method = "mean"
    gate = GATES[recipe.aggregation] if recipe.gate is None else recipe.gate
    return {
        "recipe": recipe.key,
        "indicator": recipe.indicator,
        "method": method,
        "weight": recipe.weight or "",
        "circle": recipe.circle,
        "gate": tidy(gate),
        "has_policy": recipe.has_policy,
        "recipe_as_of": recipe.as_of,
    }


def weights_at(points: ir.Table, calendar: ir.Table, as_of: float) -> ir.Table:
    """Return the weight of each area at each period: ``weight, area, period, heft``.

    ``points`` are usable points of the weights' own indicators. The newest value that is not
    later counts, or else the first: denominators change slowly.
    """
    known = points.filter(points.is_usable).inner_join(
        calendar.select("period", "moment", "at"), "period"
    )
    known = known.filter(known["at"] <= as_of)
    asked = calendar.select(calendar.period.name("asked"), calendar.moment_end)
    pairs = known.cross_join(asked)
    before = (pairs.moment <= pairs.moment_end).ifelse(pairs.moment, ibis.null("int64"))
    found = pairs.group_by("indicator", "area", "asked").agg(
        newest=pairs.value.argmax(before), first=pairs.value.argmin(pairs.moment)
    )
    return found.select(
        weight=found.indicator,
        area=found.area,
        period=found.asked,
        heft=found.newest.fill_null(found.first),
    )


def roll_up(
    points: ir.Table,
    recipes: ir.Table,
    places: tuple[ir.Table, ir.Table],
    weights: ir.Table,
    calendar: ir.Table,
) -> ir.Table:
    """Return a figure for each recipe, group, breakdown and period in which a member has data.

    ``places`` are the tables of ``engine.places``: parts and members. Columns: ``recipe,
    indicator, area, breakdown, period, value, weighted_sum, mass, states_with_data,
    states_total, weight_share, imputed_share, gate_passed``. ``value`` is missing where the gate
    is not passed; ``weighted_sum`` and ``mass`` are the sums of which it is made (value times
    weight, and weight; of ones where there is no weight).
    """
    parts, members = places
    sums = _by_part(points, recipes, parts, weights, calendar)
    cuts = members.select("circle", "area", "part").distinct()
    groups = (
        sums.inner_join(cuts, ["circle", "part"])
        .group_by(*GROUP_KEY, "indicator", "method", "gate", "circle", "weight")
        .agg(**{name: sums[name].sum() for name in SUMS})
    )
    whole = _whole(members, recipes, weights)
    groups = groups.left_join(whole, ["circle", "area", "weight", "period"], rname="{name}_whole")
    size = members.group_by("circle", "area").agg(states_total=members.member.nunique())
    groups = groups.inner_join(size, ["circle", "area"], rname="{name}_size")
    return _figures(groups)


def _by_part(
    points: ir.Table, recipes: ir.Table, parts: ir.Table, weights: ir.Table, calendar: ir.Table
) -> ir.Table:
    """Add up the usable rows by recipe, part, breakdown and period."""
    usable = points.filter(points.is_usable)
    facts = _facts(recipes, parts, weights, calendar)
    rows = usable.inner_join(facts, ["indicator", "area", "period"])
    is_weighted = rows.method == "weighted_mean"
    counts = ~is_weighted | rows.heft.notnull()
    mass = is_weighted.ifelse(rows.heft, 1.0)
    counted = (rows.method == "policy_share").ifelse(
        (rows.value >= rows.has_policy).ifelse(1.0, 0.0), rows.value
    )
    grouped = rows.group_by(
        "recipe", "indicator", "method", "gate", "circle", "weight", "part", "breakdown", "period"
    )
    return grouped.agg(
        weighted_sum=(counted * mass).sum().fill_null(0.0),
        mass=mass.sum().fill_null(0.0),
        guessed=(rows.status == IMPUTED).ifelse(mass, 0.0).sum().fill_null(0.0),
        proxy=rows.heft.sum().fill_null(0.0),
        states_with_data=counts.ifelse(1, 0).sum(),
        rows=rows.count(),
    )


def _facts(recipes: ir.Table, parts: ir.Table, weights: ir.Table, calendar: ir.Table) -> ir.Table:
    """Return what a row needs to know, for each recipe, state and period: part and weight."""
    moments = calendar.select("period", "at")
    table = recipes.inner_join(parts, "circle").cross_join(moments)
    table = table.filter(table["at"] <= table.recipe_as_of)
    table = table.left_join(weights, ["weight", "area", "period"])
    return table.select(
        "recipe", "indicator", "method", "gate", "has_policy", "circle", "weight", "area", "part",
        "period", "heft",
    )  # fmt: skip


def _whole(members: ir.Table, recipes: ir.Table, weights: ir.Table) -> ir.Table:
    """Return the known weight of each whole group at each period."""
    used = recipes.select("circle", "weight").distinct()
    table = members.inner_join(used, "circle").inner_join(
        weights, [("member", "area"), "weight"], rname="{name}_of_member"
    )
    return table.group_by("circle", "area", "weight", "period").agg(whole=table.heft.sum())


def _figures(groups: ir.Table) -> ir.Table:
    """Turn sums into figures with their coverage, and withhold what is below its gate."""
    method, mass, states = groups.method, groups.mass, groups.states_with_data
    weighs = method == "weighted_mean"
    by_weight = weighs | ((method == "sum") & (groups.weight != ""))
    of_weight = weighs.ifelse(mass, groups.proxy) / groups.whole.nullif(0.0)
    of_states = states.cast("float64") / groups.states_total.cast("float64")
    weight_share = of_weight.fill_null(0.0)
    table = tidy_all(
        groups.mutate(by_weight=by_weight),
        value=(method == "sum").ifelse(groups.weighted_sum, groups.weighted_sum / mass.nullif(0.0)),
        weighted_sum=groups.weighted_sum,
        mass=mass,
        share=by_weight.ifelse(weight_share, of_states),
        imputed_share=groups.guessed / mass.nullif(0.0),
    )
    passed = (table.mass > 0) & (table.states_with_data > 0) & (table.share >= table.gate)
    return table.select(
        "recipe", "indicator", "area", "breakdown", "period",
        value=passed.ifelse(table.value, ibis.null("float64")),
        weighted_sum=table.weighted_sum,
        mass=table.mass,
        states_with_data=table.states_with_data.cast("int64"),
        states_total=table.states_total.cast("int64"),
        weight_share=table.by_weight.ifelse(table.share, ibis.null("float64")),
        imputed_share=table.imputed_share,
        gate_passed=passed,
    )  # fmt: skip
