"""Periods are read as people write them, in six languages, and nothing is guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.indicators.periods import decide_day_first, is_ambiguous_day, read_period


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2015", "2015"),
        ("2015.0", "2015"),
        ("2015 [YR2015]", "2015"),
        ("YR2015", "2015"),
        ("٢٠١٥", "2015"),
        ("2015*", "2015"),
        ("2015¹", "2015"),
        ("2015年", "2015"),
        ("2015 г.", "2015"),
        ("2015-Q2", "2015-Q2"),
        ("Q2 2015", "2015-Q2"),
        ("T3 2015", "2015-Q3"),
        ("2015-06", "2015-06"),
        ("2015M06", "2015-06"),
        ("06/2015", "2015-06"),
        ("juin 2015", "2015-06"),
        ("junio de 2015", "2015-06"),
        ("июнь 2015", "2015-06"),
        ("يونيو 2015", "2015-06"),
        ("حزيران 2015", "2015-06"),
        ("2015年6月", "2015-06"),
        ("2015-06-24", "2015-06-24"),
        ("2015-06-24 00:00:00", "2015-06-24"),
        ("24/06/2015", "2015-06-24"),
        ("06/24/2015", "2015-06-24"),
        ("5 Mar 2003", "2003-03-05"),
        ("1er juin 2015", "2015-06-01"),
        ("24 июня 2015 г.", "2015-06-24"),
        ("June 24, 2015", "2015-06-24"),
    ],
)
def test_read_period_knows_usual_forms(text: str, key: str) -> None:
    period = read_period(text)
    assert period is not None
    assert period.key == key


@pytest.mark.parametrize(
    "text",
    ["2015/16", "2010-2015", "2015-13", "2015-02-30", "9999", "0", "", "abc", "5 Foo 2003", "12.5"],
)
def test_read_period_refuses_what_is_no_period(text: str) -> None:
    assert read_period(text) is None


def test_read_period_reads_a_doubtful_day_only_when_told() -> None:
    assert read_period("05/06/2015") is None
    assert is_ambiguous_day("05/06/2015")
    first = read_period("05/06/2015", day_first=True)
    second = read_period("05/06/2015", day_first=False)
    assert first is not None
    assert second is not None
    assert (first.key, second.key) == ("2015-06-05", "2015-05-06")


def test_decide_day_first_needs_evidence_of_one_kind() -> None:
    assert decide_day_first(["05/06/2015", "24/06/2015"]) is True
    assert decide_day_first(["05/06/2015", "06/24/2015"]) is False
    assert decide_day_first(["24/06/2015", "06/24/2015"]) is None
    assert decide_day_first(["05/06/2015"]) is None


@given(st.text(max_size=30))
def test_read_period_never_raises(text: str) -> None:
    read_period(text, day_first=True)


@given(st.dates(min_value=date(1800, 1, 1)))
def test_read_period_gives_days_back(day: object) -> None:
    text = str(day)
    period = read_period(text)
    assert period is None or period.key == text
