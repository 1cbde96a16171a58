"""The questions of a form made with XLSForm: their groups, choices and labels by language.

The standard is at https://xlsform.org/. Read is what gives answers their meaning; how a form looks
and what it computes is left alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from milepost.intake.answer_files import open_answers, sheet_names
from milepost.intake.xlsform import messages
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding
from milepost.kernel.languages import LANGUAGES

ONE: Final = "one"
MANY: Final = "many"
OTHER: Final = "other"
"""Kinds of questions: one choice, several choices, anything else."""

_SELECT: Final = re.compile(
    r"(select[ _]one|select1|select one from|select_multiple|select multiple|select all that apply)"
    r"(?: from)?\s+(\S+)(\s+or[_ ](?:other|specify other))?",
    re.IGNORECASE,
)
_FROM_FILE: Final = re.compile(
    r"select[ _](one|multiple)[ _](from[ _]file|external)", re.IGNORECASE
)
_LANGUAGE: Final = re.compile(r"^(.*?)::?\s*(?:(.*?)\s*\(\s*([a-zA-Z-]+)\s*\)|(.*))$")
_NAMES: Final[Mapping[str, str]] = {
    "english": "en", "french": "fr", "français": "fr", "arabic": "ar", "العربية": "ar",
    "spanish": "es", "español": "es", "russian": "ru", "русский": "ru", "chinese": "zh",
    "中文": "zh",
}  # fmt: skip
_OTHER_CHOICE: Final = "other"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its name in the data, and its labels by language."""

    name: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. ``path`` are the names of its groups and its own; ``label_paths`` the same
    in labels, by language. ``repeat`` is the repeat it stands in, "" for none.
    """

    path: tuple[str, ...]
    kind: str
    labels: Mapping[str, str]
    label_paths: Mapping[str, tuple[str, ...]]
    choices: tuple[Choice, ...] = ()
    repeat: str = ""
    is_conditional: bool = False

    @property
    def name(self) -> str:
        """The name of the question in the data."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its questions in their order, and what could not be read of it."""

    title: str
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def repeats(self) -> tuple[str, ...]:
        """The names of the repeats that hold questions, in their order."""
        return tuple(dict.fromkeys(one.repeat for one in self.questions if one.repeat))


@dataclass(slots=True)
class _Open:
    """A group or repeat that has begun."""

    kind: str
    name: str
    labels: Mapping[str, str]
    is_conditional: bool


@dataclass(slots=True)
class _Walk:
    """Reads the rows of the sheet ``survey`` one by one."""

    lists: Mapping[str, tuple[Choice, ...]]
    default: str
    groups: list[_Open] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def take(self, number: int, row: Mapping[str, str]) -> None:
        """Take one row."""
        kind = " ".join(row.get("type", "").replace("_", " ").split()).casefold()
        if kind.startswith("begin "):
            is_conditional = bool(_condition(row))
            labels = _labels(row, self.default)
            self.groups.append(_Open(kind[6:], row.get("name", ""), labels, is_conditional))
        elif kind.startswith("end "):
            if not self.groups:
                self.findings.append(messages.form_invalid(number))
            else:
                self.groups.pop()
        elif kind and row.get("name") and kind != "note":
            self._question(number, row)

    def _question(self, number: int, row: Mapping[str, str]) -> None:
        stated = " ".join(row["type"].split())
        kind, choices = OTHER, tuple[Choice, ...]()
        if _FROM_FILE.match(stated):
            self.findings.append(messages.choices_elsewhere(number, row["name"]))
        elif found := _SELECT.fullmatch(stated):
            kind = MANY if re.search("multiple|all that", found[1], re.IGNORECASE) else ONE
            choices = self.lists.get(found[2], ())
            if not choices:
                self.findings.append(messages.list_missing(number, row["name"], found[2]))
            if found[3] and all(one.name != _OTHER_CHOICE for one in choices):
                choices = (*choices, Choice(_OTHER_CHOICE, {self.default: "Other"}))
        labels = _labels(row, self.default)
        repeats = [one.name for one in self.groups if one.kind == "repeat"]
        self.questions.append(
            Question(
                path=(*(one.name for one in self.groups), row["name"]),
                kind=kind,
                labels=labels,
                label_paths={
                    language: (*(one.labels.get(language, one.name) for one in self.groups), text)
                    for language, text in labels.items()
                },
                choices=choices,
                repeat="/".join(repeats),
                is_conditional=bool(_condition(row))
                or any(one.is_conditional for one in self.groups),
            )
        )


def read_form(path: Path, filename: str) -> Form:
    """Return the questions of a form. Raises ``BadInput`` when it is none."""
    sheets = {name.strip().casefold(): name for name in sheet_names(path, filename)}
    if "survey" not in sheets:
        raise BadInput([messages.not_a_form(filename)])
    survey = _rows(path, filename, sheets["survey"])
    choices, settings = (
        _rows_if_any(path, filename, sheets.get(name, "")) for name in ("choices", "settings")
    )
    said = settings[0][1] if settings else {}
    default = _language(said.get("default_language", "")) or "en"
    if not any("type" in row and "name" in row for _number, row in survey[:50]):
        raise BadInput([messages.not_a_form(filename)])
    walk = _Walk(_lists(choices, default), default)
    for number, row in survey:
        walk.take(number, row)
    if walk.groups:
        walk.findings.append(messages.form_invalid(survey[-1][0]))
    title = said.get("form_title") or said.get("title") or said.get("form_id") or filename
    return Form(title, tuple(walk.questions), tuple(walk.findings))


def _rows(path: Path, filename: str, sheet: str) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a sheet by the names of its columns, in small letters."""
    table = open_answers(path, filename, sheet)
    names = [" ".join(label.split()).casefold() for label in table.labels]
    return [
        (number, {name: cell.strip() for name, cell in zip(names, cells, strict=False) if cell})
        for number, cells in table.rows
    ]


def _rows_if_any(path: Path, filename: str, sheet: str) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a sheet that may be empty or not there."""
    try:
        return _rows(path, filename, sheet) if sheet else []
    except BadInput:
        return []


def _lists(
    rows: Sequence[tuple[int, Mapping[str, str]]], default: str
) -> dict[str, tuple[Choice, ...]]:
    """Return the choices of every list. A name that comes again, as in lists that depend on an
    answer before, is one choice, which keeps its first labels.
    """
    found: dict[str, dict[str, Choice]] = {}
    for _number, row in rows:
        name = row.get("list_name") or row.get("list name") or row.get("list")
        value = row.get("name") or row.get("value")
        if name and value:
            choice = Choice(value, _labels(row, default))
            found.setdefault(name, {}).setdefault(value, choice)
    return {name: tuple(choices.values()) for name, choices in found.items()}


def _condition(row: Mapping[str, str]) -> str:
    names = ("relevant", "relevance", "bind:relevant", "bind::relevant", "skip logic")
    return next((row[name] for name in names if row.get(name)), "")


def _labels(row: Mapping[str, str], default: str) -> dict[str, str]:
    """Return the labels of a row by language; a language that is not ours keeps its own name."""
    return dict(_each_label(row, default))


def _each_label(row: Mapping[str, str], default: str) -> Iterator[tuple[str, str]]:
    for column, text in row.items():
        if column in {"label", "caption"}:
            yield default, " ".join(text.split())
            continue
        found = _LANGUAGE.match(column)
        if found and found[1].strip() in {"label", "caption"}:
            spoken = found[3] or found[2] or found[4] or ""
            yield _language(spoken) or spoken or default, " ".join(text.split())


def _language(text: str) -> str:
    """Return the code of a language of this program that a text names, or ""."""
    inside = re.search(r"\(\s*([a-zA-Z-]+)\s*\)", text)
    plain = (inside[1] if inside else text).strip().casefold()
    code = _NAMES.get(plain, plain.split("-", maxsplit=1)[0])
    return code if code in LANGUAGES else ""
