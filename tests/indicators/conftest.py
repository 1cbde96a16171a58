"""Indicators and small files for the tests of this room."""

from collections.abc import Callable
from pathlib import Path

import pytest

from milepost.indicators import services
from milepost.indicators.importing import ImportReport
from milepost.indicators.mapping import Mapping
from milepost.kernel.actors import Actor, system_actor

DEFINITIONS = """
milepost: indicators/1
indicators:
  - key: remittance-cost
    title: {en: Cost of sending remittances}
    definition: {en: Average cost of sending 200 US dollars}
    unit: {key: percent, label: {en: per cent}}
    kind: rate
    aggregation: published
    direction: down
  - key: population
    title: {en: Population}
    definition: {en: Persons at mid-year}
    unit: {key: persons, label: {en: persons}}
    kind: count
    aggregation: sum
    direction: none
  - key: treaty-c189
    title: {en: Domestic workers convention}
    definition: {en: States party}
    unit: {key: states, label: {en: states}}
    kind: adoption
    aggregation: adoption
    direction: up
  - key: transfers
    title: {en: Money sent home}
    definition: {en: Million US dollars}
    unit: {key: usd-million, label: {en: million US dollars}}
    kind: amount
    aggregation: sum
    direction: none
"""

Import = Callable[..., ImportReport]


@pytest.fixture
def defined(db: None, home: Path) -> Actor:
    """The operator of an instance in which the indicators of these tests are defined."""
    actor = system_actor("tests")
    services.load_definitions(actor, DEFINITIONS, "tests.yaml")
    return actor


@pytest.fixture
def bring(defined: Actor, tmp_path: Path) -> Import:
    """Import a text or bytes as a file: ``bring("area,period,value\\n…", "population")``."""

    def run(
        content: str | bytes,
        indicator: str = "remittance-cost",
        *,
        name: str = "data.csv",
        mapping: Mapping | None = None,
        **more: object,
    ) -> ImportReport:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        known = {"source": "a publisher", "licence": "CC BY 4.0", **more}
        return services.import_file(defined, indicator, path, mapping=mapping, **known)  # type: ignore[arg-type]

    return run
