"""Sums that do not depend on the order of the rows.

Engines add up in parallel and in any order, and a sum of doubles depends on the order in its last
digits. Figures are often decimals that end in a five at the eleventh digit, where that noise would
decide how they are rounded. So every number is cut into four parts on fixed grids, whose sums are
exact in any order; put together again they give what ``math.fsum`` gives for numbers from 1e-12
to 1e20.
"""

import ibis
from ibis import ir

COARSE = float(2**20)
MIDDLE = float(2**20)
FINE = float(2**32)
PARTS = ("p0", "p1", "p2", "p3")


def cut(table: ir.Table, name: str) -> ir.Table:
    """Add the parts of a column, which must have no missing values: whole numbers, and a rest."""
    first, second, third, fourth = (f"{name}_{part}" for part in PARTS)
    # Cutting towards zero keeps the rest exact; engines differ on how they cut off a fraction.
    table = table.mutate(**{fourth: table[name].abs()})
    table = table.mutate(**{first: _floor(table[fourth] / COARSE)})
    table = table.mutate(**{fourth: (table[fourth] - table[first] * COARSE) * MIDDLE})
    table = table.mutate(**{second: _floor(table[fourth])})
    table = table.mutate(**{fourth: (table[fourth] - table[second]) * FINE})
    table = table.mutate(**{third: _floor(table[fourth])})
    table = table.mutate(**{fourth: table[fourth] - table[third]})
    is_below = table[name] < 0
    return table.mutate(
        **{
            part: is_below.ifelse(-table[part], table[part])
            for part in (first, second, third, fourth)
        }
    )


def _floor(number: ir.Value) -> ir.Value:
    return number.floor().cast("float64")


def add_up(table: ir.Table, name: str, where: ir.Value | None = None) -> dict[str, ir.Value]:
    """Return the sums of the parts, as columns of an aggregation."""
    sums = {}
    for part in PARTS:
        column = table[f"{name}_{part}"]
        counted = column if where is None else where.ifelse(column, 0.0)
        sums[f"{name}_{part}"] = counted.sum().fill_null(0.0)
    return sums


def put_together(table: ir.Table, name: str) -> ir.Table:
    """Replace the summed parts by their sum.

    The two large parts are added with what their sum loses (Knuth), and the small ones then.
    """
    first, second, third, fourth = (table[f"{name}_{part}"] for part in PARTS)
    table = table.mutate(
        **{
            f"{name}_large": first * COARSE,
            f"{name}_small": second / MIDDLE,
            f"{name}_rest": (third + fourth) / FINE / MIDDLE,
        }
    )
    large, small = table[f"{name}_large"], table[f"{name}_small"]
    table = table.mutate(**{name: large + small})
    back = table[name] - large
    lost = (large - (table[name] - back)) + (small - back)
    table = table.mutate(**{name: table[name] + (lost + table[f"{name}_rest"])})
    return table.drop(*(f"{name}_{part}" for part in (*PARTS, "large", "small", "rest")))


NO_PARTS = {part: ibis.literal(0.0) for part in PARTS}
