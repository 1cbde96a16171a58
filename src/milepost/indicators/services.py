"""Changing indicators and data. Every write is one transaction with its audit event.

What happens between a file and a vintage is told in ``importing``.
"""

import hashlib
import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from milepost.audit.services import record_event
from milepost.indicators import messages, storage
from milepost.indicators.compacting import compact_if_due, rebuild_snapshots
from milepost.indicators.definitions import parse
from milepost.indicators.errors import (
    ImportBusy,
    MappingNameInvalid,
    ReasonMissing,
    VintageReplaced,
    VintageStateRefused,
)
from milepost.indicators.importing import (
    ImportJob,
    ImportReport,
    check_file,
    sweep_indicator,
)
from milepost.indicators.mapping import Mapping
from milepost.indicators.models import Indicator, SavedMapping, Upload, Vintage
from milepost.indicators.provenance import Provenance
from milepost.indicators.selectors import (
    find_mapping,
    get_indicator_row,
    get_upload_row,
    get_vintage_row,
)
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding, has_errors

MAX_NAME = 80


@dataclass(frozen=True, slots=True)
class DefinitionReport:
    """Keys that were created, changed and left as they were, and warnings."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    findings: tuple[Finding, ...]


def load_definitions(actor: Actor, text: str, filename: str) -> DefinitionReport:
    """Create or change indicators from a definitions file; the same file again changes nothing.

    Raises ``BadInput`` with every finding when there is an error.
    """
    require(actor, "indicators.define_indicators")
    others = list(Indicator.objects.values_list("document", flat=True))
    parsed = parse(text, filename, (), others)
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
    survey: dict[str, str] | None = None,
    is_dry_run: bool = False,
    wait: bool = False,
) -> ImportReport:
    """Import a CSV, TSV or Excel file as a new vintage of an indicator.

    ``mapping`` says how the columns are understood (None: as suggested). ``known_on`` is the day
    on which the data were publicly known (None: today). ``survey`` names the table that the
    values were taken from: survey, question and option. The same file with the same mapping
    changes nothing. A dry run checks and keeps nothing.

    Raises ``BadInput`` with all findings (the file is kept as rejected), ``NotFound`` for an
    unknown indicator and ``ImportBusy`` when another import of it runs and ``wait`` is false.
    """
    require(actor, "indicators.import_data")
    row = get_indicator_row(indicator)
    refuse_derived(row.document)
    provenance = Provenance(source=source, licence=licence, url=url, known_on=known_on, note=note)
    provenance = replace(provenance, survey=survey or {})
    name = file_name or Path(path).name
    problems = provenance.findings()
    if problems:
        raise BadInput(problems)
    beside = None if is_dry_run else storage.new_upload_folder()
    with tempfile.TemporaryDirectory(prefix=storage.RECEIVING, dir=beside) as folder:
        # The file may change while it is read; what is hashed, kept and converted is one copy.
        copy = Path(folder) / "file"
        checksum = storage.copy_hashed(Path(path), copy)
        if is_dry_run:
            return check_file(row, copy, mapping, provenance, checksum)
        storage.keep_file(copy, checksum)
    job = ImportJob(actor, row, name, checksum, provenance)
    return _run(job, mapping, wait=wait)


def refuse_derived(document: dict[str, Any]) -> None:
    """Raise ``BadInput`` for an indicator that is computed from others."""
    if document.get("derived"):
        raise BadInput([messages.is_derived(document["key"], document["derived"])])


def _run(job: ImportJob, mapping: Mapping | None, *, wait: bool) -> ImportReport:
    """Run an import under its indicator's lock; a refusal is put on record and raised."""
    with storage.locked(job.row.key, wait=wait):
        sweep_indicator(job.row.key)
        try:
            report = job.run(storage.upload_path(job.checksum), mapping)
        except BadInput as error:
            rejected = job.reject(error.findings, mapping)
            raise BadInput(error.findings, rejected=rejected) from error
        compact_if_due(job.row.key)
        return report


def compact_observations(actor: Actor, indicator: str) -> dict[str, object]:
    """Bring the snapshots of an indicator up to date; what is read never changes by it.

    Raises ``NotFound`` and ``ImportBusy``.
    """
    require(actor, "indicators.import_data")
    row = get_indicator_row(indicator)
    with storage.locked(row.key, wait=False):
        written, removed = rebuild_snapshots(row.key)
    return {"indicator": row.key, "written": written, "removed": removed}


def receive_file(
    actor: Actor,
    indicator: str,
    content: bytes,
    *,
    file_name: str,
    provenance: Provenance,
    mapping: Mapping | None = None,
) -> str:
    """Keep a file for an import that is decided later, and return its uuid.

    Raises ``NotFound`` for an unknown indicator and ``BadInput`` for a provenance without source
    or licence.
    """
    require(actor, "indicators.import_data")
    row = get_indicator_row(indicator)
    refuse_derived(row.document)
    problems = provenance.findings()
    if problems:
        raise BadInput(problems)
    checksum = hashlib.sha256(content).hexdigest()
    storage.keep_upload(content, checksum)
    with transaction.atomic():
        upload = Upload.objects.create(
            indicator=row,
            file_name=file_name[:255],
            checksum=checksum,
            byte_count=len(content),
            provenance=provenance.as_dict(),
            mapping=mapping.as_dict() if mapping else None,
            received_by=actor.label,
            received_by_key=actor.key,
        )
        record_event(
            actor,
            "indicators.file_received",
            subject_kind="upload",
            subject_key=str(upload.uuid),
            after={"indicator": indicator, "checksum": checksum},
        )
    return str(upload.uuid)


def set_upload_mapping(actor: Actor, upload: str, mapping: Mapping) -> None:
    """Remember how a kept file is to be understood. Raises ``NotFound``."""
    require(actor, "indicators.import_data")
    with transaction.atomic():
        row = get_upload_row(upload)
        before, row.mapping = row.mapping, mapping.as_dict()
        row.save(update_fields=["mapping"])
        record_event(
            actor,
            "indicators.upload_mapped",
            subject_kind="upload",
            subject_key=upload,
            before=before,
            after=row.mapping,
        )


def import_upload(actor: Actor, upload: str) -> ImportReport:
    """Import a kept file with the mapping that was set. Raises as ``import_file`` does."""
    require(actor, "indicators.import_data")
    row = get_upload_row(upload)
    job = ImportJob(
        actor,
        row.indicator,
        row.file_name,
        row.checksum,
        Provenance.from_dict(row.provenance),
        row,
    )
    mapping = Mapping.from_dict(row.mapping) if row.mapping else None
    return _run(job, mapping, wait=True)


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
    with storage.locked(row.indicator.key, wait=True):
        compact_if_due(row.indicator.key)


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


def sweep_orphans(actor: Actor) -> list[dict[str, str]]:
    """Remove Parquet files that no vintage names, left by imports that were cut off.

    Indicators into which an import is running are passed over.
    """
    require(actor, "indicators.import_data")
    removed = [{"indicator": "", "file": name} for name in storage.sweep_received()]
    for key in Indicator.objects.values_list("key", flat=True):
        if storage.observations_folder(key).exists():
            try:
                with storage.locked(key, wait=False):
                    removed += [{"indicator": key, "file": name} for name in sweep_indicator(key)]
            except ImportBusy:
                continue
    return removed
