"""The site as files, behind a plain file server, in a real Chromium."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response

from milepost.kernel.folding import folded, matches
from milepost.publishing.static_site.building import build_site
from milepost.publishing.static_site.options import Options
from tests.browser.file_site import served_files
from tests.browser.test_site import OVERFLOWS, violations
from tests.factories.bundle import write_releases

pytestmark = pytest.mark.browser

FOLDER = "some/where"
MOST_BYTES = 150_000
BENCHMARK = "editions/2019/plan-8-points/benchmarks/1.1/"
KINDS = (
    "", "methods/", "compare/2015/2019/", "editions/2019/", "editions/2019/find/",
    "editions/2019/places/", "editions/2019/places/608/", "editions/2019/places/608/share/",
    "editions/2019/places/608/embed/", "editions/2019/paper-and-practice/",
    "editions/2019/paper-and-practice/608/", "editions/2019/compare/", "editions/2019/surveys/",
    "editions/2019/explore/", "editions/2019/sources/", "editions/2019/quality/",
    "editions/2019/downloads/",
    "editions/2019/plan-8-points/", "editions/2019/plan-8-points/goals/1/", BENCHMARK,
    f"{BENCHMARK}embed/", f"{BENCHMARK}places/608/", f"{BENCHMARK}places/001/embed/",
    "editions/2019/charts/plan-8-points.heatmap/embed/",
)  # fmt: skip
"""One page of each kind."""

FOUND = {
    "en": (("phil", "Philippines"), ("PHL", "Philippines"), ("الفلبين", "Philippines")),
    "ar": (("الفِلِبّين", "الفلبين"), ("phil", "الفلبين")),
}
"""Words somebody types, and the page they look for: by code, in another script, with marks."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of a file server; the site is in a folder below."""
    root = tmp_path_factory.mktemp("files")
    releases = tmp_path_factory.mktemp("file-releases")
    write_releases(releases)
    build_site(
        releases, Options(root / FOLDER, ("2015", "2019"), ("en", "ar"), "https://example.org/x")
    )
    return root


@pytest.fixture(scope="module")
def place(files: Path) -> Iterator[str]:
    """The address of the site on a plain file server."""
    with served_files(files) as root:
        yield f"{root}{FOLDER}/"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page as wide as a phone."""
    opened = chromium.new_page(viewport={"width": 360, "height": 800})
    yield opened
    opened.close()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("path", KINDS)
def test_a_page_is_accessible_light_and_complete(
    path: str, language: str, place: str, page: Page
) -> None:
    loaded: list[Response] = []
    problems: list[str] = []
    page.on("response", lambda answer: loaded.append(answer))  # noqa: PLW0108 -- it marks handlers
    page.on("console", lambda message: problems.append(message.text))
    page.goto(f"{place}{language}/{path}")
    assert problems == []
    assert [answer.url for answer in loaded if answer.status >= 400] == []
    assert sum(len(gzip.compress(answer.body())) for answer in loaded) < MOST_BYTES
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    assert not page.evaluate(OVERFLOWS)
    assert violations(page) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_words_lead_to_a_page(language: str, place: str, page: Page) -> None:
    for words, title in FOUND[language]:
        page.goto(f"{place}{language}/editions/2019/find/")
        page.get_by_role("searchbox").fill(words)
        link = page.locator("#found").get_by_role("link", name=title, exact=True)
        link.wait_for()
        assert violations(page) == []
        link.click()
        assert page.locator("h1").inner_text().startswith(title)


QUERIES = {
    "en": ("work", "states RAT", "1.1", "phílip", "zzz", "migrants worker", "countries", "women",
           "филиппинами", "والفلبين", "للفلبين", "菲律宾共和国", "印度尼西亚国", "réunion"),
    "ar": ("الفِلِبّين", "المهاجرون", "دولة", "اتفاقيات", "غير موجود", "Île", "philippines"),
}  # fmt: skip
"""Words in many forms; each must give the same pages with the script and with the service."""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_script_finds_what_the_service_finds(language: str, place: str, page: Page) -> None:
    page.goto(f"{place}{language}/editions/2019/find/")
    with (
        page.expect_response("**/promises.json") as first,
        page.expect_response("**/places.json") as second,
    ):
        page.get_by_role("searchbox").fill("a")
    rows = [*first.value.json(), *second.value.json()]
    page.get_by_role("searchbox").fill("phl")
    page.locator("#found a").first.wait_for()
    for query in QUERIES[language]:
        page.get_by_role("searchbox").fill(query)
        expected = [
            row["title"] for row in rows if matches(folded(query), row["words"].split(), language)
        ]
        shown = page.locator("#found a").all_inner_texts()
        assert len(shown) == min(len(expected), 60), query
        assert len(expected) > 60 or sorted(shown) == sorted(expected), query
        assert page.locator("#told").inner_text(), query


def test_the_index_and_every_other_page_need_no_script(place: str, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{place}en/editions/2019/find/")
    assert not page.locator("#q").is_visible()
    page.get_by_role("link", name="Philippines", exact=True).click()
    assert page.url.endswith("/en/editions/2019/places/608/index.html")
    page.get_by_role("link", name="العربيّة").click()
    assert page.url.endswith("/ar/editions/2019/places/608/index.html")
    context.close()


def test_the_site_opens_from_a_disk(files: Path, page: Page) -> None:
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.goto(f"file://{files / FOLDER}/en/editions/2019/index.html")
    assert page.evaluate("getComputedStyle(document.querySelector('.head')).display") != "inline"
    assert page.evaluate("document.styleSheets.length") > 0
    page.get_by_role("link", name="Find", exact=True).click()
    page.get_by_role("searchbox").fill("phil")
    page.locator("#found").get_by_role("link", name="Philippines").click()
    assert "Philippines" in page.locator("h1").inner_text()
    assert failed == []
