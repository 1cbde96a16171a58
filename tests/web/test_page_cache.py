"""Pages kept as bytes: the same answer, tagged, compressed, and never beyond a publication."""

import gzip
import shutil
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from milepost.kernel.conditional import accepts_gzip, is_among
from milepost.web.page_cache import Page, Shelf, finished
from tests.factories.bundle import write_releases

PATH = "/en/editions/2019/"


def test_answer_is_tagged_public_and_revalidated(client: Client, site: Path) -> None:
    first = client.get(PATH)
    assert first["Cache-Control"] == "public, max-age=300"
    assert first["ETag"].startswith('"')
    assert first["Vary"] == "Accept-Encoding"
    again = client.get(PATH, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert client.get(PATH, headers={"If-None-Match": '"other"'}).status_code == 200


def test_compressed_answer_is_the_same_page_under_another_tag(client: Client, site: Path) -> None:
    plain = client.get(PATH)
    packed = client.get(PATH, headers={"Accept-Encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]
    assert int(packed["Content-Length"]) == len(packed.content)


def test_second_answer_has_the_security_headers_of_the_first(client: Client, site: Path) -> None:
    first, second = client.get(PATH), client.get(PATH)
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Content-Language"):
        assert second[name] == first[name]
    assert second.content == first.content


def test_language_and_query_are_part_of_the_key(client: Client, site: Path) -> None:
    assert client.get("/fr/editions/2019/").content != client.get(PATH).content
    one = client.get(f"{PATH}places/?q=bra").content
    assert client.get(f"{PATH}places/?q=fra").content != one


def test_publishing_shows_at_once(client: Client, tmp_path: Path, settings: Settings) -> None:
    settings.MILEPOST_RELEASES = tmp_path / "releases"
    settings.MILEPOST_RELEASES.mkdir()
    assert b"Nothing is published" in client.get("/en/").content
    write_releases(settings.MILEPOST_RELEASES)
    assert b"Nothing is published" not in client.get("/en/").content
    shutil.rmtree(settings.MILEPOST_RELEASES)
    assert b"Nothing is published" in client.get("/en/").content


def test_missing_pages_are_not_kept(client: Client, site: Path) -> None:
    response = client.get("/en/editions/1900/")
    assert "ETag" not in response
    assert "public" not in response.get("Cache-Control", "")


def test_head_answers_like_get(client: Client, site: Path) -> None:
    assert client.head(PATH)["ETag"] == client.get(PATH)["ETag"]


@pytest.mark.django_db
def test_workspace_is_never_kept(client: Client, site: Path) -> None:
    response = client.get("/en/work/sign-in/")
    assert "public" not in response.get("Cache-Control", "")
    assert "no-store" in response["Cache-Control"]


def test_answer_with_a_cookie_is_not_kept() -> None:
    response = HttpResponse("x")
    response.set_cookie("a", "b")
    assert finished(response) is None
    varied = HttpResponse("x")
    varied["Vary"] = "Cookie"
    assert finished(varied) is None


def page(size: int) -> Page:
    """Return a page of some bytes."""
    return Page(b"x" * size, None, "tag", ())


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3000)), max_size=80))
def test_shelf_stays_within_its_bytes(kept: list[tuple[int, int]]) -> None:
    """Whatever is kept in whatever order, the weight is the sum and below the bound."""
    shelf = Shelf(most_bytes=40_000)
    last: dict[int, Page] = {}
    for number, size in kept:
        last[number] = page(size)
        shelf.keep(("v", "o", str(number), ""), last[number])
    found = [shelf.find(("v", "o", str(number), "")) for number in last]
    assert shelf.weight == sum(item.weight for item in found if item)
    assert shelf.weight <= 40_000
    assert all(item in (None, last[number]) for number, item in zip(last, found, strict=True))


def test_shelf_lets_go_of_what_was_not_used_for_longest() -> None:
    shelf = Shelf(most_bytes=24_000)
    for number in range(8):
        shelf.keep(("v", "o", str(number), ""), page(1000))
        shelf.find(("v", "o", "0", ""))
    shelf.keep(("v", "o", "8", ""), page(1900))
    shelf.keep(("v", "o", "9", ""), page(1900))
    shelf.keep(("v", "o", "10", ""), page(1900))
    assert shelf.find(("v", "o", "0", "")) is not None
    assert shelf.find(("v", "o", "1", "")) is None


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("gzip", True),
        ("br;q=1, gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("br", False),
        ("", False),
        ("*", True),
    ],
)
def test_accept_encoding_is_read(header: str, *, expected: bool) -> None:
    assert accepts_gzip(header) is expected


def test_entity_tags_are_compared_weakly() -> None:
    assert is_among('"a"', 'W/"a", "b"')
    assert is_among('"a"', "*")
    assert not is_among('"a"', '"ab"')
