"""Open SDG's automatic progress measure, for comparison with the platform's own rule.

Source: Open SDG (sdg-build) and its adoption by Statistics Canada [code and documentation read]:
the ratio of the observed to the required compound growth rate, a score from -5 to 5, and shrunken
thresholds near a limit. A target or base of zero is replaced by 0.001 there, so that such a verdict
depends on the unit; the platform's linear path has no such need.
"""

from collections.abc import Sequence

from milepost.measure.growth import growth_rate, sign_of
from milepost.measure.rounding import tidy
from milepost.measure.working import (
    Line,
    Ruling,
    SetAside,
    Working,
    method,
    nothing,
    ruled,
    without_value,
    worked,
)

EPSILON = 0.001
LIMIT_POWER = 4.44
STEADY = 0.60
TREND_CUTS = (0.015, 0.005, 0.0)
STATUSES = ("substantial_progress", "moderate_progress", "limited_progress")
WORST = "deterioration"
TARGET_CLASSES = tuple(zip((0.95, 0.60, 0.0), STATUSES, strict=True))
SCORE_CLASSES = tuple(zip((2.5, 0.0, -2.5), STATUSES, strict=True))
NAMES = ("value", "score", "coefficient")
MIDDLES = {"share50": 50.0, "share100": 100.0}
PARITY_BAND = (0.97, 1.03)


def _bounded(score: float) -> float:
    return max(-5.0, min(5.0, score))


@method("progress.statcan_score_target")
def score_target(ratio: float | None) -> Working:
    """Return the score of a ratio of observed to required growth, from -5 to 5.

    ``7.1429 v - 4.2857`` from 0.6 up, ``4.1667 v - 2.5`` below (the slopes as printed, so anchors
    hold to the third decimal). No ratio gives no score.

    Source: Open SDG [code read]; anchors published: 130 % 5, 95 % 2.5, 60 % 0, 0 % -2.5.
    """
    if ratio is None:
        return nothing(("score",), aside=without_value(ratio=ratio))
    if tidy(ratio) >= STEADY:
        score, formula = 7.1429 * ratio - 4.2857, "7.1429 × ratio - 4.2857"
    else:
        score, formula = 4.1667 * ratio - 2.5, "4.1667 × ratio - 2.5"
    return worked(
        {"score": _bounded(score)},
        Line("score_of_five", _bounded(score), f"min(5, max(-5, {formula}))"),
    )


@method("progress.statcan_score_notarget")
def score_trend(cagr: float | None, coefficient: float = 1.0) -> Working:
    """Return the score of a desired growth rate; above zero it is divided by ``coefficient``.

    ``125 v - 2.5`` below zero, ``500 v - 2.5`` to 0.005, ``250 v - 1.25`` to 0.015 and
    ``500 v - 5`` above, held between -5 and 5. A coefficient of zero (a base at its limit) gives 5
    unless the rate is below zero. No rate gives no score.

    Source: Open SDG [code read].
    """
    if cagr is None:
        return nothing(("score",), aside=without_value(cagr=cagr))
    scaled = cagr / coefficient if cagr >= 0 and coefficient > 0 else cagr
    if cagr < 0:
        score, formula = 125 * cagr - 2.5, "125 × v - 2.5"
    elif coefficient <= 0:
        score, formula = 5.0, "5"
    elif tidy(scaled) >= TREND_CUTS[0]:
        score, formula = 500 * scaled - 5, "500 × v - 5"
    elif tidy(scaled) >= TREND_CUTS[1]:
        score, formula = 250 * scaled - 1.25, "250 × v - 1.25"
    else:
        score, formula = 500 * scaled - 2.5, "500 × v - 2.5"
    return worked(
        {"score": _bounded(score)},
        Line("growth_scaled", scaled, "v = cagr / coefficient"),
        Line("score_of_five", _bounded(score), f"min(5, max(-5, {formula}))"),
    )


def limit_coefficient(base: float, limit: float | None) -> float:
    """Return how much the thresholds shrink for a base value near a natural limit (1 = not).

    ``1 - (base / limit)^4.44`` up to the limit, ``1 - ((2 limit - base) / limit)^4.44`` up to twice
    the limit, else 1; base and limit count by their distance from zero.
    """
    if not limit:
        return 1.0
    near = abs(base / limit)
    share = near if near <= 1 else 2 - near
    return 1.0 - float(share**LIMIT_POWER) if share > 0 else 1.0


@method("progress.statcan_open_sdg")
def progress(
    base: float | None,
    by: float,
    cur: float | None,
    cy: float,
    *,
    direction: str = "negative",
    target: float | None = None,
    ty: float = 2030,
    limit: float | None = None,
) -> Working:
    """Rate a series by its base (year ``by``) and current (year ``cy``) values.

    With a target ``value = s d CAGR_observed / |CAGR_required|``, without one ``value = s d CAGR``;
    d is the direction, s is -1 for a base below zero. Status with a target from 0.95, 0.60 and 0,
    without one from 0.015, 0.005 and 0, each times the coefficient of a ``limit``. A current value
    that meets the target is ``target_achieved`` with score 5, whatever its trend.

    A base or target of 0 becomes 0.001, in the rate and when the target is compared; a change of
    sign, fewer than two years or a target equal to the base give ``not_available``. Not stated, the
    direction is negative, as there. Raises ValueError for a word that is no direction.

    Source: Open SDG, pull request 318 of sdg-build and its later versions [code read].
    """
    sign = sign_of(direction)
    if base is None or cur is None:
        return _not_available(aside=without_value(base=base, cur=cur))
    start = base or EPSILON
    growth = growth_rate(start, cur, cy - by)
    observed = None if growth is None else sign * (-1 if start < 0 else 1) * growth
    caveats = ("zero_replaced",) if 0 in (base, target) else ()
    line = Line("growth_desired", observed, "sign × direction × ((cur / base)^(1 / (cy - by)) - 1)")
    goal = None if target is None else target or EPSILON
    if cy <= by and (goal is None or sign * cur < sign * goal):
        return _not_available("no_time_between")
    if goal is None:
        return _without_target(observed, limit_coefficient(start, limit), line, caveats)
    required = growth_rate(start, goal, ty - by)
    value = observed / abs(required) if observed is not None and required else None
    lines = (
        line,
        Line("growth_required", required, "(target / base)^(1 / (ty - by)) - 1"),
        Line("growth_ratio", value, "growth_desired / |growth_required|"),
    )
    ruling = _target_ruling(value, cur, goal, sign)
    if ruling is None:
        return _not_available("sign_changes" if required else "target_is_baseline", *caveats)
    if ruling.verdict == "target_achieved":
        return _with_target(value, 5.0, lines, ruling, (*caveats, "trend_not_looked_at"))
    return _with_target(value, score_target(value)["score"], lines, ruling, caveats)


def _target_ruling(value: float | None, cur: float, goal: float, sign: int) -> Ruling | None:
    """Return what decides against a target: whether it is met, else the ratio, if there is one."""
    if sign * cur >= sign * goal:
        return Ruling("target_achieved", "value_latest", cur, ">=" if sign > 0 else "<=", goal)
    return None if value is None else ruled("growth_ratio", value, TARGET_CLASSES, WORST)


def _with_target(
    value: float | None,
    score: float,
    lines: Sequence[Line],
    ruling: Ruling,
    caveats: tuple[str, ...],
) -> Working:
    return worked(
        {"value": value, "score": score, "status": ruling.verdict, "coefficient": None},
        *lines,
        Line("score_of_five", score),
        ruling=ruling,
        caveats=caveats,
    )


def _not_available(*caveats: str, aside: Sequence[SetAside] = ()) -> Working:
    return nothing(NAMES, *caveats, aside=aside, status="not_available")


def _without_target(
    value: float | None, coefficient: float, line: Line, caveats: tuple[str, ...]
) -> Working:
    if value is None:
        return _not_available("sign_changes", *caveats)
    classes = [
        (cut * coefficient, status) for cut, status in zip(TREND_CUTS, STATUSES, strict=True)
    ]
    ruling = ruled("growth_desired", value, classes, WORST)
    score = score_trend(value, coefficient)["score"]
    return worked(
        {"value": value, "score": score, "status": ruling.verdict, "coefficient": coefficient},
        line,
        Line("limit_coefficient", coefficient, "1 - |base / limit|^4.44"),
        Line("score_of_five", score),
        ruling=ruling,
        caveats=caveats,
    )


@method("progress.statcan_aggregate")
def aggregate(scores: Sequence[float | None], target_achieved: Sequence[bool]) -> Working:
    """Return the mean score of several series; achieved only when every one is.

    Cut at 2.5, 0 and -2.5. A series without a score is left out of the mean and keeps the whole
    from being achieved. No score at all gives ``not_available``.

    Source: Open SDG, current text (mean); an interim version took the minimum [documentation read].
    """
    aside = [
        gap
        for place, score in enumerate(scores)
        for gap in without_value(**{f"scores[{place}]": score})
    ]
    known = [score for score in scores if score is not None]
    if not known:
        return nothing(("score",), aside=aside, status="not_available")
    mean = sum(known) / len(known)
    achieved = not aside and bool(target_achieved) and all(target_achieved)
    ruling = (
        Ruling("target_achieved") if achieved else ruled("score_mean", mean, SCORE_CLASSES, WORST)
    )
    return worked(
        {"score": mean, "status": ruling.verdict},
        Line("members_known", len(known)),
        Line("score_mean", mean, "Σ score / members_known"),
        ruling=ruling,
        aside=aside,
    )


@method("progress.goldilocks_transform")
def goldilocks(kind: str, value: float | None) -> Working:
    """Transform a value that should be neither too high nor too low, so that less is better.

    ``parity``: the larger of y and 1/y, 1 within 0.97 to 1.03; ``share50`` and ``share100``: the
    distance from 50 or 100 per cent, added to it. A parity of zero or less gives nothing. Raises
    ValueError for another kind.

    Source: Open SDG [documentation read].
    """
    if kind not in {"parity", *MIDDLES}:
        msg = f"not a kind of middle: {kind!r}"
        raise ValueError(msg)
    if value is None:
        return nothing(("transformed",), aside=without_value(value=value))
    if kind in MIDDLES:
        middle = MIDDLES[kind]
        transformed, formula = middle + abs(value - middle), f"{middle:g} + |value - {middle:g}|"
        return worked(
            {"transformed": transformed}, Line("distance_from_middle", transformed, formula)
        )
    if value <= 0:
        return nothing(("transformed",), "value_not_positive")
    near = PARITY_BAND[0] <= tidy(value) <= PARITY_BAND[1]
    transformed = 1.0 if near else max(value, 1 / value)
    formula = "1" if near else "max(value, 1 / value)"
    return worked({"transformed": transformed}, Line("distance_from_middle", transformed, formula))
