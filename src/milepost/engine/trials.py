"""How firm a colour is, for all ratings at once: ``measure.sensitivity`` as statements.

Each rating that has a colour gets variants: without one of the points that decide, with a
threshold moved by a tenth, with the baseline a year earlier and later. Variants are rated by the
same expressions as the rating; methods of others are asked beside them.
"""

from dataclasses import dataclass

import ibis
from ibis import ir

from milepost.engine import moves as moving
from milepost.engine import promises as promising
from milepost.engine.gathering import KEY, ask, see_moments, summarise
from milepost.engine.other_methods import ask_others
from milepost.engine.plans import Plan
from milepost.engine.points import SOURCES
from milepost.engine.script import Script
from milepost.engine.second_looks import looked_at, without_dropped
from milepost.engine.verdicts import OUTCOMES, TOO_FEW_STATES, decide
from milepost.measure.probes import NEEDS_BASELINE
from milepost.measure.rate_level import LEVEL_STATUSES, POLICY_STATUSES
from milepost.measure.states import State

GREY = State.GREY.value
COLUMNS = {
    "kind": "string",
    "what": "string",
    "parameter": "string",
    "period": "string",
    "until": "string",
    "value": "float64",
    "from_value": "float64",
    "to_value": "float64",
    "single_changes": "float64",
    "state": "string",
    "status": "string",
    "reason": "string",
    "why": "string",
}
"""The columns of a table of trials, beside those that name the rating.

``what`` is a code of ``measure.trial.CHANGES`` or a method; ``state`` is missing where nothing
was tried or the method says nothing, and ``why`` then says why. ``single_changes`` is how many
changes a row stands for; ``period`` and ``until`` are the first and the last of them.
"""
THRESHOLDS, BASELINE, LEFT_OUT, OTHERS = "thresholds", "baseline", "points", "comparators"


@dataclass(frozen=True, slots=True)
class Ground:
    """What ratings were made of: rows of ``gathering.ask``, verdicts, promises and calendar."""

    rows: list[ir.Table]
    first: ir.Table
    promises: ir.Table
    calendar: ir.Table


@dataclass(frozen=True, slots=True)
class Source:
    """Points of one kind of place, and the scopes of the promises that ask for them."""

    points: ir.Table
    is_of_states: bool


def write_trials(script: Script, ground: Ground, sources: list[Source], plan: Plan) -> ir.Table:
    """Return a row for each change of each rating with a colour: ``KEY`` and ``COLUMNS``."""
    coloured = script.keep("coloured", ground.first.filter(ground.first.state != GREY))
    ground = Ground(ground.rows, coloured, ground.promises, ground.calendar)
    parts = [
        script.keep("left_out", _left_out(script, ground, plan)),
        script.keep("stricter", _moved_thresholds(script, coloured)),
        script.keep("shifted", _moved_baselines(script, ground, sources, plan)),
        script.keep("others", _others(script, ground)),
    ]
    return ibis.union(*parts)


def in_order(table: ir.Table, kind: str, keys: tuple[str, ...] = KEY) -> ir.Table:
    """Select the columns of a table of trials; those that a kind does not have are missing."""
    shown = {
        name: table[name].cast(kind_of) if name in table.columns else ibis.null(kind_of)
        for name, kind_of in COLUMNS.items()
    }
    return table.select(*keys, **{**shown, "kind": ibis.literal(kind)})


def _as_scalar(table: ir.Table) -> ir.Table:
    """Call a group without a point what the rule calls it: without data."""
    is_empty = table.status == TOO_FEW_STATES
    return table.mutate(
        status=is_empty.ifelse("no_data", table.status),
        reason=is_empty.ifelse("no_data", table.reason),
    )


def _left_out(script: Script, ground: Ground, plan: Plan) -> ir.Table:
    """Leave out each point that the procedure looked at."""
    engine = script.engine
    variants = script.keep("looked_at", _looked_at(ground.first, plan))
    gathered = []
    for rows in ground.rows:
        asked = rows.inner_join(variants.select(*KEY, "dropped"), list(KEY))
        gathered.append(summarise(engine, without_dropped(asked), (*KEY, "dropped"), plan))
    shorter = script.keep("shorter", ibis.union(*gathered))
    again = _as_scalar(decide(engine, shorter, ground.promises, ground.calendar))
    again = again.select(*KEY, "dropped", "state", "status", "reason")
    again = again.inner_join(variants, [*KEY, "dropped"])
    names = ground.calendar.select("period", dropped=ground.calendar.moment)
    again = again.inner_join(names, "dropped")
    return in_order(
        again.mutate(what=ibis.literal("left_out"), single_changes=ibis.literal(1.0)), LEFT_OUT
    )


def _looked_at(first: ir.Table, plan: Plan) -> ir.Table:
    """Return the points that decided, each once, with their values."""
    parts = [
        first.filter(condition).select(
            *KEY, dropped=first[f"{name}_code"], value=first[f"{name}_value"]
        )
        for name, condition in looked_at(first, plan).items()
    ]
    return ibis.union(*parts).distinct()


def _moved_thresholds(script: Script, first: ir.Table) -> ir.Table:
    """Compare with each threshold moved; nothing else about the rating changes."""
    moves = script.given("moves", moving.MOVES)
    table = first.inner_join(moves, "promise_no", rname="{name}_move")
    moves_change = table.status.isin(["improving", "improving_slowly"]) & (table.base_value != 0.0)
    is_used = ibis.cases(
        (table.function == "linear_path", table.has_ratio),
        (table.function == "direction_of_change", moves_change),
        else_=ibis.literal(True),
    )
    table = table.filter(is_used)
    level = table.direction * table.last_value
    is_policy = table.statuses == "policy_share"

    def named(state: State) -> ir.Value:
        return is_policy.ifelse(POLICY_STATUSES[state], LEVEL_STATUSES[state])

    status = ibis.cases(
        (table.why.notnull(), ibis.null("string")),
        (
            table.function == "linear_path",
            ibis.cases(
                (table.ratio >= table.moved_on_track, "on_track"),
                (table.ratio >= table.moved_acceleration, "acceleration_needed"),
                (table.ratio >= 0.0, "limited"),
                else_="regressing",
            ),
        ),
        (
            table.function == "direction_of_change",
            (table.change_per_year >= table.moved_material).ifelse("improving", "improving_slowly"),
        ),
        (level >= table.direction * table.moved_green, named(State.GREEN)),
        (level >= table.direction * table.moved_yellow, named(State.YELLOW)),
        else_=named(State.RED),
    )
    table = table.drop("status", "state", "reason", "period", "value").mutate(status=status)
    states = [(name, state.value) for name, (state, _why) in OUTCOMES.items()]
    table = table.mutate(
        state=table.status.cases(*states, else_=ibis.null("string")),
        single_changes=ibis.literal(1.0),
    )
    return in_order(table, THRESHOLDS)


def _moved_baselines(script: Script, ground: Ground, sources: list[Source], plan: Plan) -> ir.Table:
    """Rate with the baseline a year earlier and later, where the colour depends on it."""
    engine = script.engine
    promises = script.given("moved_promises", promising.SCHEMA)
    tempos = script.given("moved_tempos", promising.TEMPOS)
    shifts = script.given("shifts", moving.SHIFTS)
    moments = script.keep("moved_moments", see_moments(tempos, ground.calendar))
    is_state = promises.scope == promising.Scope.STATE.value
    first = ground.first
    uses = first.status.isin(sorted(NEEDS_BASELINE)) | (first.function == "direction_of_change")
    used = first.filter(uses).select(*KEY)
    used = used.inner_join(shifts, "promise_no").select(
        "what", "to_value", "promise_no", "area", "breakdown", asked_no="moved_no"
    )
    gathered = []
    for source in sources:
        wanted = promises.filter(is_state if source.is_of_states else ~is_state)
        if source.is_of_states:
            wanted = wanted.inner_join(script.given("sources", SOURCES), "indicator")
        rows = ask(source.points, wanted, moments, plan)
        gathered.append(summarise(engine, rows, KEY, plan))
    found = script.keep("moved_gathered", ibis.union(*gathered))
    moved = _as_scalar(decide(engine, found, promises, ground.calendar))
    moved = moved.select("area", "breakdown", "state", "status", "reason", asked_no="promise_no")
    found = used.inner_join(moved, ["asked_no", "area", "breakdown"])
    return in_order(found.mutate(single_changes=ibis.literal(1.0)), BASELINE)


def _others(script: Script, ground: Ground) -> ir.Table:
    """Ask the methods of others about the values that were compared."""
    first = ground.first.filter(ground.first.function != "level")
    targets = ground.promises.select("promise_no", target_raw=ground.promises.target)
    first = first.inner_join(targets, "promise_no")
    has_target = (
        (first.function == "linear_path") & first.target.notnull() & first.deadline.notnull()
    )
    is_due = (has_target & first.is_past).fill_null(False)
    has_base = (first.base_at < first.last_at).fill_null(False)
    nothing = ibis.null("float64")
    table = first.mutate(
        asked_base=has_base.ifelse(first.base_value, nothing),
        asked_base_at=has_base.ifelse(first.base_at, nothing),
        asked_last=first.last_value,
        asked_last_at=first.last_at,
        asked_target=has_target.ifelse(first.target_raw, nothing),
        asked_end=has_target.ifelse(first.end, nothing),
        asked_direction=first.direction,
        asked_is_due=is_due,
    )
    if "due_code" in first.columns:
        moments = ground.calendar.select(due_at="at", due_code="moment")
        table = table.left_join(moments, "due_code", rname="{name}_due")
        is_due = table.asked_is_due & table.due_code.notnull()
        due_value, due_at = table.due_value, table.due_at
    else:
        due_value, due_at = table.last_value, table.last_at
    table = table.mutate(
        asked_latest=is_due.ifelse(due_value, table.last_value),
        asked_latest_at=is_due.ifelse(due_at, table.last_at),
    )
    return in_order(ask_others(script, table, KEY), OTHERS)
