"""Whether a colour holds, on the public pages and as a file."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.test import Client

from milepost.measure import trial as trials
from milepost.publishing.pages import record

BENCHMARK = "/en/editions/2019/plan-8-points/benchmarks"


@pytest.mark.parametrize("page", ["4a.2/", "4a.2/places/001/", "1.1/places/608/"])
def test_the_strip_stands_on_the_pages_as_a_table(client: Client, site: Path, page: str) -> None:
    html = client.get(f"{BENCHMARK}/{page}").content.decode()
    assert html.count('role="rowheader"') == len(trials.GROUPS)
    assert "Does the colour hold?" in html
    assert "/en/methods/#other-methods" in html


def test_editions_of_old_have_their_pages_without_a_strip(client: Client, site: Path) -> None:
    old = client.get(f"{BENCHMARK.replace('2019', '2015')}/4a.2/")
    assert old.status_code == 200
    html = old.content.decode()
    assert "Does the colour hold?" not in html
    assert "sensitivity.csv" not in html
    judged = client.get(f"{BENCHMARK}/1.2/").content.decode()
    assert "Does the colour hold?" not in judged


def test_the_methods_page_shows_how_classes_are_read(client: Client, site: Path) -> None:
    html = client.get("/en/methods/").content.decode()
    assert html.index('id="other-methods"') < html.index("moderately improving")


def test_every_change_is_a_row_of_the_file(client: Client, site: Path) -> None:
    response = client.get(f"{BENCHMARK}/4a.2/sensitivity.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(response.content.decode())))
    assert list(rows[0]) == list(record.SENSITIVITY_COLUMNS)
    world = [row for row in rows if row["place"] == "001"]
    assert [(row["kind"], row["what"], row["subject"], row["state"]) for row in world] == [
        ("points", "left_out", "2015", "red"),
        ("points", "left_out", "2015", "yellow"),
        ("thresholds", "stricter", "on_track", "red"),
        ("thresholds", "looser", "on_track", "red"),
        ("baseline", "earlier", "", "red"),
        ("comparators", "eurostat", "", "red"),
        ("comparators", "escap_csi", "", ""),
        ("comparators", "open_sdg", "", "yellow"),
    ]
    assert world[6]["why"] == "no_classes"
    levels = client.get(f"{BENCHMARK}/2.1/sensitivity.csv").content.decode()
    assert "no_colour" in levels
    assert "answers" in levels
    assert client.get(f"{BENCHMARK}/9.9/sensitivity.csv").status_code == 404
    old = client.get(f"{BENCHMARK.replace('2019', '2015')}/4a.2/sensitivity.csv").content.decode()
    assert len(old.splitlines()) == 1
