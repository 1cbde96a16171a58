"""An indicator definition made of Open SDG metadata: only what the repository says.

Open SDG states neither how countries roll up nor which change is progress, so neither is
invented: aggregation and direction are ``none`` until somebody defines them.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from milepost.indicators.definitions import OF_UNKNOWN_NATURE
from milepost.indicators.open_sdg.repository import Source

MAX_KEY: Final = 100
_CONCEPTS: Final[Mapping[str, tuple[str, ...]]] = {
    "STAT_CONC_DEF": ("computation_definitions", "national_indicator_description"),
    "UNIT_MEASURE": ("computation_units",),
    "SOURCE_TYPE": ("source_statistical_classification_1",),
    "FREQ_COLL": ("source_periodicity_1",),
    "DATA_SOURCE": ("source_organisation_1", "source_url_text_1"),
    "REC_USE_LIM": ("data_footnote", "other_info"),
    "DATA_COMP": ("computation_calculations",),
    "COMPARABILITY": ("source_geographical_coverage_1", "national_geographical_coverage"),
}
"""SDMX metadata concept -> fields of Open SDG, the first that is stated."""

_TITLES: Final = ("indicator_available", "graph_title", "national_indicator_description")
_TAG = re.compile(r"<[^>]*>")
_PER_CENT: Final = frozenset({"percentage (%)", "percentage", "per cent", "percent", "%"})


def define(source: Source, prefix: str, language: str = "en") -> dict[str, Any]:
    """Return the normalised definition of one indicator; its key is ``prefix-1-2-1``."""
    title = source.text(*_TITLES) or f"Indicator {source.number}"
    unit = source.text("computation_units")
    concepts = {
        concept: {language: text}
        for concept, names in _CONCEPTS.items()
        if (text := plain_text(source.text(*names)))
    }
    definition = plain_text(source.text(*_CONCEPTS["STAT_CONC_DEF"])) or title
    return {
        "key": f"{prefix}-{source.key}"[:MAX_KEY],
        "title": _text(plain_text(title), language),
        "definition": _text(definition, language),
        "unit": unit_of(unit, language),
        **OF_UNKNOWN_NATURE,
        "frequency": (source.text("source_periodicity_1") or "irregular")[:60],
        "metadata": {name: _text(text[language], language) for name, text in concepts.items()},
    }


def _text(text: str, language: str) -> dict[str, str]:
    return {"en": text} if language == "en" else {"en": text, language: text}


def plain_text(text: str) -> str:
    """Return text without the marks of a page."""
    return " ".join(_TAG.sub(" ", text).split())


def unit_of(text: str, language: str) -> dict[str, Any]:
    """Return the unit: ``percent`` where it is one, otherwise a key made of its words.

    A repository that keeps the unit in a column of the data has the unit "as stated".
    """
    plain = plain_text(text)
    if plain.casefold() in _PER_CENT:
        return {"key": "percent", "label": _text(plain, language)}
    key = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()[:60].strip("-")
    return {"key": key or "as-stated", "label": _text(plain or "as stated in each row", language)}
