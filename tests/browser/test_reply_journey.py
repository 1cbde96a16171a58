"""A government replies on a phone, its panel thinks again, a reviewer answers and decides."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.serving import Instance, looks_right, run_program, served, sign_in
from tests.factories.replied import PLACE
from tests.factories.workspace import EDITION

pytestmark = pytest.mark.browser
RATING = f"work/editions/{EDITION}/{{}}/village-plan/1.1/{PLACE}/"


@pytest.fixture
def replied(tmp_path: Path) -> Iterator[Instance]:
    """A served instance with a split panel in which a government may reply."""
    filled = tmp_path / "filled"
    filled.mkdir()
    run_program(filled, "from tests.factories.workspace import main; main()")
    run_program(filled, "from tests.factories.replied import main; main()")
    with served(filled, tmp_path / "home") as found:
        yield found


def enter(chromium: Browser, instance: Instance, name: str, width: int) -> Page:
    """A browser of its own in which somebody is signed in."""
    page = chromium.new_context(viewport={"width": width, "height": 800}).new_page()
    sign_in(page, instance.address, name)
    return page


def reply(page: Page) -> None:
    """From the list of editions to a kept correction with a document of one's own."""
    page.get_by_role("link", name="Editions").click()
    looks_right(page)
    page.get_by_role("link", name=f"Edition {EDITION}").click()
    looks_right(page)
    page.get_by_role("link", name="1.1 Cost of sending money").click()
    assert "Awa" not in page.content()
    page.get_by_label("We correct a fact").check()
    page.get_by_label("Text", exact=True).fill("The figure of 2018 leaves out the post.")
    page.get_by_role("button", name="Keep the reply").click()
    expect(page.get_by_text("Something is missing.")).to_be_visible()
    looks_right(page)
    expect(page.get_by_label("Text", exact=True)).to_have_value(
        "The figure of 2018 leaves out the post."
    )
    page.get_by_label("Published under the name of").fill("Ministry of Labour")
    page.get_by_text("Cite a document that is not on the list").click()
    document = page.locator("details", has_text="Cite a document")
    document.get_by_label("Title").fill("Survey of the central bank")
    document.get_by_label("Publisher").fill("Central bank")
    document.get_by_label("Page or paragraph").fill("p. 12")
    page.get_by_role("button", name="Keep the reply").click()
    expect(page.get_by_text("Your reply is kept.")).to_be_visible()
    page.goto(page.url.replace("/en/", "/ar/"))
    looks_right(page)


def think_again(reviewer: Page, assessor: Page, instance: Instance) -> None:
    """A second round is opened, answered and ended, with a word in the discussion."""
    reviewer.goto(f"{instance.address}/en/work/editions/{EDITION}/panels/")
    looks_right(reviewer)
    reviewer.get_by_label("1.1, Philippines").check()
    reviewer.get_by_label("Why the panels are asked again").fill("Read the survey of the bank.")
    reviewer.get_by_role("button", name="Open the second round").click()
    expect(reviewer.get_by_text("1 second round is open.")).to_be_visible()
    assessor.goto(f"{instance.address}/en/{RATING.format('panel')}")
    looks_right(assessor)
    assert "Awa has seen it so." in assessor.content()
    assessor.get_by_label("Your remark").fill("Page 12 convinced me.")
    assessor.get_by_role("button", name="Add the remark").click()
    expect(assessor.get_by_text("Page 12 convinced me.")).to_be_visible()
    reviewer.goto(f"{instance.address}/en/{RATING.format('panel')}")
    looks_right(reviewer)
    reviewer.get_by_role("button", name="End the second round").click()
    expect(reviewer.get_by_text("Ended on")).to_be_visible()


def settle(reviewer: Page, instance: Instance) -> None:
    """The reviewer answers the reply and decides."""
    reviewer.goto(f"{instance.address}/en/{RATING.format('answer')}")
    looks_right(reviewer)
    reviewer.get_by_label("Something was changed because of it").check()
    reviewer.get_by_role("textbox", name="Answer").fill("The post was counted.")
    reviewer.get_by_role("button", name="Keep the answer").click()
    expect(reviewer.get_by_text("The answer is kept.")).to_be_visible()
    looks_right(reviewer)
    reviewer.goto(f"{instance.address}/en/{RATING.format('decide')}")
    looks_right(reviewer)
    expect(reviewer.get_by_text("The figure of 2018 leaves out the post.")).to_be_visible()
    reviewer.get_by_label("Yellow", exact=True).check()
    reviewer.get_by_role("textbox", name="Reason").fill("Counted with the post it has moved.")
    reviewer.get_by_role("button", name="Keep the decision").click()
    expect(reviewer.get_by_text("The decision is kept.")).to_be_visible()


def test_a_reply_travels_from_a_phone_to_the_published_rating(
    chromium: Browser, replied: Instance
) -> None:
    government = enter(chromium, replied, "zahra", 360)
    reply(government)
    reviewer = enter(chromium, replied, "rita", 1280)
    assessor = enter(chromium, replied, "ben", 360)
    think_again(reviewer, assessor, replied)
    settle(reviewer, replied)
    run_program(
        replied.home,
        "from tests.factories.replied import end_window; end_window();"
        "from milepost.kernel.actors import system_actor as actor;"
        "from milepost.reviews.services import close_edition, compute_edition;"
        f"compute_edition(actor('tests'), '{EDITION}'); close_edition(actor('tests'), '{EDITION}')",
    )
    replied.publish()
    for language, width in (("en", 1280), ("ar", 360)):
        page = chromium.new_context(viewport={"width": width, "height": 800}).new_page()
        page.goto(
            f"{replied.address}/{language}/editions/{EDITION}/village-plan/benchmarks/1.1/"
            f"places/{PLACE}/"
        )
        looks_right(page)
        for words in (
            "The figure of 2018 leaves out the post.",
            "Ministry of Labour",
            "Survey of the central bank",
            "The post was counted.",
            "Counted with the post it has moved.",
            "Read the survey of the bank.",
        ):
            assert words in page.content(), words
        assert "Page 12 convinced me." not in page.content()
        page.context.close()
    government.goto(f"{replied.address}/en/{RATING.format('reply')}")
    expect(government.get_by_text("The post was counted.")).to_be_visible()
