"""The page that takes the answers to a form."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from milepost.accounts.services import create_user
from milepost.kernel.actors import Actor
from tests.factories.people import sign_in
from tests.intake.xlsform import conftest as made
from tests.intake.xlsform.conftest import Hand

PASSWORD = "a long quiet river"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def browser(actor: Actor, role: str) -> Client:
    """Return a browser in which a new person with a role is signed in."""
    email = f"{role}@example.org"
    create_user(actor, email, name=role, password=PASSWORD, roles=frozenset({role}))
    return sign_in(Client(), email, PASSWORD)


def send(client: Client, hand: Hand, rows: list[list[str]]) -> Any:
    """Hand in the form and an export."""
    handed = hand(rows)
    files = {"form": handed.form[0], "answers": handed.exports[0][0]}
    sent = {name: SimpleUploadedFile(path.name, path.read_bytes()) for name, path in files.items()}
    sent["description"] = SimpleUploadedFile("about.yaml", made.ABOUT.encode())
    return client.post(reverse("survey-form"), sent, follow=True)


def test_answers_are_loaded_or_refused(hand: Hand, system: Actor) -> None:
    client = browser(system, "data_steward")
    assert reverse("survey-form") in client.get(reverse("survey-list")).content.decode()
    assert client.get(reverse("survey-form")).status_code == 200
    wrong = made.central()
    wrong[1][3] = "maybe"
    response = send(client, hand, wrong)
    assert response.status_code == 422
    assert "“maybe” is no choice of “sends”" in response.content.decode()
    html = send(client, hand, made.central()).content.decode()
    assert "6 respondents were taken in." in html
    assert "counted as not asked" in html
    assert send(browser(system, "assessor"), hand, made.central()).status_code == 403
