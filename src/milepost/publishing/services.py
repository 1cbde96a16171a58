"""Freezing and publishing editions."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson
from django.db import transaction

from milepost.audit.services import record_event
from milepost.evidence.selectors import list_public_sources
from milepost.frameworks.selectors import get_document, list_links
from milepost.indicators.selectors import list_vintages
from milepost.intake.selectors import list_published
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.files import sync_folder
from milepost.publishing.bundle import Bundle
from milepost.publishing.changes import Side, compare_sides
from milepost.publishing.errors import BundleBroken, EditionNotClosed, ReleaseNotBuilt
from milepost.publishing.exports.shelf import make_ahead
from milepost.publishing.freeze import Surroundings, freeze, remove_building
from milepost.publishing.models import Release
from milepost.publishing.pointer import Published, read_pointer, with_edition, write_pointer
from milepost.publishing.restricted import with_public_citations, with_public_tables
from milepost.publishing.selectors import find_release, releases_folder
from milepost.publishing.thaw import thaw_material, thaw_result
from milepost.publishing.verification import verify_bundle
from milepost.reviews.material import Material, Result, made_from
from milepost.reviews.result_selectors import collect_material, get_result
from milepost.reviews.selectors import get_edition, list_editions


def build_release(actor: Actor, edition_key: str) -> dict[str, Any]:
    """Freeze a closed edition into a bundle and return its path and checksum.

    The bundle is written under a hidden name, verified, and renamed; building the same edition
    again gives the same bytes and therefore the same bundle.

    Raises:
        EditionNotClosed: the edition is still open.
        BundleBroken: the bundle does not recompute to its own ratings.
    """
    require(actor, "publishing.build_release")
    edition = get_edition(edition_key)
    if edition["state"] != "closed":
        raise EditionNotClosed(edition=edition_key)
    material = with_public_citations(collect_material(edition_key))
    vintages, surveys = _vintages(material), _surveys(material)
    material, result = with_public_tables(material, get_result(edition_key), vintages, surveys)
    releases = releases_folder()
    releases.mkdir(parents=True, exist_ok=True)
    remove_building(releases)
    around = _surroundings(material, result, vintages, surveys)
    building = releases / f".building-{uuid.uuid4().hex}"
    checksum = freeze(building, material, result, around)
    report = verify_bundle(building)
    if not report.holds:
        raise BundleBroken(path=building.name, count=len(report.findings))
    folder = releases / f"{edition_key}-{checksum[:12]}"
    if folder.exists():
        remove_building(releases)
    else:
        building.rename(folder)
        sync_folder(releases)
    _record_build(actor, edition_key, checksum=checksum, folder=folder)
    return {"edition": edition_key, "path": str(folder), "checksum": checksum}


def _record_build(actor: Actor, edition_key: str, *, checksum: str, folder: Path) -> None:
    with transaction.atomic():
        release, is_new = Release.objects.get_or_create(
            edition_key=edition_key,
            checksum=checksum,
            defaults={"folder": folder.name, "built_by": actor.label},
        )
        if is_new:
            record_event(
                actor,
                "publishing.release_built",
                subject_kind="release",
                subject_key=release.folder,
                after={"edition": edition_key, "checksum": checksum},
            )


def publish_release(actor: Actor, edition_key: str) -> dict[str, Any]:
    """Serve the newest bundle of an edition; publishing it again changes nothing.

    The record commits first and the pointer is replaced last, in one rename: a kill at any moment
    leaves the old edition served, and running this again completes it.

    Raises:
        ReleaseNotBuilt: there is no bundle of this edition.
        BundleBroken: the bundle does not verify.
    """
    require(actor, "publishing.publish_release")
    release = find_release(edition_key)
    if release is None:
        raise ReleaseNotBuilt(edition=edition_key)
    releases = releases_folder()
    folder = releases / release.folder
    served = read_pointer(releases)
    if any(edition.checksum == release.checksum for edition in served):
        return {"edition": edition_key, "path": str(folder), "changed": False}
    report = verify_bundle(folder, expected=release.checksum)
    if not report.holds:
        raise BundleBroken(path=release.folder, count=len(report.findings))
    with transaction.atomic():
        Release.objects.filter(pk=release.pk).update(published_at=clock.now())
        record_event(
            actor,
            "publishing.release_published",
            subject_kind="release",
            subject_key=release.folder,
            before={"served": [edition.path for edition in served]},
            after={"edition": edition_key, "checksum": release.checksum},
        )
    make_ahead(Bundle(folder, release.checksum))
    added = Published(edition_key, release.folder, release.checksum, clock.today())
    order = [edition["key"] for edition in list_editions()]
    write_pointer(releases, with_edition(read_pointer(releases), added, order))
    return {"edition": edition_key, "path": str(folder), "changed": True}


def _vintages(material: Material) -> dict[str, list[dict[str, Any]]]:
    """Return the catalogue rows of the vintages that an edition rests on, by indicator."""
    as_of = material.edition["as_of"]
    used = {
        key: {str(vintage) for vintage in table.column("vintage").unique().to_pylist()}
        for key, table in material.observations.items()
    }
    return {
        key: [
            row
            for source in made_from(material.indicators, key)
            for row in list_vintages(source, as_of=as_of)
            if source != key or str(row["id"]) in ids
        ]
        for key, ids in used.items()
    }


def _surroundings(
    material: Material,
    result: Result,
    vintages: Mapping[str, list[dict[str, Any]]],
    surveys: list[dict[str, Any]],
) -> Surroundings:
    keys = {framework["key"] for framework in material.frameworks}
    first = [item for row in material.rounds for item in row["first"]]
    citing = [*material.assessments, *material.replies, *first]
    cited = {citation["source"] for item in citing for citation in item["citations"]}
    links = [link for link in list_links() if _ends(link) & keys]
    linked = {key for link in links for key in _ends(link)} - keys
    return Surroundings(
        crosswalks=_plain(links),
        linked=_plain([get_document(key) for key in sorted(linked)]),
        evidence=_plain([source for source in list_public_sources() if source["key"] in cited]),
        vintages=_plain(vintages),
        changes=_changes(material, result),
        surveys=_plain(surveys),
    )


def _surveys(material: Material) -> list[dict[str, Any]]:
    """Return what was published of surveys before the edition closed, so that it stays the same."""
    as_of = date.fromisoformat(material.edition["as_of"])
    return list_published(as_of, until=datetime.fromisoformat(material.edition["closed_at"]))


def _ends(link: Mapping[str, Any]) -> set[str]:
    return {link["from"]["framework"], link["to"]["framework"]}


def _plain(value: Any) -> Any:
    """Turn dates and identifiers into the text that JSON holds."""
    return orjson.loads(orjson.dumps(value, default=str))


def _changes(material: Material, result: Result) -> list[dict[str, Any]]:
    previous = material.edition.get("previous")
    served = {edition.key: edition.path for edition in read_pointer(releases_folder())}
    if previous not in served:
        return []
    folder = releases_folder() / served[previous]
    return compare_sides(
        side_of(thaw_material(folder), thaw_result(folder)), side_of(material, result)
    )


def side_of(material: Material, result: Result) -> Side:
    """Return an edition as the comparison sees it."""
    return Side(
        ratings=result.ratings,
        traces=result.traces,
        benchmarks={
            (framework["key"], benchmark["key"]): benchmark
            for framework in material.frameworks
            for benchmark in framework["benchmarks"]
        },
    )
