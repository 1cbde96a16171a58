"""Which charts a page shows; a page without charts hides the block."""

from typing import Any

from milepost.publishing.bundle import Bundle

Context = dict[str, Any]


def chart_blocks(
    bundle: Bundle, framework: str, benchmark: str, place: str | None, language: str
) -> list[Context]:
    """Return the charts of a benchmark (in a place), each drawn and ready to inline."""
    return []


def place_charts(bundle: Bundle, place: str, language: str) -> list[Context]:
    """Return the charts of a place's profile."""
    return []
