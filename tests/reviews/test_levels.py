"""Notes and passages with a level: kept with the judgement, shown to whom it lets in, covered."""

from dataclasses import replace

import pytest
from django.test import Client

from milepost.accounts.services import add_member, create_organisation, create_user, grant_role
from milepost.audit.selectors import list_events
from milepost.evidence.protection import Level, Protection
from milepost.kernel.actors import Actor, ActorKind
from milepost.kernel.errors import BadInput
from milepost.kernel.scopes import EVERYWHERE
from milepost.reviews.entries import Cited
from milepost.reviews.guarded import list_not_public
from milepost.reviews.levels import Note, code_of, protection_of_code
from milepost.reviews.models import Assessment, AssessmentCitation
from milepost.reviews.selectors import find_own_assessment, list_assessments
from milepost.reviews.services import record_assessment
from tests.factories.people import sign_in
from tests.reviews.test_services import entry

pytestmark = pytest.mark.django_db
AWA = Actor(ActorKind.PERSON, "person-awa", "Awa", frozenset({"assessor"}))
RITA = Actor(ActorKind.PERSON, "person-rita", "Rita", frozenset({"reviewer"}))
DESK = "/en/work/editions/2015/assess/plan/1.1/001/"
SUBJECT = ("plan", "1.1", "001")


def noted(code: str, *, passage: str = "public", text: str = "Ask the clerk.") -> None:
    """Hand in Awa's judgement with a note and a passage."""
    levels = [protection_of_code(one, "2015") for one in (code, passage)]
    cited = Cited("movement", "p. 3", protection=levels[1])
    record_assessment(AWA, entry(note=Note(text, "en", levels[0]), citations=(cited,)))


@pytest.mark.parametrize("code", ["public", "network", "edition", "reviewer", "organisation:x"])
def test_a_choice_of_the_form_stands_for_one_protection(code: str) -> None:
    protection = protection_of_code(code, "2015")
    assert protection.is_sound
    assert code_of(protection) == code


def test_the_author_and_reviewers_read_it_and_a_bundle_does_not(small: str) -> None:
    noted("reviewer", passage="reviewer")
    own = find_own_assessment(AWA, small, SUBJECT)
    assert own is not None
    assert (own["note"], own["note_level"]) == ({"en": "Ask the clerk."}, "reviewer")
    assert own["citations"][0]["level"] == "reviewer"
    (seen,) = list_assessments(small, reader=RITA)
    assert seen["note"] == {"en": "Ask the clerk."}
    (frozen,) = list_assessments(small)
    assert frozen["citations"] == []
    assert "note" not in frozen
    other = replace(RITA, key="person-other", roles=frozenset({"editor"}))
    assert "note" not in list_assessments(small, reader=other)[0]
    notes, passages = list_not_public(small)
    assert notes == {own["id"]}
    assert passages == {(own["id"], "movement", "p. 3")}


def test_a_public_note_is_frozen_without_its_level_for_others(small: str) -> None:
    noted("public")
    (frozen,) = list_assessments(small)
    assert frozen["note"] == {"en": "Ask the clerk."}
    assert frozen["citations"] == [{"source": "movement", "locator": "p. 3", "note": {}}]


def test_another_level_is_another_judgement_and_covers_what_was_said_before(small: str) -> None:
    noted("public")
    noted("public", passage="edition")
    assert Assessment.objects.count() == 2
    assert set(AssessmentCitation.objects.values_list("level", flat=True)) == {"circle"}
    (event, _first) = list_events(action="reviews.assessment_recorded")
    assert event.after is not None
    assert (event.after["note"], event.after["covered"]) == ("public", ["circle"])
    assert "clerk" not in str(event.as_dict())


def test_a_circle_is_ones_own_organisation(small: str, system: Actor) -> None:
    union = create_organisation(system, {"name": "A union", "kind": "trade_union"})
    circle = Protection(Level.CIRCLE, f"organisation:{union}")
    wanted = entry(note=Note("For us.", "en", circle))
    with pytest.raises(BadInput) as refused:
        record_assessment(AWA, wanted)
    assert [item.column for item in refused.value.findings] == ["note_level"]
    record_assessment(replace(AWA, organisations=frozenset({union})), wanted)
    member = Actor(ActorKind.PERSON, "m", "M", frozenset(), organisations=frozenset({union}))
    assert "note" in list_assessments(small, reader=member)[0]
    assert "note" not in list_assessments(small, reader=RITA)[0]


def test_the_desk_keeps_note_and_levels_through_draft_and_handing_in(
    small: str, system: Actor
) -> None:
    person = create_user(
        system, "ben@example.org", name="Ben", password="a long pass phrase", roles=frozenset()
    )
    union = create_organisation(system, {"name": "A union", "kind": "trade_union"})
    add_member(system, union, person, "member")
    grant_role(system, person, "assessor", EVERYWHERE)
    ben = sign_in(Client(), "ben@example.org", "a long pass phrase")
    assert "Members of A union, and editors" in ben.get(DESK).content.decode()
    sent = {
        "colour": "red",
        "reason": "Nobody joined.",
        "language": "en",
        "standpoint": "trade_union",
        "assessor": "A union",
        "confidence": "",
        "assessed_on": "2015-11-20",
        "note": "Seen with the port.",
        "note_level": f"organisation:{union}",
        "citations-TOTAL_FORMS": "1",
        "citations-INITIAL_FORMS": "0",
        "citations-0-source": "movement",
        "citations-0-locator": "p. 9",
        "citations-0-level": "reviewer",
        "submission": "one",
        "seen": "",
    }
    ben.post(DESK, {**sent, "action": "draft"})
    page = ben.get(DESK).content.decode()
    assert "Seen with the port." in page
    assert f'<option value="organisation:{union}" selected>' in page
    assert '<option value="reviewer" selected>' in page
    assert ben.post(DESK, {**sent, "action": "hand-in"}).status_code == 302
    row = Assessment.objects.get()
    assert (row.note, row.note_level) == ("Seen with the port.", "circle")
    assert row.cited.get().level == "confidential"


def test_a_reviewer_covers_words_on_the_page(small: str, system: Actor) -> None:
    noted("public")
    person = create_user(
        system, "rita@example.org", name="Rita", password="a long pass phrase", roles=frozenset()
    )
    grant_role(system, person, "reviewer", EVERYWHERE)
    rita = sign_in(Client(), "rita@example.org", "a long pass phrase")
    row = Assessment.objects.get()
    address = f"/en/work/editions/2015/cover/plan/1.1/001/{row.uuid}/"
    assert address in rita.get(DESK).content.decode()
    rita.post(address, {"level": "reviewer", "reason": ""})
    assert Assessment.objects.get().note_level == "public"
    answer = rita.post(address, {"level": "reviewer", "reason": "It names a clerk."}, follow=True)
    assert "It is covered." in answer.content.decode()
    assert Assessment.objects.get().note_level == "confidential"
    assert AssessmentCitation.objects.get().level == "confidential"
    (event,) = list_events(action="reviews.words_covered")
    assert (event.reason, event.after and event.after["parts"]) == ("It names a clerk.", 2)
    missing = address.replace(str(row.uuid), "00000000-0000-0000-0000-000000000000")
    assert rita.post(missing, {"level": "reviewer", "reason": "No."}).status_code == 404
