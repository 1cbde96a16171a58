"""From a bundle to the charts that show all places: map, regions, heat map."""

from collections import Counter

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from milepost.publishing import formats, terms
from milepost.publishing.bundle import WORLD, Bundle, Json, text_in
from milepost.publishing.charts import facts
from milepost.publishing.charts.absence import NoChart
from milepost.publishing.charts.model import STATES, BarsChart, Head, HeatChart, MapChart
from milepost.publishing.pages.tallies import shown_state

BOUNDARY_NOTE = _(
    "The boundaries and names shown and the designations used on this map do not imply any"
    " opinion on the legal status of a territory or on its frontiers."
)


MAP_TITLE = _("Of %(all)s countries %(green)s show significant progress and %(yellow)s some.")
LADDER_TITLE = _("%(green)s of %(all)s states are party and %(yellow)s have only signed.")
LADDER_IN_PART_TITLE = _(
    "%(green)s of %(all)s states are known to be party; of %(grey)s the list does not tell."
)
BARS_TITLE = _(
    "Highest share with significant progress: %(place)s, %(count)s of %(all)s countries."
)
LADDER_BARS_TITLE = _("Highest share of parties: %(place)s, %(count)s of %(all)s states.")
LADDER = {"party": "green", "signed": "yellow", "not_a_party": "red", "denounced": "red"}
"""Statuses of the commitment ladder with the colour that each one means."""


def ladder_words() -> dict[str, str]:
    """Return what the colours mean where every one is a rung of the commitment ladder."""
    return {
        "green": gettext("party"),
        "yellow": gettext("signed only"),
        "red": gettext("not a party, or has left"),
    }


def _is_ladder(bundle: Bundle, framework: str, benchmark: str, states: dict[str, str]) -> bool:
    ratings = bundle.ratings_for_benchmark(framework, benchmark)
    return all(
        LADDER.get(ratings[code]["status"]) == state
        for code, state in states.items()
        if state != "grey"
    )


def words() -> dict[str, str]:
    """Return the word of each state in the active language."""
    return {state: terms.term(state, "state") for state in STATES}


def country_states(bundle: Bundle, framework: str, benchmark: str) -> dict[str, str]:
    """Return the state of each country that has a rating."""
    ratings = bundle.ratings_for_benchmark(framework, benchmark)
    return {
        code: shown_state(row)
        for code, row in sorted(ratings.items())
        if code in bundle.areas and bundle.areas[code]["kind"] in {"country", "area"}
    }


def _coloured(bundle: Bundle, framework: str, benchmark: str) -> tuple[Json, dict[str, str]]:
    row = bundle.benchmark(framework, benchmark)
    if row is None:
        raise NoChart(reason=gettext("This edition has no such benchmark."))
    states = country_states(bundle, framework, benchmark)
    if not any(state != "grey" for state in states.values()):
        raise NoChart(reason=gettext("No country has a colour on this benchmark."))
    return row, states


def _used(bundle: Bundle, row: Json) -> list[str]:
    key = (row.get("measure") or {}).get("indicator")
    return [key] if key in bundle.indicators else []


def map_chart(bundle: Bundle, chart_id: str, framework: str, benchmark: str, lang: str) -> MapChart:
    """Return the map of a benchmark; raises NoChart when no country has a colour."""
    row, states = _coloured(bundle, framework, benchmark)
    counts = Counter(states.values())
    values = {state: formats.number(counts[state], lang, 0) for state in STATES}
    values["all"] = formats.number(len(states), lang, 0)
    named, title = words(), MAP_TITLE
    if _is_ladder(bundle, framework, benchmark, states):
        named = {**named, **ladder_words()}
        title = LADDER_IN_PART_TITLE if counts["grey"] else LADDER_TITLE
    head = Head(
        chart_id,
        str(title) % values,
        text_in(row["title"], lang),
        gettext(
            "World map. Significant progress: %(green)s countries; some: %(yellow)s; none or"
            " backward: %(red)s; contested: %(contested)s; no colour: %(grey)s."
        )
        % values,
        facts.source_line(bundle, _used(bundle, row), lang),
    )
    names = {code: facts.name_of(bundle, code, lang) for code in states}
    columns = (gettext("country"), gettext("code"), gettext("state"))
    return MapChart(head, lang, states, names, named, columns, str(BOUNDARY_NOTE))


def bars_chart(
    bundle: Bundle, chart_id: str, framework: str, benchmark: str, lang: str
) -> BarsChart:
    """Return the colours of the countries by M49 region; raises NoChart when there are none."""
    row, states = _coloured(bundle, framework, benchmark)
    rows: list[tuple[str, Counter[str]]] = []
    for code, area in sorted(bundle.areas.items()):
        if area["kind"] != "region":
            continue
        members = (bundle.place(code) or {"members": []})["members"]
        counts = Counter(states[member] for member in members if member in states)
        if counts:
            rows.append((text_in(area["names"], lang), counts))
    rows.sort(key=lambda row: (-row[1]["green"] / row[1].total(), row[1]["red"]))
    if not rows:
        raise NoChart(reason=gettext("No region of this edition has countries with a colour."))
    named, title = words(), BARS_TITLE
    if _is_ladder(bundle, framework, benchmark, states):
        named, title = {**named, **ladder_words()}, LADDER_BARS_TITLE
    columns = (gettext("region"), *named.values(), gettext("countries"))
    head = Head(
        chart_id,
        _bars_title(rows, str(title), lang),
        text_in(row["title"], lang),
        gettext("Bars of the countries' states in each of %(count)s regions.")
        % {"count": formats.number(len(rows), lang, 0)},
        facts.source_line(bundle, _used(bundle, row), lang),
    )
    return BarsChart(head, lang, tuple(rows), named, columns)


def _bars_title(rows: list[tuple[str, Counter[str]]], title: str, lang: str) -> str:
    name, counts = rows[0]
    if not counts["green"]:
        return gettext("In no region does a country show significant progress.")
    return title % {
        "place": name,
        "count": formats.number(counts["green"], lang, 0),
        "all": formats.number(counts.total(), lang, 0),
    }


def heat_chart(bundle: Bundle, chart_id: str, framework: str, lang: str) -> HeatChart:
    """Return the states of all benchmarks of a framework, goals down and places across."""
    goals = bundle.goals(framework)
    places = [code for code in bundle.edition["heatmap_places"] if bundle.place(code)]
    if not goals or not places:
        raise NoChart(reason=gettext("This edition has no such framework."))
    cells: dict[tuple[int, int], tuple[str, ...]] = {}
    for i, goal in enumerate(goals):
        for j, place in enumerate(places):
            cells[i, j] = tuple(
                shown_state(bundle.rating(framework, row["key"], place))
                for row in bundle.benchmarks(framework, goal["key"])
            )
    column = places.index(WORLD) if WORLD in places else 0
    seen = [state for (_i, j), states in cells.items() if j == column for state in states]
    values = {
        "all": formats.number(len(seen), lang, 0),
        "green": formats.number(seen.count("green"), lang, 0),
        "yellow": formats.number(seen.count("yellow"), lang, 0),
        "place": facts.name_of(bundle, places[column], lang),
    }
    head = Head(
        chart_id,
        gettext(
            "%(place)s: of %(all)s benchmarks %(green)s show significant progress and"
            " %(yellow)s some."
        )
        % values,
        gettext("State of each benchmark by goal and place; one symbol is one benchmark"),
        gettext("Table of symbols: %(all)s benchmarks by goal, for the world and its regions.")
        % values,
        facts.source_line(bundle, [], lang),
    )
    columns = (gettext("goal"), gettext("place"), *words().values())
    return HeatChart(
        head, lang,
        tuple(facts.name_of(bundle, code, lang) for code in places),
        tuple((goal["key"], text_in(goal["title"], lang)) for goal in goals),
        cells, words(), columns,
    )  # fmt: skip
