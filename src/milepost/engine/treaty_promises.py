"""What is asked about treaties: one promise for a treaty in every group, or in every state.

As in ``engine.promises``, what follows from the promise and the group alone is worked out here by
the functions of ``measure``; the engine gets it as columns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from milepost.engine.numbers import meeting_edge
from milepost.engine.places import Places
from milepost.engine.promises import Promise, Scope
from milepost.measure.path import Thresholds
from milepost.measure.rate_ladder import LADDER_DEFAULTS
from milepost.measure.rate_ratification import RATIFICATION_DEFAULTS
from milepost.measure.rollup import COUNTRY_GATE
from milepost.measure.rounding import tidy

WORLD = "001"
GROUP_FUNCTION, STATE_FUNCTION = "ratification", "commitment_ladder"


@dataclass(frozen=True, slots=True)
class TreatyQuestion:
    """What is asked of events of treaties.

    ``promises`` of states have the function ``commitment_ladder``, those of groups and of the
    world ``ratification``; of their parameters ``coverage_gate`` is the share of states whose
    status must be known. ``circles`` gives the circle of ``engine.places`` whose states each
    treaty counts. ``groups`` are all groups, also those without a state that counts. ``signing``
    is the breakdown of signatures. ``as_of`` is the decimal year of the view, for all promises.
    ``tries_changes`` asks how firm each colour is.
    """

    promises: Sequence[Promise]
    circles: Mapping[str, str]
    places: Places
    groups: Sequence[str]
    as_of: float
    signing: str
    tries_changes: bool = False


TEXTS = ("promise", "scope", "indicator", "area", "as_of_label")
NUMBERS = (
    "eligible", "gate", "direction", "as_of", "baseline", "baseline_value", "target",
    "target_tidy", "edge", "deadline", "evidence", "universal_share", "pace_ratio_green",
    "reference_from", "shortest", "needed", "opened_given", "counted_given", "stale_after",
    "unusable_after", "on_track", "acceleration",
)  # fmt: skip
PLEDGES = pa.schema(
    [("promise_no", pa.int64())]
    + [(name, pa.string()) for name in TEXTS]
    + [(name, pa.float64()) for name in NUMBERS]
)
"""A row for each promise and group. Missing numbers are parameters that are not set."""
LADDERS = pa.schema(
    [("promise_no", pa.int64())]
    + [(name, pa.string()) for name in ("promise", "indicator")]
    + [(name, pa.float64()) for name in ("stage_green", "stage_yellow")]
)
"""A row for each promise of states."""


def lay_out_pledges(question: TreatyQuestion) -> pa.Table:
    """Return the promises of groups, each with every group that it speaks of.

    Raises ValueError for another function than ``ratification``.
    """
    sizes = _sizes(question)
    rows = []
    for number, promise in enumerate(question.promises):
        if promise.scope is Scope.STATE:
            continue
        _check(promise, GROUP_FUNCTION)
        for group in sorted(question.groups):
            if (group == WORLD) == (promise.scope is Scope.WORLD):
                size = sizes.get((question.circles.get(promise.indicator, ""), group), 0)
                rows.append({**_pledge(promise, size), "promise_no": number, "area": group})
    return pa.Table.from_pylist(rows, PLEDGES)


def lay_out_ladders(question: TreatyQuestion) -> pa.Table:
    """Return the promises of states. Raises ValueError for another function than the ladder."""
    rows = []
    for number, promise in enumerate(question.promises):
        if promise.scope is not Scope.STATE:
            continue
        _check(promise, STATE_FUNCTION)
        parameters = {**LADDER_DEFAULTS, **promise.parameters}
        rows.append(
            {
                "promise_no": number,
                "promise": promise.key,
                "indicator": promise.indicator,
                "stage_green": float(parameters["stage_green"]),
                "stage_yellow": float(parameters["stage_yellow"]),
            }
        )
    return pa.Table.from_pylist(rows, LADDERS)


def _check(promise: Promise, function: str) -> None:
    if promise.function != function:
        msg = f"not a function for treaties in a {promise.scope.value}: {promise.function!r}"
        raise ValueError(msg)


def _sizes(question: TreatyQuestion) -> dict[tuple[str, str], int]:
    """Count the states of each circle in each group."""
    found: dict[tuple[str, str], int] = {}
    members = question.places.members
    for circle, area in zip(
        members["circle"].to_pylist(), members["area"].to_pylist(), strict=True
    ):
        found[circle, area] = found.get((circle, area), 0) + 1
    return found


def _pledge(promise: Promise, eligible: int) -> dict[str, Any]:
    parameters = {**RATIFICATION_DEFAULTS, **promise.parameters}
    gate = parameters.get("coverage_gate")
    baseline, deadline, target = promise.baseline, promise.deadline, promise.target
    if target is None and parameters["target_share"] is not None:
        # As measure.rate_ratification.with_target.
        target = tidy(float(parameters["target_share"]) * eligible)
    thresholds = Thresholds.of(parameters)
    return {
        "promise": promise.key,
        "scope": promise.scope.value,
        "indicator": promise.indicator,
        "as_of_label": f"{promise.as_of:g}",
        "eligible": float(eligible),
        "gate": tidy(COUNTRY_GATE if gate is None else float(gate)),
        "direction": float(promise.direction),
        "as_of": promise.as_of,
        "baseline": baseline,
        "baseline_value": promise.baseline_value,
        "target": target,
        "target_tidy": None if target is None else tidy(target),
        "edge": None if target is None else meeting_edge(target, promise.direction),
        "deadline": deadline,
        "evidence": None if deadline is None else tidy(deadline - thresholds.evidence_after),
        **moments_before(baseline, parameters),
        "opened_given": parameters["opened"],
        "counted_given": parameters["counted_from"],
        "needed": parameters["needed_for_force"],
        "stale_after": parameters["stale_after"],
        "unusable_after": parameters["unusable_after"],
        "universal_share": float(parameters["universal_share"]),
        "pace_ratio_green": float(parameters["pace_ratio_green"]),
        "on_track": thresholds.on_track,
        "acceleration": thresholds.acceleration,
    }


def moments_before(
    baseline: float | None, parameters: Mapping[str, Any]
) -> dict[str, float | None]:
    """Return where the reference years begin at the earliest, and how few of them will do."""
    years = float(parameters["reference_years"])
    return {
        "reference_from": None if baseline is None else baseline - years,
        "shortest": float(parameters["shortest_reference"]),
    }
