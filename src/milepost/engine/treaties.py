"""Ratings of treaties: every treaty in every group and state, in a fixed number of statements.

Groups are rated by coverage and pace, or by a target, as ``measure.rate_ratification`` does it;
states by the rung of the commitment ladder that they stand on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis import ir

from milepost.engine import places as placing
from milepost.engine.backends import Engine
from milepost.engine.periods import SCHEMA as PERIODS
from milepost.engine.periods import make_calendar
from milepost.engine.points import Traits, survey
from milepost.engine.rungs import rate_rungs
from milepost.engine.script import Run, Script, get_script
from milepost.engine.standing import as_count
from milepost.engine.treaty_events import (
    EVENTS,
    SERIES,
    STATE,
    count_known,
    count_steps,
    describe_lists,
    find_changes,
    list_eligible,
    list_rungs,
    read_events,
    read_published,
    state_none,
)
from milepost.engine.treaty_promises import (
    LADDERS,
    PLEDGES,
    TreatyQuestion,
    lay_out_ladders,
    lay_out_pledges,
)
from milepost.engine.treaty_rows import finish, state_rows
from milepost.engine.treaty_trials import (
    Ground,
    lay_out_treaty_moves,
    number_spans,
    only_coloured,
    try_groups,
    try_states,
)
from milepost.engine.treaty_verdicts import OWN, judge, list_stretches
from milepost.measure.series import when_of
from milepost.measure.states import State

CALENDAR = pa.schema([*PERIODS, ("label", pa.string())])
TREATIES = pa.schema([("indicator", pa.string()), ("circle", pa.string())])
GROUPS = pa.schema([("area", pa.string())])


@dataclass(frozen=True, slots=True)
class TreatyAnswer:
    """Tables of the engine: ``ratings`` (``treaty_rows.FULL``) and, if asked for, ``trials``.

    ``trials`` have the columns ``treaty_trials.KEYS`` and ``trials.COLUMNS``.
    """

    ratings: ir.Table
    trials: ir.Table | None = None


@contextmanager
def rate_treaties(
    engine: Engine, events: ir.Table, question: TreatyQuestion
) -> Iterator[TreatyAnswer]:
    """Rate treaties; ``events`` have the columns of ``treaty_events.EVENTS``.

    The tables of the answer are there inside the ``with`` block. A place of which nothing usable
    is known has no row. Raises ValueError for a period that is none.
    """
    run = Run(engine)
    try:
        known = survey(engine, events)
        run.bring("events", events)
        run.bring("pledges", lay_out_pledges(question))
        run.bring("ladders", lay_out_ladders(question))
        run.bring("calendar", _calendar(known.periods, question.as_of))
        run.bring("treaties", _treaties(question))
        run.bring("members", question.places.members)
        run.bring("groups", pa.table({"area": sorted(question.groups)}, GROUPS))
        plan = Plan(known.traits, question.signing, question.tries_changes)
        if plan.tries_changes:
            cuts, shifts = lay_out_treaty_moves(question.promises)
            run.bring("cuts", cuts)
            run.bring("treaty_shifts", shifts)
        run.play(get_script(engine, plan, lambda: _write(engine, plan)))
        trials = run.table("trials") if plan.tries_changes else None
        yield TreatyAnswer(run.table("ratings"), trials)
    finally:
        run.drop()


@dataclass(frozen=True, slots=True)
class Plan:
    """On what the text of the statements depends."""

    points: Traits
    signing: str
    tries_changes: bool


def _calendar(periods: frozenset[str], as_of: float) -> pa.Table:
    """Return the periods up to the day of the view, each with its moment as a text."""
    calendar = make_calendar(period for period in periods if when_of(period) <= as_of)
    labels = [f"{at:g}" for at in calendar["at"].to_pylist()]
    return calendar.append_column("label", pa.array(labels, pa.string())).cast(CALENDAR)


def _treaties(question: TreatyQuestion) -> pa.Table:
    names = sorted({promise.indicator for promise in question.promises})
    circles = [question.circles.get(name, placing.EVERYONE) for name in names]
    return pa.table({"indicator": names, "circle": circles}, TREATIES)


def _write(engine: Engine, plan: Plan) -> Script:
    script = Script(engine)
    calendar = script.given("calendar", CALENDAR)
    events = script.given("events", EVENTS)
    rows = script.keep("rows", read_events(engine, events, calendar, plan.points))
    groups, group_trials = _rate_groups(script, rows, plan)
    states, state_trials = _rate_states(script, rows, plan)
    script.keep("ratings", groups.union(states), is_result=True)
    if plan.tries_changes:
        script.keep("trials", ibis.union(*group_trials, *state_trials), is_result=True)
    return script


def _rate_groups(script: Script, rows: ir.Table, plan: Plan) -> tuple[ir.Table, list[ir.Table]]:
    engine = script.engine
    treaties = script.given("treaties", TREATIES)
    members = script.given("members", placing.MEMBERS)
    eligible = script.keep("eligible", list_eligible(treaties, members))
    known = script.keep("cases", _cases(script, rows, eligible, plan.signing))
    points = script.keep("points", _points(engine, rows, eligible, known))
    cases = script.keep("timed", _with_moments(known, points))
    first = judge(script, points, cases, "first")
    spans = script.keep("spans", number_spans(list_stretches(points, cases)))
    again = judge(script, points, _variants(first, cases, spans), "again")
    flips = (again.state != State.GREY.value) & (again.state != again.state_then)
    looked = script.keep("looked", again.group_by(*SERIES).agg(flips=flips.ifelse(1, 0).max()))
    trials = []
    if plan.tries_changes:
        trials = try_groups(script, Ground(cases, points, first, spans, again))
    return finish(engine, known, (first, looked), points), trials


def _cases(script: Script, rows: ir.Table, eligible: ir.Table, signing: str) -> ir.Table:
    """Return the pledges of groups of which something is known, with how much."""
    pledges = script.given("pledges", PLEDGES)
    known = count_known(rows, eligible, signing)
    published = (
        rows.filter(rows.breakdown == "")
        .group_by(*STATE)
        .agg(published_first=rows["at"].min(), published_last=rows["at"].max())
    )
    table = pledges.left_join(known, STATE, rname="{name}_known")
    table = table.left_join(published, STATE, rname="{name}_published")
    lists = describe_lists(script.engine, rows, signing)
    table = table.left_join(lists, "indicator", rname="{name}_list")
    table = table.mutate(known=table.known.fill_null(0.0))
    table = script.engine.tidied(table, share_known=table.known / table.eligible.nullif(0.0))
    table = table.mutate(
        passed=((table.known > 0.0) & (table.share_known >= table.gate)).fill_null(False)
    )
    table = table.filter((table.known > 0.0) | table.published_last.notnull())
    return table.select(
        *PLEDGES.names,
        "known", "passed", "opened", "opened_label", "listed_until",
        "published_first", "published_last",
        is_published=~table.passed & table.published_last.notnull(),
    )  # fmt: skip


def _points(engine: Engine, rows: ir.Table, eligible: ir.Table, cases: ir.Table) -> ir.Table:
    """Return the step series of every case, numbered in order of time."""
    counted = cases.filter(cases.passed)
    moved = count_steps(find_changes(rows), eligible, counted)
    points = moved.union(
        state_none(counted, moved).select(*moved.columns),
        read_published(rows, cases.filter(cases.is_published)).select(*moved.columns),
    )
    turn = ibis.row_number().over(group_by=SERIES, order_by=points["at"])
    return points.mutate(code=as_count(turn))


def _with_moments(cases: ir.Table, points: ir.Table) -> ir.Table:
    """Add what is compared when: now, and where the reference years begin."""
    first = points.group_by(*SERIES).agg(first_at=points["at"].min())
    table = cases.inner_join(first, SERIES)
    until = table.is_published.ifelse(table.published_last, table.listed_until)
    opened = table.is_published.ifelse(ibis.null("float64"), table.opened)
    start = table.opened_given.fill_null(opened).fill_null(table.first_at)
    counted_from = table.is_published.ifelse(table.published_first, table.counted_given)
    is_later = (counted_from > start).fill_null(False)
    table = table.mutate(
        now=(until < table.as_of).fill_null(False).ifelse(until, table.as_of),
        first_count=is_later.ifelse(counted_from, start),
        is_young_from=start,
        counted_from=counted_from,
    )
    before = (table.reference_from > table.first_count).fill_null(False)
    return table.mutate(
        reference_start=before.ifelse(table.reference_from, table.first_count),
        variant=ibis.literal(OWN),
        moved_from=ibis.null("float64"),
        moved_by=ibis.null("float64"),
    )


def _variants(first: ir.Table, cases: ir.Table, spans: ir.Table) -> ir.Table:
    """Return each coloured case again for each kind of step, without one of these steps."""
    coloured = only_coloured(first)
    table = cases.inner_join(coloured.select(*SERIES, state_then=coloured.state), SERIES)
    table = table.drop("variant", "moved_from", "moved_by")
    return table.inner_join(spans.select(*SERIES, "variant", "moved_from", "moved_by"), SERIES)


def _rate_states(script: Script, rows: ir.Table, plan: Plan) -> tuple[ir.Table, list[ir.Table]]:
    """Rate the states, which are the places that are no groups."""
    groups = script.given("groups", GROUPS)
    ladders = script.given("ladders", LADDERS)
    own = rows.anti_join(groups, "area")
    rungs = script.keep("rungs", list_rungs(own, plan.signing))
    trials = [try_states(script.engine, rungs, ladders)] if plan.tries_changes else []
    return state_rows(rate_rungs(script.engine, rungs, ladders)), trials
