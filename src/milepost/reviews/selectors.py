"""What others may ask this room: editions, their assessments, second rounds and decisions."""

from collections.abc import Iterable

from milepost.evidence.selectors import list_citations, list_source_keys
from milepost.frameworks.selectors import get_document
from milepost.kernel import clock
from milepost.kernel.actors import ANONYMOUS, Actor
from milepost.kernel.errors import NotFound
from milepost.places.selectors import list_areas, list_groups
from milepost.reviews.entries import Known, KnownEdition
from milepost.reviews.guarded import list_links, read_notes
from milepost.reviews.material import Document
from milepost.reviews.models import (
    Assessment,
    Decision,
    Edition,
    EditionState,
    SecondRound,
)
from milepost.reviews.panel_reading import list_current_ids, where_of

# --- editions -----------------------------------------------------------------------------------


def get_edition_row(key: str, *, lock: bool = False) -> Edition:
    """Return the row of an edition, for this room alone. Raises ``NotFound``."""
    rows = Edition.objects.select_for_update() if lock else Edition.objects.all()
    row = rows.filter(key=key).first()
    if row is None:
        raise NotFound(what="edition", key=key)
    return row


def get_edition(key: str) -> Document:
    """Return an edition. Raises ``NotFound``.

    Keys: key, title, about, as_of, main_framework, frameworks (keys in order),
    framework_versions, heatmap_places, previous, state, opened_at, opened_by, closed_at,
    closed_by; days and instants as ISO text.
    """
    return _edition(get_edition_row(key))


def find_edition(key: str) -> Document | None:
    """Return an edition, or None."""
    row = Edition.objects.filter(key=key).first()
    return _edition(row) if row else None


def list_editions() -> list[Document]:
    """Return all editions, the oldest knowledge first."""
    rows = Edition.objects.select_related("previous").prefetch_related("frameworks")
    return [_edition(row) for row in rows.order_by("as_of", "key")]


def _edition(row: Edition) -> Document:
    pinned = list(row.frameworks.all())
    return {
        "key": row.key,
        "title": row.title,
        "about": row.about,
        "as_of": row.as_of.isoformat(),
        "main_framework": row.main_framework,
        "frameworks": [item.key for item in pinned],
        "framework_versions": {item.key: item.version for item in pinned},
        "heatmap_places": row.heatmap_places,
        "previous": row.previous.key if row.previous else None,
        "state": row.state,
        "opened_at": row.opened_at.isoformat(),
        "opened_by": row.opened_by,
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
        "closed_by": row.closed_by,
    }


_PUBLIC = (
    "key",
    "title",
    "about",
    "as_of",
    "main_framework",
    "frameworks",
    "heatmap_places",
    "previous",
    "closed_at",
)


def public_edition(row: Edition) -> Document:
    """Return what a computation and a bundle say of an edition, for this room alone."""
    edition = _edition(row)
    return {name: edition[name] for name in _PUBLIC}


# --- judgements and decisions -------------------------------------------------------------------


def list_assessments(
    edition: str,
    *,
    framework: str = "",
    benchmark: str = "",
    place: str = "",
    reader: Actor = ANONYMOUS,
) -> list[Document]:
    """Return the current assessments of an edition, in the shape of ``assessments.json``.

    With the passages that the ``reader`` may see; without one those of public sources.
    Sorted by framework, benchmark, place, assessor and standpoint.
    """
    rows = Assessment.objects.filter(edition__key=edition, superseded_at=None)
    wanted = {"framework": framework, "benchmark": benchmark, "place": place}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    order = ("framework", "benchmark", "place", "assessor", "standpoint", "uuid")
    return _assessments(rows.order_by(*order), reader)


def list_versions(
    edition: str, subject: tuple[str, str, str], reader: Actor = ANONYMOUS
) -> list[Document]:
    """Return every assessment ever made of a rating, the newest first, with ``superseded_at``."""
    framework, benchmark, place = subject
    rows = Assessment.objects.filter(
        edition__key=edition, framework=framework, benchmark=benchmark, place=place
    ).order_by("-id")
    shapes = _assessments(rows, reader)
    return [
        {
            **shape,
            "superseded_at": row.superseded_at,
            "submitted_by": row.submitted_by,
            "person_key": row.person_key,
        }
        for row, shape in zip(rows, shapes, strict=True)
    ]


def find_own_assessment(
    person: Actor, edition: str, subject: tuple[str, str, str]
) -> Document | None:
    """Return a person's current assessment of (framework, benchmark, place), or None."""
    framework, benchmark, place = subject
    rows = Assessment.objects.filter(
        edition__key=edition,
        framework=framework,
        benchmark=benchmark,
        place=place,
        person_key=person.key,
        superseded_at=None,
    )
    found = _assessments(rows.order_by("-id")[:1], person)
    return found[0] if found else None


def _assessments(rows: Iterable[Assessment], reader: Actor) -> list[Document]:
    kept = list(rows)
    links = list_links(kept, reader)
    citations = list_citations({pk for found in links.values() for pk in found}, reader)
    notes = read_notes(kept, reader)
    return [
        {
            "id": str(row.uuid),
            "framework": row.framework,
            "benchmark": row.benchmark,
            "place": row.place,
            "standpoint": row.standpoint,
            "colour": row.colour,
            "reason": row.reason,
            "confidence": row.confidence,
            "assessor": row.assessor,
            "assessed_on": row.assessed_on.isoformat(),
            "round": row.round,
            "citations": [
                {**citations[pk], **levels}
                for pk, levels in links.get(row.pk, {}).items()
                if pk in citations
            ],
            **notes.get(row.pk, {}),
        }
        for row in kept
    ]


def list_second_rounds(edition: str) -> list[Document]:
    """Return the second rounds of an edition in the shape of ``rounds.json``.

    Keys: framework, benchmark, place, reason, by, opened_on, closed_on (None while open), first:
    the assessments of the first round, each with ``now``, the id of the one in force. Sorted by
    framework, benchmark and place.
    """
    rows = SecondRound.objects.filter(edition__key=edition)
    return [_second_round(row) for row in rows.order_by("framework", "benchmark", "place")]


def _second_round(row: SecondRound) -> Document:
    kept = sorted(Assessment.objects.filter(uuid__in=row.first), key=lambda item: str(item.uuid))
    now = list_current_ids(kept)
    return {
        "framework": row.framework,
        "benchmark": row.benchmark,
        "place": row.place,
        "reason": row.reason,
        "by": row.opened_by,
        "opened_on": row.opened_at.date().isoformat(),
        "closed_on": row.closed_at.date().isoformat() if row.closed_at else None,
        "first": [{**shape, "now": now[shape["id"]]} for shape in _assessments(kept, ANONYMOUS)],
    }


def find_decision_id(edition: str, subject: tuple[str, str, str]) -> str:
    """Return the id of the decision in force on a rating, or an empty text."""
    rows = Decision.objects.filter(edition__key=edition, superseded_at=None)
    found = rows.filter(**where_of(subject)).first()
    return str(found.uuid) if found else ""


def list_decisions(edition: str) -> list[Document]:
    """Return the current decisions: framework, benchmark, place, state, reason, by, on."""
    rows = Decision.objects.filter(edition__key=edition, superseded_at=None)
    return [
        {
            "framework": row.framework,
            "benchmark": row.benchmark,
            "place": row.place,
            "state": row.state,
            "reason": row.reason,
            "by": row.decided_by,
            "on": row.decided_at.date().isoformat(),
        }
        for row in rows.order_by("framework", "benchmark", "place")
    ]


def list_known(reader: Actor = ANONYMOUS) -> Known:
    """Return what an assessment of a reader may refer to: editions with benchmarks and places,
    and the sources that they may see.
    """
    areas = frozenset(area["code"] for area in list_areas())
    editions = {}
    for row in Edition.objects.prefetch_related("frameworks"):
        groups = frozenset(group["code"] for group in list_groups(row.as_of))
        editions[row.key] = KnownEdition(
            is_open=row.state == EditionState.OPEN,
            benchmarks={
                item.key: frozenset(
                    benchmark["key"]
                    for benchmark in get_document(item.key, item.version)["benchmarks"]
                )
                for item in row.frameworks.all()
            },
            places=areas | groups,
        )
    return Known(editions=editions, sources=list_source_keys(reader), today=clock.today())
