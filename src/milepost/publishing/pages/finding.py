"""Finding a page of an edition by words: the index of places and of what was promised.

How words are compared is in ``kernel/folding.py``. The script ``publishing/find.js`` does the same
in a site as files, with the same tables.
"""

from collections.abc import Iterable
from typing import Any

import orjson

from milepost.kernel.folding import as_tables, folded, matches
from milepost.publishing.bundle import Bundle, Json, text_in
from milepost.publishing.pages.overview import is_country
from milepost.publishing.pages.places import sort_key

Context = dict[str, Any]
PARTS = ("places", "promises")


def place_entries(bundle: Bundle, language: str) -> list[Json]:
    """Return every place: its name, and as words its names and codes in all languages."""
    codes = sorted({*bundle.areas, *bundle.groups})
    places = [place for code in codes if (place := bundle.place(code)) is not None]
    rows = [
        {
            "kind": "country" if is_country(bundle, place["code"]) else "group",
            "title": text_in(place["names"], language),
            "place": place["code"],
            "words": _joined(
                [
                    *place["names"].values(),
                    *(str(place.get(name) or "") for name in ("code", "iso2", "iso3")),
                ]
            ),
        }
        for place in places
    ]
    return sorted(rows, key=lambda row: (row["kind"], sort_key(row["title"]), row["place"]))


def promise_entries(bundle: Bundle, language: str) -> list[Json]:
    """Return goals and benchmarks in the order of their frameworks."""
    rows = []
    for framework in bundle.frameworks:
        for goal in bundle.goals(framework):
            title = text_in(goal["title"], language)
            words = _joined([goal.get("official_id") or "", title])
            rows.append(
                {"kind": "goal", "title": title, "framework": framework, "node": goal["key"],
                 "words": words}
            )  # fmt: skip
            for row in bundle.benchmarks(framework, goal["key"]):
                title = f"{row['key']} {text_in(row['title'], language)}"
                indicator = bundle.indicators.get((row.get("measure") or {}).get("indicator", ""))
                more = text_in((indicator or {}).get("title"), language)
                rows.append(
                    {"kind": "benchmark", "title": title, "framework": framework,
                     "benchmark": row["key"], "words": _joined([title, more])}
                )  # fmt: skip
    return rows


def _joined(texts: Iterable[str]) -> str:
    """Return the folded words of texts, each once, in order."""
    return " ".join(dict.fromkeys(word for text in texts for word in folded(text)))


def find_page(bundle: Bundle, query: str, language: str) -> Context:
    """Return the whole index, or what matches a query; ``tables`` are for the script, as JSON."""
    words = folded(query)
    entries = [*promise_entries(bundle, language), *place_entries(bundle, language)]
    found = [row for row in entries if not query or matches(words, row["words"].split(), language)]
    kinds = ("goal", "benchmark", "group", "country")
    return {
        "query": query,
        "total": len(found),
        "tables": orjson.dumps(as_tables()).decode(),
        "sections": [
            {"kind": kind, "rows": rows}
            for kind in kinds
            if (rows := [row for row in found if row["kind"] == kind])
        ],
    }


def entries_of(bundle: Bundle, part: str, language: str) -> list[Json]:
    """Return one part of the index."""
    return (place_entries if part == "places" else promise_entries)(bundle, language)
