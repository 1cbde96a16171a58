"""The rating function ``commitment_ladder``: how far one state has committed itself."""

from typing import Any

from milepost.measure.case import Case, Parameters, usable
from milepost.measure.series import Point
from milepost.measure.states import Flag, Reason, State
from milepost.measure.trail import finish, input_steps, label, parameter_steps
from milepost.measure.verdict import Step, Verdict

PARTY, SIGNED = 1.0, 0.5
LADDER_DEFAULTS: dict[str, Any] = {"stage_green": PARTY, "stage_yellow": SIGNED}


def commitment_ladder(case: Case, parameters: Parameters) -> Verdict:
    """Rate how far one state has committed itself to an instrument.

    Points: 1 from the day on which it is a party, 0.5 from a signature, 0 from a day on which it is
    known not to be a party. A record of 0 does not undo a signature; after a 1 it is a
    denunciation. Parameters: ``stage_green`` (1) and ``stage_yellow`` (0.5), the least stage for
    the colour.
    """
    selection = usable(case, parameters)
    steps = input_steps(selection)
    steps += parameter_steps(parameters, LADDER_DEFAULTS)
    if not selection.used:
        return finish(State.GREY, "no_data", Reason.NO_DATA, steps=steps, last=None)
    stage, since, was_party = climb(selection.used)
    steps.append(
        Step("ladder.stage", {"stage": stage, "since": label(since), "was_party": was_party})
    )
    state, status = colour_of_stage(stage, parameters, was_party=was_party)
    return finish(
        state,
        status,
        None,
        steps=steps,
        last=Point(since.when, stage, label(since)),
        flags=(Flag.SLIPPING,) if status == "denounced" else (),
        numbers={"stage": stage, "since": label(since)},
    )


def colour_of_stage(stage: float, parameters: Parameters, *, was_party: bool) -> tuple[State, str]:
    """Return the colour and status of a stage; one who left is red whatever was signed since."""
    if was_party and stage < PARTY:
        return State.RED, "denounced"
    status = "not_a_party" if stage <= 0 else "signed" if stage < PARTY else "party"
    for state, name in ((State.GREEN, "stage_green"), (State.YELLOW, "stage_yellow")):
        if stage >= float(parameters.get(name, LADDER_DEFAULTS[name])):
            return state, status
    return State.RED, status


def climb(points: tuple[Point, ...]) -> tuple[float, Point, bool]:
    """Return the stage that a state has reached, the point since when, and if it was a party.

    ``points`` are sorted by time and not empty.
    """
    stage, since, was_party = 0.0, points[0], False
    for point in points:
        if point.value <= 0 and 0 < stage < PARTY and not was_party:
            continue  # being outside says nothing about a signature
        reached = min(max(point.value, 0.0), PARTY)
        was_party = was_party or reached >= PARTY
        if reached != stage:
            stage, since = reached, point
    return stage, since, was_party
