"""Finding a page of an edition by words: the index of places and of what was promised.

The script ``publishing/find.js`` does the same in a site as files; both are held to one table.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from milepost.publishing.bundle import Bundle, Json, text_in
from milepost.publishing.pages.overview import kind_of
from milepost.publishing.pages.places import sort_key

Context = dict[str, Any]
PARTS = ("places", "promises")
ARABIC = str.maketrans({"ى": "ي", "ة": "ه", "ـ": None})
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_SUBSTRING = re.compile(r"[^\x00-\u2e7f]")


def folded(text: str) -> list[str]:
    """Return the words of a text as they are compared.

    Without case, accents and vowel signs; Arabic without the article and with one form of each
    letter; digits of every script as European ones. Chinese has no spaces: a run is one word.
    """
    plain = unicodedata.normalize("NFKD", text).casefold().translate(ARABIC)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = "".join(str(unicodedata.digit(letter, letter)) for letter in plain)
    return [re.sub(r"^ال(?=..)", "", word) for word in _WORD.findall(plain)]


def matches(words: list[str], text: str) -> bool:
    """Whether each word begins a word of a folded text, or stands in it where there are no spaces.

    ``text`` is the folded words of an entry, joined by spaces.
    """
    padded = f" {text}"
    return all(
        (word if _SHORTEST_SUBSTRING.search(word) else f" {word}") in padded for word in words
    )


def place_entries(bundle: Bundle, language: str) -> list[Json]:
    """Return every place: its name, and as words its names and codes in all languages."""
    codes = sorted({*bundle.areas, *bundle.groups})
    places = [place for code in codes if (place := bundle.place(code)) is not None]
    rows = [
        {
            "kind": kind_of(bundle, place["code"]),
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
    """Return the whole index, or what matches a query."""
    words = folded(query)
    entries = [*promise_entries(bundle, language), *place_entries(bundle, language)]
    found = [row for row in entries if matches(words, row["words"])]
    kinds = ("goal", "benchmark", "group", "country", "city")
    return {
        "query": query,
        "total": len(found),
        "sections": [
            {"kind": kind, "rows": rows}
            for kind in kinds
            if (rows := [row for row in found if row["kind"] == kind])
        ],
    }


def entries_of(bundle: Bundle, part: str, language: str) -> list[Json]:
    """Return one part of the index."""
    return (place_entries if part == "places" else promise_entries)(bundle, language)
