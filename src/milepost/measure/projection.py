"""Carrying a short series forward, with what can be said about its uncertainty.

Average annual rates of reduction (AARR) follow UNICEF and WHO: positive is a decline. Probabilities
come from one model each and ignore that the model may be wrong, so on short series they are not
published as percentages (``docs/method``).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import exp, isfinite, log, sqrt
from statistics import fmean, stdev

from milepost.measure.distributions import t_cdf, t_quantile
from milepost.measure.growth import sign_of
from milepost.measure.rounding import tidy

LIKELIHOODS_ABOVE = ((0.99, "virtually certain"), (0.90, "very likely"))
LIKELIHOODS_BELOW = (
    (0.01, "exceptionally unlikely"),
    (0.10, "very unlikely"),
    (0.33, "unlikely"),
)
INTERVAL = 0.90


def _line(
    times: Sequence[float], values: Sequence[float], weights: Sequence[float]
) -> tuple[float, float, float, float]:
    """Fit a weighted line; return slope, mean time, mean value and the spread of the times."""
    whole = sum(weights)
    mean_t = sum(w * t for w, t in zip(weights, times, strict=True)) / whole
    mean_v = sum(w * v for w, v in zip(weights, values, strict=True)) / whole
    spread = sum(w * (t - mean_t) ** 2 for w, t in zip(weights, times, strict=True))
    joint = sum(
        w * (t - mean_t) * (v - mean_v) for w, t, v in zip(weights, times, values, strict=True)
    )
    return joint / spread, mean_t, mean_v, spread


def _known(
    years: Sequence[float], values: Sequence[float | None]
) -> tuple[list[float], list[float]]:
    pairs = sorted(
        (year, value)
        for year, value in zip(years, values, strict=True)
        if value is not None and isfinite(value)
    )
    return [year for year, _ in pairs], [value for _, value in pairs]


def _without_rate(years: Sequence[float], values: Sequence[float]) -> str:
    if len(set(years)) < 2:
        return "fewer_than_two_years"
    return "value_not_positive" if min(values) <= 0 else ""


def aarr_regression(
    years: Sequence[float], values: Sequence[float | None]
) -> dict[str, float | str | None]:
    """Return 1 - e^b for the slope b of ln(value) on the year; None with a ``reason``."""
    times, known = _known(years, values)
    reason = _without_rate(times, known)
    if reason:
        return {"aarr": None, "reason": reason}
    slope = _line(times, [log(value) for value in known], [1.0] * len(known))[0]
    return {"aarr": 1 - exp(slope)}


def aarr_endpoint(
    years: Sequence[float], values: Sequence[float | None]
) -> dict[str, float | str | None]:
    """Return the rate between the first and the last year; None with a ``reason``."""
    times, known = _known(years, values)
    reason = _without_rate(times, known)
    if reason:
        return {"aarr": None, "reason": reason}
    return {"aarr": 1 - float((known[-1] / known[0]) ** (1 / (times[-1] - times[0])))}


def aarr_from_slope(slope: float) -> dict[str, float]:
    """Return the rate in per cent, to one decimal, of a slope of ln(value)."""
    return {"aarr_pct_1dp": round(100 * (1 - exp(slope)), 1)}


def aarr_required(
    value: float, year: float, target: float, target_year: float
) -> dict[str, float | None]:
    """Return the rate that leads from the value to the target in time."""
    if target_year <= year or value <= 0 or target <= 0:
        return {"aarr": None}
    return {"aarr": 1 - float((target / value) ** (1 / (target_year - year)))}


def aarr_project(
    last_value: float, last_year: float, aarr: float, target_year: float
) -> dict[str, float]:
    """Return the value at a year if the rate holds."""
    return {"value": last_value * float((1 - aarr) ** (target_year - last_year))}


def _chance(target: float, forecast: float, error: float, degrees: int, sign: int) -> float:
    """Return the probability that a forecast meets a target."""
    distance = sign * (forecast - target)
    if error == 0:
        return 1.0 if distance >= 0 else 0.0
    return t_cdf(distance / error, degrees)


def ols_probability(
    years: Sequence[float],
    values: Sequence[float | None],
    target: float,
    target_year: float,
    *,
    direction: str = "positive",
    log: bool = False,
) -> dict[str, float | None]:
    """Return the prediction of a fitted line with its 80 % interval and chance of the target.

    ``log`` fits ln(value). At least three years and, with ``log``, positive values and a positive
    target are needed; otherwise every figure is None.
    """
    times, known = _known(years, values)
    names = ("slope", "resid_sd", "predicted", "lower80", "upper80", "p_meet")
    if len(set(times)) < 3 or (log and min(*known, target) <= 0):
        return dict.fromkeys(names)
    scaled = _logarithms(known) if log else known
    n = len(scaled)
    slope, mean_t, mean_v, spread = _line(times, scaled, [1.0] * n)
    squares = sum(
        (v - mean_v - slope * (t - mean_t)) ** 2 for t, v in zip(times, scaled, strict=True)
    )
    error = sqrt(squares / (n - 2))
    forecast = mean_v + slope * (target_year - mean_t)
    forecast_error = error * sqrt(1 + 1 / n + (target_year - mean_t) ** 2 / spread)
    half = t_quantile(INTERVAL, n - 2) * forecast_error
    goal = _logarithms([target])[0] if log else target
    chance = _chance(goal, forecast, forecast_error, n - 2, sign_of(direction))
    ends = (forecast, forecast - half, forecast + half)
    predicted, lower, upper = (exp(end) for end in ends) if log else ends
    return dict(zip(names, (slope, error, predicted, lower, upper, chance), strict=True))


def _logarithms(values: Iterable[float]) -> list[float]:
    return [log(value) for value in values]


def recency_weighted_regression(
    years: Sequence[float], values: Sequence[float], target_year: float, **options: float
) -> dict[str, float | None]:
    """Return slope and prediction of a line whose weights fall by ``lambda`` a year back.

    The geometric weights are the platform's choice for ESCAP's time-weighted regression, whose own
    weights were not found.
    """
    times, known = _known(years, values)
    if len(set(times)) < 2:
        return {"slope": None, "predicted": None}
    weights = [options["lambda"] ** (times[-1] - time) for time in times]
    slope, mean_t, mean_v, _ = _line(times, known, weights)
    return {"slope": slope, "predicted": mean_v + slope * (target_year - mean_t)}


def damped_trend(level: float, trend: float, phi: float, h: int) -> dict[str, float]:
    """Return the forecast ``h`` steps ahead of a trend that weakens by ``phi`` a step."""
    return {"forecast": level + trend * sum(phi**k for k in range(1, h + 1))}


def damped_trend_limit(level: float, trend: float, phi: float) -> dict[str, float | None]:
    """Return where a damped trend ends; None when it does not weaken."""
    return {"limit": level + trend * phi / (1 - phi) if 0 <= phi < 1 else None}


def random_walk_drift(
    values: Sequence[float], horizon: int, target: float, *, direction: str = "positive"
) -> dict[str, float | None]:
    """Return the forecast of a random walk with drift and its chance of meeting the target."""
    changes = [late - early for early, late in pairwise(values)]
    if len(changes) < 2:
        return dict.fromkeys(("drift", "forecast", "se", "p_meet"))
    drift = fmean(changes)
    forecast = values[-1] + horizon * drift
    error = stdev(changes) * sqrt(horizon * (1 + horizon / len(changes)))
    chance = _chance(target, forecast, error, len(changes) - 1, sign_of(direction))
    return {"drift": drift, "forecast": forecast, "se": error, "p_meet": chance}


def _sums(blocks: Sequence[Sequence[float]], horizon: int) -> Counter[float]:
    """Return how many sequences of blocks, cut at ``horizon`` changes, give each sum."""
    paths: Counter[float] = Counter({0.0: 1})
    length = len(blocks[0])
    for start in range(0, horizon, length):
        steps = Counter(tidy(sum(block[: horizon - start])) for block in blocks)
        longer: Counter[float] = Counter()
        for reached, ways in paths.items():
            for step, times in steps.items():
                longer[tidy(reached + step)] += ways * times
        paths = longer
    return paths


def block_bootstrap_exact(
    diffs: Sequence[float],
    block: int,
    current: float,
    horizon: int,
    target: float,
    *,
    direction: str = "positive",
) -> dict[str, float | None]:
    """Return the share of all resampled paths that meet the target; every path is counted.

    Paths are made of moving blocks of ``block`` consecutive changes, cut at ``horizon`` steps.
    """
    blocks = [diffs[i : i + block] for i in range(len(diffs) - block + 1)] if block > 0 else []
    if not blocks or horizon < 1:
        return {"p_meet": None}
    sign = sign_of(direction)
    paths = _sums(blocks, horizon)
    goal = sign * tidy(target)
    meeting = sum(ways for step, ways in paths.items() if sign * tidy(current + step) >= goal)
    return {"p_meet": meeting / sum(paths.values())}


def diff_bootstrap_exact(
    diffs: Sequence[float],
    current: float,
    horizon: int,
    target: float,
    *,
    direction: str = "positive",
) -> dict[str, float | None]:
    """Return the share of all paths of independent changes that meet the target."""
    return block_bootstrap_exact(diffs, 1, current, horizon, target, direction=direction)


def ipcc_likelihood_label(p: float) -> dict[str, str]:
    """Return the narrowest of the IPCC's likelihood words for a probability."""
    for cut, label in LIKELIHOODS_ABOVE:
        if p >= cut:
            return {"label": label}
    if p > 0.66:
        return {"label": "likely"}
    for cut, label in LIKELIHOODS_BELOW:
        if p < cut:
            return {"label": label}
    return {"label": "about as likely as not"}
