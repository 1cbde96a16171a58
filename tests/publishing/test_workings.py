"""A working in words and as a table, and the commands that print it."""

import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.translation import override

from milepost.measure.catalogue import METHODS
from milepost.measure.examples import EXAMPLES
from milepost.measure.working import Line, Ruling, Working, worked
from milepost.publishing.method_calls import call
from milepost.publishing.workings import explain, figure, sentence


def run(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("measure", *arguments, stdout=out, stderr=StringIO())
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_every_method_has_a_published_example() -> None:
    assert set(EXAMPLES) >= set(METHODS)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru", "zh"])
def test_every_example_is_said_in_every_language(name: str, language: str) -> None:
    with override(language):
        shown = explain(call(name, EXAMPLES[name].inputs), language)
    assert shown.sentence
    assert "%(" not in shown.sentence
    assert shown.sentence[-1] in ".。؟"
    assert len(shown.inputs) >= len(EXAMPLES[name].inputs)
    assert all(step.value for step in shown.steps)


def test_a_sentence_gives_verdict_quantity_and_cut() -> None:
    working = call("progress.platform_default", EXAMPLES["progress.platform_default"].inputs)
    assert sentence(working, "en") == (
        "Acceleration is needed: the share of the way gone over the share of the time used is "
        "0.75, which is at least 0.6."
    )


@pytest.mark.parametrize(
    ("working", "said"),
    [
        (worked({}), "No figure can be given."),
        (worked({}, caveats=("no_time_left",)), "No figure can be given. There is no time left."),
        (worked({}, Line("coverage", 0.5)), "The share that the data cover is 50%."),
        (
            worked({}, Line("coverage", 0.5, at="countries")),
            "The share that the data cover (countries) is 50%.",
        ),
        (worked({}, Line("coverage", None)), "The share that the data cover cannot be given."),
        (worked({}, ruling=Ruling("sun")), "Sun."),
        (
            worked({}, ruling=Ruling("scored", "score_percent", 65.0)),
            "Scored: the score in per cent is 65.",
        ),
        (
            worked({}, ruling=Ruling("withheld", "coverage", 0.25, "<", 0.5)),
            "Withheld: the share that the data cover is 25%, which is less than 50%.",
        ),
    ],
)
def test_sentences(working: Working, said: str) -> None:
    assert sentence(working, "en") == said


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (True, "yes"),
        (0, "0"),
        (0.00012346, "0.0001235"),
        (12.5, "12.5"),
        (123456.7, "123,457"),
        (-0.5, "−0.5"),
        ("very_likely", "very likely"),
        ("2003-07-01", "1 July 2003"),
    ],
)
def test_values(value: object, shown: str) -> None:
    assert figure("value_latest", value, "en") == shown


def test_explain_prints_sentence_inputs_and_table() -> None:
    code, printed = run(
        "explain", "adoption.coverage", "--input", "parties=60", "--input", "eligible=193"
    )
    assert code == 0
    assert "31.09%" in printed
    assert "parties = 60" in printed
    assert re.search(r"parties / eligible\s+31.09%", printed)


def test_explain_without_inputs_takes_the_published_example() -> None:
    assert run("explain", "progress.eurostat") == run("explain", "--example", "progress.eurostat")


def test_explain_as_json_has_data_and_sentence() -> None:
    _, printed = run("explain", "progress.eurostat", "--json")
    row = json.loads(printed)[0]
    assert row["ruling"]["verdict"] == "significant_progress"
    assert row["sentence"].startswith("Significant progress")
    assert row["given"][0] == {"name": "y0", "value": 9.6, "is_default": False}


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("astrology.sign",), "astrology.sign"),
        ((), "no method"),
        (("adoption.coverage", "--input", "parties"), "NAME=VALUE"),
        (("adoption.coverage", "--input", "parties=1"), "eligible"),
        (("adoption.entry_into_force", "--input", "rule=soon", "--input", "nth_date=null"), "soon"),
    ],
)
def test_what_cannot_be_explained_is_a_finding(arguments: tuple[str, ...], word: str) -> None:
    code, printed = run("explain", *arguments)
    assert code == 1
    assert word in printed


def test_list_names_every_method() -> None:
    _, printed = run("list", "--json")
    rows = json.loads(printed)
    assert {row["id"] for row in rows} == set(METHODS)
    assert "progress.eurostat" in run("list")[1]


def test_inputs_that_are_tables_have_a_line_for_each_row() -> None:
    with override("en"):
        prices = explain(call("remittance.rpw", EXAMPLES["remittance.rpw"].inputs), "en")
        ratings = explain(call("rating.krippendorff_alpha", {"data": [[1, 2], [1, None]]}), "en")
    assert prices.inputs[0].rows[2] == (
        "Z (flow: 50; services (cost, days, accessible, transparent: 5; 1; yes; yes | "
        "10; 1; yes; yes))"
    )
    assert ratings.inputs[0].rows == ("1; 2", "1; –")
    assert ratings.inputs[1].rows == ()
