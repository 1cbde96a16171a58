"""The profile of a city: its own benchmarks and figures, beside those of its country."""

from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.test import Client

from milepost.publishing.bundle import Bundle
from milepost.publishing.report.build import build_report
from milepost.publishing.report.opening import make_scope, open_bundle
from milepost.publishing.report.tree import Section, Table, plain, walk
from tests.publishing.report.editions import write_editions

CITY = "ph-manila"
INDICATOR = "remittance-cost"


@pytest.fixture
def with_city(home: Path) -> Bundle:
    """The synthetic edition of 2019 with a city of the Philippines in it."""
    folder = write_editions(home / "releases")["2019"].folder
    places = orjson.loads((folder / "places.json").read_bytes())
    country = next(row for row in places["areas"] if row["code"] == "608")
    names = {"en": "Manila", "ar": "مانيلا"}
    places["areas"].append(
        {**country, "code": CITY, "kind": "city", "parent": "608", "iso2": "", "iso3": "",
         "names": names, "short": names, "un_member": False}
    )  # fmt: skip
    (folder / "places.json").write_bytes(orjson.dumps(places))
    (path,) = (folder / "frameworks").glob("*.json")
    framework = orjson.loads(path.read_bytes())
    local = next(row for row in framework["benchmarks"] if row["key"] == "2.1")
    local["level"] = "local"
    path.write_bytes(orjson.dumps(framework))
    ratings = orjson.loads((folder / "ratings.json").read_bytes())
    own = next(row for row in ratings if (row["benchmark"], row["place"]) == ("2.1", "608"))
    ratings.append({**own, "place": CITY, "value": 4.5})
    (folder / "ratings.json").write_bytes(orjson.dumps(ratings))
    observed = folder / "observations" / f"{INDICATOR}.parquet"
    table = pq.read_table(observed)
    row = {**table.to_pylist()[0], "area": CITY, "value": 4.5, "breakdown": ""}
    pq.write_table(
        pa.concat_tables([table, pa.Table.from_pylist([row], schema=table.schema)]), observed
    )
    return open_bundle(folder)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_profile_holds_the_city_beside_its_country(with_city: Bundle, language: str) -> None:
    scope = make_scope(with_city, language=language, asked={"place": CITY})
    assert scope.kind == "profile"
    assert [row["key"] for row in scope.benchmarks()] == ["2.1"]
    report = build_report(scope)
    sections = {row.key: row for row in walk(report.sections) if isinstance(row, Section)}
    assert "treaties" not in sections
    assert "replies" not in sections
    (table,) = [row for row in walk(sections["data"].blocks) if isinstance(row, Table)]
    country = {"en": "Philippines", "ar": "الفلبين"}[language]
    assert table.columns[3].title.startswith(country)
    assert any("4.5" in plain(row.cells[1]) for row in table.rows)


def test_the_page_of_a_city_leads_to_its_country_and_back(with_city: Bundle) -> None:
    browser = Client()
    shown = browser.get(f"/en/editions/2019/places/{CITY}/").content.decode()
    assert "Manila" in shown
    assert "/en/editions/2019/places/608/" in shown
    assert shown.count("benchmarks/2.1/") >= 1
    assert "benchmarks/1.1/" not in shown
    assert '<th scope="col" class="num">Philippines</th>' in shown
    assert f"/places/{CITY}/" in browser.get("/en/editions/2019/places/608/").content.decode()
    listed = browser.get("/en/editions/2019/places/").content.decode()
    assert "<h2>Cities</h2>" in listed
    found = browser.get("/en/editions/2019/find/?q=manila").content.decode()
    assert "<h2>Cities</h2>" in found
    assert "1 page matches" in found


def test_a_city_is_no_country(with_city: Bundle) -> None:
    browser = Client()
    before = browser.get("/en/editions/2015/places/").content.decode()
    after = browser.get("/en/editions/2019/places/").content.decode()
    assert ("12 countries have" in before) == ("12 countries have" in after)
    found = {
        kind: str(browser.get(f"/api/v1/editions/2019/places?kind={kind}&limit=500").json())
        for kind in ("country", "group", "city")
    }
    assert [kind for kind, answer in found.items() if CITY in answer] == ["city"]
