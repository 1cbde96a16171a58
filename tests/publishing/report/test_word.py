"""The XML of a Word file: every word, link and cell arrives, whatever people typed."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Doc
from docx.oxml.ns import qn

from milepost.publishing.bundle import Bundle
from milepost.publishing.report.build import build_report
from milepost.publishing.report.forms import write
from milepost.publishing.report.tree import (
    Column,
    Figure,
    Mark,
    Paragraph,
    Report,
    Row,
    Run,
    Section,
    Table,
    plain,
    walk,
)
from tests.publishing.report.editions import scope_of

STRANGE = "a <b> & \"c\" 'd'\x00\x0b\ufffe\ttab\nline  two "


def with_blocks(report: Report, *blocks: Paragraph | Table) -> Report:
    """Return a report of one section."""
    return replace(report, sections=(Section("only", "Only", tuple(blocks)),))


def read(report: Report) -> Doc:
    """Write a report and open it again."""
    return Document(io.BytesIO(write(report, "docx")))


@pytest.fixture
def report(bundle: Bundle) -> Report:
    """A report to take pieces from."""
    return build_report(scope_of(bundle))


def test_whatever_was_typed_arrives_but_for_what_no_file_may_hold(report: Report) -> None:
    row = Row(((Run(STRANGE),), (Run("2"),)))
    columns = (Column(STRANGE), Column("n", numeric=True))
    document = read(with_blocks(report, Paragraph((Run(STRANGE),)), Table("T", columns, (row,))))
    expected = STRANGE.replace("\x00", "").replace("\x0b", "").replace("\ufffe", "")
    assert expected in [paragraph.text for paragraph in document.paragraphs]
    assert [cell.text for cell in document.tables[0].column_cells(0)] == [expected, expected]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_cell_of_every_table_holds_its_words(bundle: Bundle, language: str) -> None:
    report = build_report(scope_of(bundle, language))
    tables = [row for row in walk(report.sections) if isinstance(row, Table)]
    document = read(report)
    for table, made in zip(tables, document.tables, strict=True):
        assert len(made.rows) == len(table.rows) + 1
        for row, found in zip(table.rows, made.rows[1:], strict=True):
            texts = [found.cells[0]] if row.is_group else found.cells
            expected = [plain(cell) for cell in row.cells]
            for cell, words in zip(texts, expected, strict=True):
                assert cell.text.endswith(words.translate({0x2066: "", 0x2068: "", 0x2069: ""}))


def test_links_lead_where_the_report_says(report: Report) -> None:
    inlines = (
        Run("one", href="https://example.org/a?b=1&c=2"),
        Mark("green", "Moved", href="https://example.org/d"),
        Run("again", href="https://example.org/a?b=1&c=2"),
    )
    document = read(with_blocks(report, Paragraph(inlines)))
    links = [link for row in document.paragraphs for link in row.hyperlinks]
    assert [(link.text, link.address) for link in links] == [
        ("one", "https://example.org/a?b=1&c=2"),
        ("▲\u00a0Moved", "https://example.org/d"),
        ("again", "https://example.org/a?b=1&c=2"),
    ]


def test_bold_arabic_is_bold_in_the_script_that_word_keeps_apart(bundle: Bundle) -> None:
    report = build_report(scope_of(bundle, "ar"))
    document = read(with_blocks(report, Paragraph((Run("وعد", strong=True),))))
    run = next(row for row in document.element.body.iter(qn("w:r")) if row.text == "وعد")
    assert [child.tag for child in run.rPr] == [qn("w:b"), qn("w:bCs"), qn("w:rtl")]


def test_charts_are_drawn_also_where_the_package_has_no_letters(bundle: Bundle, home: Path) -> None:
    assert not (home / "fonts").exists()
    report = build_report(scope_of(bundle, "zh"))
    charts = {row.key for row in walk(report.sections) if isinstance(row, Figure)}
    document = read(report)
    assert charts
    assert len(document.inline_shapes) >= len(charts)
    assert all(shape.height > 100 for shape in document.inline_shapes)
