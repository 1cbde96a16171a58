"""The XML of paragraphs and tables in a Word file.

python-docx keeps each element in its place by looking through its neighbours, several times for
every run; a report has tens of thousands. Here a paragraph or a whole table is written as text, in
the order that the schema asks for, and read once.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from docx.oxml.ns import nsdecls

from milepost.publishing.report.markdown import SYMBOLS
from milepost.publishing.report.tree import Column, Inline, Inlines, Mark, Row, Run, Spread, Table

INKS = {
    "green": "0B6647",
    "yellow": "8A5800",
    "red": "A2331D",
    "grey": "5A616C",
    "contested": "16191F",
}
QUIET, ACCENT, HAIR = "535A66", "173F85", "D5D9E0"
DXA = 635
"""Word's twentieths of a point, in the units of python-docx."""
ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")
"""Word shows the marks that keep a name's direction as boxes in some faces."""
_NAMES = nsdecls("w", "r")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML file may hold."""


@dataclass(frozen=True, slots=True)
class Dress:
    """How a paragraph stands: identifier of its style, its side, whether it holds to the next."""

    style: str = ""
    is_at_end: bool = False
    keeps_next: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """What all text of one document needs: its direction, and a name for each link."""

    is_rtl: bool
    link: Callable[[str], str]

    def paragraph(self, inlines: Inlines, dress: Dress) -> str:
        """Return a paragraph inside of other XML."""
        said = "".join(self._one(item) for item in inlines)
        return f"<w:p>{self._stance(dress)}{said}</w:p>"

    def whole_paragraph(self, inlines: Inlines, dress: Dress) -> str:
        """Return a paragraph that can be read on its own."""
        return self.paragraph(inlines, dress).replace("<w:p>", f"<w:p {_NAMES}>", 1)

    def _stance(self, dress: Dress) -> str:
        parts = f'<w:pStyle w:val="{dress.style}"/>' if dress.style else ""
        parts += "<w:keepNext/>" if dress.keeps_next else ""
        parts += "<w:bidi/>" if self.is_rtl else ""
        if dress.is_at_end:
            # In a right-to-left paragraph Word reads "left" as the end of the line.
            parts += f'<w:jc w:val="{"left" if self.is_rtl else "right"}"/>'
        return f"<w:pPr>{parts}</w:pPr>" if parts else ""

    def _one(self, item: Inline) -> str:
        if isinstance(item, Mark):
            words = f"{SYMBOLS[item.state]}\u00a0{item.word}"
            dress = _colour(INKS[item.state])
        else:
            words, dress = item.text.translate(ISOLATES), self._dress(item)
        dress += "<w:rtl/>" if self.is_rtl else ""
        if isinstance(item, Run) and item.lang:
            dress += f'<w:lang w:val="{escape(item.lang)}" w:bidi="{escape(item.lang)}"/>'
        made = f"<w:r>{f'<w:rPr>{dress}</w:rPr>' if dress else ''}{_words(words)}</w:r>"
        if not item.href:
            return made
        return f'<w:hyperlink r:id="{self.link(item.href)}">{made}</w:hyperlink>'

    def _dress(self, run: Run) -> str:
        """Return how a run looks; Word keeps bold and italic of Arabic letters apart."""
        parts = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>' if run.code else ""
        if run.strong:
            parts += "<w:b/><w:bCs/>" if self.is_rtl else "<w:b/>"
        if run.emphasis:
            parts += "<w:i/><w:iCs/>" if self.is_rtl else "<w:i/>"
        if run.href:
            return f'{parts}{_colour(ACCENT)}<w:u w:val="single"/>'
        return parts + (_colour(QUIET) if run.quiet else "")

    # Tables

    def table(self, table: Table, width: int, cell_style: str) -> str:
        """Return a table with a header row that repeats, and hairlines; ``width`` in EMU."""
        sizes = _sizes(table, width)
        grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
        heads = Row(tuple((Run(row.title, strong=True, quiet=True),) for row in table.columns))
        cell = Dress(cell_style)
        rows = self._row(heads, table.columns, sizes, cell, is_header=True)
        rows += "".join(self._row(row, table.columns, sizes, cell) for row in table.rows)
        return f"<w:tbl {_NAMES}>{self._about(table)}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"

    def _about(self, table: Table) -> str:
        edges = "".join(
            f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="{HAIR}"/>'
            for edge, size in (("top", 12), ("bottom", 4), ("insideH", 4))
        )
        return (
            f"<w:tblPr>{'<w:bidiVisual/>' if self.is_rtl else ''}"
            '<w:tblW w:type="auto" w:w="0"/>'
            f"<w:tblBorders>{edges}</w:tblBorders>"
            '<w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1"'
            ' w:lastColumn="0" w:noHBand="0" w:noVBand="0"/>'
            f'<w:tblDescription w:val="{escape(_clean(table.caption))}"/></w:tblPr>'
        )

    def _row(
        self,
        row: Row,
        columns: tuple[Column, ...],
        sizes: list[int],
        cell: Dress,
        *,
        is_header: bool = False,
    ) -> str:
        about = f"<w:cantSplit/>{'<w:tblHeader/>' if is_header else ''}"
        if row.is_group:
            inside = self.paragraph(row.cells[0], Dress(cell.style, keeps_next=True))
            cells = _cell(inside, sum(sizes), f'<w:gridSpan w:val="{len(sizes)}"/>')
        else:
            at_end = Dress(cell.style, is_at_end=True)
            cells = "".join(
                _cell(self.paragraph(inlines, at_end if column.numeric else cell), size)
                for inlines, column, size in zip(row.cells, columns, sizes, strict=True)
            )
        return f"<w:tr><w:trPr>{about}</w:trPr>{cells}</w:tr>"


def _cell(inside: str, size: int, more: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{size}"/>{more}</w:tcPr>{inside}</w:tc>'


def _sizes(table: Table, width: int) -> list[int]:
    total = sum(column.weight or 1 for column in table.columns)
    return [int(width * (column.weight or 1) / total / DXA) for column in table.columns]


def _colour(ink: str) -> str:
    return f'<w:color w:val="{ink}"/>'


def _clean(words: str) -> str:
    return _FORBIDDEN.sub("", words)


def _words(words: str) -> str:
    """Return text with its line breaks and tabs as the elements that Word has for them."""
    found = []
    for part in re.split(r"([\n\t])", _clean(words).replace("\r\n", "\n").replace("\r", "\n")):
        if part == "\n":
            found.append("<w:br/>")
        elif part == "\t":
            found.append("<w:tab/>")
        elif part:
            keeps = ' xml:space="preserve"' if part != part.strip() else ""
            found.append(f"<w:t{keeps}>{escape(part, quote=False)}</w:t>")
    return "".join(found)


def spread_inlines(spread: Spread) -> Inlines:
    """Return a bar as its words: symbol, number and word of each state."""
    said: list[Inline] = []
    for state, word, _count, shown in spread.counts:
        said += [Mark(state, f"{shown} {word}"), Run("    ")]
    return tuple(said)
