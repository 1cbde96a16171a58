"""Everything together: observations, promises and places in; figures of groups and verdicts out."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis import ir

from milepost.engine import periods
from milepost.engine import places as placing
from milepost.engine import promises as promising
from milepost.engine.backends import Engine
from milepost.engine.gathering import KEY, ask, see_moments, summarise
from milepost.engine.moves import lay_out_moves
from milepost.engine.periods import make_calendar
from milepost.engine.places import Places
from milepost.engine.plans import Plan
from milepost.engine.points import (
    IMPUTED_STATUS,
    OBSERVATIONS,
    ORDINARY_STATUS,
    SOURCED,
    SOURCES,
    Survey,
    Traits,
    read_points,
    survey,
)
from milepost.engine.promises import Asked, Promise, Scope, lay_out
from milepost.engine.reading import Observations, only_totals
from milepost.engine.rollup import (
    MIXES,
    RECIPES,
    Pantry,
    Recipe,
    lay_out_recipes,
    method_of,
    mix_of,
    roll_up,
    size_of_figures,
    weights_at,
)
from milepost.engine.script import Run, Script, get_script
from milepost.engine.second_looks import look_again, with_second_looks, without_second_looks
from milepost.engine.sums import Cut, plan_cut
from milepost.engine.trials import COLUMNS, Ground, Source, write_trials
from milepost.engine.verdicts import decide, with_coverage, without_coverage
from milepost.measure.series import BREAK_STATUS

TRIED = ("promise", "scope", "indicator", "area", "breakdown")
VIEW = pa.schema([("as_of", pa.float64())])
WORLD = "001"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a set of observations.

    ``recipes`` and ``places`` may be empty: then only states are rated. ``as_of`` is the decimal
    year of the view, for weights. ``may_repeat`` says that a series may hold a period twice; the
    less favourable row then counts, at the price of sorting. ``looks_twice`` asks for the flags
    "slipping" and "volatile", at about the price of the rest. ``may_be_published`` says that the
    observations may hold figures of groups, which count where too few states are known.
    ``tries_changes`` asks how firm each colour is; ``answers`` are the keys of promises whose
    values in states are codes of answers, so that no threshold can be moved.
    """

    promises: Sequence[Promise]
    as_of: float
    recipes: Sequence[Recipe] = ()
    places: Places | None = None
    may_repeat: bool = False
    looks_twice: bool = False
    may_be_published: bool = False
    tries_changes: bool = False
    answers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """Tables of the engine: ``figures`` of groups, ``ratings`` (``verdicts.RESULT``), ``trials``.

    ``trials`` have the columns ``TRIED`` and ``trials.COLUMNS``; there are none if not asked for.
    """

    figures: ir.Table | None
    ratings: ir.Table
    trials: ir.Table | None = None


@contextmanager
def rate(
    engine: Engine,
    observations: Observations,
    question: Question,
    weights: Observations | None = None,
) -> Iterator[Answer]:
    """Rate every series of ``observations`` against the promises of the question.

    ``observations`` hold one row for each observation; ``weights`` the same for the indicators
    that recipes weigh by. The tables of the answer are there inside the
    ``with`` block. Raises ValueError for a period that is none.
    """
    run = Run(engine)
    try:
        script, has_groups = _prepare(run, observations, question, weights)
        run.play(script)
        yield Answer(
            figures=run.table("figures") if has_groups else None,
            ratings=run.table("ratings"),
            trials=run.table("trials") if question.tries_changes else None,
        )
    finally:
        run.drop()


def _prepare(
    run: Run, observations: Observations, question: Question, weights: Observations | None
) -> tuple[Script, bool]:
    """Bring everything that the statements need; return them, and whether they make figures."""
    engine = run.engine
    known = survey(engine, observations.every)
    heavy = None if weights is None else survey(engine, only_totals(run, weights))
    asked = lay_out(question.promises)
    plan = make_plan(question, asked, known, heavy)
    asked_for = [promise.indicator for promise in question.promises]
    asked_for += [recipe.indicator for recipe in question.recipes]
    rows, sources = observations.by_source(asked_for)
    run.bring("observations", rows)
    run.bring("sources", sources)
    run.bring("promises", asked.promises)
    run.bring("tempos", asked.tempos)
    run.bring("calendar", make_calendar(known.periods | (heavy.periods if heavy else set())))
    if plan.has_groups:
        if weights is None:
            run.bring("weights", OBSERVATIONS.empty_table())
        _bring_groups(run, question)
    if plan.tries_changes:
        _bring_moves(run, question)
    return get_script(engine, plan, lambda: write_script(engine, plan)), plan.has_groups


def _bring_moves(run: Run, question: Question) -> None:
    moved = lay_out_moves(question.promises, question.answers)
    run.bring("moves", moved.moves)
    run.bring("moved_promises", moved.asked.promises)
    run.bring("moved_tempos", moved.asked.tempos)
    run.bring("shifts", moved.shifts)


def _bring_groups(run: Run, question: Question) -> None:
    assert question.places is not None  # noqa: S101 -- a plan with groups has places
    recipes, mixes = lay_out_recipes(question.recipes)
    run.bring("recipes", recipes)
    run.bring("mixes", mixes)
    run.bring("parts", question.places.parts)
    run.bring("members", question.places.members)
    run.bring("view", pa.table({"as_of": [question.as_of]}, VIEW))


def make_plan(question: Question, asked: Asked, known: Survey, heavy: Survey | None) -> Plan:
    """Return how to go about a question over the data that were surveyed."""
    scopes = set(asked.promises["scope"].to_pylist())
    places = question.places
    states = len(set(places.parts["area"].to_pylist())) if places else 1
    latest = max(known.calendar["at"].to_pylist(), default=0.0)
    deadlines = asked.promises["deadline"].drop_null().to_pylist()
    return Plan(
        has_states=Scope.STATE.value in scopes,
        has_groups=bool(question.recipes) and places is not None,
        looks_twice=question.looks_twice,
        tries_changes=question.tries_changes,
        has_published=question.may_be_published,
        points=known.traits,
        weights=heavy.traits if heavy else Traits(),
        is_distinct=known.is_distinct and not question.may_repeat,
        looks_back=any(deadline < latest for deadline in deadlines),
        picks_breakdowns=asked.promises["breakdown_asked"].null_count < asked.promises.num_rows,
        holds=any(recipe.valid_years is not None for recipe in question.recipes),
        methods=frozenset(map(method_of, question.recipes)),
        has_one_mix=len(set(map(mix_of, question.recipes))) == 1,
        has_guesses=IMPUTED_STATUS in known.statuses,
        has_breaks=BREAK_STATUS in known.statuses,
        figures=plan_cut(
            size_of_figures(question.recipes, known, heavy),
            states or 1,
            is_signed=known.is_signed or (heavy is not None and heavy.is_signed),
        ),
        hefts=plan_cut(heavy.size, states or 1) if heavy else Cut(()),
    )


def write_script(engine: Engine, plan: Plan) -> Script:
    """Write the statements of a plan."""
    script = Script(engine)
    calendar = script.given("calendar", periods.SCHEMA)
    promises = script.given("promises", promising.SCHEMA)
    tempos = script.given("tempos", promising.TEMPOS)
    moments = script.keep("moments", see_moments(tempos, calendar))
    observations = script.given("observations", SOURCED)
    indicators = script.given("sources", SOURCES)
    points = read_points(engine, observations, plan.points)
    figures = _write_groups(script, points, calendar, plan) if plan.has_groups else None
    sources = [Source(points, is_of_states=True)] if plan.has_states else []
    if figures is not None:
        sources.append(Source(_as_points(figures), is_of_states=False))
    is_state = promises.scope == Scope.STATE.value
    # What is asked of states is looked up by the source of a row; see ``points.POINTS``.
    of_states = promises.filter(is_state).inner_join(indicators, "indicator")
    rows = [
        ask(
            source.points,
            of_states if source.is_of_states else promises.filter(~is_state),
            moments,
            plan,
        )
        for source in sources
    ]
    ratings = _write_ratings(script, rows, (promises, calendar), plan)
    if plan.tries_changes:
        trials = write_trials(script, Ground(rows, ratings, promises, calendar), sources, plan)
        named = ratings.select(*KEY, "promise", "scope", "indicator")
        trials = trials.inner_join(named, list(KEY)).select(*TRIED, *COLUMNS)
        script.keep("trials", trials, is_result=True)
    full = without_coverage(ratings) if figures is None else with_coverage(ratings, figures)
    script.keep("ratings", full, is_result=True)
    return script


def _write_ratings(
    script: Script, rows: list[ir.Table], tables: tuple[ir.Table, ir.Table], plan: Plan
) -> ir.Table:
    """Decide on the points of states and of groups, and look again where that is asked for."""
    engine = script.engine
    gathered = [summarise(engine, part, KEY, plan) for part in rows]
    if plan.has_states and plan.has_groups:
        # What a source publishes of a group is no state; told apart here, where rows are few.
        members = script.given("members", placing.MEMBERS)
        gathered[0] = gathered[0].anti_join(members.select("area").distinct(), "area")
    ratings = decide(engine, ibis.union(*gathered), *tables)
    if plan.looks_twice or plan.tries_changes:
        ratings = script.keep("first", ratings)
    if not plan.looks_twice:
        return without_second_looks(ratings)
    parts = [look_again(engine, part, ratings, tables, plan) for part in rows]
    # Two short statements are planned sooner than a long one.
    again = script.keep("again", ibis.union(*parts))
    return with_second_looks(ratings, again)


def _write_groups(script: Script, points: ir.Table, calendar: ir.Table, plan: Plan) -> ir.Table:
    weights = read_points(script.engine, script.given("weights", OBSERVATIONS), plan.weights)
    view = script.given("view", VIEW)
    hefts = script.keep("weights_at", weights_at(script.engine, weights, calendar, view))
    given = Pantry(
        recipes=script.given("recipes", RECIPES),
        sources=script.given("sources", SOURCES),
        mixes=script.given("mixes", MIXES),
        parts=script.given("parts", placing.PARTS),
        members=script.given("members", placing.MEMBERS),
        weights=hefts,
        calendar=calendar,
    )
    return script.keep("figures", roll_up(script, points, given, plan))


def _as_points(figures: ir.Table) -> ir.Table:
    """Return figures as points of groups; those below their gate may not be used."""
    return figures.select(
        "recipe", "indicator", "area", "breakdown", "period", "value",
        scope=(figures.area == WORLD).ifelse(Scope.WORLD.value, Scope.GROUP.value),
        status=ibis.literal(ORDINARY_STATUS),
        is_usable=figures.value.notnull(),
    )  # fmt: skip
