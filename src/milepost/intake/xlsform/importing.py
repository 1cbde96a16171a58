"""Loading the answers to a form made with XLSForm: the form says what the columns mean.

What a form cannot say stands in a description of the format ``survey/1`` without its questions:
who was asked, how many there were to ask, what was agreed. Both together become the tidy table
that every survey is loaded from.
"""

import csv
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import yaml

from milepost.intake import services
from milepost.intake.description import Document, fold, texts_of
from milepost.intake.services import LoadReport
from milepost.intake.xlsform import messages
from milepost.intake.xlsform.answers import Reading
from milepost.intake.xlsform.columns import Matched, match_columns
from milepost.intake.xlsform.exports import (
    IDS,
    Export,
    is_rejected,
    main_of,
    open_exports,
    parents_of,
    repeat_of,
)
from milepost.intake.xlsform.form import OTHER, Choice, Form, Question, read_form
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding, has_errors
from milepost.kernel.languages import LANGUAGES
from milepost.kernel.yaml_text import read_yaml

MOST_CHOICES: Final = 40
RESPONDENT, QUESTION, ANSWER = "_respondent", "_question", "_answer"
_FROM_FORM: Final = ("layout", "separator", "columns", "questions")
_CODE: Final = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What was handed in: (path, name) of the form and of each file of the export.

    ``questions`` are the names of those to take (none named: all with choices). ``repeat`` takes
    the rows of a repeat instead of the submissions. ``respondent`` and ``weight`` are columns.
    """

    about: str
    about_name: str
    form: tuple[Path, str]
    exports: tuple[tuple[Path, str], ...]
    questions: tuple[str, ...] = ()
    repeat: str = ""
    respondent: str = ""
    weight: str = ""


@dataclass(frozen=True, slots=True)
class Tidy:
    """A description with its questions, and a row for each answer.

    ``rows`` begin with the header; ``numbers`` are the rows of the export they come from.
    """

    description: str
    rows: list[list[str]]
    numbers: list[int]
    findings: tuple[Finding, ...]

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write description and answers into a folder, for nobody else to read."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        description, answers = folder / "survey.yaml", folder / "answers.csv"
        for path in (description, answers):
            path.touch(mode=0o600)
        description.write_text(self.description, encoding="utf-8")
        with answers.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(self.rows)
        return description, answers


def load_answers(actor: Actor, handed: Handed) -> tuple[LoadReport, tuple[Finding, ...]]:
    """Load a survey from a form and its export; the same files again change nothing.

    Returns the report with the warnings. Raises ``BadInput`` with all findings, whose rows are
    those of the export.
    """
    require(actor, "intake.load_survey")
    tidy = make_tidy(handed)
    with tempfile.TemporaryDirectory(prefix="survey-") as folder:
        _description, answers = tidy.write(Path(folder))
        try:
            report = services.load_survey(
                actor,
                tidy.description,
                answers,
                description_name=handed.about_name,
                answers_name=handed.exports[0][1],
            )
        except BadInput as error:
            found = [_placed(finding, tidy, handed) for finding in error.findings]
            raise BadInput([*tidy.findings, *found]) from error
    return report, tidy.findings


def _placed(finding: Finding, tidy: Tidy, handed: Handed) -> Finding:
    """Return a finding on the tidy table with the row of the export that it comes from."""
    if finding.row is None or not 0 <= finding.row - 2 < len(tidy.numbers):
        return finding
    row = tidy.numbers[finding.row - 2]
    where = finding.where.replace(str(finding.row), str(row))
    return replace(finding, row=row, where=where or handed.exports[0][1])


def make_tidy(handed: Handed) -> Tidy:
    """Return the answers as a tidy table with their description. Raises ``BadInput``."""
    form = read_form(*handed.form)
    about = _about(handed)
    exports = open_exports(handed.exports)
    main = main_of(exports, handed.exports[0][1])
    table = repeat_of(exports, handed.repeat, form.repeats) if handed.repeat else main
    questions, findings = _questions(form, handed, _around(about))
    if has_errors(findings):
        raise BadInput(findings)
    work = _Work(handed, form, main, table)
    rows, numbers = work.rows(questions, about)
    findings += work.findings
    if has_errors(findings):
        raise BadInput(findings)
    description = _description(handed, questions, work.missing)
    return Tidy(description, rows, numbers, tuple(findings))


def _about(handed: Handed) -> Document:
    """Return what the description says of strata and margins; the rest is checked on loading."""
    reading = read_yaml(handed.about, handed.about_name)
    if not isinstance(reading.data, dict):
        raise BadInput(reading.findings)
    stated = [name for name in _FROM_FORM if name in reading.data]
    if stated:
        raise BadInput([messages.parts_stated(stated)])
    return reading.data


def _around(about: Document) -> list[tuple[str, frozenset[str]]]:
    """Return the columns of strata and margins, each with the texts that it lists."""
    parts = [about.get("strata"), *_list(about.get("margins"))]
    return [(name, _texts(part)) for part in parts if (name := _column_of(part))]


def _questions(
    form: Form, handed: Handed, around: Sequence[tuple[str, frozenset[str]]]
) -> tuple[list[Question], list[Finding]]:
    """Return the questions to take, and what is wrong with the choice of them.

    A question that tells the strata apart gets no table of its own unless it is asked for.
    """
    findings = list(form.findings)
    scope = [one for one in form.questions if one.repeat == handed.repeat and one.kind != OTHER]
    if handed.repeat and handed.repeat not in form.repeats:
        return [], [*findings, messages.repeat_missing(handed.repeat, form.repeats)]
    if not handed.repeat and form.repeats:
        findings.append(messages.repeats_left_out(form.repeats))
    if handed.questions:
        known = {name: one for one in scope for name in (one.name, "/".join(one.path))}
        names = [one.name for one in scope]
        missing = [name for name in handed.questions if name not in known]
        findings += [messages.question_missing(name, names) for name in missing]
        return [known[name] for name in handed.questions if name in known], findings
    kept, columns = [], {name for name, _texts in around}
    for one in scope:
        if columns & {one.name, "/".join(one.path)}:
            continue
        if 2 <= len(one.choices) <= MOST_CHOICES:
            kept.append(one)
        elif one.choices:
            findings.append(messages.choices_uncounted(one.name, len(one.choices), MOST_CHOICES))
    if not kept:
        findings.append(messages.question_missing("*", []))
    return kept, findings


class _Work:
    """Reads the rows of an export, and remembers what is wrong with them."""

    def __init__(self, handed: Handed, form: Form, main: Export, table: Export) -> None:
        self._handed, self._main, self._table = handed, main, table
        self.findings: list[Finding] = []
        scope = [one for one in form.questions if one.repeat == handed.repeat]
        outer = [one for one in form.questions if not one.repeat]
        self._inner = self._match(scope, table)
        self._outer = self._inner if table is main else self._match(outer, main)
        self._form = {name: one for one in outer for name in (one.name, "/".join(one.path))}
        self.missing: set[tuple[str, ...]] = set()

    def _match(self, questions: Sequence[Question], export: Export) -> Matched:
        found = match_columns(questions, export.rows.labels)
        if found.unknown:
            self.findings.append(messages.columns_unknown(export.filename, found.unknown))
        if found.doubtful:
            self.findings.append(messages.columns_doubtful(export.filename, found.doubtful))
        return found

    def rows(
        self, questions: Sequence[Question], about: Document
    ) -> tuple[list[list[str]], list[int]]:
        """Return the tidy rows with their header, and the rows of the export they come from."""
        beside = [self._beside(name, texts) for name, texts in _around(about)]
        around = [name for name, _texts in _around(about)]
        weight = [self._handed.weight] if self._handed.weight else []
        beside += [self._beside(name, frozenset()) for name in weight]
        readings, keys = list(self._readings(questions)), keys_of(questions)
        respondent = self._respondent()
        made: list[list[str]] = [[RESPONDENT, *around, *weight, QUESTION, ANSWER]]
        numbers: list[int] = []
        if respondent is None or has_errors(self.findings):
            return made, numbers
        skipped: dict[str, int] = {}
        for number, cells, parent in self._submissions(respondent):
            first = [cells[respondent].strip(), *(read(number, parent) for read in beside)]
            for reading in readings:
                said = reading.said(number, cells)
                if said is None and reading.question.is_conditional:
                    skipped[reading.question.name] = skipped.get(reading.question.name, 0) + 1
                    continue
                for answer in said or ("",):
                    made.append([*first, keys[reading.question.path], answer])
                    numbers.append(number)
        self.findings += [finding for reading in readings for finding in reading.findings()]
        self.findings += [messages.empty_not_asked(name, n) for name, n in skipped.items()]
        return made, numbers

    def _readings(self, questions: Sequence[Question]) -> Iterator[Reading]:
        for question in questions:
            held = self._inner.held.get(question.path)
            if held is None:
                self.missing.add(question.path)
                is_warning = not self._handed.questions
                name = self._table.filename
                self.findings.append(
                    messages.column_missing(name, question.name, is_warning=is_warning)
                )
                continue
            texts = self._table.texts(held.text) if held.text is not None else []
            yield Reading.of(question, held, texts)

    def _respondent(self) -> int | None:
        """Return the column that tells respondents apart; of a repeat, every row is one."""
        stated = self._handed.respondent
        tried = (stated,) if stated else IDS
        columns = [self._table.at(name) for name in tried]
        found = next((at for at in columns if at is not None), None)
        if found is None:
            self.findings.append(messages.respondent_missing(self._table.filename, tried))
        return found

    def _submissions(self, respondent: int) -> Iterator[tuple[int, Sequence[str], Sequence[str]]]:
        """Yield number, cells and the cells of the submission of every row that counts."""
        out = {
            tuple(cells)
            for (_number, cells), is_out in zip(
                self._main.rows.rows, is_rejected(self._main), strict=True
            )
            if is_out
        }
        parents = parents_of(self._table, self._main) if self._table is not self._main else None
        seen: set[str] = set()
        repeated: list[int] = []
        lost: list[int] = []
        left = 0
        for number, cells in self._table.rows.rows:
            if not any(cell.strip() for cell in cells):
                continue
            parent = cells if parents is None else parents[0].get(cells[parents[1]].strip())
            if parent is None:
                lost.append(number)
                continue
            if tuple(parent) in out:
                left += 1
                continue
            name = cells[respondent].strip()
            repeated += [number] if name and name in seen else []
            seen.add(name)
            yield number, cells, parent
        self._tell(left, repeated, lost)

    def _tell(self, left: int, repeated: Sequence[int], lost: Sequence[int]) -> None:
        name = self._table.filename
        if left:
            self.findings.append(messages.rejected_left_out(name, left))
        if repeated:
            self.findings.append(messages.respondent_repeated(name, repeated[0], len(repeated)))
        if lost:
            self.findings.append(messages.parent_missing(name, lost[0], len(lost)))

    def _beside(self, name: str, known: frozenset[str]) -> "_Beside":
        """Return how the stratum, a margin or the weight of a submission is read."""
        question = self._form.get(name)
        held = self._outer.held.get(question.path) if question else None
        if question is not None and question.kind != OTHER and held is not None:
            texts = self._main.texts(held.text) if held.text is not None else []
            return _Beside(None, Reading.of(question, held, texts), question.choices, known)
        at = held.text if held is not None else self._main.at(name)
        if at is None:
            self.findings.append(messages.column_missing(self._main.filename, name))
        return _Beside(at, None, (), known)


@dataclass(frozen=True, slots=True)
class _Beside:
    """Reads what stands beside the answers: a choice by its name or, where the description lists
    that instead, by its label; anything else as it is.
    """

    at: int | None
    reading: Reading | None
    choices: tuple[Choice, ...]
    known: frozenset[str]

    def __call__(self, number: int, cells: Sequence[str]) -> str:
        """Return the text of a row."""
        if self.reading is None:
            return cells[self.at].strip() if self.at is not None and self.at < len(cells) else ""
        said = self.reading.said(number, cells)
        if not said:
            return ""
        choice = next(one for one in self.choices if one.name == said[0])
        texts = (choice.name, *choice.labels.values())
        return next((text for text in texts if fold(text) in self.known), choice.name)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _column_of(part: object) -> str:
    return str(part.get("column") or "").strip() if isinstance(part, dict) else ""


def _texts(part: object) -> frozenset[str]:
    """Return the texts that a stratum or margin lists, as far as it is well formed."""
    items = _list(part.get("items")) if isinstance(part, dict) else []
    found: frozenset[str] = frozenset()
    for item in items:
        if isinstance(item, dict) and isinstance(item.get("code"), str):
            values = [text for text in _list(item.get("values")) if isinstance(text, str)]
            found |= texts_of({"code": item["code"], "values": values})
    return found


def _description(
    handed: Handed, questions: Sequence[Question], missing: set[tuple[str, ...]]
) -> str:
    """Return the description with what the form says below it, so that its lines stay.

    ``missing`` are the questions that the export has no column for.
    """
    columns = {"respondent": RESPONDENT, "question": QUESTION, "answer": ANSWER}
    if handed.weight:
        columns["weight"] = handed.weight
    keys = keys_of(questions)
    held = [one for one in questions if one.path not in missing]
    parts = {
        "layout": "tidy",
        "columns": columns,
        "questions": [_question(one, keys[one.path]) for one in held],
    }
    below = yaml.safe_dump(parts, allow_unicode=True, sort_keys=False, width=1000)
    return f"{handed.about.rstrip()}\n{below}"


def keys_of(questions: Sequence[Question]) -> dict[tuple[str, ...], str]:
    """Return a key for each question: its name, or its whole path where names repeat."""
    names = [one.name for one in questions]
    found: dict[tuple[str, ...], str] = {}
    for at, one in enumerate(questions, 1):
        text = one.name if names.count(one.name) == 1 else "-".join(one.path)
        found[one.path] = "-".join(_CODE.findall(text))[:60] or f"question-{at}"
    return found


def _question(question: Question, key: str) -> dict[str, Any]:
    many = {"several": True} if question.kind == "many" else {}
    return {
        "key": key,
        "text": _texts_by_language(question.labels, question.name),
        **many,
        "options": [_option(choice, number) for number, choice in enumerate(question.choices, 1)],
    }


def _option(choice: Choice, number: int) -> dict[str, Any]:
    code = "-".join(_CODE.findall(choice.name))[:60] or f"choice-{number}"
    label = _texts_by_language(choice.labels, choice.name)
    return {"code": code, "label": label} | (
        {} if code == choice.name else {"values": [choice.name]}
    )


def _texts_by_language(texts: Mapping[str, str], fallback: str) -> dict[str, str]:
    """Return texts in the languages of this program; English is the first there is if need be."""
    kept = {code: texts[code][:300] for code in LANGUAGES if texts.get(code)}
    first = next((text for text in texts.values() if text), fallback)
    return {"en": kept.get("en", first[:300]), **kept}
