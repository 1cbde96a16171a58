"""The rating functions of a level: ``level_threshold`` and ``policy_share``."""

from collections.abc import Mapping
from typing import Any

from milepost.measure.case import Case, Parameters, usable
from milepost.measure.rate_path import linear_path
from milepost.measure.rounding import tidy
from milepost.measure.series import Point, age
from milepost.measure.states import Flag, Reason, State
from milepost.measure.trail import (
    fell_back,
    finish,
    has_break,
    input_steps,
    is_stale,
    parameter_steps,
    promise_step,
)
from milepost.measure.verdict import Plain, Step, Verdict

LEVEL_DEFAULTS: dict[str, Any] = {
    "green": None,
    "yellow": None,
    "stale_after": 3.0,
    "unusable_after": 6.0,
}
POLICY_DEFAULTS: dict[str, Any] = {**LEVEL_DEFAULTS, "green": 0.75, "yellow": 0.40}

LEVEL_STATUSES = {
    State.GREEN: "level_met",
    State.YELLOW: "level_partly_met",
    State.RED: "level_not_met",
}
POLICY_STATUSES = {State.GREEN: "widespread", State.YELLOW: "partial", State.RED: "rare"}


def colour_of_level(value: float, direction: int, green: float, yellow: float | None) -> State:
    """Compare a level with its thresholds; a threshold belongs to the better colour."""
    level = direction * tidy(value)
    if level >= direction * tidy(green):
        return State.GREEN
    if yellow is not None and level >= direction * tidy(yellow):
        return State.YELLOW
    return State.RED


def level_threshold(case: Case, parameters: Parameters) -> Verdict:
    """Rate the latest value against the thresholds ``green`` and ``yellow``.

    Without ``green`` the target of the case is the green threshold. ``stale_after`` years raise a
    flag; after ``unusable_after`` years the rating is grey, for the level may have changed (None
    for never).
    """
    return _rate_level(case, parameters, LEVEL_DEFAULTS, LEVEL_STATUSES)


def policy_share(case: Case, parameters: Parameters) -> Verdict:
    """Rate the share of states that have a policy, among those for which this is known.

    Points are shares (0 to 1) by period. With a target, a baseline and a deadline the share is
    judged by the linear path; with a target alone the target is the green threshold.
    """
    if case.target is not None:
        if case.deadline is not None and case.baseline is not None:
            return linear_path(case, parameters)
        parameters = {**parameters, "green": case.target}
    return _rate_level(case, parameters, POLICY_DEFAULTS, POLICY_STATUSES)


def _rate_level(
    case: Case,
    parameters: Parameters,
    defaults: Mapping[str, Any],
    statuses: Mapping[State, str],
) -> Verdict:
    parameters = {**defaults, **parameters}
    selection = usable(case, parameters)
    steps = input_steps(selection)
    steps += parameter_steps(parameters, defaults)
    steps.append(promise_step(case))
    if not selection.used:
        return finish(State.GREY, "no_data", Reason.NO_DATA, steps=steps, last=None)
    last = selection.used[-1]
    green = parameters["green"] if parameters["green"] is not None else case.target
    if green is None:
        return finish(State.GREY, "no_threshold", Reason.NOT_APPLICABLE, steps=steps, last=last)
    yellow = parameters["yellow"]
    steps.append(
        Step("level.compared", {"value": tidy(last.value), "green": green, "yellow": yellow})
    )
    numbers: dict[str, float | str | None] = {
        "level": last.value,
        "green": float(green),
        "yellow": None if yellow is None else float(yellow),
        "distance": case.direction * (last.value - green),
        "years_old": age(last, case.as_of),
    }
    state, status, reason = decide_level(case, parameters, selection.used, statuses)
    flags: tuple[Flag, ...] = (Flag.STALE,)
    if reason is Reason.STALE:
        values: dict[str, Plain] = {
            "age": numbers["years_old"],
            "limit": parameters["unusable_after"],
        }
        steps.append(Step("level.too_old", values))
    else:
        shorter = decide_level(case, parameters, selection.used[:-1], statuses)[0]
        flags = _level_flags(case, parameters, selection.used, (state, shorter))
    return finish(state, status, reason, steps=steps, last=last, flags=flags, numbers=numbers)


def decide_level(
    case: Case,
    settings: Mapping[str, Any],
    points: tuple[Point, ...],
    statuses: Mapping[State, str],
) -> tuple[State, str, Reason | None]:
    """Return state, status and reason of the latest of the sorted ``points``.

    ``settings`` are the parameters with the defaults of the function merged in.
    """
    if not points:
        return State.GREY, "no_data", Reason.NO_DATA
    last = points[-1]
    green = settings["green"] if settings["green"] is not None else case.target
    if green is None:
        return State.GREY, "no_threshold", Reason.NOT_APPLICABLE
    if is_stale(last, case.as_of, settings["unusable_after"]):
        return State.GREY, "stale", Reason.STALE
    state = colour_of_level(last.value, case.direction, green, settings["yellow"])
    return state, statuses[state], None


def _level_flags(
    case: Case,
    parameters: Parameters,
    points: tuple[Point, ...],
    states: tuple[State, State],
) -> tuple[Flag, ...]:
    """Return the flags; ``states`` are the colour and the one without the latest point."""
    state, shorter = states
    flags = []
    if state is State.GREEN and fell_back(points, case.direction):
        flags.append(Flag.SLIPPING)
    if shorter not in (State.GREY, state):
        flags.append(Flag.VOLATILE)
    if is_stale(points[-1], case.as_of, parameters["stale_after"]):
        flags.append(Flag.STALE)
    if has_break(points[-1:], float("-inf")):
        flags.append(Flag.BREAK_IN_SERIES)
    return tuple(flags)
