"""What would change a colour: the value from which each better colour begins.

Shown under *what would change this* and never used to decide anything. Values are in the unit of
the rating; ``needs`` names what is missing when the rating is grey.
"""

from collections.abc import Mapping
from math import ceil
from typing import Any

from milepost.measure.case import Case
from milepost.measure.rounding import tidy, tidy_or_none
from milepost.measure.states import State
from milepost.measure.verdict import Verdict

Turning = dict[str, Any]


def what_would_change(
    function: str, case: Case, parameters: Mapping[str, Any], verdict: Verdict
) -> Turning | None:
    """Return ``{direction, green, yellow, needs}``, or None when nothing can be said.

    ``green`` and ``yellow`` are the least favourable values at the latest moment that still give
    the colour; None where the rule has no such value.
    """
    if verdict.state is State.GREY:
        needs = verdict.reason.value if verdict.reason else None
        return {"direction": _direction(case), "green": None, "yellow": None, "needs": needs}
    found = _FINDERS[function](case, parameters, verdict)
    if found is None:
        return None
    green, yellow = found
    if green == yellow:
        yellow = None
    return {
        "direction": _direction(case),
        "green": tidy_or_none(green),
        "yellow": tidy_or_none(yellow),
        "needs": None,
    }


def _direction(case: Case) -> str:
    return "up" if case.direction > 0 else "down"


Pair = tuple[float | None, float | None]


def _of_path(case: Case, parameters: Mapping[str, Any], verdict: Verdict) -> Pair | None:
    numbers = verdict.numbers
    base, target = numbers.get("baseline_value"), numbers.get("target")
    if not isinstance(target, (int, float)):
        return None
    time_share = numbers.get("time_share")
    if not isinstance(base, (int, float)) or not isinstance(time_share, (int, float)):
        return float(target), None
    if verdict.status in {"missed", "met_late", "met_on_time"}:
        return float(target), None
    step = (target - base) * time_share
    return (
        base + float(parameters.get("on_track", 0.95)) * step,
        base + float(parameters.get("acceleration", 0.60)) * step,
    )


def _of_ratification(case: Case, parameters: Mapping[str, Any], verdict: Verdict) -> Pair | None:
    numbers = verdict.numbers
    if isinstance(numbers.get("target"), (int, float)):
        return _of_path(case, parameters, verdict)
    near_all = ceil(tidy(float(parameters.get("universal_share", 0.95)) * parameters["eligible"]))
    at_baseline = numbers.get("parties_at_baseline")
    if not isinstance(at_baseline, (int, float)) or case.baseline is None:
        return float(near_all), None
    reference = numbers.get("reference_pace")
    if not isinstance(reference, (int, float)):
        return float(near_all), float(at_baseline + 1)
    until = parameters.get("known_until")
    now = case.as_of if until is None else min(case.as_of, float(until))
    wanted = float(parameters.get("pace_ratio_green", 1.0)) * reference * (now - case.baseline)
    by_pace = at_baseline + max(1, ceil(tidy(wanted)))
    return float(min(near_all, by_pace)), float(at_baseline + 1)


def _of_ladder(case: Case, parameters: Mapping[str, Any], verdict: Verdict) -> Pair | None:
    return float(parameters.get("stage_green", 1.0)), float(parameters.get("stage_yellow", 0.5))


def _of_level(case: Case, parameters: Mapping[str, Any], verdict: Verdict) -> Pair | None:
    green, yellow = verdict.numbers.get("green"), verdict.numbers.get("yellow")
    if isinstance(green, (int, float)):
        return float(green), float(yellow) if isinstance(yellow, (int, float)) else None
    return _of_path(case, parameters, verdict)


def _of_direction(case: Case, parameters: Mapping[str, Any], verdict: Verdict) -> Pair | None:
    base, years = verdict.numbers.get("baseline_value"), verdict.numbers.get("years")
    if not isinstance(base, (int, float)) or not isinstance(years, (int, float)):
        return None
    material = float(parameters.get("material_change", 0.01))
    return base + case.direction * abs(base) * material * years, float(base)


_FINDERS = {
    "linear_path": _of_path,
    "ratification": _of_ratification,
    "commitment_ladder": _of_ladder,
    "policy_share": _of_level,
    "level_threshold": _of_level,
    "direction_of_change": _of_direction,
}
