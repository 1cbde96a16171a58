"""Definitions of indicators made of the code lists of a data set: only what they say.

A data set states neither how countries roll up nor which change is progress, so neither is
invented: aggregation and direction are ``none`` until somebody defines them.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from milepost.indicators.definitions import OF_UNKNOWN_NATURE
from milepost.indicators.sdmx.components import FREQUENCY, UNIT
from milepost.indicators.sdmx.keys import MAX_KEY
from milepost.indicators.sdmx.structure import Structure
from milepost.kernel.languages import LANGUAGES

_PER_CENT: Final = frozenset({"PT", "PC", "PERCENT", "PERCENTAGE"})
_ABOUT: Final = ("IndicatorTitle", "DEFINITION", "Definition")


def key_of(prefix: str, code: str) -> str:
    """Return the key of an indicator: with ``rw``, ``SI_POV_DAY1`` becomes ``rw-si-pov-day1``."""
    plain = re.sub(r"[^a-z0-9]+", "-", code.casefold()).strip("-")
    return f"{prefix}-{plain}"[:MAX_KEY].rstrip("-")


def define_series(
    key: str,
    code: str,
    component: str,
    combos: Sequence[Mapping[str, str]],
    structure: Structure | None,
) -> dict[str, Any]:
    """Return the normalised definition of one indicator. ``combos`` are its keys as codes."""
    listed = structure.codes.get(component, {}).get(code) if structure else None
    title = _texts(listed.names if listed else {}, code)
    about = _texts(listed.descriptions if listed else {}, title["en"])
    for name in _ABOUT:
        if listed and listed.annotations.get(name):
            about = about | {"en": listed.annotations[name]}
            break
    unit = _unit(combos, structure)
    frequency = _one(combos, FREQUENCY)
    spoken = structure.name_of(FREQUENCY, frequency) if structure and frequency else frequency
    metadata = {"STAT_CONC_DEF": about, "UNIT_MEASURE": unit["label"]}
    if spoken:
        metadata["FREQ_COLL"] = {"en": spoken}
    return {
        "key": key,
        "title": title,
        "definition": about,
        "unit": unit,
        **OF_UNKNOWN_NATURE,
        "frequency": (spoken or "irregular")[:60],
        "breakdowns": [],
        "metadata": metadata,
    }


def _texts(texts: Mapping[str, str], fallback: str) -> dict[str, str]:
    kept = {lang: text for lang, text in texts.items() if lang in LANGUAGES and text}
    if "en" in kept:
        return kept
    return {"en": next(iter(texts.values()), "") or fallback, **kept}


def _one(combos: Sequence[Mapping[str, str]], name: str) -> str:
    """Return the only code of a component, or "" when it has none or several."""
    codes = {combo.get(name, "") for combo in combos}
    return codes.pop() if len(codes) == 1 else ""


def _unit(combos: Sequence[Mapping[str, str]], structure: Structure | None) -> dict[str, Any]:
    component = next((name for name in UNIT if combos and name in combos[0]), "")
    code = _one(combos, component) if component else ""
    if not code:
        return {"key": "as-stated", "label": {"en": "as stated in each row"}}
    listed = structure.codes.get(component, {}).get(code) if structure else None
    label = _texts(listed.names if listed else {}, code)
    if code.upper() in _PER_CENT:
        return {"key": "percent", "label": label}
    key = re.sub(r"[^a-z0-9]+", "-", code.casefold()).strip("-")[:60].strip("-")
    return {"key": key or "as-stated", "label": label}
