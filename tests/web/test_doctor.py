"""The doctor says what is well and what is not, and leaves with the right code."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from milepost.accounts.services import create_user
from milepost.indicators import services, storage
from milepost.kernel.actors import Actor

pytestmark = pytest.mark.django_db
DEFINITION = """
milepost: indicators/1
indicators:
  - key: thing
    title: {en: Things}
    definition: {en: Things counted}
    unit: {key: thing, label: {en: things}}
    kind: count
    aggregation: sum
    direction: up
"""


def examined() -> tuple[int, dict[str, bool]]:
    out, code = io.StringIO(), 0
    try:
        call_command("doctor", json=True, stdout=out)
    except SystemExit as left:
        code = int(str(left.code))
    return code, {row["name"]: row["is_well"] for row in json.loads(out.getvalue())}


@pytest.fixture
def instance(system: Actor, home: Path, tmp_path: Path) -> str:
    """An instance with an administrator and one vintage; returns the vintage."""
    roles = frozenset({"administrator"})
    create_user(system, "a@example.org", name="A", password="a long quiet river", roles=roles)
    services.load_definitions(system, DEFINITION, "d.yaml")
    table = tmp_path / "t.csv"
    table.write_text("Country,Year,Value\nSenegal,2015,3\n", encoding="utf-8")
    report = services.import_file(system, "thing", table, source="made up", licence="CC0-1.0")
    return report.vintage


def test_a_whole_instance_is_well(instance: str) -> None:
    code, found = examined()
    assert code == 0
    assert all(found.values())
    assert len(found) == 6


def test_an_instance_without_administrator_is_not_well(home: Path) -> None:
    assert examined() == (1, {**examined()[1], "administrators": False})


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_observations_that_are_not_whole_are_found(instance: str, harm: str) -> None:
    path = storage.observations_path("thing", instance)
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"x")
    code, found = examined()
    assert (code, found["observations"], found["chain of events"]) == (1, False, True)


def test_a_forged_event_is_found(instance: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET actor_label = 'X'")
    code, found = examined()
    assert (code, found["chain of events"]) == (1, False)
