"""The pages of a review: what each role sees and may do, without JavaScript."""

import pytest
from django.test import Client

from milepost.accounts.services import create_user
from milepost.kernel.actors import Actor
from milepost.reviews.selectors import get_edition, list_assessments, list_decisions
from milepost.reviews.services import compute_edition
from tests.factories.people import sign_in as enter

pytestmark = pytest.mark.django_db
RATING = "/en/work/editions/2015/assess/plan/1.1/001/"
DECISION = "/en/work/editions/2015/decide/plan/1.1/001/"
BOARD = "/en/work/editions/2015/"


def sign_in(system: Actor, *roles: str) -> Client:
    """A browser in which a person with these roles is signed in."""
    create_user(
        system,
        "awa@example.org",
        name="Awa Diop",
        password="a long pass phrase",
        roles=frozenset(roles),
    )
    return enter(Client(), "awa@example.org", "a long pass phrase")


def answers(**changes: str) -> dict[str, str]:
    """A filled-in assessment."""
    return {
        "colour": "green",
        "reason": "Two more are about to join.",
        "language": "en",
        "standpoint": "civil_society",
        "assessor": "Awa Diop",
        "confidence": "medium",
        "assessed_on": "2015-11-20",
        "citations-TOTAL_FORMS": "2",
        "citations-INITIAL_FORMS": "0",
        "citations-0-source": "movement",
        "citations-0-locator": "p. 3",
        "citations-1-source": "",
        "citations-1-locator": "",
        **changes,
    }


@pytest.mark.parametrize("path", ["/en/work/editions/", BOARD, RATING, DECISION])
def test_a_stranger_signs_in_first(small: str, path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 302
    assert "sign-in" in response["Location"]


def test_the_list_and_the_board_say_what_is_missing(small: str, system: Actor) -> None:
    client = sign_in(system, "editor")
    page = client.get("/en/work/editions/").content.decode()
    assert "not yet" in page
    board = client.get(BOARD).content.decode()
    assert "not computed yet" in board
    assert RATING in board
    assert "Compute all ratings" in board
    client.post(f"{BOARD}compute/")
    board = client.get(BOARD).content.decode()
    assert "no progress or backward" in board


def test_an_assessor_sees_everything_and_hands_in(small: str, system: Actor) -> None:
    compute_edition(system, small)
    client = sign_in(system, "assessor")
    page = client.get(RATING).content.decode()
    for words in ("Has it moved?", "Somewhat", "What the rule says", "Hand in my assessment"):
        assert words in page
    assert "The colour holds under" in page
    response = client.post(RATING, answers())
    assert (response.status_code, response["Location"]) == (302, RATING)
    (kept,) = list_assessments(small)
    assert (kept["colour"], kept["assessor"]) == ("green", "Awa Diop")
    assert kept["citations"] == [{"source": "movement", "locator": "p. 3", "note": {}}]
    page = client.get(RATING).content.decode()
    assert "Replace my assessment" in page
    assert "Two more are about to join." in page


def test_no_colour_is_an_answer(small: str, system: Actor) -> None:
    client = sign_in(system, "assessor")
    client.post(RATING, answers(colour="none"))
    assert list_assessments(small)[0]["colour"] is None


def test_a_reason_keeps_its_language(small: str, system: Actor) -> None:
    client = sign_in(system, "assessor")
    client.post(RATING, answers(reason="Deux de plus.", language="fr"))
    assert list_assessments(small)[0]["reason"] == {"fr": "Deux de plus."}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": "  "}, "This field is required."),
        ({"colour": ""}, "This field is required."),
        ({"citations-0-locator": ""}, "Say where in the source the passage stands."),
        ({"citations-0-source": ""}, "Choose the source that you cite."),
        ({"assessed_on": "2999-01-01"}, "has not come yet"),
        ({"assessed_on": "yesterday"}, "Enter a valid date."),
        ({"citations-0-source": "invented"}, "Select a valid choice."),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    small: str, system: Actor, changes: dict[str, str], said: str
) -> None:
    client = sign_in(system, "assessor")
    response = client.post(RATING, answers(**changes))
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert "Awa Diop" in page
    assert list_assessments(small) == []


def test_an_editor_decides_where_rule_and_assessors_differ(small: str, system: Actor) -> None:
    client = sign_in(system, "editor")
    client.post(RATING, answers())
    client.post(f"{BOARD}compute/")
    board = client.get(BOARD).content.decode()
    assert "Rule and assessors differ" in board
    assert DECISION in board
    response = client.post(f"{BOARD}close/", follow=True)
    assert "nobody has decided" in response.content.decode()
    assert get_edition(small)["state"] == "open"
    empty = client.post(DECISION, {"state": "yellow", "reason": "", "language": "en"})
    assert empty.status_code == 422
    decided = {"state": "yellow", "reason": "Seen on the ground.", "language": "en"}
    assert client.post(DECISION, decided)["Location"] == BOARD
    assert list_decisions(small)[0]["state"] == "yellow"
    client.post(f"{BOARD}compute/")
    client.post(f"{BOARD}close/")
    assert get_edition(small)["state"] == "closed"
    assert "assessments cannot change" in client.get(RATING).content.decode()
    assert client.post(RATING, answers(reason="Too late.")).status_code == 422


def test_a_benchmark_and_a_place_are_chosen_on_the_board(small: str, system: Actor) -> None:
    client = sign_in(system, "assessor")
    chosen = client.get(f"{BOARD}assess/?benchmark=plan:1.2&place=004")
    assert chosen["Location"] == "/en/work/editions/2015/assess/plan/1.2/004/"
    assert client.get(chosen["Location"]).status_code == 200
    assert client.get(f"{BOARD}assess/?benchmark=plan:9&place=004")["Location"] == BOARD


@pytest.mark.parametrize(
    ("roles", "path", "method", "status"),
    [
        ((), BOARD, "get", 403),
        (("observer",), BOARD, "get", 200),
        (("observer",), RATING, "get", 200),
        (("observer",), RATING, "post", 403),
        (("observer",), f"{BOARD}compute/", "post", 403),
        (("assessor",), DECISION, "get", 403),
        (("assessor",), DECISION, "post", 403),
        (("editor",), DECISION, "get", 200),
        (("editor",), "/en/work/editions/1999/", "get", 404),
        (("editor",), "/en/work/editions/2015/assess/plan/9.9/001/", "get", 404),
        (("editor",), "/en/work/editions/2015/assess/other/1.1/001/", "get", 404),
        (("editor",), "/en/work/editions/2015/assess/plan/1.1/999/", "get", 404),
    ],
)
def test_what_each_role_may_do(
    small: str, system: Actor, roles: tuple[str, ...], path: str, method: str, status: int
) -> None:
    client = sign_in(system, *roles)
    response = client.get(path) if method == "get" else client.post(path, answers())
    assert response.status_code == status


def test_the_pages_speak_arabic_and_french(small: str, system: Actor) -> None:
    client = sign_in(system, "editor")
    for language in ("fr", "ar"):
        page = client.get(f"/{language}/work/editions/2015/").content.decode()
        assert f'lang="{language}"' in page
