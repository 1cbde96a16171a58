"""How parts spread over their whole, in bulk; sums do not depend on the order of the rows."""

import ibis
from ibis import ir

from milepost.engine.expression_parts import WHY, Outcome, finite, left
from milepost.engine.sums import Range, cut, part_names, plan_cut, put_together

MOST_ROWS = 2**16
"""More parts than a whole has; sums of as many are exact."""
LEAST, GREATEST = 1e-13, 1e15
"""Sizes between which sums are made exact; beyond them engines may differ in the last digit."""
SMALLEST_SQUARE = 1e-20


def spread(parts: ir.Table, function: str, keys: tuple[str, ...], size: Range) -> ir.Table:
    """Return one row for each place and period: how the parts spread.

    ``size`` is that of the parts. Columns: the keys, month, value, rank, why.
    """
    keys = (*keys, "month")
    whole = exact_sum(parts.drop("breakdown"), keys, size)
    missing = whole.known < whole["rows"]
    outcome = Outcome("value", "rank", "why")
    if function == "sum":
        why = missing.ifelse(WHY["input_missing"], 0).cast("int64")
        table = whole.select(*keys, "rank", value=whole.total, why=why)
        return finite(table, outcome)
    why = ibis.cases(
        (missing, WHY["input_missing"]),
        (whole.low < 0.0, WHY["negative_part"]),
        (whole.total == 0.0, WHY["zero_whole"]),
        else_=0,
    )
    whole = whole.mutate(why=why.cast("int64"))
    if function not in {"hhi", "effective"}:
        return finite(whole.select(*keys, "rank", "why", value=whole.total), outcome)
    table = left(whole, _concentration(parts, whole, keys), keys)
    index = table.total_squares
    value = index if function == "hhi" else ibis.literal(1.0) / index
    return finite(table.select(*keys, "rank", "why", value=value), outcome)


def _concentration(parts: ir.Table, whole: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    """Return the sum of squared shares of every whole that has some."""
    usable = finite(whole, Outcome("total", "rank", "why"))
    usable = usable.filter(usable.why == 0).select(*keys, "total")
    both = parts.inner_join(usable, list(keys), rname="{name}_right")
    both = both.mutate(share=both.value / both.total)
    both = both.select(*keys, "rank", value=both.share * both.share)
    squares = exact_sum(both, keys, Range(SMALLEST_SQUARE, 1.0))
    return squares.select(*keys, total_squares=squares.total)


def exact_sum(table: ir.Table, keys: tuple[str, ...], size: Range) -> ir.Table:
    """Return the sum of ``value`` for each of the keys, as ``math.fsum`` gives it.

    Columns: the keys, total, low, rows, known (rows with a value), rank (of the status that warns
    most).
    """
    facts = {
        "low": table.value.min(),
        "rows": table.count(),
        "known": table.value.count(),
        "rank": table["rank"].min(),
    }
    if not LEAST <= size.least <= size.greatest <= GREATEST:
        return table.group_by(list(keys)).aggregate(total=table.value.sum(), **facts)
    plan = plan_cut(size, MOST_ROWS)
    table = cut(table.mutate(total=table.value.fill_null(0.0)), "total", plan)
    facts = {
        "low": table.value.min(),
        "rows": table.count(),
        "known": table.value.count(),
        "rank": table["rank"].min(),
    }
    names = part_names("total", plan.parts)
    added = table.group_by(list(keys)).aggregate(**{n: table[n].sum() for n in names}, **facts)
    added = put_together(added, "total", plan)
    total = (added.known > 0).ifelse(added.total, ibis.null("float64"))
    return added.mutate(total=total)
