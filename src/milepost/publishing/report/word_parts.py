"""Pieces of a Word document that python-docx has no call for: links, fields, tables, direction."""

from dataclasses import dataclass, field
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt, RGBColor

from milepost.publishing.report.markdown import SYMBOLS
from milepost.publishing.report.tree import Inline, Inlines, Mark, Report, Row, Run, Spread, Table

COLOURS = {
    "green": RGBColor(0x0B, 0x66, 0x47),
    "yellow": RGBColor(0x8A, 0x58, 0x00),
    "red": RGBColor(0xA2, 0x33, 0x1D),
    "grey": RGBColor(0x5A, 0x61, 0x6C),
    "contested": RGBColor(0x16, 0x19, 0x1F),
}
QUIET, ACCENT = RGBColor(0x53, 0x5A, 0x66), RGBColor(0x17, 0x3F, 0x85)
ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")
"""Word shows the marks that keep a name's direction as boxes in some faces."""


@dataclass(slots=True)
class Writer:
    """A document being written, with the report it is made from."""

    document: Any
    report: Report
    _styles: dict[str, str] = field(default_factory=dict)

    def paragraph(self, inlines: Inlines, style: str = "Normal") -> Any:
        """Add a paragraph to the document and return it."""
        paragraph = self.document.add_paragraph()
        self.dress(paragraph, style)
        return self.fill(paragraph, inlines)

    def dress(self, paragraph: Any, style: str) -> None:
        """Give a paragraph a style by its name.

        python-docx searches all styles for each paragraph, which is most of the time of a long
        table; the identifiers are looked up once here.
        """
        if style not in self._styles:
            self._styles[style] = self.document.styles[style].style_id
        if style != "Normal":
            paragraph._p.style = self._styles[style]

    def fill(self, paragraph: Any, inlines: Inlines) -> Any:
        """Put inlines into a paragraph in the report's direction."""
        if self.report.is_rtl:
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        self.add(paragraph, inlines)
        return paragraph

    def add(self, paragraph: Any, inlines: Inlines) -> None:
        """Add inlines to the end of a paragraph."""
        for item in inlines:
            self._one(paragraph, item)

    def _one(self, paragraph: Any, item: Inline) -> None:
        if isinstance(item, Mark):
            words = f"{SYMBOLS[item.state]}\u00a0{item.word}"
            run = self._run(paragraph, words, item.href)
            run.font.color.rgb = COLOURS[item.state]
            return
        run = self._run(paragraph, item.text.translate(ISOLATES), item.href)
        run.bold, run.italic = item.strong or None, item.emphasis or None
        if item.code:
            run.font.name = "Consolas"
        if item.quiet:
            run.font.color.rgb = QUIET
        if item.href:
            run.font.color.rgb, run.font.underline = ACCENT, True
        if item.lang:
            set_run_language(run, item.lang)

    def _run(self, paragraph: Any, words: str, href: str) -> Any:
        run = paragraph.add_run(words)
        if self.report.is_rtl:
            run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
        if href:
            link = OxmlElement("w:hyperlink")
            name = paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link.set(qn("r:id"), name)
            paragraph._p.append(link)
            link.append(run._r)
        return run


def set_language(styles: Any, language: str, *, is_rtl: bool) -> None:
    """Set the language that the spelling checker and a reading voice use."""
    defaults = styles.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    lang = defaults.find(qn("w:lang"))
    if lang is None:
        lang = OxmlElement("w:lang")
        defaults.append(lang)
    lang.set(qn("w:bidi" if is_rtl else "w:val"), language)


def set_complex_script(style: Any, points: float, *, is_bold: bool = True) -> None:
    """Give Arabic letters the size and weight of Latin ones: Word keeps them apart."""
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for name in [name for name in fonts.attrib if name.lower().endswith("theme")]:
        # A theme's face would win over the one that is named.
        del fonts.attrib[name]
    fonts.set(qn("w:cs"), style.font.name)
    for name in ("w:bCs", "w:iCs", "w:szCs"):
        for found in properties.findall(qn(name)):
            properties.remove(found)
    later = ("w:caps", "w:smallCaps", "w:color", "w:spacing", "w:kern", "w:sz")
    for name, value, followers in (
        ("w:bCs", "1" if is_bold else "0", ("w:i", *later)),
        ("w:iCs", "0", later),
        ("w:szCs", str(int(points * 2)), ("w:u", "w:lang")),
    ):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        _before(properties, element, *followers)


def set_run_language(run: Any, language: str) -> None:
    """Mark a run that is in another language than the report."""
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), language)
    run._r.get_or_add_rPr().append(lang)


def spread_inlines(spread: Spread) -> Inlines:
    """Return a bar as its words: symbol, number and word of each state."""
    said: list[Inline] = []
    for state, word, _count, shown in spread.counts:
        said += [Mark(state, f"{shown} {word}"), Run("    ")]
    return tuple(said)


def add_contents_field(writer: Writer, lines: list[tuple[int, str]]) -> None:
    """Add a TOC field; until Word fills it, it shows the headings that are known."""
    first = writer.paragraph(())
    _field_char(first, "begin", dirty=True)
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = 'TOC \\o "1-2" \\h \\z \\u'
    first.add_run()._r.append(code)
    _field_char(first, "separate")
    last = first
    for depth, title in lines:
        last = writer.paragraph((Run(title),))
        last.paragraph_format.left_indent = None if writer.report.is_rtl else Pt(14 * depth)
        last.paragraph_format.space_after = Pt(2)
    _field_char(last, "end")


def _field_char(paragraph: Any, kind: str, *, dirty: bool = False) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    if dirty:
        mark.set(qn("w:dirty"), "true")
    paragraph.add_run()._r.append(mark)


def add_table(writer: Writer, table: Table, width: Emu) -> None:
    """Add a table with its caption above, a header row that repeats, and hairlines."""
    writer.paragraph((Run(table.caption),), "Caption")
    made = writer.document.add_table(rows=len(table.rows) + 1, cols=len(table.columns))
    made.autofit = False
    _describe(made, table, is_rtl=writer.report.is_rtl)
    total = sum(column.weight or 1 for column in table.columns)
    widths = [Emu(int(width * (column.weight or 1) / total)) for column in table.columns]
    for column, size in zip(made.columns, widths, strict=True):
        column.width = size
    rows = list(made.rows)
    _mark_header(rows[0])
    heads = tuple((Run(column.title, strong=True, quiet=True),) for column in table.columns)
    _fill_row(writer, rows[0], Row(heads), table, widths)
    for row, content in zip(rows[1:], table.rows, strict=True):
        _fill_row(writer, row, content, table, widths)
    writer.paragraph((Run(table.note),) if table.note else (), "Quiet")


def _fill_row(writer: Writer, row: Any, content: Row, table: Table, widths: list[Emu]) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    cells = row.cells
    if content.is_group:
        whole = cells[0].merge(cells[-1])
        writer.dress(whole.paragraphs[0], "Cell")
        writer.fill(whole.paragraphs[0], content.cells[0])
        whole.paragraphs[0].paragraph_format.keep_with_next = True
        return
    for cell, inlines, column, size in zip(
        cells, content.cells, table.columns, widths, strict=False
    ):
        cell.width = size
        paragraph = cell.paragraphs[0]
        writer.dress(paragraph, "Cell")
        writer.fill(paragraph, inlines)
        if column.numeric:
            # In a right-to-left paragraph Word reads "left" as the end of the line.
            end = WD_ALIGN_PARAGRAPH.LEFT if writer.report.is_rtl else WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.alignment = end


def _mark_header(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _describe(made: Any, table: Table, *, is_rtl: bool) -> None:
    properties = made._tbl.tblPr
    if is_rtl:
        _before(properties, OxmlElement("w:bidiVisual"), "w:tblW", "w:tblLayout", "w:tblLook")
    borders = OxmlElement("w:tblBorders")
    for edge, size in (("top", "12"), ("bottom", "4"), ("insideH", "4")):
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", size), ("color", "D5D9E0")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    _before(properties, borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    described = OxmlElement("w:tblDescription")
    described.set(qn("w:val"), table.caption)
    properties.append(described)


def _before(parent: Any, element: Any, *followers: str) -> None:
    """Put an element where the schema wants it: before the first of its followers."""
    for child in parent:
        if child.tag in {qn(name) for name in followers}:
            child.addprevious(element)
            return
    parent.append(element)


def set_page_direction(page: Any) -> None:
    """Make the pages of a section read from right to left."""
    _before(page._sectPr, OxmlElement("w:bidi"), "w:rtlGutter", "w:docGrid")


def mark_as_box(paragraph: Any, *, is_rtl: bool) -> None:
    """Give a paragraph the line at its start and the wash of a box."""
    properties = paragraph.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:right" if is_rtl else "w:left")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", "173F85")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "F4F5F8")):
        shade.set(qn(f"w:{name}"), value)
    position = 1 if properties.find(qn("w:pStyle")) is not None else 0
    kept = [qn(name) for name in ("w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:numPr")]
    position += sum(1 for name in kept if properties.find(name) is not None)
    properties.insert(position, borders)
    properties.insert(position + 1, shade)
