"""The changes of question that a promise allows: thresholds moved by a tenth, baselines by a year.

They follow from the promise alone, so they are laid out here by the functions of
``measure.probes``; the engine gets them as rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from milepost.engine import promises as promising
from milepost.engine.promises import Promise, lay_out
from milepost.measure.probes import moves
from milepost.measure.rounding import tidy
from milepost.measure.rules import DEFAULTS

CUTS = ("on_track", "acceleration", "material", "green", "yellow")
"""The columns of promises that hold thresholds of colour."""
MOVES = pa.schema(
    [("promise_no", pa.int64())]
    + [(name, pa.string()) for name in ("parameter", "what", "why")]
    + [(name, pa.float64()) for name in ("from_value", "to_value")]
    + [(f"moved_{name}", pa.float64()) for name in CUTS]
)
"""A threshold of a promise, moved; ``why`` is set in the place of ``to_value``."""
YEARS = {"earlier": -1.0, "later": 1.0}
SHIFTS = pa.schema(
    {
        "moved_no": pa.int64(),
        "promise_no": pa.int64(),
        "what": pa.string(),
        "to_value": pa.float64(),
    }
)
"""Which promise a promise with another baseline stands for."""
POLICY_SCALE = 1.0
USES = {
    "linear_path": ("on_track", "acceleration"),
    "direction_of_change": ("material",),
    "level": ("green", "yellow"),
}
NAMES = {"material": "material_change"}


@dataclass(frozen=True, slots=True)
class Moved:
    """``moves``: thresholds. ``asked`` and ``shifts``: the same promises with other baselines."""

    moves: pa.Table
    asked: promising.Asked
    shifts: pa.Table


def lay_out_moves(promises: Sequence[Promise], answers: frozenset[str] = frozenset()) -> Moved:
    """Return the changes of promises, numbered as ``promises.lay_out`` numbers them.

    ``answers`` are keys of promises of states whose values are codes of answers and no scale, so
    that their thresholds are not moved.
    """
    laid = lay_out(promises).promises.to_pylist()
    rows = [
        row
        for asked, promise in zip(laid, promises, strict=True)
        if not (asked["scope"] == promising.Scope.STATE.value and asked["promise"] in answers)
        for row in _moves_of(asked, promise)
    ]
    shifted: list[Promise] = []
    shifts: list[dict[str, Any]] = []
    for number, promise in enumerate(promises):
        if promise.baseline is None:
            continue
        for what, years in YEARS.items():
            to = promise.baseline + years
            shifts.append(
                {
                    "moved_no": len(shifted),
                    "promise_no": number,
                    "what": what,
                    "to_value": tidy(to),
                }
            )
            shifted.append(replace(promise, baseline=to))
    return Moved(
        moves=pa.Table.from_pylist(rows, MOVES),
        asked=lay_out(shifted),
        shifts=pa.Table.from_pylist(shifts, SHIFTS),
    )


def _levels(promise: Promise) -> dict[str, float | None]:
    """Return the thresholds of a level as they were given, with all their digits."""
    parameters = {**DEFAULTS[promise.function], **promise.parameters}
    green = parameters.get("green")
    if green is None or (promise.function == "policy_share" and promise.target is not None):
        green = promise.target
    return {"green": green, "yellow": parameters.get("yellow")}


def _moves_of(asked: dict[str, Any], promise: Promise) -> Iterator[dict[str, Any]]:
    """Yield the moved thresholds of one promise, as ``measure.probes`` moves them."""
    direction, most, values = 1, None, asked
    if asked["function"] == "level":
        values = _levels(promise)
        direction = int(asked["direction"])
        most = POLICY_SCALE if asked["statuses"] == "policy_share" else None
    for name in USES[asked["function"]]:
        value = values[name]
        if value is None or (asked["function"] == "level" and values["green"] is None):
            continue
        cuts = {f"moved_{cut}": asked[cut] for cut in CUTS}
        for silent, what, to in moves(name, value, direction, most=most):
            yield {
                **cuts,
                "promise_no": asked["promise_no"],
                "parameter": NAMES.get(name, name),
                "what": what,
                "why": silent.why if silent else None,
                "from_value": tidy(value),
                "to_value": None if silent else to,
                f"moved_{name}": None if silent else to,
            }
