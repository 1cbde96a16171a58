"""Flags that need a second look: is the series slipping, would another point change the colour?

``measure.path.is_volatile`` asks the procedure again without each of the points that it looked
at. Here every series gets a few variants, each without one of its points, and all are decided in
one more pass.
"""

import ibis
from ibis import ir

from milepost.engine.backends import Engine
from milepost.engine.gathering import KEY, summarise
from milepost.engine.plans import Plan
from milepost.engine.verdicts import decide
from milepost.measure.path import MET_STATUSES
from milepost.measure.states import State

GREY = State.GREY.value


def look_again(
    engine: Engine, rows: ir.Table, first: ir.Table, tables: tuple[ir.Table, ir.Table], plan: Plan
) -> ir.Table:
    """Return for each series whether a variant has another colour, and the value before the last.

    ``rows`` are those of ``gathering.ask``, ``first`` the verdicts on them, ``tables`` the
    promises and the calendar. Columns: ``KEY``, ``flips`` and ``before``.
    """
    variants = _variants(first, plan)
    asked = rows.inner_join(variants, list(KEY), rname="{name}_variant")
    asked = without_dropped(asked)
    again = decide(engine, summarise(engine, asked, (*KEY, "variant", "state_then"), plan), *tables)
    flips = (again.state != GREY) & (again.state != again.state_then)
    is_last = (again.variant == "last") & (again.points > 0)
    return again.group_by(*KEY).agg(
        flips=flips.ifelse(1, 0).max(),
        before=is_last.ifelse(again.last_value, ibis.null("float64")).max(),
    )


def without_dropped(asked: ir.Table) -> ir.Table:
    """Return rows with a column ``dropped`` without the point that it names."""
    is_dropped = asked.code == asked.dropped
    return asked.mutate(
        code=is_dropped.ifelse(ibis.null("int64"), asked.code),
        near=is_dropped.ifelse(ibis.null("int64"), asked.near),
    )


def looked_at(first: ir.Table, plan: Plan) -> dict[str, ir.BooleanValue]:
    """Return the points that the procedure looks at, by name, with the ratings that look at it."""
    is_path = first.function == "linear_path"
    has_base = (first.function != "level") & ~first.is_stated
    looked = {"last": first.last_code.notnull(), "base": has_base & first.base_code.notnull()}
    if plan.looks_back:
        looked["due"] = is_path & first.is_past & first.due_code.notnull()
        looked["late"] = is_path & (first.status == "met_late") & first.late_code.notnull()
    return looked


def _variants(first: ir.Table, plan: Plan) -> ir.Table:
    """Return each point that the procedure looked at, to be left out in turn."""
    return ibis.union(
        *(
            first.filter(condition).select(
                *KEY,
                variant=ibis.literal(name),
                dropped=first[f"{name}_code"],
                state_then=first.state,
            )
            for name, condition in looked_at(first, plan).items()
        )
    )


def with_second_looks(ratings: ir.Table, looked: ir.Table) -> ir.Table:
    """Add the flags ``is_slipping`` and ``is_volatile``; neither holds for a grey rating."""
    table = ratings.left_join(looked, list(KEY), rname="{name}_again")
    sign, is_level = table.direction, table.function == "level"
    fell = sign * table.last_value < sign * table.before
    may_slip = is_level.ifelse(
        table.state == State.GREEN.value,
        table.status.isin(sorted(MET_STATUSES)) & (table.function == "linear_path"),
    )
    is_volatile = (table.flips == 1) & (table.state != GREY)
    return table.mutate(
        is_slipping=(fell & may_slip).fill_null(False), is_volatile=is_volatile.fill_null(False)
    )


def without_second_looks(ratings: ir.Table) -> ir.Table:
    """Leave the two flags open: nobody looked."""
    return ratings.mutate(is_slipping=ibis.null("boolean"), is_volatile=ibis.null("boolean"))
