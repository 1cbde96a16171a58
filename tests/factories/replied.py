"""Adds to the village plan a split panel, a government that may reply, and a reviewer.

``main`` is for a process of its own, because a browser test may not touch the database.
"""

from datetime import date, timedelta
from typing import Final

from milepost.accounts.granting import grant_role
from milepost.accounts.models import User
from milepost.accounts.selectors import actor_of
from milepost.accounts.services import create_user
from milepost.kernel import clock
from milepost.kernel.actors import Actor, system_actor
from milepost.kernel.scopes import Scope
from milepost.reviews.entries import Entry
from milepost.reviews.models import ReplyInvitation
from milepost.reviews.services import compute_edition, invite_reply, record_assessment
from tests.factories.workspace import EDITION, PASSWORD

PLACE: Final = "608"
PANEL: Final = {"awa": ("civil_society", "green"), "ben": ("trade_union", "red")}


def person(name: str, role: str, place: str = "") -> Actor:
    """Create somebody with one role, for one place when it is given."""
    actor = system_actor("tests")
    email = f"{name}@example.org"
    uuid = create_user(actor, email, name=name.title(), password=PASSWORD, roles=frozenset())
    grant_role(actor, uuid, role, Scope(place=place))
    return actor_of(User.objects.get(email=email))


def main() -> None:
    """Judge, compute and invite."""
    for name, (standpoint, colour) in PANEL.items():
        record_assessment(
            person(name, "assessor"),
            Entry(
                edition=EDITION,
                framework="village-plan",
                benchmark="1.1",
                place=PLACE,
                assessor=name.title(),
                standpoint=standpoint,
                colour=colour,
                reason={"en": f"{name.title()} has seen it so."},
                confidence="medium",
                assessed_on=date(2018, 11, 20),
            ),
        )
    person("zahra", "focal_point", PLACE)
    person("rita", "reviewer")
    actor = system_actor("tests")
    compute_edition(actor, EDITION)
    invite_reply(actor, EDITION, PLACE, clock.today() + timedelta(days=3))


def end_window() -> None:
    """Let the last day pass."""
    ReplyInvitation.objects.update(until=clock.today() - timedelta(days=1))
