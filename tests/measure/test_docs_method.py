"""The worked examples of the method pages are run, and the pages keep their form."""

import doctest
import re
from pathlib import Path

import pytest

from milepost.measure.catalogue import METHODS
from milepost.measure.explanation import STATUS_CODES
from milepost.measure.rules import DEFAULTS

PAGES = sorted((Path(__file__).parents[2] / "docs" / "method").glob("*.md"))
SECTIONS = ("Worked example", "Sources", "Limits")
RULE_SECTIONS = ("Definition", "Formula", "Parameters", "Edge cases", *SECTIONS)
PAGE_OF_FUNCTION = {
    "linear_path": "linear-path",
    "ratification": "ratification",
    "commitment_ladder": "commitment-ladder",
    "policy_share": "policy-share",
    "level_threshold": "level-threshold",
    "direction_of_change": "direction-of-change",
}


def examples(page: Path) -> str:
    """Return the fenced Python of a page, in order."""
    return "\n".join(
        re.findall(r"^```python\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE)
    )


def test_there_are_pages() -> None:
    assert {page.stem for page in PAGES} >= set(PAGE_OF_FUNCTION.values())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_worked_examples_hold(page: Path) -> None:
    parsed = doctest.DocTestParser().get_doctest(examples(page), {}, page.stem, str(page), 0)
    assert parsed.examples or page.stem == "index"
    printed: list[str] = []
    results = doctest.DocTestRunner().run(parsed, out=printed.append)
    assert results.failed == 0, "".join(printed)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_has_its_sections(page: Path) -> None:
    if page.stem == "index":
        return
    wanted = SECTIONS if page.stem == "comparators" else RULE_SECTIONS
    headings = re.findall(r"^## (.+)$", page.read_text(), re.MULTILINE)
    assert [name for name in headings if name in wanted] == list(wanted)


@pytest.mark.parametrize(("function", "stem"), sorted(PAGE_OF_FUNCTION.items()))
def test_every_parameter_is_explained(function: str, stem: str) -> None:
    text = next(page for page in PAGES if page.stem == stem).read_text()
    missing = [name for name in DEFAULTS[function] if f"`{name}`" not in text]
    assert missing == []


def test_every_method_is_on_a_page() -> None:
    text = "\n".join(page.read_text() for page in PAGES)
    named = set(METHODS) - {"progress.linear_path_ratio", "progress.platform_default"}
    assert [name for name in sorted(named) if f"`{name}`" not in text] == []


def test_every_status_is_on_a_page() -> None:
    text = "\n".join(page.read_text() for page in PAGES)
    assert [status for status in STATUS_CODES if f"`{status}`" not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+\.md)\)", page.read_text()):
        assert (page.parent / target).exists(), target
