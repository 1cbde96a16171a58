"""Numbers, days and sizes by locale. A missing value is a dash, never a zero."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache

from babel.core import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from django.utils.translation import gettext

MISSING = "–"
KEPT = 4096
"""Numbers and days that are kept as they were written last."""
ISO_DAY = 10
PERCENT_SIGNS = {"fr": "\u00a0%", "es": "\u00a0%", "ru": "\u00a0%"}
"""What follows a share where it is not the bare sign; in Arabic a space would part the two."""
DAYS = {"en": "d MMMM y", "ru": "d MMMM y 'года'"}
MONTHS = {"ru": "LLLL y 'года'"}
"""Where days and months are written otherwise than by the usual pattern; the Russian "г." would end
a sentence with two points."""
LIST_LOCALES = {"en": "en_GB"}
"""Where lists are joined otherwise than in the language at large: no comma before "and"."""


def number(value: float | str | None, language: str, decimals: int | None = None) -> str:
    """Return a number with the grouping and decimal mark of a language.

    ``decimals`` fixes the digits after the mark; without it large numbers get none and small ones
    at most two, without trailing zeros.
    """
    if value is None or value == "":
        return MISSING
    amount = float(value)
    if decimals is None:
        decimals = 0 if abs(amount) >= 1000 or amount == int(amount) else 1
        if 0 < abs(amount) < 10 and amount != round(amount, 1):
            decimals = 2
    return _written(amount, language, decimals)


@lru_cache(maxsize=KEPT)
def _written(amount: float, language: str, decimals: int) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return _signed(format_decimal(amount, format=pattern, locale=_locale(language)))


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def percent(share: float | None, language: str, decimals: int = 0) -> str:
    """Return a share (0.62) as per cent; what is not quite nothing or all is not rounded to it."""
    if share is None:
        return MISSING
    if decimals == 0 and (0 < abs(share) < 0.005 or 0.995 <= share < 1):
        decimals = 1
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    pattern += PERCENT_SIGNS.get(language, "%")
    return _signed(format_percent(share, format=pattern, locale=_locale(language)))


def day(value: str | date | None, language: str) -> str:
    """Return a calendar day in words ("3 October 2013")."""
    if not value:
        return MISSING
    when = date.fromisoformat(value[:ISO_DAY]) if isinstance(value, str) else value
    return _dated(when, language)


@lru_cache(maxsize=KEPT)
def _dated(when: date, language: str) -> str:
    return format_date(when, DAYS.get(language, "long"), locale=_locale(language))


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:T.*)?")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_DECIMAL_YEAR = re.compile(r"\d{4}\.\d+")


def period(value: str | None, language: str) -> str:
    """Return a period in words: "2015", "June 2015", "24 June 2015", "2015-Q2" as it is."""
    if not value:
        return MISSING
    try:
        return _period(value, language)
    except ValueError:
        # A thirteenth month or a year nought: show what the data hold.
        return value


def _period(value: str, language: str) -> str:
    if _DAY.fullmatch(value):
        return day(value, language)
    month = _MONTH.fullmatch(value)
    if month:
        when = date(int(month[1]), int(month[2]), 1)
        if language in MONTHS:
            return format_date(when, MONTHS[language], locale=_locale(language))
        return str(format_skeleton("yMMMM", when, locale=_locale(language)))
    # A point without a period of its own is named by its decimal year.
    return moment(float(value), language) if _DECIMAL_YEAR.fullmatch(value) else value


def moment(value: float | None, language: str) -> str:
    """Return a decimal year as a day in words, or as a year when it is the start of one."""
    if value is None:
        return MISSING
    whole = int(value)
    if not date.min.year <= whole < date.max.year:
        return str(whole)
    start = date(whole, 1, 1)
    days = round((value - whole) * (date(whole + 1, 1, 1) - start).days)
    if days == 0:
        return str(whole)
    return day(start + timedelta(days=days), language)


def year(value: float | str | None) -> str:
    """Return the calendar year of a decimal year or of a period."""
    if value is None or value == "":
        return MISSING
    return str(value)[:4] if isinstance(value, str) else str(int(value))


def size(count: int, language: str) -> str:
    """Return a number of bytes in kB or MB."""
    if count < 1_000_000:
        shown = number(max(count / 1000, 0.1), language, 1 if count < 10_000 else 0)
        return gettext("%(count)s kB") % {"count": shown}
    return gettext("%(count)s MB") % {"count": number(count / 1_000_000, language, 1)}


def listed(items: Sequence[str], language: str) -> str:
    """Return items joined as the language does it ("a, b and c")."""
    return format_list(list(items), locale=_locale(LIST_LOCALES.get(language, language)))


def sentences(parts: Iterable[str], language: str) -> str:
    """Return sentences after one another, empty ones left out; Chinese sets no space between."""
    return ("" if language == "zh" else " ").join(part for part in parts if part)


def _signed(text: str) -> str:
    """Use the true minus sign, which lines up with figures."""
    return text.replace("-", "−")
