"""The methods of the catalogue on the public site, by family and one by one."""

from pathlib import Path

import pytest
from django.test import Client

from milepost.measure.catalogue import METHODS
from milepost.measure.examples import EXAMPLES


def test_the_methods_page_lists_every_method(client: Client, site: Path) -> None:
    html = client.get("/en/methods/").content.decode()
    assert [name for name in METHODS if f'href="/en/methods/{name}/"' not in html] == []
    assert len(html) < 150_000


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_method_has_its_page(client: Client, site: Path, language: str) -> None:
    for name in METHODS:
        response = client.get(f"/{language}/methods/{name}/")
        assert response.status_code == 200, name
        html = response.content.decode()
        assert f"milepost measure explain {name}" in html
        assert ('id="example"' in html) == (name in EXAMPLES), name


def test_a_page_shows_the_example_worked_out(client: Client, site: Path) -> None:
    html = client.get("/en/methods/progress.eurostat/").content.decode()
    assert "the growth rate observed over the growth rate required is 1.056" in html
    assert "growth_actual / growth_required" in html
    assert "known, not read again" in html


def test_rules_keep_their_pages(client: Client, site: Path) -> None:
    assert client.get("/en/methods/ratification@1/").status_code == 200
    assert client.get("/en/methods/astrology.sign/").status_code == 404


def test_no_edition_no_method_page(client: Client) -> None:
    assert client.get("/en/methods/progress.eurostat/").status_code == 404
