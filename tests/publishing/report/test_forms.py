"""The four forms: the same bytes twice, and the structure that a reader's software relies on."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import html
from markdown_it import MarkdownIt

from milepost.publishing.bundle import Bundle
from milepost.publishing.errors import LettersMissing
from milepost.publishing.report.build import build_report
from milepost.publishing.report.faces import forms_for
from milepost.publishing.report.forms import FORMS, write
from milepost.publishing.report.pdf_tables import with_row_headers
from milepost.publishing.report.tree import Figure, Report, Section, Table, walk
from tests.publishing.report.editions import scope_of

needs_qpdf = pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")


def counted(report: Report, kind: type) -> int:
    """Return how many blocks of a kind a report has."""
    return sum(isinstance(block, kind) for block in walk(report.sections))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_builds_are_the_same_bytes(bundle: Bundle, form: str, language: str) -> None:
    scope = scope_of(bundle, language)
    assert write(build_report(scope), form) == write(build_report(scope), form)


def objects_of(pdf: bytes, folder: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the catalogue and every dictionary of a PDF, read by qpdf."""
    path = folder / "report.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["qpdf", "--json=2", path], check=True, capture_output=True)
    found = json.loads(done.stdout)["qpdf"][1]
    root = found[f"obj:{found['trailer']['value']['/Root']}"]["value"]
    values = [row.get("value", row.get("stream", {}).get("dict")) for row in found.values()]
    return root, [row for row in values if isinstance(row, dict)]


@needs_qpdf
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pdf_is_tagged_titled_and_in_its_language(
    bundle: Bundle, tmp_path: Path, language: str
) -> None:
    report = build_report(scope_of(bundle, language))
    pdf = write(report, "pdf")
    root, objects = objects_of(pdf, tmp_path)
    assert root["/MarkInfo"]["/Marked"] is True
    assert root["/Lang"] == f"u:{language}"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] is True
    assert root["/ViewerPreferences"]["/Direction"] == ("/R2L" if language == "ar" else "/L2R")
    titles = [row["/Title"] for row in objects if "/Producer" in row or "/Creator" in row]
    assert titles == [f"u:{report.cover.title}"]
    assert re.search(rb"pdfuaid:part(?:>|=\")1", pdf)


@needs_qpdf
def test_the_tags_of_the_pdf_hold_what_the_report_holds(bundle: Bundle, tmp_path: Path) -> None:
    report = build_report(scope_of(bundle))
    _root, objects = objects_of(write(report, "pdf"), tmp_path)
    tags = [row for row in objects if "/S" in row and "/P" in row]
    count = Counter(row["/S"] for row in tags)
    tables = [row for row in walk(report.sections) if isinstance(row, Table)]
    assert count["/Table"] == count["/THead"] == len(tables)
    heads = [row for row in tags if row["/S"] == "/TH"]
    scopes = Counter(str(attribute_of(row, "/Scope")) for row in heads)
    rows = [row for table in tables for row in table.rows]
    groups = sum(row.is_group for row in rows)
    assert scopes["/Column"] == sum(len(table.columns) for table in tables) + groups
    assert scopes["/Row"] == len(rows) - groups
    assert scopes.total() == len(heads)
    figures = [row for row in tags if row["/S"] == "/Figure"]
    assert len(figures) >= counted(report, Figure) > 0
    assert all(row.get("/Alt") for row in figures)
    levels = {int(name[2:]) for name in count if re.fullmatch("/H[1-6]", name)}
    assert levels == set(range(1, max(levels) + 1))


def attribute_of(tag: dict[str, Any], name: str) -> Any:
    """Return an attribute of a tag of a table."""
    return next((row[name] for row in tag["/A"] if name in row), None)


@needs_qpdf
def test_every_cell_of_the_pdf_is_told_of_its_row_and_its_column(
    bundle: Bundle, tmp_path: Path
) -> None:
    report = build_report(scope_of(bundle))
    root, objects = objects_of(write(report, "pdf"), tmp_path)
    tags = [row for row in objects if "/S" in row and "/P" in row]
    scopes = {row["/ID"]: attribute_of(row, "/Scope") for row in tags if row["/S"] == "/TH"}
    listed = next(row["/IDTree"]["/Names"] for row in objects if "/IDTree" in row)
    assert root["/StructTreeRoot"]
    assert listed[::2] == sorted(scopes)
    cells = [row for row in tags if row["/S"] == "/TD"]
    assert cells
    for cell in cells:
        heads = [scopes[name] for name in attribute_of(cell, "/Headers")]
        assert heads.count("/Row") == 1
        assert heads.count("/Column") in (1, 2)
    assert with_row_headers(b"%PDF-1.7 of another kind") == b"%PDF-1.7 of another kind"


@needs_qpdf
def test_every_font_is_the_packages_own_and_inside_the_file(bundle: Bundle, tmp_path: Path) -> None:
    _root, objects = objects_of(write(build_report(scope_of(bundle, "ar")), "pdf"), tmp_path)
    described = [row for row in objects if row.get("/Type") == "/FontDescriptor"]
    assert described
    assert all({"/FontFile2", "/FontFile3"} & row.keys() for row in described)
    names = {row["/FontName"].partition("+")[2] for row in described}
    assert {name for name in names if name.startswith("MilepostSansArabic")}
    assert all(name.startswith(("MilepostSans", "DejaVuSansMono", "Libertinus")) for name in names)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_stands_alone_and_is_in_order(bundle: Bundle, language: str) -> None:
    report = build_report(scope_of(bundle, language))
    raw = write(report, "html").decode()
    page = html.document_fromstring(raw)
    assert (page.get("lang"), page.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
    assert not page.xpath("//script | //link | //iframe | //@style")
    assert not [src for src in page.xpath("//@src") if not src.startswith("data:")]
    levels = [int(row.tag[1]) for row in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.xpath("//nav//@href")} <= set(ids)
    assert all(len(row.get("alt")) > 20 for row in page.xpath("//img"))
    assert all(row.get("scope") for row in page.xpath("//th"))
    assert all(row.xpath("./caption") for row in page.xpath("//table"))


def test_a_letter_that_no_font_has_is_named_and_not_left_out(bundle: Bundle, home: Path) -> None:
    report = build_report(scope_of(bundle, "en"), with_foreword("移民"))
    with pytest.raises(LettersMissing) as refused:
        write(report, "pdf")
    assert set(str(refused.value.params["letters"])) == {"移", "民"}
    assert "pdf" not in forms_for("zh")
    (home / "fonts").mkdir()
    (home / "fonts" / "any.otf").write_bytes(b"")
    assert "pdf" in forms_for("zh")


def with_foreword(words: str) -> dict[str, Any]:
    """Return an outline with one text."""
    section = {"key": "foreword", "title": {"en": "<b>Title</b>"}, "text": {"en": words}}
    return {"milepost": "report/1", "key": "x", "kind": "global", "sections": [section]}


def test_what_people_wrote_never_becomes_markup(bundle: Bundle) -> None:
    words = (
        'A <script>alert("1")</script> ![x](https://example.org/x.png) [go](javascript:alert(1))'
    )
    report = build_report(scope_of(bundle), with_foreword(words))
    page = html.document_fromstring(write(report, "html").decode())
    assert not page.xpath("//script | //main//img | //b")
    assert not [link for link in page.xpath("//@href") if "javascript" in link]
    assert "<script" not in write(report, "md").decode().replace("\\<", "")
    assert write(report, "pdf").startswith(b"%PDF")


@pytest.mark.parametrize("scheme", ["ms-msdt:/id", "search-ms:x", "//evil.example", "ftp://x.org"])
def test_a_link_leads_to_the_web_or_to_a_mailbox_only(bundle: Bundle, scheme: str) -> None:
    words = f"[go]({scheme}) and [on](https://example.org/a)"
    report = build_report(scope_of(bundle), with_foreword(words))
    page = html.document_fromstring(write(report, "html").decode())
    links = page.xpath("//main//section[@id='foreword']//@href")
    assert links == ["https://example.org/a"]


@pytest.mark.parametrize(
    "words", ["`` ` <script>alert(1)</script> ` ``", "```\na\n\n<script>alert(1)</script>\n```"]
)
def test_code_in_markdown_cannot_be_left(bundle: Bundle, words: str) -> None:
    report = build_report(scope_of(bundle), with_foreword(words))
    again = MarkdownIt("commonmark").render(write(report, "md").decode())
    assert "<script" not in again
    assert "alert(1)" in again


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_word_file_has_headings_header_rows_and_alt_texts(
    bundle: Bundle, language: str
) -> None:
    report = build_report(scope_of(bundle, language))
    raw = write(report, "docx")
    document = Document(io.BytesIO(raw))
    names = [str(row.style.name) for row in document.paragraphs if row.style]
    headings = [name for name in names if name.startswith("Heading")]
    titled = [row for row in walk(report.sections) if isinstance(row, Section) and row.title]
    assert len(headings) == len(titled)
    assert len(document.tables) == counted(report, Table)
    for table in document.tables:
        assert list(table.rows[0]._tr.iter(qn("w:tblHeader")))
    body = document.element.body
    pictures = list(body.iter(qn("wp:docPr")))
    assert len(pictures) == counted(report, Figure)
    assert all(len(row.get("descr")) > 20 for row in pictures)
    assert any("TOC" in (row.text or "") for row in body.iter(qn("w:instrText")))
    is_rtl = [row.find(qn("w:pPr")).find(qn("w:bidi")) is not None for row in
              body.iter(qn("w:p")) if row.find(qn("w:pPr")) is not None]  # fmt: skip
    assert all(is_rtl) if language == "ar" else not any(is_rtl)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_markdown_has_a_row_for_every_row_of_every_table(bundle: Bundle) -> None:
    report = build_report(scope_of(bundle))
    lines = write(report, "md").decode().splitlines()
    rows = sum(len(row.rows) for row in walk(report.sections) if isinstance(row, Table))
    tables = counted(report, Table)
    assert sum(line.startswith("|") for line in lines) == rows + 2 * tables
    assert sum(line.startswith("# ") for line in lines) == 1
