"""The rows of a resource as texts, whatever file or dialect they stand in."""

import codecs
import csv
import io
import itertools
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from milepost.indicators.cells import NATIVE
from milepost.indicators.conversion import connect
from milepost.indicators.mapping import Mapping as Understanding
from milepost.indicators.packages import messages
from milepost.indicators.packages.descriptor import Resource
from milepost.indicators.packages.files import Budget, Files, open_counted
from milepost.indicators.text_files import MAX_CELL
from milepost.indicators.workbooks import open_workbook
from milepost.kernel.errors import BadInput

_XLSX: Final = b"PK\x03\x04"
_BATCH: Final = 10_000


class RowSource:
    """Gives the rows of a resource: a header first, then the rows below it."""

    def __init__(self, files: Files, budget: Budget, folder: Path) -> None:
        self._files, self._budget, self._folder = files, budget, folder

    def read(self, resource: Resource) -> Iterator[list[str]]:
        """Yield the rows, the first of which are the labels. Raises ``BadInput``."""
        if resource.data is not None and resource.kind == "json":
            yield from _objects(resource, resource.data)
        elif resource.data is not None:
            yield from _records(resource, io.StringIO(str(resource.data), newline=""))
        elif resource.kind == "json":
            for path in resource.paths:
                yield from _objects(resource, self._json(resource, path))
        elif resource.kind == "excel":
            yield from self._workbook(resource)
        else:
            yield from self._texts(resource)

    def _open(self, resource: Resource, path: str) -> Any:
        stream = open_counted(self._files, path, resource.compression, self._budget)
        if stream is None:
            raise BadInput([messages.file_missing(resource.name, path)])
        return stream

    def _json(self, resource: Resource, path: str) -> Any:
        with self._open(resource, path) as stream:
            content = stream.read()
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as error:
            raise BadInput([messages.unreadable(resource.name, str(error))]) from error

    def _texts(self, resource: Resource) -> Iterator[list[str]]:
        """Yield the rows of one or more text files; a header that comes again is left out."""
        encoding = _encoding(resource)
        header: list[str] | None = None
        for path in resource.paths:
            with self._open(resource, path) as stream:
                text = io.TextIOWrapper(stream, encoding, newline="")
                rows = _records(resource, text)
                first = next(rows, None)
                if header is None:
                    header = first
                    first_rows = [] if first is None else [first]
                else:
                    first_rows = [] if first in (None, header) else [first]
                yield from itertools.chain(first_rows, rows)

    def _workbook(self, resource: Resource) -> Iterator[list[str]]:
        path = self._folder / "workbook"
        with self._open(resource, resource.paths[0]) as stream, path.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
        with path.open("rb") as stream:
            is_xlsx = stream.read(4) == _XLSX
        dialect = resource.dialect
        opening = Understanding(sheet=str(dialect.get("sheetName") or ""))
        sheet = open_workbook(path, opening, is_xlsx=is_xlsx)
        with connect() as connection:
            sheet.load(connection)
            yield list(sheet.labels)
            found = connection.execute("SELECT * EXCLUDE (row) FROM cells ORDER BY row")
            while rows := found.fetchmany(_BATCH):
                yield from ([cell.removeprefix(NATIVE) for cell in row] for row in rows)


def _encoding(resource: Resource) -> str:
    """Return an encoding that Python knows. Raises ``BadInput``."""
    stated = resource.encoding or "utf-8"
    try:
        name = codecs.lookup(stated).name
    except LookupError as error:
        raise BadInput([messages.unreadable(resource.name, str(error))]) from error
    return "utf-8-sig" if name == "utf-8" else name


def _records(resource: Resource, stream: Iterable[str]) -> Iterator[list[str]]:
    """Yield the records of a text as its dialect says, with labels first."""
    csv.field_size_limit(MAX_CELL)
    dialect = resource.dialect
    null = dialect.get("nullSequence")
    try:
        reader = csv.reader(
            _without_comments(stream, dialect),
            delimiter=str(dialect.get("delimiter") or ("\t" if resource.kind == "tsv" else ",")),
            quotechar=str(dialect.get("quoteChar") or '"'),
            doublequote=dialect.get("doubleQuote") is not False,
            escapechar=_one(dialect.get("escapeChar")),
            skipinitialspace=dialect.get("skipInitialSpace") is True,
        )
        rows = (row for row in reader if row)
        if null is not None:
            rows = (["" if cell == null else cell for cell in row] for row in rows)
        yield from _headed(resource, rows)
    except (csv.Error, TypeError, UnicodeError, LookupError) as error:
        raise BadInput([messages.unreadable(resource.name, str(error))]) from error


def _one(value: object) -> str | None:
    return value if isinstance(value, str) and len(value) == 1 else None


def _without_comments(stream: Iterable[str], dialect: Mapping[str, Any]) -> Iterable[str]:
    mark = dialect.get("commentChar")
    if not isinstance(mark, str) or not mark:
        return stream
    return (line for line in stream if not line.startswith(mark))


def _headed(resource: Resource, rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield labels and rows; version 2 may have the labels in several rows, or lower down."""
    dialect = resource.dialect
    names = [field.name for field in resource.schema.fields]
    at = dialect.get("headerRows", [1])
    lines = [row for row in at if isinstance(row, int)] if isinstance(at, list) else [1]
    if dialect.get("header") is False or not lines:
        first = next(rows, None)
        if first is None:
            return
        yield names or [f"field{index + 1}" for index in range(len(first))]
        yield first
        yield from rows
        return
    skipped = dialect.get("commentRows")
    comments = set(skipped) if isinstance(skipped, list) else set()
    head = [next(rows, []) for _number in range(max(lines))]
    labels = [head[line - 1] for line in lines]
    width = max(len(row) for row in labels)
    join = str(dialect.get("headerJoin", " "))
    yield [
        join.join(row[index] for row in labels if index < len(row) and row[index])
        for index in range(width)
    ]
    yield from (row for number, row in enumerate(rows, max(lines) + 1) if number not in comments)


def _objects(resource: Resource, data: Any) -> Iterator[list[str]]:
    """Yield labels and rows of JSON: a list of lists with a header, or a list of objects."""
    wanted = resource.dialect.get("property")
    if isinstance(wanted, str) and isinstance(data, dict):
        data = data.get(wanted)
    if not isinstance(data, list):
        raise BadInput([messages.unreadable(resource.name, "JSON: list expected")])
    if all(isinstance(row, list) for row in data):
        yield from _headed(resource, ([_cell(value) for value in row] for row in data))
        return
    if not all(isinstance(row, dict) for row in data):
        raise BadInput([messages.unreadable(resource.name, "JSON: rows of different kinds")])
    labels = [field.name for field in resource.schema.fields]
    labels = labels or list(dict.fromkeys(str(name) for row in data for name in row))
    yield labels
    for row in data:
        yield [_cell(row.get(name)) for name in labels]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
