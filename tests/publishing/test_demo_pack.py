"""The demo pack: its facts, where they come from, and what the 2015 findings say."""

import csv
import re
import subprocess
import sys
from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest
import yaml

from milepost.frameworks.document import parse
from milepost.kernel.languages import LANGUAGES
from milepost.places import facts as places

ROOT = Path(__file__).resolve().parent.parent.parent
PACK = ROOT / "src" / "milepost" / "publishing" / "demo_pack"
FACTS = sorted((PACK / "facts").glob("*.csv"))
SHARED = ROOT.parent / "shared"
HEADER = ["area", "counterpart", "period", "breakdown", "value", "status", "note"]
DIALOGUE, FIRST, SECOND = "2013-10-03", "2015-11-25", "2019-12-31"
PERIOD = re.compile(r"\d{4}(-Q[1-4]|-\d{2}(-\d{2})?)?")
WORDS = re.compile(r"\w+")
TREATY_NAMES = (
    "Protection of the Rights of All Migrant Workers and Members of Their Families",
    "Convention on the Elimination of All Forms of Discrimination against Women",
)


class _PlainLoader(yaml.SafeLoader):
    """Dates stay text, as the project's own reader keeps them."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def document(name: str) -> dict[str, Any]:
    text = (PACK / name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=_PlainLoader)  # noqa: S506
    return loaded


@cache
def rows(indicator: str, vintage: str) -> list[dict[str, str]]:
    path = PACK / "facts" / f"{indicator}--{vintage}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def known(indicator: str, *vintages: str) -> list[dict[str, str]]:
    return [row for vintage in vintages for row in rows(indicator, vintage)]


def parties(indicator: str, day: str, *vintages: str) -> set[str]:
    """Who is a party on a day: the newest total row of each area that is not later."""
    latest: dict[str, tuple[str, str]] = {}
    for row in known(indicator, *vintages):
        if row["breakdown"] or row["area"] == "001" or row["period"] > day:
            continue
        if row["area"] not in latest or row["period"] > latest[row["area"]][0]:
            latest[row["area"]] = (row["period"], row["value"])
    return {area for area, (_period, value) in latest.items() if value == "1"}


def value(indicator: str, vintage: str, area: str, period: str, breakdown: str = "") -> float:
    for row in rows(indicator, vintage):
        if (row["area"], row["period"], row["breakdown"]) == (area, period, breakdown):
            return float(row["value"])
    message = f"no value of {indicator} for {area} in {period}"
    raise AssertionError(message)


def countries() -> set[str]:
    return {code for code, area in places.load_areas().items() if area.is_leaf}


def members_on(day: date) -> set[str]:
    return {
        code
        for code, area in places.load_areas().items()
        if area.un_member_since is not None and area.un_member_since <= day
    }


# --- tables -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_table_follows_the_schema(path: Path) -> None:
    known_areas = set(places.load_areas()) | set(places.load_groups())
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        assert reader.fieldnames == HEADER
        keys = []
        for row in reader:
            assert row["area"] in known_areas
            assert PERIOD.fullmatch(row["period"])
            assert row["status"] in {"A", "E", "P", "M"}
            assert (row["value"] == "") == (row["status"] == "M")
            assert row["value"] == "" or float(row["value"]) >= 0
            keys.append((row["area"], row["counterpart"], row["period"], row["breakdown"]))
    assert keys == sorted(set(keys))


def test_pack_is_small() -> None:
    total = sum(path.stat().st_size for path in PACK.rglob("*") if path.is_file())
    assert total < 1_500_000


def test_every_table_has_a_vintage_with_source_licence_and_day() -> None:
    listed = {entry["file"]: entry for entry in document("vintages.yaml")["vintages"]}
    assert sorted(listed) == [path.relative_to(PACK).as_posix() for path in FACTS]
    indicators = {entry["key"] for entry in document("indicators.yaml")["indicators"]}
    sources = {entry["key"] for entry in document("sources.yaml")["sources"]}
    for name, entry in listed.items():
        assert name == f"facts/{entry['indicator']}--{entry['vintage']}.csv"
        assert entry["indicator"] in indicators
        assert entry["source"]["title"]
        assert entry["source"]["publisher"]
        assert entry["licence"]
        assert set(entry["note"]) == set(LANGUAGES)
        assert entry["row_groups"]
        for group in entry["row_groups"]:
            assert group["source"] in sources
            assert group["licence"]


def test_nothing_counts_as_known_before_it_happened() -> None:
    for entry in document("vintages.yaml")["vintages"]:
        assert entry["known_on"] <= {"2015": FIRST, "2019": SECOND}[entry["vintage"]]
        for row in rows(entry["indicator"], entry["vintage"]):
            assert row["period"] <= entry["known_on"]


def test_every_indicator_has_facts_and_words_in_six_languages() -> None:
    with_facts = {path.stem.partition("--")[0] for path in FACTS}
    listed = document("indicators.yaml")["indicators"]
    assert {entry["key"] for entry in listed if "derived" not in entry} == with_facts
    for entry in listed:
        for text in (entry["title"], entry["definition"], entry["unit"]["label"]):
            assert set(text) == set(LANGUAGES)
        assert len(entry["metadata"]) == 11
        assert all(set(text) == set(LANGUAGES) for text in entry["metadata"].values())


def test_definitions_follow_the_published_schema() -> None:
    path = ROOT / "src" / "milepost" / "indicators" / "schema" / "indicators.schema.json"
    jsonschema.validate(document("indicators.yaml"), orjson.loads(path.read_bytes()))


# --- treaties -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "at_dialogue", "first", "second"),
    [
        ("treaty-c189", 10, 22, 29),
        ("treaty-icrmw", 47, 48, 55),
        ("treaty-cedaw", 187, 189, 189),
        ("treaty-crc", 193, 196, 196),
    ],
)
def test_complete_lists_give_the_known_numbers_of_parties(
    indicator: str, at_dialogue: int, first: int, second: int
) -> None:
    assert len(parties(indicator, DIALOGUE, "2015")) == at_dialogue
    assert len(parties(indicator, FIRST, "2015")) == first
    assert len(parties(indicator, SECOND, "2015", "2019")) == second


@pytest.mark.parametrize("indicator", ["treaty-c189", "treaty-icrmw", "treaty-cedaw", "treaty-crc"])
def test_complete_lists_know_every_member_state(indicator: str) -> None:
    members = members_on(date(2015, 11, 25))
    assert len(members) == 193
    states = {row["area"] for row in rows(indicator, "2015") if not row["breakdown"]}
    assert members <= states
    outside = {row["area"] for row in known(indicator, "2015") if row["value"] == "0"}
    assert outside.isdisjoint(parties(indicator, FIRST, "2015"))


@pytest.mark.parametrize("indicator", ["treaty-c97", "treaty-c143", "treaty-c181", "treaty-p029"])
def test_incomplete_lists_call_nobody_a_non_party(indicator: str) -> None:
    """A missing row is an unknown status; only the stated number of the world may stand in."""
    first = rows(indicator, "2015")
    assert {row["value"] for row in first if row["area"] != "001"} == {"1"}
    stated = [row for row in first if row["area"] == "001"]
    assert stated
    assert float(stated[-1]["value"]) >= len(parties(indicator, FIRST, "2015"))


def test_numbers_that_the_report_states() -> None:
    assert value("treaty-c97", "2015", "001", FIRST) == 49
    assert value("treaty-c143", "2015", "001", FIRST) == 23
    assert value("treaty-c181", "2015", "001", DIALOGUE) == 27
    assert value("treaty-c181", "2015", "001", FIRST) == 30
    assert value("dual-citizenship-tolerance", "2015", "001", "2013") == 70
    assert value("migrant-deaths", "2015", "001", "2015") == 4965


def test_conflicts_between_sources_are_kept() -> None:
    with (PACK / "conflicts.csv").open(encoding="utf-8", newline="") as stream:
        conflicts = list(csv.DictReader(stream))
    by_indicator: dict[str, set[str]] = defaultdict(set)
    for conflict in conflicts:
        by_indicator[conflict["indicator"]].add(conflict["area"])
        assert conflict["first_says"] != conflict["second_says"]
        assert conflict["chosen"] in {conflict["first_says"], conflict["second_says"]}
        assert conflict["why"]
    assert len(conflicts) == 12
    assert by_indicator["treaty-cedaw"] == {"132", "270", "608", "702"}
    assert by_indicator["treaty-crc"] == {"585", "586", "591", "688"}
    assert by_indicator["treaty-c189"] == {"001", "276"}


# --- series -------------------------------------------------------------------------------------


def test_deaths_are_the_published_figures_and_add_up() -> None:
    published = dict(zip(range(2014, 2020), (5290, 6584, 8072, 6279, 4937, 5306), strict=True))
    for year, deaths in published.items():
        assert value("migrant-deaths", "2019", "001", str(year)) == deaths
        inside = [
            float(row["value"])
            for row in rows("migrant-deaths", "2019")
            if row["period"] == str(year) and row["area"] in countries()
        ]
        assert sum(inside) == deaths


def test_stocks_by_origin_are_less_than_stocks_by_destination() -> None:
    assert value("migrant-stock-destination", "2019", "001", "2019") == 271_642_105
    assert value("migrant-stock-origin", "2019", "001", "2019") == 260_283_760


def test_population_and_remittance_cost() -> None:
    assert value("population", "2019", "001", "2015") == pytest.approx(7.44e9, rel=1e-3)
    cost = [value("remittance-cost", "2019", "001", year) for year in ("2011", "2015", "2017")]
    assert cost == [9.3, 7.5, 7.2]
    assert value("remittances-gdp", "2019", "524", "2015") == pytest.approx(31.4, abs=0.05)


@pytest.mark.parametrize(
    ("breakdown", "published"), [("", 54.1), ("domain=3", 79.3), ("domain=6", 77.5)]
)
def test_share_of_states_with_policies_is_the_published_one(
    breakdown: str, published: float
) -> None:
    """States at step 3 or 4, among the 111 that answered: no answer is not a no."""
    steps = [r for r in rows("migration-policies", "2019") if r["breakdown"] == breakdown]
    answered = [float(row["value"]) for row in steps if row["value"]]
    assert len(answered) == 111
    assert len(steps) == 160
    share = 100 * sum(step >= 3 for step in answered) / len(answered)
    assert share == pytest.approx(published, abs=0.1)


# --- findings of 2015 ---------------------------------------------------------------------------


def test_each_of_the_38_benchmarks_has_one_finding_in_three_languages() -> None:
    path = ROOT / "src" / "milepost" / "frameworks" / "library" / "plan-8-points.yaml"
    plan, _findings = parse(path.read_text(encoding="utf-8"), path.name)
    assert plan is not None
    findings = document("assessments-2015.yaml")["assessments"]
    assert [f["benchmark"] for f in findings] == [b["key"] for b in plan["benchmarks"]]
    assert len(findings) == 38
    sources = {entry["key"] for entry in document("sources.yaml")["sources"]}
    for finding in findings:
        assert set(finding["reason"]) == set(LANGUAGES)
        assert all(text.strip() for text in finding["reason"].values())
        assert finding["citations"]
        assert {citation["source"] for citation in finding["citations"]} <= sources


def test_a_colour_stands_only_with_its_deciding_words() -> None:
    colours: dict[str | None, int] = defaultdict(int)
    for finding in document("assessments-2015.yaml")["assessments"]:
        colours[finding["colour"]] += 1
        note = finding["citations"][0].get("note")
        assert (finding["colour"] is None) == (note is None)
        if note:
            quoted = re.search("“(.+)”", note["en"])
            assert quoted is not None
            assert len(quoted[1].split()) <= 3
    assert colours == {None: 27, "green": 5, "red": 4, "yellow": 2}


def test_groups_and_editions_name_places_that_exist() -> None:
    areas = places.load_areas()
    groups = document("groups.yaml")["groups"]
    assert len(groups) == 5
    for group in groups:
        assert set(group["title"]) == set(LANGUAGES)
        assert all(code in areas for code in group["members"])
    first, second = document("editions.yaml")["editions"]
    assert (first["as_of"], second["as_of"]) == (FIRST, SECOND)
    assert second["previous"] == first["key"]
    assert all(code in areas for code in first["heatmap_places"])


# --- against the specimens ----------------------------------------------------------------------


def runs_of_twelve(text: str) -> set[tuple[str, ...]]:
    words = WORDS.findall(text.lower())
    return {tuple(words[start : start + 12]) for start in range(len(words) - 11)}


def test_no_sentence_of_the_report_is_repeated() -> None:
    reports = sorted((SHARED / "seeds").glob("000_*.txt"))
    if not reports:
        pytest.skip("the text of the Movement report is not here")
    theirs = runs_of_twelve(reports[0].read_text(encoding="utf-8"))
    for path in sorted(PACK.glob("*.yaml")):
        if path.name == "sources.yaml":  # titles of publications are quoted whole
            continue
        text = path.read_text(encoding="utf-8")
        for name in TREATY_NAMES:
            text = text.replace(name, "…")
        assert runs_of_twelve(text) & theirs == set(), path.name


def test_building_again_changes_nothing(tmp_path: Path) -> None:
    if not (SHARED / "data").is_dir():
        pytest.skip("the specimens from which the pack is built are not here")
    script = ROOT / "scripts" / "build_demo_pack.py"
    subprocess.run([sys.executable, str(script), "--into", str(tmp_path)], check=True)
    built = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*.csv")}
    kept = {p.relative_to(PACK): p.read_bytes() for p in PACK.rglob("*.csv")}
    assert built.keys() == kept.keys()
    assert [name.as_posix() for name in built if built[name] != kept[name]] == []


def test_build_without_specimens_says_what_is_missing(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "build_demo_pack.py"
    command = [sys.executable, str(script), "--data", str(tmp_path / "none")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "name their folder with --data" in result.stderr
