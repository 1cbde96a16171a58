"""Schemathesis asks every address what its description allows and forbids, and finds nothing."""

import random
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck
from hypothesis import settings as limits
from pytest_django.fixtures import Settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from milepost.accounts.selectors import find_person_by_address
from milepost.accounts.services import create_token
from milepost.accounts.tokens import SCOPES
from milepost.kernel.actors import Actor
from tests.factories import workspace

pytestmark = pytest.mark.django_db

REAL = {
    "edition": ("2015", "2019", "latest"),
    "framework": ("plan-8-points", "sdg-migration"),
    "benchmark": ("1.1", "2.1", "4b.1"),
    "place": ("001", "608", "un-members"),
    "indicator": ("remittance-cost", "treaty-c189"),
    "survey": ("governments-2018",),
}
"""Keys of things that are there, so that requests reach what lies behind the addresses."""
FEW = limits(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    database=None,
)


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture(params=["demo", "site"])
def published(request: pytest.FixtureRequest) -> Path:
    """The demo, and the made-up editions with replies, surveys and second rounds."""
    found: Path = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def writer(home: Path, published: Path, system: Actor, settings: Settings) -> str:
    """The token of somebody who may import and judge."""
    workspace.fill(home)
    settings.MILEPOST_RELEASES = published
    person = find_person_by_address("coordinator@example.org") or ""
    return create_token(system, person, "tests", list(SCOPES), 1).secret


def make_real(case: Any) -> None:
    """Name things that are there in most requests that are meant to be valid."""
    dice = random.Random(f"{case.path_parameters}{case.query}")  # noqa: S311 -- no secret
    if dice.random() < 0.2:
        return
    for name in case.path_parameters or {}:
        case.path_parameters[name] = dice.choice(REAL[name])


@schema.parametrize()
@FEW
def test_nothing_is_found(case: Any, published: Path, writer: str) -> None:
    make_real(case)
    headers = {"Accept-Encoding": "identity"}
    excluded = []
    if case.method == "POST":
        # What a file and a judgement say is checked by the services, beyond any description.
        headers["Authorization"] = f"Bearer {writer}"
        excluded.append(positive_data_acceptance)
    # The client in the process does not unpack; packing has its own tests.
    case.call_and_validate(headers=headers, excluded_checks=excluded)
