"""A resource made into a plain table: every cell in one way of writing, every promise checked.

The plain table is a CSV file with a header, of which row numbers are those of findings: the
header is row 1. It is read once; keys are held in memory, cells are not.
"""

import csv
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from milepost.indicators.intake import MAX_BYTES
from milepost.indicators.packages import messages
from milepost.indicators.packages.cells import Reading, checks_of, reading_of
from milepost.indicators.packages.descriptor import Field, Package, Reference, Resource
from milepost.indicators.packages.files import Budget, Files, open_counted
from milepost.indicators.packages.rows import RowSource
from milepost.indicators.sheets import clean_label
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding

MAX_COLUMNS: Final = 2_000
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A resource as a plain CSV file in UTF-8; ``keys`` are what foreign keys look for."""

    resource: Resource
    path: Path
    labels: tuple[str, ...]
    rows: int
    keys: dict[Key, set[Key]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Told:
    """How often something was found, and where first."""

    count: int = 0
    row: int = 0
    text: str = ""

    def add(self, row: int, text: str) -> None:
        if not self.count:
            self.row, self.text = row, text
        self.count += 1


@dataclass(frozen=True, slots=True)
class _Column:
    """How one column is read and checked."""

    field: Field
    read: Reading
    checks: dict[str, Callable[[str], bool]]
    broken: dict[str, _Told]


def make_table(
    resource: Resource, source: RowSource, path: Path, wanted: Sequence[Key] = ()
) -> Table:
    """Write a resource as a plain table; ``wanted`` are columns whose keys are to be collected.

    Raises ``BadInput`` when it cannot be read as a table.
    """
    rows = source.read(resource)
    labels, columns, findings = _columns(resource, next(rows, []))
    writer = _Writer(resource, labels, columns, wanted)
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(labels)
        out.writerows(writer.cells(rows))
    return Table(
        resource, path, tuple(labels), writer.count, writer.found, (*findings, *writer.findings())
    )


def _columns(
    resource: Resource, header: Sequence[str]
) -> tuple[list[str], list[_Column], list[Finding]]:
    """Return labels and columns: by their place when they fit the schema, else by their name."""
    if not header or len(header) > MAX_COLUMNS:
        raise BadInput([messages.left_out(resource.name, ["table"])])
    fields, names = resource.schema.fields, [clean_label(label) for label in header]
    named = {one.name.casefold(): one for one in fields}
    missing = [one.name for one in fields if one.name.casefold() not in _folded(names)]
    extra = [name for name in names if name.casefold() not in named]
    findings: list[Finding] = []
    by_place = bool(missing and extra) and len(fields) == len(names) and len(extra) == len(names)
    allowed = {"subset": (True, False), "superset": (False, True), "partial": (True, True)}
    may_miss, may_add = allowed.get(resource.schema.match, (False, False))
    if fields and ((missing and not may_add) or (extra and not may_miss)):
        findings.append(messages.columns_differ(resource.name, missing, extra))
    told = resource.schema.missing
    columns = []
    for index, name in enumerate(names):
        one = (
            fields[index]
            if by_place
            else named.get(name.casefold(), Field(name=name, missing=told))
        )
        columns.append(_Column(one, reading_of(one), checks_of(one), {}))
    return _unique(names), columns, findings


def _folded(names: Sequence[str]) -> set[str]:
    return {name.casefold() for name in names}


def _unique(names: Sequence[str]) -> list[str]:
    labels: list[str] = []
    for index, name in enumerate(names):
        plain = name or f"column {index + 1}"
        labels.append(plain if plain not in labels else f"{plain} ({index + 1})")
    return labels


class _Writer:
    """Reads cells row by row and remembers what breaks a promise."""

    def __init__(
        self,
        resource: Resource,
        labels: Sequence[str],
        columns: Sequence[_Column],
        wanted: Sequence[Key],
    ) -> None:
        self._resource, self._columns = resource, columns
        self.count = 0
        self.found: dict[Key, set[Key]] = {key: set() for key in wanted}
        at = {label: index for index, label in enumerate(labels)}
        self._at = {
            key: [at[name] for name in key]
            for key in {*wanted, *resource.schema.keys}
            if all(name in at for name in key)
        }
        self._unique: dict[Key, set[Key]] = {
            key: set() for key in resource.schema.keys if key in self._at
        }
        self._repeated: dict[Key, _Told] = {}
        self._uneven = _Told()

    def cells(self, rows: Iterator[list[str]]) -> Iterator[list[str]]:
        """Yield the rows with every cell in its usual writing."""
        width = len(self._columns)
        for number, cells in enumerate(rows, 2):
            row = cells
            if len(cells) != width:
                if any(cell.strip() for cell in cells[width:]):
                    self._uneven.add(number, cells[width])
                row = [*cells, *[""] * width][:width]
            made = [
                self._cell(column, number, text)
                for column, text in zip(self._columns, row, strict=True)
            ]
            self._collect(number, made)
            self.count += 1
            yield made

    def _cell(self, column: _Column, row: int, text: str) -> str:
        if text in column.field.missing or not text.strip():
            if column.field.constraints.get("required") is True:
                column.broken.setdefault("required", _Told()).add(row, text)
            return ""
        read = column.read(text)
        if read is None:
            column.broken.setdefault("", _Told()).add(row, text)
            read = text
        else:
            for name, holds in column.checks.items():
                if not holds(read):
                    column.broken.setdefault(name, _Told()).add(row, text)
        # A row of the plain table is a line, so that its number can be found.
        return " ".join(read.split()) if "\n" in read or "\r" in read else read

    def _collect(self, number: int, made: Sequence[str]) -> None:
        for key, at in self._at.items():
            cells = tuple(made[index] for index in at)
            if key in self.found and any(cells):
                self.found[key].add(cells)
            seen = self._unique.get(key)
            if seen is None or (len(key) == 1 and not cells[0]):
                continue
            if cells in seen:
                self._repeated.setdefault(key, _Told()).add(number, ", ".join(cells))
            seen.add(cells)

    def findings(self) -> Iterator[Finding]:
        """Yield what was found, column by column."""
        name = self._resource.name
        if self._uneven.count:
            yield messages.rows_uneven(name, self._uneven.row, self._uneven.count)
        for column in self._columns:
            for rule, told in column.broken.items():
                say = messages.constraint_broken if rule else messages.type_broken
                said = (column.field.name, rule or column.field.type)
                yield say(name, said, (told.row, told.text), told.count)
        for key, told in self._repeated.items():
            yield messages.key_repeated(name, key, told.row, told.count)


def make_tables(package: Package, files: Files, folder: Path, budget: Budget) -> list[Table]:
    """Return the resources of a package that are tables, with every promise checked.

    A resource that is no table is left out by the caller. Raises ``BadInput`` with the findings
    of every resource that cannot be read.
    """
    wanted = _wanted(package.resources)
    source = RowSource(files, budget, folder)
    tables, findings = [], []
    for index, resource in enumerate(package.resources):
        if not resource.kind:
            continue
        try:
            findings += list(_damaged(resource, files))
            path = folder / f"table-{index}.csv"
            tables.append(make_table(resource, source, path, sorted(wanted[resource.name])))
        except BadInput as error:
            findings += error.findings
    if findings:
        raise BadInput(findings)
    return tables


def _wanted(resources: Sequence[Resource]) -> dict[str, set[Key]]:
    """Return, for each resource, the columns whose keys foreign keys speak of."""
    found: dict[str, set[Key]] = {resource.name: set() for resource in resources}
    for resource in resources:
        for one in resource.schema.references:
            found[resource.name].add(one.fields)
            target = one.resource or resource.name
            if target in found:
                found[target].add(one.target)
    return found


def _damaged(resource: Resource, files: Files) -> Iterator[Finding]:
    """Yield a finding when the only file of a resource is not the one that was described."""
    if len(resource.paths) != 1 or not (resource.hash or resource.size):
        return
    kind, colon, wanted = resource.hash.rpartition(":")
    name = kind.lower() if colon else "md5"
    stream = open_counted(files, resource.paths[0], "", Budget(MAX_BYTES))
    if stream is None:
        return
    known = name if name in {"md5", "sha1", "sha256", "sha512"} else "sha256"
    digest, size = hashlib.new(known, usedforsecurity=False), 0
    with stream:
        while block := stream.read(1 << 20):
            digest.update(block)
            size += len(block)
    is_same = not wanted or known != name or digest.hexdigest() == wanted.lower()
    if not is_same or (resource.size not in {None, size}):
        yield messages.hash_differs(resource.name, resource.paths[0])


def reference_findings(tables: Sequence[Table]) -> Iterator[Finding]:
    """Yield foreign keys that lead nowhere."""
    known = {table.resource.name: table for table in tables}
    for table in tables:
        for one in table.resource.schema.references:
            target = known.get(one.resource or table.resource.name)
            yield from _broken(table, one, target)


def _broken(table: Table, one: Reference, target: Table | None) -> Iterator[Finding]:
    where = table.resource.name
    named = one.resource or where
    if target is None or not set(one.target) <= set(target.labels) or not one.target:
        yield messages.reference_unknown(where, named)
        return
    lost = table.keys.get(one.fields, set()) - target.keys.get(one.target, set())
    if lost:
        first = ", ".join(next(iter(islice(sorted(lost), 1))))
        yield messages.reference_broken(where, named, first, len(lost))
