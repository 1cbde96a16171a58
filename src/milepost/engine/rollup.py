"""``measure.rollup`` for all indicators, groups, periods and breakdowns in one aggregation.

Rows are added up by the parts of ``engine.places`` first and the parts to groups; gates, coverage
and imputed shares are those of the scalar functions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis import ir

from milepost.engine.backends import Engine
from milepost.engine.places import EVERYONE
from milepost.engine.plans import Plan
from milepost.engine.points import IMPUTED_STATUS, Survey
from milepost.engine.script import Script
from milepost.engine.standing import as_count, hold, with_published
from milepost.engine.sums import (
    Range,
    cut,
    part_names,
    put_together,
)
from milepost.measure.rollup import COUNTRY_GATE, SUM_GATE, WEIGHT_GATE
from milepost.measure.rounding import tidy

GATES = {
    "weighted_mean": WEIGHT_GATE,
    "mean": COUNTRY_GATE,
    "sum": SUM_GATE,
    "policy_share": COUNTRY_GATE,
    "published": COUNTRY_GATE,
}
"""How an indicator can be aggregated here, with the gate when none is given."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one indicator becomes a figure of a group.

    ``weight`` names the weights of a mean (or, for a sum, the measure of how much of the group
    reports). ``circle`` is a circle of ``engine.places``. ``as_of`` is the decimal year of the
    view. A weighted mean without weights is a simple one. An answer about a policy holds for
    ``valid_years`` unless another comes (None: only in its own period). ``published`` takes what
    the source gives for the group and computes nothing.
    """

    key: str
    indicator: str
    aggregation: str
    as_of: float
    weight: str | None = None
    gate: float | None = None
    has_policy: float = 1.0
    circle: str = EVERYONE
    valid_years: float | None = None


RECIPES = pa.schema(
    [("recipe_no", pa.int64()), ("recipe", pa.string()), ("indicator", pa.string()),
     ("mix", pa.int64()), ("is_weighted", pa.bool_()), ("is_sum", pa.bool_()),
     ("is_policy", pa.bool_()), ("has_weight", pa.bool_()), ("gate", pa.float64()),
     ("has_policy", pa.float64()), ("valid_years", pa.float64()), ("is_published", pa.bool_())]
)  # fmt: skip
MIXES = pa.schema(
    [("mix", pa.int64()), ("circle", pa.string()), ("weight", pa.string()),
     ("until", pa.float64())]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pantry:
    """The tables that a roll-up is made from; ``sources`` holds the indicator of each source."""

    recipes: ir.Table
    sources: ir.Table
    mixes: ir.Table
    parts: ir.Table
    members: ir.Table
    weights: ir.Table
    calendar: ir.Table


def lay_out_recipes(recipes: Sequence[Recipe]) -> tuple[pa.Table, pa.Table]:
    """Return the recipes as tables: one row each, and what some of them share.

    Recipes that share circle, weight and day share a ``mix``, so that what a row needs to know of
    its place is looked up in a table of few rows. Raises ValueError for an unknown aggregation.
    """
    mixes = sorted({mix_of(recipe) for recipe in recipes})
    rows = [
        {**_row(recipe, number), "mix": mixes.index(mix_of(recipe))}
        for number, recipe in enumerate(recipes)
    ]
    shared = [
        {"mix": number, "circle": circle, "weight": weight, "until": until}
        for number, (circle, weight, until) in enumerate(mixes)
    ]
    return pa.Table.from_pylist(rows, RECIPES), pa.Table.from_pylist(shared, MIXES)


def _mix(recipe: Recipe) -> tuple[str, str, float]:
    return recipe.circle, recipe.weight or "", recipe.as_of


def mix_of(recipe: Recipe) -> tuple[str, str, float]:
    """Return what a recipe may share with others: circle, weight and day."""
    return recipe.circle, recipe.weight or "", recipe.as_of


def method_of(recipe: Recipe) -> str:
    """Return the aggregation; a weighted mean without weights is a simple one."""
    if recipe.aggregation == "weighted_mean" and not recipe.weight:
        return "mean"
    return recipe.aggregation


def _row(recipe: Recipe, number: int) -> dict[str, object]:
    if recipe.aggregation not in GATES:
        msg = f"not an aggregation of the engine: {recipe.aggregation!r}"
        raise ValueError(msg)
    method = method_of(recipe)
    return {
        "recipe_no": number,
        "recipe": recipe.key,
        "indicator": recipe.indicator,
        "is_weighted": method == "weighted_mean",
        "is_sum": method == "sum",
        "is_policy": method == "policy_share",
        "has_weight": bool(recipe.weight),
        "gate": tidy(GATES[recipe.aggregation] if recipe.gate is None else recipe.gate),
        "has_policy": recipe.has_policy,
        "valid_years": recipe.valid_years,
        "is_published": method == "published",
    }


def size_of_figures(recipes: Sequence[Recipe], known: Survey, heavy: Survey | None) -> Range:
    """Return the range of what is added up: values, their products with weights, and ones."""
    methods = set(map(method_of, recipes))
    sizes = [known.size] if methods - {"weighted_mean", "policy_share"} or not methods else []
    if "policy_share" in methods:
        sizes.append(Range(1.0, 1.0))
    if "weighted_mean" in methods:
        sizes.append(known.size.times(heavy.size) if heavy else known.size)
    return Range(min(s.least for s in sizes), max(s.greatest for s in sizes))


def weights_at(engine: Engine, points: ir.Table, calendar: ir.Table, view: ir.Table) -> ir.Table:
    """Return the weight of each area at each period: ``weight, area, period, heft``.

    ``points`` are points of the weights' own indicators. The newest value that is not later
    counts, or else the first: denominators change slowly. ``view`` has one row and one number,
    the day of the view.
    """
    known = points.filter(points.is_usable).inner_join(
        calendar.select("period", "moment", "at"), "period"
    )
    known = known.cross_join(view)
    known = known.filter(known["at"] <= known.as_of)
    asked = calendar.select(calendar.period.name("asked"), calendar.moment_end)
    pairs = known.cross_join(asked)
    before = (pairs.moment <= pairs.moment_end).ifelse(pairs.moment, ibis.null("int64"))
    found = pairs.group_by("indicator", "area", "asked").agg(
        newest_moment=before.max(),
        newest=engine.at_largest(pairs.value, before),
        first=engine.at_smallest(pairs.value, pairs.moment),
    )
    return found.select(
        weight=found.indicator,
        area=found.area,
        period=found.asked,
        heft=found.newest_moment.notnull().ifelse(found.newest, found.first),
    )


NO_WEIGHTS = pa.schema(
    [(name, pa.string()) for name in ("weight", "area", "period")] + [("heft", pa.float64())]
)


def roll_up(script: Script, points: ir.Table, given: Pantry, plan: Plan) -> ir.Table:
    """Return a figure for each recipe, group, breakdown and period in which a member has data.

    Columns: ``recipe, indicator, area, breakdown, period, value, weighted_sum, mass,
    states_with_data, states_total, weight_share, imputed_share, gate_passed, is_published``.
    ``value`` is missing where the gate is not passed; ``weighted_sum`` and ``mass`` are the sums
    of which it is made (value times weight, and weight; of ones where there is no weight).
    """
    members = given.mixes.inner_join(given.members, "circle")
    moments = given.calendar.select("period", "moment", "at")
    hefts = given.mixes.inner_join(given.parts, "circle").cross_join(moments)
    hefts = hefts.filter(hefts["at"] <= hefts.until)
    hefts = hefts.left_join(given.weights, ["weight", "area", "period"])
    hefts = hefts.select(
        "mix", "area", "part", "period", "moment",
        has_heft=hefts.heft.notnull(), heft=hefts.heft.fill_null(0.0),
    )  # fmt: skip
    hefts = script.keep("hefts", cut(hefts, "heft", plan.hefts))
    recipes = given.recipes.inner_join(given.sources, "indicator")
    sums = _by_part(script.engine, points, given, (recipes, hefts), plan)
    groups = _by_group(sums, given.recipes, members)
    for name, how in (("figure", plan.figures), ("heft", plan.hefts), ("guessed", plan.hefts)):
        groups = put_together(groups, name, how)
    groups = groups.left_join(
        _whole(members, hefts, plan), ["mix", "area", "moment"], rname="{name}_whole"
    )
    groups = groups.inner_join(moments.select("moment", "period"), "moment")
    groups = groups.inner_join(given.recipes, "recipe_no", rname="{name}_recipe")
    figures = _figures(script.engine, groups)
    if plan.holds:
        # A period counts where some state answered in it; the others only stand by.
        figures = figures.filter(figures.fresh > 0)
    if plan.has_published:
        # Read four times below; an engine would compute it four times.
        figures = script.keep("computed", figures)
        usable = points.filter(points.is_usable)
        figures = with_published(figures, usable, members, recipes, moments)
    return figures.drop("recipe_no", "fresh", "is_published_only")


def _by_part(
    engine: Engine,
    points: ir.Table,
    given: Pantry,
    sought: tuple[ir.Table, ir.Table],
    plan: Plan,
) -> ir.Table:
    """Add up the usable rows by recipe, part of the world, moment and breakdown.

    ``sought`` are the recipes with their sources, and the weights.
    """
    recipes, hefts = sought
    usable = points.filter(points.is_usable).inner_join(recipes, "source")
    if plan.holds:
        usable = hold(engine, usable, recipes, given.calendar)
    rows = usable.inner_join(hefts, _on(plan))
    rows = rows.select(
        "recipe_no", "part", "moment", "breakdown", "is_policy", "status",
        *part_names("heft", plan.hefts.parts), *(["fresh"] if plan.holds else []),
        figure=_figure_of(rows, plan),
        counts=_whether_counts(rows, plan).ifelse(1, 0),
    )  # fmt: skip
    rows = cut(rows, "figure", plan.figures)
    heft, guessed = (part_names(name, plan.hefts.parts) for name in ("heft", "guessed"))
    sums = {name: rows[name].sum() for name in (*part_names("figure", plan.figures.parts), *heft)}
    if plan.has_guesses:
        # An answer about a policy is known or not; nobody imputes it.
        is_guessed = (rows.status == IMPUTED_STATUS) & ~rows.is_policy
        sums |= {
            name: is_guessed.ifelse(rows[part], 0.0).sum()
            for name, part in zip(guessed, heft, strict=True)
        }
        sums["states_guessed"] = is_guessed.ifelse(rows.counts, 0).sum()
    if plan.holds or plan.has_published:
        sums["fresh"] = rows.fresh.sum() if plan.holds else rows.count()
    found = rows.group_by("recipe_no", "part", "moment", "breakdown").agg(
        **sums, states_with_data=rows.counts.sum()
    )
    if "fresh" not in sums:
        found = found.mutate(fresh=ibis.literal(1))
    if plan.has_guesses:
        return found
    return found.mutate(
        **{name: ibis.literal(0.0) for name in guessed}, states_guessed=ibis.literal(0)
    )


def _on(plan: Plan) -> list[str]:
    """Return what rows and weights are joined on; one mix needs no telling apart."""
    return ["area", "period"] if plan.has_one_mix else ["mix", "area", "period"]


def _figure_of(rows: ir.Table, plan: Plan) -> ir.Value:
    """Return what is added up of a row: its value, weighted or not, or one for a policy."""
    weighted, has_policy = rows.value * rows.heft, (rows.value >= rows.has_policy).ifelse(1.0, 0.0)
    if plan.methods == {"weighted_mean"}:
        return weighted
    figure = rows.value
    if "weighted_mean" in plan.methods:
        figure = rows.is_weighted.ifelse(weighted, figure)
    if "policy_share" in plan.methods:
        figure = rows.is_policy.ifelse(has_policy, figure)
    return figure


def _whether_counts(rows: ir.Table, plan: Plan) -> ir.Value:
    """Return whether a state counts as having data: for a weighted mean it needs a weight."""
    if plan.methods == {"weighted_mean"}:
        return rows.has_heft
    return ~rows.is_weighted | rows.has_heft


def _by_group(sums: ir.Table, recipes: ir.Table, members: ir.Table) -> ir.Table:
    """Add the parts up to the groups that they are parts of."""
    cuts = members.select("mix", "area", "part").distinct()
    rows = sums.inner_join(recipes.select("recipe_no", "mix"), "recipe_no").inner_join(
        cuts, ["mix", "part"]
    )
    key = ("recipe_no", "mix", "area", "moment", "breakdown")
    summed = [name for name in sums.columns if name not in {*key, "part"}]
    return rows.group_by(*key).agg(**{name: rows[name].sum() for name in summed})


def _whole(members: ir.Table, hefts: ir.Table, plan: Plan) -> ir.Table:
    """Return the number of states of each group, and its known weight at each moment."""
    rows = members.select("mix", "area", "member").inner_join(
        hefts, ["mix", ("member", "area")], rname="{name}_of_member"
    )
    heft, whole = (part_names(name, plan.hefts.parts) for name in ("heft", "whole"))
    sums = {name: rows[part].sum() for name, part in zip(whole, heft, strict=True)}
    found = rows.group_by("mix", "area", "moment").agg(**sums, states_total=rows.count())
    return put_together(found, "whole", plan.hefts)


def _figures(engine: Engine, groups: ir.Table) -> ir.Table:
    """Turn sums into figures with their coverage, and withhold what is below its gate."""
    weighs, states = groups.is_weighted, groups.states_with_data.cast("float64")
    # What a mean is divided by, and what an imputed part is a part of.
    mass = weighs.ifelse(groups.heft, states)
    guessed = weighs.ifelse(groups.guessed, groups.states_guessed.cast("float64"))
    by_weight = weighs | (groups.is_sum & groups.has_weight)
    weight_share = (groups.heft / groups.whole.nullif(0.0)).fill_null(0.0)
    table = engine.tidied(
        groups.mutate(by_weight=by_weight),
        value=groups.is_sum.ifelse(groups.figure, groups.figure / mass.nullif(0.0)),
        weighted_sum=groups.figure,
        mass=mass,
        share=by_weight.ifelse(weight_share, states / groups.states_total.cast("float64")),
        imputed_share=guessed / mass.nullif(0.0),
    )
    passed = (table.mass > 0) & (table.share >= table.gate)
    return table.select(
        "recipe", "recipe_no", "indicator", "area", "breakdown", "period", "fresh",
        is_published_only=table.is_published,
        value=passed.ifelse(table.value, ibis.null("float64")),
        weighted_sum=table.weighted_sum,
        mass=table.mass,
        states_with_data=as_count(table.states_with_data),
        states_total=as_count(table.states_total),
        weight_share=table.by_weight.ifelse(table.share, ibis.null("float64")),
        imputed_share=table.imputed_share,
        gate_passed=passed,
        is_published=ibis.literal(False),
    )  # fmt: skip
