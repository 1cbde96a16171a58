"""Every finding of an import, in words: where, what, why and what to do."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from milepost.indicators.cells import NATIVE, Problem
from milepost.kernel.findings import Finding, Severity

SHOWN: Final = 80


def shown(text: str) -> str:
    """Return a text short enough to print."""
    plain = text.removeprefix(NATIVE)
    return plain if len(plain) <= SHOWN else plain[: SHOWN - 1] + "…"


def where(sheet: str, row: int | None, column: str) -> str:
    """Return a readable place: sheet, row and column, as far as they are known."""
    parts = []
    if sheet:
        parts.append(_("sheet %(sheet)s") % {"sheet": sheet})
    if row is not None:
        parts.append(_("row %(row)s") % {"row": row})
    if column:
        parts.append(_("column %(column)s") % {"column": column})
    return ", ".join(parts) or _("the file")


def finding(
    code: str,
    words: tuple[str, str, str],
    *,
    spot: tuple[str, int | None, str] = ("", None, ""),
    value: str = "",
    count: int = 1,
    is_warning: bool = False,
) -> Finding:
    """Return a finding; ``words`` are what, why and remedy, ``spot`` is sheet, row and column."""
    what, why, remedy = words
    if count > 1:
        what = _("%(what)s It stands in %(count)s rows.") % {"what": what, "count": count}
    return Finding(
        code=f"INDICATORS_{code}",
        where=where(*spot),
        what=what,
        why=why,
        remedy=remedy,
        severity=Severity.WARNING if is_warning else Severity.ERROR,
        sheet=spot[0],
        row=spot[1],
        column=spot[2],
        value=shown(value),
        count=count,
    )


def unknown_encoding(name: str, known: Sequence[str]) -> Finding:
    """The mapping names an encoding that is not known."""
    return finding(
        "ENCODING_UNKNOWN",
        (
            _("“%(name)s” is not an encoding that is read here.") % {"name": shown(name)},
            _("The letters of the file cannot be told."),
            _("Leave it empty to have it found, or use one of: %(known)s.")
            % {"known": ", ".join(known)},
        ),
        value=name,
    )


def not_in_encoding(encoding: str, line: int) -> Finding:
    """The file is not in the encoding it claims."""
    return finding(
        "ENCODING_WRONG",
        (
            _("The file cannot be read as %(encoding)s.") % {"encoding": encoding},
            _("Letters would be lost or changed."),
            _("Save it as UTF-8 in the program it comes from, or choose another encoding."),
        ),
        spot=("", line, ""),
    )


def guessed_encoding(encoding: str) -> Finding:
    """The encoding was guessed."""
    return finding(
        "ENCODING_GUESSED",
        (
            _("The file does not say its encoding; it was read as %(encoding)s.")
            % {"encoding": encoding},
            _("With a wrong guess, letters beyond A to Z would be wrong."),
            _("Look at the names in the preview; save the file as UTF-8 to leave no doubt."),
        ),
        value=encoding,
        is_warning=True,
    )


def not_text() -> Finding:
    """The file is no table at all."""
    return finding(
        "FILE_NOT_A_TABLE",
        (
            _("The file is neither a text table nor a workbook that can be read."),
            _("No rows and columns can be found in it."),
            _("Send a CSV or TSV file, or a workbook saved as .xlsx or .xls."),
        ),
    )


def empty_file() -> Finding:
    """There is nothing in it."""
    return finding(
        "FILE_EMPTY",
        (
            _("There are no rows in the file."),
            _("There is nothing to import."),
            _("Check that you chose the right file and sheet."),
        ),
    )


def file_too_large(size: int, limit: int) -> Finding:
    """The file is beyond the limit."""
    return finding(
        "FILE_TOO_LARGE",
        (
            _("The file has %(size)s MB; at most %(limit)s MB are read.")
            % {"size": round(size / 1e6), "limit": round(limit / 1e6)},
            _("A larger file could exhaust the machine."),
            _("Split it, for instance by decade, and import the parts."),
        ),
    )


def is_derived(key: str, expression: str) -> Finding:
    """Data were handed in for an indicator that is computed."""
    return finding(
        "INDICATOR_DERIVED",
        (
            _("“%(key)s” is computed from others: %(expression)s.")
            % {"key": key, "expression": expression},
            _("A number that is both computed and imported could not be explained."),
            _("Import the data of its inputs, or define an indicator of its own."),
        ),
    )


def large_and_irregular() -> Finding:
    """A large file whose rows and lines do not agree."""
    return finding(
        "LARGE_FILE_IRREGULAR",
        (
            _("The file is large, and its rows do not all fill one line with the same columns."),
            _("A file that does not fit into memory is read line by line."),
            _("Export it again without line breaks inside cells, or split it into parts."),
        ),
    )


def unclosed_quote(line: int) -> Finding:
    """A cell never ends."""
    return finding(
        "QUOTE_NOT_CLOSED",
        (
            _("A cell that begins here is longer than any cell should be."),
            _("A quote that is not closed swallows the rows after it."),
            _("Close the quote, or double it where it is part of the text."),
        ),
        spot=("", line, ""),
    )


def no_such_header(row: int) -> Finding:
    """The stated header row is not there."""
    return finding(
        "HEADER_NOT_FOUND",
        (
            _("There is no header in row %(row)s.") % {"row": row},
            _("Columns are named by their header."),
            _("Leave the header row empty to have it found, or state the right row."),
        ),
        spot=("", row, ""),
    )


def too_many_columns(width: int, limit: int) -> Finding:
    """The table is wider than any table should be."""
    return finding(
        "TOO_MANY_COLUMNS",
        (
            _("The table has %(width)s columns; at most %(limit)s are read.")
            % {"width": width, "limit": limit},
            _("Such a table is most often a wrong separator."),
            _("Check the separator, or remove the columns that are not needed."),
        ),
    )


def rows_too_long(row: int, count: int, width: int) -> Finding:
    """Some rows have more cells than the header."""
    return finding(
        "ROW_TOO_LONG",
        (
            _("The row has more cells than the header, which has %(width)s.") % {"width": width},
            _("Cells beyond the header would be lost, and those before may be shifted."),
            _("Put texts that hold the separator in quotes, or complete the header."),
        ),
        spot=("", row, ""),
        count=count,
    )


def column_missing(label: str, labels: Sequence[str]) -> Finding:
    """The mapping names a column that the file does not have."""
    return finding(
        "COLUMN_MISSING",
        (
            _("The mapping names the column “%(column)s”, which the file does not have.")
            % {"column": shown(label)},
            _("The column's part in the observations would be empty."),
            _("Choose another column; the file has: %(columns)s.")
            % {"columns": ", ".join(shown(name) for name in labels[:30])},
        ),
        spot=("", None, label),
    )


def role_missing(role: str) -> Finding:
    """No column is known to hold a needed part."""
    names = {
        "area": _("the country or area"),
        "period": _("the period"),
        "value": _("the value"),
    }
    return finding(
        "MAPPING_INCOMPLETE",
        (
            _("No column is known to hold %(part)s.") % {"part": names[role]},
            _("An observation needs an area, a period and a value."),
            _("Say which column it is in the mapping, or give one that holds for the whole file."),
        ),
        value=role,
    )


def unknown_place(
    text: str, suggestions: Sequence[str], explained: str, *, is_counterpart: bool
) -> tuple[str, str, str]:
    """Return the words for a text that names no place."""
    if not text.strip():
        return (
            _("There is no country or area in this row."),
            _("A value without a place cannot be used."),
            _("Fill the cell, or remove the row."),
        )
    what = _("“%(text)s” is no country, area or group that is known here.") % {"text": shown(text)}
    why = _("The value would belong nowhere.")
    if is_counterpart:
        why = _("The other end of the movement would be unknown.")
    remedy = _("Use an M49 or ISO code or a name in one of the six languages, or skip these rows.")
    if explained:
        remedy = f"{explained} {remedy}"
    elif suggestions:
        meant = _("Did you mean %(places)s?") % {"places": _(" or ").join(suggestions)}
        remedy = f"{meant} {remedy}"
    return what, why, remedy


def eliminated_place(text: str, name: str) -> tuple[str, str, str]:
    """Return the words for a doubtful name whose other meanings have their own rows."""
    return (
        _("“%(text)s” was read as %(name)s.") % {"text": shown(text), "name": name},
        _("The name fits several places; the others stand in the column under their own names."),
        _("Use an M49 or ISO code to leave no doubt."),
    )


def shortened_place(text: str, name: str) -> tuple[str, str, str]:
    """Return the words for a name that is known only without the words in its brackets."""
    return (
        _("“%(text)s” was read as %(name)s.") % {"text": shown(text), "name": name},
        _("The words in brackets were left out; they may say that it is only a part of it."),
        _("Leave these rows out, or take what the brackets say as a dimension of its own."),
    )


def bad_period(text: str, *, is_ambiguous: bool) -> tuple[str, str, str]:
    """Return the words for a text that is no period."""
    if not text.strip():
        return (
            _("There is no period in this row."),
            _("A value without its year cannot be placed in time."),
            _("Fill the cell, or remove the row."),
        )
    if is_ambiguous:
        return (
            _("“%(text)s” can be read as two different days.") % {"text": shown(text)},
            _("Nothing in the column tells whether the day or the month comes first."),
            _("Say in the mapping which comes first, or write days as 2015-06-24."),
        )
    return (
        _("“%(text)s” is no year, quarter, month or day.") % {"text": shown(text)},
        _("A value without its period cannot be placed in time."),
        _("Write 2015, 2015-Q2, 2015-06 or 2015-06-24; a span of years is not a period."),
    )


def bad_value(text: str, problem: Problem, decimal: str) -> tuple[str, str, str]:
    """Return the words for a text that is no value."""
    value = {"text": shown(text), "decimal": decimal}
    why = _("It is not guessed, because a wrong number is worse than none.")
    if problem is Problem.WORKBOOK_ERROR:
        return (
            _("The cell holds the workbook error “%(text)s”.") % value,
            _("Its formula did not give a number, or was never calculated."),
            _("Mend it and save the workbook in a spreadsheet program, or empty the cell."),
        )
    if problem is Problem.MULTIPLIER:
        return (
            _("“%(text)s” joins a number and a word.") % value,
            why,
            _("Write the whole number, or the number alone with a remark in a note column."),
        )
    if problem is Problem.MIXED_DECIMALS:
        return (
            _("“%(text)s” does not fit the decimal mark “%(decimal)s” of its column.") % value,
            _("Read wrongly, it would be a thousand times too large or too small."),
            _("Write all numbers of the column in one way, or state the decimal mark."),
        )
    if problem is Problem.TOO_LARGE:
        return (
            _("“%(text)s” is beyond any number that can be counted here.") % value,
            why,
            _("Check the number; the largest that is read has 18 digits."),
        )
    return (
        _("“%(text)s” is not a number.") % value,
        why,
        _("Write a number; for a missing value leave the cell empty or write “..” or “n/a”."),
    )


def workbook_refused(why: str) -> Finding:
    """The workbook cannot or must not be read."""
    words = {
        "damaged": (
            _("The workbook is damaged and cannot be read."),
            _("Rows could be lost without anybody noticing."),
            _("Open it in a spreadsheet program and save it again, or export the sheet as CSV."),
        ),
        "too_large": (
            _("The workbook unpacks to more than is read here."),
            _("A small file can unpack to more than a machine holds."),
            _("Export the sheet as CSV; delete stray cells far below or beside the table."),
        ),
        "other_format": (
            _("The file is packed like a workbook but is not an .xlsx file."),
            _("Its sheets cannot be found."),
            _("Save it as .xlsx, or export the sheet as CSV."),
        ),
        "password": (
            _("The workbook is protected by a password."),
            _("Its contents are encrypted."),
            _("Save it without a password and send it again."),
        ),
    }
    return finding(f"WORKBOOK_{why.upper()}", words[why])


def no_such_sheet(name: str, known: Sequence[str]) -> Finding:
    """The stated sheet is not there."""
    return finding(
        "SHEET_NOT_FOUND",
        (
            _("There is no visible sheet “%(sheet)s”.") % {"sheet": shown(name)},
            _("The data cannot be found."),
            _("Choose one of: %(sheets)s.") % {"sheets": ", ".join(map(shown, known))},
        ),
        value=name,
    )


def sheet_chosen(name: str, others: Sequence[str]) -> Finding:
    """One of several sheets was taken."""
    return finding(
        "SHEET_CHOSEN",
        (
            _("The sheet “%(sheet)s” was read; there are others: %(others)s.")
            % {"sheet": shown(name), "others": ", ".join(map(shown, others))},
            _("The data meant may be in another sheet."),
            _("State the sheet if it is another one."),
        ),
        spot=(name, None, ""),
        is_warning=True,
    )


def old_workbook() -> Finding:
    """An .xls file does not tell errors from empty cells."""
    return finding(
        "WORKBOOK_OLD_FORMAT",
        (
            _("In an .xls file, cells with an error cannot be told from empty cells."),
            _("A formula that failed would pass for a missing value."),
            _("Save the workbook as .xlsx if it holds formulas."),
        ),
        is_warning=True,
    )


def merged_number(sheet: str, row: int, column: int, text: str) -> Finding:
    """A number stands in a cell merged over several rows."""
    return finding(
        "NUMBER_IN_MERGED_CELL",
        (
            _("“%(text)s” stands in a cell that is merged over several rows.")
            % {"text": shown(text)},
            _("It was taken for the first of the rows only; a number cannot be shared out."),
            _("Unmerge the cell and write the number of each row."),
        ),
        spot=(sheet, row, _("number %(number)s") % {"number": column + 1}),
        value=text,
        is_warning=True,
    )


def cells_beyond(sheet: str, row: int, count: int, width: int) -> Finding:
    """There is text to the right of the table."""
    return finding(
        "CELLS_BEYOND_HEADER",
        (
            _("The row has cells to the right of the header, which has %(width)s columns.")
            % {"width": width},
            _("They were not read."),
            _("Complete the header if they belong to the table."),
        ),
        spot=(sheet, row, ""),
        count=count,
        is_warning=True,
    )


def provenance_invalid(name: str, length: int) -> Finding:
    """Source, licence or address is missing, too long or no address."""
    names = {
        "source": _("The source"),
        "licence": _("The licence"),
        "url": _("The address"),
    }
    remedies = {
        "source": _("State who published the data."),
        "licence": _("State the licence as the publisher does, or “none stated”."),
        "url": _("Write the whole address, beginning with https://, or leave it out."),
    }
    return finding(
        "PROVENANCE_INVALID",
        (
            _("%(name)s is missing, longer than %(length)s characters, or not in form.")
            % {"name": names[name], "length": length},
            _("Every number that is published leads back to its source and licence."),
            remedies[name],
        ),
        value=name,
    )
