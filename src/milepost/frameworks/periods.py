"""Periods as they are written in framework files: a year, quarter, month or day."""

import calendar
import re
from datetime import date

_PERIOD = re.compile(r"(\d{4})(?:-Q([1-4])|-(\d{2})(?:-(\d{2}))?)?")


def span_of(period: str) -> tuple[date, date] | None:
    """Return the first and last day of a period, or None when there is no such period.

    ``2015`` is the whole year, ``2015-Q2`` April to June, ``2015-02-30`` does not exist.
    """
    match = _PERIOD.fullmatch(period)
    if match is None or not period.isascii():
        return None
    year, quarter, month, day = (int(part) if part else None for part in match.groups())
    if year is None or year < 1:
        return None
    if quarter is not None:
        last = quarter * 3
        return date(year, last - 2, 1), date(year, last, calendar.monthrange(year, last)[1])
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= month <= 12:
        return None
    days = calendar.monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, days)
    return (date(year, month, day), date(year, month, day)) if 1 <= day <= days else None
