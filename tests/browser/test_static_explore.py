"""Exploring and comparing in the site as files: the scripts show what the service shows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import QueryDict
from django.utils import translation
from playwright.sync_api import Browser, Page

from milepost.publishing.bundle import Bundle
from milepost.publishing.charts.model import ValueMapChart
from milepost.publishing.explore import drawing, figures
from milepost.publishing.explore.question import Question, View, read_question
from milepost.publishing.pages.comparison import places_comparison
from milepost.publishing.pages.explore import pivot
from milepost.publishing.pages.tallies import shown_state
from milepost.publishing.static_site.building import build_site
from milepost.publishing.static_site.options import Options
from tests.browser.file_site import served_files
from tests.browser.test_site import OVERFLOWS, violations
from tests.factories.bundle import write_edition, write_releases

pytestmark = pytest.mark.browser

COST, DEATHS, TREATY = "remittance-cost", "migrant-deaths", "treaty-c189"
QUESTIONS = (
    f"indicator={COST}&place=608&place=840&view=chart",
    f"indicator={COST}&place=608&from=2012&to=2018&view=table",
    f"indicator={TREATY}&place=001&place=150&view=chart",
    f"indicator={DEATHS}&view=map",
    f"indicator={TREATY}&view=map",
    f"indicator={COST}&against={TREATY}&view=against",
)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """The synthetic edition of 2019, as the service reads it."""
    folder = write_edition(tmp_path_factory.mktemp("explored"), "2019")
    return Bundle(folder, folder.name)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the edition in a site as files."""
    root = tmp_path_factory.mktemp("explore-files")
    releases = tmp_path_factory.mktemp("explore-releases")
    write_releases(releases)
    build_site(releases, Options(root, ("2019",), ("en", "ar")))
    with served_files(root) as address:
        yield address


@pytest.fixture(params=[360, 1440])
def page(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A page as wide as a phone or a desk; a message on the console is a failure."""
    opened = chromium.new_page(viewport={"width": request.param, "height": 900})
    problems: list[str] = []
    opened.on("console", lambda message: problems.append(message.text))
    opened.on("pageerror", lambda error: problems.append(str(error)))
    yield opened
    opened.close()
    assert problems == []


def opened(page: Page, site: str, query: str = "", language: str = "en") -> None:
    page.goto(f"{site}{language}/editions/2019/explore/{'?' if query else ''}{query}")
    if "indicator" in query and "none" not in query:
        page.locator("#told:not(:empty)").wait_for(state="attached")
        page.wait_for_load_state("networkidle")


def ask(bundle: Bundle, query: str) -> Question:
    return read_question(QueryDict(query), bundle).question


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("query", ["", *QUESTIONS, "indicator=none&place=xyz&from=20"])
def test_every_answer_is_accessible(query: str, language: str, site: str, page: Page) -> None:
    opened(page, site, query, language)
    assert violations(page) == []
    assert not page.evaluate(OVERFLOWS)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("indicator", [COST, DEATHS, TREATY])
def test_the_table_says_what_the_service_says(
    indicator: str, language: str, bundle: Bundle, site: str, page: Page
) -> None:
    query = f"indicator={indicator}&place=608&place=840&place=001&view=table"
    opened(page, site, query, language)
    with translation.override(language):
        expected = pivot(bundle, figures.lines(bundle, ask(bundle, query)), language)
    cells = page.locator("#table tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.children].map(cell => cell.textContent))"
    )
    assert [row[1:] for row in cells] == [
        [cell["why"] or cell["text"] for cell in row["cells"]] for row in expected["rows"]
    ]
    assert [row[0] for row in cells] == [row["period"] for row in expected["rows"]]


@pytest.mark.parametrize("indicator", [COST, TREATY])
def test_the_map_says_what_the_service_says(
    indicator: str, bundle: Bundle, site: str, page: Page
) -> None:
    opened(page, site, f"indicator={indicator}&view=map")
    with translation.override("en"):
        chart = drawing.draw(bundle, Question(indicator, view=View.MAP), "en")
    assert isinstance(chart, ValueMapChart)
    said = set(page.locator("#plot svg title").all_text_contents())
    assert said
    assert said <= {f"{chart.names[code]}: {words}" for code, words in chart.shown.items()}
    listed = page.locator("#plot .plot-legend li").all_inner_texts()
    for band, count in zip(chart.bands, chart.counts(), strict=False):
        assert any(band.words in words and f"({count})" in words for words in listed), band


def test_a_map_without_a_country_says_so(site: str, page: Page) -> None:
    opened(page, site, f"indicator={DEATHS}&view=map")
    assert page.locator("#told").inner_text() == "No country has a figure in these years."
    assert not page.locator("#figure").is_visible()


def test_spots_are_the_countries_with_both_figures(bundle: Bundle, site: str, page: Page) -> None:
    query = f"indicator={COST}&against={TREATY}&view=against"
    opened(page, site, query)
    pairs = figures.pairs(bundle, ask(bundle, query))
    assert page.locator("#plot svg:visible circle").count() == len(pairs) > 3


def test_a_question_is_chosen_by_keyboard_and_kept_in_the_address(site: str, page: Page) -> None:
    opened(page, site)
    page.get_by_label("Indicator", exact=True).focus()
    assert not page.locator("#from").is_visible()
    page.keyboard.type(page.locator(f"#indicator option[value={COST}]").inner_text()[:12])
    page.locator("#figure svg:visible").wait_for()
    page.get_by_label("Add a place").focus()
    page.keyboard.type("Philippines")
    page.get_by_role("checkbox", name="Philippines").wait_for()
    page.get_by_label("Over time").focus()
    page.keyboard.press("ArrowRight")
    page.locator("#plot .plot-map").wait_for()
    assert page.url.endswith(f"?indicator={COST}&place=608&view=map")
    title = page.locator("#figure-title").inner_text()
    page.goto(page.locator("#permanent").inner_text())
    page.locator("#plot .plot-map").wait_for()
    assert page.locator("#figure-title").inner_text() == title
    page.get_by_role("checkbox", name="Philippines").click()
    assert page.evaluate("document.activeElement.id") == "place"
    assert page.url.endswith(f"?indicator={COST}&view=map")


def test_what_an_address_asks_in_vain_is_said(site: str, page: Page) -> None:
    hostile = "%3Cb%3Ex%3C/b%3E"
    opened(page, site, f"indicator={COST}&place={hostile}&from=2019&to=2010&against=toString")
    refused = " ".join(page.locator("#refused p").all_inner_texts())
    assert "<b>x</b>" in refused
    assert "2019 – 2010" in refused
    assert "toString" in refused
    assert page.locator("#from").input_value() == "2010"


def test_figures_that_do_not_come_are_said_and_the_files_stay(site: str, page: Page) -> None:
    page.route("**/explore/figures/**", lambda route: route.fulfill(body="{"))
    opened(page, site, f"indicator={COST}")
    page.get_by_text("The figures could not be fetched.").wait_for()
    assert page.locator("#files a").count() >= 4


def test_without_a_script_every_indicator_has_its_files(site: str, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}en/editions/2019/explore/")
    assert page.locator("#needs").is_visible()
    assert not page.locator("#explorer").is_visible()
    links = page.locator("#indicators a")
    addresses = links.evaluate_all("links => links.map(link => link.href)")
    assert len(addresses) >= 4 * page.locator("#indicators dt").count()
    for address in addresses:
        assert page.request.get(address).status == 200, address
    context.close()


def test_two_places_are_put_side_by_side(bundle: Bundle, site: str, page: Page) -> None:
    page.goto(f"{site}en/editions/2019/places/608/")
    page.get_by_role("link", name="Compare with another place").click()
    page.locator("#choosing").wait_for()
    assert page.get_by_label("First place").input_value() == "608"
    page.get_by_label("Second place").select_option("276")
    page.locator("#compared").wait_for()
    assert page.url.endswith("?a=608&b=276")
    found = places_comparison(bundle, "608", "276", language="en")
    shown = page.locator("#side-by-side tbody tr:visible").evaluate_all(
        "rows => rows.map(row => [row.dataset.key, ...[...row.querySelectorAll('.state')]"
        ".map(state => [...state.classList].at(-1))])"
    )
    assert shown == [
        [line["benchmark"]["key"], *(f"state-{shown_state(line[at])}" for at in ("left", "right"))]
        for line in found["lines"]
    ]
    assert f"{found['both']}. The same colour on: {found['same']}." in (
        page.locator("#told").inner_text()
    )
    assert violations(page) == []
    assert not page.evaluate(OVERFLOWS)
    page.reload()
    page.locator("#compared").wait_for()


def test_the_scripts_are_small(site: str, chromium: Browser) -> None:
    page = chromium.new_page()
    scripts: list[str] = []
    page.on(
        "request",
        lambda request: scripts.append(request.url) if request.resource_type == "script" else None,
    )
    page.goto(f"{site}en/editions/2019/explore/", wait_until="networkidle")
    page.close()
    folder = Path(drawing.__file__).resolve().parents[1] / "static" / "publishing"
    names = {url.rpartition("/")[2].partition("?")[0] for url in scripts}
    assert names == {"explore.js", "explore_drawing.js", "explore_words.js"}
    assert sum((folder / name).stat().st_size for name in names) < 32_000
