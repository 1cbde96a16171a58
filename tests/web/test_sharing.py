"""Badges, cards, feeds and pages to embed, as a stranger's browser and a feed reader get them."""

import struct
from pathlib import Path

import pytest
from django.test import Client
from lxml import etree

EDITION = "/en/editions/2019/"
BENCHMARK = f"{EDITION}plan-8-points/benchmarks/1.1/"
ATOM = "{http://www.w3.org/2005/Atom}"
FRAMED = (f"{EDITION}places/608/embed/", f"{BENCHMARK}embed/", f"{BENCHMARK}places/608/embed/")


def png_size(raw: bytes) -> tuple[int, int]:
    """Return width and height of a PNG file."""
    assert raw.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", raw[16:24])
    return width, height


@pytest.mark.parametrize("address", FRAMED)
def test_pages_to_embed_may_be_framed_by_anybody_and_name_their_source(
    address: str, site: Path, client: Client
) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    page = response.content.decode()
    assert "<nav" not in page
    assert 'target="_top"' in page
    assert "edition 2019" in page


@pytest.mark.parametrize(
    "address", [EDITION, f"{EDITION}places/608/", f"{EDITION}places/608/share/", BENCHMARK]
)
def test_no_other_page_may_be_framed_by_others(address: str, site: Path, client: Client) -> None:
    response = client.get(address)
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    "path", ["places/608/badge", "plan-8-points/benchmarks/1.1/places/608/badge"]
)
def test_a_badge_says_in_words_what_it_shows(
    path: str, language: str, site: Path, client: Client
) -> None:
    base = f"/{language}/editions/2019/{path}"
    drawing = etree.fromstring(client.get(f"{base}.svg").content)
    words = " ".join("".join(part.itertext()) for part in drawing)
    assert "2019" in words
    assert drawing.find("{http://www.w3.org/2000/svg}title") is not None
    assert png_size(client.get(f"{base}.png").content) == (720, 192)
    assert client.get(f"{base}.gif").status_code == 404


@pytest.mark.parametrize("path", ["", "places/608/", "plan-8-points/goals/1/"])
def test_cards_are_named_by_their_pages_and_have_the_usual_size(
    path: str, site: Path, client: Client
) -> None:
    page = client.get(f"{EDITION}{path}").content.decode()
    assert f'<meta property="og:image" content="http://testserver{EDITION}{path}share.png">' in page
    assert png_size(client.get(f"{EDITION}{path}share.png").content) == (1200, 630)


@pytest.mark.parametrize(
    "path",
    [
        "places/999999/badge.svg", "places/999999/share.png", "places/999999/share/",
        "places/999999/embed/", "plan-8-points/benchmarks/nine/embed/",
        "plan-8-points/benchmarks/1.1/places/999999/embed/",
        "plan-8-points/benchmarks/1.1/places/999999/badge.svg",
        "plan-8-points/goals/nine/share.png",
    ],
)  # fmt: skip
def test_what_an_edition_does_not_hold_is_missing(path: str, site: Path, client: Client) -> None:
    assert client.get(f"{EDITION}{path}").status_code == 404


def entries(raw: bytes) -> list[dict[str, str]]:
    """Return id, title, link and day of each entry of a feed."""
    found = []
    for entry in etree.fromstring(raw).iter(f"{ATOM}entry"):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        found.append(
            {name: entry.findtext(f"{ATOM}{name}") or "" for name in ("id", "title", "updated")}
            | {"link": link.get("href", "")}
        )
    return found


def test_the_feed_tells_editions_and_what_moved_in_the_world(site: Path, client: Client) -> None:
    response = client.get("/en/feed.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    rows = entries(response.content)
    links = [row["link"] for row in rows]
    assert f"http://testserver{EDITION}" in links
    assert "http://testserver/en/editions/2015/" in links
    assert len({row["id"] for row in rows}) == len(rows)
    assert {row["updated"][:10] for row in rows} == {"2015-12-10", "2019-12-10"}
    assert client.get("/en/feed.atom").content == response.content
    assert (
        '<link rel="alternate" type="application/atom+xml"' in client.get("/en/").content.decode()
    )


def test_names_in_a_feed_stay_when_the_site_moves(site: Path, client: Client) -> None:
    here = entries(client.get(f"{EDITION}feed.atom").content)
    there = entries(client.get(f"{EDITION}feed.atom", headers={"host": "127.0.0.1"}).content)
    assert [row["id"] for row in here] == [row["id"] for row in there]
    assert here[0]["link"] != there[0]["link"]
    assert all(client.get(row["link"]).status_code == 200 for row in here)


def test_a_place_has_a_page_with_what_to_copy(site: Path, client: Client) -> None:
    page = client.get(f"{EDITION}places/608/share/").content.decode()
    assert f'&lt;iframe src="http://testserver{EDITION}places/608/embed/"' in page
    assert f'&lt;img src="http://testserver{EDITION}places/608/badge.svg"' in page
