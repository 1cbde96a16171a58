"""Whatever a file holds: findings or a document, never a trace, and the same answer twice."""

from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.frameworks.crosswalks import parse_crosswalk
from milepost.frameworks.document import parse
from milepost.kernel.findings import Finding, has_errors
from milepost.kernel.yaml_text import read_yaml
from tests.factories.frameworks import CROSSWALK, PLAN

WORDS = st.sampled_from(
    [
        *("", " ", ":", "- ", "\t", "{", "}", "[", "]", "&a", "*a", "!t", "|", ">", "'", '"', "#"),
        *("---\n", "null", "1e9", "2014-02-30", "\n  ", "\x00", "\u202e", "key: ", "children:\n"),
        *("é", "🙂", "%"),
    ]
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def assert_sound(document: object, findings: list[Finding], filename: str) -> None:
    """Either a document, or at least one error; every finding says where, what, why and how."""
    assert (document is None) == has_errors(findings)
    for finding in findings:
        assert finding.where.startswith(filename)
        assert finding.line is not None
        assert finding.line >= 1
        assert finding.what
        assert finding.why
        assert finding.remedy


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """Draw the text with a few places cut out and replaced by what breaks YAML."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        text = text[:start] + draw(WORDS | st.text(max_size=5)) + text[end:]
    return text


@given(mutated(PLAN))
@settings(max_examples=400)
def test_mutated_framework_never_raises(text: str) -> None:
    document, findings = parse(text, "plan.yaml")
    assert_sound(document, findings, "plan.yaml")
    assert parse(text, "plan.yaml") == (document, findings)


@given(mutated(CROSSWALK))
@settings(max_examples=200)
def test_mutated_crosswalk_never_raises(text: str) -> None:
    document, findings = parse_crosswalk(text, "links.yaml", {"town-plan": frozenset("ab")})
    assert_sound(document, findings, "links.yaml")


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_any_text_never_raises(text: str) -> None:
    for document, findings in (parse(text, "any.yaml"), parse_crosswalk(text, "any.yaml")):
        assert_sound(document, findings, "any.yaml")


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of everything below a value."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for name, part in parts:
        here = (*path, name)
        found.append(here)
        if isinstance(part, dict | list):
            found += places_in(part, here)
    return found


@st.composite
def with_junk(draw: st.DrawFn, text: str) -> str:
    """Draw the file with one value of the tree replaced by something else, still good YAML."""
    data = read_yaml(text, "x").data
    path = draw(st.sampled_from(places_in(data)))
    parent = data
    for part in path[:-1]:
        parent = parent[part]
    parent[path[-1]] = draw(JUNK)
    dumped: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    return dumped


@given(with_junk(PLAN))
@settings(max_examples=400)
def test_wrong_value_anywhere_never_raises(text: str) -> None:
    document, findings = parse(text, "plan.yaml", frozenset({"treaty-c189"}))
    assert_sound(document, findings, "plan.yaml")


@given(with_junk(CROSSWALK))
@settings(max_examples=200)
def test_wrong_value_anywhere_in_a_crosswalk_never_raises(text: str) -> None:
    document, findings = parse_crosswalk(text, "links.yaml", {})
    assert_sound(document, findings, "links.yaml")
