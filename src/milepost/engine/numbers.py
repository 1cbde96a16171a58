"""Ten significant digits on any engine: ``measure.rounding.tidy`` as arithmetic.

``tidy`` writes a number with ten digits and reads it back. Engines format numbers in ways of
their own, so here the same is done by scaling: ``m = |x| * 10**k`` with nine digits before the
last, rounded to a whole number and scaled back. Scaling itself rounds, which matters only where
``m`` looks like a tie; there the part that the product lost is recovered exactly (Dekker's
product of two numbers split by Veltkamp) and decides. For numbers from 1e-13 to 1e22 the result
is the same double as ``tidy`` gives; beyond them it may differ in the last bit.
"""

from collections.abc import Callable
from math import nextafter

import ibis
from ibis import ir

from milepost.measure.rounding import SIGNIFICANT_DIGITS, tidy, unit_in_last_place

SPLITTER = 134217729.0  # 2**27 + 1
PLAIN_BELOW = 1e6
DECIMALS = 4
WHOLE_BELOW = 1e10


def tidy_all(table: ir.Table, **columns: ir.Value) -> ir.Table:
    """Add columns, each rounded to ten significant digits; missing stays missing.

    The work is laid out in steps, so that the text of the query does not grow with each use of an
    intermediate value.
    """
    names = list(columns)
    table = table.mutate(**columns)
    for part, step in STEPS.items():
        table = table.mutate(**{f"{n}_{part}": step(_Parts(table, n)) for n in names})
    table = table.mutate(**{name: _back(_Parts(table, name)) for name in names})
    return table.drop(*(f"{name}_{part}" for name in names for part in STEPS))


def is_plain(value: ir.Value) -> ir.Value:
    """Whether ``tidy`` would not change a number, as far as one comparison can tell.

    A number below a million with at most four decimals, or a whole number of at most ten digits,
    is the double nearest to a decimal of ten digits. Most published figures are such.
    """
    near = _within(value, PLAIN_BELOW)
    few_decimals = (near * 10.0**DECIMALS + 0.5).floor() / 10.0**DECIMALS == value
    return few_decimals | is_whole(value)


def is_whole(value: ir.Value) -> ir.Value:
    """Whether a number is a whole one of at most ten digits."""
    return _within(value, WHOLE_BELOW).floor() == value


def _within(value: ir.Value, limit: float) -> ir.Value:
    """Return a number, or one half where it is none or too large.

    Engines round down to an integer, and some compute under a missing value too and then stumble
    over what lies there; one half is rounded to something that no such value equals.
    """
    return (value.abs() < limit).ifelse(value, 0.5)


class _Parts:
    """The columns that hold the intermediate values of one number."""

    def __init__(self, table: ir.Table, name: str) -> None:
        self.table, self.name = table, name
        self.value = table[name]
        # Engines compute under a missing value too, and some then stumble over what lies there.
        self.size = self.value.abs().fill_null(0.0)

    def __getattr__(self, part: str) -> ir.Value:
        return self.table[f"{self.name}_{part}"]


def _shift(number: _Parts) -> ir.Value:
    """Return the power of ten that brings a number to ten digits before the point."""
    size = (number.size > 0).ifelse(number.size, 1.0)
    return ibis.literal(SIGNIFICANT_DIGITS - 1) - size.log10().floor()


def _power(number: _Parts) -> ir.Value:
    return ibis.literal(10.0) ** number.shift.abs().cast("float64")


def _scaled(number: _Parts) -> ir.Value:
    up = number.shift >= 0
    return up.ifelse(number.size * number.power, number.size / number.power)


def _factor(number: _Parts) -> ir.Value:
    """Return what is multiplied by the power: the number going up, the quotient going down."""
    return (number.shift >= 0).ifelse(number.size, number.scaled)


def _high(number: ir.Value) -> ir.Value:
    """Return the upper half of a number's digits."""
    split = number * SPLITTER
    return split - (split - number)


def _lost(number: _Parts) -> ir.Value:
    """Return what the exact scaled number has above its double (of its sign, when at a tie)."""
    product = number.factor * number.power
    high, power_high = number.high, number.power_high
    low, power_low = number.factor - high, number.power - power_high
    error = (high * power_high - product) + high * power_low + low * power_high + low * power_low
    return (number.shift >= 0).ifelse(error, (number.size - product) - error)


def _whole(number: _Parts) -> ir.Value:
    """Return the scaled number rounded half to even, as the exact number would be."""
    below = number.scaled.floor()
    rest = number.scaled - below
    at_tie = (number.lost > 0) | ((number.lost == 0) & (below.cast("int64") % 2 == 1))
    goes_up = (rest == 0.5).ifelse(at_tie, rest > 0.5)
    return below + goes_up.ifelse(1, 0)


def _back(number: _Parts) -> ir.Value:
    up = number.shift >= 0
    size = up.ifelse(number.whole / number.power, number.whole * number.power)
    signed = (number.value < 0).ifelse(-size, size)
    return number.value.isnull().ifelse(
        ibis.null("float64"), (number.value == 0.0).ifelse(0.0, signed)
    )


STEPS: dict[str, Callable[[_Parts], ir.Value]] = {
    "shift": _shift,
    "power": _power,
    "scaled": _scaled,
    "factor": _factor,
    "high": lambda number: _high(number.factor),
    "power_high": lambda number: _high(number.power),
    "lost": _lost,
    "whole": _whole,
}


def meeting_edge(target: float, direction: int) -> float:
    """Return the least favourable value that meets a target.

    ``Path.meets`` accepts a value that reaches the target or rounds to the same ten digits. Those
    values form an interval around the target; its edge makes the test one comparison.
    """
    rounded = tidy(target)
    if rounded == 0.0:
        return target
    inside, outside = rounded, rounded - direction * unit_in_last_place(rounded)
    while nextafter(inside, outside) != outside:
        middle = (inside + outside) / 2
        if tidy(middle) == rounded:
            inside = middle
        else:
            outside = middle
    return min(target, inside) if direction > 0 else max(target, inside)
