"""The decision procedure of ``measure.path`` for every series of a table in one aggregation.

``gather`` goes over the rows once and leaves one row for each series: the latest point, the point
nearest the baseline, the last one by the deadline and the first later one that meets the target.
``decide`` is the ordered procedure on those rows.
"""

from dataclasses import dataclass

import ibis
from ibis import ir

from milepost.engine.points import one_a_moment
from milepost.engine.promises import PARTS_OF_A_YEAR
from milepost.engine.verdicts import SPAN
from milepost.measure.series import BREAK_STATUS

KEY = ("promise", "scope", "area", "breakdown")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a set of promises and periods makes necessary.

    ``is_distinct``: no two periods share a moment. ``looks_back``: some data are later than some
    deadline, so that what was reached by the deadline must be looked up.
    """

    is_distinct: bool
    looks_back: bool


def gather(points: ir.Table, promises: ir.Table, calendar: ir.Table, plan: Plan) -> ir.Table:
    """Return one row for each promise, place and breakdown with the points that decide.

    ``points``: ``indicator, area, breakdown, period, value, status, is_usable``; where ``scope``
    and ``recipe`` are columns, promises of the same are asked. Columns of the result: ``KEY``,
    ``points`` (how many may be used), ``seen_code`` (the latest of
    all), ``last_code``, ``last_value``, ``near`` and ``base_value``,
    ``due_code``, ``due_value``, ``late_code``, ``late_value``, ``break_code``.
    """
    moments = _moments(promises, calendar)
    on = ["indicator", "period", *(name for name in ("scope", "recipe") if name in points.columns)]
    rows = points.inner_join(moments, on)
    rows = rows.filter(rows.breakdown_asked.isnull() | (rows.breakdown_asked == rows.breakdown))
    rows = rows.mutate(code=_when(rows.is_usable & rows.is_known, rows.moment))
    if not plan.is_distinct:
        rows = one_a_moment(rows, KEY)
    near = _when(rows.code.notnull(), rows.near)
    figures = {
        "points": rows.code.count(),
        "seen_code": rows.moment.max(),
        "last_code": rows.code.max(),
        "last_value": rows.value.argmax(rows.code),
        "near": near.min(),
        "base_value": rows.value.argmin(near),
        "break_code": _when(rows.status == BREAK_STATUS, rows.code).max(),
    }
    if plan.looks_back:
        figures |= _at_deadline(rows)
    return _without_strays(rows.group_by(*KEY).agg(**figures))


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


def _moments(promises: ir.Table, calendar: ir.Table) -> ir.Table:
    """Return each promise at each period: is it known, how near is it to the baseline, is it due.

    ``near`` orders points by their distance from the baseline, the later one first among equals;
    it is missing outside the tolerance. Without a baseline a direction of change starts at the
    first point.
    """
    table = promises.cross_join(calendar)
    axis = table.annual.ifelse(table.baseline_year, table.baseline)
    distance = ((table["at"] - axis).abs() * PARTS_OF_A_YEAR + 0.5).floor().cast("int64")
    nearness = distance * SPAN + (SPAN - 1 - table.moment)
    from_start = table.baseline.isnull() & (table.function == "direction_of_change")
    return table.select(
        "promise", "scope", "recipe", "indicator", "breakdown_asked", "period", "moment", "at",
        "direction", "edge",
        is_known=table["at"] <= table.as_of,
        near=from_start.ifelse(table.moment, _when(distance <= table.tolerance, nearness)),
        is_due=(table["at"] <= table.deadline).fill_null(True),
    )  # fmt: skip


def _at_deadline(rows: ir.Table) -> dict[str, ir.Value]:
    due = _when(rows.is_due, rows.code)
    meets = (rows.direction * rows.value >= rows.direction * rows.edge).fill_null(False)
    late = _when(~rows.is_due & meets, rows.code)
    return {
        "due_code": due.max(),
        "due_value": rows.value.argmax(due),
        "late_code": late.min(),
        "late_value": rows.value.argmin(late),
    }
