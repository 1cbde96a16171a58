"""Importing a Data Package: all of its observations, or none."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from milepost.indicators import messages as shared
from milepost.indicators import storage
from milepost.indicators.cataloguing import Candidate
from milepost.indicators.definitions import OF_UNKNOWN_NATURE
from milepost.indicators.importing_many import CollectionReport, Incoming, take_all
from milepost.indicators.intake import Definition, observations_of, take_in
from milepost.indicators.models import Indicator
from milepost.indicators.naming import PlaceNaming
from milepost.indicators.observations import STORED
from milepost.indicators.open_sdg.defining import unit_of
from milepost.indicators.packages import messages
from milepost.indicators.packages.descriptor import Package, Resource, read_package
from milepost.indicators.packages.files import Budget, open_files, pack
from milepost.indicators.packages.own import (
    OBSERVATIONS,
    RATINGS,
    is_own,
    own_definitions,
    own_parts,
)
from milepost.indicators.packages.parts import Part
from milepost.indicators.packages.tables import Table, make_tables, reference_findings
from milepost.indicators.packages.understanding import Stated, Understood, split, understand
from milepost.indicators.provenance import Provenance
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput
from milepost.kernel.files import sha256_of
from milepost.kernel.findings import Finding, has_errors
from milepost.places.selectors import build_matcher, match_area

LAYOUT: Final = "data_package"
_PREFIX: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A package to be imported, and what was said of it.

    ``prefix`` is where keys begin; ``indicator`` is the key of all rows, when there is only one.
    ``resources`` are the tables to take (none named: all). ``columns`` are (column, role) pairs,
    where a column may be written RESOURCE/COLUMN. ``area`` is the place of all rows without one.
    """

    path: Path
    prefix: str = ""
    name: str = ""
    area: str = ""
    indicator: str = ""
    resources: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()

    @property
    def file_name(self) -> str:
        """The name under which it was handed in."""
        return self.name or self.path.name


@dataclass(frozen=True, slots=True)
class PackageReport:
    """What an import did, and what every table was taken for."""

    collection: CollectionReport
    tables: tuple[dict[str, Any], ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return self.collection.as_dict() | {"tables": list(self.tables)}


@dataclass(frozen=True, slots=True)
class _Read:
    """A package whose tables are understood, before anything is converted."""

    package: Package
    parts: list[Part]
    tables: list[dict[str, Any]]
    findings: list[Finding]
    definitions: tuple[dict[str, Any], ...] = ()


def import_package(
    actor: Actor, handed: Handed, provenance: Provenance, *, is_dry_run: bool = False
) -> PackageReport:
    """Define and import every indicator of a package; once more changes nothing.

    Source and licence may be empty where the package states them. Raises ``PermissionRefused``,
    ``ImportBusy``, and ``BadInput`` with every finding when the package cannot be read whole.
    """
    require(actor, "indicators.define_indicators")
    require(actor, "indicators.import_data")
    files = open_files(handed.path)
    with tempfile.TemporaryDirectory() as folder:
        budget = Budget()
        package = _chosen(read_package(files, budget), handed.resources)
        read = _understand(package, handed, make_tables(package, files, Path(folder), budget))
        kept = handed.path
        if not kept.is_file() or kept.suffix.lower() == ".json":
            kept = Path(folder) / "package.zip"
            pack(files, package.used, kept)
        provenance, findings = _provenance(package, read.parts, provenance)
        findings = [*read.findings, *findings, *_collisions(read.parts)]
        if has_errors(findings):
            raise BadInput(findings)
        file = (handed.file_name, sha256_of(kept))
        items = list(_incoming(read.parts, file, provenance))
        items += _without_rows(read, items)
        findings += [finding for item in items for finding in item.findings]
        if has_errors(findings):
            raise BadInput(findings)

        def keep_files() -> None:
            storage.keep_upload(kept.read_bytes(), sha256_of(kept))

        report = take_all(actor, items, findings, keep_files, is_dry_run=is_dry_run)
    return PackageReport(report, tuple(read.tables))


def _chosen(package: Package, names: Sequence[str]) -> Package:
    """Return the package with the named resources alone. Raises ``BadInput``."""
    known = [resource.name for resource in package.resources]
    unknown = [messages.resource_unknown(name, known) for name in names if name not in known]
    if unknown:
        raise BadInput(unknown)
    if not names:
        return package
    kept: tuple[Resource, ...] = tuple(one for one in package.resources if one.name in names)
    return replace(package, resources=kept)


def _understand(package: Package, handed: Handed, tables: list[Table]) -> _Read:
    findings = [finding for table in tables for finding in table.findings]
    findings += reference_findings(tables)
    no_table = {resource.name for resource in package.resources if not resource.kind}
    findings += [messages.left_out(name, ["table"]) for name in sorted(no_table)]
    if has_errors(findings):
        raise BadInput(findings)
    if is_own(package, tables):
        return _own(package, tables, findings)
    _check(handed, tables)
    places = build_matcher()
    stated = Stated(handed.columns, match_area(handed.area) or "" if handed.area else "")
    made = [understand(table, stated, places) for table in tables if table.rows]
    used = [one for one in made if not one.missing]
    findings += [
        messages.left_out(one.table.resource.name, one.missing) for one in made if one.missing
    ]
    if not used:
        raise BadInput([*findings, messages.nothing_found(handed.file_name)])
    parts = [part for one in used for part in split(one, handed.prefix, handed.indicator)]
    return _Read(package, parts, [_shown(one) for one in made], findings)


def _shown(made: Understood) -> dict[str, Any]:
    table = made.table
    return {
        "resource": table.resource.name,
        "rows": table.rows,
        "is_used": not made.missing,
        "columns": made.roles(),
    }


def _own(package: Package, tables: list[Table], findings: list[Finding]) -> _Read:
    """Read a package that this program made; its keys stay as they are."""
    definitions, found = own_definitions(package)
    findings += found
    parts: list[Part] = []
    for table in tables:
        if table.resource.name == OBSERVATIONS:
            parts += own_parts(table, definitions)
        elif table.resource.name == RATINGS:
            findings.append(messages.results_left_out(RATINGS))
    derived = [part for part in parts if _document(part).get("derived")]
    findings += [messages.derived_left_out(part.key, part.rows.num_rows) for part in derived]
    shown = [
        {"resource": one.resource.name, "rows": one.rows, "is_used": True, "columns": []}
        for one in tables
        if one.resource.name == OBSERVATIONS
    ]
    kept = [part for part in parts if part not in derived]
    return _Read(package, kept, shown, findings, tuple(definitions.values()))


def _check(handed: Handed, tables: list[Table]) -> None:
    """Raise ``BadInput`` for a prefix, a place or a column that leads nowhere."""
    findings = []
    if not handed.indicator and not _PREFIX.fullmatch(handed.prefix):
        findings.append(messages.key_needed(handed.prefix))
    if handed.area and match_area(handed.area) is None:
        findings.append(messages.place_unknown(handed.area))
    labels = {label for table in tables for label in table.labels}
    labels |= {f"{table.resource.name}/{label}" for table in tables for label in table.labels}
    findings += [messages.column_unknown(name) for name, _r in handed.columns if name not in labels]
    if findings:
        raise BadInput(findings)


def _provenance(
    package: Package, parts: Sequence[Part], stated: Provenance
) -> tuple[Provenance, list[Finding]]:
    """Return where the data come from: as stated, otherwise as the package says."""
    findings = []
    if stated.licence and package.licence and stated.licence != package.licence:
        findings.append(messages.licence_differs(stated.licence, package.licence))
    filled = replace(
        stated,
        source=stated.source or (package.source or package.title)[:500],
        licence=stated.licence or package.licence[:200],
        url=stated.url or _address(package.homepage),
    )
    # Rows that state their own need nothing from the package.
    if not all(part.source and part.licence for part in parts):
        findings += filled.findings()
    return filled, findings


def _address(text: str) -> str:
    return text if text.startswith(("https://", "http://")) and len(text) <= 1000 else ""


def _collisions(parts: Sequence[Part]) -> Iterator[Finding]:
    """Yield codes that would become one key."""
    seen: dict[str, Part] = {}
    for part in parts:
        first = seen.setdefault(part.key, part)
        if (first.resource, first.code) != (part.resource, part.code):
            names = [f"{one.resource}/{one.code}".rstrip("/") for one in (first, part)]
            yield messages.keys_collide(names[0], names[1], part.key)


def _document(part: Part) -> dict[str, Any]:
    """Return the definition that is here already, else the one that came along or is made."""
    row = Indicator.objects.filter(key=part.key).first()
    if row is not None:
        document: dict[str, Any] = row.document
        return document
    if part.definition:
        return part.definition
    title = part.title or part.code or part.key
    return {
        "key": part.key,
        "title": {"en": title},
        "definition": {"en": title},
        "unit": unit_of(part.unit, "en"),
        **OF_UNKNOWN_NATURE,
        "frequency": "irregular",
        "breakdowns": [],
        "metadata": {},
    }


def _incoming(
    parts: Sequence[Part], file: tuple[str, str], provenance: Provenance
) -> Iterator[Incoming]:
    """Convert and check each part; what is wrong is among the findings of its item."""
    places = build_matcher()
    naming = PlaceNaming(places)
    known_on = provenance.known_on or clock.today()
    for part in parts:
        document = _document(part)
        candidate = Candidate(
            indicator=part.key,
            file_name=file[0],
            checksum=file[1],
            mapping=_mapping(part),
            provenance=replace(
                provenance,
                source=part.source or provenance.source,
                licence=part.licence or provenance.licence,
            ),
        )
        table, findings = STORED.empty_table(), [*_refusals(document)]
        if not findings:
            try:
                taken = take_in(
                    part.opened(),
                    part.mapping,
                    Definition(document=document, known_on=known_on),
                    places=places,
                    naming=naming,
                )
            except BadInput as error:
                findings = list(error.findings)
            else:
                findings = list(taken.findings)
                table = table if has_errors(findings) else observations_of(taken)
                taken.converted.connection.close()
        yield Incoming(document, candidate, table, tuple(_placed(part, findings)))


def _without_rows(read: _Read, items: Sequence[Incoming]) -> Iterator[Incoming]:
    """Yield the definitions that came along without observations."""
    keys = {item.key for item in items}
    for document in read.definitions:
        if document["key"] not in keys:
            candidate = Candidate(
                indicator=str(document["key"]),
                file_name="",
                checksum="",
                mapping={},
                provenance=Provenance(source="", licence=""),
            )
            yield Incoming(document, candidate, STORED.empty_table())


def _refusals(document: dict[str, Any]) -> Iterator[Finding]:
    if document.get("derived"):
        yield shared.is_derived(document["key"], document["derived"])


def _placed(part: Part, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield findings that name the resource and the indicator they stand in."""
    where = f"{part.resource}, {part.code}" if part.code else part.resource
    for finding in findings:
        yield replace(finding, where=f"{where}: {finding.where}")


def _mapping(part: Part) -> dict[str, Any]:
    """Return how a part was read, for the catalogue."""
    said = {"layout": LAYOUT, "resource": part.resource, "code": part.code}
    return said | (
        {"vintage": part.vintage} if part.vintage else {"columns": part.mapping.as_dict()}
    )
