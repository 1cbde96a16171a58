"""Opening a file of answers: CSV and other text, workbooks, Parquet. Every cell becomes a text."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from milepost.indicators.cells import NATIVE
from milepost.indicators.conversion import connect
from milepost.indicators.intake import open_file
from milepost.indicators.mapping import Mapping
from milepost.intake.answers import Rows
from milepost.kernel.errors import BadInput, FileMissing
from milepost.kernel.findings import Finding
from milepost.places.selectors import build_matcher

MAX_BYTES = 50_000_000
MAX_ROWS = 2_000_000


def open_answers(path: Path, filename: str, sheet_name: str = "") -> Rows:
    """Return the rows of a file; the first row holds the names of the columns.

    ``sheet_name`` is the sheet of a workbook; without it the fullest is read.
    Raises ``FileMissing``, and ``BadInput`` for a file that is no table or too large.
    """
    _check(path, filename)
    with path.open("rb") as stream:
        is_parquet = stream.read(4) == b"PAR1"
    if is_parquet:
        return _parquet(path, filename)
    sheet = open_file(path, Mapping(header_row=1, sheet=sheet_name), build_matcher())
    with connect() as connection:
        sheet.load(connection)
        found = connection.execute("SELECT * FROM cells ORDER BY row").fetchall()
    return Rows(sheet.labels, [(row[0], [_plain(cell) for cell in row[1:]]) for row in found])


def sheet_names(path: Path, filename: str) -> tuple[str, ...]:
    """Return the names of the visible sheets of a workbook; none for any other file.

    Raises as ``open_answers`` does.
    """
    _check(path, filename)
    return open_file(path, Mapping(), build_matcher()).names


def _check(path: Path, filename: str) -> None:
    if not path.is_file():
        raise FileMissing(path=str(path))
    if path.stat().st_size > MAX_BYTES:
        raise BadInput([_too_large(filename)])


def _parquet(path: Path, filename: str) -> Rows:
    try:
        if pq.read_metadata(path).num_rows > MAX_ROWS:
            raise BadInput([_too_large(filename)])
        table = pq.read_table(path)
        columns = [[_text(value) for value in column.to_pylist()] for column in table.columns]
    except (pa.ArrowException, OSError, ValueError) as error:
        raise BadInput([_unreadable(filename)]) from error
    rows = zip(*columns, strict=True)
    return Rows(tuple(table.column_names), [(number, row) for number, row in enumerate(rows, 2)])


def _plain(cell: str) -> str:
    """Return a cell without the mark of a workbook's number; whole numbers without decimals."""
    if not cell.startswith(NATIVE):
        return cell
    return cell.removeprefix(NATIVE).removesuffix(".0")


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _too_large(filename: str) -> Finding:
    return Finding(
        code="INTAKE_FILE_TOO_LARGE",
        where=filename,
        what=_("The file is larger than a survey is taken in."),
        why=_("Answers are held in memory while they are checked."),
        remedy=_("Split the survey by question, or leave out the columns that are not described."),
    )


def _unreadable(filename: str) -> Finding:
    return Finding(
        code="INTAKE_FILE_UNREADABLE",
        where=filename,
        what=_("The file cannot be read as Parquet."),
        why=_("It begins like a Parquet file but is damaged."),
        remedy=_("Write it again, or send it as CSV or Excel."),
    )
