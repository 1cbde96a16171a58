"""One import, from a kept file to a vintage or a refusal.

The order is what makes it safe: the file is kept, checked and converted; the Parquet file is
written beside its place, flushed and renamed; only then does the catalogue row commit. A kill
before the commit leaves a file that nothing names, and the next import of the indicator (or a
sweep) removes it.
"""

import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from milepost.audit.services import record_event
from milepost.indicators import storage
from milepost.indicators.cataloguing import (
    Candidate,
    Written,
    describe,
    find_same,
    record_acceptance,
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
from milepost.indicators.models import Indicator, Upload, Vintage
from milepost.indicators.naming import PlaceNaming
from milepost.indicators.provenance import Provenance
from milepost.indicators.snapshots import remove_parts
from milepost.kernel import clock
from milepost.kernel.actors import Actor
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding, has_errors
from milepost.places.selectors import build_matcher


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


def take_file(path: Path, row: Indicator, mapping: Mapping | None, known_on: date) -> Taken:
    """Open, convert and check a file. Raises ``BadInput`` on the first sign of an error."""
    places = build_matcher()
    sheet = open_file(path, mapping or Mapping(), places)
    definition = Definition(document=row.document, known_on=known_on)
    taken = take_in(sheet, mapping, definition, places=places, naming=PlaceNaming(places))
    if has_errors(taken.findings):
        raise BadInput(taken.findings)
    return taken


def check_file(
    row: Indicator, path: Path, mapping: Mapping | None, provenance: Provenance, checksum: str
) -> ImportReport:
    taken = take_file(path, row, mapping, provenance.known_on or clock.today())
    return ImportReport(
        outcome="checked",
        indicator=row.key,
        vintage="",
        checksum=checksum,
        mapping=taken.mapping.as_dict(),
        findings=taken.findings,
        **extent(taken),
    )


@dataclass(frozen=True, slots=True)
class ImportJob:
    """One import of one kept file; ``upload`` is its row when it was handed in on a page."""

    actor: Actor
    row: Indicator
    name: str
    checksum: str
    provenance: Provenance
    upload: Upload | None = None

    def run(self, kept: Path, mapping: Mapping | None) -> ImportReport:
        """Import the kept file, or find that it is there already."""
        if mapping is not None:
            known = find_same(self._candidate(mapping))
            if known is not None:
                self._settle_upload(Upload.Status.ACCEPTED, (), mapping)
                return _unchanged(known)
        taken = take_file(kept, self.row, mapping, self.provenance.known_on or clock.today())
        known = find_same(self._candidate(taken.mapping))
        if known is None:
            return self._accept(taken)
        self._settle_upload(Upload.Status.ACCEPTED, taken.findings, taken.mapping)
        return _unchanged(known)

    def _candidate(self, mapping: Mapping) -> Candidate:
        return Candidate(
            indicator=self.row.key,
            file_name=self.name,
            checksum=self.checksum,
            mapping=mapping.as_dict(),
            provenance=self.provenance,
        )

    def _accept(self, taken: Taken) -> ImportReport:
        """Write the observations, then make them visible in one transaction."""
        candidate = self._candidate(taken.mapping)
        vintage = uuid.uuid4()
        part = storage.part_path(self.row.key, str(vintage))
        write_parquet(taken, part)
        counts = extent(taken)
        path, data_checksum = storage.put_in_place(part)
        written = Written(
            vintage=vintage, data_checksum=data_checksum, extent=counts, findings=taken.findings
        )
        row = describe(self.actor, self.row.pk, candidate, written)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
                record_acceptance(self.actor, candidate, row)
                self._settle_upload(Upload.Status.ACCEPTED, taken.findings, taken.mapping)
        except IntegrityError:
            path.unlink(missing_ok=True)
            known = find_same(candidate)
            if known is None:
                raise
            return _unchanged(known)
        return _report(row, "accepted", taken.findings)

    def _settle_upload(
        self, status: str, findings: tuple[Finding, ...], mapping: Mapping | None
    ) -> None:
        """Put on the kept file, when it has a row, what became of it."""
        upload = self.upload
        if upload is not None:
            upload.status = status
            upload.findings = [finding.as_dict() for finding in findings]
            upload.mapping = mapping.as_dict() if mapping else None
            upload.save(update_fields=["status", "findings", "mapping"])

    def reject(self, findings: tuple[Finding, ...], mapping: Mapping | None) -> str:
        """Put the refused file on record and return its uuid; the same refusal stays one row."""
        plain = [finding.as_dict() for finding in findings]
        document = mapping.as_dict() if mapping else None
        with transaction.atomic():
            if self.upload is not None:
                self._settle_upload(Upload.Status.REJECTED, findings, mapping)
                self._record_refusal(self.upload, len(plain))
                return str(self.upload.uuid)
            same = Upload.objects.filter(
                indicator=self.row, checksum=self.checksum, status=Upload.Status.REJECTED
            )
            for upload in same:
                if upload.findings == plain and upload.mapping == document:
                    return str(upload.uuid)
            upload = Upload.objects.create(
                indicator=self.row,
                file_name=self.name[:255],
                checksum=self.checksum,
                byte_count=storage.upload_path(self.checksum).stat().st_size,
                provenance=self.provenance.as_dict(),
                mapping=document,
                status=Upload.Status.REJECTED,
                findings=plain,
                received_by=self.actor.label,
                received_by_key=self.actor.key,
            )
            self._record_refusal(upload, len(plain))
        return str(upload.uuid)

    def _record_refusal(self, upload: Upload, count: int) -> None:
        record_event(
            self.actor,
            "indicators.file_rejected",
            subject_kind="upload",
            subject_key=str(upload.uuid),
            after={"indicator": self.row.key, "checksum": self.checksum, "findings": count},
        )


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


def sweep_indicator(indicator: str) -> list[str]:
    known = Vintage.objects.filter(indicator__key=indicator).values_list("uuid", flat=True)
    parts = remove_parts(storage.observations_folder(indicator))
    return parts + storage.sweep(indicator, [str(vintage) for vintage in known])
