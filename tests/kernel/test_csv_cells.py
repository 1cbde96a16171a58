"""Cells that a spreadsheet opens without running anything."""

import csv
import io

import pytest

from milepost.kernel.csv_cells import inert
from milepost.publishing.charts.model import Table


@pytest.mark.parametrize("text", ["=1+1", "+a", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "\tx", "\rx"])
def test_text_that_would_run_gets_an_apostrophe(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("cell", [-1.5, -3, None, "-1.5", "+2", "a-b", ""])
def test_numbers_and_plain_text_stay(cell: object) -> None:
    assert inert(cell) == cell


def test_the_table_of_a_chart_is_safe_to_open() -> None:
    text = Table(("=A1", "value"), (("-cmd|x", -2.0), (None, "-2.0")), "").to_csv()
    assert list(csv.reader(io.StringIO(text))) == [
        ["'=A1", "value"], ["'-cmd|x", "-2.0"], ["", "-2.0"],
    ]  # fmt: skip
