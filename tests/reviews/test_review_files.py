"""Files of editions and assessments: every finding with its line, and idempotence."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.kernel.actors import Actor
from milepost.kernel.errors import BadInput, PermissionRefused
from milepost.reviews.entries import Known, KnownEdition
from milepost.reviews.review_files import parse_assessments, parse_editions
from milepost.reviews.selectors import list_assessments
from milepost.reviews.services import load_assessments, load_editions
from tests.reviews.conftest import EDITIONS

TEXT = """\
milepost: assessments/1
edition: "2015"
framework: plan
assessor: Authors of a report
standpoint: report_author
assessed_on: 2015-11-20
assessments:
  - benchmark: "1.1"
    place: "001"
    colour: yellow
    reason: {en: Some moved., fr: Certains ont avancé.}
    citations:
      - {source: movement, locator: p. 31}
      - {source: movement, locator: p. 32, note: Table 4}
  - benchmark: "1.2"
    place: "004"
    colour: null
    reason: No direction is stated.
    confidence: low
"""


@pytest.mark.django_db
def test_a_file_of_assessments_is_loaded_once(small: str, system: Actor) -> None:
    assert load_assessments(system, TEXT, "a.yaml").added == ("1.1 001", "1.2 004")
    assert load_assessments(system, TEXT, "a.yaml").unchanged == ("1.1 001", "1.2 004")
    changed = load_assessments(system, TEXT.replace("colour: null", "colour: red"), "a.yaml")
    assert changed.changed == ("1.2 004",)
    first, second = list_assessments(small)
    assert first["reason"] == {"en": "Some moved.", "fr": "Certains ont avancé."}
    assert first["citations"] == [
        {"source": "movement", "locator": "p. 31", "note": {}},
        {"source": "movement", "locator": "p. 32", "note": {"en": "Table 4"}},
    ]
    assert (second["colour"], second["confidence"]) == ("red", "low")
    assert second["reason"] == {"en": "No direction is stated."}


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("assessments/1", "assessments/9", "REVIEWS_ASSESSMENTS_UNKNOWN_WORD", 1),
        ('edition: "2015"', 'edition: "2051"', "REVIEWS_UNKNOWN_EDITION", 2),
        ("framework: plan", "framework: plam", "REVIEWS_UNKNOWN_FRAMEWORK", 3),
        ("standpoint: report_author", "standpoint: author", "REVIEWS_ASSESSMENTS_UNKNOWN_WORD", 5),
        ("assessor: Authors of a report\n", "", "REVIEWS_ASSESSMENTS_MISSING", 7),
        ("assessed_on: 2015-11-20", "assessed_on: 2015-11-31", "REVIEWS_NO_SUCH_DAY", 6),
        ('benchmark: "1.1"', "benchmark: 1.1", "REVIEWS_ASSESSMENTS_WRONG_KIND", 8),
        ('benchmark: "1.1"', 'benchmark: "1.7"', "REVIEWS_UNKNOWN_BENCHMARK", 8),
        ('place: "001"', 'place: "999"', "REVIEWS_UNKNOWN_PLACE", 9),
        ("colour: yellow", "colour: amber", "REVIEWS_ASSESSMENTS_UNKNOWN_WORD", 10),
        ("    colour: yellow\n", "", "REVIEWS_ASSESSMENTS_MISSING", 8),
        ("source: movement, locator: p. 32", "source: mouvement, locator: p. 32",
         "REVIEWS_UNKNOWN_SOURCE", 14),
        (", locator: p. 31", "", "REVIEWS_ASSESSMENTS_MISSING", 13),
        ('benchmark: "1.2"\n    place: "004"', 'benchmark: "1.1"\n    place: "001"',
         "REVIEWS_ASSESSMENT_REPEATED", 15),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_a_mistake_is_named_with_its_line_and_nothing_is_kept(
    small: str, system: Actor, old: str, new: str, code: str, line: int
) -> None:
    with pytest.raises(BadInput) as refused:
        load_assessments(system, TEXT.replace(old, new), "a.yaml")
    assert (code, line) in [(finding.code, finding.line) for finding in refused.value.findings]
    assert all(finding.remedy for finding in refused.value.findings)
    assert list_assessments(small) == []


@pytest.mark.django_db
def test_all_mistakes_are_listed_at_once(small: str, system: Actor) -> None:
    text = TEXT.replace('"1.1"', '"8.8"').replace('"004"', '"x1"').replace("movement", "other")
    with pytest.raises(BadInput) as refused:
        load_assessments(system, text, "a.yaml")
    assert [finding.line for finding in refused.value.findings] == [8, 13, 14, 16]


@pytest.mark.django_db
def test_an_assessor_does_not_speak_for_others(small: str, observer: Actor) -> None:
    with pytest.raises(PermissionRefused):
        load_assessments(observer, TEXT, "a.yaml")


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("as_of: 2015-11-25", "as_of: 2015-13-01", "REVIEWS_NO_SUCH_DAY", 5),
        ("frameworks: [plan]", "frameworks: []", "REVIEWS_EDITIONS_EMPTY", 6),
        ('key: "2015"', "key: 2015", "REVIEWS_EDITIONS_WRONG_KIND", 3),
        ('title: {en: "2015"}', 'titel: {en: "2015"}', "REVIEWS_EDITIONS_UNKNOWN_FIELD", 4),
        ("frameworks: [plan]", "frameworks: [plans]", "REVIEWS_UNKNOWN_FRAMEWORK", 3),
    ],
)
@pytest.mark.django_db
def test_a_mistake_in_an_edition_is_named(
    small: str, system: Actor, old: str, new: str, code: str, line: int
) -> None:
    with pytest.raises(BadInput) as refused:
        load_editions(system, EDITIONS.replace(old, new), "e.yaml")
    assert (code, line) in [(finding.code, finding.line) for finding in refused.value.findings]


KNOWN = Known(
    editions={
        "2015": KnownEdition(
            is_open=True,
            benchmarks={"plan": frozenset({"1.1", "1.2"})},
            places=frozenset({"001", "004"}),
        )
    },
    sources=frozenset({"movement"}),
    today=date(2016, 1, 1),
)


def mangled(text: str) -> st.SearchStrategy[str]:
    """The text with a part cut out and something put in."""
    spots = st.integers(0, len(text))
    pieces = st.text(max_size=12) | st.sampled_from(["\n", ": ", "- ", "{", "}", '"', "&a ", "\t"])
    return st.builds(
        lambda first, second, piece: (
            text[: min(first, second)] + piece + text[max(first, second) :]
        ),
        spots,
        spots,
        pieces,
    )


@settings(max_examples=400, deadline=None)
@given(mangled(TEXT))
def test_any_file_of_assessments_gives_entries_or_findings(text: str) -> None:
    entries, findings = parse_assessments(text, "a.yaml", KNOWN)
    assert (entries is None) == any(finding.severity == "error" for finding in findings)
    assert all(finding.line and finding.what and finding.remedy for finding in findings)


@settings(max_examples=200, deadline=None)
@given(mangled(EDITIONS))
def test_any_file_of_editions_gives_entries_or_findings(text: str) -> None:
    entries, findings = parse_editions(text, "e.yaml")
    assert (entries is None) == any(finding.severity == "error" for finding in findings)
    assert all(finding.line and finding.what and finding.remedy for finding in findings)


@pytest.mark.django_db
def test_what_the_form_hides_is_found_at_once(small: str, system: Actor) -> None:
    """A wrong colour in one entry must not hide a wrong benchmark in it, or in another."""
    broken = (
        TEXT.replace("colour: yellow", "colour: amber")
        .replace('benchmark: "1.1"', 'benchmark: "1.7"')
        .replace('benchmark: "1.2"\n    place: "004"', 'benchmark: "1.9"\n    place: "999"')
        .replace("2015-11-20", "2015-11-31")
        .replace("source: movement, locator: p. 32", "source: none, locator: ''")
    )
    with pytest.raises(BadInput) as refused:
        load_assessments(system, broken, "a.yaml")
    found = {(finding.code.removeprefix("REVIEWS_"), finding.line) for finding in
             refused.value.findings}  # fmt: skip
    assert found == {
        ("NO_SUCH_DAY", 6),
        ("UNKNOWN_BENCHMARK", 8),
        ("ASSESSMENTS_UNKNOWN_WORD", 10),
        ("UNKNOWN_SOURCE", 14),
        ("ASSESSMENTS_EMPTY", 14),
        ("UNKNOWN_BENCHMARK", 15),
        ("UNKNOWN_PLACE", 16),
    }


@pytest.mark.django_db
def test_what_the_whole_file_shares_is_told_once(small: str, system: Actor) -> None:
    with pytest.raises(BadInput) as refused:
        load_assessments(system, TEXT.replace('edition: "2015"', 'edition: "2051"'), "a.yaml")
    assert [finding.line for finding in refused.value.findings] == [2]


def test_editions_show_repeats_and_days_beside_errors_of_form() -> None:
    broken = EDITIONS.replace("2015-11-25", "2015-02-30").replace("title:", "titel:", 1)
    rows = broken[broken.index("  - key") :]
    _entries, findings = parse_editions(broken + rows, "e.yaml")
    codes = {finding.code for finding in findings}
    assert {"REVIEWS_NO_SUCH_DAY", "REVIEWS_EDITION_REPEATED"} <= codes
    assert any(code.endswith("UNKNOWN_FIELD") for code in codes)
