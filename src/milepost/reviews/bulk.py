"""All ratings of an edition that follow from numbers, in a few statements of the engine.

The ratings of ``reviews.computation`` carry their whole working and are made one by one. Here the
same promises are put to the engine room at once, for every place and, when asked, every
breakdown; the answer is a table. Treaties, whose ratings rest on events, are added from
``reviews.bulk_treaties``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute

from milepost.engine.backends import Engine
from milepost.engine.places import make_places
from milepost.engine.points import COLUMNS
from milepost.engine.promises import BULK_FUNCTIONS, Promise, Scope
from milepost.engine.rating import Question, rate
from milepost.engine.reading import Observations
from milepost.engine.rollup import GATES, Recipe
from milepost.engine.treaty_rows import COUNTS
from milepost.engine.verdicts import COVERAGE
from milepost.reviews.aggregation import make_recipe
from milepost.reviews.bulk_sensitivity import TRIALS, summarise_trials
from milepost.reviews.bulk_treaties import is_treaty, rate_treaties_in_bulk
from milepost.reviews.country_rating import POLICY
from milepost.reviews.material import Material
from milepost.reviews.workbench import (
    OF_STATES,
    UN_MEMBERS,
    WORLD,
    Task,
    Workbench,
    is_level,
    make_task,
    prepare,
    stated_target,
)

TEXTS = (
    "framework", "benchmark", "scope", "indicator", "place", "breakdown", "state", "reason",
    "status", "period", "baseline_period",
)  # fmt: skip
FLAGS = ("is_stale", "has_break", "is_slipping", "is_volatile")
NUMBERS = (
    "value", "baseline_value", "target", "gap_share", "time_share", "ratio", "change_per_year",
    "years_old",
)  # fmt: skip
SCHEMA = pa.schema(
    [(name, pa.string()) for name in TEXTS]
    + [(name, pa.float64()) for name in NUMBERS]
    + [("points", pa.int64())]
    + [(name, pa.bool_()) for name in FLAGS]
    + [
        (name, {"int64": pa.int64(), "float64": pa.float64(), "boolean": pa.bool_()}[kind])
        for name, kind in COVERAGE.items()
    ]
    + [(name, pa.float64()) for name in COUNTS]
)
"""The columns of a table of ratings; those of ``COUNTS`` speak of treaties in groups only."""
ORDER = ("framework", "benchmark", "scope", "place", "breakdown")
ANY_STATE = ""
ANY_GROUP = "-"
PLACES = {Scope.STATE: ANY_STATE, Scope.GROUP: ANY_GROUP, Scope.WORLD: WORLD}


@dataclass(frozen=True, slots=True)
class BulkRatings:
    """``table`` has the columns of ``SCHEMA``; ``left_out`` are benchmarks rated state by state.

    ``firmness`` has those of ``bulk_sensitivity.FIRMNESS``, where it was asked for.
    """

    table: pa.Table
    left_out: tuple[str, ...]
    firmness: pa.Table | None = None


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked for besides the ratings of the benchmarks."""

    every_breakdown: bool
    firmness: bool


def rate_in_bulk(
    engine: Engine, material: Material, *, every_breakdown: bool = False, firmness: bool = False
) -> BulkRatings:
    """Rate the measured benchmarks of a material in every place that has data.

    With ``every_breakdown`` each breakdown of an indicator is rated and not only the one that the
    benchmark names; with ``firmness`` small changes of the question are tried. Places to which a
    benchmark does not apply are left out. Rows are sorted, so that the same material gives the
    same table on every engine.
    """
    bench = prepare(material)
    tasks = list(list_tasks(bench))
    plain = [task for task in tasks if _is_bulk(bench, task)]
    treaties = [task for task in tasks if is_treaty(task, aggregation_of(bench, task))]
    wish = _Wish(every_breakdown, firmness)
    tables, trials = [SCHEMA.empty_table()], [TRIALS.empty_table()]
    for own, ask in ((plain, _rate_plain), (treaties, _rate_treaties)):
        if own:
            rated, tried = ask(engine, bench, own, wish)
            tables.append(_named(rated, own, SCHEMA))
            if tried is not None:
                trials.append(_named(tried, own, TRIALS))
    table = _sorted(pa.concat_tables(tables))
    done = {_key(task) for task in (*plain, *treaties)}
    return BulkRatings(
        table=table,
        left_out=tuple(key for key in map(_key, tasks) if key not in done),
        firmness=summarise_trials(table, pa.concat_tables(trials)) if firmness else None,
    )


def _rate_plain(
    engine: Engine, bench: Workbench, tasks: list[Task], wish: _Wish
) -> tuple[pa.Table, pa.Table | None]:
    """Rate the benchmarks that rest on series of values."""
    question = _question(bench, tasks, wish)
    wanted = {task.indicator for task in tasks}
    weights = {recipe.weight for recipe in question.recipes if recipe.weight}
    observations = gather_observations(engine, bench.material, wanted)
    heavy = gather_observations(engine, bench.material, weights)
    with rate(engine, observations, question, heavy) as answer:
        trials = None if answer.trials is None else engine.to_arrow(answer.trials)
        return engine.to_arrow(answer.ratings), trials


def _rate_treaties(
    engine: Engine, bench: Workbench, tasks: list[Task], wish: _Wish
) -> tuple[pa.Table, pa.Table | None]:
    """Rate the benchmarks that rest on events."""
    named = {_key(task): task for task in tasks}
    circles = {task.indicator: circle_of(bench, task.indicator) for task in tasks}
    return rate_treaties_in_bulk(engine, bench, named, circles, firmness=wish.firmness)


def list_tasks(bench: Workbench) -> Iterator[Task]:
    """Yield what is to be rated, in the order of the frameworks."""
    for framework in bench.material.frameworks:
        for benchmark in sorted(framework["benchmarks"], key=lambda item: item["order"]):
            task = make_task(bench, framework["key"], benchmark)
            if task is not None:
                yield task


def _key(task: Task) -> str:
    return f"{task.framework}/{task.benchmark['key']}"


def aggregation_of(bench: Workbench, task: Task) -> str:
    """Return how the indicator of a task is aggregated."""
    return str(bench.definition(task.indicator).get("aggregation") or "none")


def _is_bulk(bench: Workbench, task: Task) -> bool:
    functions = {task.function, task.country_function}
    return functions <= BULK_FUNCTIONS and aggregation_of(bench, task) != "adoption"


def _question(bench: Workbench, tasks: list[Task], wish: _Wish) -> Question:
    recipes: dict[str, Recipe] = {}
    promises: list[Promise] = []
    for task in tasks:
        recipe = _recipe(bench, task)
        if recipe is not None:
            recipes[recipe.key] = recipe
        promises += _promises(bench, task, recipe, every_breakdown=wish.every_breakdown)
    circles = {recipe.circle for recipe in recipes.values() if recipe.circle}
    return Question(
        promises=promises,
        as_of=bench.as_of_when,
        recipes=list(recipes.values()),
        places=make_places(bench.members, {name: bench.members[name] for name in sorted(circles)}),
        looks_twice=True,
        may_be_published=True,
        tries_changes=wish.firmness,
        answers=frozenset(_key(t) for t in tasks if aggregation_of(bench, t) == POLICY),
    )


def _recipe(bench: Workbench, task: Task) -> Recipe | None:
    """Return how the benchmark's indicator is aggregated; None when it is not."""
    asked = make_recipe(bench, task.indicator, task.breakdown, dict(task.parameters))
    if asked.aggregation not in GATES:
        return None
    holds = asked.aggregation == "policy_share"
    recipe = Recipe(
        key="",
        indicator=task.indicator,
        aggregation=asked.aggregation,
        as_of=bench.as_of_when,
        weight=asked.weight,
        gate=asked.gate,
        has_policy=asked.has_policy,
        circle=circle_of(bench, task.indicator),
        valid_years=asked.valid_years if holds else None,
    )
    parts = (task.indicator, asked.gate, asked.has_policy, asked.valid_years)
    return replace(recipe, key=" ".join(map(str, parts)))


def circle_of(bench: Workbench, indicator: str) -> str:
    """Return the circle that limits the members of groups; see ``eligible_members``."""
    definition = bench.definition(indicator)
    limit = definition.get("eligible")
    if not limit and definition.get("aggregation") in OF_STATES:
        limit = UN_MEMBERS
    return str(limit) if limit in bench.members else ""


def _promises(
    bench: Workbench, task: Task, recipe: Recipe | None, *, every_breakdown: bool
) -> Iterator[Promise]:
    aggregation = aggregation_of(bench, task)
    for scope, place in PLACES.items():
        is_group = scope is not Scope.STATE
        if (is_group and recipe is None) or (not is_group and not task.rates_countries):
            continue
        yield Promise(
            key=_key(task),
            indicator=task.indicator,
            as_of=bench.as_of_when,
            scope=scope,
            breakdown=None if every_breakdown else task.breakdown,
            function=task.function if is_group else task.country_function,
            direction=task.direction,
            baseline=task.baseline,
            baseline_value=(
                task.baseline_value if is_level(task, place, is_group=is_group) else None
            ),
            target=stated_target(task, place, aggregation, is_group=is_group),
            deadline=task.deadline,
            parameters=task.parameters if is_group else task.country_parameters,
            recipe=recipe.key if is_group and recipe else "",
        )


def gather_observations(
    engine: Engine, material: Material, indicators: Iterable[str]
) -> Observations:
    """Return observations of the material as one table of the engine; corridors are left out."""
    schema = pa.schema(
        [(name, pa.float64() if name == "value" else pa.string()) for name in COLUMNS]
    )
    tables = [schema.empty_table()]
    for key in sorted(indicators):
        table = material.observations.get(key)
        if table is not None:
            named = table.append_column("indicator", pa.array([key] * table.num_rows, pa.string()))
            tables.append(_of_places(named).select(COLUMNS).cast(schema))
    table = engine.read_arrow(pa.concat_tables(tables))
    return Observations(table, table)


def _of_places(table: pa.Table) -> pa.Table:
    """Leave out rows about corridors; a row without a status has the ordinary one."""
    rows = table.filter(pa.compute.equal(pa.compute.fill_null(table["counterpart"], ""), ""))
    for name, missing in (("status", "A"), ("breakdown", "")):
        column = pa.compute.fill_null(rows[name], missing)
        if name == "status":
            column = pa.compute.if_else(pa.compute.equal(column, ""), missing, column)
        rows = rows.set_column(rows.schema.get_field_index(name), name, column)
    return rows


def _named(found: pa.Table, tasks: list[Task], schema: pa.Schema) -> pa.Table:
    """Name framework, benchmark and place, and leave out what does not apply."""
    excluded = {(_key(task), place) for task in tasks for place in task.not_applicable}
    keys, areas = found["promise"].to_pylist(), found["area"].to_pylist()
    names: dict[str, tuple[str, str]] = {
        _key(task): (task.framework, str(task.benchmark["key"])) for task in tasks
    }
    columns: Mapping[str, Any] = {
        "framework": pa.array([names[key][0] for key in keys], pa.string()),
        "benchmark": pa.array([names[key][1] for key in keys], pa.string()),
        "place": found["area"],
    }
    missing = pa.nulls(found.num_rows, pa.float64())
    given = {name: found[name] for name in found.column_names if name in schema.names}
    shown = {**dict.fromkeys(COUNTS, missing), **given, **columns}
    table = pa.table({name: shown[name] for name in schema.names}).cast(schema)
    applies = pa.array([pair not in excluded for pair in zip(keys, areas, strict=True)], pa.bool_())
    return table.filter(applies)


def _sorted(table: pa.Table) -> pa.Table:
    return table.sort_by([(name, "ascending") for name in ORDER]).combine_chunks()
