"""Work moved, taken back and answered at one go: what stays, who is refused, what is on record."""

import pytest
from django.core.management import call_command
from django.test import Client

from milepost.accounts.services import grant_role
from milepost.audit.selectors import list_events
from milepost.kernel.actors import Actor, ActorKind
from milepost.kernel.errors import BadInput, NotFound, PermissionRefused
from milepost.kernel.scopes import Scope
from milepost.reviews.models import Assignment
from milepost.reviews.services import (
    BulkAnswer,
    Work,
    accept_assignment,
    answer_work,
    assign_work,
    move_work,
    record_assessment,
    take_back_work,
    withdraw_assignment,
)
from tests.factories.people import sign_in
from tests.reviews.test_assigning import KABUL, acting, give, outbox, people
from tests.reviews.test_rounds import EDITOR
from tests.reviews.test_services import entry

__all__ = ["outbox", "people"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("outbox")]
TIRANA = "008"
TABLE = "/en/work/editions/2015/work/"


def give_goal(person: str, *places: str) -> list[str]:
    """Assign a goal of two benchmarks in some places; return the uuids."""
    assign_work(EDITOR, "2015", Work([person], [("plan", "1")], places or (KABUL,)))
    rows = Assignment.objects.filter(person_key=person, state="offered").order_by("id")
    return [str(row.uuid) for row in rows]


def current(person: str) -> set[tuple[str, str]]:
    """What somebody is asked for now."""
    rows = Assignment.objects.filter(person_key=person, state__in=["offered", "accepted"])
    return set(rows.values_list("benchmark", "place"))


def test_work_moves_with_its_role_and_what_is_done_stays(
    small: str, people: dict[str, str]
) -> None:
    awa, cai = people["awa"], people["cai"]
    keys = give_goal(awa, KABUL, TIRANA)
    accept_assignment(acting(awa), keys[0], has_conflict=False)
    done = Assignment.objects.get(uuid=keys[0])
    record_assessment(acting(awa), entry(benchmark=done.benchmark, place=done.place))
    assert move_work(EDITOR, small, keys, person=cai, reason="Awa is ill.") == {
        "moved": 3,
        "unchanged": 1,
    }
    assert current(awa) == {(done.benchmark, done.place)}
    assert len(current(cai)) == 3
    lies = Scope(edition=small, framework="plan", place=TIRANA)
    assert acting(cai).has_role("assessor", at=lies)
    assert not acting(awa).has_role("assessor", at=lies)
    events = list_events(action="reviews.work_moved")
    assert len(events) == 3
    assert events[0].reason == "Awa is ill."
    assert move_work(EDITOR, small, keys[:1], person=cai, reason="Again.")["moved"] == 0


def test_who_declared_a_conflict_is_not_given_the_rating_again(
    small: str, people: dict[str, str]
) -> None:
    awa, cai = people["awa"], people["cai"]
    tied = give(cai, "1.2", KABUL)
    accept_assignment(acting(cai), tied, has_conflict=True, about="My sister works there.")
    withdraw_assignment(EDITOR, tied, reason="Because of the conflict.")
    keys = give_goal(awa, KABUL)
    with pytest.raises(BadInput) as refused:
        move_work(EDITOR, small, keys, person=cai, reason="Awa is ill.")
    assert [item.code for item in refused.value.findings] == ["REVIEWS_CONFLICT_DECLARED"]
    assert "Cai" in refused.value.findings[0].what
    assert current(cai) == set()
    assert len(current(awa)) == 2
    with pytest.raises(BadInput):
        assign_work(EDITOR, small, Work([cai], [("plan", "1")], [KABUL]))
    other = next(key for key in keys if Assignment.objects.get(uuid=key).benchmark == "1.1")
    assert move_work(EDITOR, small, [other], person=cai, reason="Awa is ill.")["moved"] == 1


def test_moving_asks_permission_a_reason_and_real_rows(small: str, people: dict[str, str]) -> None:
    keys = give_goal(people["awa"])
    for actor in (
        acting(people["awa"]),
        Actor(ActorKind.PERSON, "e", "E", frozenset({"reviewer", "assessor"})),
    ):
        with pytest.raises(PermissionRefused):
            move_work(actor, small, keys, person=people["ben"], reason="Mine.")
        with pytest.raises(PermissionRefused):
            take_back_work(actor, small, keys, reason="Mine.")
    with pytest.raises(BadInput) as refused:
        move_work(EDITOR, small, [], person=people["ben"], reason=" ")
    assert len(refused.value.findings) == 2
    with pytest.raises(BadInput):
        move_work(EDITOR, small, keys, person="nobody", reason="Why.")
    with pytest.raises(NotFound):
        take_back_work(EDITOR, small, ["00000000-0000-0000-0000-000000000000"], reason="Why.")
    assert take_back_work(EDITOR, small, keys, reason="Not needed.") == 2
    assert current(people["awa"]) == set()


def test_a_person_answers_several_at_once_or_none(small: str, people: dict[str, str]) -> None:
    awa = people["awa"]
    keys = give_goal(awa, KABUL, TIRANA)
    other = give(people["cai"])
    with pytest.raises(PermissionRefused):
        answer_work(acting(awa), [*keys, other], BulkAnswer("decline", "No time."))
    assert len(current(awa)) == 4
    assert answer_work(acting(awa), keys[:2], BulkAnswer("decline", "No time.")) == 2
    handed = BulkAnswer("delegate", "Ben knows it.", people["ben"])
    assert answer_work(acting(awa), keys[2:], handed) == 2
    assert len(current(people["ben"])) == 2


def test_the_table_moves_the_chosen_rows(small: str, people: dict[str, str], system: Actor) -> None:
    grant_role(system, people["ben"], "editor", Scope(edition=small))
    ben = sign_in(Client(), "ben@example.org", "a long pass phrase")
    give_goal(people["awa"], KABUL, TIRANA)
    page = ben.get(TABLE).content.decode()
    assert "Awa: 1 Rights, Afghanistan" in page
    row = f"plan:1|{KABUL}|{people['awa']}|assessor"
    sent = {"rows": row, "action": "move", "person": people["cai"], "reason": "She is ill."}
    bare = ben.post(TABLE, {**sent, "rows": []})
    assert bare.status_code == 422
    assert "Choose at least one row" in bare.content.decode()
    answer = ben.post(TABLE, sent, follow=True)
    assert "2 assignments are moved." in answer.content.decode()
    assert current(people["cai"]) == {("1.1", KABUL), ("1.2", KABUL)}
    goal = {"people": [people["cai"]], "goals": ["plan:1"], "places": ["012"], "role": "assessor"}
    given = ben.post("/en/work/editions/2015/assign/", goal, follow=True)
    assert "2 assignments are given out." in given.content.decode()


def test_a_person_answers_by_goal_and_place_on_the_own_page(
    small: str, people: dict[str, str]
) -> None:
    give_goal(people["awa"], KABUL, TIRANA)
    awa = sign_in(Client(), "awa@example.org", "a long pass phrase")
    assert "1 Rights, Afghanistan (2)" in awa.get("/en/work/my-work/").content.decode()
    group = f"2015|1 Rights|{KABUL}"
    sent = {"groups": group, "answer": "decline", "about": ""}
    assert awa.post("/en/work/my-work/answers/", sent).status_code == 422
    answer = awa.post("/en/work/my-work/answers/", sent | {"about": "No time."}, follow=True)
    assert "Your answer to 2 assignments is kept." in answer.content.decode()
    assert current(people["awa"]) == {("1.1", TIRANA), ("1.2", TIRANA)}


def test_the_command_moves_and_takes_back(small: str, people: dict[str, str]) -> None:
    give_goal(people["awa"], KABUL, TIRANA)
    who = ("--person", "awa@example.org", "--reason", "Ill.")
    call_command("edition", "move", small, *who, "--to", "cai@example.org", "--place", KABUL)
    assert len(current(people["cai"])) == 2
    call_command("edition", "move", small, *who, "--benchmark", "plan:1.1")
    assert current(people["awa"]) == {("1.2", TIRANA)}
