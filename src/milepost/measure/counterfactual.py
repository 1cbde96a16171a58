"""What would have made the colour better: the smallest change, checked by rating again.

A value is computed in closed form from the thresholds of the rule and rated again by the same
decision procedure before it is given; a number of new parties is found by bisection. The answer
changes one input only and says nothing about how it could come about.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from milepost.measure.case import Case, Parameters, usable
from milepost.measure.path import Path, decide, find_baseline
from milepost.measure.rate_direction import COLOURS as DIRECTION_COLOURS
from milepost.measure.rate_direction import DIRECTION_DEFAULTS, decide_direction
from milepost.measure.rate_ladder import PARTY, SIGNED, climb, colour_of_stage
from milepost.measure.rate_level import (
    LEVEL_DEFAULTS,
    LEVEL_STATUSES,
    POLICY_DEFAULTS,
    POLICY_STATUSES,
    colour_of_level,
)
from milepost.measure.rate_path import path_of
from milepost.measure.rate_ratification import (
    COLOURS,
    aims_at_target,
    count,
    status_of,
    step_path,
    with_target,
)
from milepost.measure.rounding import tidy, unit_in_last_place
from milepost.measure.series import Point, on_axis_of
from milepost.measure.states import State, is_better
from milepost.measure.trail import label
from milepost.measure.verdict import Plain, Verdict

Judge = Callable[[float], tuple[State, str]]
MOST_NUDGES = 4


def what_would_change(
    function_name: str, case: Case, parameters: Parameters, verdict: Verdict
) -> dict[str, Plain] | None:
    """Return the smallest change of one input that gives a better colour, or None.

    The keys are those of ``explanation.COUNTERFACTUAL_KINDS`` with ``kind``: ``last_value`` (the
    latest value that would do; ``strictly`` when it must be passed and not only reached),
    ``new_parties`` (how many more), ``stage`` (the rung that one state must reach). None for green,
    for grey, and where no such change helps. Raises KeyError for an unknown function.
    """
    seek = SEEKERS[function_name]
    if verdict.state not in (State.YELLOW, State.RED):
        return None
    return seek(case, parameters, verdict)


PACED = frozenset({"acceleration_needed", "limited", "regressing", "lost_after_being_met"})
"""Statuses of a dated target that is not met and not yet due."""


def pace_needed(function_name: str, case: Case, verdict: Verdict) -> dict[str, Plain] | None:
    """Return the pace from the latest value on that meets the target by the deadline, or None.

    ``per_year = (target - value) / (deadline - latest)``, in the unit of the value (or parties) a
    year; kept up, it makes the rating green at the deadline. ``pace`` is what was seen since the
    baseline. The keys are those of ``explanation.COUNTERFACTUAL_KINDS``. None for green and grey,
    without a target and deadline that lie ahead, and for rules that look at no pace.
    """
    needed = verdict.numbers.get("required_pace")
    target = verdict.numbers.get("target")
    if verdict.status not in PACED or case.deadline is None or needed is None:
        return None
    return {
        "kind": "pace",
        "of": "parties" if function_name == "ratification" else "value",
        "period": verdict.period,
        "from": verdict.value,
        "value": target,
        "deadline": case.deadline,
        "per_year": needed,
        "pace": verdict.numbers.get("pace"),
        "to": State.GREEN.value,
        "status": "met_on_time",
    }


def _seek_path(case: Case, parameters: Parameters, verdict: Verdict) -> dict[str, Plain] | None:
    path = path_of(case, parameters, usable(case, parameters).used)
    last = path.points[-1]

    def judge(value: float) -> tuple[State, str]:
        outcome = decide(_with_last(path, value))
        return outcome.state, outcome.status

    return _first_value(last, case.direction, _path_candidates(path), judge, verdict.state)


def _path_candidates(path: Path) -> list[float]:
    """Return the last values at which the procedure may change its answer."""
    target = path.target or 0.0
    base, last = find_baseline(path), path.points[-1]
    candidates = [target]
    if base is not None and path.deadline is not None:
        end = on_axis_of(last, path.deadline)
        if base.when < last.when < end:
            share = (last.when - base.when) / (end - base.when)
            gap = target - base.value
            thresholds = path.thresholds
            candidates += [
                base.value + gap * share * cut
                for cut in (thresholds.acceleration, thresholds.on_track)
            ]
    return candidates


def _with_last(path: Path, value: float) -> Path:
    last = replace(path.points[-1], value=value)
    return replace(path, points=(*path.points[:-1], last))


def _first_value(
    last: Point,
    direction: int,
    candidates: Iterable[float],
    judge: Judge,
    state: State,
    *,
    strictly: bool = False,
) -> dict[str, Plain] | None:
    """Return the candidate nearest the last value that is rated better."""
    for candidate in sorted(candidates, key=lambda value: direction * value):
        value = tidy(candidate)
        if direction * value <= direction * tidy(last.value):
            continue
        for _ in range(MOST_NUDGES):
            better, status = judge(value)
            if is_better(better, state):
                return {
                    "kind": "last_value",
                    "period": label(last),
                    "from": tidy(last.value),
                    "value": value,
                    "change": tidy(value - last.value),
                    "strictly": strictly,
                    "to": better.value,
                    "status": status,
                }
            value = tidy(value + direction * unit_in_last_place(value))
    return None


def _seek_level(
    case: Case, parameters: Parameters, verdict: Verdict, defaults: Mapping[str, Any]
) -> dict[str, Plain] | None:
    settings = {**defaults, **parameters}
    green = settings["green"] if settings["green"] is not None else case.target
    yellow = settings["yellow"]
    statuses = POLICY_STATUSES if defaults is POLICY_DEFAULTS else LEVEL_STATUSES
    last = usable(case, parameters).used[-1]

    def judge(value: float) -> tuple[State, str]:
        state = colour_of_level(value, case.direction, float(green or 0.0), yellow)
        return state, statuses[state]

    candidates = [cut for cut in (green, yellow) if cut is not None]
    return _first_value(last, case.direction, candidates, judge, verdict.state)


def _seek_threshold(
    case: Case, parameters: Parameters, verdict: Verdict
) -> dict[str, Plain] | None:
    return _seek_level(case, parameters, verdict, LEVEL_DEFAULTS)


def _seek_policy(case: Case, parameters: Parameters, verdict: Verdict) -> dict[str, Plain] | None:
    if case.target is None:
        return _seek_level(case, parameters, verdict, POLICY_DEFAULTS)
    if case.deadline is not None and case.baseline is not None:
        return _seek_path(case, parameters, verdict)
    aimed = {**parameters, "green": case.target}
    return _seek_level(case, aimed, verdict, POLICY_DEFAULTS)


def _seek_direction(
    case: Case, parameters: Parameters, verdict: Verdict
) -> dict[str, Plain] | None:
    path = path_of(case, parameters, usable(case, parameters).used)
    material = float(parameters.get("material_change", DIRECTION_DEFAULTS["material_change"]))
    base, last = find_baseline(path) or path.points[0], path.points[-1]

    def judge(value: float) -> tuple[State, str]:
        status = decide_direction(_with_last(path, value), material)[0]
        return DIRECTION_COLOURS[status][0], status

    if verdict.state is State.YELLOW:
        years = last.when - base.when
        needed = base.value + case.direction * material * abs(base.value) * years
        return _first_value(last, case.direction, [needed], judge, State.YELLOW)
    return _any_improvement(case, last, base, judge)


def _any_improvement(case: Case, last: Point, base: Point, judge: Judge) -> dict[str, Plain]:
    """From red, any value beyond the baseline helps; the baseline value is the bound itself."""
    beyond = tidy(base.value + case.direction * max(abs(base.value) * 1e-9, 1e-300))
    better, status = judge(beyond)
    return {
        "kind": "last_value",
        "period": label(last),
        "from": tidy(last.value),
        "value": tidy(base.value),
        "change": tidy(base.value - last.value),
        "strictly": True,
        "to": better.value,
        "status": status,
    }


def _seek_parties(case: Case, parameters: Parameters, verdict: Verdict) -> dict[str, Plain] | None:
    selection = usable(case, parameters)
    counts = count(case, parameters, selection.used)
    aimed = with_target(case, parameters)

    def judge(more: int) -> tuple[State, str]:
        after = replace(counts, parties=counts.parties + more)
        if aims_at_target(aimed, after):
            outcome = decide(step_path(aimed, parameters, selection, after))
            return outcome.state, outcome.status
        status = status_of(after)
        return COLOURS[status][0], status

    room = int(counts.eligible - counts.parties)
    needed = range(1, room + 1)
    index = bisect_left(needed, True, key=lambda more: is_better(judge(more)[0], verdict.state))
    if index == len(needed):
        return None
    better, status = judge(needed[index])
    return {
        "kind": "new_parties",
        "from": int(counts.parties),
        "new_parties": needed[index],
        "to": better.value,
        "status": status,
    }


def _seek_stage(case: Case, parameters: Parameters, verdict: Verdict) -> dict[str, Plain] | None:
    stage, _, was_party = climb(usable(case, parameters).used)
    for rung in (SIGNED, PARTY):
        better, status = colour_of_stage(rung, parameters, was_party=was_party)
        if rung > stage and is_better(better, verdict.state):
            return {
                "kind": "stage",
                "from": stage,
                "value": rung,
                "to": better.value,
                "status": status,
            }
    return None


SEEKERS: Mapping[str, Callable[[Case, Parameters, Verdict], dict[str, Plain] | None]] = {
    "linear_path": _seek_path,
    "ratification": _seek_parties,
    "commitment_ladder": _seek_stage,
    "policy_share": _seek_policy,
    "level_threshold": _seek_threshold,
    "direction_of_change": _seek_direction,
}
