"""Cells of every type of Table Schema in one way of writing each."""

from typing import Any

import pytest

from milepost.indicators.packages.cells import checks_of, reading_of
from milepost.indicators.packages.descriptor import Field


def field(kind: str, **options: Any) -> Field:
    """Return a column of a type."""
    form = str(options.pop("format", "default"))
    return Field(name="c", type=kind, format=form, options=options)


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        (field("number"), " 1.50 ", "1.50"),
        (field("number"), "1e3", "1e3"),
        (field("number"), "1,5", None),
        (field("number"), "NaN", ""),
        (field("number", decimalChar=","), "1,5", "1.5"),
        (field("number", decimalChar=","), "1.5", None),
        (field("number", decimalChar=",", groupChar="."), "1.234,5", "1234.5"),
        (field("number", bareNumber=False), "€ 95 %", "95"),
        (field("number", bareNumber=False, groupChar=" "), "-1 200 EUR", "-1200"),
        (field("integer"), "12", "12"),
        (field("integer"), "12.5", None),
        (field("integer", groupChar=","), "1,200", "1200"),
        (field("boolean"), "true", "1"),
        (field("boolean"), "yes", None),
        (field("boolean", trueValues=["yes"], falseValues=["no"]), "no", "0"),
        (field("year"), "2015", "2015"),
        (field("year"), "15", None),
        (field("yearmonth"), "2015-06", "2015-06"),
        (field("yearmonth"), "2015-13", None),
        (field("date"), "2015-06-05", "2015-06-05"),
        (field("date"), "05/06/2015", None),
        (field("date", format="%d/%m/%Y"), "05/06/2015", "2015-06-05"),
        (field("date", format="any"), "5 June 2015", "2015-06-05"),
        (field("datetime"), "2015-06-05T10:00:00Z", "2015-06-05"),
        (field("datetime"), "yesterday", None),
        (field("string"), " as it is ", " as it is "),
        (field("geopoint"), "1, 2", "1, 2"),
    ],
)
def test_a_cell_is_read_by_its_type(column: Field, text: str, expected: str | None) -> None:
    assert reading_of(column)(text) == expected


@pytest.mark.parametrize(
    ("column", "good", "bad"),
    [
        (field("number", constraints={"minimum": 0}), "0", "-1"),
        (field("number", decimalChar=",", constraints={"maximum": "1,5"}), "1.5", "1.6"),
        (field("date", constraints={"maximum": "2015-06-05"}), "2015-06-05", "2015-06-06"),
        (field("yearmonth", constraints={"minimum": "2015-06"}), "2015-06", "2015-05"),
        (field("string", constraints={"enum": ["a", "b"]}), "b", "c"),
        (field("string", constraints={"pattern": "[A-Z]{3}"}), "KEN", "KE"),
        (field("string", constraints={"minLength": 2, "maxLength": 2}), "ab", "abc"),
    ],
)
def test_constraints_hold_or_not(column: Field, good: str, bad: str) -> None:
    checks = checks_of(column).values()
    assert all(holds(good) for holds in checks)
    assert not all(holds(bad) for holds in checks)


@pytest.mark.parametrize("pattern", ["([", r"(a)\1", "(?=a)a", "x" * 201])
def test_patterns_without_a_bound_on_time_are_left_alone(pattern: str) -> None:
    assert checks_of(field("string", constraints={"pattern": pattern})) == {}


@pytest.mark.parametrize("pattern", ["(a|a)*b", "(a|aa)*b", "(a+)+b", "a*a*a*a*a*a*b"])
def test_a_repeated_repetition_takes_no_longer(pattern: str) -> None:
    holds = checks_of(field("string", constraints={"pattern": pattern}))["pattern"]
    assert not holds("a" * 50_000)
    assert holds("a" * 50_000 + "b")
