"""Who answered, beside a rating: on pages, at the desk, in the report, in CSV and the interface."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from milepost.kernel.actors import Actor
from milepost.publishing.bundle import Bundle
from milepost.publishing.library import get_library
from milepost.publishing.pages.grading import letter_of
from milepost.publishing.report.parts_findings import benchmark_blocks
from milepost.publishing.report.scope import Scope
from milepost.publishing.report.tree import Section, Sentence
from milepost.publishing.services import build_release, publish_release
from milepost.publishing.wording_survey_basis import survey_sentences
from milepost.reviews.selectors import get_edition
from milepost.reviews.views import rating_page
from tests.factories import observed
from tests.factories.instance import close_one

pytestmark = pytest.mark.django_db

PLACE_PAGE = "/en/editions/2018/village-plan/benchmarks/1.3/places/686/"
FIGURE: dict[str, Any] = {
    "why": "", "answered": 24, "frame": 54, "effective": 24.0, "low": 36.0, "high": 64.0,
}  # fmt: skip
SURVEY: dict[str, Any] = {
    "dissimilarity": 0.1, "by_chance": 0.05, "under": ["africa"], "over": [],
}  # fmt: skip


def published(system: Actor, home: Path, description: str = observed.DESCRIPTION) -> Bundle:
    """Publish the edition of 2018 on a survey and return it as pages read it."""
    observed.fill(system, home, description)
    close_one(system, "2018")
    build_release(system, "2018")
    publish_release(system, "2018")
    bundle = get_library().newest()
    assert bundle is not None
    return bundle


def said(**changes: Any) -> str:
    part = {
        "figures": [FIGURE],
        "surveys": [SURVEY],
        "representative": "yes",
        "state": "green",
        "interval": {"why": "no_colour"},
        **changes,
    }
    with translation.override("en"):
        return " ".join(survey_sentences({"survey": part}, None, "en"))


def test_the_sentences_of_each_outcome() -> None:
    green, yellow = {"value": 64.0, "state": "green"}, {"value": 36.0, "state": "yellow"}
    firm = said(interval={"why": "", "low": green, "high": green, "firm": True})
    assert "24 answers of 54" in firm
    assert "the same from one end to the other" in firm
    assert "represent those who were to be asked: 10%" in firm
    loose = said(interval={"why": "", "low": yellow, "high": green, "firm": False})
    assert "Yellow if it were 36. So the colour is not firm." in loose
    assert "if it were 64" not in loose
    assert "takes one step down" in said(representative="no")
    assert "as much as 11" in said(figures=[{**FIGURE, "effective": 11.2}])
    assert "is not known" in said(representative="unknown")
    gone = said(figures=[{**FIGURE, "why": "no_table"}], surveys=[], representative="unknown")
    assert gone.startswith("It was taken from a survey whose table is not part of this edition")
    many = said(figures=[FIGURE, FIGURE], surveys=[SURVEY, SURVEY], interval={"why": "aggregated"})
    assert many.startswith("2 figures behind it were taken from surveys. It is made from several")
    assert "do not represent" in said(surveys=[SURVEY, SURVEY], representative="no")
    assert "not carried through" in said(interval={"why": "derived"})
    assert survey_sentences({"survey": None}, None, "en") == []
    assert survey_sentences(None, None, "en") == []


def test_the_pages_show_who_answered(system: Actor, home: Path, client: Client) -> None:
    published(system, home)
    page = client.get(PLACE_PAGE).content.decode()
    assert "Who answered the survey behind it" in page
    assert "So the colour is not firm." in page
    assert "Not firm." in page
    assert "of 27 asked" in page
    assert "/en/editions/2018/surveys/governments-2018/q1/" in page
    country = client.get("/en/editions/2018/places/686/").content.decode()
    assert "Who answered the surveys behind these ratings" in country
    assert "24 answers of 54" in country
    other = client.get("/en/editions/2018/places/288/").content.decode()
    assert "Who answered the surveys" not in other
    assert client.get(PLACE_PAGE.replace("/en/", "/ar/")).status_code == 200


def test_a_survey_starts_the_grade_and_one_that_does_not_represent_lowers_it(
    system: Actor, home: Path, client: Client
) -> None:
    """Of one source and less than two years old: B and a step for standing alone."""
    bundle = published(system, home)
    assert grade(bundle) == "C"
    page = client.get(PLACE_PAGE).content.decode()
    assert "represent those who were to be asked: no step." in page


def test_a_survey_that_does_not_represent_takes_a_step(
    system: Actor, home: Path, client: Client
) -> None:
    bundle = published(system, home, observed.SKEWED)
    assert grade(bundle) == "D"
    page = client.get(PLACE_PAGE).content.decode()
    assert "do not represent those who were to be asked: one step down." in page
    assert "under-represented: 1, over-represented: 2" in page


def grade(bundle: Bundle) -> str:
    rating = bundle.rating("village-plan", "1.3", observed.PLACE)
    assert rating is not None
    assert rating["state"] == "green"
    return letter_of(bundle, rating)


def test_the_table_the_trace_and_the_interface_carry_it(
    system: Actor, home: Path, client: Client
) -> None:
    published(system, home)
    content = client.get("/en/editions/2018/village-plan/benchmarks/1.3/ratings.csv").content
    rows = {row["place"]: row for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))}
    own = rows[observed.PLACE]
    assert (own["survey"], own["respondents"], own["effective_n"]) == (
        "governments-2018/q1",
        "24",
        "24.0",
    )
    assert float(own["interval_low"]) < 50 < float(own["interval_high"])
    assert (own["representative"], own["flags"]) == ("yes", "not_firm")
    assert {row["survey"] for place, row in rows.items() if place != observed.PLACE} <= {""}
    address = f"/api/v1/editions/2018/ratings/village-plan/1.3/{observed.PLACE}"
    answer = client.get(address).json()["data"]
    assert answer["trace"]["survey"]["figures"][0]["answered"] == 24
    assert answer["flags"] == ["not_firm"]


def test_the_report_says_who_answered_and_leads_to_the_working(system: Actor, home: Path) -> None:
    bundle = published(system, home)
    scope = Scope(bundle, "en", "national", observed.PLACE)
    benchmark = bundle.benchmark("village-plan", "1.3")
    assert benchmark is not None
    (section,) = benchmark_blocks(scope, benchmark)
    assert isinstance(section, Section)
    sentences = [block for block in section.blocks if isinstance(block, Sentence)]
    (told,) = [block for block in sentences if block.key.startswith("survey:")]
    assert "24 answers of 54" in str(told.inlines)
    assert told.trace.endswith("benchmarks/1.3/places/686/")


def test_the_desk_shows_it_in_the_unit_of_the_indicator(system: Actor, home: Path) -> None:
    observed.fill(system, home)
    close_one(system, "2018")
    page = rating_page("2018", ("village-plan", "1.3", observed.PLACE))
    assert get_edition("2018")["state"] == "closed"
    words = " ".join(survey_sentences(page["trace"], page["indicator"], "en"))
    assert "%" in words.split("between")[1]
