"""What the data are like, on the public pages and as a file."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from django.test import Client

from milepost.indicators.quality.table import COLUMNS

EDITION = "/en/editions/2019"


def page_of(client: Client, path: str) -> str:
    """Return a page as text with single spaces."""
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_list_says_of_each_indicator_what_asks_for_a_look(client: Client, site: Path) -> None:
    html = page_of(client, f"{EDITION}/quality/")
    rows = dict(re.findall(r'quality/([\w-]+)/">.*?</a>(.*?)</tr>', html))
    assert set(rows) == {"migrant-deaths", "remittance-cost", "treaty-c189"}
    assert "1 unusual value" in rows["migrant-deaths"]
    assert "2 expected breakdowns not found" in rows["migrant-deaths"]
    assert "1 conflict settled by rule alone" in rows["remittance-cost"]
    assert "nothing to ask" in rows["treaty-c189"]


def test_a_report_shows_every_part_with_its_reasons(client: Client, site: Path) -> None:
    html = page_of(client, f"{EDITION}/quality/migrant-deaths/")
    for part in ("coverage", "breakdowns", "outliers", "breaks", "conflicts", "age"):
        assert f'<h2 id="{part}">' in html
        assert f'href="#{part}"' in html
    assert "10 times what is around it" in html
    assert "age=0-17" in html
    assert "F, M" in html
    assert "modified z-score is 3.5 or more" in html


def test_both_sources_stand_beside_each_other_with_the_rule(client: Client, site: Path) -> None:
    html = page_of(client, f"{EDITION}/quality/remittance-cost/")
    assert "The one that became known last counts." in html
    assert html.index("<bdi>A made-up register</bdi>") < html.index(
        "<b>14</b> <span class=\"quiet\"><bdi>Another made-up register</bdi>"
    )  # fmt: skip
    decided = page_of(client, f"{EDITION}/quality/treaty-c189/")
    assert "A person decided: the gazette has a misprint" in decided
    assert decided.index("5 September 2013") < decided.index("5 September 2012")


def test_pages_that_use_an_indicator_lead_to_its_report(client: Client, site: Path) -> None:
    link = 'href="/en/editions/2019/quality/remittance-cost/"'
    assert link in page_of(client, f"{EDITION}/plan-8-points/benchmarks/2.1/")
    sources = page_of(client, f"{EDITION}/sources/")
    assert link in sources
    assert 'href="/en/editions/2019/quality/"' in sources
    report = page_of(client, f"{EDITION}/quality/remittance-cost/")
    assert 'href="/en/editions/2019/plan-8-points/benchmarks/2.1/"' in report


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_file_holds_the_whole_report(client: Client, site: Path, language: str) -> None:
    response = client.get(f"/{language}/editions/2019/quality/remittance-cost.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    assert list(rows[0]) == list(COLUMNS)
    (conflict,) = [row for row in rows if row["section"] == "conflict"]
    assert (conflict["place"], conflict["other_value"], conflict["rule"]) == (
        "608", "14.0", "known_last",
    )  # fmt: skip
    assert conflict["other_source"] == "Another made-up register"


def test_an_edition_of_before_reports_offers_none(client: Client, site: Path) -> None:
    old = "/en/editions/2015"
    assert "before reports on data quality were kept" in page_of(client, f"{old}/quality/")
    for path in ("quality/remittance-cost/", "quality/remittance-cost.csv"):
        assert client.get(f"{old}/{path}").status_code == 404
    assert "/quality/" not in page_of(client, f"{old}/plan-8-points/benchmarks/2.1/")
    links = page_of(client, f"{EDITION}/quality/remittance-cost/")
    assert f'href="{old}/"' in links
    assert f'href="{old}/quality/remittance-cost/"' not in links


@pytest.mark.parametrize("name", ["nothing", "..%2F..%2Fratings", "treaty-c189.json"])
def test_what_has_no_report_is_a_missing_page(client: Client, site: Path, name: str) -> None:
    assert client.get(f"{EDITION}/quality/{name}/").status_code == 404
    assert client.get(f"{EDITION}/quality/{name}.csv").status_code == 404
