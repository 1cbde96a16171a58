"""Judged ratings: several people's colours become one, and meet the rule's colour.

The colour of a panel is the cautious median. Where the rule and the panel differ, both are kept;
only a recorded decision with a reason settles it, and until then the more cautious colour is
shown and marked as contested.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from milepost.measure.panel import summarise
from milepost.measure.states import RANK, Reason, State
from milepost.measure.verdict import Plain, Step, Verdict
from milepost.reviews.panel_figures import moves_of, spread_of

PANEL = "cautious_median"
"""The function of rules for judged benchmarks."""
NOT_APPLICABLE = "not_applicable"
COLOURS = {state.value: rank for state, rank in RANK.items()}


@dataclass(frozen=True, slots=True)
class Judged:
    """What the assessments of one benchmark and place come to.

    ``rounds`` is None without a second round, else what the first came to and how many moved.
    """

    state: str
    reason: str | None
    n: int
    distribution: dict[str, int]
    is_contested: bool
    steps: tuple[Step, ...]
    rounds: dict[str, Any] | None = None

    def verdict(self) -> Verdict:
        """Return the panel's colour in the words of a verdict; its steps are kept apart."""
        reason = Reason(self.reason) if self.reason else None
        return Verdict(State(self.state), str(self.reason or "judged"), reason)

    def as_dict(self) -> dict[str, Any]:
        """Return the ``judged`` part of a rating; ``rounds`` only where there was a second."""
        later = {} if self.rounds is None else {"rounds": self.rounds}
        return {
            **later,
            "state": self.state,
            "reason": self.reason,
            "n": self.n,
            "distribution": dict(self.distribution),
            "contested": self.is_contested,
        }


@dataclass(frozen=True, slots=True)
class Combined:
    """The final state of a rating and where it comes from."""

    state: str
    reason: str | None
    status: str
    basis: str
    is_contested: bool
    steps: tuple[Step, ...] = ()


def judge(
    assessments: Sequence[dict[str, Any]], second: dict[str, Any] | None = None
) -> Judged | None:
    """Combine assessments; None when there are none.

    An assessment without a colour is counted under ``none`` and has no say in the median. When
    nobody gives a colour the result is grey: not applicable if somebody says so, otherwise "no
    colour stated". Some saying "not applicable" beside colours makes the result contested.
    ``second`` is the second round of the rating, as in ``rounds.json``: what counts is what is in
    force after it, and both rounds stay in the result.
    """
    if not assessments:
        return None
    found = _judge(assessments)
    if second is None:
        return found
    rounds = _rounds(assessments, second["first"])
    step = Step("panel.second_round", _round_values(rounds))
    return replace(found, rounds=rounds, steps=(*found.steps, step))


def _round_values(rounds: dict[str, Any]) -> dict[str, Plain]:
    counts = {name: rounds[name] for name in ("asked", "moved", "confirmed", "silent")}
    return {"first_state": rounds["first"]["state"], **counts}


def _rounds(assessments: Sequence[dict[str, Any]], first: list[dict[str, Any]]) -> dict[str, Any]:
    spread = spread_of(first)
    before = {name: spread[name] for name in ("state", "n", "distribution", "contested")}
    return {"first": before, **moves_of(first, assessments)}


def _judge(assessments: Sequence[dict[str, Any]]) -> Judged:
    ordered = sorted(assessments, key=lambda item: str(item["id"]))
    ranks = [COLOURS[item["colour"]] for item in ordered if item["colour"] in COLOURS]
    absent = [item for item in ordered if item["colour"] == NOT_APPLICABLE]
    distribution = {
        **{colour: sum(item["colour"] == colour for item in ordered) for colour in COLOURS},
        "none": len(ordered) - len(ranks),
    }
    steps = [Step("panel.assessment", _assessment_values(item)) for item in ordered]
    if not ranks:
        reason = Reason.NOT_APPLICABLE if absent else Reason.NO_COLOUR_STATED
        steps.append(Step("panel.without_colour", {"n": len(ordered), "reason": reason.value}))
        return Judged("grey", reason.value, len(ordered), distribution, False, tuple(steps))
    panel = summarise(ranks)
    is_contested = panel.contested or bool(absent)
    state = panel.state.value
    values: dict[str, Plain] = {
        "n": len(ranks),
        "median": state,
        "modal_share": panel.modal_share,
        "range": panel.range,
        "contested": is_contested,
    }
    steps.append(Step("panel.median", values))
    return Judged(state, None, len(ordered), distribution, is_contested, tuple(steps))


def _assessment_values(item: dict[str, Any]) -> dict[str, Plain]:
    return {
        "id": str(item["id"]),
        "standpoint": item["standpoint"],
        "colour": item["colour"],
        "confidence": item.get("confidence"),
    }


def combine(
    verdict: Verdict | None, judged: Judged | None, decision: dict[str, Any] | None
) -> Combined:
    """Return the final state of a rating.

    In order: a decision; the colour on which rule and panel agree; the only colour there is; the
    more cautious of two colours, contested; otherwise the more telling grey.
    """
    contested = judged is not None and judged.is_contested
    if decision is not None:
        return _decided(verdict, judged, decision, contested)
    ruled = verdict.state.value if verdict else None
    found = judged.state if judged else None
    if verdict and ruled in COLOURS and found in COLOURS:
        return _both(verdict, judged, contested)
    if verdict and ruled in COLOURS:
        return Combined(str(ruled), None, verdict.status, "computed", contested)
    if judged and found in COLOURS:
        return Combined(str(found), None, "judged", "judged", contested)
    return _grey(verdict, judged)


def _both(verdict: Verdict, judged: Judged | None, contested: bool) -> Combined:
    ruled, found = verdict.state.value, judged.state if judged else ""
    if ruled == found:
        return Combined(ruled, None, verdict.status, "computed", contested)
    takes_rule = COLOURS[ruled] < COLOURS[found]
    state = ruled if takes_rule else found
    step = Step("final.contested", {"computed": ruled, "judged": found, "shown": state})
    status, basis = (verdict.status, "computed") if takes_rule else ("judged", "judged")
    return Combined(state, None, status, basis, True, (step,))


def _grey(verdict: Verdict | None, judged: Judged | None) -> Combined:
    if judged and (verdict is None or verdict.reason is Reason.NO_DATA):
        return Combined("grey", judged.reason, str(judged.reason), "judged", False)
    if verdict:
        reason = verdict.reason.value if verdict.reason else None
        return Combined("grey", reason, verdict.status, "computed", False)
    return Combined("grey", Reason.NOT_ASSESSED.value, Reason.NOT_ASSESSED.value, "none", False)


def _decided(
    verdict: Verdict | None, judged: Judged | None, decision: dict[str, Any], contested: bool
) -> Combined:
    state, reason = str(decision["state"]), None
    if state == NOT_APPLICABLE:
        state, reason = State.GREY.value, Reason.NOT_APPLICABLE.value
    elif state == State.GREY.value:
        reason = _reason_for_grey(verdict, judged)
    values: dict[str, Plain] = {
        "state": state,
        "computed": verdict.state.value if verdict else None,
        "judged": judged.state if judged else None,
        "by": decision.get("by"),
        "on": decision.get("on"),
    }
    return Combined(
        state, reason, "decided", "decided", contested, (Step("final.decision", values),)
    )


def _reason_for_grey(verdict: Verdict | None, judged: Judged | None) -> str:
    if verdict and verdict.reason:
        return verdict.reason.value
    if judged and judged.reason:
        return judged.reason
    return Reason.NO_COLOUR_STATED.value


def needs_decision(rating: dict[str, Any]) -> bool:
    """Whether rule and panel give different colours and nobody has decided."""
    computed, judged = rating["computed"], rating["judged"]
    return bool(
        rating["decision"] is None
        and computed
        and judged
        and computed["state"] in COLOURS
        and judged["state"] in COLOURS
        and computed["state"] != judged["state"]
    )
