"""Page models of comparisons: two editions, and two places."""

from collections import Counter
from typing import Any

from milepost.publishing.bundle import WORLD, Bundle, Json, text_in
from milepost.publishing.changes import Side, compare_sides
from milepost.publishing.pages.overview import MOVES, described_change, in_order, is_country
from milepost.publishing.pages.places import sort_key
from milepost.publishing.pages.tallies import rating_or_grey, shown_state, tally
from milepost.publishing.terms import FLAGS, REASONS

CAUSES = ("fact", "method", "judge", "framework")
DIRECTIONS = ("better", "worse", "opened", "closed", "same")
Context = dict[str, Any]


def editions_page(before: Bundle, after: Bundle) -> Context:
    """Return what moved between two editions, by cause and direction."""
    changes = changes_between(before, after)
    framework = after.main_framework
    at_world = [row for row in changes if row["place"] == WORLD]
    in_groups = [row for row in changes if row["place"] in after.groups and row["place"] != WORLD]
    in_countries = [row for row in changes if is_country(after, row["place"])]
    return {
        "before": before.edition,
        "after": after.edition,
        "total": len(changes),
        "at_world": _described(after, before, in_order(at_world)),
        "still_at_world": _described(
            after, before, [row for row in at_world if row["direction"] not in MOVES]
        ),
        "in_groups": _by_benchmark(after, before, in_groups),
        "in_countries": _by_benchmark(after, before, in_countries),
        "matrix": [
            {"cause": cause, "cells": [_count(changes, cause, way) for way in DIRECTIONS]}
            for cause in CAUSES
        ],
        "directions": DIRECTIONS,
        "before_spread": tally(_world(before, framework)),
        "after_spread": tally(_world(after, framework)),
    }


def changes_between(before: Bundle, after: Bundle) -> list[Json]:
    """Return the changes as frozen when the editions follow each other, else compare them now."""
    if after.edition.get("previous") == before.key:
        return after.changes
    return compare_sides(_side(before), _side(after))


def _side(bundle: Bundle) -> Side:
    keys = [
        (framework, benchmark["key"])
        for framework in bundle.frameworks
        for benchmark in bundle.benchmarks(framework)
    ]
    return Side(
        ratings=bundle.ratings,
        traces={key: bundle.traces(*key) for key in keys},
        benchmarks={key: bundle.benchmark(*key) or {} for key in keys},
    )


def _world(bundle: Bundle, framework: str) -> list[Json]:
    keys = [benchmark["key"] for benchmark in bundle.benchmarks(framework)]
    return [rating_or_grey(bundle, framework, key, WORLD) for key in keys]


def _count(changes: list[Json], cause: str, way: str) -> Json:
    count = sum(1 for row in changes if row["cause"] == cause and row["direction"] == way)
    return {"direction": way, "count": count}


def _described(after: Bundle, before: Bundle, changes: list[Json]) -> list[Json]:
    lines = []
    for row in changes:
        line = described_change(after, row)
        if line["definition"] is None:
            line = described_change(before, row)
        lines.append({**line, "old": _state(row, "from"), "new": _state(row, "to")})
    return lines


def _state(change: Json, side: str) -> Json | None:
    if change[side] is None:
        return None
    return {"state": change[side], "reason": change.get(f"{side}_reason"), "flags": []}


def _by_benchmark(after: Bundle, before: Bundle, changes: list[Json]) -> list[Json]:
    groups: dict[tuple[str, str], list[Json]] = {}
    for line in _described(after, before, changes):
        groups.setdefault((line["framework"], line["benchmark"]), []).append(line)
    return [
        {
            "definition": lines[0]["definition"],
            "benchmark": key[1],
            "lines": lines,
            "directions": dict(Counter(line["direction"] for line in lines)),
        }
        for key, lines in groups.items()
    ]


def places_comparison(bundle: Bundle, first: str, second: str, *, language: str) -> Context:
    """Return two places side by side; a code that is not known leaves its side empty."""
    framework = bundle.main_framework
    left, right = bundle.place(first), bundle.place(second)
    lines = []
    if left is not None and right is not None:
        for benchmark in bundle.benchmarks(framework):
            pair = [
                rating_or_grey(bundle, framework, benchmark["key"], code)
                for code in (first, second)
            ]
            if any(rating["basis"] != "none" for rating in pair):
                lines.append({"benchmark": benchmark, "left": pair[0], "right": pair[1]})
    both = [line for line in lines if "grey" not in (line["left"]["state"], line["right"]["state"])]
    return {
        "framework": bundle.frameworks[framework],
        "first": first,
        "second": second,
        "left": left,
        "right": right,
        "unknown": [
            code for code, place in ((first, left), (second, right)) if code and place is None
        ],
        "lines": lines,
        "both": len(both),
        "same": sum(1 for line in both if line["left"]["state"] == line["right"]["state"]),
        "choices": place_choices(bundle, language),
        "all_benchmarks": bundle.benchmarks(framework),
        "reasons": list(REASONS),
        "flags": [flag for flag in FLAGS if flag != "contested"],
    }


def ratings_of_place(bundle: Bundle, code: str) -> Json:
    """Return the ratings of a place under the plan: state as shown, reason of a grey, flags."""
    framework = bundle.main_framework
    rated = [
        (benchmark["key"], bundle.rating(framework, benchmark["key"], code))
        for benchmark in bundle.benchmarks(framework)
    ]
    return {
        "edition": bundle.key,
        "checksum": bundle.checksum,
        "framework": framework,
        "place": code,
        "ratings": {
            key: [
                shown_state(row),
                row["reason"] or "",
                [flag for flag in row["flags"] or () if flag != "contested"],
            ]
            for key, row in rated
            if row is not None and row["basis"] != "none"
        },
    }


def place_choices(bundle: Bundle, language: str) -> list[Json]:
    """Return the rated places to choose from: groups first, then countries by region."""
    rated = bundle.rated_places()
    groups = [group for code, group in sorted(bundle.groups.items()) if code in rated]
    sets: list[Json] = [{"kind": "groups", "label": None, "places": groups}]
    regions: dict[str, list[Json]] = {}
    for code, area in bundle.areas.items():
        if code in rated and is_country(bundle, code):
            regions.setdefault(area.get("region") or "", []).append(area)
    for code in sorted(regions):
        places = sorted(regions[code], key=lambda area: sort_key(text_in(area["names"], language)))
        sets.append({"kind": "region", "label": bundle.place(code), "places": places})
    return sets
