"""Reading the value of one cell. Pure.

The mass of plain numbers is converted by the engine (see ``conversion``); what is left over,
each distinct text once, is read here: footnote marks, thousands separators, digits of other
scripts, marks of missing values. A unit multiplier ("3 million", "4k") is never guessed.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from milepost.indicators.statuses import FLAG_ORDER, FLAGS, MISSING_MARKS

NATIVE: Final = "\u2060"
"""Stands before a number with a fraction that a workbook stores as a number, so that its point
is never taken for a thousands separator."""

_SPACES: Final = re.compile(r"(?<=\d)[ \u00a0\u202f\u2009\u2007'’](?=\d{3}(?!\d))")
_FOOTNOTES: Final = re.compile(
    r"(?:\s*(?:[*†‡§#¤]+|(?<=[\d\s])[a-z]/|[¹²³⁰⁴-⁹ᵃᵇᶜᵈᵉᶠ]+|[(\[][A-Za-z]{1,3}[)\]]|[(\[]\d{1,2}(?:,\d{1,2})*[)\]])"
    r"|\s+(?:[bdefiprsu]{1,2}|[ac])|(?<=\d)[defipru]{1,2})+$"
)
_PLAIN: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
_LESS_THAN: Final = re.compile(r"[<≤]\s?\d+(?:[.,]\d+)?")
_DOT: Final = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+")
_COMMA: Final = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+")
_GROUPED_BY_COMMA: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+")
_GROUPED_BY_DOT: Final = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+")
_EITHER: Final = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")


class Problem(StrEnum):
    """Why a text is not a value."""

    NOT_A_NUMBER = "not_a_number"
    WORKBOOK_ERROR = "workbook_error"
    MIXED_DECIMALS = "mixed_decimals"
    MULTIPLIER = "multiplier"
    TOO_LARGE = "too_large"


class Style(StrEnum):
    """How a column writes decimals; the other mark separates thousands."""

    DOT = "."
    COMMA = ","


class Evidence(StrEnum):
    """What a number's text says about the column's style."""

    NONE = "none"
    DOT = "dot"
    COMMA = "comma"
    DOT_IN_DOUBT = "dot_in_doubt"
    COMMA_IN_DOUBT = "comma_in_doubt"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a text says: a value or none, a status, the marks kept as a note, or a problem."""

    value: float | None = None
    status: str = ""
    note: str = ""
    problem: Problem | None = None
    is_percent: bool = False


def plain_digits(text: str) -> str:
    """Return text with digits, signs and separators of other scripts made plain, footnotes kept."""
    out = []
    for character in text.strip():
        if character.isdecimal() and not character.isascii():
            out.append(str(unicodedata.decimal(character)))
        elif character in "−﹣－":
            out.append("-")
        elif character in "٫":
            out.append(".")
        elif character in "٬":
            out.append("'")
        elif character in "\u200e\u200f\u061c":
            continue
        else:
            out.append(character)
    return "".join(out)


def _split_marks(text: str) -> tuple[str, str]:
    """Return the number's text and the footnote marks after it."""
    match = _FOOTNOTES.search(text)
    if match is None or match.start() == 0 or not text[match.start() - 1].isdigit():
        return text, ""
    return text[: match.start()].rstrip(), match[0].strip()


def _status_of(marks: str) -> str:
    """Return the status that flags beside a number mean, or an empty text."""
    letters = {FLAGS[c] for c in re.sub(r"[^a-z]", "", marks.lower()) if c in FLAGS}
    return next((code for code in FLAG_ORDER if code in letters), "")


def evidence_of(text: str) -> Evidence:
    """Return what one number's text says about the decimal mark of its column."""
    if text.startswith(NATIVE):
        return Evidence.NONE
    number = _SPACES.sub("", _split_marks(plain_digits(text))[0])
    if _EITHER.fullmatch(number):
        return Evidence.DOT_IN_DOUBT if "." in number else Evidence.COMMA_IN_DOUBT
    if _GROUPED_BY_COMMA.fullmatch(number) and number.count(",") > 1:
        return Evidence.DOT
    if _GROUPED_BY_DOT.fullmatch(number) and number.count(".") > 1:
        return Evidence.COMMA
    if _DOT.fullmatch(number):
        return Evidence.DOT
    return Evidence.COMMA if _COMMA.fullmatch(number) else Evidence.NONE


def weigh(texts: Iterable[str]) -> dict[Evidence, list[str]]:
    """Return the texts that speak for each style, at most five of each."""
    found: dict[Evidence, list[str]] = {}
    for text in texts:
        kind = evidence_of(text)
        if kind is not Evidence.NONE and len(found.setdefault(kind, [])) < 5:
            found[kind].append(text)
    return found


def _number_text(number: str, style: Style) -> str:
    """Return the number with the column's separators made plain."""
    joined = _SPACES.sub("", number)
    if style is Style.DOT:
        if _GROUPED_BY_COMMA.fullmatch(joined.split(".")[0]):
            return joined.replace(",", "")
        return joined
    if "." in joined and not _GROUPED_BY_DOT.fullmatch(joined.split(",")[0]):
        return joined
    return joined.replace(".", "").replace(",", ".")


def _is_other_style(number: str, style: Style) -> bool:
    joined = _SPACES.sub("", number)
    other = _COMMA if style is Style.DOT else _DOT
    return other.fullmatch(joined) is not None


def read_cell(text: str, style: Style) -> Cell:
    """Read one text as a value in the column's style."""
    native = text.startswith(NATIVE)
    plain = plain_digits(text.removeprefix(NATIVE))
    lowered = " ".join(plain.lower().split())
    if not lowered:
        return Cell(status="O")
    if lowered in MISSING_MARKS:
        return Cell(status=MISSING_MARKS[lowered], note=plain)
    if _LESS_THAN.fullmatch(lowered):
        return Cell(status="Q", note=plain)
    if plain.startswith("#") and len(plain) > 1:
        return Cell(problem=Problem.WORKBOOK_ERROR)
    body, marks = (plain, "") if native else _split_marks(plain)
    return _finish(body, marks, Style.DOT if native else style)


def _finish(body: str, marks: str, style: Style) -> Cell:
    """Convert a number's text that is free of marks."""
    percent = body.endswith("%")
    number = body.removesuffix("%").rstrip()
    unmarked = _number_text(number, style)
    if _PLAIN.fullmatch(unmarked) is None:
        if _is_other_style(number, style):
            return Cell(problem=Problem.MIXED_DECIMALS)
        has_digit = any(c.isdigit() for c in body)
        scaled = has_digit and re.search(r"\d\s*[A-Za-z\u0600-\u06ff\u0400-\u04ff]", body)
        return Cell(problem=Problem.MULTIPLIER if scaled else Problem.NOT_A_NUMBER)
    value = float(unmarked)
    if abs(value) > 1e18:
        return Cell(problem=Problem.TOO_LARGE)
    return Cell(value=value, status=_status_of(marks), note=marks, is_percent=percent)
