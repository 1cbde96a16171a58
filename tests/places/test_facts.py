"""The tables of places: complete, consistent, and right on dated days.

The counts rest on public lists: 193 Members of the United Nations since July 2011, and the
numbers of LDCs that the Committee for Development Policy stated after each graduation.
"""

from collections import Counter
from datetime import date

import pytest

from milepost.kernel.languages import LANGUAGES
from milepost.places import facts

AREAS = facts.load_areas()
BY_ISO3 = {area.iso3: area.code for area in AREAS.values() if area.iso3}


def test_every_area_has_names_in_six_languages() -> None:
    for area in AREAS.values():
        assert all(area.names[code].strip() for code in LANGUAGES), area.code
        assert all(area.short[code].strip() for code in LANGUAGES), area.code


def test_kinds_and_codes() -> None:
    kinds = Counter(area.kind for area in AREAS.values())
    assert kinds["world"] == 1
    assert kinds["region"] == 5
    assert kinds["subregion"] == 17
    assert kinds["intermediate"] == 7
    assert kinds["country"] == 193 + 4
    assert kinds["country"] + kinds["area"] == 249
    assert all(len(code) == 3 and code.isdigit() for code in AREAS)
    assert len(BY_ISO3) == 249
    assert len({area.iso2 for area in AREAS.values() if area.iso2}) == 249


def test_every_area_hangs_below_the_world() -> None:
    assert len(facts.list_leaves_below(facts.WORLD)) == 249
    regions = [code for code, area in AREAS.items() if area.kind == "region"]
    # Antarctica belongs to no region of M49.
    assert sum(len(facts.list_leaves_below(code)) for code in regions) == 248


def test_region_and_subregion_are_found_above_an_area() -> None:
    kenya = AREAS[BY_ISO3["KEN"]]
    assert (kenya.parent, kenya.subregion, kenya.region) == ("014", "202", "002")
    assert (AREAS["014"].subregion, AREAS["014"].region) == ("202", "002")
    assert (AREAS["202"].subregion, AREAS["202"].region) == ("202", "002")
    france = AREAS[BY_ISO3["FRA"]]
    assert (france.parent, france.subregion, france.region) == ("155", "155", "150")
    assert AREAS[BY_ISO3["ATA"]].region == ""


@pytest.mark.parametrize(
    ("day", "members"),
    [
        (date(1945, 12, 31), 49),
        (date(1960, 12, 31), 98),
        (date(2006, 6, 27), 191),
        (date(2006, 6, 28), 192),
        (date(2011, 7, 13), 192),
        (date(2011, 7, 14), 193),
        (date(2015, 11, 25), 193),
    ],
)
def test_members_of_the_united_nations(day: date, members: int) -> None:
    """Early counts differ from the official ones (51 in 1945, 99 in 1960) by seats that ended.

    Czechoslovakia and Yugoslavia are left out; Egypt and Syria, one seat from 1958 to 1961, count
    as two.
    """
    assert len(facts.list_members("un-members", day)) == members


def test_observers_are_not_members() -> None:
    for iso3 in ("VAT", "PSE"):
        area = AREAS[BY_ISO3[iso3]]
        assert area.kind == "country"
        assert area.un_member_since is None
        assert area.note


@pytest.mark.parametrize(
    ("day", "members"),
    [
        (date(2008, 1, 1), 49),
        (date(2010, 12, 31), 49),
        (date(2011, 1, 1), 48),
        (date(2013, 1, 1), 49),
        (date(2014, 1, 1), 48),
        (date(2015, 11, 25), 48),
        (date(2017, 6, 3), 48),
        (date(2017, 6, 4), 47),
        (date(2020, 12, 4), 46),
        (date(2023, 12, 13), 45),
        (date(2024, 12, 13), 44),
    ],
)
def test_least_developed_countries(day: date, members: int) -> None:
    assert len(facts.list_members("ldc", day)) == members


@pytest.mark.parametrize(
    ("iso3", "last", "first_without"),
    [
        ("BWA", date(1994, 12, 31), date(1995, 1, 1)),
        ("CPV", date(2007, 12, 31), date(2008, 1, 1)),
        ("MDV", date(2010, 12, 31), date(2011, 1, 1)),
        ("WSM", date(2013, 12, 31), date(2014, 1, 1)),
        ("STP", date(2024, 12, 12), date(2024, 12, 13)),
    ],
)
def test_graduation_ends_membership(iso3: str, last: date, first_without: date) -> None:
    """A month alone is known no more exactly: membership ends after it."""
    assert BY_ISO3[iso3] in facts.list_members("ldc", last)
    assert BY_ISO3[iso3] not in facts.list_members("ldc", first_without)


@pytest.mark.parametrize(
    ("iso3", "before", "first"),
    [
        ("SSD", date(2012, 12, 17), date(2012, 12, 18)),
        ("SEN", date(1999, 12, 31), date(2000, 1, 1)),
        ("TLS", date(2002, 12, 31), date(2003, 1, 1)),
    ],
)
def test_inclusion_begins_membership(iso3: str, before: date, first: date) -> None:
    assert BY_ISO3[iso3] not in facts.list_members("ldc", before)
    assert BY_ISO3[iso3] in facts.list_members("ldc", first)


def test_planned_graduation_removes_nobody() -> None:
    """A planned day may be put off; it is shown, and takes effect when it is confirmed."""
    planned = {
        spell.area: spell.planned_to for spell in facts.load_memberships() if spell.planned_to
    }
    assert planned == dict.fromkeys(
        (BY_ISO3[iso3] for iso3 in ("BGD", "LAO", "NPL")), date(2026, 11, 24)
    )
    assert set(planned) <= set(facts.list_members("ldc", date(2027, 1, 1)))


def test_other_groups() -> None:
    assert len(facts.list_members("lldc", date(2015, 1, 1))) == 32
    assert BY_ISO3["SSD"] not in facts.list_members("lldc", date(2010, 1, 1))
    assert len(facts.list_members("sids", date(2015, 1, 1))) == 53
    assert facts.list_members("nothing", date(2015, 1, 1)) == []


def test_every_membership_has_a_source_and_a_known_area() -> None:
    for spell in facts.load_memberships():
        assert spell.source
        assert AREAS[spell.area].is_leaf
        assert spell.group in facts.load_groups()
        if spell.valid_from and spell.valid_to:
            assert spell.valid_from < spell.valid_to


def test_groups_have_names_and_notes() -> None:
    for group in facts.load_groups().values():
        assert all(group.names[code] for code in LANGUAGES)
        assert all(group.note[code] for code in ("en", "fr", "ar"))
        assert group.source


def test_facts_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        AREAS["004"].names["en"] = "Changed"  # type: ignore[index]


@pytest.mark.parametrize("text", ["2015-13-01", "15", "soon"])
def test_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        facts.first_day(text)
