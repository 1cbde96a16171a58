"""Draws that are the same on every machine: a small generator of whole numbers from a seed.

``measure`` has no source of chance. Where a method resamples, it takes its numbers from here, so
that the same inputs always give the same interval.
"""

from collections.abc import Iterator

_MASK = (1 << 64) - 1
_STEP = 0x9E3779B97F4A7C15


def whole_numbers(seed: int, below: int) -> Iterator[int]:
    """Yield numbers from 0 to ``below - 1`` without end, each equally likely up to 2^-57.

    Raises ValueError for ``below`` under one.

    Source: SplitMix64 (Steele, Lea and Flood 2014), scaled to the range [known].
    """
    if below < 1:
        msg = f"there is no number below {below}"
        raise ValueError(msg)
    state = seed & _MASK
    while True:
        state = (state + _STEP) & _MASK
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        yield ((mixed ^ (mixed >> 31)) * below) >> 64
