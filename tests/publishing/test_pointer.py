"""The pointer names the served bundles, oldest first."""

from datetime import date
from pathlib import Path

from milepost.publishing.pointer import Published, read_pointer, with_edition, write_pointer


def published(key: str, checksum: str = "a") -> Published:
    return Published(key, f"{key}-{checksum}", checksum, date(2020, 1, 2))


def test_an_absent_pointer_serves_nothing(tmp_path: Path) -> None:
    assert read_pointer(tmp_path) == []


def test_pointer_is_read_back_equal(tmp_path: Path) -> None:
    editions = [published("2015"), published("2019")]
    write_pointer(tmp_path, editions)
    assert read_pointer(tmp_path) == editions


def test_with_edition_replaces_the_same_key_and_keeps_the_order() -> None:
    served = [published("2019"), published("2021")]
    added = with_edition(served, published("2015"), ["2015", "2019", "2021"])
    assert [edition.key for edition in added] == ["2015", "2019", "2021"]
    replaced = with_edition(added, published("2019", "b"), ["2015", "2019", "2021"])
    assert [edition.checksum for edition in replaced] == ["a", "b", "a"]
