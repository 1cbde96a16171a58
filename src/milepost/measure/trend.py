"""Trend of a short series without assuming a shape: Mann-Kendall S and the Sen slope."""

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
