"""Importing a whole repository of Open SDG: all its indicators, or none.

Every data file becomes one vintage of its own indicator, with the same safety as a single
import: files are kept and written first, and one transaction makes all of them visible.
"""

import hashlib
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import orjson
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import transaction

from milepost.audit.services import record_event
from milepost.indicators import storage
from milepost.indicators.compacting import compact_if_due
from milepost.indicators.importing import Provenance
from milepost.indicators.models import Indicator, Vintage
from milepost.indicators.open_sdg import messages
from milepost.indicators.open_sdg.defining import define
from milepost.indicators.open_sdg.repository import Source, list_sources
from milepost.indicators.open_sdg.tidying import Tidied, tidy_file
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding, has_errors
from milepost.places.selectors import match_area

THREADS = 2
_PREFIX = re.compile(r"[a-z][a-z0-9-]{0,39}")
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a repository is read: the place it speaks of, and where its keys begin.

    ``area`` is an M49 code, an ISO 3166 code or a name; ``language`` is that of the metadata.
    """

    area: str
    prefix: str
    language: str = "en"

    def resolved(self) -> "Reading":
        """Return the reading with the M49 code of its place. Raises ``BadInput``."""
        code = match_area(self.area)
        findings = [] if code else [messages.place_unknown(self.area)]
        if not _PREFIX.fullmatch(self.prefix):
            findings.append(messages.prefix_invalid(self.prefix))
        if code is None or findings:
            raise BadInput(findings)
        return replace(self, area=code)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryReport:
    """What an import did, by indicator key; ``empty`` are indicators without data.

    ``outcome`` is ``checked`` when nothing was to be kept, otherwise ``imported``.
    """

    outcome: str
    defined: tuple[str, ...]
    accepted: tuple[str, ...]
    unchanged: tuple[str, ...]
    empty: tuple[str, ...]
    rows: int
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "outcome": self.outcome,
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
    actor: Actor,
    folder: Path,
    reading: Reading,
    provenance: Provenance,
    *,
    is_dry_run: bool = False,
) -> RepositoryReport:
    """Define and import every indicator of a repository; once more changes nothing.

    Raises ``PermissionRefused``, ``ImportBusy``, and ``BadInput`` with every finding when one
    file cannot be read: a repository comes in whole or not at all.
    """
    require(actor, "indicators.define_indicators")
    require(actor, "indicators.import_data")
    reading = reading.resolved()
    findings = provenance.findings()
    files = _in_parallel(partial(_read, reading), list_sources(folder))
    findings += [finding for item in files for finding in item.tidied.findings]
    if has_errors(findings):
        raise BadInput(findings)
    full = [item for item in files if item.tidied.table.num_rows]
    with _locked(full):
        report = _take(actor, files, (reading, provenance), findings, is_dry_run=is_dry_run)
    for key in () if is_dry_run else report.accepted:
        compact_if_due(key)
    return report


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
    how: tuple[Reading, Provenance],
    findings: Sequence[Finding],
    *,
    is_dry_run: bool,
) -> RepositoryReport:
    full = [item for item in files if item.tidied.table.num_rows]
    prints = {item.key: _fingerprint(item, how[0]) for item in full}
    known = set(
        Vintage.objects.filter(
            fingerprint__in=prints.values(), status=Vintage.Status.ACCEPTED
        ).values_list("fingerprint", flat=True)
    )
    fresh = [item for item in full if prints[item.key] not in known]
    defined = _to_define(files) if is_dry_run else _keep(actor, files, fresh, prints, how)
    return RepositoryReport(
        outcome="checked" if is_dry_run else "imported",
        defined=tuple(defined),
        accepted=tuple(item.key for item in fresh),
        unchanged=tuple(item.key for item in full if prints[item.key] in known),
        empty=tuple(item.key for item in files if not item.tidied.table.num_rows),
        rows=sum(item.tidied.table.num_rows for item in fresh),
        findings=tuple(findings),
    )


def _keep(
    actor: Actor,
    files: Sequence[_Read],
    fresh: Sequence[_Read],
    prints: dict[str, str],
    how: tuple[Reading, Provenance],
) -> list[str]:
    """Write everything; when anything fails, no file stays that a catalogue does not name."""
    written = _in_parallel(_write, fresh)
    try:
        with transaction.atomic():
            defined = _define(actor, files)
            _catalogue(actor, fresh, written, (prints, *how))
    except BaseException:
        for path, _vintage, _checksum in written:
            path.unlink(missing_ok=True)
        raise
    return defined


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


def _to_define(files: Sequence[_Read]) -> list[str]:
    """Return the keys that have no definition yet."""
    keys = [item.key for item in files]
    before = set(Indicator.objects.filter(key__in=keys).values_list("key", flat=True))
    return [key for key in keys if key not in before]


def _define(actor: Actor, files: Sequence[_Read]) -> list[str]:
    """Create the definitions that are new, each with its event; return their keys.

    A definition that is already here stays: a steward may have said since how it rolls up and
    which change is progress, and the repository knows neither.
    """
    documents = {item.key: item.definition for item in files}
    new = _to_define(files)
    Indicator.objects.bulk_create(Indicator(key=key, document=documents[key]) for key in new)
    for key in new:
        record_event(
            actor,
            "indicators.indicator_defined",
            subject_kind="indicator",
            subject_key=key,
            after=documents[key],
        )
    return new


def _catalogue(
    actor: Actor,
    fresh: Sequence[_Read],
    written: Sequence[tuple[Path, uuid.UUID, str]],
    how: tuple[dict[str, str], Reading, Provenance],
) -> None:
    """Add the rows that make the observations visible, each with its event."""
    prints = how[0]
    indicators = dict(Indicator.objects.filter(key__in=prints).values_list("key", "pk"))
    rows = []
    for item, (_path, uid, data_checksum) in zip(fresh, written, strict=True):
        row = _row(actor, item, how)
        row.uuid, row.data_checksum = uid, data_checksum
        row.indicator_id = indicators[item.key]
        rows.append(row)
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
                **how[2].as_dict(),
                "known_on": row.known_on.isoformat(),
            },
        )


def _row(actor: Actor, item: _Read, how: tuple[dict[str, str], Reading, Provenance]) -> Vintage:
    """Return what the catalogue says of a file, but for where it was written."""
    prints, reading, provenance = how
    now = clock.now()
    span = pc.min_max(item.tidied.table["period"]).as_py()
    return Vintage(
        source=provenance.source,
        licence=provenance.licence,
        url=provenance.url,
        note=provenance.note,
        file_name=item.source.path.name[:255],
        checksum=hashlib.sha256(item.content).hexdigest(),
        fingerprint=prints[item.key],
        mapping=_mapping(reading),
        known_on=provenance.known_on or now.date(),
        accepted_at=now,
        accepted_by=actor.label,
        accepted_by_key=actor.key,
        row_count=item.tidied.table.num_rows,
        area_count=1,
        first_period=span["min"],
        last_period=span["max"],
        findings=[finding.as_dict() for finding in item.tidied.findings],
    )
