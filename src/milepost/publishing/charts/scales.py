"""From values to places on paper: linear scales, round ticks, labels that keep apart."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from ``low``..``high`` to ``start``..``end`` (``end`` may be smaller)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def round_step(rough: float) -> float:
    """Return the smallest of 1, 2, 2.5, 5 times a power of ten that is not below ``rough``."""
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 2.5, 5, 10):
        if factor * power >= rough * 0.999999:
            return float(factor * power)
    return 10 * power


def value_ticks(low: float, high: float, about: int, *, whole: bool = False) -> list[float]:
    """Return round ticks that enclose the values; zero is kept when it is near."""
    if low > 0 and low < 0.6 * high:
        low = 0.0
    if high - low <= 1e-9 * max(abs(low), abs(high), 1.0):
        low, high = (0.0, high) if high > 1e-9 else (low - 1, low + 1)
    step = round_step((high - low) / about)
    if whole:
        step = max(1.0, math.ceil(step))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def year_ticks(start: float, end: float, most: int) -> list[int]:
    """Return whole years inside the range, evenly spaced, at most ``most`` of them."""
    first, last = math.ceil(start - 1e-9), math.floor(end + 1e-9)
    for step in (1, 2, 5, 10, 20, 25, 50, 100):
        ticks = [year for year in range(first, last + 1) if year % step == 0]
        if len(ticks) <= most:
            return ticks or [first]
    return [first, last]


def stack(
    wishes: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Place blocks one under the other, each as near to its wished top as the others allow.

    ``wishes`` are in order from top to bottom; the result keeps that order, overlaps nothing and
    stays between ``low`` and ``high`` as far as there is room. Blocks that collide move together
    to the mean of their wishes (isotonic regression by pooling adjacent violators).
    """
    offsets = [sum(heights[:rank]) for rank in range(len(heights))]
    pools: list[tuple[float, int]] = []
    for wish, offset in zip(wishes, offsets, strict=True):
        pools.append((wish - offset, 1))
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            total, count = pools.pop()
            pools[-1] = (pools[-1][0] + total, pools[-1][1] + count)
    flat = [total / count for total, count in pools for _ in range(count)]
    room = max(low, high - sum(heights))
    return [min(max(top, low), room) + offset for top, offset in zip(flat, offsets, strict=True)]
