"""What the board of an edition shows, as plain values in the reader's language."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language

from milepost.frameworks.selectors import get_document
from milepost.kernel.errors import NotFound
from milepost.places.selectors import list_areas, list_groups
from milepost.reviews.errors import EditionNotComputed
from milepost.reviews.result_selectors import list_ratings
from milepost.reviews.selectors import list_assessments, list_editions
from milepost.reviews.status_selectors import edition_status

WORLD = "001"
Edition = Mapping[str, Any]


def text_in(texts: Mapping[str, str]) -> str:
    """Return a text map in the reader's language, else English, else any."""
    language = get_language() or "en"
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def place_names(as_of: str) -> dict[str, str]:
    """Return the places that can be assessed with their names: the world, groups, then states."""
    groups = {
        str(group["code"]): text_in(group["names"])
        for group in list_groups(date.fromisoformat(as_of))
    }
    states = {
        area["code"]: text_in(area["names"]) for area in list_areas() if area["code"] not in groups
    }
    first = sorted(groups.items(), key=lambda item: (item[0] != WORLD, item[1]))
    return dict(first) | dict(sorted(states.items(), key=lambda item: item[1]))


def country_choices(as_of: str) -> list[tuple[str, str]]:
    """Return the countries and areas as choices of a form, by name."""
    countries = {area["code"] for area in list_areas() if area["kind"] in ("country", "area")}
    return [(code, name) for code, name in place_names(as_of).items() if code in countries]


def get_benchmark(edition: Edition, framework: str, benchmark: str) -> dict[str, Any]:
    """Return a benchmark of an edition with the title of its goal. Raises ``NotFound``."""
    version = edition["framework_versions"].get(framework)
    if version is None:
        raise NotFound(what="framework", key=framework)
    document = get_document(framework, version)
    titles = {node["key"]: node["title"] for node in document["nodes"]}
    for item in document["benchmarks"]:
        if item["key"] == benchmark:
            return {**item, "goal_title": titles.get(item["goal"], {}), "framework": framework}
    raise NotFound(what="benchmark", key=f"{framework} {benchmark}")


def list_titles(edition: Edition) -> dict[tuple[str, str], dict[str, str]]:
    """Return the titles of the benchmarks of an edition by (framework, benchmark)."""
    return {
        (framework, item["key"]): item["title"]
        for framework, version in edition["framework_versions"].items()
        for item in get_document(framework, version)["benchmarks"]
    }


def list_boards() -> list[dict[str, Any]]:
    """Return every edition with its status, the newest knowledge first."""
    return [
        {**edition, "status": edition_status(edition["key"])}
        for edition in reversed(list_editions())
    ]


def list_rows(edition: Edition, *, with_people: bool = True) -> list[dict[str, Any]]:
    """Return the frameworks of an edition with a row for each benchmark.

    Without people the ratings are what the rules alone say, for those who have yet to judge.

    Row keys: key, title, level, measured, judged (does it ask for it), place (the one assessed
    from the board), rating (at that place, or None), assessments (count), states (of the members
    of the world, or None).
    """
    ratings = _ratings_by_subject(edition["key"])
    voices = Counter((item["framework"], item["benchmark"]) for item in _voices(edition))
    found = []
    for framework, version in edition["framework_versions"].items():
        document = get_document(framework, version)
        rows = []
        for item in sorted(document["benchmarks"], key=lambda row: int(row["order"])):
            rating = ratings.get((framework, item["key"], WORLD))
            if rating and not with_people:
                computed = rating["computed"]
                hidden: dict[str, Any] = {"flags": [], "judged": None, "distribution": None}
                rating = {**rating, **computed, **hidden} if computed else None
            rows.append(
                {
                    "key": item["key"],
                    "title": item["title"],
                    "level": item["level"],
                    "measured": bool(item.get("measure")),
                    "judged": bool(item.get("judge")),
                    "place": WORLD,
                    "rating": rating,
                    "states": rating["distribution"] if rating else None,
                    "assessments": voices[framework, item["key"]],
                }
            )
        found.append({"key": framework, "title": document["title"], "rows": rows})
    return found


def _voices(edition: Edition) -> list[dict[str, Any]]:
    return list_assessments(edition["key"])


def _ratings_by_subject(edition: str) -> dict[tuple[str, str, str], dict[str, Any]]:
    try:
        rows = list_ratings(edition)
    except EditionNotComputed:
        return {}
    return {(row["framework"], row["benchmark"], row["place"]): row for row in rows}


def find_rating(edition: str, subject: tuple[str, str, str]) -> dict[str, Any] | None:
    """Return one rating of the newest computation, or None."""
    return _ratings_by_subject(edition).get(subject)


def benchmark_choices(edition: Edition) -> list[tuple[str, str]]:
    """Return the benchmarks of an edition as choices of a form (``framework:benchmark``)."""
    return [
        (f"{framework}:{item['key']}", f"{item['key']} {text_in(item['title'])}")
        for framework, version in edition["framework_versions"].items()
        for item in get_document(framework, version)["benchmarks"]
    ]
