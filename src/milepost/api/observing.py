"""Observations of a release, read where they lie: the filters go down into the Parquet files.

The order of the files is the order of the answer, so a page begins where a file and a row in it
say. DuckDB skips the row groups that cannot match and stops when the page is full.
"""

import calendar
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

from milepost.api.shapes import Availability
from milepost.indicators.statuses import MISSING
from milepost.kernel.csv_cells import safe_cell
from milepost.publishing.bundle import SAFE_KEY, Bundle

COLUMNS: Final = (
    "indicator", "area", "counterpart", "period", "breakdown", "value", "status",
    "availability", "note", "vintage",
)  # fmt: skip
_STORED: Final = (
    "area", "counterpart", "period", "breakdown", "value", "status", "note", "vintage",
)  # fmt: skip
NOT_STATED: Final = {
    "M": Availability.NOT_APPLICABLE.value,
    "Q": Availability.SUPPRESSED.value,
    **dict.fromkeys(sorted(MISSING - {"M", "Q"}), Availability.MISSING.value),
}
"""Status of a row without a value -> what kind of nothing it is."""
TOTAL: Final = "total"
BLOCK: Final = 20_000
"""Rows that a CSV file is written by."""
_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(\d\d)(?:-(\d\d))?))?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which observations. Empty sequences and None do not limit; days are whole periods."""

    indicators: Sequence[str]
    areas: Sequence[str] = ()
    first_day: date | None = None
    last_day: date | None = None
    breakdown: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page begins: an indicator, and the row of its file."""

    indicator: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Chunk:
    """A page of rows, and where the next one begins (None at the end)."""

    rows: list[dict[str, Any]]
    following: Position | None


def days_of(text: str) -> tuple[date, date]:
    """Return the first and last day of a period such as 2015, 2015-Q2, 2015-06 or 2015-06-24.

    A day that its month does not have is the last one of the month.
    """
    match = _PERIOD.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, quarter, month, day = (int(part) if part else 0 for part in match.groups())
    if not quarter and not month:
        return date(year, 1, 1), date(year, 12, 31)
    first_month = month or 3 * quarter - 2
    last_month = month or 3 * quarter
    last = calendar.monthrange(year, last_month)[1]
    if day:
        return (date(year, month, min(day, last)),) * 2
    return date(year, first_month, 1), date(year, last_month, last)


def read_page(bundle: Bundle, wanted: Wanted, begin: Position, limit: int) -> Chunk:
    """Return at most ``limit`` rows from a position on."""
    reader = _reader(bundle, wanted, begin, limit + 1)
    table = reader.read_all() if reader is not None else None
    if table is None or table.num_rows == 0:
        return Chunk([], None)
    following = None
    if table.num_rows > limit:
        last = table.slice(limit, 1).to_pylist()[0]
        following = Position(_key_of(last["filename"]), last["file_row_number"])
    return Chunk(rows_of(table.slice(0, limit)), following)


def write_csv(bundle: Bundle, wanted: Wanted, begin: Position) -> Iterator[bytes]:
    """Yield all rows from a position on as CSV, block by block; texts are safe to open."""
    yield _lines([COLUMNS])
    reader = _reader(bundle, wanted, begin, None)
    for batch in reader or ():
        rows = rows_of(pa.Table.from_batches([batch]))
        yield _lines([_safe(row) for row in rows])


def _lines(rows: Sequence[Sequence[object]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _safe(row: dict[str, Any]) -> list[object]:
    return [row[name] if name == "value" else safe_cell(row[name]) for name in COLUMNS]


def rows_of(table: pa.Table) -> list[dict[str, Any]]:
    """Return a table of observations as rows of ``COLUMNS``."""
    keys = _dictionary(table["filename"], _key_of)
    columns = [keys, *(table[name].to_pylist() for name in _STORED)]
    return [
        {
            "indicator": indicator,
            "area": area,
            "counterpart": counterpart,
            "period": period,
            "breakdown": breakdown,
            "value": value,
            "status": status,
            "availability": "stated" if value is not None else NOT_STATED.get(status, "missing"),
            "note": note,
            "vintage": vintage,
        }
        for (
            indicator, area, counterpart, period, breakdown, value, status, note, vintage
        ) in zip(*columns, strict=True)
    ]  # fmt: skip


def _dictionary(column: pa.ChunkedArray, read: Any) -> list[str]:
    """Return a text column in which few texts recur, each read once."""
    known: dict[str, str] = {}
    found = []
    for text in column.to_pylist():
        name = known.get(text)
        if name is None:
            name = known[text] = read(text)
        found.append(name)
    return found


def _key_of(filename: str) -> str:
    return Path(filename).stem


@cache
def _engine() -> Any:
    """Return the engine of this process; each request takes a cursor of its own."""
    engine = duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "500MB"})
    # The footers of a release never change, and a page should not read them again.
    engine.execute("SET parquet_metadata_cache = true")
    return engine


def _reader(bundle: Bundle, wanted: Wanted, begin: Position, limit: int | None) -> Any:
    files = files_of(bundle, wanted.indicators, begin.indicator)
    if not files:
        return None
    conditions, given = _conditions(wanted)
    if begin.row:
        conditions.append("(filename <> ? OR file_row_number >= ?)")
        given += [files[0], begin.row]
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    most = "" if limit is None else f"LIMIT {limit:d}"
    columns = ", ".join((*_STORED, "filename", "file_row_number"))
    statement = f"""
        SELECT {columns}
        FROM read_parquet(?, filename = true, file_row_number = true)
        {where} {most}
    """  # noqa: S608 -- names and numbers of this module; every text is a parameter
    return _engine().cursor().execute(statement, [files, *given]).to_arrow_reader(BLOCK)


def files_of(bundle: Bundle, indicators: Sequence[str], begin: str = "") -> list[str]:
    """Return the files of some indicators from one on, in the order of their keys."""
    folder = bundle.folder / "observations"
    paths = [
        folder / f"{key}.parquet"
        for key in sorted(indicators)
        if key >= begin and key in bundle.indicators and SAFE_KEY.fullmatch(key)
    ]
    return [str(path) for path in paths if path.is_file()]


def _conditions(wanted: Wanted) -> tuple[list[str], list[Any]]:
    conditions: list[str] = []
    given: list[Any] = []
    if wanted.areas:
        conditions.append(f"area IN ({', '.join('?' for _area in wanted.areas)})")
        given += list(wanted.areas)
    if wanted.first_day:
        conditions.append("period_start >= ?")
        given.append(wanted.first_day)
    if wanted.last_day:
        conditions.append("period_start <= ?")
        given.append(wanted.last_day)
    if wanted.breakdown:
        conditions.append("breakdown = ?")
        given.append("" if wanted.breakdown == TOTAL else wanted.breakdown)
    return conditions, given
