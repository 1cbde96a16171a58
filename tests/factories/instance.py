"""A small instance, loaded through the doors: one framework, one indicator, one edition."""

from datetime import date
from pathlib import Path

from milepost.frameworks.services import load_framework
from milepost.indicators.services import import_file, load_definitions
from milepost.kernel.actors import Actor
from milepost.reviews.judging import load_assessments
from milepost.reviews.services import close_edition, compute_edition, load_editions

FRAMEWORK = """\
milepost: framework/1
key: village-plan
version: "1"
title: {en: Village plan}
about: {en: What the village association asked for.}
issuer: {en: Village association}
period: {start: 2010-01-01, end: 2020-12-31}
sources:
  - {key: minutes, title: Minutes, publisher: Village association, issued: "2010", licence: CC0}
nodes:
  - key: "1"
    kind: goal
    identifier: Goal 1
    title: {en: Cheaper remittances}
    source: {ref: minutes, locator: page 1}
    benchmarks:
      - key: "1.1"
        title: {en: Cost of sending money}
        text: {en: Sending money costs less.}
        type: outcome
        action_by: [government]
        level: country
        verification: [{en: Price survey}]
        source: {ref: minutes, locator: page 2}
        measure:
          indicator: fee
          rule: linear-path@1
          direction: down
          baseline: {period: "2010"}
          target: {value: 3}
          deadline: 2020-12-31
      - key: "1.2"
        title: {en: Posters}
        text: {en: Every counter shows its price.}
        type: process
        action_by: [business]
        level: world
        verification: [{en: Visits}]
        source: {ref: minutes, locator: page 3}
        judge:
          question: {en: Do counters show prices?}
          green: {en: Nearly all.}
          yellow: {en: Some.}
          red: {en: None.}
"""

INDICATORS = """\
milepost: indicators/1
indicators:
  - key: fee
    title: {en: Cost of sending 200 dollars}
    definition: {en: Fee and exchange margin in per cent of the amount.}
    unit: {key: percent, label: {en: per cent}}
    kind: rate
    aggregation: mean
    direction: down
    decimals: 1
    frequency: annual
    metadata:
      STAT_CONC_DEF: {en: Cost of a remittance.}
      UNIT_MEASURE: {en: Per cent.}
      SOURCE_TYPE: {en: Price survey.}
      FREQ_COLL: {en: Every year.}
      DATA_SOURCE: {en: Village association.}
      RATIONALE: {en: Costs fall on families.}
      REC_USE_LIM: {en: Small sample.}
      DATA_COMP: {en: Mean of services.}
      IMPUTATION: {en: None.}
      REG_AGG: {en: Simple mean.}
      COMPARABILITY: {en: Same basket.}
"""

EDITIONS = """\
milepost: editions/1
editions:
  - key: "{key}"
    title: {{en: "Edition {key}"}}
    about: {{en: What was known.}}
    as_of: {as_of}
    main_framework: village-plan
    frameworks: [village-plan]
    heatmap_places: ["001", "002"]
    previous: {previous}
"""

ASSESSMENTS = """\
milepost: assessments/1
edition: "{key}"
framework: village-plan
assessments:
  - benchmark: "1.2"
    place: "001"
    standpoint: civil_society
    assessor: Village association
    colour: yellow
    reason: {{en: Half of the counters do.}}
    assessed_on: {as_of}
    citations: []
"""


def fill_instance(actor: Actor, folder: Path) -> None:
    """Load the framework, the indicator and fees of three countries from 2010 to 2018."""
    load_framework(actor, FRAMEWORK, "village-plan.yaml")
    load_definitions(actor, INDICATORS, "indicators.yaml")
    rows = [
        f"{area},,{year},,{10 - (year - 2010) * fall:.1f},A,"
        for area, fall in (("686", 0.8), ("288", 0.4), ("608", -0.1))
        for year in range(2010, 2019)
    ]
    path = folder / "fee.csv"
    head = "area,counterpart,period,breakdown,value,status,note"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    import_file(actor, "fee", path, source="Price survey", licence="CC0", known_on=date(2014, 1, 1))


def close_one(actor: Actor, key: str, *, previous: str | None = None) -> None:
    """Open, judge, compute and close an edition as of the end of the year ``key``."""
    as_of = f"{key}-12-31"
    shown = f'"{previous}"' if previous else "null"
    load_editions(actor, EDITIONS.format(key=key, as_of=as_of, previous=shown), "editions.yaml")
    load_assessments(actor, ASSESSMENTS.format(key=key, as_of=as_of), "assessments.yaml")
    compute_edition(actor, key)
    close_edition(actor, key)


def clock_day() -> date:
    """Return a fixed day on which something was published."""
    return date(2031, 5, 1)
