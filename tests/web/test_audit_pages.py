"""The audit pages: for administrators alone, searchable, exportable, and honest on a forgery."""

import csv
import io

import pytest
from django.db import connection, transaction
from django.test import Client

from milepost.accounts.services import create_user
from milepost.audit.services import record_event
from milepost.kernel.actors import Actor

PASSWORD = "a long enough phrase 7"
pytestmark = pytest.mark.django_db


def signed_in(client: Client, system: Actor, *roles: str) -> Client:
    create_user(system, "ada@example.org", name="Ada", password=PASSWORD, roles=frozenset(roles))
    client.post("/en/work/sign-in/", {"login": "ada@example.org", "password": PASSWORD})
    return client


def record(system: Actor, key: str, reason: str) -> None:
    with transaction.atomic():
        record_event(
            system,
            "tests.thing_done",
            subject_kind="thing",
            subject_key=key,
            before={"a": 1},
            after={"a": 2},
            reason=reason,
        )


@pytest.mark.parametrize("roles", [(), ("editor", "data_steward", "assessor", "observer")])
@pytest.mark.parametrize("page", ["/en/work/audit/", "/en/work/audit/events.csv"])
def test_only_administrators_read_the_audit(
    client: Client, system: Actor, roles: tuple[str, ...], page: str
) -> None:
    assert client.get(page).status_code == 302
    assert signed_in(client, system, *roles).get(page).status_code == 403


def test_search_finds_by_word_action_and_day(client: Client, system: Actor) -> None:
    for key, reason in (("x", "a misprint"), ("y", "a new source")):
        record(system, key, reason)
    signed_in(client, system, "administrator")
    page = client.get("/en/work/audit/", {"text": "misprint"}).content.decode()
    assert "a misprint" in page
    assert "a new source" not in page
    assert "1 event is recorded" in page
    action = client.get("/en/work/audit/", {"action": "accounts.user_created"}).content.decode()
    assert "a misprint" not in action
    later = client.get("/en/work/audit/", {"since": "2999-01-01"}).content.decode()
    assert "Nothing was recorded that fits this search." in later
    odd = client.get("/en/work/audit/", {"since": "yesterday", "page": "-3"})
    assert odd.status_code == 200


def test_csv_holds_the_same_events_and_no_formula(client: Client, system: Actor) -> None:
    record(system, "x", '=HYPERLINK("http://example.org")')
    signed_in(client, system, "administrator")
    answer = client.get("/en/work/audit/events.csv", {"text": "thing"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    (row,) = list(csv.DictReader(io.StringIO(text)))
    assert row["reason"].startswith("'=HYPERLINK")
    assert (row["subject_key"], row["before"]) == ("x", '{"a":1}')


def test_check_says_whether_events_are_as_they_were_recorded(client: Client, system: Actor) -> None:
    record(system, "x", "why")
    signed_in(client, system, "administrator")
    assert "were checked" in client.get("/en/work/audit/", {"check": "1"}).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET reason = 'else' WHERE subject_key = 'x'")
    page = client.get("/en/work/audit/", {"check": "1"}).content.decode()
    assert 'role="alert"' in page
    assert "is not as it was recorded" in page
