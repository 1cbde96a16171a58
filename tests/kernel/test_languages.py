"""Every text that comes along with the program is there in all six languages."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import milepost
from milepost.kernel.languages import LANGUAGES

PACKAGE = Path(milepost.__file__).parent
FILES = sorted(PACKAGE.rglob("*.yaml"))
SAME_WORD = {("fr", "Population"), ("fr", "Ratification")}
SCRIPTS = {
    "ar": re.compile(r"[\u0621-\u064a]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
}
TONGUES = re.compile(r"\b(the|which|with|from|are)\b")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
DECADES = {"1990"}
"""Years that stand for a decade, which a language may name in words."""


def texts_of(value: Any, place: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each map of texts by language code, with the place where it stands."""
    if isinstance(value, list):
        for number, part in enumerate(value, 1):
            yield from texts_of(part, f"{place}[{number}]")
    elif isinstance(value, dict) and isinstance(value.get("en"), str):
        yield place, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from texts_of(part, f"{place}.{name}")


def texts_in(path: Path) -> list[tuple[str, dict[str, str]]]:
    return list(texts_of(yaml.safe_load(path.read_text(encoding="utf-8")), path.name))


def years_of(text: str) -> list[str]:
    return sorted(year for year in YEAR.findall(text) if year not in DECADES)


def test_bundled_files_hold_texts() -> None:
    assert sum(len(texts_in(path)) for path in FILES) > 1000


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_bundled_text_has_the_six_languages(path: Path) -> None:
    lacking = {
        place: [code for code in LANGUAGES if not text.get(code, "").strip()]
        for place, text in texts_in(path)
        if list(text) != list(LANGUAGES)
    }
    assert lacking == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_bundled_text_is_left_in_english(path: Path) -> None:
    left = [
        f"{place} ({code})"
        for place, text in texts_in(path)
        for code in LANGUAGES[1:]
        if (text[code] == text["en"] and (code, text[code]) not in SAME_WORD)
        or TONGUES.search(text[code])
        or (code in SCRIPTS and not SCRIPTS[code].search(text[code]))
    ]
    assert left == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_bundled_texts_name_the_same_years(path: Path) -> None:
    differing = [
        f"{place} ({code})"
        for place, text in texts_in(path)
        for code in LANGUAGES[1:]
        if years_of(text[code]) != years_of(text["en"])
    ]
    assert differing == []
