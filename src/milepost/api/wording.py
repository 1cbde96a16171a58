"""Texts in the language that was asked for, each with the language it is really in."""

from collections.abc import Mapping
from typing import Any

from milepost.publishing.bundle import language_of, text_in

Json = dict[str, Any]


def worded(texts: Mapping[str, str] | str | None, language: str) -> Json | None:
    """Return a text with its language, or None where there is none."""
    text = text_in(texts, language)
    return {"text": text, "language": language_of(texts, language)} if text else None


def named(texts: Mapping[str, str] | str | None, language: str, otherwise: str) -> Json:
    """Return a name with its language; what has no name is called by its key."""
    return worded(texts, language) or {"text": otherwise, "language": language}
