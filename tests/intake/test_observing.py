"""A published table becomes a vintage of an indicator, and hidden shares become nothing."""

import pytest

from milepost.indicators.selectors import list_vintages, read_observations
from milepost.indicators.services import load_definitions
from milepost.intake import services
from milepost.intake.errors import NotPublished
from milepost.intake.observing import observe_table
from milepost.kernel.actors import Actor, ActorKind
from milepost.kernel.errors import BadInput, NotFound, PermissionRefused
from tests.factories import instance
from tests.intake.conftest import Load

KEY = "governments-2018"


@pytest.fixture
def published(load: Load, system: Actor) -> Actor:
    """A published table and an indicator in per cent."""
    load_definitions(system, instance.INDICATORS, "indicators.yaml")
    load()
    services.publish_table(system, KEY, "q1")
    return system


def test_shown_shares_become_a_vintage(published: Actor) -> None:
    report = observe_table(published, KEY, "q1", "yes", "fee")
    assert report.outcome == "accepted"
    rows = read_observations("fee").to_pylist()
    assert [(row["area"], row["period"], row["value"]) for row in rows] == [("002", "2018", 50.0)]
    (vintage,) = list_vintages("fee")
    assert vintage["known_on"] == "2018-03-31"
    assert "Governments on remittances" in vintage["source"]
    assert observe_table(published, KEY, "q1", "yes", "fee").outcome == "unchanged"


def test_what_cannot_be_observed_is_refused(published: Actor) -> None:
    with pytest.raises(NotFound):
        observe_table(published, KEY, "q1", "perhaps", "fee")
    with pytest.raises(NotFound):
        observe_table(published, KEY, "q1", "yes", "nothing")
    with pytest.raises(BadInput) as caught:
        observe_table(published, KEY, "q1", "no", "fee")
    assert caught.value.findings[0].code == "INTAKE_NO_PLACE_SHOWN"
    amount = instance.INDICATORS.replace("key: fee", "key: cost").replace(
        "{key: percent,", "{key: usd,"
    )
    load_definitions(published, amount, "indicators.yaml")
    with pytest.raises(BadInput) as caught:
        observe_table(published, KEY, "q1", "yes", "cost")
    assert caught.value.findings[0].code == "INTAKE_UNIT_NO_SHARE"
    with pytest.raises(NotPublished):
        observe_table(published, KEY, "q2", "banks", "fee")
    editor = Actor(ActorKind.PERSON, "e", "E", frozenset({"editor"}))
    with pytest.raises(PermissionRefused):
        observe_table(editor, KEY, "q1", "yes", "fee")
    assert list_vintages("fee") == []
