"""Setting text: how wide it is, where it breaks, and how Arabic is ordered for simple renderers.

Widths come from the fonts that the package carries (``publishing/fonts/widths.json``, built by
``frontend/build-fonts.mjs``). A page may set the text in another font of the reader's system, so
layouts keep some slack.
"""

import json
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "fonts"
LATIN, ARABIC = "Milepost Sans", "Milepost Sans Arabic"
RIGHT_TO_LEFT = frozenset({"ar"})

CONNECTED = 0.85
OTHER_LETTER = 600
"""Width of a letter that the fonts lack, in thousandths: Cyrillic set in a face of the system."""
_WIDE = frozenset({"W", "F"})
_MARK = "\u200e"
_CLOSING = frozenset("，。、；：？！）》】”’…%,.;:?!)")
_OPENING = frozenset("（《【“‘(")
_IN_NUMBERS = frozenset({".", ",", "/", ":", "\u00a0", "\u202f"})
_SUBSTITUTES = {"“": "«", "”": "»", "’": "'", "‘": "'", "·": "-", "•": "-", "×": "x"}
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


def is_rtl(lang: str) -> bool:
    """Whether the language is written from right to left."""
    return lang in RIGHT_TO_LEFT


@cache
def _widths() -> dict[str, dict[str, int]]:
    tables: dict[str, dict[str, int]] = json.loads((FONTS / "widths.json").read_text("utf-8"))
    return tables


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line of text in the unit of ``size``.

    The table holds unconnected Arabic letters; connected they take up to six sevenths of that.
    """
    style = "SemiBold" if bold else "Regular"
    latin = _widths()[f"MilepostSans-{style}"]
    arabic = _widths()[f"MilepostSansArabic-{style}"]
    total = 0.0
    for letter in text:
        if letter in latin:
            total += latin[letter]
        elif letter in arabic:
            total += CONNECTED * arabic[letter]
        else:
            total += 1000 if is_wide(letter) else OTHER_LETTER
    return total * size / 1000


def is_wide(letter: str) -> bool:
    """Whether the letter fills a square, as Chinese characters and their marks do."""
    return unicodedata.east_asian_width(letter) in _WIDE


def wrap(text: str, limit: float, size: float, *, bold: bool = False) -> list[str]:
    """Break text at spaces into lines no wider than ``limit`` (a longer word stays whole).

    Chinese is written without spaces and breaks between any two characters, but no line begins
    with a closing mark.
    """
    lines: list[str] = []
    for gap, word in _pieces(text):
        joined = f"{lines[-1]}{gap}{word}" if lines else word
        if lines and width(joined, size, bold=bold) <= limit:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines or [""]


def _pieces(text: str) -> list[tuple[str, str]]:
    """Return what no line break may part, each with the space that goes before it."""
    pieces: list[tuple[str, str]] = []
    for word in text.split():
        gap, start = " ", 0
        for at in range(1, len(word)):
            parts = is_wide(word[at - 1]) or is_wide(word[at])
            if parts and word[at] not in _CLOSING and word[at - 1] not in _OPENING:
                pieces.append((gap, word[start:at]))
                gap, start = "", at
        pieces.append((gap, word[start:]))
    return pieces


def shorten(lines: list[str], count: int) -> list[str]:
    """Keep at most ``count`` lines; the last one then ends with an ellipsis."""
    if len(lines) <= count:
        return lines
    return [*lines[: count - 1], lines[count - 1].rstrip(" ,;:.") + "…"]


def _kinds(text: str) -> list[str]:
    """Return R, L or N for each letter; figures count as L (they run from left to right)."""
    kinds = []
    for letter in text:
        found = unicodedata.bidirectional(letter)
        if found in {"R", "AL", "NSM"}:
            kinds.append("R")
        elif found in {"L", "EN", "AN"}:
            kinds.append("L")
        else:
            kinds.append("N")
    for start, end in _neutral_runs(kinds):
        if _stays_with_latin(text, kinds, start, end):
            kinds[start:end] = "L" * (end - start)
        elif start > 0 and kinds[start - 1] == "L" and text[start] in "%‰":
            kinds[start] = "L"
    return kinds


def _neutral_runs(kinds: list[str]) -> list[tuple[int, int]]:
    """Return start and end of each run of spaces and signs."""
    runs: list[tuple[int, int]] = []
    for index, kind in enumerate(kinds):
        if kind != "N":
            continue
        if runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _stays_with_latin(text: str, kinds: list[str], start: int, end: int) -> bool:
    """Whether the signs belong to Latin words or to one number on both sides of them."""
    if start == 0 or end == len(text) or kinds[start - 1] != "L" or kinds[end] != "L":
        return False
    if text[start:end] in _IN_NUMBERS and text[start - 1].isdigit() and text[end].isdigit():
        return True
    strong = (unicodedata.bidirectional(letter) for letter in reversed(text[:start]))
    return next((kind for kind in strong if kind in {"L", "R", "AL"}), "R") == "L"


def visual_order(text: str) -> str:
    """Order a right-to-left line for renderers that take every line as left-to-right text.

    It covers what captions need of the Unicode bidirectional algorithm (one level of embedding,
    mirrored brackets). Runs are fenced with left-to-right marks so that nothing is reordered
    again. Letters that the Arabic font lacks lose their accents.
    """
    text = "".join(_plain(letter) for letter in text if unicodedata.category(letter) != "Cf")
    runs: list[tuple[str, str]] = []
    for letter, kind in zip(text, _kinds(text), strict=True):
        if runs and runs[-1][1] == kind:
            runs[-1] = (runs[-1][0] + letter, kind)
        else:
            runs.append((letter, kind))
    shown = (run[::-1].translate(_MIRRORED) if kind == "N" else run for run, kind in reversed(runs))
    return f"{_MARK}{_MARK.join(shown)}{_MARK}"


def _plain(letter: str) -> str:
    if letter in _widths()["MilepostSansArabic-Regular"]:
        return letter
    return _SUBSTITUTES.get(letter) or unicodedata.normalize("NFKD", letter)[0]
