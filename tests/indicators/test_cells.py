"""Values are read with their marks; what is doubtful is a problem and never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.indicators.cells import Cell, Evidence, Problem, Style, evidence_of, read_cell


@pytest.mark.parametrize(
    ("text", "style", "cell"),
    [
        ("12.3*", Style.DOT, Cell(12.3, "", "*")),
        ("45 (e)", Style.DOT, Cell(45.0, "E", "(e)")),
        ("45e", Style.DOT, Cell(45.0, "E", "e")),
        ("12 p", Style.DOT, Cell(12.0, "P", "p")),
        ("12 b", Style.DOT, Cell(12.0, "B", "b")),
        ("12.3 bp", Style.DOT, Cell(12.3, "B", "bp")),
        ("1 234¹", Style.DOT, Cell(1234.0, "", "¹")),
        ("12.3 [1]", Style.DOT, Cell(12.3, "", "[1]")),
        ("1,234.5", Style.DOT, Cell(1234.5)),
        ("1.234,5", Style.COMMA, Cell(1234.5)),
        ("1.234", Style.COMMA, Cell(1234.0)),
        ("1.234", Style.DOT, Cell(1.234)),
        ("1\u202f234\u202f567,8", Style.COMMA, Cell(1234567.8)),
        ("1'234", Style.DOT, Cell(1234.0)),
        ("١٢٫٥", Style.DOT, Cell(12.5)),
        ("−5", Style.DOT, Cell(-5.0)),
        ("12%", Style.DOT, Cell(12.0, is_percent=True)),
        ("..", Style.DOT, Cell(None, "L", "..")),
        ("…", Style.DOT, Cell(None, "L", "…")),
        ("n/a", Style.DOT, Cell(None, "M", "n/a")),
        ("NA", Style.DOT, Cell(None, "O", "NA")),
        ("–", Style.DOT, Cell(None, "O", "–")),
        ("<5", Style.DOT, Cell(None, "Q", "<5")),
        ("", Style.DOT, Cell(None, "O")),
        ("غير متوفر", Style.DOT, Cell(None, "L", "غير متوفر")),
    ],
)
def test_read_cell_reads_values_and_marks(text: str, style: Style, cell: Cell) -> None:
    assert read_cell(text, style) == cell


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("4k", Problem.MULTIPLIER),
        ("3b", Problem.MULTIPLIER),
        ("1.2 million", Problem.MULTIPLIER),
        ("12 kg", Problem.MULTIPLIER),
        ("#DIV/0!", Problem.WORKBOOK_ERROR),
        ("12,5", Problem.MIXED_DECIMALS),
        ("(123)", Problem.NOT_A_NUMBER),
        ("abc", Problem.NOT_A_NUMBER),
        ("1,23,456", Problem.NOT_A_NUMBER),
        ("12 34", Problem.NOT_A_NUMBER),
        ("1e999", Problem.TOO_LARGE),
    ],
)
def test_read_cell_names_what_it_does_not_read(text: str, problem: Problem) -> None:
    assert read_cell(text, Style.DOT).problem is problem


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("12.5", Evidence.DOT),
        ("0.123", Evidence.DOT),
        ("1,234,567", Evidence.DOT),
        ("12,5", Evidence.COMMA),
        ("1.234.567", Evidence.COMMA),
        ("1,234", Evidence.COMMA_IN_DOUBT),
        ("1.234", Evidence.DOT_IN_DOUBT),
        ("1234", Evidence.NONE),
    ],
)
def test_evidence_of_a_number_for_its_column(text: str, evidence: Evidence) -> None:
    assert evidence_of(text) is evidence


@given(st.text(max_size=30), st.sampled_from(Style))
def test_read_cell_never_raises(text: str, style: Style) -> None:
    cell = read_cell(text, style)
    assert cell.problem is None or cell.value is None


@given(st.floats(min_value=-1e15, max_value=1e15), st.sampled_from(Style))
def test_read_cell_gives_numbers_back_in_either_style(number: float, style: Style) -> None:
    text = f"{number:.4f}"
    written = text if style is Style.DOT else text.replace(".", ",")
    assert read_cell(written, style).value == float(text)


@given(st.integers(min_value=1000, max_value=10**12))
def test_read_cell_gives_grouped_numbers_back(number: int) -> None:
    grouped = f"{number:,}"
    assert read_cell(grouped, Style.DOT).value == number
    assert read_cell(grouped.replace(",", "."), Style.COMMA).value == number
    assert read_cell(grouped.replace(",", "\u00a0"), Style.COMMA).value == number
