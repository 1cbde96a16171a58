"""Adoption of instruments: coverage, entry into force, and time until states ratify."""

import calendar
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from math import sqrt

from milepost.measure.rounding import tidy

DAYS_IN_YEAR = 365.25


def coverage(parties: int, eligible: int) -> dict[str, float | None]:
    """Return parties as a share of the eligible states; None without eligible states."""
    return {"coverage": parties / eligible if eligible else None}


def weighted_coverage(
    weights: Mapping[str, float | None], parties: Collection[str]
) -> dict[str, float | None]:
    """Return the share of the known weight that is in parties, and the states with a weight."""
    known = {place: weight for place, weight in weights.items() if weight is not None}
    whole = sum(known.values())
    covered = sum(weight for place, weight in known.items() if place in set(parties))
    return {
        "coverage": covered / whole if whole else None,
        "weight_known_share_of_states": len(known) / len(weights) if weights else None,
    }


def time_to_n(adopted: str, nth: int, nth_date: str | None) -> dict[str, float | int | None]:
    """Return the time from adoption to the ``nth`` consent; None while it has not come."""
    if nth_date is None:
        return {"days": None, "years": None}
    days = (date.fromisoformat(nth_date) - date.fromisoformat(adopted)).days
    return {"days": days, "years": days / DAYS_IN_YEAR}


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _next_month(day: date) -> date:
    return _add_months(day.replace(day=1), 1)


_RULES: tuple[tuple[str, Callable[[date, int], date]], ...] = (
    (
        r"first_day_of_(?:the_)?month_(?:after|following)_(\d+)_months?",
        lambda day, n: _next_month(_add_months(day, n)),
    ),
    (
        r"first_day_of_(?:the_)?month_(?:after|following)_(?:the_)?(\d+)(?:th|st|nd|rd)?_days?",
        lambda day, n: _next_month(day + timedelta(days=n)),
    ),
    (r"(\d+)(?:th|st|nd|rd)?_days?_after", lambda day, n: day + timedelta(days=n)),
    (r"(\d+)_months?_after", _add_months),
)


def entry_into_force(rule: str, nth_date: str | None) -> dict[str, str | None]:
    """Return the day on which an instrument enters into force.

    ``rule`` is one of ``N_months_after``, ``Nth_day_after``,
    ``first_day_of_month_after_N_months`` and ``first_day_of_month_after_Nth_day``, counted from
    the consent that completes the number required. Raises ValueError for another rule.
    """
    for pattern, apply in _RULES:
        match = re.fullmatch(pattern, rule)
        if match:
            if nth_date is None:
                return {"date": None}
            return {"date": apply(date.fromisoformat(nth_date), int(match[1])).isoformat()}
    msg = f"not a rule of entry into force: {rule!r}"
    raise ValueError(msg)


def _survival(times: Sequence[float], events: Sequence[int]) -> list[tuple[float, float, float]]:
    """Return (time, S, Greenwood sum) at each time with an event, in order."""
    steps = []
    survival, greenwood = 1.0, 0.0
    for moment in sorted(set(times)):
        at_risk = sum(1 for time in times if time >= moment)
        deaths = sum(
            1 for time, event in zip(times, events, strict=True) if time == moment and event
        )
        if deaths:
            survival *= 1 - deaths / at_risk
            if at_risk > deaths:
                greenwood += deaths / (at_risk * (at_risk - deaths))
            steps.append((moment, survival, greenwood))
    return steps


def kaplan_meier(times: Sequence[float], events: Sequence[int]) -> dict[str, object]:
    """Return the share of states that have not consented after each time with a consent.

    ``times`` run from the opening (or statehood, when later) to consent or to the cut-off;
    ``events`` are 1 for consent, 0 for censored. ``median`` is the first time with S at most one
    half, None when the curve stays above.
    """
    steps = _survival(times, events)
    median = next((time for time, share, _ in steps if tidy(share) <= 0.5), None)
    return {"S": {str(time): share for time, share, _ in steps}, "median": median}


def kaplan_meier_se(
    times: Sequence[float], events: Sequence[int], at: float
) -> dict[str, float | None]:
    """Return S at a time with Greenwood's standard error (None once S is zero)."""
    survival, greenwood = 1.0, 0.0
    for time, share, total in _survival(times, events):
        if time <= at:
            survival, greenwood = share, total
    return {"S": survival, "se": survival * sqrt(greenwood) if survival > 0 else None}
