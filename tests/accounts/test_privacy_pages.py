"""Pages about what is held: one's own, asking to be erased, erasing, and the inventory."""

import pytest
from django.test import Client

from milepost.accounts.models import ErasureRequest, User
from milepost.accounts.services import create_user
from milepost.kernel.actors import Actor
from milepost.kernel.holdings import list_declarations
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough phrase 7"


def join(system: Actor, name: str, *roles: str) -> tuple[str, Client]:
    key = create_user(
        system, f"{name}@example.org", name=name.title(), password=PASSWORD, roles=frozenset(roles)
    )
    return key, sign_in(Client(), f"{name}@example.org", PASSWORD)


def test_person_sees_downloads_and_asks_and_an_administrator_erases(system: Actor) -> None:
    _admin, boss = join(system, "ada", "administrator")
    key, own = join(system, "bao", "assessor")
    page = own.get(f"/en/work/people/{key}/data/").content.decode()
    assert "What is not erased, and why" in page
    assert "Erase this person" not in page
    answer = own.post(f"/en/work/people/{key}/data/download/")
    assert (answer["Content-Type"], answer.content[:2]) == ("application/zip", b"PK")
    own.post(f"/en/work/people/{key}/data/ask/", {"words": "I am leaving."})
    assert "waits for an administrator" in own.get(f"/en/work/people/{key}/data/").content.decode()
    assert "I am leaving." in boss.get("/en/work/privacy/").content.decode()
    erase = f"/en/work/people/{key}/data/erase/"
    assert boss.post(erase, {"reason": "asked"}).status_code == 422
    assert User.objects.get(uuid=key).name == "Bao"
    assert boss.post(erase, {"reason": "asked", "sure": "on"}).status_code == 302
    assert User.objects.get(uuid=key).name == f"Former member {key[:4]}"
    assert own.get(f"/en/work/people/{key}/data/").status_code == 302


def test_administrator_answers_a_request_without_erasing(system: Actor) -> None:
    _admin, boss = join(system, "ada", "administrator")
    key, own = join(system, "bao")
    own.post(f"/en/work/people/{key}/data/ask/")
    boss.post(f"/en/work/people/{key}/data/erase/", {"reason": "We spoke.", "decline": "1"})
    assert ErasureRequest.objects.get().answer == "We spoke."
    assert User.objects.get(uuid=key).name == "Bao"


@pytest.mark.parametrize("role", ["editor", "assessor", "data_steward", "observer"])
def test_nobody_else_sees_takes_or_erases(system: Actor, role: str) -> None:
    key, _own = join(system, "bao")
    _other, browser = join(system, "cai", role)
    start = f"/en/work/people/{key}/data/"
    assert browser.get(start).status_code == 403
    for ending in ("download/", "ask/", "erase/"):
        answer = browser.post(start + ending, {"reason": "x", "sure": "on"})
        assert answer.status_code == 403, ending
    assert User.objects.get(uuid=key).name == "Bao"


def test_inventory_shows_every_holding_to_everybody_who_takes_part(system: Actor) -> None:
    _key, browser = join(system, "obi", "observer")
    page = browser.get("/en/work/privacy/").content.decode()
    for declaration in list_declarations():
        assert not declaration.holdings or declaration.model in page
    assert browser.post("/en/work/privacy/").status_code == 403
