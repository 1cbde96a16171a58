"""A translation may join a version; nothing else may."""

from typing import Any

import pytest

from milepost.frameworks.document import parse
from milepost.frameworks.translating import list_added_languages
from tests.factories.frameworks import PLAN, swap


def document(text: str) -> dict[str, Any]:
    """Return the document of a file that has no errors."""
    parsed, findings = parse(text, "plan.yaml")
    assert parsed is not None, findings
    return parsed


def test_the_same_document_adds_no_language() -> None:
    assert list_added_languages(document(PLAN), document(f"# Comment.\n{PLAN}")) == []


def test_added_languages_are_named_wherever_they_stand() -> None:
    new = swap(PLAN, "{en: Ratifications}", "{en: Ratifications, zh: 批准}")
    new = swap(new, "- {en: Treaty register}", "- {en: Treaty register, es: Registro}")
    assert list_added_languages(document(PLAN), document(new)) == ["es", "zh"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{en: Ratifications}", "{en: Ratified}"),
        ("fr: Plan du village", "fr: Plan de village"),
        (", fr: Plan du village", ""),
        ("{value: 50,", "{value: 60,"),
        ("level: country", "level: region"),
        ("- {en: Treaty register}", "- {en: Treaty register}\n              - {en: Visits}"),
        ('    text: {en: "Work that people can live on: paid, safe and free."}\n', ""),
    ],
)
def test_anything_else_is_another_content(old: str, new: str) -> None:
    assert list_added_languages(document(PLAN), document(swap(PLAN, old, new))) is None
