"""The observations of a derived indicator, computed from those of its inputs."""

from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa

from milepost.engine.connection import connect
from milepost.engine.expression import derive_table
from milepost.engine.expression_inputs import RANKED
from milepost.indicators.observations import READ
from milepost.measure.calendar import Step, period_of
from milepost.measure.derive import MISSING, REASONS
from milepost.measure.expression import parse, references
from milepost.measure.rounding import tidy
from milepost.measure.series import period_start

ORDER: Final = ("area", "breakdown", "period_start", "period")
NOTES: Final = ("", *REASONS)
"""What ``note`` says of a result: nothing, or why it is missing."""


def derive(expression: str, inputs: Mapping[str, pa.Table]) -> pa.Table:
    """Return the observations that an expression gives, as ``READ`` and sorted.

    ``inputs`` are tables of observations by indicator key. ``vintage`` is empty, for a figure has
    those of all its inputs (see ``lineage``); a missing result says why in ``note``.
    """
    tree = parse(expression)
    if any(reference.key not in inputs for reference in references(tree)):
        return READ.empty_table()
    with connect() as engine:
        return as_observations(engine.to_arrow(derive_table(engine, tree, inputs)))


def as_observations(table: pa.Table) -> pa.Table:
    """Return the engine's rows as observations: numbers tidied, periods and statuses as text."""
    columns = {name: table[name].to_pylist() for name in ("kind", "step", "value", "rank", "why")}
    steps = list(zip(columns["kind"], columns["step"], strict=True))
    texts = {step: period_of(Step(*step)) for step in set(steps)}
    starts = {text: period_start(text) for text in texts.values()}
    periods = [texts[step] for step in steps]
    empty = pa.array([""] * table.num_rows, pa.string())
    is_missing = [why > 0 for why in columns["why"]]
    made = pa.table(
        {
            "area": table["area"],
            "counterpart": empty,
            "period": pa.array(periods, pa.string()),
            "period_start": pa.array([starts[text] for text in periods], pa.date32()),
            "breakdown": table["breakdown"],
            "value": pa.array(_tidied(columns["value"], is_missing), pa.float64()),
            "status": pa.array(
                [
                    MISSING if gone else RANKED[rank]
                    for rank, gone in zip(columns["rank"], is_missing, strict=True)
                ],
                pa.string(),
            ),
            "note": pa.array([NOTES[why] for why in columns["why"]], pa.string()),
            "vintage": empty,
        }
    )
    return made.cast(READ).sort_by([(name, "ascending") for name in ORDER])


def _tidied(values: list[Any], is_missing: list[bool]) -> list[float | None]:
    return [None if gone else tidy(value) for value, gone in zip(values, is_missing, strict=True)]
