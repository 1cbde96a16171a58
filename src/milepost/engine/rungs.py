"""How far each state has committed itself: ``measure.rate_ladder`` for all states and treaties."""

from collections.abc import Sequence

import ibis
from ibis import ir

from milepost.engine.backends import Engine
from milepost.engine.treaty_events import OUTSIDE, PARTY, STATE
from milepost.measure.states import State


def rate_rungs(
    engine: Engine, rungs: ir.Table, ladders: ir.Table, key: Sequence[str] = STATE
) -> ir.Table:
    """Return ``key, promise, state, status, value, period, is_slipping`` for each ladder.

    ``rungs`` are those of ``treaty_events.list_rungs``, or variants of them told apart by further
    columns of ``key``; ``ladders`` are promises of states (``treaty_promises.LADDERS``).
    """
    table = _climbed(engine, rungs, key).inner_join(ladders, "indicator")
    has_left = table.was_party & (table.stage < PARTY)
    state = ibis.cases(
        (has_left, State.RED.value),
        (table.stage >= table.stage_green, State.GREEN.value),
        (table.stage >= table.stage_yellow, State.YELLOW.value),
        else_=State.RED.value,
    )
    status = ibis.cases(
        (has_left, "denounced"),
        (table.stage <= OUTSIDE, "not_a_party"),
        (table.stage < PARTY, "signed"),
        else_="party",
    )
    return table.select(
        *key, "promise", "period",
        state=state, status=status, value=table.stage, is_slipping=has_left,
    )  # fmt: skip


def _climbed(engine: Engine, rungs: ir.Table, key: Sequence[str]) -> ir.Table:
    """Return the stage of each state, and the period since when it holds.

    As ``measure.rate_ladder.climb``. Before a state is a party, being outside says nothing; so
    such rows count only from the first one of a party on.
    """
    joined = (rungs.value >= PARTY).ifelse(rungs.code, ibis.null("int64"))
    first = rungs.group_by(*key).agg(first_party=joined.min(), first_code=rungs.code.min())
    table = rungs.inner_join(first, list(key))
    counts = (table.value > OUTSIDE) | (table.code >= table.first_party).fill_null(False)
    # Of a state that never rose above the ground the first row stands for all.
    table = table.filter(counts | (table.code == table.first_code))
    before = table.value.lag().over(group_by=list(key), order_by=table.code)
    begins = (table.code == table.first_code) | (table.value != before.fill_null(OUTSIDE))
    table = table.mutate(since=begins.ifelse(table.code, ibis.null("int64")))
    found = table.group_by(*key).agg(
        stage=engine.at_largest(table.value, table.code),
        since=table.since.max(),
        reached=table.value.max(),
    )
    found = found.mutate(was_party=found.reached >= PARTY)
    periods = rungs.select(*key, "period", since=rungs.code)
    return found.inner_join(periods, [*key, "since"])


def leave_out(rungs: ir.Table) -> ir.Table:
    """Return the rungs of each state once for each of its days, without that day."""
    days = rungs.select(*STATE, dropped=rungs.code)
    table = rungs.inner_join(days, STATE)
    return table.filter(table.code != table.dropped)
