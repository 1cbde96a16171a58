"""What can be wrong with a Data Package, for the person who has to mend it."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from milepost.indicators.messages import shown
from milepost.kernel.findings import Finding, Severity


def _finding(
    code: str, where: str, words: tuple[str, str, str], *, value: str = "", is_warning: bool = False
) -> Finding:
    what, why, remedy = words
    return Finding(
        code=f"INDICATORS_PACKAGE_{code}",
        where=shown(where),
        what=what,
        why=why,
        remedy=remedy,
        severity=Severity.WARNING if is_warning else Severity.ERROR,
        value=shown(value),
    )


def no_descriptor(name: str) -> Finding:
    """There is no ``datapackage.json`` where it should be."""
    return _finding(
        "NO_DESCRIPTOR",
        name,
        (
            _("There is no datapackage.json here."),
            _("A Data Package begins with this file: it lists the tables and their columns."),
            _("Name the folder or the ZIP archive that holds it."),
        ),
    )


def descriptor_invalid(where: str, what: str) -> Finding:
    """The descriptor does not say what it must."""
    return _finding(
        "DESCRIPTOR_INVALID",
        where,
        (
            what,
            _("Without it, a table would have to be guessed at."),
            _("Correct datapackage.json, or ask the publisher to."),
        ),
    )


def archive_unreadable(name: str, reason: str) -> Finding:
    """The archive cannot be opened, or asks for a password."""
    return _finding(
        "ARCHIVE_UNREADABLE",
        name,
        (
            _("The archive cannot be read: %(reason)s") % {"reason": shown(reason)},
            _("An archive that opens in part would be imported in part."),
            _("Pack the folder again as a plain ZIP archive without a password."),
        ),
    )


def too_large(where: str, most: int) -> Finding:
    """Unpacked, the package is larger than what is read."""
    return _finding(
        "TOO_LARGE",
        where,
        (
            _("Unpacked, the package holds more than %(most)s megabytes or too many files.")
            % {"most": most // 1_000_000},
            _("A small archive can hold more than a disk does; so reading stops here."),
            _("Import its tables one by one, or name the resources that you need."),
        ),
    )


_PATHS: Final = ("url", "absolute", "outside")


def path_refused(where: str, path: str, kind: str) -> Finding:
    """A path leads out of the package; ``kind`` is one of url, absolute, outside."""
    whats = {
        "url": _("“%(path)s” is an address on the web."),
        "absolute": _("“%(path)s” is an absolute path."),
        "outside": _("“%(path)s” leads out of the package."),
    }
    remedies = {
        "url": _("Download the file, put it beside datapackage.json, and state its name as path."),
        "absolute": _("State the path from the folder of datapackage.json on."),
        "outside": _("Put the file inside the folder of the package and state its path there."),
    }
    return _finding(
        "PATH_REFUSED",
        where,
        (
            whats[kind] % {"path": shown(path)},
            _("Only files inside the package are read, and nothing is fetched from the web."),
            remedies[kind],
        ),
        value=path,
    )


def file_missing(where: str, path: str) -> Finding:
    """The descriptor names a file that is not there."""
    return _finding(
        "FILE_MISSING",
        where,
        (
            _("The file “%(path)s” is not in the package.") % {"path": shown(path)},
            _("A package comes in whole or not at all."),
            _("Add the file, or take the resource out of datapackage.json."),
        ),
        value=path,
    )


def hash_differs(where: str, path: str) -> Finding:
    """A file is not the one that the descriptor speaks of."""
    return _finding(
        "HASH_DIFFERS",
        where,
        (
            _("The file “%(path)s” is not the one that datapackage.json describes.")
            % {"path": shown(path)},
            _("Its checksum or its size is another, so it was changed or damaged on the way."),
            _("Get the package once more from its publisher."),
        ),
        value=path,
    )


def unreadable(where: str, reason: str) -> Finding:
    """A table cannot be read as it is described."""
    return _finding(
        "UNREADABLE",
        where,
        (
            _("The table cannot be read: %(reason)s") % {"reason": shown(reason)},
            _("A table that opens in part would be imported in part."),
            _("Correct the file, or its encoding, dialect or format in datapackage.json."),
        ),
    )


def columns_differ(where: str, missing: Sequence[str], extra: Sequence[str]) -> Finding:
    """The header is not what the schema says."""
    return _finding(
        "COLUMNS_DIFFER",
        where,
        (
            _("The columns differ from the schema; missing: %(missing)s; not described: %(extra)s.")
            % {
                "missing": shown(", ".join(missing)) or "—",
                "extra": shown(", ".join(extra)) or "—",
            },
            _("Then a column may hold something else than its description says."),
            _("Correct the header or the schema."),
        ),
        is_warning=True,
    )


def rows_uneven(where: str, row: int, count: int) -> Finding:
    """Some rows have more cells than there are columns."""
    return _finding(
        "ROWS_UNEVEN",
        where,
        (
            _("%(count)s rows have more cells than the table has columns, first row %(row)s.")
            % {"count": count, "row": row},
            _("A separator inside a text moves all cells behind it into wrong columns."),
            _("Put such texts into quotes, or state the right delimiter in the dialect."),
        ),
    )


def type_broken(where: str, said: tuple[str, str], example: tuple[int, str], count: int) -> Finding:
    """Cells are not of the type of their column; ``said`` is column and type."""
    row, text = example
    return _finding(
        "TYPE_BROKEN",
        where,
        (
            _(
                "In column “%(column)s” %(count)s cells are no %(type)s, "
                "first in row %(row)s: “%(text)s”."
            )
            % {"column": said[0], "count": count, "type": said[1], "row": row, "text": shown(text)},
            _("The schema promises this type for every cell."),
            _("Correct the cells, or the type, format or missingValues of the column."),
        ),
        value=text,
        is_warning=True,
    )


def constraint_broken(
    where: str, said: tuple[str, str], example: tuple[int, str], count: int
) -> Finding:
    """Cells break a constraint of their column; ``said`` is column and constraint."""
    row, text = example
    return _finding(
        "CONSTRAINT_BROKEN",
        where,
        (
            _(
                "Column “%(column)s” breaks its constraint “%(name)s” in %(count)s rows, "
                "first in row %(row)s: “%(text)s”."
            )
            % {"column": said[0], "name": said[1], "count": count, "row": row, "text": shown(text)},
            _("The schema promises that no cell does."),
            _("Look at these rows; take them out, or correct the constraint."),
        ),
        value=text,
        is_warning=True,
    )


def key_repeated(where: str, fields: Sequence[str], row: int, count: int) -> Finding:
    """Rows share what the schema says is unique."""
    return _finding(
        "KEY_REPEATED",
        where,
        (
            _("%(count)s rows repeat the key (%(fields)s) of a row above, first row %(row)s.")
            % {"count": count, "fields": ", ".join(fields), "row": row},
            _("The schema promises that the key is unique."),
            _("Take the rows out that are there twice, or add the missing column to the key."),
        ),
        is_warning=True,
    )


def reference_broken(where: str, target: str, example: str, count: int) -> Finding:
    """Rows refer to something that the other table does not hold."""
    return _finding(
        "REFERENCE_BROKEN",
        where,
        (
            _("%(count)s keys are not found in “%(target)s”, such as “%(example)s”.")
            % {"count": count, "target": target, "example": shown(example)},
            _("The schema says that every one of them is described there."),
            _("Add them to that table, or correct them here."),
        ),
        value=example,
        is_warning=True,
    )


def reference_unknown(where: str, target: str) -> Finding:
    """A foreign key names a table or column that is not there."""
    return _finding(
        "REFERENCE_UNKNOWN",
        where,
        (
            _("A foreign key names “%(target)s”, which the package does not have.")
            % {"target": shown(target)},
            _("So it cannot be checked."),
            _("Correct the foreign key in the schema."),
        ),
        value=target,
        is_warning=True,
    )


def left_out(where: str, missing: Sequence[str]) -> Finding:
    """A table holds no observations, as far as can be told."""
    names = {
        "area": _("country or area"),
        "period": _("period"),
        "value": _("value"),
        "table": _("rows and columns"),
    }
    return _finding(
        "LEFT_OUT",
        where,
        (
            _("The table was left out: it has no column for %(missing)s.")
            % {"missing": ", ".join(names[name] for name in missing)},
            _("An observation has a place, a period and a value."),
            _("If it holds observations, say what its columns are: column = role."),
        ),
        is_warning=True,
    )


def nothing_found(where: str) -> Finding:
    """No table of the package holds observations."""
    return _finding(
        "NOTHING_FOUND",
        where,
        (
            _("No table of the package could be understood as observations."),
            _("An observation has a place, a period and a value."),
            _("Say what the columns are (column = role), or state one country for all rows."),
        ),
    )


def results_left_out(where: str) -> Finding:
    """Ratings of an edition are results and not data."""
    return _finding(
        "RATINGS_LEFT_OUT",
        where,
        (
            _("The ratings were left out."),
            _("A rating is computed or decided in an edition; it cannot come from outside."),
            _("Make an edition with these data to have them rated here."),
        ),
        is_warning=True,
    )


def derived_left_out(key: str, count: int) -> Finding:
    """Figures that are computed from others are computed here again."""
    return _finding(
        "DERIVED_LEFT_OUT",
        key,
        (
            _("%(count)s figures of “%(key)s” were left out.") % {"count": count, "key": key},
            _("This indicator is computed from others, and will be computed here."),
            _("There is nothing to do."),
        ),
        is_warning=True,
    )


def definitions_unread(reason: str) -> Finding:
    """The definitions that came along do not fit this version."""
    return _finding(
        "DEFINITIONS_UNREAD",
        "datapackage.json",
        (
            _("The definitions in the package were not taken: %(reason)s")
            % {"reason": shown(reason)},
            _("They were written by another version, or changed by hand."),
            _("Load better definitions under the same keys afterwards."),
        ),
        is_warning=True,
    )


def licence_differs(stated: str, own: str) -> Finding:
    """The package states another licence than the person who imports it."""
    return _finding(
        "LICENCE_DIFFERS",
        "licence",
        (
            _("The package states the licence “%(own)s”, you stated “%(stated)s”.")
            % {"own": shown(own), "stated": shown(stated)},
            _("The licence that you stated is kept."),
            _("Leave the field empty to keep what the package states."),
        ),
        value=own,
        is_warning=True,
    )


def column_unknown(name: str) -> Finding:
    """A role is given to a column that no table has."""
    return _finding(
        "COLUMN_UNKNOWN",
        shown(name),
        (
            _("No table of the package has a column “%(name)s”.") % {"name": shown(name)},
            _("So the role that you gave it changes nothing."),
            _("Write the name as it stands in the table, or RESOURCE/COLUMN for one table only."),
        ),
        value=name,
    )


def resource_unknown(name: str, known: Sequence[str]) -> Finding:
    """A resource was asked for that is not there."""
    return _finding(
        "RESOURCE_UNKNOWN",
        shown(name),
        (
            _("The package has no resource “%(name)s”.") % {"name": shown(name)},
            _("Its resources are: %(known)s.") % {"known": shown(", ".join(known))},
            _("Write the name as it stands there."),
        ),
        value=name,
    )


def folder_not_empty(folder: str) -> Finding:
    """An export would mix with what is there."""
    return _finding(
        "FOLDER_NOT_EMPTY",
        folder,
        (
            _("The folder is not empty."),
            _("Files of another export would stay between the new ones."),
            _("Name a folder that is empty or does not exist."),
        ),
    )


def nothing_to_export(prefix: str) -> Finding:
    """No indicator with data has a key that begins so."""
    return _finding(
        "NOTHING_TO_EXPORT",
        "prefix",
        (
            _("No indicator with data has a key that begins with “%(prefix)s”.")
            % {"prefix": prefix},
            _("So the package would be empty."),
            _("See the keys with “milepost data indicators”."),
        ),
        value=prefix,
    )


def key_needed(name: str) -> Finding:
    """Keys need a beginning."""
    return _finding(
        "PREFIX_NEEDED",
        "prefix",
        (
            _("“%(name)s” is no beginning for keys.") % {"name": shown(name)},
            _("Indicators of two packages may have the same code; the beginning keeps them apart."),
            _("Give one of small letters, digits and hyphens, a letter first, such as un."),
        ),
        value=name,
    )


def keys_collide(first: str, second: str, key: str) -> Finding:
    """Two codes would become one indicator."""
    return _finding(
        "KEYS_COLLIDE",
        shown(second),
        (
            _("“%(first)s” and “%(second)s” would both become the indicator “%(key)s”.")
            % {"first": shown(first), "second": shown(second), "key": key},
            _("Their observations would replace each other."),
            _("Import one table at a time, each with another beginning of the keys."),
        ),
        value=key,
    )


def place_unknown(text: str) -> Finding:
    """The place of all rows is not known."""
    return _finding(
        "PLACE_UNKNOWN",
        "area",
        (
            _("“%(text)s” is no country or area that is known here.") % {"text": shown(text)},
            _("Rows without a place of their own would speak of nowhere."),
            _("State its M49 code, its ISO 3166 code or its name."),
        ),
        value=text,
    )
