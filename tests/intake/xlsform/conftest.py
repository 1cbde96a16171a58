"""A form of a village association, and its answers as ODK Central and KoboToolbox export them."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from milepost.intake.xlsform.importing import Handed

Sheets = dict[str, list[list[str]]]
SURVEY = [
    ["type", "name", "label::English (en)", "label::Français (fr)", "relevant"],
    ["start", "start", "", "", ""],
    ["begin_group", "home", "Home", "Foyer", ""],
    ["select_one district", "where", "Where do you live?", "Où habitez-vous ?", ""],
    ["select_one yes_no", "sends", "Do you send money?", "Envoyez-vous de l’argent ?", ""],
    ["end_group", "", "", "", ""],
    ["begin group", "money", "Money", "Argent", "${sends} = 'y'"],
    ["select_multiple way or_other", "ways", "How is it sent?", "Par quel moyen ?", ""],
    ["end group", "", "", "", ""],
    ["integer", "people", "How many live here?", "Combien de personnes ?", ""],
    ["select_one_from_file towns.csv", "town", "Town", "Ville", ""],
    ["begin_repeat", "child", "Child", "Enfant", ""],
    ["select_one yes_no", "school", "Is the child at school?", "Va-t-il à l’école ?", ""],
    ["end_repeat", "", "", "", ""],
]
CHOICES = [
    ["list_name", "name", "label::English (en)", "label::Français (fr)"],
    ["district", "n", "North", "Nord"],
    ["district", "s", "South", "Sud"],
    ["yes_no", "y", "Yes", "Oui"],
    ["yes_no", "no", "No", "Non"],
    ["way", "bank", "By bank", "Par la banque"],
    ["way", "phone", "By mobile phone", "Par téléphone"],
    ["way", "hand", "By hand", "En main propre"],
]
SETTINGS = [
    ["form_title", "form_id", "default_language"],
    ["Money sent home", "money", "English (en)"],
]
FORM: Sheets = {"survey": SURVEY, "choices": CHOICES, "settings": SETTINGS}

ABOUT = """milepost: survey/1
key: money-2019
title: {en: Money sent home}
publisher: Village association
licence: CC BY 4.0
fieldwork: {from: "2019-01-10", until: "2019-02-28"}
asked: {en: Households of two districts}
level: public
consent: {en: Answers are shown as counts by district.}
smallest_cell: 3
strata:
  column: where
  label: {en: District}
  source: Census
  items:
    - {code: north, label: {en: North}, size: 100, values: [n]}
    - {code: south, label: {en: South}, size: 90, values: [South]}
"""
PEOPLE = [
    ("a1", "n", "y", ("bank", "phone"), "4"),
    ("a2", "n", "y", ("hand",), "2"),
    ("a3", "n", "no", (), "3"),
    ("a4", "s", "y", ("phone", "other"), "1"),
    ("a5", "s", "y", (), "6"),
    ("a6", "s", "", (), "2"),
]
WHERE = {"n": "North", "s": "South"}
YES = {"y": "Yes", "no": "No", "": ""}
WAYS = {"bank": "By bank", "phone": "By mobile phone", "hand": "By hand", "other": "Other"}
TIDY = [
    ["a1", "n", "sends", "y"], ["a1", "n", "ways", "bank"], ["a1", "n", "ways", "phone"],
    ["a2", "n", "sends", "y"], ["a2", "n", "ways", "hand"],
    ["a3", "n", "sends", "no"],
    ["a4", "South", "sends", "y"], ["a4", "South", "ways", "phone"],
    ["a4", "South", "ways", "other"],
    ["a5", "South", "sends", "y"],
    ["a6", "South", "sends", ""],
]  # fmt: skip
"""What every export of these answers says: a3 was not asked how, a6 did not say whether."""


def central() -> list[list[str]]:
    """Return the export of ODK Central: names with groups, choices in one column."""
    head = ["SubmissionDate", "start", "home-where", "home-sends", "money-ways", "people", "KEY"]
    rows = [["2019-02-01", "2019-02-01", w, s, " ".join(h), n, k] for k, w, s, h, n in PEOPLE]
    return [head, *rows]


def kobo_values() -> list[list[str]]:
    """Return an export of KoboToolbox with values: a column for each choice as well."""
    head = ["start", "home/where", "home/sends", "money/ways"]
    head += [f"money/ways/{name}" for name in WAYS] + ["people", "_uuid", "_index"]
    rows = []
    for at, (key, where, sends, ways, people) in enumerate(PEOPLE, 1):
        flags = ["1" if name in ways else "0" if ways else "" for name in WAYS]
        rows.append(["x", where, sends, " ".join(ways), *flags, people, key, str(at)])
    return [head, *rows]


def kobo_labels() -> list[list[str]]:
    """Return an export of KoboToolbox with labels and without groups, labels joined by spaces."""
    head = ["Where do you live?", "Do you send money?", "How is it sent?", "How many live here?"]
    rows = [
        [WHERE[where], YES[sends], " ".join(WAYS[way] for way in ways), people, key]
        for key, where, sends, ways, people in PEOPLE
    ]
    return [[*head, "_uuid"], *rows]


def kobo_split_labels() -> list[list[str]]:
    """Return an export with labels in French and only a column for each choice."""
    ways = {"bank": "Par la banque", "phone": "Par téléphone", "hand": "En main propre"}
    head = ["Foyer/Où habitez-vous ?", "Foyer/Envoyez-vous de l’argent ?"]
    head += [f"Argent/Par quel moyen ?/{text}" for text in (*ways.values(), "other")]
    said = {"n": "Nord", "s": "Sud", "y": "Oui", "no": "Non", "": ""}
    rows = [
        [said[where], said[sends], *("True" if w in chosen else "" for w in (*ways, "other")), key]
        for key, where, sends, chosen, _people in PEOPLE
    ]
    return [[*head, "_uuid"], *rows]


def write_book(path: Path, sheets: Sheets) -> Path:
    """Write a workbook."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def write_csv(path: Path, rows: Sequence[Sequence[str]], separator: str = ",") -> Path:
    """Write a text file."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=separator).writerows(rows)
    return path


Hand = Callable[..., Handed]


@pytest.fixture
def hand(tmp_path: Path, db: None) -> Hand:
    """Hand in a form and an export (rows of a CSV file, or sheets of a workbook)."""

    def make(
        export: list[list[str]] | Sheets,
        *more: Path,
        form: Sheets = FORM,
        about: str = ABOUT,
        **said: object,
    ) -> Handed:
        path = write_book(tmp_path / "form.xlsx", form)
        if isinstance(export, dict):
            answers = write_book(tmp_path / "export.xlsx", export)
        else:
            answers = write_csv(tmp_path / "export.csv", export)
        return Handed(
            about=about,
            about_name="about.yaml",
            form=(path, path.name),
            exports=tuple((item, item.name) for item in (answers, *more)),
            **said,  # type: ignore[arg-type]
        )

    return make
