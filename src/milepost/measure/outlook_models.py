"""The models behind an outlook: scenarios by pace, and chances from three lines.

Nothing here decides what may be said of them; that is :mod:`milepost.measure.outlook`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp, log

from milepost.measure.distributions import t_quantile
from milepost.measure.projection import INTERVAL, Fit, chance
from milepost.measure.rounding import tidy

PHI = 0.9
RECENT_YEARS = 5.0
HELD_OUT = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A series in order of time, one value a year, with its target.

    ``upper`` is where the scale of a share ends (1 or 100), ``lower`` what no value falls below.
    """

    times: tuple[float, ...]
    values: tuple[float, ...]
    target: float
    deadline: float
    sign: int
    upper: float | None = None
    lower: float | None = None

    @property
    def last(self) -> float:
        """The latest value."""
        return self.values[-1]

    @property
    def horizon(self) -> float:
        """Years from the latest value to the deadline."""
        return self.deadline - self.times[-1]

    @property
    def span(self) -> float:
        """Years from the first to the latest value."""
        return self.times[-1] - self.times[0]

    def meets(self, value: float) -> bool:
        """Whether a value meets the target, floating-point noise aside."""
        return tidy(self.sign * value) >= tidy(self.sign * self.target)

    def held(self, value: float) -> float:
        """Keep a forecast on the scale of the values."""
        floor = 0.0 if self.upper is not None else self.lower
        value = value if floor is None else max(floor, value)
        return value if self.upper is None else min(self.upper, value)

    def without(self, place: int) -> "Question":
        """Return the same question with one point less."""
        return replace(
            self,
            times=(*self.times[:place], *self.times[place + 1 :]),
            values=(*self.values[:place], *self.values[place + 1 :]),
        )


def damped_steps(horizon: float) -> float:
    """Return ``Σ phi^k`` for k = 1 … horizon, in closed form so that part years count too."""
    return float(PHI * (1 - PHI**horizon) / (1 - PHI))


def recent_pace(question: Question) -> float:
    """Return the mean change a year over the last five years, or since the point before."""
    start = next(
        place
        for place, time in enumerate(question.times)
        if time >= question.times[-1] - RECENT_YEARS
    )
    start = min(start, len(question.times) - 2)
    return (question.last - question.values[start]) / (question.times[-1] - question.times[start])


def best_pace(question: Question) -> float:
    """Return the change a year between two neighbouring points that was best."""
    points = zip(question.times, question.values, strict=True)
    paces = [
        (late - early) / (after - before) for (before, early), (after, late) in pairwise(points)
    ]
    return max(paces, key=lambda pace: question.sign * pace)


def scenarios(question: Question) -> dict[str, float]:
    """Return the value at the deadline at the recent pace, weakening, and at the best pace."""
    recent = recent_pace(question)
    ends = {
        "recent": question.last + recent * question.horizon,
        "damped": question.last + recent * damped_steps(question.horizon),
        "best": question.last + best_pace(question) * question.horizon,
    }
    return {name: question.held(value) for name, value in ends.items()}


@dataclass(frozen=True, slots=True)
class Forecast:
    """What one model says: value at the deadline, its 80 % interval, chance of the target."""

    value: float
    lower: float
    upper: float
    chance: float


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale on which a line is fitted, and the way back."""

    there: Callable[[float], float]
    back: Callable[[float], float]


STRAIGHT = Scale(lambda value: value, lambda value: value)
LOGARITHM = Scale(log, exp)


def logit(upper: float) -> Scale:
    """Return the scale of shares between 0 and ``upper``."""
    return Scale(
        lambda value: log(value / (upper - value)),
        lambda value: upper / (1 + exp(-value)),
    )


def line(question: Question, scale: Scale) -> Forecast:
    """Fit a line on a scale; raises ValueError where a value is not on it."""
    fit = Fit.of(question.times, [scale.there(value) for value in question.values])
    forecast, error = fit.at(question.deadline)
    half = t_quantile(INTERVAL, fit.n - 2) * error
    goal = scale.there(question.target)
    return Forecast(
        question.held(scale.back(forecast)),
        question.held(scale.back(forecast - half)),
        question.held(scale.back(forecast + half)),
        chance(goal, forecast, error, fit.n - 2, question.sign),
    )


def bent(question: Question) -> Forecast | None:
    """Return the log-linear line, or the logit one of a share; None where a value is not on it.

    A share whose target is an end of its scale has none: no line on that scale ever reaches it.
    """
    limit = question.upper
    values = (*question.values, question.target)
    if min(values) <= 0 or (limit is not None and max(values) >= limit):
        return None
    return line(question, LOGARITHM if limit is None else logit(limit))


def damped(question: Question) -> Forecast:
    """Return the fitted slope carried on from the latest value, weakening by a tenth a year.

    Its error is taken from the straight line, for want of one of its own.
    """
    fit = Fit.of(question.times, question.values)
    _, error = fit.at(question.deadline)
    value = question.last + fit.slope * damped_steps(question.horizon)
    half = t_quantile(INTERVAL, fit.n - 2) * error
    p = chance(question.target, value, error, fit.n - 2, question.sign)
    held = question.held
    return Forecast(held(value), held(value - half), held(value + half), p)


def models(question: Question) -> dict[str, Forecast | None]:
    """Return the three models by name."""
    return {
        "linear": line(question, STRAIGHT),
        "log_linear" if question.upper is None else "logit": bent(question),
        "damped": damped(question),
    }


def backtest(question: Question) -> dict[str, float]:
    """Return how a line through the first two thirds did on the last third.

    ``within`` counts the held-out values inside the 80 % interval; errors are mean absolute ones,
    ``naive_error`` that of the last value used carried on unchanged.
    """
    held = max(HELD_OUT, len(question.times) // 3)
    cut = len(question.times) - held
    fit = Fit.of(question.times[:cut], question.values[:cut])
    later: Sequence[tuple[float, float]] = list(
        zip(question.times[cut:], question.values[cut:], strict=True)
    )
    within, error, naive = 0, 0.0, 0.0
    for time, value in later:
        forecast, sd = fit.at(time)
        within += abs(value - forecast) <= t_quantile(INTERVAL, fit.n - 2) * sd
        error += abs(value - forecast) / held
        naive += abs(value - question.values[cut - 1]) / held
    return {"held_out": held, "within": within, "error": error, "naive_error": naive}
