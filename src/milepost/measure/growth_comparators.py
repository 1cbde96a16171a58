"""Eurostat and UNSD: progress as compound growth observed over compound growth required.

For comparison beside the platform's own rule, never instead. The scale is relative, so values must
be strictly positive: with a zero, a negative value or a change of sign there is no rate and no
class.
"""

from dataclasses import dataclass

from milepost.measure.growth import positive_growth, sign_of
from milepost.measure.rounding import tidy
from milepost.measure.working import (
    Line,
    Ruling,
    Working,
    method,
    nothing,
    ruled,
    without_value,
    worked,
)

EUROSTAT_FIGURES = ("cagr_actual", "cagr_required", "ratio", "category")
EUROSTAT_RATIO = (
    (0.95, "significant_progress"),
    (0.60, "moderate_progress"),
    (0.0, "insufficient_progress"),
)
EUROSTAT_MATERIAL = 0.01
EUROSTAT_TREND = ((EUROSTAT_MATERIAL, "significant_progress"), (0.0, "moderate_progress"))
UNSD_RATIO = (
    (0.95, "substantial_on_track"),
    (0.5, "fair_acceleration_needed"),
    (-0.1, "limited_or_no_progress"),
)
UNSD_FIGURES = ("cagr", "expected_2030", "ratio", "score")
UNSD_SCORES = {3: "unsd_on_track", 2: "unsd_fair", 1: "unsd_stagnation"}
UNSD_TARGET_CLASSES = ((0.95, "unsd_on_track"), (0.10, "unsd_fair"))
UNSD_TREND_CLASSES = ((0.02, "unsd_on_track"), (0.005, "unsd_fair"))
KINDS = (None, "number", "percent", "binary", "growth_rate")
PERCENT_TARGETS = (0, 100)
ONE_POINT = 1.0

ACTUAL = "(yt / y0)^(1 / (t - t0)) - 1"
REQUIRED = "(target / y0)^(1 / (tt - t0)) - 1"


@method("progress.eurostat")
def eurostat(
    y0: float | None,
    t0: float,
    yt: float | None,
    t: float,
    *,
    target: float | None = None,
    tt: float | None = None,
    direction: str | None = None,
    no_change: float = 0.0,
) -> Working:
    """Eurostat's SDG monitoring: observed over required growth rate, or the growth rate alone.

    ``R = CAGR_actual / CAGR_required`` (no unit). With a quantitative target: at least 0.95
    significant progress, at least 0.60 moderate, at least 0 insufficient, below movement away.
    Without one (or without its year), the rate in the desired direction: at least 1 % a year
    significant progress, 0 to 1 % moderate, 0 to -1 % moderate movement away, -1 % and less
    significant movement away. ``direction`` is only needed then; positive when not stated. Rates
    up to ``no_change`` (share a year) either way are ``no_change``, the band of some editions.

    Edge cases: a value or target that is not above zero, no time between, or a target equal to the
    base give no ratio and no class. Where the base meets the target in a stated direction the
    ratio is kept, with a caveat. Raises ValueError for a word that is no direction.

    Source: Eurostat, EU SDG monitoring [known; cut-offs confirmed by Statistics Canada].
    """
    sign = sign_of(direction or "positive")
    if y0 is None or yt is None:
        return nothing(EUROSTAT_FIGURES, aside=without_value(y0=y0, yt=yt))
    actual = positive_growth(y0, yt, t - t0)
    if target is None or tt is None:
        caveats = ("target_without_deadline",) if target is not None else ()
        if actual is not None:
            return _eurostat_trend(actual, sign * actual, no_change, caveats)
        why = _why_no_growth(y0, yt, t - t0)
        return nothing(("cagr_actual", "category"), *caveats, why)
    required = positive_growth(y0, target, tt - t0)
    ratio = _ratio(actual, required)
    ruling = None
    if ratio is not None:
        ruling = ruled("growth_ratio", ratio, EUROSTAT_RATIO, "movement_away")
    category = ruling.verdict if ruling else None
    return worked(
        dict(zip(EUROSTAT_FIGURES, (actual, required, ratio, category), strict=True)),
        Line("growth_actual", actual, ACTUAL),
        Line("growth_required", required, REQUIRED),
        Line("growth_ratio", ratio, "growth_actual / growth_required"),
        ruling=ruling,
        caveats=_growth_caveats(y0, (yt, target), direction),
    )


def _ratio(actual: float | None, required: float | None) -> float | None:
    return actual / required if actual is not None and required else None


def _eurostat_trend(
    actual: float, desired: float, no_change: float, caveats: tuple[str, ...]
) -> Working:
    ruling = _eurostat_class(desired)
    if no_change and tidy(abs(actual)) <= no_change:
        ruling = Ruling("no_change", "growth_distance", abs(actual), "<=", no_change)
    return worked(
        {"cagr_actual": actual, "category": ruling.verdict},
        Line("growth_actual", actual, ACTUAL),
        Line("growth_desired", desired, "direction × growth_actual"),
        ruling=ruling,
        caveats=caveats,
    )


def _eurostat_class(desired: float) -> Ruling:
    if tidy(desired) <= -EUROSTAT_MATERIAL:
        away = "significant_movement_away"
        return Ruling(away, "growth_desired", desired, "<=", -EUROSTAT_MATERIAL)
    return ruled("growth_desired", desired, EUROSTAT_TREND, "moderate_movement_away")


def _growth_caveats(
    base: float, others: tuple[float, ...], direction: str | None
) -> tuple[str, ...]:
    caveats = []
    if min(base, *others) <= 0:
        caveats.append("value_not_positive")
    if base == others[-1]:
        caveats.append("target_is_baseline")
    elif direction and sign_of(direction) * (base - others[-1]) > 0:
        caveats.append("baseline_beyond_target")
    return tuple(caveats)


@method("progress.unsd_chart_2022")
def unsd_chart_2022(
    y0: float | None,
    t0: float,
    yt: float | None,
    t: float,
    target: float | None,
    tt: float = 2030,
    direction: str | None = None,
) -> Working:
    """UNSD SDG Progress Chart 2022: the ratio of growth rates with the chart's four classes.

    ``CR = CAGR_actual / CAGR_required`` (no unit): at least 0.95 substantial or on track, at least
    0.5 fair, at least -0.1 limited or no progress, below deterioration. The chart's classes need a
    target. Edge cases and errors as for Eurostat.

    Source: UNSD, SDG Progress Chart 2022, technical note [read only through third-party code]. That
    code takes the absolute rate of series without a target and so loses the direction; this does
    not follow it there.
    """
    gaps = without_value(y0=y0, yt=yt, target=target)
    if y0 is None or yt is None or target is None:
        return nothing(("cr", "category"), aside=gaps)
    actual, required = positive_growth(y0, yt, t - t0), positive_growth(y0, target, tt - t0)
    ratio = _ratio(actual, required)
    ruling = None
    if ratio is not None:
        ruling = ruled("growth_ratio", ratio, UNSD_RATIO, "deterioration")
    return worked(
        {"cr": ratio, "category": ruling.verdict if ruling else None},
        Line("growth_actual", actual, ACTUAL),
        Line("growth_required", required, REQUIRED),
        Line("growth_ratio", ratio, "growth_actual / growth_required"),
        ruling=ruling,
        caveats=_growth_caveats(y0, (yt, target), direction),
    )


@method("progress.unsd_assessment_2023")
def unsd_assessment_2023(
    vb: float | None,
    b: float,
    vt: float | None,
    t: float,
    *,
    target: float | None = None,
    increase: bool = True,
    target_year: float = 2030,
    kind: str | None = None,
) -> Working:
    """UNSD progress assessment 2023: the value expected in 2030 against the way from the baseline.

    ``v̂ = vt (1 + CAGR)^(target_year - t)`` in the unit of the value and
    ``R = (v̂ - vb) / (target - vb)``; score 3 (on track) from 0.95, 2 (fair) from 0.10, else 1
    (stagnation or regression). Without a target the growth rate in the desired direction: 3 from
    2 % a year, 2 from 0.5 %, else 1.

    The exceptions of the note: a latest value that meets the target scores 3 whatever the trend,
    and so does one within one percentage point of a target of 0 or 100 per cent. ``kind`` says
    ``percent`` or ``number``; not stated, a value is taken for per cent where target, base and
    latest all lie between 0 and 100 and the target is an end of that scale. ``binary`` (1 yes, 0
    no) scores 3 for yes and 1 for no; ``growth_rate`` (the indicator is itself a rate of growth) is
    left to experts, so there is no score. Values must be above zero and of two different years
    for a rate; a target of zero is fine. Raises ValueError for another kind.
    A base beyond the target with a latest value short of it scores 1: what was met is lost.

    Source: UNSD notes of 2023 and 2024 as published by Eustat [read].
    """
    if kind not in KINDS:
        msg = f"not a kind of indicator: {kind!r}"
        raise ValueError(msg)
    if kind == "binary" and vt is not None:
        return _binary(vt)
    if vb is None or vt is None:
        return nothing(UNSD_FIGURES, aside=without_value(vb=vb, vt=vt))
    if kind == "growth_rate":
        return nothing(UNSD_FIGURES, "expert_judgement")
    change = _Change(vb, vt, positive_growth(vb, vt, t - b), t - b)
    if target is None:
        return _unsd_trend(change, increase=increase)
    return _unsd_distance(change, target, target_year - t, increase=increase, kind=kind)


@dataclass(frozen=True, slots=True)
class _Change:
    """Two values, the rate between them, and the years."""

    base: float
    latest: float
    cagr: float | None
    years: float

    @property
    def caveats(self) -> tuple[str, ...]:
        """Why there is no rate, if there is none."""
        return (
            () if self.cagr is not None else (_why_no_growth(self.base, self.latest, self.years),)
        )

    @property
    def line(self) -> Line:
        """The rate with its formula."""
        return Line("growth_actual", self.cagr, "(vt / vb)^(1 / (t - b)) - 1")


def _unsd_distance(
    change: _Change, target: float, ahead: float, *, increase: bool, kind: str | None
) -> Working:
    expected = None if change.cagr is None else change.latest * (1 + change.cagr) ** ahead
    way = target - change.base
    ratio = None if expected is None or not way else (expected - change.base) / way
    ruling, caveats = _unsd_ruling(change, target, ratio, increase=increase, kind=kind)
    return worked(
        dict(zip(UNSD_FIGURES, (change.cagr, expected, ratio, _score_of(ruling)), strict=True)),
        change.line,
        Line("expected_at_deadline", expected, "vt × (1 + growth_actual)^(target_year - t)"),
        Line("expected_share", ratio, "(expected_at_deadline - vb) / (target - vb)"),
        ruling=ruling,
        caveats=(*caveats, *change.caveats),
    )


def _unsd_ruling(
    change: _Change, target: float, ratio: float | None, *, increase: bool, kind: str | None
) -> tuple[Ruling | None, tuple[str, ...]]:
    """Return what decides the score, and what must be said with it."""
    base, latest = change.base, change.latest
    sign = 1 if increase else -1
    relation = ">=" if increase else "<="
    if sign * latest >= sign * target:
        return Ruling("unsd_on_track", "value_latest", latest, relation, target), ()
    on_scale = all(0 <= value <= max(PERCENT_TARGETS) for value in (base, latest, target))
    percent = kind == "percent" or (kind is None and on_scale)
    if percent and target in PERCENT_TARGETS and tidy(abs(latest - target)) <= ONE_POINT:
        gap = abs(latest - target)
        ruling = Ruling("unsd_on_track", "distance_to_target", gap, "<=", ONE_POINT)
        return ruling, ("one_point_from_end",)
    if sign * base > sign * target:
        ruling = Ruling("unsd_stagnation", "value_latest", latest, "<" if increase else ">", target)
        return ruling, ("baseline_beyond_target",)
    if ratio is None:
        return None, ("target_is_baseline",) if base == target else ()
    return ruled("expected_share", ratio, UNSD_TARGET_CLASSES, "unsd_stagnation"), ()


def _score_of(ruling: Ruling | None) -> int | None:
    scores = {verdict: score for score, verdict in UNSD_SCORES.items()}
    return scores[ruling.verdict] if ruling else None


def _binary(value: float) -> Working:
    verdict = "unsd_on_track" if value else "unsd_stagnation"
    ruling = Ruling(verdict, "value_latest", float(value), "=", 1.0 if value else 0.0)
    figures = {"cagr": None, "expected_2030": None, "ratio": None, "score": _score_of(ruling)}
    return worked(figures, Line("value_latest", float(value)), ruling=ruling)


def _why_no_growth(first: float, last: float, years: float) -> str:
    return "value_not_positive" if min(first, last) <= 0 else "no_time_between"


def _unsd_trend(change: _Change, *, increase: bool) -> Working:
    if change.cagr is None:
        return nothing(("cagr", "score"), *change.caveats)
    desired = change.cagr if increase else -change.cagr
    ruling = ruled("growth_desired", desired, UNSD_TREND_CLASSES, "unsd_stagnation")
    return worked(
        {"cagr": change.cagr, "score": _score_of(ruling)},
        change.line,
        Line("growth_desired", desired, "direction × growth_actual"),
        ruling=ruling,
    )
