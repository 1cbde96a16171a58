"""One import, from a kept file to a vintage or a refusal.

The order is what makes it safe: the file is kept, checked and converted; the Parquet file is
written beside its place, flushed and renamed; only then does the catalogue row commit. A kill
before the commit leaves a file that nothing names, and the next import of the indicator (or a
sweep) removes it.
"""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from django.db import IntegrityError, transaction

from milepost.audit.services import record_event
from milepost.indicators import messages, storage
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

    def findings(self) -> list[Finding]:
        """Return what is missing or too long."""
        found = []
        for name, length in (("source", 500), ("licence", 200), ("url", 1000)):
            text = getattr(self, name).strip()
            if (not text and name != "url") or len(text) > length:
                found.append(messages.provenance_invalid(name, length))
        if self.url and not self.url.startswith(("https://", "http://")):
            found.append(messages.provenance_invalid("url", 1000))
        return found

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


def fingerprint_of(indicator: str, checksum: str, mapping: Mapping) -> str:
    """Return the hash of file, mapping and indicator that makes an import the same again."""
    plain = orjson.dumps([indicator, checksum, mapping.as_dict()], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(plain).hexdigest()


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
            known = self._find_same(mapping)
            if known is not None:
                self._settle_upload(Upload.Status.ACCEPTED, (), mapping)
                return _unchanged(known)
        taken = take_file(kept, self.row, mapping, self.provenance.known_on or clock.today())
        known = self._find_same(taken.mapping)
        if known is None:
            return self._accept(taken)
        self._settle_upload(Upload.Status.ACCEPTED, taken.findings, taken.mapping)
        return _unchanged(known)

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
        try:
            with transaction.atomic():
                row = self._catalogue(vintage, taken, counts, data_checksum)
                self._settle_upload(Upload.Status.ACCEPTED, taken.findings, taken.mapping)
        except IntegrityError:
            path.unlink(missing_ok=True)
            known = self._find_same(taken.mapping)
            if known is None:
                raise
            return _unchanged(known)
        return _report(row, "accepted", taken.findings)

    def _catalogue(
        self, vintage: uuid.UUID, taken: Taken, counts: dict[str, Any], data_checksum: str
    ) -> Vintage:
        """Add the row that makes the observations visible, and its event."""
        now = clock.now()
        row = Vintage.objects.create(
            uuid=vintage,
            indicator=self.row,
            source=self.provenance.source,
            licence=self.provenance.licence,
            url=self.provenance.url,
            note=self.provenance.note,
            file_name=self.name[:255],
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
        return row

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
