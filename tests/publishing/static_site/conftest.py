"""Static sites of the synthetic editions."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from milepost.publishing.static_site.building import Written, build_site
from milepost.publishing.static_site.options import Options
from tests.factories.bundle import write_releases

BASE = "https://example.org/measured"


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both synthetic editions, written once a session and never changed."""
    folder = tmp_path_factory.mktemp("static-releases")
    write_releases(folder)
    return folder


@pytest.fixture(scope="session")
def built(releases: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Written]:
    """A site of both editions in two languages; no test changes it."""
    folder = tmp_path_factory.mktemp("static-site")
    return folder, build_site(releases, options(folder))


@pytest.fixture
def instance(releases: Path, settings: Settings) -> Path:
    """An instance that publishes the editions."""
    settings.MILEPOST_RELEASES = releases
    return releases


def options(
    folder: Path,
    editions: tuple[str, ...] = ("2015", "2019"),
    languages: tuple[str, ...] = ("en", "ar"),
    *,
    processes: int = 1,
) -> Options:
    """Return what a site of the synthetic editions is asked for."""
    return Options(folder, editions, languages, BASE, processes=processes)
