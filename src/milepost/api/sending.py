"""What is sent to write: files with where they come from, and judgements."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from milepost.api.parameters import KEY
from milepost.kernel.languages import LANGUAGES


class Standpoint(StrEnum):
    """From where somebody judges."""

    CIVIL_SOCIETY = "civil_society"
    MIGRANT_ASSOCIATION = "migrant_association"
    TRADE_UNION = "trade_union"
    EMPLOYER = "employer"
    GOVERNMENT = "government"
    ACADEMIA = "academia"
    INTERNATIONAL_AGENCY = "international_agency"
    REPORT_AUTHOR = "report_author"
    SECRETARIAT = "secretariat"


class Colour(StrEnum):
    """What a person may say of a benchmark."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    NOT_APPLICABLE = "not_applicable"


class Confidence(StrEnum):
    """How sure a person is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class SentFile(Schema):
    """What goes with a file of data."""

    indicator: str = Field(pattern=KEY, description="Key of the indicator.")
    source: str = Field(min_length=1, max_length=500, description="Who published the data.")
    licence: str = Field(min_length=1, max_length=200, description="Under which licence.")
    url: str = Field("", max_length=1000, pattern="^(https?://.*)?$", description="Where it was.")
    known_on: date | None = Field(None, description="Since when the data were public; today.")
    note: str = Field("", max_length=2000, description="Anything a reader should know.")
    mapping: str = Field(
        "",
        max_length=50_000,
        description="How the columns are understood, as JSON; as suggested without it.",
    )
    dry_run: bool = Field(False, description="Check, and keep nothing.")


class TokenTold(Schema):
    """What a token is for; `permissions` are those that its person's roles give today as well."""

    uuid: str
    name: str
    person: str
    scopes: list[str]
    permissions: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


class Imported(Schema):
    """What an import did: `outcome` is accepted, unchanged (it was there) or checked (dry run)."""

    outcome: str
    indicator: str
    vintage: str
    rows: int
    areas: int
    first_period: str
    last_period: str
    checksum: str
    mapping: dict[str, Any]
    findings: list[dict[str, Any]]


class SentPassage(Schema):
    """A passage that a judgement rests on."""

    source: str = Field(pattern=KEY, description="Key of the source.")
    locator: str = Field(min_length=1, max_length=200, description="Page or paragraph.")


Language = Annotated[str, Field(pattern=f"^({'|'.join(LANGUAGES)})$")]
Text = Annotated[str, Field(min_length=1, max_length=5000)]


class SentAssessment(Schema):
    """One judgement, in the own name of the person of the token."""

    edition: str = Field(pattern=KEY)
    framework: str = Field(pattern=KEY)
    benchmark: str = Field(pattern=KEY)
    place: str = Field(pattern=KEY, description="M49 code, or the code of a group.")
    colour: Colour | None = Field(description="Null says that no colour is stated.")
    reason: dict[Language, Text] = Field(
        min_length=1, description="Why, by language; it is published with the rating."
    )
    standpoint: Standpoint
    confidence: Confidence | None = None
    assessor: str = Field(
        "", max_length=200, description="The name to publish; the person's own without it."
    )
    assessed_on: date | None = Field(None, description="Day of the judgement; today without it.")
    citations: list[SentPassage] = Field([], max_length=20)
    seen: str | None = Field(
        None,
        max_length=64,
        description="Id of the own judgement that was last read (empty for none): 409 when "
        "another one was handed in since.",
    )


class Kept(Schema):
    """What became of a judgement: `outcome` is added, changed or unchanged."""

    outcome: str
