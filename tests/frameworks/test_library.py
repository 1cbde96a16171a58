"""The bundled frameworks and crosswalks: complete, correct in form, in our own words."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from milepost.frameworks.bundled import list_bundled_crosswalks, list_bundled_frameworks
from milepost.frameworks.crosswalks import Crosswalk, parse_crosswalk
from milepost.frameworks.document import Document, list_keys, list_missing_texts, parse
from milepost.kernel.languages import LANGUAGES
from milepost.reviews.rating_rules import list_rules

FILES = {path.stem: path for path in list_bundled_frameworks()}
CROSSWALK_FILES = {path.stem: path for path in list_bundled_crosswalks()}
FRAMEWORKS, CROSSWALKS = list(FILES), list(CROSSWALK_FILES)
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
SCRIPTS = {"ar": r"[\u0600-\u06ff]", "ru": r"[\u0400-\u04ff]", "zh": r"[\u4e00-\u9fff]"}
LONGEST_QUOTE = 11
"""Words in a row that a text may share with a source."""
OFFICIAL_NAMES = (
    "Convention on the Elimination of All Forms of Discrimination against Women",
    (
        "International Convention on the Protection of the Rights of All Migrant Workers"
        " and Members of Their Families"
    ),
)
"""Names that nobody may reword, and that are longer than that."""

BENCHMARKS_BY_GOAL = {
    "1": 3,
    "2": 6,
    "3": 6,
    "4a": 4,
    "4b": 4,
    "5": 1,
    "6": 4,
    "7": 5,
    "8": 5,
}
"""As annex 3 of the Movement report lists them."""

TREATIES = {
    "4b.1": "treaty-c189",
    "4b.2": "treaty-cedaw",
    "7.1": "treaty-c181",
    "8.1": "treaty-c189",
    "8.2": "treaty-icrmw",
    "8.3": "treaty-c97",
    "8.4": "treaty-c143",
    "8.5": "treaty-p029",
}
SDG_TARGETS = {
    *("3.c", "4.b", "5.2", "8.7", "8.8", "10.6", "10.7", "10.c"),
    *("16.1", "16.2", "16.9", "17.14", "17.16", "17.17", "17.18"),
}


@cache
def load(key: str) -> Document:
    """Return the normalised document of a bundled framework."""
    path = FILES[key]
    document, findings = parse(path.read_text(encoding="utf-8"), path.name)
    assert findings == []
    assert document is not None
    return document


@cache
def load_crosswalk(key: str) -> Crosswalk:
    """Return a bundled crosswalk; its links are looked up in the bundled frameworks."""
    path = CROSSWALK_FILES[key]
    known = {name: list_keys(load(name)) for name in FRAMEWORKS}
    crosswalk, findings = parse_crosswalk(path.read_text(encoding="utf-8"), path.name, known)
    assert findings == []
    assert crosswalk is not None
    return crosswalk


def benchmarks_of(key: str) -> dict[str, dict[str, Any]]:
    return {benchmark["key"]: benchmark for benchmark in load(key)["benchmarks"]}


def texts_of(value: Any) -> Iterator[str]:
    """Yield every text in a nested structure."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts_of(part)


def text_maps_of(value: Any) -> Iterator[dict[str, str]]:
    """Yield every text map in a nested structure."""
    if isinstance(value, dict):
        if isinstance(value.get("en"), str):
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from text_maps_of(part)


def word_runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Return all runs of ``length`` words, without regard to case, marks and quotation."""
    words = re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.lower().replace("’", "'"))
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def test_the_library_holds_the_five_frameworks_and_four_crosswalks() -> None:
    assert FRAMEWORKS == [
        "gcm-clusters",
        "gcm-objectives",
        "plan-8-points",
        "sdg-migration",
        "sg-8-points",
    ]
    assert CROSSWALKS == [
        "gcm-clusters--gcm-objectives",
        "plan-8-points--gcm-objectives",
        "plan-8-points--sdg-migration",
        "plan-8-points--sg-8-points",
    ]


@pytest.mark.parametrize("key", FRAMEWORKS)
def test_a_bundled_framework_has_no_findings_and_is_named_after_its_key(key: str) -> None:
    assert load(key)["key"] == key


@pytest.mark.parametrize("key", FRAMEWORKS)
def test_every_text_of_a_framework_is_in_six_languages(key: str) -> None:
    assert list_missing_texts(load(key), LANGUAGES) == []


@pytest.mark.parametrize("key", [*FRAMEWORKS, *CROSSWALKS])
def test_every_language_is_in_its_own_script(key: str) -> None:
    """A text pasted under the wrong language code would be read by nobody."""
    content = load(key) if key in FRAMEWORKS else load_crosswalk(key)
    for texts in text_maps_of(content):
        for code, own in SCRIPTS.items():
            others = "".join(text for other, text in texts.items() if other != code)
            assert re.search(own, texts[code]), texts[code]
            assert not re.search(own, others), texts["en"]
        assert len({texts["en"], texts["fr"], texts["es"]}) == 3, texts["en"]


@pytest.mark.parametrize("key", FRAMEWORKS)
def test_every_node_and_benchmark_cites_a_source_with_a_locator(key: str) -> None:
    document = load(key)
    for entry in [*document["nodes"], *document["benchmarks"]]:
        assert entry["source"]["ref"], entry["key"]
        assert entry["source"]["locator"], entry["key"]


@pytest.mark.parametrize("key", FRAMEWORKS)
def test_a_node_says_what_it_asks_in_its_title_or_its_text(key: str) -> None:
    """Themes and recommendations speak by their title; everything else has a text as well."""
    for node in load(key)["nodes"]:
        assert node["text"] or node["kind"] in {"theme", "recommendation"}, node["key"]


def test_the_plan_has_the_38_benchmarks_of_the_annex_in_order() -> None:
    document = load("plan-8-points")
    assert Counter(one["goal"] for one in document["benchmarks"]) == BENCHMARKS_BY_GOAL
    assert [one["key"] for one in document["benchmarks"]] == [
        f"{goal}.{number}"
        for goal, count in BENCHMARKS_BY_GOAL.items()
        for number in range(1, count + 1)
    ]


def test_the_goals_of_the_plan_stand_under_four_themes() -> None:
    nodes = load("plan-8-points")["nodes"]
    goals = {node["key"]: node["parent"] for node in nodes if node["kind"] == "goal"}
    assert goals == {
        **dict.fromkeys(["1", "2"], "t1"),
        **dict.fromkeys(["3", "4a", "4b"], "t2"),
        **dict.fromkeys(["5", "6"], "t3"),
        **dict.fromkeys(["7", "8"], "t4"),
    }


def test_every_recommendation_of_the_plan_has_a_benchmark() -> None:
    document = load("plan-8-points")
    recommendations = {n["key"] for n in document["nodes"] if n["kind"] == "recommendation"}
    assert {one["node"] for one in document["benchmarks"]} == recommendations


def test_every_benchmark_of_the_plan_can_be_judged_and_says_how_to_verify_it() -> None:
    for key, benchmark in benchmarks_of("plan-8-points").items():
        assert benchmark["judge"], key
        assert benchmark["verification"], key


@pytest.mark.parametrize(("key", "indicator"), TREATIES.items())
def test_a_treaty_is_measured_since_the_dialogue_without_an_invented_target(
    key: str, indicator: str
) -> None:
    measure = benchmarks_of("plan-8-points")[key]["measure"]
    assert measure["indicator"] == indicator
    assert measure["rule"] == "ratification@1"
    assert measure["direction"] == "up"
    assert measure["baseline"] == {"period": "2013-10-03", "value": None}
    assert measure["deadline"] == "2018-12-31"
    assert measure["target"] is None


def test_the_plan_measures_ten_benchmarks() -> None:
    measured = {k for k, one in benchmarks_of("plan-8-points").items() if one["measure"]}
    assert measured == {*TREATIES, "2.6", "3.6"}


def test_deaths_are_to_fall_to_zero_from_the_first_comparable_year() -> None:
    measure = benchmarks_of("plan-8-points")["3.6"]["measure"]
    assert measure["target"]["value"] == 0
    assert measure["target"]["note"]
    assert (measure["baseline"]["period"], measure["direction"]) == ("2014", "down")


def test_two_uses_of_one_treaty_are_measured_in_the_same_way() -> None:
    """Goal 4b asks for C189 for the sake of women, goal 8 for all domestic workers."""
    benchmarks = benchmarks_of("plan-8-points")
    assert benchmarks["4b.1"]["measure"] == benchmarks["8.1"]["measure"]


def test_the_targets_of_the_2030_agenda_are_those_that_the_seeds_name() -> None:
    targets = {n["key"] for n in load("sdg-migration")["nodes"] if n["kind"] == "target"}
    assert targets == SDG_TARGETS


def test_the_seeds_name_each_target_of_the_2030_agenda() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the seed documents are not beside the repository")
    seeds = " ".join(path.read_text(encoding="utf-8") for path in SEEDS.glob("*.txt"))
    for target in SDG_TARGETS:
        assert re.search(rf"(?<![\d.]){re.escape(target)}(?![\d.]\d)", seeds), target


def test_benchmarks_of_the_2030_agenda_carry_the_number_of_their_indicator() -> None:
    for key, benchmark in benchmarks_of("sdg-migration").items():
        assert key.startswith(f"{benchmark['goal']}.")
        assert benchmark["source"]["locator"].startswith(f"indicator {key.partition('-')[0]}")
        assert benchmark["measure"], key


@pytest.mark.parametrize("key", FRAMEWORKS)
def test_a_measure_names_a_rule_that_exists_and_parameters_that_the_rule_knows(key: str) -> None:
    """An unknown parameter would be ignored in silence, and the colour would be another."""
    rules = {f"{rule['key']}@{rule['version']}": rule for rule in list_rules()}
    for benchmark in load(key)["benchmarks"]:
        measure = benchmark["measure"]
        if measure:
            rule = rules[measure["rule"]]
            of_states = rule.get("country_parameters") or rule["parameters"]
            known = {"rate_countries", "not_applicable", *rule["parameters"]}
            known |= {f"country_{name}" for name in of_states}
            assert set(measure["parameters"]) <= known, benchmark["key"]


def test_points_objectives_and_clusters_are_complete() -> None:
    assert [node["key"] for node in load("sg-8-points")["nodes"]] == [str(n) for n in range(1, 9)]
    objectives = load("gcm-objectives")["nodes"]
    assert [node["key"] for node in objectives] == [str(n) for n in range(1, 24)]
    clusters = load("gcm-clusters")["nodes"]
    areas = Counter(node["parent"] for node in clusters if node["kind"] == "focus-area")
    assert areas == {"1": 3, "2": 4, "3": 4, "4": 5, "5": 2, "6": 3}


@pytest.mark.parametrize("key", CROSSWALKS)
def test_a_crosswalk_has_no_findings_and_is_named_after_its_key(key: str) -> None:
    assert load_crosswalk(key)["key"] == key


@pytest.mark.parametrize("key", CROSSWALKS)
def test_every_text_of_a_crosswalk_is_in_english_french_and_arabic(key: str) -> None:
    assert list_missing_texts(load_crosswalk(key), LANGUAGES) == []


@pytest.mark.parametrize("key", CROSSWALKS)
def test_both_ends_of_every_link_exist(key: str) -> None:
    source, _dashes, destination = key.partition("--")
    for link in load_crosswalk(key)["links"]:
        assert (link["from"]["framework"], link["to"]["framework"]) == (source, destination)
        for end in (link["from"], link["to"]):
            assert end["node"] in list_keys(load(end["framework"])), end


@pytest.mark.parametrize("key", CROSSWALKS)
def test_links_are_proposals_with_a_note_and_stand_once(key: str) -> None:
    links = load_crosswalk(key)["links"]
    assert {link["review"] for link in links} == {"proposed"}
    for link in links:
        assert link["note"]
        assert 0 < link["confidence"] < 1
    ends = Counter((link["from"]["node"], link["to"]["node"]) for link in links)
    assert max(ends.values()) == 1


def test_every_goal_of_the_plan_is_linked_in_every_crosswalk() -> None:
    for key in CROSSWALKS:
        if key.startswith("plan-8-points"):
            linked = {link["from"]["node"] for link in load_crosswalk(key)["links"]}
            assert set(BENCHMARKS_BY_GOAL) <= linked, key


@pytest.mark.parametrize("key", [*FRAMEWORKS, *CROSSWALKS])
def test_no_sentence_of_a_seed_is_repeated(key: str) -> None:
    """Bundled texts are our own words: no twelve words in a row stand in a seed document."""
    if not SEEDS.is_dir():
        pytest.skip("the seed documents are not beside the repository")
    content = load(key) if key in FRAMEWORKS else load_crosswalk(key)
    length = LONGEST_QUOTE + 1
    titles = {source["title"] for source in content.get("sources", [])}
    seeds: set[tuple[str, ...]] = set()
    for path in sorted(SEEDS.glob("*.txt")):
        seeds |= word_runs(path.read_text(encoding="utf-8"), length)
    for text in texts_of(content):
        if text in titles:
            continue
        own = text
        for name in OFFICIAL_NAMES:
            own = own.replace(name, "|")
        assert not any(word_runs(part, length) & seeds for part in own.split("|")), text
