"""Reading .xlsx and .xls workbooks into the same sheets as text files."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import python_calamine

from milepost.indicators import messages
from milepost.indicators.cells import NATIVE
from milepost.indicators.mapping import Mapping
from milepost.indicators.sheets import (
    SAMPLE,
    SPREAD,
    RowsLoader,
    Sheet,
    build_sheet,
    looks_numeric,
)
from milepost.indicators.workbook_scan import ScanProblem, SheetScan, scan_workbook
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding

MAX_XLS_BYTES: Final = 60_000_000
MAX_MERGES: Final = 20_000
_SMALL: Final = 20


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as rows of texts from the first row on, with what was found on the way."""

    name: str
    rows: list[list[str]]
    findings: tuple[Finding, ...] = ()


def open_workbook(path: Path, mapping: Mapping, *, is_xlsx: bool) -> Sheet:
    """Find out how a workbook is built. Raises ``BadInput`` when no table can be read."""
    try:
        scans = scan_workbook(path) if is_xlsx else []
    except ScanProblem as problem:
        raise BadInput([messages.workbook_refused(problem.why)]) from problem
    if not is_xlsx and path.stat().st_size > MAX_XLS_BYTES:
        raise BadInput([messages.workbook_refused("too_large")])
    workbook = _open(path)
    names = _worksheets(workbook)
    name = _choose(names, scans, mapping.sheet)
    scan = next((item for item in scans if item.name == name), SheetScan(name))
    if scan.is_too_large:
        raise BadInput([messages.workbook_refused("too_large")])
    grid = _read(workbook, name, scan)
    sheet = _sheet(grid, mapping)
    findings = [*grid.findings, *sheet.findings]
    filled = [item.name for item in scans if item.cells >= _SMALL] if is_xlsx else names
    others = [other for other in filled if other in names and other != name]
    if others and not mapping.sheet:
        findings.append(messages.sheet_chosen(name, others))
    if not is_xlsx:
        findings.append(messages.old_workbook())
    return replace(sheet, name=name, names=tuple(names), findings=tuple(findings))


def _guarded(action: Any, *arguments: Any) -> Any:
    """Call the workbook reader; whatever it raises on a damaged file becomes a finding.

    Its own panics derive from ``BaseException`` and have no public name.
    """
    try:
        return action(*arguments)
    except python_calamine.PasswordError as error:
        raise BadInput([messages.workbook_refused("password")]) from error
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise BadInput([messages.workbook_refused("damaged")]) from error


def _open(path: Path) -> Any:
    return _guarded(python_calamine.CalamineWorkbook.from_path, str(path))


def _worksheets(workbook: Any) -> list[str]:
    """Return the visible worksheets; chart and macro sheets hold no tables."""
    found = [
        entry.name
        for entry in workbook.sheets_metadata
        if entry.typ == python_calamine.SheetTypeEnum.WorkSheet
        and entry.visible == python_calamine.SheetVisibleEnum.Visible
    ]
    if not found:
        raise BadInput([messages.empty_file()])
    return found


def _choose(names: Sequence[str], scans: Sequence[SheetScan], wanted: str) -> str:
    """Return the sheet that is asked for, or the one with most cells."""
    if wanted:
        if wanted not in names:
            raise BadInput([messages.no_such_sheet(wanted, names)])
        return wanted
    cells = {scan.name: scan.cells for scan in scans}
    return max(names, key=lambda name: (cells.get(name, 0), -names.index(name)))


def _read(workbook: Any, name: str, scan: SheetScan) -> Grid:
    """Return the texts of a sheet, with errors and vertical merges put where they belong."""
    sheet = _guarded(workbook.get_sheet_by_name, name)
    values = _guarded(lambda: sheet.to_python(skip_empty_area=False))
    rows = [[text_of(value) for value in row] for row in values]
    for (row, column), text in scan.oddities.items():
        while len(rows) <= row:
            rows.append([])
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = text
    merges = _guarded(lambda: sheet.merged_cell_ranges) or []
    return Grid(name, rows, tuple(_fill_merges(rows, merges, name)))


def text_of(value: object) -> str:
    """Return the text of a workbook's value, numbers and days in a form without doubt."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return f"{NATIVE}{value!r}"
    if isinstance(value, dt.datetime):
        is_day = value.time() == dt.time()
        return value.date().isoformat() if is_day else value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def _fill_merges(rows: list[list[str]], merges: Sequence[Any], name: str) -> list[Finding]:
    """Repeat texts of vertically merged cells in each row; return findings on merged numbers.

    A merged country holds for each of its rows. A merged number cannot be shared out.
    """
    findings = []
    for (top, left), (bottom, right) in list(merges)[:MAX_MERGES]:
        if top >= len(rows) or left >= len(rows[top]) or not rows[top][left].strip():
            continue
        text = rows[top][left]
        if bottom == top and right == left:
            continue
        if looks_numeric(text) and top > 0 and bottom > top:
            findings.append(messages.merged_number(name, top + 1, left, text))
            continue
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and not row[left].strip():
                row[left] = text
    return findings


def _sheet(grid: Grid, mapping: Mapping) -> Sheet:
    """Return the sheet of a grid, with a loader of all rows below its header."""
    filled = [
        (number, row)
        for number, row in enumerate(grid.rows, start=1)
        if any(cell.strip() for cell in row)
    ]
    if not filled:
        raise BadInput([messages.empty_file()])
    sheet = build_sheet(filled[: SAMPLE + 60], mapping.header_row, widens=True)
    width = len(sheet.labels)
    below = [(number, row) for number, row in filled if number > sheet.header_row]
    beyond = [number for number, row in below if any(cell.strip() for cell in row[width:])]
    findings: list[Finding] = []
    if beyond:
        findings.append(messages.cells_beyond(grid.name, beyond[0], len(beyond), width))
    step = max(1, len(below) // SPREAD)
    spread = [tuple([*row, *[""] * width][:width]) for _number, row in below[SAMPLE::step]]
    loader = RowsLoader([row for _n, row in below], [n for n, _row in below], width)
    return replace(sheet, load=loader, spread=tuple(spread), findings=tuple(findings))
