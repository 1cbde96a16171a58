"""Practices that an edition cites, with what each was cited for."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from milepost.api.asked import Asked, require_known, split
from milepost.api.parameters import PracticeFilters
from milepost.api.wording import worded
from milepost.publishing.bundle import Bundle

Json = dict[str, Any]
KIND = "practice"
OF_SOURCE = ("title", "publisher", "issued", "licence", "url")


def find_practices(asked: Asked, given: PracticeFilters) -> list[Json]:
    """Return the cited practices that meet the filters, by key.

    A practice meets them when one and the same citation does. Raises ``NotFound`` for a filter
    that names what the edition does not hold.
    """
    wanted = {
        "framework": split(given.framework),
        "goal": split(given.goal),
        "benchmark": split(given.benchmark),
        "place": split(given.place),
    }
    _require(asked.bundle, wanted)
    filters = {name: frozenset(keys) for name, keys in wanted.items() if keys}
    cited = defaultdict(list)
    for source, row in _citations(asked):
        cited[source].append(row)
    return [
        _practice(source, cited[key])
        for key, source in sorted(asked.bundle.evidence.items())
        if source["kind"] == KIND
        and (not filters or any(_meets(row, filters) for row in cited[key]))
    ]


def _require(bundle: Bundle, wanted: dict[str, list[str]]) -> None:
    rows = [row for key in bundle.frameworks for row in bundle.benchmarks(key)]
    require_known(_("framework"), wanted["framework"], bundle.frameworks)
    require_known(_("goal"), wanted["goal"], (row["goal"] for row in rows))
    require_known(_("benchmark"), wanted["benchmark"], (row["key"] for row in rows))
    require_known(_("place"), wanted["place"], {*bundle.areas, *bundle.groups})


def _meets(row: Json, filters: dict[str, frozenset[str]]) -> bool:
    return all(row[name] in keys for name, keys in filters.items())


def _practice(source: Json, cited: list[Json]) -> Json:
    told = {name: source.get(name) or "" for name in OF_SOURCE}
    return {"key": source["key"], **told, "cited_for": cited}


def _citations(asked: Asked) -> Iterator[tuple[str, Json]]:
    """Yield the key of a source and where it is cited: first assessments, then replies."""
    bundle = asked.bundle
    for framework in bundle.frameworks:
        for benchmark in bundle.benchmarks(framework):
            subject = (framework, benchmark["goal"], benchmark["key"])
            for by, rows in (
                ("assessment", bundle.assessments(framework, benchmark["key"])),
                ("reply", bundle.replies(framework, benchmark["key"])),
            ):
                for row in rows:
                    for citation in row.get("citations", ()):
                        cited = _cited(asked, (*subject, row["place"]), citation)
                        yield citation["source"], cited | {"by": by}


def _cited(asked: Asked, subject: tuple[str, str, str, str], citation: Json) -> Json:
    framework, goal, benchmark, place = subject
    return {
        "framework": framework,
        "goal": goal,
        "benchmark": benchmark,
        "place": place,
        "locator": citation["locator"],
        "note": worded(citation.get("note"), asked.language),
    }
