"""A network's own groups: loading them, and finding them among all groups."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.audit.selectors import list_events
from milepost.kernel.actors import Actor
from milepost.kernel.errors import BadInput, PermissionRefused
from milepost.places import facts
from milepost.places.group_file import parse_groups
from milepost.places.selectors import (
    build_matcher,
    expand,
    list_areas,
    list_groups,
    match_area,
)
from milepost.places.services import load_groups

GROUPS = """\
milepost: places/1
groups:
  - key: survey-africa
    title: {en: Africa of the survey, fr: Afrique de l’enquête}
    members: ["002"]
    except: [EGY, MAR]
    note: {en: Egypt and Morocco answered with the Middle East.}
    source: Survey report
  - key: survey-small
    title: {en: Small}
    members: [FJI, "882"]
"""
DAY = date(2015, 11, 25)


@pytest.mark.django_db
def test_loaded_groups_stand_beside_the_others(admin: Actor) -> None:
    report = load_groups(admin, GROUPS, "groups.yaml")
    assert report.added == ("survey-africa", "survey-small")
    groups = {group["code"]: group for group in list_groups(DAY)}
    assert len(groups["survey-africa"]["members"]) == 60 - 2
    assert groups["survey-small"]["members"] == ["242", "882"]
    assert groups["survey-small"]["kind"] == "network"
    assert groups["survey-africa"]["names"]["fr"] == "Afrique de l’enquête"


@pytest.mark.django_db
def test_same_file_again_changes_nothing(admin: Actor) -> None:
    load_groups(admin, GROUPS, "groups.yaml")
    events = len(list_events())
    report = load_groups(admin, GROUPS, "groups.yaml")
    assert report.unchanged == ("survey-africa", "survey-small")
    assert len(list_events()) == events == 2


@pytest.mark.django_db
def test_changed_group_is_replaced_and_others_stay(admin: Actor) -> None:
    load_groups(admin, GROUPS, "groups.yaml")
    only = "milepost: places/1\ngroups:\n  - key: survey-small\n    title: {en: Small}\n"
    report = load_groups(admin, f"{only}    members: [WSM]\n", "small.yaml")
    assert (report.added, report.changed) == ((), ("survey-small",))
    groups = {group["code"]: group["members"] for group in list_groups(DAY)}
    assert groups["survey-small"] == ["882"]
    assert len(groups["survey-africa"]) == 58
    event = list_events(subject_key="survey-small")[0]
    assert event.before is not None
    assert event.before["members"] == ["242", "882"]


@pytest.mark.django_db
def test_groups_can_be_matched_by_key_and_title(admin: Actor) -> None:
    assert match_area("Africa of the survey") is None
    load_groups(admin, GROUPS, "groups.yaml")
    assert match_area("survey-africa") == "survey-africa"
    assert build_matcher().match("AFRIQUE DE L'ENQUETE") == "survey-africa"
    assert match_area("Africa") == "002"


@pytest.mark.django_db
def test_observer_may_not_load(observer: Actor) -> None:
    with pytest.raises(PermissionRefused):
        load_groups(observer, GROUPS, "groups.yaml")


@pytest.mark.django_db
def test_bad_file_changes_nothing_and_names_every_line(admin: Actor) -> None:
    broken = GROUPS.replace("survey-small", "ldc").replace('"882"', "XXX, FJI")
    with pytest.raises(BadInput) as caught:
        load_groups(admin, broken, "groups.yaml")
    assert {(finding.code, finding.line) for finding in caught.value.findings} == {
        ("PLACES_WRONG_FORM", 9),
        ("PLACES_KEY_TAKEN", 9),
        ("PLACES_UNKNOWN_PLACE", 11),
        ("PLACES_REPEATED_PLACE", 11),
    }
    assert not any(group["kind"] == "network" for group in list_groups(DAY))


@pytest.mark.django_db
def test_groups_of_a_day_have_the_members_of_that_day() -> None:
    before = {group["code"]: group["members"] for group in list_groups(date(2013, 12, 31))}
    after = {group["code"]: group["members"] for group in list_groups(date(2014, 1, 1))}
    assert set(before["ldc"]) - set(after["ldc"]) == {"882"}
    assert before["001"] == after["001"]
    assert len(after["un-members"]) == 193
    assert all(members == sorted(members) for members in after.values())


def test_areas_have_the_shape_that_other_rooms_read() -> None:
    areas = {area["code"]: area for area in list_areas()}
    assert areas["004"] == {
        "code": "004",
        "iso2": "AF",
        "iso3": "AFG",
        "kind": "country",
        "names": dict(facts.load_areas()["004"].names),
        "short": dict(facts.load_areas()["004"].short),
        "parent": "034",
        "region": "142",
        "subregion": "034",
        "un_member": True,
        "un_member_since": "1946-11-19",
        "note": "",
    }
    assert areas["001"]["kind"] == "world"
    assert not areas["001"]["un_member"]


def test_regions_expand_and_exceptions_leave() -> None:
    assert expand(["021"]) == ["060", "124", "304", "666", "840"]
    assert expand(["021", "840"], ["304", "021"]) == []
    assert expand([]) == []


def test_examples_of_the_reference_page_have_no_findings() -> None:
    page = Path(__file__).parents[2] / "docs/reference/places.md"
    examples = re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        groups, findings = parse_groups(example, "groups.yaml")
        assert findings == []
        assert groups is not None


@given(st.text(max_size=200))
def test_no_group_file_raises(text: str) -> None:
    for tried in (text, GROUPS[: len(text) * 2] + text + GROUPS[len(text) * 2 :]):
        groups, findings = parse_groups(tried, "groups.yaml")
        assert groups is not None or findings
