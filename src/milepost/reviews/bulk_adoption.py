"""The parties to every treaty of an edition, in every group and year, in a few statements.

The same counts stand in the aggregates of a computed edition, made treaty by treaty
(``reviews.adoption``). Ratings of treaties are made from those; here is the table alone.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from milepost.engine.adoption import Treaties, count_parties
from milepost.engine.backends import Engine
from milepost.engine.places import make_places
from milepost.measure.series import decimal_year
from milepost.reviews.bulk import aggregation_of, circle_of, gather_observations, list_tasks
from milepost.reviews.material import STOCKS, Material
from milepost.reviews.observed import SIGNATURE
from milepost.reviews.workbench import Workbench, prepare

ADOPTION = "adoption"
SHARES = [f"{side}_{what}" for side in STOCKS for what in ("share", "known_weight")]
SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("indicator", "place", "period")]
    + [(name, pa.int64()) for name in ("parties", "known", "states_total")]
    + [(name, pa.float64()) for name in ("coverage", *SHARES)]
)
"""The columns of a table of parties."""


def count_in_bulk(engine: Engine, material: Material) -> pa.Table:
    """Return the parties to the treaties of a material: ``SCHEMA``, sorted.

    One row for each treaty, group and year, from the first year with a party in the group to the
    year of the edition, which is counted on its day; a group that never had one has its last year.
    ``coverage`` is the share of the eligible states whose status is known; shares of migrants are
    those that live in (or come from) parties, of those whose state is known.
    """
    bench = prepare(material)
    indicators = sorted(
        {task.indicator for task in list_tasks(bench) if aggregation_of(bench, task) == ADOPTION}
    )
    years = _years(bench, material, indicators)
    if not indicators or not years:
        return SCHEMA.empty_table()
    circles = {key: circle_of(bench, key) for key in indicators}
    limits = {name: bench.members[name] for name in sorted(set(circles.values())) if name}
    asked = Treaties(
        circles=circles,
        places=make_places(bench.members, limits),
        moments=[min(decimal_year(date(year, 12, 31)), bench.as_of_when) for year in years],
        as_of=bench.as_of_when,
        signing=SIGNATURE,
        sides=STOCKS,
    )
    counted = count_parties(
        engine,
        gather_observations(engine, material, indicators).table,
        gather_observations(engine, material, STOCKS.values()).table,
        asked,
    )
    rows = list(_shown(counted.to_pylist(), dict(zip(asked.moments, years, strict=True))))
    return pa.Table.from_pylist(rows, SCHEMA)


def _years(bench: Workbench, material: Material, indicators: Sequence[str]) -> range:
    """Return the years from the first row about a treaty to that of the edition."""
    first = [
        pc.min(pc.year(table["period_start"])).as_py()
        for table in map(material.observations.get, indicators)
        if table is not None and table.num_rows
    ]
    return range(min(first), bench.as_of.year + 1) if first else range(0)


def _shown(rows: list[dict[str, Any]], years: dict[float, int]) -> Iterator[dict[str, Any]]:
    """Leave out the years before a group's first party, and name the years."""
    last = max(years, default=0.0)
    begun: set[tuple[str, str]] = set()
    for row in rows:
        where = (row["indicator"], row["area"])
        if row["parties"]:
            begun.add(where)
        if where in begun or row["at"] == last:
            named = {"place": row["area"], "period": str(years[row["at"]])}
            yield {name: named.get(name, row.get(name)) for name in SCHEMA.names}
