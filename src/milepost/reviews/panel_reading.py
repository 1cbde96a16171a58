"""Reading rounds of panels as they are stored. Nothing here asks who reads."""

from typing import Any

from milepost.reviews.models import Assessment, Edition, SecondRound

Document = dict[str, Any]
Subject = tuple[str, str, str]
"""(framework, benchmark, place)."""
BY = ("framework", "benchmark", "place")


def where_of(subject: Subject) -> dict[str, str]:
    """Return the fields by which a rating's rows are found."""
    return dict(zip(BY, subject, strict=True))


def find_second_round(edition: Edition, subject: Subject) -> SecondRound | None:
    """Return the second round of a rating, for this room alone, or None."""
    return SecondRound.objects.filter(edition=edition, **where_of(subject)).first()


def list_current_ids(first: list[Assessment]) -> dict[str, str]:
    """Return for assessments of a first round the id of the same voice's assessment in force."""
    found = {}
    for row in first:
        current = Assessment.objects.filter(
            edition=row.edition_id,
            framework=row.framework,
            benchmark=row.benchmark,
            place=row.place,
            person_key=row.person_key,
            superseded_at=None,
        )
        if not row.person_key:
            current = current.filter(assessor=row.assessor, standpoint=row.standpoint)
        now = current.first()
        found[str(row.uuid)] = str(now.uuid) if now else ""
    return found


def list_first_people(edition: str, subject: Subject) -> frozenset[str]:
    """Return the uuids of those who judged a rating in the first of two rounds."""
    found = SecondRound.objects.filter(edition__key=edition, **where_of(subject)).first()
    if found is None:
        return frozenset()
    rows = Assessment.objects.filter(uuid__in=found.first).exclude(person_key="")
    return frozenset(rows.values_list("person_key", flat=True))
