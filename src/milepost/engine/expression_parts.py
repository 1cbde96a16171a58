"""The steps of an expression in bulk: arithmetic on columns, and joins of what may be missing.

Every node of an expression has three columns: a value, the rank of its status and why it is
missing. ``measure.derive`` says what each step must give.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import ibis
from ibis import ir

from milepost.engine.expression_inputs import RANKED
from milepost.measure.derive import REASONS

ORDINARY_RANK: Final = len(RANKED) - 1
LARGEST: Final = 1.7976931348623157e308
WHY: Final = {code: number for number, code in enumerate(REASONS, start=1)}
"""Reasons as numbers, which every engine compares alike; 0 when there is a value."""


class Outcome(NamedTuple):
    """The names of the columns that hold value, rank of status and reason of one node."""

    value: str
    rank: str
    why: str


def combined(
    table: ir.Table, sign: str, sides: tuple[Outcome, Outcome], names: Outcome
) -> ir.Table:
    """Add the columns of one operation, in two steps so that the text of the query stays short."""
    left_side, right_side = sides
    first, second = table[left_side.value], table[right_side.value]
    rank = ibis.least(table[left_side.rank], table[right_side.rank])
    before = (table[left_side.why] > 0).ifelse(table[left_side.why], table[right_side.why])
    why = before
    if sign == "/":
        value = first / second.nullif(0.0)
        is_zero = (second == 0.0).fill_null(False)
        why = (is_zero & (before == 0)).ifelse(WHY["division_by_zero"], before)
    elif sign == "*":
        value = first * second
    else:
        value = first + second if sign == "+" else first - second
    table = table.mutate(**dict(zip(names, (value, rank, why.cast("int64")), strict=True)))
    return finite(table, names)


def finite(table: ir.Table, names: Outcome) -> ir.Table:
    """Make a result missing that is too large to be a number."""
    value, why = table[names.value], table[names.why]
    is_finite = (value.abs() <= LARGEST).fill_null(False)
    lost = ((why == 0) & ~is_finite).ifelse(WHY["too_large"], why)
    kept = (is_finite & (why == 0)).ifelse(value, ibis.null("float64"))
    return table.mutate(**{names.value: kept, names.why: lost.cast("int64")})


def left(table: ir.Table, other: ir.Table, keys: Sequence[str]) -> ir.Table:
    """Join what another table has for the same keys; missing where it has nothing."""
    joined = table.left_join(other, list(keys), rname="{name}_right")
    return joined.select(*table.columns, *(c for c in other.columns if c not in keys))


def nearest(
    asked: ir.Table, own: ir.Table, keys: tuple[str, ...], how: tuple[int, Outcome]
) -> ir.Table:
    """Fill the outcome of a table of periods where it has no value.

    ``own`` are the rows of the input, ``how`` the months within which a value may lie and the
    columns to fill. The nearest wins; of two equally near the earlier.
    """
    months, names = how
    gaps = asked.filter(asked[names.value].isnull()).select(*keys, "month").distinct()
    known = own.filter(own.value.notnull())
    series = [name for name in keys if name not in {"kind", "step"}]
    known = known.select(
        *series,
        near_kind=known.kind,
        near_step=known.step,
        near_month=known.month,
        near_value=known.value,
        near_rank=known["rank"],
    )
    pairs = gaps.inner_join(known, series, rname="{name}_right")
    pairs = pairs.mutate(away=(pairs.month - pairs.near_month).abs())
    pairs = pairs.filter(pairs.away <= months)
    order = [pairs.away, pairs.near_month, pairs.near_kind, pairs.near_step]
    turn = ibis.row_number().over(group_by=list(keys), order_by=order)
    best = pairs.mutate(turn=turn).filter(lambda table: table.turn == 0)
    joined = left(asked, best.select(*keys, "near_value", "near_rank"), keys)
    is_found = joined[names.value].isnull() & joined.near_value.notnull()
    return joined.mutate(
        **{
            names.value: ibis.coalesce(joined[names.value], joined.near_value),
            names.rank: is_found.ifelse(joined.near_rank, joined[names.rank]),
            names.why: is_found.ifelse(0, joined[names.why]),
        }
    ).drop("near_value", "near_rank")
