"""Names of places for people."""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language

from milepost.indicators.mapping import PlaceMatcher
from milepost.places.selectors import list_areas


@cache
def _names() -> dict[str, dict[str, str]]:
    return {area["code"]: area["names"] for area in list_areas()}


@dataclass(frozen=True, slots=True)
class PlaceNaming:
    """Names places in the reader's language, with what a matcher knows of doubtful texts."""

    places: PlaceMatcher

    def name(self, code: str) -> str:
        """Return the name of a place with its code."""
        names = _names().get(code, {})
        language = (get_language() or "en").split("-", maxsplit=1)[0]
        name = names.get(language) or names.get("en")
        return f"{name} ({code})" if name else code

    def suggest(self, text: str) -> list[str]:
        """Return up to three places that a text may mean."""
        return [self.name(code) for code in self.places.suggest(text)[:3]] if text.strip() else []

    def explain(self, text: str) -> str:
        """Return why a text is no area, or an empty text."""
        return self.places.explain(text)
