"""Trend of a short series without assuming a shape: Mann-Kendall, Sen's slope, Spearman."""

from collections import Counter
from collections.abc import Sequence
from itertools import permutations
from math import sqrt
from statistics import fmean, median

from milepost.measure.distributions import t_cdf
from milepost.measure.rates import known_points
from milepost.measure.rounding import tidy
from milepost.measure.working import Line, Working, method, nothing, worked

FEWEST_FOR_SIGNIFICANCE = 4
MOST_FOR_ORDERS = 7


def mann_kendall_s(values: Sequence[float]) -> int:
    """Return the number of rising pairs minus the number of falling pairs."""
    total = 0
    for index, early in enumerate(values):
        for late in values[index + 1 :]:
            total += (late > early) - (late < early)
    return total


def sen_slope(times: Sequence[float], values: Sequence[float]) -> float:
    """Return the median of the slopes between all pairs of points of different times.

    Raises statistics.StatisticsError without such a pair.
    """
    slopes = [
        (late - early) / (after - before)
        for index, (before, early) in enumerate(zip(times, values, strict=True))
        for after, late in zip(times[index + 1 :], values[index + 1 :], strict=True)
        if after != before
    ]
    return float(median(slopes))


def _arrangements(values: Sequence[float]) -> list[int]:
    """Return how many orders of the values have 0, 1, 2, … falling pairs.

    The counts are the coefficients of the q-multinomial: the product of (1 + q + … + q^(i-1)) up to
    the number of values, divided by the same product for each group of equal values.
    """
    counts = [1]
    for size in range(2, len(values) + 1):
        counts = _multiply(counts, size)
    for group in Counter(values).values():
        for size in range(2, group + 1):
            counts = _divide(counts, size)
    return counts


def _multiply(counts: list[int], size: int) -> list[int]:
    """Multiply a polynomial by 1 + q + … + q^(size-1), with a running sum."""
    product, window = [], 0
    for k in range(len(counts) + size - 1):
        window += counts[k] if k < len(counts) else 0
        window -= counts[k - size] if k >= size else 0
        product.append(window)
    return product


def _divide(counts: list[int], size: int) -> list[int]:
    """Divide a polynomial by 1 + q + … + q^(size-1), which must divide it."""
    quotient: list[int] = []
    for k in range(len(counts) - size + 1):
        quotient.append(counts[k] - sum(quotient[max(0, k - size + 1) : k]))
    return quotient


def exact_p(values: Sequence[float]) -> float:
    """Return the exact two-sided probability of |S| at least as large if order were chance.

    Ties among the values are taken into account.
    """
    observed = abs(mann_kendall_s(values))
    counts = _arrangements(values)
    most = len(counts) - 1
    extreme = sum(
        count for falling, count in enumerate(counts) if abs(most - 2 * falling) >= observed
    )
    return extreme / sum(counts)


@method("projection.mann_kendall_sen")
def mann_kendall_sen(
    values: Sequence[float | None], times: Sequence[float] | None = None
) -> Working:
    """Return S, Kendall's tau (S over the number of pairs), the Sen slope and the exact p.

    S counts rising pairs less falling ones; the slope is the median over all pairs, in the unit of
    the value a unit of ``times`` (one between values when not stated); p is two-sided, over all
    orders of the values, ties included. Missing values are set aside with their times; fewer than
    two values give None. With four points the smallest p is 0.083, so four points can never be
    significant at 5 %.

    Source: Mann (1945), Kendall (1975), Sen (1968); the exact distribution is our own [computed].
    """
    when = list(times) if times is not None else list(range(len(values)))
    moments, known, aside = known_points(when, values)
    n = len(known)
    if n < 2 or len(set(moments)) < 2:
        names = ("S", "tau", "sen_slope", "p_exact")
        return nothing(names, "fewer_than_two_points", aside=aside)
    score, p = mann_kendall_s(known), exact_p(known)
    slope = sen_slope(moments, known)
    tau = score / (n * (n - 1) / 2)
    return worked(
        {"S": score, "tau": tau, "sen_slope": slope, "p_exact": p},
        Line("points_used", n),
        Line("rising_less_falling", score, "Σ sign(y_j - y_i), i < j"),
        Line("kendall_tau", tau, "rising_less_falling / (n × (n - 1) / 2)"),
        Line("sen_slope", slope, "median((y_j - y_i) / (t_j - t_i))"),
        Line("p_exact", p, "#{orders: |S'| ≥ |S|} / #orders"),
        aside=aside,
        caveats=("never_significant",) if n <= FEWEST_FOR_SIGNIFICANCE else (),
    )


def ranks(values: Sequence[float]) -> list[float]:
    """Return the ranks from 1; equal values share the mean of their ranks."""
    order = sorted(values)
    first = {value: place for place, value in reversed(list(enumerate(order, 1)))}
    counts = Counter(values)
    return [first[value] + (counts[value] - 1) / 2 for value in values]


def _joint(left: Sequence[float], right: Sequence[float]) -> float:
    """Return the sum of products of the distances from the means."""
    mean_left, mean_right = fmean(left), fmean(right)
    return sum((x - mean_left) * (y - mean_right) for x, y in zip(left, right, strict=True))


def _p_of_rank_correlation(times: Sequence[float], values: Sequence[float], rho: float) -> float:
    """Return the two-sided p: over all orders up to seven points, else Student's t."""
    n = len(values)
    if n > MOST_FOR_ORDERS:
        if abs(rho) >= 1:
            return 0.0
        return 2 * t_cdf(-abs(rho) * sqrt((n - 2) / (1 - rho * rho)), n - 2)
    observed = tidy(abs(_joint(times, values)))
    orders = [tidy(abs(_joint(times, order))) for order in permutations(values)]
    return sum(joint >= observed for joint in orders) / len(orders)


@method("projection.spearman_trend")
def spearman_trend(values: Sequence[float | None], times: Sequence[float] | None = None) -> Working:
    """Return Spearman's rank correlation of the values with time, and its two-sided p.

    ``rho`` is the correlation of the ranks, from -1 (falling throughout) to 1; equal values share
    their mean rank. ``p`` is exact over all orders up to seven points, else Student's t of
    ``rho √((n - 2) / (1 - rho²))`` with n - 2 degrees of freedom. ``times`` are the places in the
    list when not stated. Missing values are set aside; fewer than three values, or values that do
    not vary, give nothing.

    Source: Spearman (1904); OECD takes it for the trends beside its distances [use read; the level
    of significance was not found, so none is applied].
    """
    when = list(times) if times is not None else list(range(len(values)))
    moments, known, aside = known_points(when, values)
    n = len(known)
    if n < 3:
        return nothing(("rho", "p"), "fewer_than_three_points", aside=aside)
    left, right = ranks(moments), ranks(known)
    width = sqrt(_joint(left, left) * _joint(right, right))
    if not width:
        return nothing(("rho", "p"), "no_variation", aside=aside)
    rho = max(-1.0, min(1.0, _joint(left, right) / width))
    p = _p_of_rank_correlation(left, right, rho)
    return worked(
        {"rho": rho, "p": p},
        Line("points_used", n),
        Line("rank_correlation", rho, "Σ(r - r̄)(s - s̄) / √(Σ(r - r̄)² × Σ(s - s̄)²)"),
        Line(
            "p_of_trend",
            p,
            "#{orders: |rho'| ≥ |rho|} / #orders"
            if n <= MOST_FOR_ORDERS
            else "2 × P(t(n - 2) ≤ -|rho| × √((n - 2) / (1 - rho²)))",
        ),
        aside=aside,
        caveats=("never_significant",) if n <= FEWEST_FOR_SIGNIFICANCE else (),
    )
