"""Panels through the doors: second rounds, discussion, decisions, and who sees what."""

from dataclasses import replace
from datetime import timedelta

import orjson
import pytest
from django.core.management import call_command

from milepost.audit.selectors import list_events
from milepost.kernel import clock
from milepost.kernel.actors import Actor, ActorKind
from milepost.kernel.errors import BadInput, NotFound, PermissionRefused
from milepost.kernel.scopes import Held, Scope
from milepost.reviews.computation import compute
from milepost.reviews.errors import ChangedMeanwhile, StageClosed
from milepost.reviews.models import Assignment, Remark, RoundStage
from milepost.reviews.panel_selectors import (
    get_agreement,
    get_panel,
    list_others,
    list_panels,
)
from milepost.reviews.result_selectors import collect_material, find_trace, list_ratings
from milepost.reviews.selectors import (
    find_decision_id,
    get_edition_row,
    list_assessments,
    list_decisions,
    list_second_rounds,
)
from milepost.reviews.services import (
    Ruling,
    close_edition,
    close_second_round,
    compute_edition,
    edit_remark,
    open_second_round,
    record_assessment,
    record_decision,
    withdraw_remark,
    write_remark,
)
from tests.reviews.test_services import entry

pytestmark = pytest.mark.django_db
SUBJECT = ("plan", "1.2", "001")
OTHER = ("plan", "1.2", "004")
WHY = {"en": "Read the ruling of May again."}
REVIEWER = Actor(ActorKind.PERSON, "person-r", "Rita", frozenset({"reviewer"}))


def assessor(name: str, role: str = "assessor") -> Actor:
    """Somebody with one role everywhere."""
    return Actor(ActorKind.PERSON, f"person-{name}", name, frozenset({role}))


AWA, BEN, CARLA, DINA = (assessor(name) for name in ("Awa", "Ben", "Carla", "Dina"))


def judge(actor: Actor, colour: str, reason: str = "", place: str = "001") -> str:
    """Judge the practice as one person."""
    given = {"en": reason or f"{actor.label} says {colour}."}
    standing = "trade_union" if actor is BEN else "civil_society"
    return record_assessment(
        actor,
        entry(
            benchmark="1.2",
            place=place,
            assessor=actor.label,
            standpoint=standing,
            colour=colour,
            reason=given,
        ),
    )


@pytest.fixture
def split(small: str) -> str:
    """An edition in which a panel of three lies apart, and another agrees."""
    judge(AWA, "green")
    judge(BEN, "red")
    judge(CARLA, "yellow")
    judge(AWA, "green", place="004")
    judge(BEN, "green", place="004")
    return small


def codes(refused: pytest.ExceptionInfo[BadInput]) -> list[str]:
    """The codes of the findings of a refusal."""
    return sorted(finding.code for finding in refused.value.findings)


# --- who sees what


def test_an_assessor_sees_nothing_of_others_before_judging(split: str) -> None:
    assert list_others(DINA, split, SUBJECT) == []
    with pytest.raises(PermissionRefused):
        get_panel(DINA, split, SUBJECT)
    assert list_panels(DINA, split) == []
    judge(DINA, "red")
    seen = list_others(DINA, split, SUBJECT)
    assert sorted(item["colour"] for item in seen) == ["green", "red", "yellow"]
    panel = get_panel(DINA, split, SUBJECT)
    assert (panel["voices"], panel["standpoints"]) == ([], [])
    assert panel["spread"]["n"] == 4
    text = str([seen, panel])
    for private in ("Ben", "Carla", "trade_union", "person-"):
        assert private not in text.replace("Ben says", "").replace("Carla says", "")
    assert [(row["place"], row["spread"]["n"]) for row in list_panels(DINA, split)] == [("001", 4)]


@pytest.mark.parametrize("role", ["observer", "data_steward", "contributor", "focal_point"])
def test_other_roles_see_no_panel_even_when_they_once_judged(split: str, role: str) -> None:
    for key in ("person-x", AWA.key):
        actor = Actor(ActorKind.PERSON, key, "X", frozenset({role}))
        assert list_others(actor, split, SUBJECT) == []
        assert list_panels(actor, split) == []
        with pytest.raises(PermissionRefused):
            get_panel(actor, split, SUBJECT)
        with pytest.raises(PermissionRefused):
            write_remark(actor, split, SUBJECT, "Let me in.")
        with pytest.raises(PermissionRefused):
            open_second_round(actor, split, [SUBJECT], WHY)
        with pytest.raises(PermissionRefused):
            get_agreement(actor, split)
    assert not Remark.objects.exists()


def test_a_reviewer_sees_who_judged_and_how_far_they_agree(split: str) -> None:
    panel = get_panel(REVIEWER, split, SUBJECT)
    assert {item["assessor"] for item in panel["voices"]} == {"Awa", "Ben", "Carla"}
    assert [(row["standpoint"], row["n"]) for row in panel["standpoints"]] == [
        ("civil_society", 2),
        ("trade_union", 1),
    ]
    spread = panel["spread"]
    assert (spread["state"], spread["range"], spread["contested"]) == ("yellow", 2, True)
    agreement = get_agreement(REVIEWER, split)
    assert (agreement["ratings"], agreement["assessors"]) == (2, 3)
    assert agreement["alpha"] is not None
    assert agreement["alpha"] < 0.67
    assert agreement["lower"] <= agreement["alpha"] <= agreement["upper"]
    first, second = list_panels(REVIEWER, split)
    assert (first["place"], first["is_contested"]) == ("001", True)
    assert (second["place"], second["is_contested"]) == ("004", False)


def test_a_reviewer_of_one_place_sees_the_panels_of_that_place(split: str) -> None:
    held = Held("reviewer", Scope(place="004"), frozenset({"004"}))
    local = Actor(ActorKind.PERSON, "person-l", "Local", frozenset(), (held,))
    assert [row["place"] for row in list_panels(local, split)] == ["004"]
    with pytest.raises(PermissionRefused):
        get_panel(local, split, SUBJECT)


def test_a_reviewer_who_is_asked_to_judge_sees_the_panel_afterwards(split: str) -> None:
    Assignment.objects.create(
        edition=get_edition_row(split),
        framework="plan",
        benchmark="1.2",
        place="001",
        person_key=REVIEWER.key,
        assigned_by="Rita",
        assigned_by_key="x",
    )
    assert [row["place"] for row in list_panels(REVIEWER, split)] == ["004"]
    with pytest.raises(PermissionRefused):
        get_panel(REVIEWER, split, SUBJECT)


# --- the second round


def test_a_second_round_keeps_the_first_and_counts_who_moved(split: str, system: Actor) -> None:
    assert open_second_round(REVIEWER, split, [SUBJECT], WHY) == 1
    waiting = {row["place"]: row["is_waiting"] for row in list_panels(AWA, split)}
    assert waiting == {"001": True, "004": False}
    assert judge(AWA, "green") == "changed"
    assert judge(AWA, "green") == "unchanged"
    assert judge(BEN, "yellow", "The ruling convinced me.") == "changed"
    panel = get_panel(REVIEWER, split, SUBJECT)
    assert panel["second"]["moves"] == {"asked": 3, "moved": 1, "confirmed": 1, "silent": 1}
    assert panel["second"]["spread"]["distribution"]["red"] == 1
    assert panel["spread"]["distribution"]["red"] == 0
    rounds = {item["assessor"]: item["round"] for item in panel["voices"]}
    assert rounds == {"Awa": 2, "Ben": 2, "Carla": 1}
    waiting_panel = get_panel(CARLA, split, SUBJECT)
    assert waiting_panel["is_waiting"]
    assert waiting_panel["spread"]["distribution"]["red"] == 1
    assert waiting_panel["second"]["moves"] is None
    others = list_others(CARLA, split, SUBJECT)
    for text in (str(waiting_panel), str(others)):
        assert "The ruling convinced me." not in text
        assert "Ben says red." in text
    assert "The ruling convinced me." in str(get_panel(AWA, split, SUBJECT))
    seen = waiting_panel["second"]["first"]
    assert {item["colour"] for item in seen} == {"green", "red", "yellow"}
    assert all("assessor" not in item and "standpoint" not in item for item in seen)
    close_second_round(REVIEWER, split, SUBJECT)
    close_second_round(REVIEWER, split, SUBJECT)
    compute_edition(system, split)
    rating = next(
        row for row in list_ratings(split) if (row["benchmark"], row["place"]) == ("1.2", "001")
    )
    assert rating["judged"]["rounds"]["first"]["state"] == "yellow"
    assert rating["judged"]["rounds"]["moved"] == 1
    trace = find_trace(split, *SUBJECT)
    assert trace is not None
    (step,) = [step for step in trace["steps"] if step["code"] == "panel.second_round"]
    assert step["values"] == {
        "first_state": "yellow", "asked": 3, "moved": 1, "confirmed": 1, "silent": 1,
    }  # fmt: skip
    (kept,) = list_second_rounds(split)
    assert {item["assessor"] for item in kept["first"]} == {"Awa", "Ben", "Carla"}
    assert compute(collect_material(split)).ratings == list_ratings(split)
    events = [event.action for event in list_events(subject_key="2015/plan/1.2/001")]
    assert events[0] == "reviews.second_round_closed"
    assert "reviews.second_round_opened" in events


def test_an_answer_of_the_second_round_can_be_mended_and_still_counts_once(split: str) -> None:
    open_second_round(REVIEWER, split, [SUBJECT], WHY)
    judge(BEN, "yellow")
    judge(BEN, "green", "No, more than that.")
    moves = get_panel(REVIEWER, split, SUBJECT)["second"]["moves"]
    assert (moves["asked"], moves["moved"]) == (3, 1)


def test_nobody_joins_a_panel_that_has_seen_its_own_judgements(split: str) -> None:
    open_second_round(REVIEWER, split, [SUBJECT], WHY)
    with pytest.raises(BadInput) as refused:
        judge(DINA, "red")
    assert codes(refused) == ["REVIEWS_PANEL_COMPLETE"]
    close_second_round(REVIEWER, split, SUBJECT)
    with pytest.raises(BadInput):
        judge(DINA, "red")
    assert len(list_assessments(split, benchmark="1.2", place="001")) == 3


def test_a_second_round_is_for_contested_ratings_once_and_with_a_reason(split: str) -> None:
    with pytest.raises(BadInput) as refused:
        open_second_round(REVIEWER, split, [SUBJECT, OTHER], {"en": " "})
    assert codes(refused) == ["REVIEWS_PANEL_NOT_CONTESTED", "REVIEWS_REASON_MISSING"]
    assert list_second_rounds(split) == []
    with pytest.raises(BadInput) as refused:
        open_second_round(REVIEWER, split, [], WHY)
    assert codes(refused) == ["REVIEWS_NO_RATING_CHOSEN"]
    open_second_round(REVIEWER, split, [SUBJECT], WHY)
    with pytest.raises(BadInput) as refused:
        open_second_round(REVIEWER, split, [SUBJECT], WHY)
    assert codes(refused) == ["REVIEWS_SECOND_ROUND_HELD"]
    with pytest.raises(NotFound):
        close_second_round(REVIEWER, split, OTHER)
    with pytest.raises(PermissionRefused):
        close_second_round(AWA, split, SUBJECT)


def test_an_edition_waits_for_its_second_rounds(split: str, system: Actor) -> None:
    open_second_round(REVIEWER, split, [SUBJECT], WHY)
    compute_edition(system, split)
    with pytest.raises(BadInput) as refused:
        close_edition(system, split)
    assert codes(refused) == ["REVIEWS_SECOND_ROUND_OPEN"]


# --- the discussion


def test_a_remark_is_edited_for_a_quarter_of_an_hour_and_withdrawn_at_any_time(
    split: str,
) -> None:
    written = write_remark(AWA, split, SUBJECT, "  Look at page 3. ")
    assert write_remark(AWA, split, SUBJECT, "Look at page 3.") == written
    edit_remark(AWA, split, written, "Look at page 4.")
    (seen,) = get_panel(BEN, split, SUBJECT)["remarks"]
    assert (seen["author"], seen["text"], seen["is_editable"]) == ("Awa", "Look at page 4.", False)
    assert seen["edited_at"] is not None
    Remark.objects.update(written_at=clock.now() - timedelta(minutes=16))
    with pytest.raises(BadInput) as refused:
        edit_remark(AWA, split, written, "Page 5.")
    assert codes(refused) == ["REVIEWS_REMARK_FIXED"]
    with pytest.raises(PermissionRefused):
        edit_remark(BEN, split, written, "Mine now.")
    for stranger in (REVIEWER, DINA):
        with pytest.raises(PermissionRefused):
            withdraw_remark(stranger, split, written)
    withdraw_remark(AWA, split, written)
    (seen,) = get_panel(REVIEWER, split, SUBJECT)["remarks"]
    assert (seen["author"], seen["text"]) == ("Awa", "")
    assert seen["withdrawn_at"] is not None
    events = list_events(subject_kind="remark")
    assert [event.action for event in events] == [
        "reviews.remark_withdrawn",
        "reviews.remark_edited",
        "reviews.remark_written",
    ]
    assert "page" not in str([event.as_dict() for event in events])


@pytest.mark.parametrize("text", ["", "   ", "a" * 5001])
def test_a_remark_has_words(split: str, text: str) -> None:
    with pytest.raises(BadInput) as refused:
        write_remark(AWA, split, SUBJECT, text)
    assert codes(refused) == ["REVIEWS_REMARK_LENGTH"]
    with pytest.raises(NotFound):
        edit_remark(AWA, split, "no-such-remark", "Words.")


def test_the_discussion_is_never_part_of_what_is_published(split: str) -> None:
    write_remark(AWA, split, SUBJECT, "Between us: a secret.")
    assert "a secret" not in str(collect_material(split))


# --- deciding


def test_the_second_of_two_reviewers_sees_the_first_decision_and_chooses(split: str) -> None:
    ruling = Ruling(*SUBJECT, "yellow", {"en": "The ruling counts."})
    record_decision(REVIEWER, split, ruling, seen="")
    other = assessor("Omar", "reviewer")
    second = replace(ruling, state="red", reason={"en": "It does not."})
    with pytest.raises(ChangedMeanwhile) as refused:
        record_decision(other, split, second, seen="")
    assert "Rita" in str(refused.value)
    assert list_decisions(split)[0]["state"] == "yellow"
    record_decision(other, split, second, seen=find_decision_id(split, SUBJECT))
    assert list_decisions(split)[0]["state"] == "red"


def test_a_second_round_is_answered_while_it_is_being_decided(split: str, system: Actor) -> None:
    day = clock.today()
    plan = {
        "assessment": (day - timedelta(days=9), day - timedelta(days=2)),
        "decision": (day - timedelta(days=1), day + timedelta(days=9)),
    }
    for stage, (first, last) in plan.items():
        RoundStage.objects.create(
            edition=get_edition_row(split), stage=stage, starts_on=first, ends_on=last
        )
    with pytest.raises(StageClosed):
        judge(AWA, "yellow")
    open_second_round(REVIEWER, split, [SUBJECT], WHY)
    assert judge(AWA, "yellow") == "changed"
    with pytest.raises(StageClosed):
        judge(AWA, "yellow", place="004")


def test_the_command_lists_panels_without_names(
    split: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("edition", "panels", split, "--json")
    text = capsys.readouterr().out
    rows = orjson.loads(text)
    assert [(row["place"], row["contested"]) for row in rows] == [("001", True), ("004", False)]
    assert "Awa" not in text
