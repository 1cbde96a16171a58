"""Numbers are rounded to ten significant digits before anything is decided on them.

A ratio that is 0.95 up to the noise of binary floating point must count as 0.95, on every
machine, or a recomputed edition could change colour.
"""

from functools import lru_cache
from math import floor, log10

SIGNIFICANT_DIGITS = 10


# The same figure is rounded again at every step that passes it on; a look-up costs a quarter.
@lru_cache(maxsize=1 << 16)
def tidy(number: float) -> float:
    """Return ``number`` rounded to ten significant digits (``-0.0`` becomes ``0.0``)."""
    return float(f"{number:.10g}") + 0.0


def unit_in_last_place(number: float) -> float:
    """Return one unit in the last significant digit that ``tidy`` keeps (of 1 for zero)."""
    return float(10 ** (floor(log10(abs(number) or 1.0)) - SIGNIFICANT_DIGITS + 1))


def tidy_or_none(number: float | None) -> float | None:
    """Return the tidy number, or None for a missing one."""
    return None if number is None else tidy(number)
