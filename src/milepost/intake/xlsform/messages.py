"""What can be wrong with a form or an export of its answers."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from milepost.kernel.findings import Finding, Severity


def _finding(
    code: str,
    where: str,
    words: tuple[str, str, str],
    *,
    row: int | None = None,
    value: str = "",
    count: int = 1,
    is_warning: bool = False,
) -> Finding:
    what, why, remedy = words
    return Finding(
        code=f"INTAKE_XLSFORM_{code}",
        where=where,
        what=what,
        why=why,
        remedy=remedy,
        row=row,
        value=value[:80],
        count=count,
        severity=Severity.WARNING if is_warning else Severity.ERROR,
    )


def not_a_form(filename: str) -> Finding:
    """The workbook is not a form."""
    return _finding(
        "NOT_A_FORM",
        filename,
        (
            _("This is no form made with XLSForm."),
            _("Such a workbook has a sheet “survey” with the columns “type” and “name”."),
            _("Send the workbook that the form was made of, not the export of its answers."),
        ),
    )


def form_invalid(row: int) -> Finding:
    """Groups do not begin and end in pairs."""
    return _finding(
        "GROUPS_UNEVEN",
        _("sheet survey, row %(row)s") % {"row": row},
        (
            _("A group or repeat ends that has not begun, or begins and does not end."),
            _("Which questions stand in which group cannot be told."),
            _("Add the missing row “begin group” or “end group”."),
        ),
        row=row,
    )


def choices_elsewhere(row: int, name: str) -> Finding:
    """Choices stand in a file beside the form."""
    return _finding(
        "CHOICES_ELSEWHERE",
        _("sheet survey, row %(row)s") % {"row": row},
        (
            _("The choices of “%(name)s” stand in a file of their own.") % {"name": name},
            _("That file is not read, so the question gets no table."),
            _("Put the choices into the sheet “choices” to have one."),
        ),
        row=row,
        value=name,
        is_warning=True,
    )


def list_missing(row: int, name: str, listed: str) -> Finding:
    """A question names choices that are not there."""
    return _finding(
        "LIST_MISSING",
        _("sheet survey, row %(row)s") % {"row": row},
        (
            _("“%(name)s” names the list “%(list)s”, which the sheet “choices” does not have.")
            % {"name": name, "list": listed},
            _("Without its choices the answers cannot be counted."),
            _("Add the list, or correct its name."),
        ),
        row=row,
        value=listed,
        is_warning=True,
    )


def choice_unknown(question: str, text: str, row: int, count: int) -> Finding:
    """An answer is no choice of its question."""
    return _finding(
        "CHOICE_UNKNOWN",
        _("row %(row)s, question %(question)s") % {"row": row, "question": question},
        (
            _("“%(text)s” is no choice of “%(question)s”.")
            % {"text": text[:80], "question": question},
            _("The form that the answers were given to had other choices, or somebody changed it."),
            _("Send the version of the form that was used, or add the choice to it."),
        ),
        row=row,
        value=text,
        count=count,
    )


def question_missing(name: str, known: Sequence[str]) -> Finding:
    """A question was asked for that the form does not have."""
    return _finding(
        "QUESTION_MISSING",
        name,
        (
            _("The form has no question “%(name)s” with choices.") % {"name": name},
            _("Tables are made of questions with one or several choices."),
            _("It has: %(known)s.") % {"known": ", ".join(known)[:400] or "—"},
        ),
        value=name,
    )


def column_missing(filename: str, name: str, *, is_warning: bool = False) -> Finding:
    """The export has no column for something that is needed."""
    return _finding(
        "COLUMN_MISSING",
        filename,
        (
            _("No column holds “%(name)s”.") % {"name": name},
            _("Columns are found by the names or labels of the form, with groups or without."),
            _("Export the question too, or name the column as it stands in the file."),
        ),
        value=name,
        is_warning=is_warning,
    )


def columns_unknown(filename: str, labels: Sequence[str]) -> Finding:
    """Some columns belong to no question of the form."""
    return _finding(
        "COLUMNS_UNKNOWN",
        filename,
        (
            _("%(count)s columns belong to no question of the form: %(labels)s.")
            % {"count": len(labels), "labels": ", ".join(labels)[:300]},
            _("They may come from another version of the form."),
            _("If one of them is to be counted, send the form that it belongs to."),
        ),
        count=len(labels),
        is_warning=True,
    )


def columns_doubtful(filename: str, labels: Sequence[str]) -> Finding:
    """Some columns may belong to several questions."""
    return _finding(
        "COLUMNS_DOUBTFUL",
        filename,
        (
            _("These columns may belong to several questions: %(labels)s.")
            % {"labels": ", ".join(labels)[:300]},
            _("The same name or label stands in several groups, so they were left out."),
            _("Export with names instead of labels, and with the names of groups."),
        ),
        count=len(labels),
        is_warning=True,
    )


def respondent_missing(filename: str, tried: Sequence[str]) -> Finding:
    """No column tells submissions apart."""
    return _finding(
        "RESPONDENT_MISSING",
        filename,
        (
            _("No column tells one respondent from another."),
            _("Nobody may count twice, so each row needs a name or number of its own."),
            _("Export one of these columns: %(tried)s. Or state the column that does.")
            % {"tried": ", ".join(tried)},
        ),
    )


def respondent_repeated(filename: str, row: int, count: int) -> Finding:
    """Rows share the id of a submission."""
    return _finding(
        "RESPONDENT_REPEATED",
        _("%(file)s, row %(row)s") % {"file": filename, "row": row},
        (
            _("A respondent stands in two rows."),
            _("Nobody may count twice."),
            _("Take the rows out that are there twice, or state another column."),
        ),
        row=row,
        count=count,
    )


def rejected_left_out(filename: str, count: int) -> Finding:
    """Submissions that were rejected on the server do not count."""
    return _finding(
        "REJECTED_LEFT_OUT",
        filename,
        (
            _("%(count)s submissions were left out.") % {"count": count},
            _("Whoever reviewed them rejected them or has not approved them."),
            _("Change their state on the server and export again, if they are to count."),
        ),
        count=count,
        is_warning=True,
    )


def empty_not_asked(question: str, count: int) -> Finding:
    """An empty answer to a question with a condition was taken as not asked."""
    return _finding(
        "EMPTY_NOT_ASKED",
        question,
        (
            _("%(count)s empty answers to “%(question)s” were counted as not asked.")
            % {"count": count, "question": question},
            _("The question has a condition, and an export does not say whether it was shown."),
            _("If many were asked and did not answer, say so beside the table."),
        ),
        count=count,
        is_warning=True,
    )


def choices_uncounted(question: str, count: int, most: int) -> Finding:
    """A question has more choices than a table holds, or fewer than two."""
    return _finding(
        "CHOICES_UNCOUNTED",
        question,
        (
            _("“%(question)s” was left out: it has %(count)s choices.")
            % {"question": question, "count": count},
            _("A table holds %(most)s at most; more would hide nearly every cell.")
            % {"most": most},
            _("Put its choices together in groups, if it is to be counted."),
        ),
        count=count,
        is_warning=True,
    )


def repeats_left_out(names: Sequence[str]) -> Finding:
    """Questions inside repeats are not answers of the respondent."""
    return _finding(
        "REPEATS_LEFT_OUT",
        ", ".join(names),
        (
            _("Questions inside these repeats were left out: %(names)s.")
            % {"names": ", ".join(names)},
            _("There each row is about somebody or something else than the respondent."),
            _("Load one of them as a survey of its own by stating the repeat."),
        ),
        is_warning=True,
    )


def repeat_missing(name: str, known: Sequence[str]) -> Finding:
    """The repeat is not in the form, or its rows are not in the export."""
    return _finding(
        "REPEAT_MISSING",
        name,
        (
            _("The rows of the repeat “%(name)s” are not there.") % {"name": name},
            _("Exports keep each repeat in a sheet or file of its own."),
            _("Send that file too. The form has the repeats: %(known)s.")
            % {"known": ", ".join(known) or "—"},
        ),
        value=name,
    )


def parent_missing(filename: str, row: int, count: int) -> Finding:
    """Rows of a repeat belong to no submission."""
    return _finding(
        "PARENT_MISSING",
        _("%(file)s, row %(row)s") % {"file": filename, "row": row},
        (
            _("%(count)s rows of the repeat belong to no submission of the export.")
            % {"count": count},
            _("Then nobody knows in which stratum they count."),
            _("Export the form and its repeats at the same time."),
        ),
        row=row,
        count=count,
    )


def parts_stated(names: Sequence[str]) -> Finding:
    """The description states what the form already says."""
    return _finding(
        "PARTS_STATED",
        ", ".join(names),
        (
            _("The description states %(names)s, which the form does.")
            % {"names": ", ".join(names)},
            _("Two statements of one thing could differ."),
            _("Take these parts out of the description."),
        ),
    )
