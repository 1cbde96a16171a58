"""Fixtures that every room uses."""

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.utils.translation import override
from pytest_django.fixtures import Settings

from milepost.engine.backends import Engine
from milepost.engine.connection import connect
from milepost.kernel.actors import Actor, ActorKind, system_actor
from tests.factories.bundle import write_releases

DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what asks a database; the rest would say the same as before."""
    if "MILEPOST_TEST_DATABASE_URL" not in os.environ:
        return
    asking = [item for item in items if _asks_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _asks_database(item)])
    items[:] = asking


def _asks_database(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or names & DATABASE)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Tests read English, whatever language the page before was asked in."""
    with override("en"):
        yield


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    """A home folder of this test alone: observations, uploads and releases point into it."""
    settings.MILEPOST_HOME = tmp_path
    settings.MILEPOST_OBSERVATIONS = tmp_path / "observations"
    settings.MILEPOST_UPLOADS = tmp_path / "uploads"
    settings.MILEPOST_RELEASES = tmp_path / "releases"
    return tmp_path


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


@pytest.fixture
def system() -> Actor:
    """The operator at the command line."""
    return system_actor("tests")


@pytest.fixture
def admin() -> Actor:
    """A person who holds every role."""
    roles = frozenset({"administrator", "editor", "data_steward", "assessor"})
    return Actor(ActorKind.PERSON, "00000000-0000-4000-8000-000000000001", "Admin", roles)


@pytest.fixture
def observer() -> Actor:
    """A person who may look and change nothing."""
    roles = frozenset({"observer"})
    return Actor(ActorKind.PERSON, "00000000-0000-4000-8000-000000000002", "Observer", roles)


def _engine(address: str) -> Iterator[Engine]:
    with connect(address) as engine:
        yield engine


@pytest.fixture(scope="session")
def duck() -> Iterator[Engine]:
    """DuckDB, the default."""
    yield from _engine("duckdb")


@pytest.fixture(scope="session")
def chdb() -> Iterator[Engine]:
    """ClickHouse's engine in the process."""
    if find_spec("chdb") is None:
        pytest.skip("chdb is not installed (extra clickhouse)")
    yield from _engine("chdb")


@pytest.fixture(scope="session")
def spark() -> Iterator[Engine]:
    """A real local Spark session."""
    if find_spec("pyspark") is None or shutil.which("java") is None:
        pytest.skip("Spark needs the extra spark and a Java runtime")
    yield from _engine("spark")


@pytest.fixture(params=["duck", "chdb", "spark"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    found: Engine = request.getfixturevalue(request.param)
    return found
