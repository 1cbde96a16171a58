"""A small instance: one framework, two indicators with facts, one source, one open edition."""

from datetime import date
from pathlib import Path

import pytest

from milepost.evidence.services import load_sources
from milepost.frameworks.services import load_framework
from milepost.indicators.services import import_file, load_definitions
from milepost.kernel.actors import Actor
from milepost.reviews.services import load_editions

FRAMEWORK = """\
milepost: framework/1
key: plan
version: "1"
title: {en: A plan}
about: {en: What was promised.}
issuer: {en: A network}
period: {start: 2013-10-03, end: 2018-12-31}
sources:
  - {key: plan-text, title: The plan, publisher: A network, issued: "2013"}
nodes:
  - key: "1"
    kind: goal
    identifier: Goal 1
    title: {en: Rights}
    source: {ref: plan-text, locator: goal 1}
    benchmarks:
      - key: "1.1"
        title: {en: Treaty}
        text: {en: The treaty is ratified.}
        type: structural
        action_by: [government]
        level: world
        verification: [{en: The list of parties}]
        source: {ref: plan-text, locator: "goal 1, row 1"}
        measure:
          indicator: treaty
          breakdown: ""
          rule: ratification@1
          parameters: {}
          direction: up
          baseline: {period: "2013-10-03"}
        judge: &judge
          question: {en: Has it moved?}
          green: {en: Clearly}
          yellow: {en: Somewhat}
          red: {en: "No"}
      - key: "1.2"
        title: {en: Practice}
        text: {en: Workers can complain.}
        type: outcome
        action_by: [government]
        level: country
        verification: [{en: Reports}]
        source: {ref: plan-text, locator: "goal 1, row 2"}
        judge:
          question: {en: Can they?}
          green: {en: "Yes"}
          yellow: {en: Sometimes}
          red: {en: "No"}
""".replace("&judge", "")

META = "\n".join(
    f"      {name}: {{en: Stated for a test.}}"
    for name in (
        "STAT_CONC_DEF",
        "UNIT_MEASURE",
        "SOURCE_TYPE",
        "FREQ_COLL",
        "DATA_SOURCE",
        "RATIONALE",
        "REC_USE_LIM",
        "DATA_COMP",
        "IMPUTATION",
        "REG_AGG",
        "COMPARABILITY",
    )
)
DEFINITIONS = f"""\
milepost: indicators/1
indicators:
  - key: treaty
    title: {{en: A treaty}}
    definition: {{en: Parties to a treaty.}}
    unit: {{key: party, label: {{en: party}}}}
    kind: adoption
    aggregation: adoption
    weight: null
    eligible: un-members
    direction: up
    decimals: 0
    frequency: irregular
    metadata:
{META}
"""

SOURCES = """\
milepost: sources/1
sources:
  - {key: movement, title: A report, publisher: A network}
"""

EDITIONS = """\
milepost: editions/1
editions:
  - key: "2015"
    title: {en: "2015"}
    as_of: 2015-11-25
    frameworks: [plan]
"""

PUBLISHED = """\
area,counterpart,period,breakdown,value,status,note
001,,2010-01-01,,5,A,
001,,2013-10-03,,10,A,
001,,2015-07-01,,10,A,
004,,2012-05-01,,1,A,ratification
008,,2012-05-01,event=signature,1,A,
"""


@pytest.fixture
def small(db: None, home: Path, system: Actor, tmp_path: Path) -> str:
    """The key of an open edition in which the world has a published count of parties."""
    load_framework(system, FRAMEWORK, "plan.yaml")
    load_definitions(system, DEFINITIONS, "indicators.yaml")
    load_sources(system, SOURCES, "sources.yaml")
    path = tmp_path / "treaty.csv"
    path.write_text(PUBLISHED, encoding="utf-8")
    import_file(system, "treaty", path, source="A list", licence="CC0", known_on=date(2015, 8, 1))
    load_editions(system, EDITIONS, "editions.yaml")
    return "2015"
