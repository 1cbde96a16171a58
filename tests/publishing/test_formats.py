"""Periods and days in words; whatever a trace holds, the page does not fail on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.publishing import formats


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        ("2015", "2015"),
        ("2015-06", "June 2015"),
        ("2015-06-24", "24 June 2015"),
        ("2015-Q2", "2015-Q2"),
        ("2012.45", "14 June 2012"),
        ("", formats.MISSING),
        (None, formats.MISSING),
        ("2015.99 or so", "2015.99 or so"),
        ("2015-13", "2015-13"),
        ("2015-02-30", "2015-02-30"),
    ],
)
def test_period_in_words(period: str | None, shown: str) -> None:
    assert formats.period(period, "en") == shown


@given(st.text(alphabet="0123456789-.Q ", max_size=12), st.sampled_from(["en", "fr", "ar"]))
def test_no_text_breaks_a_period(text: str, language: str) -> None:
    assert formats.period(text, language)


@pytest.mark.parametrize(
    ("language", "joined"), [("en", "One. Two."), ("ar", "One. Two."), ("zh", "One.Two.")]
)
def test_sentences_stand_as_the_language_sets_them(language: str, joined: str) -> None:
    assert formats.sentences(["One.", "", "Two."], language) == joined
