"""Average annual rates of reduction (AARR) after UNICEF and WHO: positive is a decline.

Values must be above zero; zeros and negatives give no rate, with the reason.
"""

from collections.abc import Sequence
from math import exp, isfinite, log

from milepost.measure.working import (
    Line,
    SetAside,
    Working,
    method,
    nothing,
    without_value,
    worked,
)


def known_points(
    years: Sequence[float], values: Sequence[float | None]
) -> tuple[list[float], list[float], list[SetAside]]:
    """Return the years and values that can be used, in order of time, and what was set aside.

    Raises ValueError when there are not as many years as values.
    """
    pairs: list[tuple[float, float]] = []
    aside = []
    for year, value in zip(years, values, strict=True):
        if value is None:
            aside.append(SetAside(f"{year:g}", None, "value_missing"))
        elif not isfinite(value):
            aside.append(SetAside(f"{year:g}", None, "not_a_number"))
        else:
            pairs.append((year, value))
    pairs.sort()
    return [year for year, _ in pairs], [value for _, value in pairs], aside


def fit_line(
    times: Sequence[float], values: Sequence[float], weights: Sequence[float]
) -> tuple[float, float, float, float]:
    """Fit a weighted line; return slope, mean time, mean value and the spread of the times.

    At least two distinct times are needed.
    """
    whole = sum(weights)
    mean_t = sum(w * t for w, t in zip(weights, times, strict=True)) / whole
    mean_v = sum(w * v for w, v in zip(weights, values, strict=True)) / whole
    spread = sum(w * (t - mean_t) ** 2 for w, t in zip(weights, times, strict=True))
    joint = sum(
        w * (t - mean_t) * (v - mean_v) for w, t, v in zip(weights, times, values, strict=True)
    )
    return joint / spread, mean_t, mean_v, spread


def _why_no_rate(years: Sequence[float], values: Sequence[float]) -> str:
    if len(set(years)) < 2:
        return "fewer_than_two_years"
    return "value_not_positive" if min(values) <= 0 else ""


@method("projection.aarr_regression")
def aarr_regression(years: Sequence[float], values: Sequence[float | None]) -> Working:
    """Return ``1 - e^b`` for the slope b of ln(value) on the year, a share a year.

    All points count, in any order. Missing and infinite values are set aside; zeros, negatives and
    fewer than two distinct years give no rate.

    Source: UNICEF, average annual rate of reduction [example read through NIPN: slope -0.06613 is
    6.4 %, so the rate is not -b].
    """
    times, known, aside = known_points(years, values)
    why = _why_no_rate(times, known)
    if why:
        return nothing(("aarr",), why, aside=aside, reason=why)
    slope = fit_line(times, [log(value) for value in known], [1.0] * len(known))[0]
    rate = 1 - exp(slope)
    return worked(
        {"aarr": rate},
        Line("points_used", len(known)),
        Line("slope_of_log", slope, "Σ(t - t̄) × ln y / Σ(t - t̄)²"),
        Line("reduction_rate", rate, "1 - e^slope_of_log"),
        aside=aside,
    )


@method("projection.aarr_endpoint")
def aarr_endpoint(years: Sequence[float], values: Sequence[float | None]) -> Working:
    """Return ``1 - (y1 / y0)^(1 / (t1 - t0))`` between the first and the last year.

    The points between do not count, whatever they are: a first or last value that is not above
    zero and fewer than two distinct years give no rate. The regression is preferred.

    Source: UNICEF, WHO [known]; unsorted input as in a test of DSIR [read].
    """
    times, known, aside = known_points(years, values)
    why = _why_no_rate(times, [known[0], known[-1]] if known else known)
    if why:
        return nothing(("aarr",), why, aside=aside, reason=why)
    rate = 1 - float((known[-1] / known[0]) ** (1 / (times[-1] - times[0])))
    return worked(
        {"aarr": rate},
        Line("value_first", known[0], at=f"{times[0]:g}"),
        Line("value_latest", known[-1], at=f"{times[-1]:g}"),
        Line("reduction_rate", rate, "1 - (value_latest / value_first)^(1 / (t1 - t0))"),
        aside=aside,
    )


@method("projection.arr_continuous")
def arr_continuous(y0: float | None, t0: float, y1: float | None, t1: float) -> Working:
    """Return the continuous rate ``-ln(y1 / y0) / (t1 - t0)`` of WHO's maternal mortality figures.

    Slightly larger than the AARR of the same decline: -ln(1 - AARR). Values that are not above zero
    and no time between give no rate.

    Source: WHO [read in the documentation of DSIR].
    """
    if y0 is None or y1 is None:
        return nothing(("arr",), aside=without_value(y0=y0, y1=y1))
    if t1 <= t0:
        return nothing(("arr",), "no_time_between")
    if min(y0, y1) <= 0:
        return nothing(("arr",), "value_not_positive")
    rate = -log(y1 / y0) / (t1 - t0)
    return worked({"arr": rate}, Line("reduction_rate", rate, "-ln(y1 / y0) / (t1 - t0)"))


@method("projection.aarr_from_slope")
def aarr_from_slope(slope: float) -> Working:
    """Return the rate of a slope of ln(value): ``aarr``, and per cent to one decimal.

    Source: UNICEF's example [read through NIPN].
    """
    rate = 1 - exp(slope)
    return worked(
        {"aarr_pct_1dp": round(100 * rate, 1), "aarr": rate},
        Line("reduction_rate", rate, "1 - e^slope"),
    )


@method("projection.aarr_required")
def aarr_required(
    value: float | None, year: float, target: float | None, target_year: float
) -> Working:
    """Return the rate ``1 - (target / value)^(1 / (target_year - year))`` that leads there in time.

    No time left, or a value or target that is not above zero, give no rate: no rate leads to zero.

    Source: UNICEF [known].
    """
    if value is None or target is None:
        return nothing(("aarr",), aside=without_value(value=value, target=target))
    if target_year <= year:
        return nothing(("aarr",), "no_time_left")
    if min(value, target) <= 0:
        return nothing(("aarr",), "value_not_positive")
    rate = 1 - float((target / value) ** (1 / (target_year - year)))
    return worked(
        {"aarr": rate},
        Line("reduction_needed", rate, "1 - (target / value)^(1 / (target_year - year))"),
    )


@method("projection.aarr_project")
def aarr_project(
    last_value: float | None, last_year: float, aarr: float | None, target_year: float
) -> Working:
    """Return the value at a year if the rate holds: ``last_value (1 - aarr)^(target_year - year)``.

    A rate of 1 or more has no meaning between years and gives nothing.

    Source: DSIR, outputs reproduced [read].
    """
    if last_value is None or aarr is None:
        return nothing(("value",), aside=without_value(last_value=last_value, aarr=aarr))
    if aarr >= 1:
        return nothing(("value",), "rate_not_below_one")
    value = last_value * float((1 - aarr) ** (target_year - last_year))
    return worked(
        {"value": value},
        Line("expected_at_deadline", value, "last_value × (1 - aarr)^(target_year - last_year)"),
    )
