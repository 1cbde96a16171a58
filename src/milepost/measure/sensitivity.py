"""How firm a colour is: what happens to it when the question changes a little.

Four kinds of change are tried, each by itself: one point left out; each threshold of colour moved
by a tenth, both ways; the baseline a year earlier and later; and, told apart because they are
other rules and no changes to ours, what other methods say of the same values. A change that does
not apply is said not to apply, with the reason, and does not count as a change that the colour
withstood. A fall to grey is counted apart from another colour: it says that the evidence would
be too thin, and not that the movement was another.

The result follows from the case and the parameters alone; ``docs/method/sensitivity.md`` has the
definitions and an example.
"""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from milepost.measure.case import Case, Parameters, usable
from milepost.measure.comparison import compare
from milepost.measure.probes import PROBES
from milepost.measure.states import State
from milepost.measure.trial import Group, Trial
from milepost.measure.verdict import Verdict


class Firmness(StrEnum):
    """What the changes do to the colour."""

    STABLE = "stable"
    CHANGES = "changes"
    FALLS_TO_GREY = "falls_to_grey"
    UNTRIED = "untried"


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The trials of each kind, against the colour that the rule gave.

    ``why`` is set when there was no colour to try; the groups are then empty.
    """

    state: State
    points: Group
    thresholds: Group
    baseline: Group
    comparators: Group
    why: str = ""

    @property
    def changes(self) -> tuple[Trial, ...]:
        """The changes to the question that were tried; other methods are not among them."""
        groups = (self.points, self.thresholds, self.baseline)
        return tuple(t for group in groups for t in group.trials if t.state is not None)

    def summary(self) -> dict[str, Any]:
        """Return the outcome: how many single changes were tried, held, and led where.

        ``asked`` and ``agree`` count the other methods that say something, and say the same.
        """
        to: Counter[str] = Counter()
        held = self.points.idle
        for trial in self.changes:
            if trial.state is self.state:
                held += trial.count
            elif trial.state is not None:
                to[trial.state.value] += trial.count
        said = [t.state for t in self.comparators.trials if t.state is not None]
        result = Firmness.STABLE if held else Firmness.UNTRIED
        if to:
            only_grey = set(to) == {State.GREY.value}
            result = Firmness.FALLS_TO_GREY if only_grey else Firmness.CHANGES
        return {
            "result": result.value,
            "tried": held + to.total(),
            "held": held,
            "to": dict(sorted(to.items())),
            "asked": len(said),
            "agree": said.count(self.state),
        }

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        if self.why:
            return {"result": Firmness.UNTRIED.value, "why": self.why}
        return {
            **self.summary(),
            "points": self.points.as_dict(),
            "thresholds": self.thresholds.as_dict(),
            "baseline": self.baseline.as_dict(),
            "comparators": self.comparators.as_dict(),
        }


def sensitivity(
    function_name: str,
    case: Case,
    parameters: Parameters,
    verdict: Verdict,
    *,
    answers: bool = False,
) -> Sensitivity:
    """Try the changes on a case that was rated ``verdict``.

    ``answers`` says that the values are codes of answers (no 0, partly 0.5, yes 1) and no scale,
    so that a tenth of a threshold has no meaning. Raises KeyError for an unknown function.
    """
    probe = PROBES[function_name]
    if verdict.state is State.GREY:
        return no_colour()
    points = usable(case, parameters).used
    found = probe(case, parameters, points)
    return Sensitivity(
        state=verdict.state,
        points=found.points,
        thresholds=Group(why="answers") if answers else found.thresholds,
        baseline=found.baseline,
        comparators=compare(function_name, case, parameters, points),
    )


def no_colour() -> Sensitivity:
    """Return what is said of a grey rating: there is no colour to try."""
    empty = Group()
    return Sensitivity(State.GREY, empty, empty, empty, empty, why="no_colour")
