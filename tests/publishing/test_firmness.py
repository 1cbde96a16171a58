"""Whether a colour holds, in words: the sentence, the strip and the lines."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from milepost.measure import trial as trials
from milepost.measure.comparison import CLASSES
from milepost.publishing import terms, wording_firmness
from milepost.publishing.bundle import Bundle
from tests.factories.bundle import write_releases
from tests.factories.bundle_places import FRAMEWORK

CUTS = {"on_track", "acceleration", "green", "yellow", "universal_share", "pace_ratio_green",
        "material_change"}  # fmt: skip
"""Every threshold that a probe moves."""


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> list[Bundle]:
    """Both synthetic editions: of old without sensitivity, and with it."""
    folders: dict[str, Path] = write_releases(tmp_path_factory.mktemp("firmness"))
    return [Bundle(folder, key) for key, folder in folders.items()]


def said(trace: dict[str, Any] | None) -> str:
    with translation.override("en"):
        return wording_firmness.firmness_sentence(trace, "en")


def test_every_code_has_words_and_every_word_a_code() -> None:
    assert set(terms.TERMS["change-kind"]) == set(trials.GROUPS)
    assert set(terms.TERMS["untried"]) == set(trials.UNTRIED)
    assert set(terms.TERMS["method-caveat"]) == set(trials.CAVEATS)
    assert set(terms.TERMS["method"]) == set(terms.TERMS["method-compares"]) == set(CLASSES)
    classes = {word for words in CLASSES.values() for word in words}
    assert set(terms.TERMS["method-class"]) == classes
    assert set(terms.TERMS["threshold"]) == CUTS


@pytest.mark.parametrize("what", sorted(trials.CHANGES))
def test_every_change_is_said(what: str) -> None:
    values: dict[str, Any] = {"period": "2018", "value": 3.0, "first": "2010", "last": "2012",
                              "count": 4, "parameter": "on_track", "from": 0.95, "to": 1.045,
                              "state": "red"}  # fmt: skip
    trial = {name: values[name] for name in trials.CHANGES[what]} | {"what": what, "state": "red"}
    with translation.override("en"):
        assert wording_firmness.condition(trial, "en").startswith("if ")


def test_the_sentence_names_what_would_change_the_colour(editions: list[Bundle]) -> None:
    bundle = editions[1]
    assert said(bundle.trace(FRAMEWORK, "4a.2", "001")) == (
        "The colour holds under 11 of 12 changes. Yellow if the figure of 2015 were left out. "
        "By 1 of 2 other methods it has the same colour."
    )
    assert said(bundle.trace(FRAMEWORK, "1.1", "001")) == (
        "The colour holds under 3 of 4 changes. Green if one state had not joined (1 June 2014)."
    )


def test_one_figure_alone_is_called_that(editions: list[Bundle]) -> None:
    traces = editions[1].traces(FRAMEWORK, "2.1")
    green = next(trace for trace in traces.values() if trace["verdict"]["state"] == "green")
    assert said(green) == (
        "The colour does not hold under the one change tried. "
        "It rests on one figure alone, that of 2015."
    )


def test_nothing_is_said_of_grey_of_judged_and_of_editions_of_old(editions: list[Bundle]) -> None:
    grey = {"verdict": {"state": "grey"}, "sensitivity": {"result": "untried", "why": "no_colour"}}
    assert said(grey) == said(None) == said({"verdict": {"state": "red"}}) == ""
    assert said({"verdict": {"state": "red"}, "sensitivity": None}) == ""
    assert said(editions[0].trace(FRAMEWORK, "4a.2", "001")) == ""
    assert wording_firmness.lines(grey, None, "en") == []


def test_the_strip_counts_each_state_with_the_own_first(editions: list[Bundle]) -> None:
    trace = editions[1].trace(FRAMEWORK, "4a.2", "001")
    assert trace is not None
    with translation.override("en"):
        cells = wording_firmness.strip(trace, "en")
    assert [cell["kind"] for cell in cells] == list(trials.GROUPS)
    counted = [[(s["state"], s["count"]) for s in cell["states"]] for cell in cells]
    assert counted == [
        [("red", 8), ("yellow", 1)],
        [("red", 2)],
        [("red", 1)],
        [("red", 1), ("yellow", 1)],
    ]
    assert cells[3]["silent"] == 1


def test_what_does_not_apply_says_why_and_shows_no_colour(editions: list[Bundle]) -> None:
    trace = editions[1].trace(FRAMEWORK, "1.1", "001")
    assert trace is not None
    with translation.override("en"):
        cells = wording_firmness.strip(trace, "en")
    assert cells[0]["label"] == "One state's step less"
    assert [(cell["states"], cell["why"]) for cell in cells[1:]] == [
        ([], "More than all cannot be asked for."),
        ([], "The colour does not depend on the start."),
        ([], "They judge a pace, and this rule judges a level."),
    ]


def test_the_lines_name_the_other_figures_and_the_methods_own_words(
    editions: list[Bundle],
) -> None:
    trace = editions[1].trace(FRAMEWORK, "4a.2", "001")
    assert trace is not None
    with translation.override("en"):
        kinds = wording_firmness.lines(trace, None, "en")
    changes = [row["change"] for row in kinds[0]["rows"]]
    assert changes == ["Without 2015 (4.2)"] * 2 + ["Without any one of the 7 other figures"]
    assert [row["change"] for row in kinds[1]["rows"]] == [
        "The pace asked for green: 1.045 in place of 0.95",
        "The pace asked for green: 0.855 in place of 0.95",
    ]
    assert [(row["word"], row["note"]) for row in kinds[3]["rows"]] == [
        ("movement away", ""),
        ("", "It gives a number and no classes."),
        ("moderate progress", "It puts 0.001 in the place of zero, so this depends on the unit."),
    ]
