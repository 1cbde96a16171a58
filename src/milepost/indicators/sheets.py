"""A table as it was found in a file: labels, a sample of rows, and how to load all of it.

Row numbers are those a person sees: the line of a text file, the row of a sheet.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import pyarrow as pa

from milepost.indicators import messages
from milepost.indicators.cells import NATIVE, Evidence, evidence_of
from milepost.indicators.periods import read_period
from milepost.indicators.statuses import MISSING_MARKS
from milepost.indicators.vocabulary import knows_label
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding

SAMPLE: Final = 500
"""How many rows are looked at to find out what a column holds."""

SPREAD: Final = 300
"""How many further rows are taken from all over the table."""

MAX_COLUMNS: Final = 2_000
_HEADER_WINDOW: Final = 40
_NUMBER: Final = re.compile(r"[-+]?[\d.,'\s\u00a0\u202f]*\d[\d.,'\s\u00a0\u202f]*%?")


class Loader(Protocol):
    """Puts all rows below the header into a connection."""

    def __call__(self, connection: Any) -> None:
        """Create ``cells`` with columns ``row, c0, c1, …`` (text, never null) there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table: ``sample`` holds (row number, cells) of the first rows below the header.

    ``spread`` holds rows from further down, because the first rows of a long table are often all
    of one country, year or group.
    """

    labels: tuple[str, ...]
    sample: tuple[tuple[int, tuple[str, ...]], ...]
    load: Loader
    spread: tuple[tuple[str, ...], ...] = ()
    header_row: int = 0
    name: str = ""
    names: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""
    findings: tuple[Finding, ...] = ()

    def column(self, label: str) -> int:
        """Return the index of a column, or -1."""
        return self.labels.index(label) if label in self.labels else -1

    def texts(self, index: int) -> list[str]:
        """Return the sample's texts of a column that are not blank."""
        rows = (*(cells for _row, cells in self.sample), *self.spread)
        return [cells[index].strip() for cells in rows if cells[index].strip()]


def letter(index: int) -> str:
    """Return a column's letter in a sheet: A, B, … Z, AA."""
    name = ""
    while index >= 0:
        name = chr(65 + index % 26) + name
        index = index // 26 - 1
    return name


def clean_label(text: str) -> str:
    """Return a label on one line without control characters, at most 200 characters."""
    shown = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    return " ".join(shown.split())[:200]


def make_labels(cells: Sequence[str], above: Sequence[Sequence[str]], width: int) -> list[str]:
    """Return a unique label for each column.

    An empty header cell takes the nearest text above it in a row with several texts; failing
    that the column's letter. A label that comes again gets a number.
    """
    labels: list[str] = []
    for index in range(width):
        stack = [cells, *(row for row in above if sum(bool(c.strip()) for c in row) > 1)]
        texts = (clean_label(row[index]) for row in stack if index < len(row))
        label = next((text for text in texts if text), "") or f"column {letter(index)}"
        unique, number = label, 2
        while unique in labels:
            unique = f"{label} ({number})"
            number += 1
        labels.append(unique)
    return labels


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def looks_numeric(text: str) -> bool:
    """Whether a cell looks like a value or a mark of a missing one."""
    plain = text.strip().removeprefix(NATIVE)
    if not plain:
        return False
    return (
        _is_number(plain)
        or plain.lower() in MISSING_MARKS
        or evidence_of(plain) is not Evidence.NONE
    )


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """Return the index of the header row among the first rows, or -1 when there is none.

    A header is a well filled row of labels (texts, or periods of a wide table) with data below;
    labels known from other files speak for it.
    """
    window = rows[:_HEADER_WINDOW]
    filled = [sum(bool(cell.strip()) for cell in row) for row in window]
    widest = max(filled, default=0)
    if widest == 0:
        return -1
    best, best_score = -1, 0.0
    for index, row in enumerate(window):
        cells = [cell.strip() for cell in row if cell.strip()]
        if not cells or filled[index] < max(1, widest / 2):
            continue
        named = sum(_is_label(cell) for cell in cells) / len(cells)
        known = sum(knows_label(cell) for cell in cells)
        score = named * filled[index] / widest + min(known, 3) * 0.5 + _data_below(window, index)
        score -= 0.03 * index
        if named >= 0.6 and score > best_score:
            best, best_score = index, score
    return best


def _is_label(cell: str) -> bool:
    return not looks_numeric(cell) or read_period(cell) is not None


def _data_below(rows: Sequence[Sequence[str]], index: int) -> float:
    """Return the share of number-like cells in the five rows below, beyond that of the row."""
    below = [cell for row in rows[index + 1 : index + 6] for cell in row if cell.strip()]
    if not below:
        return 0.0
    return sum(looks_numeric(cell) for cell in below) / len(below)


@dataclass(frozen=True, slots=True)
class RowsLoader:
    """Loads rows that are in memory."""

    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]
    width: int

    def __call__(self, connection: Any) -> None:
        """Create ``cells`` from the rows; short rows are filled up with empty texts."""
        columns: dict[str, Any] = {"row": pa.array(self.numbers, pa.int64())}
        for index in range(self.width):
            texts = [row[index] if index < len(row) else "" for row in self.rows]
            columns[f"c{index}"] = pa.array(texts, pa.string())
        connection.register("given_rows", pa.table(columns))
        connection.execute("CREATE TABLE cells AS SELECT * FROM given_rows")
        connection.unregister("given_rows")


def build_sheet(
    first: Sequence[tuple[int, Sequence[str]]], header_row: int | None, *, widens: bool = False
) -> Sheet:
    """Return the sheet that the first numbered rows show, with a loader of these rows alone.

    ``widens`` takes in columns to the right of the header; otherwise the header is as wide as
    the table.
    Raises ``BadInput`` when the stated header row is not there or there are too many columns.
    """
    rows = [list(cells) for _number, cells in first]
    numbers = [number for number, _cells in first]
    if header_row is None:
        index = find_header(rows)
    elif header_row == 0:
        index = -1
    elif header_row in numbers:
        index = numbers.index(header_row)
    else:
        raise BadInput([messages.no_such_header(header_row)])
    below = rows[index + 1 :]
    width = max((len(row) for row in rows[max(index, 0) :]), default=0)
    if index >= 0 and not (widens and _has_more(below, rows[index])):
        width = len(rows[index])
    if width > MAX_COLUMNS:
        raise BadInput([messages.too_many_columns(width, MAX_COLUMNS)])
    above = rows[max(0, index - 3) : index][::-1] if index > 0 else []
    labels = make_labels(rows[index] if index >= 0 else [], above, width)
    sample = [
        (number, tuple([*row, *[""] * width][:width]))
        for number, row in zip(numbers[index + 1 :], below, strict=True)
    ][:SAMPLE]
    return Sheet(
        labels=tuple(labels),
        sample=tuple(sample),
        load=RowsLoader(below, numbers[index + 1 :], width),
        header_row=numbers[index] if index >= 0 else 0,
    )


def _has_more(rows: Sequence[Sequence[str]], header: Sequence[str]) -> bool:
    """Whether some row has text beyond the header's last column."""
    return any(cell.strip() for row in rows for cell in row[len(header) :])
