"""The material of one edition, indexed once for the whole computation."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from milepost.measure.rollup import COUNTRY_GATE
from milepost.measure.series import decimal_year, when_of
from milepost.reviews.material import STOCKS, Document, Material
from milepost.reviews.observed import Series, read_series, values_at

WORLD = "001"
UN_MEMBERS = "un-members"
OF_STATES = frozenset({"adoption", "policy_share"})
COUNTRY_KINDS = frozenset({"country", "area"})
EMPTY = Series()


@dataclass(frozen=True, slots=True)
class Task:
    """One measured benchmark, with its rule's defaults and its own parameters merged.

    ``baseline`` and ``deadline`` are decimal years. ``parameters`` serve groups,
    ``country_parameters`` single states.
    """

    framework: str
    benchmark: Document
    indicator: str
    breakdown: str
    rule: str
    function: str
    country_function: str
    parameters: Mapping[str, Any]
    country_parameters: Mapping[str, Any]
    direction: int
    baseline: float | None
    baseline_value: float | None
    target: float | None
    deadline: float | None
    not_applicable: frozenset[str]
    rates_countries: bool

    @property
    def gate(self) -> float:
        """The share of states whose status must be known before a treaty is rated in a group."""
        gate = self.parameters.get("coverage_gate")
        return COUNTRY_GATE if gate is None else float(gate)


@dataclass(slots=True)
class Workbench:
    """Indexes over a ``Material`` and the caches of one computation."""

    material: Material
    as_of: date
    as_of_when: float
    countries: tuple[str, ...]
    un_members: frozenset[str]
    groups: dict[str, Document]
    rules: dict[str, Document]
    members: dict[str, tuple[str, ...]]
    surveys: dict[str, Document] = field(default_factory=dict)
    cache: dict[str, dict[str, Series]] = field(default_factory=dict)
    weights: dict[tuple[str, float, bool], dict[str, float]] = field(default_factory=dict)
    figures: dict[Hashable, Any] = field(default_factory=dict)

    def series(self, indicator: str, breakdown: str = "") -> Series:
        """Return the series of an indicator; empty when there are no observations."""
        if indicator not in self.cache:
            table = self.material.observations.get(indicator)
            self.cache[indicator] = {} if table is None else read_series(table, self.as_of)
        return self.cache[indicator].get(breakdown, EMPTY)

    def definition(self, indicator: str) -> Document:
        """Return the definition of an indicator; empty when the material has none."""
        return self.material.indicators.get(indicator, {})

    def eligible_members(self, group: str, indicator: str) -> tuple[str, ...]:
        """Return the states of a group that can have a value of this indicator.

        Treaties and policies are made by states: without another limit they are counted over the
        members of the United Nations and not over territories.
        """
        members = self.members[group]
        definition = self.definition(indicator)
        limit = definition.get("eligible")
        if not limit and definition.get("aggregation") in OF_STATES:
            limit = UN_MEMBERS
        if not limit or limit not in self.members or limit == group:
            return members
        allowed = frozenset(self.members[limit])
        return tuple(code for code in members if code in allowed)

    def weights_at(
        self, indicator: str, moment: float, *, or_next: bool = False
    ) -> dict[str, float]:
        """Return the newest value of each area that is not later than ``moment``.

        With ``or_next`` an area whose first value is later gives that one: denominators change
        slowly, and a rate must not lose a country because its population was counted a year
        after.
        """
        series = self.series(indicator)
        epoch = max((when for when in series.moments() if when <= moment), default=-1.0)
        key = (indicator, epoch, or_next)
        if key not in self.weights:
            self.weights[key] = values_at(series, epoch, or_next=or_next)
        return self.weights[key]

    def stocks_at(self, moment: float) -> dict[str, dict[str, float]]:
        """Return the migrant stocks of all areas by side (destination, origin)."""
        return {side: self.weights_at(key, moment) for side, key in STOCKS.items()}


def prepare(material: Material) -> Workbench:
    """Index a material.

    Raises KeyError when the edition has no ``as_of``.
    """
    as_of = date.fromisoformat(str(material.edition["as_of"]))
    countries = tuple(
        sorted(area["code"] for area in material.areas if area["kind"] in COUNTRY_KINDS)
    )
    known = frozenset(countries)
    groups = {group["code"]: group for group in material.groups}
    return Workbench(
        material=material,
        as_of=as_of,
        as_of_when=decimal_year(as_of),
        countries=countries,
        un_members=frozenset(a["code"] for a in material.areas if a.get("un_member")),
        groups=groups,
        rules={f"{rule['key']}@{rule['version']}": rule for rule in material.rules},
        members={
            code: tuple(sorted(known.intersection(group["members"])))
            for code, group in groups.items()
        },
        surveys={survey["key"]: survey for survey in material.surveys},
    )


def make_task(bench: Workbench, framework: str, benchmark: Document) -> Task | None:
    """Return the task of a benchmark, or None when it is not measured.

    Raises KeyError for a rule that the material does not hold.
    """
    measure = benchmark.get("measure")
    if not measure:
        return None
    rule = bench.rules[measure["rule"]]
    given = dict(measure.get("parameters") or {})
    if isinstance(given.get("opened"), str):
        given["opened"] = when_of(given["opened"])
    not_applicable = frozenset(given.pop("not_applicable", None) or ())
    rates_countries = bool(given.pop("rate_countries", True))
    for_countries = {k.removeprefix("country_"): v for k, v in given.items() if _is_country(k)}
    for_groups = {k: v for k, v in given.items() if not _is_country(k)}
    own = rule.get("country_parameters")
    base = _defaults(rule["parameters"])
    baseline = measure.get("baseline") or {}
    target = measure.get("target") or {}
    period = baseline.get("period")
    deadline = measure.get("deadline")
    return Task(
        framework=framework,
        benchmark=benchmark,
        indicator=measure["indicator"],
        breakdown=measure.get("breakdown") or "",
        rule=measure["rule"],
        function=rule["function"],
        country_function=rule.get("country_function") or rule["function"],
        parameters={**base, **for_groups},
        country_parameters=(
            {**base, **for_groups, **for_countries}
            if own is None
            else {**_defaults(own), **for_countries}
        ),
        direction=-1 if measure.get("direction") == "down" else 1,
        baseline=when_of(str(period)) if period else None,
        baseline_value=_number(baseline.get("value")),
        target=_number(target.get("value")),
        deadline=when_of(str(deadline)) if deadline else None,
        not_applicable=not_applicable,
        rates_countries=rates_countries,
    )


def _is_country(name: str) -> bool:
    return name.startswith("country_")


def _defaults(parameters: Mapping[str, Document]) -> dict[str, Any]:
    return {name: parameter["default"] for name, parameter in parameters.items()}


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def stated_target(task: Task, place: str, aggregation: str, *, is_group: bool) -> float | None:
    """Return the target as far as it holds for this place.

    A target in states or in events (adoption, sum) was stated for the level of the benchmark: 50
    ratifications are asked of the world and not of each region. Zero is zero everywhere, and a
    rate or a share holds everywhere.
    """
    if task.target is None or aggregation not in {"adoption", "sum"} or task.target == 0:
        return task.target
    return task.target if is_level(task, place, is_group=is_group) else None


def is_level(task: Task, place: str, *, is_group: bool) -> bool:
    """Whether the place is of the level that the benchmark speaks of."""
    level = task.benchmark.get("level", "world")
    if level == "world":
        return place == WORLD
    return is_group if level == "region" else not is_group


def sorted_codes(codes: Iterable[str]) -> str:
    """Return place codes as one text, for the values of a step."""
    return " ".join(sorted(codes))
