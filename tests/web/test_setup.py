"""The first visit to an empty instance, and the way from there to a published edition."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from milepost.accounts.errors import AlreadyFounded
from milepost.accounts.models import User
from milepost.accounts.services import found_instance, make_setup_code
from milepost.audit.selectors import list_events
from milepost.frameworks.selectors import list_frameworks, list_links
from milepost.kernel.instance import instance_facts
from milepost.reviews.selectors import get_edition

pytestmark = pytest.mark.django_db
FIRST = "/en/work/setup/first/"
PASSWORD = "a long quiet river"


def founder(code: str) -> dict[str, str]:
    return {"code": code, "name": "Awa Diop", "email": "awa@example.org", "password": PASSWORD}


@pytest.fixture
def browser(home: Path) -> Client:
    """The browser of the first administrator."""
    client = Client()
    answer = client.post(FIRST, founder(make_setup_code()))
    assert (answer.status_code, answer["Location"]) == (302, "/en/work/setup/name/")
    return client


def test_an_empty_site_leads_to_its_set_up(home: Path) -> None:
    assert FIRST not in Client().get("/en/").content.decode()
    make_setup_code()
    assert FIRST in Client().get("/en/").content.decode()
    assert "Set-up code" in Client().get(FIRST).content.decode()


def test_without_the_code_nobody_becomes_administrator(home: Path) -> None:
    code = make_setup_code()
    assert code == make_setup_code()
    assert (home / "setup-code").stat().st_mode & 0o077 == 0
    for wrong in ("", "0" * 16, code[:-1]):
        assert Client().post(FIRST, founder(wrong)).status_code == 422
    assert not User.objects.exists()


def test_a_weak_password_leaves_the_code_valid(home: Path) -> None:
    code = make_setup_code()
    assert Client().post(FIRST, {**founder(code), "password": "short"}).status_code == 422
    assert Client().post(FIRST, founder(code)).status_code == 302


def test_the_page_is_gone_afterwards(browser: Client) -> None:
    assert Client().get(FIRST).status_code == 410
    assert Client().post(FIRST, founder("0" * 16)).status_code == 410
    assert FIRST not in Client().get("/en/").content.decode()
    with pytest.raises(AlreadyFounded):
        found_instance("0" * 16, email="eve@example.org", name="Eve", password=PASSWORD)
    with pytest.raises(SystemExit):
        call_command("user", "setup-code")
    assert User.objects.count() == 1


def test_naming_is_kept_shown_and_recorded(browser: Client) -> None:
    page = "/en/work/setup/name/"
    assert browser.post(page, {"name": " ", "contact": "x"}).status_code == 422
    browser.post(page, {"name": "Réseau  Sahel", "contact": "info@example.org"})
    assert instance_facts().name == "Réseau Sahel"
    public = Client().get("/en/").content.decode()
    assert "Réseau Sahel" in public
    assert "info@example.org" in public
    (event,) = list_events(subject_kind="instance")
    assert event.after == {"name": "Réseau Sahel", "contact": "info@example.org"}


def test_frameworks_are_chosen_with_the_links_between_them(browser: Client) -> None:
    page = "/en/work/setup/frameworks/"
    assert browser.post(page, {}).status_code == 422
    browser.post(page, {"frameworks": ["sg-8-points"]})
    assert [row["key"] for row in list_frameworks()] == ["sg-8-points"]
    assert list_links() == []
    browser.post(page, {"frameworks": ["plan-8-points"]})
    linked = {link[end]["framework"] for link in list_links() for end in ("from", "to")}
    assert linked == {"plan-8-points", "sg-8-points"}


def test_an_edition_is_opened_computed_closed_built_and_published(browser: Client) -> None:
    """Nothing of a round needs the command line."""
    browser.post("/en/work/setup/frameworks/", {"frameworks": ["sg-8-points"]})
    assert "next" in browser.get("/en/work/setup/").content.decode()
    new = {"title": "2027", "key": "2027", "as_of": "2026-06-30", "main": "sg-8-points"}
    assert browser.post("/en/work/editions/new/", {**new, "main": "none"}).status_code == 422
    assert browser.post("/en/work/editions/new/", new).status_code == 302
    assert browser.post("/en/work/editions/new/", new).status_code == 422
    assert get_edition("2027")["main_framework"] == "sg-8-points"
    browser.post("/en/work/editions/2027/compute/")
    answer = browser.post("/en/work/releases/2027/build/", follow=True)
    assert "closed" in answer.content.decode()
    browser.post("/en/work/editions/2027/close/")
    assert get_edition("2027")["state"] == "closed"
    for step in ("build", "publish"):
        browser.post(f"/en/work/releases/2027/{step}/")
    assert "published" in browser.get("/en/work/releases/").content.decode()
    assert Client().get("/en/editions/2027/").status_code == 200
