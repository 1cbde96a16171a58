"""What is asked of the engine: one promise for one indicator in places of one kind.

Everything that can be worked out for a promise alone is worked out here, in Python, by the
functions of ``measure``; the engine gets it as columns.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pyarrow as pa

from milepost.engine.numbers import meeting_edge
from milepost.measure.path import Thresholds
from milepost.measure.rounding import tidy
from milepost.measure.rules import DEFAULTS

PARTS_OF_A_YEAR = 1e9
"""Distances in time are compared in billionths of a year, which no two days share."""


class Scope(StrEnum):
    """The kind of place that a promise speaks of."""

    STATE = "state"
    GROUP = "group"
    WORLD = "world"


@dataclass(frozen=True, slots=True)
class Promise:
    """One question, as ``measure.case.Case`` puts it, to many places at once.

    ``key`` names the promise in the result, together with ``scope``. ``breakdown`` None asks for
    every breakdown there is. ``function`` is one of ``BULK_FUNCTIONS`` and ``parameters`` are
    those of its rule. Moments are decimal years. ``recipe`` names how the indicator is aggregated
    (groups and the world only).
    """

    key: str
    indicator: str
    as_of: float
    scope: Scope = Scope.STATE
    breakdown: str | None = None
    function: str = "linear_path"
    direction: int = 1
    baseline: float | None = None
    baseline_value: float | None = None
    target: float | None = None
    deadline: float | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    recipe: str = ""


BULK_FUNCTIONS = frozenset(
    {"linear_path", "direction_of_change", "level_threshold", "policy_share"}
)
"""The rating functions that the engine knows; treaties are counted and rated state by state."""

TEXTS = ("promise", "scope", "indicator", "breakdown_asked", "function", "statuses", "recipe")
TEMPO = (
    "as_of", "as_of_year", "baseline", "baseline_year", "tolerance", "deadline", "deadline_year",
)  # fmt: skip
NUMBERS = (
    *TEMPO, "direction", "baseline_value", "baseline_tidy", "target", "target_tidy", "edge",
    "evidence", "evidence_year", "on_track", "acceleration", "material", "green", "yellow",
    "stale_after", "unusable_after",
)  # fmt: skip
SCHEMA = pa.schema(
    [pa.field("promise_no", pa.int64()), pa.field("tempo", pa.int64())]
    + [pa.field("from_start", pa.bool_())]
    + [pa.field(name, pa.string()) for name in TEXTS]
    + [pa.field(name, pa.float64()) for name in NUMBERS]
)
TEMPOS = pa.schema([SCHEMA.field(name) for name in ("tempo", "from_start", *TEMPO)])


@dataclass(frozen=True, slots=True)
class Asked:
    """Promises as tables: ``promises`` one row each, ``tempos`` the different moments they name.

    Most promises of an edition share baseline, deadline and day, so what is to be said of a
    period is worked out once for each tempo.
    """

    promises: pa.Table
    tempos: pa.Table


def lay_out(promises: Iterable[Promise]) -> Asked:
    """Return the promises as the tables that the expressions of this room join.

    Raises ValueError for a function that the engine does not know.
    """
    rows = [{**_row(promise), "promise_no": number} for number, promise in enumerate(promises)]
    tempos: dict[tuple[Any, ...], int] = {}
    for row in rows:
        tempo = tuple(row[name] for name in ("from_start", *TEMPO))
        row["tempo"] = tempos.setdefault(tempo, len(tempos))
    different = {row["tempo"]: row for row in rows}
    return Asked(
        promises=pa.Table.from_pylist(rows, schema=SCHEMA),
        tempos=pa.Table.from_pylist(
            [{name: row[name] for name in TEMPOS.names} for row in different.values()],
            schema=TEMPOS,
        ),
    )


def _row(promise: Promise) -> dict[str, Any]:
    if promise.function not in BULK_FUNCTIONS:
        msg = f"not a function of the engine: {promise.function!r}"
        raise ValueError(msg)
    function, target = promise.function, promise.target
    parameters = {**DEFAULTS[function], **promise.parameters}
    if function == "policy_share" and target is not None:
        # The same turns as in measure.rate_level.policy_share.
        if promise.deadline is not None and promise.baseline is not None:
            function = "linear_path"
            parameters = {**DEFAULTS[function], **promise.parameters}
        else:
            parameters["green"] = target
    return {
        "promise": promise.key,
        "scope": promise.scope.value,
        "indicator": promise.indicator,
        "breakdown_asked": promise.breakdown,
        "function": "level" if function in {"level_threshold", "policy_share"} else function,
        "statuses": function,
        "recipe": promise.recipe,
        # Without a baseline, a direction of change is told from the first point.
        "from_start": promise.baseline is None and function == "direction_of_change",
        "direction": float(promise.direction),
        "as_of": promise.as_of,
        "as_of_year": math.floor(promise.as_of),
        "target": target,
        "target_tidy": _tidy(target),
        "edge": None if target is None else meeting_edge(target, promise.direction),
        **_moments(promise, Thresholds.of(parameters)),
        **_levels(parameters, target),
        "material": parameters.get("material_change"),
        "stale_after": parameters.get("stale_after"),
    }


def _moments(promise: Promise, thresholds: Thresholds) -> dict[str, float | None]:
    baseline, deadline = promise.baseline, promise.deadline
    year = None if deadline is None else float(math.floor(deadline))
    return {
        "baseline": baseline,
        "baseline_year": None if baseline is None else math.floor(baseline),
        "baseline_value": promise.baseline_value,
        "baseline_tidy": _tidy(promise.baseline_value),
        "tolerance": round(tidy(thresholds.baseline_tolerance) * PARTS_OF_A_YEAR),
        "deadline": deadline,
        "deadline_year": year,
        "evidence": None if deadline is None else tidy(deadline - thresholds.evidence_after),
        "evidence_year": None if year is None else tidy(year - thresholds.evidence_after),
        "on_track": thresholds.on_track,
        "acceleration": thresholds.acceleration,
    }


def _levels(parameters: Mapping[str, Any], target: float | None) -> dict[str, float | None]:
    green = parameters.get("green")
    return {
        "green": _tidy(target if green is None else green),
        "yellow": _tidy(parameters.get("yellow")),
        "unusable_after": parameters.get("unusable_after"),
    }


def _tidy(number: float | None) -> float | None:
    return None if number is None else tidy(float(number))
