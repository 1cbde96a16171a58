"""Every code has its words, and every sentence takes its values."""

import re
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from milepost.kernel.languages import LANGUAGES
from milepost.measure import explanation
from milepost.measure.states import Flag, Reason, State
from milepost.publishing import formats, terms, wording, wording_counts
from milepost.publishing.wording_steps import NAMES, STEPS, step_sentence
from milepost.reviews import step_codes

CODES = {**explanation.STEP_CODES, **step_codes.STEP_CODES}
"""Every step that a trace may hold."""
PLACES = re.compile(r"%\((\w+)\)s")


def test_every_step_code_has_a_sentence_and_a_name() -> None:
    assert set(STEPS) == set(CODES)
    assert set(NAMES) == set(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_step_sentence_asks_only_for_values_that_the_step_has(code: str) -> None:
    with translation.override("en"):
        asked = set(PLACES.findall(str(STEPS[code])))
    assert asked <= set(CODES[code])


def test_every_status_has_a_clause_with_numbers_that_it_carries() -> None:
    assert set(wording.CLAUSES) == set(explanation.STATUS_CODES)
    with translation.override("en"):
        for status, clause in wording.CLAUSES.items():
            asked = set(PLACES.findall(str(clause)))
            assert asked <= set(explanation.STATUS_CODES[status]), status


def test_every_state_reason_flag_and_rejection_has_words() -> None:
    assert {state.value for state in State} <= set(terms.STATES) & set(terms.COLOURS)
    reasons = {reason.value for reason in Reason}
    assert reasons == set(terms.REASONS) == set(terms.REASON_MEANINGS) == set(terms.LETTERS)
    assert {flag.value for flag in Flag} == set(terms.FLAGS) == set(terms.FLAG_MEANINGS)
    assert set(explanation.REJECTIONS) <= set(terms.REJECTIONS)


def test_letters_inside_the_grey_circle_differ() -> None:
    with translation.override("en"):
        letters = [str(letter) for letter in terms.LETTERS.values()]
    assert len(set(letters)) == len(letters)


@pytest.mark.parametrize("kind", sorted(set(explanation.COUNTERFACTUAL_KINDS) - {"pace"}))
def test_every_kind_of_counterfactual_is_said(kind: str) -> None:
    change = {
        "kind": kind,
        "to": "green",
        "value": 1,
        "new_parties": 5,
        "period": "2015",
        "strictly": True,
    }
    with translation.override("en"):
        assert "Green" in wording.what_would_change(change, None, "en")


def test_the_pace_needed_is_said_with_the_pace_seen() -> None:
    pace = {
        "kind": "pace",
        "of": "value",
        "period": "2016",
        "value": 3.0,
        "deadline": 2030.0,
        "per_year": -0.3,
        "pace": -0.1,
        "to": "green",
    }
    share = {"kind": "rate", "unit": {"key": "percent"}, "decimals": 1}
    with translation.override("en"):
        assert wording.pace_needed(pace, share, "en") == (
            "To reach 3.0% by 2030 the figure would have to change by −0.3 percentage points a "
            "year from 2016 on; so far it changed by −0.1 percentage points a year."
        )
        parties = pace | {"of": "parties", "value": 96.0, "per_year": 4.5}
        assert "4.5 more a year" in wording.pace_needed(parties, None, "en")
        assert wording.pace_needed(None, None, "en") == ""


def test_missing_is_a_dash_and_never_a_zero() -> None:
    for language in ("en", "fr", "ar"):
        assert formats.number(None, language) == formats.percent(None, language) == "–"
        assert formats.day(None, language) == formats.period("", language) == "–"
    assert wording.measured_value(None, None, "en") == "–"
    assert wording.measured_value("", {"unit": {}, "kind": "rate"}, "en") == "–"


@pytest.mark.parametrize(
    ("language", "number", "share"),
    [
        ("en", "1,234.5", "62%"),
        ("fr", "1\u202f234,5", "62\u00a0%"),
        ("es", "1.234,5", "62\u00a0%"),
        ("ru", "1\u00a0234,5", "62\u00a0%"),
        ("zh", "1,234.5", "62%"),
    ],
)
def test_numbers_follow_the_language(language: str, number: str, share: str) -> None:
    assert formats.number(1234.5, language, 1) == number
    assert formats.percent(0.62, language) == share


def test_share_that_is_nearly_all_is_not_rounded_to_all() -> None:
    assert formats.percent(0.996, "en") == "99.6%"
    assert formats.percent(0.002, "en") == "0.2%"
    assert formats.percent(1.0, "en") == "100%"
    assert formats.percent(0.0, "en") == "0%"


def test_negative_numbers_have_a_true_minus() -> None:
    assert formats.number(-7.5, "en") == "−7.5"


def test_step_of_a_later_version_is_shown_with_its_values() -> None:
    assert step_sentence("not.known", {"b": 2, "a": 1}, "en") == "a: 1; b: 2"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [(2013.0, "2013"), (2013.7534246575, "3 October 2013"), (2019.99726, "31 December 2019")],
)
def test_decimal_year_is_said_as_a_day(moment: float, expected: str) -> None:
    assert formats.moment(moment, "en") == expected


def rating(**changes: Any) -> dict[str, Any]:
    """Return a plain computed rating with changes."""
    plain: dict[str, Any] = {
        "state": "yellow",
        "reason": None,
        "status": "acceleration_needed",
        "flags": [],
        "basis": "computed",
        "numbers": {"gap_share": 0.62, "time_share": 0.8},
        "judged": None,
        "decision": None,
    }
    return {**plain, **changes}


def test_because_says_the_figures_behind_a_computed_colour() -> None:
    with translation.override("en"):
        said = wording.because(rating(), "en")
    assert said == "Yellow, because 62% of the gap is closed with 80% of the time used."


def test_because_of_grey_gives_the_reason_and_no_colour_word_of_progress() -> None:
    with translation.override("en"):
        said = wording.because(rating(state="grey", reason="no_data"), "en")
    assert said.startswith("Grey: nothing usable is known")


def test_contested_is_said_before_any_colour() -> None:
    judged = {"n": 4, "contested": True}
    with translation.override("en"):
        said = wording.because(rating(basis="judged", judged=judged, flags=["contested"]), "en")
    assert said == "Contested, because 4 judged and they disagree."


def test_rule_and_people_that_differ_are_contested_until_somebody_decides() -> None:
    judged = {"n": 2, "contested": False}
    with translation.override("en"):
        said = wording.because(rating(judged=judged, flags=["contested"]), "en")
    assert said == (
        "Contested, because the rule and the people who judged differ and nobody has decided."
    )


def test_headline_of_a_treaty_counts_and_projects() -> None:
    numbers = {
        "parties": 22,
        "eligible": 193,
        "new_since_baseline": 12,
        "majority_year": 2078.4,
    }
    benchmark = {"measure": {"baseline": {"period": "2013-10-03"}}}
    where = {"names": {"en": "World"}}
    with translation.override("en"):
        said = wording.headline(rating(numbers=numbers), benchmark, None, where, "en")
    assert said == (
        "World: 22 of 193 states have joined; 12 since 3 October 2013. "
        "At this pace half of them would have joined by 2078."
    )


def test_sentence_of_states_says_only_what_is_there() -> None:
    spread = {"yellow": 4, "grey": 1, "total": 5}
    with translation.override("en"):
        said = wording_counts.at_world_level(spread, "en")
    assert said == (
        "5 benchmarks at world level: some progress on 4; 1 has no colour, for the reason given."
    )


def test_single_state_is_said_of_all() -> None:
    with translation.override("en"):
        several = wording_counts.in_a_place({"green": 6, "grey": 32, "total": 38}, "en")
        one = wording_counts.in_a_place({"red": 1, "grey": 37, "total": 38}, "en")
        none = wording_counts.in_a_place({"grey": 38, "total": 38}, "en")
    assert several == "Of 38 benchmarks, 6 have a colour here: all of them significant progress."
    assert one == "Of 38 benchmarks, 1 has a colour here: no progress or backward."
    assert none == "None of the 38 benchmarks has a colour here; each says why."


@given(
    spread=st.fixed_dictionaries(
        dict.fromkeys(("green", "yellow", "red", "contested", "grey"), st.integers(0, 40))
    ),
    language=st.sampled_from(LANGUAGES),
)
def test_no_sentence_of_states_counts_nought(spread: dict[str, int], language: str) -> None:
    whole = {**spread, "total": sum(spread.values()) or 1}
    cells = [{"type": "process", "spread": whole}]
    with translation.override(language):
        said = [
            wording_counts.at_world_level(whole, language),
            wording_counts.in_a_place(whole, language),
            wording_counts.on_paper_and_in_life(cells, language),
        ]
    assert not [sentence for sentence in said if re.search(r"(?<!\d)0(?!\d)", sentence)]


def test_colours_of_two_places_are_compared_in_words() -> None:
    with translation.override("en"):
        said = [wording_counts.in_both_places(*pair, "en") for pair in ((0, 0), (4, 4), (4, 0))]
    assert said == [
        "No benchmark has a colour in both places.",
        "4 benchmarks have a colour in both places, and every one is the same.",
        "4 benchmarks have a colour in both places, and none is the same.",
    ]


def test_share_in_arabic_has_no_space_that_would_turn_it_round() -> None:
    assert formats.percent(0.28, "ar") == "28%"
