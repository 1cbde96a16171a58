"""The workspace shell: signing in and out, the landing page, errors in the same voice."""

from pathlib import Path

import pytest
from django.test import Client

from milepost.accounts.services import create_user
from milepost.kernel.actors import Actor

PASSWORD = "a long enough phrase 7"


@pytest.fixture
def person(system: Actor, db: None) -> str:
    """The address of somebody who may sign in."""
    create_user(
        system, "ada@example.org", name="Ada", password=PASSWORD, roles=frozenset({"editor"})
    )
    return "ada@example.org"


def test_workspace_asks_strangers_to_sign_in(client: Client, db: None) -> None:
    response = client.get("/en/work/")
    assert response.status_code == 302
    assert response["Location"] == "/en/work/sign-in/?next=/en/work/"


def test_signing_in_leads_to_the_workspace_and_out_to_the_public_site(
    client: Client, person: str
) -> None:
    answer = client.post("/en/work/sign-in/", {"login": person, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/en/work/")
    html = client.get("/en/work/").content.decode()
    assert "Ada" in html
    assert client.post("/en/work/sign-out/")["Location"] == "/en/"
    assert client.get("/en/work/").status_code == 302


def test_the_workspace_leads_only_where_a_role_may_go(
    client: Client, system: Actor, db: None
) -> None:
    """An observer sees editions in progress and is not sent to imports that would refuse."""
    create_user(
        system, "obi@example.org", name="Obi", password=PASSWORD, roles=frozenset({"observer"})
    )
    client.post("/en/work/sign-in/", {"login": "obi@example.org", "password": PASSWORD})
    html = client.get("/en/work/").content.decode()
    assert "/en/work/editions/" in html
    assert "/en/work/imports/" not in html
    refused = client.get("/en/work/imports/")
    assert refused.status_code == 403
    assert 'href="/en/work/"' in refused.content.decode()


def test_wrong_password_says_what_to_do_and_keeps_the_address(client: Client, person: str) -> None:
    answer = client.post("/en/work/sign-in/", {"login": person, "password": "no"})
    html = answer.content.decode()
    assert 'role="alert"' in html
    assert f'value="{person}"' in html


def test_sign_in_does_not_lead_to_another_site(client: Client, person: str) -> None:
    answer = client.post(
        "/en/work/sign-in/?next=https://example.com/",
        {"login": person, "password": PASSWORD, "next": "https://example.com/"},
    )
    assert answer["Location"] == "/en/work/"


def test_form_without_a_token_is_refused_in_words(person: str, site: Path) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/en/work/sign-in/", {"login": person, "password": PASSWORD})
    assert answer.status_code == 403
    assert "This is not open to you" in answer.content.decode()


def test_missing_page_says_where_to_go(client: Client, site: Path) -> None:
    html = client.get("/en/nothing-here/").content.decode()
    assert "There is no such page" in html
    assert 'href="/en/"' in html


def test_health_and_robots_answer_without_the_database(client: Client) -> None:
    assert client.get("/health/").content == b"ok\n"
    assert b"Disallow: /en/work/" in client.get("/robots.txt").content


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("fr-CA,fr", "/fr/"),
        ("ar", "/ar/"),
        ("es-MX", "/es/"),
        ("ru", "/ru/"),
        ("zh-CN,zh;q=0.9", "/zh/"),
        ("zh-Hans", "/zh/"),
        ("de", "/en/"),
    ],
)
def test_bare_address_leads_to_the_reader_s_language(
    client: Client, header: str, expected: str
) -> None:
    assert client.get("/", headers={"Accept-Language": header})["Location"] == expected
