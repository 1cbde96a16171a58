"""From states to groups, for everything that is not a treaty.

One call gives the whole series of one indicator in one group, period by period, each with its
coverage. The figures are computed from states; published figures of the group are taken only
where too few states are known, never mixed into a computed series.
"""

from dataclasses import dataclass

from milepost.measure.rollup import (
    COUNTRY_GATE,
    SUM_GATE,
    Aggregate,
    policy_adoption,
    simple_mean,
    total,
    weighted_mean,
)
from milepost.measure.series import Point
from milepost.reviews.material import Document
from milepost.reviews.observed import IMPUTED_STATUS, Observed, Series
from milepost.reviews.workbench import Workbench

POLICY_VALID_YEARS = 5.0
"""How long an answer about a policy is taken to hold, unless the rule says otherwise."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to aggregate, and how."""

    indicator: str
    breakdown: str
    aggregation: str
    weight: str | None
    gate: float
    has_policy: float
    valid_years: float


@dataclass(frozen=True, slots=True)
class Row:
    """The figure of a group in one period, and the states that it was made from."""

    period: str
    when: float
    figure: Aggregate
    states: dict[str, Observed]
    is_published: bool = False

    def point(self) -> Point | None:
        """Return the figure as a point, or None when it is withheld."""
        if self.figure.value is None:
            return None
        return Point(self.when, self.figure.value, self.period)

    def as_dict(self, place: str, breakdown: str) -> Document:
        """Return the row of ``aggregates/<indicator>.json``."""
        return {
            "place": place,
            "period": self.period,
            "breakdown": breakdown,
            "value": self.figure.value,
            "states_with_data": self.figure.states_with_data,
            "states_total": self.figure.states_total,
            "weight_share": self.figure.weight_share,
            "imputed_share": self.figure.imputed_share or 0.0,
            "destination_share": None,
            "origin_share": None,
            "published": self.is_published,
        }


def make_recipe(bench: Workbench, indicator: str, breakdown: str, parameters: Document) -> Recipe:
    """Return how an indicator is aggregated for a benchmark.

    ``coverage_gate`` of the parameters applies; without it half of the states (or of the weight)
    must report, and two thirds for a sum.
    """
    definition = bench.definition(indicator)
    aggregation = str(definition.get("aggregation") or "none")
    gate = parameters.get("coverage_gate")
    if gate is None:
        gate = SUM_GATE if aggregation == "sum" else COUNTRY_GATE
    return Recipe(
        indicator=indicator,
        breakdown=breakdown,
        aggregation=aggregation,
        weight=definition.get("weight"),
        gate=float(gate),
        has_policy=float(parameters.get("has_policy", 1.0)),
        valid_years=float(parameters.get("valid_years", POLICY_VALID_YEARS)),
    )


def aggregate(bench: Workbench, recipe: Recipe, group: str) -> list[Row]:
    """Return the series of a group, oldest period first; empty when nothing is known.

    Computed once for each recipe and group, for ratings and aggregates ask for the same.
    """
    rows: list[Row] | None = bench.figures.get((recipe, group))
    if rows is None:
        rows = bench.figures[recipe, group] = _aggregate(bench, recipe, group)
    return rows


def _aggregate(bench: Workbench, recipe: Recipe, group: str) -> list[Row]:
    if recipe.aggregation == "none":
        return []
    series = bench.series(recipe.indicator, recipe.breakdown)
    members = bench.eligible_members(group, recipe.indicator)
    rows: list[Row] = []
    if recipe.aggregation != "published":
        periods = series.by_period(members)
        if recipe.aggregation == "policy_share":
            periods = _held_answers(series, members, periods, recipe.valid_years)
        rows = [
            Row(period, when, _figure(bench, recipe, members, (when, states)), states)
            for period, when, states in periods
        ]
        if any(row.figure.gate_passed for row in rows):
            return rows
    published = _published(series, group, members)
    return published or rows


def _held_answers(
    series: Series,
    members: tuple[str, ...],
    periods: list[tuple[str, float, dict[str, Observed]]],
    valid_years: float,
) -> list[tuple[str, float, dict[str, Observed]]]:
    """Let the last answer of each state stand until its next one, for ``valid_years``."""
    held = []
    for period, when, _states in periods:
        latest = ((code, series.latest(code, when)) for code in members)
        states = {code: row for code, row in latest if row and when - row.when <= valid_years}
        held.append((period, when, states))
    return held


def _figure(
    bench: Workbench,
    recipe: Recipe,
    members: tuple[str, ...],
    at: tuple[float, dict[str, Observed]],
) -> Aggregate:
    when, states = at
    values: dict[str, float | None] = {
        code: (row.value if (row := states.get(code)) else None) for code in members
    }
    imputed = {code for code, row in states.items() if row.status == IMPUTED_STATUS}
    if recipe.aggregation == "policy_share":
        return policy_adoption(values, members, recipe.gate, has_policy=recipe.has_policy)
    weights = bench.weights_at(recipe.weight, when, or_next=True) if recipe.weight else None
    if recipe.aggregation == "weighted_mean" and weights is not None:
        return weighted_mean(values, weights, recipe.gate, imputed=imputed)
    if recipe.aggregation == "sum":
        return total(values, recipe.gate, proxy=weights, imputed=imputed)
    return simple_mean(values, recipe.gate, imputed=imputed)


def _published(series: Series, group: str, members: tuple[str, ...]) -> list[Row]:
    """Return the figures that the source itself gives for the group."""
    rows = []
    for row in series.of(group):
        reporting = sum(
            any(own.period == row.period for own in series.of(code)) for code in members
        )
        figure = Aggregate(row.value, reporting, len(members), None, None, gate_passed=False)
        rows.append(Row(row.period, row.when, figure, {group: row}, is_published=True))
    return rows
