"""Pieces of a Word document that python-docx has no call for: links, fields, boxes, direction."""

from dataclasses import dataclass, field
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.shape import CT_Inline
from docx.shared import Emu, Pt
from docx.text.paragraph import Paragraph

from milepost.publishing.report.tree import Inlines, Report, Run, Table
from milepost.publishing.report.word_xml import Dress, Script


@dataclass(slots=True)
class Writer:
    """A document being written, with the report it is made from and its charts as pictures."""

    document: Any
    report: Report
    pictures: dict[str, bytes]
    _styles: dict[str, str] = field(default_factory=dict)
    _links: dict[str, str] = field(default_factory=dict)
    _shapes: int = 0

    def paragraph(self, inlines: Inlines, style: str = "Normal") -> Any:
        """Add a paragraph in the report's direction to the document and return it."""
        dress = Dress(self._style(style))
        element = self._place(self._script.whole_paragraph(inlines, dress))
        return Paragraph(element, self.document._body)

    def table(self, table: Table, width: int) -> None:
        """Add a table ``width`` EMU wide."""
        self._place(self._script.table(table, width, self._style("Cell")))

    def picture(self, paragraph: Any, picture: Any, width: Emu) -> Any:
        """Put a picture into a paragraph; return the element that describes it."""
        name, image = self.document.part.get_or_add_image(picture)
        across, down = image.scaled_dimensions(width, None)
        self._shapes += 1
        shape = CT_Inline.new_pic_inline(self._shapes, name, image.filename, across, down)
        paragraph.add_run()._r.add_drawing(shape)
        return shape.docPr

    @property
    def _script(self) -> Script:
        return Script(self.report.is_rtl, self._link)

    def _place(self, xml: str) -> Any:
        """Put what XML says at the end of the document, before the setting of its pages."""
        element: Any = parse_xml(xml)
        self.document.element.body[-1].addprevious(element)
        return element

    def _style(self, name: str) -> str:
        """Return the identifier of a style; python-docx would search all styles each time."""
        if name not in self._styles:
            found = "" if name == "Normal" else str(self.document.styles[name].style_id)
            self._styles[name] = found
        return self._styles[name]

    def _link(self, href: str) -> str:
        """Return the name by which the document knows an address.

        python-docx would compare with every address that it knows already.
        """
        if href not in self._links:
            name = f"link{len(self._links) + 1}"
            kind = RELATIONSHIP_TYPE.HYPERLINK
            self.document.part.rels.add_relationship(kind, href, name, is_external=True)
            self._links[href] = name
        return self._links[href]


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
    """Add a table with its caption above and its note below."""
    writer.paragraph((Run(table.caption),), "Caption")
    writer.table(table, width)
    writer.paragraph((Run(table.note),) if table.note else (), "Quiet")


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
