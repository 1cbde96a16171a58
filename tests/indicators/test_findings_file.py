"""Findings leave as a file that no spreadsheet runs."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.indicators.findings_file import COLUMNS, findings_csv, findings_from
from milepost.indicators.messages import finding
from milepost.kernel.csv_cells import safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_safe_cell_defuses_formulas(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@given(st.text(max_size=40))
def test_findings_csv_gives_every_finding_back_without_formulas(text: str) -> None:
    written = finding("TEST", ("what", "why", "do"), spot=("s", 3, text), value=text)
    again = findings_from([written.as_dict()])
    content = findings_csv(again).decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(content, newline=""))
    assert tuple(header) == COLUMNS
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert row[2] == "3"
