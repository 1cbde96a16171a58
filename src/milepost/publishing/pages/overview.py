"""Page models of the home page, a framework, a goal, and paper versus practice."""

from typing import Any

from milepost.publishing.bundle import WORLD, Bundle, Json
from milepost.publishing.pages.tallies import moves, rating_or_grey, tally

TYPES = ("structural", "process", "outcome")
Context = dict[str, Any]


def home_page(bundle: Bundle) -> Context:
    """Return the state of the whole plan: goals down, places across."""
    framework = bundle.main_framework
    columns = heat_columns(bundle)
    changes = [row for row in bundle.changes if row["framework"] == framework]
    at_world = [row for row in changes if row["place"] == WORLD]
    return {
        "framework": bundle.frameworks[framework],
        "columns": columns,
        "rows": [
            _heat_row(bundle, framework, goal, columns, changes) for goal in bundle.goals(framework)
        ],
        "spread": tally(world_ratings(bundle, framework)),
        "previous": bundle.edition.get("previous"),
        "moves": moves(at_world),
        "moved": [described_change(bundle, row) for row in in_order(at_world)],
        "moved_below_world": sum(
            1 for row in changes if row["place"] != WORLD and row["direction"] in MOVES
        ),
        "countries": sum(1 for code in bundle.rated_places() if is_country(bundle, code)),
    }


CITY = "city"


def heat_columns(bundle: Bundle) -> list[Json]:
    """Return the places across the heat map."""
    found = (bundle.place(code) for code in bundle.edition["heatmap_places"])
    return [place for place in found if place is not None]


def world_ratings(bundle: Bundle, framework: str, goal: str | None = None) -> list[Json]:
    """Return the world's rating of every benchmark, grey where there is none."""
    return [
        rating_or_grey(bundle, framework, benchmark["key"], WORLD)
        for benchmark in bundle.benchmarks(framework, goal)
    ]


def is_country(bundle: Bundle, code: str) -> bool:
    """Whether a code names a single country or area and neither a group nor a city."""
    if code not in bundle.areas or code in bundle.groups:
        return False
    return bundle.areas[code].get("kind") != CITY


def is_city(bundle: Bundle, code: str) -> bool:
    """Whether a code names a city or other local authority."""
    return code in bundle.areas and bundle.areas[code].get("kind") == CITY


def kind_of(bundle: Bundle, code: str) -> str:
    """Return what a place is among the others: country (or area), city or group."""
    if is_city(bundle, code):
        return "city"
    return "country" if is_country(bundle, code) else "group"


def cities_of(bundle: Bundle, country: str) -> list[Json]:
    """Return the cities of a country that the edition rates, by code."""
    rated = bundle.rated_places()
    found = (row for code, row in sorted(bundle.areas.items()) if code in rated)
    return [row for row in found if row.get("kind") == CITY and row["parent"] == country]


MOVES = ("better", "worse", "opened", "closed")
"""Changes of colour, in the order of a page; what stays the same colour has not moved."""


def in_order(changes: list[Json]) -> list[Json]:
    """Return the changes that moved a colour: better first, then worse, opened, closed."""
    moved = [row for row in changes if row["direction"] in MOVES]
    return sorted(moved, key=lambda row: MOVES.index(row["direction"]))


def described_change(bundle: Bundle, change: Json) -> Json:
    """Return a change with its benchmark and place."""
    return {
        **change,
        "definition": bundle.benchmark(change["framework"], change["benchmark"]),
        "where": bundle.place(change["place"]),
    }


def _heat_row(
    bundle: Bundle, framework: str, goal: Json, columns: list[Json], changes: list[Json]
) -> Json:
    keys = [benchmark["key"] for benchmark in bundle.benchmarks(framework, goal["key"])]
    cells = []
    for place in columns:
        here = [
            row for row in changes if row["place"] == place["code"] and row["benchmark"] in keys
        ]
        spread = tally(rating_or_grey(bundle, framework, key, place["code"]) for key in keys)
        cells.append({"place": place, "spread": spread, "moved": moves(here)})
    return {"goal": goal, "count": len(keys), "cells": cells}


def framework_page(bundle: Bundle, framework: str) -> Context | None:
    """Return what a framework promises, goal by goal; None when the edition does not hold it."""
    document = bundle.frameworks.get(framework)
    if document is None:
        return None
    goals = bundle.goals(framework)
    return {
        "framework": document,
        "goals": [
            {
                "node": goal,
                "spread": tally(world_ratings(bundle, framework, goal["key"])),
                "lines": benchmark_lines(bundle, framework, goal["key"]),
            }
            for goal in goals
        ],
        "top": [] if goals else bundle.children(framework, ""),
        "spread": tally(world_ratings(bundle, framework)),
    }


def benchmark_lines(bundle: Bundle, framework: str, goal: str, place: str = WORLD) -> list[Json]:
    """Return the benchmarks of a goal with their rating in one place."""
    return [
        {
            "benchmark": benchmark,
            "rating": rating_or_grey(bundle, framework, benchmark["key"], place),
        }
        for benchmark in bundle.benchmarks(framework, goal)
    ]


def goal_page(bundle: Bundle, framework: str, key: str) -> Context | None:
    """Return what was promised under a goal and where each benchmark stands."""
    node = bundle.node(framework, key)
    if node is None or key not in {goal["key"] for goal in bundle.goals(framework)}:
        return None
    goals = bundle.goals(framework)
    position = [goal["key"] for goal in goals].index(key)
    lines = benchmark_lines(bundle, framework, key)
    for line in lines:
        by_place = bundle.ratings_for_benchmark(framework, line["benchmark"]["key"])
        countries = [
            row
            for code, row in by_place.items()
            if is_country(bundle, code) and row["basis"] != "none"
        ]
        line["countries"] = tally(countries)
    children = bundle.children(framework, key)
    return {
        "framework": bundle.frameworks[framework],
        "node": node,
        "recommendations": [child for child in children if child["kind"] == "recommendation"],
        "lines": lines,
        "spread": tally(line["rating"] for line in lines),
        "links": links_of(bundle, framework, {key, *(child["key"] for child in children)}),
        "before": goals[position - 1] if position else None,
        "after": goals[position + 1] if position + 1 < len(goals) else None,
    }


def links_of(bundle: Bundle, framework: str, keys: set[str]) -> list[Json]:
    """Return the crosswalk links that start or end at nodes of a framework, seen from there."""
    found = []
    turned = {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"}
    for link in bundle.crosswalks:
        if link["review"] == "rejected":
            continue
        for here, there, relation in (
            (link["from"], link["to"], link["relation"]),
            (link["to"], link["from"], turned.get(link["relation"], link["relation"])),
        ):
            if here["framework"] == framework and here["node"] in keys:
                end = (there["framework"], there["node"])
                rated = bundle.frameworks.get(there["framework"])
                found.append(
                    {
                        **link,
                        "relation": relation,
                        "there": there,
                        "is_rated": rated is not None,
                        "document": rated or bundle.linked.get(there["framework"]),
                        "target": bundle.node(*end)
                        or bundle.benchmark(*end)
                        or bundle.linked_node(*end),
                    }
                )
    return found


def practice_page(bundle: Bundle, place: str) -> Context | None:
    """Return structural, process and outcome benchmarks side by side for one place."""
    where = bundle.place(place)
    if where is None:
        return None
    framework = bundle.main_framework
    columns = heat_columns(bundle)
    rows = []
    for goal in bundle.goals(framework):
        lines = benchmark_lines(bundle, framework, goal["key"], place)
        rows.append({"goal": goal, "cells": [_of_type(lines, kind) for kind in TYPES]})
    every = [
        line
        for goal in bundle.goals(framework)
        for line in benchmark_lines(bundle, framework, goal["key"], place)
    ]
    overall = [_of_type(every, kind) for kind in TYPES]
    return {
        "framework": bundle.frameworks[framework],
        "where": where,
        "rows": rows,
        "overall": overall,
        "columns": columns,
        "chosen_in_columns": place in {column["code"] for column in columns},
    }


def _of_type(lines: list[Json], kind: str) -> Json:
    chosen = [line for line in lines if line["benchmark"]["type"] == kind]
    return {"type": kind, "lines": chosen, "spread": tally(line["rating"] for line in chosen)}
