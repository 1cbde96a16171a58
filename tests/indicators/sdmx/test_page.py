"""The page for data sets of SDMX: checked, imported, refused, for stewards alone."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from milepost.accounts.services import create_user
from milepost.indicators.models import Vintage
from milepost.indicators.selectors import list_vintages
from milepost.kernel.actors import Actor
from tests.factories.people import sign_in
from tests.indicators.sdmx.conftest import BODY, Write

PASSWORD = "a long quiet river"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def browser(actor: Actor, role: str) -> Client:
    """Return a browser in which a new person with a role is signed in."""
    email = f"{role}@example.org"
    create_user(actor, email, name=role, password=PASSWORD, roles=frozenset({role}))
    return sign_in(Client(), email, PASSWORD)


def send(client: Client, data: Path, structure: Path, **more: str) -> Any:
    """Hand in a message with its structure."""
    fields = {
        "file": SimpleUploadedFile("national.xml", data.read_bytes()),
        "structure": SimpleUploadedFile("dsd.xml", structure.read_bytes()),
        "area": "Rwanda",
        "keys_begin": "rw",
        "source": "Statistics Office",
        "licence": "CC BY 4.0",
    }
    return client.post(reverse("import-sdmx"), fields | more)


def test_a_message_is_checked_and_then_imported(
    specific: Write, structure_file: Path, system: Actor
) -> None:
    client = browser(system, "data_steward")
    assert reverse("import-sdmx") in client.get(reverse("import-list")).content.decode()
    assert client.get(reverse("import-sdmx")).status_code == 200
    checked = send(client, specific(), structure_file, check="1")
    assert checked.status_code == 200
    assert "The message can be imported." in checked.content.decode()
    assert not Vintage.objects.exists()
    taken = send(client, specific(), structure_file)
    html = taken.content.decode()
    assert "The message was imported." in html
    assert "were kept inside 646" in html
    assert {row["file_name"] for row in list_vintages()} == {"national.xml"}
    assert len(list_vintages()) == 2


def test_what_is_wrong_is_shown_and_nothing_kept(
    specific: Write, structure_file: Path, system: Actor
) -> None:
    client = browser(system, "data_steward")
    wrong = specific(BODY.replace('OBS_VALUE="39.1"', 'OBS_VALUE="much"'))
    response = send(client, wrong, structure_file)
    assert response.status_code == 422
    assert "“much” is not a number" in response.content.decode()
    assert "/DataSet/Series[1]/Obs[1]" in response.content.decode()
    assert send(client, wrong, structure_file, keys_begin="").status_code == 422
    assert not Vintage.objects.exists()


def test_others_may_not(specific: Write, structure_file: Path, system: Actor) -> None:
    assert send(browser(system, "assessor"), specific(), structure_file).status_code == 403
    assert send(Client(), specific(), structure_file).status_code == 302
