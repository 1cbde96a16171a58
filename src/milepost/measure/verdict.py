"""What a rating function returns: a state with the steps that led to it."""

from dataclasses import dataclass, field

from milepost.measure.states import Flag, Reason, State

Plain = str | float | int | bool | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the working: a stable code (see ``explanation.STEP_CODES``) and its values."""

    code: str
    values: dict[str, Plain]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of one benchmark in one place, and the working.

    ``status`` is a stable code that says more than the colour (``explanation.STATUS_CODES``);
    ``reason`` is set exactly when the state is grey. ``value`` and ``period`` are the latest value
    used. ``numbers`` are the named figures of the headline, tidy to ten significant digits.
    """

    state: State
    status: str
    reason: Reason | None = None
    value: float | None = None
    period: str = ""
    flags: tuple[Flag, ...] = ()
    steps: tuple[Step, ...] = ()
    numbers: dict[str, float | str | None] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """Return plain JSON values."""
        return {
            "state": self.state.value,
            "status": self.status,
            "reason": self.reason.value if self.reason else None,
            "value": self.value,
            "period": self.period,
            "flags": [flag.value for flag in self.flags],
            "steps": [{"code": step.code, "values": dict(step.values)} for step in self.steps],
            "numbers": dict(self.numbers),
        }
