"""Who is party to what, counted for all treaties, groups and days at once.

The bulk form of ``measure.rollup.weighted_adoption`` and of the counts that ratings of treaties
rest on: eligible states, states whose status is known, parties, and the share of a weight (such as
migrants by destination) that lives in parties.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis import ir

from milepost.engine.backends import Engine
from milepost.engine.periods import make_calendar
from milepost.engine.places import Places
from milepost.engine.points import Survey, read_points, survey
from milepost.engine.standing import as_count
from milepost.engine.sums import Cut, cut, part_names, plan_cut, put_together

PARTY = 1.0
GROUP = ["indicator", "area", "asked_no"]


@dataclass(frozen=True, slots=True)
class Treaties:
    """What is asked: parties to treaties in groups on days.

    ``circles`` gives the circle of ``engine.places`` whose states each treaty counts. ``signing``
    is the breakdown of signatures: a state that signed is known, though not a party. ``moments``
    and ``as_of`` are decimal years; a state is known by what is known of it up to ``as_of``.
    ``sides`` names the indicators of the weights. Of two rows of a state with one beginning the
    later name of a period counts.
    """

    circles: Mapping[str, str]
    places: Places
    moments: Sequence[float]
    as_of: float
    signing: str
    sides: Mapping[str, str]


COUNTS = ("states_total", "known", "parties")


def count_parties(
    engine: Engine, observations: ir.Table, weights: ir.Table, treaties: Treaties
) -> pa.Table:
    """Return a row for each treaty, group and moment, sorted.

    ``observations`` and ``weights`` have ``points.COLUMNS``. Columns: ``indicator, area, at,
    states_total, known, parties, coverage``, and for each side ``<side>_share`` and
    ``<side>_known_weight`` (missing where nothing is weighed, or no state known). Raises
    ValueError for a period that is none.
    """
    known, heavy = survey(engine, observations), survey(engine, weights)
    asked = engine.read_arrow(_asked(treaties.moments))
    eligible = _eligible(engine, treaties)
    rows = _rows(engine, observations, known, treaties.as_of)
    stated = rows.filter(rows.breakdown.isin(["", treaties.signing]))
    stated = stated.select("indicator", member=stated.area).distinct()
    states = eligible.inner_join(stated, ["indicator", "member"])
    grid = states.cross_join(asked)
    grid = grid.left_join(
        _parties(engine, rows.filter(rows.breakdown == ""), asked),
        ["indicator", "member", "asked_no"],
        rname="{name}_of_status",
    )
    grid = grid.select(
        "indicator", "area", "member", "asked_no", is_party=grid.is_party.fill_null(0)
    )
    held = _weights(engine, _rows(engine, weights, heavy, treaties.as_of), asked)
    plan = plan_cut(heavy.size, max(treaties.places.members.num_rows, 1))
    counts = _counted(grid, held, treaties.sides, plan)
    return engine.to_arrow(_finished(engine, eligible, asked, counts, treaties.sides))


def _asked(moments: Sequence[float]) -> pa.Table:
    return pa.table(
        {
            "asked_no": pa.array(range(len(moments)), pa.int64()),
            "asked_at": pa.array(moments, pa.float64()),
        }
    )


def _eligible(engine: Engine, treaties: Treaties) -> ir.Table:
    """Return ``indicator, area, member``: the states of each group that each treaty counts."""
    circles = pa.table(
        {
            "indicator": pa.array(list(treaties.circles), pa.string()),
            "circle": pa.array(list(treaties.circles.values()), pa.string()),
        }
    )
    members = engine.read_arrow(treaties.places.members)
    found = engine.read_arrow(circles).inner_join(members, "circle")
    return found.select("indicator", "area", "member")


def _rows(engine: Engine, observations: ir.Table, known: Survey, as_of: float) -> ir.Table:
    """Return the rows that may be used up to a day, with ``moment`` and ``at``."""
    calendar = engine.read_arrow(make_calendar(known.periods)).select("period", "moment", "at")
    points = read_points(engine, observations, known.traits)
    rows = points.filter(points.is_usable).inner_join(calendar, "period")
    return rows.filter(rows["at"] <= as_of)


def _newest(engine: Engine, rows: ir.Table, asked: ir.Table) -> ir.Table:
    """Return the newest value of each indicator and area not later than each moment."""
    pairs = rows.cross_join(asked)
    pairs = pairs.filter(pairs["at"] <= pairs.asked_at)
    return pairs.group_by("indicator", "area", "asked_no").agg(
        newest=engine.at_largest(pairs.value, pairs.moment)
    )


def _parties(engine: Engine, events: ir.Table, asked: ir.Table) -> ir.Table:
    found = _newest(engine, events, asked)
    return found.select(
        "indicator",
        "asked_no",
        member=found.area,
        is_party=(found.newest >= PARTY).ifelse(1, 0),
    )


def _weights(engine: Engine, rows: ir.Table, asked: ir.Table) -> ir.Table:
    found = _newest(engine, rows.filter(rows.breakdown == ""), asked)
    return found.select("asked_no", side=found.indicator, member=found.area, heft=found.newest)


def _counted(grid: ir.Table, held: ir.Table, sides: Mapping[str, str], plan: Cut) -> ir.Table:
    """Add up states and weights by treaty, group and moment."""
    for side, key in sides.items():
        own = held.filter(held.side == key).select("asked_no", "member", "heft")
        grid = grid.left_join(own, ["asked_no", "member"], rname=f"{{name}}_of_{side}")
        names = [name for name in grid.columns if not name.endswith(f"_of_{side}")]
        grid = grid.select(*names)
        grid = grid.mutate(
            **{f"{side}_known": grid.heft.notnull().ifelse(1, 0), side: grid.heft.fill_null(0.0)}
        ).drop("heft")
        grid = cut(grid, side, plan)
        grid = grid.mutate(
            **{
                f"{side}_covered_{name}": (grid.is_party == 1).ifelse(grid[name], 0.0)
                for name in part_names(side, plan.parts)
            }
        )
    sums = {"known": grid.count(), "parties": grid.is_party.sum()}
    for side in sides:
        sums[f"{side}_known"] = grid[f"{side}_known"].sum()
        for name, covered in zip(
            part_names(side, plan.parts), part_names(f"{side}_covered", plan.parts), strict=True
        ):
            sums[name] = grid[name].sum()
            sums[covered] = grid[f"{side}_covered_{name}"].sum()
    counts = grid.group_by(*GROUP).agg(**sums)
    for side in sides:
        counts = put_together(counts, side, plan)
        counts = put_together(counts, f"{side}_covered", plan)
    return counts


def _finished(
    engine: Engine,
    eligible: ir.Table,
    asked: ir.Table,
    counts: ir.Table,
    sides: Mapping[str, str],
) -> ir.Table:
    """Give every group of a treaty a row for each moment, with its shares."""
    totals = eligible.group_by("indicator", "area").agg(states_total=eligible.member.count())
    table = totals.cross_join(asked).left_join(counts, GROUP, rname="{name}_counted")
    table = table.mutate(
        known=as_count(table.known.fill_null(0)),
        parties=as_count(table.parties.fill_null(0)),
        states_total=as_count(table.states_total),
    )
    known = table.known.cast("float64")
    shares = {"coverage": known / table.states_total.cast("float64")}
    for side in sides:
        shares[f"{side}_share"] = table[f"{side}_covered"] / table[side].nullif(0.0)
        weighed = table[f"{side}_known"].cast("float64")
        shares[f"{side}_known_weight"] = weighed / known.nullif(0.0)
    table = engine.tidied(table, **shares)
    return table.select("indicator", "area", *COUNTS, *shares, at=table.asked_at).order_by(
        "indicator", "area", ibis.asc("at")
    )
