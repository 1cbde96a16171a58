"""Trend of a short series without assuming a shape: Mann-Kendall S and the Sen slope."""

from collections import Counter
from collections.abc import Sequence
from statistics import median

from milepost.measure.rates import known_points
from milepost.measure.working import Line, Working, method, nothing, worked

FEWEST_FOR_SIGNIFICANCE = 4


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
