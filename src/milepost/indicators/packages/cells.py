"""Cells as the types of Table Schema write them, made into one way of writing each. Pure.

Numbers get a point and no groups, days become ISO 8601, and what stands for a missing value
becomes an empty text. A cell that is not of its type stays as it is and is told.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from milepost.indicators.packages.descriptor import Field

Reading = Callable[[str], str | None]
"""Returns the usual writing of a text, or None when it is not of the type."""

_TRUE: Final = ("true", "True", "TRUE", "1")
_FALSE: Final = ("false", "False", "FALSE", "0")
_NUMBER: Final = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_INTEGER: Final = re.compile(r"[-+]?\d+")
_AROUND: Final = re.compile(r"^[^\d+.,-]+|[^\d.,]+$")
_YEAR: Final = re.compile(r"-?\d{4}")
_YEARMONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_DAYS: Final = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y")


def reading_of(field: Field) -> Reading:
    """Return how the cells of a column are read; a type that is not known keeps its texts."""
    options = field.options
    if field.type == "number":
        return partial(_number, options, _NUMBER)
    if field.type == "integer":
        return partial(_number, {**options, "decimalChar": ""}, _INTEGER)
    if field.type == "boolean":
        return partial(_boolean, options)
    if field.type == "date":
        return partial(_day, field.format)
    if field.type == "datetime":
        return partial(_moment, field.format)
    if field.type == "year":
        return partial(_fitting, _YEAR)
    if field.type == "yearmonth":
        return partial(_fitting, _YEARMONTH)
    return _as_is


def _as_is(text: str) -> str:
    return text


def _fitting(pattern: re.Pattern[str], text: str) -> str | None:
    plain = text.strip()
    return plain if pattern.fullmatch(plain) else None


def _number(options: Mapping[str, Any], pattern: re.Pattern[str], text: str) -> str | None:
    plain = text.strip()
    if options.get("bareNumber") is False:
        plain = _AROUND.sub("", plain)
    group, decimal = options.get("groupChar"), options.get("decimalChar", ".")
    if isinstance(group, str) and group:
        plain = plain.replace(group, "")
    if isinstance(decimal, str) and decimal not in {"", "."}:
        if "." in plain:
            return None
        plain = plain.replace(decimal, ".")
    if plain.upper() == "NAN":
        return ""
    return plain if pattern.fullmatch(plain) else None


def _boolean(options: Mapping[str, Any], text: str) -> str | None:
    true, false = options.get("trueValues", _TRUE), options.get("falseValues", _FALSE)
    if text in true:
        return "1"
    return "0" if text in false else None


def _day(form: str, text: str) -> str | None:
    plain = text.strip()
    forms = _DAYS if form == "any" else ("%Y-%m-%d" if form == "default" else form,)
    for one in forms:
        try:
            return datetime.strptime(plain, one).date().isoformat()  # noqa: DTZ007 -- a day
        except ValueError:
            continue
    return None


def _moment(form: str, text: str) -> str | None:
    """Return the day of a moment: observations know no hours."""
    try:
        if form in {"default", "any"}:
            return datetime.fromisoformat(text.strip()).date().isoformat()
        return datetime.strptime(text.strip(), form).date().isoformat()  # noqa: DTZ007 -- a day
    except ValueError:
        return None


def checks_of(field: Field) -> dict[str, Callable[[str], bool]]:
    """Return the constraints of a column, each with what tells whether a cell fulfils it.

    ``required`` and ``unique`` concern missing cells and other rows; they are looked at elsewhere.
    """
    rules = field.constraints
    found: dict[str, Callable[[str], bool]] = {}
    for name, wanted in rules.items():
        if name in {"minLength", "maxLength"} and isinstance(wanted, int):
            sign = 1 if name == "minLength" else -1
            found[name] = partial(_long, sign, wanted)
        elif name == "pattern" and isinstance(wanted, str) and len(wanted) <= 200:
            found |= {name: partial(_matches, wanted)} if _is_pattern(wanted) else {}
        elif name == "enum" and isinstance(wanted, list):
            texts = frozenset(_plain(field, item) for item in wanted)
            found[name] = texts.__contains__
        elif name in {"minimum", "maximum"}:
            bound = _rank(field, _plain(field, wanted))
            if bound is not None:
                found[name] = partial(_bounded, field, bound, 1 if name == "minimum" else -1)
    return found


def _plain(field: Field, value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    read = reading_of(field)(text)
    return text if read is None else read


def _is_pattern(pattern: str) -> bool:
    """Tell whether the engine of linear time knows a pattern; others are left alone."""
    try:
        _matches(pattern, "")
    except pa.ArrowInvalid:
        return False
    return True


def _matches(pattern: str, text: str) -> bool:
    """Match a whole cell. A pattern comes with the package, so no cell may take for ever."""
    return bool(pc.match_substring_regex(pa.array([text]), rf"\A(?:{pattern})\z")[0].as_py())


def _long(sign: int, wanted: int, text: str) -> bool:
    return sign * len(text) >= sign * wanted


def _rank(field: Field, text: str) -> Decimal | None:
    """Return what a number, a year, a month or a day is compared by."""
    try:
        if field.type in {"date", "datetime"}:
            return Decimal(date.fromisoformat(text).toordinal())
        return Decimal(text.replace("-", "") if field.type == "yearmonth" else text)
    except (InvalidOperation, ValueError):
        return None


def _bounded(field: Field, bound: Decimal, sign: int, text: str) -> bool:
    rank = _rank(field, text)
    return rank is None or sign * rank >= sign * bound
