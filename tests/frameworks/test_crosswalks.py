"""Crosswalk files: what is understood, and what is found wrong."""

import pytest

from milepost.frameworks.crosswalks import is_crosswalk, parse_crosswalk
from milepost.kernel.findings import Severity
from tests.factories.frameworks import CROSSWALK, PLAN, line_of, swap

KNOWN = {
    "village-plan": frozenset({"1", "1-r1", "1.1", "1.2", "2"}),
    "town-plan": frozenset({"a", "b"}),
}


def test_valid_file_gives_links_in_a_fixed_order() -> None:
    crosswalk, findings = parse_crosswalk(CROSSWALK, "links.yaml", KNOWN)
    assert findings == []
    assert crosswalk is not None
    assert [link["from"]["node"] for link in crosswalk["links"]] == ["1.1", "2"]
    assert {link["review"] for link in crosswalk["links"]} == {"proposed"}


def test_ends_are_not_looked_up_without_frameworks() -> None:
    crosswalk, findings = parse_crosswalk(CROSSWALK, "links.yaml")
    assert crosswalk is not None
    assert findings == []


BROKEN = {
    "unknown framework": ("framework: town-plan, node: b", "framework: city, node: b",
                          "FRAMEWORKS_UNKNOWN_FRAMEWORK", "city"),
    "unknown node": ("node: b}", "node: z}", "FRAMEWORKS_UNKNOWN_NODE", "node: z"),
    "link to itself": ("{framework: town-plan, node: b}", '{framework: village-plan, node: "2"}',
                       "FRAMEWORKS_LINK_TO_ITSELF", "links:"),
    "confidence of more than one": ("confidence: 0.8", "confidence: 80",
                                    "FRAMEWORKS_CROSSWALK_OUT_OF_RANGE", "confidence: 80"),
    "unknown relation": ("closeMatch", "closeMatsch", "FRAMEWORKS_CROSSWALK_UNKNOWN_WORD",
                         "closeMatsch"),
    "decision without a name": ("review: proposed\n    note", "review: confirmed\n    note",
                                "FRAMEWORKS_NO_REVIEWER", "confirmed"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "at"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_file_is_refused_with_the_line(old: str, new: str, code: str, at: str) -> None:
    broken = swap(CROSSWALK, old, new)
    crosswalk, findings = parse_crosswalk(broken, "links.yaml", KNOWN)
    assert crosswalk is None
    assert [finding.code for finding in findings] == [code]
    assert abs((findings[0].line or 0) - line_of(broken, at)) <= 1


def test_decision_with_a_name_is_understood() -> None:
    decided = swap(
        CROSSWALK, "review: proposed\n    note", "review: confirmed\n    reviewed_by: Awa\n    note"
    )
    crosswalk, findings = parse_crosswalk(decided, "links.yaml", KNOWN)
    assert findings == []
    assert crosswalk is not None
    assert crosswalk["links"][1]["reviewed_by"] == "Awa"


def second_link(start: str, end: str) -> str:
    """Return the file with one more link."""
    return CROSSWALK + (
        f"  - from: {start}\n    to: {end}\n    relation: relatedMatch\n"
        "    confidence: 0.1\n    review: proposed\n"
    )


def test_same_ends_twice_are_refused() -> None:
    broken = second_link('{framework: village-plan, node: "2"}', "{framework: town-plan, node: b}")
    crosswalk, findings = parse_crosswalk(broken, "links.yaml", KNOWN)
    assert crosswalk is None
    assert [finding.code for finding in findings] == ["FRAMEWORKS_LINK_TWICE"]


def test_same_ends_the_other_way_round_are_a_warning() -> None:
    doubtful = second_link(
        "{framework: town-plan, node: b}", '{framework: village-plan, node: "2"}'
    )
    crosswalk, findings = parse_crosswalk(doubtful, "links.yaml", KNOWN)
    assert crosswalk is not None
    assert [finding.severity for finding in findings] == [Severity.WARNING]


def test_framework_file_is_told_apart_from_a_crosswalk() -> None:
    assert is_crosswalk(CROSSWALK)
    assert is_crosswalk('# links\nmilepost: "crosswalk/1"\n')
    assert not is_crosswalk(PLAN)
    crosswalk, findings = parse_crosswalk(PLAN, "plan.yaml", KNOWN)
    assert crosswalk is None
    assert [finding.code for finding in findings] == ["FRAMEWORKS_OTHER_FORMAT"]
