"""Definitions are read with every finding by line, and never raise."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from milepost.indicators.definitions import METADATA, parse
from milepost.indicators.guidance import SCHEMA_FILE
from milepost.kernel.findings import Severity

GOOD = """milepost: indicators/1
indicators:
  - key: remittance-cost
    title: {en: Cost, fr: Coût, ar: تكلفة}
    definition: {en: Cost of sending 200 US dollars}
    unit: {key: percent, label: {en: per cent}}
    kind: rate
    aggregation: published
    direction: down
    metadata:
      STAT_CONC_DEF: {en: The average total cost}
"""


def errors(text: str) -> list[tuple[str, int | None]]:
    """Return (code, line) of the errors in a text."""
    found = parse(text, "x.yaml").findings
    return [(f.code, f.line) for f in found if f.severity is Severity.ERROR]


def test_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def test_parse_fills_in_what_may_be_left_out() -> None:
    parsed = parse(GOOD, "x.yaml")
    (document,) = parsed.definitions
    assert document["weight"] is None
    assert document["eligible"] is None
    assert document["decimals"] == 1
    assert document["frequency"] == "irregular"
    (warning,) = parsed.findings
    assert warning.severity is Severity.WARNING
    assert all(concept in warning.what for concept in METADATA if concept != "STAT_CONC_DEF")


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("kind: rate", "kind: ratio", "UNKNOWN_WORD", 7),
        ("direction: down", "direction: no", "UNKNOWN_WORD", 9),
        ("    kind: rate\n", "", "MISSING", 3),
        ("en: Cost,", "en: '',", "EMPTY", 4),
        ("kind: rate", "kinds: rate", "UNKNOWN_FIELD", 7),
        ("published", "weighted_mean", "WEIGHT_MISSING", 8),
        ("direction: down", "direction: down\n    weight: x", "WEIGHT_UNKNOWN", 10),
        (
            "direction: down",
            "direction: down\n    minimum: 2\n    maximum: 1",
            "RANGE_INVERTED",
            10,
        ),
        ("indicators/1", "framework/1", "UNKNOWN_WORD", 1),
    ],
)
def test_parse_names_each_error_with_its_line(old: str, new: str, code: str, line: int) -> None:
    assert (f"INDICATORS_DEFINITION_{code}", line) in errors(GOOD.replace(old, new, 1))


def test_parse_names_a_key_that_is_used_twice() -> None:
    twice = GOOD + GOOD.partition("indicators:\n")[2]
    assert ("INDICATORS_DEFINITION_KEY_REPEATED", 12) in errors(twice)


def test_parse_accepts_a_weight_that_is_known_elsewhere() -> None:
    text = GOOD.replace("published", "weighted_mean\n    weight: population")
    assert errors(text)
    assert parse(text, "x.yaml", known=["population"]).definitions


@given(st.text())
def test_parse_never_raises(text: str) -> None:
    assert parse(text, "x.yaml").definitions == ()


@given(st.data())
def test_parse_never_raises_on_a_damaged_file(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(GOOD) - 1))
    length = data.draw(st.integers(0, 30))
    parse(GOOD[:at] + data.draw(st.text(max_size=10)) + GOOD[at + length :], "x.yaml")
