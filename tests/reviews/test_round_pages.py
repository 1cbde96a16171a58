"""The pages of a round: calendar, giving out work, progress, one's own work."""

import pytest
from django.test import Client

from milepost.accounts.models import OutgoingMail
from milepost.accounts.services import grant_role
from milepost.kernel import clock
from milepost.kernel.actors import Actor
from milepost.kernel.scopes import Scope
from milepost.reviews.models import Assignment
from milepost.reviews.rounds import get_round
from milepost.reviews.services import Work, assign_work, set_calendar
from tests.factories.people import sign_in
from tests.reviews.test_assigning import KABUL, give, outbox, people
from tests.reviews.test_rounds import CALENDAR, EDITOR, at, day

__all__ = ["outbox", "people"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("outbox")]
BASE = "/en/work/editions/2015/"
ROUND = f"{BASE}round/"


@pytest.fixture
def editor(small: str, people: dict[str, str], system: Actor) -> Client:
    """A browser in which an editor of the edition is signed in."""
    grant_role(system, people["cai"], "editor", Scope(edition=small))
    return sign_in(Client(), "cai@example.org", "a long pass phrase")


@pytest.fixture
def awa(small: str, people: dict[str, str]) -> Client:
    """A browser of an assessor of one country, who was asked for one rating."""
    give(people["awa"])
    return sign_in(Client(), "awa@example.org", "a long pass phrase")


def calendar_fields() -> dict[str, str]:
    """A filled-in calendar."""
    fields = {}
    for stage, (first, last) in CALENDAR.items():
        fields[f"{stage}_first"] = first.isoformat()
        fields[f"{stage}_last"] = last.isoformat()
    return fields


def test_an_editor_sets_the_calendar_and_everybody_sees_it(editor: Client, awa: Client) -> None:
    assert "has no calendar" in editor.get(ROUND).content.decode()
    assert editor.post(f"{ROUND}calendar/", calendar_fields()).status_code == 302
    assert get_round("2015")["stages"][2]["ends_on"] == day(14)
    with clock.hold(at(day(14))):
        page = awa.get(ROUND).content.decode()
    assert "now, until midnight (UTC)" in page
    assert 'aria-current="step"' in page
    assert "Change the calendar" not in page


def test_a_bad_calendar_says_what_to_do_at_its_field(editor: Client) -> None:
    fields = calendar_fields() | {"reply_last": ""}
    response = editor.post(f"{ROUND}calendar/", fields)
    assert response.status_code == 422
    assert "Give both days, or none." in response.content.decode()
    response = editor.post(f"{ROUND}calendar/", calendar_fields() | {"reply_first": "2015-11-14"})
    assert "would begin before" in response.content.decode()
    assert get_round("2015")["has_calendar"] is False


def test_work_is_given_out_and_shown_on_the_board(editor: Client, people: dict[str, str]) -> None:
    response = editor.post(
        f"{BASE}assign/",
        {
            "people": [people["awa"], people["ben"]],
            "benchmarks": ["plan:1.1", "plan:1.2"],
            "places": [KABUL],
            "role": "assessor",
        },
        follow=True,
    )
    page = response.content.decode()
    assert "4 assignments are given out." in page
    assert "Of 4 assignments 0 are done, 4 are waiting and 0 are late." in page
    table = editor.get(f"{BASE}progress.csv")
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    assert len(table.content.decode().splitlines()) == 5


def test_reminders_go_out_and_a_failing_mail_server_is_shown(
    editor: Client, people: dict[str, str]
) -> None:
    assign_work(EDITOR, "2015", Work([people["awa"]], [("plan", "1.2")], [KABUL]))
    page = editor.post(f"{BASE}remind/", follow=True).content.decode()
    assert "1 reminder is on its way." in page
    OutgoingMail.objects.update(last_error="ConnectionRefusedError: 111", attempts=3)
    page = editor.get(f"{BASE}progress/").content.decode()
    assert "1 message waits to be sent" in page
    assert "ConnectionRefusedError: 111" in page
    assert (
        "Had one not long ago: Awa." in editor.post(f"{BASE}remind/", follow=True).content.decode()
    )


def test_one_assignment_gets_more_time_and_is_withdrawn(
    editor: Client, people: dict[str, str]
) -> None:
    set_calendar(EDITOR, "2015", CALENDAR)
    page = f"{BASE}progress/{give(people['awa'])}/"
    assert "Give more time" in editor.get(page).content.decode()
    given = {"action": "extend", "until": "2015-11-19", "reason": "A holiday."}
    assert editor.post(page, given).status_code == 302
    assert Assignment.objects.get().due_on == day(19)
    assert editor.post(page, {"action": "withdraw", "reason": "Not needed."}).status_code == 302
    assert Assignment.objects.get().state == "withdrawn"
    assert editor.get(page).status_code == 404
    assert "Not needed." in editor.get(f"{BASE}progress/").content.decode()


@pytest.mark.parametrize(
    ("answer", "said", "state"),
    [
        ({"answer": "accept"}, "You have accepted.", "accepted"),
        ({"answer": "declare", "about": "My employer."}, "is on record", "accepted"),
        ({"answer": "decline", "about": "No time."}, "You have declined", "declined"),
    ],
)
def test_one_answers_to_an_assignment(
    awa: Client, people: dict[str, str], answer: dict[str, str], said: str, state: str
) -> None:
    row = Assignment.objects.get()
    assert str(row.uuid) in awa.get("/en/work/my-work/").content.decode()
    page = awa.post(f"/en/work/my-work/{row.uuid}/", answer, follow=True).content.decode()
    row.refresh_from_db()
    assert said in page
    assert row.state == state


def test_a_conflict_without_its_text_is_asked_for(awa: Client) -> None:
    row = Assignment.objects.get()
    response = awa.post(f"/en/work/my-work/{row.uuid}/", {"answer": "declare"})
    assert response.status_code == 422
    assert "The conflict of interest is not described." in response.content.decode()


def test_work_is_handed_to_a_colleague(awa: Client, people: dict[str, str]) -> None:
    row = Assignment.objects.get()
    page = awa.get(f"/en/work/my-work/{row.uuid}/").content.decode()
    assert people["ben"] in page
    assert people["cai"] not in page
    given = {"answer": "delegate", "about": "He knows more.", "colleague": people["ben"]}
    awa.post(f"/en/work/my-work/{row.uuid}/", given)
    assert Assignment.objects.latest("id").person_key == people["ben"]


def test_one_chooses_how_often_to_be_reminded(awa: Client) -> None:
    awa.post("/en/work/my-work/reminders/", {"rhythm": "daily"})
    page = awa.get("/en/work/my-work/").content.decode()
    assert '<option value="daily" selected>' in page


@pytest.mark.parametrize("page", ["assign/", "progress/", "round/calendar/", "round/extend/"])
def test_an_assessor_does_not_run_the_round(awa: Client, page: str) -> None:
    assert awa.get(f"{BASE}{page}").status_code == 403


def test_nobody_opens_anothers_assignment(editor: Client, people: dict[str, str]) -> None:
    assert editor.get(f"/en/work/my-work/{give(people['awa'])}/").status_code == 404
