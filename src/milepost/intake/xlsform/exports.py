"""The files of an export: submissions, and the rows of a repeat with those they belong to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from milepost.intake.answer_files import open_answers, sheet_names
from milepost.intake.answers import Rows
from milepost.intake.description import fold
from milepost.intake.xlsform import messages
from milepost.kernel.errors import BadInput

IDS: Final = ("KEY", "_uuid", "meta-instanceID", "meta/instanceID", "instanceID", "_id", "_index")
"""Columns that tell submissions apart, the best first."""

_PARENTS: Final = (
    ("PARENT_KEY", "KEY"), ("_submission__uuid", "_uuid"), ("_parent_index", "_index"),
    ("_submission__id", "_id"),
)  # fmt: skip
_STATES: Final = {
    "reviewstate": {"rejected", "hasissues"},
    "_validation_status": {
        "not approved", "validation_status_not_approved", "on hold", "validation_status_on_hold",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Export:
    """One table of an export: the name of its file, that of its sheet, and its rows."""

    filename: str
    sheet: str
    rows: Rows

    def at(self, name: str) -> int | None:
        """Return where a column stands, by its name without regard to case; or None."""
        wanted = fold(name)
        found = (at for at, label in enumerate(self.rows.labels) if fold(label) == wanted)
        return next(found, None)

    def texts(self, at: int) -> list[str]:
        """Return the texts of a column."""
        return [cells[at].strip() for _number, cells in self.rows.rows if at < len(cells)]

    @property
    def is_repeat(self) -> bool:
        """Whether its rows belong to those of another table."""
        return any(self.at(child) is not None for child, _parent in _PARENTS)


def open_exports(files: Sequence[tuple[Path, str]]) -> list[Export]:
    """Return every table of the files; a workbook may hold one in each sheet.

    Raises ``BadInput`` for a file that is no table.
    """
    found = []
    for path, filename in files:
        for sheet in sheet_names(path, filename) or ("",):
            try:
                rows = open_answers(path, filename, sheet)
            except BadInput:
                # A workbook may have a sheet with nothing in it.
                if not sheet:
                    raise
                continue
            found.append(Export(filename, sheet, rows))
    return found


def main_of(exports: Sequence[Export], filename: str) -> Export:
    """Return the table of the submissions: the one that belongs to no other."""
    return (
        next((one for one in exports if not one.is_repeat), exports[0])
        if exports
        else _none(filename)
    )


def _none(filename: str) -> Export:
    raise BadInput([messages.column_missing(filename, "type")])


def repeat_of(exports: Sequence[Export], name: str, known: Sequence[str]) -> Export:
    """Return the table of a repeat: by sheet or file, else the only one. Raises ``BadInput``."""
    last = name.rpartition("/")[2]
    tables = [one for one in exports if one.is_repeat]
    for one in tables:
        stem = Path(one.filename).stem
        if fold(one.sheet) == fold(last) or fold(stem).endswith(("-" + fold(last), fold(last))):
            return one
    if name in known and len(tables) == 1:
        return tables[0]
    raise BadInput([messages.repeat_missing(name, known)])


def is_rejected(export: Export) -> Iterator[bool]:
    """Yield, for each row, whether a person rejected the submission on the server."""
    columns = [(export.at(name), states) for name, states in _STATES.items()]
    held = [(at, states) for at, states in columns if at is not None]
    for _number, cells in export.rows.rows:
        yield any(at < len(cells) and fold(cells[at]) in states for at, states in held)


def parents_of(export: Export, main: Export) -> tuple[dict[str, Sequence[str]], int] | None:
    """Return the rows of the submissions by what rows of a repeat name them by, and where."""
    for child, parent in _PARENTS:
        here, there = export.at(child), main.at(parent)
        if here is not None and there is not None:
            rows: Mapping[str, Sequence[str]] = {
                cells[there].strip(): cells for _number, cells in main.rows.rows
            }
            return dict(rows), here
    return None
