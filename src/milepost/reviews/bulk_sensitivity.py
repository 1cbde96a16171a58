"""How firm every colour of an edition is, as one table beside the ratings.

The engine tries the changes (``engine.trials``, ``engine.treaty_trials``); here they are counted
for each rating, as ``measure.sensitivity.Sensitivity.summary`` counts them. Two of the other
methods stay with the scalar form and are not in the counts: ``engine.other_methods.ONE_BY_ONE``.
"""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from milepost.engine.trials import COLUMNS, OTHERS
from milepost.measure.sensitivity import Firmness
from milepost.measure.states import State

RATING = ("framework", "benchmark", "scope", "place", "breakdown")
COLOURS = tuple(state.value for state in State)
COUNTS = ("tried", "held", *(f"to_{colour}" for colour in COLOURS), "asked", "agree")
TYPES = {"string": pa.string(), "float64": pa.float64()}
TRIALS = pa.schema(
    [(name, pa.string()) for name in RATING]
    + [(name, TYPES[kind]) for name, kind in COLUMNS.items()]
)
"""A row for each change of each rating with a colour, as the engine tried it."""
FIRMNESS = pa.schema(
    [(name, pa.string()) for name in (*RATING, "state", "result")]
    + [(name, pa.int64()) for name in COUNTS]
    + [(name, pa.string()) for name in ("changes", "differ")]
)
"""A row for each rating.

``tried``, ``held`` and ``to_…`` count single changes; ``changes`` names those that gave another
answer. ``asked`` counts the other methods that say something, ``agree`` those that say the same,
and ``differ`` names the others.
"""


def summarise_trials(ratings: pa.Table, trials: pa.Table) -> pa.Table:
    """Return ``FIRMNESS`` for the ratings of a table, in their order.

    ``ratings`` have the columns of ``bulk.SCHEMA``, ``trials`` those of ``TRIALS``.
    """
    states = ratings.select([*RATING, "state", "points"]).rename_columns([*RATING, "own", "points"])
    numbered = states.append_column("row", pa.array(range(states.num_rows), pa.int64()))
    marked = _marked(trials.join(numbered, list(RATING), join_type="inner"))
    counted = marked.group_by("row").aggregate([(name, "sum") for name in (*COUNTS, "left_out")])
    table = numbered.join(counted, "row", join_type="left outer").sort_by("row")
    counts = {name: pc.fill_null(table[f"{name}_sum"], 0.0) for name in (*COUNTS, "left_out")}
    # Points that the procedure did not look at cannot change the answer: each held.
    coloured = pc.not_equal(table["own"], State.GREY.value)
    idle = pc.subtract(pc.cast(table["points"], pa.float64()), counts["left_out"])
    idle = pc.if_else(coloured, pc.fill_null(idle, 0.0), 0.0)
    counts |= {name: pc.add(counts[name], idle) for name in ("held", "tried")}
    texts = _named(marked)
    rows = table["row"].to_pylist()
    columns: Mapping[str, Any] = {
        **{name: table[name] for name in RATING},
        "state": table["own"],
        "result": _results(counts),
        **{name: pc.cast(counts[name], pa.int64()) for name in COUNTS},
        **{kind: [texts[kind].get(row, "") for row in rows] for kind in texts},
    }
    return pa.table({name: columns[name] for name in FIRMNESS.names}).cast(FIRMNESS)


def _marked(trials: pa.Table) -> pa.Table:
    """Add what each trial counts for."""
    is_other = pc.equal(trials["kind"], OTHERS)
    says = pc.is_valid(trials["state"])
    same = pc.fill_null(pc.equal(trials["state"], trials["own"]), False)
    number = pc.fill_null(trials["single_changes"], 1.0)
    is_change = pc.and_(pc.invert(is_other), says)
    is_left_out = pc.equal(trials["what"], "left_out")
    masks = {
        "tried": is_change,
        "held": pc.and_(is_change, same),
        "asked": pc.and_(is_other, says),
        "agree": pc.and_(is_other, same),
        "left_out": is_left_out,
    }
    for colour in COLOURS:
        leads = pc.fill_null(pc.equal(trials["state"], colour), False)
        masks[f"to_{colour}"] = pc.and_(pc.and_(is_change, leads), pc.invert(same))
    for name, mask in masks.items():
        trials = trials.append_column(name, pc.if_else(mask, number, 0.0))
    return trials


def _results(counts: Mapping[str, Any]) -> list[str]:
    """Return what the changes do to each colour (``measure.sensitivity.Firmness``)."""
    columns = {name: counts[name].to_pylist() for name in COUNTS}
    found = []
    for row in range(len(columns["held"])):
        away = sum(columns[f"to_{colour}"][row] for colour in COLOURS)
        if away:
            is_grey = away == columns["to_grey"][row]
            found.append((Firmness.FALLS_TO_GREY if is_grey else Firmness.CHANGES).value)
        else:
            firm = Firmness.STABLE if columns["held"][row] else Firmness.UNTRIED
            found.append(firm.value)
    return found


def _named(marked: pa.Table) -> dict[str, dict[int, str]]:
    """Return the changes that gave another answer, and the methods that differ, as texts."""
    differs = pc.and_(pc.is_valid(marked["state"]), pc.not_equal(marked["state"], marked["own"]))
    found: dict[str, dict[int, list[str]]] = {"changes": {}, "differ": {}}
    for trial in marked.filter(differs).to_pylist():
        kind = "differ" if trial["kind"] == OTHERS else "changes"
        found[kind].setdefault(trial["row"], []).append(_text(trial))
    return {
        kind: {row: "; ".join(sorted(texts)) for row, texts in rows.items()}
        for kind, rows in found.items()
    }


def _text(trial: Mapping[str, Any]) -> str:
    parts = [trial["what"], trial["parameter"], trial["period"]]
    if trial["until"] and trial["until"] != trial["period"]:
        parts.append(f"to {trial['until']}")
    return " ".join(part for part in parts if part) + f": {trial['state']}"
