"""Pages of people and organisations: inviting, joining, roles, and who may not."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from milepost.accounts.models import User
from milepost.accounts.selectors import actor_of, list_organisations
from milepost.accounts.services import add_member, create_organisation, create_user
from milepost.audit.selectors import list_events
from milepost.kernel import clock
from milepost.kernel.actors import Actor
from milepost.kernel.scopes import Scope
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough phrase 7"
INVITATION = {
    "email": "awa@example.org",
    "name": "Awa Diop",
    "language": "en",
    "standing": "member",
}


def person(system: Actor, name: str, *roles: str) -> str:
    return create_user(
        system, f"{name}@example.org", name=name, password=PASSWORD, roles=frozenset(roles)
    )


@pytest.fixture
def admin_page(system: Actor) -> Client:
    """A browser in which an administrator is signed in."""
    person(system, "ada", "administrator")
    return sign_in(Client(), "ada@example.org", PASSWORD)


def link_in_mail() -> str:
    found = re.search(r"http://testserver(/\S+/join/\S+/)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def test_invited_person_joins_with_the_promised_role_and_signs_in(admin_page: Client) -> None:
    answer = admin_page.post(
        "/en/work/people/invite/", {**INVITATION, "role": "assessor", "place": "002"}
    )
    link = link_in_mail()
    assert link in answer.content.decode()
    assert mail.outbox[-1].to == ["awa@example.org"]
    guest = Client()
    assert "awa@example.org" in guest.get(link).content.decode()
    weak = guest.post(link, {"name": "Awa", "password": "short"})
    assert weak.status_code == 422
    assert guest.post(link, {"name": "Awa Diop", "password": PASSWORD}).status_code == 302
    sign_in(guest, "awa@example.org", PASSWORD)
    assert actor_of(User.objects.get(email="awa@example.org")).has_role(
        "assessor", at=Scope(place="686")
    )
    again = Client().get(link)
    assert (again.status_code, "used already" in again.content.decode()) == (410, True)


def test_french_invitation_is_written_in_french(admin_page: Client) -> None:
    admin_page.post("/en/work/people/invite/", {**INVITATION, "language": "fr"})
    assert str(mail.outbox[-1].subject) != ""
    assert "example.org" in mail.outbox[-1].to[0]


def test_expired_withdrawn_and_unknown_invitations_say_so(admin_page: Client) -> None:
    admin_page.post("/en/work/people/invite/", INVITATION)
    link = link_in_mail()
    with clock.hold(clock.now() + timedelta(days=20)):
        assert "expired" in Client().get(link).content.decode()
    page = admin_page.get("/en/work/people/").content.decode()
    (withdraw,) = re.findall(r'action="(/en/work/people/invitations/[^"]+)"', page)
    assert admin_page.post(withdraw).status_code == 302
    assert "withdrawn" in Client().get(link).content.decode()
    assert Client().get("/en/work/join/guess/").status_code == 410
    assert not User.objects.filter(email="awa@example.org").exists()


@pytest.mark.parametrize(("roles", "status"), [((), 403), (("assessor",), 403), (("editor",), 200)])
def test_who_sees_people(system: Actor, roles: tuple[str, ...], status: int) -> None:
    person(system, "eve", *roles)
    browser = sign_in(Client(), "eve@example.org", PASSWORD)
    assert browser.get("/en/work/people/").status_code == status
    assert browser.get("/en/work/people/invite/").status_code == status


def test_everybody_sees_themselves_and_nobody_else(system: Actor) -> None:
    own, other = person(system, "eve", "assessor"), person(system, "ben", "assessor")
    browser = sign_in(Client(), "eve@example.org", PASSWORD)
    assert browser.get(f"/en/work/people/{own}/").status_code == 200
    assert browser.get(f"/en/work/people/{other}/").status_code == 403
    assert browser.get("/en/work/people/nobody/").status_code == 403
    raised = browser.post(f"/en/work/people/{own}/", {"role": "administrator"})
    assert raised.status_code == 422
    assert not actor_of(User.objects.get(uuid=own)).has_role("administrator")


def test_role_is_given_and_ended_on_the_page_and_stops_at_once(
    admin_page: Client, system: Actor
) -> None:
    uuid = person(system, "ben")
    ben = sign_in(Client(), "ben@example.org", PASSWORD)
    assert ben.get("/en/work/people/").status_code == 403
    admin_page.post(f"/en/work/people/{uuid}/", {"role": "editor"})
    assert ben.get("/en/work/people/").status_code == 200
    admin_page.post(f"/en/work/people/{uuid}/end-role/", {"role": "editor"})
    assert ben.get("/en/work/people/").status_code == 403


def test_last_administrator_is_kept_with_a_sentence(admin_page: Client) -> None:
    uuid = str(User.objects.get(email="ada@example.org").uuid)
    answer = admin_page.post(
        f"/en/work/people/{uuid}/end-role/", {"role": "administrator"}, follow=True
    )
    assert "last administrator" in answer.content.decode()


def test_closed_account_is_out_at_once(admin_page: Client, system: Actor) -> None:
    uuid = person(system, "ben", "editor")
    ben = sign_in(Client(), "ben@example.org", PASSWORD)
    admin_page.post(f"/en/work/people/{uuid}/close/", {"reason": "left"})
    assert ben.get("/en/work/people/").status_code == 302
    answer = Client().post("/en/work/sign-in/", {"login": "ben@example.org", "password": PASSWORD})
    assert answer["Location"] != "/en/work/"


def test_organisation_is_added_changed_and_merged(admin_page: Client, system: Actor) -> None:
    for name in ("Solidarity", "Solidarity Union"):
        answer = admin_page.post(
            "/en/work/organisations/new/", {"name": name, "kind": "trade_union", "place": "686"}
        )
        assert answer.status_code == 302
    first, second = (row["uuid"] for row in list_organisations(system))
    assert "Senegal" in admin_page.get(f"/en/work/organisations/{first}/").content.decode()
    twin = admin_page.post(
        "/en/work/organisations/new/",
        {"name": "solidarity", "kind": "trade_union", "place": "686"},
    )
    assert twin.status_code == 422
    admin_page.post(
        f"/en/work/organisations/{first}/members/",
        {"email": "ada@example.org", "standing": "signatory"},
    )
    admin_page.post(
        f"/en/work/organisations/{first}/merge/", {"into": second, "reason": "one union"}
    )
    assert [row["people"] for row in list_organisations(system)] == [1]
    moved = admin_page.get(f"/en/work/organisations/{first}/")
    assert moved["Location"].endswith(f"/{second}/")


def test_a_guest_of_another_organisation_sees_no_names(system: Actor) -> None:
    home = create_organisation(system, {"name": "Union", "kind": "trade_union"})
    add_member(system, home, person(system, "mia"), "manager")
    person(system, "ola", "observer")
    page = f"/en/work/organisations/{home}/"
    assert "mia" in sign_in(Client(), "mia@example.org", PASSWORD).get(page).content.decode()
    seen = sign_in(Client(), "ola@example.org", PASSWORD).get(page)
    assert (seen.status_code, "mia" in seen.content.decode()) == (200, False)


def test_manager_invites_into_the_own_organisation_only(system: Actor) -> None:
    home = create_organisation(system, {"name": "Union", "kind": "trade_union"})
    add_member(system, home, person(system, "mia"), "manager")
    browser = sign_in(Client(), "mia@example.org", PASSWORD)
    ok = browser.post("/en/work/people/invite/", {**INVITATION, "organisation": home})
    assert ok.status_code == 200
    refused = browser.post("/en/work/people/invite/", {**INVITATION, "email": "x@example.org"})
    assert refused.status_code == 422
    assert len(mail.outbox) == 1


def test_address_of_a_person_is_in_no_event(admin_page: Client) -> None:
    admin_page.post("/en/work/people/invite/", INVITATION)
    assert "awa@example.org" not in str(list_events())


def test_eight_failed_attempts_lock_the_address_for_a_while(system: Actor) -> None:
    person(system, "ben", "editor")
    wrong = {"login": "ben@example.org", "password": "guess"}
    answers = [Client().post("/en/work/sign-in/", wrong).status_code for _ in range(9)]
    assert answers[0] == 200
    assert answers[-1] == 429
    right = Client().post("/en/work/sign-in/", {"login": "ben@example.org", "password": PASSWORD})
    assert right.status_code == 429


def test_nobody_signs_up_and_recovery_writes_to_known_addresses_only(system: Actor) -> None:
    assert "by invitation" in Client().get("/en/work/account/signup/").content.decode()
    person(system, "ben", "editor")
    for address in ("ben@example.org", "nobody@example.org"):
        answer = Client().post("/en/work/account/password/reset/", {"email": address})
        assert answer.status_code == 302
    to_ben = [message for message in mail.outbox if message.to == ["ben@example.org"]]
    assert len(to_ben) == 1
    link = re.search(r"http://testserver(/\S+)", str(to_ben[0].body))
    assert link is not None
    browser = Client()
    page = browser.get(link[1], follow=True)
    done = browser.post(
        page.redirect_chain[-1][0],
        {"password1": "another long phrase 8", "password2": "another long phrase 8"},
    )
    assert done.status_code == 302
    sign_in(Client(), "ben@example.org", "another long phrase 8")


@pytest.mark.parametrize(
    "page",
    ["mfa/", "password/change/", "email/", "sessions/", "mfa/totp/activate/", "mfa/webauthn/add/"],
)
def test_account_pages_open_in_the_shell(admin_page: Client, page: str) -> None:
    answer = admin_page.get(f"/en/work/account/{page}", follow=True)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert 'class="side"' in html or 'class="form"' in html
    assert " style=" not in html
