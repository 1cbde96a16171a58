"""Giving out work and answering to it: roles that come and go with it, and every refusal."""

import pytest
from pytest_django.fixtures import Settings

from milepost.accounts.models import User
from milepost.accounts.selectors import actor_of, list_holders
from milepost.accounts.services import add_member, create_organisation, create_user, grant_role
from milepost.kernel.actors import Actor
from milepost.kernel.errors import BadInput, NotFound, PermissionRefused
from milepost.kernel.scopes import Scope
from milepost.reviews.errors import AssignmentEnded
from milepost.reviews.models import Assignment
from milepost.reviews.services import (
    Work,
    accept_assignment,
    assign_work,
    decline_assignment,
    delegate_assignment,
    record_assessment,
    withdraw_assignment,
)
from tests.reviews.test_rounds import EDITOR
from tests.reviews.test_services import entry

pytestmark = pytest.mark.django_db
KABUL = "004"


@pytest.fixture
def outbox(settings: Settings) -> None:
    """Messages go where they go on an instance: into the table from which they are sent."""
    settings.EMAIL_BACKEND = "milepost.accounts.outbox.OutboxBackend"


@pytest.fixture
def people(system: Actor) -> dict[str, str]:
    """Three people without a role: Awa and Ben of one organisation, Cai of another."""
    found = {}
    for name in ("awa", "ben", "cai"):
        found[name] = create_user(
            system,
            f"{name}@example.org",
            name=name.title(),
            password="a long pass phrase",
            roles=frozenset(),
        )
    network = create_organisation(system, {"name": "A network", "kind": "civil_society"})
    union = create_organisation(system, {"name": "A union", "kind": "trade_union"})
    add_member(system, network, found["awa"], "member")
    add_member(system, network, found["ben"], "member")
    add_member(system, union, found["cai"], "member")
    return found


def acting(person: str) -> Actor:
    """A person with the roles held now."""
    return actor_of(User.objects.get(uuid=person))


def give(person: str, benchmark: str = "1.2", place: str = KABUL) -> str:
    """Assign one rating and return the uuid of the assignment."""
    assign_work(EDITOR, "2015", Work([person], [("plan", benchmark)], [place]))
    row = Assignment.objects.filter(person_key=person, benchmark=benchmark, place=place)
    return str(row.latest("id").uuid)


def test_work_is_given_in_bulk_and_once(small: str, people: dict[str, str]) -> None:
    work = Work([people["awa"], people["cai"]], [("plan", "1")], [KABUL, "008", "012"])
    assert assign_work(EDITOR, small, work) == {"added": 12, "unchanged": 0}
    assert assign_work(EDITOR, small, work) == {"added": 0, "unchanged": 12}
    everything = Work([people["awa"]], [("plan", "")], [KABUL])
    assert assign_work(EDITOR, small, everything) == {"added": 0, "unchanged": 2}


def test_an_assignment_gives_the_role_for_its_place_and_no_other(
    small: str, people: dict[str, str]
) -> None:
    key = give(people["awa"])
    awa = acting(people["awa"])
    judged = entry(benchmark="1.2", place=KABUL, citations=())
    with pytest.raises(BadInput) as refused:
        record_assessment(awa, judged)
    assert refused.value.findings[0].code == "REVIEWS_ASSIGNMENT_UNANSWERED"
    accept_assignment(awa, key, has_conflict=False)
    assert record_assessment(awa, judged) == "added"
    with pytest.raises(PermissionRefused):
        record_assessment(awa, entry(benchmark="1.2", place="008", citations=()))


def test_the_role_ends_with_the_last_assignment_that_gave_it(
    small: str, people: dict[str, str]
) -> None:
    first, second = give(people["awa"]), give(people["awa"], "1.1")
    lies = Scope(edition=small, framework="plan", place=KABUL)
    withdraw_assignment(EDITOR, first, reason="Another one does it.")
    assert [person["name"] for person in list_holders("assessor", lies)] == ["Awa"]
    decline_assignment(acting(people["awa"]), second, reason="No time.")
    assert list_holders("assessor", lies) == []


def test_a_role_that_was_held_before_stays(
    small: str, people: dict[str, str], system: Actor
) -> None:
    grant_role(system, people["awa"], "assessor", Scope(edition=small))
    key = give(people["awa"])
    withdraw_assignment(EDITOR, key, reason="Another one does it.")
    assert acting(people["awa"]).holds("assessor")


def test_a_conflict_of_interest_is_declared_with_its_text(
    small: str, people: dict[str, str]
) -> None:
    key = give(people["awa"])
    awa = acting(people["awa"])
    with pytest.raises(BadInput):
        accept_assignment(awa, key, has_conflict=True, about="  ")
    accept_assignment(awa, key, has_conflict=True, about="I worked for the ministry.")
    row = Assignment.objects.get(uuid=key)
    assert (row.state, row.conflict) == ("accepted", "declared")
    assert row.conflict_text == "I worked for the ministry."
    accept_assignment(awa, key, has_conflict=False)
    row.refresh_from_db()
    assert (row.conflict, row.conflict_text) == ("none", "")


def test_delegation_stays_inside_the_organisation(small: str, people: dict[str, str]) -> None:
    key = give(people["awa"])
    awa = acting(people["awa"])
    with pytest.raises(PermissionRefused):
        delegate_assignment(awa, key, person=people["cai"], reason="She knows more.")
    with pytest.raises(PermissionRefused):
        delegate_assignment(awa, key, person=people["awa"], reason="Myself.")
    made = delegate_assignment(awa, key, person=people["ben"], reason="He knows more.")
    row = Assignment.objects.get(uuid=made)
    assert (row.person_key, row.state) == (people["ben"], "offered")
    assert row.delegated_from is not None
    assert str(row.delegated_from.uuid) == key
    assert acting(people["ben"]).holds("assessor")
    assert not acting(people["awa"]).holds("assessor")


def test_an_ended_assignment_never_changes(small: str, people: dict[str, str]) -> None:
    key = give(people["awa"])
    awa = acting(people["awa"])
    decline_assignment(awa, key, reason="No time.")
    with pytest.raises(AssignmentEnded):
        accept_assignment(awa, key, has_conflict=False)
    with pytest.raises(AssignmentEnded):
        withdraw_assignment(EDITOR, key, reason="Too late.")


def test_nobody_answers_for_another_and_only_editors_give_work(
    small: str, people: dict[str, str]
) -> None:
    key = give(people["awa"])
    ben = acting(people["ben"])
    with pytest.raises(PermissionRefused):
        accept_assignment(ben, key, has_conflict=False)
    with pytest.raises(PermissionRefused):
        withdraw_assignment(ben, key, reason="Mine now.")
    with pytest.raises(PermissionRefused):
        assign_work(ben, small, Work([people["ben"]], [("plan", "1.2")], [KABUL]))
    with pytest.raises(NotFound):
        accept_assignment(ben, "00000000-0000-4000-8000-00000000dead", has_conflict=False)


def test_what_cannot_be_given_is_said_all_at_once(small: str, people: dict[str, str]) -> None:
    with pytest.raises(BadInput) as refused:
        assign_work(EDITOR, small, Work(["nobody"], [("plan", "9.9"), ("x", "")], ["zzz"], "king"))
    assert len(refused.value.findings) == 5
    with pytest.raises(BadInput) as refused:
        assign_work(EDITOR, small, Work([], [], []))
    assert {finding.column for finding in refused.value.findings} == {
        "people",
        "benchmarks",
        "places",
    }
    assert not Assignment.objects.exists()
