"""The pages of surveys: by role and level, without a way to a hidden number."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from milepost.accounts.services import create_user
from milepost.intake import services
from milepost.kernel.actors import Actor
from tests.factories import surveys
from tests.factories.people import sign_in
from tests.intake.conftest import Load

PASSWORD = "a long quiet river"
KEY = "governments-2018"
PAGES = (
    ("survey-list", ()),
    ("survey-detail", (KEY,)),
    ("survey-table", (KEY, "q1")),
    ("survey-figure", (KEY, "q1", "-", "yes")),
    ("survey-csv", (KEY, "q1")),
)


def signed_in(actor: Actor, role: str) -> Client:
    email = f"{role}@example.org"
    create_user(actor, email, name=role, password=PASSWORD, roles=frozenset({role}))
    return sign_in(Client(), email, PASSWORD)


def send(client: Client, description: str = surveys.DESCRIPTION, answers: str = "") -> int:
    files = {
        "description": SimpleUploadedFile("survey.yaml", description.encode()),
        "answers": SimpleUploadedFile("answers.csv", (answers or surveys.tidy_csv()).encode()),
    }
    return client.post(reverse("survey-new"), files).status_code


def test_from_two_files_to_a_published_table(db: None, home: Path, system: Actor) -> None:
    steward, editor = signed_in(system, "data_steward"), signed_in(system, "editor")
    assert send(steward) == 302
    page = steward.get(reverse("survey-detail", args=[KEY])).content.decode()
    assert "60 respondents of 120" in page
    assert "in proportion" in page
    address = reverse("survey-table", args=[KEY, "q1"])
    page = editor.get(address).content.decode()
    assert "51%" in page
    assert page.count("hidden") >= 4
    assert editor.get(reverse("survey-csv", args=[KEY, "q1"])).status_code == 404
    done = editor.post(reverse("survey-publish", args=[KEY, "q1"]), follow=True)
    assert "The table is published." in done.content.decode()
    content = editor.get(reverse("survey-csv", args=[KEY, "q1"])).content.decode()
    assert "governments-2018,q1,all,yes,29," in content
    assert "governments-2018,q1,africa,plans,,,,,yes," in content
    why = editor.get(reverse("survey-figure", args=[KEY, "q1", "-", "yes"])).content.decode()
    assert "29" in why
    assert "The effective number of respondents" in why
    again = editor.post(reverse("survey-publish", args=[KEY, "q1"]), follow=True)
    assert "already" in again.content.decode()
    address = reverse("survey-table-withdraw", args=[KEY, "q1"])
    assert "A reason is needed" in editor.post(address, {}, follow=True).content.decode()
    assert "withdrawn" in editor.post(address, {"reason": "wrong"}, follow=True).content.decode()
    address = reverse("survey-withdraw", args=[KEY])
    page = steward.post(address, {"reason": "asked to"}, follow=True).content.decode()
    assert "asked to" in page


def test_findings_are_shown_and_nothing_changes(db: None, home: Path, system: Actor) -> None:
    steward = signed_in(system, "data_steward")
    assert send(steward, answers="id,region\n") == 422
    assert send(steward, description="nothing") == 422
    assert "no survey yet" in steward.get(reverse("survey-list")).content.decode()


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_strangers_sign_in_first(load: Load, name: str, args: tuple[str, ...]) -> None:
    load()
    answer = Client().get(reverse(name, args=args))
    assert answer.status_code == 302
    assert "sign-in" in answer["Location"]


@pytest.mark.parametrize(("name", "args"), PAGES[1:])
def test_what_a_role_may_not_see_is_not_there(
    load: Load, system: Actor, name: str, args: tuple[str, ...]
) -> None:
    """A confidential survey, and a draft, answer as if there were none."""
    load(surveys.DESCRIPTION.replace("level: public", "level: confidential"))
    observer = signed_in(system, "observer")
    hidden = observer.get(reverse(name, args=args))
    missing = observer.get(reverse(name, args=("no-such-survey", *args[1:])))
    assert (hidden.status_code, missing.status_code) == (404, 404)
    text = hidden.content.decode().replace(KEY, "no-such-survey")
    assert text == missing.content.decode()
    assert "Governments" not in observer.get(reverse("survey-list")).content.decode()


def test_acts_are_refused_to_roles_that_may_not(load: Load, system: Actor) -> None:
    load()
    observer, steward = signed_in(system, "observer"), signed_in(system, "data_steward")
    assert observer.get(reverse("survey-new")).status_code == 403
    assert send(observer) == 403
    for client in (observer, steward):
        assert client.post(reverse("survey-publish", args=[KEY, "q1"])).status_code == 403
    assert observer.post(reverse("survey-withdraw", args=[KEY]), {"reason": "x"}).status_code == 403
    assert observer.get(reverse("survey-table", args=[KEY, "q1"])).status_code == 404


def test_no_page_or_file_gives_a_hidden_number(load: Load, system: Actor) -> None:
    """Each small cell is looked for by its own numbers, in every page and file."""
    load()
    services.publish_table(system, KEY, "q1")
    editor = signed_in(system, "editor")
    for stratum, option in (("africa", "plans"), ("europe", "no")):
        answer = editor.get(reverse("survey-figure", args=[KEY, "q1", stratum, option]))
        assert answer.status_code == 404
        assert "is hidden" in answer.content.decode()
    table = editor.get(reverse("survey-table", args=[KEY, "q1"])).content.decode()
    hidden = re.findall(r"<td[^>]*>(<span class=\"withheld\">.*?)</td>", table)
    assert len(hidden) >= 4
    assert not any(re.search(r"\d", cell) for cell in hidden)
    content = editor.get(reverse("survey-csv", args=[KEY, "q1"])).content.decode()
    for line in content.splitlines():
        cells = line.split(",")
        if cells[8] == "yes":
            assert cells[4:8] == ["", "", "", ""]
    assert "ministry" not in table + content
