"""The pages and files of exploring, as a browser asks for them."""

import csv
import io
import json

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("site")
COST = "remittance-cost"


def test_files_hold_the_figures_behind_the_page(client: Client) -> None:
    query = f"indicator={COST}&place=608&view=table"
    answer = client.get(f"/en/editions/2019/explore/figures.csv?{query}")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    found = json.loads(client.get(f"/en/editions/2019/explore/figures.json?{query}").content)
    assert [row["period"] for row in rows] == [row["period"] for row in found["figures"]]
    assert all(row["source"] and row["licence"] for row in rows)
    assert found["question"] == query
    stated = [float(row["value"]) if row["value"] else None for row in rows]
    assert stated == [row["value"] for row in found["figures"]]
    assert len([value for value in stated if value is not None]) > 3


@pytest.mark.parametrize("kind", ["svg", "png", "csv"])
def test_the_chart_is_a_file_and_an_embed(client: Client, kind: str) -> None:
    query = f"indicator={COST}&place=608&view=chart"
    base = "/en/editions/2019/explore"
    assert client.get(f"{base}/chart.{kind}?{query}").status_code == 200
    assert client.get(f"{base}/chart.{kind}?indicator=none").status_code == 404
    assert client.get(f"{base}/chart.exe?{query}").status_code == 404
    framed = client.get(f"{base}/embed/?{query}")
    assert "frame-ancestors *" in framed["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/en/editions/2019/explore/", "/api/v1/editions"])
def test_a_query_too_long_to_read_is_a_bad_request(client: Client, path: str) -> None:
    assert client.get(f"{path}?{'place=608&' * 1200}").status_code == 400


def test_a_hostile_address_is_answered_as_text(client: Client) -> None:
    hostile = "<script>alert(1)</script>"
    answer = client.get(
        "/en/editions/2019/explore/", {"indicator": hostile, "place": hostile, "from": hostile}
    )
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_all_figures_of_an_indicator_are_one_file_and_missing_ones_stay_missing(
    client: Client,
) -> None:
    base = "/en/editions/2019/explore"
    held = json.loads(client.get(f"{base}/figures/{COST}.json").content)
    asked = json.loads(client.get(f"{base}/figures.json?indicator={COST}").content)
    flat = [
        (series["place"], series["breakdown"], period, value, status, series["origin"])
        for series in held["series"]
        for period, _when, value, status in series["figures"]
    ]
    names = ("area", "breakdown", "period", "value", "status", "origin")
    stated = [tuple(row[name] for name in names) for row in asked["figures"]]
    assert sorted(flat, key=str) == sorted(stated, key=str)
    assert set(held["countries"]) < {series["place"] for series in held["series"]}
    assert client.get(f"{base}/figures/none.json").status_code == 404
