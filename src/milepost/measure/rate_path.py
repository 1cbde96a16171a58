"""The rating function ``linear_path``: the decision procedure of :mod:`milepost.measure.path`."""

from milepost.measure.case import Case, Parameters, usable
from milepost.measure.path import (
    DEFAULTS,
    MET_STATUSES,
    Outcome,
    Path,
    Thresholds,
    decide,
    is_volatile,
)
from milepost.measure.rounding import tidy, tidy_or_none
from milepost.measure.series import Point, on_axis_of
from milepost.measure.states import Flag
from milepost.measure.trail import (
    fell_back,
    finish,
    has_break,
    input_steps,
    is_stale,
    label,
    parameter_steps,
    promise_step,
)
from milepost.measure.verdict import Step, Verdict


def path_of(case: Case, parameters: Parameters, points: tuple[Point, ...]) -> Path:
    """Return the question to the decision procedure for the usable points of a case."""
    return Path(
        points=points,
        direction=case.direction,
        baseline=case.baseline,
        baseline_value=case.baseline_value,
        target=case.target,
        deadline=case.deadline,
        as_of=case.as_of,
        thresholds=Thresholds.of(parameters),
    )


def linear_path(case: Case, parameters: Parameters) -> Verdict:
    """Rate the share of the gap closed against the share of the time used.

    Parameters: ``on_track`` and ``acceleration`` (ratios), ``baseline_tolerance``,
    ``stale_after`` and ``evidence_after`` (years); see ``path.DEFAULTS``. Source: the platform's
    method "linear path"; thresholds after Eurostat's SDG monitoring.
    """
    selection = usable(case, parameters)
    path = path_of(case, parameters, selection.used)
    outcome = decide(path)
    steps = input_steps(selection)
    steps += parameter_steps(parameters, DEFAULTS)
    steps.append(promise_step(case))
    steps += outcome_steps(path, outcome)
    return finish(
        outcome.state,
        outcome.status,
        outcome.reason,
        steps=steps,
        last=outcome.last,
        flags=_flags(path, outcome, parameters),
        numbers=path_numbers(path, outcome),
    )


def _flags(path: Path, outcome: Outcome, parameters: Parameters) -> tuple[Flag, ...]:
    if outcome.last is None:
        return ()
    flags = []
    if outcome.status in MET_STATUSES and fell_back(path.points, path.direction):
        flags.append(Flag.SLIPPING)
    if is_volatile(path, outcome):
        flags.append(Flag.VOLATILE)
    if is_stale(outcome.last, path.as_of, parameters.get("stale_after", DEFAULTS["stale_after"])):
        flags.append(Flag.STALE)
    if outcome.base is not None and has_break(path.points, outcome.base.when):
        flags.append(Flag.BREAK_IN_SERIES)
    return tuple(flags)


def outcome_steps(path: Path, outcome: Outcome) -> list[Step]:
    """Say what the procedure looked at, in its order."""
    last = outcome.last
    if last is None or path.target is None:
        return []
    steps = [_baseline_step(path, outcome.base)]
    if outcome.at_deadline is not None:
        steps.append(_target_step(path, "target.at_deadline", outcome.at_deadline))
    if outcome.status == "met_late" and outcome.decisive is not None:
        steps.append(_target_step(path, "target.after_deadline", outcome.decisive))
    elif outcome.at_deadline is None:
        steps.append(_target_step(path, "target.latest", last))
    if outcome.gap_share is not None and outcome.base is not None and outcome.decisive is not None:
        steps.append(
            Step(
                "path.gap_share",
                {
                    "baseline_value": tidy(outcome.base.value),
                    "value": tidy(outcome.decisive.value),
                    "target": tidy(path.target),
                    "share": outcome.gap_share,
                },
            )
        )
        if outcome.status != "missed":
            steps += _ratio_steps(path, outcome, outcome.base, last)
    return steps


def _ratio_steps(path: Path, outcome: Outcome, base: Point, last: Point) -> list[Step]:
    thresholds = path.thresholds
    deadline = on_axis_of(last, path.deadline) if path.deadline is not None else None
    return [
        Step(
            "path.time_share",
            {
                "start": tidy(base.when),
                "now": tidy(last.when),
                "deadline": tidy_or_none(deadline),
                "share": outcome.time_share,
            },
        ),
        Step(
            "path.ratio",
            {
                "gap_share": outcome.gap_share,
                "time_share": outcome.time_share,
                "ratio": outcome.ratio,
                "on_track": thresholds.on_track,
                "acceleration": thresholds.acceleration,
            },
        ),
    ]


def _baseline_step(path: Path, base: Point | None) -> Step:
    if base is None:
        return Step(
            "baseline.none",
            {"baseline": path.baseline, "tolerance": path.thresholds.baseline_tolerance},
        )
    if path.baseline_value is not None:
        return Step("baseline.stated", {"when": tidy(base.when), "value": tidy(base.value)})
    distance = abs(base.when - on_axis_of(base, path.baseline or 0.0))
    return Step(
        "baseline.found",
        {"period": label(base), "value": tidy(base.value), "distance": tidy(distance)},
    )


def _target_step(path: Path, code: str, point: Point) -> Step:
    return Step(
        code,
        {
            "period": label(point),
            "value": tidy(point.value),
            "target": path.target,
            "meets": path.meets(point.value),
        },
    )


def path_numbers(path: Path, outcome: Outcome) -> dict[str, float | str | None]:
    """Return the figures of the headline; each is None when it cannot be computed."""
    base, last = outcome.base, outcome.last
    numbers: dict[str, float | str | None] = {
        "points": len(path.points),
        "target": path.target,
        "baseline_value": base.value if base else None,
        "gap_share": outcome.gap_share,
        "time_share": outcome.time_share,
        "ratio": outcome.ratio,
        "pace": None,
        "required_pace": None,
        "expected_now": None,
        "projected": None,
    }
    if base is None or last is None or last.when <= base.when:
        return numbers
    pace = (last.value - base.value) / (last.when - base.when)
    numbers["pace"] = pace
    if path.deadline is not None and path.target is not None:
        end = on_axis_of(last, path.deadline)
        if end > last.when:
            needed = path.target - base.value
            numbers["required_pace"] = (path.target - last.value) / (end - last.when)
            numbers["expected_now"] = base.value + needed * (last.when - base.when) / (
                end - base.when
            )
            numbers["projected"] = last.value + pace * (end - last.when)
    return numbers
