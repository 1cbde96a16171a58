"""Fixtures of the reports."""

from pathlib import Path

import pytest

from milepost.publishing.bundle import Bundle
from tests.publishing.report.editions import write_editions


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Bundle]:
    """Both synthetic editions by key."""
    return write_editions(tmp_path_factory.mktemp("reports"))


@pytest.fixture
def bundle(editions: dict[str, Bundle], home: Path) -> Bundle:
    """The synthetic edition of 2019."""
    assert home.is_dir()
    return editions["2019"]
