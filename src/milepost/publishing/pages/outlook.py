"""The outlook of a rating: what can be said about its deadline from the figures that were used."""

from math import floor
from typing import Any

from milepost.measure.outlook import outlook
from milepost.measure.series import when_of
from milepost.publishing.bundle import Json
from milepost.publishing.wording_outlook import Look, detail, verdict
from milepost.publishing.wording_verdicts import CAVEATS
from milepost.publishing.workings import explain

ON_A_PATH = frozenset({"linear_path", "policy_share"})
AHEAD = frozenset(
    {
        "acceleration_needed",
        "insufficient_points",
        "limited",
        "lost_after_being_met",
        "met",
        "met_at_baseline",
        "on_track",
        "regressing",
    }
)
"""Statuses of a dated target whose deadline has not come."""
NEVER_NEGATIVE = frozenset({"amount", "count"})
SHARES = frozenset({"adoption", "policy"})
ANNUAL = 4


def outlook_of(
    trace: Json | None, place: str, indicator: Json | None, language: str
) -> dict[str, Any] | None:
    """Return the outlook of a rating in words with its working, or None where none applies.

    It applies to rules that compare with a path to a dated target, while the deadline is ahead, and
    rests on the figures that the rule itself used.
    """
    if trace is None or indicator is None or not _applies(trace):
        return None
    promise = _promise(trace)
    target, deadline = promise.get("target"), promise.get("deadline")
    rows = [row for row in trace["inputs"]["used"] if row.get("place", place) == place]
    if target is None or deadline is None or not rows:
        return None
    annual = all(len(row["period"]) == ANNUAL for row in rows)
    end = float(floor(deadline)) if annual else float(deadline)
    values = [row["value"] for row in rows]
    share = indicator["kind"] in SHARES and all(0 <= value <= 1 for value in (*values, target))
    said = outlook(
        [when_of(row["period"]) for row in rows],
        values,
        float(target),
        end,
        direction="positive" if promise.get("direction") == "up" else "negative",
        upper=1.0 if share else None,
        lower=0.0 if indicator["kind"] in NEVER_NEGATIVE else None,
    )
    return {
        "verdict": verdict(said),
        "detail": detail(said, float(target), float(deadline), Look(indicator, language)),
        "caveats": [str(CAVEATS[code]) for code in said.caveats],
        "working": explain(said, language),
    }


def _applies(trace: Json) -> bool:
    return trace["function"] in ON_A_PATH and trace["verdict"]["status"] in AHEAD


def _promise(trace: Json) -> Json:
    found: Json = next((step["values"] for step in trace["steps"] if step["code"] == "promise"), {})
    return found
