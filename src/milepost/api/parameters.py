"""What may be asked: the query parameters of every address, with their limits."""

from enum import StrEnum
from typing import Annotated

from ninja import Schema
from pydantic import Field

from milepost.kernel.languages import LANGUAGES
from milepost.measure.states import Reason, State

Language = StrEnum("Language", {code: code for code in LANGUAGES})  # type: ignore[misc]
Language.__doc__ = "A language of the United Nations."
Shown = StrEnum(  # type: ignore[misc]
    "Shown", {state.value: state.value for state in State} | {"contested": "contested"}
)
Shown.__doc__ = "A state as pages show it."
Kind = StrEnum(  # type: ignore[misc]
    "Kind", {k: k for k in ("framework", "goal", "benchmark", "place", "indicator")}
)
Kind.__doc__ = "What a search finds."

KEY = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"
KEYS = r"^([A-Za-z0-9][A-Za-z0-9._-]{0,79}(,[A-Za-z0-9][A-Za-z0-9._-]{0,79}){0,99})?$"
PERIOD = r"^([12][0-9]{3}(-Q[1-4]|-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?$"
CURSOR = r"^[A-Za-z0-9_-]{0,400}$"

Keys = Annotated[str, Field(pattern=KEYS, max_length=8000)]


class Worded(Schema):
    """Parameters of every public address."""

    lang: Language = Field(
        Language("en"), description="Language of names; English where there is no translation."
    )
    release: str = Field(
        "",
        pattern=r"^([0-9a-f]{12})?$",
        description="First 12 characters of the checksum: the answer may then be kept for ever, "
        "and 409 says that the edition was published again.",
    )


class Paged(Worded):
    """Parameters of every list."""

    limit: int = Field(100, ge=1, le=1000, description="Rows on a page.")
    cursor: str = Field("", pattern=CURSOR, description="Where the page begins, from `next`.")


class PlaceFilters(Paged):
    """Which places."""

    kind: str = Field(
        "", pattern="^(country|group)?$", description="`country` (or area) or `group`."
    )
    group: str = Field("", pattern=f"({KEY})|^$", description="Members of this group.")


class RatingFilters(Paged):
    """Which ratings."""

    framework: Keys = Field("", description="Keys of frameworks, parted by commas.")
    goal: Keys = Field("", description="Keys of goals, parted by commas.")
    benchmark: Keys = Field("", description="Keys of benchmarks, parted by commas.")
    place: Keys = Field("", description="M49 codes or codes of groups, parted by commas.")
    group: str = Field("", pattern=f"({KEY})|^$", description="Members of this group.")
    state: str = Field(
        "",
        pattern="^((green|yellow|red|grey|contested)(,(green|yellow|red|grey|contested)){0,4})?$",
        description="States as shown, parted by commas; `contested` is a state of its own here.",
    )
    reason: str = Field(
        "",
        pattern="^(" + "|".join(reason.value for reason in Reason) + ")?$",
        description="Why there is no colour.",
    )
    trace: bool = Field(False, description="Put the working into each rating.")


class ObservationFilters(Worded):
    """Which observations."""

    indicator: Keys = Field("", description="Keys of indicators, parted by commas; all without.")
    area: Keys = Field("", description="M49 codes, parted by commas; all without.")
    group: str = Field("", pattern=f"({KEY})|^$", description="Members of this group.")
    start: str = Field(
        "", pattern=PERIOD, alias="from", description="First period, such as `2015` or `2015-06`."
    )
    end: str = Field("", pattern=PERIOD, alias="to", description="Last period, itself included.")
    breakdown: str = Field(
        "",
        max_length=400,
        description="A breakdown as the data state it (`sex=F`); `total` for none; all without.",
    )
    limit: int = Field(1000, ge=1, le=10000, description="Rows on a page.")
    cursor: str = Field("", pattern=CURSOR, description="Where the page begins, from `next`.")
    format: str = Field(
        "json",
        pattern="^(json|csv)$",
        description="`csv` gives every row that is left, without pages.",
    )


class ReplyFilters(Paged):
    """Which replies."""

    framework: Keys = Field("", description="Keys of frameworks, parted by commas.")
    place: Keys = Field("", description="M49 codes, parted by commas.")


class PracticeFilters(Paged):
    """Which practices: those cited for what is named."""

    framework: Keys = Field("", description="Keys of frameworks, parted by commas.")
    goal: Keys = Field("", description="Keys of goals, parted by commas.")
    benchmark: Keys = Field("", description="Keys of benchmarks, parted by commas.")
    place: Keys = Field("", description="M49 codes or codes of groups, parted by commas.")


class SearchFilters(Worded):
    """What to look for."""

    q: str = Field(min_length=1, max_length=200, description="Words of a name, or a code.")
    kind: Kind | None = Field(None, description="One kind alone.")
    limit: int = Field(20, ge=1, le=100, description="Most hits.")
