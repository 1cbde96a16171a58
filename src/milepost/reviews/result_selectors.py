"""The material an edition is computed from, and what its newest computation gave."""

from dataclasses import replace
from pathlib import Path

from django.conf import settings

from milepost.frameworks.selectors import get_document
from milepost.indicators.quality.gathering import gather_given
from milepost.indicators.quality.sources import comparable
from milepost.indicators.selectors import (
    list_conflicts,
    list_indicators,
    list_vintages,
    read_observations,
)
from milepost.intake.selectors import list_published
from milepost.kernel import clock
from milepost.places.selectors import list_areas, list_groups
from milepost.reviews import store
from milepost.reviews.errors import ComputedSetBroken, EditionNotComputed
from milepost.reviews.material import Document, Material, Result, needed_indicators
from milepost.reviews.models import (
    ComputedSet,
    Edition,
    EditionState,
)
from milepost.reviews.rating_rules import list_rules
from milepost.reviews.reply_reading import list_invitations, list_replies
from milepost.reviews.selectors import (
    get_edition_row,
    list_assessments,
    list_decisions,
    list_second_rounds,
    public_edition,
)
from milepost.reviews.survey_basis import named_surveys, observed_of


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
        return replace(material, edition=public_edition(row))
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
    frameworks = [get_document(item.key, item.version) for item in row.frameworks.all()]
    definitions = {definition["key"]: definition for definition in list_indicators()}
    needed = needed_indicators(frameworks, definitions)
    observed = observed_of(
        vintage for vintage in list_vintages(as_of=row.as_of) if vintage["indicator"] in needed
    )
    surveys = list_published(row.as_of, clock.now()) if observed else []
    return Material(
        edition=public_edition(row),
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
        observed=observed,
        surveys=named_surveys(observed, surveys),
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
        frame.observed,
        frame.surveys,
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
