"""The board of a round and its reminders: counts that agree, and mail that can be stopped."""

import csv
import io
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from milepost.accounts.models import OutgoingMail, User
from milepost.accounts.services import grant_role
from milepost.kernel import clock
from milepost.kernel.actors import Actor
from milepost.kernel.errors import BadInput, PermissionRefused
from milepost.kernel.scopes import Scope
from milepost.reviews.models import Assignment, DigestChoice
from milepost.reviews.progress import find_queue, get_progress, list_own_work, progress_csv
from milepost.reviews.reminding import find_rhythm
from milepost.reviews.services import (
    MoreTime,
    Work,
    accept_all,
    accept_assignment,
    assign_work,
    choose_rhythm,
    decline_assignment,
    delegate_assignment,
    extend_stage,
    record_assessment,
    record_decision,
    remind_people,
    set_calendar,
    stop_digests,
)
from tests.reviews.test_assigning import KABUL, acting, give, outbox, people
from tests.reviews.test_rounds import CALENDAR, EDITOR, at, day
from tests.reviews.test_services import entry, ruling

__all__ = ["outbox", "people"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("outbox")]
STOP = re.compile(r"/en/work/reminders/stop/([^/]+)/")


@pytest.fixture
def running(small: str, people: dict[str, str]) -> str:
    """A round in which Awa owes four ratings and Cai two; Awa has handed one in."""
    set_calendar(EDITOR, small, CALENDAR)
    with clock.hold(at(day(6))):
        both = [("plan", "1")]
        assign_work(EDITOR, small, Work([people["awa"]], both, [KABUL, "008"]))
        assign_work(EDITOR, small, Work([people["cai"]], both, [KABUL], due_on=day(9)))
        judged = entry(benchmark="1.2", place=KABUL, citations=(), assessed_on=day(5))
        accept_all(acting(people["awa"]))
        record_assessment(acting(people["awa"]), judged)
    return small


def test_the_counts_agree_however_they_are_grouped(running: str, people: dict[str, str]) -> None:
    with clock.hold(at(day(12))):
        board = get_progress(EDITOR, running)
    assert board["totals"] == {"all": 6, "done": 1, "waiting": 3, "late": 2, "worst": 3}
    for name in ("by_place", "by_person", "by_organisation"):
        for count in ("all", "done", "waiting", "late"):
            assert sum(row[count] for row in board[name]) == board["totals"][count], name
    assert [row["name"] for row in board["by_person"]] == ["Cai", "Awa"]
    assert board["items"][0]["days_late"] == 3
    assert board["items"][-1]["progress"] == "done"


def test_without_an_own_day_the_stage_says_when_it_is_late(
    running: str, people: dict[str, str]
) -> None:
    with clock.hold(at(day(16))):
        assert [item["days_late"] for item in list_own_work(people["awa"])] == [2, 2, 2, 0]
        wish = MoreTime("assessment", day(17), "Illness.", person=people["awa"])
        extend_stage(EDITOR, running, wish)
        assert {item["progress"] for item in list_own_work(people["awa"])} == {"waiting", "done"}


def test_more_time_for_one_assignment_lets_it_be_written(
    running: str, people: dict[str, str]
) -> None:
    row = Assignment.objects.get(person_key=people["awa"], benchmark="1.2", place="008")
    wish = MoreTime("assessment", day(18), "The report came late.", assignment=str(row.uuid))
    extend_stage(EDITOR, running, wish)
    awa = acting(people["awa"])
    late = entry(benchmark="1.2", place="008", citations=(), assessed_on=day(5))
    with clock.hold(at(day(17))):
        assert record_assessment(awa, late) == "added"
        with pytest.raises(Exception, match="ended on"):
            record_assessment(awa, replace(late, benchmark="1.1"))


def test_an_assignment_due_before_its_stage_ends_gets_more_time_within_it(
    running: str, people: dict[str, str]
) -> None:
    row = Assignment.objects.get(person_key=people["cai"], benchmark="1.1")
    wish = MoreTime("assessment", day(12), "Two more days are enough.", assignment=str(row.uuid))
    extend_stage(EDITOR, running, wish)
    with clock.hold(at(day(12))):
        late = {item["benchmark"]: item["days_late"] for item in list_own_work(people["cai"])}
    assert late == {"1.1": 0, "1.2": 3}
    with pytest.raises(BadInput):
        extend_stage(EDITOR, running, wish)


def test_a_reviewer_is_done_when_it_is_decided(running: str, people: dict[str, str]) -> None:
    assign_work(EDITOR, running, Work([people["ben"]], [("plan", "1.1")], ["001"], "reviewer"))
    with clock.hold(at(day(22))):
        (item,) = list_own_work(people["ben"])
        assert item["progress"] == "waiting"
        record_decision(acting(people["ben"]), running, ruling())
        (item,) = list_own_work(people["ben"])
    assert item["progress"] == "done"


def test_the_table_opens_without_running_anything(running: str, system: Actor) -> None:
    User.objects.filter(name="Cai").update(name="=HYPERLINK(1)")
    with clock.hold(at(day(12))):
        text = progress_csv(get_progress(EDITOR, running)["items"])
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 6
    assert {row["person_name"] for row in rows} == {"Awa", "'=HYPERLINK(1)"}


def test_the_board_is_for_editors(running: str, people: dict[str, str], system: Actor) -> None:
    with pytest.raises(PermissionRefused):
        get_progress(acting(people["awa"]), running)
    with pytest.raises(PermissionRefused):
        remind_people(acting(people["awa"]), running)
    grant_role(system, people["ben"], "editor", Scope(edition="2014"))
    with pytest.raises(PermissionRefused):
        get_progress(acting(people["ben"]), running)


def test_the_queue_goes_through_ones_own_work_in_order(
    running: str, people: dict[str, str]
) -> None:
    queue = find_queue(people["awa"], running, ("plan", "1.2", KABUL))
    assert (queue["position"], queue["count"], queue["done"]) == (2, 4, 1)
    assert queue["previous"]["benchmark"] == "1.1"
    assert (queue["next"]["benchmark"], queue["next"]["place"]) == ("1.1", "008")
    away = find_queue(people["awa"], running, ("plan", "1.2", "012"))
    assert (away["own"], away["position"], away["previous"]) == (None, None, None)


# --- reminders ----------------------------------------------------------------------------------


def test_one_digest_gathers_everything_in_the_readers_language(
    running: str, people: dict[str, str]
) -> None:
    User.objects.filter(uuid=people["cai"]).update(language="fr")
    with clock.hold(at(day(12))):
        trial = remind_people(EDITOR, running, is_trial=True)
        assert OutgoingMail.objects.count() == 0
        assert remind_people(EDITOR, running) == trial
    assert sorted(trial.sent) == ["Awa", "Cai"]
    awa = OutgoingMail.objects.get(address="awa@example.org")
    assert "3 ratings wait for you" in awa.subject
    assert awa.body.count("/en/work/editions/2015/assess/plan/") == 3
    cai = OutgoingMail.objects.get(address="cai@example.org")
    assert "/fr/work/my-work/" in cai.body


def test_never_two_digests_on_one_day_and_once_a_week_without_a_choice(
    running: str, people: dict[str, str]
) -> None:
    for offset, sent in ((0, 2), (0, 0), (6, 0), (7, 2)):
        with clock.hold(at(day(10) + timedelta(days=offset))):
            assert len(remind_people(EDITOR, running).sent) == sent
    choose_rhythm(acting(people["awa"]), "daily")
    with clock.hold(at(day(18))):
        report = remind_people(EDITOR, running)
    assert (report.sent, report.recent) == (["Awa"], ["Cai"])


def test_a_digest_can_be_stopped_without_signing_in(running: str, people: dict[str, str]) -> None:
    with clock.hold(at(day(12))):
        remind_people(EDITOR, running)
    found = STOP.search(OutgoingMail.objects.get(address="awa@example.org").body)
    assert found is not None
    page = found.group(0)
    client = Client()
    assert client.get(page).status_code == 200
    assert find_rhythm(people["awa"]) == "weekly"
    assert b"no more reminders" in client.post(page).content
    assert find_rhythm(people["awa"]) == "never"
    with clock.hold(at(date(2015, 11, 25))):
        report = remind_people(EDITOR, running)
    assert (report.sent, report.stopped) == (["Cai"], ["Awa"])


def test_a_token_that_was_not_signed_here_stops_nothing(db: None) -> None:
    assert stop_digests("00000000-0000-4000-8000-000000000001") is False
    assert Client().get("/en/work/reminders/stop/invented/").status_code == 404
    assert not DigestChoice.objects.exists()


def test_work_that_is_far_off_or_done_is_not_spoken_of(small: str, people: dict[str, str]) -> None:
    set_calendar(EDITOR, small, CALENDAR)
    key = give(people["awa"])
    accept_assignment(acting(people["awa"]), key, has_conflict=False)
    with clock.hold(at(date(2015, 10, 20))):
        assert remind_people(EDITOR, small).sent == []
    with clock.hold(at(day(2))):
        assert remind_people(EDITOR, small, is_trial=True).sent == ["Awa"]
        decline_assignment(acting(people["awa"]), key, reason="No time.")
        assert remind_people(EDITOR, small).sent == []


def test_the_editor_who_gave_the_work_is_told_of_a_delegation(
    small: str, people: dict[str, str], system: Actor
) -> None:
    grant_role(system, people["cai"], "editor", Scope(edition=small))
    assign_work(acting(people["cai"]), small, Work([people["awa"]], [("plan", "1.2")], [KABUL]))
    (item,) = list_own_work(people["awa"])
    awa = acting(people["awa"])
    delegate_assignment(awa, item["id"], person=people["ben"], reason="He knows more.")
    letter = OutgoingMail.objects.get()
    assert letter.address == "cai@example.org"
    assert "He knows more." in letter.body
