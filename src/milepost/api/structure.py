"""Rows about what an edition is made of: frameworks with their trees, places, mappings."""

from typing import Any

from django.http import HttpRequest

from milepost.api.addresses import address_of
from milepost.api.asked import Asked, mark_of
from milepost.api.wording import named, worded
from milepost.publishing.bundle import Bundle
from milepost.publishing.library import get_library

Json = dict[str, Any]
PARTS = (
    "frameworks", "places", "ratings", "indicators", "observations", "sources", "practices",
    "surveys", "mappings", "replies", "search",
)  # fmt: skip


def edition_row(request: HttpRequest, bundle: Bundle, language: str) -> Json:
    """Return one edition with the addresses of its parts."""
    edition = bundle.edition
    return mark_of(bundle, language) | {
        "about": worded(edition.get("about"), language),
        "frameworks": list(edition["frameworks"]),
        "main_framework": bundle.main_framework,
        "previous": edition.get("previous"),
        "is_newest": get_library().newest() is bundle,
        "links": {name: address_of(request, "editions", bundle.key, name) for name in PARTS},
    }


def framework_row(asked: Asked, key: str) -> Json:
    """Return a framework in short."""
    document, language = asked.bundle.frameworks[key], asked.language
    period = document.get("period") or {}
    return {
        "key": key,
        "version": str(document.get("version", "")),
        "title": named(document.get("title"), language, key),
        "about": worded(document.get("about"), language),
        "issuer": worded(document.get("issuer"), language),
        "starts_on": period.get("start"),
        "ends_on": period.get("end"),
        "benchmarks": len(document.get("benchmarks", ())),
        "link": asked.address("frameworks", key),
    }


def framework_tree(asked: Asked, key: str) -> Json:
    """Return a framework with its nodes and benchmarks, as a tree."""
    return framework_row(asked, key) | {"nodes": _nodes(asked, key, "")}


def framework_sources(bundle: Bundle, key: str) -> list[Json]:
    """Return the documents that a framework was written down from."""
    return [
        {
            "indicator": None,
            "title": row.get("title", row["key"]),
            "licence": row.get("licence", ""),
            "url": row.get("url", ""),
            "known_on": None,
        }
        for row in bundle.frameworks[key].get("sources", ())
    ]


def _nodes(asked: Asked, framework: str, parent: str) -> list[Json]:
    return [
        {
            "key": node["key"],
            "kind": node["kind"],
            "identifier": node.get("identifier", ""),
            "title": worded(node.get("title"), asked.language),
            "text": worded(node.get("text"), asked.language),
            "benchmarks": [
                benchmark_row(row, asked.language)
                for row in asked.bundle.benchmarks(framework)
                if row["node"] == node["key"]
            ],
            "children": _nodes(asked, framework, node["key"]),
        }
        for node in asked.bundle.children(framework, parent)
    ]


def benchmark_row(row: Json, language: str) -> Json:
    """Return one benchmark."""
    measure = row.get("measure")
    return {
        "key": row["key"],
        "goal": row["goal"],
        "node": row["node"],
        "title": named(row.get("title"), language, row["key"]),
        "text": worded(row.get("text"), language),
        "type": row.get("type", ""),
        "level": row.get("level", ""),
        "action_by": list(row.get("action_by", ())),
        "measure": _measure(measure) if measure else None,
        "is_judged": bool(row.get("judge")),
    }


def _measure(measure: Json) -> Json:
    names = ("direction", "baseline", "target", "deadline")
    return {
        "indicator": measure["indicator"],
        "rule": measure["rule"],
        "breakdown": measure.get("breakdown") or None,
        **{name: measure.get(name) for name in names},
    }


def place_row(asked: Asked, code: str) -> Json:
    """Return one place, with its members when it is a group."""
    place = asked.bundle.place(code) or {}
    return {
        "code": code,
        "name": named(place.get("names"), asked.language, code),
        "kind": place.get("kind", ""),
        "is_group": code in asked.bundle.groups,
        "iso2": place.get("iso2") or "",
        "iso3": place.get("iso3") or "",
        "region": place.get("region") or "",
        "un_member": bool(place.get("un_member")),
        "is_rated": code in asked.bundle.rated_places(),
        "members": place.get("members", []),
        "link": asked.address("places", code),
    }


def place_codes(bundle: Bundle) -> list[str]:
    """Return the codes of all areas and groups, sorted."""
    return sorted({*bundle.areas, *bundle.groups})


def mapping_row(row: Json, language: str) -> Json:
    """Return one mapping between nodes of two frameworks."""
    return {
        "crosswalk": row.get("crosswalk", ""),
        "source": _end(row["from"]),
        "target": _end(row["to"]),
        "relation": row["relation"],
        "confidence": row.get("confidence"),
        "review": row.get("review", ""),
        "note": worded(row.get("note"), language),
    }


def _end(end: Json) -> Json:
    return {"framework": end["framework"], "node": end["node"]}
