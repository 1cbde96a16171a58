"""Reading editions, judgements and results. Everything as plain values."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings

from milepost.evidence.selectors import list_citations, list_source_keys
from milepost.frameworks.selectors import get_document
from milepost.indicators.quality.gathering import gather_given
from milepost.indicators.quality.sources import comparable
from milepost.indicators.selectors import (
    list_conflicts,
    list_indicators,
    list_vintages,
    read_observations,
)
from milepost.kernel import clock
from milepost.kernel.actors import ANONYMOUS, Actor
from milepost.kernel.errors import NotFound
from milepost.places.selectors import list_areas, list_groups
from milepost.reviews import store
from milepost.reviews.entries import Known, KnownEdition
from milepost.reviews.errors import ComputedSetBroken, EditionNotComputed
from milepost.reviews.guarded import list_links, read_notes
from milepost.reviews.judgement import needs_decision
from milepost.reviews.material import Document, Material, Result, needed_indicators
from milepost.reviews.models import (
    Assessment,
    ComputedSet,
    Decision,
    Edition,
    EditionState,
    SecondRound,
)
from milepost.reviews.panel_reading import list_current_ids, where_of
from milepost.reviews.rating_rules import list_rules
from milepost.reviews.reply_reading import list_invitations, list_replies

WORLD = "001"
STATES = ("green", "yellow", "red", "grey")


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


def _public(edition: Document) -> Document:
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


# --- material and results -----------------------------------------------------------------------


def collect_material(key: str) -> Material:
    """Return everything that the ratings of an edition are computed from.

    A closed edition gives the very material that it was computed from, whatever was imported or
    withdrawn since. Raises ``NotFound``, ``EditionNotComputed`` and ``ComputedSetBroken``.
    """
    row = get_edition_row(key)
    if row.state == EditionState.CLOSED:
        computed = get_computed_row(key)
        try:
            material = store.read_material(set_folder(computed), computed.checksum)
        except store.BrokenFile as broken:
            raise ComputedSetBroken(edition=key, file=str(broken)) from broken
        return replace(material, edition=_public(_edition(row)))
    material = _frame(row)
    observations = {
        indicator: read_observations(indicator, row.as_of)
        for indicator in needed_indicators(material.frameworks, material.indicators)
    }
    before = _definitions_before(row)
    quality = {
        indicator: gather_given(indicator, row.as_of, table, before.get(indicator))
        for indicator, table in observations.items()
    }
    return replace(material, observations=observations, quality=quality)


def _definitions_before(row: Edition) -> dict[str, Document]:
    """Return what the edition before said of its indicators, as far as a change breaks a series."""
    computed = find_computed_row(row.previous.key) if row.previous else None
    if computed is None:
        return {}
    try:
        definitions = store.read_definitions(set_folder(computed), computed.checksum)
    except store.BrokenFile as broken:
        raise ComputedSetBroken(edition=computed.edition.key, file=str(broken)) from broken
    return {key: comparable(definition) for key, definition in definitions.items()}


def _frame(row: Edition) -> Material:
    """Return the material of an open edition without its observations."""
    edition = _edition(row)
    frameworks = [
        get_document(framework, version)
        for framework, version in edition["framework_versions"].items()
    ]
    definitions = {definition["key"]: definition for definition in list_indicators()}
    needed = needed_indicators(frameworks, definitions)
    return Material(
        edition=_public(edition),
        frameworks=frameworks,
        areas=list_areas(),
        groups=sorted(list_groups(row.as_of), key=lambda group: str(group["code"])),
        indicators={name: definitions[name] for name in needed},
        observations={},
        assessments=list_assessments(row.key),
        decisions=list_decisions(row.key),
        rules=list_rules(),
        replies=list_replies(row.key),
        invited=list_invitations(row.key),
        rounds=list_second_rounds(row.key),
    )


def inputs_checksum(key: str) -> str:
    """Return a checksum over everything that a computation would read now.

    Observations enter by the identity of their vintages, which never change.
    """
    row = get_edition_row(key)
    frame = _frame(row)
    vintages = [
        vintage["id"]
        for vintage in list_vintages(as_of=row.as_of)
        if vintage["indicator"] in frame.indicators
    ]
    parts = (
        frame.edition,
        frame.frameworks,
        frame.areas,
        frame.groups,
        frame.indicators,
        frame.assessments,
        frame.decisions,
        frame.rules,
        frame.replies,
        frame.invited,
        frame.rounds,
        vintages,
        [item for item in list_conflicts() if item["indicator"] in frame.indicators],
        _definitions_before(row),
    )
    return store.checksum_of(parts)


def computed_folder(edition: str) -> Path:
    """Return the folder in which the computations of an edition lie."""
    return Path(settings.MILEPOST_HOME) / "computed" / edition


def set_folder(computed: ComputedSet) -> Path:
    """Return the folder of one computation."""
    return computed_folder(computed.edition.key) / computed.folder


def find_computed_row(key: str) -> ComputedSet | None:
    """Return the newest computation of an edition, for this room alone, or None."""
    rows = ComputedSet.objects.filter(edition__key=key).select_related("edition")
    return rows.order_by("-id").first()


def get_computed_row(key: str) -> ComputedSet:
    """Return the newest computation, for this room alone. Raises ``EditionNotComputed``."""
    row = find_computed_row(key)
    if row is None:
        get_edition_row(key)
        raise EditionNotComputed(edition=key)
    return row


def get_result(key: str) -> Result:
    """Return the newest result of an edition.

    Raises ``NotFound``, ``EditionNotComputed`` and ``ComputedSetBroken``.
    """
    computed = get_computed_row(key)
    try:
        return store.read_result(set_folder(computed), computed.checksum)
    except store.BrokenFile as broken:
        raise ComputedSetBroken(edition=key, file=str(broken)) from broken


def list_ratings(key: str) -> list[Document]:
    """Return the ratings of the newest result alone; raises as ``get_result``."""
    computed = get_computed_row(key)
    try:
        return store.read_ratings(set_folder(computed), computed.checksum)
    except store.BrokenFile as broken:
        raise ComputedSetBroken(edition=key, file=str(broken)) from broken


def find_trace(key: str, framework: str, benchmark: str, place: str) -> Document | None:
    """Return the working of one rating, or None when there is none (yet)."""
    computed = find_computed_row(key)
    if computed is None:
        return None
    try:
        traces = store.read_traces(set_folder(computed), computed.checksum)
    except store.BrokenFile as broken:
        raise ComputedSetBroken(edition=key, file=str(broken)) from broken
    return traces.get((framework, benchmark), {}).get(place)


# --- what is missing ----------------------------------------------------------------------------


def edition_status(key: str) -> dict[str, Any]:
    """Return how far an edition is.

    Keys: key, state, as_of, ratings (count), counts (by state), contested, missing (judged
    benchmarks that nobody has assessed at their level), undecided (rule and panel differ),
    computed_at, computed_by, is_out_of_date.
    """
    row = get_edition_row(key)
    computed = find_computed_row(key)
    ratings = list_ratings(key) if computed else []
    is_open = row.state == EditionState.OPEN
    return {
        "key": key,
        "state": row.state,
        "as_of": row.as_of.isoformat(),
        "ratings": len(ratings),
        "counts": count_states(ratings),
        "contested": sum("contested" in rating["flags"] for rating in ratings),
        "missing": list_missing(row),
        "undecided": list_undecided(ratings),
        "computed_at": computed.computed_at.isoformat() if computed else None,
        "computed_by": computed.computed_by if computed else "",
        "is_out_of_date": bool(
            is_open and computed and computed.inputs_checksum != inputs_checksum(key)
        ),
    }


def count_states(ratings: Iterable[Document]) -> dict[str, int]:
    """Count ratings by state."""
    counts = Counter(rating["state"] for rating in ratings)
    return {state: counts[state] for state in STATES}


def list_undecided(ratings: Iterable[Document]) -> list[dict[str, str]]:
    """Return the ratings in which rule and panel differ and nobody has decided."""
    return [
        {
            "framework": rating["framework"],
            "benchmark": rating["benchmark"],
            "place": rating["place"],
            "computed": rating["computed"]["state"],
            "judged": rating["judged"]["state"],
        }
        for rating in ratings
        if needs_decision(rating)
    ]


def list_missing(row: Edition) -> list[dict[str, str]]:
    """Return the judged benchmarks without an assessment at the level they speak of.

    A world benchmark needs the world; of a benchmark about regions or countries one assessment
    somewhere is asked for, since not every place can be judged in every round.
    """
    given = set(
        Assessment.objects.filter(edition=row, superseded_at=None).values_list(
            "framework", "benchmark", "place"
        )
    )
    anywhere = {(framework, benchmark) for framework, benchmark, _place in given}
    missing = []
    for item in row.frameworks.all():
        for benchmark in get_document(item.key, item.version)["benchmarks"]:
            subject = (item.key, benchmark["key"])
            is_world = benchmark["level"] == "world"
            is_given = (*subject, WORLD) in given if is_world else subject in anywhere
            if benchmark.get("judge") and not is_given:
                place = WORLD if is_world else ""
                missing.append({"framework": subject[0], "benchmark": subject[1], "place": place})
    return missing
