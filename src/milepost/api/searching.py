"""Finding frameworks, goals, benchmarks, places and indicators by their names.

Names are compared as ``kernel/folding.py`` folds them; any part of a name may be asked for. A hit
is nearer when the whole name, its beginning, or the beginning of a word matches, and furthest when
only another form of a word does, or most of a run of Chinese.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from milepost.api.asked import Asked
from milepost.api.parameters import SearchFilters
from milepost.api.wording import named
from milepost.kernel.folding import folded, matches

Json = dict[str, Any]


def plain(text: str) -> str:
    """Return a text as it is compared: its folded words, joined by spaces."""
    return " ".join(folded(text))


def search(asked: Asked, given: SearchFilters) -> list[Json]:
    """Return every hit, the nearest first; [] for a query without a letter or digit."""
    wanted = plain(given.q)
    if not wanted:
        return []
    found = []
    for number, (kind, key, framework, names, parts) in enumerate(_everything(asked)):
        if given.kind is not None and given.kind.value != kind:
            continue
        best = _best(wanted, key, names, asked.language)
        if best is None:
            continue
        rank, language = best
        matched = {"text": names.get(language, key), "language": language}
        row = {
            "kind": kind,
            "key": key,
            "framework": framework,
            "name": named(names, asked.language, key),
            "matched": matched,
            "link": asked.address(*parts),
        }
        found.append((rank, number, row))
    return [row for _rank, _number, row in sorted(found, key=lambda item: item[:2])]


def _best(wanted: str, key: str, names: Mapping[str, str], language: str) -> tuple[int, str] | None:
    """Return how near the nearest name is (0 is nearest) and its language."""
    ranks = [(0, language)] if wanted == plain(key) else []
    for code, name in names.items():
        rank = _rank(wanted, plain(name), code)
        if rank is not None:
            # Among equals a name in the reader's language comes first.
            ranks.append((2 * rank + (code != language), code))
    return min(ranks, default=None)


def _rank(wanted: str, name: str, language: str) -> int | None:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if f" {wanted}" in f" {name}":
        return 2
    words = wanted.split()
    if wanted in name:
        return 3
    if len(words) > 1 and all(word in name for word in words):
        return 4
    return 5 if matches(words, name.split(), language) else None


Item = tuple[str, str, str | None, dict[str, str], tuple[str, ...]]


def _everything(asked: Asked) -> Iterator[Item]:
    """Yield kind, key, framework, names and address of whatever can be found."""
    bundle = asked.bundle
    for code in sorted({*bundle.areas, *bundle.groups}):
        place = bundle.place(code) or {}
        names = dict(place.get("names") or {})
        codes = {name: place[name] for name in ("iso2", "iso3") if place.get(name)}
        yield "place", code, None, names | codes, ("places", code)
    for key, document in bundle.frameworks.items():
        here = ("frameworks", key)
        yield "framework", key, None, dict(document.get("title") or {}), here
        for goal in bundle.goals(key):
            yield "goal", goal["key"], key, dict(goal.get("title") or {}), here
        for row in bundle.benchmarks(key):
            yield "benchmark", row["key"], key, dict(row.get("title") or {}), here
    for key, row in bundle.indicators.items():
        yield "indicator", key, None, dict(row.get("title") or {}), ("indicators", key)
