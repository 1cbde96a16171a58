"""Reading CSV and TSV: which encoding, which separator, where the header is, and all the rows.

Regular files are read by the engine. A file that it refuses, or in which rows and lines do not
agree (blank lines, line breaks inside quotes, rows of different length), is read again record
by record, so that every row number is the line that a person sees.
"""

# ruff: noqa: S608 -- an engine in memory that holds one file; texts are escaped, columns are c0…

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import duckdb
from charset_normalizer import from_bytes

from milepost.indicators import messages
from milepost.indicators.mapping import Mapping, PlaceMatcher
from milepost.indicators.sheets import SAMPLE, SPREAD, RowsLoader, Sheet, build_sheet
from milepost.kernel.errors import BadInput

SEPARATORS: Final = ("\t", ";", ",", "|")
ENCODINGS: Final = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp1250",
    "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp850", "cp866",
    "cp720", "iso8859-1", "iso8859-2", "iso8859-5", "iso8859-6", "iso8859-9", "iso8859-15",
    "koi8-r", "koi8-u", "mac-roman", "gb18030", "big5", "shift-jis", "euc-jp", "euc-kr",
)  # fmt: skip
"""Encodings that a mapping may name."""

_CANDIDATES: Final = ("cp1252", "cp1256", "cp1251", "gb18030", "cp1250", "cp1254", "big5",
                      "koi8-r", "cp866", "cp850", "mac-roman")  # fmt: skip
_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)  # fmt: skip
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
PEEK: Final = 200_000
MAX_CELL: Final = 100_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, how it was read, and whether that was a guess."""

    text: str
    encoding: str
    is_guess: bool = False


def decode(content: bytes, wanted: str, places: PlaceMatcher) -> Decoded:
    """Return the text of a file. Raises ``BadInput`` when no encoding fits."""
    if wanted:
        if wanted not in ENCODINGS:
            raise BadInput([messages.unknown_encoding(wanted, ENCODINGS)])
        return Decoded(_decode_as(content, wanted), wanted)
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return Decoded(_decode_as(content, encoding), encoding)
    encoding = _utf16_without_mark(content)
    if encoding:
        return Decoded(_decode_as(content, encoding), encoding)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _guess(content, places)


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInput([messages.not_in_encoding(encoding, line)]) from error


def _utf16_without_mark(content: bytes) -> str:
    """Return the byte order of UTF-16 without a mark, seen from the zero bytes of its commas."""
    head = content[:2000]
    if len(head) < 4 or len(content) % 2:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) / 5 and even < odd / 10:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) / 5 and odd < even / 10 else ""


def _guess(content: bytes, places: PlaceMatcher) -> Decoded:
    """Return the text in the code page under which most cells name a place.

    Statistical guesses fail on short files; a file about countries tells more by its countries.
    """
    sample = _telling_lines(content)
    guess = from_bytes(sample).best()
    first = codecs.lookup(guess.encoding).name if guess else "cp1252"
    candidates = dict.fromkeys((first, *_CANDIDATES))
    scores: dict[str, tuple[int, int]] = {}
    for rank, encoding in enumerate(candidates):
        try:
            content.decode(encoding)
            text = sample.decode(encoding, errors="ignore")
        except (UnicodeDecodeError, LookupError):
            continue
        cells = {cell.strip() for cell in re.split(r"[,;\t|\r\n]", text) if not cell.isascii()}
        named = sum(places.match(cell.strip('"')) is not None for cell in sorted(cells)[:400])
        scores[encoding] = (named, -rank)
    if not scores:
        raise BadInput([messages.not_text()])
    best = max(scores, key=lambda encoding: scores[encoding])
    return Decoded(content.decode(best), best, is_guess=True)


def _telling_lines(content: bytes) -> bytes:
    """Return up to 2,000 lines that hold bytes beyond ASCII."""
    found = []
    for line in io.BytesIO(content):
        if not line.isascii():
            found.append(line[:2000])
            if len(found) == 2000:
                break
    return b"".join(found)


def find_separator(lines: Sequence[str]) -> str:
    """Return the separator under which most lines have the same number of cells.

    Of those that fit about as well, the one that fits from the earliest line on: a comma that is
    the decimal mark, or a bar inside a breakdown, begins below the header only.
    """
    fits: list[tuple[float, int, str]] = []
    for separator in SEPARATORS:
        widths = [len(row) for row in records_of("\n".join(lines), separator)]
        counted = Counter(width for width in widths if width > 1)
        if counted:
            width, count = max(counted.items(), key=lambda item: (item[1], item[0]))
            fits.append((count / len(widths), widths.index(width), separator))
    best = max((share for share, _first, _separator in fits), default=0.0)
    close = [(first, -share, sep) for share, first, sep in fits if share >= best - 0.15]
    return min(close)[2] if close else ","


def records_of(text: str, separator: str) -> Iterator[list[str]]:
    """Yield the rows of a text that are not empty, as far as it is CSV."""
    csv.field_size_limit(MAX_CELL)
    try:
        for record in csv.reader(io.StringIO(text), delimiter=separator):
            if record:
                yield record
    except csv.Error:
        return


def numbered_records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line on which the record begins, cells), blank lines left out.

    Raises ``BadInput`` when a cell never ends (a quote that is not closed).
    """
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadInput([messages.unclosed_quote(line)]) from error


def open_text(content: bytes, path: Path, mapping: Mapping, places: PlaceMatcher) -> Sheet:
    """Find out how a text file is built. Raises ``BadInput`` when it is not a table.

    ``path`` is a file with this content that the engine may read.
    """
    decoded = decode(content, mapping.encoding, places)
    text = decoded.text.removeprefix("\ufeff")
    head = text[:PEEK]
    if len(text) > PEEK:
        head = head[: head.rfind("\n") + 1] or head
    if "\x00" in text or len(_CONTROL.findall(head)) > len(head) / 100:
        raise BadInput([messages.not_text()])
    separator = mapping.separator or find_separator(head.splitlines()[:200])
    first = []
    for numbered in numbered_records(head, separator):
        first.append(numbered)
        if len(first) > SAMPLE + 60:
            break
    if not first:
        raise BadInput([messages.empty_file()])
    sheet = build_sheet(first, mapping.header_row)
    loader = TextLoader(
        path=path,
        text=text,
        is_plain=decoded.encoding == "utf-8" and len(decoded.text) == len(text),
        separator=separator,
        header_row=sheet.header_row,
        width=len(sheet.labels),
    )
    findings = [messages.guessed_encoding(decoded.encoding)] if decoded.is_guess else []
    return replace(
        sheet,
        load=loader,
        spread=_spread(text, separator, len(head), len(sheet.labels)),
        encoding=decoded.encoding,
        separator=separator,
        findings=(*sheet.findings, *findings),
    )


def _spread(text: str, separator: str, start: int, width: int) -> tuple[tuple[str, ...], ...]:
    """Return rows from evenly spread places of the text behind ``start``, as far as they fit."""
    found = []
    for step in range(SPREAD):
        at = start + (len(text) - start) * step // SPREAD
        begin = text.find("\n", at) + 1
        end = text.find("\n", begin)
        if at < start or not begin or end - begin > MAX_CELL:
            continue
        line = text[begin : end if end >= 0 else None]
        found += [tuple(row) for row in records_of(line, separator) if len(row) == width]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class TextLoader:
    """Loads a text file: by the engine when it is regular, record by record otherwise."""

    path: Path
    text: str
    is_plain: bool
    separator: str
    header_row: int
    width: int

    def __call__(self, connection: Any) -> None:
        """Create ``cells`` in the connection."""
        if not self.load_by_engine(connection):
            self.load_by_record(connection)

    def load_by_engine(self, connection: Any) -> bool:
        """Load a regular UTF-8 file; return whether it was regular."""
        body = self.text.rstrip("\r\n")
        expected = body.count("\n") + 1 - self.header_row
        returns = body.count("\r")
        is_even = returns in {0, body.count("\n")} and returns == body.count("\r\n")
        if not self.is_plain or expected < 1 or not is_even:
            return False
        return load_regular(
            connection, self.path, self.separator, (self.header_row, self.width, expected)
        )

    def load_by_record(self, connection: Any) -> None:
        """Load any text file, with the line of every record."""
        records = [
            (line, record)
            for line, record in numbered_records(self.text, self.separator)
            if line > self.header_row
        ]
        longest = max((len(record) for _line, record in records), default=0)
        if longest > self.width:
            long = [n for n, row in records if any(c.strip() for c in row[self.width :])]
            if long:
                raise BadInput([messages.rows_too_long(long[0], len(long), self.width)])
        numbers = [line for line, _record in records]
        RowsLoader([record for _line, record in records], numbers, self.width)(connection)


def load_regular(connection: Any, path: Path, separator: str, shape: tuple[int, int, int]) -> bool:
    """Load a regular UTF-8 file by the engine as ``cells``; return whether it was regular.

    ``shape`` is the row of the header, the number of columns and the number of rows that there
    must be: a cell with a line break inside gives fewer.
    """
    header_row, width, expected = shape
    columns = {f"c{index}": "VARCHAR" for index in range(width)}
    try:
        connection.execute(
            "CREATE OR REPLACE TABLE loaded AS SELECT * FROM read_csv(?, header=false, skip=?,"
            " all_varchar=true, auto_detect=false, delim=?, quote='\"', escape='\"',"
            " nullstr='\x01\x01', columns=?, max_line_size=?)",
            [str(path), header_row, separator, columns, MAX_CELL * 10],
        )
    except duckdb.Error:
        return False
    count = connection.execute("SELECT count(*) FROM loaded").fetchone()[0]
    if count != expected:
        connection.execute("DROP TABLE loaded")
        return False
    connection.execute(
        f"CREATE VIEW cells AS SELECT rowid + {header_row + 1} AS row, * FROM loaded"
    )
    return True
