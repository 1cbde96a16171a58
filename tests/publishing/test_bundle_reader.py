"""Reading bundles and the pointer: lookups, freshness, and no way out of the folder."""

from pathlib import Path

import orjson
import pytest

from milepost.publishing.bundle import Bundle, language_of, text_in
from milepost.publishing.library import Library
from tests.factories.bundle import write_edition, write_releases
from tests.factories.bundle_places import COUNTRIES, FRAMEWORK


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """The synthetic edition 2019."""
    return Bundle(write_edition(tmp_path_factory.mktemp("reader"), "2019"), "abc")


def test_goals_are_the_nodes_that_hold_benchmarks(bundle: Bundle) -> None:
    """Recommendations lie between goal and benchmark and are not goals themselves."""
    assert [goal["key"] for goal in bundle.goals(FRAMEWORK)] == ["1", "2", "4a"]
    assert [row["key"] for row in bundle.benchmarks(FRAMEWORK, "1")] == ["1.1", "1.2"]


def test_rating_is_found_by_its_three_keys_or_is_none(bundle: Bundle) -> None:
    found = bundle.rating(FRAMEWORK, "1.1", "608")
    assert found is not None
    assert (found["place"], found["benchmark"]) == ("608", "1.1")
    assert bundle.rating(FRAMEWORK, "1.1", "999") is None
    assert set(bundle.ratings_for_benchmark(FRAMEWORK, "1.1")) >= set(COUNTRIES)
    rated = {row["benchmark"] for row in bundle.ratings if row["place"] == "608"}
    assert rated == {"1.1", "2.1"}
    assert "608" in bundle.rated_places()


def test_group_knows_its_members_and_country_its_groups(bundle: Bundle) -> None:
    africa = bundle.place("002")
    assert africa is not None
    assert africa["members"] == ["012", "231", "686"]
    assert [group["code"] for group in bundle.groups_of("686")] == ["001", "ldc", "002", "202"]
    senegal = bundle.place("686")
    assert senegal is not None
    assert senegal["members"] == []


def test_observations_are_sorted_and_of_one_breakdown(bundle: Bundle) -> None:
    periods = [row["period"] for row in bundle.observations("remittance-cost", "608")]
    assert periods == sorted(periods)
    assert bundle.observations("remittance-cost", "608", "sex=F") == []


@pytest.mark.parametrize(
    "key", ["../../../etc/passwd", "..", "1.1/../../edition", "", "nothing", "/etc/passwd"]
)
def test_keys_that_leave_the_folder_find_nothing(bundle: Bundle, key: str) -> None:
    assert bundle.traces(FRAMEWORK, key) == {}
    assert bundle.aggregates(key) == []
    assert bundle.observations_table(key) is None
    assert bundle.file(key) is None


def test_only_listed_files_are_handed_out(bundle: Bundle) -> None:
    (bundle.folder / "note.txt").write_text("left behind", encoding="utf-8")
    assert bundle.file("note.txt") is None
    assert bundle.file("edition.json") == (bundle.folder / "edition.json").resolve()
    assert bundle.file("checksums.txt") is not None
    assert all(row["hash"].startswith("sha256:") for row in bundle.files.values())


def test_listed_link_that_leaves_the_folder_is_not_handed_out(tmp_path: Path) -> None:
    """A bundle from elsewhere may be unpacked with links; they must not reach out of it."""
    folder = write_edition(tmp_path, "2015")
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    (folder / "crosswalks.json").unlink()
    (folder / "crosswalks.json").symlink_to(secret)
    assert Bundle(folder).file("crosswalks.json") is None


def test_library_lists_editions_in_the_order_of_the_pointer(tmp_path: Path) -> None:
    write_releases(tmp_path)
    library = Library(tmp_path)
    assert [bundle.key for bundle in library.editions()] == ["2015", "2019"]
    newest = library.newest()
    assert newest is not None
    assert newest.key == "2019"
    assert library.find("1900") is None


def test_library_notices_a_replaced_pointer_and_keeps_unchanged_bundles(tmp_path: Path) -> None:
    write_releases(tmp_path)
    library = Library(tmp_path)
    first, version = library.find("2015"), library.version
    pointer = tmp_path / "published.json"
    rows = orjson.loads(pointer.read_bytes())["editions"][:1]
    neighbour = tmp_path / "neighbour"
    neighbour.write_bytes(orjson.dumps({"editions": rows}))
    neighbour.replace(pointer)
    assert [bundle.key for bundle in library.editions()] == ["2015"]
    assert library.version != version
    assert library.find("2015") is first


def test_library_without_a_pointer_is_empty(tmp_path: Path) -> None:
    library = Library(tmp_path)
    assert library.editions() == []
    assert library.newest() is None


def test_pointer_that_names_a_folder_outside_is_left_out(tmp_path: Path) -> None:
    row = {"key": "x", "path": "../x", "checksum": "0", "published_on": "2020-01-01"}
    (tmp_path / "published.json").write_bytes(orjson.dumps({"editions": [row]}))
    assert Library(tmp_path).editions() == []


def test_text_falls_back_to_english_and_says_so() -> None:
    texts = {"en": "Goal", "fr": "Objectif"}
    assert (text_in(texts, "fr"), language_of(texts, "fr")) == ("Objectif", "fr")
    assert (text_in(texts, "ar"), language_of(texts, "ar")) == ("Goal", "en")
    assert text_in({"es": "Meta"}, "ar") == "Meta"
    assert text_in(None, "en") == ""
