"""The rating function ``ratification``: an instrument and a group of states.

It judges a group of states by coverage, by a target when one was set, and otherwise
by the pace of new parties since the baseline compared with the pace before it. An instrument that
opened at or after the baseline has no earlier pace: new parties are then yellow
(``new_instrument``), or green (``entered_into_force``) when the number that its entry into force
requires is known (parameter ``needed_for_force``) and has been reached since the baseline.
An older instrument whose earlier numbers are not known is yellow too (``earlier_pace_unknown``).
"""

from dataclasses import dataclass, replace
from typing import Any

from milepost.measure.case import Case, Parameters, usable
from milepost.measure.parties import StepSeries
from milepost.measure.path import Path, decide
from milepost.measure.rate_path import outcome_steps, path_numbers, path_of
from milepost.measure.rounding import tidy
from milepost.measure.series import Point, Selection
from milepost.measure.states import Flag, Reason, State
from milepost.measure.trail import (
    finish,
    input_steps,
    is_stale,
    label,
    parameter_steps,
    promise_step,
)
from milepost.measure.verdict import Step, Verdict

RATIFICATION_DEFAULTS: dict[str, Any] = {
    "eligible": None,
    "universal_share": 0.95,
    "pace_ratio_green": 1.0,
    "reference_years": 10.0,
    "shortest_reference": 1.0,
    "target_share": None,
    "opened": None,
    "needed_for_force": None,
    "known_until": None,
    "counted_from": None,
    "stale_after": 3.0,
    "unusable_after": 4.0,
    "on_track": 0.95,
    "acceleration": 0.60,
}

COLOURS: dict[str, tuple[State, Reason | None]] = {
    "no_data": (State.GREY, Reason.NO_DATA),
    "no_eligible_states": (State.GREY, Reason.NOT_APPLICABLE),
    "no_baseline": (State.GREY, Reason.NO_BASELINE),
    "no_time_since_baseline": (State.GREY, Reason.TOO_FEW_POINTS),
    "near_universal": (State.GREEN, None),
    "losing_parties": (State.RED, None),
    "no_new_parties": (State.RED, None),
    "pace_kept_or_faster": (State.GREEN, None),
    "slower_than_before": (State.YELLOW, None),
    "entered_into_force": (State.GREEN, None),
    "new_instrument": (State.YELLOW, None),
    "earlier_pace_unknown": (State.YELLOW, None),
    "list_too_old": (State.GREY, Reason.STALE),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts that the rule for ratification compares; moments are decimal years."""

    eligible: int
    now: float
    parties: float
    baseline: float | None
    at_baseline: float
    reference_start: float
    at_reference_start: float
    has_reference: bool
    is_young: bool
    universal_share: float
    pace_ratio_green: float
    needed_for_force: float | None

    @property
    def coverage(self) -> float:
        """Parties as a share of the eligible states."""
        return tidy(self.parties / self.eligible)

    @property
    def new(self) -> float:
        """Net new parties since the baseline."""
        return self.parties - self.at_baseline

    @property
    def pace(self) -> float | None:
        """Net new parties a year since the baseline."""
        if self.baseline is None or self.now <= self.baseline:
            return None
        return tidy(self.new / (self.now - self.baseline))

    @property
    def reference_pace(self) -> float | None:
        """Net new parties a year in the reference years before the baseline."""
        if self.baseline is None or not self.has_reference:
            return None
        years = self.baseline - self.reference_start
        return tidy((self.at_baseline - self.at_reference_start) / years)


def count(case: Case, parameters: Parameters, points: tuple[Point, ...]) -> Counts:
    """Count the parties now, at the baseline and at the start of the reference years."""
    series = StepSeries(points)
    known_until = parameters.get("known_until")
    now = case.as_of if known_until is None else min(case.as_of, float(known_until))
    baseline = case.baseline
    opened, counted_from = parameters.get("opened"), parameters.get("counted_from")
    start = float(opened) if opened is not None else points[0].when
    first_count = start if counted_from is None else max(start, float(counted_from))
    at_baseline, reference_start = 0.0, first_count
    if baseline is not None:
        years = float(parameters.get("reference_years", 10.0))
        reference_start = max(first_count, baseline - years)
        at_baseline = series.at(baseline)
        if case.baseline_value is not None and not series.covers(baseline):
            at_baseline = case.baseline_value
    shortest = float(parameters.get("shortest_reference", 1.0))
    years_before = None if baseline is None else tidy(baseline - reference_start)
    needed = parameters.get("needed_for_force")
    return Counts(
        eligible=int(parameters["eligible"]),
        now=now,
        parties=series.at(now),
        baseline=baseline,
        at_baseline=at_baseline,
        reference_start=reference_start,
        at_reference_start=series.at(reference_start),
        has_reference=years_before is not None and years_before >= shortest and years_before > 0,
        is_young=baseline is not None and tidy(baseline - start) < shortest,
        universal_share=float(parameters.get("universal_share", 0.95)),
        pace_ratio_green=float(parameters.get("pace_ratio_green", 1.0)),
        needed_for_force=None if needed is None else float(needed),
    )


def status_of(counts: Counts) -> str:
    """Classify the counts when no target was set; the first rule that applies decides."""
    if counts.coverage >= counts.universal_share:
        return "near_universal"
    if counts.baseline is None:
        return "no_baseline"
    pace, reference = counts.pace, counts.reference_pace
    if pace is None:
        return "no_time_since_baseline"
    if counts.new <= 0:
        return "losing_parties" if counts.new < 0 else "no_new_parties"
    if reference is None and not counts.is_young:
        return "earlier_pace_unknown"
    if reference is None:
        in_force = counts.needed_for_force is not None and counts.parties >= counts.needed_for_force
        return "entered_into_force" if in_force else "new_instrument"
    if pace >= tidy(counts.pace_ratio_green * reference):
        return "pace_kept_or_faster"
    return "slower_than_before"


def ratification(case: Case, parameters: Parameters) -> Verdict:
    """Rate the adoption of an instrument by a group of states.

    ``case.points`` is a step series of the number of parties (see ``parties.party_series``).
    Parameters: ``eligible`` (number of states that may become parties), ``universal_share``,
    ``pace_ratio_green``, ``reference_years``, ``shortest_reference`` (years), ``target_share``,
    ``opened`` (decimal year of opening; by default the first point, whose parties then do not
    count as new in the reference years), ``needed_for_force``, ``known_until`` (decimal year up
    to which the list of parties is complete; default ``as_of``), ``counted_from`` (decimal year
    from which the number of parties is known; default the opening), ``unusable_after`` (years
    after which a list is too old to say anything of the day of the view).
    """
    selection = usable(case, parameters)
    steps = input_steps(selection)
    steps += parameter_steps(parameters, RATIFICATION_DEFAULTS)
    steps.append(promise_step(case))
    if not selection.used:
        return _close("no_data", steps, None)
    eligible = parameters.get("eligible")
    if not eligible or eligible < 0:
        return _close("no_eligible_states", steps, selection.used[-1])
    counts = count(case, parameters, selection.used)
    steps += _count_steps(counts)
    age, limit = tidy(case.as_of - counts.now), parameters.get("unusable_after", 4.0)
    if is_stale(Point(counts.now, 0.0, "known until"), case.as_of, limit):
        steps.append(Step("level.too_old", {"age": age, "limit": limit}))
        numbers = _numbers(counts)
        return _close("list_too_old", steps, _now_point(selection, counts), (), numbers)
    aimed = with_target(case, parameters)
    if aims_at_target(aimed, counts):
        return _against_target(aimed, parameters, selection, counts, steps)
    status = status_of(counts)
    flags = _flags(case, parameters, selection, counts)
    if _hangs_on_one(aimed, parameters, selection, COLOURS[status][0]):
        flags = (*flags, Flag.VOLATILE)
    return _close(status, steps, _now_point(selection, counts), flags, _numbers(counts))


def with_target(case: Case, parameters: Parameters) -> Case:
    """Return the case with its target as a number of parties (from ``target_share`` if need be)."""
    share = parameters.get("target_share")
    if case.target is not None or share is None:
        return case
    return replace(case, target=tidy(float(share) * int(parameters["eligible"])))


def aims_at_target(case: Case, counts: Counts) -> bool:
    """Whether the rule compares with a target: it is dated, and adoption is not near universal."""
    dated = case.deadline is not None and case.baseline is not None
    return case.target is not None and dated and counts.coverage < counts.universal_share


def _close(
    status: str,
    steps: list[Step],
    last: Point | None,
    flags: tuple[Flag, ...] = (),
    numbers: dict[str, float | str | None] | None = None,
) -> Verdict:
    state, reason = COLOURS[status]
    return finish(state, status, reason, steps=steps, last=last, flags=flags, numbers=numbers)


def _now_point(selection: Selection, counts: Counts) -> Point:
    earlier = [point for point in selection.used if point.when <= counts.now]
    last = earlier[-1] if earlier else selection.used[0]
    return Point(last.when, counts.parties, label(last))


def _against_target(
    case: Case, parameters: Parameters, selection: Selection, counts: Counts, steps: list[Step]
) -> Verdict:
    """Judge the share of the gap closed; the count of a moment is the step series at it."""
    path = step_path(case, parameters, selection, counts)
    outcome = decide(path)
    steps += outcome_steps(path, outcome)
    flags = _flags(case, parameters, selection, counts)
    if _hangs_on_one(case, parameters, selection, outcome.state):
        flags = (*flags, Flag.VOLATILE)
    numbers = {**_numbers(counts), **path_numbers(path, outcome)}
    return finish(
        outcome.state,
        outcome.status,
        outcome.reason,
        steps=steps,
        last=_now_point(selection, counts),
        flags=flags,
        numbers=numbers,
    )


def step_path(case: Case, parameters: Parameters, selection: Selection, counts: Counts) -> Path:
    """Read a step series at the moments that the decision procedure compares."""
    series = StepSeries(selection.used)
    baseline, deadline = case.baseline or 0.0, case.deadline or 0.0
    points = [Point(baseline, counts.at_baseline, "baseline")]
    if baseline < deadline < counts.now:
        points.append(Point(deadline, series.at(deadline), "deadline"))
        points += [p for p in selection.used if deadline < p.when < counts.now]
    if counts.now > baseline:
        points.append(Point(counts.now, counts.parties, "as of"))
    return replace(path_of(case, parameters, tuple(points)), baseline_value=None)


def decide_adoption(
    case: Case, parameters: Parameters, points: tuple[Point, ...]
) -> tuple[State, str, Reason | None]:
    """Return state, status and reason for the sorted ``points`` of a case ``with_target``."""
    counts = count(case, parameters, points)
    if aims_at_target(case, counts):
        outcome = decide(step_path(case, parameters, Selection(points, ()), counts))
        return outcome.state, outcome.status, outcome.reason
    status = status_of(counts)
    return (COLOURS[status][0], status, COLOURS[status][1])


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps of one kind in a step series: states that joined, or that left, in one stretch.

    ``first`` and ``last`` are the points of the first and the last of these steps, ``number``
    how many states took one, ``joined`` whether they came or went. Undoing any one of them
    changes the counts that are compared in the same way.
    """

    joined: bool
    first: Point
    last: Point
    number: int


def stretches(case: Case, counts: Counts, points: tuple[Point, ...]) -> list[Steps]:
    """Group the steps of a step series up to now by what undoing one of them would change."""
    bounds = [counts.reference_start, counts.baseline or 0.0] if counts.baseline else []
    if case.deadline is not None:
        bounds.append(case.deadline)
    found: dict[tuple[bool, float], Steps] = {}
    before = 0.0
    for point in points:
        change, before = point.value - before, point.value
        if not change or point.when > counts.now:
            continue
        late = case.deadline is not None and point.when > case.deadline
        stretch = point.when if late else float(sum(point.when > bound for bound in bounds))
        key = (change > 0, stretch)
        known = found.get(key)
        number = (known.number if known else 0) + round(abs(change))
        found[key] = Steps(change > 0, known.first if known else point, point, number)
    return list(found.values())


def left_out(
    case: Case, parameters: Parameters, points: tuple[Point, ...]
) -> list[tuple[Steps, tuple[State, str, Reason | None]]]:
    """Return the steps of a series, each kind with the answer if one of its states had not moved.

    ``case`` is a case ``with_target``. The counts from that step on are one lower where a state
    had joined, and one higher where it had left.
    """
    counts = count(case, parameters, points)
    found = []
    for steps in stretches(case, counts, points):
        change = -1 if steps.joined else 1
        moved = tuple(
            replace(p, value=max(0.0, p.value + change)) if p.when >= steps.last.when else p
            for p in points
        )
        found.append((steps, decide_adoption(case, parameters, moved)))
    return found


def _hangs_on_one(case: Case, parameters: Parameters, selection: Selection, state: State) -> bool:
    """Whether another colour would be given if one state had not joined, or not left."""
    if state is State.GREY:
        return False
    answers = left_out(case, parameters, selection.used)
    return any(other not in (State.GREY, state) for _steps, (other, _status, _why) in answers)


def _flags(
    case: Case, parameters: Parameters, selection: Selection, counts: Counts
) -> tuple[Flag, ...]:
    flags = []
    points = tuple(p for p in selection.used if p.when <= counts.now)
    since = case.baseline if case.baseline is not None else counts.now
    if len(points) > 1 and points[-1].when > since and points[-1].value < points[-2].value:
        flags.append(Flag.SLIPPING)
    known = Point(counts.now, 0.0, "known until")
    if is_stale(known, case.as_of, parameters.get("stale_after", 3.0)):
        flags.append(Flag.STALE)
    return tuple(flags)


def _count_steps(counts: Counts) -> list[Step]:
    steps = [
        Step(
            "parties.now",
            {
                "when": tidy(counts.now),
                "parties": counts.parties,
                "eligible": counts.eligible,
                "coverage": counts.coverage,
                "universal_share": counts.universal_share,
            },
        )
    ]
    if counts.baseline is not None:
        steps.append(
            Step(
                "parties.since_baseline",
                {
                    "baseline": tidy(counts.baseline),
                    "parties_at_baseline": counts.at_baseline,
                    "new": counts.new,
                    "pace": counts.pace,
                },
            )
        )
        code = "parties.reference" if counts.has_reference else "parties.no_reference"
        steps.append(
            Step(
                code,
                {
                    "start": tidy(counts.reference_start),
                    "parties_at_start": counts.at_reference_start,
                    "pace": counts.reference_pace,
                    "pace_ratio_green": counts.pace_ratio_green,
                },
            )
        )
    return steps


def _numbers(counts: Counts) -> dict[str, float | str | None]:
    return {
        "parties": int(counts.parties),
        "eligible": counts.eligible,
        "coverage": counts.coverage,
        "parties_at_baseline": int(counts.at_baseline) if counts.baseline is not None else None,
        "new_since_baseline": int(counts.new) if counts.baseline is not None else None,
        "pace": counts.pace,
        "reference_pace": counts.reference_pace,
        "majority_year": majority_year(counts),
    }


def majority_year(counts: Counts) -> float | None:
    """Return when half the eligible states would be parties at the pace since the baseline.

    None when half have been reached already, or the pace leads nowhere.
    """
    half = counts.eligible / 2
    if counts.pace is None or counts.pace <= 0 or counts.parties >= half:
        return None
    return counts.now + (half - counts.parties) / counts.pace
