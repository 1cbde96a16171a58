"""Finding the place that a text means: codes, six languages, former names, and doubt."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.places import facts
from milepost.places.matching import Matcher, ambiguous_names, fold

MATCHER = Matcher()
AREAS = facts.load_areas()
FORMS: tuple[Literal["NFC", "NFD", "NFKC", "NFKD"], ...] = ("NFC", "NFD", "NFKC", "NFKD")
AMBIGUOUS = ambiguous_names()
NAMES = sorted(
    (name, area.code)
    for area in AREAS.values()
    for name in area.names.values()
    if fold(name) not in AMBIGUOUS
)


def iso3(text: str) -> str | None:
    """Return the ISO3 code of the match, the code itself for regions and groups."""
    code = MATCHER.match(text)
    area = facts.find_area(code or "")
    return (area.iso3 or area.code) if area else code


def test_every_official_name_in_six_languages_is_found() -> None:
    assert len(NAMES) > 1500
    assert {name: MATCHER.match(name) for name, _ in NAMES} == dict(NAMES)


def test_every_code_is_found() -> None:
    for area in AREAS.values():
        assert MATCHER.match(area.code) == area.code
        assert MATCHER.match(area.code.lstrip("0")) == area.code
        if area.iso2:
            assert MATCHER.match(area.iso2) == area.code
            assert MATCHER.match(area.iso3.lower()) == area.code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ivory Coast", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("CÔTE D’IVOIRE", "CIV"),
        ("Viet Nam", "VNM"),
        ("vietnam", "VNM"),
        ("Vietnam, Socialist Republic of", None),
        ("Swaziland", "SWZ"),
        ("Cape Verde", "CPV"),
        ("Czech Republic", "CZE"),
        ("Turkey", "TUR"),
        ("Turquía", "TUR"),
        ("Burma", "MMR"),
        ("The former Yugoslav Republic of Macedonia", "MKD"),
        ("Bolivia", "BOL"),
        ("Bolivia, Plurinational State of", "BOL"),
        ("Iran (Islamic Rep. of)", "IRN"),
        ("Korea, Republic of", "KOR"),
        ("Korea, Dem. People's Rep.", "PRK"),
        ("Congo, Dem. Rep.", "COD"),
        ("Congo, Rep.", "COG"),
        ("RD Congo", "COD"),
        ("Gambia, The", "GMB"),
        ("the Bahamas", "BHS"),
        ("St. Kitts & Nevis", "KNA"),
        ("Saint Vincent & Grenadines", "VCT"),
        ("São Tomé & Príncipe", "STP"),
        ("Hong Kong SAR, China", "HKG"),
        ("West Bank and Gaza", "PSE"),
        ("Virgin Islands (U.S.)", "VIR"),
        ("UK", "GBR"),
        ("EE.UU.", "USA"),
        ("США", "USA"),
        ("ЮАР", "ZAF"),
        ("Белоруссия", "BLR"),
        ("سوريا", "SYR"),
        ("الجزائر", "DZA"),
        ("جزائر", "DZA"),
        ("أذربيجان", "AZE"),
        ("اذربيجان", "AZE"),
        ("韩国", "KOR"),
        ("刚果（金）", "COD"),
        ("World", "001"),
        ("Monde", "001"),
        ("Latin America & the Caribbean", "419"),
        ("Least developed countries (LDC)", "ldc"),
        ("Small island developing States", "sids"),
    ],
)
def test_usual_and_former_names(text: str, code: str | None) -> None:
    assert iso3(text) == code


@pytest.mark.parametrize(
    "text",
    [
        *("France*", "France (1)", "France [a]", "France¹", "France 2/", "France†", "France1"),
        *(" France ", "FRANCE", "La France", "France (la)"),
    ],
)
def test_footnote_marks_and_articles_do_not_matter(text: str) -> None:
    assert iso3(text) == "FRA"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Congo", {"178", "180"}),
        ("congo*", {"178", "180"}),
        ("Korea", {"408", "410"}),
        ("Micronesia", {"057", "583"}),
        ("Saint Martin", {"534", "663"}),
        ("Virgin Islands", {"092", "850"}),
    ],
)
def test_doubtful_name_matches_nothing_and_suggests_all(text: str, codes: set[str]) -> None:
    assert MATCHER.match(text) is None
    assert set(MATCHER.suggest(text)) == codes


def test_only_expected_names_are_doubtful() -> None:
    """A new alias that fits two places must be noticed, not silently stop matching."""
    pairs = {frozenset(codes) for codes in AMBIGUOUS.values()}
    assert pairs == {
        frozenset({"178", "180"}),
        frozenset({"408", "410"}),
        frozenset({"057", "583"}),
        frozenset({"534", "663"}),
        frozenset({"092", "850"}),
    }


@pytest.mark.parametrize("text", ["", " ", "the", "Atlantis", "999", "-", "..", "12.5", "Total¹"])
def test_what_is_no_place_matches_nothing(text: str) -> None:
    assert MATCHER.match(text) is None


def test_misspelt_name_gets_the_nearest_suggestions() -> None:
    assert MATCHER.match("Swazilnd") is None
    assert MATCHER.suggest("Swazilnd")[0] == "748"
    assert MATCHER.suggest("Philipines")[0] == "608"
    assert MATCHER.suggest("qqqqqq") == []


@pytest.mark.parametrize("text", ["Kosovo", "XKX", "Yugoslavia", "Netherlands Antilles (1)"])
def test_names_outside_m49_are_explained(text: str) -> None:
    assert MATCHER.match(text) is None
    assert MATCHER.explain(text)


def test_names_of_places_need_no_explanation() -> None:
    assert MATCHER.explain("Kenya") == ""


def test_extra_names_are_matched_too() -> None:
    matcher = Matcher([("Survey region Africa", ("survey-africa",))])
    assert matcher.match("survey region AFRICA") == "survey-africa"
    assert matcher.match("Kenya") == "404"
    assert MATCHER.match("Survey region Africa") is None


def test_extra_name_of_a_country_becomes_doubtful() -> None:
    matcher = Matcher([("Kenya", ("my-group",))])
    assert matcher.match("Kenya") is None
    assert matcher.suggest("Kenya") == ["404", "my-group"]


@st.composite
def disguised(draw: st.DrawFn) -> tuple[str, str]:
    """Draw an official name with other case, blanks, marks and composition of letters."""
    name, code = draw(st.sampled_from(NAMES))
    form = draw(st.sampled_from(FORMS))
    name = unicodedata.normalize(form, name)
    name = draw(st.sampled_from([name.upper(), name.lower(), name.title(), name]))
    name = name.replace(" ", draw(st.sampled_from([" ", "  ", "\u00a0", " \t"])))
    mark = draw(st.sampled_from(["", "*", " (1)", "[2]", "¹", " †"]))
    before, after = draw(st.sampled_from(["", " ", "\n"])), draw(st.text(" \t", max_size=2))
    return f"{before}{name}{mark}{after}", code


@given(disguised())
def test_case_blanks_marks_and_composition_do_not_matter(case: tuple[str, str]) -> None:
    text, code = case
    assert Matcher().match(text) == code


@given(st.sampled_from(NAMES))
def test_accents_do_not_matter(case: tuple[str, str]) -> None:
    name, code = case
    plain = unicodedata.normalize("NFD", name)
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    assert Matcher().match(bare) == code


@given(st.text(max_size=40))
def test_any_text_is_answered_and_folding_is_stable(text: str) -> None:
    code = MATCHER.match(text)
    assert code is None or code in AREAS or code in facts.load_groups()
    assert fold(fold(text)) == fold(text)
