"""Counting states: a distribution of colours, never an average."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from milepost.publishing.bundle import Bundle, Json

NOT_ASSESSED: Json = {
    "state": "grey",
    "reason": "not_assessed",
    "flags": [],
    "basis": "none",
    "value": None,
    "unit": "",
    "period": "",
    "numbers": {},
    "status": "",
    "computed": None,
    "judged": None,
    "decision": None,
    "distribution": None,
    "coverage": None,
    "weighted": None,
}
"""What stands where an edition holds no rating: nobody looked, which is not the same as red."""


def shown_state(rating: Mapping[str, Any] | None) -> str:
    """Return the state as shown: a contested rating shows as contested, whatever its median."""
    if rating is None:
        return "grey"
    if "contested" in (rating.get("flags") or ()) and rating["state"] != "grey":
        return "contested"
    return str(rating["state"])


def tally(ratings: Iterable[Mapping[str, Any] | None]) -> dict[str, int]:
    """Return how many ratings show each state, and ``total``."""
    counts = Counter(shown_state(rating) for rating in ratings)
    return {**counts, "total": sum(counts.values())}


def rating_or_grey(bundle: Bundle, framework: str, benchmark: str, place: str) -> Json:
    """Return a rating, or the grey that says that there is none."""
    found = bundle.rating(framework, benchmark, place)
    if found is not None:
        return found
    return {**NOT_ASSESSED, "framework": framework, "benchmark": benchmark, "place": place}


def moves(changes: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many changes go each way (better, worse, opened, closed, same)."""
    return dict(Counter(str(change["direction"]) for change in changes))
