"""Every public page answers in every language, reads no database, and refuses what is unknown."""

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from milepost.kernel.languages import LANGUAGES

EDITION = "editions/2019"
BENCHMARK = f"{EDITION}/plan-8-points/benchmarks"
PAGES = [
    "",
    f"{EDITION}/",
    "editions/2015/",
    f"{EDITION}/plan-8-points/",
    f"{EDITION}/plan-8-points/goals/1/",
    f"{EDITION}/plan-8-points/goals/2/",
    f"{BENCHMARK}/1.1/",
    f"{BENCHMARK}/1.2/",
    f"{BENCHMARK}/2.1/",
    f"{BENCHMARK}/2.2/",
    f"{BENCHMARK}/4a.1/",
    f"{BENCHMARK}/4a.2/",
    f"{BENCHMARK}/1.1/places/001/",
    f"{BENCHMARK}/1.1/places/608/",
    f"{BENCHMARK}/2.1/places/002/",
    f"{BENCHMARK}/4a.2/places/001/",
    f"{EDITION}/places/",
    f"{EDITION}/places/?q=bra",
    f"{EDITION}/places/?q=nowhere",
    f"{EDITION}/places/608/",
    f"{EDITION}/places/002/",
    f"{EDITION}/places/ldc/",
    f"{EDITION}/paper-and-practice/",
    f"{EDITION}/paper-and-practice/?place=608",
    f"{EDITION}/compare/",
    f"{EDITION}/compare/?a=608&b=076",
    f"{EDITION}/compare/?a=608&b=zz",
    "compare/2015/2019/",
    "compare/2019/2015/",
    "methods/",
    "methods/ratification@1/",
    f"{EDITION}/sources/",
    f"{EDITION}/downloads/",
]
"""Every kind of public page (paths under the language)."""
FILES = [
    (f"{EDITION}/ratings.csv", "text/csv"),
    (f"{BENCHMARK}/1.1/ratings.csv", "text/csv"),
    (f"{BENCHMARK}/1.1/trace.json", "application/json"),
    (f"{BENCHMARK}/1.1/share.png", "image/png"),
    (f"{EDITION}/files/edition.json", "application/json"),
    (f"{EDITION}/files/observations/treaty-c189.parquet", "application/vnd.apache.parquet"),
    (f"{EDITION}/charts/plan-8-points.heatmap.svg", "image/svg+xml"),
    (f"{EDITION}/charts/plan-8-points.1.1.map.csv", "text/csv"),
    (f"{EDITION}/charts/plan-8-points.1.1.001.series.png", "image/png"),
]
UNKNOWN = [
    "editions/1900/",
    f"{EDITION}/nothing/",
    f"{EDITION}/plan-8-points/goals/99/",
    f"{BENCHMARK}/99.9/",
    f"{BENCHMARK}/99.9/trace.json",
    f"{BENCHMARK}/99.9/share.png",
    f"{BENCHMARK}/1.1/places/nowhere/",
    f"{EDITION}/places/nowhere/",
    f"{EDITION}/paper-and-practice/?place=nowhere",
    f"{EDITION}/charts/nothing.svg",
    f"{EDITION}/charts/plan-8-points.heatmap.exe",
    f"{EDITION}/charts/nothing/embed/",
    f"{EDITION}/files/nothing.json",
    f"{EDITION}/files/../../published.json",
    f"{EDITION}/files/%2e%2e/%2e%2e/published.json",
    f"{EDITION}/files//etc/passwd",
    "editions/..%2f..%2f/",
    "compare/2015/2015/",
    "compare/2015/1900/",
    "methods/nothing@1/",
]
FIRST_LOAD_BYTES = 150_000


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_page_answers_in_the_language_and_without_the_database(
    client: Client, site: Path, language: str, path: str
) -> None:
    """No ``django_db`` mark: a query would fail the test."""
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200
    html = response.content.decode()
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert len(re.findall("<h1", html)) == 1
    assert "style=" not in html
    # Linked data for search engines are no script: nothing of them runs.
    assert re.findall("<script[^>]*>", html) in ([], ['<script type="application/ld+json">'])


@pytest.mark.parametrize(("path", "media_type"), FILES)
def test_file_answers_with_its_media_type(
    client: Client, site: Path, path: str, media_type: str
) -> None:
    response = client.get(f"/en/{path}")
    assert response.status_code == 200
    assert response["Content-Type"].startswith(media_type)


@pytest.mark.parametrize("path", UNKNOWN)
def test_what_is_unknown_is_missing(client: Client, site: Path, path: str) -> None:
    assert client.get(f"/en/{path}").status_code == 404


def test_page_keeps_place_and_query_when_language_or_edition_changes(
    client: Client, site: Path
) -> None:
    html = client.get("/en/editions/2019/compare/?a=608&b=076").content.decode()
    assert 'href="/fr/editions/2019/compare/?a=608&amp;b=076"' in html
    assert 'href="/en/editions/2015/compare/?a=608&amp;b=076"' in html


def test_contested_is_a_state_of_its_own(client: Client, site: Path) -> None:
    html = client.get("/en/editions/2019/plan-8-points/benchmarks/4a.1/").content.decode()
    assert "state-contested" in html
    assert "Contested, because 4 judged and they disagree." in html


def test_working_shows_inputs_steps_parameters_people_and_what_would_change(
    client: Client, site: Path
) -> None:
    html = client.get("/en/editions/2019/plan-8-points/benchmarks/1.1/").content.decode()
    for part in (
        "Steps",
        "Parameters",
        "Figures used",
        "Figures set aside",
        "What would change it",
    ):
        assert part in html
    assert 'id="why"' in html
    assert "Green with 5 more parties." in html


def test_decision_stands_beside_what_the_rule_says(client: Client, site: Path) -> None:
    html = client.get("/en/editions/2019/plan-8-points/benchmarks/2.1/").content.decode()
    assert "What the rule says" in html
    assert "The corridor average hides the cheapest third." in html


def test_search_text_is_shown_escaped(client: Client, site: Path) -> None:
    html = client.get("/en/editions/2019/places/", {"q": '"><script>x</script>'}).content.decode()
    assert "<script>" not in html


def test_embed_may_be_framed_and_other_pages_may_not(client: Client, site: Path) -> None:
    embed = client.get("/en/editions/2019/charts/plan-8-points.heatmap/embed/")
    assert "frame-ancestors *" in embed["Content-Security-Policy"]
    assert "X-Frame-Options" not in embed
    page = client.get("/en/editions/2019/")
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert "unsafe-inline" not in page["Content-Security-Policy"]


def test_nothing_published_says_what_belongs_here_and_how_to_start(
    client: Client, home: Path, settings: Settings
) -> None:
    response = client.get("/en/")
    assert response.status_code == 200
    html = response.content.decode()
    assert "Nothing is published here yet" in html
    assert "milepost edition open" in html
    assert client.get("/en/methods/").status_code == 200


def test_spreadsheet_formula_in_a_cell_is_made_inert(client: Client, site: Path) -> None:
    lines = client.get("/en/editions/2019/ratings.csv").content.decode().splitlines()
    assert lines[0].startswith("framework,benchmark,goal,place,")
    assert not [line for line in lines if line.startswith(("=", "@", "+"))]
