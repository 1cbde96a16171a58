"""How strong the evidence behind a rating is: its grade, from what the bundle says of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from milepost.measure.confidence import STARTS, evidence_grade
from milepost.measure.rounding import tidy
from milepost.measure.series import ESTIMATED_STATUSES, decimal_year, when_of
from milepost.measure.working import Working
from milepost.publishing.bundle import Bundle, Json
from milepost.publishing.wording_grade import grade_sentences
from milepost.publishing.workings import sentence

KIND_OF_DOCUMENT = {
    "statistics": "official",
    "law": "official",
    "treaty": "official",
    "court_decision": "official",
    "policy": "official",
    "report": "study",
    "survey": "survey",
}
"""Kind of a cited source -> kind of evidence; practices, news and testimony are opinion."""
OPINION = "opinion"
SURVEY = "survey"


@dataclass(frozen=True, slots=True)
class _Part:
    """What one side of a rating, rule or people, rests on.

    ``representative`` says of a survey whose table is counted whether it is; empty otherwise.
    """

    kind: str
    sources: frozenset[str]
    latest: float | None
    representative: str = ""


def grade_page(
    bundle: Bundle, rating: Json, trace: Json | None, indicator: Json | None, language: str
) -> dict[str, Any] | None:
    """Return the grade of a rating in words; None where there is no colour.

    Keys: letter (A to D), sentence (the grade and what to be careful about), reasons (what it is
    made from, a sentence each).
    """
    working = grade_of(bundle, rating, trace, indicator)
    if working is None:
        return None
    return {
        "letter": working["grade"],
        "sentence": sentence(working, language),
        "reasons": grade_sentences(working, language),
    }


def letter_of(bundle: Bundle, rating: Json) -> str:
    """Return the letter of the grade of a rating, "" where it has no colour."""
    if rating["state"] == "grey":
        return ""
    framework, key = rating["framework"], rating["benchmark"]
    measure = (bundle.benchmark(framework, key) or {}).get("measure")
    indicator = bundle.indicators.get(measure["indicator"]) if measure else None
    trace = bundle.trace(framework, key, rating["place"])
    working = grade_of(bundle, rating, trace, indicator)
    return str(working["grade"]) if working else ""


def grade_of(
    bundle: Bundle, rating: Json, trace: Json | None, indicator: Json | None
) -> Working | None:
    """Return the working of the grade of a rating; None where it has no colour.

    The best source of rule and people counts, the newest evidence, and all independent sources of
    both. They agree where the rating is not contested.
    """
    if rating["state"] == "grey":
        return None
    parts = [
        part
        for part in (
            _measured(rating, trace, indicator),
            _judged(bundle, rating),
        )
        if part is not None
    ]
    if not parts:
        return evidence_grade(None)
    as_of = decimal_year(date.fromisoformat(bundle.edition["as_of"]))
    known = [part.latest for part in parts if part.latest is not None]
    best = min((part.kind for part in parts), key=lambda kind: STARTS[kind])
    return evidence_grade(
        best,
        max(0.0, tidy(as_of - max(known))) if known else None,
        len(frozenset().union(*(part.sources for part in parts))),
        "contested" not in rating["flags"],
        representative=next((p.representative for p in parts if p.kind == best == SURVEY), ""),
    )


def _measured(rating: Json, trace: Json | None, indicator: Json | None) -> _Part | None:
    """Return what the rule's figure rests on: vintages, and how new the figure is.

    A list of parties is a record of the depositary, as new as the day on which it was known; other
    figures are official where they are observed, and a study where they are estimated. One that
    was taken from the table of a survey, wholly or in part, is a survey.
    """
    computed = rating.get("computed")
    if not computed or computed["state"] == "grey" or indicator is None:
        return None
    used = (trace or {}).get("inputs", {}).get("used", [])
    ids = {row.get("vintage") for row in used}
    vintages = [row for row in indicator.get("vintages", ()) if row["id"] in ids]
    vintages = vintages or list(indicator.get("vintages", ()))
    sources = frozenset(str(row["source"]) for row in vintages)
    if indicator["kind"] == "adoption":
        return _Part("administrative", sources, _newest(row.get("known_on") for row in vintages))
    period = computed.get("period")
    survey = (trace or {}).get("survey")
    if survey:
        return _Part(SURVEY, sources, _newest([period]), survey["representative"])
    latest = [row for row in used if row["period"] == period]
    estimated = any(row.get("status") in ESTIMATED_STATUSES for row in latest)
    kind = "study" if estimated else "official"
    return _Part(kind, sources, _newest([period]))


def _judged(bundle: Bundle, rating: Json) -> _Part | None:
    """Return what people rest on: the documents they cite, or else their own word."""
    if not rating.get("judged") or rating["judged"]["state"] == "grey":
        return None
    voices = bundle.assessments(rating["framework"], rating["benchmark"], rating["place"])
    keys = {citation["source"] for voice in voices for citation in voice.get("citations", ())}
    documents = {key: bundle.evidence[key] for key in sorted(keys) if key in bundle.evidence}
    if not documents:
        people = frozenset(str(voice.get("assessor")) for voice in voices)
        return _Part(OPINION, people, _newest(voice.get("assessed_on") for voice in voices))
    kinds = [KIND_OF_DOCUMENT.get(row.get("kind", ""), OPINION) for row in documents.values()]
    best = min(kinds, key=lambda kind: STARTS[kind])
    return _Part(
        best, frozenset(documents), _newest(row.get("issued") for row in documents.values())
    )


LENGTHS = {4: 1.0, 7: 1 / 12, 10: 0.0}
"""Characters of a period -> years that it lasts; a quarter has seven as a month has."""
QUARTER = 0.25


def _newest(periods: Iterable[str | None]) -> float | None:
    """Return the end of the newest period as a decimal year; None when no period can be read."""
    ends = []
    for period in periods:
        try:
            start = when_of(str(period))
        except ValueError:
            continue
        ends.append(start + (QUARTER if "Q" in str(period) else LENGTHS.get(len(str(period)), 0.0)))
    return max(ends, default=None)
