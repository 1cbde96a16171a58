"""Page models of a benchmark: where it stands, why, everywhere and over the editions."""

from typing import Any

from milepost.publishing.bundle import WORLD, Bundle, Json, text_in
from milepost.publishing.pages.grading import grade_page
from milepost.publishing.pages.outlook import outlook_of
from milepost.publishing.pages.overview import is_country, links_of
from milepost.publishing.pages.places import sort_key
from milepost.publishing.pages.replies import count_stances, reply_of
from milepost.publishing.pages.survey_basis import survey_basis_of
from milepost.publishing.pages.tallies import rating_or_grey, tally
from milepost.reviews.panel_figures import by_standpoint

Context = dict[str, Any]


def benchmark_page(
    bundle: Bundle, framework: str, key: str, *, editions: list[Bundle], language: str
) -> Context | None:
    """Return the page of a benchmark at world level, with every place beside it."""
    benchmark = bundle.benchmark(framework, key)
    if benchmark is None:
        return None
    ratings = bundle.ratings_for_benchmark(framework, key)
    countries = place_lines(bundle, ratings, language, countries=True)
    groups = place_lines(bundle, ratings, language, countries=False)
    return {
        **_standing(bundle, framework, benchmark, WORLD, language),
        "countries": countries,
        "country_spread": tally(line["rating"] for line in countries),
        "groups": [line for line in groups if line["place"]["code"] != WORLD],
        "history": history(editions, framework, key, WORLD),
        "stances": count_stances(bundle, framework, key),
        "links": links_of(bundle, framework, {key, benchmark["node"]}),
        "has_firmness": any(t.get("sensitivity") for t in bundle.traces(framework, key).values()),
        **_neighbours(bundle, framework, key),
    }


def benchmark_place_page(
    bundle: Bundle, framework: str, key: str, place: str, *, editions: list[Bundle], language: str
) -> Context | None:
    """Return the page of a benchmark in one place."""
    benchmark = bundle.benchmark(framework, key)
    where = bundle.place(place)
    if benchmark is None or where is None:
        return None
    ratings = bundle.ratings_for_benchmark(framework, key)
    members = {code: ratings[code] for code in where["members"] if code in ratings}
    return {
        **_standing(bundle, framework, benchmark, place, language),
        "members": place_lines(bundle, members, language, countries=True),
        "history": history(editions, framework, key, place),
        "groups_of": [
            {"place": group, "rating": ratings[group["code"]]}
            for group in bundle.groups_of(place)
            if group["code"] in ratings
        ],
    }


def _standing(
    bundle: Bundle, framework: str, benchmark: Json, place: str, language: str
) -> Context:
    key = benchmark["key"]
    measure = benchmark.get("measure")
    trace = bundle.trace(framework, key, place)
    indicator = bundle.indicators.get(measure["indicator"]) if measure else None
    rating = rating_or_grey(bundle, framework, key, place)
    return {
        "framework": bundle.frameworks[framework],
        "benchmark": benchmark,
        "goal": bundle.node(framework, benchmark["goal"]),
        "recommendation": bundle.node(framework, benchmark["node"]),
        "where": bundle.place(place),
        "rating": rating,
        "grade": grade_page(bundle, rating, trace, indicator, language),
        "trace": trace,
        "survey_basis": survey_basis_of(bundle, trace),
        "outlook": outlook_of(trace, place, indicator, language),
        "rule": bundle.rules.get(trace["rule"] if trace else (measure or {}).get("rule", "")),
        "indicator": indicator,
        "vintages": used_vintages(indicator, trace),
        "reply": reply_of(bundle, framework, key, place),
        **_panel(bundle, framework, key, place),
        "cited": evidence_of(bundle, framework, key, place),
    }


def _panel(bundle: Bundle, framework: str, key: str, place: str) -> Context:
    """Return what people said: voices, each with ``before`` where it moved; standpoints; rounds."""
    second = bundle.second_round(framework, key, place)
    first = {item["now"]: item for item in second["first"]} if second else {}
    voices = [
        {**cited(bundle, voice), "before": first.get(voice["id"])}
        for voice in bundle.assessments(framework, key, place)
    ]
    return {
        "voices": voices,
        "standpoints": by_standpoint(voices) if len(voices) > 1 else [],
        "second": second,
    }


def used_vintages(indicator: Json | None, trace: Json | None) -> list[Json]:
    """Return the vintages that the inputs of a working came from, or all when it names none."""
    if indicator is None:
        return []
    used = {row.get("vintage") for row in (trace or {}).get("inputs", {}).get("used", [])}
    # A computed figure rests on the vintages of all its inputs.
    used |= set(((trace or {}).get("lineage") or {}).get("vintages", []))
    vintages: list[Json] = indicator.get("vintages", [])
    return [row for row in vintages if row["id"] in used] or vintages


def cited(bundle: Bundle, voice: Json) -> Json:
    """Return an assessment with its citations resolved to sources."""
    citations = [
        {**citation, "document": bundle.evidence.get(citation["source"])}
        for citation in voice.get("citations", [])
    ]
    return {**voice, "citations": citations}


def evidence_of(bundle: Bundle, framework: str, key: str, place: str) -> list[Json]:
    """Return the sources cited for a benchmark, each once, with the places cited."""
    found: dict[str, Json] = {}
    for voice in bundle.assessments(framework, key, place):
        for citation in voice.get("citations", []):
            document = bundle.evidence.get(citation["source"])
            if document is None:
                continue
            entry = found.setdefault(citation["source"], {"document": document, "locators": []})
            if citation.get("locator") and citation["locator"] not in entry["locators"]:
                entry["locators"].append(citation["locator"])
    return list(found.values())


def place_lines(
    bundle: Bundle, ratings: dict[str, Json], language: str, *, countries: bool
) -> list[Json]:
    """Return places with a rating of their own: countries by name, or groups, largest first."""
    lines = [
        {"place": place, "rating": rating}
        for code, rating in ratings.items()
        if rating["basis"] != "none"
        and is_country(bundle, code) is countries
        and (place := bundle.place(code)) is not None
    ]
    if countries:
        return sorted(lines, key=lambda line: sort_key(text_in(line["place"]["names"], language)))
    return sorted(lines, key=lambda line: group_order(line["place"]))


def group_order(place: Json) -> tuple[int, str]:
    """Order groups: world, M49 regions, sub-regions, then the others by code."""
    ranks = {"world": 0, "region": 1, "subregion": 2, "intermediate": 3}
    return ranks.get(place["kind"], 4), place["code"]


def history(editions: list[Bundle], framework: str, key: str, place: str) -> list[Json]:
    """Return the rating in every published edition that holds the benchmark, oldest first."""
    return [
        {"edition": other.edition, "rating": rating_or_grey(other, framework, key, place)}
        for other in editions
        if other.benchmark(framework, key) is not None
    ]


def _neighbours(bundle: Bundle, framework: str, key: str) -> Context:
    rows = bundle.benchmarks(framework)
    position = [row["key"] for row in rows].index(key)
    return {
        "before": rows[position - 1] if position else None,
        "after": rows[position + 1] if position + 1 < len(rows) else None,
    }
