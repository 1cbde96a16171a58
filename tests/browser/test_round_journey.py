"""A whole review round in Chromium: from twelve invitations to a published judgement.

A coordinator invites twelve people of three organisations, a reviewer and a government through
the pages, and each of them joins through the link. Each of the twelve rates 20 benchmarks in one
of four countries, so that each of the 80 ratings has a panel of three standpoints. All 240
assessments are handed in by the forms of the desk, through its queue: six people on a phone and
six on a desktop. Calendar, work, reply, answer, decision, closing, building and publishing go
through the pages as well. Days pass by moving the dates of the round back.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from milepost.kernel import clock
from tests.browser.serving import Instance, looks_right, run_program, served, sign_in
from tests.factories.review_round import (
    BENCHMARKS,
    EDITION,
    FRAMEWORK,
    MEASURED,
    ORGANISATIONS,
    PEOPLE,
    PLACES,
    colour,
    seat,
)
from tests.factories.workspace import PASSWORD

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 800}
DESKTOP = {"width": 1440, "height": 1100}
PLACE, PLACE_NAME = PLACES[0], "Philippines"
RATING = f"work/editions/{EDITION}/{{}}/{FRAMEWORK}/{MEASURED}/{PLACE}/"
BOARD = f"/en/work/editions/{EDITION}/"
WHY = "Two new services of the port cost half."
REPLY = "The survey of 2018 leaves out the post office."
ANSWER = "The post office was counted."
NOTE = "Two of the three clerks asked me not to name them."
DECISION = "Both are right in part: half of the counters follow."
PICTURES = os.environ.get("MILEPOST_PICTURES")
"""A folder for the pictures of the documents, when they are to be taken."""


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    """A served instance with a plan, an open edition and a coordinator."""
    filled = tmp_path / "filled"
    filled.mkdir()
    run_program(filled, "from tests.factories.review_round import main; main()")
    with served(filled, tmp_path / "home") as found:
        yield found


def call(instance: Instance, statement: str) -> None:
    """Call the factory of the round on the served home folder."""
    run_program(instance.home, f"from tests.factories import review_round as r; r.{statement}")


def opened(chromium: Browser, size: dict[str, int]) -> Page:
    """A browser of its own."""
    page = chromium.new_context(viewport=size).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(15_000)
    return page


def enter(chromium: Browser, instance: Instance, name: str, size: dict[str, int]) -> Page:
    """A browser in which somebody is signed in."""
    page = opened(chromium, size)
    sign_in(page, instance.address, name)
    expect(page).to_have_url(re.compile("/en/work/$"))
    return page


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page for the documents, in both languages."""
    if PICTURES is None:
        return
    before, width = page.url, page.evaluate("innerWidth")
    for language in ("en", "ar"):
        page.goto(re.sub("/(en|ar)/", f"/{language}/", before, count=1), wait_until="networkidle")
        page.screenshot(path=f"{PICTURES}/{name}-{language}-{width}.png")
    page.goto(before)


# --- the coordinator ----------------------------------------------------------------------------


def add_organisations(page: Page, instance: Instance) -> None:
    """The three organisations, each of its kind."""
    for name, kind in ORGANISATIONS.items():
        page.goto(f"{instance.address}/en/work/organisations/new/")
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("Kind").select_option(kind)
        page.get_by_role("button", name="Keep").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)


def invite(
    page: Page, instance: Instance, name: str, organisation: str, role: str, place: str
) -> str:
    """Invite one person; return the link that the page shows."""
    page.goto(f"{instance.address}/en/work/people/invite/")
    page.get_by_label("E-mail address").fill(f"{name}@example.org")
    page.get_by_label("Name", exact=True).fill(name.title())
    page.get_by_label("Organisation").select_option(label=organisation)
    page.get_by_label("Role").select_option(role)
    page.get_by_label("For the place").select_option(place)
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The invitation is on its way")
    return page.locator("main code").inner_text()


def invite_all(page: Page, instance: Instance) -> dict[str, str]:
    """Invite twelve assessors, a reviewer and a government; return their links."""
    links = {}
    for organisation, names in PEOPLE.items():
        for name in names:
            place = seat(name)[1]
            links[name] = invite(page, instance, name, organisation, "assessor", place)
    looks_right(page)
    links["rita"] = invite(page, instance, "rita", "none", "reviewer", "")
    links["zahra"] = invite(page, instance, "zahra", "none", "focal_point", PLACE)
    return links


def join(chromium: Browser, links: dict[str, str]) -> None:
    """Each follows the link on a phone and makes an account; a link works once."""
    page = opened(chromium, PHONE)
    for name, link in links.items():
        page.goto(link)
        expect(page.get_by_text(f"{name}@example.org")).to_be_visible()
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Make my account").click()
        expect(page.get_by_text("Welcome. Sign in")).to_be_visible()
    page.goto(links["awa"])
    expect(page.get_by_text("It was used already.")).to_be_visible()
    looks_right(page)
    page.context.close()


def plan(page: Page, instance: Instance) -> None:
    """Set the calendar: assessing today, then days for replies, for decisions, and publication."""
    page.goto(f"{instance.address}{BOARD}round/calendar/")
    today = clock.today()
    days = {
        "assessment": (today, today + timedelta(days=6)),
        "reply": (today + timedelta(days=7), today + timedelta(days=13)),
        "decision": (today + timedelta(days=14), today + timedelta(days=20)),
    }
    for stage, (first, last) in days.items():
        page.locator(f"[name={stage}_first]").fill(first.isoformat())
        page.locator(f"[name={stage}_last]").fill(last.isoformat())
    published = (today + timedelta(days=21)).isoformat()
    page.locator("[name=publication_first]").fill(published)
    page.get_by_role("button", name="Keep the calendar").click()
    expect(page.get_by_text("The stage of assessment lasts until")).to_be_visible()
    looks_right(page)


def give_out(page: Page, instance: Instance) -> None:
    """Give each place to one person of each organisation: 240 assignments."""
    for place in PLACES:
        page.goto(f"{instance.address}{BOARD}assign/")
        for name in (name for names in PEOPLE.values() for name in names):
            if seat(name)[1] == place:
                page.get_by_label(re.compile(rf"^\s*{name.title()}\b")).check()
        page.get_by_label("Benchmarks").select_option([f"{FRAMEWORK}:{key}" for key in BENCHMARKS])
        page.get_by_label("Places").select_option(place)
        page.get_by_role("button", name="Give out").click()
        expect(page.get_by_text("60 assignments are given out.")).to_be_visible()
    looks_right(page)
    expect(page.get_by_text("Of 240 assignments 0 are done")).to_be_visible()


# --- those who judge ----------------------------------------------------------------------------


def rate(page: Page, name: str) -> None:
    """Accept everything, and hand in every rating of the queue by its form, one after the other.

    What is the same on each form is looked at closely on the first and the last one alone.
    """
    organisation, place = seat(name)
    page.get_by_role("link", name=re.compile("My work")).first.click()
    page.get_by_role("button", name=re.compile("Accept all")).click()
    expect(page.get_by_role("heading", name="To do")).to_be_visible()
    looks_right(page)
    page.locator("#to-do + ul a").first.click()
    looks_right(page)
    assert "Assessors together" not in page.content()
    for number, benchmark in enumerate(BENCHMARKS):
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"{benchmark} Promise")
        fill_form(page, colour(benchmark, place, organisation), organisation)
        if number == 0:
            expect(page.get_by_text("1 of 20; 0 done")).to_be_visible()
            cite(page)
        if name == "awa" and number == 5:
            picture(page, "desk")
            fill_form(page, colour(benchmark, place, organisation), organisation)
        is_last = number == len(BENCHMARKS) - 1
        button = "Hand in my assessment" if is_last else "Hand in and go to the next"
        page.get_by_role("button", name=button).press("Enter")
    expect(page.get_by_text("Your assessment is kept.")).to_be_visible()


def fill_form(page: Page, chosen: str, organisation: str) -> None:
    """Fill what an assessment needs, by the names that labels give to the fields."""
    page.get_by_label(chosen.title(), exact=True).check()
    page.get_by_label("Reason", exact=True).fill(WHY)
    page.get_by_label("You judge as").select_option(ORGANISATIONS[organisation])
    page.get_by_label("Published under the name").fill(organisation)


def cite(page: Page) -> None:
    """Cite a passage for the public, and leave a note for reviewers."""
    first = page.get_by_role("group", name="Citation 1")
    first.get_by_label("Source").select_option("visits")
    first.get_by_label("Page or").fill("page 4")
    page.get_by_label("Note", exact=True).fill(NOTE)
    page.get_by_label("Who may read the note").select_option("reviewer")


def follow(page: Page, instance: Instance) -> None:
    """The progress board has every rating, and nothing is missing."""
    page.goto(f"{instance.address}{BOARD}progress/")
    expect(page.get_by_text("Of 240 assignments 240 are done")).to_be_visible()
    expect(page.get_by_text("Nothing is missing.")).to_be_visible()
    for name in ORGANISATIONS:
        row = page.locator("tr", has_text=name)
        expect(row.locator("td").nth(1)).to_have_text("80")
    looks_right(page)
    picture(page, "progress")


def compute(page: Page, instance: Instance) -> None:
    """Compute all ratings from the board."""
    page.goto(f"{instance.address}{BOARD}")
    page.get_by_role("button", name="Compute all ratings").click()
    expect(page.get_by_text("ratings were computed")).to_be_visible()
    looks_right(page)


# --- reply, decision, publication ---------------------------------------------------------------


def ask_government(page: Page, instance: Instance) -> None:
    """Invite the government to reply within the stage of replies."""
    page.goto(f"{instance.address}{BOARD}replies/")
    page.get_by_label("Country").select_option(PLACE)
    until = clock.today() + timedelta(days=5)
    page.get_by_label("Replies are taken until").fill(until.isoformat())
    page.get_by_role("button", name="Invite, or give more time").click()
    expect(page.get_by_role("rowheader", name=PLACE_NAME)).to_be_visible()
    looks_right(page)


def reply(page: Page, instance: Instance) -> None:
    """The government corrects a fact of its draft rating; it sees no other country."""
    page.goto(f"{instance.address}{BOARD}replies/")
    looks_right(page)
    page.get_by_role("link", name=f"{MEASURED} Promise").click()
    assert "Awa" not in page.content()
    page.get_by_label("We correct a fact").check()
    page.get_by_label("Text", exact=True).fill(REPLY)
    page.get_by_label("Published under the name of").fill("Ministry of Labour")
    page.get_by_text("Cite a document that is not on the list").click()
    document = page.locator("details", has_text="Cite a document")
    document.get_by_label("Title").fill("Survey of the central bank")
    document.get_by_label("Publisher").fill("Central bank")
    document.get_by_label("Page or paragraph").fill("p. 12")
    page.get_by_role("button", name="Keep the reply").click()
    expect(page.get_by_text("Your reply is kept.")).to_be_visible()
    looks_right(page)
    other = RATING.format("reply").replace(f"/{PLACE}/", f"/{PLACES[1]}/")
    answer = page.goto(f"{instance.address}/en/{other}")
    assert answer
    assert answer.status in {403, 404}


def late(page: Page, instance: Instance) -> None:
    """Who comes after the stage of assessment is told who can give more time; nothing is lost."""
    page.goto(f"{instance.address}/en/{RATING.format('assess')}")
    page.get_by_label("Red", exact=True).check()
    page.get_by_label("Reason", exact=True).fill("I have thought again.")
    page.get_by_role("button", name="Replace my assessment").click()
    expect(page.get_by_text("To have it extended, ask: Coordinator.")).to_be_visible()
    expect(page.get_by_label("Reason", exact=True)).to_have_value("I have thought again.")
    looks_right(page)


def settle(page: Page, instance: Instance) -> None:
    """The reviewer answers the reply, and decides where rule and panel differ."""
    page.goto(f"{instance.address}/en/{RATING.format('answer')}")
    looks_right(page)
    page.get_by_label("Something was changed because of it").check()
    page.get_by_role("textbox", name="Answer").fill(ANSWER)
    page.get_by_role("button", name="Keep the answer").click()
    expect(page.get_by_text("The answer is kept.")).to_be_visible()
    page.goto(f"{instance.address}{BOARD}")
    page.get_by_role("link", name=f"Decide {MEASURED} for {PLACE_NAME}").click()
    looks_right(page)
    expect(page.get_by_text(REPLY)).to_be_visible()
    page.get_by_label("Yellow", exact=True).check()
    page.get_by_role("textbox", name="Reason").fill(DECISION)
    page.get_by_role("button", name="Keep the decision").click()
    expect(page.get_by_text("The decision is kept.")).to_be_visible()


def close(page: Page, instance: Instance) -> None:
    """The edition is refused while people may write, and closed when the round is over."""
    compute(page, instance)
    picture(page, "board")
    page.get_by_role("button", name="Close the edition for good").click()
    expect(page.locator(".notice.bad").first).to_contain_text("decision")
    call(instance, "let_days_pass(7)")
    # The factory moves the days of the judgements too, which the trace names.
    compute(page, instance)
    page.get_by_role("button", name="Close the edition for good").click()
    expect(page.get_by_text("The edition is closed.")).to_be_visible()


def publish(page: Page, instance: Instance) -> None:
    """Build the bundle and publish it."""
    page.goto(f"{instance.address}/en/work/releases/")
    page.get_by_role("button", name=f"Build {EDITION}").click()
    page.set_default_timeout(30_000)
    page.get_by_role("button", name=f"Publish {EDITION}").click()
    expect(page.get_by_role("link", name="See it")).to_be_visible()
    looks_right(page)


def read(chromium: Browser, instance: Instance) -> None:
    """Anybody reads judgements by standpoint, the decision with its reason, and the reply."""
    path = f"editions/{EDITION}/{FRAMEWORK}/benchmarks/{MEASURED}/places/{PLACE}/"
    standpoints = {
        "en": ("civil society", "trade union", "migrant association"),
        "ar": ("المجتمع المدني", "نقابة", "مهاجرين"),
    }
    for size in (PHONE, DESKTOP):
        page = opened(chromium, size)
        for language, direction in (("en", "ltr"), ("ar", "rtl")):
            page.goto(f"{instance.address}/{language}/{path}")
            assert page.evaluate("document.documentElement.dir") == direction
            looks_right(page)
            shown = page.locator("main").text_content() or ""
            for words in (
                *(WHY, REPLY, ANSWER, DECISION),
                *("Ministry of Labour", "Survey of the central bank", "p. 12"),
                *ORGANISATIONS,
            ):
                assert words in shown, (language, words)
            for words in standpoints[language]:
                assert words in shown.lower(), (language, words)
            for private in ("Awa", "Zahra", "example.org", NOTE):
                assert private not in page.content().replace("Awa went to see", ""), private
        page.goto(f"{instance.address}/en/{path}")
        picture(page, "replied")
        page.context.close()


def test_a_round_goes_from_invitations_to_a_published_judgement(
    chromium: Browser, instance: Instance, record_property: Callable[[str, object], None]
) -> None:
    coordinator = enter(chromium, instance, "coordinator", DESKTOP)
    add_organisations(coordinator, instance)
    join(chromium, invite_all(coordinator, instance))
    plan(coordinator, instance)
    give_out(coordinator, instance)

    names = [name for people in PEOPLE.values() for name in people]
    pages = {}
    begun = time.monotonic()
    for number, name in enumerate(names):
        pages[name] = enter(chromium, instance, name, DESKTOP if number % 2 else PHONE)
        rate(pages[name], name)
        if name != "awa":
            pages[name].context.close()
    record_property("seconds of 240 forms", round(time.monotonic() - begun, 1))
    awa = pages["awa"]
    call(instance, "count_ratings()")
    follow(coordinator, instance)
    compute(coordinator, instance)

    call(instance, "let_days_pass(7)")
    late(awa, instance)
    ask_government(coordinator, instance)
    reply(enter(chromium, instance, "zahra", PHONE), instance)

    call(instance, "let_days_pass(7)")
    settle(enter(chromium, instance, "rita", DESKTOP), instance)
    call(instance, "count_ratings()")
    close(coordinator, instance)
    publish(coordinator, instance)
    read(chromium, instance)
