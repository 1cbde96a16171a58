"""Keeping what is not public out of a bundle, even if it was restricted after the closing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from milepost.evidence.selectors import list_public_sources
from milepost.reviews.material import Material


def with_public_citations(material: Material) -> Material:
    """Return the material with the passages of public sources alone."""
    public = frozenset(str(source["key"]) for source in list_public_sources())
    return replace(
        material,
        assessments=_only(material.assessments, public),
        replies=_only(material.replies, public),
        rounds=[{**row, "first": _only(row["first"], public)} for row in material.rounds],
    )


def _only(rows: Sequence[dict[str, Any]], public: frozenset[str]) -> list[dict[str, Any]]:
    return [
        {**row, "citations": [item for item in row["citations"] if item["source"] in public]}
        for row in rows
    ]
