"""A wide data file of Open SDG as tidy observations: one row a value, breakdowns in one key.

Open SDG keeps a column for the year, one for the value, some for attributes, and one for each
dimension, empty where a row is not broken down. Work is done on distinct texts: a column of a
hundred thousand cells names a few dozen ages.
"""

import re
from collections.abc import Callable
from csv import Error, reader
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from milepost.indicators.breakdowns import MAX_LENGTH, dimension_key
from milepost.indicators.cells import Cell, Evidence, Style, read_cell, weigh
from milepost.indicators.observations import STORED
from milepost.indicators.open_sdg import messages
from milepost.indicators.periods import Period, of_month, of_year, read_period
from milepost.indicators.statuses import MISSING, read_status
from milepost.indicators.vocabulary import SEXES, TOTALS
from milepost.kernel.findings import Finding

YEAR, VALUE = "year", "value"
_NONE: frozenset[str] = frozenset()
ATTRIBUTES = frozenset({"observation status", "obs_status", "unit multiplier", "unit_mult"})
AREA_CODES = frozenset({"geocode"})
"""Columns that repeat a named place as a code; the name stays as a dimension."""
UNITS = ("units", "unit measure", "unit_measure")
"""Columns of the unit; a file whose rows all have the same one does not break down by it."""

_PLAIN = re.compile(r"-?\d{1,15}(?:\.\d+)?")
_MARK = re.compile(r"\s*(?:\[[^\]]*\]|\([^)]*\)|(?<=\d)[a-z])$")
_SHORT_SPAN = re.compile(r"(\d{4})\s?([/–-])\s?(\d{2})")
_SPAN = re.compile(r"(\d{4})(?:/\d{2})?\s?(?:[/–-]|to)\s?(\d{4})(?:/\d{2})?", re.IGNORECASE)
_SPACED_MONTH = re.compile(r"(\d{4}) (\d{2})")
_STATUSES = (
    ("suppress", "Q"),
    ("cannot exist", "M"),
    ("not collected", "L"),
    ("missing", "O"),
    ("break", "B"),
    ("definition differs", "D"),
    ("provisional", "P"),
    ("estimate", "E"),
    ("imputed", "I"),
    ("forecast", "F"),
    ("low reliability", "U"),
)
"""Words in the column of observation status, the first that is found decides."""

_MULTIPLIERS = {"thousands": 1e3, "millions": 1e6, "billions": 1e9}


@dataclass(frozen=True, slots=True)
class Tidied:
    """The observations of one file (schema ``STORED``), its dimensions, and what is doubtful."""

    table: pa.Table
    dimensions: tuple[str, ...]
    findings: tuple[Finding, ...]


def tidy_file(path: Path, area: str) -> Tidied:
    """Read one data file; every row speaks of ``area`` (an M49 code).

    A financial year or a span of years is kept at the year in which it begins, with the span in
    the note. Rows whose year or value cannot be read are left out and counted. A file without
    the two columns gives no rows and an error.
    """
    try:
        wide = _read(path)
    except (pa.ArrowInvalid, UnicodeDecodeError, Error) as error:
        reason = str(error).splitlines()[0]
        return _refused(messages.unreadable(path.name, reason))
    names = {name.strip().casefold(): name for name in wide.column_names}
    missing = [name for name in (YEAR, VALUE) if name not in names]
    if missing:
        return _refused(messages.column_missing(path.name, missing[0].title()))
    return _tidied(wide, names, path.name, area)


def _refused(finding: Finding) -> Tidied:
    return Tidied(STORED.empty_table(), (), (finding,))


def _read(path: Path) -> pa.Table:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = reader(stream)
        columns = next((row for row in rows if any(row)), [])
        skipped = rows.line_num
    options = csv.ConvertOptions(
        column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False
    )
    return csv.read_csv(
        path,
        convert_options=options,
        parse_options=csv.ParseOptions(newlines_in_values=True),
        read_options=csv.ReadOptions(
            use_threads=False, block_size=1 << 26, column_names=columns, skip_rows=skipped
        ),
    )


def _tidied(wide: pa.Table, names: dict[str, str], name: str, area: str) -> Tidied:
    """Tidy by the plainest reading under which no two rows are the same.

    A cell that says "total" is left out of the key as an empty one is, and the code of an area
    beside its name; where only they tell rows apart they stay.
    """
    readings = (
        (ATTRIBUTES | AREA_CODES, TOTALS),
        (ATTRIBUTES | AREA_CODES, _NONE),
        (ATTRIBUTES, _NONE),
    )
    plain = _without_breakdowns(wide, names)
    same = {unit for unit in UNITS if unit in names and _is_one(wide[names[unit]])}
    best: Tidied | None = None
    for left, totals in readings:
        dimensions = _dimensions(names, left | same)
        table = plain.append_column("breakdown", _breakdowns(wide, dimensions, totals))
        kept, findings = _sift(table, wide, (names[YEAR], names[VALUE]), name)
        if best is None or kept.num_rows > best.table.num_rows:
            best = Tidied(_stored(kept, area), tuple(sorted(dimensions)), tuple(findings))
        if all(finding.value != "repeated" for finding in findings):
            break
    assert best is not None  # noqa: S101 -- there are readings
    return best


def _without_breakdowns(wide: pa.Table, names: dict[str, str]) -> pa.Table:
    """Return period, value, status, note and whether the value is a mistake, row by row."""
    multipliers = names.get("unit multiplier") or names.get("unit_mult")
    statuses = names.get("observation status") or names.get("obs_status")
    cells = _values(wide[names[VALUE]], wide[multipliers] if multipliers else None)
    stated = (
        _mapped(wide[statuses], _status_of)
        if statuses
        else pa.array([""] * wide.num_rows, pa.string())
    )
    is_stated = pc.not_equal(stated, "")
    is_missing = pc.is_in(stated, pa.array(sorted(MISSING)))
    status = pc.if_else(is_stated, stated, cells["mark"])
    spans = _mapped(wide[names[YEAR]], _note_of)
    both = pc.and_(pc.not_equal(spans, ""), pc.not_equal(cells["remark"], ""))
    joint = pc.if_else(both, "; ", "")
    return pa.table(
        {
            "period": _mapped(wide[names[YEAR]], _period_of),
            "value": cells["value"],
            # A value that is missing cannot be normal, whatever the column of status says.
            "status": pc.if_else(
                pc.and_(pc.is_null(cells["value"]), pc.invert(is_missing)),
                pc.if_else(pc.is_in(cells["mark"], pa.array(sorted(MISSING))), cells["mark"], "O"),
                status,
            ),
            "note": pc.binary_join_element_wise(spans, cells["remark"], joint),
            "is_bad": pc.and_(cells["is_bad"], pc.invert(is_missing)),
        }
    )


def _is_one(column: pa.ChunkedArray) -> bool:
    return int(pc.count_distinct(column).as_py()) <= 1


def _mapped(column: pa.ChunkedArray, read_one: Callable[[str], str | None]) -> pa.Array:
    """Return the column with each distinct text read once."""
    coded = column.combine_chunks().dictionary_encode()
    read = pa.array([read_one(text or "") for text in coded.dictionary.to_pylist()], pa.string())
    return read.take(coded.indices)


@lru_cache(maxsize=4096)
def _period(text: str) -> tuple[Period | None, str]:
    """Return the period and, for a span of years, the span for the note."""
    plain = " ".join(text.split())
    if found := _SPACED_MONTH.fullmatch(plain):
        return of_month(found[1], int(found[2])), ""
    bare = _MARK.sub("", plain)
    found = _SHORT_SPAN.fullmatch(bare)
    if found and (_follows(found) or found[2] == "/" or int(found[3]) > 12):
        return of_year(found[1]), plain
    if (found := _SPAN.fullmatch(bare)) and found[2] > found[1]:
        return of_year(found[1]), plain
    period = read_period(bare)
    return period, plain if period and bare != plain else ""


def is_span_of(text: str, period: str) -> bool:
    """Whether a text is a span of years that is kept at ``period``, such as 2016/17 at 2016."""
    if text == period:
        return False
    found, span = _period(text)
    return found is not None and found.key == period and span == text


def _follows(span: re.Match[str]) -> bool:
    """Whether ``2013-14`` names two years that follow each other, and so no month."""
    return (int(span[1]) + 1) % 100 == int(span[3])


def _period_of(text: str) -> str | None:
    period, _span = _period(text)
    return period.key if period else None


def _note_of(text: str) -> str:
    return _period(text)[1]


@lru_cache(maxsize=1024)
def _status_of(text: str) -> str:
    plain = text.casefold()
    for words, code in _STATUSES:
        if words in plain:
            return code
    return read_status(text) or ""


def _values(column: pa.ChunkedArray, multipliers: pa.ChunkedArray | None) -> dict[str, pa.Array]:
    """Return value, mark (a status), remark and whether the text is a mistake, row by row.

    Texts are read as in any other file (``indicators.cells``): footnotes, flags and marks of
    missing values have the same meaning. The decimal mark is the point, as Open SDG writes it,
    unless the file shows commas that can be nothing else.
    """
    coded = column.combine_chunks().dictionary_encode()
    texts = [text or "" for text in coded.dictionary.to_pylist()]
    evidence = weigh(text for text in texts if not _PLAIN.fullmatch(text))
    is_comma = Evidence.COMMA in evidence and not any("." in text for text in texts)
    style = Style.COMMA if is_comma else Style.DOT
    cells = [_cell(text, style) for text in texts]
    read = {
        "value": pa.array([cell.value for cell in cells], pa.float64()),
        "mark": pa.array([cell.status or "A" for cell in cells], pa.string()),
        "remark": pa.array([cell.note for cell in cells], pa.string()),
        "is_bad": pa.array([cell.problem is not None for cell in cells], pa.bool_()),
    }
    rows = {name: array.take(coded.indices) for name, array in read.items()}
    if multipliers is not None:
        rows["value"] = pc.multiply(rows["value"], _factors(multipliers))
    return rows


def _cell(text: str, style: Style) -> Cell:
    if style is Style.DOT and _PLAIN.fullmatch(text):
        return Cell(value=float(text))
    return read_cell(text, style)


def _factors(multipliers: pa.ChunkedArray) -> pa.Array:
    coded = multipliers.combine_chunks().dictionary_encode()
    words = [(text or "").strip().casefold() for text in coded.dictionary.to_pylist()]
    factors = pa.array([_MULTIPLIERS.get(word, 1.0) for word in words], pa.float64())
    return factors.take(coded.indices)


def _dimensions(names: dict[str, str], attributes: frozenset[str]) -> dict[str, str]:
    """Return dimension key to column, for the columns that are dimensions."""
    left = {YEAR, VALUE, *attributes, ""}
    return {
        dimension_key(label): label
        for name, label in names.items()
        if name not in left and dimension_key(label)
    }


def _breakdowns(wide: pa.Table, dimensions: dict[str, str], totals: frozenset[str]) -> pa.Array:
    """Return the canonical breakdown key of each row; see ``indicators.breakdowns``."""
    pieces = [
        _mapped(wide[label], partial(_piece, key, totals))
        for key, label in sorted(dimensions.items())
    ]
    if not pieces:
        return pa.array([""] * wide.num_rows, pa.string())
    return pc.utf8_slice_codeunits(pc.binary_join_element_wise(*pieces, ""), start=1)


def _piece(dimension: str, totals: frozenset[str], text: str) -> str:
    plain = " ".join(text.split()).replace("|", "/").replace("=", ":")
    if not plain or plain.casefold() in totals:
        return ""
    if dimension == "sex":
        plain = SEXES.get(plain.casefold(), plain)
    return f"|{dimension}={plain}"


def _sift(
    table: pa.Table, wide: pa.Table, columns: tuple[str, str], name: str
) -> tuple[pa.Table, list[Finding]]:
    """Leave out rows that are no observations; a missing value stays with its status.

    Open SDG writes a sentence into the year of an indicator that has no data; such a file has no
    observations and nothing is wrong with it.
    """
    findings: list[Finding] = []
    empty = pc.equal(wide[columns[1]], "")
    bad_value = table["is_bad"]
    bad_period = pc.is_null(table["period"])
    too_long = pc.greater(pc.utf8_length(table["breakdown"]), MAX_LENGTH)
    if pc.all(pc.and_(bad_period, empty)).as_py():
        return table.slice(0, 0).drop_columns("is_bad"), []
    year, value = wide[columns[0]], wide[columns[1]]
    for mask, shown, why in (
        (bad_period, year, "period"),
        (bad_value, value, "value"),
        (too_long, year, "breakdown"),
    ):
        findings += _left_out(mask, shown, name, why)
    good = pc.invert(pc.or_(pc.or_(bad_period, bad_value), too_long))
    table = table.append_column("row", pa.array(range(table.num_rows), pa.int64())).filter(good)
    # The first row of a year and breakdown stays, as Open SDG's own builder keeps it.
    firsts = table.group_by(["period", "breakdown"], use_threads=False).aggregate([("row", "min")])[
        "row_min"
    ]
    once = table.filter(pc.is_in(table["row"], firsts.combine_chunks()))
    if once.num_rows < table.num_rows:
        again = table.filter(pc.invert(pc.is_in(table["row"], firsts.combine_chunks())))
        example = again["period"][0].as_py()
        findings.append(
            messages.rows_left_out(name, table.num_rows - once.num_rows, example, "repeated")
        )
    return once.drop_columns(["row", "is_bad"]), findings


def _left_out(mask: pa.ChunkedArray, shown: pa.ChunkedArray, name: str, why: str) -> list[Finding]:
    count = pc.sum(mask).as_py() or 0
    if not count:
        return []
    return [messages.rows_left_out(name, count, shown.filter(mask)[0].as_py(), why)]


def _stored(table: pa.Table, area: str) -> pa.Table:
    size = table.num_rows
    starts = _starts(table["period"])
    value = pc.if_else(pc.is_in(table["status"], pa.array(sorted(MISSING))), None, table["value"])
    columns = {
        "area": pa.array([area] * size, pa.string()),
        "counterpart": pa.array([""] * size, pa.string()),
        "period": table["period"],
        "period_start": starts,
        "breakdown": table["breakdown"],
        "value": value,
        "status": table["status"],
        "note": table["note"],
    }
    return pa.table(columns).cast(STORED)


def _starts(periods: pa.ChunkedArray) -> pa.Array:
    coded = periods.combine_chunks().dictionary_encode()
    days: list[date | None] = []
    for text in coded.dictionary.to_pylist():
        period, _span = _period(text)
        days.append(period.start if period else None)
    return pa.array(days, pa.date32()).take(coded.indices)
