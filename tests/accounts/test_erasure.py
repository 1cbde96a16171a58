"""What is held about a person: given out whole, erased everywhere, deleted in time."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from milepost.accounts.erasure import erase_person, export_person, request_erasure, sweep
from milepost.accounts.errors import ErasureRefused, LastAdministrator
from milepost.accounts.held import find_person_row, plan_erasure
from milepost.accounts.models import (
    ErasureRequest,
    Invitation,
    OutgoingMail,
    RoleGrant,
    User,
)
from milepost.accounts.selectors import actor_of
from milepost.accounts.services import (
    Invited,
    add_member,
    create_organisation,
    create_user,
    grant_role,
    invite_person,
)
from milepost.audit.selectors import check_chain, list_events
from milepost.audit.services import record_event
from milepost.kernel import clock
from milepost.kernel.actors import Actor
from milepost.kernel.errors import PermissionRefused
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough phrase 7"
ADDRESS = "awa.diop@example.org"
NAME = "Awa Diop"


def make(system: Actor, email: str, name: str, *roles: str) -> Actor:
    create_user(system, email, name=name, password=PASSWORD, roles=frozenset(roles))
    return actor_of(User.objects.get(email=email))


@pytest.fixture
def awa(system: Actor) -> Actor:
    """An administrator who left traces in many tables; another administrator is there."""
    make(system, "ben@example.org", "Ben Ito", "administrator")
    actor = make(system, ADDRESS, NAME, "administrator")
    body = {"name": "Farm workers", "kind": "trade_union"}
    organisation = create_organisation(actor, body)
    add_member(actor, organisation, actor.key, "manager")
    other = make(system, "cai@example.org", "Cai Lo")
    grant_role(actor, other.key, "assessor")
    invite_person(actor, Invited(email="new@example.org", name="New Person"))
    OutgoingMail.objects.create(address=ADDRESS, subject="Hello", body="secret link")
    sign_in(Client(), ADDRESS, PASSWORD)
    with transaction.atomic():
        record_event(
            actor, "tests.named", subject_kind="x", subject_key="1", after={"who": NAME},
            reason=f"{NAME} wrote to {ADDRESS}",
        )  # fmt: skip
    return actor


def whole_database() -> str:
    rows: list[Any] = []
    for model in apps.get_models():
        rows += model._base_manager.values_list()
    return repr(rows)


def unpack(content: bytes) -> tuple[dict[str, Any], str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return json.loads(archive.read("data.json")), archive.read("data.txt").decode()


def test_export_holds_everything_and_no_secret_and_no_other_person(awa: Actor) -> None:
    document, text = unpack(export_person(awa, awa.key))
    held = {(one["model"], one["role"]): one["rows"] for one in document["held"]}
    models = {model for model, _role in held}
    assert models >= {
        "accounts.User", "accounts.Membership", "accounts.RoleGrant", "accounts.Invitation",
        "accounts.OutgoingMail", "audit.AuditEvent", "account.EmailAddress",
        "usersessions.UserSession", "axes.AccessLog",
    }  # fmt: skip
    whole = json.dumps(document) + text
    assert NAME in text
    assert ADDRESS in text
    for foreign in ("new@example.org", "New Person", "cai@example.org", "secret link", "pbkdf2"):
        assert foreign not in whole, foreign
    events = held["audit.AuditEvent", "what the person did"]
    assert "tests.named" in {event["action"] for event in events}
    assert list_events(limit=1)[0].action == "accounts.data_exported"


def test_only_the_person_and_administrators_take_an_export(awa: Actor, system: Actor) -> None:
    cai = actor_of(User.objects.get(email="cai@example.org"))
    assert export_person(cai, cai.key)
    with pytest.raises(PermissionRefused):
        export_person(cai, awa.key)


def test_erasure_leaves_neither_name_nor_address_in_any_table(awa: Actor, system: Actor) -> None:
    request_erasure(awa, awa.key, f"Please forget {NAME}.")
    plan = plan_erasure(awa, awa.key)
    done = erase_person(system, awa.key, reason=f"{NAME} asked for it.")
    text = whole_database()
    assert NAME not in text
    assert ADDRESS not in text
    assert done.pseudonym == plan.pseudonym == f"Former member {awa.key[:4]}"
    user = User.objects.get(uuid=awa.key)
    assert (user.name, user.is_active, user.has_usable_password()) == (done.pseudonym, False, False)
    assert not RoleGrant.objects.filter(user=user, ended_at=None).exists()
    assert RoleGrant.objects.filter(granted_by=done.pseudonym).exists()
    assert not ErasureRequest.objects.filter(settled_at=None).exists()
    assert check_chain().holds
    with pytest.raises(ErasureRefused):
        erase_person(system, awa.key, reason="again")


def test_erased_person_is_signed_out_and_cannot_come_back(awa: Actor, system: Actor) -> None:
    browser = sign_in(Client(), ADDRESS, PASSWORD)
    erase_person(system, awa.key, reason="asked")
    assert browser.get("/en/work/").status_code == 302
    answer = browser.post("/en/work/sign-in/", {"login": ADDRESS, "password": PASSWORD})
    assert answer.status_code == 200
    assert find_person_row(ADDRESS) is None


def test_person_of_the_same_name_keeps_theirs(awa: Actor, system: Actor) -> None:
    double = make(system, "other.awa@example.org", NAME, "administrator")
    grant_role(double, double.key, "editor")
    done = erase_person(system, awa.key, reason="asked")
    assert User.objects.get(uuid=double.key).name == NAME
    unclear = {change.model: change.unclear for change in done.changes if change.unclear}
    assert unclear["accounts.RoleGrant"] == 2
    assert check_chain().holds


def test_last_administrator_and_missing_reason_are_refused(system: Actor) -> None:
    only = make(system, "only@example.org", "Only One", "administrator")
    with pytest.raises(LastAdministrator):
        erase_person(system, only.key, reason="asked")
    with pytest.raises(ErasureRefused):
        erase_person(system, only.key, reason=" ")
    assert User.objects.get(uuid=only.key).name == "Only One"


def test_only_administrators_erase(awa: Actor) -> None:
    cai = actor_of(User.objects.get(email="cai@example.org"))
    with pytest.raises(PermissionRefused):
        erase_person(cai, cai.key, reason="mine")
    request_erasure(cai, cai.key)
    request_erasure(cai, cai.key, "please")
    assert ErasureRequest.objects.get().words == "please"


def test_sweep_deletes_what_is_past_its_time_and_nothing_else(system: Actor) -> None:
    now = clock.now()
    for address, sent in (("old@x.org", 31), ("new@x.org", 29), ("waiting@x.org", None)):
        OutgoingMail.objects.create(
            address=address, subject="s", body="",
            sent_at=now - timedelta(days=sent) if sent else None,
        )  # fmt: skip
    for name, expired in (("old", 91), ("new", 10), ("open", -5)):
        Invitation.objects.create(
            email=f"{name}@x.org", token_hash=name, invited_by="x", invited_by_key="x",
            expires_at=now - timedelta(days=expired),
        )  # fmt: skip
    counted = sweep(system, dry_run=True)
    assert (counted["mail-sent"], counted["invitations-expired"]) == (1, 1)
    assert OutgoingMail.objects.count() == 3
    assert sweep(system) == counted
    left = set(OutgoingMail.objects.values_list("address", flat=True))
    assert left == {"new@x.org", "waiting@x.org"}
    assert set(Invitation.objects.values_list("token_hash", flat=True)) == {"new", "open"}
    assert list_events(limit=1)[0].after == {"invitations-expired": 1, "mail-sent": 1}
