"""Tables as offices send them: lists of parties, two rows of labels, parts of a country."""

import io

import openpyxl
import pytest

from milepost.indicators.cells import Style, read_cell
from milepost.indicators.importing import ImportReport
from milepost.indicators.mapping import Mapping
from milepost.indicators.periods import read_period
from milepost.indicators.selectors import read_observations
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding
from tests.indicators.conftest import Import

PARTIES = """\
Participant,Signature,"Ratification, Accession(a), Succession(d)"
Ghana,7 Sep 2000,7 Sep 2000
Togo,15 Nov 2001,
Bosnia and Herzegovina,,13 Dec 1996 a
"""


def workbook(rows: list[list[object]], *merged: str) -> bytes:
    """Return the bytes of a workbook with one sheet."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def refused(bring: Import, content: str | bytes, **more: object) -> dict[str, Finding]:
    """Return the findings for which a file is refused, by code."""
    with pytest.raises(BadInput) as caught:
        bring(content, **more)
    return {item.code.removeprefix("INDICATORS_"): item for item in caught.value.findings}


def codes(report: ImportReport) -> set[str]:
    """Return the codes of the warnings on an accepted file."""
    return {item.code.removeprefix("INDICATORS_") for item in report.findings}


def test_a_list_of_parties_has_one_value_for_all_its_days(bring: Import) -> None:
    findings = refused(bring, PARTIES, indicator="treaty-c189")
    assert findings["MAPPING_INCOMPLETE"].value == "value"
    label = "Ratification, Accession(a), Succession(d)"
    mapping = Mapping(area="Participant", period=label, fixed_value="1")
    report = bring(PARTIES, "treaty-c189", mapping=mapping)
    assert codes(report) == {"ROW_WITHOUT_DATA"}
    rows = read_observations("treaty-c189").to_pylist()
    assert [(row["area"], row["period"], row["value"]) for row in rows] == [
        ("070", "1996-12-13", 1.0),
        ("288", "2000-09-07", 1.0),
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("11 May 1994 a", "1994-05-11"),
        ("1 Sep 1993 d", "1993-09-01"),
        ("14 Jul 2003 AA", "2003-07-14"),
        ("2015 a", None),
        ("May 1994 a", None),
    ],
)
def test_marks_of_treaties_stand_after_days_alone(text: str, key: str | None) -> None:
    period = read_period(text)
    assert (period.key if period else None) == key


def test_what_is_wrong_in_a_column_of_years_is_told_row_by_row(bring: Import) -> None:
    text = "Country,Year,Value\nSenegal,24.06.15,1\nGhana,2015/16,2\nTogo,2O15,3\nMali,2015,4\n"
    with pytest.raises(BadInput) as caught:
        bring(text)
    assert [(item.row, item.value) for item in caught.value.findings] == [
        (2, "24.06.15"),
        (3, "2015/16"),
        (4, "2O15"),
    ]


def test_two_rows_of_labels_are_told_as_such(bring: Import) -> None:
    rows: list[list[object]] = [
        ["Country", "2015", None, "2016", None],
        [None, "Female", "Male", "Female", "Male"],
        ["Senegal", 1.5, 2.5, 1.6, 2.6],
        ["Ghana", 3.5, 4.5, 3.6, 4.6],
    ]
    content = workbook(rows, "B1:C1", "D1:E1")
    found = refused(bring, content, name="two.xlsx")["HEADER_IN_TWO_ROWS"]
    assert (found.row, found.value) == (2, "Female")


def test_a_first_row_of_marks_is_no_second_row_of_labels(bring: Import) -> None:
    assert not codes(bring("Country,Year,Value\nSenegal,2015,..\nGhana,2015,1.5\n"))


def test_a_total_below_a_wide_table_is_counted_by_its_row(bring: Import) -> None:
    text = "Country,2015,2016\nSenegal,1.5,2.5\nGhana,3.5,4.5\nTotal,5,7\n"
    found = refused(bring, text)["AREA_UNKNOWN"]
    assert (found.row, found.count) == (4, 1)


def test_words_in_brackets_that_are_no_part_of_the_name_are_told(bring: Import) -> None:
    text = (
        "Country,Year,Value\nGhana (rural),2015,1.5\nBolivia (Plurinational State of),2015,2.5\n"
        "Senegal (1),2015,3.5\n"
    )
    report = bring(text)
    (found,) = report.findings
    assert (found.code, found.row) == ("INDICATORS_PLACE_SHORTENED", 2)
    assert "Ghana (288)" in found.what


def test_repeated_observations_are_told_with_the_name_of_the_place(bring: Import) -> None:
    found = refused(bring, "Country,Year,Value\nGhana,2015,2\nGHA,2015,3\n")["DUPLICATE_DIFFERENT"]
    assert found.what.startswith("Ghana (288) · 2015")


@pytest.mark.parametrize(
    "content",
    [
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog, 2 >>\nendobj\n",
        "<html><body><table><tr><td>Country</td></tr></table></body></html>",
        '\ufeff [{"Country": "Senegal", "Year": 2015, "Value": 1.5}]\n',
    ],
)
def test_documents_and_pages_are_no_tables(bring: Import, content: str) -> None:
    assert set(refused(bring, content, name="data.csv")) == {"FILE_NOT_A_TABLE"}


@pytest.mark.parametrize("text", ["3.1 a/", "3.1a/", "3.1 b/"])
def test_letters_with_a_stroke_are_footnotes(text: str) -> None:
    assert (read_cell(text, Style.DOT).value, read_cell(text, Style.DOT).problem) == (3.1, None)
