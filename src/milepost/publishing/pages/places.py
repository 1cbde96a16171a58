"""Page models of places: the index, and the profile of a country or group."""

import unicodedata
from typing import Any

from milepost.kernel.folding import folded, matches
from milepost.publishing.bundle import Bundle, Json, text_in
from milepost.publishing.pages.overview import CITY, cities_of, is_city, is_country
from milepost.publishing.pages.replies import replies_page_part
from milepost.publishing.pages.survey_basis import survey_lines
from milepost.publishing.pages.tallies import moves, rating_or_grey, tally

Context = dict[str, Any]
YES_OR_NO = (0, 1)
"""Values of a country where an indicator asks whether something is so."""


def sort_key(name: str) -> str:
    """Return a name without case, accents and the Arabic article, for sorting and finding."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return plain.removeprefix("ال")


def places_page(bundle: Bundle, *, query: str, language: str) -> Context:
    """Return all rated places by region; ``query`` keeps those whose name or code matches."""
    wanted = sort_key(query.strip())
    rated = bundle.rated_places()
    by_region: dict[str, list[Json]] = {}
    found = 0
    for code, area in bundle.areas.items():
        if not is_country(bundle, code) or code not in rated or not _matches(area, wanted):
            continue
        found += 1
        spread = _spread(bundle, code)
        by_region.setdefault(area.get("region") or "", []).append({"place": area, "spread": spread})
    regions: list[Json] = []
    for code, lines in by_region.items():
        lines.sort(key=lambda line: sort_key(text_in(line["place"]["names"], language)))
        regions.append({"place": bundle.place(code), "lines": lines})
    regions.sort(key=lambda row: (row["place"] or {}).get("code", "999"))
    groups = [group for code, group in _groups(bundle) if code in rated and _matches(group, wanted)]
    cities = [
        area
        for code, area in sorted(bundle.areas.items())
        if area.get("kind") == CITY and code in rated and _matches(area, wanted)
    ]
    cities.sort(key=lambda place: sort_key(text_in(place["names"], language)))
    return {
        "query": query.strip(),
        "regions": regions,
        "groups": [{"place": group, "spread": _spread(bundle, group["code"])} for group in groups],
        "cities": [{"place": city, "spread": _spread(bundle, city["code"])} for city in cities],
        "found": found,
    }


def _spread(bundle: Bundle, code: str) -> dict[str, int]:
    """Return the states of all benchmarks in a place, so that every bar has the same length."""
    framework = bundle.main_framework
    return tally(
        rating_or_grey(bundle, framework, benchmark["key"], code)
        for benchmark in asked_of(bundle, bundle.benchmarks(framework), code)
    )


def asked_of(bundle: Bundle, benchmarks: list[Json], code: str) -> list[Json]:
    """Return the benchmarks that ask a place: of a city those of the local level, else all.

    What was judged in a city stands too, whatever its level.
    """
    if not is_city(bundle, code):
        return benchmarks
    return [
        row
        for row in benchmarks
        if row.get("level") == "local"
        or bundle.rating(bundle.main_framework, row["key"], code) is not None
    ]


def _groups(bundle: Bundle) -> list[tuple[str, Json]]:
    ranks = {"world": 0, "region": 1, "subregion": 2, "intermediate": 3}
    places = [(code, bundle.place(code) or {}) for code in bundle.groups]
    return sorted(places, key=lambda row: (ranks.get(row[1].get("kind", ""), 4), row[0]))


def _matches(place: Json, wanted: str) -> bool:
    if not wanted:
        return True
    codes = {place["code"], *(str(place.get(code) or "").casefold() for code in ("iso2", "iso3"))}
    names: Json = place["names"]
    return (
        wanted in codes
        or any(wanted in sort_key(name) for name in names.values())
        or any(matches(folded(wanted), folded(name), code) for code, name in names.items())
    )


def place_page(bundle: Bundle, code: str, *, language: str) -> Context | None:
    """Return the profile of a country or group; None when the edition does not know it."""
    where = bundle.place(code)
    if where is None:
        return None
    framework = bundle.main_framework
    goals: list[Json] = []
    for goal in bundle.goals(framework):
        lines: list[Json] = [
            {
                "benchmark": benchmark,
                "rating": rating_or_grey(bundle, framework, benchmark["key"], code),
            }
            for benchmark in asked_of(bundle, bundle.benchmarks(framework, goal["key"]), code)
        ]
        if not lines:
            continue
        goals.append(
            {
                "node": goal,
                "lines": lines,
                "rated": [line for line in lines if line["rating"]["basis"] != "none"],
                "unrated": [line for line in lines if line["rating"]["basis"] == "none"],
            }
        )
    every = [line for goal in goals for line in goal["lines"]]
    changes = [
        row for row in bundle.changes if row["place"] == code and row["framework"] == framework
    ]
    return {
        "where": where,
        "is_country": is_country(bundle, code),
        "is_city": is_city(bundle, code),
        "country": bundle.place(where["parent"]) if is_city(bundle, code) else None,
        "cities": cities_of(bundle, code),
        "framework": bundle.frameworks[framework],
        "goals": goals,
        "spread": tally(line["rating"] for line in every),
        "missing": [line for line in every if line["rating"]["state"] == "grey"],
        "moves": moves(changes),
        "events": treaty_events(bundle, code),
        "data": _data(bundle, where),
        "survey_lines": survey_lines(bundle, code),
        "groups_of": bundle.groups_of(code),
        **replies_page_part(bundle, framework, code),
        "members": sorted(
            (place for key in where["members"] if (place := bundle.areas.get(key)) is not None),
            key=lambda place: sort_key(text_in(place["names"], language)),
        ),
    }


def _data(bundle: Bundle, where: Json) -> list[Json]:
    """Return the latest values of a place; of a city each with that of its country beside."""
    lines = data_lines(bundle, where["code"])
    if not is_city(bundle, where["code"]):
        return lines
    above = {row["indicator"]["key"]: row for row in data_lines(bundle, where["parent"])}
    return [{**line, "beside": above.get(line["indicator"]["key"])} for line in lines]


def treaty_events(bundle: Bundle, code: str) -> list[Json]:
    """Return signatures, ratifications and denunciations of a country, in order of time."""
    events = []
    for key, indicator in bundle.indicators.items():
        if indicator["kind"] != "adoption":
            continue
        events += [
            {"indicator": indicator, "period": row["period"], "what": "signature"}
            for row in bundle.observations(key, code, "event=signature")
            if row["value"] == 1
        ]
        joined = False
        for row in bundle.observations(key, code):
            if row["value"] == 1 and not joined:
                joined = True
                what, _semicolon, note = (row["note"] or "ratification").partition(";")
                event = {"indicator": indicator, "period": row["period"], "what": what.strip()}
                events.append({**event, "note": note.strip()})
            elif row["value"] == 0 and joined:
                joined = False
                events.append(
                    {"indicator": indicator, "period": row["period"], "what": "denunciation"}
                )
    return sorted(events, key=lambda event: (event["period"], event["indicator"]["key"]))


def data_lines(bundle: Bundle, code: str) -> list[Json]:
    """Return the latest value of every indicator for a place, with how many figures there are."""
    lines = []
    for key, indicator in sorted(bundle.indicators.items()):
        every = bundle.observations(key, code)
        # A figure between two places is none of either; corridors have their own pages.
        own = [row for row in every if not row["counterpart"]]
        rows = [row for row in own if row["value"] is not None]
        frozen = [row for row in bundle.aggregates(key, code) if row["value"] is not None]
        is_between = bool(indicator.get("corridor")) or (every and not own)
        if (indicator["kind"] == "adoption" or is_between) and not frozen:
            continue
        if not rows and not frozen:
            lines.append({"indicator": indicator, "latest": None, "count": 0, "rolled_up": False})
            continue
        latest = max(rows or frozen, key=lambda row: str(row["period"]))
        lines.append(
            {
                "indicator": indicator,
                "latest": latest,
                "count": len(rows or frozen),
                "rolled_up": not rows,
                "is_answer": bool(rows)
                and indicator["kind"] == "policy"
                and is_country(bundle, code)
                and all(row["value"] in YES_OR_NO for row in rows),
            }
        )
    return lines
