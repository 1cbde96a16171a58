"""The platform's own measure of progress, as methods: the ratio alone, and the whole decision.

The decision is that of :mod:`milepost.measure.path` and the rating function ``linear_path``.
"""

from collections.abc import Mapping
from math import floor

from milepost.measure.case import Case
from milepost.measure.growth import sign_of
from milepost.measure.path import DEFAULTS, gap_share
from milepost.measure.rate_path import linear_path
from milepost.measure.rounding import tidy
from milepost.measure.series import Point, Rejected
from milepost.measure.verdict import Verdict
from milepost.measure.working import (
    Line,
    Ruling,
    SetAside,
    Working,
    method,
    nothing,
    without_value,
    worked,
)

RATIO_FIGURES = ("expected_now", "change_share", "time_share", "ratio")
CUTS: Mapping[str, tuple[str, float]] = {
    "on_track": (">=", DEFAULTS["on_track"]),
    "acceleration_needed": (">=", DEFAULTS["acceleration"]),
    "limited": ("<", DEFAULTS["acceleration"]),
    "regressing": ("<", 0.0),
}
TARGET_RELATIONS: Mapping[str, bool] = {
    "met": True,
    "met_at_baseline": True,
    "met_on_time": True,
    "met_late": True,
    "missed": False,
    "lost_after_being_met": False,
}
"""Statuses that a comparison with the target decides: whether the value meets it."""


@method("progress.linear_path_ratio")
def linear_path_ratio(
    base: float | None,
    base_year: float,
    value: float | None,
    year: float,
    target: float | None,
    target_year: float,
) -> Working:
    """Return the share of the gap closed over the share of the time used.

    ``change_share = (value - base) / (target - base)``,
    ``time_share = (year - base_year) / (target_year - base_year)``, ``ratio`` the one over the
    other (shares, no unit); ``expected_now`` is the straight path's value, in the unit of the
    value. The ratio is the share of the needed change that will have been made at the deadline if
    the average pace holds. Zero and negative values, bases and targets need no special case.

    Edge cases: a target equal to the base has no way to go, so no share of it and no ratio; no
    time used has no ratio; a deadline that is not after the base year gives no share of time and
    no expected value.

    Source: Milepost's method; thresholds after Eurostat. Additive twin of UNSD's ratio of 2023 and
    of ESCAP's index [computed].
    """
    if base is None or value is None or target is None:
        gaps = without_value(base=base, value=value, target=target)
        return nothing(RATIO_FIGURES, aside=gaps)
    change = None if target == base else gap_share(base, value, target)
    span = target_year - base_year
    time_share = (year - base_year) / span if span > 0 else None
    expected = None if time_share is None else base + (target - base) * time_share
    ratio = None
    if change is not None and time_share is not None and time_share > 0:
        ratio = change / time_share
    caveats = []
    if target == base:
        caveats.append("target_is_baseline")
    if span <= 0:
        caveats.append("deadline_not_after_baseline")
    elif year <= base_year:
        caveats.append("no_time_between")
    return worked(
        dict(zip(RATIO_FIGURES, (expected, change, time_share, ratio), strict=True)),
        Line("change_share", change, "(value - base) / (target - base)"),
        Line("time_share", time_share, "(year - base_year) / (target_year - base_year)"),
        Line("expected_now", expected, "base + (target - base) × time_share"),
        Line("pace_ratio", ratio, "change_share / time_share"),
        caveats=caveats,
    )


@method("progress.platform_default")
def platform_default(
    series: Mapping[str, float | None],
    base_year: float | None,
    target: float | None,
    target_year: float | None,
    as_of: float,
    *,
    direction: str = "positive",
) -> Working:
    """Rate a yearly series by the platform's decision procedure, in its order.

    No points; the deadline has passed or the data reach it (met on time, met late, no evidence
    when the last value is more than two years older, else missed with the share achieved as
    ``ratio``); the latest value meets the target; no baseline within two years (the later of two
    equally near wins); no value after the baseline; lost after being met; else the ratio of
    :func:`linear_path_ratio`: from 0.95 on track, from 0.60 acceleration needed, from 0 limited,
    below regressing. ``flags`` warn beside the colour: slipping, volatile, stale, break_in_series.

    ``series`` maps years to values, None for missing; ``as_of`` is the year of the view. Raises
    ValueError for a word that is no direction and a year that is no number.

    Source: Milepost's method (``progress.platform_default``).
    """
    case = Case(
        points=tuple(_point(year, v) for year, v in series.items() if v is not None),
        direction=sign_of(direction),
        baseline=base_year,
        baseline_value=None,
        target=target,
        deadline=target_year,
        as_of=as_of,
        rejected=_missing(series),
    )
    verdict = linear_path(case, {"reject_future": False})
    ratio = verdict.numbers["ratio"]
    return worked(
        {
            "status": verdict.status,
            "colour": verdict.state.value,
            "ratio": ratio if isinstance(ratio, float) else None,
            "flags": [flag.value for flag in verdict.flags],
        },
        *_lines(verdict),
        ruling=_ruling(verdict, case),
        aside=_aside(verdict),
        caveats=[flag.value for flag in verdict.flags],
    )


def _missing(series: Mapping[str, float | None]) -> tuple[Rejected, ...]:
    return tuple(
        Rejected(year, None, "M", "value_missing") for year, v in series.items() if v is None
    )


def _aside(verdict: Verdict) -> list[SetAside]:
    return [
        SetAside(str(step.values["period"]), None, str(step.values["why"]))
        for step in verdict.steps
        if step.code == "inputs.rejected"
    ]


def _point(year: str, value: float) -> Point:
    when = float(year)
    return Point(when, value, f"{floor(when)}" if when == floor(when) else "")


def _lines(verdict: Verdict) -> list[Line]:
    steps = {step.code: step.values for step in verdict.steps}
    lines = []
    if verdict.value is not None:
        lines.append(Line("value_latest", verdict.value, at=verdict.period))
    if found := steps.get("baseline.found"):
        lines.append(Line("value_at_baseline", found["value"], at=str(found["period"])))
    if way := steps.get("path.gap_share"):
        lines.append(Line("change_share", way["share"], "(value - base) / (target - base)"))
    if time := steps.get("path.time_share"):
        lines.append(
            Line("time_share", time["share"], "(year - base_year) / (target_year - base_year)")
        )
    if pace := steps.get("path.ratio"):
        lines.append(Line("pace_ratio", pace["ratio"], "change_share / time_share"))
    return lines


def _ruling(verdict: Verdict, case: Case) -> Ruling:
    status, ratio = verdict.status, verdict.numbers["ratio"]
    if status in CUTS and isinstance(ratio, float):
        relation, cut = CUTS[status]
        return Ruling(status, "pace_ratio", ratio, relation, cut)
    decided = _target_value(verdict)
    if status in TARGET_RELATIONS and decided is not None and case.target is not None:
        up = case.direction > 0
        met, short = (">=", "<") if up else ("<=", ">")
        relation = met if TARGET_RELATIONS[status] else short
        return Ruling(status, "value_decisive", decided, relation, tidy(case.target))
    return Ruling(status)


def _target_value(verdict: Verdict) -> float | None:
    """Return the value that was compared with the target last."""
    values = [step.values["value"] for step in verdict.steps if step.code.startswith("target.")]
    return values[-1] if values and isinstance(values[-1], float) else None
