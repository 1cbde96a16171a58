"""An edition as a workbook: observations, ratings, codes, sources and notes.

Every text is written as a text, so that nothing in it can run as a formula, and the file holds no
moment but that of the edition: the same edition gives the same bytes.
"""

import importlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from milepost.indicators.statuses import OBS_STATUS
from milepost.publishing import terms
from milepost.publishing.bundle import Bundle, text_in
from milepost.publishing.exports.cube import prepared_on
from milepost.publishing.exports.tables import NUMBER, Table, list_tables

MOST_ROWS: Final = 1_048_575
"""Rows below the header that a sheet holds; more go on to a further sheet."""

LONGEST_CELL: Final = 32_767
_WIDTHS: Final = {"indicator_name": 40, "place_name": 26, "source": 40, "note": 40}


def write_workbook(bundle: Bundle, path: Path, language: str = "en") -> None:
    """Write the workbook of an edition in a language; from right to left where it is read so."""
    # Loaded here by name: it is needed by nothing else, and no page is to wait for it.
    xlsxwriter: Any = importlib.import_module("xlsxwriter")
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with override(language), xlsxwriter.Workbook(str(path), options) as book:
        moment = datetime.fromisoformat(prepared_on(bundle).replace("Z", "+00:00"))
        book.set_properties(
            {
                "title": text_in(bundle.edition["title"], language),
                "created": moment.astimezone(UTC).replace(tzinfo=None),
            }
        )
        _Book(book, is_rtl=get_language_bidi()).fill(bundle, language)


class _Book:
    def __init__(self, book: Any, *, is_rtl: bool) -> None:
        self._book = book
        self._is_rtl = is_rtl
        self._bold = book.add_format({"bold": True, "bg_color": "#E7E9EC", "text_wrap": True})
        self._wrap = book.add_format({"text_wrap": True, "valign": "top"})

    def fill(self, bundle: Bundle, language: str) -> None:
        """Write all sheets."""
        for table in list_tables(bundle, language):
            self._table(table)
        self._plain(_("Codes"), [_("List"), _("Code"), _("Meaning")], _codes(bundle, language))
        self._plain(
            _("Sources and licences"),
            [_("Indicator"), _("Source"), _("Licence"), _("Address"), _("Known on")],
            _sources(bundle, language),
        )
        self._plain(_("Notes"), [_("Subject"), _("Note")], _notes(bundle, language))

    def _sheet(self, name: str, headings: Sequence[str], widths: Sequence[int]) -> Any:
        sheet = self._book.add_worksheet(name[:31])
        if self._is_rtl:
            sheet.right_to_left()
        sheet.freeze_panes(1, 0)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, heading, self._bold)
        return sheet

    def _table(self, table: Table) -> None:
        headings = [str(column.title) for column in table.columns]
        widths = [_WIDTHS.get(column.id, 14) for column in table.columns]
        numbers = [column.kind == NUMBER for column in table.columns]
        sheet, count, part = None, 0, 0
        for row in table.rows():
            if sheet is None or count == MOST_ROWS:
                part += 1
                name = str(table.title) if part == 1 else f"{table.title} {part}"
                sheet, count = self._sheet(name, headings, widths), 0
            count += 1
            for place, (cell, is_number) in enumerate(zip(row, numbers, strict=True)):
                if is_number and cell is not None:
                    sheet.write_number(count, place, cell)
                elif cell not in (None, ""):
                    sheet.write_string(count, place, str(cell)[:LONGEST_CELL])
        if sheet is None:
            self._sheet(str(table.title), headings, widths)

    def _plain(self, name: str, headings: Sequence[str], rows: Iterator[Sequence[str]]) -> None:
        widths = [30, *[60] * (len(headings) - 1)]
        sheet = self._sheet(name, headings, widths)
        for number, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell[:LONGEST_CELL], self._wrap)


def _codes(bundle: Bundle, language: str) -> Iterator[Sequence[str]]:
    yield from ([_("Status"), code, meaning] for code, meaning in OBS_STATUS.items())
    for name, words in (
        (_("Colour"), terms.COLOURS),
        (_("Reason of grey"), terms.REASONS),
        (_("Basis"), terms.BASES),
        (_("Flags"), terms.FLAGS),
    ):
        yield from ([name, code, str(word)] for code, word in words.items())
    for key in bundle.frameworks:
        for row in bundle.benchmarks(key):
            yield [_("Benchmark"), f"{key} {row['key']}", text_in(row.get("title"), language)]


def _sources(bundle: Bundle, language: str) -> Iterator[Sequence[str]]:
    for _key, row in sorted(bundle.indicators.items()):
        for vintage in row.get("vintages", ()):
            yield [
                text_in(row["title"], language),
                vintage["source"],
                vintage["licence"],
                vintage["url"],
                vintage["known_on"],
            ]


def _notes(bundle: Bundle, language: str) -> Iterator[Sequence[str]]:
    yield [_("Edition"), text_in(bundle.edition["title"], language)]
    yield [_("As of"), str(bundle.edition["as_of"])]
    yield [_("Checksum of the edition"), bundle.checksum]
    yield [
        _("Missing values"),
        _("An empty value is missing, never zero. The column of status says why it is missing."),
    ]
    yield [_("Grey"), _("Grey is no colour: it says that nothing can be said, and why.")]
    licences = ", ".join(str(row.get("name", "")) for row in bundle.package.get("licenses", ()))
    yield [_("Licence"), f"{licences}. {_('Data keep the licence of their source.')}"]
