"""Page models: what each page says, from the synthetic bundle alone."""

from pathlib import Path

import pytest

from milepost.publishing.bundle import Bundle
from milepost.publishing.pages import benchmarks, comparison, overview, places, record, tallies
from tests.factories.bundle import write_releases
from tests.factories.bundle_places import FRAMEWORK, GREYS, HEATMAP


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> list[Bundle]:
    """Both synthetic editions, oldest first."""
    folders: dict[str, Path] = write_releases(tmp_path_factory.mktemp("pages"))
    return [Bundle(folder, key) for key, folder in folders.items()]


@pytest.fixture(scope="module")
def bundle(editions: list[Bundle]) -> Bundle:
    """The synthetic edition 2019."""
    return editions[1]


def test_home_counts_every_benchmark_once_and_contested_apart(bundle: Bundle) -> None:
    spread = overview.home_page(bundle)["spread"]
    assert spread == {"green": 1, "yellow": 2, "red": 1, "contested": 1, "grey": 1, "total": 6}


def test_heat_map_has_a_cell_for_every_goal_and_place(bundle: Bundle) -> None:
    page = overview.home_page(bundle)
    assert [place["code"] for place in page["columns"]] == HEATMAP
    assert [len(row["cells"]) for row in page["rows"]] == [len(HEATMAP)] * 3
    for row in page["rows"]:
        assert all(cell["spread"]["total"] == row["count"] for cell in row["cells"])


def test_home_tells_world_moves_from_the_others(bundle: Bundle) -> None:
    page = overview.home_page(bundle)
    assert page["moves"] == {"better": 2}
    assert page["moved_below_world"] == 3


def test_first_edition_has_moved_nowhere(editions: list[Bundle]) -> None:
    page = overview.home_page(editions[0])
    assert (page["previous"], page["moves"], page["moved"]) == (None, {}, [])


def test_goal_page_lists_promises_benchmarks_and_neighbours(bundle: Bundle) -> None:
    page = overview.goal_page(bundle, FRAMEWORK, "2")
    assert page is not None
    assert [item["key"] for item in page["recommendations"]] == ["2-r1"]
    assert [line["benchmark"]["key"] for line in page["lines"]] == ["2.1", "2.2"]
    assert (page["before"]["key"], page["after"]["key"]) == ("1", "4a")
    assert page["links"][0]["there"] == {"framework": "sdg-migration", "node": "10.c"}


@pytest.mark.parametrize("key", ["9", "1-r1", "", "../1"])
def test_goal_page_of_an_unknown_goal_is_none(bundle: Bundle, key: str) -> None:
    assert overview.goal_page(bundle, FRAMEWORK, key) is None


def test_links_seen_from_the_other_end_turn_around(bundle: Bundle) -> None:
    link = {**bundle.crosswalks[0], "relation": "broadMatch"}
    bundle.__dict__["crosswalks"] = [link]
    try:
        seen = overview.links_of(bundle, "sdg-migration", {"10.c"})
    finally:
        del bundle.__dict__["crosswalks"]
    assert [(row["relation"], row["there"]["node"]) for row in seen] == [("narrowMatch", "2")]


def test_benchmark_page_keeps_countries_and_groups_apart(
    bundle: Bundle, editions: list[Bundle]
) -> None:
    page = benchmarks.benchmark_page(bundle, FRAMEWORK, "2.1", editions=editions, language="en")
    assert page is not None
    names = [line["place"]["names"]["en"] for line in page["countries"]]
    assert names == sorted(names)
    assert len(names) == 12
    assert {line["place"]["code"] for line in page["groups"]} == set(HEATMAP[1:])
    assert {line["rating"]["reason"] for line in page["countries"]} >= set(GREYS)
    assert [row["rating"]["state"] for row in page["history"]] == ["red", "yellow"]


def test_country_names_sort_in_the_language_of_the_page(
    bundle: Bundle, editions: list[Bundle]
) -> None:
    page = benchmarks.benchmark_page(bundle, FRAMEWORK, "1.1", editions=editions, language="fr")
    assert page is not None
    names = [line["place"]["names"]["fr"] for line in page["countries"]]
    assert names.index("Éthiopie") < names.index("France")
    assert names.index("Allemagne") < names.index("Bangladesh")


def test_place_page_shows_every_benchmark_and_says_what_is_missing(bundle: Bundle) -> None:
    page = places.place_page(bundle, "608", language="en")
    assert page is not None
    assert sum(len(goal["lines"]) for goal in page["goals"]) == 6
    assert page["spread"]["total"] == 6
    missing = {line["benchmark"]["key"] for line in page["missing"]}
    assert missing == {"1.2", "2.2", "4a.1", "4a.2"}
    assert [event["what"] for event in page["events"]] == ["ratification"]


def test_unknown_status_of_a_treaty_is_not_a_no(bundle: Bundle) -> None:
    """Without a rating the state is grey, never red."""
    grey = tallies.rating_or_grey(bundle, FRAMEWORK, "1.2", "608")
    assert (grey["state"], grey["reason"], grey["value"]) == ("grey", "not_assessed", None)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 12),
        ("bra", 1),
        ("BRÉSIL", 1),
        ("allemagne", 1),
        ("الجزائر", 1),
        ("phl", 1),
        ("608", 1),
        ("zzz", 0),
        ("%", 0),
    ],
)
def test_places_are_found_by_name_in_any_language_and_by_code(
    bundle: Bundle, query: str, expected: int
) -> None:
    assert places.places_page(bundle, query=query, language="en")["found"] == expected


def test_practice_page_divides_by_type(bundle: Bundle) -> None:
    page = overview.practice_page(bundle, "001")
    assert page is not None
    assert [cell["type"] for cell in page["overall"]] == ["structural", "process", "outcome"]
    assert [cell["spread"]["total"] for cell in page["overall"]] == [2, 2, 2]
    assert overview.practice_page(bundle, "nowhere") is None


def test_editions_page_tells_causes_apart(editions: list[Bundle]) -> None:
    page = comparison.editions_page(editions[0], editions[1])
    counts = {row["cause"]: sum(cell["count"] for cell in row["cells"]) for row in page["matrix"]}
    assert counts == {"fact": 2, "method": 1, "judge": 1, "framework": 1}
    assert page["total"] == 5
    assert [line["benchmark"] for line in page["at_world"]] == ["1.2", "2.1"]


def test_editions_that_do_not_follow_each_other_are_compared_anew(editions: list[Bundle]) -> None:
    """Backwards there is no frozen list of changes, so the bundles themselves are compared."""
    changes = comparison.changes_between(editions[1], editions[0])
    found = {(row["benchmark"], row["place"]): row["direction"] for row in changes}
    assert found[("1.2", "001")] == "worse"


def test_places_are_compared_on_benchmarks_rated_in_either(bundle: Bundle) -> None:
    page = comparison.places_comparison(bundle, "004", "608", language="en")
    assert [line["benchmark"]["key"] for line in page["lines"]] == ["1.1", "2.1"]
    assert (page["both"], page["same"]) == (1, 0)
    assert comparison.places_comparison(bundle, "004", "zz", language="en")["unknown"] == ["zz"]


def test_method_page_lists_what_uses_the_rule(bundle: Bundle) -> None:
    page = record.method_page(bundle, "judged@1")
    assert page is not None
    assert [item["benchmark"]["key"] for item in page["benchmarks"]] == [
        "1.2",
        "2.1",
        "2.2",
        "4a.1",
    ]
    assert record.method_page(bundle, "nothing@9") is None


def test_rating_rows_are_complete_and_missing_is_empty(bundle: Bundle) -> None:
    rows = record.rating_rows(bundle)
    assert len(rows) == len(bundle.ratings)
    value = record.RATING_COLUMNS.index("value")
    grade = record.RATING_COLUMNS.index("evidence_grade")
    assert {row[value] for row in rows if row[5] == "grey"} == {""}
    assert {row[grade] for row in rows if row[5] == "grey"} == {""}
    assert {row[grade] for row in rows if row[5] != "grey"} <= {"A", "B", "C", "D"}
    one = record.rating_rows(bundle, (rows[0][0], rows[0][1]))
    assert one == [row for row in rows if row[:2] == rows[0][:2]]
