"""Differences between two versions, field by field."""

from typing import Any

from milepost.frameworks.changes import diff_documents
from milepost.frameworks.document import parse
from tests.factories.frameworks import PLAN, swap


def document(text: str) -> dict[str, Any]:
    """Return the document of a file that has no errors."""
    parsed, findings = parse(text, "plan.yaml")
    assert parsed is not None, findings
    return parsed


def test_same_document_has_no_changes() -> None:
    assert diff_documents(document(PLAN), document(PLAN)) == []


def test_first_version_adds_every_entry() -> None:
    changes = diff_documents(None, document(PLAN))
    assert {change.kind for change in changes} == {"added"}
    assert [change.key for change in changes] == ["minutes", "1", "1-r1", "2", "1.1", "1.2"]


def test_changed_field_is_named_with_old_and_new_value() -> None:
    (change,) = diff_documents(document(PLAN), document(swap(PLAN, "{value: 50,", "{value: 60,")))
    assert (change.part, change.key, change.field) == ("benchmark", "1.1", "measure.target.value")
    assert (change.old, change.new) == (50, 60)


def test_changed_header_is_named() -> None:
    (change,) = diff_documents(
        document(PLAN), document(swap(PLAN, "{en: Village plan,", "{en: Our plan,"))
    )
    assert (change.part, change.field, change.new) == ("header", "title.en", "Our plan")


def test_removed_benchmark_is_named_and_no_other() -> None:
    start, end = PLAN.index('          - key: "1.2"'), PLAN.index('  - key: "2"\n    kind')
    (change,) = diff_documents(document(PLAN), document(PLAN[:start] + PLAN[end:]))
    assert (change.kind, change.part, change.key) == ("removed", "benchmark", "1.2")


def test_entry_put_in_front_does_not_change_those_that_follow() -> None:
    first = "nodes:\n  - key: zero\n    kind: theme\n    title: {en: Zero}\n"
    first += "    source: {ref: minutes}\n"
    (change,) = diff_documents(document(PLAN), document(swap(PLAN, "nodes:\n", first)))
    assert (change.kind, change.part, change.key) == ("added", "node", "zero")


def test_exchanged_entries_are_one_change_of_order() -> None:
    start = PLAN.index('  - key: "2"\n    kind')
    head = PLAN.index("nodes:\n") + len("nodes:\n")
    moved = PLAN[:head] + PLAN[start:] + PLAN[head:start]
    (change,) = diff_documents(document(PLAN), document(moved))
    assert (change.part, change.field) == ("node", "order")
    assert change.new == ["2", "1", "1-r1"]


def test_benchmark_that_becomes_measured_shows_the_new_fields() -> None:
    measured = swap(
        PLAN,
        "            judge:\n",
        "            measure: {indicator: policies, rule: policy-share@1, direction: up}\n"
        "            judge:\n",
    )
    changes = diff_documents(document(PLAN), document(measured))
    assert {change.key for change in changes} == {"1.2"}
    assert ("measure.rule", None, "policy-share@1") in {
        (change.field, change.old, change.new)
        for change in changes
        if change.field != "measure" and not isinstance(change.new, dict)
    }
