"""Ratings of treaties in the columns of a table of ratings."""

import ibis
from ibis import ir

from milepost.engine.backends import Engine
from milepost.engine.promises import Scope
from milepost.engine.standing import as_count
from milepost.engine.treaty_events import SERIES
from milepost.engine.treaty_verdicts import TOO_FEW_STATES, with_outcome
from milepost.engine.verdicts import COVERAGE, RESULT
from milepost.measure.states import State

COUNTS = (
    "eligible", "coverage", "parties_at_baseline", "new_since_baseline", "pace", "reference_pace",
    "majority_year",
)  # fmt: skip
"""What a rating of a treaty in a group rests on, besides the columns of ``verdicts``."""
FULL = (*RESULT, *COVERAGE, *COUNTS)
NO_STATES, TOO_OLD = "no_eligible_states", "list_too_old"


def finish(
    engine: Engine, cases: ir.Table, verdicts: tuple[ir.Table, ir.Table], points: ir.Table
) -> ir.Table:
    """Return ``FULL`` for groups: the answers that come before the rule, and those of the rule.

    ``cases`` are all groups of which something is known. ``verdicts`` are those of
    ``treaty_verdicts.judge`` on the groups that can be counted, and whether one state less would
    change the colour.
    """
    first, looked = verdicts
    told = first.select(*SERIES, *TOLD, rule_status=first.status)
    table = cases.left_join(told, SERIES, rname="{name}_first")
    table = table.left_join(looked, SERIES, rname="{name}_looked")
    is_counted = table.passed | table.is_published
    too_old = (table.years_old > table.unusable_after).fill_null(False)
    table = table.mutate(
        status=ibis.cases(
            (~is_counted, TOO_FEW_STATES),
            (table.eligible == 0.0, NO_STATES),
            (too_old, TOO_OLD),
            else_=table.rule_status,
        )
    )
    table = table.mutate(
        is_ruled=table.status.notin([TOO_FEW_STATES, NO_STATES, TOO_OLD]),
        has_counts=table.status.notin([TOO_FEW_STATES, NO_STATES]),
        shown_code=(table.status == NO_STATES).ifelse(
            table.last_code, table.now_code.fill_null(as_count(ibis.literal(0)))
        ),
    )
    shown = points.select(*SERIES, "period", shown_at=points["at"], shown_code=points.code)
    table = table.left_join(shown, [*SERIES, "shown_code"], rname="{name}_shown")
    table = with_outcome(table).mutate(
        value_shown=ibis.cases(
            (table.has_counts, table.parties), (is_counted, table.last_count), else_=NONE
        )
    )
    table = engine.tidied(
        table,
        half_at=table.now + (table.eligible / 2.0 - table.parties) / table.pace.nullif(0.0),
    )
    return _named(table)


NONE = ibis.null("float64")
TOLD = (
    "now", "now_code", "last_code", "last_count", "last_change", "parties", "at_baseline", "new",
    "coverage", "years_old", "pace", "reference_pace", "gap_share", "time_share", "ratio",
    "is_aimed", "has_ratio", "has_gap",
)  # fmt: skip


def _named(table: ir.Table) -> ir.Table:
    """Give the columns their names."""
    is_aimed = table.is_ruled & table.is_aimed
    has_ratio, has_gap = is_aimed & table.has_ratio, is_aimed & table.has_gap
    has_base = table.has_counts & table.baseline.notnull()
    fell = (table.last_change < 0.0) & (table.now_code >= 1) & (table.shown_at > table.baseline)
    grows = table.has_counts & (table.pace > 0.0) & (table.parties < table.eligible / 2.0)
    is_coloured = table.is_ruled & (table.state != State.GREY.value)
    columns = {
        "value": table.value_shown,
        "period": (table.status == TOO_FEW_STATES).ifelse(ibis.null("string"), table.period),
        "baseline_value": _only(is_aimed, table.at_baseline),
        "target": _only(is_aimed, table.target_tidy),
        "gap_share": _only(has_ratio | has_gap, table.gap_share),
        "time_share": has_ratio.ifelse(table.time_share, _only(has_gap, ibis.literal(1.0))),
        "ratio": has_ratio.ifelse(table.ratio, _only(has_gap, table.gap_share)),
        "is_stale": table.is_ruled & (table.years_old > table.stale_after),
        "is_slipping": table.is_ruled & fell,
        "is_volatile": is_coloured & (table.flips == 1),
        "states_with_data": as_count(table.known),
        "states_total": as_count(table.eligible),
        "imputed_share": ibis.literal(0.0),
        "gate_passed": table.passed,
        "eligible": _only(table.has_counts, table.eligible),
        "coverage": _only(table.has_counts, table.coverage),
        "parties_at_baseline": _only(has_base, _towards_zero(table.at_baseline)),
        "new_since_baseline": _only(has_base, _towards_zero(table.new)),
        "pace": _only(table.has_counts, table.pace),
        "reference_pace": _only(table.has_counts, table.reference_pace),
        "majority_year": _only(grows, table.half_at),
        **{name: table[name] for name in ("promise", "scope", "indicator", "area")},
        **{name: table[name] for name in ("state", "reason", "status")},
    }
    return _in_order(table, columns)


def state_rows(rated: ir.Table) -> ir.Table:
    """Return ``FULL`` for states: ``rated`` are the ratings of ``rungs.rate_rungs``."""
    columns = {name: rated[name] for name in rated.columns}
    return _in_order(rated, {**columns, "scope": ibis.literal(Scope.STATE.value)})


def _in_order(table: ir.Table, columns: dict[str, ir.Value]) -> ir.Table:
    """Select ``FULL``; flags that are not said are not set, and everything else is missing."""
    shown = {}
    for name in FULL:
        if name in columns:
            value = columns[name]
            shown[name] = value.fill_null(False) if name in FLAGS else value
        elif name in FLAGS:
            shown[name] = ibis.literal(False)
        else:
            shown[name] = ibis.null(MISSING.get(name, "float64"))
    shown["breakdown"] = ibis.literal("")
    return table.select(**shown)


FLAGS = ("is_stale", "has_break", "is_slipping", "is_volatile")
MISSING = {
    **dict.fromkeys(("reason", "period", "baseline_period"), "string"),
    **COVERAGE,
    "points": "int64",
}


def _only(condition: ir.Value, value: ir.Value) -> ir.Value:
    return condition.fill_null(False).ifelse(value, NONE)


def _towards_zero(number: ir.Value) -> ir.Value:
    size = number.abs().floor().cast("float64")
    return (number < 0.0).ifelse(-size, size)
