"""The working pages of data quality: what to do now, and deciding between two sources."""

import csv
import io
import re
from datetime import date
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from milepost.audit.selectors import list_events
from milepost.indicators.quality.gathering import get_quality
from milepost.indicators.selectors import list_conflicts
from milepost.kernel.actors import Actor
from tests.indicators.conftest import Import
from tests.indicators.test_views import signed_in

HEAD = "area,period,breakdown,value,status\n"


@pytest.fixture
def steward(defined: Actor, bring: Import) -> Client:
    """A steward of two sources that disagree about one value."""
    known = {"known_on": date(2016, 1, 1), "source": "World Bank"}
    bring(HEAD + "250,2012,,5,A\n250,2013,,5.5,A\n", **known)
    later = {"known_on": date(2016, 6, 1), "source": "Price survey"}
    bring(HEAD + "250,2012,,6,A\n", name="later.csv", **later)
    return signed_in(defined, "data_steward")


def page_of(client: Client, address: str) -> str:
    """Return a page as text with single spaces."""
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def link_to_decide(page: str) -> str:
    """Return the address behind the first link that leads to a decision filled in."""
    return unescape(re.findall(r'href="([^"]+/decide/\?[^"]+)"', page)[0])


def test_the_list_says_what_to_do(steward: Client) -> None:
    page = page_of(steward, reverse("work-quality-list"))
    assert "1 conflict settled by rule alone" in page
    assert "Compare the two sources, and record which one is right and why." in page
    assert page.count("nothing can be said") == 3
    assert 'aria-current="page">Data quality' in page
    assert "/quality/" in page_of(steward, reverse("work"))


def test_a_decision_is_made_from_the_report_and_settles_the_conflict(
    steward: Client, defined: Actor
) -> None:
    report = reverse("work-quality", args=["remittance-cost"])
    address = link_to_decide(page_of(steward, report))
    filled = dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))
    assert (filled["first_says"], filled["second_says"]) == ("6 (2012)", "5 (2012)")
    assert (filled["first_source"], filled["second_source"]) == ("Price survey", "World Bank")
    assert 'value="6 (2012)"' in page_of(steward, address)
    answer = {**filled, "chosen": "6 (2012)", "why": "later survey"}
    after = steward.post(urlsplit(address).path, answer, follow=True).content.decode()
    assert "The decision is kept" in after
    assert "A person decided so too." in after
    assert "settled by rule alone" not in after
    (kept,) = list_conflicts()
    assert (kept["chosen"], kept["why"], kept["area"]) == ("6 (2012)", "later survey", "250")
    (event,) = [row for row in list_events() if row.action == "indicators.conflict_recorded"]
    assert event.after is not None
    assert event.after["why"] == "later survey"
    part = get_quality(defined, "remittance-cost")["conflicts"]
    assert (part["open"], part["versions"][0]["decision"]) == (0, "followed")
    again = steward.post(urlsplit(address).path, answer, follow=True).content.decode()
    assert "nothing changed" in again


def test_a_decision_against_the_data_stays_open(steward: Client, defined: Actor) -> None:
    address = link_to_decide(page_of(steward, reverse("work-quality", args=["remittance-cost"])))
    filled = dict(parse_qsl(urlsplit(address).query))
    answer = {**filled, "chosen": "5 (2012)", "why": "the survey was small"}
    after = steward.post(urlsplit(address).path, answer, follow=True).content.decode()
    assert "A person decided otherwise" in after
    part = get_quality(defined, "remittance-cost")["conflicts"]
    assert (part["open"], part["versions"][0]["decision"]) == (1, "otherwise")


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(steward: Client) -> None:
    address = reverse("conflict-decide", args=["remittance-cost"])
    answer = {
        "area": "Atlantis",
        "breakdown": "sex",
        "first_source": "A",
        "first_says": "1",
        "second_source": "B",
        "second_says": "2",
        "chosen": "1",
        "why": "because",
    }
    response = steward.post(address, answer)
    assert response.status_code == 422
    page = unescape(response.content.decode())
    assert "“Atlantis” is not a known place." in page
    assert "“sex” is not a breakdown." in page
    assert 'value="because"' in page or "because</textarea>" in page
    assert steward.post(address, {}).status_code == 422
    assert list_conflicts() == []


def test_the_file_of_now_is_handed_out(steward: Client) -> None:
    response = steward.get(reverse("work-quality-csv", args=["remittance-cost"]))
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["other_value"] for row in rows if row["section"] == "conflict"] == ["5.0"]
    assert steward.get(reverse("work-quality", args=["nothing"])).status_code == 404


def test_others_are_refused_and_strangers_sign_in(steward: Client, defined: Actor) -> None:
    names = [("work-quality-list", []), ("work-quality", ["population"]),
             ("work-quality-csv", ["population"]), ("conflict-decide", ["population"])]  # fmt: skip
    observer = signed_in(defined, "observer")
    for name, keys in names:
        assert observer.get(reverse(name, args=keys)).status_code == 403
        assert "/sign-in/" in Client().get(reverse(name, args=keys))["Location"]


def test_the_list_sees_at_once_what_was_imported(steward: Client, bring: Import) -> None:
    address = reverse("work-quality-list")
    assert "1 unusual value" not in page_of(steward, address)
    rows = "".join(f"276,{2000 + at},,{10 + at / 10},A\n" for at in range(5))
    bring(HEAD + rows + "276,2005,,105,A\n", name="slip.csv", known_on=date(2016, 7, 1))
    assert "1 unusual value" in page_of(steward, address)
