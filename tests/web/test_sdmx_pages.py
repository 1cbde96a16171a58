"""SDMX REST, the files in open formats and the linked data of the public site."""

import csv
import json
import re
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
import sdmx
from django.test import Client
from pytest_django.fixtures import Settings

ROOT = "/sdmx/v2"
RATINGS = f"{ROOT}/data/dataflow/MILEPOST/RATINGS_2019/~"
OBSERVATIONS = f"{ROOT}/data/dataflow/MILEPOST/OBSERVATIONS_2019/~"


def body_of(response: Any) -> bytes:
    """Return the whole answer, streamed or not."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    """Return the rows of an answer in SDMX-CSV."""
    response = client.get(address)
    assert response.status_code == 200, body_of(response)
    assert response["Content-Type"].startswith("application/vnd.sdmx.data+csv")
    assert response["Access-Control-Allow-Origin"] == "*"
    return list(csv.DictReader(StringIO(body_of(response).decode())))


def test_data_are_asked_by_key_and_by_component(client: Client, site: Path) -> None:
    every = rows_of(client, RATINGS)
    assert {row["STRUCTURE_ID"] for row in every} == {"MILEPOST:RATINGS_2019(1.0.0)"}
    place = every[0]["REF_AREA"]
    by_key = rows_of(client, f"{RATINGS}/*.*.{place}")
    assert by_key == [row for row in every if row["REF_AREA"] == place] != []
    assert rows_of(client, f"{RATINGS}?c[REF_AREA]={place}") == by_key
    others = rows_of(client, f"{RATINGS}?c[REF_AREA]=ne:{place}")
    assert len(others) + len(by_key) == len(every)
    states = rows_of(client, f"{RATINGS}?c[OBS_STATUS]=A")
    assert {row["OBS_VALUE"] for row in states} <= {"green", "yellow", "red"}
    codes = sorted({row["REF_AREA"] for row in every})[:2]
    both = rows_of(client, f"{RATINGS}/*.*.{codes[0]},*.*.{codes[1]}")
    assert both == rows_of(client, f"{RATINGS}/*.*.{codes[0]}%2B{codes[1]}")
    assert {row["REF_AREA"] for row in both} == set(codes)


def test_an_address_that_asks_too_often_waits(site: Path, settings: Settings) -> None:
    settings.MILEPOST_API_RATE = 2
    memory = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {**settings.CACHES, "rates": {"BACKEND": memory, "LOCATION": "sdmx"}}
    client = Client(REMOTE_ADDR="192.0.2.9")
    answers = [client.get(f"{RATINGS}?firstNObservations=1") for _number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0]["RateLimit"].startswith('"address";r=1;t=')
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert "ask again" in answers[2].json()["errors"][0]["title"]


def test_periods_and_numbers_of_observations_limit_an_answer(client: Client, site: Path) -> None:
    every = rows_of(client, OBSERVATIONS)
    late = rows_of(client, f"{OBSERVATIONS}?c[TIME_PERIOD]=ge:2015%2Ble:2016")
    assert late == [row for row in every if "2015" <= row["TIME_PERIOD"][:4] <= "2016"] != []
    names = [name for name in every[0] if name.isupper()][3:]
    names = names[: names.index("TIME_PERIOD")]

    def series(rows: list[dict[str, str]]) -> dict[tuple[str, ...], list[str]]:
        found: dict[tuple[str, ...], list[str]] = {}
        for row in rows:
            key = tuple(row[name] for name in names)
            found.setdefault(key, []).append(row["TIME_PERIOD"])
        return found

    whole = series(every)
    assert max(len(periods) for periods in whole.values()) > 2
    first = series(rows_of(client, f"{OBSERVATIONS}?firstNObservations=1"))
    last = series(rows_of(client, f"{OBSERVATIONS}?lastNObservations=2"))
    assert first == {key: periods[:1] for key, periods in whole.items()}
    assert last == {key: periods[-2:] for key, periods in whole.items()}


@pytest.mark.parametrize(
    ("accept", "media", "start"),
    [
        ("application/vnd.sdmx.data+csv;version=2.0.0", "application/vnd.sdmx.data+csv", b"STRUC"),
        ("application/vnd.sdmx.data+json;version=2.0.0", "application/vnd.sdmx.data+json", b"{"),
        ("application/vnd.sdmx.data+xml;version=3.0.0", "application/vnd.sdmx.data+xml", b"<?xml"),
        ("application/vnd.sdmx.structurespecificdata+xml;version=2.1",
         "application/vnd.sdmx.structurespecificdata+xml", b"<?xml"),
        ("text/html, */*", "application/vnd.sdmx.data+csv", b"STRUCTURE"),
    ],
)  # fmt: skip
def test_the_form_follows_what_is_accepted(
    client: Client, site: Path, accept: str, media: str, start: bytes
) -> None:
    response = client.get(RATINGS, headers={"accept": accept})
    assert response["Content-Type"].startswith(media)
    assert "Accept" in response["Vary"]
    assert body_of(response).startswith(start)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{RATINGS}?updatedAfter=2020-01-01", 501),
        (f"{RATINGS}?includeHistory=true", 501),
        (f"{RATINGS}?dimensionAtObservation=REF_AREA", 501),
        (f"{RATINGS}?dimensionAtObservation=AllDimensions&format=xml", 501),
        (f"{RATINGS}?colour=red", 400),
        (f"{RATINGS}?c[COLOUR]=red", 400),
        (f"{RATINGS}?firstNObservations=0", 400),
        (f"{RATINGS}?firstNObservations=many", 400),
        (f"{RATINGS}/a.b", 400),
        (f"{RATINGS}?format=pdf", 406),
        (f"{ROOT}/data/dataflow/ECB/RATINGS_2019/~", 404),
        (f"{ROOT}/data/dataflow/MILEPOST/RATINGS_1999/~", 404),
        (f"{ROOT}/data/dataflow/MILEPOST/RATINGS_2019/9.9", 404),
        (f"{ROOT}/structure/metadataflow", 404),
        (f"{ROOT}/structure/codelist/MILEPOST/CL_NOTHING", 404),
        (f"{ROOT}/structure/dataflow/ECB", 404),
        (f"{ROOT}/structure/dataflow?references=parents", 501),
    ],
)
def test_what_is_not_supported_is_said(
    client: Client, site: Path, address: str, status: int
) -> None:
    response = client.get(address)
    assert response.status_code == status
    (error,) = json.loads(body_of(response))["errors"]
    assert error["code"] == status
    assert error["title"]


def test_structures_are_found_by_kind_name_and_reference(client: Client, site: Path) -> None:
    def found(address: str) -> dict[str, Any]:
        response = client.get(f"{ROOT}/structure/{address}")
        assert response.status_code == 200, response.content
        data: dict[str, Any] = json.loads(response.content)["data"]
        return data

    flows = found("dataflow")
    assert set(flows) == {"dataflows"}
    assert "RATINGS_2019" in [item["id"] for item in flows["dataflows"]]
    assert found("agencyscheme/*")["agencySchemes"][0]["agencies"][0]["id"] == "MILEPOST"
    one = found("codelist/MILEPOST/CL_STATE_RATINGS_2019/~")
    assert [code["id"] for code in one["codelists"][0]["codes"]][:4] == [
        "green", "yellow", "red", "grey",
    ]  # fmt: skip
    whole = found("dataflow/MILEPOST/RATINGS_2019/1.0.0?references=all")
    assert {"dataflows", "dataStructures", "codelists", "conceptSchemes"} <= set(whole)
    assert [item["id"] for item in whole["dataStructures"]] == ["RATINGS_2019"]


def test_sdmx1_reads_what_the_service_answers(client: Client, site: Path) -> None:
    address = f"{ROOT}/structure/dataflow/MILEPOST/RATINGS_2019/~?references=all&format=xml"
    definition: Any = sdmx.read_sdmx(BytesIO(client.get(address).content))
    raw = body_of(client.get(f"{RATINGS}?format=xml"))
    message: Any = sdmx.read_sdmx(BytesIO(raw), structure=definition.structure["RATINGS_2019"])
    count = sum(len(data_set.obs) for data_set in message.data)
    assert count == len(rows_of(client, RATINGS)) > 0


def test_availability_lists_the_codes_that_data_have(client: Client, site: Path) -> None:
    every = rows_of(client, RATINGS)
    address = f"{ROOT}/availability/dataflow/MILEPOST/RATINGS_2019/~/*"
    data = json.loads(client.get(address).content)["data"]
    ((region,),) = (item["cubeRegions"] for item in data["dataConstraints"])
    told = {item["id"]: item["values"] for item in region["keyValues"]}
    for name in ("FRAMEWORK", "BENCHMARK", "REF_AREA", "TIME_PERIOD"):
        assert told[name] == sorted({row[name] for row in every})


def test_sdmx1_reads_which_codes_data_have(client: Client, site: Path) -> None:
    every = rows_of(client, RATINGS)
    address = f"{ROOT}/availability/dataflow/MILEPOST/RATINGS_2019/~/*?format=xml-2.1"
    flow = f"{ROOT}/structure/dataflow/MILEPOST/RATINGS_2019/~?references=all&format=xml-2.1"
    definition: Any = sdmx.read_sdmx(BytesIO(client.get(flow).content))
    told: Any = sdmx.read_sdmx(
        BytesIO(client.get(address).content), structure=definition.structure["RATINGS_2019"]
    )
    (constraint,) = told.constraint.values()
    (region,) = constraint.data_content_region
    found = {dimension.id: set(chosen.values) for dimension, chosen in region.member.items()}
    places = {str(value.value) for value in found["REF_AREA"]}
    assert places == {row["REF_AREA"] for row in every}


def linked(response: Any) -> dict[str, Any]:
    """Return the linked data of a page."""
    html = response.content.decode()
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    found: dict[str, Any] = json.loads(text)
    return found


def test_downloads_offer_every_file_with_its_size(client: Client, site: Path) -> None:
    response = client.get("/en/editions/2019/downloads/")
    html = response.content.decode()
    links = re.findall(
        r'href="(/en/editions/2019/exports/[^"]+)"[^>]*>.*?</a> \(<bdi>([^<]+)</bdi>\)', html
    )
    data = linked(response)
    assert len(links) == len(data["distribution"]) > 10
    assert all(re.search(r"[kM]B$", size) for _href, size in links)
    for href, _size in links:
        answer = client.get(href)
        assert answer.status_code == 200
        assert body_of(answer)
    assert {
        row["contentUrl"].removeprefix("http://testserver") for row in data["distribution"]
    } == {href for href, _size in links}


@pytest.mark.parametrize("path", ["", "quality/remittance-cost/"])
def test_pages_say_for_machines_what_they_hold(client: Client, site: Path, path: str) -> None:
    data = linked(client.get(f"/en/editions/2019/{path}"))
    assert data["@type"] == "Dataset"
    assert data["url"].endswith(f"/en/editions/2019/{path}")
    assert data["name"]
    assert data["description"]


def test_the_catalogue_lists_the_published_editions(client: Client, site: Path) -> None:
    response = client.get("/catalog.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    datasets = json.loads(response.content)["dcat:dataset"]
    assert [item["@id"].rstrip("/").rpartition("/")[2] for item in datasets] == ["2015", "2019"]


def test_a_question_without_data_is_answered_with_404(client: Client, site: Path) -> None:
    for form in ("csv", "json", "xml"):
        address = f"/sdmx/v2/data/dataflow/MILEPOST/RATINGS_2019/~/*.*.999?format={form}"
        assert client.get(address).status_code == 404


def test_the_catalogue_is_given_as_turtle_too(client: Client, site: Path) -> None:
    response = client.get("/catalog.ttl")
    assert response["Content-Type"] == "text/turtle"
    assert response.content.decode().count("a dcat:Dataset ;") == 2


def test_an_unknown_file_is_not_there(client: Client, site: Path) -> None:
    for name in ("nothing.csv", "edition-2019-xx.xlsx", "..%2Fedition.json"):
        assert client.get(f"/en/editions/2019/exports/{name}").status_code == 404
