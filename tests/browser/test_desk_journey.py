"""The assessor's desk in Chromium: nothing typed is lost, and nothing is handed in twice."""

from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.browser.serving import Instance, looks_right, sign_in
from tests.browser.test_work_journey import filled, instance

__all__ = ["filled", "instance"]
pytestmark = pytest.mark.browser

DESK = "/en/work/editions/2018/assess/village-plan/1.1/686/"
TYPED = "Three of four counters show a price."
OFFER = "This browser kept something that you typed here"


def reason(page: Page) -> str:
    """What stands in the field of the reason."""
    return page.get_by_label("Reason", exact=True).input_value()


def test_the_desk_loses_nothing_when_the_line_drops(chromium: Browser, instance: Instance) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    sign_in(page, instance.address)
    page.goto(instance.address + DESK)
    looks_right(page)
    page.get_by_label("Yellow").check()
    page.get_by_label("Reason", exact=True).press_sequentially(TYPED)

    context.set_offline(True)
    button = page.get_by_role("button", name="Hand in my assessment")
    with suppress(Error):
        button.click()
    context.set_offline(False)
    page.goto(instance.address + DESK)
    assert reason(page) == ""
    expect(page.get_by_text(OFFER)).to_be_visible()
    looks_right(page)
    page.get_by_role("button", name="Take it back").click()
    assert reason(page) == TYPED
    expect(page.get_by_label("Yellow")).to_be_checked()

    page.get_by_role("button", name="Hand in my assessment").dblclick()
    expect(page.get_by_text("Your assessment is kept.")).to_be_visible()
    expect(page.get_by_role("heading", name="History")).to_have_count(0)
    page.goto(instance.address + DESK)
    expect(page.get_by_text(OFFER)).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).length") == 0
    context.close()


def test_the_desk_keeps_drafts_without_scripts(chromium: Browser, instance: Instance) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, instance.address)
    page.goto(instance.address + DESK)
    page.get_by_label("Reason", exact=True).fill(TYPED)
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_text("This is your draft of")).to_be_visible()
    assert reason(page) == TYPED
    expect(page.get_by_text(OFFER)).to_be_hidden()
    context.close()
