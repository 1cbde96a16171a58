"""A made-up edition in which the last figures of one country were taken from a survey."""

from pathlib import Path

from milepost.frameworks.services import load_framework
from milepost.indicators.services import load_definitions
from milepost.intake import services
from milepost.intake.observing import observe_table
from milepost.kernel.actors import Actor
from tests.factories import instance, surveys

KEY, QUESTION, OPTION = "governments-2018", "q1", "yes"
PLACE = "686"
DESCRIPTION = surveys.DESCRIPTION.replace('place: "002"', f'place: "{PLACE}"')
"""The survey of governments, as if its first region were one country."""
SKEWED = DESCRIPTION.replace("size: 54", "size: 540")
"""The same answers out of a frame of which the first stratum is nine tenths."""

INDICATORS = (
    instance.INDICATORS
    + """\
  - key: price-caps
    title: {en: Offices that cap the price, ar: المكاتب التي تحدد السعر}
    definition: {en: Share of the offices asked that cap the price of sending money.}
    unit: {key: percent, label: {en: per cent, ar: في المائة}}
    kind: rate
    aggregation: mean
    direction: up
    decimals: 0
    frequency: irregular
  - key: price-caps-left
    title: {en: Offices that do not cap the price}
    definition: {en: What is left of a hundred.}
    unit: {key: percent, label: {en: per cent}}
    kind: rate
    aggregation: mean
    direction: down
    decimals: 0
    frequency: irregular
    derived: "100 - [price-caps]"
"""
)
FRAMEWORK = (
    instance.FRAMEWORK
    + """\
      - key: "1.3"
        title: {en: Offices cap the price, ar: المكاتب تحدد السعر}
        text: {en: Half of the offices cap the price., ar: نصف المكاتب يحدد السعر.}
        type: outcome
        action_by: [government]
        level: country
        verification: [{en: Survey of offices}]
        source: {ref: minutes, locator: page 4}
        measure:
          indicator: price-caps
          rule: level-threshold@1
          direction: up
          parameters: {green: 45, yellow: 20}
      - key: "1.4"
        title: {en: Few offices cap no price}
        text: {en: No more than half of the offices cap no price.}
        type: outcome
        action_by: [government]
        level: country
        verification: [{en: Survey of offices}]
        source: {ref: minutes, locator: page 4}
        measure:
          indicator: price-caps-left
          rule: level-threshold@1
          direction: down
          parameters: {green: 55, yellow: 80}
"""
)


def fill(actor: Actor, folder: Path, description: str = DESCRIPTION) -> None:
    """Load the survey, publish a table and take an indicator's values from it."""
    instance.fill_instance(actor, folder)
    load_definitions(actor, INDICATORS, "indicators.yaml")
    load_framework(actor, FRAMEWORK.replace('version: "1"', 'version: "2"'), "village-plan.yaml")
    load_survey(actor, folder, description)
    services.publish_table(actor, KEY, QUESTION)
    observe_table(actor, KEY, QUESTION, OPTION, "price-caps")


def load_survey(actor: Actor, folder: Path, description: str) -> None:
    """Load the survey, or replace it."""
    services.load_survey(
        actor,
        description,
        surveys.write_tidy(folder),
        description_name="survey.yaml",
        answers_name="answers.csv",
    )
