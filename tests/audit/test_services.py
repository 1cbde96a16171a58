"""Audit events are append-only and belong to the transaction of their write."""

import pytest
from django.db import transaction

from milepost.audit.models import AuditEvent
from milepost.audit.selectors import list_events
from milepost.audit.services import record_event
from milepost.kernel.actors import Actor


@pytest.mark.django_db(transaction=True)
def test_record_event_outside_a_transaction_is_refused(system: Actor) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record_event(system, "tests.thing_done", subject_kind="thing", subject_key="1")
    assert list_events() == []


@pytest.mark.django_db
def test_record_event_keeps_who_what_before_after_and_why(system: Actor) -> None:
    record_event(
        system,
        "tests.thing_done",
        subject_kind="thing",
        subject_key="1",
        before={"a": 1},
        after={"a": 2},
        reason="because",
    )
    (event,) = list_events(subject_kind="thing", subject_key="1")
    assert (event.actor, event.action, event.before, event.after, event.reason) == (
        "tests",
        "tests.thing_done",
        {"a": 1},
        {"a": 2},
        "because",
    )


@pytest.mark.django_db
def test_event_cannot_be_changed_or_deleted(system: Actor) -> None:
    record_event(system, "tests.thing_done", subject_kind="thing", subject_key="1")
    event = AuditEvent.objects.get()
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
