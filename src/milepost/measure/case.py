"""What a rating function is asked: one benchmark, one place, one moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from milepost.measure.series import Point, Rejected, Selection, select
from milepost.measure.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Case:
    """The points of one benchmark in one place, with what was promised.

    Moments (``baseline``, ``deadline``, ``as_of``) are decimal years. ``direction`` is +1 when more
    is better and -1 when less is better. ``rejected`` are inputs that the caller set aside before
    (values that the source leaves empty); they are repeated in the steps.
    """

    points: tuple[Point, ...]
    direction: int
    baseline: float | None
    baseline_value: float | None
    target: float | None
    deadline: float | None
    as_of: float
    rejected: tuple[Rejected, ...] = ()

    def __post_init__(self) -> None:
        if self.direction not in (1, -1):
            msg = f"direction must be +1 or -1, not {self.direction!r}"
            raise ValueError(msg)


Parameters = Mapping[str, Any]
RatingFunction = Callable[[Case, Parameters], Verdict]


def usable(case: Case, parameters: Parameters) -> Selection:
    """Return the points of a case that a rating function uses, and the others with the reason.

    With the parameter ``reject_future`` false (only for replaying published examples whose years
    are not days) points after ``as_of`` are kept.
    """
    as_of = case.as_of if parameters.get("reject_future", True) else None
    return select(case.points, direction=case.direction, as_of=as_of, rejected=case.rejected)
