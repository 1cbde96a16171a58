"""The content tree of a report. Every writer renders these nodes and knows nothing else.

Text is in the report's language unless a run says otherwise; nothing here holds markup. What was
computed is a ``Sentence``, a ``Mark`` or a ``Figure`` and carries the address of its working.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text. ``lang`` is set where its language is not the report's."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    quiet: bool = False
    href: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A state: symbol and word together; ``letter`` is that of the reason for grey."""

    state: str
    word: str
    letter: str = ""
    href: str = ""
    bare: bool = False
    """Whether the word is read to those who cannot see and only the symbol is printed."""


Inline = Run | Mark
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: ``lede`` opens a section, ``quiet`` is small print."""

    inlines: Inlines
    style: Literal["body", "lede", "quiet"] = "body"


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the program says of the data, with where its working is.

    ``key`` names what is said (not how), so that two editions can be compared.
    """

    key: str
    inlines: Inlines
    trace: str = ""
    trace_label: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; each item is a row of inlines."""

    items: tuple[Inlines, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms, each with what is said of it."""

    rows: tuple[tuple[Inlines, Inlines], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``weight`` is its share of the width; 0 is as wide as its content."""

    title: str
    weight: float = 1
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells; one with ``is_group`` has a single cell over the whole width."""

    cells: tuple[Inlines, ...]
    is_group: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first cell of each row names the row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    small: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing: ``svg`` for a browser, ``drawn`` the same with letters already in order."""

    key: str
    title: str
    alt: str
    svg: str
    drawn: str
    chart: str = ""
    subtitle: str = ""
    source: str = ""
    trace: str = ""
    trace_label: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """How many of something have each state, as a bar with its words."""

    key: str
    counts: tuple[tuple[str, str, int, str], ...]
    """State, word, count, and the count as written in the language."""
    alt: str


@dataclass(frozen=True, slots=True)
class Box:
    """Set apart from the text: a story, a box, a reply or what is missing."""

    kind: Literal["story", "box", "reply", "note"]
    title: str
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it. ``key`` is unique in the report."""

    key: str
    title: str
    blocks: tuple["Block", ...] = ()
    identifier: str = ""
    """What stands before the title, such as the official number of a goal."""
    minor: bool = False
    """Left out of the contents."""
    opens_page: bool = False


Block = (
    Paragraph | Sentence | Bullets | Definitions | Table | Figure | Spread | Box | Section
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page. ``marks`` are the states of all benchmarks, as a picture of the whole."""

    network: str
    title: str
    subtitle: str
    day: str
    facts: tuple[tuple[str, str], ...]
    marks: tuple[str, ...] = ()
    marks_alt: str = ""


@dataclass(frozen=True, slots=True)
class Labels:
    """Words that writers add themselves."""

    contents: str
    why: str
    table: str
    figure: str
    source: str
    page: str
    continued: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The whole. ``day`` dates the file: the day of knowledge of the edition."""

    key: str
    language: str
    is_rtl: bool
    cover: Cover
    labels: Labels
    day: date
    sections: tuple[Section, ...] = ()
    keywords: tuple[str, ...] = ()
    has_contents: bool = True
    missing: tuple[str, ...] = field(default=())
    """What human text refers to and the edition does not hold."""


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield every block, a parent before its children."""
    for block in blocks:
        yield block
        if isinstance(block, Section | Box):
            yield from walk(block.blocks)


def plain(inlines: Inlines) -> str:
    """Return the words of inlines without their dress."""
    return "".join(item.text if isinstance(item, Run) else item.word for item in inlines)


def text(words: str, **dress: object) -> Inlines:
    """Return one run as inlines; no words, no run."""
    return (Run(words, **dress),) if words else ()  # type: ignore[arg-type]
