"""Looking into an .xlsx file before it is read: how large it really is, and what a reader drops.

The reader of workbooks reports a cell with an error, or a formula that was never calculated, as
an empty cell; here both are found, so that neither passes for a missing value. The scan also
measures every part as it really unpacks, because a few kilobytes can unpack to gigabytes, and
finds the last cell, because one cell in the farthest corner makes a sheet of billions.
"""

import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final
from xml.parsers import expat

MAX_UNPACKED: Final = 500_000_000
MAX_CELLS: Final = 5_000_000
MAX_AREA: Final = 20_000_000
MAX_PARTS: Final = 2_000
MAX_ODDITIES: Final = 100_000
UNCALCULATED: Final = "#FORMULA"
_BLOCK: Final = 1 << 16
_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError, ValueError, KeyError,
    NotImplementedError, RuntimeError,
)  # fmt: skip
"""What a damaged archive or part raises while it is unpacked and parsed."""

_REFERENCE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class ScanProblem(Exception):  # noqa: N818 -- carried to a finding, never shown as an error
    """Why a workbook is not read: ``damaged``, ``too_large`` or ``other_format``."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class _Enough(Exception):  # noqa: N818 -- stops a scan, never leaves this module
    """The sheet is larger than any that is read."""


@dataclass(slots=True)
class SheetScan:
    """One sheet: how many cells, how far, and the cells that a reader would drop."""

    name: str
    is_hidden: bool = False
    is_too_large: bool = False
    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    oddities: dict[tuple[int, int], str] = field(default_factory=dict)
    """(row, column), both from 0, with the error's text or ``UNCALCULATED``."""


def scan_workbook(path: Path) -> list[SheetScan]:
    """Return what is in each worksheet of an .xlsx file. Raises ``ScanProblem``."""
    try:
        with zipfile.ZipFile(path) as archive:
            _measure(archive)
            return _scan(archive)
    except _DAMAGED as error:
        raise ScanProblem("damaged") from error


def _scan(archive: zipfile.ZipFile) -> list[SheetScan]:
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        raise ScanProblem("other_format")
    scans = []
    for scan, part in _sheets(archive):
        if part in names:
            with archive.open(part) as stream:
                _scan_sheet(stream, scan)
            scans.append(scan)
    return scans


def _measure(archive: zipfile.ZipFile) -> None:
    """Unpack every part into nothing, up to a limit, whatever size it claims."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise ScanProblem("too_large")
    left = MAX_UNPACKED
    for part in parts:
        if part.file_size > left:
            raise ScanProblem("too_large")
        with archive.open(part) as stream:
            while block := stream.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise ScanProblem("too_large")


def _parse(stream: IO[bytes], start: Callable[[str, dict[str, str]], None], **more: Any) -> None:
    """Parse XML with the given handlers; a document type, which could hold entities, is refused."""

    def refuse(*_details: object) -> None:
        raise ScanProblem("damaged")

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    for name, handler in more.items():
        setattr(parser, name, handler)
    parser.buffer_text = True
    parser.ParseFile(stream)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _sheets(archive: zipfile.ZipFile) -> list[tuple[SheetScan, str]]:
    """Return each sheet of the workbook with the name of its part."""
    targets: dict[str, str] = {}

    def relation(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship" and "Target" in attributes:
            target = attributes["Target"]
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            targets[attributes.get("Id", "")] = part

    found: list[tuple[SheetScan, str]] = []

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            plain = {_local(key): value for key, value in attributes.items()}
            is_hidden = plain.get("state", "visible") != "visible"
            part = targets.get(plain.get("id", ""), "")
            found.append((SheetScan(plain.get("name", ""), is_hidden), part))

    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        _parse(stream, relation)
    with archive.open("xl/workbook.xml") as stream:
        _parse(stream, sheet)
    return found


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


@dataclass(slots=True)
class _CellReader:
    """Follows the cells of one sheet."""

    scan: SheetScan
    row: int = -1
    column: int = -1
    kind: str = ""
    has_formula: bool = False
    text: list[str] = field(default_factory=list)
    in_value: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a row, a cell, a formula or a value."""
        tag = _local(name)
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            self.row = int(attributes.get("r", self.row + 2)) - 1
            self.column = -1
        elif tag == "f":
            self.has_formula = True
        elif tag == "v":
            self.in_value = True

    def _start_cell(self, attributes: dict[str, str]) -> None:
        match = _REFERENCE.fullmatch(attributes.get("r", ""))
        if match:
            self.column, self.row = _column_index(match[1]), int(match[2]) - 1
        else:
            self.column += 1
        self.kind = attributes.get("t", "")
        self.has_formula = False
        self.text = []
        scan = self.scan
        scan.cells += 1
        scan.last_row = max(scan.last_row, self.row)
        scan.last_column = max(scan.last_column, self.column)
        if scan.cells > MAX_CELLS or (scan.last_row + 1) * (scan.last_column + 1) > MAX_AREA:
            scan.is_too_large = True
            raise _Enough

    def data(self, text: str) -> None:
        """Take a part of a value's text."""
        if self.in_value:
            self.text.append(text)

    def end(self, name: str) -> None:
        """End a value or a cell."""
        tag = _local(name)
        if tag == "v":
            self.in_value = False
        elif tag == "c" and len(self.scan.oddities) < MAX_ODDITIES:
            text = "".join(self.text).strip()
            if self.kind == "e":
                self.scan.oddities[self.row, self.column] = text or "#ERROR"
            elif self.has_formula and not text and self.kind not in {"str", "inlineStr"}:
                self.scan.oddities[self.row, self.column] = UNCALCULATED


def _scan_sheet(stream: IO[bytes], scan: SheetScan) -> None:
    reader = _CellReader(scan)
    try:
        _parse_cells(stream, reader)
    except _Enough:
        return


def _parse_cells(stream: IO[bytes], reader: _CellReader) -> None:
    _parse(stream, reader.start, EndElementHandler=reader.end, CharacterDataHandler=reader.data)
