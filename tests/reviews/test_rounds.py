"""The calendar of a round: its checks, the current stage, late writes and more time."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from milepost.accounts.services import create_user
from milepost.audit.selectors import list_events
from milepost.kernel import clock
from milepost.kernel.actors import Actor, ActorKind
from milepost.kernel.errors import BadInput, PermissionRefused
from milepost.reviews.errors import RoundNotOver, StageAhead, StageClosed, StageUnplanned
from milepost.reviews.rounds import get_round, is_stage_open, require_stage
from milepost.reviews.selectors import list_assessments, list_decisions
from milepost.reviews.services import (
    MoreTime,
    close_edition,
    compute_edition,
    extend_stage,
    load_editions,
    record_assessment,
    record_decision,
    set_calendar,
)
from tests.reviews.conftest import EDITIONS
from tests.reviews.test_services import ASSESSOR, entry, ruling

pytestmark = pytest.mark.django_db
EDITOR = Actor(ActorKind.PERSON, "person-9", "Eve", frozenset({"editor"}))


def day(number: int, month: int = 11) -> date:
    """A day of the autumn of 2015."""
    return date(2015, month, number)


CALENDAR = {
    "open": (day(1), day(1)),
    "cut_off": (day(5), day(5)),
    "assessment": (day(5), day(14)),
    "reply": (day(15), day(20)),
    "decision": (day(21), day(28)),
    "publication": (day(10, 12), day(10, 12)),
}


def at(when: date, hour: int = 12) -> datetime:
    """An instant of that day."""
    return datetime(when.year, when.month, when.day, hour, tzinfo=UTC)


def test_an_edition_without_a_calendar_lets_everything_be_written(small: str) -> None:
    assert get_round(small)["has_calendar"] is False
    for stage in ("assessment", "reply", "decision"):
        assert is_stage_open(small, stage)
    record_assessment(ASSESSOR, entry())
    record_decision(EDITOR, small, ruling())
    assert len(list_assessments(small)) == len(list_decisions(small)) == 1


@pytest.mark.parametrize(
    ("when", "current", "after"),
    [
        (day(31, 10), [], "open"),
        (day(1), ["open"], "cut_off"),
        (day(3), [], "cut_off"),
        (day(5), ["cut_off", "assessment"], "reply"),
        (day(14), ["assessment"], "reply"),
        (day(15), ["reply"], "decision"),
        (day(30), [], "publication"),
        (day(24, 12), [], None),
    ],
)
def test_clock_and_calendar_say_which_stage_it_is(
    small: str, when: date, current: list[str], after: str | None
) -> None:
    set_calendar(EDITOR, small, CALENDAR)
    with clock.hold(at(when)):
        shown = get_round(small)
    assert (shown["current"], shown["next"]) == (current, after)


def test_the_last_day_belongs_to_the_stage_until_midnight(small: str) -> None:
    set_calendar(EDITOR, small, CALENDAR)
    with clock.hold(datetime(2015, 11, 14, 23, 59, 59, tzinfo=UTC)):
        assert is_stage_open(small, "assessment")
    with clock.hold(datetime(2015, 11, 15, tzinfo=UTC)):
        assert not is_stage_open(small, "assessment")


def test_writes_outside_their_stage_say_when_it_ended_and_who_can_extend(
    small: str, system: Actor
) -> None:
    create_user(
        system,
        "eve@example.org",
        name="Eve Okoro",
        password="a long pass phrase",
        roles=frozenset({"editor"}),
    )
    set_calendar(EDITOR, small, CALENDAR)
    judged = replace(entry(), assessed_on=day(1))
    with clock.hold(at(day(4))), pytest.raises(StageAhead, match=r"begins on Nov\. 5, 2015"):
        record_assessment(ASSESSOR, judged)
    with clock.hold(at(day(10))):
        with pytest.raises(StageAhead):
            record_decision(EDITOR, small, ruling())
        assert record_assessment(ASSESSOR, judged) == "added"
    with (
        clock.hold(at(day(15))),
        pytest.raises(StageClosed, match=r"ended on Nov\. 14, 2015.*ask: Eve Okoro"),
    ):
        record_assessment(ASSESSOR, replace(judged, colour="red"))
    with clock.hold(at(day(29))), pytest.raises(StageClosed):
        record_decision(EDITOR, small, ruling())
    assert [item["colour"] for item in list_assessments(small)] == ["green"]
    assert list_decisions(small) == []


def test_a_stage_that_is_not_planned_is_not_open(small: str) -> None:
    plan = {name: days for name, days in CALENDAR.items() if name != "reply"}
    set_calendar(EDITOR, small, plan)
    with clock.hold(at(day(16))), pytest.raises(StageUnplanned):
        require_stage(small, "reply")


def test_a_calendar_is_refused_with_all_findings_at_once(small: str) -> None:
    with pytest.raises(BadInput) as refused:
        set_calendar(
            EDITOR,
            small,
            {
                "party": (day(1), day(2)),
                "assessment": (day(9), day(3)),
                "reply": (day(2), day(8)),
            },
        )
    assert {finding.code for finding in refused.value.findings} == {
        "REVIEWS_STAGE_UNKNOWN",
        "REVIEWS_STAGE_MISSING",
        "REVIEWS_STAGE_BACKWARDS",
        "REVIEWS_STAGE_OUT_OF_ORDER",
    }
    assert get_round(small)["has_calendar"] is False


def test_setting_it_again_changes_nothing_and_it_can_be_taken_away(small: str) -> None:
    assert set_calendar(EDITOR, small, CALENDAR) == "added"
    assert set_calendar(EDITOR, small, CALENDAR) == "unchanged"
    later = CALENDAR | {"publication": (day(11, 12), day(11, 12))}
    assert set_calendar(EDITOR, small, later) == "changed"
    assert set_calendar(EDITOR, small, {}) == "removed"
    assert is_stage_open(small, "assessment")
    kinds = [event.action for event in list_events(subject_key=small)]
    assert kinds.count("reviews.calendar_set") == 3


def test_more_time_for_the_round_for_a_person_and_with_its_reason(
    small: str, system: Actor
) -> None:
    person = create_user(
        system,
        "awa@example.org",
        name="Awa",
        password="a long pass phrase",
        roles=frozenset({"assessor"}),
    )
    set_calendar(EDITOR, small, CALENDAR)
    wish = MoreTime("assessment", day(18), "The network's site was down.", person=person)
    extend_stage(EDITOR, small, wish)
    with clock.hold(at(day(18))):
        assert is_stage_open(small, "assessment", person=person)
        assert not is_stage_open(small, "assessment", person="another")
        assert not is_stage_open(small, "assessment")
        extend_stage(EDITOR, small, MoreTime("assessment", day(19), "A holiday."))
        assert is_stage_open(small, "assessment")
    kept = [
        event.reason
        for event in list_events(subject_key=small)
        if event.action == "reviews.stage_extended"
    ]
    assert sorted(kept) == ["A holiday.", "The network's site was down."]


def test_an_extension_that_is_none_is_refused_whole(small: str) -> None:
    set_calendar(EDITOR, small, CALENDAR)
    with pytest.raises(BadInput) as refused:
        extend_stage(EDITOR, small, MoreTime("assessment", day(13), " "))
    codes = {finding.code for finding in refused.value.findings}
    assert codes == {"REVIEWS_STAGE_NOT_LONGER", "REVIEWS_REASON_MISSING"}
    with pytest.raises(BadInput, match="number of findings: 1"):
        extend_stage(EDITOR, small, MoreTime("decision", day(11, 12), "Late."))
    with pytest.raises(BadInput, match="number of findings: 1"):
        extend_stage(EDITOR, small, MoreTime("cut_off", day(9), "Late."))


def test_only_editors_set_and_extend(small: str) -> None:
    with pytest.raises(PermissionRefused):
        set_calendar(ASSESSOR, small, CALENDAR)
    set_calendar(EDITOR, small, CALENDAR)
    with pytest.raises(PermissionRefused):
        extend_stage(ASSESSOR, small, MoreTime("assessment", day(18), "I am late."))


def test_after_the_cut_off_the_frame_stays(small: str, system: Actor) -> None:
    set_calendar(EDITOR, small, CALENDAR)
    changed = EDITIONS.replace("2015-11-25", "2015-11-24")
    with clock.hold(at(day(6))), pytest.raises(StageClosed, match="data cut-off"):
        load_editions(system, changed, "editions.yaml")
    with clock.hold(at(day(5))):
        assert load_editions(system, changed, "editions.yaml").changed == (small,)


def test_an_edition_closes_only_when_its_round_is_over(small: str) -> None:
    set_calendar(EDITOR, small, CALENDAR)
    compute_edition(EDITOR, small)
    with clock.hold(at(day(28))), pytest.raises(RoundNotOver, match="2015-11-28"):
        close_edition(EDITOR, small)
    with clock.hold(at(day(29))):
        assert close_edition(EDITOR, small)["state"] == "closed"
