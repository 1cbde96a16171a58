"""How firm the colour of a treaty is: the changes of ``measure.sensitivity``, for all at once.

Groups are asked again as if one state had not joined or not left, with thresholds a tenth away and
with the baseline a year earlier and later; states without each of the days that count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa
from ibis import ir

from milepost.engine.backends import Engine
from milepost.engine.other_methods import QUESTION, ask_others
from milepost.engine.promises import Promise, Scope
from milepost.engine.rungs import leave_out, rate_rungs
from milepost.engine.script import Script
from milepost.engine.standing import as_count
from milepost.engine.treaty_events import SERIES, STATE
from milepost.engine.treaty_promises import moments_before
from milepost.engine.treaty_verdicts import judge
from milepost.engine.trials import BASELINE, LEFT_OUT, OTHERS, THRESHOLDS, in_order
from milepost.measure.path import Thresholds
from milepost.measure.probes import BY_PACE, moves
from milepost.measure.rate_ratification import RATIFICATION_DEFAULTS
from milepost.measure.rounding import tidy
from milepost.measure.states import State

YEARS = {"earlier": -1.0, "later": 1.0}
CUTS = ("universal_share", "on_track", "acceleration", "pace_ratio_green")
WHOLE = 1.0
MOVES = pa.schema(
    [("promise_no", pa.int64())]
    + [(name, pa.string()) for name in ("parameter", "what", "why")]
    + [(name, pa.float64()) for name in ("from_value", "to_value")]
    + [(f"moved_{name}", pa.float64()) for name in CUTS]
)
"""A threshold of a promise, moved; ``why`` is set in the place of ``to_value``."""
SHIFTS = pa.schema(
    [("promise_no", pa.int64()), ("what", pa.string())]
    + [(name, pa.float64()) for name in ("to_value", "moved_baseline", "moved_reference")]
)
"""The baseline of a promise a year away, and where its reference years then begin."""
NAMED = ("promise", "scope", "indicator", "area")
KEYS = (*NAMED, "breakdown")
PACES = sorted(BY_PACE)
GREY, NO_DATA = State.GREY.value, "no_data"


def lay_out_treaty_moves(promises: Sequence[Promise]) -> tuple[pa.Table, pa.Table]:
    """Return the moved thresholds and baselines of the promises of groups."""
    moved: list[dict[str, Any]] = []
    shifts: list[dict[str, Any]] = []
    for number, promise in enumerate(promises):
        if promise.scope is Scope.STATE:
            continue
        parameters = {**RATIFICATION_DEFAULTS, **promise.parameters}
        moved += [{**row, "promise_no": number} for row in _moves_of(parameters)]
        for what, years in YEARS.items():
            if promise.baseline is not None:
                to = promise.baseline + years
                shifts.append(
                    {
                        "promise_no": number,
                        "what": what,
                        "to_value": tidy(to),
                        "moved_baseline": to,
                        "moved_reference": moments_before(to, parameters)["reference_from"],
                    }
                )
    return pa.Table.from_pylist(moved, MOVES), pa.Table.from_pylist(shifts, SHIFTS)


def _moves_of(parameters: dict[str, Any]) -> list[dict[str, Any]]:
    thresholds = Thresholds.of(parameters)
    cuts = {
        "universal_share": float(parameters["universal_share"]),
        "on_track": thresholds.on_track,
        "acceleration": thresholds.acceleration,
        "pace_ratio_green": float(parameters["pace_ratio_green"]),
    }
    return [
        {
            **{f"moved_{cut}": number for cut, number in cuts.items()},
            "parameter": name,
            "what": what,
            "why": silent.why if silent else None,
            "from_value": tidy(value),
            "to_value": None if silent else to,
            f"moved_{name}": value if silent else to,
        }
        for name, value in cuts.items()
        for silent, what, to in moves(
            name, value, 1, most=WHOLE if name == "universal_share" else None
        )
    ]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the ratings of groups were made of.

    ``cases`` and ``points`` as ``treaty_verdicts.judge`` takes them, ``first`` and ``again`` its
    verdicts on the cases and on their variants, ``spans`` the stretches of those variants.
    """

    cases: ir.Table
    points: ir.Table
    first: ir.Table
    spans: ir.Table
    again: ir.Table


def try_groups(script: Script, ground: Ground) -> list[ir.Table]:
    """Return tables of trials of groups: ``NAMED`` and ``trials.COLUMNS``."""
    coloured = only_coloured(ground.first)
    own = coloured.select(
        *SERIES,
        own_status=coloured.status,
        own_coverage=coloured.coverage,
        own_aim=coloured.is_aimed,
        own_ratio=coloured.is_aimed & coloured.has_ratio,
    )
    cases = ground.cases.inner_join(own, SERIES)
    return [
        script.keep("moved_steps", _steps(ground)),
        script.keep("moved_cuts", _thresholds(script, cases, ground.points)),
        script.keep("moved_bases", _baselines(script, cases, ground.points)),
        script.keep("others", _others(script, coloured)),
    ]


def only_coloured(first: ir.Table) -> ir.Table:
    """Return the verdicts that stand and are a colour."""
    is_old = (first.years_old > first.unusable_after).fill_null(False)
    return first.filter((first.state != GREY) & (first.eligible > 0.0) & ~is_old)


def _named(table: ir.Table, kind: str) -> ir.Table:
    return in_order(table.mutate(breakdown=ibis.literal("")), kind, KEYS)


def _steps(ground: Ground) -> ir.Table:
    """Say what would be if one state had not joined, or not left."""
    spans, points = ground.spans, ground.points
    again = ground.again.select(*NAMED, "promise_no", "variant", "state", "status", "reason")
    table = again.inner_join(spans, [*SERIES, "variant"], rname="{name}_of_span")
    first = points.select(*SERIES, "period", first_code=points.code)
    last = points.select(*SERIES, until=points.period, last_code=points.code)
    table = table.inner_join(first, [*SERIES, "first_code"], rname="{name}_first")
    table = table.inner_join(last, [*SERIES, "last_code"], rname="{name}_last")
    table = table.mutate(
        what=table.joined.ifelse("had_not_joined", "had_not_left"), single_changes=table.number
    )
    return _named(table, LEFT_OUT)


def _thresholds(script: Script, cases: ir.Table, points: ir.Table) -> ir.Table:
    """Judge with each threshold that was compared moved."""
    moved = script.given("cuts", MOVES)
    table = cases.inner_join(moved, "promise_no")
    is_used = ibis.cases(
        (table.parameter == "universal_share", ibis.literal(True)),
        (table.parameter == "pace_ratio_green", ~table.own_aim & table.own_status.isin(PACES)),
        else_=table.own_ratio,
    )
    table = table.filter(is_used)
    table = table.mutate(
        variant=table.parameter.concat(" ", table.what),
        **{cut: table[f"moved_{cut}"] for cut in CUTS},
    )
    return _named(_unless_silent(judge(script, points, table, "recut")), THRESHOLDS)


def _unless_silent(table: ir.Table) -> ir.Table:
    """Take back the answer where there is a reason not to ask."""
    nothing = ibis.null("string")
    asked = table.why.isnull()
    said = {name: asked.ifelse(table[name], nothing) for name in ("state", "status", "reason")}
    return table.mutate(**said, single_changes=ibis.literal(1.0))


def _baselines(script: Script, cases: ir.Table, points: ir.Table) -> ir.Table:
    """Judge with the baseline a year earlier and later, where the colour depends on it."""
    shifts = script.given("treaty_shifts", SHIFTS)
    table = cases.filter(cases.own_coverage < cases.universal_share)
    table = table.inner_join(shifts, "promise_no")
    is_before = (table.moved_baseline < table.counted_from) & (table.counted_from <= table.baseline)
    why = is_before.fill_null(False).ifelse("before_counts", ibis.null("string"))
    starts = (table.moved_reference > table.first_count).fill_null(False)
    table = table.mutate(
        why=why,
        variant=table.what,
        baseline=table.moved_baseline,
        reference_from=table.moved_reference,
        reference_start=starts.ifelse(table.moved_reference, table.first_count),
    )
    return _named(_unless_silent(judge(script, points, table, "rebased")), BASELINE)


def _others(script: Script, coloured: ir.Table) -> ir.Table:
    """Ask other methods, unless nearly all states have joined: the rule then judges a level."""
    table = coloured.filter(coloured.coverage < coloured.universal_share)
    has_target = table.target.notnull() & table.deadline.notnull()
    is_due = (has_target & (table.now >= table.deadline)).fill_null(False)
    nothing = ibis.null("float64")
    table = table.mutate(
        asked_base=table.has_time.ifelse(table.at_baseline, nothing),
        asked_base_at=table.has_time.ifelse(table.baseline, nothing),
        asked_last=table.parties,
        asked_last_at=table.now,
        asked_latest=is_due.ifelse(table.at_deadline, table.parties),
        asked_latest_at=is_due.ifelse(table.deadline, table.now),
        asked_target=has_target.ifelse(table.target, nothing),
        asked_end=has_target.ifelse(table.deadline, nothing),
        asked_direction=ibis.literal(1.0),
        asked_is_due=is_due,
    ).drop("years_old", "variant")
    table = table.select(*NAMED, *QUESTION)
    return _named(ask_others(script, table, tuple(NAMED)), OTHERS)


def try_states(engine: Engine, rungs: ir.Table, ladders: ir.Table) -> ir.Table:
    """Return the trials of states: each day that counts left out."""
    again = rate_rungs(engine, leave_out(rungs), ladders, [*STATE, "dropped"])
    again = again.select(*STATE, "dropped", "promise", "state", "status")
    days = rungs.select(*STATE, "period", "value", dropped=rungs.code)
    table = days.inner_join(ladders.select("indicator", "promise"), "indicator")
    table = table.left_join(again, [*STATE, "dropped", "promise"], rname="{name}_again")
    is_empty = table.state.isnull()
    table = table.mutate(
        scope=ibis.literal(Scope.STATE.value),
        what=ibis.literal("left_out"),
        single_changes=ibis.literal(1.0),
        reason=is_empty.ifelse(NO_DATA, ibis.null("string")),
        status=is_empty.ifelse(NO_DATA, table.status),
        state=is_empty.ifelse(GREY, table.state),
    )
    return _named(table, LEFT_OUT)


def number_spans(stretches: ir.Table) -> ir.Table:
    """Return stretches with the name of the variant that undoes a step of each: ``variant``."""
    order = [stretches.joined, stretches.stretch]
    turn = ibis.row_number().over(group_by=SERIES, order_by=order)
    return stretches.mutate(variant=as_count(turn).cast("string"))
