"""Files are replaced whole or not at all."""

from pathlib import Path

import pytest

from milepost.kernel.files import sha256_of, write_atomically


def test_write_atomically_replaces_and_leaves_no_neighbour(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "file.bin"
    write_atomically(target, b"old")
    write_atomically(target, b"new")
    assert target.read_bytes() == b"new"
    assert [entry.name for entry in target.parent.iterdir()] == ["file.bin"]


def test_write_atomically_into_an_unwritable_place_keeps_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "file.bin"
    write_atomically(target, b"old")
    with pytest.raises((FileExistsError, NotADirectoryError)):
        write_atomically(target / "below", b"new")
    assert target.read_bytes() == b"old"


def test_sha256_of_known_content(tmp_path: Path) -> None:
    """The digest of the empty input is printed in FIPS 180-4's examples."""
    empty = tmp_path / "empty"
    empty.touch()
    assert sha256_of(empty).startswith("e3b0c44298fc1c149afbf4c8996fb924")
