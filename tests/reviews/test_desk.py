"""The assessor's desk: drafts, the queue, double clicks, two tabs, late and refused writes."""

import re
from html import unescape

import pytest
from django.test import Client

from milepost.accounts.services import create_user, end_role, grant_role
from milepost.audit.selectors import list_events
from milepost.kernel import clock
from milepost.kernel.actors import Actor
from milepost.kernel.errors import BadInput, PermissionRefused
from milepost.kernel.scopes import Held, Scope
from milepost.reviews.desk import find_draft, list_values
from milepost.reviews.errors import ChangedMeanwhile, EditionClosed
from milepost.reviews.models import Assessment, Draft
from milepost.reviews.selectors import list_assessments
from milepost.reviews.services import (
    Sheet,
    Work,
    accept_all,
    accept_assignment,
    assign_work,
    close_edition,
    compute_edition,
    open_edition,
    record_assessment,
    save_draft,
    set_calendar,
)
from tests.factories.people import sign_in
from tests.reviews.test_assigning import KABUL, acting, give, people
from tests.reviews.test_rounds import CALENDAR, EDITOR, at, day
from tests.reviews.test_services import ASSESSOR, OTHER, entry
from tests.reviews.test_views import answers

__all__ = ["people"]
pytestmark = pytest.mark.django_db
SUBJECT = ("plan", "1.2", KABUL)
DESK = "/en/work/editions/2015/assess/plan/1.2/004/"
PLAIN = {"citations-0-source": "", "citations-0-locator": ""}


@pytest.fixture
def awa(small: str, people: dict[str, str]) -> Client:
    """A browser of somebody who accepted three ratings in two places."""
    assign_work(EDITOR, small, Work([people["awa"]], [("plan", "1")], [KABUL]))
    assign_work(EDITOR, small, Work([people["awa"]], [("plan", "1.2")], ["008"]))
    accept_all(acting(people["awa"]))
    return sign_in(Client(), "awa@example.org", "a long pass phrase")


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of the page."""
    found = re.search(f'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return unescape(found.group(1))


def filled(page: str, **changes: str) -> dict[str, str]:
    """A filled-in form with the hidden fields of the page it stands on."""
    own = {name: hidden(page, name) for name in ("submission", "seen")}
    return answers(**PLAIN, **own, **{"action": "hand-in", **changes})


# --- the service --------------------------------------------------------------------------------


def test_a_form_that_is_sent_twice_is_kept_once(small: str) -> None:
    sheet = Sheet("form-1", "")
    assert record_assessment(ASSESSOR, entry(), sheet) == "added"
    assert record_assessment(ASSESSOR, entry(), sheet) == "unchanged"
    assert Assessment.objects.count() == 1
    # The same form again after a newer one must not bring the old judgement back.
    newer = entry(colour="red")
    assert record_assessment(ASSESSOR, newer, Sheet("form-2")) == "changed"
    assert record_assessment(ASSESSOR, entry(), sheet) == "unchanged"
    assert [item["colour"] for item in list_assessments(small)] == ["red"]


def test_the_second_of_two_tabs_sees_the_first_and_chooses(small: str) -> None:
    record_assessment(ASSESSOR, entry(), Sheet("tab-1", ""))
    mine = entry(colour="red", reason={"en": "Written in another tab."})
    with pytest.raises(ChangedMeanwhile):
        record_assessment(ASSESSOR, mine, Sheet("tab-2", ""))
    (stands,) = list_assessments(small)
    assert stands["colour"] == "green"
    assert record_assessment(ASSESSOR, mine, Sheet("tab-3", stands["id"])) == "changed"


def test_a_draft_is_its_writers_alone_and_goes_when_it_is_handed_in(small: str) -> None:
    subject = ("plan", "1.1", "001")
    save_draft(ASSESSOR, small, subject, {"reason": "Half a sent", "colour": ""})
    kept = find_draft(ASSESSOR.key, small, subject)
    assert kept is not None
    assert kept["content"]["reason"] == "Half a sent"
    assert find_draft(OTHER.key, small, subject) is None
    assert list_assessments(small) == []
    said = [str(event) for event in list_events()]
    assert not any("Half a sent" in text for text in said)
    record_assessment(ASSESSOR, entry())
    assert not Draft.objects.exists()


def test_a_draft_is_refused_without_the_role_too_long_or_in_a_closed_edition(
    small: str, observer: Actor
) -> None:
    subject = ("plan", "1.1", "001")
    with pytest.raises(PermissionRefused):
        save_draft(observer, small, subject, {"reason": "x"})
    with pytest.raises(BadInput):
        save_draft(ASSESSOR, small, subject, {"reason": "x" * 40_000})
    compute_edition(EDITOR, small)
    close_edition(EDITOR, small)
    with pytest.raises(EditionClosed):
        save_draft(ASSESSOR, small, subject, {"reason": "x"})


def test_the_values_of_a_place_are_the_newest_first(small: str) -> None:
    benchmark = {"measure": {"indicator": "treaty", "breakdown": ""}}
    rows = list_values(benchmark, "001", day(25))
    assert [row["value"] for row in rows] == [10, 10, 5]
    assert list_values(benchmark, "012", day(25)) == []
    assert list_values({}, "001", day(25)) == []


@pytest.mark.parametrize(
    ("scope", "lies", "is_touched"),
    [
        (Scope(edition="2015", place="004"), Scope(edition="2015"), True),
        (Scope(edition="2014"), Scope(edition="2015"), False),
        (Scope(place="004"), Scope(place="008"), False),
        (Scope(), Scope(edition="2015"), True),
    ],
)
def test_a_role_touches_what_may_hold_something_of_it(
    scope: Scope, lies: Scope, is_touched: bool
) -> None:
    assert Held("assessor", scope).touches(lies) is is_touched


# --- the pages ----------------------------------------------------------------------------------


def test_the_desk_goes_through_the_queue(awa: Client, small: str) -> None:
    page = awa.get(DESK).content.decode()
    assert "2 of 3; 0 done" in page
    assert 'rel="prev"' in page
    assert 'rel="next"' in page
    answer = awa.post(DESK, filled(page, action="next"))
    assert answer["Location"] == "/en/work/editions/2015/assess/plan/1.2/008/"
    page = awa.get(answer["Location"]).content.decode()
    assert "3 of 3; 1 done" in page
    answer = awa.post(answer["Location"], filled(page, action="next"))
    assert answer["Location"] == "/en/work/editions/2015/assess/plan/1.1/004/"
    page = awa.get(answer["Location"]).content.decode()
    assert "go to the next" not in page
    assert awa.post(answer["Location"], filled(page, action="next"))["Location"].endswith(
        "/my-work/"
    )


def test_a_draft_is_kept_on_the_server_and_shown_again(awa: Client) -> None:
    page = awa.get(DESK).content.decode()
    draft = filled(page, action="draft", reason="Half a sentence", colour="")
    draft |= {"citations-0-source": "movement", "citations-0-locator": "p. 7"}
    page = awa.post(DESK, draft, follow=True).content.decode()
    assert "Only you can read it." in page
    for words in ("This is your draft of", "Half a sentence", 'value="p. 7"'):
        assert words in page
    page = awa.post(DESK, filled(page, action="discard"), follow=True).content.decode()
    assert "Half a sentence" not in page


def test_a_double_click_keeps_one_and_tells_the_browser_to_forget_its_copy(
    awa: Client, small: str
) -> None:
    page = awa.get(DESK).content.decode()
    form = filled(page)
    for _click in range(2):
        assert awa.post(DESK, form).status_code == 302
    assert len(list_assessments(small)) == 1
    page = awa.get(DESK).content.decode()
    assert f'data-done="{form["submission"]}"' in page
    assert hidden(page, "submission") != form["submission"]


def test_two_tabs_the_second_sees_the_first_and_chooses(awa: Client, small: str) -> None:
    first, second = (awa.get(DESK).content.decode() for _tab in range(2))
    awa.post(DESK, filled(first, reason="From the first tab."))
    answer = awa.post(DESK, filled(second, reason="From the second tab.", colour="red"))
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("From the first tab.", "From the second tab.", "Keep the one that stands"):
        assert words in page
    assert list_assessments(small)[0]["colour"] == "green"
    awa.post(DESK, filled(page, reason="From the second tab.", colour="red"))
    assert list_assessments(small)[0]["colour"] == "red"


def test_a_late_write_is_refused_and_nothing_typed_is_lost(awa: Client, small: str) -> None:
    set_calendar(EDITOR, small, CALENDAR)
    with clock.hold(at(day(14))):
        page = awa.get(DESK).content.decode()
    with clock.hold(at(day(15))):
        answer = awa.post(DESK, filled(page, reason="One day late.", assessed_on="2015-11-14"))
    text = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "The stage “assessment” of the edition “2015” ended on Nov. 14, 2015." in text
    assert "One day late." in text
    assert list_assessments(small) == []


def test_a_role_that_ends_in_mid_session_is_refused_and_recorded(
    awa: Client, small: str, people: dict[str, str], system: Actor
) -> None:
    page = awa.get(DESK).content.decode()
    grant_role(system, people["awa"], "observer", Scope(edition=small))
    end_role(system, people["awa"], "assessor", Scope("plan", small, KABUL))
    answer = awa.post(DESK, filled(page, reason="I wrote this before."))
    assert answer.status_code == 403
    assert list_assessments(small) == []
    (event,) = [event for event in list_events() if event.action == "reviews.write_refused"]
    assert (event.actor_key, event.subject_key) == (people["awa"], DESK)


def test_somebody_whose_every_role_has_ended_is_refused_and_recorded(
    awa: Client, small: str, people: dict[str, str], system: Actor
) -> None:
    form = filled(awa.get(DESK).content.decode())
    for place in (KABUL, "008"):
        end_role(system, people["awa"], "assessor", Scope("plan", small, place))
    assert awa.post(DESK, form).status_code == 403
    assert list_assessments(small) == []
    assert "reviews.write_refused" in {event.action for event in list_events()}


def test_others_are_hidden_until_ones_own_is_in_also_for_a_reviewer_who_was_asked(
    awa: Client, small: str, people: dict[str, str], system: Actor
) -> None:
    record_assessment(ASSESSOR, entry(benchmark="1.2", place=KABUL, citations=()))
    page = awa.get(DESK).content.decode()
    assert "Two more are about to join." not in page
    grant_role(system, people["awa"], "reviewer", Scope(edition=small))
    for address in (DESK, DESK.replace("assess", "decide")):
        assert "Two more are about to join." not in awa.get(address).content.decode()
    awa.post(DESK, filled(page, reason="My own view."))
    assert "Two more are about to join." in awa.get(DESK).content.decode()


def test_reviewers_read_a_declared_conflict_beside_the_assessment(
    small: str, people: dict[str, str], system: Actor
) -> None:
    key = give(people["awa"])
    accept_assignment(acting(people["awa"]), key, has_conflict=True, about="My former employer.")
    judged = entry(benchmark="1.2", place=KABUL, citations=())
    record_assessment(acting(people["awa"]), judged)
    grant_role(system, people["cai"], "reviewer", Scope(edition=small))
    reviewer = sign_in(Client(), "cai@example.org", "a long pass phrase")
    for address in (DESK, DESK.replace("assess", "decide")):
        assert "My former employer." in reviewer.get(address).content.decode()
    give(people["ben"])
    ben = acting(people["ben"])
    accept_all(ben)
    record_assessment(ben, judged)
    browser = sign_in(Client(), "ben@example.org", "a long pass phrase")
    assert "My former employer." not in browser.get(DESK).content.decode()


def test_a_role_for_one_country_shows_that_country_only(
    awa: Client, small: str, system: Actor
) -> None:
    open_edition(system, "2014", title={"en": "The year before"}, as_of=day(1), frameworks=["plan"])
    board = awa.get("/en/work/editions/2015/").content.decode()
    assert "Your role is for a part of this edition." in board
    assert "Benchmarks, their state for the world" not in board
    assert '<option value="004">' in board
    assert '<option value="012">' not in board
    assert awa.get(DESK.replace("004", "012")).status_code == 403
    assert awa.get("/en/work/editions/2014/").status_code == 403
    assert "The year before" not in awa.get("/en/work/editions/").content.decode()


def test_before_handing_in_one_answers_the_assignment(small: str, people: dict[str, str]) -> None:
    give(people["awa"])
    client = sign_in(Client(), "awa@example.org", "a long pass phrase")
    page = client.get(DESK).content.decode()
    assert "say whether you have a conflict of interest" in page
    answer = client.post(DESK, filled(page))
    assert answer.status_code == 422
    assert "Accept the assignment under" in answer.content.decode()
    client.post("/en/work/my-work/accept/")
    assert client.post(DESK, filled(page)).status_code == 302


def test_the_desk_shows_the_rating_of_earlier_editions(small: str, system: Actor) -> None:
    compute_edition(EDITOR, small)
    with clock.hold(at(day(26))):
        close_edition(EDITOR, small)
    open_edition(
        system,
        "2016",
        title={"en": "The year after"},
        as_of=day(30),
        frameworks=["plan"],
        previous="2015",
    )
    create_user(
        system,
        "dee@example.org",
        name="Dee",
        password="a long pass phrase",
        roles=frozenset({"assessor"}),
    )
    client = sign_in(Client(), "dee@example.org", "a long pass phrase")
    page = client.get("/en/work/editions/2016/assess/plan/1.1/001/").content.decode()
    assert "Earlier editions" in page
