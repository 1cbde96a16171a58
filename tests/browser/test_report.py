"""The report as a page: it stands alone, fits a phone, and axe finds nothing."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from milepost.publishing.report.build import build_report
from milepost.publishing.report.forms import write
from tests.publishing.report.editions import scope_of, write_editions

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_html_report_needs_no_server_and_fits(
    chromium: Browser, tmp_path: Path, home: Path, language: str
) -> None:
    bundle = write_editions(home / "releases")["2019"]
    path = tmp_path / "report.html"
    path.write_bytes(write(build_report(scope_of(bundle, language)), "html"))
    context = chromium.new_context(viewport={"width": 360, "height": 800}, bypass_csp=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    assert {address.partition(":")[0] for address in asked} <= {"file", "data"}
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    drawn = "Array.from(document.images).every((picture) => picture.naturalWidth > 0)"
    assert page.evaluate(drawn)
    found = [row["id"] for row in Axe().run(page).response["violations"]]
    context.close()
    assert found == []
