"""Take the pictures of the documents from a running demo: ``take_pictures.py [ADDRESS]``.

Eight pages in English and Arabic at three widths go to ``docs/pictures``; needs Chromium.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
PAGES = {
    "home": "",
    "goal": "editions/2019/plan-8-points/goals/8/",
    "benchmark": "editions/2019/plan-8-points/benchmarks/8.2/",
    "country": "editions/2019/places/608/",
    "quality": "editions/2019/quality/fatal-injuries-migrants/",
    "explore": "editions/2019/explore/?indicator=migrant-share&place=124&place=756&place=404"
    "&view=chart#answer",
    "explore-map": "editions/2019/explore/?indicator=migrant-share&view=map#answer",
    "corridors": "editions/2019/corridors/",
}
SIZES = {360: 800, 768: 1024, 1440: 1100}
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip


def take(page: Page, address: str) -> None:
    """Take every page in both languages at the present width."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    for language in ("en", "ar"):
        for name, path in PAGES.items():
            page.goto(f"{address}/{language}/{path}", wait_until="networkidle")
            page.screenshot(path=FOLDER / f"{name}-{language}-{width}.png")


def main() -> None:
    """Open a browser at each width."""
    address = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000").rstrip("/")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        for width, height in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            take(page, address)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
