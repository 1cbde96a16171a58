"""The same question asked a little differently, for each of the rating functions.

A probe asks the decision core of a function and not the function: the points are chosen once, and
no working is written. Each returns what changes when one point is left out, when a threshold of
colour moves by a tenth, and when the baseline moves by a year.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from milepost.measure import rate_direction, rate_ratification
from milepost.measure.case import Case, Parameters
from milepost.measure.path import VERDICTS, Outcome, Path, decide, left_out, status_of_ratio
from milepost.measure.rate_ladder import climb, colour_of_stage
from milepost.measure.rate_level import (
    LEVEL_DEFAULTS,
    LEVEL_STATUSES,
    POLICY_DEFAULTS,
    POLICY_STATUSES,
    colour_of_level,
    decide_level,
)
from milepost.measure.rate_path import path_of
from milepost.measure.rate_ratification import Counts, count, status_of, with_target
from milepost.measure.rounding import tidy
from milepost.measure.series import Point, Selection
from milepost.measure.states import Reason, State
from milepost.measure.trail import label
from milepost.measure.trial import Group, Trial
from milepost.measure.verdict import Plain

TENTH = 0.1
Answer = tuple[State, str, Reason | None]
Points = tuple[Point, ...]

BY_RATIO = frozenset({"on_track", "acceleration_needed", "limited", "regressing"})
NEEDS_BASELINE = BY_RATIO | {"lost_after_being_met"}
BY_PACE = frozenset({"pace_kept_or_faster", "slower_than_before"})


@dataclass(frozen=True, slots=True)
class Probe:
    """What the three kinds of change give."""

    points: Group
    thresholds: Group
    baseline: Group


def moves(
    parameter: str, value: float, direction: int, *, most: float | None = None
) -> Iterator[tuple[Trial | None, str, float]]:
    """Yield the threshold a tenth of its size stricter and looser, in the wanted direction.

    Yields a finished trial in place of a number where the move cannot be made; ``most`` is the
    end of the scale, to which a stricter threshold is moved at most.
    """
    for what, sign in (("stricter", direction), ("looser", -direction)):
        to = tidy(value + sign * TENTH * abs(value))
        if most is not None and what == "stricter":
            to = min(to, max(most, value))
        silent = "" if to != tidy(value) else "threshold_zero" if not value else "threshold_at_end"
        values: dict[str, Plain] = {"parameter": parameter, "from": tidy(value)}
        yield (Trial(what, why=silent, values=values) if silent else None), what, to


def try_moves(
    thresholds: Mapping[str, float | None],
    direction: int,
    answer: Callable[[str, float], Answer],
    *,
    most: float | None = None,
) -> list[Trial]:
    """Move each threshold that is set, one at a time, and ask again."""
    trials = []
    for name, value in thresholds.items():
        if value is None:
            continue
        for silent, what, to in moves(name, value, direction, most=most):
            if silent is not None:
                trials.append(silent)
                continue
            state, status, reason = answer(name, to)
            values: dict[str, Plain] = {"parameter": name, "from": tidy(value), "to": to}
            trials.append(Trial(what, state, status, reason, values=values))
    return trials


def try_years(baseline: float | None, answer: Callable[[float], Answer | str]) -> Group:
    """Move the baseline a year back and forth; a text in place of an answer says why not."""
    if baseline is None:
        return Group(why="no_baseline_set")
    trials = []
    for what, years in (("earlier", -1.0), ("later", 1.0)):
        to = baseline + years
        found = answer(to)
        if isinstance(found, str):
            trials.append(Trial(what, why=found, values={"to": tidy(to)}))
            continue
        state, status, reason = found
        trials.append(Trial(what, state, status, reason, values={"to": tidy(to)}))
    return Group(tuple(trials))


def dropped(answers: Iterable[tuple[Point, Answer]], points: Points) -> Group:
    """Return the group of points left out; those not among the answers change nothing."""
    trials = [
        Trial(
            "left_out",
            state,
            status,
            reason,
            values={"period": label(point), "value": tidy(point.value)},
        )
        for point, (state, status, reason) in answers
    ]
    return Group(tuple(trials), len(points) - len(trials))


def _of(outcome: Outcome) -> Answer:
    return outcome.state, outcome.status, outcome.reason


# --- linear path ----------------------------------------------------------------------------------


def probe_path(case: Case, parameters: Parameters, points: Points) -> Probe:
    """Ask the decision procedure again."""
    path = path_of(case, parameters, points)
    outcome = decide(path)
    return Probe(
        points=dropped(((p, _of(o)) for p, o in left_out(path, outcome)), points),
        thresholds=_path_thresholds(path, outcome),
        baseline=_path_years(path, outcome),
    )


def _path_thresholds(path: Path, outcome: Outcome) -> Group:
    if outcome.status not in BY_RATIO or outcome.ratio is None:
        return Group(why="thresholds_unused")
    ratio, thresholds = outcome.ratio, path.thresholds

    def answer(name: str, to: float) -> Answer:
        moved = (
            replace(thresholds, on_track=to)
            if name == "on_track"
            else replace(thresholds, acceleration=to)
        )
        status = status_of_ratio(ratio, moved)
        state, reason = VERDICTS[status]
        return state, status, reason

    cuts = {"on_track": thresholds.on_track, "acceleration": thresholds.acceleration}
    return Group.of(try_moves(cuts, 1, answer))


def _path_years(path: Path, outcome: Outcome) -> Group:
    if outcome.status not in NEEDS_BASELINE:
        return Group(why="baseline_unused")
    return try_years(path.baseline, lambda to: _of(decide(replace(path, baseline=to))))


# --- direction of change --------------------------------------------------------------------------


def probe_direction(case: Case, parameters: Parameters, points: Points) -> Probe:
    """Ask again whether the value moves the right way."""
    path = path_of(case, parameters, points)
    material = rate_direction.material_change(parameters)
    status, base, last = rate_direction.decide_direction(path, material)
    if base is None or last is None:
        return silent_probe("no_colour")
    answers = [
        (point, _of_change(other)) for point, other in rate_direction.left_out(path, base, material)
    ]

    def moved(_name: str, to: float) -> Answer:
        return _of_change(rate_direction.status_of(base, last, case.direction, to))

    used = status in ("improving", "improving_slowly") and base.value != 0
    cuts = {"material_change": material}
    return Probe(
        points=dropped(answers, points),
        thresholds=(
            Group.of(try_moves(cuts, 1, moved)) if used else Group(why="thresholds_unused")
        ),
        baseline=try_years(
            case.baseline,
            lambda to: _of_change(
                rate_direction.decide_direction(replace(path, baseline=to), material)[0]
            ),
        ),
    )


def _of_change(status: str) -> Answer:
    state, reason = rate_direction.COLOURS[status]
    return state, status, reason


# --- levels and rungs -----------------------------------------------------------------------------


def probe_level(case: Case, parameters: Parameters, points: Points) -> Probe:
    """Compare the latest level again."""
    return _probe_level(case, {**LEVEL_DEFAULTS, **parameters}, points, LEVEL_STATUSES)


def probe_policy(case: Case, parameters: Parameters, points: Points) -> Probe:
    """Compare the share of states again, or ask the path where a target is dated."""
    settings = {**POLICY_DEFAULTS, **parameters}
    if case.target is not None:
        if case.deadline is not None and case.baseline is not None:
            return probe_path(case, parameters, points)
        settings["green"] = case.target
    return _probe_level(case, settings, points, POLICY_STATUSES, most=1.0)


def _probe_level(
    case: Case,
    settings: dict[str, Any],
    points: Points,
    statuses: Mapping[State, str],
    most: float | None = None,
) -> Probe:
    last = points[-1]
    green = settings["green"] if settings["green"] is not None else case.target
    cuts = {"green": green, "yellow": settings["yellow"]}

    def answer(name: str, to: float) -> Answer:
        moved = {**cuts, name: to}
        state = colour_of_level(last.value, case.direction, moved["green"], moved["yellow"])
        return state, statuses[state], None

    without = [(last, decide_level(case, settings, points[:-1], statuses))]
    return Probe(
        points=dropped(without, points),
        thresholds=Group.of(try_moves(cuts, case.direction, answer, most=most)),
        baseline=Group(why="baseline_unused"),
    )


def probe_ladder(_case: Case, parameters: Parameters, points: Points) -> Probe:
    """Leave out each record of what a state did."""
    answers = [(p, _rung(parameters, tuple(q for q in points if q is not p))) for p in points]
    return Probe(
        points=dropped(answers, points),
        thresholds=Group(why="rungs"),
        baseline=Group(why="baseline_unused"),
    )


def _rung(parameters: Parameters, points: Points) -> Answer:
    if not points:
        return State.GREY, "no_data", Reason.NO_DATA
    stage, _since, was_party = climb(points)
    state, status = colour_of_stage(stage, parameters, was_party=was_party)
    return state, status, None


# --- ratification ---------------------------------------------------------------------------------


def probe_ratification(case: Case, parameters: Parameters, points: Points) -> Probe:
    """Ask again what the counts of parties say."""
    aimed = with_target(case, parameters)
    counts = count(case, parameters, points)
    trials = []
    for steps, (state, status, reason) in rate_ratification.left_out(aimed, parameters, points):
        trials.append(
            Trial(
                "had_not_joined" if steps.joined else "had_not_left",
                state,
                status,
                reason,
                values={
                    "first": label(steps.first),
                    "last": label(steps.last),
                    "count": steps.number,
                },
                count=steps.number,
            )
        )
    return Probe(
        points=Group(tuple(trials)),
        thresholds=_adoption_thresholds(aimed, parameters, points, counts),
        baseline=_adoption_years(aimed, parameters, points, counts),
    )


def _adoption_thresholds(
    aimed: Case, parameters: Parameters, points: Points, counts: Counts
) -> Group:
    def answer(name: str, to: float) -> Answer:
        return rate_ratification.decide_adoption(aimed, {**parameters, name: to}, points)

    shares: dict[str, float | None] = {"universal_share": counts.universal_share}
    ratios: dict[str, float | None] = {}
    if rate_ratification.aims_at_target(aimed, counts):
        selection = Selection(points, ())
        path = rate_ratification.step_path(aimed, parameters, selection, counts)
        if decide(path).status in BY_RATIO:
            cuts = path.thresholds
            ratios = {"on_track": cuts.on_track, "acceleration": cuts.acceleration}
    elif status_of(counts) in BY_PACE:
        ratios = {"pace_ratio_green": counts.pace_ratio_green}
    return Group.of([*try_moves(shares, 1, answer, most=1.0), *try_moves(ratios, 1, answer)])


def _adoption_years(aimed: Case, parameters: Parameters, points: Points, counts: Counts) -> Group:
    if counts.coverage >= counts.universal_share:
        return Group(why="baseline_unused")
    counted_from = parameters.get("counted_from")

    def answer(to: float) -> Answer | str:
        if counted_from is not None and to < float(counted_from) <= (counts.baseline or 0.0):
            return "before_counts"
        moved = replace(aimed, baseline=to)
        return rate_ratification.decide_adoption(moved, parameters, points)

    return try_years(aimed.baseline, answer)


def silent_probe(why: str) -> Probe:
    """Return a probe in which nothing was tried."""
    group = Group(why=why)
    return Probe(group, group, group)


PROBES: Mapping[str, Callable[[Case, Parameters, Points], Probe]] = {
    "linear_path": probe_path,
    "ratification": probe_ratification,
    "commitment_ladder": probe_ladder,
    "policy_share": probe_policy,
    "level_threshold": probe_level,
    "direction_of_change": probe_direction,
}
"""Rating function -> its probe; ``points`` are those that the function used, never empty."""
