"""The decision procedure of ``measure.path`` for every series of a table in one aggregation.

``summarise`` goes over the rows once and leaves one row for each series: the latest point, the
point nearest the baseline, the last one by the deadline and the first later one that meets the
target.
``verdicts.decide`` is the ordered procedure on those rows.
"""

import ibis
from ibis import ir

from milepost.engine.backends import Engine
from milepost.engine.plans import Plan
from milepost.engine.points import one_a_moment
from milepost.engine.promises import PARTS_OF_A_YEAR
from milepost.engine.verdicts import SPAN
from milepost.measure.series import BREAK_STATUS

KEY = ("promise_no", "area", "breakdown")


def ask(points: ir.Table, promises: ir.Table, moments: ir.Table, plan: Plan) -> ir.Table:
    """Return each point with each promise that asks for it, and what the promise makes of it.

    ``points``: ``source, area, breakdown, period, value, status, is_usable``, and ``promises``
    with the same ``source``; for figures of groups ``indicator``, ``scope`` and ``recipe``.
    ``moments`` are those of ``see_moments``. ``code`` numbers the points that may be used, in
    order of time, and ``near`` orders those near the baseline; both are missing for the others.
    """
    on = [name for name in ("source", "indicator", "scope", "recipe") if name in points.columns]
    questions = promises.select("promise_no", "tempo", "breakdown_asked", "direction", "edge", *on)
    # A few periods for each promise: one small table to look a row up in, instead of two.
    asked = questions.inner_join(moments, "tempo")
    rows = points.inner_join(asked, [*on, "period"])
    if plan.picks_breakdowns:
        wanted = rows.breakdown_asked.isnull() | (rows.breakdown_asked == rows.breakdown)
        rows = rows.filter(wanted)
    rows = rows.mutate(
        code=_when(rows.is_usable, rows.known_moment), near=_when(rows.is_usable, rows.near)
    )
    if plan.is_distinct:
        return rows
    rows = one_a_moment(rows, KEY)
    return rows.mutate(near=_when(rows.code.notnull(), rows.near))


def summarise(engine: Engine, rows: ir.Table, key: tuple[str, ...], plan: Plan) -> ir.Table:
    """Return one row for each series with the points that decide.

    Columns: those of ``key``, ``points`` (how many may be used), ``seen_code`` (the latest of
    all, for groups), and code and value of the points that decide: ``last``, ``base`` (its code
    packed in ``near``), ``due``, ``late`` and ``break``.
    """
    found = {
        "points": rows.code.count(),
        "last_code": rows.code.max(),
        "last_value": engine.at_largest(rows.value, rows.code),
        "near": rows.near.min(),
        "base_value": engine.at_smallest(rows.value, rows.near),
    }
    if "recipe" in rows.columns:
        found["seen_code"] = rows.moment.max()
    if plan.has_breaks:
        found["break_code"] = _when(rows.status == BREAK_STATUS, rows.code).max()
    if plan.looks_back:
        found |= _at_deadline(engine, rows)
    gathered = _without_strays(rows.group_by(*key).agg(**found))
    missing = {"seen_code", "break_code"} - set(found)
    return gathered.mutate(**{name: ibis.null("int64") for name in sorted(missing)})


def _without_strays(table: ir.Table) -> ir.Table:
    """Take back values of points that are none: engines differ on what is first among nothing."""
    keys = {"last_value": "last_code", "base_value": "near"}
    keys |= {"due_value": "due_code", "late_value": "late_code"}
    return table.mutate(
        **{
            value: table[key].notnull().ifelse(table[value], ibis.null("float64"))
            for value, key in keys.items()
            if value in table.columns
        }
    )


def _when(condition: ir.Value, value: ir.Value) -> ir.Value:
    return condition.ifelse(value, ibis.null("int64"))


def see_moments(tempos: ir.Table, calendar: ir.Table) -> ir.Table:
    """Return each period as each tempo sees it: is it known, how near the baseline, is it due.

    ``known_moment`` is missing for a period after the day of the view. ``near`` orders points by
    their distance from the baseline, the later one first among equals; it is missing outside the
    tolerance, too.
    """
    table = tempos.cross_join(calendar)
    axis = table.annual.ifelse(table.baseline_year, table.baseline)
    distance = ((table["at"] - axis).abs() * PARTS_OF_A_YEAR + 0.5).floor().cast("int64")
    nearness = distance * SPAN + (SPAN - 1 - table.moment)
    within = _when(distance <= table.tolerance, nearness)
    is_known = table["at"] <= table.as_of
    return table.select(
        "tempo", "period", "moment", "at",
        known_moment=_when(is_known, table.moment),
        near=_when(is_known, table.from_start.ifelse(table.moment, within)),
        is_due=(table["at"] <= table.deadline).fill_null(True),
    )  # fmt: skip


def _at_deadline(engine: Engine, rows: ir.Table) -> dict[str, ir.Value]:
    due = _when(rows.is_due, rows.code)
    meets = (rows.direction * rows.value >= rows.direction * rows.edge).fill_null(False)
    late = _when(~rows.is_due & meets, rows.code)
    return {
        "due_code": due.max(),
        "due_value": engine.at_largest(rows.value, due),
        "late_code": late.min(),
        "late_value": engine.at_smallest(rows.value, late),
    }
