"""The public part: pages add up to the whole, unchanged answers cost nothing, nothing leaks."""

import csv
import gzip
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from milepost.kernel.actors import Actor
from milepost.kernel.rates import address_of_reader
from milepost.publishing.library import get_library
from milepost.reviews.services import compute_edition
from tests.factories import workspace

BASE = "/api/v1/"
EDITION = f"{BASE}editions/2019/"


def get(path: str, **headers: str) -> Any:
    """Return the answer of an address of the edition, or of one that begins at the root."""
    address = path if path.startswith("/") else EDITION + path
    return Client().get(address, headers=headers)


def data(path: str) -> list[dict[str, Any]]:
    """Return the rows of a list."""
    answer = get(path)
    assert answer.status_code == 200, answer.content
    rows: list[dict[str, Any]] = answer.json()["data"]
    return rows


def walk(path: str) -> list[dict[str, Any]]:
    """Return the rows of every page."""
    rows, address = [], path
    while address:
        page = get(address.removeprefix("http://testserver")).json()
        rows += page["data"]
        address = page["next"]
    return rows


@pytest.mark.parametrize(
    "path",
    [
        "ratings?limit=7",
        "ratings?limit=3&state=grey&framework=plan-8-points",
        "places?limit=4",
        "indicators?limit=1",
        "sources?limit=2",
        "replies?limit=1",
        "observations?limit=5",
        "observations?limit=2&area=608,076",
        "observations?limit=3&from=2014&to=2016",
        "observations?limit=1&indicator=treaty-c189",
    ],
)
def test_walking_the_pages_gives_the_whole(site: Path, path: str) -> None:
    whole = data(_without_limit(path))
    assert len(whole) > 1
    assert walk(path) == whole


def _without_limit(path: str) -> str:
    name, _mark, query = path.partition("?")
    kept = [part for part in query.split("&") if not part.startswith("limit=")]
    return f"{name}?{'&'.join(['limit=1000', *kept])}"


def test_all_observations_are_those_of_the_files(site: Path) -> None:
    bundle = get_library().find("2019")
    assert bundle is not None
    expected = [
        (key, row["area"], row["period"], row["breakdown"], row["value"])
        for key in sorted(bundle.indicators)
        if (table := bundle.observations_table(key)) is not None
        for row in table.to_pylist()
    ]
    rows = data("observations?limit=10000")
    got = [(r["indicator"], r["area"], r["period"], r["breakdown"], r["value"]) for r in rows]
    assert got == expected


def test_a_csv_file_holds_every_row_and_runs_nothing(site: Path) -> None:
    answer = Client().get(EDITION + "observations?format=csv&indicator=treaty-c189")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))  # type: ignore[attr-defined]
    whole = data("observations?indicator=treaty-c189")
    assert [(row["area"], row["period"]) for row in rows] == [
        (row["area"], row["period"]) for row in whole
    ]
    assert [float(row["value"]) for row in rows] == [row["value"] for row in whole]


def test_periods_are_whole(site: Path) -> None:
    def periods(query: str) -> set[str]:
        return {row["period"] for row in data(f"observations?indicator=treaty-c189{query}")}

    assert periods("&from=2011&to=2011") == {"2011-06-16"}
    assert periods("&from=2011-Q2&to=2011-06") == {"2011-06-16"}
    assert periods("&from=2011-06-17&to=2012-02-31") == set()


def test_what_is_missing_says_how(demo: Path) -> None:
    """Grey is not red, missing is not zero, and the kinds of nothing are told apart."""
    rows = data("ratings?limit=1000&state=grey&place=001")
    assert {row["value"] for row in rows if row["reason"] == "not_assessed"} == {None}
    kinds = {row["reason"]: row["availability"] for row in rows}
    assert kinds == {reason: "stale" if reason == "stale" else "missing" for reason in kinds}
    assert {"not_assessed", "stale"} <= set(kinds)
    coloured = data("ratings?limit=10&state=green")
    assert {row["availability"] for row in coloured} == {"stated"}


def test_every_kind_of_nothing_has_a_word(site: Path) -> None:
    rows = data("ratings?limit=1000")
    kinds = {row["reason"]: row["availability"] for row in rows}
    assert kinds["not_applicable"] == "not_applicable"
    assert kinds["suppressed"] == "suppressed"
    assert kinds["stale"] == "stale"
    assert kinds["no_data"] == "missing"
    assert kinds[None] == "stated"
    contested = data("ratings?state=contested")
    assert contested
    assert all(row["is_contested"] and row["colour"] != "grey" for row in contested)


def test_filters_of_ratings_hold(site: Path) -> None:
    members = get_library().find("2019").groups["002"]["members"]  # type: ignore[union-attr]
    assert {row["place"] for row in data("ratings?limit=1000&group=002")} <= set(members)
    assert {row["goal"] for row in data("ratings?limit=1000&goal=2")} == {"2"}
    assert {row["benchmark"] for row in data("ratings?benchmark=2.1,1.1&limit=1000")} == {
        "1.1",
        "2.1",
    }


def test_a_rating_comes_with_its_working_people_and_reply(site: Path) -> None:
    answer = get("ratings/plan-8-points/1.1/608?lang=ar").json()
    assert answer["data"]["trace"]["steps"]
    assert answer["reply"]["stance"] == "corrects"
    assert answer["reply"]["text"]["language"] == "ar"
    assert answer["data"]["place_name"]["language"] == "ar"
    people = get("ratings/plan-8-points/2.1/001").json()["assessments"]
    assert [person["assessor"] for person in people]


def test_practices_say_what_they_were_cited_for(site: Path) -> None:
    (found,) = data("practices?goal=1&place=608&lang=fr")
    assert found["key"] == "post-of-the-valley"
    assert found["issued"] == "2018"
    (cited,) = found["cited_for"]
    assert cited == {
        "framework": "plan-8-points",
        "goal": "1",
        "benchmark": "1.1",
        "place": "608",
        "by": "reply",
        "locator": "whole",
        "note": {"text": "Transfers at cost, at every counter.", "language": "en"},
    }
    assert data("practices?place=001") == []
    assert [row["key"] for row in data("practices")] == ["post-of-the-valley"]


def test_names_fall_back_to_english_and_say_so(site: Path) -> None:
    (row,) = [r for r in data("indicators?lang=fr") if r["key"] == "migrant-deaths"]
    assert row["title"]["language"] == "en"
    assert "accepted_by" not in row["vintages"][0]


@pytest.mark.parametrize(
    ("query", "kind", "key"),
    [
        ("BRÉSIL", "place", "076"),
        ("bresil", "place", "076"),
        ("الجزائر", "place", "012"),
        ("جزائر", "place", "012"),
        ("Алжир", "place", "012"),
        ("阿尔及利亚", "place", "012"),
        ("argelia", "place", "012"),
        ("phl", "place", "608"),
        ("филиппинами", "place", "608"),
        ("للفلبين", "place", "608"),
        ("remittance", "indicator", "remittance-cost"),
        ("remesa", "indicator", "remittance-cost"),
        ("денежный перевод", "indicator", "remittance-cost"),
        ("汇款的费用", "indicator", "remittance-cost"),
        ("conventions", "indicator", "treaty-c189"),
        ("mujer migrante", "goal", "4b"),
        ("travailleuse migrante", "benchmark", "8.3"),
        ("والمهاجرون", "benchmark", "8.3"),
        ("强迫的劳动", "benchmark", "8.5"),
    ],
)
def test_names_are_found_in_six_languages(demo: Path, query: str, kind: str, key: str) -> None:
    hits = get(f"search?q={query}&kind={kind}").json()["data"]
    assert key in [hit["key"] for hit in hits]


def test_a_search_without_letters_finds_nothing(site: Path) -> None:
    assert get("search?q=%25%25").json()["data"] == []


# --- the edge -----------------------------------------------------------------------------------


def test_an_unchanged_answer_is_not_sent_again(site: Path) -> None:
    first = get("ratings")
    again = get("ratings", if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    other = get("ratings?limit=2", if_none_match=first["ETag"])
    assert other.status_code == 200


def test_an_answer_that_names_its_release_may_be_kept_for_ever(site: Path) -> None:
    page = get("ratings?limit=2")
    assert page["Cache-Control"] == "public, max-age=300"
    following = get(page.json()["next"].removeprefix("http://testserver"))
    assert "immutable" in following["Cache-Control"]
    replaced = get("ratings?release=0123456789ab")
    assert (replaced.status_code, replaced.json()["code"]) == (409, "API_RELEASE_REPLACED")


def test_answers_are_packed_for_those_who_can_unpack(site: Path) -> None:
    plain, packed = get("ratings"), get("ratings", accept_encoding="gzip")
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]
    assert packed["Vary"] == "Accept-Encoding"
    stream = get("observations?format=csv", accept_encoding="gzip")
    text = gzip.decompress(b"".join(stream.streaming_content))
    assert text.startswith(b"indicator,area")


def test_head_says_what_get_would(site: Path) -> None:
    answer = Client().head(f"{EDITION}ratings")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["ETag"] == get("ratings")["ETag"]


def test_every_origin_may_read(site: Path) -> None:
    assert get("ratings", origin="https://elsewhere.example")["Access-Control-Allow-Origin"] == "*"
    preflight = Client().options(f"{EDITION}ratings")
    assert preflight.status_code == 204
    assert preflight["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    missing = get("nothing")
    assert missing["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/nothing/here", 404),
        ("/api/v1/editions/1066", 404),
        ("ratings?place=nowhere", 404),
        ("ratings?cursor=abc", 404),
        ("ratings?limit=1001", 422),
        ("ratings?staet=green", 422),
        ("ratings?limit=1&limit=2", 422),
        ("observations?from=last-year", 422),
        ("observations?limit=10001", 422),
        ("search", 422),
    ],
)
def test_whatever_is_refused_is_a_problem_document(site: Path, path: str, status: int) -> None:
    answer = get(path)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["instance"].startswith("/api/v1/")
    assert told["code"]
    assert told["detail"]
    assert status != 422 or told["findings"][0]["remedy"]


def test_a_method_that_is_not_taken_is_named(site: Path) -> None:
    answer = Client().delete(f"{EDITION}ratings")
    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Allow"] == "GET, OPTIONS"


def test_a_cursor_is_good_for_its_own_list_alone(site: Path) -> None:
    following = get("ratings?limit=2").json()["next"]
    cursor = following.partition("cursor=")[2].partition("&")[0]
    assert get(f"ratings?limit=2&cursor={cursor}").status_code == 200
    assert get(f"ratings?limit=2&state=red&cursor={cursor}").json()["code"] == "API_PAGE_UNKNOWN"
    assert get(f"places?limit=2&cursor={cursor}").status_code == 404


def test_an_address_that_asks_too_often_waits(site: Path, settings: Settings) -> None:
    settings.MILEPOST_API_RATE = 3
    settings.CACHES = {
        **settings.CACHES,
        "rates": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "rates"},
    }
    client = Client(REMOTE_ADDR="192.0.2.7")
    answers = [client.get(f"{EDITION}places/001") for _number in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"address";q=3;w=60'
    assert answers[1]["RateLimit"].startswith('"address";r=1;t=')
    refused = answers[3]
    assert refused.json()["code"] == "API_RATE_EXCEEDED"
    assert 1 <= int(refused["Retry-After"]) <= 60
    other = Client(REMOTE_ADDR="192.0.2.8").get(f"{EDITION}places/001")
    assert other.status_code == 200


def test_readers_behind_a_proxy_are_told_apart(settings: Settings) -> None:
    def address(forwarded: str) -> str:
        headers = {"x-forwarded-for": forwarded} if forwarded else {}
        return address_of_reader(RequestFactory().get("/", headers=headers))

    assert address("198.51.100.9") == "127.0.0.1"
    settings.MILEPOST_PROXIES = 1
    assert address("made up, 198.51.100.9") == "198.51.100.9"
    assert address("") == "127.0.0.1"
    settings.MILEPOST_PROXIES = 2
    assert address("made up, 198.51.100.9, 10.0.0.1") == "198.51.100.9"
    assert address("10.0.0.1") == "127.0.0.1"


def test_an_instance_without_editions_says_so(home: Path) -> None:
    assert get("/api/v1/editions").json()["data"] == []
    assert get("/api/v1/editions/latest").status_code == 404


@pytest.mark.django_db
def test_nothing_unpublished_is_reached(home: Path, system: Actor) -> None:
    """An edition that is computed but not published, and a source that is restricted."""
    workspace.fill(home)
    compute_edition(system, workspace.EDITION)
    for path in ("", "/ratings", "/observations", "/sources", "/indicators/fee", "/search?q=fee"):
        answer = get(f"/api/v1/editions/{workspace.EDITION}{path}")
        assert answer.status_code == 404
        assert answer.json()["code"] == "KERNEL_NOT_FOUND"
    assert get("/api/v1/editions").json()["data"] == []


def test_the_reference_is_a_page_without_scripts(site: Path, db: None) -> None:
    page = Client().get("/api/v1/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert "<script" not in text
    assert "style=" not in text
    assert "GET /api/v1/editions/{edition}/observations" in text
    assert len(page.content) < 150_000


def test_the_reference_can_be_read_in_another_language(site: Path, db: None) -> None:
    text = Client().get("/api/v1/docs?lang=ar").content.decode()
    assert '<html lang="ar" dir="rtl">' in text
    assert 'href="?lang=fr"' in text
