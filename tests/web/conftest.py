"""A published site of the synthetic bundle."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.factories.bundle import write_releases


@pytest.fixture(scope="session")
def synthetic_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both synthetic editions, written once a session and never changed."""
    folder = tmp_path_factory.mktemp("releases")
    write_releases(folder)
    return folder


@pytest.fixture
def site(synthetic_releases: Path, settings: Settings) -> Path:
    """An instance that publishes both synthetic editions."""
    settings.MILEPOST_RELEASES = synthetic_releases
    return synthetic_releases
