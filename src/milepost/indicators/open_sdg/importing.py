"""Importing a whole repository of Open SDG: all its indicators, or none.

Every data file becomes one vintage of its own indicator, with the same safety as a single
import: files are kept and written first, and one transaction makes all of them visible.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import orjson
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import transaction

from milepost.audit.services import record_event
from milepost.indicators import storage
from milepost.indicators.importing import Provenance
from milepost.indicators.models import Indicator, Vintage
from milepost.indicators.open_sdg.defining import define
from milepost.indicators.open_sdg.repository import Source, list_sources
from milepost.indicators.open_sdg.tidying import Tidied, tidy_file
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding, has_errors

THREADS = 2
T, R = TypeVar("T"), TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a repository is read: the place it speaks of, and where its keys begin."""

    area: str
    prefix: str
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryReport:
    """What an import did, by indicator key; ``empty`` are indicators without data."""

    defined: tuple[str, ...]
    accepted: tuple[str, ...]
    unchanged: tuple[str, ...]
    empty: tuple[str, ...]
    rows: int
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "defined": len(self.defined),
            "accepted": list(self.accepted),
            "unchanged": len(self.unchanged),
            "empty": list(self.empty),
            "rows": self.rows,
            "findings": [finding.as_dict() for finding in self.findings],
        }


@dataclass(frozen=True, slots=True)
class _Read:
    """One data file after reading, before anything is written."""

    source: Source
    definition: dict[str, Any]
    content: bytes
    tidied: Tidied

    @property
    def key(self) -> str:
        return str(self.definition["key"])


def import_repository(
    actor: Actor, folder: Path, reading: Reading, provenance: Provenance
) -> RepositoryReport:
    """Define and import every indicator of a repository; once more changes nothing.

    Raises ``PermissionRefused``, and ``BadInput`` with every finding when one file cannot be
    read: a repository comes in whole or not at all.
    """
    require(actor, "indicators.define_indicators")
    require(actor, "indicators.import_data")
    findings = provenance.findings()
    files = _in_parallel(partial(_read, reading), list_sources(folder))
    findings += [finding for item in files for finding in item.tidied.findings]
    if has_errors(findings):
        raise BadInput(findings)
    full = [item for item in files if item.tidied.table.num_rows]
    with _locked(full):
        return _take(actor, files, full, (reading, provenance), findings)


def _in_parallel(work: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """Do the work on two threads; reading, writing and Arrow leave the interpreter free."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, items))


def _read(reading: Reading, source: Source) -> _Read:
    content = source.path.read_bytes()
    definition = define(source, reading.prefix, reading.language)
    return _Read(source, definition, content, tidy_file(source.path, reading.area))


@contextmanager
def _locked(files: Sequence[_Read]) -> Iterator[None]:
    """Hold the locks of all indicators, in the order of their keys. Raises ``ImportBusy``."""
    with ExitStack() as stack:
        for item in sorted(files, key=lambda item: item.key):
            stack.enter_context(storage.locked(item.key, wait=False))
        yield


def _take(
    actor: Actor,
    files: Sequence[_Read],
    full: Sequence[_Read],
    how: tuple[Reading, Provenance],
    findings: Sequence[Finding],
) -> RepositoryReport:
    reading, provenance = how
    prints = {item.key: _fingerprint(item, reading) for item in full}
    known = set(
        Vintage.objects.filter(
            fingerprint__in=prints.values(), status=Vintage.Status.ACCEPTED
        ).values_list("fingerprint", flat=True)
    )
    fresh = [item for item in full if prints[item.key] not in known]
    written = _in_parallel(_write, fresh)
    try:
        with transaction.atomic():
            defined = _define(actor, files)
            _catalogue(actor, fresh, written, (prints, reading, provenance))
    except BaseException:
        for path, _vintage, _checksum in written:
            path.unlink(missing_ok=True)
        raise
    return RepositoryReport(
        defined=tuple(defined),
        accepted=tuple(item.key for item in fresh),
        unchanged=tuple(item.key for item in full if prints[item.key] in known),
        empty=tuple(item.key for item in files if not item.tidied.table.num_rows),
        rows=sum(item.tidied.table.num_rows for item in fresh),
        findings=tuple(findings),
    )


def _fingerprint(item: _Read, reading: Reading) -> str:
    checksum = hashlib.sha256(item.content).hexdigest()
    plain = orjson.dumps([item.key, checksum, _mapping(reading)], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(plain).hexdigest()


def _mapping(reading: Reading) -> dict[str, Any]:
    return {"layout": "open_sdg", "fixed_area": reading.area}


def _write(item: _Read) -> tuple[Path, uuid.UUID, str]:
    """Keep the file and write its observations beside their place; nothing names them yet."""
    storage.keep_upload(item.content, hashlib.sha256(item.content).hexdigest())
    vintage = uuid.uuid4()
    part = storage.part_path(item.key, str(vintage))
    pq.write_table(item.tidied.table, part)
    path, checksum = storage.put_in_place(part)
    return path, vintage, checksum


def _define(actor: Actor, files: Sequence[_Read]) -> list[str]:
    """Create or change the definitions that differ; return their keys."""
    documents = {item.key: item.definition for item in files}
    rows = Indicator.objects.select_for_update().filter(key__in=documents)
    before = {row.key: row.document for row in rows}
    changed = [key for key, document in documents.items() if before.get(key) != document]
    now = clock.now()
    Indicator.objects.bulk_create(
        Indicator(key=key, document=documents[key]) for key in changed if key not in before
    )
    for key in changed:
        if key in before:
            Indicator.objects.filter(key=key).update(document=documents[key], changed_at=now)
        record_event(
            actor,
            "indicators.indicator_changed" if key in before else "indicators.indicator_defined",
            subject_kind="indicator",
            subject_key=key,
            before=before.get(key),
            after=documents[key],
        )
    return changed


def _catalogue(
    actor: Actor,
    fresh: Sequence[_Read],
    written: Sequence[tuple[Path, uuid.UUID, str]],
    how: tuple[dict[str, str], Reading, Provenance],
) -> None:
    """Add the rows that make the observations visible, each with its event."""
    prints, reading, provenance = how
    now = clock.now()
    indicators = dict(Indicator.objects.filter(key__in=prints).values_list("key", "pk"))
    rows = []
    for item, (_path, vintage, data_checksum) in zip(fresh, written, strict=True):
        table = item.tidied.table
        span = pc.min_max(table["period"]).as_py()
        rows.append(
            Vintage(
                uuid=vintage,
                indicator_id=indicators[item.key],
                source=provenance.source,
                licence=provenance.licence,
                url=provenance.url,
                note=provenance.note,
                file_name=item.source.path.name[:255],
                checksum=hashlib.sha256(item.content).hexdigest(),
                data_checksum=data_checksum,
                fingerprint=prints[item.key],
                mapping=_mapping(reading),
                known_on=provenance.known_on or now.date(),
                accepted_at=now,
                accepted_by=actor.label,
                accepted_by_key=actor.key,
                row_count=table.num_rows,
                area_count=1,
                first_period=span["min"],
                last_period=span["max"],
                findings=[finding.as_dict() for finding in item.tidied.findings],
            )
        )
    Vintage.objects.bulk_create(rows)
    for item, row in zip(fresh, rows, strict=True):
        record_event(
            actor,
            "indicators.import_accepted",
            subject_kind="vintage",
            subject_key=str(row.uuid),
            after={
                "indicator": item.key,
                "checksum": row.checksum,
                "rows": row.row_count,
                **provenance.as_dict(),
                "known_on": row.known_on.isoformat(),
            },
        )
