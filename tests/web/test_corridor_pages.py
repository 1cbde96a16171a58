"""The pages of corridors, as a browser asks for them."""

import csv
import io
from pathlib import Path

import orjson
import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.factories.corridors import write_with_corridors

BASE = "/en/editions/2019/corridors/"


@pytest.fixture
def corridors(tmp_path: Path, settings: Settings) -> Path:
    """An instance that publishes an edition with corridors."""
    folder = write_with_corridors(tmp_path)
    row = {"key": "2019", "path": folder.name, "checksum": "a" * 64, "published_on": "2019-12-10"}
    (tmp_path / "published.json").write_bytes(orjson.dumps({"editions": [row]}))
    settings.MILEPOST_RELEASES = tmp_path
    return tmp_path


@pytest.mark.usefixtures("corridors")
def test_list_and_corridor_say_all_three_averages(client: Client) -> None:
    listed = client.get(BASE).content.decode()
    for words in ("Simple average of all services", "Weighted with yearly flows", "SmaRT"):
        assert words in listed
    shown = client.get(f"{BASE}276/792/").content.decode()
    assert "the cap of 5 is kept" in shown
    assert "above the cap of 5" in client.get(f"{BASE}840/484/").content.decode()
    assert "cannot be checked" in client.get(f"{BASE}276/608/").content.decode()
    assert client.get(f"{BASE}792/276/").status_code == 404


@pytest.mark.usefixtures("corridors")
def test_the_navigation_leads_there_and_the_file_is_a_table(client: Client) -> None:
    assert f'href="{BASE}"' in client.get("/en/editions/2019/").content.decode()
    answer = client.get(f"{BASE}averages.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["residence"] for row in rows} == {"276", "840"}


@pytest.mark.usefixtures("site")
def test_an_edition_without_corridors_offers_none(client: Client) -> None:
    assert f'href="{BASE}"' not in client.get("/en/editions/2019/").content.decode()
    assert "measures nothing between two countries" in client.get(BASE).content.decode()
    assert client.get(f"{BASE}averages.csv").status_code == 404
