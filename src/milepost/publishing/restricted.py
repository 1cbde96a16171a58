"""Keeping what is not public out of a bundle, even if it was restricted after the closing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from milepost.evidence.selectors import list_public_sources
from milepost.reviews.computation import compute
from milepost.reviews.guarded import list_not_public
from milepost.reviews.material import Document, Material, Result
from milepost.reviews.survey_basis import NOT_FIRM, named_surveys, observed_of

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


def with_public_tables(
    material: Material,
    result: Result,
    vintages: Mapping[str, Sequence[Document]],
    surveys: Sequence[Document],
) -> tuple[Material, Result]:
    """Return material and result with what is said of surveys by the tables still published.

    A table may have been withdrawn since the edition was computed, for somebody took a consent
    back. The colours stay; what the workings say of surveys, and the flag of a colour that does
    not hold over an interval, are made again. ``vintages`` are the catalogue rows by indicator.
    """
    observed = observed_of(row for rows in vintages.values() for row in rows)
    public = replace(material, observed=observed, surveys=named_surveys(observed, surveys))
    if (public.observed, public.surveys) == (material.observed, material.surveys):
        return material, result
    again = compute(public)
    flagged = {_subject(row) for row in again.ratings if NOT_FIRM in row["flags"]}
    for row in result.ratings:
        others = {flag for flag in row["flags"] if flag != NOT_FIRM}
        row["flags"] = sorted(others | ({NOT_FIRM} if _subject(row) in flagged else set()))
    for key, places in result.traces.items():
        for place, trace in places.items():
            trace.pop("survey", None)
            part = again.traces.get(key, {}).get(place, {}).get("survey")
            if part is not None:
                trace["survey"] = part
    return public, result


def _subject(row: Document) -> tuple[str, str, str]:
    return row["framework"], row["benchmark"], row["place"]


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
