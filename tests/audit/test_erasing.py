"""Erasing names from the audit: they are gone, the chain holds, and forging is still found."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from milepost.audit.chain import FIRST, hash_of
from milepost.audit.erasing import Erased, erase_names
from milepost.audit.models import AuditEvent, ChainHead
from milepost.audit.selectors import check_chain
from milepost.audit.services import record_event
from milepost.kernel.actors import Actor, ActorKind
from milepost.kernel.errors import PermissionRefused

pytestmark = pytest.mark.django_db
KEY = "11111111-1111-4111-8111-111111111111"
AWA = Actor(ActorKind.PERSON, KEY, "Awa Diop", frozenset({"editor"}))
BEN = Actor(ActorKind.PERSON, "22222222-2222-4222-8222-222222222222", "Ben Ito")
GONE = Erased(KEY, frozenset({"awa@example.org"}), frozenset({"Awa Diop"}), frozenset(), "Former 1")


def write(actor: Actor, reason: str = "", after: dict[str, Any] | None = None) -> None:
    with transaction.atomic():
        record_event(
            actor, "tests.done", subject_kind="thing", subject_key="1", after=after, reason=reason
        )


def erase(actor: Actor, erased: Erased = GONE) -> int:
    with transaction.atomic():
        return erase_names(actor, erased, reason="asked")


def everything() -> str:
    return str(list(AuditEvent.objects.values()))


def test_names_are_gone_everywhere_and_the_chain_holds(system: Actor) -> None:
    write(AWA)
    write(BEN, "Awa Diop (awa@example.org) told me", {"by": "Awa Diop", "n": [{"x": "Awa Diop"}]})
    write(BEN, "Awa Diopson is another", {"kept": "yes"})
    before = list(AuditEvent.objects.order_by("id").values_list("hash", flat=True))
    assert erase(system) == 2
    text = everything().replace("Awa Diopson", "")
    assert "Awa Diop" not in text
    assert "awa@" not in text
    assert list(AuditEvent.objects.order_by("id").values_list("hash", flat=True))[:3] == before
    assert check_chain().holds


def test_two_people_of_one_event_are_erased_one_after_the_other(system: Actor) -> None:
    write(AWA, after={"with": "Ben Ito", "by": "Awa Diop"})
    erase(system)
    assert check_chain().holds
    ben = Erased(BEN.key, frozenset(), frozenset({"Ben Ito"}), frozenset(), "Former 2")
    erase(system, ben)
    row = AuditEvent.objects.order_by("id").first()
    assert row is not None
    assert row.after == {"with": "Former 2", "by": "Former 1"}
    assert check_chain().holds


def _change_after(row: AuditEvent) -> dict[str, Any]:
    return {"after": {"by": "Former 1", "colour": "green"}}


def _put_name_back(row: AuditEvent) -> dict[str, Any]:
    return {"actor_label": "Somebody"}


def _drop_salts(row: AuditEvent) -> dict[str, Any]:
    return {"salts": {}}


def _seal_more(row: AuditEvent) -> dict[str, Any]:
    return {"sealed": {**row.sealed, "reason": "0" * 64}}


def _seal_whole(row: AuditEvent) -> dict[str, Any]:
    return {"sealed": {"whole": ""}, "salts": {"whole": "00"}, "action": "tests.forged"}


FORGERIES = (_change_after, _put_name_back, _drop_salts, _seal_more, _seal_whole)


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__.strip("_"))
def test_changing_an_erased_event_breaks_the_chain(
    system: Actor, forge: Callable[[AuditEvent], dict[str, Any]]
) -> None:
    write(AWA, after={"by": "Awa Diop", "colour": "red"})
    erase(system)
    row = AuditEvent.objects.order_by("id").first()
    assert row is not None
    assert check_chain().holds
    AuditEvent.objects.filter(pk=row.pk).update(**forge(row))
    assert [found.what for found in check_chain().breaks] == ["changed"]


def test_events_recorded_before_there_were_salts_are_erased_too(system: Actor) -> None:
    write(AWA, after={"by": "Awa Diop"})
    row = AuditEvent.objects.get()
    row.salts = {}
    old = hash_of(vars(row), FIRST)
    AuditEvent.objects.update(salts={}, hash=old)
    ChainHead.objects.update(hash=old)
    assert check_chain().holds
    erase(system)
    assert "Awa Diop" not in everything()
    assert check_chain().holds
    AuditEvent.objects.filter(pk=row.pk).update(action="tests.forged")
    assert [found.what for found in check_chain().breaks] == ["changed"]


def test_a_name_that_somebody_else_has_is_erased_only_where_the_person_is_meant(
    system: Actor,
) -> None:
    write(BEN, "Awa Diop was there")
    write(BEN, "Awa Diop got a role", {"person": KEY})
    erase(system, Erased(KEY, frozenset(), GONE.names, GONE.names, "Former 1"))
    reasons = list(AuditEvent.objects.order_by("id").values_list("reason", flat=True))
    assert reasons[:2] == ["Awa Diop was there", "Former 1 got a role"]


def test_salts_of_erased_parts_are_new_so_that_names_cannot_be_tried(system: Actor) -> None:
    write(AWA)
    old = AuditEvent.objects.get().salts["actor_label"]
    erase(system)
    with connection.cursor() as cursor:
        cursor.execute("SELECT salts FROM audit_auditevent")
        assert all(old not in str(row) for row in cursor.fetchall())


def test_only_administrators_erase_names() -> None:
    with pytest.raises(PermissionRefused):
        erase(AWA)
