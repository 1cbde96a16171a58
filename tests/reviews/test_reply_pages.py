"""The pages of the right of reply: a government, its neighbour, an assessor and the secretariat."""

from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from milepost.accounts.models import User
from milepost.accounts.services import create_user, grant_role
from milepost.evidence.selectors import list_sources
from milepost.kernel import clock
from milepost.kernel.actors import Actor, system_actor
from milepost.kernel.scopes import Scope
from milepost.reviews.reply_reading import list_replies
from milepost.reviews.services import compute_edition, invite_reply, record_assessment
from tests.factories.people import sign_in
from tests.reviews.test_services import ASSESSOR
from tests.reviews.test_services import entry as assessment

pytestmark = pytest.mark.django_db
PASSWORD = "a long pass phrase"
REPLIES = "/en/work/editions/2015/replies/"
REPLY = "/en/work/editions/2015/reply/plan/1.1/004/"
ANSWER = "/en/work/editions/2015/answer/plan/1.1/004/"
ASSESS = "/en/work/editions/2015/assess/plan/1.1/004/"


def person(system: Actor, name: str, *roles: str, place: str = "") -> Client:
    """A browser of somebody with roles, for one place when it is given."""
    email = f"{name.lower()}@example.org"
    whole = frozenset() if place else frozenset(roles)
    create_user(system, email, name=name, password=PASSWORD, roles=whole)
    if place:
        uuid = str(User.objects.get(email=email).uuid)
        for role in roles:
            grant_role(system, uuid, role, Scope(place=place))
    return sign_in(Client(), email, PASSWORD)


def filled(**changes: str) -> dict[str, str]:
    """A filled-in reply that cites a source and a new document."""
    return {
        "stance": "corrects",
        "text": "The law was passed in May.",
        "language": "en",
        "office": "Ministry of Labour",
        "seen": "",
        "citations-TOTAL_FORMS": "1",
        "citations-INITIAL_FORMS": "0",
        "citations-0-source": "movement",
        "citations-0-locator": "p. 3",
        "document-title": "",
        "document-publisher": "",
        "document-url": "",
        "document-issued": "",
        "document-locator": "",
        **changes,
    }


@pytest.fixture
def invited(small: str, system: Actor) -> str:
    """A computed edition with an assessment, in which 004 may reply."""
    record_assessment(ASSESSOR, assessment(place="004", reason={"en": "A private word."}))
    compute_edition(system, small)
    invite_reply(system, small, "004", clock.today() + timedelta(days=5))
    return small


def test_a_focal_point_finds_the_ratings_and_replies(invited: str, system: Actor) -> None:
    client = person(system, "Zahra", "focal_point", place="004")
    assert REPLIES in client.get("/en/work/editions/").content.decode()
    page = client.get(REPLIES).content.decode()
    assert REPLY in page
    assert "Invite a government" not in page
    page = client.get(REPLY).content.decode()
    assert "Reply to this rating" in page
    for private in ("Awa", "A private word.", "Civil society"):
        assert private not in page
    assert client.post(REPLY, filled())["Location"] == REPLIES
    (kept,) = list_replies(invited)
    assert kept["text"] == {"en": "The law was passed in May."}
    page = client.get(REPLY).content.decode()
    assert kept["id"] in page
    assert "Replace the reply" in page
    again = client.post(REPLY, filled(seen=kept["id"], stance="agrees"))
    assert again.status_code == 302
    assert "replaced later" in client.get(REPLY).content.decode()


def test_a_document_that_is_not_on_the_list_is_added_once(invited: str, system: Actor) -> None:
    client = person(system, "Zahra", "focal_point", place="004")
    document = {
        "citations-0-source": "",
        "citations-0-locator": "",
        "document-title": "Official gazette 17",
        "document-publisher": "State printing office",
        "document-url": "https://example.org/gazette/17",
        "document-issued": "2015-05",
        "document-locator": "art. 4",
    }
    assert client.post(REPLY, filled(**document)).status_code == 302
    (kept,) = list_replies(invited)
    (cited,) = kept["citations"]
    assert cited["locator"] == "art. 4"
    client.post(REPLY, filled(**document, seen=kept["id"], text="Longer."))
    added = [row for row in list_sources(system_actor()) if row["key"] == cited["source"]]
    assert [row["title"] for row in added] == ["Official gazette 17"]
    assert len(list_sources(system_actor())) == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": " "}, "This field is required."),
        ({"stance": ""}, "This field is required."),
        ({"citations-0-source": "", "citations-0-locator": ""}, "cites no source"),
        ({"document-title": "A law"}, "Fill this in, or leave the whole document empty."),
        (
            {
                "document-title": "A law",
                "document-publisher": "State",
                "document-locator": "art. 1",
                "document-url": "javascript:alert(1)",
            },
            "https://",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    invited: str, system: Actor, changes: dict[str, str], said: str
) -> None:
    client = person(system, "Zahra", "focal_point", place="004")
    response = client.post(REPLY, filled(**changes))
    assert response.status_code == 422
    page = response.content.decode()
    assert said in page
    assert "Ministry of Labour" in page
    assert list_replies(invited) == []
    assert len(list_sources(system_actor())) == 1


def test_a_colleague_sees_the_other_reply_and_chooses(invited: str, system: Actor) -> None:
    first = person(system, "Zahra", "focal_point", place="004")
    second = person(system, "Omid", "focal_point", place="004")
    first.post(REPLY, filled())
    refused = second.post(REPLY, filled(text="My own words."))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Zahra has kept a reply to this rating since you opened the page." in page
    assert "The law was passed in May." in page
    assert "My own words." in page
    seen = list_replies(invited)[0]["id"]
    assert f'name="seen" value="{seen}"' in page
    assert second.post(REPLY, filled(text="My own words.", seen=seen)).status_code == 302


@pytest.mark.parametrize(
    ("roles", "place", "path", "status"),
    [
        (("focal_point",), "008", REPLY, 403),
        (("focal_point",), "008", REPLIES, 200),
        (("focal_point",), "004", ASSESS, 403),
        (("focal_point",), "004", ANSWER, 403),
        (("focal_point",), "004", "/en/work/editions/2015/", 403),
        (("focal_point",), "004", "/en/work/editions/2015/reply/plan/9.9/004/", 404),
        (("focal_point",), "004", "/en/work/editions/1999/replies/", 404),
        (("focal_point",), "", REPLY, 403),
        (("assessor",), "004", REPLY, 403),
        (("editor",), "", REPLY, 403),
        (("editor",), "", REPLIES, 200),
        (("reviewer",), "", ANSWER, 404),
        (("observer",), "", ANSWER, 403),
    ],
)
def test_what_each_role_sees(
    invited: str, system: Actor, roles: tuple[str, ...], place: str, path: str, status: int
) -> None:
    client = person(system, "Awa", *roles, place=place)
    assert client.get(path).status_code == status


def test_a_neighbour_finds_nothing_on_the_page_of_replies(invited: str, system: Actor) -> None:
    person(system, "Zahra", "focal_point", place="004").post(REPLY, filled())
    page = person(system, "Arben", "focal_point", place="008").get(REPLIES).content.decode()
    assert "has not been invited" in page
    for hidden in ("Ministry of Labour", "Afghanistan", "1.1"):
        assert hidden not in page


def test_the_secretariat_invites_and_the_focal_points_are_written_to(
    small: str, system: Actor
) -> None:
    compute_edition(system, small)
    person(system, "Zahra", "focal_point", place="004")
    person(system, "Arben", "focal_point", place="008")
    client = person(system, "Rita", "editor")
    until = (clock.today() + timedelta(days=9)).isoformat()
    response = client.post(f"{REPLIES}invite/", {"place": "004", "until": until}, follow=True)
    assert "1 focal point was written to" in response.content.decode()
    (message,) = mail.outbox
    assert message.recipients() == ["zahra@example.org"]
    assert REPLIES in message.body
    client.post(f"{REPLIES}invite/", {"place": "004", "until": until})
    assert len(mail.outbox) == 1
    nobody = client.post(f"{REPLIES}invite/", {"place": "012", "until": until}, follow=True)
    assert "nobody was written to" in nobody.content.decode()
    early = client.post(f"{REPLIES}invite/", {"place": "012", "until": "2015-01-01"}, follow=True)
    assert "has passed" in early.content.decode()


def test_a_reviewer_answers_and_the_government_reads_it(invited: str, system: Actor) -> None:
    government = person(system, "Zahra", "focal_point", place="004")
    government.post(REPLY, filled())
    reviewer = person(system, "Rita", "reviewer")
    assert "to answer" in reviewer.get(REPLIES).content.decode()
    (kept,) = list_replies(invited)
    assert "The law was passed in May." in reviewer.get(ANSWER).content.decode()
    given = {
        "reply": kept["id"],
        "outcome": "accepted",
        "text": "The day was corrected.",
        "language": "en",
    }
    assert reviewer.post(ANSWER, {**given, "text": ""}).status_code == 422
    assert reviewer.post(ANSWER, given)["Location"] == REPLIES
    assert "The day was corrected." in government.get(REPLY).content.decode()
    government.post(REPLY, filled(seen=kept["id"], text="A second thought."))
    late = reviewer.post(ANSWER, {**given, "text": "Another answer."})
    assert late.status_code == 422
    page = late.content.decode()
    assert "A second thought." in page
    assert "has changed its reply" in page


def test_the_command_invites_and_lists(
    small: str, system: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compute_edition(system, small)
    until = (clock.today() + timedelta(days=9)).isoformat()
    call_command("edition", "invite", small, "--place", "004", "--until", until)
    client = person(system, "Zahra", "focal_point", place="004")
    client.post(REPLY, filled(text="=1+1"))
    capsys.readouterr()
    call_command("edition", "replies", small, "--json")
    (row,) = orjson.loads(capsys.readouterr().out)
    assert (row["place"], row["stance"]) == ("004", "corrects")
    table = tmp_path / "replies.csv"
    call_command("edition", "replies", small, "--csv", str(table))
    assert "'=1+1" in table.read_text(encoding="utf-8")
    capsys.readouterr()
    call_command("edition", "replies", small, "--place", "008", "--json")
    assert orjson.loads(capsys.readouterr().out) == []
