"""From the points that decide to a status, a colour and the figures behind them.

Each function here is one of ``measure`` written as columns; the order of the cases is the order
of the scalar procedure.
"""

import ibis
from ibis import ir

from milepost.engine.backends import Engine
from milepost.engine.promises import Scope
from milepost.measure.path import VERDICTS
from milepost.measure.rate_direction import COLOURS
from milepost.measure.rate_level import LEVEL_STATUSES, POLICY_STATUSES
from milepost.measure.states import Reason, State

NO_THRESHOLD, STALE, TOO_FEW_STATES = "no_threshold", "stale", "coverage_too_low"
BY_RATIO = "by_ratio"
SPAN = 1_000_000
"""More than the periods of a calendar: orders points of one distance by their moment."""

OUTCOMES: dict[str, tuple[State, Reason | None]] = {
    **VERDICTS,
    **COLOURS,
    **{status: (state, None) for state, status in LEVEL_STATUSES.items()},
    **{status: (state, None) for state, status in POLICY_STATUSES.items()},
    NO_THRESHOLD: (State.GREY, Reason.NOT_APPLICABLE),
    STALE: (State.GREY, Reason.STALE),
    TOO_FEW_STATES: (State.GREY, Reason.COVERAGE_TOO_LOW),
}
"""Every status that the engine gives, with its colour and, when it is grey, why."""


def decide(engine: Engine, gathered: ir.Table, promises: ir.Table, calendar: ir.Table) -> ir.Table:
    """Return the verdicts on gathered points: the columns of ``RESULT``, and what they rest on."""
    table = _with_moments(gathered.inner_join(promises, "promise_no"), calendar)
    table = _with_shares(engine, _with_base(table))
    table = table.mutate(
        status=ibis.cases(
            (table.function == "linear_path", _linear_path(table)),
            (table.function == "direction_of_change", _direction_of_change(table)),
            else_=_level(table),
        )
    )
    few = (table.points == 0) & (table.scope != Scope.STATE.value)
    table = table.mutate(status=few.ifelse(TOO_FEW_STATES, table.status))
    return _with_outcome(_with_flags(_with_ratio_status(table)))


def _with_moments(table: ir.Table, calendar: ir.Table) -> ir.Table:
    """Look up when the points lie."""
    table = table.mutate(
        base_code=table.from_start.ifelse(table.near, (SPAN - 1) - table.near % SPAN),
    )
    for point, columns in LOOKED_UP.items():
        code = f"{point}_code"
        if code not in table.columns:
            continue
        moments = calendar.select(
            calendar.moment.name(code), **{f"{point}_{c}": calendar[c] for c in columns}
        )
        table = table.left_join(moments, code).drop(f"{code}_right")
    return table


LOOKED_UP = {
    "last": ("at", "at_tidy", "annual", "period"),
    "base": ("at", "period"),
    "break": ("at",),
    "seen": ("period",),
}
"""What is needed of the calendar for each point that decides."""


def _with_base(table: ir.Table) -> ir.Table:
    """Let a stated baseline value stand at the baseline moment, on the axis of the latest point."""
    is_stated = table.baseline.notnull() & table.baseline_value.notnull() & (table.points > 0)
    axis = table.last_annual.ifelse(table.baseline_year, table.baseline)
    return table.mutate(
        is_stated=is_stated,
        base_at=is_stated.ifelse(axis, table.base_at),
        base_period=is_stated.ifelse(ibis.null("string"), table.base_period),
        base_value=is_stated.ifelse(table.baseline_value, table.base_value),
        base_tidy=is_stated.ifelse(table.baseline_tidy, table.base_value),
        end=table.last_annual.ifelse(table.deadline_year, table.deadline),
        evidence_from=table.last_annual.ifelse(table.evidence_year, table.evidence),
        decisive=table.due_value.fill_null(table.last_value)
        if "due_value" in table.columns
        else table.last_value,
    )


def _with_shares(engine: Engine, table: ir.Table) -> ir.Table:
    """Compute the shares of the gap and of the time, the age and the change a year."""
    way = (table.target_tidy - table.base_tidy).nullif(0.0)
    time = (table.end - table.base_at).nullif(0.0)
    is_past = _is_past(table)
    change = table.direction * (table.last_value - table.base_tidy)
    relative = change / table.base_tidy.abs().nullif(0.0)
    has_change = (table.function == "direction_of_change") & (table.last_at > table.base_at)
    as_of = table.last_annual.ifelse(table.as_of_year, table.as_of)
    table = engine.tidied(
        table.mutate(is_past=is_past),
        gap_share=(is_past.ifelse(table.decisive, table.last_value) - table.base_tidy) / way,
        time_share=(table.last_at - table.base_at) / time,
        change_per_year=_only(has_change, relative / (table.last_at - table.base_at)),
        years_old=as_of - table.last_at,
    )
    return engine.tidied(table, ratio=table.gap_share / table.time_share.nullif(0.0))


def _is_past(table: ir.Table) -> ir.Value:
    """Whether the deadline has passed, or the data reach it."""
    past = (table.as_of > table.deadline) | (table.last_at >= table.end)
    return past.fill_null(False)


def _meets(table: ir.Table, value: ir.Value) -> ir.Value:
    return (table.direction * value >= table.direction * table.edge).fill_null(False)


def _linear_path(table: ir.Table) -> ir.Value:
    """Return the status as ``measure.path.decide`` orders it."""
    due = table.due_value if "due_value" in table.columns else table.last_value
    late = table.late_code.notnull() if "late_code" in table.columns else ibis.literal(False)
    base_meets = _meets(table, table.base_value)
    return ibis.cases(
        (table.points == 0, "no_data"),
        (table.target.isnull(), "no_target"),
        (table.is_past & _meets(table, due), "met_on_time"),
        (table.is_past & late, "met_late"),
        (table.is_past & (table.last_at_tidy < table.evidence_from), "deadline_passed_no_evidence"),
        (table.is_past, "missed"),
        (_meets(table, table.last_value) & base_meets, "met_at_baseline"),
        (_meets(table, table.last_value), "met"),
        (table.base_value.isnull(), "no_baseline"),
        (table.last_at <= table.base_at, "insufficient_points"),
        (base_meets, "lost_after_being_met"),
        (table.deadline.isnull(), "no_deadline"),
        else_=BY_RATIO,
    )


def _direction_of_change(table: ir.Table) -> ir.Value:
    """Return the status as ``measure.rate_direction.decide_direction`` orders it."""
    change = table.direction * (table.last_value - table.base_tidy)
    return ibis.cases(
        (table.points == 0, "no_data"),
        (table.base_value.isnull(), "no_baseline"),
        (table.last_at <= table.base_at, "insufficient_points"),
        (change < 0, "worsening"),
        (change == 0, "no_change"),
        ((table.base_value == 0) | (table.change_per_year >= table.material), "improving"),
        else_="improving_slowly",
    )


def _level(table: ir.Table) -> ir.Value:
    """Return the status as ``measure.rate_level`` finds it; a threshold is of the better side."""
    level = table.direction * table.last_value
    is_policy = table.statuses == "policy_share"

    def named(state: State) -> ir.Value:
        return is_policy.ifelse(POLICY_STATUSES[state], LEVEL_STATUSES[state])

    return ibis.cases(
        (table.points == 0, "no_data"),
        (table.green.isnull(), NO_THRESHOLD),
        (table.years_old > table.unusable_after, STALE),
        (level >= table.direction * table.green, named(State.GREEN)),
        (level >= table.direction * table.yellow, named(State.YELLOW)),
        else_=named(State.RED),
    )


def _with_ratio_status(table: ir.Table) -> ir.Table:
    by_ratio = ibis.cases(
        (table.ratio >= table.on_track, "on_track"),
        (table.ratio >= table.acceleration, "acceleration_needed"),
        (table.ratio >= 0, "limited"),
        else_="regressing",
    )
    table = table.mutate(has_ratio=table.status == BY_RATIO)
    missed = (table.status == "missed") & ~_meets(table, table.base_value)
    return table.mutate(
        status=table.has_ratio.ifelse(by_ratio, table.status),
        gap_share=_only(table.has_ratio | missed, table.gap_share),
        time_share=table.has_ratio.ifelse(table.time_share, _only(_has_gap(table, missed), 1.0)),
        ratio=table.has_ratio.ifelse(table.ratio, _only(missed, table.gap_share)),
    )


def _has_gap(table: ir.Table, missed: ir.Value) -> ir.Value:
    return missed & table.base_value.notnull()


def _only(condition: ir.Value, value: ir.Value | float) -> ir.Value:
    return condition.ifelse(value, ibis.null("float64"))


def _with_flags(table: ir.Table) -> ir.Table:
    """Add the flags that rest on the gathered points alone: stale, and a break in the series."""
    has_last = table.points > 0
    is_level = table.function == "level"
    has_change = has_last & (table.last_at > table.base_at).fill_null(False)
    speaks = ibis.cases(
        (table.function == "direction_of_change", has_change),
        (is_level, has_last & (table.status != NO_THRESHOLD)),
        else_=has_last,
    )
    since_base = table.break_code.notnull() & (table.break_at > table.base_at)
    at_last = (table.break_code == table.last_code) & (table.status != STALE)
    counts = is_level.ifelse(at_last, since_base & (table.status != "no_target"))
    old = (table.years_old > table.stale_after) | (table.status == STALE)
    return table.mutate(
        is_stale=(speaks & old).fill_null(False),
        has_break=(speaks & counts).fill_null(False),
    )


def _with_outcome(table: ir.Table) -> ir.Table:
    """Add the colour and, when it is grey, why; hide a baseline that was not asked for."""
    states = [(status, state.value) for status, (state, _why) in OUTCOMES.items()]
    reasons = [(status, why.value) for status, (_state, why) in OUTCOMES.items() if why]
    has_base = table.status.notin(WITHOUT_BASE) & (table.function != "level")
    return table.mutate(
        baseline_period=has_base.ifelse(table.base_period, ibis.null("string")),
        baseline_value=_only(has_base, table.base_tidy),
        period=table.last_period,
        value=table.last_value,
        target=table.target_tidy,
        state=table.status.cases(*states, else_=ibis.null("string")),
        reason=table.status.cases(*reasons, else_=ibis.null("string")),
    )


WITHOUT_BASE = ("no_data", "no_target", TOO_FEW_STATES)
COVERAGE = {
    "states_with_data": "int64",
    "states_total": "int64",
    "weight_share": "float64",
    "imputed_share": "float64",
    "gate_passed": "boolean",
}
RESULT = (
    "promise", "scope", "indicator", "area", "breakdown", "state", "reason", "status",
    "period", "value", "baseline_period", "baseline_value", "target",
    "gap_share", "time_share", "ratio", "change_per_year", "years_old", "points",
    "is_stale", "has_break", "is_slipping", "is_volatile",
)  # fmt: skip
"""The columns of a table of ratings, to which ``COVERAGE`` is added."""


def with_coverage(ratings: ir.Table, figures: ir.Table) -> ir.Table:
    """Add how much of a group the latest figure rests on; places that are no groups have none."""
    on = ["recipe", "area", "breakdown", "shown_period"]
    shown = (ratings.points > 0).ifelse(ratings.last_period, ratings.seen_period)
    table = ratings.mutate(shown_period=shown).left_join(
        figures.rename(shown_period="period").select(*on, *COVERAGE), on, rname="{name}_figure"
    )
    return table.select(*RESULT, *COVERAGE)


def without_coverage(ratings: ir.Table) -> ir.Table:
    """Give ratings of states the columns that ratings of groups have."""
    missing = {name: ibis.null(kind) for name, kind in COVERAGE.items()}
    return ratings.select(*RESULT, **missing)
