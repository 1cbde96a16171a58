"""Trying to get around the levels: every attempt of the printed list, and who sees what."""

from pathlib import Path

import pytest
from django.test import Client

from milepost.accounts.models import User
from milepost.accounts.selectors import actor_of
from milepost.accounts.services import add_member, create_organisation, create_user
from milepost.evidence.protection import Level, Protection
from milepost.evidence.selectors import find_source, list_sources
from milepost.evidence.services import load_sources
from milepost.kernel.actors import ANONYMOUS, Actor
from tests.factories import workspace
from tests.web.note_attempts import ATTEMPTS
from tests.web.visibility_attempts import (
    CIRCLE,
    EDITION,
    MARK,
    NETWORK,
    SECRET,
    Attempt,
    Outcome,
    World,
)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PEOPLE = {
    "nobody": (),
    "observer": ("observer",),
    "focal_point": ("focal_point",),
    "assessor": ("assessor",),
    "reviewer": ("reviewer",),
    "reviewer_who_assesses": ("reviewer", "assessor"),
    "data_steward": ("data_steward",),
    "editor": ("editor",),
    "administrator": ("administrator",),
    "member": ("contributor",),
}
SEES = {
    NETWORK: set(PEOPLE) - {"nobody"},
    CIRCLE: {"member", "editor", "administrator"},
    EDITION: set(PEOPLE) - {"nobody", "focal_point"},
    SECRET: {"reviewer", "reviewer_who_assesses", "administrator"},
}
"""Who sees a restricted source, written out by hand from docs/explanation/privacy.md."""


def _file(key: str, title: str) -> str:
    return f"""milepost: sources/1
sources:
  - {{key: {key}, title: "{title}", publisher: "{title} office",
     url: "https://example.org/{key}", licence: CC0}}
"""


@pytest.fixture
def world(db: None, home: Path, system: Actor) -> World:
    """A village plan with an open edition, a source of each level, people of every role."""
    workspace.fill(home)
    union = create_organisation(system, {"name": "Union", "kind": "trade_union"})
    made = World(home, system, {}, {}, workspace.EDITION)
    for name, roles in PEOPLE.items():
        person = create_user(
            system,
            f"{name}@example.net",
            name=name,
            password=workspace.PASSWORD,
            roles=frozenset(roles),
        )
        if name == "member":
            add_member(system, union, person, "member")
        user = User.objects.get(uuid=person)
        made.actors[name] = actor_of(user)
        made.browsers[name] = Client()
        made.browsers[name].force_login(user, BACKEND)
    for key, title, protection in (
        (NETWORK, "For all", Protection(Level.NETWORK)),
        (CIRCLE, f"{MARK} of a union", Protection(Level.CIRCLE, f"organisation:{union}")),
        (EDITION, "For this year", Protection(Level.CIRCLE, f"edition:{workspace.EDITION}")),
        (SECRET, f"{MARK} testimony", Protection(Level.CONFIDENTIAL, "reviewer")),
    ):
        load_sources(system, _file(key, title), "sources.yaml", protection)
    return made


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.run.__name__)
def test_attempt_comes_to_what_is_printed(world: World, attempt: Attempt) -> None:
    assert attempt.outcome is not Outcome.SEEN
    assert attempt.run(world) is attempt.outcome


@pytest.mark.parametrize("key", SEES)
def test_each_level_lets_in_whom_it_names_and_nobody_else(world: World, key: str) -> None:
    found = {name for name, actor in world.actors.items() if find_source(actor, key)}
    assert found == SEES[key]
    listed = {
        name
        for name, actor in world.actors.items()
        if key in {source["key"] for source in list_sources(actor)}
    }
    assert listed == SEES[key]
    shown = {
        name
        for name, browser in world.browsers.items()
        if browser.get(f"/en/work/sources/{key}/about/").status_code == 200
    }
    assert shown == SEES[key]
    assert find_source(ANONYMOUS, key) is None


def test_everybody_sees_what_is_public(world: World) -> None:
    assert find_source(ANONYMOUS, "visits")
    assert all(find_source(actor, "visits") for actor in world.actors.values())
