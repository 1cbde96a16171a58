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
from milepost.engine.sums import PARTS, add_up, cut, put_together
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
    [(name, pa.string()) for name in ("weight", "area", "period")]
    + [(name, pa.float64()) for name in ("heft", *(f"heft_{part}" for part in PARTS))]
)
RECIPE = ("recipe", "indicator", "method", "gate", "circle", "weight")
GROUP_KEY = ("area", "breakdown", "period")


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
    """Return the weight of each area at each period: ``weight, area, period, heft``
    and the parts of the weight.

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
        found=before.max(),
        newest=pairs.value.argmax(before),
        first=pairs.value.argmin(pairs.moment),
    )
    table = found.select(
        weight=found.indicator,
        area=found.area,
        period=found.asked,
        heft=found.found.notnull().ifelse(found.newest, found.first),
    )
    return cut(table, "heft")


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
    groups = sums.inner_join(cuts, ["circle", "part"])
    summed = [name for name in sums.columns if name not in {*RECIPE, *GROUP_KEY, "part"}]
    groups = groups.group_by(*RECIPE, "area", "breakdown", "period").agg(
        **{name: groups[name].sum() for name in summed}
    )
    for name in ("figure", "heft", "guessed"):
        groups = put_together(groups, name)
    whole = put_together(_whole(members, recipes, weights), "whole")
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
    weighs = rows.method == "weighted_mean"
    has_policy = (rows.value >= rows.has_policy).ifelse(1.0, 0.0)
    figure = weighs.ifelse(rows.value * rows.heft, rows.value)
    rows = rows.mutate(
        figure=(rows.method == "policy_share").ifelse(has_policy, figure).fill_null(0.0),
        counts=(~weighs | rows.has_heft).ifelse(1, 0),
        # An answer about a policy is known or not; nobody imputes it.
        is_guessed=(rows.status == IMPUTED) & (rows.method != "policy_share"),
    )
    rows = cut(rows, "figure")
    guessed = {
        f"guessed_{part}": rows.is_guessed.ifelse(rows[f"heft_{part}"], 0.0).sum() for part in PARTS
    }
    return rows.group_by(*RECIPE, "part", "breakdown", "period").agg(
        **add_up(rows, "figure"),
        **add_up(rows, "heft"),
        **guessed,
        states_with_data=rows.counts.sum(),
        states_guessed=rows.is_guessed.ifelse(rows.counts, 0).sum(),
    )


def _facts(recipes: ir.Table, parts: ir.Table, weights: ir.Table, calendar: ir.Table) -> ir.Table:
    """Return what a row needs to know, for each recipe, state and period: part and weight."""
    moments = calendar.select("period", "at")
    table = recipes.inner_join(parts, "circle").cross_join(moments)
    table = table.filter(table["at"] <= table.recipe_as_of)
    table = table.left_join(weights, ["weight", "area", "period"])
    return table.select(
        *RECIPE, "has_policy", "area", "part", "period", "heft",
        has_heft=table.heft.notnull(),
        **{f"heft_{part}": table[f"heft_{part}"].fill_null(0.0) for part in PARTS},
    )  # fmt: skip


def _whole(members: ir.Table, recipes: ir.Table, weights: ir.Table) -> ir.Table:
    """Return the known weight of each whole group at each period, in parts."""
    used = recipes.select("circle", "weight").distinct()
    table = members.inner_join(used, "circle").inner_join(
        weights, [("member", "area"), "weight"], rname="{name}_of_member"
    )
    return table.group_by("circle", "area", "weight", "period").agg(
        **{f"whole_{part}": table[f"heft_{part}"].sum() for part in PARTS}
    )


def _figures(groups: ir.Table) -> ir.Table:
    """Turn sums into figures with their coverage, and withhold what is below its gate."""
    method = groups.method
    weighs = method == "weighted_mean"
    states = groups.states_with_data.cast("float64")
    # What a mean is divided by, and what an imputed part is a part of.
    mass = weighs.ifelse(groups.heft, states)
    guessed = weighs.ifelse(groups.guessed, groups.states_guessed.cast("float64"))
    by_weight = weighs | ((method == "sum") & (groups.weight != ""))
    weight_share = (groups.heft / groups.whole.nullif(0.0)).fill_null(0.0)
    table = tidy_all(
        groups.mutate(by_weight=by_weight),
        value=(method == "sum").ifelse(groups.figure, groups.figure / mass.nullif(0.0)),
        weighted_sum=groups.figure,
        mass=mass,
        share=by_weight.ifelse(weight_share, states / groups.states_total.cast("float64")),
        imputed_share=guessed / mass.nullif(0.0),
    )
    passed = (table.mass > 0) & (table.share >= table.gate)
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
