"""The canonical key of a breakdown: ``age=15-24|sex=F``, and "" for the total. Pure."""

import re
from collections.abc import Mapping

from milepost.indicators.vocabulary import SEXES, TOTALS

_NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
MAX_LENGTH = 1000


def dimension_key(text: str) -> str:
    """Return a dimension's key made of a label: ``Age group`` becomes ``age-group``."""
    plain = re.sub(r"[^\w]+|_", "-", text.casefold()).strip("-")
    return plain if _NAME.fullmatch(plain) else re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _value(dimension: str, text: str) -> str:
    """Return the value of a dimension in its usual form, or "" for the total."""
    plain = " ".join(text.split())
    lowered = plain.casefold()
    if lowered in TOTALS:
        return ""
    if dimension == "sex":
        return SEXES.get(lowered, plain)
    return plain


def breakdown_of(parts: Mapping[str, str]) -> tuple[str | None, str]:
    """Return (canonical key, "") for dimension values, or (None, the text that is not one).

    Totals and empty texts leave their dimension out.
    """
    found = {name: _value(name, text) for name, text in parts.items()}
    for text in found.values():
        if "|" in text or "=" in text or any(ord(c) < 32 for c in text):
            return None, text
    key = "|".join(f"{name}={found[name]}" for name in sorted(found) if found[name])
    return (key, "") if len(key) <= MAX_LENGTH else (None, key[:60])


def canonical_breakdown(text: str) -> tuple[str | None, str]:
    """Return (canonical key, "") for a written key, or (None, the part that is wrong)."""
    plain = text.strip()
    if not plain or plain.casefold() in TOTALS:
        return "", ""
    parts: dict[str, str] = {}
    for part in plain.split("|"):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        name = name.lower()
        if not equals or not value or not _NAME.fullmatch(name) or name in parts:
            return None, part.strip() or plain
        parts[name] = value
    return breakdown_of(parts)
