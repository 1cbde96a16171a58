"""Both rounds of a panel and its standpoints, on the public page of a rating."""

from pathlib import Path

from django.test import Client

BENCHMARK = "/en/editions/2019/plan-8-points/benchmarks/4a.1/"


def test_both_rounds_and_every_standpoint_are_shown(client: Client, site: Path) -> None:
    page = client.get(BENCHMARK).content.decode()
    for words in (
        "By standpoint",
        "Academic",
        "Two rounds",
        "Two statutes were changed after the first round began.",
        "Changed their colour",
        "<dd>1/4</dd>",
        "<dd>2/4</dd>",
        "Changed in the second round. Said in the first:",
        "Confirmed in the second round. Said in the first:",
        "Nothing had been opened when we looked.",
    ):
        assert words in page, words
    assert page.count("Confirmed in the second round.") == 2
    assert client.get(f"{BENCHMARK}trace.json").json()["second_rounds"][0]["by"]


def test_an_edition_with_one_round_shows_one(client: Client, site: Path) -> None:
    page = client.get(BENCHMARK.replace("2019", "2015")).content.decode()
    assert "By standpoint" in page
    for words in ("Two rounds", "second round"):
        assert words not in page
