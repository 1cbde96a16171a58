"""Agreement and grade of evidence beside a rating, in words and on the page."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from milepost.measure import confidence
from milepost.measure.confidence import evidence_grade
from milepost.publishing.bundle import Bundle
from milepost.publishing.pages.benchmarks import benchmark_page
from milepost.publishing.pages.grading import grade_of
from milepost.publishing.wording_agreement import framework_sentences, spread_sentence
from milepost.publishing.wording_grade import STARTS, grade_sentences
from milepost.reviews.concord import concord_part, framework_concord
from tests.factories.bundle import write_releases
from tests.factories.bundle_places import FRAMEWORK

SPLIT = [1, 3, 3]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    folder: Path = write_releases(tmp_path_factory.mktemp("releases"))["2019"]
    return Bundle(folder)


def test_a_split_panel_in_a_sentence() -> None:
    with translation.override("en"):
        assert spread_sentence(concord_part(SPLIT), "en") == (
            "3 people gave a colour. They lie 2 steps apart. The commonest colour has 67% of "
            "them. Consensus is 0.08, from 0 for a split at the ends to 1 for unanimity."
        )
        assert spread_sentence(concord_part([2, 2]), "en") == (
            "2 people gave a colour, and all gave the same."
        )


def test_agreement_over_a_framework_comes_with_its_interval() -> None:
    whole = framework_concord([[3, 3], [2, 2], [1, 1], [2, 3]])
    with translation.override("en"):
        assert framework_sentences(whole, "en") == [
            "Two or more people judged 4 ratings of this framework.",
            "Over all of them Krippendorff's alpha is 0.79: tentative agreement.",
            "Its 95 per cent interval reaches from −0.40 to 1.00.",
            "Gwet's coefficient, which holds also where nearly all colours are the same, is 0.82.",
        ]


@pytest.mark.parametrize(
    ("panels", "said"),
    [([[3, 3]], "All gave the same colour"), ([[1, 3]], "too few of them for an interval")],
)
def test_what_cannot_be_measured_is_said(panels: list[list[int]], said: str) -> None:
    with translation.override("en"):
        assert said in " ".join(framework_sentences(framework_concord(panels), "en"))


def test_the_page_shows_spread_and_interval() -> None:
    agreement = {**concord_part(SPLIT), "framework": framework_concord([SPLIT, [2, 2], [1, 1]])}
    judged = {
        "n": 3,
        "contested": True,
        "distribution": {"green": 2, "yellow": 0, "red": 1, "none": 0},
    }
    with translation.override("en"):
        page = render_to_string(
            "publishing/parts/agreement.html",
            {"trace": {"agreement": agreement}, "rating": {"judged": judged, "flags": []}},
        )
    assert "They lie 2 steps apart." in page
    assert "95 per cent interval" in page
    assert "Contested:" in page
    assert not render_to_string("publishing/parts/agreement.html", {"trace": None}).strip()


@pytest.mark.parametrize(
    ("key", "grade", "source"),
    [
        # Seen in 2019: one report of 2015, and a list of parties of 2015; old, and alone.
        ("1.2", "D", "study"),
        ("4a.1", "D", "study"),
        ("1.1", "C", "administrative"),
        ("2.2", None, ""),
    ],
)
def test_every_colour_has_a_grade_and_grey_has_none(
    bundle: Bundle, key: str, grade: str | None, source: str
) -> None:
    page = benchmark_page(bundle, FRAMEWORK, key, editions=[bundle], language="en")
    assert page is not None
    working = grade_of(bundle, page["rating"], page["trace"], page["indicator"])
    assert (working["grade"] if working else None) == grade
    assert (page["grade"]["letter"] if page["grade"] else None) == grade
    if working:
        assert working.given[0].value == source


def test_reasons_name_every_step() -> None:
    with translation.override("en"):
        old = grade_sentences(evidence_grade("survey", 3.04, 2, False), "en")
        assert old == [
            "The best source is a survey, so the grade starts at B.",
            "It is 3.0 years old: one step down.",
            "2 independent sources say so: no step.",
            "They disagree: one step down.",
        ]
        alone = grade_sentences(evidence_grade("official", 0.5, 1), "en")
        assert alone[1:] == [
            "It is less than a year old: no step.",
            "1 independent source says so: one step down.",
        ]
        unknown = grade_sentences(evidence_grade("opinion", None, 2, True), "en")
        assert unknown[1] == "Its age is not known: one step down."
        assert grade_sentences(evidence_grade(None), "en") == [
            "No source is known, so the grade is D."
        ]


def test_every_kind_of_source_has_its_words() -> None:
    assert set(STARTS) == set(confidence.STARTS)
