"""What is answered: the shape of every object, for the description and for readers."""

from datetime import date
from enum import StrEnum
from typing import Any

from ninja import Schema
from pydantic import Field

Json = dict[str, Any]


class Availability(StrEnum):
    """Whether there is a figure or colour, and if not, what kind of nothing it is."""

    STATED = "stated"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    SUPPRESSED = "suppressed"
    STALE = "stale"


class Words(Schema):
    """A text with the language it is in, which is English where no translation exists."""

    text: str
    language: str


class FindingShape(Schema):
    """One thing wrong, with its remedy."""

    code: str
    where: str
    what: str
    why: str
    remedy: str


class Problem(Schema):
    """Why a request was refused (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str = Field(description="Stable name of the problem.")
    findings: list[FindingShape]


class EditionMark(Schema):
    """Which release an answer is from."""

    key: str
    title: Words
    as_of: date = Field(description="Day up to which facts count.")
    release: str = Field(description="First 12 characters of the checksum.")
    checksum: str
    published_on: date | None


class Licence(Schema):
    """Under what terms an answer may be used."""

    name: str
    note: str


class Source(Schema):
    """Where data come from, under their own licence."""

    indicator: str | None
    title: str
    licence: str
    url: str
    known_on: date | None


class Around(Schema):
    """What every answer about an edition says beside its data."""

    edition: EditionMark
    licence: Licence
    sources: list[Source]


class Page(Around):
    """What every list says: ``next`` is the address of the page that follows."""

    total: int = Field(description="Rows that meet the filters, on all pages.")
    next: str | None


class Edition(EditionMark):
    """One published edition."""

    about: Words | None
    frameworks: list[str]
    main_framework: str
    previous: str | None
    is_newest: bool
    links: dict[str, str]


class Editions(Schema):
    """The published editions, oldest first."""

    data: list[Edition]
    licence: Licence


class EditionAnswer(Around):
    """One published edition."""

    data: Edition


class Entry(Schema):
    """Where to begin."""

    name: str
    version: str
    links: dict[str, str]


class BenchmarkMeasure(Schema):
    """How a benchmark is measured."""

    indicator: str
    rule: str
    direction: str | None
    baseline: Json | None
    target: Json | None
    deadline: str | None
    breakdown: str | None


class Benchmark(Schema):
    """One promise that can be rated."""

    key: str
    goal: str
    node: str
    title: Words
    text: Words | None
    type: str
    level: str
    action_by: list[str]
    measure: BenchmarkMeasure | None
    is_judged: bool


class Node(Schema):
    """A theme, goal, recommendation or target, with what lies below it."""

    key: str
    kind: str
    identifier: str
    title: Words | None
    text: Words | None
    benchmarks: list[Benchmark]
    children: list["Node"]


class Framework(Schema):
    """A framework in short."""

    key: str
    version: str
    title: Words
    about: Words | None
    issuer: Words | None
    starts_on: date | None
    ends_on: date | None
    benchmarks: int
    link: str


class Frameworks(Page):
    """The frameworks that an edition rates."""

    data: list[Framework]


class FrameworkTree(Framework):
    """A framework with its tree."""

    nodes: list[Node]


class FrameworkAnswer(Around):
    """One framework."""

    data: FrameworkTree


class Place(Schema):
    """A country, area or group."""

    code: str = Field(description="M49 code, or the code of a group.")
    name: Words
    kind: str
    is_group: bool
    iso2: str
    iso3: str
    region: str
    un_member: bool
    is_rated: bool
    members: list[str]
    link: str


class Places(Page):
    """Places of an edition."""

    data: list[Place]


class PlaceAnswer(Around):
    """One place."""

    data: Place


class Rating(Schema):
    """One rating. ``colour`` is what the rule or the panel gave, ``state`` what pages show."""

    framework: str
    goal: str
    benchmark: str
    place: str
    place_name: Words | None
    state: str = Field(description="green, yellow, red, grey, or contested.")
    colour: str = Field(description="green, yellow, red or grey.")
    availability: Availability
    reason: str | None = Field(description="Why there is no colour.")
    flags: list[str]
    is_contested: bool
    is_stale: bool
    basis: str
    status: str
    value: float | None
    unit: str
    period: str
    evidence_grade: str | None
    indicator: str | None
    link: str = Field(description="The rating with its working.")
    trace: Json | None = Field(description="The working, when asked for.")


class Ratings(Page):
    """Ratings of an edition."""

    data: list[Rating]


class RatingAnswer(Around):
    """One rating with its working, what people judged and what was replied."""

    data: Rating
    assessments: list[Json]
    reply: Json | None


class Link(Schema):
    """One end of a mapping."""

    framework: str
    node: str


class Mapping(Schema):
    """A node of one framework mapped to a node of another (SKOS relations)."""

    crosswalk: str
    source: Link
    target: Link
    relation: str
    confidence: float | None
    review: str
    note: Words | None


class Mappings(Page):
    """Mappings between frameworks."""

    data: list[Mapping]


class Reply(Schema):
    """What a government replied to one rating; ``none_received`` where it was asked in vain."""

    framework: str | None
    benchmark: str | None
    place: str
    stance: str
    until: str | None
    text: Words | None
    office: str | None
    replied_on: str | None
    answer: Json | None


class Replies(Page):
    """Replies of governments."""

    data: list[Reply]


class Hit(Schema):
    """One thing found."""

    kind: str
    key: str
    framework: str | None
    name: Words
    matched: Words = Field(description="The name that matched, in whatever language it is.")
    link: str


class Hits(Around):
    """What a search found, the nearest first."""

    total: int
    data: list[Hit]
