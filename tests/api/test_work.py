"""Writing with a token: the same services, findings and refusals as on the pages."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from milepost.accounts.selectors import find_person_by_address
from milepost.accounts.services import create_token, create_user, revoke_token
from milepost.accounts.tokens import ASSESS, IMPORT_DATA, IssuedToken
from milepost.api.addresses import TOKEN
from milepost.api.sending import Colour, Standpoint
from milepost.audit.models import AuditEvent
from milepost.indicators.selectors import list_vintages
from milepost.kernel.actors import Actor
from milepost.publishing.terms import STANDPOINTS
from milepost.reviews.forms import COLOURS, NO_COLOUR
from milepost.reviews.selectors import list_versions
from tests.factories import workspace

pytestmark = pytest.mark.django_db
IMPORTS, ASSESSMENTS = "/api/v1/work/imports", "/api/v1/work/assessments"
GOOD = b"area,period,value\n686,2019,4\n288,2019,5\n"
SUBJECT = ("village-plan", "1.1", "686")
JUDGED = {
    "edition": workspace.EDITION,
    "framework": "village-plan",
    "benchmark": "1.1",
    "place": "686",
    "colour": "yellow",
    "reason": {"en": "A little less than before."},
    "standpoint": "civil_society",
    "confidence": "medium",
    "citations": [{"source": "visits", "locator": "page 3"}],
}


@pytest.fixture
def filled(home: Path) -> Path:
    """A village plan with an open edition."""
    workspace.fill(home)
    return home


def token(system: Actor, *scopes: str, person: str = "coordinator") -> IssuedToken:
    """Make a token of somebody."""
    key = find_person_by_address(f"{person}@example.org") or ""
    return create_token(system, key, "tests", scopes, 1)


def send_file(secret: str, content: bytes = GOOD, **given: str) -> Any:
    """Send a file as a program does."""
    body = {
        "indicator": "fee",
        "source": "Village association",
        "licence": "CC0",
        "file": SimpleUploadedFile("fees.csv", content),
        **given,
    }
    return Client().post(IMPORTS, body, headers={"authorization": f"Bearer {secret}"})


def judge(secret: str, key: str = "", **given: Any) -> Any:
    """Hand in a judgement as a program does."""
    headers = {"authorization": f"Bearer {secret}"} | ({"idempotency-key": key} if key else {})
    return Client().post(
        ASSESSMENTS, json.dumps(JUDGED | given), content_type="application/json", headers=headers
    )


def test_a_file_becomes_a_vintage_once(filled: Path, system: Actor) -> None:
    secret = token(system, IMPORT_DATA).secret
    before = len(list_vintages("fee"))
    checked = send_file(secret, dry_run="true")
    assert (checked.status_code, checked.json()["outcome"]) == (200, "checked")
    assert len(list_vintages("fee")) == before
    kept = send_file(secret)
    assert (kept.status_code, kept.json()["outcome"], kept.json()["rows"]) == (201, "accepted", 2)
    again = send_file(secret)
    assert (again.status_code, again.json()["outcome"]) == (200, "unchanged")
    assert len(list_vintages("fee")) == before + 1
    assert kept["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in kept


def test_a_mapping_of_a_dry_run_can_be_sent_back(filled: Path, system: Actor) -> None:
    secret = token(system, IMPORT_DATA).secret
    mapping = send_file(secret, dry_run="true").json()["mapping"]
    assert send_file(secret, mapping=json.dumps(mapping)).status_code == 201
    bad = send_file(secret, mapping='{"colour": "red"}')
    assert (bad.status_code, bad.json()["findings"][0]["code"]) == (422, "API_MAPPING_UNREADABLE")


def test_a_file_with_errors_is_refused_with_every_finding(filled: Path, system: Actor) -> None:
    secret = token(system, IMPORT_DATA).secret
    answer = send_file(secret, b"area,period,value\nAtlantis,2019,4\n288,2019,many\n")
    told = answer.json()
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert len(told["findings"]) >= 2
    assert all(finding["what"] and finding["remedy"] for finding in told["findings"])


def test_a_judgement_is_kept_in_the_name_of_its_person(filled: Path, system: Actor) -> None:
    secret = token(system, ASSESS).secret
    assert judge(secret).json() == {"outcome": "added"}
    assert judge(secret).json() == {"outcome": "unchanged"}
    changed = judge(secret, colour="red", assessor="Village union")
    assert (changed.status_code, changed.json()) == (200, {"outcome": "changed"})
    newest = list_versions(workspace.EDITION, SUBJECT, system)[0]
    assert (newest["assessor"], newest["colour"]) == ("Village union", "red")
    assert newest["person_key"] == find_person_by_address("coordinator@example.org")


def test_a_key_makes_sending_twice_harmless(filled: Path, system: Actor) -> None:
    secret = token(system, ASSESS).secret
    assert judge(secret, "a-1").status_code == 201
    assert judge(secret, "a-2", colour="green").json()["outcome"] == "changed"
    late = judge(secret, "a-1")
    assert (late.status_code, late.json()["outcome"]) == (200, "unchanged")
    stale = judge(secret, colour="red", seen="")
    assert stale.status_code == 409


def test_a_key_stands_for_one_judgement(filled: Path, system: Actor) -> None:
    secret = token(system, ASSESS).secret
    assert judge(secret, "a-1").status_code == 201
    assert judge(secret, "a-1").json()["outcome"] == "unchanged"
    others: list[dict[str, Any]] = [
        {"colour": "green"},
        {"reason": {"en": "Another reason."}},
        {"citations": []},
        {"assessed_on": "2001-01-01"},
        {"confidence": None},
    ]
    for other in others:
        answer = judge(secret, "a-1", **other)
        assert answer.status_code == 422
        assert [row["code"] for row in answer.json()["findings"]] == ["REVIEWS_KEY_OF_ANOTHER"]
    assert judge(secret, "a-2", colour="green").json()["outcome"] == "changed"


def test_events_name_the_token(filled: Path, system: Actor) -> None:
    made = token(system, ASSESS, IMPORT_DATA)
    judge(made.secret)
    send_file(made.secret)
    told = AuditEvent.objects.filter(after__by_token=made.uuid).values_list("action", flat=True)
    assert set(told) >= {"reviews.assessment_recorded", "indicators.import_accepted"}
    by_hand = AuditEvent.objects.exclude(action__in=told)
    assert not [event for event in by_hand if "by_token" in (event.after or {})]


def test_a_token_tells_what_it_may_do(filled: Path, system: Actor) -> None:
    made = token(system, ASSESS, IMPORT_DATA)
    answer = ask(made.secret)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["uuid"], told["name"]) == (made.uuid, "tests")
    assert told["scopes"] == sorted([ASSESS, IMPORT_DATA])
    assert "indicators.import_data" in told["permissions"]
    assert told["expires_at"] > told["created_at"]
    assert answer["Cache-Control"] == "private, no-store"
    observing = ask(token(system, IMPORT_DATA, person="observer").secret).json()
    assert "indicators.import_data" not in observing["permissions"]
    assert ask("").status_code == 401
    revoke_token(system, find_person_by_address("coordinator@example.org") or "", made.uuid)
    assert ask(made.secret).status_code == 401
    allowed = Client().options(TOKEN)
    assert allowed["Allow"] == "GET, HEAD, OPTIONS"


def ask(secret: str) -> Any:
    """Ask what a token may do."""
    headers = {"authorization": f"Bearer {secret}"} if secret else {}
    return Client().get(TOKEN, headers=headers)


def test_bad_judgements_are_refused_with_findings(filled: Path, system: Actor) -> None:
    secret = token(system, ASSESS).secret
    answer = judge(secret, benchmark="9.9", place="nowhere")
    assert answer.status_code == 422
    assert {row["column"] for row in answer.json()["findings"]} == {"benchmark", "place"}
    unreadable = Client().post(
        ASSESSMENTS,
        "{",
        content_type="application/json",
        headers={"authorization": f"Bearer {secret}"},
    )
    assert (unreadable.status_code, unreadable["Content-Type"]) == (400, "application/problem+json")


def test_a_token_is_needed_and_a_session_is_none(filled: Path, system: Actor) -> None:
    for answer in (judge(""), judge("mp_made-up"), send_file("mp_made-up")):
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
        assert answer.json()["code"] == "API_TOKEN_MISSING"
    gone = token(system, ASSESS)
    revoke_token(system, find_person_by_address("coordinator@example.org") or "", gone.uuid)
    assert judge(gone.secret).status_code == 401


def test_a_token_does_what_it_is_for_alone(filled: Path, system: Actor) -> None:
    assert judge(token(system, IMPORT_DATA).secret).status_code == 403
    assert send_file(token(system, ASSESS).secret).status_code == 403


def test_a_token_has_no_right_that_its_person_lacks(filled: Path, system: Actor) -> None:
    create_user(
        system, "olu@example.org", name="Olu", password=workspace.PASSWORD, roles=frozenset()
    )
    for person in ("observer", "olu"):
        secret = token(system, ASSESS, IMPORT_DATA, person=person).secret
        assert judge(secret).status_code == 403
        assert send_file(secret, indicator="nothing").status_code == 403


def test_the_words_of_judgements_are_those_of_the_desk() -> None:
    assert {item.value for item in Standpoint} <= set(STANDPOINTS)
    assert {item.value for item in Colour} == {key for key, _name in COLOURS} - {NO_COLOUR}
