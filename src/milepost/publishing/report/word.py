"""Writing a report as a Word document: real headings, a contents field, header rows, alt texts.

python-docx is heavy; this module is imported only when a Word file is asked for (see ``forms``).
"""

import io
import zipfile
from datetime import datetime, time

from docx import Document
from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor

from milepost.publishing.report import word_parts
from milepost.publishing.report.markdown import heading_of
from milepost.publishing.report.pictures import rasterise
from milepost.publishing.report.tree import (
    Block,
    Box,
    Bullets,
    Definitions,
    Figure,
    Inlines,
    Paragraph,
    Report,
    Run,
    Section,
    Sentence,
    Spread,
    Table,
    text,
    walk,
)
from milepost.publishing.report.word_parts import Writer
from milepost.publishing.report.word_xml import spread_inlines

ZIP_DAY = (1980, 1, 1, 0, 0, 0)
PACKED = ".png"
"""What is packed already; packing it again costs time and saves nothing."""
PICTURE_PIXELS = 1440
TEXT_WIDTH = Emu(Cm(16.6))
INK, QUIET, ACCENT = (
    RGBColor(0x16, 0x19, 0x1F),
    RGBColor(0x53, 0x5A, 0x66),
    RGBColor(0x17, 0x3F, 0x85),
)
HEADING_SIZES = {1: 20, 2: 14, 3: 12, 4: 10.5, 5: 10.5}


def write_word(report: Report) -> bytes:
    """Return the report as .docx bytes; the same report gives the same bytes."""
    document = Document()
    _prepare(document, report)
    writer = Writer(document, report, _pictures(report))
    _cover(writer)
    if report.has_contents:
        _contents(writer)
    for section in report.sections:
        _block(writer, section, 1)
    stream = io.BytesIO()
    document.save(stream)
    return _settled(stream.getvalue())


def _pictures(report: Report) -> dict[str, bytes]:
    """Return every chart of the report as a picture, by its key."""
    drawn = {row.key: row.drawn for row in walk(report.sections) if isinstance(row, Figure)}
    made = rasterise(list(drawn.values()), PICTURE_PIXELS, report.language)
    return dict(zip(drawn, made, strict=True))


def _settled(raw: bytes) -> bytes:
    """Return the archive with one fixed day in place of the hour at which it was written."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, ZIP_DAY)
            is_packed = name.endswith(PACKED)
            entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            after.writestr(entry, before.read(name))
    return stream.getvalue()


def _prepare(document: Doc, report: Report) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin, page.bottom_margin = Cm(2.2), Cm(2.4)
    if report.is_rtl:
        word_parts.set_page_direction(page)
    _styles(document, report)
    when = datetime.combine(report.day, time())
    facts = document.core_properties
    facts.title, facts.author = report.cover.title, report.cover.network
    facts.subject, facts.language = report.cover.subtitle, report.language
    facts.keywords = ", ".join(report.keywords)
    facts.comments, facts.last_modified_by = "", report.cover.network
    facts.created = facts.modified = facts.last_printed = when
    facts.revision = 1


def _styles(document: Doc, report: Report) -> None:
    styles = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = "Noto Sans", Pt(10), INK
    normal.paragraph_format.space_after = Pt(6)
    word_parts.set_complex_script(normal, 10, is_bold=False)
    for level, size in HEADING_SIZES.items():
        style = styles[f"Heading {level}"]
        style.font.name, style.font.size, style.font.bold = "Noto Sans", Pt(size), True
        style.font.italic = False
        word_parts.set_complex_script(style, size)
        style.font.color.rgb = ACCENT if level == 3 else INK
        style.paragraph_format.space_before = Pt(18 if level < 3 else 12)
        style.paragraph_format.space_after = Pt(6)
        style.paragraph_format.keep_with_next = True
    styles["Title"].font.name, styles["Title"].font.size = "Noto Sans", Pt(30)
    styles["Title"].font.color.rgb = INK
    caption = styles["Caption"]
    caption.font.name, caption.font.size, caption.font.bold = "Noto Sans", Pt(9.5), True
    caption.font.color.rgb = INK
    caption.paragraph_format.keep_with_next = True
    quiet = styles.add_style("Quiet", WD_STYLE_TYPE.PARAGRAPH)
    quiet.base_style, quiet.font.size, quiet.font.color.rgb = normal, Pt(8.5), QUIET
    cell = styles.add_style("Cell", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style, cell.font.size = normal, Pt(8.5)
    cell.paragraph_format.space_after = Pt(0)
    word_parts.set_language(styles.element, report.language, is_rtl=report.is_rtl)


def _cover(writer: Writer) -> None:
    cover = writer.report.cover
    if writer.report.has_contents:
        for _line in range(4):
            writer.paragraph(())
    writer.paragraph(text(cover.network, quiet=True))
    writer.paragraph(text(cover.title), "Title")
    if cover.subtitle:
        writer.paragraph(text(cover.subtitle, quiet=True))
    if cover.marks_alt:
        writer.paragraph(text(cover.marks_alt, quiet=True))
    for name, value in cover.facts:
        writer.paragraph((Run(f"{name}: ", quiet=True), Run(value)))


def _contents(writer: Writer) -> None:
    """Add a contents field, filled with what is known now so that no reader sees it empty."""
    writer.document.add_page_break()
    paragraph = writer.paragraph(text(writer.report.labels.contents, strong=True))
    paragraph.paragraph_format.keep_with_next = True
    lines = []
    for section in writer.report.sections:
        lines.append((0, heading_of(section)))
        lines += [
            (1, heading_of(child))
            for child in section.blocks
            if isinstance(child, Section) and not child.minor and child.title
        ]
    word_parts.add_contents_field(writer, lines)


def _block(writer: Writer, block: Block, level: int) -> None:
    if isinstance(block, Section):
        _section(writer, block, level)
    elif isinstance(block, Box):
        _box(writer, block, level)
    elif isinstance(block, Table):
        word_parts.add_table(writer, block, TEXT_WIDTH)
    elif isinstance(block, Figure):
        _figure(writer, block)
    else:
        _text(writer, block)


def _text(writer: Writer, block: Paragraph | Sentence | Bullets | Definitions | Spread) -> None:
    if isinstance(block, Paragraph):
        writer.paragraph(block.inlines, "Quiet" if block.style == "quiet" else "Normal")
    elif isinstance(block, Sentence):
        writer.paragraph((*block.inlines, *_why(writer, block.trace)))
    elif isinstance(block, Bullets):
        for item in block.items:
            writer.paragraph(item, "List Number" if block.ordered else "List Bullet")
    elif isinstance(block, Definitions):
        for name, said in block.rows:
            writer.paragraph((*name, Run(": "), *said))
    else:
        writer.paragraph(spread_inlines(block))


def _section(writer: Writer, section: Section, level: int) -> None:
    if section.title:
        heading = writer.paragraph(text(heading_of(section)), f"Heading {min(level, 5)}")
        heading.paragraph_format.page_break_before = level == 1 and section.opens_page
    for block in section.blocks:
        _block(writer, block, level + 1)


def _box(writer: Writer, box: Box, level: int) -> None:
    first = len(writer.document.element.body)
    if box.title:
        writer.paragraph(text(box.title, strong=True))
    for block in box.blocks:
        _block(writer, block, level)
    for element in list(writer.document.element.body)[first - 1 : -1]:
        if element.tag == qn("w:p"):
            word_parts.mark_as_box(element, is_rtl=writer.report.is_rtl)


def _figure(writer: Writer, figure: Figure) -> None:
    writer.paragraph(text(figure.title), "Caption")
    if figure.subtitle:
        writer.paragraph(text(figure.subtitle), "Quiet").paragraph_format.keep_with_next = True
    paragraph = writer.paragraph(())
    paragraph.paragraph_format.keep_with_next = bool(figure.source)
    described = writer.picture(paragraph, io.BytesIO(writer.pictures[figure.key]), TEXT_WIDTH)
    described.set("descr", figure.alt)
    described.set("title", figure.title)
    writer.paragraph((*text(figure.source), *_why(writer, figure.trace)), "Quiet")


def _why(writer: Writer, trace: str) -> Inlines:
    """Return the link to the working of what was said."""
    return (Run(" "), Run(writer.report.labels.why, href=trace)) if trace else ()
