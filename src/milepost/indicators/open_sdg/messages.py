"""What can be wrong with a repository of Open SDG, for the person who has to mend it."""

from pathlib import Path

from django.utils.translation import gettext as _

from milepost.kernel.findings import Finding, Severity


def not_a_repository(folder: Path) -> Finding:
    """There are no data files where they should be."""
    return Finding(
        code="INDICATORS_OPEN_SDG_NO_DATA",
        where=str(folder),
        what=_("There is no folder “data” with CSV files here."),
        why=_("A repository of Open SDG keeps one CSV file for each indicator there."),
        remedy=_("Name the folder that holds “data” and “meta”."),
    )


def column_missing(name: str, column: str) -> Finding:
    """A data file has no column of years or of values."""
    return Finding(
        code="INDICATORS_OPEN_SDG_COLUMN_MISSING",
        where=name,
        what=_("The file has no column “%(column)s”.") % {"column": column},
        why=_("Open SDG keeps the year and the value of each observation in these columns."),
        remedy=_("Add the column, or take the file out of the folder."),
    )


def unreadable(name: str, reason: str) -> Finding:
    """A data file is not a CSV file."""
    return Finding(
        code="INDICATORS_OPEN_SDG_UNREADABLE",
        where=name,
        what=_("The file cannot be read: %(reason)s") % {"reason": reason},
        why=_("A file that cannot be read as CSV would be imported in part."),
        remedy=_("Repair it, or take it out of the folder."),
    )


def rows_left_out(name: str, count: int, example: str, why: str) -> Finding:
    """Some rows are not observations; they are counted and the first is shown."""
    reasons = {
        "period": _("Their year cannot be read."),
        "value": _("Their value is not a number, and no status says that it is missing."),
        "breakdown": _("The names of their breakdown are too long together."),
        "repeated": _("Another row of the file speaks of the same year and breakdown."),
    }
    return Finding(
        code="INDICATORS_OPEN_SDG_ROWS_LEFT_OUT",
        where=name,
        what=_("%(count)s rows were left out, the first with “%(example)s”.")
        % {"count": count, "example": example},
        why=reasons[why],
        remedy=_("Correct them at the publisher, or take the file as it is."),
        severity=Severity.WARNING,
        value=why,
        count=count,
    )


def folder_not_empty(folder: Path) -> Finding:
    """An export would mix with what is there."""
    return Finding(
        code="INDICATORS_OPEN_SDG_FOLDER_NOT_EMPTY",
        where=str(folder),
        what=_("The folder is not empty."),
        why=_("Files of another export would stay between the new ones."),
        remedy=_("Name a folder that is empty or does not exist."),
    )


def nothing_to_export(prefix: str) -> Finding:
    """No indicator with data has a key that begins so."""
    return Finding(
        code="INDICATORS_OPEN_SDG_NOTHING_TO_EXPORT",
        where="prefix",
        what=_("No indicator with data has a key that begins with “%(prefix)s-”.")
        % {"prefix": prefix},
        why=_("The folder would hold no data."),
        remedy=_("See the keys with: milepost data indicators"),
    )


def place_unknown(text: str) -> Finding:
    """The place of the repository is not one of M49."""
    return Finding(
        code="INDICATORS_OPEN_SDG_PLACE_UNKNOWN",
        where="area",
        what=_("“%(text)s” is no country or area that is known here.") % {"text": text},
        why=_("A repository of Open SDG speaks of one place and does not name it in its rows."),
        remedy=_("State its M49 code, its ISO 3166 code or its name."),
    )


def prefix_invalid(text: str) -> Finding:
    """The keys of indicators could not begin so."""
    return Finding(
        code="INDICATORS_OPEN_SDG_PREFIX_INVALID",
        where="prefix",
        what=_("“%(text)s” cannot begin the key of an indicator.") % {"text": text},
        why=_("Keys hold small letters, digits and hyphens, and begin with a letter."),
        remedy=_("State a short one, such as “gb”."),
    )
