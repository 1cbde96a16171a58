"""The right of reply through the doors: who may, until when, what is kept, and what is answered."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from milepost.audit.selectors import list_events
from milepost.kernel import clock
from milepost.kernel.actors import Actor, ActorKind
from milepost.kernel.errors import BadInput, NotFound, PermissionRefused
from milepost.kernel.scopes import Held, Scope
from milepost.reviews.computation import compute
from milepost.reviews.entries import Cited
from milepost.reviews.errors import EditionClosed, EditionNotComputed
from milepost.reviews.models import Extension, ReplyInvitation, RoundStage, Stage
from milepost.reviews.reply_reading import list_replies, list_reply_versions
from milepost.reviews.reply_selectors import (
    get_reply_page,
    list_drafts,
    list_own_places,
    list_replies_to_answer,
    list_reply_counts,
)
from milepost.reviews.result_selectors import collect_material, find_trace
from milepost.reviews.selectors import get_edition, get_edition_row
from milepost.reviews.services import (
    AnswerEntry,
    ReplyEntry,
    answer_reply,
    close_edition,
    compute_edition,
    invite_reply,
    record_assessment,
    record_reply,
)
from milepost.reviews.status_selectors import edition_status
from tests.reviews.test_services import entry as assessment

pytestmark = pytest.mark.django_db
SUBJECT = ("plan", "1.1", "004")


def official(
    place: str, name: str = "Focal", *, edition: str = "", role: str = "focal_point"
) -> Actor:
    """A person with a role for one place."""
    held = Held(role, Scope(place=place, edition=edition), frozenset({place}))
    return Actor(ActorKind.PERSON, f"person-{name}", name, frozenset(), (held,))


OURS = official("004", "Zahra")
NEIGHBOUR = official("008", "Arben")
REVIEWER = Actor(ActorKind.PERSON, "person-r", "Rita", frozenset({"reviewer"}))


def soon(days: int = 10) -> date:
    """A day to come."""
    return clock.today() + timedelta(days=days)


def reply(**changes: object) -> ReplyEntry:
    """A reply to the rating of country 004 under the treaty."""
    return replace(
        ReplyEntry(
            framework="plan",
            benchmark="1.1",
            place="004",
            stance="disagrees",
            text={"en": "The law was passed in May."},
            office="Ministry of Labour",
            citations=(Cited("movement", "p. 7"),),
        ),
        **changes,  # type: ignore[arg-type]
    )


@pytest.fixture
def invited(small: str, system: Actor) -> str:
    """A computed edition in which the government of 004 may reply for ten more days."""
    compute_edition(system, small)
    invite_reply(system, small, "004", soon())
    return small


def codes(refused: pytest.ExceptionInfo[BadInput]) -> list[str]:
    """The codes of the findings of a refusal."""
    return sorted(finding.code for finding in refused.value.findings)


# --- inviting


def test_a_government_is_invited_and_gets_more_time_but_never_less(
    small: str, system: Actor
) -> None:
    with pytest.raises(EditionNotComputed):
        invite_reply(system, small, "004", soon())
    compute_edition(system, small)
    assert invite_reply(system, small, "004", soon()) == "added"
    assert invite_reply(system, small, "004", soon()) == "unchanged"
    assert invite_reply(system, small, "004", soon(20)) == "changed"
    with pytest.raises(BadInput) as refused:
        invite_reply(system, small, "004", soon(5))
    assert codes(refused) == ["REVIEWS_REPLY_LAST_DAY"]
    actions = [event.action for event in list_events(subject_kind="reply_window")]
    assert actions == ["reviews.reply_window_extended", "reviews.reply_invited"]


@pytest.mark.parametrize("place", ["001", "002", "ldc", "nowhere"])
def test_only_countries_are_invited_and_only_to_days_to_come(
    invited: str, system: Actor, place: str
) -> None:
    with pytest.raises(BadInput) as refused:
        invite_reply(system, invited, place, soon(-1))
    assert codes(refused) == ["REVIEWS_REPLY_LAST_DAY", "REVIEWS_UNKNOWN_PLACE"]


def test_only_editors_invite(invited: str) -> None:
    for actor in (OURS, REVIEWER):
        with pytest.raises(PermissionRefused):
            invite_reply(actor, invited, "008", soon())


# --- replying


def test_a_reply_is_kept_with_the_draft_it_answers_and_its_history(invited: str) -> None:
    assert record_reply(OURS, invited, reply()) == "added"
    (kept,) = list_replies(invited)
    assert (kept["stance"], kept["office"]) == ("disagrees", "Ministry of Labour")
    assert kept["citations"] == [{"source": "movement", "locator": "p. 7", "note": {}}]
    assert kept["answers_to"]["state"] == "green"
    assert "Zahra" not in str(kept)
    assert record_reply(OURS, invited, reply(seen=kept["id"])) == "unchanged"
    changed = reply(seen=kept["id"], stance="agrees", text={"fr": "Nous acceptons."})
    assert record_reply(OURS, invited, changed) == "changed"
    newer, older = list_reply_versions(invited, SUBJECT)
    assert (newer["stance"], older["stance"]) == ("agrees", "disagrees")
    assert older["superseded_at"] is not None
    assert (newer["by"], newer["superseded_at"]) == ("Zahra", None)
    (event, _first) = list_events(subject_key="2015/plan/1.1/004")
    assert (event.action, event.actor) == ("reviews.reply_recorded", "Zahra")
    assert event.after is not None
    assert event.after["stance"] == "agrees"


def test_two_officials_of_one_government_do_not_overwrite_each_other(invited: str) -> None:
    record_reply(OURS, invited, reply())
    colleague = official("004", "Omid")
    with pytest.raises(BadInput) as refused:
        record_reply(colleague, invited, reply(text={"en": "Mine."}))
    assert codes(refused) == ["REVIEWS_REPLY_CHANGED"]
    assert "Zahra" in refused.value.findings[0].what
    (kept,) = list_replies(invited)
    assert record_reply(colleague, invited, reply(text={"en": "Ours."}, seen=kept["id"])) == (
        "changed"
    )


@pytest.mark.parametrize(
    "actor",
    [
        NEIGHBOUR,
        official("004", edition="1999"),
        official("004", role="assessor"),
        Actor(ActorKind.PERSON, "p", "Everywhere", frozenset({"focal_point"})),
        Actor(ActorKind.PERSON, "p", "Secretariat", frozenset({"administrator", "editor"})),
        REVIEWER,
    ],
    ids=["neighbour", "other edition", "assessor", "no place", "secretariat", "reviewer"],
)
def test_nobody_else_replies_for_a_government(invited: str, actor: Actor) -> None:
    with pytest.raises(PermissionRefused):
        record_reply(actor, invited, reply())
    with pytest.raises(PermissionRefused):
        get_reply_page(actor, invited, SUBJECT)
    assert list_own_places(actor, invited) == []
    assert list_drafts(actor, invited, "004") == []
    assert list_replies(invited) == []


def test_what_is_wrong_with_a_reply_is_said_at_once(invited: str) -> None:
    wrong = reply(
        benchmark="9.9",
        stance="applauds",
        text={"en": "  "},
        office=" ",
        citations=(Cited("invented", "p. 1"),),
    )
    with pytest.raises(BadInput) as refused:
        record_reply(OURS, invited, wrong)
    assert codes(refused) == [
        "REVIEWS_REPLY_OFFICE_MISSING",
        "REVIEWS_REPLY_TEXT_MISSING",
        "REVIEWS_UNKNOWN_BENCHMARK",
        "REVIEWS_UNKNOWN_CHOICE",
        "REVIEWS_UNKNOWN_SOURCE",
    ]
    with pytest.raises(BadInput) as refused:
        record_reply(OURS, invited, reply(stance="corrects", citations=()))
    assert codes(refused) == ["REVIEWS_REPLY_SOURCE_MISSING"]
    with pytest.raises(BadInput) as refused:
        record_reply(OURS, invited, reply(text={"en": "a" * 5001}))
    assert codes(refused) == ["REVIEWS_REPLY_TEXT_TOO_LONG"]


def test_before_the_invitation_and_after_the_last_day_nothing_is_taken(
    invited: str, system: Actor
) -> None:
    with pytest.raises(BadInput) as refused:
        record_reply(NEIGHBOUR, invited, reply(place="008"))
    assert codes(refused) == ["REVIEWS_REPLY_WINDOW_CLOSED"]
    record_reply(OURS, invited, reply())
    (kept,) = list_replies(invited)
    ReplyInvitation.objects.update(until=soon(-1))
    with pytest.raises(BadInput) as refused:
        record_reply(OURS, invited, reply(seen=kept["id"], text={"en": "Too late."}))
    assert codes(refused) == ["REVIEWS_REPLY_WINDOW_CLOSED"]
    assert "An editor of the edition" in refused.value.findings[0].remedy
    page = get_reply_page(OURS, invited, SUBJECT)
    assert (page["draft"], page["trace"]) == (None, None)
    assert page["reply"]["text"] == {"en": "The law was passed in May."}
    assert list_drafts(OURS, invited, "004") == []


def test_a_rating_that_is_not_there_is_not_replied_to(small: str, system: Actor) -> None:
    compute_edition(system, small)
    invite_reply(system, small, "016", soon())
    with pytest.raises(BadInput) as refused:
        record_reply(official("016"), small, reply(place="016"))
    assert codes(refused) == ["REVIEWS_REPLY_NO_RATING"]


def test_a_government_sees_its_drafts_and_no_assessor(small: str, system: Actor) -> None:
    judging = Actor(ActorKind.PERSON, "a", "Awa", frozenset({"assessor"}))
    record_assessment(judging, assessment(place="004", reason={"en": "A private word."}))
    compute_edition(system, small)
    invite_reply(system, small, "004", soon())
    invite_reply(system, small, "008", soon())
    assert [item["place"] for item in list_own_places(OURS, small)] == ["004"]
    drafts = list_drafts(OURS, small, "004")
    assert {row["place"] for row in drafts} == {"004"}
    page = get_reply_page(OURS, small, SUBJECT)
    assert page["draft"]["colours"]["n"] == 1
    seen = str([drafts, page])
    for private in ("Awa", "A private word.", "civil_society", "panel.assessment"):
        assert private not in seen
    assert find_trace(small, *SUBJECT) is not None
    with pytest.raises(PermissionRefused):
        get_reply_page(OURS, small, ("plan", "1.1", "008"))
    with pytest.raises(NotFound):
        get_reply_page(official("012"), small, ("plan", "1.1", "012"))


# --- answering


def test_a_reply_is_answered_and_a_newer_reply_asks_for_a_newer_answer(invited: str) -> None:
    record_reply(OURS, invited, reply())
    (kept,) = list_replies_to_answer(REVIEWER, invited)
    (counted,) = list_reply_counts(REVIEWER, invited)
    assert (counted["replies"], counted["unanswered"]) == (1, 1)
    given = AnswerEntry(kept["id"], "accepted", {"en": "The day was corrected."})
    assert answer_reply(REVIEWER, invited, given) == "added"
    assert answer_reply(REVIEWER, invited, given) == "unchanged"
    assert answer_reply(REVIEWER, invited, replace(given, outcome="declined")) == "changed"
    answered = list_replies(invited)[0]["answer"]
    assert (answered["outcome"], answered["by"]) == ("declined", "Rita")
    record_reply(OURS, invited, reply(seen=kept["id"], text={"en": "Another word."}))
    assert list_replies(invited)[0]["answer"] is None
    with pytest.raises(BadInput) as refused:
        answer_reply(REVIEWER, invited, given)
    assert codes(refused) == ["REVIEWS_REPLY_CHANGED"]


def test_an_answer_has_words_and_is_given_by_reviewers(invited: str) -> None:
    record_reply(OURS, invited, reply())
    identifier = list_replies(invited)[0]["id"]
    with pytest.raises(BadInput) as refused:
        answer_reply(REVIEWER, invited, AnswerEntry(identifier, "perhaps", {"en": ""}))
    assert codes(refused) == ["REVIEWS_REPLY_TEXT_MISSING", "REVIEWS_UNKNOWN_CHOICE"]
    given = AnswerEntry(identifier, "declined", {"en": "The law has no date."})
    for actor in (OURS, official("008", role="reviewer"), official("004", role="assessor")):
        with pytest.raises(PermissionRefused):
            answer_reply(actor, invited, given)
        assert list_replies_to_answer(actor, invited) == []
    assert answer_reply(official("004", role="reviewer"), invited, given) == "added"
    with pytest.raises(NotFound):
        answer_reply(REVIEWER, "1999", given)


# --- closing


def test_an_edition_waits_for_windows_and_answers(invited: str, system: Actor) -> None:
    record_reply(OURS, invited, reply())
    assert edition_status(invited)["is_out_of_date"]
    compute_edition(system, invited)
    with pytest.raises(BadInput) as refused:
        close_edition(system, invited)
    assert codes(refused) == ["REVIEWS_REPLY_UNANSWERED", "REVIEWS_REPLY_WINDOW_OPEN"]
    ReplyInvitation.objects.update(until=soon(-1))
    identifier = list_replies(invited)[0]["id"]
    answer_reply(system, invited, AnswerEntry(identifier, "declined", {"en": "No date given."}))
    compute_edition(system, invited)
    close_edition(system, invited)
    assert get_edition(invited)["state"] == "closed"
    with pytest.raises(EditionClosed):
        answer_reply(system, invited, AnswerEntry(identifier, "accepted", {"en": "Later."}))
    with pytest.raises(EditionClosed):
        record_reply(OURS, invited, reply(seen=identifier))
    trace = find_trace(invited, *SUBJECT)
    assert trace is not None
    assert trace["reply"]["stance"] == "disagrees"
    assert trace["reply"]["outcome"] == "declined"
    silent = find_trace(invited, "plan", "1.2", "004")
    assert silent is not None
    assert (silent["reply"]["stance"], silent["reply"]["id"]) == (None, None)
    world = find_trace(invited, "plan", "1.1", "001")
    assert world is not None
    assert "reply" not in world
    again = compute(collect_material(invited))
    assert again.traces["plan", "1.1"]["004"]["reply"] == trace["reply"]


def test_the_last_day_is_included(invited: str) -> None:
    ReplyInvitation.objects.update(until=clock.today())
    assert record_reply(OURS, invited, reply()) == "added"


def test_the_day_of_a_reply_is_the_day_it_was_kept(invited: str) -> None:
    record_reply(OURS, invited, reply())
    today = datetime.now(UTC).date().isoformat()
    assert list_replies(invited)[0]["replied_on"] == today


# --- the calendar


def plan(edition: str, first: int, last: int) -> None:
    """Give the edition a stage of replies, in days from today."""
    row = get_edition_row(edition)
    RoundStage.objects.filter(edition=row).delete()
    RoundStage.objects.create(
        edition=row, stage=Stage.REPLY, starts_on=soon(first), ends_on=soon(last)
    )


def test_the_calendar_says_from_when_and_at_least_until_when(small: str, system: Actor) -> None:
    compute_edition(system, small)
    with pytest.raises(BadInput) as refused:
        invite_reply(system, small, "004")
    assert codes(refused) == ["REVIEWS_REPLY_LAST_DAY"]
    plan(small, 2, 9)
    assert invite_reply(system, small, "004") == "added"
    (own,) = list_own_places(OURS, small)
    assert (own["until"], own["is_open"], own["is_ahead"]) == (soon(9).isoformat(), False, True)
    assert list_drafts(OURS, small, "004") == []
    with pytest.raises(BadInput) as refused:
        record_reply(OURS, small, reply())
    assert "from" in refused.value.findings[0].what
    plan(small, -2, 0)
    assert record_reply(OURS, small, reply()) == "added"
    plan(small, -9, -2)
    (kept,) = list_replies(small)
    ReplyInvitation.objects.update(until=soon(-3))
    again = reply(seen=kept["id"], text={"en": "More."})
    with pytest.raises(BadInput) as refused:
        record_reply(OURS, small, again)
    assert codes(refused) == ["REVIEWS_REPLY_WINDOW_CLOSED"]
    Extension.objects.create(
        edition=get_edition_row(small),
        stage=Stage.REPLY,
        person_key=OURS.key,
        before=soon(-2),
        until=soon(1),
        reason="Ill.",
        granted_by="Rita",
    )
    assert record_reply(OURS, small, again) == "changed"
    assert list_drafts(official("004", "Omid"), small, "004") == []
