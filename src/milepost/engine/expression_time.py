"""Functions over periods, in bulk: what stands earlier, means, changes and indices.

A table has a row for each of its keys (area, kind and step of the period, and perhaps the
breakdown), ``month``, and the outcome in value, rank and why.
"""

from typing import Final

import ibis
from ibis import ir

from milepost.engine.backends import Engine
from milepost.engine.expression_parts import (
    LARGEST,
    ORDINARY_RANK,
    WHY,
    Outcome,
    combined,
    finite,
    left,
)
from milepost.engine.expression_whole import GREATEST, LEAST, exact_sum
from milepost.engine.sums import Range, cut, part_names, plan_cut, put_together
from milepost.measure.calendar import DAY, MONTHS_OF, PER_YEAR
from milepost.measure.expression import MAX_WINDOW

OUTCOME: Final = Outcome("value", "rank", "why")


def moved(table: ir.Table, count: int) -> ir.Table:
    """Return a table in which each value stands ``count`` periods later; days have no later one."""
    table = table.filter(table.kind != DAY)
    months = ibis.cases(
        *((table.kind == kind, ibis.literal(count * months)) for kind, months in MONTHS_OF.items()),
        else_=0,
    )
    return table.mutate(step=table.step + count, month=table.month + months)


def changed(table: ir.Table, keys: tuple[str, ...], count: int) -> ir.Table:
    """Return each value less that of ``count`` periods earlier."""
    names = Outcome("v_before", "r_before", "w_before")
    before = moved(table, count).select(*keys, **dict(zip(names, OUTCOME, strict=True)))
    both = left(table, before, keys)
    # Whether there is an earlier period is asked first: without it nothing can be compared.
    has_none = both.w_before.isnull()
    both = both.mutate(
        why=has_none.ifelse(WHY["too_few_periods"], both.why).cast("int64"),
        w_before=both.w_before.fill_null(WHY["too_few_periods"]).cast("int64"),
        r_before=both.r_before.fill_null(ORDINARY_RANK).cast("int64"),
    )
    result = Outcome("v_change", "r_change", "w_change")
    return _outcome(combined(both, "-", (OUTCOME, names), result), keys, result)


def mean(
    engine: Engine, table: ir.Table, keys: tuple[str, ...], needs: tuple[int, int]
) -> ir.Table:
    """Return the mean of each period and those before it.

    ``needs`` are the number of periods, and how many of them must have a value (0: all).
    """
    count, least = needs
    series = [name for name in keys if name != "step"]
    span = ibis.range_window(preceding=count - 1, following=0, group_by=series, order_by="step")
    size = _size_of(engine, table)
    plan = plan_cut(size, MAX_WINDOW) if LEAST <= size.least <= size.greatest <= GREATEST else None
    table = table.mutate(total=table.value.fill_null(0.0))
    names = ["total"]
    if plan is not None:
        table, names = cut(table, "total", plan), part_names("total", plan.parts)
    rank = table.value.notnull().ifelse(table["rank"], ORDINARY_RANK)
    added = {name: table[name].sum().over(span) for name in names}
    table = table.select(
        *keys,
        "month",
        rows=table.step.count().over(span),
        known=table.value.count().over(span),
        rank=rank.min().over(span).cast("int64"),
        **added,
    )
    if plan is not None:
        table = put_together(table, "total", plan)
    short = (table["rows"] < count).ifelse(WHY["too_few_periods"], WHY["input_missing"])
    is_missing = (table.known < (least or count)) | (table.kind == DAY)
    table = table.select(
        *keys,
        "month",
        "rank",
        value=table.total / table.known.nullif(0).cast("float64"),
        why=is_missing.ifelse(short, 0).cast("int64"),
    )
    return finite(table, OUTCOME)


def _size_of(engine: Engine, table: ir.Table) -> Range:
    """Return between which sizes the values of a table lie; one look at all of them."""
    size = table.value.abs().nullif(0.0)
    found = engine.to_arrow(table.aggregate(least=size.min(), greatest=size.max())).to_pylist()[0]
    return Range(found["least"] or 1.0, found["greatest"] or 1.0)


def indexed(engine: Engine, table: ir.Table, keys: tuple[str, ...], base: int) -> ir.Table:
    """Return the operand as per cent of its mean in the base year, which must be whole."""
    series = tuple(name for name in keys if name != "step")
    first, count = (
        ibis.cases(
            *(
                (table.kind == kind, ibis.literal(n * by, type="int64"))
                for kind, n in PER_YEAR.items()
            ),
            else_=ibis.literal(0, type="int64"),
        )
        for by in (base, 1)
    )
    year = table.mutate(part=table.step - first, parts=count)
    year = year.filter((year.part >= 0) & (year.part < year.parts) & year.value.notnull())
    added = exact_sum(year.select(*series, "value", "rank"), series, _size_of(engine, year))
    length = ibis.cases(
        *((added.kind == kind, ibis.literal(n, type="int64")) for kind, n in PER_YEAR.items()),
        else_=ibis.literal(0, type="int64"),
    )
    added = added.mutate(length=length, v_base=added.total / length.nullif(0).cast("float64"))
    added = added.filter((added.known == added.length) & (added.v_base.abs() <= LARGEST))
    both = left(table, added.select(*series, "v_base", r_base=added["rank"]), series)
    has_none = both.v_base.isnull()
    both = both.mutate(
        why=has_none.ifelse(WHY["no_base"], both.why).cast("int64"),
        w_base=has_none.ifelse(WHY["no_base"], 0).cast("int64"),
        r_base=both.r_base.fill_null(ORDINARY_RANK).cast("int64"),
        v_hundred=ibis.literal(100.0),
        r_hundred=ibis.literal(ORDINARY_RANK, type="int64"),
        w_hundred=ibis.literal(0, type="int64"),
    )
    share, whole = (Outcome(*(f"{part}_{n}" for part in "vrw")) for n in ("share", "whole"))
    both = combined(both, "/", (OUTCOME, Outcome("v_base", "r_base", "w_base")), share)
    hundred = Outcome("v_hundred", "r_hundred", "w_hundred")
    both = combined(both, "*", (hundred, share), whole)
    return _outcome(both, keys, whole)


def _outcome(table: ir.Table, keys: tuple[str, ...], names: Outcome) -> ir.Table:
    columns = {old: table[new] for old, new in zip(OUTCOME, names, strict=True)}
    return table.select(*keys, "month", **columns)
