"""The quick way of reading text and the careful one agree."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milepost.indicators.conversion import connect
from milepost.indicators.text_files import TextLoader, decode, find_separator
from milepost.kernel.errors import BadInput
from milepost.places.matching import Matcher

CELL = st.text(st.sampled_from('ab1 ,;"\n\r.é'), max_size=6)


def cells(connection: Any) -> list[tuple[Any, ...]]:
    """Return all loaded rows in order."""
    rows: list[tuple[Any, ...]] = connection.execute("SELECT * FROM cells ORDER BY row").fetchall()
    return rows


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=6),
    ending=st.sampled_from(["\n", "\r\n"]),
    is_terminated=st.booleans(),
)
def test_engine_and_record_reader_load_the_same_cells(
    tmp_path: Path, rows: list[list[str]], ending: str, *, is_terminated: bool
) -> None:
    """Whenever the engine takes a file, it must see what the careful reader sees."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=ending).writerows([["a", "b", "c"], *rows])
    text = out.getvalue() if is_terminated else out.getvalue().removesuffix(ending)
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode())
    loader = TextLoader(path=path, text=text, is_plain=True, separator=",", header_row=1, width=3)
    quick, careful = connect(), connect()
    if not loader.load_by_engine(quick):
        return
    loader.load_by_record(careful)
    blank = [row for row in cells(quick) if any(cell.strip() for cell in row[1:])]
    assert blank == cells(careful)


@pytest.mark.parametrize(
    ("lines", "separator"),
    [
        (["a,b,c", "1,2,3"], ","),
        (["a;b;c", "1,5;2,5;3,5"], ";"),
        (["Pays;2015", "France;1,2"], ";"),
        (["a\tb", "1,5\t2"], "\t"),
        (["area,breakdown,value", "250,age=1|sex=F,1", "524,age=1|sex=M,2"], ","),
        (["Source: x, y", "a;b;c", "1;2;3", "4;5;6"], ";"),
        (["a|b", "1|2"], "|"),
        (["only one column", "1"], ","),
    ],
)
def test_find_separator(lines: list[str], separator: str) -> None:
    assert find_separator(lines) == separator


def test_decode_says_when_a_stated_encoding_does_not_fit() -> None:
    with pytest.raises(BadInput):
        decode("Sénégal".encode("cp1252"), "utf-8", Matcher())
    with pytest.raises(BadInput):
        decode(b"x", "rot13", Matcher())


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=1, max_size=200))
def test_decode_reads_any_bytes_or_says_why_not(content: bytes) -> None:
    try:
        decoded = decode(content, "", Matcher())
    except BadInput:
        return
    assert isinstance(decoded.text, str)
