"""From step series of parties to a status: ``measure.rate_ratification`` for all series at once.

``judge`` asks one question of each row of a table of cases: a series, with the moments and
thresholds to compare. A case may be a variant of another, with one number moved, so the same
expressions tell how firm a colour is.
"""

import ibis
from ibis import ir

from milepost.engine.backends import Engine
from milepost.engine.script import Script
from milepost.engine.treaty_events import SERIES
from milepost.measure.path import VERDICTS
from milepost.measure.rate_ratification import COLOURS
from milepost.measure.states import Reason, State

TOO_FEW_STATES = "coverage_too_low"
OUTCOMES: dict[str, tuple[State, Reason | None]] = {
    **VERDICTS,
    **COLOURS,
    TOO_FEW_STATES: (State.GREY, Reason.COVERAGE_TOO_LOW),
}
BY_RATIO = ("on_track", "acceleration_needed", "limited", "regressing")
CASE = [*SERIES, "variant"]
OWN = "own"
"""The variant in which nothing is changed."""


def judge(script: Script, points: ir.Table, cases: ir.Table, name: str) -> ir.Table:
    """Return the cases with ``status``, ``state``, ``reason`` and the counts they rest on.

    ``cases`` have the columns of ``treaty_promises.PLEDGES``, and ``variant, now, reference_start,
    is_young_from`` with ``moved_from`` and ``moved_by``: from that moment on so many parties more
    or less are counted (missing for none).
    """
    engine = script.engine
    table = script.keep(f"{name}_counted", _count(engine, points, cases))
    table = _with_paces(engine, _with_ends(table))
    table = table.mutate(is_aimed=_is_aimed(table), status_on_path=_path_status(table))
    table = table.mutate(
        status=table.is_aimed.ifelse(table.status_on_path, _pace_status(table)),
        has_ratio=table.status_on_path.isin(BY_RATIO),
        has_gap=(table.status_on_path == "missed") & ~_meets(table, table.at_baseline),
    )
    return script.keep(name, with_outcome(table))


def _count(engine: Engine, points: ir.Table, cases: ir.Table) -> ir.Table:
    """Read each step series at the moments of each of its cases."""
    rows = points.inner_join(cases, SERIES)
    is_moved = (rows["at"] >= rows.moved_from).fill_null(False)
    moved = rows.value + rows.moved_by
    rows = rows.mutate(count=is_moved.ifelse((moved > 0.0).ifelse(moved, 0.0), rows.value))

    def until(moment: ir.Value) -> ir.Value:
        return (rows["at"] <= moment).ifelse(rows.code, ibis.null("int64"))

    now, base = until(rows.now), until(rows.baseline)
    start, due = until(rows.reference_start), until(rows.deadline)
    between = (rows["at"] > rows.deadline) & (rows["at"] < rows.now)
    meets = rows.direction * rows["count"] >= rows.direction * rows.edge
    counted = rows.group_by(*CASE).agg(
        now_code=now.max(),
        parties=engine.at_largest(rows["count"], now),
        last_change=engine.at_largest(rows.change, now),
        base_code=base.max(),
        at_baseline=engine.at_largest(rows["count"], base),
        start_code=start.max(),
        at_reference_start=engine.at_largest(rows["count"], start),
        due_code=due.max(),
        at_deadline=engine.at_largest(rows["count"], due),
        late=(between & meets).fill_null(False).ifelse(1, 0).max(),
        last_code=rows.code.max(),
        last_count=engine.at_largest(rows["count"], rows.code),
    )
    keys = {
        "parties": "now_code",
        "at_baseline": "base_code",
        "at_reference_start": "start_code",
        "at_deadline": "due_code",
        "last_change": "now_code",
    }
    counted = counted.mutate(
        # Before its first point a step series is zero.
        **{name: counted[code].notnull().ifelse(counted[name], 0.0) for name, code in keys.items()}
    )
    return cases.inner_join(counted, CASE)


def _with_ends(table: ir.Table) -> ir.Table:
    """Let a stated baseline stand where the series has not begun, and find the two ends."""
    is_stated = table.baseline_value.notnull() & table.base_code.isnull()
    table = table.mutate(
        at_baseline=is_stated.ifelse(table.baseline_value, table.at_baseline),
        has_time=(table.now > table.baseline).fill_null(False),
    )
    has_deadline_between = (
        (table.baseline < table.deadline) & (table.deadline < table.now)
    ).fill_null(False)
    return table.mutate(
        new=table.parties - table.at_baseline,
        last_when=table.has_time.ifelse(table.now, table.baseline),
        last_value=table.has_time.ifelse(table.parties, table.at_baseline),
        is_between=has_deadline_between,
        due=ibis.cases(
            (table.has_time & (table.now <= table.deadline).fill_null(False), table.parties),
            (has_deadline_between, table.at_deadline),
            ((table.baseline <= table.deadline).fill_null(False), table.at_baseline),
            else_=ibis.null("float64"),
        ),
    )


def _with_paces(engine: Engine, table: ir.Table) -> ir.Table:
    """Compute coverage, paces, and the shares of the gap and of the time."""
    table = table.mutate(is_due=_is_due(table), decisive=table.due.fill_null(table.last_value))
    table = table.mutate(gap_value=table.is_due.ifelse(table.decisive, table.last_value))
    since = (table.now - table.baseline).nullif(0.0)
    given = (table.deadline - table.baseline).nullif(0.0)
    table = engine.tidied(
        table,
        coverage=table.parties / table.eligible.nullif(0.0),
        years_old=table.as_of - table.now,
        reference_years=table.baseline - table.reference_start,
        young_years=table.baseline - table.is_young_from,
        pace_found=table.new / since,
        last_tidy=table.last_when,
        time_share=(table.last_when - table.baseline) / given,
    )
    is_enough = (table.reference_years >= table.shortest) & (table.reference_years > 0.0)
    has_reference = is_enough.fill_null(False)
    reference = (table.at_baseline - table.at_reference_start) / (
        table.baseline - table.reference_start
    ).nullif(0.0)
    # Numbers of parties are whole, and so is what remains of them.
    way = (table.target_tidy - table.at_baseline).nullif(0.0)
    table = engine.tidied(
        table,
        pace=_only(table.has_time, table.pace_found),
        reference_pace=_only(has_reference, reference),
        gap_share=(table.gap_value - table.at_baseline) / way,
    )
    return engine.tidied(
        table,
        needed_pace=table.pace_ratio_green * table.reference_pace,
        ratio=table.gap_share / table.time_share.nullif(0.0),
    ).mutate(is_young=(table.young_years < table.shortest).fill_null(False))


def _is_due(table: ir.Table) -> ir.Value:
    """Whether the deadline has passed, or the counts reach it."""
    due = (table.as_of > table.deadline) | (table.last_when >= table.deadline)
    return due.fill_null(False)


def _meets(table: ir.Table, value: ir.Value) -> ir.Value:
    return (table.direction * value >= table.direction * table.edge).fill_null(False)


def _is_aimed(table: ir.Table) -> ir.Value:
    """Whether a target is compared with: it is dated, and adoption is not near universal."""
    dated = table.deadline.notnull() & table.baseline.notnull()
    is_near = table.coverage >= table.universal_share
    return (table.target.notnull() & dated & ~is_near).fill_null(False)


def _pace_status(table: ir.Table) -> ir.Value:
    """Return the status of ``measure.rate_ratification.status_of``."""
    in_force = (table.parties >= table.needed).fill_null(False)
    has_no_reference = table.reference_pace.isnull()
    return ibis.cases(
        (table.coverage >= table.universal_share, "near_universal"),
        (table.baseline.isnull(), "no_baseline"),
        (table.pace.isnull(), "no_time_since_baseline"),
        (table.new < 0.0, "losing_parties"),
        (table.new == 0.0, "no_new_parties"),
        (has_no_reference & ~table.is_young, "earlier_pace_unknown"),
        (has_no_reference & in_force, "entered_into_force"),
        (has_no_reference, "new_instrument"),
        (table.pace >= table.needed_pace, "pace_kept_or_faster"),
        else_="slower_than_before",
    )


def _path_status(table: ir.Table) -> ir.Value:
    """Return the status of ``measure.path.decide`` on the moments of ``step_path``."""
    base_meets = _meets(table, table.at_baseline)
    meets_late = (
        ((table.baseline > table.deadline).fill_null(False) & base_meets)
        | (table.is_between & (table.late == 1))
        | (
            table.has_time
            & (table.now > table.deadline).fill_null(False)
            & _meets(table, table.parties)
        )
    )
    meets_now = _meets(table, table.last_value)
    return ibis.cases(
        (table.is_due & _meets(table, table.due), "met_on_time"),
        (table.is_due & meets_late, "met_late"),
        (table.is_due & (table.last_tidy < table.evidence), "deadline_passed_no_evidence"),
        (table.is_due, "missed"),
        (meets_now & base_meets, "met_at_baseline"),
        (meets_now, "met"),
        (~table.has_time, "insufficient_points"),
        (base_meets, "lost_after_being_met"),
        (table.ratio >= table.on_track, "on_track"),
        (table.ratio >= table.acceleration, "acceleration_needed"),
        (table.ratio >= 0.0, "limited"),
        else_="regressing",
    )


def with_outcome(table: ir.Table) -> ir.Table:
    """Add the colour of a status and, when it is grey, why."""
    states = [(status, state.value) for status, (state, _why) in OUTCOMES.items()]
    reasons = [(status, why.value) for status, (_state, why) in OUTCOMES.items() if why]
    return table.mutate(
        state=table.status.cases(*states, else_=ibis.null("string")),
        reason=table.status.cases(*reasons, else_=ibis.null("string")),
    )


def _only(condition: ir.Value, value: ir.Value) -> ir.Value:
    return condition.ifelse(value, ibis.null("float64"))


# --- one state that had not moved ----------------------------------------------------------------


def list_stretches(points: ir.Table, cases: ir.Table) -> ir.Table:
    """Return the steps of each series by what undoing one of them would change.

    As ``measure.rate_ratification.stretches``. Columns: ``SERIES, joined, stretch, first_code,
    last_code, number, moved_from, moved_by``.
    """
    rows = points.inner_join(cases, SERIES)
    rows = rows.filter((rows.change != 0.0) & (rows["at"] <= rows.now))
    bounds = [rows.reference_start, rows.baseline]
    passed = [(rows["at"] > bound).fill_null(False).ifelse(1.0, 0.0) for bound in bounds]
    has_base = rows.baseline.notnull().ifelse(passed[0] + passed[1], 0.0)
    late = (rows["at"] > rows.deadline).fill_null(False)
    size = rows.change.abs()
    below = size.floor().cast("float64")
    rest = size - below
    is_odd = below - (below / 2.0).floor().cast("float64") * 2.0 == 1.0
    goes_up = (rest == 0.5).ifelse(is_odd, rest > 0.5)
    rows = rows.mutate(
        joined=rows.change > 0.0,
        stretch=late.ifelse(rows["at"], has_base),
        states=below + goes_up.ifelse(1.0, 0.0),
    )
    found = rows.group_by(*SERIES, "joined", "stretch").agg(
        first_code=rows.code.min(),
        last_code=rows.code.max(),
        moved_from=rows["at"].max(),
        number=rows.states.sum(),
    )
    return found.mutate(moved_by=found.joined.ifelse(-1.0, 1.0))
