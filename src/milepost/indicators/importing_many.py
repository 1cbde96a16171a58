"""Taking in many indicators at once, all or none: what repositories and data sets share.

Every table becomes one vintage of its own indicator, with the same safety as a single import:
files are kept and written first, and one transaction makes all of them visible.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
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
from milepost.kernel.actors import Actor
from milepost.kernel.findings import Finding

THREADS = 2
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionReport:
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

    def counts(self) -> dict[str, Any]:
        """Return the outcome in one line for a person."""
        names = ("defined", "accepted", "unchanged", "empty")
        counts = {name: len(getattr(self, name)) for name in names}
        return {"outcome": self.outcome, **counts, "rows": self.rows}


@dataclass(frozen=True, slots=True)
class Incoming:
    """The observations of one indicator (schema ``STORED``) before anything is written."""

    definition: dict[str, Any]
    candidate: Candidate
    table: pa.Table
    findings: tuple[Finding, ...] = ()

    @property
    def key(self) -> str:
        """The key of the indicator."""
        return self.candidate.indicator


def in_parallel(work: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """Do the work on two threads; reading, writing and Arrow leave the interpreter free."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, items))


def take_all(
    actor: Actor,
    items: Sequence[Incoming],
    findings: Sequence[Finding],
    keep_files: Callable[[], None],
    *,
    is_dry_run: bool,
) -> CollectionReport:
    """Take in all indicators or none; the caller has asked for permission and found no error.

    An indicator may come as several items, each of which becomes a vintage of its own.

    ``keep_files`` puts away the files that were handed in. Raises ``ImportBusy``.
    """
    full = [item for item in items if item.table.num_rows]
    with _locked(full):
        known = find_repeated([item.candidate for item in full])
        fresh = [item for item in full if item.candidate.fingerprint not in known]
        if is_dry_run:
            defined = _to_define(items)
        else:
            if fresh:
                keep_files()
            defined = _keep(actor, items, fresh)
    accepted = tuple(dict.fromkeys(item.key for item in fresh))
    for key in () if is_dry_run else accepted:
        compact_if_due(key)
    return CollectionReport(
        outcome="checked" if is_dry_run else "imported",
        defined=tuple(defined),
        accepted=accepted,
        unchanged=tuple(dict.fromkeys(i.key for i in full if i.key not in accepted)),
        empty=tuple(item.key for item in items if not item.table.num_rows),
        rows=sum(item.table.num_rows for item in fresh),
        findings=tuple(findings),
    )


@contextmanager
def _locked(files: Sequence[Incoming]) -> Iterator[None]:
    """Hold the locks of all indicators, in the order of their keys. Raises ``ImportBusy``."""
    with ExitStack() as stack:
        for key in sorted({item.key for item in files}):
            stack.enter_context(storage.locked(key, wait=False))
        yield


def _keep(actor: Actor, files: Sequence[Incoming], fresh: Sequence[Incoming]) -> list[str]:
    """Write everything; when anything fails, no file stays that a catalogue does not name."""
    placed = in_parallel(_write, fresh)
    try:
        with transaction.atomic():
            defined = _define(actor, files)
            _catalogue(actor, fresh, [written for _path, written in placed])
    except BaseException:
        for path, _written in placed:
            path.unlink(missing_ok=True)
        raise
    return defined


def _write(item: Incoming) -> tuple[Path, Written]:
    """Write observations into their place; nothing names them yet."""
    vintage = uuid.uuid4()
    part = storage.part_path(item.key, str(vintage))
    table = item.table
    pq.write_table(table, part)
    path, checksum = storage.put_in_place(part)
    span = pc.min_max(table["period"]).as_py()
    extent = {
        "rows": table.num_rows,
        "areas": int(pc.count_distinct(table["area"]).as_py()),
        "first_period": span["min"],
        "last_period": span["max"],
    }
    return path, Written(
        vintage=vintage, data_checksum=checksum, extent=extent, findings=item.findings
    )


def _to_define(files: Sequence[Incoming]) -> list[str]:
    """Return the keys that have no definition yet."""
    keys = list(dict.fromkeys(item.key for item in files))
    before = set(Indicator.objects.filter(key__in=keys).values_list("key", flat=True))
    return [key for key in keys if key not in before]


def _define(actor: Actor, files: Sequence[Incoming]) -> list[str]:
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


def _catalogue(actor: Actor, fresh: Sequence[Incoming], written: Sequence[Written]) -> None:
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
