"""A round in public: who may announce it, what it says, and what it never says."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from milepost.accounts.models import User
from milepost.accounts.services import (
    add_member,
    agree_to_be_named,
    create_organisation,
    create_user,
    grant_role,
)
from milepost.audit.selectors import list_events
from milepost.kernel import clock
from milepost.kernel.actors import Actor, ActorKind
from milepost.kernel.errors import BadInput, PermissionRefused
from milepost.kernel.scopes import Scope
from milepost.publishing.announcing import (
    Announcement,
    announce_round,
    find_notice,
    is_behind,
    withdraw_notice,
)
from milepost.reviews.services import Work, assign_work, set_calendar
from tests.factories import workspace

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
EDITION = workspace.EDITION
WORDS = Announcement({"en": "Write to the office until May."}, "office@example.org")


@pytest.fixture
def people(home: Path, system: Actor) -> dict[str, str]:
    """An open edition with a calendar; Awa of one organisation and Ben of another have work."""
    workspace.fill(home)
    today = clock.today()
    later = today + timedelta(days=1)
    days = {"assessment": (today, today), "decision": (later, later)}
    set_calendar(system, EDITION, days)
    found = {}
    for name, organisation in (("Awa", "Harbour Union"), ("Ben", "Silent Circle")):
        found[name] = create_user(
            system,
            f"{name}@example.org".lower(),
            name=name,
            password=workspace.PASSWORD,
            roles=frozenset(),
        )
        found[organisation] = create_organisation(
            system, {"name": organisation, "kind": "trade_union"}
        )
        add_member(system, found[organisation], found[name], "member")
        assign_work(system, EDITION, Work([found[name]], [("village-plan", "")], ["686"]))
    agree_to_be_named(system, found["Harbour Union"], is_named=True)
    return found


def test_the_public_reads_days_and_those_who_agreed(people: dict[str, str], system: Actor) -> None:
    public = Client()
    assert "No round is announced" in public.get("/en/rounds/").content.decode()
    announce_round(system, EDITION, WORDS)
    page = public.get("/en/rounds/").content.decode()
    for words in ("Edition 2018", "Village plan", "Harbour Union", "until May", "Assessment"):
        assert words in page, words
    for hidden in ("Silent Circle", "Awa", "Ben", "awa@example.org", "s-green", "s-red"):
        assert hidden not in page.partition("<main")[2].partition("</main>")[0], hidden
    assert "Under review now" in public.get("/en/").content.decode()
    assert public.get("/ar/rounds/").status_code == 200
    (event,) = list_events(action="publishing.round_announced")
    assert event.after is not None
    assert [row["name"] for row in event.after["organisations"]] == ["Harbour Union"]


def test_a_notice_is_frozen_until_it_is_announced_again(
    people: dict[str, str], system: Actor
) -> None:
    announce_round(system, EDITION, WORDS)
    assert agree_to_be_named(system, people["Silent Circle"], is_named=True)
    assert not agree_to_be_named(system, people["Silent Circle"], is_named=True)
    notice = find_notice(EDITION)
    assert notice is not None
    assert is_behind(notice)
    assert "Silent Circle" not in Client().get("/en/rounds/").content.decode()
    announce_round(system, EDITION, WORDS)
    assert "Silent Circle" in Client().get("/en/rounds/").content.decode()
    assert withdraw_notice(system, EDITION)
    assert not withdraw_notice(system, EDITION)
    assert "Silent Circle" not in Client().get("/en/rounds/").content.decode()


def test_a_round_that_cannot_be_announced_says_why(people: dict[str, str], system: Actor) -> None:
    set_calendar(system, EDITION, {})
    with pytest.raises(BadInput) as refused:
        announce_round(system, EDITION, Announcement({"en": " "}))
    assert {item.code for item in refused.value.findings} == {
        "PUBLISHING_CALENDAR_MISSING",
        "PUBLISHING_TEXT_MISSING",
    }
    assert find_notice(EDITION) is None
    for role in ("reviewer", "assessor", "focal_point"):
        actor = Actor(ActorKind.PERSON, "p", "P", frozenset({role}))
        with pytest.raises(PermissionRefused):
            announce_round(actor, EDITION, WORDS)


def test_an_editor_of_the_edition_announces_on_the_page(
    people: dict[str, str], system: Actor
) -> None:
    grant_role(system, people["Ben"], "editor", Scope(edition=EDITION))
    browser = Client()
    browser.force_login(User.objects.get(uuid=people["Ben"]), BACKEND)
    page = f"/en/work/editions/{EDITION}/public/"
    assert "not on the public site" in browser.get(page).content.decode()
    sent = {"action": "announce", "take_part": "", "language": "en", "contact": ""}
    assert browser.post(page, sent).status_code == 422
    answer = browser.post(page, sent | {"take_part": "Come on Monday."}, follow=True)
    assert "announced on the public site" in answer.content.decode()
    assert "Come on Monday." in Client().get("/en/rounds/").content.decode()
    browser.post(page, {"action": "withdraw"})
    assert find_notice(EDITION) is None


def test_the_command_announces_and_withdraws(people: dict[str, str]) -> None:
    call_command("release", "announce", EDITION, "--take-part", "Write to us.")
    assert find_notice(EDITION)
    call_command("release", "announce", EDITION, "--withdraw")
    assert find_notice(EDITION) is None
