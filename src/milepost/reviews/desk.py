"""What lies on an assessor's desk beside the rating itself: series, earlier editions, drafts.

A draft is its writer's alone: every function here that reads one asks for the person first.
"""

from datetime import date
from typing import Any

from milepost.indicators.selectors import get_indicator, read_observations
from milepost.kernel.errors import NotFound
from milepost.reviews.errors import EditionNotComputed
from milepost.reviews.models import Assessment, AssignmentState, Draft
from milepost.reviews.progress import find_queue, list_conflicts
from milepost.reviews.result_selectors import list_ratings
from milepost.reviews.selectors import get_edition

Subject = tuple[str, str, str]
"""(framework, benchmark, place)."""
EARLIER_AT_MOST = 5
VALUES_AT_MOST = 60
TOKENS_KEPT = 20


def list_values(benchmark: dict[str, Any], place: str, as_of: date) -> list[dict[str, Any]]:
    """Return the values that a benchmark is measured by in a place, the newest first.

    Keys: period, value, status, note. Empty for a benchmark without a measure, and for a place
    without values of its own.
    """
    measure = benchmark.get("measure")
    if not measure:
        return []
    table = read_observations(measure["indicator"], as_of)
    breakdown = measure.get("breakdown") or ""
    rows = [
        {name: row[name] for name in ("period", "value", "status", "note")}
        for row in table.to_pylist()
        if row["area"] == place and row["breakdown"] == breakdown and not row["counterpart"]
    ]
    return sorted(rows, key=lambda row: str(row["period"]), reverse=True)[:VALUES_AT_MOST]


def find_measured(benchmark: dict[str, Any]) -> dict[str, Any] | None:
    """Return the definition of the indicator that measures a benchmark, or None."""
    measure = benchmark.get("measure")
    try:
        return get_indicator(measure["indicator"]) if measure else None
    except NotFound:
        return None


def list_earlier(edition: str, subject: Subject) -> list[dict[str, Any]]:
    """Return the rating in the closed editions before this one, the newest first.

    Keys: edition, title, as_of, rating. Editions that did not rate it are left out.
    """
    found = []
    key = get_edition(edition)["previous"]
    seen = {edition}
    while key and key not in seen and len(seen) <= EARLIER_AT_MOST:
        seen.add(key)
        row = get_edition(key)
        rating = _find(key, subject) if row["state"] == "closed" else None
        if rating:
            found.append(
                {"edition": key, "title": row["title"], "as_of": row["as_of"], "rating": rating}
            )
        key = row["previous"]
    return found


def _find(edition: str, subject: Subject) -> dict[str, Any] | None:
    try:
        rows = list_ratings(edition)
    except EditionNotComputed:
        return None
    for row in rows:
        if (row["framework"], row["benchmark"], row["place"]) == subject:
            return row
    return None


def find_draft(person: str, edition: str, subject: Subject) -> dict[str, Any] | None:
    """Return a person's own draft of a rating: content and saved_at, or None."""
    framework, benchmark, place = subject
    row = Draft.objects.filter(
        edition__key=edition,
        framework=framework,
        benchmark=benchmark,
        place=place,
        person_key=person,
    ).first()
    return {"content": row.content, "saved_at": row.saved_at} if row else None


def list_submissions(person: str) -> list[str]:
    """Return the names of the forms that a person handed in last, so that copies can go."""
    rows = Assessment.objects.filter(person_key=person).exclude(submission="")
    return list(rows.order_by("-id").values_list("submission", flat=True)[:TOKENS_KEPT])


def with_conflicts(
    voices: list[dict[str, Any]], edition: str, subject: Subject
) -> list[dict[str, Any]]:
    """Add to each assessment the conflict of interest that its writer declared ("" for none).

    For those who decide, and for nobody else.
    """
    framework, benchmark, place = subject
    rows = Assessment.objects.filter(
        edition__key=edition, framework=framework, benchmark=benchmark, place=place
    ).exclude(person_key="")
    writers = {str(row.uuid): row.person_key for row in rows}
    declared = list_conflicts(edition, subject)
    return [item | {"conflict": declared.get(writers.get(item["id"], ""), "")} for item in voices]


def get_desk(person: str, edition: str, subject: Subject) -> dict[str, Any]:
    """Return what is on a person's desk for a rating.

    Keys: queue (as ``find_queue``), draft (or None), needs_answer (the assignment that must be
    answered first, or None), done (submissions handed in).
    """
    queue = find_queue(person, edition, subject)
    own = queue["own"]
    is_offered = bool(own) and own["state"] == AssignmentState.OFFERED
    return {
        "queue": queue,
        "draft": find_draft(person, edition, subject),
        "needs_answer": own if is_offered else None,
        "done": list_submissions(person),
    }
