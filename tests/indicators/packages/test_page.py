"""The page for Data Packages: checked with the roles shown, imported, refused."""

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
from tests.indicators.packages.conftest import zipped

PASSWORD = "a long quiet river"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def browser(actor: Actor, role: str) -> Client:
    """Return a browser in which a new person with a role is signed in."""
    email = f"{role}@example.org"
    create_user(actor, email, name=role, password=PASSWORD, roles=frozenset({role}))
    return sign_in(Client(), email, PASSWORD)


def send(client: Client, path: Path, **more: str) -> Any:
    """Hand in a package."""
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post(reverse("import-package"), {"file": file, "keys_begin": "ex"} | more)


def test_a_package_is_checked_and_then_imported(money: Path, system: Actor) -> None:
    client = browser(system, "data_steward")
    assert reverse("import-package") in client.get(reverse("import-list")).content.decode()
    assert client.get(reverse("import-package")).status_code == 200
    html = send(client, zipped(money), check="1").content.decode()
    assert "The package can be imported." in html
    assert "<td>indicator</td>" in html
    assert "<bdi>COST_500</bdi>" in html
    assert not Vintage.objects.exists()
    told = {"columns": "costs/sex = who\nremark = ignore", "resources": "costs"}
    html = send(client, zipped(money), **told).content.decode()
    assert "The package was imported." in html
    assert "<td>who</td>" in html
    assert {row["file_name"] for row in list_vintages()} == {"package.zip"}


def test_what_is_wrong_is_shown_and_nothing_kept(money: Path, system: Actor) -> None:
    client = browser(system, "data_steward")
    alone = send(client, money / "datapackage.json")
    assert alone.status_code == 422
    assert "“data/costs.csv” is not in the package" in alone.content.decode()
    assert send(client, zipped(money), keys_begin="4").status_code == 422
    assert not Vintage.objects.exists()


def test_others_may_not(money: Path, system: Actor) -> None:
    assert send(browser(system, "assessor"), zipped(money)).status_code == 403
    assert send(Client(), zipped(money)).status_code == 302
