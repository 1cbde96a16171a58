"""A synthetic edition, and one whose texts try to run as formulas."""

import shutil
from pathlib import Path

import orjson
import pytest

from milepost.publishing.bundle import Bundle
from tests.factories.bundle import write_edition


@pytest.fixture(scope="session")
def edition_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the synthetic edition of 2019."""
    return write_edition(tmp_path_factory.mktemp("exports"), "2019")


@pytest.fixture
def bundle(edition_folder: Path) -> Bundle:
    """The synthetic edition of 2019."""
    return Bundle(edition_folder, "c0ffee" * 10 + "0000")


@pytest.fixture
def hostile(edition_folder: Path, tmp_path: Path) -> Bundle:
    """The same edition; the title of an indicator would run in a spreadsheet."""
    folder = tmp_path / "hostile"
    shutil.copytree(edition_folder, folder)
    path = folder / "indicators.json"
    rows = orjson.loads(path.read_bytes())
    rows[0]["title"]["en"] = '=HYPERLINK("https://example.org","click")'
    rows[1]["title"]["en"] = "@SUM(1)\r\n<script>&"
    path.write_bytes(orjson.dumps(rows))
    return Bundle(folder, "c0ffee" * 10 + "0000")
