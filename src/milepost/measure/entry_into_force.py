"""The day on which an instrument enters into force, by the rule of its final clauses."""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from milepost.measure.working import Line, Working, method, nothing, worked

MONTHS_IN_YEAR = 12


def _add_months(day: date, months: int) -> date:
    index = day.year * MONTHS_IN_YEAR + day.month - 1 + months
    year, month = divmod(index, MONTHS_IN_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _next_month(day: date) -> date:
    return _add_months(day.replace(day=1), 1)


Rule = tuple[str, Callable[[date, int], date], str]

_DAY = r"(?:on_)?(?:the_)?first_day_of_(?:the_)?"
_PERIOD = r"(?:the_)?(?:expiration_of_)?(?:a_|the_)?(?:period_of_)?"
_FIRST = rf"{_DAY}(?:next_)?month_(?:after|following)_{_PERIOD}"
_AFTER = r"(?:_(?:after|following)(?:_\w+)?)"
_RULES: tuple[Rule, ...] = (
    (
        rf"{_FIRST}(\d+)_months?",
        lambda day, n: _next_month(_add_months(day, n)),
        "first_day(month(nth_date + n months) + 1)",
    ),
    (
        rf"{_FIRST}(\d+)(?:th|st|nd|rd)?_days?",
        lambda day, n: _next_month(day + timedelta(days=n)),
        "first_day(month(nth_date + n days) + 1)",
    ),
    (
        rf"{_DAY}(\d+)(?:th|st|nd|rd)?_month{_AFTER}",
        lambda day, n: _add_months(day.replace(day=1), n),
        "first_day(month(nth_date) + n months)",
    ),
    (
        rf"(?:on_)?(?:the_)?(\d+)(?:th|st|nd|rd)?_days?{_AFTER}",
        lambda day, n: day + timedelta(days=n),
        "nth_date + n days",
    ),
    (rf"(\d+)_months?{_AFTER}", _add_months, "nth_date + n months"),
    (
        rf"(\d+)_years?{_AFTER}",
        lambda day, n: _add_months(day, MONTHS_IN_YEAR * n),
        "nth_date + n years",
    ),
)
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "third": 3,
    "fourth": 4,
    "sixth": 6,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
    "thirtieth": 30,
    "sixtieth": 60,
    "ninetieth": 90,
}


def _plain(rule: str) -> str:
    """Return a rule in small letters, words joined by underscores, numbers in figures."""
    words = re.split(r"[\s_-]+", rule.strip().lower())
    return "_".join(str(_NUMBERS.get(word, word)) for word in words)


@method("adoption.entry_into_force")
def entry_into_force(rule: str, nth_date: str | None) -> Working:
    """Return the day on which an instrument enters into force.

    ``rule`` is one of ``N_months_after``, ``N_years_after``, ``Nth_day_after``,
    ``first_day_of_month_after_N_months``, ``first_day_of_month_after_Nth_day`` and
    ``first_day_of_Nth_month_after`` (the month of the consent itself is not counted), from the
    consent that completes the number required (``nth_date``, an ISO day; None while it has not
    come). Spaces, hyphens and small numbers in words are understood. A month is added to the same
    day of the month, or to its last day where it has no such day; the first of the month *after* a
    period that ends on a first is the first of the next. Raises ValueError for another rule.

    Source: final clauses of the instruments [known; eleven treaties agree with their dates,
    computed].
    """
    plain = _plain(rule)
    for pattern, apply, formula in _RULES:
        match = re.fullmatch(pattern, plain)
        if match is None:
            continue
        if nth_date is None:
            return nothing(("date",), "not_reached_yet")
        number = int(match[1])
        day = apply(date.fromisoformat(nth_date), number).isoformat()
        return worked(
            {"date": day},
            Line("number_in_rule", number, "n"),
            Line("day_in_force", day, formula),
        )
    msg = f"not a rule of entry into force: {rule!r}"
    raise ValueError(msg)
