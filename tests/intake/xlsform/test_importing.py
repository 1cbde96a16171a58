"""Every way of exporting the same answers gives the same table; what does not fit is said."""

import copy
from pathlib import Path

import pytest
from django.core.management import call_command

from milepost.intake.selectors import get_survey, get_table
from milepost.intake.xlsform.form import MANY, ONE, read_form
from milepost.intake.xlsform.importing import Handed, load_answers, make_tidy
from milepost.kernel.actors import Actor
from milepost.kernel.errors import BadInput
from tests.intake.xlsform import conftest as made
from tests.intake.xlsform.conftest import ABOUT, FORM, TIDY, Hand, Sheets, write_book, write_csv

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def refused(handed: Handed) -> set[str]:
    """Return the codes for which answers are refused, without their common beginning."""
    with pytest.raises(BadInput) as caught:
        make_tidy(handed)
    return {one.code.removeprefix("INTAKE_XLSFORM_") for one in caught.value.findings}


def warned(handed: Handed) -> dict[str, int]:
    """Return the codes of warnings with their counts."""
    found = make_tidy(handed).findings
    return {one.code.removeprefix("INTAKE_XLSFORM_"): one.count for one in found}


@pytest.mark.parametrize("kind", ["central", "kobo_values", "kobo_labels", "kobo_split_labels"])
def test_names_and_labels_joined_and_split_mean_the_same(hand: Hand, kind: str) -> None:
    tidy = make_tidy(hand(getattr(made, kind)()))
    assert tidy.rows[0] == ["_respondent", "where", "_question", "_answer"]
    assert tidy.rows[1:] == TIDY
    assert tidy.numbers[:3] == [2, 2, 2]


def test_a_survey_is_loaded_with_its_tables(hand: Hand, system: Actor) -> None:
    report, findings = load_answers(system, hand(made.central()))
    assert (report.outcome, report.respondents, report.tables) == ("added", 6, 2)
    survey = get_survey(system, "money-2019")
    assert [row["respondents"] for row in survey["response"]["rows"]][:2] == [3, 3]
    table = get_table(system, "money-2019", "ways")
    assert table["text"] == {"en": "How is it sent?", "fr": "Par quel moyen ?"}
    codes = {one.code.removeprefix("INTAKE_XLSFORM_"): one.count for one in findings}
    assert codes == {
        "REPEATS_LEFT_OUT": 1, "CHOICES_ELSEWHERE": 1, "EMPTY_NOT_ASKED": 3,
    }  # fmt: skip
    assert load_answers(system, hand(made.central()))[0].outcome == "unchanged"
    assert load_answers(system, hand(made.kobo_values()))[0].outcome == "unchanged"


def test_a_workbook_with_a_repeat_in_its_own_sheet(hand: Hand) -> None:
    export: Sheets = {
        "Money sent home": made.kobo_values(),
        "child": [
            ["child/school", "_index", "_parent_index", "_submission__uuid"],
            ["y", "1", "1", "a1"], ["no", "2", "1", "a1"], ["y", "3", "4", "a4"],
        ],
    }  # fmt: skip
    assert make_tidy(hand(export)).rows[1:] == TIDY
    tidy = make_tidy(hand(export, repeat="child"))
    assert tidy.rows[1:] == [
        ["1", "n", "school", "y"], ["2", "n", "school", "no"], ["3", "South", "school", "y"],
    ]  # fmt: skip
    export["child"].append(["y", "4", "9", "gone"])
    assert refused(hand(export, repeat="child")) >= {"PARENT_MISSING"}
    assert refused(hand(made.central(), repeat="child")) == {"REPEAT_MISSING"}


def test_a_repeat_of_odk_central_is_a_file_of_its_own(hand: Hand, tmp_path: Path) -> None:
    rows = [
        ["school", "PARENT_KEY", "KEY"],
        ["no", "a2", "a2/child[1]"],
        ["y", "a5", "a5/child[1]"],
    ]
    path = write_csv(tmp_path / "money-child.csv", rows)
    tidy = make_tidy(hand(made.central(), path, repeat="child"))
    assert tidy.rows[1:] == [
        ["a2/child[1]", "n", "school", "no"],
        ["a5/child[1]", "South", "school", "y"],
    ]


def test_an_answer_that_is_no_choice_is_told_with_its_row(hand: Hand) -> None:
    rows = made.central()
    rows[3][3], rows[4][4] = "maybe", "phone pigeon"
    with pytest.raises(BadInput) as caught:
        make_tidy(hand(rows))
    found = {(one.value, one.row) for one in caught.value.findings if one.severity == "error"}
    assert found == {("maybe", 4), ("phone pigeon", 5)}


def test_rows_of_findings_are_those_of_the_export(hand: Hand, system: Actor) -> None:
    about = ABOUT.replace("code: south", "code: down").replace("[South]", "[Elsewhere]")
    with pytest.raises(BadInput) as caught:
        load_answers(system, hand(made.central(), about=about))
    unknown = [one for one in caught.value.findings if one.code == "INTAKE_TEXT_UNKNOWN"]
    assert [(one.value, one.row) for one in unknown] == [("s", 5)]
    assert "row 5" in unknown[0].where


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"respondent": "nobody"}, "RESPONDENT_MISSING"),
        ({"respondent": "people"}, "RESPONDENT_REPEATED"),
        ({"questions": ("people",)}, "QUESTION_MISSING"),
        ({"weight": "heavy"}, "COLUMN_MISSING"),
        ({"about": ABOUT + "layout: wide\n"}, "PARTS_STATED"),
        ({"about": ABOUT.replace("column: where", "column: there")}, "COLUMN_MISSING"),
    ],
)
def test_what_is_missing_is_said(hand: Hand, change: dict[str, object], code: str) -> None:
    assert refused(hand(made.central(), **change)) >= {code}


def test_columns_of_another_form_and_rejected_submissions(hand: Hand) -> None:
    rows = [[*row, extra] for row, extra in zip(made.central(), ["newer", *"123456"], strict=True)]
    states = ["ReviewState", "", "rejected", "approved", "", "", ""]
    rows = [[*row, state] for row, state in zip(rows, states, strict=True)]
    found = warned(hand(rows))
    assert (found["COLUMNS_UNKNOWN"], found["REJECTED_LEFT_OUT"]) == (1, 1)
    assert [row for row in make_tidy(hand(rows)).rows if row[0] == "a2"] == []
    without = [[cell for at, cell in enumerate(row) if at != 4] for row in made.central()]
    assert "COLUMN_MISSING" in warned(hand(without))
    assert refused(hand(without, questions=("ways",))) >= {"COLUMN_MISSING"}


def test_forms_that_cannot_be_read(hand: Hand) -> None:
    assert refused(hand(made.central(), form={"Sheet1": [["a", "b"], ["1", "2"]]})) == {
        "NOT_A_FORM"
    }
    form = copy.deepcopy(FORM)
    form["survey"].append(["end_group", "", "", "", ""])
    assert refused(hand(made.central(), form=form)) >= {"GROUPS_UNEVEN"}
    form = copy.deepcopy(FORM)
    form["choices"] = [row for row in form["choices"] if row[0] != "way"]
    assert "LIST_MISSING" in warned(hand(made.central(), form=form))


def test_a_label_in_two_groups_is_doubtful(hand: Hand) -> None:
    form = copy.deepcopy(FORM)
    form["survey"].insert(5, ["select_one yes_no", "again", "Do you send money?", "", ""])
    rows = made.kobo_labels()
    assert "COLUMNS_DOUBTFUL" in warned(hand(rows, form=form))


def test_the_command_writes_and_loads(
    tmp_path: Path, hand: Hand, capsys: pytest.CaptureFixture[str]
) -> None:
    handed = hand(made.central())
    about = tmp_path / "about.yaml"
    about.write_text(ABOUT, encoding="utf-8")
    words = ["survey", "import-xlsform", str(about), str(handed.form[0]), str(handed.exports[0][0])]
    call_command(*words, "--write", str(tmp_path / "out"))
    answers = tmp_path / "out" / "answers.csv"
    assert answers.read_text(encoding="utf-8").count("\n") == len(TIDY) + 1
    assert answers.stat().st_mode & 0o077 == 0
    capsys.readouterr()
    call_command(*words)
    assert "money-2019  added  6  2" in capsys.readouterr().out
    call_command("survey", "load", str(tmp_path / "out" / "survey.yaml"), str(answers))
    assert "money-2019  unchanged" in capsys.readouterr().out


def test_kinds_of_questions_and_languages(tmp_path: Path) -> None:
    survey = [
        ["type", "name", "label", "label:fr"],
        ["select one from x", "a", "A", "Un"],
        ["select all that apply from x", "b", "B", ""],
        ["select1 x", "c", "C", ""],
        ["rank x", "d", "D", ""],
    ]
    choices = [
        ["list name", "name", "label"],
        ["x", "1", "One"],
        ["x", "2", "Two"],
        ["x", "1", "I"],
    ]
    path = write_book(tmp_path / "old.xlsx", {"Survey": survey, "Choices": choices})
    form = read_form(path, "old.xlsx")
    assert [one.kind for one in form.questions] == [ONE, MANY, ONE, "other"]
    assert form.questions[0].labels == {"en": "A", "fr": "Un"}
    assert [(one.name, one.labels["en"]) for one in form.questions[0].choices] == [
        ("1", "One"), ("2", "Two"),
    ]  # fmt: skip
