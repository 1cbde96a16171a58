"""The computed rating of a group of states, on its aggregated series."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from milepost.measure.case import Case
from milepost.measure.counterfactual import pace_needed, what_would_change
from milepost.measure.rounding import tidy
from milepost.measure.rules import FUNCTIONS
from milepost.measure.sensitivity import sensitivity
from milepost.measure.series import Point
from milepost.measure.states import Reason
from milepost.measure.verdict import Plain, Step, Verdict
from milepost.reviews.adoption import (
    Adoption,
    covered_migrants,
    gather_adoption,
    known_until,
    opening,
)
from milepost.reviews.aggregation import Row, aggregate, make_recipe
from milepost.reviews.observed import Observed
from milepost.reviews.rated import Rated, grey
from milepost.reviews.workbench import (
    Task,
    Workbench,
    is_level,
    sorted_codes,
    stated_target,
)

AGGREGATED_STATUS = "aggregated"
"""Status of a point in a trace that was computed from states."""


def rate_group(bench: Workbench, task: Task, group: str) -> Rated | None:
    """Rate a group, or return None when nothing at all is known of it.

    Too few known states give grey "coverage too low", unless the source publishes figures of the
    group itself; those are then used and the steps say so.
    """
    definition = bench.definition(task.indicator)
    aggregation = str(definition.get("aggregation") or "none")
    rated = Rated(
        verdict=grey(Reason.NO_DATA),
        function=task.function,
        parameters=dict(task.parameters),
        unit=str((definition.get("unit") or {}).get("key", "")),
    )
    if group in task.not_applicable:
        rated.verdict = grey(Reason.NOT_APPLICABLE, Step("final.not_applicable", {"place": group}))
        return rated
    if aggregation == "adoption":
        return _rate_adoption(bench, task, group, rated)
    return _rate_series(bench, task, group, rated)


def _case(
    bench: Workbench, task: Task, group: str, points: tuple[Point, ...], aggregation: str
) -> Case:
    here = is_level(task, group, is_group=True)
    return Case(
        points=points,
        direction=task.direction,
        baseline=task.baseline,
        baseline_value=task.baseline_value if here else None,
        target=stated_target(task, group, aggregation, is_group=True),
        deadline=task.deadline,
        as_of=bench.as_of_when,
    )


def _ask(case: Case, rated: Rated, steps: list[Step], numbers: Mapping[str, Any]) -> None:
    """Ask the rule, and put the group's own steps and numbers around its answer."""
    rated.case = case
    verdict = FUNCTIONS[rated.function](case, rated.parameters)
    rated.what_would_change = what_would_change(rated.function, case, rated.parameters, verdict)
    rated.pace_needed = pace_needed(rated.function, case, verdict)
    rated.sensitivity = sensitivity(rated.function, case, rated.parameters, verdict).as_dict()
    rated.verdict = _around(verdict, steps, numbers)


def _around(verdict: Verdict, steps: list[Step], numbers: Mapping[str, Any]) -> Verdict:
    return replace(verdict, steps=(*steps, *verdict.steps), numbers={**verdict.numbers, **numbers})


# --- treaties -----------------------------------------------------------------------------------


def _rate_adoption(bench: Workbench, task: Task, group: str, rated: Rated) -> Rated | None:
    adoption = gather_adoption(bench, task.indicator, group)
    published = bench.series(task.indicator, task.breakdown).of(group)
    if not adoption.known and not published:
        return None
    passed = adoption.passes(task.gate)
    rated.coverage = {
        "states_with_data": len(adoption.known),
        "states_total": len(adoption.eligible),
        "weight_share": None,
        "imputed_share": 0.0,
        "gate_passed": passed,
    }
    rated.rejected = _outside(adoption)
    steps = [_known_step(adoption, task.gate, passed)]
    if not passed and not published:
        rated.used = _events(adoption)
        rated.verdict = grey(Reason.COVERAGE_TOO_LOW, *steps)
        return rated
    opened = opening(bench, task.indicator)
    rated.parameters["eligible"] = len(adoption.eligible)
    if passed:
        rated.parameters["known_until"] = known_until(bench, task.indicator)
        if rated.parameters.get("opened") is None:
            rated.parameters["opened"] = opened
        points = adoption.points(opened or bench.as_of_when)
        rated.used = _points_entries(points, group) + _events(adoption)
        rated.weighted = covered_migrants(bench, adoption)
    else:
        points = tuple(row.point() for row in published)
        rated.used = [{**row.entry(), "place": group} for row in published]
        rated.parameters.update(_published_span(points))
        steps.append(_published_step(published))
    _ask(_case(bench, task, group, points, "adoption"), rated, steps, {})
    return rated


def _known_step(adoption: Adoption, gate: float, passed: bool) -> Step:
    unknown = set(adoption.eligible).difference(adoption.known)
    values: dict[str, Plain] = {
        "states_with_data": len(adoption.known),
        "states_total": len(adoption.eligible),
        "share": adoption.coverage,
        "gate": tidy(gate),
        "passed": passed,
        "states_unknown": sorted_codes(unknown),
    }
    return Step("coverage.states", values)


def _published_span(points: tuple[Point, ...]) -> dict[str, Any]:
    """Limit the rule to the days between which numbers of parties are stated.

    Before the first stated number nothing is known, which is not zero parties, and after the
    last one nothing is known either, which is not a standstill.
    """
    return {"counted_from": points[0].when, "known_until": points[-1].when}


def _published_step(rows: list[Observed]) -> Step:
    values: dict[str, Plain] = {
        "first": rows[0].period,
        "last": rows[-1].period,
        "vintage": rows[-1].vintage,
    }
    return Step("coverage.published", values)


def _events(adoption: Adoption) -> list[dict[str, Any]]:
    """Return each consent and each denunciation with the state that made it."""
    return [
        {**change.row.entry(), "value": float(change.step > 0), "place": state}
        for state, change in adoption.moves
    ]


def _outside(adoption: Adoption) -> list[dict[str, Any]]:
    return [
        {
            "period": row.period,
            "value": row.value,
            "status": row.status,
            "why": "not_eligible",
            "place": place,
        }
        for place, row in adoption.outside
    ]


def _points_entries(points: tuple[Point, ...], group: str) -> list[dict[str, Any]]:
    return [
        {
            "period": point.period,
            "value": point.value,
            "status": AGGREGATED_STATUS,
            "vintage": "",
            "place": group,
        }
        for point in points
    ]


# --- everything else ----------------------------------------------------------------------------


def _rate_series(bench: Workbench, task: Task, group: str, rated: Rated) -> Rated | None:
    recipe = make_recipe(bench, task.indicator, task.breakdown, dict(task.parameters))
    rows = aggregate(bench, recipe, group)
    if not rows:
        return None
    usable = [(row, point) for row in rows if (point := row.point())]
    latest = usable[-1][0] if usable else rows[-1]
    figure = latest.figure
    rated.coverage = {
        "states_with_data": figure.states_with_data,
        "states_total": figure.states_total,
        "weight_share": figure.weight_share,
        "imputed_share": figure.imputed_share or 0.0,
        "gate_passed": figure.gate_passed,
    }
    steps = [_figure_step(latest, recipe.aggregation, recipe.weight, recipe.gate)]
    if not usable:
        rated.used = _state_entries(latest)
        rated.verdict = grey(Reason.COVERAGE_TOO_LOW, *steps)
        return rated
    points = tuple(point for _row, point in usable)
    if latest.is_published:
        published = [row.states[group] for row, _point in usable]
        rated.used = [{**row.entry(), "place": group} for row in published]
        steps.append(_published_step(published))
    else:
        rated.used = _points_entries(points, group) + _state_entries(latest)
    numbers: dict[str, Any] = {}
    if recipe.aggregation == "policy_share" and not latest.is_published:
        having = sum(row.value >= recipe.has_policy for row in latest.states.values())
        numbers = {"states_with_policy": having, "states_with_data": figure.states_with_data}
        rated.unit = "share_of_states"
    _ask(_case(bench, task, group, points, recipe.aggregation), rated, steps, numbers)
    return rated


def _figure_step(row: Row, aggregation: str, weight: str | None, gate: float) -> Step:
    values: dict[str, Plain] = {
        "method": aggregation,
        "weight": weight,
        "period": row.period,
        "states_with_data": row.figure.states_with_data,
        "states_total": row.figure.states_total,
        "weight_share": row.figure.weight_share,
        "imputed_share": row.figure.imputed_share or 0.0,
        "gate": tidy(gate),
        "passed": row.figure.gate_passed,
    }
    return Step("coverage.figure", values)


def _state_entries(row: Row) -> list[dict[str, Any]]:
    return [{**row.states[code].entry(), "place": code} for code in sorted(row.states)]
