"""The pages of panels: reviewers, the panel itself, and those who have yet to judge."""

import pytest
from django.core import mail
from django.test import Client

from milepost.accounts.services import create_user
from milepost.kernel.actors import Actor
from milepost.reviews.models import Remark
from milepost.reviews.selectors import list_assessments, list_decisions, list_second_rounds
from milepost.reviews.services import compute_edition
from tests.factories.people import sign_in
from tests.reviews.test_views import BOARD, DECISION, RATING, answers

pytestmark = pytest.mark.django_db
PANELS = f"{BOARD}panels/"
PANEL = f"{BOARD}panel/plan/1.1/001/"
CHOSEN = {"ratings": "plan|1.1|001", "reason": "Read page 3 again.", "language": "en"}


def person(system: Actor, name: str, role: str) -> Client:
    """A browser of somebody with one role."""
    email = f"{name.lower()}@example.org"
    word = "a long pass phrase"
    create_user(system, email, name=name, password=word, roles=frozenset({role}))
    return sign_in(Client(), email, word)


@pytest.fixture
def panel(small: str, system: Actor) -> dict[str, Client]:
    """Two who judged far apart, one who has not judged, and a reviewer; computed."""
    people = {name: person(system, name, "assessor") for name in ("Awa", "Ben", "Dina")}
    people["Rita"] = person(system, "Rita", "reviewer")
    people["Awa"].post(RATING, answers(assessor="Awa", colour="green", reason="It moved."))
    people["Ben"].post(
        RATING,
        answers(assessor="Ben", colour="red", reason="It stands.", standpoint="trade_union"),
    )
    compute_edition(system, small)
    return people


def test_before_judging_neither_page_nor_board_tells_of_the_others(
    panel: dict[str, Client],
) -> None:
    dina = panel["Dina"]
    page = dina.get(RATING).content.decode()
    assert "What others say is shown when your own assessment is in." in page
    board = dina.get(BOARD).content.decode()
    for hidden in ("It moved.", "It stands.", "Ben"):
        assert hidden not in page
    for hidden in ('class="state state-contested"', "Rule and assessors differ"):
        assert hidden not in page
        assert hidden not in board
    assert dina.get(PANEL).status_code == 403
    assert dina.post(PANEL, {"text": "Hello"}).status_code == 403
    assert PANEL not in dina.get(PANELS).content.decode()
    assert not Remark.objects.exists()


def test_after_judging_the_others_are_seen_without_names(panel: dict[str, Client]) -> None:
    for path in (RATING, PANEL):
        page = panel["Awa"].get(path).content.decode()
        assert "It stands." in page
        assert ">Ben<" not in page
        assert "Trade union, " not in page
    reviewer = panel["Rita"].get(PANEL).content.decode()
    assert "By standpoint" in reviewer
    assert "<bdi>Ben</bdi>" in reviewer


def test_a_second_round_is_opened_answered_and_ended(panel: dict[str, Client]) -> None:
    rita, ben = panel["Rita"], panel["Ben"]
    assert "Ask panels once more" in rita.get(PANELS).content.decode()
    assert "Ask panels once more" not in ben.get(PANELS).content.decode()
    empty = rita.post(PANELS, {**CHOSEN, "reason": " "})
    assert empty.status_code == 422
    assert "There is no reason." in empty.content.decode()
    assert ben.post(PANELS, CHOSEN).status_code == 403
    assert list_second_rounds("2015") == []
    assert rita.post(PANELS, CHOSEN)["Location"] == PANELS
    written = {message.recipients()[0]: message.body for message in mail.outbox}
    assert set(written) == {"awa@example.org", "ben@example.org"}
    assert PANEL in written["ben@example.org"]
    assert "waits for your answer" in ben.get(PANELS).content.decode()
    page = ben.get(RATING).content.decode()
    assert 'class="state state-contested"' not in page
    assert "The panel is asked once more." in page
    assert "Confirm or change my assessment" in page
    ben.post(
        RATING,
        answers(assessor="Ben", colour="yellow", reason="Page 3.", standpoint="trade_union"),
    )
    seen = ben.get(PANEL).content.decode()
    assert "Read page 3 again." in seen
    assert "It stands." in seen
    late = panel["Dina"].post(RATING, answers())
    assert late.status_code == 422
    assert "you did not judge in it" in late.content.decode()
    assert ben.post(f"{PANEL}end-round/").status_code == 403
    rita.post(f"{PANEL}end-round/")
    (held,) = list_second_rounds("2015")
    assert held["closed_on"] is not None
    assert {item["colour"] for item in list_assessments("2015")} == {"green", "yellow"}


def test_the_panel_discusses(panel: dict[str, Client]) -> None:
    awa, ben = panel["Awa"], panel["Ben"]
    assert awa.post(PANEL, {"text": "See <b>page</b> 3."})["Location"] == PANEL
    page = ben.get(PANEL).content.decode()
    assert "See &lt;b&gt;page&lt;/b&gt; 3." in page
    assert "Edit or withdraw" not in page
    own = f"{PANEL}remarks/{Remark.objects.get().uuid}/"
    assert ben.get(own).status_code == 403
    assert ben.post(own, {"withdraw": "1"}).status_code == 403
    assert panel["Dina"].get(own).status_code == 403
    assert awa.get(f"{PANEL}remarks/nothing/").status_code == 404
    awa.post(own, {"text": "See page 4."})
    assert "See page 4." in ben.get(PANEL).content.decode()
    awa.post(own, {"withdraw": "1"})
    page = ben.get(PANEL).content.decode()
    assert "Withdrawn" in page
    assert "See page 4." not in page
    assert panel["Rita"].post(PANEL, {"text": " "}).status_code == 422


def test_the_second_reviewer_sees_the_first_decision(panel: dict[str, Client]) -> None:
    rita = panel["Rita"]
    given = {"state": "yellow", "reason": "Seen on the ground.", "language": "en", "seen": ""}
    assert rita.post(DECISION, given).status_code == 302
    late = rita.post(DECISION, {**given, "state": "red", "reason": "No."})
    assert late.status_code == 422
    page = late.content.decode()
    assert "While you were writing, this decision was changed (by Rita)." in page
    assert "Seen on the ground." in page
    assert list_decisions("2015")[0]["state"] == "yellow"
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    assert rita.post(DECISION, {**given, "state": "red", "seen": seen}).status_code == 302
    assert list_decisions("2015")[0]["state"] == "red"
