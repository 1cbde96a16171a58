"""A coordinator's week in Chromium: from a broken file to a published judgement.

Each journey has a server, a database and a home folder of its own.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.serving import Instance, looks_right, run_program, served, sign_in
from tests.browser.test_site import OVERFLOWS, violations
from tests.factories.workspace import EDITION, PASSWORD

pytestmark = pytest.mark.browser

WHY = "Counters in three of four villages show no price."
BROKEN = """\
Pays;Année;Valeur
Sénégal;2016;7,5
Atlantide;2016;3,1
Ghana;deux mille;8,1
Philippines;2016;beaucoup
=HYPERLINK("x");2016;1,0
"""
FINDINGS_OF_BROKEN = 4
WIDE = [
    ["Pays", "2015", "2016", "2017"],
    ["Sénégal", "6,1", "5,3", "4,6"],
    ["Côte d'Ivoire", "7,25", "..", "6,9"],
    ["Philippines", "10,4", "10,6", "10,7"],
]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with an open edition; journeys work on copies."""
    home = tmp_path_factory.mktemp("workspace")
    run_program(home, "from tests.factories.workspace import main; main()")
    return home


@pytest.fixture
def instance(filled: Path, tmp_path: Path) -> Iterator[Instance]:
    """A served instance of this test alone."""
    with served(filled, tmp_path / "home") as found:
        yield found


@pytest.fixture(scope="module")
def shared(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """A served instance for tests that leave each other alone."""
    with served(filled, tmp_path_factory.mktemp("shared") / "home") as found:
        yield found


def hand_in(page: Page, address: str, file: Path | dict[str, Any], *, known_on: str = "") -> None:
    """Send a file through the import form."""
    page.goto(f"{address}/en/work/imports/")
    page.get_by_role("link", name="Import a file").click()
    page.get_by_label("Indicator").select_option("fee")
    page.get_by_label("File", exact=True).set_input_files(file)  # type: ignore[arg-type]
    page.get_by_label("Source").fill("Enquête sur les prix")
    page.get_by_label("Licence").fill("CC BY 4.0")
    page.get_by_label("Known on").fill(known_on)
    page.get_by_role("button", name="Go on").click()


def vintages(page: Page, address: str) -> int:
    """Return how many vintages the list shows."""
    page.goto(f"{address}/en/work/imports/")
    return page.locator("table", has_text="Accepted and withdrawn").locator("tbody tr").count()


Check = Callable[[Page], None]


def refuse_broken(page: Page, instance: Instance, check: Check) -> None:
    """A broken file: every finding on the page and in the CSV, and nothing changed."""
    before = vintages(page, instance.address)
    check(page)
    broken = {"name": "frais.csv", "mimeType": "text/csv", "buffer": BROKEN.encode("cp1252")}
    hand_in(page, instance.address, broken)
    check(page)
    page.get_by_role("button", name="Check and import").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("frais.csv")
    shown = page.locator("main").inner_text()
    for text in ("Atlantide", "deux mille", "beaucoup", "HYPERLINK", "Nothing was imported"):
        assert text in shown
    assert page.locator(".finding", has_text="error").count() == FINDINGS_OF_BROKEN
    check(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["row"] for row in rows if row["severity"] == "error"} == {"3", "4", "5", "6"}
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
    assert vintages(page, instance.address) == before


def wide_workbook(folder: Path) -> Path:
    """Write a workbook as an office sends it: a title, French names, decimal commas."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Frais d'envoi de 200 dollars, en pour cent"])
    for row in WIDE:
        sheet.append(row)
    sheet.append(["Source : enquête sur les prix."])
    path = folder / "frais.xlsx"
    book.save(path)
    return path


def accept_good(page: Page, instance: Instance, check: Check, folder: Path) -> None:
    """A good workbook becomes a vintage; its mapping is kept; it is withdrawn and taken back."""
    before = vintages(page, instance.address)
    hand_in(page, instance.address, wide_workbook(folder), known_on="2018-01-31")
    roles = [box.input_value() for box in page.locator("select[name^=role-]").all()]
    assert roles == ["area", "values_of", "values_of", "values_of"]
    first = page.get_by_role("table", name=re.compile("first rows"))
    expect(first).to_contain_text("Côte d'Ivoire")
    check(page)
    page.get_by_label("Save this mapping as").fill("frais par an")
    page.get_by_role("button", name="Check and import").click()
    expect(page.get_by_text("9 observations of 3 places count")).to_be_visible()
    check(page)
    vintage = page.url
    page.get_by_label("Reason").fill("The survey left out two counters.")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("is withdrawn and does not count")).to_be_visible()
    expect(page.get_by_text("left out two counters")).to_be_visible()
    page.get_by_label("Reason").fill("They are in it after all.")
    page.get_by_role("button", name="Accept it again").click()
    expect(page.get_by_text("9 observations of 3 places count")).to_be_visible()
    assert page.url == vintage
    assert vintages(page, instance.address) == before + 1
    page.get_by_role("link", name="Import a file").click()
    expect(page.get_by_label("Mapping").locator("option", has_text="frais par an")).to_be_attached()
    stored = instance.values()
    assert {("384", "2015", 7.25), ("384", "2016", None), ("608", "2017", 10.7)} <= stored


def look_at_quality(page: Page, instance: Instance, check: Check) -> None:
    """The new source disagrees with the old one; somebody says which is right, and why."""
    page.goto(f"{instance.address}/en/work/quality/")
    check(page)
    page.get_by_role("heading", name="Cost of sending").get_by_role("link").click()
    check(page)
    page.get_by_role("region", name="Conflicts").get_by_role("link").first.click()
    check(page)
    page.get_by_label("What is right").fill(page.get_by_label("What it says").input_value())
    page.get_by_label("Why").fill("The later survey asked more counters.")
    page.get_by_role("button", name="Keep the decision").click()
    expect(page.get_by_text("The decision is kept")).to_be_visible()
    expect(page.get_by_text("A person decided so too.")).to_be_visible()


def assess(page: Page, instance: Instance, check: Check) -> None:
    """Judge posters: first without a reason, then with one and a citation."""
    page.goto(f"{instance.address}/en/work/editions/")
    check(page)
    page.get_by_role("link", name=f"Edition {EDITION}").click()
    check(page)
    page.get_by_role("link", name="1.2 Posters").click()
    check(page)
    page.get_by_label("Red", exact=True).check()
    page.get_by_label("You judge as").select_option("migrant_association")
    page.get_by_label("Published under the name").fill("Village diaspora")
    page.get_by_label("How sure you are").select_option("high")
    page.get_by_role("group", name="Citation 1").get_by_label("Source").select_option("visits")
    page.get_by_role("group", name="Citation 1").get_by_label("Page or").fill("page 4")
    page.get_by_role("button", name="Hand in my assessment").click()
    reason = page.get_by_label("Reason", exact=True)
    assert reason.get_attribute("aria-invalid") == "true"
    expect(page.get_by_text("This field is required")).to_be_visible()
    check(page)
    # Nothing of what was filled in is lost.
    expect(page.get_by_label("Red", exact=True)).to_be_checked()
    expect(page.get_by_label("You judge as")).to_have_value("migrant_association")
    expect(page.get_by_label("Published under the name")).to_have_value("Village diaspora")
    expect(page.get_by_label("How sure you are")).to_have_value("high")
    citation = page.get_by_role("group", name="Citation 1")
    expect(citation.get_by_label("Source")).to_have_value("visits")
    expect(citation.get_by_label("Page or")).to_have_value("page 4")
    reason.fill(WHY)
    page.get_by_role("button", name="Hand in my assessment").click()
    expect(page.get_by_text("Your assessment is kept.")).to_be_visible()
    check(page)


def decide(page: Page, instance: Instance, check: Check) -> None:
    """Contradict the rule on one country, compute, and decide with a reason."""
    board = f"{instance.address}/en/work/editions/{EDITION}/"
    page.goto(board)
    page.get_by_label("Benchmark", exact=True).select_option("village-plan:1.1")
    page.get_by_label("Place", exact=True).select_option("608")
    page.get_by_role("button", name="Go to this rating").click()
    page.get_by_label("Green", exact=True).check()
    page.get_by_label("Reason", exact=True).fill("Two new services cost half.")
    page.get_by_role("button", name="Hand in my assessment").click()
    page.goto(board)
    page.get_by_role("button", name="Compute all ratings").click()
    expect(page.get_by_text("ratings were computed")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Close the edition").click()
    expect(page.locator(".notice.bad").first).to_be_visible()
    page.get_by_role("link", name=re.compile("Decide 1.1 for Philippines")).click()
    check(page)
    page.get_by_label("Yellow", exact=True).check()
    page.get_by_role("button", name="Keep the decision").click()
    expect(page.get_by_text("This field is required")).to_be_visible()
    check(page)
    expect(page.get_by_label("Yellow", exact=True)).to_be_checked()
    page.get_by_label("Reason", exact=True).fill("Both are right in part.")
    page.get_by_role("button", name="Keep the decision").click()
    page.get_by_role("button", name="Compute all ratings").click()
    page.get_by_role("button", name="Close the edition").click()
    expect(page.get_by_text("The edition is closed.")).to_be_visible()
    check(page)


def publish_and_read(page: Page, instance: Instance) -> None:
    """The operator publishes; readers find standpoint and reason."""
    instance.publish()
    root = f"{instance.address}/en/editions/{EDITION}/village-plan/benchmarks"
    page.goto(f"{root}/1.2/")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    shown = page.locator("main").inner_text()
    for text in (WHY, "Village diaspora", "migrant association", "page 4"):
        assert text in shown
    page.goto(f"{root}/1.1/places/608/")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    shown = page.locator("main").inner_text()
    for text in ("Both are right in part.", "Two new services cost half."):
        assert text in shown


def open_context(chromium: Browser, **options: Any) -> tuple[BrowserContext, Page, list[str]]:
    """Return a fresh browser whose pages write down what goes wrong in them."""
    context = chromium.new_context(**options)
    context.set_default_timeout(10_000)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "response",
        lambda answer: problems.append(answer.url) if answer.status >= 500 else None,
    )
    return context, page, problems


def fits(page: Page) -> None:
    """Nothing is wider than the screen, and everything to press is large enough for a finger."""
    page.wait_for_load_state()
    assert not page.evaluate(OVERFLOWS), page.url
    small = page.evaluate(
        "[...document.querySelectorAll('main button, main select, main input[type=text]')]"
        ".filter(e => e.offsetHeight && e.offsetHeight < 24).map(e => e.outerHTML)"
    )
    assert small == [], page.url


CHECKS: dict[str, Check] = {
    "desktop": looks_right,
    "phone": fits,
    "no script": lambda page: None,
}
WAYS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
    "no script": {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
}


@pytest.mark.parametrize("way", WAYS)
def test_a_coordinator_takes_a_file_to_a_published_judgement(
    chromium: Browser, instance: Instance, tmp_path: Path, way: str
) -> None:
    context, page, problems = open_context(chromium, **WAYS[way])
    check = CHECKS[way]
    sign_in(page, instance.address)
    expect(page).to_have_url(re.compile("/en/work/$"))
    check(page)
    refuse_broken(page, instance, check)
    accept_good(page, instance, check, tmp_path)
    look_at_quality(page, instance, check)
    assess(page, instance, check)
    decide(page, instance, check)
    publish_and_read(page, instance)
    assert problems == []
    context.close()


def test_the_assessment_form_needs_no_pointer(chromium: Browser, shared: Instance) -> None:
    context, page, problems = open_context(chromium, viewport={"width": 1280, "height": 900})
    sign_in(page, shared.address)
    page.goto(f"{shared.address}/en/work/editions/{EDITION}/assess/village-plan/1.2/001/")
    keys = page.keyboard
    tab_to(page, "colour")
    keys.press("Space")
    keys.press("ArrowDown")
    tab_to(page, "reason")
    keys.type(WHY)
    tab_to(page, "standpoint")
    keys.type("Trade")
    tab_to(page, "citations-0-source")
    keys.type("Visits")
    tab_to(page, "citations-0-locator")
    keys.type("page 4")
    tab_to(page, "")
    keys.press("Enter")
    expect(page.get_by_text("Your assessment is kept.")).to_be_visible()
    expect(page.get_by_label("Yellow", exact=True)).to_be_checked()
    expect(page.get_by_label("You judge as")).to_have_value("trade_union")
    expect(page.locator("[name=citations-0-source]")).to_have_value("visits")
    assert problems == []
    context.close()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until a field has the focus, which must be seen; an empty name is the button."""
    for _step in range(80):
        page.keyboard.press("Tab")
        if name:
            found = page.evaluate("document.activeElement.name") == name
        else:
            found = page.evaluate("document.activeElement.matches('main button[type=submit]')")
        if found:
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", name
            return
    pytest.fail(f"{name} is not reached with Tab")


def test_who_may_come_in(chromium: Browser, shared: Instance) -> None:
    context, page, problems = open_context(chromium)
    address = shared.address
    rating = f"{address}/en/work/editions/{EDITION}/assess/village-plan/1.2/001/"
    for path in ("", "imports/", f"editions/{EDITION}/"):
        page.goto(f"{address}/en/work/{path}")
        expect(page).to_have_url(re.compile("/work/sign-in/"))
    sign_in(page, address, password="a short river")
    expect(page.get_by_role("alert")).to_contain_text("are not correct")
    assert violations(page) == []
    sign_in(page, address, "observer")
    page.goto(rating)
    expect(page.get_by_text("Your role lets you look and not assess.")).to_be_visible()
    assert page.locator("main form").count() == 0
    page.goto(f"{address}/en/work/editions/{EDITION}/")
    assert page.locator("main form").count() == 0
    assert violations(page) == []
    answer = page.goto(f"{address}/en/work/imports/")
    assert answer
    assert answer.status == 403
    assert violations(page) == []
    page.goto(f"{address}/en/work/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(rating)
    expect(page).to_have_url(re.compile(r"/sign-in/\?next="))
    # Coming back from signing in leads to the page that was asked for.
    page.get_by_label("E-mail address").fill("coordinator@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(rating)
    posting = page.locator("form[method=post]")
    assert posting.count() == posting.locator("[name=csrfmiddlewaretoken]").count() >= 2
    refused = context.request.post(rating, form={"colour": "green", "reason": "x"})
    assert refused.status == 403
    assert problems == []
    context.close()
