"""Steps that every rating function emits in the same way."""

from collections.abc import Mapping
from typing import Any

from milepost.measure.case import Case
from milepost.measure.rounding import tidy, tidy_or_none
from milepost.measure.series import BREAK_STATUS, ESTIMATED_STATUSES, Point, Selection, age
from milepost.measure.states import Flag, Reason, State
from milepost.measure.verdict import Plain, Step, Verdict


def input_steps(selection: Selection) -> list[Step]:
    """Say which points were used and which were not, and why."""
    used = selection.used
    if used:
        estimated = sum(1 for point in used if point.status in ESTIMATED_STATUSES)
        values: dict[str, Plain] = {
            "count": len(used),
            "first": label(used[0]),
            "last": label(used[-1]),
            "estimated": estimated,
        }
        steps = [Step("inputs.used", values)]
    else:
        steps = [Step("inputs.none", {"rejected": len(selection.rejected)})]
    for item in selection.rejected:
        steps.append(
            Step(
                "inputs.rejected",
                {
                    "period": item.period,
                    "value": item.value,
                    "status": item.status,
                    "why": item.why,
                },
            )
        )
    return steps


def parameter_steps(parameters: Mapping[str, Any], defaults: Mapping[str, Any]) -> list[Step]:
    """Say each parameter of the rule and whether it is the rule's default."""
    steps = []
    for name, default in defaults.items():
        value = parameters.get(name, default)
        steps.append(
            Step("parameter", {"name": name, "value": value, "is_default": value == default})
        )
    return steps


def promise_step(case: Case) -> Step:
    """Say what was promised: target, direction, deadline, baseline, and the day of the view."""
    return Step(
        "promise",
        {
            "target": case.target,
            "direction": "up" if case.direction > 0 else "down",
            "baseline": case.baseline,
            "deadline": case.deadline,
            "as_of": case.as_of,
        },
    )


def finish(
    state: State,
    status: str,
    reason: Reason | None,
    *,
    steps: list[Step],
    last: Point | None,
    flags: tuple[Flag, ...] = (),
    numbers: Mapping[str, float | str | None] | None = None,
) -> Verdict:
    """Close the working with its verdict and flags, and tidy the numbers."""
    steps += [Step("flag", {"flag": flag.value}) for flag in flags]
    steps.append(
        Step(
            "verdict",
            {
                "state": state.value,
                "status": status,
                "reason": reason.value if reason else None,
            },
        )
    )
    return Verdict(
        state=state,
        status=status,
        reason=reason,
        value=tidy(last.value) if last else None,
        period=label(last) if last else "",
        flags=flags,
        steps=tuple(steps),
        numbers={
            name: number if isinstance(number, (str, int)) else tidy_or_none(number)
            for name, number in (numbers or {}).items()
        },
    )


def label(point: Point) -> str:
    """Return the period of a point, or its decimal year when it has none."""
    return point.period or f"{point.when:g}"


def is_stale(last: Point, as_of: float, limit: float | None) -> bool:
    """Whether the latest point is older than ``limit`` years; a limit of None is never passed."""
    return limit is not None and tidy(age(last, as_of)) > limit


def has_break(points: tuple[Point, ...], after: float) -> bool:
    """Whether the series breaks (OBS_STATUS B) after the moment from which change is counted."""
    return any(point.status == BREAK_STATUS and point.when > after for point in points)


def fell_back(points: tuple[Point, ...], direction: int) -> bool:
    """Whether the last change of the series goes against the direction asked."""
    if len(points) < 2:
        return False
    return direction * tidy(points[-1].value) < direction * tidy(points[-2].value)
