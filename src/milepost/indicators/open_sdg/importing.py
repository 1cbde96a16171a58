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

import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import transaction

from milepost.audit.services import record_event
from milepost.indicators import storage
from milepost.indicators.cataloguing import (
    Candidate,
    Written,
    describe,
    find_repeated,
    record_acceptance,
)
from milepost.indicators.compacting import compact_if_due
from milepost.indicators.models import Indicator, Vintage
from milepost.indicators.open_sdg import messages
from milepost.indicators.open_sdg.defining import define
from milepost.indicators.open_sdg.repository import Source, list_sources
from milepost.indicators.open_sdg.tidying import Tidied, tidy_file
from milepost.indicators.provenance import Provenance
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

    definition: dict[str, Any]
    content: bytes
    candidate: Candidate
    tidied: Tidied

    @property
    def key(self) -> str:
        return self.candidate.indicator


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
    files = _in_parallel(partial(_read, reading, provenance), list_sources(folder))
    findings += [finding for item in files for finding in item.tidied.findings]
    if has_errors(findings):
        raise BadInput(findings)
    full = [item for item in files if item.tidied.table.num_rows]
    with _locked(full):
        report = _take(actor, files, findings, is_dry_run=is_dry_run)
    for key in () if is_dry_run else report.accepted:
        compact_if_due(key)
    return report


def _in_parallel(work: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """Do the work on two threads; reading, writing and Arrow leave the interpreter free."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, items))


def _read(reading: Reading, provenance: Provenance, source: Source) -> _Read:
    content = source.path.read_bytes()
    definition = define(source, reading.prefix, reading.language)
    candidate = Candidate(
        indicator=str(definition["key"]),
        file_name=source.path.name,
        checksum=hashlib.sha256(content).hexdigest(),
        mapping={"layout": "open_sdg", "fixed_area": reading.area},
        provenance=provenance,
    )
    tidied = tidy_file(source.path, reading.area)
    return _Read(definition, content, candidate, tidied)


@contextmanager
def _locked(files: Sequence[_Read]) -> Iterator[None]:
    """Hold the locks of all indicators, in the order of their keys. Raises ``ImportBusy``."""
    with ExitStack() as stack:
        for item in sorted(files, key=lambda item: item.key):
            stack.enter_context(storage.locked(item.key, wait=False))
        yield


def _take(
    actor: Actor, files: Sequence[_Read], findings: Sequence[Finding], *, is_dry_run: bool
) -> RepositoryReport:
    full = [item for item in files if item.tidied.table.num_rows]
    known = find_repeated([item.candidate for item in full])
    fresh = [item for item in full if item.key not in known]
    defined = _to_define(files) if is_dry_run else _keep(actor, files, fresh)
    return RepositoryReport(
        outcome="checked" if is_dry_run else "imported",
        defined=tuple(defined),
        accepted=tuple(item.key for item in fresh),
        unchanged=tuple(item.key for item in full if item.key in known),
        empty=tuple(item.key for item in files if not item.tidied.table.num_rows),
        rows=sum(item.tidied.table.num_rows for item in fresh),
        findings=tuple(findings),
    )


def _keep(actor: Actor, files: Sequence[_Read], fresh: Sequence[_Read]) -> list[str]:
    """Write everything; when anything fails, no file stays that a catalogue does not name."""
    placed = _in_parallel(_write, fresh)
    try:
        with transaction.atomic():
            defined = _define(actor, files)
            _catalogue(actor, fresh, [written for _path, written in placed])
    except BaseException:
        for path, _written in placed:
            path.unlink(missing_ok=True)
        raise
    return defined


def _write(item: _Read) -> tuple[Path, Written]:
    """Keep the file and write its observations into their place; nothing names them yet."""
    storage.keep_upload(item.content, item.candidate.checksum)
    vintage = uuid.uuid4()
    part = storage.part_path(item.key, str(vintage))
    table = item.tidied.table
    pq.write_table(table, part)
    path, checksum = storage.put_in_place(part)
    span = pc.min_max(table["period"]).as_py()
    extent = {
        "rows": table.num_rows,
        "areas": 1,
        "first_period": span["min"],
        "last_period": span["max"],
    }
    return path, Written(
        vintage=vintage, data_checksum=checksum, extent=extent, findings=item.tidied.findings
    )


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


def _catalogue(actor: Actor, fresh: Sequence[_Read], written: Sequence[Written]) -> None:
    """Add the rows that make the observations visible, each with its event."""
    keys = [item.key for item in fresh]
    ids = dict(Indicator.objects.filter(key__in=keys).values_list("key", "pk"))
    rows = [
        describe(actor, ids[item.key], item.candidate, made)
        for item, made in zip(fresh, written, strict=True)
    ]
    Vintage.objects.bulk_create(rows)
    for item, row in zip(fresh, rows, strict=True):
        record_acceptance(actor, item.candidate, row)
