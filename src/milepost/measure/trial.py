"""One change to a question and what is then answered; groups of such trials."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from milepost.measure.states import Reason, State
from milepost.measure.verdict import Plain

GROUPS = ("points", "thresholds", "baseline", "comparators")
"""The kinds of change, in the order in which they are shown."""

CHANGES: dict[str, tuple[str, ...]] = {
    "left_out": ("period", "value"),
    "had_not_joined": ("first", "last", "count"),
    "had_not_left": ("first", "last", "count"),
    "stricter": ("parameter", "from", "to"),
    "looser": ("parameter", "from", "to"),
    "earlier": ("to",),
    "later": ("to",),
}
"""Code of a change to the question -> its other values."""

UNTRIED: dict[str, str] = {
    "no_colour": "The rating is grey, so there is no colour that could change.",
    "thresholds_unused": "No threshold was consulted: the colour follows from another rule.",
    "threshold_zero": "A tenth of zero is zero, so the threshold cannot be moved.",
    "threshold_at_end": "A share cannot be asked for beyond 100 per cent.",
    "rungs": "The stages are rungs and no scale; a tenth of a rung does not exist.",
    "answers": "The values are answers (no, partly, yes) and no scale; a tenth has no meaning.",
    "baseline_unused": "The colour does not depend on the baseline.",
    "no_baseline_set": "No baseline year was set; the first value serves.",
    "before_counts": "Before this moment the number of parties is not known.",
    "asks_level": "The method judges a pace, and this rule judges a level or a stage.",
    "no_target": "The method needs a target with a year.",
    "no_baseline": "The method needs a value at the baseline and one after it.",
    "deadline_passed": "The method looks ahead, and the deadline has passed.",
    "zero": "The method compares growth rates, which a value of zero does not have.",
    "sign_change": "The method compares growth rates, which end where the sign changes.",
    "negative": "Growth rates turn around below zero, so they have no direction there.",
    "met_at_start": "The baseline met the target, so there is no way to the target to measure.",
    "no_way": "The baseline equals the target, so there is no way to the target to measure.",
    "too_few_years": "The method needs the values of four years.",
    "out_of_range": "The growth is too steep for the method to be carried on.",
    "no_classes": "The method gives a number between 0 and 10 and no classes.",
}
"""Why a change was not tried, or why a method says nothing -> meaning."""

CAVEATS: dict[str, str] = {
    "zero_replaced": "The method puts 0.001 in the place of zero; its class depends on the unit.",
}
"""What to know of the class that a method gives -> meaning."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One change, or one other method, and what it gives.

    ``what`` is a code of ``CHANGES`` or the name of a method. ``status`` is the status of the
    rule, or the class of the other method in its own word. ``state`` None says that nothing was
    tried or that the method says nothing here; ``why`` is then a code of ``UNTRIED``.
    ``count`` is the number of single changes that the trial stands for.
    """

    what: str
    state: State | None = None
    status: str = ""
    reason: Reason | None = None
    why: str = ""
    values: dict[str, Plain] = field(default_factory=dict)
    count: int = 1

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values without those that are empty."""
        found: dict[str, Any] = {"what": self.what, **self.values}
        if self.state is not None:
            found["state"] = self.state.value
        if self.status:
            found["status"] = self.status
        if self.reason is not None:
            found["reason"] = self.reason.value
        if self.why:
            found["why"] = self.why
        return found


@dataclass(frozen=True, slots=True)
class Group:
    """Trials of one kind.

    ``idle`` counts further single changes that cannot change the answer and are not listed.
    ``why`` is set when nothing of the kind was tried.
    """

    trials: tuple[Trial, ...] = ()
    idle: int = 0
    why: str = ""

    @classmethod
    def of(cls, trials: Iterable[Trial], idle: int = 0) -> "Group":
        """Return a group of trials."""
        return cls(tuple(trials), idle)

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values; ``tried`` counts the single changes, listed or idle."""
        if self.why:
            return {"why": self.why}
        tried = self.idle + sum(trial.count for trial in self.trials if trial.state is not None)
        return {"tried": tried, "trials": [trial.as_dict() for trial in self.trials]}
