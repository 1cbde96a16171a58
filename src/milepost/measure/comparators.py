"""How others measure progress: for comparison beside the platform's own rule, never instead.

Each function returns a dict; a figure that the method cannot give is None. Sources are named per
function; ``docs/method/comparators.md`` says where each breaks.
"""

from collections.abc import Sequence

from milepost.measure.growth import growth_rate, sign_of
from milepost.measure.rounding import tidy

FEWEST_WEATHER_POINTS = 4
WEATHER_POINTS = 6


def _classify(value: float, classes: Sequence[tuple[float, str]], otherwise: str) -> str:
    for cut, name in classes:
        if tidy(value) >= cut:
            return name
    return otherwise


def eurostat(
    y0: float,
    t0: float,
    yt: float,
    t: float,
    *,
    target: float | None = None,
    tt: float | None = None,
    direction: str = "positive",
) -> dict[str, float | str | None]:
    """Eurostat's SDG monitoring: observed over required growth rate, or the growth rate alone."""
    actual = growth_rate(y0, yt, t - t0)
    if target is None or tt is None:
        if actual is None:
            return {"cagr_actual": None, "category": None}
        desired = sign_of(direction) * actual
        category = _classify(
            desired,
            ((0.01, "significant_progress"), (0.0, "moderate_progress")),
            "moderate_movement_away" if tidy(desired) > -0.01 else "significant_movement_away",
        )
        return {"cagr_actual": actual, "category": category}
    required = growth_rate(y0, target, tt - t0)
    ratio = actual / required if actual is not None and required else None
    category_of_ratio = None
    if ratio is not None:
        category_of_ratio = _classify(
            ratio,
            (
                (0.95, "significant_progress"),
                (0.60, "moderate_progress"),
                (0.0, "insufficient_progress"),
            ),
            "movement_away",
        )
    return {
        "cagr_actual": actual,
        "cagr_required": required,
        "ratio": ratio,
        "category": category_of_ratio,
    }


def unsd_chart_2022(
    y0: float, t0: float, yt: float, t: float, target: float, tt: float = 2030
) -> dict[str, float | str | None]:
    """UNSD SDG Progress Chart 2022: the same ratio with the chart's four classes."""
    actual, required = growth_rate(y0, yt, t - t0), growth_rate(y0, target, tt - t0)
    if actual is None or not required:
        return {"cr": None, "category": None}
    ratio = actual / required
    classes = (
        (0.95, "substantial_on_track"),
        (0.5, "fair_acceleration_needed"),
        (-0.1, "limited_or_no_progress"),
    )
    return {"cr": ratio, "category": _classify(ratio, classes, "deterioration")}


def unsd_assessment_2023(
    vb: float,
    b: float,
    vt: float,
    t: float,
    *,
    target: float | None = None,
    increase: bool = True,
    target_year: float = 2030,
) -> dict[str, float | int | None]:
    """UNSD progress assessment 2023: value expected in 2030 against the way from the baseline.

    Scores: 3 on track (ratio at least 0.95), 2 fair (at least 0.10), 1 stagnation or regression;
    a latest value that meets the target scores 3 whatever the trend.
    """
    cagr = growth_rate(vb, vt, t - b)
    if target is None:
        desired = None if cagr is None else tidy(cagr if increase else -cagr)
        score = None if desired is None else 3 if desired >= 0.02 else 2 if desired >= 0.005 else 1
        return {"cagr": cagr, "score": score}
    expected = None if cagr is None else vt * (1 + cagr) ** (target_year - t)
    ratio = None if expected is None or target == vb else (expected - vb) / (target - vb)
    met = vt >= target if increase else vt <= target
    score = 3 if met else None
    if ratio is not None and not met:
        score = 3 if tidy(ratio) >= 0.95 else 2 if tidy(ratio) >= 0.10 else 1
    return {"cagr": cagr, "expected_2030": expected, "ratio": ratio, "score": score}


def escap_csi(
    current: float,
    base: float,
    target: float,
    *,
    direction: str = "increasing",
    parity: bool = False,
) -> dict[str, float | None]:
    """UN ESCAP current status index: tenths of the way from base to target; 10 when achieved."""
    sign = sign_of(direction)
    way = abs(target - base)
    if parity:
        return {"csi": 10 - 10 * abs(target - current) / way if way else None}
    if sign * current >= sign * target:
        return {"csi": 10.0}
    return {"csi": sign * 10 * (current - base) / way if way else None}


def escap_api(
    predicted: float, base: float, target: float, *, direction: str = "increasing"
) -> dict[str, float | str | None]:
    """UN ESCAP anticipated progress index: the predicted gap as per cent of the gap at the base."""
    sign = sign_of(direction)
    way = abs(target - base)
    if sign * predicted >= sign * target:
        return {"gap_pct": 0.0, "category": "maintain"}
    if not way:
        return {"gap_pct": None, "category": None}
    gap = abs(target - predicted) / way * 100
    if tidy(gap) > 100:
        return {"gap_pct": gap, "category": "reverse"}
    return {"gap_pct": gap, "category": "maintain" if tidy(gap) <= 10 else "accelerate"}


def oecd_distance(
    value: float, target: float, sd: float, *, direction: str = "positive"
) -> dict[str, float | None]:
    """OECD distance to target in cross-country standard deviations; over-achievement is zero."""
    if not sd:
        return {"raw": None, "distance": None}
    raw = sign_of(direction) * (target - value) / sd
    return {"raw": raw, "distance": max(0.0, raw)}


def sdsn_normalise(value: float, worst: float, best: float) -> dict[str, float | None]:
    """SDSN index: place a value between worst (0) and best (100), clipped."""
    if worst == best:
        return {"score": None}
    return {"score": max(0.0, min(100.0, 100 * (value - worst) / (best - worst)))}


def sdsn_arrow(
    score0: float,
    year0: float,
    score1: float,
    year1: float,
    green_threshold: float,
    *,
    target_year: float = 2030,
) -> dict[str, float | str | None]:
    """SDSN index: the growth of the score against the growth needed for the green threshold."""
    if year1 <= year0 or target_year <= year0:
        return {"rate": None, "required": None, "arrow": None}
    rate = (score1 - score0) / (year1 - year0)
    required = (green_threshold - score0) / (target_year - year0)
    if score1 >= green_threshold or (rate >= 0 and tidy(rate) >= tidy(required)):
        arrow = "on_track_or_maintaining"
    elif rate < 0:
        arrow = "decreasing"
    else:
        arrow = "moderately_improving" if tidy(rate / required) >= 0.5 else "stagnating"
    return {"rate": rate, "required": required, "arrow": arrow}


def weather_symbol(
    values: Sequence[float],
    last_year: float,
    target: float,
    target_year: float,
    *,
    direction: str = "positive",
) -> dict[str, float | str | None]:
    """Destatis weather symbols: the mean of the last changes carried on to the target year.

    ``values`` are yearly; the last six count and fewer than four give no symbol.
    """
    known = list(values)[-WEATHER_POINTS:]
    if len(known) < FEWEST_WEATHER_POINTS:
        return {"avg_change": None, "projected": None, "miss_share": None, "symbol": None}
    sign = sign_of(direction)
    average = (known[-1] - known[0]) / (len(known) - 1)
    projected = known[-1] + average * (target_year - last_year)
    remaining = sign * (target - known[-1])
    miss = max(0.0, sign * (target - projected))
    if not miss:
        share: float | None = 0.0
    else:
        share = miss / remaining if remaining > 0 else None
    return {
        "avg_change": average,
        "projected": projected,
        "miss_share": share,
        "symbol": _weather(share, sign * average),
    }


def _weather(share: float | None, desired: float) -> str:
    if share is not None and tidy(share) < 0.05:
        return "sun"
    if share is None or desired < 0:
        return "storm"
    return "partly_cloudy" if tidy(share) <= 0.20 else "cloud"


def weather_symbol_direction(
    values: Sequence[float], *, direction: str = "positive"
) -> dict[str, str | None]:
    """Destatis weather symbols without a target: the mean change and the last change."""
    known = list(values)[-WEATHER_POINTS:]
    if len(known) < FEWEST_WEATHER_POINTS:
        return {"symbol": None}
    sign = sign_of(direction)
    mean_right = sign * (known[-1] - known[0]) > 0
    last_right = sign * (known[-1] - known[-2]) > 0
    if mean_right:
        return {"symbol": "sun" if last_right else "partly_cloudy"}
    return {"symbol": "cloud" if last_right else "storm"}
