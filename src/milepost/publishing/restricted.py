"""Keeping what is not public out of a bundle, even if it was restricted after the closing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from milepost.evidence.selectors import list_public_sources
from milepost.reviews.guarded import list_not_public
from milepost.reviews.material import Material

Covered = tuple[frozenset[str], frozenset[tuple[str, str, str]]]
"""Assessments whose note is not public; passages of assessments that are not."""


def with_public_citations(material: Material) -> Material:
    """Return the material with the passages of public sources alone."""
    public = frozenset(str(source["key"]) for source in list_public_sources())
    covered = list_not_public(str(material.edition["key"]))
    return replace(
        material,
        assessments=_said(_only(material.assessments, public), covered),
        replies=_only(material.replies, public),
        rounds=[
            {**row, "first": _said(_only(row["first"], public), covered)} for row in material.rounds
        ],
    )


def _said(rows: Sequence[dict[str, Any]], covered: Covered) -> list[dict[str, Any]]:
    """Leave out notes and passages of assessments that are not public (any more)."""
    notes, passages = covered
    kept = []
    for row in rows:
        cited = [
            item
            for item in row["citations"]
            if (row["id"], item["source"], item["locator"]) not in passages
        ]
        hidden = ("note", "note_level") if row["id"] in notes else ("note_level",)
        kept.append(
            {name: value for name, value in row.items() if name not in hidden}
            | {"citations": cited}
        )
    return kept


def _only(rows: Sequence[dict[str, Any]], public: frozenset[str]) -> list[dict[str, Any]]:
    return [
        {**row, "citations": [item for item in row["citations"] if item["source"] in public]}
        for row in rows
    ]
