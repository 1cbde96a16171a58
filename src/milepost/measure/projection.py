"""Carrying a short series forward, with what can be said about its uncertainty.

Probabilities come from one model each and ignore that the model may be wrong, so on short series
they are not published as percentages (:mod:`milepost.measure.outlook`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, sqrt
from statistics import fmean, stdev

from milepost.measure.distributions import t_cdf, t_quantile
from milepost.measure.growth import sign_of
from milepost.measure.rates import fit_line, known_points
from milepost.measure.rounding import tidy
from milepost.measure.working import (
    Line,
    Ruling,
    Working,
    method,
    nothing,
    without_value,
    worked,
)

INTERVAL = 0.90
FEWEST_FOR_LINE = 3
NOISE = 1e-12
LINE_FIGURES = ("slope", "resid_sd", "predicted", "lower80", "upper80", "p_meet")
LIKELIHOODS_ABOVE = ((0.99, "virtually certain"), (0.90, "very likely"))
LIKELIHOODS_BELOW = (
    (0.01, "exceptionally unlikely"),
    (0.10, "very unlikely"),
    (0.33, "unlikely"),
)
LIKELY, ABOUT = "likely", "about as likely as not"


def chance(target: float, forecast: float, error: float, degrees: int, sign: int) -> float:
    """Return the probability that a forecast with Student's t error meets a target.

    A forecast without error meets it or does not; reaching the target exactly is meeting it.
    """
    distance = sign * (forecast - target)
    if error <= NOISE * max(abs(forecast), abs(target), NOISE):
        return 1.0 if tidy(sign * forecast) >= tidy(sign * target) else 0.0
    return t_cdf(distance / error, degrees)


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted line: ``at`` gives its forecast with the standard error of a new observation."""

    n: int
    slope: float
    mean_t: float
    mean_v: float
    spread: float
    sd: float

    @classmethod
    def of(cls, times: Sequence[float], values: Sequence[float]) -> "Fit":
        """Fit by least squares; at least three points at two or more distinct times."""
        slope, mean_t, mean_v, spread = fit_line(times, values, [1.0] * len(values))
        squares = sum(
            (v - mean_v - slope * (t - mean_t)) ** 2 for t, v in zip(times, values, strict=True)
        )
        return cls(len(values), slope, mean_t, mean_v, spread, sqrt(squares / (len(values) - 2)))

    def at(self, time: float) -> tuple[float, float]:
        """Return forecast and ``s √(1 + 1/n + (t - t̄)² / Sxx)``."""
        error = self.sd * sqrt(1 + 1 / self.n + (time - self.mean_t) ** 2 / self.spread)
        return self.mean_v + self.slope * (time - self.mean_t), error


def _logarithms(values: Sequence[float]) -> list[float]:
    return [log(value) for value in values]


@method("projection.ols_probability")
def ols_probability(
    years: Sequence[float],
    values: Sequence[float | None],
    target: float | None,
    target_year: float,
    *,
    direction: str = "positive",
    log: bool = False,
) -> Working:
    """Return the prediction of a fitted line with its 80 % interval and chance of the target.

    ``m = a + b t*``, ``se = s √(1 + 1/n + (t* - t̄)² / Sxx)`` with s on n - 2 degrees of freedom;
    the chance is the t-distribution's at ``(m - target) / se`` in the direction. ``log`` fits
    ln(value) and gives prediction and interval in the unit of the value again. A perfect fit gives
    1 or 0; reaching the target exactly is meeting it. Fewer than three distinct years or, with
    ``log``, a value or target that is not above zero, give nothing. Raises ValueError for a word
    that is no direction.

    Source: prediction interval of simple regression; agrees with statsmodels to 1e-6 [computed].
    The error of the model is ignored, so on a short series the chance is falsely precise.
    """
    times, known, aside = known_points(years, values)
    if target is None:
        return nothing(LINE_FIGURES, aside=[*aside, *without_value(target=target)])
    if len(set(times)) < FEWEST_FOR_LINE:
        return nothing(LINE_FIGURES, "fewer_than_three_points", aside=aside)
    if log and min(*known, target) <= 0:
        return nothing(LINE_FIGURES, "value_not_positive", aside=aside)
    fit = Fit.of(times, _logarithms(known) if log else known)
    forecast, error = fit.at(target_year)
    half = t_quantile(INTERVAL, fit.n - 2) * error
    goal = _logarithms([target])[0] if log else target
    p = chance(goal, forecast, error, fit.n - 2, sign_of(direction))
    predicted, lower, upper = (
        exp(end) if log else end for end in (forecast, forecast - half, forecast + half)
    )
    scale, back = ("ln y", "e^") if log else ("y", "")
    return worked(
        dict(zip(LINE_FIGURES, (fit.slope, fit.sd, predicted, lower, upper, p), strict=True)),
        Line("points_used", fit.n),
        Line("slope_a_year", fit.slope, f"Σ(t - t̄) × {scale} / Σ(t - t̄)²"),
        Line("residual_sd", fit.sd, "√(Σ residual² / (n - 2))"),
        Line("forecast_error", error, "s × √(1 + 1/n + (t* - t̄)² / Σ(t - t̄)²)"),
        Line("expected_at_deadline", predicted, f"{back}(a + b × t*)"),
        Line("forecast_lower", lower, f"{back}(m - t(0.90; n - 2) × forecast_error)"),
        Line("forecast_upper", upper, f"{back}(m + t(0.90; n - 2) × forecast_error)"),
        Line("chance_of_target", p, "P(t(n - 2) ≤ direction × (m - target) / forecast_error)"),
        aside=aside,
        caveats=("model_error_ignored",),
    )


@method("projection.recency_weighted_regression")
def recency_weighted_regression(
    years: Sequence[float],
    values: Sequence[float | None],
    target_year: float,
    **options: float,
) -> Working:
    """Return slope and prediction of a line whose weights fall by ``lambda`` a year back.

    Weight ``lambda^(t_last - t)``; ``lambda`` lies above 0, 1 weighs all alike. Fewer than two
    distinct years give nothing. Raises KeyError without ``lambda`` and ValueError for one that is
    not above zero.

    Source: UN ESCAP's time-weighted regression [known through UNECE's notes]; its own weights were
    not found, and geometric weights are the platform's choice.
    """
    fade = options["lambda"]
    if fade <= 0:
        msg = f"lambda must be above zero, not {fade!r}"
        raise ValueError(msg)
    times, known, aside = known_points(years, values)
    if len(set(times)) < 2:
        return nothing(("slope", "predicted"), "fewer_than_two_years", aside=aside)
    weights = [fade ** (times[-1] - time) for time in times]
    slope, mean_t, mean_v, _ = fit_line(times, known, weights)
    predicted = mean_v + slope * (target_year - mean_t)
    return worked(
        {"slope": slope, "predicted": predicted},
        Line("points_used", len(known)),
        Line("weight_of_first", weights[0], "lambda^(t_last - t)", at=f"{times[0]:g}"),
        Line("slope_a_year", slope, "Σw(t - t̄)(y - ȳ) / Σw(t - t̄)²"),
        Line("expected_at_deadline", predicted, "ȳ + slope × (target_year - t̄)"),
        aside=aside,
        caveats=("weights_are_ours",),
    )


@method("projection.damped_trend")
def damped_trend(level: float, trend: float, phi: float, h: int) -> Working:
    """Return the forecast ``level + trend Σ phi^k`` (k = 1 … h) of a trend that weakens.

    ``trend`` in the unit of the value a step, ``phi`` usually 0.80 to 0.98; h = 0 is the level.

    Source: Gardner and McKenzie's damped trend, as in Hyndman and Athanasopoulos [known].
    """
    total = sum(phi**k for k in range(1, h + 1))
    forecast = level + trend * total
    return worked(
        {"forecast": forecast},
        Line("damped_steps", total, "Σ phi^k, k = 1 … h"),
        Line("expected_at_deadline", forecast, "level + trend × damped_steps"),
    )


@method("projection.damped_trend_limit")
def damped_trend_limit(level: float, trend: float, phi: float) -> Working:
    """Return where a damped trend ends, ``level + trend phi / (1 - phi)``.

    None when it does not weaken (``phi`` 1 or more, or below 0). Source: as the damped trend.
    """
    if not 0 <= phi < 1:
        return nothing(("limit",), "trend_does_not_weaken")
    limit = level + trend * phi / (1 - phi)
    return worked({"limit": limit}, Line("trend_limit", limit, "level + trend × phi / (1 - phi)"))


@method("projection.random_walk_drift")
def random_walk_drift(
    values: Sequence[float | None], horizon: int, target: float, *, direction: str = "positive"
) -> Working:
    """Return the forecast of a random walk with drift and its chance of meeting the target.

    ``ŷ = y_n + h d̄``, ``se = s_d √(h (1 + h / (n - 1)))`` with n - 1 differences; the chance is the
    t-distribution's with n - 2 degrees of freedom. ``values`` are one step apart: a missing value
    breaks the steps and gives nothing, as do fewer than three values. Raises ValueError for a word
    that is no direction.

    Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed. [known].
    """
    sign = sign_of(direction)
    names = ("drift", "forecast", "se", "p_meet")
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return nothing(names, "steps_are_broken")
    changes = [late - early for early, late in pairwise(known)]
    if len(changes) < 2:
        return nothing(names, "fewer_than_three_points")
    drift = fmean(changes)
    forecast = known[-1] + horizon * drift
    error = stdev(changes) * sqrt(horizon * (1 + horizon / len(changes)))
    p = chance(target, forecast, error, len(changes) - 1, sign)
    return worked(
        {"drift": drift, "forecast": forecast, "se": error, "p_meet": p},
        Line("change_mean", drift, "Σ change / (n - 1)"),
        Line("expected_at_deadline", forecast, "y_n + horizon × change_mean"),
        Line("forecast_error", error, "sd(change) × √(h × (1 + h / (n - 1)))"),
        Line("chance_of_target", p, "P(t(n - 2) ≤ direction × (ŷ - target) / forecast_error)"),
        caveats=("model_error_ignored",),
    )


def likelihood(p: float) -> str:
    """Return the narrowest of the IPCC's likelihood words for a probability."""
    for cut, label in LIKELIHOODS_ABOVE:
        if tidy(p) >= cut:
            return label
    if tidy(p) > 0.66:
        return LIKELY
    return next((label for cut, label in LIKELIHOODS_BELOW if tidy(p) < cut), ABOUT)


def likelihood_code(label: str) -> str:
    """Return the verdict code of a likelihood word."""
    return label.replace(" ", "_")


@method("projection.ipcc_likelihood_label")
def ipcc_likelihood_label(p: float | None) -> Working:
    """Return the narrowest of the IPCC's likelihood words for a probability.

    At least 0.99 virtually certain, at least 0.90 very likely, above 0.66 likely, 0.33 to 0.66
    about as likely as not, below 0.33 unlikely, below 0.10 very unlikely, below 0.01 exceptionally
    unlikely. The words overlap; the narrowest is given. Raises ValueError outside 0 to 1.

    Source: IPCC guidance note on uncertainty [known; list of the fourth assessment read].
    """
    if p is None:
        return nothing(("label",), aside=without_value(p=p))
    if not 0 <= p <= 1:
        msg = f"a probability lies between 0 and 1, not {p!r}"
        raise ValueError(msg)
    label = likelihood(p)
    return worked(
        {"label": label},
        Line("chance_of_target", p),
        ruling=Ruling(likelihood_code(label), "chance_of_target", p),
    )
