"""A government's reply beside the rating, on every public page that shows it."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.test import Client

EDITION = "/en/editions/2019"
BENCHMARK = f"{EDITION}/plan-8-points/benchmarks/1.1"


def test_the_reply_stands_beside_the_rating_with_its_answer(client: Client, site: Path) -> None:
    page = client.get(f"{BENCHMARK}/places/608/").content.decode()
    for words in (
        "Reply of the government",
        "Corrects a fact",
        "Made-up Ministry of Labour",
        "leaves out the counters of the post",
        "Made-up report on movement",
        "Something was changed because of it",
        "The figures of the post were imported",
    ):
        assert words in page
    assert page.index('class="standing"') < page.index('id="reply"') < page.index('id="history"')


def test_who_was_asked_and_did_not_reply_is_said(client: Client, site: Path) -> None:
    page = client.get(f"{BENCHMARK}/places/458/").content.decode()
    assert "asked to reply until 25 November 2019. No reply was received." in page
    unasked = client.get(f"{BENCHMARK}/places/686/").content.decode()
    assert "Reply of the government" not in unasked


def test_a_country_shows_its_replies_and_a_benchmark_counts_them(
    client: Client, site: Path
) -> None:
    country = client.get(f"{EDITION}/places/608/").content.decode()
    assert "What the government replies" in country
    assert "leaves out the counters of the post" in country
    silent = client.get(f"{EDITION}/places/458/").content.decode()
    assert "No reply was received." in silent
    benchmark = client.get(f"{BENCHMARK}/").content.decode()
    words = "2 governments were asked to reply: 1 corrects a fact and 1 sent no reply."
    assert words in benchmark


def test_the_files_carry_the_reply(client: Client, site: Path) -> None:
    table = client.get(f"{EDITION}/ratings.csv").content.decode()
    cells = {
        (row["benchmark"], row["place"]): (row["reply"], row["reply_answer"])
        for row in csv.DictReader(StringIO(table))
    }
    assert cells["1.1", "608"] == ("corrects", "accepted")
    assert cells["1.1", "458"] == ("none_received", "")
    assert cells["1.1", "686"] == ("", "")
    trace = client.get(f"{BENCHMARK}/trace.json").json()
    assert [row["place"] for row in trace["replies"]] == ["608"]


@pytest.mark.parametrize("page", ["places/608/", "places/458/", ""])
def test_editions_without_replies_are_shown_as_before(
    client: Client, site: Path, page: str
) -> None:
    old = client.get(f"{BENCHMARK.replace('2019', '2015')}/{page}")
    assert old.status_code == 200
    assert "reply" not in old.content.decode().lower()


def test_the_reply_speaks_the_readers_language(client: Client, site: Path) -> None:
    page = client.get(f"{BENCHMARK}/places/608/".replace("/en/", "/ar/")).content.decode()
    assert "رقم 2018" in page
    french = client.get(f"{BENCHMARK}/places/608/".replace("/en/", "/fr/")).content.decode()
    assert '<span lang="en" dir="auto">The figure of 2018' in french
