"""Everything together: observations, promises and places in; figures of groups and verdicts out."""

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis import ir

from milepost.engine.backends import Engine
from milepost.engine.gathering import Plan, gather
from milepost.engine.periods import make_calendar
from milepost.engine.places import Places
from milepost.engine.points import ORDINARY_STATUS, Survey, read_points, survey
from milepost.engine.promises import Promise, Scope, promises_table
from milepost.engine.rollup import NO_WEIGHTS, Recipe, recipes_table, roll_up, weights_at
from milepost.engine.verdicts import decide, with_coverage, without_coverage

WORLD = "001"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a set of observations.

    ``recipes`` and ``places`` may be empty: then only states are rated. ``as_of`` is the decimal
    year of the view, for weights. ``may_repeat`` says that a series may hold a period twice; the
    less favourable row then counts, at the price of sorting.
    """

    promises: Sequence[Promise]
    as_of: float
    recipes: Sequence[Recipe] = ()
    places: Places | None = None
    may_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Two tables of the engine, not yet computed: ``figures`` of groups and ``ratings``."""

    figures: ir.Table | None
    ratings: ir.Table


def rate(
    engine: Engine,
    observations: ir.Table,
    question: Question,
    weights: ir.Table | None = None,
) -> Answer:
    """Rate every series of ``observations`` against the promises of the question.

    ``observations`` hold one row for each observation (``points.COLUMNS``); ``weights`` the same
    for the indicators that recipes weigh by. Raises ValueError for a period that is none.
    """
    known = survey(engine, observations)
    heavy = None if weights is None else survey(engine, weights.filter(weights.breakdown == ""))
    every = known.periods | (heavy.periods if heavy else frozenset())
    calendar = engine.read_arrow(make_calendar(every))
    points = read_points(observations, known)
    is_distinct = known.is_distinct and not question.may_repeat
    plan = Plan(is_distinct, looks_back=_looks_back(question, known))
    groups = None
    if question.recipes and question.places is not None:
        hefts = _hefts(engine, weights, heavy, (calendar, question.as_of))
        groups = _Groups(engine, question, question.places, calendar)
        groups.roll_up(points, hefts)
    gathered = [
        table
        for table in (
            _gather_states(engine, points, question, (calendar, plan)),
            groups.gather(plan) if groups else None,
        )
        if table is not None
    ]
    promises = engine.read_arrow(promises_table(question.promises))
    ratings = decide(ibis.union(*gathered), promises, calendar)
    if groups is None:
        return Answer(None, without_coverage(ratings))
    return Answer(groups.figures, with_coverage(ratings, groups.figures))


def _looks_back(question: Question, known: Survey) -> bool:
    """Whether any period is later than any deadline."""
    latest = max(known.calendar["at"].to_pylist(), default=0.0)
    return any(p.deadline is not None and p.deadline < latest for p in question.promises)


def _gather_states(
    engine: Engine, points: ir.Table, question: Question, given: tuple[ir.Table, Plan]
) -> ir.Table | None:
    asked = [promise for promise in question.promises if promise.scope is Scope.STATE]
    if not asked:
        return None
    gathered = gather(points, engine.read_arrow(promises_table(asked)), *given)
    if question.places is None:
        return gathered
    groups = engine.read_arrow(pa.table({"area": question.places.names}))
    return gathered.anti_join(groups, "area")


class _Groups:
    """The groups of a question: their figures, and the points that these are."""

    def __init__(
        self, engine: Engine, question: Question, places: Places, calendar: ir.Table
    ) -> None:
        self.engine, self.question, self.places, self.calendar = engine, question, places, calendar

    def roll_up(self, points: ir.Table, hefts: ir.Table) -> None:
        """Compute the figures of all groups."""
        read = self.engine.read_arrow
        recipes = read(recipes_table(self.question.recipes))
        tables = read(self.places.parts), read(self.places.members)
        self.figures = self.engine.keep(roll_up(points, recipes, tables, hefts, self.calendar))

    def gather(self, plan: Plan) -> ir.Table | None:
        """Return the points that decide about groups; figures below their gate are no points."""
        asked = [p for p in self.question.promises if p.scope is not Scope.STATE]
        if not asked:
            return None
        figures = self.figures
        points = figures.select(
            "recipe", "indicator", "area", "breakdown", "period", "value",
            scope=(figures.area == WORLD).ifelse(Scope.WORLD.value, Scope.GROUP.value),
            status=ibis.literal(ORDINARY_STATUS),
            is_usable=figures.gate_passed,
        )  # fmt: skip
        promises = self.engine.read_arrow(promises_table(asked))
        return gather(points, promises, self.calendar, plan)


def _hefts(
    engine: Engine,
    weights: ir.Table | None,
    known: Survey | None,
    view: tuple[ir.Table, float],
) -> ir.Table:
    """Return the weight of each place at each period, computed once for all readers."""
    if weights is None or known is None:
        return engine.read_arrow(NO_WEIGHTS.empty_table())
    points = read_points(weights.filter(weights.breakdown == ""), known)
    return engine.keep(weights_at(points, *view))
