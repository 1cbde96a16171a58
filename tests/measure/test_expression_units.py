"""Units of expressions: what is the same, what is not, and where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.measure.expression import parse
from milepost.measure.expression_units import (
    Unit,
    gives,
    judge_units,
    missing_factor,
    name_unit,
    read_unit,
)

UNITS = {
    "people": "persons",
    "thousands": "thousand-persons",
    "money": "usd",
    "euros": "eur",
    "share": "percent",
    "gdp-share": "percent-of-gdp",
    "budget-share": "percent-of-budget",
    "deaths": "deaths",
    "score": "score-0-to-10",
    "nothing": "",
}


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("[people] / [people] * 100", "percent"),
        ("100 * [people] / [people]", "percent"),
        ("[people] / [people]", "share"),
        ("[money] / [people]", "usd-per-person"),
        ("[money] / [people]", "usd-per-capita"),
        ("[money] / [thousands] / 1000", "usd-per-person"),
        ("[money] / 1000000", "million-usd"),
        ("[money] / 1e6", "usd-million"),
        ("[deaths] / [people] * 100000", "per-100000-people"),
        ("[deaths] / [people] * 100000", "deaths-per-100000-persons"),
        ("[money] / [money] * 100", "percent-of-gdp"),
        ("[share] * [people] / 100", "persons"),
        ("mean([people], 3) - lag([people], 1)", "persons"),
        ("change([share], 1)", "percentage-points"),
        ("change([money], 1) / lag([money], 1) * 100", "percent"),
        ("index([money], 2010)", "index"),
        ("index([money], 2010)", "percent"),
        ("hhi([people], sex)", "ratio"),
        ("hhi([people], sex) * 10000", "points"),
        ("effective([people], counterpart)", "countries"),
        ("sum([people], sex) / [people]", "ratio"),
        ("100 - [share]", "percent"),
        ("-[people]", "persons"),
        ("[people] * 1.5", "persons"),
        ("[nothing] + [people]", "anything"),
    ],
)
def test_expressions_give_the_unit_that_they_declare(text: str, declared: str) -> None:
    judged = judge_units(parse(text), UNITS)
    assert judged.clashes == ()
    assert not isinstance(judged.unit, Unit) or gives(judged.unit, read_unit(declared))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("[people] + [money]", 9),
        ("[people] + [thousands]", 9),
        ("[money] - [euros]", 8),
        ("[gdp-share] + [budget-share]", 12),
        ("[people] / [money] - [people]", 19),
        ("2 * mean([people] + [people] - [money], 3)", 29),
        ("lag(index([people] + [score], 2010), 1)", 19),
        ("[share] - [people] / [people]", 8),
    ],
)
def test_clashes_are_found_anywhere_and_say_where(text: str, at: int) -> None:
    assert [clash.at for clash in judge_units(parse(text), UNITS).clashes] == [at]


@pytest.mark.parametrize(
    ("text", "declared", "factor"),
    [
        ("[people] / [people]", "percent", 100.0),
        ("[people] / [people] * 100", "ratio", 0.01),
        ("[deaths] / [people]", "per-100000-people", 100000.0),
        ("[money] / [people]", "usd", None),
        ("[people] * [people]", "persons", None),
        ("[money] / [people] * 100", "percent", None),
    ],
)
def test_wrong_units_are_found_with_the_factor(
    text: str, declared: str, factor: float | None
) -> None:
    unit = judge_units(parse(text), UNITS).unit
    assert isinstance(unit, Unit)
    assert not gives(unit, read_unit(declared))
    assert missing_factor(unit, read_unit(declared)) == factor


@given(st.text(alphabet="abcperst-0123456789", max_size=30))
def test_any_key_is_a_unit_and_equals_itself(key: str) -> None:
    unit = read_unit(key)
    assert gives(unit, unit) or unit.of
    assert name_unit(unit)


@pytest.mark.parametrize(
    "key", ["percent", "ratio", "per-mille", "usd-per-person", "million-usd", "percent-of-gdp"]
)
def test_names_of_units_read_back(key: str) -> None:
    assert read_unit(name_unit(read_unit(key))) == read_unit(key)
