"""What moved between two editions, and why: changed fact, method, judge or framework.

Both sides are plain values as a bundle holds them, so that the same comparison serves the freeze
of a new edition and the page that compares any two published ones.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Key = tuple[str, str, str]
"""Framework, benchmark, place."""

_ORDER = {"red": 0, "yellow": 1, "green": 2}


@dataclass(frozen=True)
class Side:
    """One edition as the comparison sees it.

    ``ratings`` are the rows of ``ratings.json``; ``traces`` maps (framework, benchmark) to the
    traces by place; ``benchmarks`` maps (framework, benchmark) to its definition.
    """

    ratings: Iterable[Mapping[str, Any]]
    traces: Mapping[tuple[str, str], Mapping[str, Mapping[str, Any]]]
    benchmarks: Mapping[tuple[str, str], Mapping[str, Any]]
    index: dict[Key, Mapping[str, Any]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        index = {(row["framework"], row["benchmark"], row["place"]): row for row in self.ratings}
        object.__setattr__(self, "index", index)

    def trace(self, key: Key) -> Mapping[str, Any]:
        """Return the trace of a rating, or an empty mapping when nothing was computed."""
        return self.traces.get(key[:2], {}).get(key[2], {})


def compare_sides(before: Side, after: Side) -> list[dict[str, Any]]:
    """Return one row for each rating whose state, reason, value or panel differs.

    ``causes`` names everything that differs among the framework's definition, the method (rule,
    version, parameters), the facts (inputs used) and the judges (assessments, decision);
    ``cause`` is the first of these in that order, because an earlier one makes a later one
    unavoidable. Ratings that stand in one edition only are ``opened`` or ``closed``.
    """
    rows = []
    for key in sorted(before.index.keys() | after.index.keys()):
        row = _compare(key, before, after)
        if row is not None:
            rows.append(row)
    return rows


def _compare(key: Key, before: Side, after: Side) -> dict[str, Any] | None:
    old, new = before.index.get(key), after.index.get(key)
    old_state, old_reason = _shown(old)
    new_state, new_reason = _shown(new)
    if (old_state, old_reason) == (new_state, new_reason):
        return None
    causes = _causes(key, before, after)
    framework, benchmark, place = key
    return {
        "framework": framework,
        "benchmark": benchmark,
        "place": place,
        "from": old_state,
        "to": new_state,
        "from_reason": old_reason,
        "to_reason": new_reason,
        "from_value": old.get("value") if old else None,
        "to_value": new.get("value") if new else None,
        "direction": direction(old_state, new_state),
        "cause": causes[0] if causes else "fact",
        "causes": causes or ["fact"],
    }


def _shown(rating: Mapping[str, Any] | None) -> tuple[str | None, str | None]:
    return (None, None) if rating is None else (rating["state"], rating.get("reason"))


def direction(old: str | None, new: str | None) -> str:
    """Say whether a colour got better or worse, opened (from grey) or closed (to grey)."""
    old_rank, new_rank = _ORDER.get(old or ""), _ORDER.get(new or "")
    if old_rank is None and new_rank is None:
        return "same"
    if old_rank is None:
        return "opened"
    if new_rank is None:
        return "closed"
    if old_rank == new_rank:
        return "same"
    return "better" if new_rank > old_rank else "worse"


def _causes(key: Key, before: Side, after: Side) -> list[str]:
    causes = []
    if _definition(before, key) != _definition(after, key):
        causes.append("framework")
    old_trace, new_trace = before.trace(key), after.trace(key)
    if old_trace and new_trace and _method(old_trace) != _method(new_trace):
        causes.append("method")
    if _facts(old_trace) != _facts(new_trace):
        causes.append("fact")
    if _judges(before.index.get(key)) != _judges(after.index.get(key)):
        causes.append("judge")
    return causes


def _definition(side: Side, key: Key) -> Any:
    benchmark = side.benchmarks.get(key[:2])
    if benchmark is None:
        return None
    measure = benchmark.get("measure") or {}
    # The rule and its parameters are the method; the rest says what was promised.
    promised = {name: measure.get(name) for name in sorted(measure) if name not in _METHOD_FIELDS}
    return promised, benchmark.get("judge")


_METHOD_FIELDS = ("rule", "parameters")


# The computation reads these from the data and the places; they are facts, not choices.
_READ_FROM_DATA = {"eligible", "known_until", "counted_from"}


def _method(trace: Mapping[str, Any]) -> Any:
    parameters = trace.get("parameters") or {}
    chosen = {name: parameters[name] for name in sorted(parameters) if name not in _READ_FROM_DATA}
    return trace.get("rule"), trace.get("function"), chosen


def _facts(trace: Mapping[str, Any]) -> Any:
    used = (trace.get("inputs") or {}).get("used") or []
    figures = [(str(row.get("place", "")), str(row["period"]), str(row["value"])) for row in used]
    return sorted(figures), (trace.get("parameters") or {}).get("eligible")


def _judges(rating: Mapping[str, Any] | None) -> Any:
    """Return what people said in colours; a finding without a colour moved nothing."""
    if rating is None:
        return None
    judged = rating.get("judged") or {}
    colour = judged.get("state") if judged.get("state") in _ORDER else None
    return colour, bool(judged.get("contested")), (rating.get("decision") or {}).get("state")
