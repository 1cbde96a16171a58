"""Readable names of places for findings."""

from collections.abc import Callable
from functools import cache

from django.utils.translation import get_language

from milepost.indicators.mapping import PlaceMatcher
from milepost.places.selectors import list_areas


@cache
def _names() -> dict[str, dict[str, str]]:
    return {area["code"]: area["names"] for area in list_areas()}


def name_place(code: str) -> str:
    """Return the name of a place in the reader's language with its code."""
    names = _names().get(code, {})
    language = (get_language() or "en").split("-", maxsplit=1)[0]
    name = names.get(language) or names.get("en")
    return f"{name} ({code})" if name else code


def place_namer(places: PlaceMatcher) -> Callable[[str], list[str]]:
    """Return a function that suggests up to three readable places for a text."""

    def suggest(text: str) -> list[str]:
        return [name_place(code) for code in places.suggest(text)[:3]] if text.strip() else []

    return suggest
