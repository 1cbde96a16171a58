"""The computed rating of one state."""

from milepost.measure.case import Case
from milepost.measure.counterfactual import pace_needed, what_would_change
from milepost.measure.rules import FUNCTIONS
from milepost.measure.sensitivity import sensitivity
from milepost.measure.series import Point, Rejected
from milepost.measure.states import Reason
from milepost.measure.verdict import Step
from milepost.reviews.adoption import stage_points, stages
from milepost.reviews.observed import SIGNATURE
from milepost.reviews.rated import Rated, grey
from milepost.reviews.workbench import Task, Workbench, is_level, stated_target

POLICY = "policy_share"
"""Aggregation of an indicator whose values are answers: no, partly, yes."""


def country_is_known(bench: Workbench, task: Task, place: str) -> bool:
    """Whether there is any value of the benchmark's indicator for this state."""
    if bench.series(task.indicator, task.breakdown).of(place):
        return True
    is_treaty = bench.definition(task.indicator).get("aggregation") == "adoption"
    return is_treaty and bool(bench.series(task.indicator, SIGNATURE).of(place))


def rate_country(bench: Workbench, task: Task, place: str) -> Rated:
    """Rate one state by the rule's function for states.

    A treaty is rated by the rung of the commitment ladder that the state stands on; everything
    else by its own series. A state without a value is grey, never red.
    """
    definition = bench.definition(task.indicator)
    aggregation = str(definition.get("aggregation") or "none")
    rated = Rated(
        verdict=grey(Reason.NO_DATA),
        function=task.country_function,
        parameters=dict(task.country_parameters),
        unit=str((definition.get("unit") or {}).get("key", "")),
    )
    if place in task.not_applicable:
        rated.verdict = grey(Reason.NOT_APPLICABLE, Step("final.not_applicable", {"place": place}))
        return rated
    points = _points(bench, task, place, aggregation, rated)
    refused = bench.series(task.indicator, task.breakdown).refused_of(place)
    rated.rejected = [row.entry() for row in refused]
    here = is_level(task, place, is_group=False)
    case = Case(
        points=points,
        direction=task.direction,
        baseline=task.baseline,
        baseline_value=task.baseline_value if here else None,
        target=stated_target(task, place, aggregation, is_group=False),
        deadline=task.deadline,
        as_of=bench.as_of_when,
        rejected=tuple(Rejected(r.period, r.value, r.status, r.why) for r in refused),
    )
    rated.case = case
    rated.verdict = FUNCTIONS[task.country_function](case, rated.parameters)
    rated.what_would_change = what_would_change(
        task.country_function, case, rated.parameters, rated.verdict
    )
    rated.pace_needed = pace_needed(task.country_function, case, rated.verdict)
    rated.sensitivity = sensitivity(
        task.country_function,
        case,
        rated.parameters,
        rated.verdict,
        answers=aggregation == POLICY,
    ).as_dict()
    return rated


def _points(
    bench: Workbench, task: Task, place: str, aggregation: str, rated: Rated
) -> tuple[Point, ...]:
    series = bench.series(task.indicator, task.breakdown)
    if aggregation != "adoption":
        rows = series.of(place)
        rated.used = [row.entry() for row in rows]
        return tuple(row.point() for row in rows)
    rungs = stages(series.of(place), bench.series(task.indicator, SIGNATURE).of(place))
    rated.used = [{**rung.row.entry(), "value": rung.value} for rung in rungs]
    return stage_points(rungs)
