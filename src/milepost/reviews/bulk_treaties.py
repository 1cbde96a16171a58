"""All ratings of treaties of an edition in a few statements of the engine.

The same ratings are made treaty by treaty, with their working, in ``reviews.group_rating`` and
``reviews.country_rating``. Here events of all treaties are put to the engine room at once.
"""

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from milepost.engine.backends import Engine
from milepost.engine.places import make_places
from milepost.engine.promises import Promise, Scope
from milepost.engine.treaties import rate_treaties
from milepost.engine.treaty_events import EVENTS
from milepost.engine.treaty_promises import GROUP_FUNCTION, STATE_FUNCTION, TreatyQuestion
from milepost.reviews.material import Material
from milepost.reviews.observed import SIGNATURE
from milepost.reviews.workbench import WORLD, Task, Workbench, is_level, stated_target

ADOPTION = "adoption"
PLACES = {Scope.STATE: "", Scope.GROUP: "-", Scope.WORLD: WORLD}


def is_treaty(task: Task, aggregation: str) -> bool:
    """Whether a task is rated here: parties are counted in groups and states stand on a ladder."""
    functions = {task.function, task.country_function if task.rates_countries else STATE_FUNCTION}
    keeps_future = not (task.parameters.get("reject_future", True))
    return (
        aggregation == ADOPTION
        and functions == {GROUP_FUNCTION, STATE_FUNCTION}
        and not task.breakdown
        and not keeps_future
    )


def rate_treaties_in_bulk(
    engine: Engine,
    bench: Workbench,
    tasks: Mapping[str, Task],
    circles: Mapping[str, str],
    *,
    firmness: bool = False,
) -> tuple[pa.Table, pa.Table | None]:
    """Return the ratings of tasks by their keys (``treaty_rows.FULL``), and the trials.

    ``circles`` names for each indicator the group that limits who is counted, or "". Trials
    (``treaty_trials.KEYS`` and ``trials.COLUMNS``) are there with ``firmness``.
    """
    limits = {name: bench.members[name] for name in sorted(set(circles.values())) if name}
    question = TreatyQuestion(
        promises=[p for key, task in tasks.items() for p in _promises(bench, key, task)],
        circles=circles,
        places=make_places(bench.members, limits),
        groups=sorted(bench.groups),
        as_of=bench.as_of_when,
        signing=SIGNATURE,
        tries_changes=firmness,
    )
    events = engine.read_arrow(gather_events(bench.material, circles))
    with rate_treaties(engine, events, question) as answer:
        trials = None if answer.trials is None else engine.to_arrow(answer.trials)
        return engine.to_arrow(answer.ratings), trials


def _promises(bench: Workbench, key: str, task: Task) -> Iterator[Promise]:
    for scope, place in PLACES.items():
        is_group = scope is not Scope.STATE
        if not is_group and not task.rates_countries:
            continue
        here = is_level(task, place, is_group=is_group)
        yield Promise(
            key=key,
            indicator=task.indicator,
            as_of=bench.as_of_when,
            scope=scope,
            breakdown="",
            function=task.function if is_group else task.country_function,
            direction=task.direction,
            baseline=task.baseline,
            baseline_value=task.baseline_value if here else None,
            target=stated_target(task, place, ADOPTION, is_group=is_group),
            deadline=task.deadline,
            parameters=task.parameters if is_group else task.country_parameters,
        )


def gather_events(material: Material, indicators: Iterable[str]) -> pa.Table:
    """Return the events of treaties of the material; rows about corridors are left out."""
    tables = [EVENTS.empty_table()]
    for key in sorted(indicators):
        table = material.observations.get(key)
        if table is None:
            continue
        table = table.filter(pc.equal(pc.fill_null(table["counterpart"], ""), ""))
        columns = {
            "indicator": pa.array([key] * table.num_rows, pa.string()),
            "breakdown": pc.fill_null(table["breakdown"], ""),
            "status": _or_ordinary(table["status"]),
            "note": pc.fill_null(table["note"], ""),
        }
        kept = {name: table[name] for name in EVENTS.names if name not in columns}
        named = {**kept, **columns}
        tables.append(pa.table({name: named[name] for name in EVENTS.names}).cast(EVENTS))
    return pa.concat_tables(tables).combine_chunks()


def _or_ordinary(status: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return statuses; a row without one has the ordinary status."""
    known = pc.fill_null(status, "A")
    return pc.if_else(pc.equal(known, ""), "A", known)
