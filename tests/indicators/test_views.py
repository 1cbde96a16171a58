"""The import pages lead from a file to a vintage, for stewards alone."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from milepost.accounts.services import create_user
from milepost.indicators.selectors import (
    list_mappings,
    list_uploads,
    list_vintages,
    read_observations,
)
from milepost.kernel.actors import Actor
from tests.factories.people import sign_in
from tests.indicators.conftest import Import

PASSWORD = "a long quiet river"
GOOD = "Pays;Année;Sexe;Valeur\nSénégal;2015;Femmes;12,5\nFrance;2015;Total;3,5\n".encode("cp1252")
ROWS = b"area,period,value\n250,2015,1.5\n"


@pytest.fixture
def steward(defined: Actor) -> Client:
    """A browser in which a data steward is signed in."""
    return signed_in(defined, "data_steward")


def signed_in(actor: Actor, role: str) -> Client:
    """Return a browser in which a new person with a role is signed in."""
    email = f"{role}@example.org"
    create_user(actor, email, name=role, password=PASSWORD, roles=frozenset({role}))
    return sign_in(Client(), email, PASSWORD)


def hand_in(client: Client, content: bytes, name: str = "data.csv", **more: str) -> str:
    """Send a file through the form and return the address that follows."""
    response = client.post(
        reverse("import-new"),
        {
            "indicator": "remittance-cost",
            "file": SimpleUploadedFile(name, content),
            "source": "a publisher",
            "licence": "CC BY 4.0",
            **more,
        },
    )
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def roles_of(page: str) -> dict[str, str]:
    """Return the fields that the mapping page would send back as it stands."""
    roles = re.findall(r'<select name="(role-\d+)".*?>(.*?)</select>', page)
    chosen = {name: re.findall(r'value="(\w+)" selected', text)[0] for name, text in roles}
    return chosen | dict(re.findall(r'name="(detail-\d+)" value="([^"]*)"', page))


def test_a_file_becomes_a_vintage_over_the_pages(steward: Client) -> None:
    address = hand_in(steward, GOOD, known_on="2016-01-31", url="https://example.org/x")
    page = steward.get(address).content.decode()
    assert "Sénégal" in page
    fields = roles_of(page)
    assert [fields[f"role-{n}"] for n in range(4)] == ["area", "period", "dimension", "value"]
    assert fields["detail-2"] == "sex"
    done = steward.post(address, {**fields, "action": "import", "save_as": "costs"}, follow=True)
    assert done.status_code == 200
    assert "2 observations" in done.content.decode()
    (vintage,) = list_vintages()
    assert (vintage["known_on"], vintage["accepted_by"]) == ("2016-01-31", "data_steward")
    rows = read_observations("remittance-cost").to_pylist()
    assert [(r["area"], r["breakdown"], r["value"]) for r in rows] == [
        ("250", "", 3.5),
        ("686", "sex=F", 12.5),
    ]
    assert [row["name"] for row in list_mappings()] == ["costs"]
    again = hand_in(steward, GOOD, mapping="costs")
    assert roles_of(steward.get(again).content.decode()) == fields
    listed = steward.get(reverse("import-list")).content.decode()
    assert vintage["id"] in listed
    assert "Waiting for a mapping" in listed


def test_a_changed_role_is_shown_and_used(steward: Client) -> None:
    address = hand_in(steward, b"area,period,a,b\n250,2015,1.5,2.5\n")
    fields = roles_of(steward.get(address).content.decode())
    assert (fields["role-2"], fields["role-3"]) == ("ignore", "ignore")
    changed = {**fields, "role-2": "value"}
    response = steward.post(address, {**changed, "action": "preview"})
    assert response["Location"] == address
    assert roles_of(steward.get(address).content.decode())["role-2"] == "value"
    steward.post(address, {**changed, "action": "import"})
    assert read_observations("remittance-cost")["value"].to_pylist() == [1.5]


def test_another_header_row_suggests_the_roles_anew(steward: Client) -> None:
    address = hand_in(steward, b"a,b,c\narea,period,value\n250,2015,1.5\n")
    steward.post(address, {"action": "import", "header_row": "2"})
    fields = roles_of(steward.get(address).content.decode())
    assert [fields[f"role-{n}"] for n in range(3)] == ["area", "period", "value"]
    assert list_vintages() == []


def test_a_wrong_file_shows_its_findings_and_hands_them_out(steward: Client, system: Actor) -> None:
    content = b"area,period,value\nAtlantis,2015,1.5\nFrance,2015,=1+1\n<script>,2015,1\n"
    address = hand_in(steward, content)
    fields = roles_of(steward.get(address).content.decode())
    page = steward.post(address, {**fields, "action": "import"}, follow=True)
    text = page.content.decode()
    assert "Atlantis" in text
    assert "<script>," not in text
    assert "&lt;script&gt;" in text
    (upload,) = list_uploads(system)
    file = steward.get(reverse("import-findings", kwargs={"key": upload["id"]}))
    assert file["Content-Type"].startswith("text/csv")
    assert "'=1+1" in file.content.decode("utf-8-sig")
    assert list_vintages() == []


def test_what_is_no_table_is_said_on_the_mapping_page(steward: Client) -> None:
    address = hand_in(steward, b"\x00\x01\x02" * 99)
    page = steward.get(address)
    assert page.status_code == 200
    assert "neither a text table nor a workbook" in page.content.decode()
    assert steward.post(address, {"action": "preview"}).status_code == 302


def test_upload_form_says_what_is_missing(steward: Client) -> None:
    response = steward.post(reverse("import-new"), {"indicator": "remittance-cost"})
    assert response.status_code == 422
    assert "This field is required" in response.content.decode()


def test_vintage_is_withdrawn_and_accepted_again_with_a_reason(
    steward: Client, bring: Import
) -> None:
    vintage = bring(ROWS).vintage
    detail = reverse("import-detail", kwargs={"key": vintage})
    change = reverse("import-status", kwargs={"key": vintage})
    assert "Withdraw it" in steward.get(detail).content.decode()
    assert "no" in steward.post(change, {"reason": " "}, follow=True).content.decode()
    assert len(list_vintages()) == 1
    steward.post(change, {"action": "withdraw", "reason": "misprint"})
    assert list_vintages() == []
    assert "misprint" in steward.get(detail).content.decode()
    steward.post(change, {"action": "reaccept", "reason": "right after all"})
    assert len(list_vintages()) == 1


NAMES = ("import-list", "import-new", "import-detail", "import-mapping", "import-findings")


@pytest.mark.parametrize("name", NAMES)
def test_pages_ask_strangers_to_sign_in_and_refuse_others(
    steward: Client, bring: Import, defined: Actor, name: str
) -> None:
    vintage = bring(ROWS).vintage
    has_key = name not in {"import-list", "import-new"}
    address = reverse(name, kwargs={"key": vintage} if has_key else {})
    stranger = Client().get(address)
    assert (stranger.status_code, "sign-in" in stranger["Location"]) == (302, True)
    assert signed_in(defined, "observer").get(address).status_code == 403


def test_observers_cannot_withdraw(steward: Client, bring: Import, defined: Actor) -> None:
    vintage = bring(ROWS).vintage
    change = reverse("import-status", kwargs={"key": vintage})
    response = signed_in(defined, "observer").post(change, {"reason": "x"})
    assert response.status_code == 403
    assert len(list_vintages()) == 1
    assert steward.get(change).status_code == 405


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_pages_come_in_other_languages(steward: Client, language: str, home: Path) -> None:
    address = reverse("import-list").replace("/en/", f"/{language}/")
    assert steward.get(address).status_code == 200
