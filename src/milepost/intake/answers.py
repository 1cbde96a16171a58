"""From the rows of a file of answers to respondents, or findings. Pure.

Findings name columns, rows and the texts that are not known, all at once; of findings of one kind
the first is shown with how many there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from milepost.intake.description import Document, fold, texts_of
from milepost.kernel.findings import Finding
from milepost.measure.survey_table import Answer

MOST_KINDS = 200
Options = tuple[str, ...] | None


@dataclass(slots=True)
class Respondent:
    """One respondent: stratum, weight, category by margin, and the options by question.

    A question whose options are None was asked and not answered; one that is not there was not
    asked.
    """

    stratum: str
    weight: float = 1.0
    groups: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Options] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a file: labels of its columns, and (row number, texts) below the header."""

    labels: tuple[str, ...]
    rows: Sequence[tuple[int, Sequence[str]]]


def read_answers(
    document: Document, table: Rows, filename: str
) -> tuple[list[Respondent], list[Finding]]:
    """Return the respondents and all findings."""
    reader = _Reader(document, table, filename)
    if not reader.columns_are_there():
        return [], reader.told()
    for number, cells in table.rows:
        reader.take(number, cells)
    reader.compare_with_frame()
    return list(reader.people.values()), reader.told()


def answers_to(question: str, people: Sequence[Respondent]) -> list[Answer]:
    """Return the answers to one question, of those who were asked it."""
    return [
        Answer(str(number), person.stratum, person.answers[question], person.weight, person.groups)
        for number, person in enumerate(people, 1)
        if question in person.answers
    ]


class _Reader:
    """Takes row by row; what is wrong is gathered by kind."""

    def __init__(self, document: Document, table: Rows, filename: str) -> None:
        self.document = document
        self.table = table
        self.filename = filename
        self.people: dict[str, Respondent] = {}
        self._findings: dict[tuple[str, str], Finding] = {}
        self._places = {label: index for index, label in enumerate(table.labels)}
        self._strata = _codes(document["strata"]["items"])
        self._margins = {m["column"]: _codes(m["items"]) for m in document["margins"]}
        self._questions = {fold(q["key"]): q for q in document["questions"]}
        self._options = {q["key"]: _codes(q["options"]) for q in document["questions"]}

    def columns_are_there(self) -> bool:
        """Whether every column that the description names stands in the file; else findings."""
        wanted = [*self.document["columns"].values(), self.document["strata"]["column"]]
        wanted += list(self._margins)
        if self.document["layout"] == "wide":
            wanted += [question["column"] for question in self.document["questions"]]
        missing = [name for name in dict.fromkeys(wanted) if name not in self._places]
        for name in missing:
            self._tell(
                "INTAKE_COLUMN_MISSING",
                0,
                _("There is no column “%(column)s”.") % {"column": name},
                _("Answers are found by the names of their columns."),
                _("The file has: %(columns)s.") % {"columns": ", ".join(self.table.labels[:40])},
                column=name,
            )
        if not self.table.rows and not missing:
            self._tell(
                "INTAKE_NO_ANSWERS",
                0,
                _("There are no rows below the header."),
                _("Without answers there is nothing to count."),
                _("Send the file with its rows."),
            )
        return not self._findings

    def take(self, number: int, cells: Sequence[str]) -> None:
        """Take one row."""
        name = self._cell(cells, self.document["columns"]["respondent"])
        if not name:
            if any(cell.strip() for cell in cells):
                self._tell(
                    "INTAKE_RESPONDENT_EMPTY",
                    number,
                    _("The row names no respondent."),
                    _("Each answer belongs to one respondent, so that nobody counts twice."),
                    _("Give every respondent a number or name."),
                )
            return
        known = name in self.people
        person = self._person(number, cells)
        if not known:
            self.people[name] = person
        elif not self._agrees(self.people[name], person):
            self._tell(
                "INTAKE_RESPONDENT_DIFFERS",
                number,
                _("A respondent stands in two strata, or with two weights."),
                _("A respondent has one place and one weight."),
                _("Make the rows of a respondent agree."),
            )
        if self.document["layout"] == "tidy":
            self._take_tidy(number, cells, self.people[name])
        elif known:
            self._tell(
                "INTAKE_RESPONDENT_REPEATED",
                number,
                _("A respondent stands in two rows."),
                _("In this layout a row is a respondent, and nobody counts twice."),
                _("Keep one row for each respondent."),
            )
        else:
            for question in self.document["questions"]:
                text = self._cell(cells, question["column"])
                person.answers[question["key"]] = self._said(number, question, text)

    def compare_with_frame(self) -> None:
        """No stratum has more respondents than there are to ask."""
        for item in self.document["strata"]["items"]:
            found = sum(person.stratum == item["code"] for person in self.people.values())
            if found > item["size"]:
                self._tell(
                    "INTAKE_FRAME_TOO_SMALL",
                    0,
                    _("“%(stratum)s” has %(found)s respondents, but there are %(size)s to ask.")
                    % {"stratum": item["code"], "found": found, "size": item["size"]},
                    _("Rates and weights are made from the size of the stratum."),
                    _("Correct the size in the description, or the strata in the file."),
                    column=item["code"],
                )

    def told(self) -> list[Finding]:
        """Return the findings in the order of rows."""
        return sorted(self._findings.values(), key=lambda f: (f.row or 0, f.code))[:MOST_KINDS]

    def _cell(self, cells: Sequence[str], column: str) -> str:
        index = self._places[column]
        return cells[index].strip() if index < len(cells) else ""

    def _person(self, number: int, cells: Sequence[str]) -> Respondent:
        strata = self.document["strata"]["column"]
        groups = {
            column: self._code(number, column, codes, self._cell(cells, column))
            for column, codes in self._margins.items()
        }
        stratum = self._code(number, strata, self._strata, self._cell(cells, strata))
        return Respondent(stratum, self._weight(number, cells), groups)

    def _agrees(self, one: Respondent, other: Respondent) -> bool:
        return (one.stratum, one.weight, one.groups) == (other.stratum, other.weight, other.groups)

    def _weight(self, number: int, cells: Sequence[str]) -> float:
        column = self.document["columns"].get("weight")
        if column is None or self.document["weighting"] != "given":
            return 1.0
        try:
            weight = float(self._cell(cells, column))
        except ValueError:
            weight = -1.0
        if 0 < weight < 1e9:
            return weight
        self._tell(
            "INTAKE_WEIGHT_INVALID",
            number,
            _("The weight is not a number above zero."),
            _("A weight says for how many a respondent speaks."),
            _("Write a number with a decimal point, such as 1.25."),
            column=column,
        )
        return 1.0

    def _code(self, number: int, column: str, codes: Mapping[str, str], text: str) -> str:
        code = codes.get(fold(text))
        if code is None:
            self._tell(
                "INTAKE_TEXT_UNKNOWN",
                number,
                _("“%(text)s” is none of the texts that the description lists.")
                % {"text": text[:80]},
                _("A text that is not listed would be left out of every table."),
                _("Add it to the values of a code in the description, or correct the file."),
                column=column,
                value=text[:80],
            )
        return code or ""

    def _take_tidy(self, number: int, cells: Sequence[str], person: Respondent) -> None:
        columns = self.document["columns"]
        text = self._cell(cells, columns["question"])
        question = self._questions.get(fold(text))
        if question is None:
            self._tell(
                "INTAKE_QUESTION_UNKNOWN",
                number,
                _("There is no question “%(text)s” in the description.") % {"text": text[:80]},
                _("An answer to an unknown question would be lost."),
                _("Add the question to the description, or correct the file."),
                column=columns["question"],
                value=text[:80],
            )
            return
        said = self._said(number, question, self._cell(cells, columns["answer"]))
        before = person.answers.get(question["key"])
        both = (*(before or ()), *(said or ()))
        if len(set(both)) < len(both) or (len(both) > 1 and not question["several"]):
            self._tell(
                "INTAKE_ANSWER_REPEATED",
                number,
                _("A respondent answers “%(question)s” twice.") % {"question": question["key"]},
                _("Each respondent counts once in a table."),
                _("Keep one answer, or state several: true for the question."),
                column=columns["answer"],
            )
            return
        person.answers[question["key"]] = both or None

    def _said(self, number: int, question: Mapping[str, Any], text: str) -> Options:
        """Return the options of a cell; None for an empty one."""
        parts = text.split(self.document["separator"]) if question["several"] else [text]
        codes = self._options[question["key"]]
        column = question["column"] or self.document["columns"].get("answer", "")
        found = [self._code(number, column, codes, part.strip()) for part in parts if part.strip()]
        return tuple(dict.fromkeys(found)) or None

    def _tell(
        self,
        code: str,
        number: int,
        what: str,
        why: str,
        remedy: str,
        *,
        column: str = "",
        value: str = "",
    ) -> None:
        key = (code, f"{column}\0{value}\0{what}")
        before = self._findings.get(key)
        where = _("%(file)s, row %(row)s") % {"file": self.filename, "row": number}
        self._findings[key] = Finding(
            code=code,
            where=before.where if before else where if number else self.filename,
            row=before.row if before else number or None,
            column=column,
            value=value,
            what=what,
            why=why,
            remedy=remedy,
            count=before.count + 1 if before else 1,
        )


def _codes(items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {text: item["code"] for item in items for text in texts_of(item)}
