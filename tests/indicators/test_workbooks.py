"""Workbooks: what a spreadsheet shows is what is read, and no file can hurt."""

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.exceptions import IllegalCharacterError

from milepost.indicators import workbook_scan
from milepost.indicators.intake import open_file
from milepost.indicators.mapping import Mapping
from milepost.indicators.preview import preview_file
from milepost.indicators.selectors import read_observations
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Severity
from milepost.places.matching import Matcher
from tests.indicators.conftest import Import


def book(rows: list[list[Any]], *merges: str, title: str = "Data") -> bytes:
    """Return an .xlsx file with one sheet of these rows."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for merge in merges:
        sheet.merge_cells(merge)
    return save(workbook)


def save(workbook: openpyxl.Workbook) -> bytes:
    """Return a workbook as bytes."""
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def rewritten(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return a workbook with a piece of one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            data = source.read(info)
            target.writestr(
                info.filename, data.replace(old, new) if info.filename == part else data
            )
    return out.getvalue()


def known(indicator: str = "transfers") -> list[tuple[str, str, float | None, str, str]]:
    """Return what is known of an indicator, in short."""
    rows = read_observations(indicator).to_pylist()
    return [(r["area"], r["period"], r["value"], r["status"], r["note"]) for r in rows]


def codes(error: BadInput) -> list[str]:
    """Return the codes of the errors among the findings."""
    return [f.code for f in error.findings if f.severity is Severity.ERROR]


def test_import_reads_a_wide_sheet_with_titles_years_as_numbers_and_marks(bring: Import) -> None:
    rows: list[list[Any]] = [
        ["Money sent home"],
        [],
        ["Country", 2014, 2015.0, "2016*"],
        ["Nepal", 1.234, 5, "12.5 (e)"],
        ["Côte d’Ivoire", "..", None, "n/a"],
        ["Source: a publisher"],
    ]
    report = bring(book(rows), "transfers", name="book.xlsx")
    assert known() == [
        ("384", "2014", None, "L", ".."),
        ("384", "2016", None, "M", "n/a"),
        ("524", "2014", 1.234, "A", ""),
        ("524", "2015", 5.0, "A", ""),
        ("524", "2016", 12.5, "E", "(e)"),
    ]
    assert report.rows == 5


def test_import_reads_days_and_numbers_as_the_workbook_holds_them(bring: Import) -> None:
    rows: list[list[Any]] = [
        ["Country", "Date", "Value"],
        ["Nepal", date(2015, 6, 5), 1],
        ["France", datetime(2014, 1, 2), True],  # noqa: DTZ001 -- workbooks know no time zone
    ]
    bring(book(rows), "treaty-c189", name="book.xlsx")
    assert known("treaty-c189") == [
        ("250", "2014-01-02", 1.0, "A", ""),
        ("524", "2015-06-05", 1.0, "A", ""),
    ]


def test_import_names_errors_and_formulas_that_were_never_calculated(bring: Import) -> None:
    """The reader of workbooks shows both as empty cells; they must not pass for missing."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["Country", "Year", "Value"])
    sheet.append(["Nepal", 2015, "=1+1"])
    sheet.append(["France", 2015, "x"])
    sheet["C3"] = "#DIV/0!"
    sheet["C3"].data_type = "e"
    with pytest.raises(BadInput) as caught:
        bring(save(workbook), "transfers", name="book.xlsx")
    found = [(f.code, f.row, f.value) for f in caught.value.findings]
    assert found == [
        ("INDICATORS_VALUE_WORKBOOK_ERROR", 2, "#FORMULA"),
        ("INDICATORS_VALUE_WORKBOOK_ERROR", 3, "#DIV/0!"),
    ]


def test_import_repeats_a_merged_country_but_not_a_merged_number(bring: Import) -> None:
    rows: list[list[Any]] = [
        ["Country", "Year", "Value"],
        ["Nepal", 2014, 1.5],
        [None, 2015, None],
        ["France", 2015, 2.5],
    ]
    report = bring(book(rows, "A2:A3", "C2:C3"), "transfers", name="book.xlsx")
    assert [f.code for f in report.findings] == ["INDICATORS_NUMBER_IN_MERGED_CELL"]
    assert known()[1:] == [("524", "2014", 1.5, "A", ""), ("524", "2015", None, "O", "")]


def test_import_takes_the_fullest_sheet_and_says_so(bring: Import) -> None:
    workbook = openpyxl.Workbook()
    first = workbook.active
    assert first is not None
    first.title = "Notes"
    for number in range(12):
        first.append([f"note {number}", "text"])
    second = workbook.create_sheet("Data")
    second.append(["Country", "Year", "Value"])
    for year in range(2000, 2020):
        second.append(["Nepal", year, 1.5])
    hidden = workbook.create_sheet("Hidden")
    hidden.sheet_state = "hidden"
    hidden["XFD1048576"] = 1
    report = bring(save(workbook), "transfers", name="book.xlsx")
    assert (report.rows, report.findings[0].code) == (20, "INDICATORS_SHEET_CHOSEN")
    with pytest.raises(BadInput) as caught:
        bring(save(workbook), "transfers", name="book.xlsx", mapping=Mapping(sheet="Nowhere"))
    assert codes(caught.value) == ["INDICATORS_SHEET_NOT_FOUND"]


def test_import_names_the_sheet_in_findings(bring: Import) -> None:
    rows: list[list[Any]] = [["Country", "Year", "Value"], ["Atlantis", 2015, 1.5]]
    with pytest.raises(BadInput) as caught:
        bring(book(rows, title="Costs"), "transfers", name="book.xlsx")
    (found,) = caught.value.findings
    assert (found.sheet, found.row, found.column) == ("Costs", 2, "Country")
    assert "Costs" in found.where


def test_one_cell_in_the_farthest_corner_is_refused(bring: Import) -> None:
    """Read as it claims, the sheet would have seventeen billion cells."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["Country", "Year", "Value"])
    sheet["XFD1048576"] = 1
    with pytest.raises(BadInput) as caught:
        bring(save(workbook), "transfers", name="book.xlsx")
    assert codes(caught.value) == ["INDICATORS_WORKBOOK_TOO_LARGE"]


def test_bomb_is_refused_before_it_is_unpacked(bring: Import) -> None:
    """Half a gigabyte of zeros packs into half a megabyte."""
    out = io.BytesIO(book([["Country", "Year", "Value"], ["Nepal", 2015, 1.5]]))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/media/bomb.bin", "w") as stream,
    ):
        block = bytes(10_000_000)
        for _block in range(workbook_scan.MAX_UNPACKED // len(block) + 1):
            stream.write(block)
    assert len(out.getvalue()) < 5_000_000
    with pytest.raises(BadInput) as caught:
        bring(out.getvalue(), "transfers", name="book.xlsx")
    assert codes(caught.value) == ["INDICATORS_WORKBOOK_TOO_LARGE"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<worksheet", b'<!DOCTYPE x [<!ENTITY e "x">]><worksheet'),
        (b"</sheetData>", b"</wrong>"),
        (b"<v>1.5</v>", b"<v>one</v>"),
    ],
)
def test_damaged_sheet_is_a_finding(bring: Import, old: bytes, new: bytes) -> None:
    content = book([["Country", "Year", "Value"], ["Nepal", 2015, 1.5]])
    with pytest.raises(BadInput):
        bring(rewritten(content, "xl/worksheets/sheet1.xml", old, new), name="book.xlsx")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04" + b"x" * 500, "INDICATORS_WORKBOOK_DAMAGED"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 5000, "INDICATORS_WORKBOOK_DAMAGED"),
    ],
)
def test_file_that_only_begins_like_a_workbook_is_a_finding(
    bring: Import, content: bytes, code: str
) -> None:
    with pytest.raises(BadInput) as caught:
        bring(content, name="book.xlsx")
    assert codes(caught.value) == [code]


def test_other_office_files_are_told_apart(bring: Import) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(BadInput) as caught:
        bring(out.getvalue(), name="report.docx")
    assert codes(caught.value) == ["INDICATORS_WORKBOOK_OTHER_FORMAT"]


SPECIMEN = book([["Country", "Year", "Value"], ["Nepal", 2015, 1.5]])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damaged_workbook_never_raises_anything_but_bad_input(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(SPECIMEN)
    for _change in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(4, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    path: Path = tmp_path_factory.mktemp("fuzz") / "book.xlsx"
    path.write_bytes(bytes(content[: data.draw(st.integers(4, len(content)))]))
    with suppress(BadInput):
        open_file(path, Mapping(), Matcher())


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(min_value=date(1901, 1, 1), max_value=date(2100, 1, 1)),
    st.sampled_from(["Nepal", "2015", "..", "1,5", "#N/A", "=1/0", "Value", "Country", "Year"]),
    st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=12),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=8))
def test_any_sheet_is_imported_or_refused_with_findings(
    bring: Import, rows: list[list[Any]]
) -> None:
    try:
        content = book(rows)
    except (IllegalCharacterError, ValueError):
        return
    with suppress(BadInput):
        assert bring(content, "transfers", name="fuzz.xlsx", is_dry_run=True).rows > 0


def test_preview_shows_each_column_with_its_role(home: Path, db: None) -> None:
    path = home / "book.xlsx"
    path.write_bytes(book([["Country", "Year", "Sex", "Value"], ["Nepal", 2015, "Female", 1.5]]))
    preview = preview_file(path, None)
    assert [(c.label, c.role, c.detail) for c in preview.columns] == [
        ("Country", "area", ""),
        ("Year", "period", ""),
        ("Sex", "dimension", "sex"),
        ("Value", "value", ""),
    ]
    assert preview.rows == ((2, ("Nepal", "2015", "Female", "1.5")),)
