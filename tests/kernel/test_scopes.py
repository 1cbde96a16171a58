"""Where a role holds: limits are met by the subject, or the role does not reach it."""

import pytest

from milepost.kernel.actors import Actor, ActorKind
from milepost.kernel.scopes import EVERYWHERE, Held, Scope

SENEGAL, MALI, AFRICA = "686", "466", "002"


@pytest.mark.parametrize(
    ("limit", "subject", "reached"),
    [
        (EVERYWHERE, None, True),
        (EVERYWHERE, Scope(edition="2019"), True),
        (Scope(edition="2019"), None, False),
        (Scope(edition="2019"), EVERYWHERE, False),
        (Scope(edition="2019"), Scope(edition="2019"), True),
        (Scope(edition="2019"), Scope(edition="2019", place=SENEGAL), True),
        (Scope(edition="2019"), Scope(edition="2015"), False),
        (Scope(edition="2019", place=SENEGAL), Scope(edition="2019"), False),
        (Scope(edition="2019", place=SENEGAL), Scope(edition="2019", place=MALI), False),
        (Scope(place=SENEGAL), Scope(edition="2019", place=SENEGAL), True),
        (Scope(organisation="x"), Scope(organisation="y"), False),
    ],
)
def test_role_reaches_only_what_meets_every_limit(
    limit: Scope, subject: Scope | None, reached: bool
) -> None:
    assert Held("assessor", limit).reaches(subject) is reached


def test_role_for_a_group_reaches_its_members_and_itself() -> None:
    held = Held("assessor", Scope(place=AFRICA), frozenset({AFRICA, SENEGAL}))
    assert held.reaches(Scope(place=SENEGAL))
    assert held.reaches(Scope(place=AFRICA))
    assert not held.reaches(Scope(place="250"))
    assert not held.reaches(Scope(edition="2019"))


def test_actor_with_a_limited_role_holds_it_somewhere_and_not_everywhere() -> None:
    actor = Actor(ActorKind.PERSON, "p", "Awa", held=(Held("editor", Scope(edition="2019")),))
    assert actor.holds("editor")
    assert actor.holds()
    assert not actor.holds("assessor")
    assert not actor.has_role("editor")
    assert actor.has_role("editor", at=Scope(edition="2019"))
    assert not actor.has_role("editor", at="2019")
    assert actor.scopes_of("editor", "assessor") == [Scope(edition="2019")]
