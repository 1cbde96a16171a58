"""The time until states ratify: Kaplan-Meier's estimate, with censoring and late entry.

``times`` run from the opening of the instrument (or from statehood, when later) to consent, or to
the cut-off for a state that has not consented; ``events`` are 1 for consent and 0 for a state that
had not consented when it was last seen. ``entries`` (optional) are the times at which states come
under observation: a state that came into being late is at risk from then on only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, log, sqrt

from milepost.measure.rounding import tidy
from milepost.measure.working import Line, SetAside, Working, method, nothing, worked

DAYS_IN_YEAR = 365.25
NORMAL_95 = 1.959963984540054
YEARS_SHOWN = (2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Step:
    """The curve from a time with consents on; ``greenwood`` is Σ d / (n (n - d))."""

    time: float
    at_risk: int
    consents: int
    share: float
    greenwood: float

    @property
    def error(self) -> float | None:
        """Greenwood's standard error ``S √Σ d / (n (n - d))``, None once S is zero."""
        return self.share * sqrt(self.greenwood) if self.share > 0 else None

    @property
    def interval(self) -> tuple[float | None, float | None]:
        """The log-log interval of 95 %: ``S^exp(±z √greenwood / ln S)``, within 0 to 1."""
        if not 0 < self.share < 1:
            return None, None
        half = NORMAL_95 * sqrt(self.greenwood) / abs(log(self.share))
        return self.share ** exp(half), self.share ** exp(-half)


START = Step(0.0, 0, 0, 1.0, 0.0)


def curve(
    times: Sequence[float], events: Sequence[int], entries: Sequence[float] | None = None
) -> tuple[list[Step], list[SetAside]]:
    """Return the steps of the curve in order, and the states that were never at risk.

    Raises ValueError when the lists differ in length or an event is neither 0 nor 1.
    """
    if any(event not in (0, 1) for event in events):
        msg = "an event is 1 for consent or 0 for none so far"
        raise ValueError(msg)
    starts = entries if entries is not None else [-1.0] * len(times)
    states, aside = [], []
    for place, (start, time, event) in enumerate(zip(starts, times, events, strict=True)):
        if start >= time:
            aside.append(SetAside(f"times[{place}]", time, "never_at_risk"))
        else:
            states.append((start, time, event))
    steps: list[Step] = []
    share, greenwood = 1.0, 0.0
    for moment in sorted({time for _, time, event in states if event}):
        at_risk = sum(1 for start, time, _ in states if start < moment <= time)
        consents = sum(1 for _, time, event in states if time == moment and event)
        share *= 1 - consents / at_risk
        if at_risk > consents:
            greenwood += consents / (at_risk * (at_risk - consents))
        steps.append(Step(moment, at_risk, consents, share, greenwood))
    return steps, aside


def _standing(steps: Sequence[Step], at: float) -> Step:
    """Return the last step up to a time; before the first the share is one."""
    return next((step for step in reversed(steps) if step.time <= at), START)


def _lines(steps: Sequence[Step]) -> list[Line]:
    return [
        Line(
            "share_not_yet",
            step.share,
            f"previous × (1 - {step.consents} / {step.at_risk})",
            at=f"{step.time:g}",
        )
        for step in steps
    ]


@method("adoption.kaplan_meier")
def kaplan_meier(
    times: Sequence[float],
    events: Sequence[int],
    entries: Sequence[float] | None = None,
) -> Working:
    """Return the share of states that have not consented after each time with a consent.

    ``S(t) = Π (1 - d_i / n_i)`` with d_i consents among the n_i states at risk; a state censored at
    a time of a consent is still at risk there. ``adopted`` is 1 - S, ``se`` Greenwood's error,
    ``lower`` and ``upper`` the log-log interval of 95 %. ``median`` is the first time with S at
    most one half, None when the curve stays above: states that will never consent make a plateau.
    Keys of the maps are the times as text. Raises ValueError for lists of different length.

    Source: Kaplan and Meier (1958); 6-MP data reproduced with NAG's figures [read].
    """
    steps, aside = curve(times, events, entries)
    median = next((step.time for step in steps if tidy(step.share) <= 0.5), None)

    intervals = {str(step.time): step.interval for step in steps}
    return worked(
        {
            "S": {str(step.time): step.share for step in steps},
            "median": median,
            "se": {str(step.time): step.error for step in steps},
            "lower": {time: ends[0] for time, ends in intervals.items()},
            "upper": {time: ends[1] for time, ends in intervals.items()},
            "adopted": {str(step.time): 1 - step.share for step in steps},
        },
        Line("states_watched", len(times) - len(aside)),
        *_lines(steps),
        Line("median_time", median, "min{t: share_not_yet ≤ 1/2}"),
        aside=aside,
        caveats=("median_not_reached",) if median is None else (),
    )


@method("adoption.kaplan_meier_se")
def kaplan_meier_se(
    times: Sequence[float],
    events: Sequence[int],
    at: float,
    entries: Sequence[float] | None = None,
) -> Working:
    """Return S at a time with Greenwood's standard error and the log-log interval of 95 %.

    The error is None once S is zero, the interval also while S is one. A time beyond the last
    state seen keeps the last S, with a caveat. Errors as for the curve.

    Source: Greenwood (1926), Kalbfleisch and Prentice (1980); NAG's figures reproduced [read].
    """
    steps, aside = curve(times, events, entries)
    step = _standing(steps, at)
    lower, upper = step.interval
    return worked(
        {"S": step.share, "se": step.error, "lower": lower, "upper": upper},
        *_lines([item for item in steps if item.time <= at]),
        Line("greenwood_sum", step.greenwood, "Σ d / (n × (n - d))"),
        Line("standard_error", step.error, "S × √greenwood_sum"),
        Line("interval_lower", lower, "S^exp(1.96 × √greenwood_sum / |ln S|)"),
        Line("interval_upper", upper, "S^exp(-1.96 × √greenwood_sum / |ln S|)"),
        aside=aside,
        caveats=("beyond_observation",) if times and at > max(times) else (),
    )


@method("adoption.share_adopted")
def share_adopted(
    times: Sequence[float],
    events: Sequence[int],
    at: Sequence[float] = YEARS_SHOWN,
    entries: Sequence[float] | None = None,
) -> Working:
    """Return the share of states that had adopted after 2, 5 and 10 years, with its interval.

    ``1 - S(t)`` with the log-log interval of 95 %. A time that no state was watched to gives None
    unless every state has consented by then. So instruments of different age can be compared.

    Source: Kaplan and Meier (1958), Kalbfleisch and Prentice (1980) [known].
    """
    steps, aside = curve(times, events, entries)
    last_seen = max(times, default=0.0)
    shares: dict[str, float | None] = {}
    lower: dict[str, float | None] = {}
    upper: dict[str, float | None] = {}
    for moment in at:
        step, key = _standing(steps, moment), f"{moment:g}"
        seen = bool(times) and (moment <= last_seen or step.share == 0)
        low, high = step.interval
        shares[key] = 1 - step.share if seen else None
        lower[key] = 1 - high if seen and high is not None else None
        upper[key] = 1 - low if seen and low is not None else None
    return worked(
        {"adopted": shares, "lower": lower, "upper": upper},
        Line("states_watched", len(times) - len(aside)),
        *[Line("share_adopted", value, "1 - S(t)", at=key) for key, value in shares.items()],
        aside=aside,
        caveats=("beyond_observation",) if None in shares.values() else (),
    )


@method("adoption.observation")
def observation(
    opened: str,
    cutoff: str,
    *,
    consent: str | None = None,
    statehood: str | None = None,
) -> Working:
    """Return one state's time, event and entry for the curve, from its dates (ISO days).

    The clock starts at the opening or at statehood, whichever is later; ``time`` runs to consent
    (``event`` 1) or to the cut-off (``event`` 0), in years of 365.25 days. A consent after the
    cut-off has not come yet. A state that is not there at the cut-off, or a consent before the
    start, gives nothing. Raises ValueError for a text that is no day.

    Source: Milepost; late entry after Kalbfleisch and Prentice (1980) [known].
    """
    start = max(date.fromisoformat(day) for day in (opened, statehood) if day)
    end, event = date.fromisoformat(cutoff), 0
    if consent is not None and date.fromisoformat(consent) <= end:
        end, event = date.fromisoformat(consent), 1
    years = (end - start).days / DAYS_IN_YEAR
    if years < 0:
        return nothing(("time", "event"), "dated_before_start")
    return worked(
        {"time": years, "event": event},
        Line("clock_start", start.isoformat(), "max(opened, statehood)"),
        Line("clock_end", end.isoformat(), "min(consent, cutoff)"),
        Line("years_to_consent", years, "(clock_end - clock_start) / 365.25"),
    )
