"""Surveys are loaded whole or not at all, counted right, published and withdrawn on record."""

import os
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from milepost.audit.selectors import list_events
from milepost.intake import services
from milepost.intake.errors import (
    CellHidden,
    NotPublished,
    ReasonMissing,
    SurveyNotPublic,
    TableStateRefused,
)
from milepost.intake.selectors import (
    explain_figure,
    get_published_table,
    get_survey,
    get_table,
    list_published,
    list_surveys,
)
from milepost.intake.tables import table_of
from milepost.kernel.actors import Actor, ActorKind
from milepost.kernel.errors import BadInput, NotFound, PermissionRefused
from milepost.measure.survey_audit import find_faults
from tests.factories import surveys
from tests.intake.conftest import Load

KEY = "governments-2018"
LATER = datetime(2999, 1, 1, tzinfo=UTC)


def person(*roles: str) -> Actor:
    return Actor(ActorKind.PERSON, "00000000-0000-4000-8000-00000000000a", "P", frozenset(roles))


def codes(error: BadInput) -> set[str]:
    return {finding.code for finding in error.findings}


def test_a_survey_is_counted(load: Load, system: Actor) -> None:
    report = load()
    assert (report.outcome, report.respondents, report.tables) == ("added", 60, 2)
    survey = get_survey(system, KEY)
    assert survey["rate"] == 0.5
    africa, _asia, europe = survey["response"]["rows"]
    assert (africa["respondents"], africa["rate"]) == (27, 0.5)
    assert europe["ratio"] == pytest.approx((10 / 60) / (26 / 120))
    table = get_table(system, KEY, "q1")["table"]
    total = table["rows"][-1]
    assert (total["asked"], total["answered"]) == (60, 57)
    assert table["rows"][0]["figures"]["plans"]["is_hidden"]
    assert total["figures"]["yes"]["share"] == round(29 / 57, 10)


def test_the_same_files_again_change_nothing(load: Load, system: Actor) -> None:
    load()
    services.publish_table(system, KEY, "q1")
    before = list_events()
    assert load().outcome == "unchanged"
    assert get_table(system, KEY, "q1")["status"] == "published"
    assert len(list_events()) == len(before)


def test_files_of_three_kinds_say_the_same(load: Load, system: Actor, tmp_path: Path) -> None:
    load()
    expected = get_table(system, KEY, "q1")["table"]
    rows = [line.split(",") for line in surveys.tidy_csv().splitlines()]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(tmp_path / "answers.xlsx")
    columns = list(zip(*rows[1:], strict=True))
    table = pa.table({name: list(column) for name, column in zip(rows[0], columns, strict=True)})
    pq.write_table(table, tmp_path / "answers.parquet")
    for name in ("answers.xlsx", "answers.parquet"):
        services.withdraw_survey(system, KEY, reason="to load it again")
        assert load(answers=tmp_path / name).outcome == "replaced"
        assert get_table(system, KEY, "q1")["table"] == expected


def test_one_row_a_respondent_says_the_same(load: Load, system: Actor) -> None:
    load()
    expected = get_table(system, KEY, "q2")["table"]["rows"]
    wide = surveys.DESCRIPTION.replace(
        "columns: {respondent: id, question: question, answer: answer}",
        "layout: wide\ncolumns: {respondent: id}",
    )
    for key in ("q1", "q2"):
        wide = wide.replace(f"- key: {key}\n", f"- key: {key}\n    column: {key}\n")
    lines = ["id,region,q1,q2"]
    lines += [",".join(row[name] for name in ("id", "region", "q1", "q2")) for row in
              surveys.people()]  # fmt: skip
    assert load(wide, "\n".join(lines)).outcome == "replaced"
    assert get_table(system, KEY, "q2")["table"]["rows"] == expected


@pytest.mark.parametrize("path", ["group-{}", "group/{}"])
def test_an_export_of_odk_or_kobo_says_the_same(load: Load, system: Actor, path: str) -> None:
    """A row a submission, groups in the names of columns, choices with spaces between."""
    load()
    expected = get_table(system, KEY, "q2")["table"]["rows"]
    exported = surveys.DESCRIPTION.replace(
        "columns: {respondent: id, question: question, answer: answer}",
        'layout: wide\nseparator: " "\ncolumns: {respondent: KEY}',
    ).replace("column: region", f"column: {path.format('region')}")
    for key in ("q1", "q2"):
        exported = exported.replace(
            f"- key: {key}\n", f"- key: {key}\n    column: {path.format(key)}\n"
        )
    names = [path.format(name) for name in ("region", "q1", "q2")]
    lines = [",".join(["SubmissionDate", *names, "meta-instanceName", "KEY"])]
    lines += [
        f"2018-02-01T10:00:00Z,{row['region']},{row['q1']},{row['q2'].replace('|', ' ')},,"
        f"uuid:{row['id']}"
        for row in surveys.people()
    ]
    assert load(exported, "\n".join(lines)).outcome == "replaced"
    assert get_table(system, KEY, "q2")["table"]["rows"] == expected


@pytest.mark.parametrize(
    ("change", "to", "found"),
    [
        ("level: public", "level: secret", {"INTAKE_UNKNOWN_WORD"}),
        ("consent:", "consents:", {"INTAKE_MISSING", "INTAKE_UNKNOWN_FIELD"}),
        ("smallest_cell: 5", "smallest_cell: 1", {"INTAKE_OUT_OF_RANGE"}),
        ("2018-03-31", "2018-02-30", {"INTAKE_NO_SUCH_DAY"}),
        ("2018-03-31", "2017-03-31", {"INTAKE_ENDS_BEFORE_START"}),
        ("weighting: none", "weighting: given", {"INTAKE_WEIGHT_UNSTATED"}),
        ("weighting: none", "weighting: raked", {"INTAKE_MARGINS_UNSTATED"}),
        ('place: "002"', 'place: "nowhere"', {"INTAKE_PLACE_UNKNOWN"}),
        ("code: asia", "code: africa", {"INTAKE_CODE_REPEATED"}),
        ("values: [AS]", "values: [af]", {"INTAKE_VALUE_REPEATED"}),
        (", answer: answer}", "}", {"INTAKE_COLUMN_UNSTATED"}),
        ("key: governments-2018", "key: new", {"INTAKE_KEY_RESERVED"}),
        ("size: 26", "size: 3", {"INTAKE_FRAME_TOO_SMALL"}),
        ("column: region", "column: continent", {"INTAKE_COLUMN_MISSING"}),
        ("key: q2", "key: q3", {"INTAKE_QUESTION_UNKNOWN"}),
        ('values: ["3"]', 'values: ["4"]', {"INTAKE_TEXT_UNKNOWN"}),
        ("several: true", "several: false", {"INTAKE_TEXT_UNKNOWN"}),
    ],
)
def test_what_is_wrong_with_a_description_is_found(
    load: Load, system: Actor, change: str, to: str, found: set[str]
) -> None:
    with pytest.raises(BadInput) as caught:
        load(surveys.DESCRIPTION.replace(change, to, 1))
    assert codes(caught.value) == found
    assert all(finding.why and finding.remedy for finding in caught.value.findings)
    assert list_surveys(system) == []
    assert list_events() == []


def test_what_is_wrong_with_the_answers_is_found_at_once(load: Load, system: Actor) -> None:
    load()
    rows = surveys.people()
    rows[1]["id"] = ""
    rows[2]["region"] = "Atlantis"
    rows[3]["q1"] = "perhaps"
    rows[4]["id"] = rows[5]["id"]
    rows.append({**rows[6], "region": "EU"})
    with pytest.raises(BadInput) as caught:
        load(answers=surveys.tidy_csv(rows))
    assert codes(caught.value) == {
        "INTAKE_RESPONDENT_EMPTY",
        "INTAKE_TEXT_UNKNOWN",
        "INTAKE_ANSWER_REPEATED",
        "INTAKE_RESPONDENT_DIFFERS",
    }
    assert get_survey(system, KEY)["respondents"] == 60


@pytest.mark.parametrize("content", ["", "id,region,question,answer\n", "PAR1 and no more"])
def test_a_file_without_answers_is_refused(load: Load, tmp_path: Path, content: str) -> None:
    path = tmp_path / "empty.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput):
        load(answers=path)


def test_weights_given_and_raked(load: Load, system: Actor) -> None:
    rows = surveys.people()
    lines = ["id,region,kind,w,question,answer"]
    for number, row in enumerate(rows):
        kind = "old" if number % 3 else "new"
        lines.append(f"{row['id']},{row['region']},{kind},{1 + number % 2},q1,{row['q1']}")
    weighted = surveys.DESCRIPTION.replace("answer: answer}", "answer: answer, weight: w}")
    given = weighted.replace("weighting: none", "weighting: given")
    load(given, "\n".join(lines))
    total = get_table(system, KEY, "q1")["table"]["rows"][-1]
    assert total["effective"] < total["answered"]
    margins = """\
margins:
  - column: kind
    label: {en: Kind}
    source: Register of states
    items:
      - {code: old, label: {en: Old}, size: 60}
      - {code: new, label: {en: New}, size: 60}
questions:"""
    raked = weighted.replace("weighting: none", "weighting: raked").replace("questions:", margins)
    load(raked, "\n".join(lines))
    table = get_table(system, KEY, "q1")["table"]
    assert table["weighting"] == "raked"
    assert table["rows"][-1]["weighed"] == pytest.approx(57)
    with pytest.raises(BadInput) as caught:
        load(given, "\n".join(lines).replace(",1,q1", ",none,q1"))
    assert codes(caught.value) == {"INTAKE_WEIGHT_INVALID"}


def test_every_table_holds_and_gives_nothing_away(load: Load, system: Actor) -> None:
    for weighting in ("none", "post_stratified"):
        load(surveys.DESCRIPTION.replace("weighting: none", f"weighting: {weighting}"))
        for question, is_multiple in (("q1", False), ("q2", True)):
            table = table_of(get_table(system, KEY, question)["table"])
            faults = find_faults(table, smallest=5, is_multiple=is_multiple, is_census=True)
            assert faults == []


def test_answers_lie_in_private_files_without_names(load: Load, home: Path, system: Actor) -> None:
    load()
    (kept,) = (home / "surveys").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert b"ministry" not in kept.read_bytes()
    assert "ministry" not in str(pq.read_table(kept).to_pylist())
    load(surveys.DESCRIPTION.replace("smallest_cell: 5", "smallest_cell: 6"))
    assert kept not in set((home / "surveys").iterdir())
    services.withdraw_survey(system, KEY, reason="A ministry asked for it.")
    assert list((home / "surveys").iterdir()) == []


def test_answers_left_by_a_load_that_was_cut_off_go_with_the_next(load: Load, home: Path) -> None:
    load()
    (kept,) = (home / "surveys").iterdir()
    old, young = home / "surveys" / "old.parquet", home / "surveys" / "young.parquet"
    for path in (old, young):
        path.write_bytes(b"")
    os.utime(old, (0, 0))
    os.utime(kept, (0, 0))
    load(surveys.DESCRIPTION.replace("key: governments-2018", "key: governments-2019"))
    assert {kept, young} < set((home / "surveys").iterdir())
    assert not old.exists()


def test_publishing_and_withdrawing_are_on_record(load: Load, system: Actor) -> None:
    load()
    with pytest.raises(NotPublished):
        get_published_table(system, KEY, "q1")
    services.publish_table(system, KEY, "q1")
    with pytest.raises(TableStateRefused):
        services.publish_table(system, KEY, "q1")
    assert get_published_table(system, KEY, "q1")["question"] == "q1"
    with pytest.raises(ReasonMissing):
        services.withdraw_table(system, KEY, "q1", reason=" ")
    services.withdraw_table(system, KEY, "q1", reason="A mistake in the question.")
    with pytest.raises(TableStateRefused):
        services.withdraw_table(system, KEY, "q1", reason="again")
    with pytest.raises(NotFound):
        services.publish_table(system, KEY, "q9")
    assert [event.action for event in reversed(list_events())] == [
        "intake.survey_loaded",
        "intake.table_published",
        "intake.table_withdrawn",
    ]
    assert "ministry" not in str(list_events())


def test_replaced_answers_take_their_published_tables_with_them(load: Load, system: Actor) -> None:
    load()
    services.publish_table(system, KEY, "q1")
    report = load(surveys.DESCRIPTION.replace("smallest_cell: 5", "smallest_cell: 6"))
    assert (report.outcome, report.withdrawn) == ("replaced", ("q1",))
    assert get_table(system, KEY, "q1")["status"] == "draft"


def test_an_edition_holds_what_was_known_and_published_by_then(load: Load, system: Actor) -> None:
    load()
    assert list_published(date(2019, 1, 1), LATER) == []
    services.publish_table(system, KEY, "q1")
    (held,) = list_published(date(2018, 3, 31), LATER)
    assert [table["question"] for table in held["tables"]] == ["q1"]
    assert "columns" not in held
    assert "values" not in str(held["strata"])
    assert list_published(date(2018, 3, 30), LATER) == []
    assert list_published(date(2019, 1, 1), datetime(2019, 1, 1, tzinfo=UTC)) == []
    services.withdraw_survey(system, KEY, reason="no longer")
    assert list_published(date(2019, 1, 1), LATER) == []


@pytest.mark.parametrize("level", ["network", "circle", "confidential"])
def test_only_public_surveys_are_published(load: Load, system: Actor, level: str) -> None:
    load(surveys.DESCRIPTION.replace("level: public", f"level: {level}"))
    with pytest.raises(SurveyNotPublic):
        services.publish_table(system, KEY, "q1")
    assert list_published(date(2019, 1, 1), LATER) == []


@pytest.mark.parametrize(
    ("level", "seen"),
    [
        ("public", {"observer", "assessor", "editor", "data_steward"}),
        ("network", {"observer", "assessor", "editor", "data_steward"}),
        ("circle", {"assessor", "editor", "data_steward"}),
        ("confidential", {"data_steward"}),
    ],
)
def test_levels_hide_surveys_from_roles(load: Load, level: str, seen: set[str]) -> None:
    load(surveys.DESCRIPTION.replace("level: public", f"level: {level}"))
    for role in ("observer", "assessor", "editor", "data_steward"):
        assert bool(list_surveys(person(role))) == (role in seen)
        if role not in seen:
            with pytest.raises(NotFound):
                get_survey(person(role), KEY)
            with pytest.raises(NotFound):
                get_table(person(role), KEY, "q1")
    with pytest.raises(PermissionRefused):
        list_surveys(person())


def test_roles_that_may_not_are_refused(load: Load, system: Actor) -> None:
    with pytest.raises(PermissionRefused):
        load(actor=person("editor"))
    load()
    for role in ("observer", "assessor", "data_steward"):
        with pytest.raises(PermissionRefused):
            services.publish_table(person(role), KEY, "q1")
    with pytest.raises(PermissionRefused):
        services.withdraw_survey(person("observer"), KEY, reason="x")
    with pytest.raises(NotFound):
        get_table(person("observer"), KEY, "q1")
    assert get_survey(person("observer"), KEY)["tables"] == []
    services.publish_table(person("editor"), KEY, "q1")
    assert get_table(person("observer"), KEY, "q1")["status"] == "published"


def test_a_figure_says_why_and_a_hidden_one_says_nothing(load: Load, system: Actor) -> None:
    load()
    working = explain_figure(system, KEY, "q1", "", "yes")
    assert working["share"] == round(29 / 57, 10)
    with pytest.raises(CellHidden) as caught:
        explain_figure(system, KEY, "q1", "africa", "plans")
    assert "2" not in str(caught.value).replace("q1", "")
    for stratum, option in (("atlantis", "yes"), ("", "perhaps")):
        with pytest.raises(NotFound):
            explain_figure(system, KEY, "q1", stratum, option)
