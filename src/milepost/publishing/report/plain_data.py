"""The content tree as plain values, for the template that sets it."""

from dataclasses import fields, is_dataclass
from typing import Any

from milepost.publishing.report.tree import (
    Bullets,
    Definitions,
    Figure,
    Paragraph,
    Section,
    Sentence,
    Spread,
    Table,
)

KINDS: dict[type, str] = {
    Bullets: "bullets",
    Definitions: "definitions",
    Figure: "figure",
    Paragraph: "paragraph",
    Section: "section",
    Sentence: "sentence",
    Spread: "spread",
    Table: "table",
}
LEFT_OUT = frozenset({"svg"})
"""Fields that a template does not read and that are large."""


def plain_data(node: Any) -> Any:
    """Return a node with everything in it as mappings, lists, texts and numbers."""
    if isinstance(node, tuple | list):
        return [plain_data(item) for item in node]
    if not is_dataclass(node):
        return node
    values = {
        field.name: plain_data(getattr(node, field.name))
        for field in fields(node)
        if field.name not in LEFT_OUT
    }
    kind = KINDS.get(type(node))
    if kind is not None:
        values["kind"] = kind
    elif "blocks" in values:
        values["kind"] = "box"
    return values
