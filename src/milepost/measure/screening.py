"""The screening of ``measure.quality`` for very many series: the same findings in less time.

``quality.screen`` says what is asked and in which order. Here a series is two plain lists, nothing
is made of a value that gives no cause, and each rule is asked only where a cheap comparison leaves
it room. The numbers of a reason come from the functions of ``quality``, so they are the same.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import log
from statistics import fmean
from typing import Final

from milepost.measure.quality import (
    CLOSE_NEIGHBOURS,
    MEAN_DEVIATION,
    NORMAL_QUARTILE,
    Nature,
    Reason,
    Sieve,
    digit_shift_at,
    is_material,
    other_sign,
    outside,
    reasons_of,
    undoes,
)

FAR: Final = 2 * CLOSE_NEIGHBOURS
"""A slipped digit is at least this many times away from a value beside it.

It is 8.9 times away from the median of neighbours that differ by a factor of two at most.
"""
LEAST_SHIFT: Final = 8.0
"""The least ratio of a slipped digit for which ``FAR`` holds."""

Found = dict[int, list[Reason]]


def screen_values(
    whens: Sequence[float], values: Sequence[float], nature: Nature, sieve: Sieve
) -> Found:
    """Return the reasons by position, those of ``quality.screen`` in its order.

    ``whens`` are the moments of the values in decimal years; they must rise.
    """
    found: Found = {}
    if not values:
        return found
    least, most = min(values), max(values)
    _range(values, least, most, nature, found)
    if not nature.moves:
        return found
    if least < 0 < most:
        odd = other_sign(values)
        if odd is not None:
            told = {"value": values[odd], "others": float(len(values) - 1)}
            found.setdefault(odd, []).append(Reason("other_sign", told))
    for position in _shift_places(values, sieve):
        reason = digit_shift_at(values, position, nature, sieve)
        if reason is not None:
            found.setdefault(position, []).append(reason)
    if least <= 0 <= most:
        _zeros(values, nature, sieve, found)
    if len(values) >= sieve.least_points:
        _changes(whens, values, least > 0, (nature, sieve), found)
    return found


def _range(
    values: Sequence[float], least: float, most: float, nature: Nature, found: Found
) -> None:
    is_below = nature.minimum is not None and least < nature.minimum
    is_above = nature.maximum is not None and most > nature.maximum
    if is_below or is_above:
        for position, value in enumerate(values):
            reasons = outside(value, nature)
            if reasons:
                found[position] = reasons


def _shift_places(values: Sequence[float], sieve: Sieve) -> Sequence[int]:
    """Return the positions at which a digit may have slipped: far from the values beside it."""
    if 10.0 ** (1.0 - sieve.shift_tolerance) < LEAST_SHIFT:
        return range(len(values))
    sizes = [abs(value) for value in values]
    far = [first > FAR * second or second > FAR * first for first, second in pairwise(sizes)]
    if True not in far:
        return ()
    return [
        position
        for position, (before, after) in enumerate(pairwise([True, *far, True]))
        if before and after
    ]


def _zeros(values: Sequence[float], nature: Nature, sieve: Sieve, found: Found) -> None:
    for position in range(1, len(values) - 1):
        before, value, after = values[position - 1 : position + 2]
        if value or not before or not after:
            continue
        if all(is_material(other, 0.0, nature, sieve) for other in (before, after)):
            reason = Reason("zero_between", {"before": before, "after": after})
            found.setdefault(position, []).append(reason)


def _changes(
    whens: Sequence[float],
    values: Sequence[float],
    relative: bool,
    rules: tuple[Nature, Sieve],
    found: Found,
) -> None:
    nature, sieve = rules
    levels = [*map(log, values)] if relative else values
    steps = [
        (after - before) / (then - when)
        for before, after, when, then in zip(levels, levels[1:], whens, whens[1:], strict=False)
    ]
    middle = _median(steps)
    deviations = [abs(step - middle) for step in steps]
    spread = _median(deviations) / NORMAL_QUARTILE or MEAN_DEVIATION * fmean(deviations)
    usual = _median([abs(step) for step in steps])
    undone = -1
    for place, step in enumerate(steps):
        z = (step - middle) / spread if spread else 0.0
        if abs(z) < sieve.robust_z or place == undone:
            continue
        if not is_material(values[place], values[place + 1], nature, sieve):
            continue
        reasons = reasons_of(step, usual, z, sieve, relative=relative)
        if not reasons:
            continue
        found.setdefault(place + 1, []).extend(reasons)
        if place + 1 < len(steps) and undoes(steps[place + 1], step):
            undone = place + 1


def _median(numbers: list[float]) -> float:
    """Return the median as ``statistics.median`` does, of at least one number."""
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
