"""Values, periods, statuses and notes of an SDMX message, column by column."""

from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from milepost.indicators.periods import read_period
from milepost.indicators.sdmx import messages
from milepost.indicators.sdmx.components import (
    CONFIDENTIAL,
    MULTIPLIER,
    NOTES,
    SOURCES,
    STATUS,
)
from milepost.indicators.sdmx.dataset import VALUE, DataSet, first_rows, flat, number_keys
from milepost.indicators.statuses import MISSING, OBS_STATUS
from milepost.kernel.findings import Finding

_FREE: Final = frozenset({"F", "_Z", ""})
_NO_VALUE: Final = frozenset({"", "NaN", "nan", "NAN", ":", "_Z"})
_OTHER_STATUSES: Final = {"H": "L", "J": "U", "X": "O", "": "A", "_Z": "A", "_T": "A", "_X": "A"}
"""Codes of newer lists that are kept as the nearest of those known here."""

_LARGEST: Final = 1e18


@dataclass(frozen=True, slots=True)
class Column:
    """One column of observations, and what was wrong with it."""

    array: pa.Array
    findings: tuple[Finding, ...] = ()


def coded(column: pa.DictionaryArray, texts: list[str | None]) -> pa.Array:
    """Return the column with each distinct text replaced; nulls stay null."""
    return pa.array(texts, pa.string()).take(column.indices)


def read_periods(data: DataSet) -> tuple[Column, pa.Array]:
    """Return periods as they are kept here, and the first day of each."""
    column = data.columns[data.time]
    found = [read_period(_plain_period(text)) for text in data.texts(data.time)]
    keys = coded(column, [period.key if period else None for period in found])
    days = pa.array([period.start if period else None for period in found], pa.date32())
    findings = [
        messages.period_unreadable(data.place(row), text, count)
        for text, row, count in _examples(data, data.time, pc.is_null(keys))
    ]
    return Column(keys, tuple(findings)), days.take(column.indices)


def _plain_period(text: str) -> str:
    """Return a period without the letter of a reporting year: ``2015-A1`` is the year 2015."""
    return text.removesuffix("-A1")


def read_values(data: DataSet) -> tuple[Column, pa.Array, pa.Array]:
    """Return values, statuses and where a value was left out, row by row.

    A value is multiplied by ten to the power of UNIT_MULT. Nothing is put in the place of a value
    that is missing, and a missing value never counts as normal.
    """
    numbers, findings = _numbers(data)
    numbers = _multiplied(data, numbers)
    status, found = _statuses(data)
    findings += found
    is_hidden = _hidden(data)
    status = pc.if_else(is_hidden, "Q", status)
    is_missing = pc.is_in(status, pa.array(sorted(MISSING)))
    for mask, reason in ((is_hidden, "confidential"), (pc.invert(is_hidden), "missing")):
        left = pc.and_(pc.and_(is_missing, pc.is_valid(numbers)), mask)
        count = pc.sum(left).as_py() or 0
        if count:
            first = pc.index(left, pa.scalar(value=True)).as_py()
            findings.append(messages.value_left_out(data.place(first), reason, count))
    values = pc.if_else(is_missing, pa.scalar(None, pa.float64()), numbers)
    status = pc.if_else(pc.and_(pc.is_null(values), pc.invert(is_missing)), "O", status)
    return Column(values, tuple(findings)), status, is_hidden


def _numbers(data: DataSet) -> tuple[pa.Array, list[Finding]]:
    texts = data.columns[VALUE]
    nothing = pc.is_in(texts, pa.array(sorted(_NO_VALUE)))
    texts = pc.if_else(nothing, pa.scalar(None, pa.string()), texts)
    try:
        numbers = texts.cast(pa.float64())
        fits = pc.and_(pc.is_finite(numbers), pc.less_equal(pc.abs(numbers), _LARGEST))
        if pc.all(fits, min_count=0).as_py() is not False:
            return numbers, []
    except pa.ArrowInvalid:
        pass
    distinct = texts.dictionary_encode()
    read = [_number(str(text)) for text in distinct.dictionary.to_pylist()]
    numbers = pa.array(read, pa.float64()).take(distinct.indices)
    wrong = pc.and_(pc.is_valid(texts), pc.is_null(numbers))
    count = pc.sum(wrong).as_py() or 0
    if not count:
        return numbers, []
    first = pc.index(wrong, pa.scalar(value=True)).as_py()
    return numbers, [messages.not_a_number(data.place(first), texts[first].as_py(), count)]


def _number(text: str) -> float | None:
    try:
        number = float(text) if "_" not in text else None
    except ValueError:
        return None
    return number if number is not None and abs(number) <= _LARGEST else None


def _multiplied(data: DataSet, numbers: pa.Array) -> pa.Array:
    column = data.columns.get(MULTIPLIER)
    if column is None:
        return numbers
    powers = [int(text) if text.lstrip("+-").isdigit() else 0 for text in data.texts(MULTIPLIER)]
    if not any(powers):
        return numbers
    factors = pa.array([10.0**power for power in powers], pa.float64()).take(column.indices)
    return pc.multiply(numbers, pc.fill_null(factors, 1.0))


def _statuses(data: DataSet) -> tuple[pa.Array, list[Finding]]:
    name = next((name for name in STATUS if name in data.columns), "")
    if not name:
        return pa.array(["A"] * data.rows, pa.string()), []
    texts = data.texts(name)
    read = [_status(text) for text in texts]
    kept = pc.fill_null(coded(data.columns[name], [code or "A" for code in read]), "A")
    unknown = pc.is_null(coded(data.columns[name], read))
    unknown = pc.and_(unknown, pc.is_valid(data.columns[name]))
    findings = [
        messages.status_unknown(data.place(row), text, count)
        for text, row, count in _examples(data, name, unknown)
    ]
    return kept, findings


def _status(text: str) -> str | None:
    code = text.strip().upper()
    return code if code in OBS_STATUS else _OTHER_STATUSES.get(code)


def _hidden(data: DataSet) -> pa.Array:
    """Return where a value is not for publication."""
    column = data.columns.get(CONFIDENTIAL)
    if column is None:
        return pa.repeat(pa.scalar(value=False), data.rows)
    free = [text.strip().upper() in _FREE for text in data.texts(CONFIDENTIAL)]
    said = pa.array([not is_free for is_free in free], pa.bool_()).take(column.indices)
    return pc.fill_null(said, fill_value=False)


def read_notes(data: DataSet) -> pa.Array:
    """Return what a reader is told beside a value: the comment, then the source in detail."""
    names = [
        name for group in (NOTES, SOURCES) for name in group
        if name in data.columns and name not in data.dimensions
    ]  # fmt: skip
    if not names:
        return pa.repeat(pa.scalar(""), data.rows)
    numbered = number_keys([data.columns[name] for name in names], data.rows)
    firsts = first_rows(numbered)
    told = [data.columns[name].take(firsts).to_pylist() for name in names]
    notes = ["; ".join(_stated(row)) for row in zip(*told, strict=True)]
    return pa.array(notes, pa.string()).take(numbered.indices)


def _stated(texts: tuple[str | None, ...]) -> list[str]:
    plain = [" ".join(text.split()) for text in texts if text]
    return list(dict.fromkeys(text for text in plain if text))


def _examples(data: DataSet, name: str, mask: pa.Array) -> list[tuple[str, int, int]]:
    """Return the distinct texts of marked rows, each with its first row and how many have it."""
    if not pc.any(mask).as_py():
        return []
    rows = flat(pa.array(range(data.rows), pa.int64()).filter(mask))
    table = pa.table({"text": data.columns[name].take(rows).cast(pa.string()), "row": rows})
    found = table.group_by("text").aggregate([("row", "min"), ("row", "count")])
    listed = [(row["text"] or "", row["row_min"], row["row_count"]) for row in found.to_pylist()]
    return sorted(listed, key=lambda item: item[1])
