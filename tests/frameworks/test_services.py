"""Loading frameworks and crosswalks, and deciding on links, through the doors."""

import pytest

from milepost.audit.selectors import list_events
from milepost.frameworks.selectors import (
    diff_versions,
    get_document,
    get_source,
    list_frameworks,
    list_known_keys,
    list_links,
    list_versions,
)
from milepost.frameworks.services import (
    load_crosswalk,
    load_files,
    load_framework,
    review_link,
)
from milepost.kernel.actors import Actor
from milepost.kernel.errors import BadInput, MilepostError, NotFound, PermissionRefused
from milepost.kernel.findings import Severity
from tests.factories.frameworks import CROSSWALK, OTHER, PLAN, swap

pytestmark = pytest.mark.django_db

PLAN_2 = swap(swap(PLAN, 'version: "1"', 'version: "2"'), "{value: 50,", "{value: 60,")
ENDS = ("village-plan", "2", "town-plan", "b")


@pytest.fixture
def loaded(admin: Actor) -> None:
    """Two frameworks and the crosswalk between them."""
    load_files(admin, {"links.yaml": CROSSWALK, "plan.yaml": PLAN, "town.yaml": OTHER})


def test_loaded_framework_can_be_read_back(admin: Actor) -> None:
    report = load_framework(admin, PLAN, "plan.yaml")
    assert (report.key, report.version, report.outcome) == ("village-plan", "1", "added")
    assert get_document("village-plan")["version"] == "1"
    assert get_source("village-plan") == PLAN
    (row,) = list_frameworks()
    assert (row["benchmarks"], row["versions"], row["loaded_by"]) == (2, 1, "Admin")
    (event,) = list_events(subject_kind="framework")
    assert event.action == "frameworks.version_loaded"


def test_same_content_again_changes_nothing(admin: Actor) -> None:
    load_framework(admin, PLAN, "plan.yaml")
    report = load_framework(admin, f"# Another comment.\n{PLAN}", "copy.yaml")
    assert report.outcome == "unchanged"
    assert len(list_versions("village-plan")) == 1
    assert len(list_events()) == 1


def test_other_content_under_the_same_version_is_refused(admin: Actor) -> None:
    load_framework(admin, PLAN, "plan.yaml")
    with pytest.raises(BadInput) as caught:
        load_framework(admin, swap(PLAN, "{value: 50,", "{value: 60,"), "plan.yaml")
    (finding,) = [one for one in caught.value.findings if one.severity is Severity.ERROR]
    assert finding.code == "FRAMEWORKS_VERSION_TAKEN"
    assert "1.1" in finding.what
    assert get_document("village-plan")["benchmarks"][0]["measure"]["target"]["value"] == 50


def test_a_text_in_a_further_language_joins_the_version_that_is_loaded(admin: Actor) -> None:
    load_framework(admin, PLAN, "plan.yaml")
    translated = swap(PLAN, "title: {en: Decent work}", "title: {en: Decent work, ru: Труд}")
    dry = load_framework(admin, translated, "plan.yaml", dry_run=True)
    assert (dry.outcome, get_source("village-plan")) == ("updated", PLAN)
    report = load_framework(admin, translated, "plan.yaml")
    assert (report.outcome, report.version, report.before) == ("updated", "1", "1")
    (change,) = report.changes
    assert (change.key, change.field) == ("1", "title.ru")
    assert get_document("village-plan")["nodes"][0]["title"]["ru"] == "Труд"
    assert get_source("village-plan") == translated
    assert len(list_versions("village-plan")) == 1
    event = list_events(subject_kind="framework")[0]
    assert event.action == "frameworks.languages_added"
    assert event.after is not None
    assert event.after["languages"] == ["ru"]
    assert load_framework(admin, translated, "plan.yaml").outcome == "unchanged"


def test_a_changed_text_is_refused_also_beside_a_new_language(admin: Actor) -> None:
    load_framework(admin, PLAN, "plan.yaml")
    other = swap(PLAN, "title: {en: Decent work}", "title: {en: Good work, ru: Труд}")
    with pytest.raises(BadInput):
        load_framework(admin, other, "plan.yaml")
    assert get_source("village-plan") == PLAN


def test_new_version_is_added_and_says_what_changed(admin: Actor) -> None:
    load_framework(admin, PLAN, "plan.yaml")
    report = load_framework(admin, PLAN_2, "plan.yaml")
    assert (report.outcome, report.before) == ("added", "1")
    (change,) = report.changes
    assert (change.key, change.field, change.old, change.new) == (
        "1.1",
        "measure.target.value",
        50,
        60,
    )
    assert [row["version"] for row in list_versions("village-plan")] == ["2", "1"]
    assert get_document("village-plan")["version"] == "2"
    assert get_document("village-plan", "1")["version"] == "1"
    assert diff_versions("village-plan", "1", "2") == list(report.changes)


def test_dry_run_says_the_same_and_changes_nothing(admin: Actor) -> None:
    load_framework(admin, PLAN, "plan.yaml")
    dry = load_framework(admin, PLAN_2, "plan.yaml", dry_run=True)
    assert dry.outcome == "added"
    assert dry.dry_run
    assert get_document("village-plan")["version"] == "1"
    assert dry.changes == load_framework(admin, PLAN_2, "plan.yaml").changes


def test_bad_file_changes_nothing(admin: Actor) -> None:
    with pytest.raises(BadInput):
        load_framework(admin, "nodes: [", "plan.yaml")
    assert list_frameworks() == []
    assert list_events() == []


def test_observer_may_read_and_not_load(admin: Actor, observer: Actor) -> None:
    with pytest.raises(PermissionRefused):
        load_framework(observer, PLAN, "plan.yaml")
    with pytest.raises(PermissionRefused):
        load_crosswalk(observer, CROSSWALK, "links.yaml")
    with pytest.raises(PermissionRefused):
        review_link(observer, "village--town", ENDS, decision="confirmed")
    assert list_frameworks() == []


def test_unknown_framework_or_version_is_not_found(admin: Actor) -> None:
    with pytest.raises(NotFound):
        get_document("nothing")
    load_framework(admin, PLAN, "plan.yaml")
    with pytest.raises(NotFound):
        get_document("village-plan", "7")


def test_several_files_load_frameworks_before_crosswalks(loaded: None) -> None:
    assert len(list_links()) == 2
    assert len(list_links("town-plan")) == 2
    assert list_links("sdg-migration") == []
    assert list_known_keys()["town-plan"] == {"a", "b"}


def test_several_files_load_all_or_none(admin: Actor) -> None:
    with pytest.raises(BadInput) as caught:
        load_files(admin, {"a.yaml": PLAN, "b.yaml": "", "c.yaml": "["})
    assert {finding.where.split(",")[0] for finding in caught.value.findings} == {
        "b.yaml",
        "c.yaml",
    }
    assert list_frameworks() == []


def test_dry_run_of_several_files_follows_links_between_them(admin: Actor) -> None:
    texts = {"links.yaml": CROSSWALK, "plan.yaml": PLAN, "town.yaml": OTHER}
    reports = load_files(admin, texts, dry_run=True)
    assert [report.outcome for report in reports] == ["added", "added", "added"]
    assert list_frameworks() == []
    assert list_links() == []
    assert list_events() == []


def test_crosswalk_into_nowhere_is_refused(admin: Actor) -> None:
    load_framework(admin, PLAN, "plan.yaml")
    with pytest.raises(BadInput) as caught:
        load_crosswalk(admin, CROSSWALK, "links.yaml")
    assert {finding.code for finding in caught.value.findings} == {"FRAMEWORKS_UNKNOWN_FRAMEWORK"}
    assert list_links() == []


def test_crosswalk_loaded_again_changes_nothing(loaded: None, admin: Actor) -> None:
    events = len(list_events())
    assert load_crosswalk(admin, CROSSWALK, "links.yaml").outcome == "unchanged"
    assert len(list_events()) == events


def test_changed_crosswalk_reports_and_applies_changes(loaded: None, admin: Actor) -> None:
    changed = swap(CROSSWALK, "confidence: 0.8", "confidence: 0.6")
    changed = changed[: changed.index('  - from: {framework: village-plan, node: "1.1"}')]
    dry = load_crosswalk(admin, changed, "links.yaml", dry_run=True)
    assert [(change.kind, change.field) for change in dry.changes] == [
        ("removed", ""),
        ("changed", "confidence"),
    ]
    assert len(list_links()) == 2
    assert load_crosswalk(admin, changed, "links.yaml").outcome == "updated"
    (link,) = list_links()
    assert link["confidence"] == 0.6


def test_decision_is_kept_with_its_name_when_the_file_is_loaded_again(
    loaded: None, admin: Actor
) -> None:
    review_link(admin, "village--town", ENDS, decision="confirmed", reason="Read both.")
    load_crosswalk(admin, swap(CROSSWALK, "confidence: 0.8", "confidence: 0.9"), "links.yaml")
    link = next(link for link in list_links() if link["from"]["node"] == "2")
    assert (link["review"], link["reviewed_by"], link["confidence"]) == ("confirmed", "Admin", 0.9)
    assert link["reviewed_at"] is not None
    (event,) = list_events(subject_kind="crosswalk_link")
    assert (event.action, event.reason) == ("frameworks.link_reviewed", "Read both.")


def test_same_decision_again_changes_nothing(loaded: None, admin: Actor) -> None:
    review_link(admin, "village--town", ENDS, decision="rejected")
    review_link(admin, "village--town", ENDS, decision="rejected")
    assert len(list_events(subject_kind="crosswalk_link")) == 1


def test_decision_on_nothing_or_unknown_word_is_refused(loaded: None, admin: Actor) -> None:
    with pytest.raises(NotFound):
        review_link(admin, "village--town", ("a", "b", "c", "d"), decision="confirmed")
    with pytest.raises(MilepostError):
        review_link(admin, "village--town", ENDS, decision="perhaps")
