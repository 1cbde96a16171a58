"""Cases for the rating functions: builders for tables, and strategies for Hypothesis."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from milepost.measure.rules import FUNCTIONS, Case
from milepost.measure.series import Point, when_of
from milepost.measure.verdict import Verdict


def series(values: Mapping[Any, float], status: str = "A") -> tuple[Point, ...]:
    """Return points from periods ("2015", "2015-06-24") and values."""
    return tuple(Point(when_of(str(p)), float(v), str(p), status) for p, v in values.items())


def case(values: Mapping[Any, float] | tuple[Point, ...], **given: Any) -> Case:
    """Return a case with the given promise; everything else is absent."""
    promise: dict[str, Any] = {
        "direction": 1,
        "baseline": None,
        "baseline_value": None,
        "target": None,
        "deadline": None,
        "as_of": 2020.0,
    } | given
    points = values if isinstance(values, tuple) else series(values)
    return Case(points=points, **promise)


def rate(function: str, question: Case, **parameters: Any) -> Verdict:
    """Rate a case with parameters given as keywords."""
    return FUNCTIONS[function](question, parameters)


def hundredths(low: int, high: int) -> st.SearchStrategy[float]:
    """Numbers with at most two decimals, so that scaling by ten or two is exact enough."""
    return st.integers(low * 100, high * 100).map(lambda n: n / 100)


values = hundredths(-1000, 1000)
statuses = st.sampled_from("AAAAAEIBFMO")
years = st.integers(1995, 2030)


@st.composite
def points(draw: st.DrawFn, least: int = 0, most: int = 12) -> tuple[Point, ...]:
    """Points of distinct or repeated years or days, in any order."""
    found = []
    for _ in range(draw(st.integers(least, most))):
        year = draw(years)
        period = draw(st.sampled_from([f"{year}", f"{year}-07-01", f"{year}-Q2"]))
        found.append(Point(when_of(period), draw(values), period, draw(statuses)))
    return tuple(found)


moments = st.one_of(years.map(float), st.floats(1995, 2030, allow_nan=False))


@st.composite
def cases(draw: st.DrawFn, least: int = 0) -> Case:
    """Any case, complete or with parts of the promise absent."""
    return Case(
        points=draw(points(least)),
        direction=draw(st.sampled_from([1, -1])),
        baseline=draw(st.none() | moments),
        baseline_value=draw(st.none() | st.none() | values),
        target=draw(st.none() | values | st.just(0.0)),
        deadline=draw(st.none() | moments),
        as_of=draw(moments),
    )


@st.composite
def party_cases(draw: st.DrawFn) -> tuple[Case, dict[str, Any]]:
    """A step series of parties with the parameters of the rule for ratification."""
    total, found = 0, []
    for year in sorted(draw(st.sets(st.integers(1990, 2019), max_size=12))):
        total = max(0, total + draw(st.integers(-1, 6)))
        found.append(Point(float(year), float(total), str(year)))
    most = max([1, *(int(point.value) for point in found)])
    eligible = draw(st.integers(most, 193))
    parameters = {
        "eligible": eligible,
        "target_share": draw(st.none() | st.just(0.5)),
        "needed_for_force": draw(st.none() | st.integers(1, 20)),
        "opened": draw(st.none() | st.just(1988.0)),
    }
    question = Case(
        points=tuple(found),
        direction=1,
        baseline=draw(st.none() | st.sampled_from([1995.0, 2005.5, 2013.75])),
        baseline_value=None,
        target=draw(st.none() | st.integers(1, 193).map(float)),
        deadline=draw(st.none() | st.sampled_from([2016.0, 2018.5, 2030.0])),
        as_of=draw(st.sampled_from([2010.0, 2015.9, 2019.99])),
    )
    return question, parameters


@st.composite
def rated(draw: st.DrawFn) -> tuple[str, Case, dict[str, Any]]:
    """A function with a case and parameters that it may be asked with."""
    name = draw(st.sampled_from(sorted(FUNCTIONS)))
    if name == "ratification":
        question, parameters = draw(party_cases())
        return name, question, parameters
    question = draw(cases())
    if name == "commitment_ladder":
        stages = tuple(
            Point(p.when, draw(st.sampled_from([0.0, 0.5, 1.0])), p.period, p.status)
            for p in question.points
        )
        question = case(stages, as_of=question.as_of)
    chosen: dict[str, Any] = {}
    if name == "level_threshold" and draw(st.booleans()):
        green = draw(values)
        chosen = {"green": green, "yellow": green - question.direction * draw(hundredths(0, 50))}
    return name, question, chosen


@st.composite
def paced(draw: st.DrawFn) -> tuple[str, Case, dict[str, Any]]:
    """A question about a pace, near the edges between the colours: yearly values with gaps."""
    name = draw(st.sampled_from(["linear_path", "policy_share", "direction_of_change"]))
    when = sorted(draw(st.sets(st.integers(2008, 2022), min_size=2, max_size=9)))
    level = 40.0
    found = []
    for year in when:
        level += draw(hundredths(-3, 2))
        found.append(Point(float(year), level, str(year)))
    question = Case(
        points=tuple(found),
        direction=-1,
        baseline=draw(st.sampled_from([2009.0, 2011.0, 2013.75])),
        baseline_value=draw(st.none() | st.none() | st.just(41.0)),
        target=draw(st.sampled_from([20.0, 35.0, 39.0, 0.0])),
        deadline=draw(st.sampled_from([2018.0, 2030.0, 2030.0])),
        as_of=draw(st.sampled_from([2017.5, 2020.0, 2023.0])),
    )
    return name, question, {}
