"""Open SDG's automatic progress measure, for comparison with the platform's own rule.

Source: Open SDG (sdg-build) and its adoption by Statistics Canada: the ratio of the observed to the
required compound growth rate, a score from -5 to 5, and shrunken thresholds near a limit. A target
or base of zero is replaced by 0.001 there, so that such a verdict depends on the unit; the
platform's linear path has no such need.
"""

from collections.abc import Sequence

from milepost.measure.growth import growth_rate, sign_of
from milepost.measure.rounding import tidy

EPSILON = 0.001
LIMIT_POWER = 4.44
TARGET_CUTS = (0.95, 0.60, 0.0)
TREND_CUTS = (0.015, 0.005, 0.0)
SCORE_CUTS = (2.5, 0.0, -2.5)
STATUSES = ("substantial_progress", "moderate_progress", "limited_progress", "deterioration")
NOT_AVAILABLE = {"value": None, "score": None, "status": "not_available", "coefficient": None}


def _status(value: float, cuts: Sequence[float]) -> str:
    for status, cut in zip(STATUSES, cuts, strict=False):
        if tidy(value) >= tidy(cut):
            return status
    return STATUSES[-1]


def _bounded(score: float) -> float:
    return max(-5.0, min(5.0, score))


def score_target(ratio: float | None) -> dict[str, float | None]:
    """Return the score of a ratio of observed to required growth (the slopes as printed)."""
    if ratio is None:
        return {"score": None}
    if ratio >= TARGET_CUTS[1]:
        return {"score": _bounded(7.1429 * ratio - 4.2857)}
    return {"score": _bounded(4.1667 * ratio - 2.5)}


def score_trend(cagr: float | None, coefficient: float = 1.0) -> dict[str, float | None]:
    """Return the score of a desired growth rate; above zero it is divided by ``coefficient``."""
    if cagr is None:
        return {"score": None}
    if cagr < 0:
        return {"score": _bounded(125 * cagr - 2.5)}
    if coefficient <= 0:
        return {"score": 5.0}
    scaled = tidy(cagr / coefficient)
    if scaled >= TREND_CUTS[0]:
        return {"score": _bounded(500 * scaled - 5)}
    if scaled >= TREND_CUTS[1]:
        return {"score": _bounded(250 * scaled - 1.25)}
    return {"score": _bounded(500 * scaled - 2.5)}


def limit_coefficient(base: float, limit: float | None) -> float:
    """Return how much the thresholds shrink for a base value near a natural limit (1 = not)."""
    if not limit:
        return 1.0
    share = base / limit if base <= limit else (2 * limit - base) / limit
    return 1.0 - float(share**LIMIT_POWER) if share > 0 else 1.0


def progress(
    base: float | None,
    by: float,
    cur: float | None,
    cy: float,
    *,
    direction: str = "positive",
    target: float | None = None,
    ty: float = 2030,
    limit: float | None = None,
) -> dict[str, object]:
    """Rate a series by its base (year ``by``) and current (year ``cy``) values."""
    if base is None or cur is None or cy <= by:
        return dict(NOT_AVAILABLE)
    sign = sign_of(direction)
    start = base or EPSILON
    observed = growth_rate(start, cur, cy - by)
    if observed is not None:
        observed *= sign * (-1 if start < 0 else 1)
    if target is None:
        return _without_target(observed, limit_coefficient(start, limit))
    required = growth_rate(start, target or EPSILON, ty - by)
    value = observed / abs(required) if observed is not None and required else None
    if sign * cur >= sign * target:
        return {"value": value, "score": 5.0, "status": "target_achieved", "coefficient": None}
    if value is None:
        return dict(NOT_AVAILABLE)
    score = score_target(value)["score"]
    status = _status(value, TARGET_CUTS)
    return {"value": value, "score": score, "status": status, "coefficient": None}


def _without_target(value: float | None, coefficient: float) -> dict[str, object]:
    if value is None:
        return dict(NOT_AVAILABLE)
    return {
        "value": value,
        "score": score_trend(value, coefficient)["score"],
        "status": _status(value, [cut * coefficient for cut in TREND_CUTS]),
        "coefficient": coefficient,
    }


def aggregate(
    scores: Sequence[float | None], target_achieved: Sequence[bool]
) -> dict[str, float | str | None]:
    """Return the mean score of several series; achieved only when every one is."""
    known = [score for score in scores if score is not None]
    if not known:
        return {"score": None, "status": "not_available"}
    mean = sum(known) / len(known)
    achieved = len(known) == len(scores) and bool(target_achieved) and all(target_achieved)
    return {"score": mean, "status": "target_achieved" if achieved else _status(mean, SCORE_CUTS)}


def goldilocks(kind: str, value: float | None) -> dict[str, float | None]:
    """Transform a value that should be neither too high nor too low, so that less is better.

    ``parity``: the larger of y and 1/y, 1 within 0.97 to 1.03; ``share50`` and ``share100``: the
    distance from 50 or 100 per cent, added to it. Raises ValueError for another kind.
    """
    if value is None:
        return {"transformed": None}
    if kind == "parity":
        if value <= 0:
            return {"transformed": None}
        near = 0.97 <= value <= 1.03
        return {"transformed": 1.0 if near else max(value, 1 / value)}
    middles = {"share50": 50.0, "share100": 100.0}
    if kind not in middles:
        msg = f"not a kind of middle: {kind!r}"
        raise ValueError(msg)
    return {"transformed": middles[kind] + abs(value - middles[kind])}
