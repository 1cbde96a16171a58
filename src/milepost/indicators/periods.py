"""Reading periods. Pure: a year, quarter, month or day out of what people write.

Canonical forms are ``2015``, ``2015-Q2``, ``2015-06`` and ``2015-06-24``. A span of years is not
a period here and is refused by the caller.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel.dates import get_month_names, get_quarter_names

FIRST_YEAR = 1800
LAST_YEAR = 2150
_LOCALES = ("en", "fr", "es", "ru", "zh", "ar", "ar_LB", "ar_DZ", "ar_MA")


@dataclass(frozen=True, slots=True)
class Period:
    """A canonical ``key`` and its first day ``start``."""

    key: str
    start: date


def tidy(text: str) -> str:
    """Return text with compatibility forms, foreign digits and odd spaces made plain."""
    plain = unicodedata.normalize("NFKC", text)
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in plain)
    return " ".join(digits.replace("\u200f", "").replace("\u200e", "").split())


@cache
def _months() -> dict[str, int]:
    """Return month names and short names in the six languages, lower case, with their number."""
    found: dict[str, int] = {}
    for locale in _LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                names = get_month_names(width, context=context, locale=locale)
                for number, name in names.items():
                    found.setdefault(tidy(str(name)).lower().strip("."), int(number))
    found["sept"] = 9
    return {name: number for name, number in found.items() if not name.isdigit()}


@cache
def _quarters() -> dict[str, int]:
    """Return quarter names in the six languages, lower case, with their number."""
    found = {f"{mark}{number}": number for mark in "qt" for number in range(1, 5)}
    for locale in _LOCALES[:6]:
        for width in ("wide", "abbreviated"):
            for number, name in get_quarter_names(width, locale=locale).items():
                found.setdefault(tidy(str(name)).lower(), int(number))
    return found


def _year(text: str) -> int | None:
    year = int(text)
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def of_year(text: str) -> Period | None:
    """Return the period of a four-digit year, or None outside 1800 to 2150."""
    year = _year(text)
    return Period(f"{year:04d}", date(year, 1, 1)) if year else None


def of_quarter(year_text: str, quarter: int) -> Period | None:
    """Return the period of a quarter, or None when the year is not plausible."""
    year = _year(year_text)
    return Period(f"{year}-Q{quarter}", date(year, 3 * quarter - 2, 1)) if year else None


def of_month(year_text: str, month: int) -> Period | None:
    """Return the period of a month, or None when year or month are not plausible."""
    year = _year(year_text)
    if not year or not 1 <= month <= 12:
        return None
    return Period(f"{year}-{month:02d}", date(year, month, 1))


def of_day(year_text: str, month: int, day: int) -> Period | None:
    """Return the period of a day, or None when there is no such day."""
    year = _year(year_text)
    try:
        start = date(year or 0, month, day)
    except ValueError:
        return None
    return Period(start.isoformat(), start)


_TREATY_MARK = re.compile(r"(?<=\d{4})\s+(?:a|d|c|A|AA|P)$")
"""How treaty collections mark a day: accession, succession, confirmation, acceptance, approval."""

_MARKS_AT_END = re.compile(r"[\s*†‡§¹²³⁴-⁹]+$")
_YEAR = re.compile(r"(?:yr|x|y|f|fy)?\s?(\d{4})(?:\.0+)?\s*(?:\[yr\d{4}\]|年|г\.?|год)?", re.I)
_YEAR_QUARTER = re.compile(r"(\d{4})\s?[-/:. ]?\s?[qt]([1-4])", re.I)
_QUARTER_YEAR = re.compile(r"[qt]([1-4])\s?[-/:. ]?\s?(\d{4})", re.I)
_YEAR_MONTH = re.compile(r"(\d{4})(?:[-/.](\d{1,2})|m(\d{1,2})|年(\d{1,2})月)", re.I)
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.](\d{4})")
_DAY = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日)"
    r"(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?)?",
    re.I,
)
_NUMERIC_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|er|\.)?\s+)?([^\d\s,]+(?:\s[^\d\s,]+)?),?\s+(\d{4})(?:\s?г\.?)?"
)
_WORDS_AMERICAN = re.compile(r"([^\d\s,]+)\s+(\d{1,2}),\s*(\d{4})")


def _of_numbers(text: str) -> Period | None:
    """Read forms made of numbers whose order is not in doubt."""
    if match := _YEAR.fullmatch(text):
        return of_year(match[1])
    if match := _YEAR_QUARTER.fullmatch(text):
        return of_quarter(match[1], int(match[2]))
    if match := _QUARTER_YEAR.fullmatch(text):
        return of_quarter(match[2], int(match[1]))
    if match := _YEAR_MONTH.fullmatch(text):
        return of_month(match[1], int(match[2] or match[3] or match[4]))
    if match := _MONTH_YEAR.fullmatch(text):
        return of_month(match[2], int(match[1]))
    if match := _DAY.fullmatch(text):
        return of_day(match[1], int(match[2] or match[4]), int(match[3] or match[5]))
    return None


def _of_words(text: str) -> Period | None:
    """Read forms with a month or quarter in words, in six languages."""
    lowered = text.lower().replace(" de ", " ").replace(" del ", " ")
    if match := _WORDS_AMERICAN.fullmatch(lowered):
        month = _months().get(match[1].strip("."))
        return of_day(match[3], month, int(match[2])) if month else None
    match = _WORDS.fullmatch(lowered)
    if match is None:
        return None
    name = match[2].strip(".")
    month = _months().get(name)
    if month and match[1]:
        return of_day(match[3], month, int(match[1]))
    if month:
        return of_month(match[3], month)
    quarter = _quarters().get(name)
    return of_quarter(match[3], quarter) if quarter and not match[1] else None


def _of_treaty(text: str) -> Period | None:
    """Read a day with the mark of a treaty collection, ``11 May 1994 a``; nothing but a day."""
    bare, marks = _TREATY_MARK.subn("", text)
    found = _of_numbers(bare) or _of_words(bare) if marks else None
    return found if found and found.key == found.start.isoformat() else None


def numeric_day(text: str) -> tuple[int, int, str] | None:
    """Return (first number, second number, year) of a day such as ``24/06/2015``, or None."""
    match = _NUMERIC_DAY.fullmatch(tidy(text))
    return (int(match[1]), int(match[2]), match[3]) if match else None


def read_period(text: str, *, day_first: bool | None = None) -> Period | None:
    """Return the period that a text names, or None.

    ``day_first`` decides days written as two numbers and a year; with None only those are read
    that can be read in one way (``24/06/2015``).
    """
    plain = tidy(_MARKS_AT_END.sub("", text))
    found = _of_numbers(plain) or _of_words(plain) or _of_treaty(plain)
    numbers = None if found else numeric_day(plain)
    if numbers is None:
        return found
    first, second, year = numbers
    if first == second or second > 12 >= first:
        return of_day(year, first, second)
    if first > 12 >= second or day_first is True:
        return of_day(year, second, first)
    return of_day(year, first, second) if day_first is False else None


def is_ambiguous_day(text: str) -> bool:
    """Whether a text is a day whose first two numbers could be exchanged."""
    numbers = numeric_day(text)
    return numbers is not None and numbers[0] != numbers[1] and max(numbers[:2]) <= 12


def decide_day_first(texts: list[str]) -> bool | None:
    """Return whether days of a column put the day first, seen from those that leave no doubt.

    None when the column has no such evidence, or evidence for both.
    """
    days = [numbers for numbers in map(numeric_day, texts) if numbers is not None]
    first = any(numbers[0] > 12 for numbers in days)
    second = any(numbers[1] > 12 for numbers in days)
    return None if first == second else first
