"""Schemathesis asks every address what its description allows and forbids, and finds nothing."""

import random
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings

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
FEW = settings(
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


def make_real(case: Any) -> None:
    """Name things that are there in most requests that are meant to be valid."""
    dice = random.Random(f"{case.path_parameters}{case.query}")  # noqa: S311 -- no secret
    if dice.random() < 0.2:
        return
    for name in case.path_parameters or {}:
        case.path_parameters[name] = dice.choice(REAL[name])


@schema.parametrize()
@FEW
def test_nothing_is_found(case: Any, published: Path) -> None:
    make_real(case)
    # The client in the process does not unpack; packing has its own tests.
    case.call_and_validate(headers={"Accept-Encoding": "identity"})
