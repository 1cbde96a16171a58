"""The decision procedure: share of the gap closed over share of the time used.

With a baseline (y0, t0), the latest value (y, t) and a target T to be reached at tT::

    gap_share  = (y - y0) / (T - y0)
    time_share = (t - t0) / (tT - t0)
    ratio      = gap_share / time_share

The ratio equals the share of the needed change that will have been made at the deadline if the
average pace since the baseline holds. It is defined for zero and negative values and targets.
Thresholds follow Eurostat's monitoring of the SDGs (0.95 and 0.60).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from milepost.measure.rounding import tidy
from milepost.measure.series import Point, on_axis_of
from milepost.measure.states import Reason, State

DEFAULTS: dict[str, float] = {
    "on_track": 0.95,
    "acceleration": 0.60,
    "baseline_tolerance": 2.0,
    "stale_after": 3.0,
    "evidence_after": 2.0,
}

VERDICTS: dict[str, tuple[State, Reason | None]] = {
    "no_data": (State.GREY, Reason.NO_DATA),
    "no_target": (State.GREY, Reason.NOT_APPLICABLE),
    "met_on_time": (State.GREEN, None),
    "met_late": (State.YELLOW, None),
    "deadline_passed_no_evidence": (State.GREY, Reason.DEADLINE_PASSED_NO_EVIDENCE),
    "missed": (State.RED, None),
    "met": (State.GREEN, None),
    "met_at_baseline": (State.GREEN, None),
    "no_baseline": (State.GREY, Reason.NO_BASELINE),
    "insufficient_points": (State.GREY, Reason.TOO_FEW_POINTS),
    "lost_after_being_met": (State.RED, None),
    "no_deadline": (State.GREY, Reason.NOT_APPLICABLE),
    "on_track": (State.GREEN, None),
    "acceleration_needed": (State.YELLOW, None),
    "limited": (State.RED, None),
    "regressing": (State.RED, None),
}

MET_STATUSES = frozenset({"met", "met_at_baseline", "met_on_time", "met_late"})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The parameters of the procedure; years for the last three."""

    on_track: float = 0.95
    acceleration: float = 0.60
    baseline_tolerance: float = 2.0
    evidence_after: float = 2.0

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> "Thresholds":
        """Read the thresholds from the parameters of a rule, with the defaults above."""
        return cls(
            *(
                float(parameters.get(name, DEFAULTS[name]))
                for name in ("on_track", "acceleration", "baseline_tolerance", "evidence_after")
            )
        )


@dataclass(frozen=True, slots=True)
class Path:
    """A question to the procedure; ``points`` are sorted by time, one a moment."""

    points: tuple[Point, ...]
    direction: int
    baseline: float | None
    baseline_value: float | None
    target: float | None
    deadline: float | None
    as_of: float
    thresholds: Thresholds = Thresholds()

    def meets(self, value: float) -> bool:
        """Whether a value meets the target, floating-point noise aside."""
        if self.target is None:
            return False
        if self.direction * value >= self.direction * self.target:
            return True
        return tidy(value) == tidy(self.target)

    def without(self, point: Point) -> "Path":
        """Return the same question with one point less."""
        return replace(self, points=tuple(p for p in self.points if p is not point))


@dataclass(slots=True)
class Outcome:
    """The answer: a status of ``VERDICTS`` and what it rests on."""

    status: str
    base: Point | None = None
    last: Point | None = None
    decisive: Point | None = None
    at_deadline: Point | None = None
    gap_share: float | None = None
    time_share: float | None = None
    ratio: float | None = None

    @property
    def state(self) -> State:
        """The colour, or grey."""
        return VERDICTS[self.status][0]

    @property
    def reason(self) -> Reason | None:
        """Why it is grey."""
        return VERDICTS[self.status][1]


def find_baseline(path: Path) -> Point | None:
    """Return the point nearest the baseline moment within the tolerance; the later wins a tie.

    A stated baseline value is taken as it stands, at the baseline moment.
    """
    if path.baseline is None:
        return None
    if path.baseline_value is not None:
        when = on_axis_of(path.points[-1], path.baseline) if path.points else path.baseline
        return Point(when, path.baseline_value)
    best: Point | None = None
    nearest = tidy(path.thresholds.baseline_tolerance)
    earliest, latest = path.baseline - nearest - 1.0, path.baseline + nearest + 1.0
    for point in path.points:
        if not earliest <= point.when <= latest:
            continue  # too far on any axis: spares the exact comparison
        distance = tidy(abs(point.when - on_axis_of(point, path.baseline)))
        if distance <= nearest:
            best, nearest = point, distance
    return best


def decide(path: Path) -> Outcome:
    """Run the ordered procedure; the first rule that applies gives the status."""
    if not path.points:
        return Outcome("no_data")
    last = path.points[-1]
    if path.target is None:
        return Outcome("no_target", last=last)
    if path.deadline is not None and is_due(path, last):
        return _after_deadline(path, path.deadline, last)
    base = find_baseline(path)
    if path.meets(last.value):
        held = base is not None and path.meets(base.value)
        return Outcome("met_at_baseline" if held else "met", base, last, last)
    if base is None:
        return Outcome("no_baseline", last=last)
    if last.when <= base.when:
        return Outcome("insufficient_points", base, last)
    if path.meets(base.value):
        return Outcome("lost_after_being_met", base, last, last)
    if path.deadline is None:
        return Outcome("no_deadline", base, last)
    return _by_ratio(path, path.deadline, base, last)


def is_due(path: Path, last: Point) -> bool:
    """Whether the deadline has passed, or the data reach it."""
    deadline = path.deadline
    return deadline is not None and (
        path.as_of > deadline or last.when >= on_axis_of(last, deadline)
    )


def _after_deadline(path: Path, deadline: float, last: Point) -> Outcome:
    """Judge what was reached by the deadline, and later."""
    base = find_baseline(path)
    at_deadline: Point | None = None
    late: Point | None = None
    for point in path.points:
        if point.when <= deadline:
            at_deadline = point
        elif late is None and path.meets(point.value):
            late = point
    if at_deadline is not None and path.meets(at_deadline.value):
        return Outcome("met_on_time", base, last, at_deadline, at_deadline)
    if late is not None:
        return Outcome("met_late", base, last, late, at_deadline)
    if tidy(last.when) < tidy(on_axis_of(last, deadline) - path.thresholds.evidence_after):
        return Outcome("deadline_passed_no_evidence", base, last, last)
    decisive = at_deadline or last
    outcome = Outcome("missed", base, last, decisive, at_deadline)
    if base is not None and not path.meets(base.value):
        outcome.gap_share = gap_share(base.value, decisive.value, path.target)
        outcome.ratio = outcome.gap_share
        outcome.time_share = 1.0
    return outcome


def _by_ratio(path: Path, deadline: float, base: Point, last: Point) -> Outcome:
    outcome = Outcome("", base, last, last)
    outcome.gap_share = gap_share(base.value, last.value, path.target)
    end = on_axis_of(last, deadline)
    outcome.time_share = tidy((last.when - base.when) / (end - base.when))
    outcome.ratio = tidy(outcome.gap_share / outcome.time_share)
    outcome.status = status_of_ratio(outcome.ratio, path.thresholds)
    return outcome


def gap_share(base: float, value: float, target: float | None) -> float:
    """Return the share of the way from ``base`` to ``target`` that ``value`` has gone."""
    start = tidy(base)
    return tidy((tidy(value) - start) / (tidy(target or 0.0) - start))


def status_of_ratio(ratio: float, thresholds: Thresholds) -> str:
    """Classify a ratio of gap closed to time used; both cut-offs belong to the better side."""
    if ratio >= thresholds.on_track:
        return "on_track"
    if ratio >= thresholds.acceleration:
        return "acceleration_needed"
    return "limited" if ratio >= 0 else "regressing"


def left_out(path: Path, outcome: Outcome) -> list[tuple[Point, Outcome]]:
    """Return the points whose absence may change the answer, each with the answer without it.

    These are the points that the procedure looks at: the baseline, the latest, the one at the
    deadline and the one that decided. Leaving out any other point changes nothing but the number
    of points. A baseline value that is stated is not a point of the series.
    """
    looked_at = (outcome.base, outcome.last, outcome.decisive, outcome.at_deadline)
    found = []
    for point in {id(p): p for p in looked_at if p}.values():
        shorter = path.without(point)
        if len(shorter.points) < len(path.points):
            found.append((point, decide(shorter)))
    return found


def is_volatile(path: Path, outcome: Outcome) -> bool:
    """Whether dropping any one point changes the colour to another colour.

    A fall to grey does not count: it says that the evidence is thin, which the number of points
    says already.
    """
    if outcome.state is State.GREY:
        return False
    states = (without.state for _point, without in left_out(path, outcome))
    return any(state not in (State.GREY, outcome.state) for state in states)
