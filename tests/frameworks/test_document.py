"""Framework files: what is understood, and what is found wrong, at which line."""

import pytest

from milepost.frameworks.document import checksum_of, list_keys, list_missing_texts, parse
from milepost.kernel.findings import Severity
from tests.factories.frameworks import CROSSWALK, PLAN, line_of, swap


def test_valid_file_gives_a_document_without_findings() -> None:
    document, findings = parse(PLAN, "plan.yaml")
    assert findings == []
    assert document is not None
    assert [node["key"] for node in document["nodes"]] == ["1", "1-r1", "2"]
    assert [node["parent"] for node in document["nodes"]] == ["", "1", ""]
    assert [benchmark["key"] for benchmark in document["benchmarks"]] == ["1.1", "1.2"]


def test_benchmark_belongs_to_the_nearest_node_that_is_no_recommendation() -> None:
    document, _ = parse(PLAN, "plan.yaml")
    assert document is not None
    assert {benchmark["goal"] for benchmark in document["benchmarks"]} == {"1"}
    assert {benchmark["node"] for benchmark in document["benchmarks"]} == {"1-r1"}


def test_source_is_inherited_from_above_unless_given() -> None:
    document, _ = parse(PLAN, "plan.yaml")
    assert document is not None
    first, second = document["benchmarks"]
    assert first["source"] == {"ref": "minutes", "locator": "page 2"}
    assert second["source"] == {"ref": "minutes", "locator": "page 3"}


def test_defaults_are_filled_in() -> None:
    document, _ = parse(PLAN, "plan.yaml")
    assert document is not None
    theme = document["nodes"][2]
    assert theme["identifier"] == "2"
    assert theme["text"] == {}
    assert document["benchmarks"][1]["verification"] == []
    assert document["benchmarks"][1]["measure"] is None
    assert document["benchmarks"][0]["judge"] is None


def test_bare_dates_stay_text() -> None:
    """YAML would read them as dates; the document is plain JSON."""
    document, _ = parse(PLAN, "plan.yaml")
    assert document is not None
    assert document["period"] == {"start": "2014-01-01", "end": "2018-12-31"}
    assert document["benchmarks"][0]["measure"]["baseline"]["period"] == "2014-01-01"


def test_comments_and_order_of_fields_change_nothing() -> None:
    moved = swap(PLAN, 'key: village-plan\nversion: "1"\n', "")
    moved = f'# A comment.\nversion: "1"\nkey: village-plan\n{moved}'
    one, _ = parse(PLAN, "a.yaml")
    other, _ = parse(moved, "b.yaml")
    assert one is not None
    assert other is not None
    assert checksum_of(one) == checksum_of(other)


def test_composed_and_decomposed_letters_give_the_same_document() -> None:
    one, _ = parse(swap(PLAN, "Village plan,", "\u00c9t\u00e9,"), "a.yaml")
    other, _ = parse(swap(PLAN, "Village plan,", "E\u0301te\u0301,"), "b.yaml")
    assert one == other


def test_all_findings_come_at_once_in_order_of_lines() -> None:
    broken = swap(PLAN, 'version: "1"', "version: 1")
    broken = swap(broken, "level: world", "level: galaxy")
    broken = swap(broken, "{ref: minutes, locator: page 3}", "{ref: protocol}")
    broken = swap(broken, "deadline: 2018-12-31", "deadline: 2018-02-30")
    document, findings = parse(broken, "plan.yaml")
    assert document is None
    assert [finding.line for finding in findings] == [
        line_of(broken, "version: 1"),
        line_of(broken, "level: galaxy"),
        line_of(broken, "deadline: 2018-02-30"),
        line_of(broken, "{ref: protocol}"),
    ]
    assert all(finding.where.startswith("plan.yaml, line ") for finding in findings)


BROKEN = {
    "number instead of text": ('version: "1"', "version: 1", "WRONG_KIND", "version: 1"),
    "missing field": ('version: "1"\n', "", "MISSING", "milepost"),
    "misspelt field": ("identifier:", "identifer:", "UNKNOWN_FIELD", "identifer"),
    "unknown word": ("type: process", "type: processs", "UNKNOWN_WORD", "processs"),
    "unknown language": (
        "{en: Remittances}",
        "{en: Remittances, xx: R}",
        "UNKNOWN_FIELD",
        "Remittances",
    ),
    "no English": ("{en: Remittances}", "{fr: Envois}", "MISSING", "Envois"),
    "empty text": ("{en: Remittances}", '{en: " "}', "EMPTY", '{en: " "}'),
    "capital in key": ('key: "2"', "key: B", "WRONG_FORM", "key: B"),
    "duplicate key": ('key: "1.2"', 'key: "1.1"', "DUPLICATE_KEY", "title: {en: Enforcement}"),
    "key of a node for a benchmark": (
        'key: "1.2"',
        "key: 1-r1",
        "DUPLICATE_KEY",
        "title: {en: Enforcement}",
    ),
    "unknown source": ("{ref: minutes}", "{ref: diary}", "UNKNOWN_SOURCE", "diary"),
    "no source at all": ("    source: {ref: minutes}\n", "", "NO_SOURCE", 'key: "2"'),
    "theme below goal": ("kind: recommendation", "kind: theme", "KIND_ORDER", "kind: theme"),
    "goal below goal": ("kind: recommendation", "kind: goal", "KIND_ORDER", "title: {en: Rati"),
    "target below baseline": ("{value: 50,", "{value: 5,", "TARGET_WRONG_SIDE", "value: 5,"),
    "direction against target": ("direction: up", "direction: down", "TARGET_WRONG_SIDE", "target"),
    "deadline before baseline": (
        "deadline: 2018-12-31",
        "deadline: 2013",
        "WRONG_KIND",
        "deadline",
    ),
    "deadline year before baseline": (
        "deadline: 2018-12-31",
        'deadline: "2013"',
        "DEADLINE_BEFORE_BASELINE",
        "deadline",
    ),
    "day that does not exist": ("2014-01-01, end", "2014-02-30, end", "NO_SUCH_DATE", "period:"),
    "month that does not exist": ('"2013-12"', '"2013-13"', "NO_SUCH_DATE", '"2013-13"'),
    "plan ends before it starts": ("end: 2018", "end: 2008", "PERIOD_BACKWARD", "end: 2008"),
    "no colour": ("              red: {en: Nowhere.}\n", "", "MISSING", "judge:"),
    "no direction": ("              direction: up\n", "", "MISSING", "measure:"),
    "no rule": ("              rule: ratification@1\n", "", "MISSING", "measure:"),
    "rule without version": ("ratification@1", "ratification", "WRONG_FORM", "rule:"),
    "breakdown out of order": (
        "age=15-24|sex=F",
        "sex=F|age=15-24",
        "BREAKDOWN_ORDER",
        "breakdown",
    ),
    "address that is no address": ("https://example", "javascript:example", "WRONG_FORM", "url"),
    "nobody to act": ("action_by: [government]", "action_by: []", "EMPTY", "action_by: []"),
    "actor twice": (
        "[government, civil_society]",
        "[government, government]",
        "REPEATED",
        "[government, government]",
    ),
    "text in place of a list": ("verification:\n              - {en: T", "verification: {en: T",
                                "WRONG_KIND", "verification"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "at"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_file_is_refused_with_the_line(old: str, new: str, code: str, at: str) -> None:
    broken = swap(PLAN, old, new)
    document, findings = parse(broken, "plan.yaml")
    assert document is None
    found = [finding for finding in findings if finding.code == f"FRAMEWORKS_{code}"]
    assert found, findings
    # A missing field is reported at the line of what lacks it, a key at its own line.
    assert abs((found[0].line or 0) - line_of(broken, at)) <= 1


def test_benchmark_needs_measure_or_judge() -> None:
    start, end = PLAN.index("            judge:"), PLAN.index('  - key: "2"\n    kind')
    document, findings = parse(PLAN[:start] + PLAN[end:], "plan.yaml")
    assert document is None
    assert [finding.code for finding in findings] == ["FRAMEWORKS_NEITHER_MEASURED_NOR_JUDGED"]


def test_recommendation_at_the_top_has_no_goal_for_its_benchmarks() -> None:
    start, end = PLAN.index('  - key: "1"\n'), PLAN.index("      - key: 1-r1")
    middle = PLAN[end : PLAN.index('  - key: "2"\n    kind')]
    lifted = "".join(f"{line[4:]}\n" for line in middle.splitlines())
    lifted = swap(
        lifted, "kind: recommendation", "kind: recommendation\n    source: {ref: minutes}"
    )
    document, findings = parse(PLAN[:start] + lifted, "plan.yaml")
    assert document is None
    assert {finding.code for finding in findings} == {"FRAMEWORKS_NO_GOAL"}


def test_misspelt_word_gets_a_suggestion() -> None:
    _, findings = parse(swap(PLAN, "type: process", "type: proces"), "plan.yaml")
    assert "“process”" in findings[0].remedy


def test_long_title_is_a_warning_and_the_document_stands() -> None:
    document, findings = parse(swap(PLAN, "{en: Enforcement}", f"{{en: {'E' * 81}}}"), "p.yaml")
    assert document is not None
    assert [(finding.code, finding.severity) for finding in findings] == [
        ("FRAMEWORKS_TITLE_LONG", Severity.WARNING)
    ]


def test_source_that_nothing_cites_is_a_warning() -> None:
    extra = "  - {key: spare, title: Spare, publisher: Nobody}\nnodes:\n"
    document, findings = parse(swap(PLAN, "nodes:\n", extra), "plan.yaml")
    assert document is not None
    assert [finding.code for finding in findings] == ["FRAMEWORKS_UNUSED_SOURCE"]


def test_target_at_the_baseline_is_a_warning() -> None:
    document, findings = parse(swap(PLAN, "{value: 50,", "{value: 10,"), "plan.yaml")
    assert document is not None
    assert [finding.code for finding in findings] == ["FRAMEWORKS_TARGET_AT_BASELINE"]


def test_indicator_that_is_not_defined_is_a_warning() -> None:
    document, findings = parse(PLAN, "plan.yaml", frozenset({"population"}))
    assert document is not None
    assert [finding.code for finding in findings] == ["FRAMEWORKS_UNKNOWN_INDICATOR"]
    assert findings[0].line == line_of(PLAN, "indicator: treaty-c189")
    assert parse(PLAN, "plan.yaml", frozenset({"treaty-c189"}))[1] == []


def test_file_of_another_format_is_named_and_nothing_else() -> None:
    document, findings = parse(CROSSWALK, "links.yaml")
    assert document is None
    assert [finding.code for finding in findings] == ["FRAMEWORKS_OTHER_FORMAT"]


def test_missing_translations_are_listed_for_files_that_must_be_complete() -> None:
    document, _ = parse(PLAN, "plan.yaml")
    missing = list_missing_texts(document, ("en", "fr", "ar"))
    assert "about: fr" in missing
    assert not any(place.startswith("title:") for place in missing)


def test_keys_of_nodes_and_benchmarks_can_be_linked() -> None:
    document, _ = parse(PLAN, "plan.yaml")
    assert document is not None
    assert list_keys(document) == {"1", "1-r1", "2", "1.1", "1.2"}
