"""From a question to figures, as the edition holds them: nothing is computed here.

Values of a place are its own observations; a group without its own shows what the edition rolled
up. Missing values stay, with the status that says why.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from milepost.measure.series import FORECAST_STATUSES, when_of
from milepost.publishing.bundle import WORLD, Bundle
from milepost.publishing.charts import facts
from milepost.publishing.explore.question import MOST_LINES, Question
from milepost.publishing.pages.overview import is_country

ROLLED_UP = "aggregated"
"""Where a figure of a group comes from when no source states it."""
OBSERVED = "observed"
DEFAULT_COUNTRIES = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """One value. ``value`` is None where ``status`` (SDMX OBS_STATUS) says that it is missing."""

    place: str
    breakdown: str
    period: str
    when: float
    value: float | None
    status: str
    origin: str = OBSERVED
    vintage: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of a place and breakdown in order of time; without forecasts."""

    place: str
    breakdown: str
    figures: tuple[Figure, ...]

    @property
    def known(self) -> tuple[Figure, ...]:
        """The figures that have a value."""
        return tuple(figure for figure in self.figures if figure.value is not None)


@dataclass(frozen=True, slots=True)
class Pair:
    """A country with its latest value of two indicators."""

    place: str
    across: Figure
    up: Figure


def breakdowns_of(bundle: Bundle, indicator: str) -> list[str]:
    """Return the breakdowns that an indicator has in this edition, the total first."""
    rows = facts.rows_by_area(bundle, indicator)
    found = {row["breakdown"] for area in rows.values() for row in area}
    if bundle.aggregates(indicator):
        found.add("")
    return sorted(found)


def places_with(bundle: Bundle, indicator: str) -> set[str]:
    """Return the places that have at least one figure of an indicator."""
    rolled = {row["place"] for row in bundle.aggregates(indicator) if row["value"] is not None}
    return rolled | set(facts.rows_by_area(bundle, indicator))


def usual_places(bundle: Bundle, indicator: str) -> tuple[str, ...]:
    """Return what is shown when no place is named: the world, or countries with many figures."""
    if series_of(bundle, Question(indicator), WORLD, _first_breakdown(bundle, indicator)).known:
        return (WORLD,)
    rows = facts.rows_by_area(bundle, indicator)
    by_size = sorted(rows, key=lambda code: (-len(rows[code]), code))
    return tuple(code for code in by_size if is_country(bundle, code))[:DEFAULT_COUNTRIES]


def _first_breakdown(bundle: Bundle, indicator: str) -> str:
    return next(iter(breakdowns_of(bundle, indicator)), "")


def asked_breakdowns(bundle: Bundle, asked: Question) -> tuple[str, ...]:
    """Return the breakdowns of a question that its indicator has; without any, its first."""
    known = breakdowns_of(bundle, asked.indicator)
    return tuple(key for key in asked.breakdowns if key in known) or tuple(known[:1])


def lines(bundle: Bundle, asked: Question) -> list[Series]:
    """Return the series of a question that hold a figure, at most as many as a chart carries."""
    places = asked.places or usual_places(bundle, asked.indicator)
    breakdowns = asked_breakdowns(bundle, asked)
    found = [
        series_of(bundle, asked, place, breakdown) for place in places for breakdown in breakdowns
    ]
    return [series for series in found if series.figures][:MOST_LINES]


def series_of(bundle: Bundle, asked: Question, place: str, breakdown: str) -> Series:
    """Return the figures of one place and breakdown within the years of the question."""
    rows = facts.rows_by_area(bundle, asked.indicator).get(place, ())
    figures = list(_parties(bundle, asked.indicator, place, breakdown))
    figures = figures or list(_observed(rows, place, breakdown))
    if not any(figure.value is not None for figure in figures) and not breakdown:
        figures = list(_rolled_up(bundle, asked.indicator, place)) or figures
    kept = [figure for figure in figures if _within(asked, figure)]
    return Series(place, breakdown, tuple(sorted(kept, key=lambda figure: figure.when)))


def _within(asked: Question, figure: Figure) -> bool:
    year = int(figure.when)
    return (asked.first is None or year >= asked.first) and (
        asked.last is None or year <= asked.last
    )


def _observed(rows: Iterable[Mapping[str, Any]], place: str, breakdown: str) -> Iterator[Figure]:
    for row in rows:
        if row["breakdown"] != breakdown or row["counterpart"]:
            continue
        if row["status"] in FORECAST_STATUSES:
            continue
        yield Figure(
            place, breakdown, row["period"], when_of(row["period"]), facts.value_of(row),
            row["status"], vintage=row["vintage"],
        )  # fmt: skip


def _parties(bundle: Bundle, indicator: str, place: str, breakdown: str) -> Iterator[Figure]:
    """Yield how many states of a group were party to a treaty after each act; else nothing."""
    if breakdown or bundle.indicators[indicator]["kind"] != "adoption":
        return
    counted = facts.parties_of(bundle, indicator, place, "en")
    for dot in counted.line.dots if counted else ():
        yield Figure(place, "", dot.period, dot.when, dot.value, "A", origin=ROLLED_UP)


def _rolled_up(bundle: Bundle, indicator: str, place: str) -> Iterator[Figure]:
    factor = facts.scale_of(bundle.indicators[indicator], is_group=True)
    for row in bundle.aggregates(indicator, place):
        value = None if row["value"] is None else round(row["value"] * factor, 10)
        status = "A" if value is not None else "M"
        when = when_of(row["period"])
        yield Figure(place, "", row["period"], when, value, status, origin=ROLLED_UP)


def latest(bundle: Bundle, asked: Question) -> dict[str, Figure]:
    """Return the last figure with a value of each country, within the years of the question.

    A country whose figures are all missing keeps its last one, so that a map can say so.
    """
    breakdown = next(iter(asked_breakdowns(bundle, asked)), "")
    found: dict[str, Figure] = {}
    for code in facts.rows_by_area(bundle, asked.indicator):
        if not is_country(bundle, code):
            continue
        series = series_of(bundle, asked, code, breakdown)
        if series.figures:
            found[code] = (series.known or series.figures)[-1]
    return found


def pairs(bundle: Bundle, asked: Question) -> list[Pair]:
    """Return the countries that have a value of both indicators, by code.

    The second indicator is taken without breakdown, or in its first.
    """
    other = Question(asked.against, first=asked.first, last=asked.last)
    across, up = latest(bundle, asked), latest(bundle, other)
    return [
        Pair(code, across[code], up[code])
        for code in sorted(across.keys() & up.keys())
        if across[code].value is not None and up[code].value is not None
    ]


def all_figures(bundle: Bundle, asked: Question) -> list[Figure]:
    """Return every figure behind an answer: of the places asked for, or of all places.

    Of a comparison these are the figures of its first indicator; the second has its own file.
    """
    places = asked.places or sorted(places_with(bundle, asked.indicator))
    breakdowns = (
        asked_breakdowns(bundle, asked)
        if asked.breakdowns
        else breakdowns_of(bundle, asked.indicator)
    )
    found: list[Figure] = []
    for place in places:
        for breakdown in breakdowns:
            found += series_of(bundle, asked, place, breakdown).figures
    return found
