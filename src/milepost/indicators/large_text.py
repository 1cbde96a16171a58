"""Text files that are too large to be held in memory: read in blocks, loaded by the engine.

Such a file must be regular: UTF-8, one line a row. A smaller file that is not is read record by
record (``text_files``); here it is refused with what to do, because nobody mends by eye what does
not fit into memory.
"""

import codecs
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from milepost.indicators import messages
from milepost.indicators.mapping import Mapping
from milepost.indicators.sheets import SAMPLE, SPREAD, Sheet, build_sheet
from milepost.indicators.text_files import (
    MAX_CELL,
    PEEK,
    find_separator,
    load_regular,
    numbered_records,
    records_of,
)
from milepost.kernel import progress
from milepost.kernel.errors import BadInput

BLOCK: Final = 1 << 24
_MARK: Final = codecs.BOM_UTF8


@dataclass(frozen=True, slots=True)
class Scan:
    """What one pass over the bytes tells: line feeds, carriage returns, and where the text ends."""

    feeds: int
    returns: int
    pairs: int
    ends_with_feed: bool

    @property
    def lines(self) -> int:
        """How many lines there are, a last one without line feed counted."""
        return self.feeds + (not self.ends_with_feed)

    @property
    def is_even(self) -> bool:
        """Whether all lines end in the same way."""
        return self.returns in {0, self.feeds} and self.returns == self.pairs


def open_large_text(path: Path, mapping: Mapping) -> Sheet:
    """Find out how a large text file is built. Raises ``BadInput`` when it is not regular."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(PEEK)
    skip = len(_MARK) if head.startswith(_MARK) else 0
    text = head[skip:].decode("utf-8", errors="ignore")
    text = text[: text.rfind("\n") + 1] or text
    scan = scan_file(path, size)
    separator = mapping.separator or find_separator(text.splitlines()[:200])
    first = []
    for numbered in numbered_records(text, separator):
        first.append(numbered)
        if len(first) > SAMPLE + 60:
            break
    if not first:
        raise BadInput([messages.empty_file()])
    sheet = build_sheet(first, mapping.header_row)
    scratch = tempfile.TemporaryDirectory(prefix="milepost-import-")
    loader = LargeTextLoader(path, separator, sheet.header_row, len(sheet.labels), scan, scratch)
    return replace(
        sheet,
        load=loader,
        spread=_spread(path, separator, (len(head), size), len(sheet.labels)),
        encoding="utf-8",
        separator=separator,
    )


def scan_file(path: Path, size: int) -> Scan:
    """Count the lines of a file in blocks. Raises ``BadInput`` when it is not UTF-8 text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    feeds = returns = pairs = done = 0
    last = b""
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            if b"\x00" in block:
                raise BadInput([messages.not_text()])
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                line = feeds + block.count(b"\n", 0, max(error.start, 0)) + 1
                raise BadInput([messages.not_in_encoding("utf-8", line)]) from error
            pairs += block.count(b"\r\n") + (last == b"\r" and block.startswith(b"\n"))
            feeds += block.count(b"\n")
            returns += block.count(b"\r")
            last = block[-1:]
            done += len(block)
            progress.say("scanning", done, size)
    return Scan(feeds, returns, pairs, last == b"\n")


def _spread(
    path: Path, separator: str, span: tuple[int, int], width: int
) -> tuple[tuple[str, ...], ...]:
    """Return rows from evenly spread places of the file, as far as they fit."""
    start, end = span
    found: list[tuple[str, ...]] = []
    with path.open("rb") as stream:
        for step in range(SPREAD):
            stream.seek(start + (end - start) * step // SPREAD)
            stream.readline(MAX_CELL)
            line = stream.readline(MAX_CELL).decode("utf-8", errors="ignore")
            found += [tuple(row) for row in records_of(line, separator) if len(row) == width]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class LargeTextLoader:
    """Loads a large regular text file by the engine, or refuses it.

    ``scratch`` is the folder in which the engine works; it goes with the loader.
    """

    path: Path
    separator: str
    header_row: int
    width: int
    scan: Scan
    scratch: tempfile.TemporaryDirectory[str]

    @property
    def folder(self) -> Path:
        """The folder in which the engine works."""
        return Path(self.scratch.name)

    def __call__(self, connection: Any) -> None:
        """Create ``cells`` in the connection. Raises ``BadInput`` for an irregular file."""
        expected = self.scan.lines - self.header_row
        progress.say("reading", 0, expected)
        if not self.scan.is_even or not load_regular(
            connection, self.path, self.separator, (self.header_row, self.width, expected)
        ):
            raise BadInput([messages.large_and_irregular()])
