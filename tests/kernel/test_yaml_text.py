"""YAML as people write it: plain values, lines, and findings in place of a trace."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.kernel.yaml_text import MAX_DEPTH, decode_text, read_yaml


def codes(text: str) -> list[str]:
    """Return the codes of the findings on a text, without their prefix."""
    findings = read_yaml(text, "a.yaml").findings
    return [finding.code.removeprefix("KERNEL_YAML_") for finding in findings]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1", 1),
        ("-2.5", -2.5),
        ("1.5e3", 1500.0),
        ("true", True),
        ("null", None),
        ("~", None),
        ("yes", "yes"),
        ("no", "no"),
        ("2014-01-01", "2014-01-01"),
        ("12:30", "12:30"),
        ("0o17", "0o17"),
        ("007", "007"),
        (".inf", ".inf"),
        ("1_000", "1_000"),
        ("'1'", "1"),
        ("1" * 400, "1" * 400),
        ("1e999", "1e999"),
    ],
)
def test_only_plain_numbers_and_words_are_not_text(written: str, value: Any) -> None:
    """What YAML reads as dates, octal numbers or yes and no stays as it was written."""
    reading = read_yaml(f"a: {written}", "a.yaml")
    assert reading.findings == ()
    assert reading.data == {"a": value}
    assert type(reading.data["a"]) is type(value)


def test_lines_are_known_for_every_place() -> None:
    reading = read_yaml("a: 1\nb:\n  - x: 1\n    y: 2\n  - z\n", "a.yaml")
    assert reading.line_of(("b", 0, "y")) == 4
    assert reading.line_of(("b", 1)) == 5
    assert reading.line_of(("b", 0, "missing")) == 3
    assert reading.line_of(("nowhere",)) == 1


def test_byte_order_mark_is_dropped() -> None:
    assert decode_text(b"\xef\xbb\xbfa: 1", "a.yaml") == ("a: 1", [])
    assert read_yaml("\ufeffa: 1", "a.yaml").data == {"a": 1}


def test_other_encoding_is_a_finding_with_the_line() -> None:
    text, (finding,) = decode_text(b"a: 1\nb: caf\xe9\n", "a.yaml")
    assert text is None
    assert finding.line == 2


def test_duplicate_key_names_both_lines() -> None:
    reading = read_yaml("a: 1\nb: 2\na: 3\n", "a.yaml")
    (finding,) = reading.findings
    assert finding.line == 3
    assert "line 1" in finding.what


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "EMPTY"),
        ("# nothing\n", "EMPTY"),
        ("a: b: c", "SYNTAX"),
        ("a: [1, 2", "SYNTAX"),
        ("a: 'open", "SYNTAX"),
        ("a: @at", "SYNTAX"),
        ("a: 1\n b: 2", "SYNTAX"),
        ("%", "SYNTAX"),
        ("\ud800", "SYNTAX"),
        ("a\x00: 1", "SYNTAX"),
        ("a:\n\t- 1", "TAB"),
        ("a: &x 1", "ALIAS"),
        ("a: *x", "ALIAS"),
        ("a: !!python/object:os.system x", "TAG"),
        ("? [a]\n: b", "COMPLEX_KEY"),
        ("{a: 1}: 2", "COMPLEX_KEY"),
        ("a: 1\n---\nb: 2", "SECOND_DOCUMENT"),
        ("[" * (MAX_DEPTH + 1), "TOO_DEEP"),
        ("[" * 100_000, "TOO_DEEP"),
        ('a: "\\0"', "CONTROL_CHARACTER"),
        ("a: 1\na: 2", "DUPLICATE_KEY"),
    ],
)
def test_what_cannot_be_read_is_a_finding(text: str, code: str) -> None:
    assert code in codes(text)


def test_every_line_with_a_tab_is_named() -> None:
    findings = read_yaml("a:\n\tb: 1\n\tc: 2\n", "a.yaml").findings
    assert [finding.line for finding in findings] == [2, 3]


def test_billion_laughs_is_refused_at_the_first_anchor() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
    reading = read_yaml(bomb, "a.yaml")
    assert reading.data is None
    assert [finding.line for finding in reading.findings] == [1]


def test_enormous_input_is_refused() -> None:
    assert codes("x" * 4_000_001) == ["TOO_LARGE"]
    assert codes("[" + "1," * 200_001 + "]") == ["TOO_LARGE"]


@given(st.text(max_size=300))
@settings(max_examples=300)
def test_no_text_raises(text: str) -> None:
    reading = read_yaml(text, "a.yaml")
    assert reading.data is not None or reading.findings
