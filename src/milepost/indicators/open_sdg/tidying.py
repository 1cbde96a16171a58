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
from math import isfinite
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from milepost.indicators.breakdowns import MAX_LENGTH, dimension_key
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
    best: Tidied | None = None
    for left, totals in readings:
        made = _tidied_by(wide, names, (name, area), (left, totals))
        if best is None or made.table.num_rows > best.table.num_rows:
            best = made
        if all(finding.value != "repeated" for finding in made.findings):
            break
    assert best is not None  # noqa: S101 -- there are readings
    return best


def _tidied_by(
    wide: pa.Table,
    names: dict[str, str],
    of: tuple[str, str],
    reading: tuple[frozenset[str], frozenset[str]],
) -> Tidied:
    name, area = of
    left, totals = reading
    periods = _mapped(wide[names[YEAR]], _period_of)
    multipliers = names.get("unit multiplier") or names.get("unit_mult")
    statuses = names.get("observation status") or names.get("obs_status")
    values = _values(wide[names[VALUE]], wide[multipliers] if multipliers else None)
    codes = (
        _mapped(wide[statuses], _status_of)
        if statuses
        else pa.array(["A"] * wide.num_rows, pa.string())
    )
    same = {unit for unit in UNITS if unit in names and _is_one(wide[names[unit]])}
    dimensions = _dimensions(names, left | same)
    table = pa.table(
        {
            "period": periods,
            "breakdown": _breakdowns(wide, dimensions, totals),
            "value": values,
            "status": codes,
            "note": _mapped(wide[names[YEAR]], _note_of),
        }
    )
    kept, findings = _sift(table, wide, (names[YEAR], names[VALUE]), name)
    return Tidied(_stored(kept, area), tuple(sorted(dimensions)), tuple(findings))


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
    return read_status(text) or "A"


def _values(column: pa.ChunkedArray, multipliers: pa.ChunkedArray | None) -> pa.Array:
    coded = column.combine_chunks().dictionary_encode()
    read = pa.array([_number(text) for text in coded.dictionary.to_pylist()], pa.float64())
    values = read.take(coded.indices)
    if multipliers is None:
        return values
    coded = multipliers.combine_chunks().dictionary_encode()
    factors = pa.array(
        [
            _MULTIPLIERS.get((text or "").strip().casefold(), 1.0)
            for text in coded.dictionary.to_pylist()
        ],
        pa.float64(),
    )
    return pc.multiply(values, factors.take(coded.indices))


def _number(text: str | None) -> float | None:
    try:
        number = float((text or "").replace(",", ""))
    except ValueError:
        return None
    return number if isfinite(number) else None


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
    missing = pc.is_in(table["status"], pa.array(sorted(MISSING)))
    empty = pc.equal(wide[columns[1]], "")
    no_value = pc.is_null(table["value"])
    # An empty cell without a status is a missing value; a text that is no number is a mistake.
    silent = pc.and_(no_value, pc.and_(empty, pc.invert(missing)))
    table = table.set_column(3, "status", pc.if_else(silent, "O", table["status"]))
    bad_value = pc.and_(no_value, pc.and_(pc.invert(empty), pc.invert(missing)))
    bad_period = pc.is_null(table["period"])
    too_long = pc.greater(pc.utf8_length(table["breakdown"]), MAX_LENGTH)
    if pc.all(pc.and_(bad_period, empty)).as_py():
        return table.slice(0, 0), []
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
    return once.drop_columns("row"), findings


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
