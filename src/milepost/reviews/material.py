"""What a computation is given: everything, and nothing that it would have to look up.

A ``Material`` is built from the database (``reviews.result_selectors.collect_material``) or from a
release bundle; the computation cannot tell which, and so reaches the same result from both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from milepost.measure.expression import input_keys

Document = dict[str, Any]
"""A JSON object: only text, numbers, booleans, None, lists and objects."""


@dataclass(frozen=True, slots=True)
class Material:
    """The inputs of one edition.

    - ``edition``: ``{key, as_of (ISO day), main_framework, frameworks, heatmap_places, …}``.
    - ``frameworks``: normalised framework documents, in the edition's order.
    - ``areas`` and ``groups``: places as ``places.selectors`` gives them; members are fixed at
      the day ``as_of``.
    - ``indicators``: definitions by key. ``observations``: tables by indicator key with the
      columns ``area, counterpart, period, period_start, breakdown, value, status, note,
      vintage``; what was not known on ``as_of`` is already left out.
    - ``assessments``: current assessments in the shape of ``assessments.json``.
    - ``decisions``: ``{framework, benchmark, place, state, reason {}, by, on}``.
    - ``rules``: rating rules in the shape of ``rules.json``.
    - ``quality``: by indicator, what its quality report needs beside the observations that
      count: versions that lost, decided conflicts, vintages
      (``indicators.quality.material.empty_given``).
    - ``replies``: replies of governments, and ``invited``: who was asked to reply until when,
      both in the shape of ``replies.json``. They change no state; the trace shows them.
    - ``rounds``: second rounds of panels in the shape of ``rounds.json``.
    - ``observed``: vintage to ``{survey, question, option}``, the table that its values were taken
      from; ``surveys``: the surveys that these name, as far as they are published, in the shape of
      ``surveys/<key>.json``. They change no state; the trace shows them.
    """

    edition: Document
    frameworks: list[Document]
    areas: list[Document]
    groups: list[Document]
    indicators: dict[str, Document]
    observations: dict[str, pa.Table]
    assessments: list[Document] = field(default_factory=list)
    decisions: list[Document] = field(default_factory=list)
    rules: list[Document] = field(default_factory=list)
    quality: dict[str, Document] = field(default_factory=dict)
    replies: list[Document] = field(default_factory=list)
    invited: list[Document] = field(default_factory=list)
    rounds: list[Document] = field(default_factory=list)
    observed: dict[str, Document] = field(default_factory=dict)
    surveys: list[Document] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Result:
    """What a computation gives, in the JSON shapes of the release bundle.

    - ``ratings``: one object per benchmark and place, sorted by framework, benchmark order and
      place.
    - ``traces``: ``(framework, benchmark)`` to place to trace.
    - ``aggregates``: indicator to rows of place and period.
    """

    ratings: list[Document]
    traces: dict[tuple[str, str], dict[str, Document]]
    aggregates: dict[str, list[Document]]


def needed_indicators(
    frameworks: list[Document], definitions: dict[str, Document]
) -> tuple[str, ...]:
    """Return the keys of the indicators that a computation reads, sorted.

    They are the indicators of the benchmarks, what derived ones are made from, the weights, and
    the two migrant stocks when a benchmark measures adoption. Derived indicators whose first input
    is there come along, so that readers find them, and so do figures of corridors whose definition
    names an indicator that is there. Keys without a definition are left out.
    """
    needed: set[str] = set()
    for document in frameworks:
        for benchmark in document["benchmarks"]:
            measure = benchmark.get("measure")
            if measure:
                needed.add(measure["indicator"])
    for key in tuple(needed):
        definition = definitions.get(key, {})
        if definition.get("weight"):
            needed.add(definition["weight"])
        if definition.get("aggregation") == "adoption":
            needed.update(STOCKS.values())
    derived = {
        key: set(input_keys(definition["derived"]))
        for key, definition in definitions.items()
        if definition.get("derived")
    }
    for key in tuple(needed):
        needed |= _made_from(key, derived)
    needed |= _coming_along(needed, definitions, derived)
    needed |= {
        key
        for key, definition in definitions.items()
        if (definition.get("corridor") or {}).get("with") in needed
    }
    return tuple(sorted(needed & set(definitions)))


def _coming_along(
    needed: set[str], definitions: dict[str, Document], derived: dict[str, set[str]]
) -> set[str]:
    """Return the derived indicators whose first input is there, with what they are made from.

    One that comes along may bring what another begins with, in whatever order they stand.
    """
    found, before = set(needed), set[str]()
    while before != found:
        before = set(found)
        for key in derived:
            if input_keys(definitions[key]["derived"])[0] in found:
                found |= {key, *_made_from(key, derived), definitions[key].get("weight") or key}
    return found


def _made_from(key: str, derived: dict[str, set[str]]) -> set[str]:
    """Return everything that an indicator is made from, also by way of others."""
    found: set[str] = set()
    waiting = [key]
    while waiting:
        for name in derived.get(waiting.pop(), set()) - found:
            found.add(name)
            waiting.append(name)
    return found


STOCKS = {"destination": "migrant-stock-destination", "origin": "migrant-stock-origin"}
"""The two weights of adoption: migrants living in a state, and migrants who came from it."""


def made_from(definitions: Mapping[str, Document], key: str) -> tuple[str, ...]:
    """Return the imported indicators that one rests on: itself, or those it is derived from."""
    derived = {
        name: set(input_keys(definition["derived"]))
        for name, definition in definitions.items()
        if definition.get("derived")
    }
    if key not in derived:
        return (key,)
    return tuple(sorted(_made_from(key, derived) - set(derived)))
