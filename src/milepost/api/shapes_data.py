"""What is answered about data and sources: the shape of every object."""

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field

from milepost.api.shapes import Around, Availability, Page, Words

Json = dict[str, Any]


class Indicator(Schema):
    """An indicator with the vintages that the edition used."""

    key: str
    title: Words
    definition: Words | None
    unit: str
    unit_label: Words | None
    kind: str
    direction: str | None
    frequency: str | None
    aggregation: str | None
    decimals: int | None
    is_derived: bool
    metadata: dict[str, Words]
    vintages: list[Json]
    links: dict[str, str]


class Indicators(Page):
    """Indicators of an edition."""

    data: list[Indicator]


class IndicatorAnswer(Around):
    """One indicator."""

    data: Indicator


class Observation(Schema):
    """One observation. A missing value is null, never zero; ``status`` is SDMX OBS_STATUS."""

    indicator: str
    area: str
    counterpart: str
    period: str
    breakdown: str
    value: float | None
    status: str
    availability: Availability
    note: str
    vintage: str


class Observations(Around):
    """Observations in the order of the release."""

    data: list[Observation]
    next: str | None


class GroupValue(Schema):
    """The value of a group as rolled up."""

    place: str
    period: str
    breakdown: str
    value: float | None
    availability: Availability
    coverage: Json


class GroupValues(Page):
    """Values of groups."""

    data: list[GroupValue]


class SourceRow(Schema):
    """A source that the edition rests on: data, a cited document, or a framework's own."""

    kind: str = Field(description="data, evidence or framework.")
    key: str
    title: str
    publisher: str
    licence: str
    url: str
    indicator: str | None
    known_on: date | None


class Sources(Page):
    """Sources of an edition."""

    data: list[SourceRow]


class CitedFor(Schema):
    """Where an edition cites a practice."""

    framework: str
    goal: str
    benchmark: str
    place: str
    by: str = Field(description="assessment or reply.")
    locator: str = Field(description="Page or paragraph.")
    note: Words | None


class Practice(Schema):
    """A practice: what somebody did, as a published source tells it."""

    key: str
    title: str
    publisher: str
    issued: str
    licence: str
    url: str
    cited_for: list[CitedFor]


class Practices(Page):
    """Practices that an edition cites."""

    data: list[Practice]


class SurveyRow(Schema):
    """A survey in short."""

    key: str
    title: Words
    publisher: str
    licence: str
    questions: list[str]
    link: str


class Surveys(Page):
    """Surveys of an edition."""

    data: list[SurveyRow]


class SurveyAnswer(Around):
    """A survey with its published tables; small cells were hidden before they were frozen."""

    data: Json
