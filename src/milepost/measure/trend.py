"""Trend of a short series without assuming a shape: Mann-Kendall S and the Sen slope."""

from collections import Counter
from collections.abc import Sequence
from statistics import median


def mann_kendall_s(values: Sequence[float]) -> int:
    """Return the number of rising pairs minus the number of falling pairs."""
    total = 0
    for index, early in enumerate(values):
        for late in values[index + 1 :]:
            total += (late > early) - (late < early)
    return total


def sen_slope(times: Sequence[float], values: Sequence[float]) -> float:
    """Return the median of the slopes between all pairs of points; times must be distinct."""
    slopes = [
        (late - early) / (after - before)
        for index, (before, early) in enumerate(zip(times, values, strict=True))
        for after, late in zip(times[index + 1 :], values[index + 1 :], strict=True)
    ]
    return float(median(slopes))


def _arrangements(values: Sequence[float]) -> list[int]:
    """Return how many orders of the values have 0, 1, 2, … falling pairs.

    The counts are the coefficients of the q-multinomial: the product of (1 + q + … + q^(i-1)) up to
    the number of values, divided by the same product for each group of equal values.
    """
    counts = [1]
    for size in range(2, len(values) + 1):
        counts = [sum(counts[max(0, k - size + 1) : k + 1]) for k in range(len(counts) + size - 1)]
    for group in Counter(values).values():
        for size in range(2, group + 1):
            counts = _divide(counts, size)
    return counts


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


def mann_kendall_sen(
    values: Sequence[float], times: Sequence[float] | None = None
) -> dict[str, float | int | None]:
    """Return S, Kendall's tau (S over the number of pairs), the Sen slope and the exact p.

    Without ``times`` the values are one unit of time apart. Fewer than two values give None.
    """
    n = len(values)
    if n < 2:
        return {"S": None, "tau": None, "sen_slope": None, "p_exact": None}
    score = mann_kendall_s(values)
    return {
        "S": score,
        "tau": score / (n * (n - 1) / 2),
        "sen_slope": sen_slope(times or range(n), values),
        "p_exact": exact_p(values),
    }
