"""The chain: whatever is changed, removed, inserted or cut off is found."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from milepost.audit.chain import FIRST, find_breaks, hash_of
from milepost.audit.models import AuditEvent, ChainHead
from milepost.audit.selectors import check_chain
from milepost.audit.services import record_event
from milepost.kernel.actors import Actor

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=5)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)  # fmt: skip


def event(number: int, after: Any = None) -> dict[str, Any]:
    return {
        "uuid": f"u{number}",
        "at": datetime(2026, 11, 25, tzinfo=UTC),
        "actor_kind": "person",
        "actor_key": "k",
        "actor_label": "Awa",
        "on_behalf": "",
        "action": "tests.thing_done",
        "subject_kind": "thing",
        "subject_key": str(number),
        "before": None,
        "after": after,
        "reason": "",
    }


def chained(*afters: Any) -> tuple[list[dict[str, Any]], str]:
    head, rows = FIRST, []
    for number, after in enumerate(afters):
        row = event(number, after)
        row |= {"previous_hash": head, "hash": hash_of(row, head)}
        head = row["hash"]
        rows.append(row)
    return rows, head


@given(st.lists(st.dictionaries(st.text(max_size=4), JSON, max_size=3), min_size=1, max_size=6))
def test_untouched_chain_holds_and_every_change_of_one_event_breaks_it(
    afters: list[dict[str, Any]],
) -> None:
    rows, head = chained(*afters)
    assert list(find_breaks(rows, head=head, count=len(rows))) == []
    for index in range(len(rows)):
        forged = [dict(row) for row in rows]
        forged[index]["after"] = {"forged": 1}
        if afters[index] != {"forged": 1}:
            found = list(find_breaks(forged, head=head, count=len(rows)))
            assert [(item.position, item.what) for item in found] == [(index + 1, "changed")]


def test_removing_inserting_moving_and_cutting_is_found() -> None:
    rows, head = chained({"a": 1}, {"a": 2}, {"a": 3})

    def kinds(forged: list[dict[str, Any]]) -> set[str]:
        return {item.what for item in find_breaks(forged, head=head, count=3)}

    assert kinds([rows[0], rows[2]]) == {"unlinked", "cut"}
    assert kinds(rows[:2]) == {"cut"}
    assert kinds([]) == {"cut"}
    assert "unlinked" in kinds([rows[1], rows[0], rows[2]])
    extra = event(9) | {"previous_hash": head, "hash": hash_of(event(9), head)}
    assert kinds([*rows, extra]) == {"cut"}
    assert "unlinked" in kinds([rows[0], extra, *rows[1:]])


def test_an_event_forged_with_its_own_hash_breaks_the_next_link() -> None:
    rows, head = chained({"a": 1}, {"a": 2})
    rows[0]["reason"] = "another"
    rows[0]["hash"] = hash_of(rows[0], FIRST)
    found = list(find_breaks(rows, head=head, count=2))
    assert [(item.position, item.what) for item in found] == [(2, "unlinked")]


@pytest.mark.parametrize(("left", "right"), [(1, 1.0), (10**20, 1e20), (0.0, -0.0)])
def test_numbers_that_databases_write_differently_have_one_hash(left: Any, right: Any) -> None:
    assert hash_of(event(1, {"n": left}), FIRST) == hash_of(event(1, {"n": right}), FIRST)


def record(actor: Actor, key: str) -> None:
    record_event(
        actor,
        "tests.thing_done",
        subject_kind="thing",
        subject_key=key,
        after={"whole": 3.0, "big": 1e22, "small": 0.1, "text": "é\u0627", "none": None},
        reason="why",
        on_behalf="o",
    )


@pytest.mark.django_db
def test_recorded_events_hold_and_a_change_behind_the_program_is_found(system: Actor) -> None:
    for key in "abc":
        record(system, key)
    report = check_chain()
    assert (report.holds, report.events) == (True, 3)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET actor_label = 'X' WHERE subject_key = 'b'")
    assert [item.what for item in check_chain().breaks] == ["changed"]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE subject_key = 'b'")
    assert {item.what for item in check_chain().breaks} == {"unlinked", "cut"}


@transaction.atomic
def fail_after_recording(system: Actor) -> None:
    record(system, "b")
    raise RuntimeError


@pytest.mark.django_db(transaction=True)
def test_event_of_a_write_that_failed_leaves_no_gap(system: Actor) -> None:
    with transaction.atomic():
        record(system, "a")
    with pytest.raises(RuntimeError):
        fail_after_recording(system)
    with transaction.atomic():
        record(system, "c")
    assert AuditEvent.objects.count() == 2
    assert check_chain().holds
    assert ChainHead.objects.get().count == 2
