"""Handing in and deciding from several windows at one moment: one row, and nobody is overruled."""

import pytest

from milepost.audit.selectors import list_events
from milepost.kernel.actors import Actor, ActorKind
from milepost.reviews.errors import ChangedMeanwhile
from milepost.reviews.models import Assessment, Decision
from milepost.reviews.services import Sheet, record_assessment, record_decision
from tests.factories.at_once import at_once, in_threads
from tests.reviews.test_services import entry, ruling

pytestmark = [*in_threads, pytest.mark.usefixtures("small")]
AWA = Actor(ActorKind.PERSON, "person-awa", "Awa", frozenset({"assessor"}))
RITA, REZA = (
    Actor(ActorKind.PERSON, f"person-{name}", name, frozenset({"reviewer"}))
    for name in ("Rita", "Reza")
)


def test_a_form_sent_many_times_at_once_is_one_assessment() -> None:
    sheet = Sheet("one-form", "")
    found = at_once([lambda: record_assessment(AWA, entry(), sheet)] * 6)
    assert sorted(found) == ["added", *["unchanged"] * 5]
    assert Assessment.objects.count() == 1
    assert len(list_events(action="reviews.assessment_recorded")) == 1


def test_two_windows_at_once_keep_one_assessment_and_tell_the_other() -> None:
    def hand_in(number: int, colour: str) -> str:
        return record_assessment(AWA, entry(colour=colour), Sheet(f"window-{number}", ""))

    found = at_once([lambda: hand_in(1, "red"), lambda: hand_in(2, "yellow")])
    assert sorted(type(one).__name__ for one in found) == ["ChangedMeanwhile", "str"]
    (kept,) = Assessment.objects.all()
    assert kept.superseded_at is None
    assert kept.colour == ("red" if found[0] == "added" else "yellow")


def test_of_two_reviewers_at_once_the_second_sees_the_first() -> None:
    found = at_once(
        [
            lambda: record_decision(RITA, "2015", ruling("yellow"), seen=""),
            lambda: record_decision(REZA, "2015", ruling("red"), seen=""),
        ]
    )
    (refused,) = [one for one in found if isinstance(one, ChangedMeanwhile)]
    (kept,) = Decision.objects.all()
    assert kept.decided_by in str(refused)
    assert {kept.decided_by, kept.state} in ({"Rita", "yellow"}, {"Reza", "red"})
    seen = str(kept.uuid)
    late = RITA if kept.decided_by == "Reza" else REZA
    record_decision(late, "2015", ruling("green"), seen=seen)
    assert Decision.objects.filter(superseded_at=None).get().state == "green"
