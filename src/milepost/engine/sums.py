"""Sums that do not depend on the order of the rows.

Engines add up in parallel and in any order, and a sum of doubles depends on the order in its last
digits. Figures are often decimals that end in a five at the eleventh digit, where that noise would
decide how they are rounded. So every number is cut into parts on grids of powers of two, chosen so
that the sum of each part is exact in any order; put together again they give what ``math.fsum``
gives.

How many parts are needed depends on how far the numbers lie apart. Whole numbers need one, most
columns two; three serve numbers of which the greatest is 1e23 times the least.
"""

from dataclasses import dataclass
from math import ceil, floor, log2

from ibis import ir

EXACT = float(2**50)
"""The whole numbers up to here are doubles, with three bits to spare."""
MOST_PARTS = 3
LEAST = 1e-200
"""What is nearer to zero than this is not told from zero."""


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the greatest size of the numbers of a column that are not zero."""

    least: float
    greatest: float
    is_whole: bool = False

    def times(self, other: "Range") -> "Range":
        """Return the range that products of two columns keep within."""
        return Range(self.least * other.least, self.greatest * other.greatest)


@dataclass(frozen=True, slots=True)
class Cut:
    """How a column is cut: into how many parts, and on which grids, the coarsest first.

    A column that is not ``is_signed`` has no number below zero.
    """

    grids: tuple[float, ...]
    is_signed: bool = True

    @property
    def parts(self) -> int:
        """How many parts there are; the last is what the grids leave."""
        return len(self.grids) + 1


def plan_cut(size: Range, count: int, *, is_signed: bool = True) -> Cut:
    """Return the cut that makes the sum of up to ``count`` numbers of this size exact."""
    if size.is_whole and size.greatest * count <= EXACT:
        return Cut(())
    fine = 2.0 ** floor(log2(max(size.least, LEAST) / count))
    if size.greatest * count <= EXACT * fine:
        return Cut((fine,), is_signed)
    # Where the numbers lie too far apart for three parts, the least lose their last digits.
    step = 2.0 ** floor(log2(EXACT / count))
    coarse = max(fine * step, 2.0 ** ceil(log2(size.greatest * count / EXACT)))
    return Cut((coarse, max(fine, coarse / step)), is_signed)


def part_names(name: str, parts: int) -> list[str]:
    """Return the columns that hold the parts of a column."""
    return [f"{name}_part{number}" for number in range(parts)]


def cut(table: ir.Table, name: str, plan: Cut) -> ir.Table:
    """Add the parts of a column, which must have no missing values."""
    *before, last = part_names(name, plan.parts)
    if not before:
        return table.mutate(**{last: table[name]})
    # Cutting towards zero keeps the rest exact; engines differ on how they cut off a fraction.
    table = table.mutate(**{last: table[name].abs() if plan.is_signed else table[name]})
    for part, grid in zip(before, plan.grids, strict=True):
        table = table.mutate(**{part: (table[last] / grid).floor().cast("float64") * grid})
        table = table.mutate(**{last: table[last] - table[part]})
    if not plan.is_signed:
        return table
    sign = (table[name] < 0).ifelse(-1.0, 1.0)
    return table.mutate(**{part: table[part] * sign for part in (*before, last)})


def put_together(table: ir.Table, name: str, plan: Cut) -> ir.Table:
    """Replace the summed parts by their sum, rounded once."""
    names = part_names(name, plan.parts)
    if plan.parts < MOST_PARTS:
        total = table[names[0]] if plan.parts == 1 else table[names[0]] + table[names[1]]
        return table.mutate(**{name: total}).drop(*names)
    # The two large parts are added with what their sum loses (Knuth), and the small one then.
    large, small, rest = (table[part] for part in names)
    table = table.mutate(**{name: large + small})
    back = table[name] - large
    lost = (large - (table[name] - back)) + (small - back)
    return table.mutate(**{name: table[name] + (lost + rest)}).drop(*names)
