"""The demo is built whole, is built once, and stays out of other people's instances."""

import pytest

from milepost.kernel.actors import Actor
from milepost.publishing.demo import build_demo, missing_editions
from milepost.publishing.errors import NotADemo
from milepost.publishing.pointer import Published, read_pointer, write_pointer
from milepost.publishing.selectors import releases_folder
from milepost.publishing.thaw import thaw_result
from tests.factories.instance import clock_day

pytestmark = pytest.mark.django_db


def test_the_demo_states_what_its_sources_state(home: object, system: Actor) -> None:
    """22 and 29 parties to C189, 48 and 55 to the Migrant Workers Convention, 189 to CEDAW."""
    said: list[str] = []
    published = build_demo(system, said.append)
    assert [row["edition"] for row in published] == ["2015", "2019"]
    world = {
        (edition.key, row["benchmark"]): row
        for edition in read_pointer(releases_folder())
        for row in thaw_result(releases_folder() / edition.path).ratings
        if row["place"] == "001" and row["framework"] == "plan-8-points"
    }
    assert len(world) == 2 * 38
    parties = {key: row["numbers"].get("parties") for key, row in world.items()}
    assert (parties["2015", "4b.1"], parties["2019", "4b.1"]) == (22, 29)
    assert (parties["2015", "8.2"], parties["2019", "8.2"]) == (48, 55)
    assert world["2015", "1.1"]["basis"] == "judged"
    assert world["2015", "1.2"]["reason"] == "no_colour_stated"
    assert world["2019", "1.1"]["reason"] == "not_assessed"
    assert missing_editions() == []
    assert build_demo(system, said.append) == []


def test_the_demo_does_not_join_a_real_instance(home: object, system: Actor) -> None:
    write_pointer(releases_folder(), [Published("2031", "2031-a", "a", clock_day())])
    with pytest.raises(NotADemo):
        build_demo(system, lambda _text: None)
