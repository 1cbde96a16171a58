"""A computed rating with everything that its trace shows."""

from dataclasses import dataclass, field
from typing import Any

from milepost.measure.case import Case
from milepost.measure.states import Reason, State
from milepost.measure.verdict import Step, Verdict
from milepost.reviews.material import Document


@dataclass(slots=True)
class Rated:
    """The verdict on one benchmark in one place.

    ``coverage`` and ``weighted`` are set for groups only; ``used`` and ``rejected`` are the
    inputs in the shape of a trace. ``case`` is what the rule was asked, None when it was not.
    """

    verdict: Verdict
    function: str
    parameters: dict[str, Any]
    unit: str
    used: list[Document] = field(default_factory=list)
    rejected: list[Document] = field(default_factory=list)
    coverage: Document | None = None
    weighted: Document | None = None
    what_would_change: Document | None = None
    pace_needed: Document | None = None
    sensitivity: Document | None = None
    case: Case | None = None


def grey(reason: Reason, *steps: Step) -> Verdict:
    """Return a grey verdict that was reached before any rule was asked."""
    return Verdict(State.GREY, reason.value, reason, steps=steps)
