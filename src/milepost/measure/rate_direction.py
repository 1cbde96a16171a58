"""The rating function ``direction_of_change``, for benchmarks without a target."""

from typing import Any

from milepost.measure.case import Case, Parameters, usable
from milepost.measure.path import Path, find_baseline
from milepost.measure.rate_path import path_of
from milepost.measure.rounding import tidy
from milepost.measure.series import Point
from milepost.measure.states import Flag, Reason, State
from milepost.measure.trail import (
    finish,
    has_break,
    input_steps,
    is_stale,
    label,
    parameter_steps,
    promise_step,
)
from milepost.measure.trend import mann_kendall_s, sen_slope
from milepost.measure.verdict import Step, Verdict

DIRECTION_DEFAULTS: dict[str, Any] = {
    "material_change": 0.01,
    "baseline_tolerance": 2.0,
    "stale_after": 3.0,
}
TREND_POINTS = 4

COLOURS: dict[str, tuple[State, Reason | None]] = {
    "no_data": (State.GREY, Reason.NO_DATA),
    "no_baseline": (State.GREY, Reason.NO_BASELINE),
    "insufficient_points": (State.GREY, Reason.TOO_FEW_POINTS),
    "improving": (State.GREEN, None),
    "improving_slowly": (State.YELLOW, None),
    "no_change": (State.RED, None),
    "worsening": (State.RED, None),
}


def yearly_change(base: Point, last: Point, direction: int) -> float | None:
    """Return the change a year relative to the baseline value, positive when desired.

    None when the baseline value is zero, for nothing is relative to zero.
    """
    if base.value == 0:
        return None
    change = direction * (tidy(last.value) - tidy(base.value)) / abs(tidy(base.value))
    return tidy(change / (last.when - base.when))


def status_of(base: Point, last: Point, direction: int, material: float) -> str:
    """Classify a change; from a zero baseline any desired change counts as material."""
    change = direction * (tidy(last.value) - tidy(base.value))
    if change <= 0:
        return "worsening" if change < 0 else "no_change"
    yearly = yearly_change(base, last, direction)
    return "improving" if yearly is None or yearly >= material else "improving_slowly"


def direction_of_change(case: Case, parameters: Parameters) -> Verdict:
    """Rate whether the value moves in the desired direction, and materially.

    The change runs from the point nearest the baseline (the first point when no baseline is set)
    to the latest. Parameters: ``material_change`` (relative change a year for green, 0.01 after
    Eurostat), ``baseline_tolerance`` and ``stale_after`` (years). Four or more points also give
    the Mann-Kendall S and the Sen slope.
    """
    selection = usable(case, parameters)
    steps = input_steps(selection)
    steps += parameter_steps(parameters, DIRECTION_DEFAULTS)
    steps.append(promise_step(case))
    path = path_of(case, parameters, selection.used)
    status, base, last = decide_direction(path, material_change(parameters))
    state, reason = COLOURS[status]
    numbers: dict[str, float | str | None] = {"points": len(selection.used)}
    flags: tuple[Flag, ...] = ()
    if base is not None and last is not None and last.when > base.when:
        since = tuple(p for p in selection.used if p.when >= base.when)
        numbers |= _change_numbers(base, last, case.direction, since)
        steps += _change_steps(base, last, numbers, parameters)
        flags = _flags(path, state, base, parameters)
    return finish(state, status, reason, steps=steps, last=last, flags=flags, numbers=numbers)


def decide_direction(path: Path, material: float) -> tuple[str, Point | None, Point | None]:
    """Return the status with the baseline and the latest point."""
    if not path.points:
        return "no_data", None, None
    last = path.points[-1]
    base = path.points[0] if path.baseline is None else find_baseline(path)
    if base is None:
        return "no_baseline", None, last
    if last.when <= base.when:
        return "insufficient_points", base, last
    return status_of(base, last, path.direction, material), base, last


def left_out(path: Path, base: Point, material: float) -> list[tuple[Point, str]]:
    """Return the two points that are compared, each with the status without it.

    Leaving out any other point changes no status. A stated baseline value is not a point.
    """
    found = []
    for point in (base, path.points[-1]):
        shorter = path.without(point)
        if len(shorter.points) < len(path.points):
            found.append((point, decide_direction(shorter, material)[0]))
    return found


def material_change(parameters: Parameters) -> float:
    """Return the least relative change a year that counts as material."""
    return float(parameters.get("material_change", DIRECTION_DEFAULTS["material_change"]))


def _change_numbers(
    base: Point, last: Point, direction: int, since: tuple[Point, ...]
) -> dict[str, float | str | None]:
    years = last.when - base.when
    numbers: dict[str, float | str | None] = {
        "baseline_value": base.value,
        "change": last.value - base.value,
        "years": years,
        "pace": (last.value - base.value) / years,
        "relative_change_per_year": yearly_change(base, last, direction),
    }
    if len(since) >= TREND_POINTS:
        values = [point.value for point in since]
        numbers["mann_kendall_s"] = mann_kendall_s(values)
        numbers["sen_slope"] = sen_slope([point.when for point in since], values)
    return numbers


def _change_steps(
    base: Point, last: Point, numbers: dict[str, float | str | None], parameters: Parameters
) -> list[Step]:
    relative = numbers["relative_change_per_year"]
    steps = [
        Step(
            "change.endpoints",
            {
                "first": label(base),
                "first_value": tidy(base.value),
                "last": label(last),
                "last_value": tidy(last.value),
            },
        ),
        Step(
            "change.relative",
            {"per_year": relative, "material_change": material_change(parameters)},
        ),
    ]
    if "sen_slope" in numbers:
        slope = numbers["sen_slope"]
        steps.append(
            Step(
                "change.trend",
                {
                    "mann_kendall_s": numbers["mann_kendall_s"],
                    "sen_slope": tidy(slope) if isinstance(slope, float) else slope,
                },
            )
        )
    return steps


def _flags(path: Path, state: State, base: Point, parameters: Parameters) -> tuple[Flag, ...]:
    flags = []
    material = material_change(parameters)
    without = (COLOURS[status][0] for _point, status in left_out(path, base, material))
    if any(other not in (State.GREY, state) for other in without):
        flags.append(Flag.VOLATILE)
    limit = parameters.get("stale_after", DIRECTION_DEFAULTS["stale_after"])
    if is_stale(path.points[-1], path.as_of, limit):
        flags.append(Flag.STALE)
    if has_break(path.points, base.when):
        flags.append(Flag.BREAK_IN_SERIES)
    return tuple(flags)
