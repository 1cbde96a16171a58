"""Changing indicators and data. Every write is one transaction with its audit event.

The order of an import is what makes it safe: the file is kept, checked and converted; the
Parquet file is written beside its place, flushed and renamed; only then does the catalogue row
commit. A kill before the commit leaves a file that nothing names, and the next import of the
indicator (or ``sweep_orphans``) removes it.
"""

import hashlib
import tempfile
import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from django.db import IntegrityError, transaction

from milepost.audit.services import record_event
from milepost.indicators import storage
from milepost.indicators.definitions import parse
from milepost.indicators.errors import (
    MappingNameInvalid,
    ReasonMissing,
    VintageReplaced,
    VintageStateRefused,
)
from milepost.indicators.intake import (
    Definition,
    Taken,
    extent,
    open_file,
    take_in,
    write_parquet,
)
from milepost.indicators.mapping import Mapping
from milepost.indicators.models import Indicator, SavedMapping, Upload, Vintage
from milepost.indicators.naming import place_namer
from milepost.indicators.selectors import find_mapping, get_indicator_row, get_vintage_row
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding, has_errors
from milepost.places.selectors import build_matcher

MAX_NAME = 80


@dataclass(frozen=True, slots=True)
class DefinitionReport:
    """Keys that were created, changed and left as they were, and warnings."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did: ``outcome`` is accepted, unchanged or checked (a dry run)."""

    outcome: str
    indicator: str
    vintage: str
    rows: int
    areas: int
    first_period: str
    last_period: str
    checksum: str
    mapping: dict[str, Any]
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        names = [name for name in self.__slots__ if name != "findings"]
        plain = {name: getattr(self, name) for name in names}
        return plain | {"findings": [finding.as_dict() for finding in self.findings]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where data come from and since when they were publicly known."""

    source: str
    licence: str
    url: str = ""
    known_on: date | None = None
    note: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return plain JSON values."""
        known = self.known_on.isoformat() if self.known_on else ""
        return {
            "source": self.source,
            "licence": self.licence,
            "url": self.url,
            "known_on": known,
            "note": self.note,
        }

    @classmethod
    def from_dict(cls, document: dict[str, str]) -> "Provenance":
        """Return the provenance that plain JSON values describe."""
        known = document.get("known_on") or ""
        return cls(
            source=document.get("source", ""),
            licence=document.get("licence", ""),
            url=document.get("url", ""),
            known_on=date.fromisoformat(known) if known else None,
            note=document.get("note", ""),
        )


def load_definitions(actor: Actor, text: str, filename: str) -> DefinitionReport:
    """Create or change indicators from a definitions file; the same file again changes nothing.

    Raises ``BadInput`` with every finding when there is an error.
    """
    require(actor, "indicators.define_indicators")
    known = list(Indicator.objects.values_list("key", flat=True))
    parsed = parse(text, filename, known)
    if has_errors(parsed.findings):
        raise BadInput(parsed.findings)
    created, changed, unchanged = [], [], []
    with transaction.atomic():
        for document in parsed.definitions:
            key = document["key"]
            row = Indicator.objects.select_for_update().filter(key=key).first()
            if row is not None and row.document == document:
                unchanged.append(key)
                continue
            before = row.document if row else None
            if row is None:
                Indicator.objects.create(key=key, document=document)
                created.append(key)
            else:
                Indicator.objects.filter(pk=row.pk).update(
                    document=document, changed_at=clock.now()
                )
                changed.append(key)
            record_event(
                actor,
                "indicators.indicator_defined"
                if before is None
                else "indicators.indicator_changed",
                subject_kind="indicator",
                subject_key=key,
                before=before,
                after=document,
            )
    return DefinitionReport(tuple(created), tuple(changed), tuple(unchanged), parsed.findings)


def import_file(  # noqa: PLR0913 -- the door that other rooms were promised
    actor: Actor,
    indicator: str,
    path: Path | str,
    *,
    mapping: Mapping | None = None,
    source: str,
    licence: str,
    url: str = "",
    known_on: date | None = None,
    note: str = "",
    file_name: str = "",
    is_dry_run: bool = False,
    wait: bool = False,
) -> ImportReport:
    """Import a CSV, TSV or Excel file as a new vintage of an indicator.

    ``mapping`` says how the columns are understood (None: as suggested). ``known_on`` is the day
    on which the data were publicly known (None: today). The same file with the same mapping
    changes nothing. A dry run checks and keeps nothing.

    Raises ``BadInput`` with all findings (the file is kept as rejected), ``NotFound`` for an
    unknown indicator and ``ImportBusy`` when another import of it runs and ``wait`` is false.
    """
    require(actor, "indicators.import_data")
    row = get_indicator_row(indicator)
    provenance = Provenance(source=source, licence=licence, url=url, known_on=known_on, note=note)
    content = Path(path).read_bytes()
    checksum = hashlib.sha256(content).hexdigest()
    name = file_name or Path(path).name
    if is_dry_run:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "file"
            copy.write_bytes(content)
            return _dry_run(row, copy, mapping, provenance, checksum)
    kept = storage.keep_upload(content, checksum)
    del content
    job = _Job(actor, row, name, checksum, provenance)
    with storage.locked(indicator, wait=wait):
        _sweep(indicator)
        try:
            return job.run(kept, mapping)
        except BadInput as error:
            rejected = job.reject(error.findings, mapping)
            raise BadInput(error.findings, rejected=rejected) from error


def _take(path: Path, row: Indicator, mapping: Mapping | None, known_on: date) -> Taken:
    """Open, convert and check a file. Raises ``BadInput`` on the first sign of an error."""
    places = build_matcher()
    sheet = open_file(path, mapping or Mapping(), places)
    definition = Definition(document=row.document, known_on=known_on)
    taken = take_in(sheet, mapping, definition, places=places, suggest=place_namer(places))
    if has_errors(taken.findings):
        raise BadInput(taken.findings)
    return taken


def _dry_run(
    row: Indicator, path: Path, mapping: Mapping | None, provenance: Provenance, checksum: str
) -> ImportReport:
    taken = _take(path, row, mapping, provenance.known_on or clock.today())
    return ImportReport(
        outcome="checked",
        indicator=row.key,
        vintage="",
        checksum=checksum,
        mapping=taken.mapping.as_dict(),
        findings=taken.findings,
        **extent(taken),
    )


def fingerprint_of(indicator: str, checksum: str, mapping: Mapping) -> str:
    """Return the hash of file, mapping and indicator that makes an import the same again."""
    plain = orjson.dumps([indicator, checksum, mapping.as_dict()], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(plain).hexdigest()


@dataclass(frozen=True, slots=True)
class _Job:
    """One import of one kept file."""

    actor: Actor
    row: Indicator
    name: str
    checksum: str
    provenance: Provenance

    def run(self, kept: Path, mapping: Mapping | None) -> ImportReport:
        """Import the kept file, or find that it is there already."""
        if mapping is not None:
            known = self._find_same(mapping)
            if known is not None:
                return _unchanged(known)
        taken = _take(kept, self.row, mapping, self.provenance.known_on or clock.today())
        known = self._find_same(taken.mapping)
        return self._accept(taken) if known is None else _unchanged(known)

    def _find_same(self, mapping: Mapping) -> Vintage | None:
        """Return the vintage that this import would repeat.

        An accepted one always; a withdrawn one only when its provenance is the same too, so that
        a mistaken source or day can be corrected by withdrawing and importing again.
        """
        same = Vintage.objects.filter(
            fingerprint=fingerprint_of(self.row.key, self.checksum, mapping)
        ).order_by("-id")
        accepted = same.filter(status=Vintage.Status.ACCEPTED).first()
        if accepted is not None:
            return accepted
        wanted = self.provenance
        return same.filter(
            source=wanted.source,
            licence=wanted.licence,
            url=wanted.url,
            note=wanted.note,
            known_on=wanted.known_on or clock.today(),
        ).first()

    def _accept(self, taken: Taken) -> ImportReport:
        """Write the observations, then make them visible in one transaction."""
        vintage = uuid.uuid4()
        part = storage.part_path(self.row.key, str(vintage))
        write_parquet(taken, part)
        counts = extent(taken)
        path, data_checksum = storage.put_in_place(part)
        now = clock.now()
        try:
            with transaction.atomic():
                row = Vintage.objects.create(
                    uuid=vintage,
                    indicator=self.row,
                    source=self.provenance.source,
                    licence=self.provenance.licence,
                    url=self.provenance.url,
                    note=self.provenance.note,
                    file_name=self.name,
                    checksum=self.checksum,
                    data_checksum=data_checksum,
                    fingerprint=fingerprint_of(self.row.key, self.checksum, taken.mapping),
                    mapping=taken.mapping.as_dict(),
                    known_on=self.provenance.known_on or now.date(),
                    accepted_at=now,
                    accepted_by=self.actor.label,
                    accepted_by_key=self.actor.key,
                    row_count=counts["rows"],
                    area_count=counts["areas"],
                    first_period=counts["first_period"],
                    last_period=counts["last_period"],
                    findings=[finding.as_dict() for finding in taken.findings],
                )
                record_event(
                    self.actor,
                    "indicators.import_accepted",
                    subject_kind="vintage",
                    subject_key=str(vintage),
                    after={
                        "indicator": self.row.key,
                        "checksum": self.checksum,
                        "rows": counts["rows"],
                        **self.provenance.as_dict(),
                        "known_on": row.known_on.isoformat(),
                    },
                )
        except IntegrityError:
            path.unlink(missing_ok=True)
            known = self._find_same(taken.mapping)
            if known is None:
                raise
            return _unchanged(known)
        return _report(row, "accepted", taken.findings)

    def reject(self, findings: tuple[Finding, ...], mapping: Mapping | None) -> str:
        """Put the refused file on record and return its uuid; the same refusal stays one row."""
        plain = [finding.as_dict() for finding in findings]
        document = mapping.as_dict() if mapping else None
        with transaction.atomic():
            same = Upload.objects.filter(
                indicator=self.row, checksum=self.checksum, status=Upload.Status.REJECTED
            )
            for upload in same:
                if upload.findings == plain and upload.mapping == document:
                    return str(upload.uuid)
            upload = Upload.objects.create(
                indicator=self.row,
                file_name=self.name,
                checksum=self.checksum,
                byte_count=storage.upload_path(self.checksum).stat().st_size,
                provenance=self.provenance.as_dict(),
                mapping=document,
                status=Upload.Status.REJECTED,
                findings=plain,
                received_by=self.actor.label,
                received_by_key=self.actor.key,
            )
            record_event(
                self.actor,
                "indicators.file_rejected",
                subject_kind="upload",
                subject_key=str(upload.uuid),
                after={
                    "indicator": self.row.key,
                    "checksum": self.checksum,
                    "findings": len(plain),
                },
            )
        return str(upload.uuid)


def _unchanged(row: Vintage) -> ImportReport:
    return _report(row, "unchanged", ())


def _report(row: Vintage, outcome: str, findings: tuple[Finding, ...]) -> ImportReport:
    return ImportReport(
        outcome=outcome,
        indicator=row.indicator.key,
        vintage=str(row.uuid),
        rows=row.row_count,
        areas=row.area_count,
        first_period=row.first_period,
        last_period=row.last_period,
        checksum=row.checksum,
        mapping=row.mapping,
        findings=findings,
    )


def withdraw_vintage(actor: Actor, vintage: str, *, reason: str) -> None:
    """Take a vintage out of the observations, for a reason. Its file stays.

    Raises ``NotFound``, ``ReasonMissing`` or ``VintageStateRefused``.
    """
    _change_status(actor, vintage, Vintage.Status.WITHDRAWN, reason)


def reaccept_vintage(actor: Actor, vintage: str, *, reason: str) -> None:
    """Let a withdrawn vintage count again, for a reason.

    Raises ``NotFound``, ``ReasonMissing``, ``VintageStateRefused``, or ``VintageReplaced`` when
    the same file was accepted again since.
    """
    _change_status(actor, vintage, Vintage.Status.ACCEPTED, reason)


def _change_status(actor: Actor, vintage: str, status: str, reason: str) -> None:
    require(actor, "indicators.withdraw_vintage")
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        row = get_vintage_row(vintage, lock=True)
        if row.status == status:
            raise VintageStateRefused(vintage=vintage, status=row.get_status_display())
        if status == Vintage.Status.ACCEPTED:
            other = Vintage.objects.filter(fingerprint=row.fingerprint, status=status).first()
            if other is not None:
                raise VintageReplaced(vintage=vintage, other=str(other.uuid))
        before, row.status, row.status_reason = row.status, status, reason.strip()
        row.save(update_fields=["status", "status_reason"])
        name = "withdrawn" if status == Vintage.Status.WITHDRAWN else "reaccepted"
        record_event(
            actor,
            f"indicators.vintage_{name}",
            subject_kind="vintage",
            subject_key=str(row.uuid),
            before={"status": before},
            after={"status": status},
            reason=reason.strip(),
        )


def save_mapping(actor: Actor, name: str, mapping: Mapping) -> None:
    """Keep a mapping under a name for the next file of its kind; an older one is replaced.

    Raises ``MappingNameInvalid``.
    """
    require(actor, "indicators.import_data")
    plain = " ".join(name.split())
    if (
        not plain
        or len(plain) > MAX_NAME
        or any(not c.isalnum() and c not in " ._-" for c in plain)
    ):
        raise MappingNameInvalid(name=name[:MAX_NAME])
    known = find_mapping(plain)
    if known == mapping:
        return
    with transaction.atomic():
        SavedMapping.objects.update_or_create(
            name=plain,
            defaults={
                "document": mapping.as_dict(),
                "saved_at": clock.now(),
                "saved_by": actor.label,
            },
        )
        record_event(
            actor,
            "indicators.mapping_saved",
            subject_kind="mapping",
            subject_key=plain,
            before=known.as_dict() if known else None,
            after=mapping.as_dict(),
        )


def _sweep(indicator: str) -> list[str]:
    known = Vintage.objects.filter(indicator__key=indicator).values_list("uuid", flat=True)
    return storage.sweep(indicator, [str(vintage) for vintage in known])


def sweep_orphans(actor: Actor) -> list[dict[str, str]]:
    """Remove Parquet files that no vintage names, left by imports that were cut off.

    Indicators into which an import is running are passed over.
    """
    require(actor, "indicators.import_data")
    removed = []
    for key in Indicator.objects.values_list("key", flat=True):
        if storage.observations_folder(key).exists():
            try:
                with storage.locked(key, wait=False):
                    removed += [{"indicator": key, "file": name} for name in _sweep(key)]
            except storage.ImportBusy:
                continue
    return removed
