"""Tokens: shown once, never more than the person, ended by a day, a click or a closed account."""

import io
import json
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from milepost.accounts.errors import TokenInvalid
from milepost.accounts.models import Token, User
from milepost.accounts.selectors import actor_of
from milepost.accounts.services import (
    act_by_token,
    close_account,
    create_token,
    create_user,
    end_role,
    erase_person,
    revoke_token,
    sweep,
)
from milepost.accounts.tokens import ASSESS, IMPORT_DATA, MOST_TOKENS
from milepost.audit.selectors import list_events
from milepost.kernel import clock
from milepost.kernel.actors import Actor, may
from milepost.kernel.errors import NotFound, PermissionRefused
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough phrase 7"


def join(system: Actor, name: str, *roles: str) -> str:
    return create_user(
        system, f"{name}@example.org", name=name.title(), password=PASSWORD, roles=frozenset(roles)
    )


def of(person: str) -> Actor:
    return actor_of(User.objects.get(uuid=person))


def test_a_token_acts_as_its_person_for_what_it_is_for(system: Actor) -> None:
    person = join(system, "ines", "administrator", "data_steward", "assessor")
    made = create_token(of(person), person, "nightly", [IMPORT_DATA], 30)
    acting = act_by_token(made.secret)
    assert acting is not None
    assert acting.key == person
    assert may(acting, "indicators.import_data")
    for refused in ("reviews.record_assessment", "accounts.make_token", "accounts.create_user"):
        assert not may(acting, refused, person), refused


def test_a_token_gives_no_right_that_its_person_lacks(system: Actor) -> None:
    person = join(system, "omar", "observer")
    acting = act_by_token(create_token(of(person), person, "x", [IMPORT_DATA, ASSESS], 1).secret)
    assert acting is not None
    assert not may(acting, "indicators.import_data")


def test_a_role_that_ends_is_gone_for_the_token_at_once(system: Actor) -> None:
    person = join(system, "ines", "data_steward")
    secret = create_token(of(person), person, "x", [IMPORT_DATA], 1).secret
    end_role(system, person, "data_steward")
    acting = act_by_token(secret)
    assert acting is not None
    assert not may(acting, "indicators.import_data")


def test_only_the_fingerprint_is_kept_and_events_name_no_secret(system: Actor) -> None:
    person = join(system, "ines", "data_steward")
    made = create_token(of(person), person, "nightly", [IMPORT_DATA], 30)
    row = Token.objects.get(uuid=made.uuid)
    assert made.secret not in {str(getattr(row, field.name)) for field in Token._meta.fields}
    events = list_events(action="accounts.token_created")
    assert len(events) == 1
    assert made.secret not in str(events)


def test_an_expired_a_revoked_and_an_unknown_token_are_nobody(system: Actor) -> None:
    person = join(system, "ines", "data_steward")
    made = create_token(of(person), person, "x", [IMPORT_DATA], 2)
    assert act_by_token("mp_made-up") is None
    with clock.hold(clock.now() + timedelta(days=2, seconds=1)):
        assert act_by_token(made.secret) is None
    revoke_token(of(person), person, made.uuid)
    assert act_by_token(made.secret) is None
    with pytest.raises(NotFound):
        revoke_token(of(person), person, made.uuid)


def test_a_token_ends_with_the_account(system: Actor) -> None:
    person = join(system, "ines", "data_steward")
    secret = create_token(of(person), person, "x", [IMPORT_DATA], 2).secret
    close_account(system, person, reason="left")
    assert act_by_token(secret) is None
    erase_person(system, person, reason="asked")
    assert not Token.objects.exists()


def test_others_make_no_token_for_one_and_administrators_end_them(system: Actor) -> None:
    person, boss = join(system, "ines", "data_steward"), join(system, "ada", "administrator")
    with pytest.raises(PermissionRefused):
        create_token(of(boss), person, "x", [IMPORT_DATA], 1)
    made = create_token(of(person), person, "x", [IMPORT_DATA], 1)
    other = join(system, "omar", "editor")
    with pytest.raises(PermissionRefused):
        revoke_token(of(other), person, made.uuid)
    revoke_token(of(boss), person, made.uuid)
    assert act_by_token(made.secret) is None


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [(" ", [IMPORT_DATA], 1), ("x", [], 1), ("x", ["everything"], 1), ("x", [ASSESS], 366)],
)
def test_a_token_says_what_it_is_for_and_until_when(
    system: Actor, name: str, scopes: list[str], days: int
) -> None:
    with pytest.raises(TokenInvalid):
        create_token(system, join(system, "ines"), name, scopes, days)


def test_there_are_not_too_many(system: Actor) -> None:
    person = join(system, "ines")
    for number in range(MOST_TOKENS):
        create_token(system, person, str(number), [ASSESS], 1)
    with pytest.raises(TokenInvalid):
        create_token(system, person, "one more", [ASSESS], 1)


def test_old_tokens_are_swept(system: Actor) -> None:
    create_token(system, join(system, "ines"), "x", [ASSESS], 1)
    with clock.hold(clock.now() + timedelta(days=92)):
        assert sweep(system)["tokens-expired"] == 1


def test_the_page_shows_a_token_once_and_ends_it(system: Actor) -> None:
    person = join(system, "ines", "data_steward")
    browser = sign_in(Client(), "ines@example.org", PASSWORD)
    page = f"/en/work/people/{person}/tokens/"
    assert page in browser.get(f"/en/work/people/{person}/").content.decode()
    assert browser.post(page, {"name": "", "days": "1"}).status_code == 422
    made = browser.post(page, {"name": "nightly", "scopes": [IMPORT_DATA], "days": "30"})
    assert "no-store" in made["Cache-Control"]
    (secret,) = re.findall(r"mp_[\w-]+", made.content.decode())
    assert act_by_token(secret) is not None
    listed = browser.get(page).content.decode()
    assert "nightly" in listed
    assert secret not in listed
    token = Token.objects.get()
    browser.post(f"{page}{token.uuid}/revoke/")
    assert act_by_token(secret) is None


def test_the_command_makes_lists_and_revokes(system: Actor) -> None:
    join(system, "ines", "data_steward")

    def run(*words: str) -> list[dict[str, str]]:
        out = io.StringIO()
        call_command("token", *words, "--json", stdout=out)
        rows: list[dict[str, str]] = json.loads(out.getvalue())
        return rows

    (made,) = run("create", "ines@example.org", "--name", "nightly", "--scope", IMPORT_DATA)
    assert act_by_token(made["token"]) is not None
    (row,) = run("list", "ines@example.org")
    assert (row["uuid"], row["state"]) == (made["uuid"], "in force")
    run("revoke", "ines@example.org", made["uuid"])
    assert act_by_token(made["token"]) is None
