"""The states of a rating, why it may be grey, and the flags beside its colour."""

from enum import StrEnum


class State(StrEnum):
    """What a rating says. Grey is not a colour: it says that nothing can be said, and why."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


class Reason(StrEnum):
    """Why a rating is grey."""

    NO_DATA = "no_data"
    NO_BASELINE = "no_baseline"
    TOO_FEW_POINTS = "too_few_points"
    NOT_APPLICABLE = "not_applicable"
    STALE = "stale"
    DEADLINE_PASSED_NO_EVIDENCE = "deadline_passed_no_evidence"
    NO_COLOUR_STATED = "no_colour_stated"
    NOT_ASSESSED = "not_assessed"
    COVERAGE_TOO_LOW = "coverage_too_low"
    SUPPRESSED = "suppressed"


class Flag(StrEnum):
    """A warning shown beside the state; it never changes the state."""

    SLIPPING = "slipping"
    VOLATILE = "volatile"
    CONTESTED = "contested"
    STALE = "stale"
    BREAK_IN_SERIES = "break_in_series"
    NOT_FIRM = "not_firm"


RANK: dict[State, int] = {State.RED: 1, State.YELLOW: 2, State.GREEN: 3}
"""The order of the colours; grey has no rank."""


def is_better(left: State, right: State) -> bool:
    """Whether ``left`` is a better colour than ``right``; false when either is grey."""
    return left in RANK and right in RANK and RANK[left] > RANK[right]
