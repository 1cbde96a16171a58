"""Figures that human text embeds: ``{{rating:1.1:001}}`` is shown as the edition has it.

So a number in a sentence keeps its link to the working, and a changed edition is noticed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from milepost.measure.rounding import tidy
from milepost.publishing import wording
from milepost.publishing.bundle import Json
from milepost.publishing.pages.tallies import shown_state
from milepost.publishing.report.scope import ORDER, Scope
from milepost.publishing.report.tree import Inlines, Run
from milepost.publishing.templatetags.sentences import value_of

CITATION = re.compile(r"\{\{\s*([a-z]+(?::[A-Za-z0-9._/-]+)+)\s*\}\}")
EVERY = "all"


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation stands for: ``raw`` is compared between editions, ``inlines`` shown."""

    raw: str
    inlines: Inlines


def citations_in(words: str) -> list[str]:
    """Return the citations of a text, each once, in order."""
    return list(dict.fromkeys(CITATION.findall(words)))


def split_text(words: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text; True marks a citation."""
    for position, piece in enumerate(CITATION.split(words)):
        if piece:
            yield piece, position % 2 == 1


def resolve(scope: Scope, citation: str) -> Cited | None:
    """Return what a citation stands for in the edition, or None when it stands for nothing."""
    kind, *arguments = citation.split(":")
    if kind == "count":
        return _count(scope, arguments)
    found = _rating(scope, arguments)
    if found is None:
        return None
    benchmark, rating = found
    href = scope.trace(benchmark["key"], rating["place"], rating["framework"])
    if kind == "rating":
        raw = f"{shown_state(rating)} {rating.get('reason') or ''}".strip()
        return Cited(raw, (scope.mark(rating),))
    if kind == "value":
        shown = value_of(rating, scope.indicator_of(benchmark))
        value = rating.get("value")
        raw = rating["status"] if value is None else repr(tidy(float(value)))
        return Cited(raw, (Run(shown, href=href),))
    if kind == "because":
        words = wording.because(rating, scope.language)
        return Cited(words, (Run(words, href=href),))
    return None


def _rating(scope: Scope, arguments: list[str]) -> tuple[Json, Json] | None:
    if not 1 <= len(arguments) <= 2:
        return None
    framework, _slash, key = arguments[0].rpartition("/")
    owner = framework or scope.framework
    benchmark = scope.bundle.benchmark(owner, key)
    place = arguments[1] if len(arguments) == 2 else scope.place
    if benchmark is None or scope.bundle.place(place) is None:
        return None
    return benchmark, scope.rating(key, place, owner)


def _count(scope: Scope, arguments: list[str]) -> Cited | None:
    if not 2 <= len(arguments) <= 3 or arguments[1] not in ORDER:
        return None
    goal, state = arguments[:2]
    place = arguments[2] if len(arguments) == 3 else scope.place
    benchmarks = scope.bundle.benchmarks(scope.framework, None if goal == EVERY else goal)
    if not benchmarks or scope.bundle.place(place) is None:
        return None
    count = scope.spread(benchmarks, place).get(state, 0)
    href = (
        scope.address("place", place)
        if goal == EVERY
        else scope.address("goal", scope.framework, goal)
    )
    return Cited(str(count), (Run(scope.number(count, 0), href=href),))
