"""Cities below a country: loaded from a file, found by their codes, refused with reasons."""

import json

import pytest
from django.core.management import call_command

from milepost.accounts.selectors import is_place, place_choices
from milepost.audit.selectors import list_events
from milepost.kernel.actors import Actor
from milepost.kernel.errors import BadInput, PermissionRefused
from milepost.places.selectors import build_matcher, list_areas, list_cities
from milepost.places.services import load_groups

CITIES = """\
milepost: places/1
cities:
  - key: sn-dakar
    title: {en: Dakar, ar: داكار}
    parent: SEN
    iso: SN-DK
    source: Names of the network
  - key: pa-panama
    title: {en: Panama}
    parent: PAN
"""
ONE = "milepost: places/1\ncities:\n  - {key: sn-thies, title: {en: Thiès}, "


@pytest.mark.django_db
def test_a_city_stands_below_its_country_and_beside_no_area(admin: Actor) -> None:
    assert load_groups(admin, CITIES, "cities.yaml").added == ("pa-panama", "sn-dakar")
    rows = {row["code"]: row for row in list_cities()}
    assert (rows["sn-dakar"]["kind"], rows["sn-dakar"]["parent"]) == ("city", "686")
    assert (rows["sn-dakar"]["region"], rows["sn-dakar"]["names"]["ar"]) == ("002", "داكار")
    assert "sn-dakar" not in {area["code"] for area in list_areas()}
    assert set(rows["sn-dakar"]) == set(list_areas()[0])
    assert is_place("sn-dakar")
    assert ("sn-dakar", "Dakar") in place_choices("en")


@pytest.mark.django_db
def test_a_city_is_found_by_its_codes_and_takes_no_name_from_a_country(admin: Actor) -> None:
    load_groups(admin, CITIES, "cities.yaml")
    matcher = build_matcher()
    assert matcher.match("sn-dakar") == matcher.match("SN-DK") == "sn-dakar"
    assert matcher.match("Panama") == "591"
    assert matcher.match("Dakar") is None


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing(admin: Actor) -> None:
    load_groups(admin, CITIES, "cities.yaml")
    events = len(list_events())
    assert load_groups(admin, CITIES, "cities.yaml").unchanged == ("pa-panama", "sn-dakar")
    assert len(list_events()) == events == 2
    changed = CITIES.replace("SN-DK", "SN-TH")
    assert load_groups(admin, changed, "cities.yaml").changed == ("sn-dakar",)
    event = list_events(subject_key="sn-dakar")[0]
    assert event.before is not None
    assert event.before["iso"] == "SN-DK"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ('parent: "002"}', "PLACES_UNKNOWN_COUNTRY"),
        ("parent: XXX}", "PLACES_UNKNOWN_COUNTRY"),
        ("parent: SEN, iso: FR-75}", "PLACES_FOREIGN_CODE"),
        ("parent: SEN}\n  - {key: sn-thies, title: {en: T}, parent: SEN}", "PLACES_DUPLICATE_KEY"),
        ("parent: SEN, iso: dakar}", "PLACES_"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(admin: Actor, rest: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        load_groups(admin, f"{ONE}{rest}\n", "cities.yaml")
    assert all(finding.code.startswith(code) for finding in refused.value.findings)
    assert all(finding.line for finding in refused.value.findings)
    assert list_cities() == []


@pytest.mark.django_db
def test_one_key_names_one_place(admin: Actor) -> None:
    group = "milepost: places/1\ngroups:\n  - {key: sn-dakar, title: {en: G}, members: [SEN]}\n"
    load_groups(admin, group, "groups.yaml")
    with pytest.raises(BadInput) as refused:
        load_groups(admin, CITIES, "cities.yaml")
    assert [finding.code for finding in refused.value.findings] == ["PLACES_KEY_TAKEN"]


@pytest.mark.django_db
def test_only_those_who_keep_places_load_cities(observer: Actor) -> None:
    with pytest.raises(PermissionRefused):
        load_groups(observer, CITIES, "cities.yaml")


@pytest.mark.django_db
def test_cities_are_listed_on_the_command_line(
    admin: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    load_groups(admin, CITIES, "cities.yaml")
    call_command("places", "list", "--cities", "--json")
    assert [row["code"] for row in json.loads(capsys.readouterr().out)] == ["pa-panama", "sn-dakar"]
