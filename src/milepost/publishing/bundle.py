"""Reading one published edition: a bundle's files, loaded when first asked for, and indexed.

A bundle never changes, so whatever was read once may be kept.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from milepost.publishing.observed import ByPlace

Json = dict[str, Any]
SAFE_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
UNLISTED = ("datapackage.json", "checksums.txt")
"""Files of a bundle that the package does not list because they describe it."""
WORLD = "001"
KEPT_TRACES = 64
KEPT_SERIES = 512
KEPT_TABLES = 16 * 2**20
"""Bytes of observations that are kept as they were read; reports ask place by place."""


class Bundle:
    """One frozen edition. Lookups of one thing return None when the bundle does not hold it."""

    def __init__(self, folder: Path, checksum: str = "", published_on: date | None = None) -> None:
        self.folder = folder
        self.checksum = checksum
        self.published_on = published_on
        self._traces: OrderedDict[tuple[str, str], dict[str, Json]] = OrderedDict()
        self._series: OrderedDict[tuple[str, str, str], list[Json]] = OrderedDict()
        self._tables: dict[str, pa.Table] = {}
        self._placed: dict[str, ByPlace] = {}
        self._room = KEPT_TABLES

    def _load(self, relative: str, default: Any) -> Any:
        try:
            return orjson.loads((self.folder / relative).read_bytes())
        except FileNotFoundError:
            return default

    @cached_property
    def edition(self) -> Json:
        """The edition's own description (``edition.json``)."""
        loaded: Json = self._load("edition.json", {})
        return loaded

    @property
    def key(self) -> str:
        """The edition's key, as in addresses."""
        return str(self.edition["key"])

    @property
    def main_framework(self) -> str:
        """The key of the framework that the home page shows."""
        return str(self.edition["main_framework"])

    # Frameworks

    @cached_property
    def frameworks(self) -> dict[str, Json]:
        """Normalised framework documents by key, in the edition's order."""
        return {
            key: self._load(f"frameworks/{key}.json", {})
            for key in self.edition["frameworks"]
            if SAFE_KEY.fullmatch(key)
        }

    @cached_property
    def linked(self) -> dict[str, Json]:
        """Documents of frameworks that crosswalks lead to and the edition does not rate."""
        documents = (self._load(f"linked/{path.stem}.json", {}) for path in self._linked_files())
        return {document["key"]: document for document in documents}

    def _linked_files(self) -> list[Path]:
        return sorted((self.folder / "linked").glob("*.json"))

    def linked_node(self, framework: str, key: str) -> Json | None:
        """Return a node or benchmark of a linked framework."""
        document = self.linked.get(framework, {})
        rows = [*document.get("nodes", ()), *document.get("benchmarks", ())]
        return next((row for row in rows if row["key"] == key), None)

    @cached_property
    def _nodes(self) -> dict[tuple[str, str], Json]:
        return {
            (key, node["key"]): node
            for key, document in self.frameworks.items()
            for node in document.get("nodes", [])
        }

    @cached_property
    def _benchmarks(self) -> dict[tuple[str, str], Json]:
        return {
            (key, benchmark["key"]): benchmark
            for key, document in self.frameworks.items()
            for benchmark in document.get("benchmarks", [])
        }

    def node(self, framework: str, key: str) -> Json | None:
        """Return a node (goal, recommendation, target …) of a framework."""
        return self._nodes.get((framework, key))

    def benchmark(self, framework: str, key: str) -> Json | None:
        """Return a benchmark of a framework."""
        return self._benchmarks.get((framework, key))

    def benchmarks(self, framework: str, goal: str | None = None) -> list[Json]:
        """Return the benchmarks of a framework (of one goal), in the order of the document."""
        rows = [row for (owner, _key), row in self._benchmarks.items() if owner == framework]
        rows = [row for row in rows if goal is None or row["goal"] == goal]
        return sorted(rows, key=lambda row: row["order"])

    def children(self, framework: str, parent: str) -> list[Json]:
        """Return the nodes directly below a node ("" for the top), in order."""
        rows = [
            node
            for (owner, _key), node in self._nodes.items()
            if owner == framework and node["parent"] == parent
        ]
        return sorted(rows, key=lambda node: node["order"])

    def goals(self, framework: str) -> list[Json]:
        """Return the nodes that hold benchmarks, in order: a plan's goals, or targets."""
        holding = {row["goal"] for row in self.benchmarks(framework)}
        rows = [
            node
            for (owner, key), node in self._nodes.items()
            if owner == framework and key in holding
        ]
        return sorted(rows, key=lambda node: node["order"])

    @cached_property
    def crosswalks(self) -> list[Json]:
        """Links between frameworks."""
        loaded: list[Json] = self._load("crosswalks.json", [])
        return loaded

    # Places

    @cached_property
    def _places(self) -> Json:
        loaded: Json = self._load("places.json", {"areas": [], "groups": []})
        return loaded

    @cached_property
    def areas(self) -> dict[str, Json]:
        """M49 areas by code."""
        return {row["code"]: row for row in self._places["areas"]}

    @cached_property
    def groups(self) -> dict[str, Json]:
        """Groups by code: the M49 regions with their members, and every other grouping."""
        return {row["code"]: row for row in self._places["groups"]}

    def place(self, code: str) -> Json | None:
        """Return an area or a group; ``members`` is always there, empty for a country."""
        area, group = self.areas.get(code), self.groups.get(code)
        if area is None and group is None:
            return None
        members = list((group or {}).get("members", ()))
        return {**(group or {}), **(area or {}), "members": members}

    def groups_of(self, code: str) -> list[Json]:
        """Return the groups that a country belongs to, world first, then by code."""
        return sorted(
            (row for row in self.groups.values() if code in row["members"]),
            key=lambda row: (-len(row["members"]), row["code"]),
        )

    # Ratings

    @cached_property
    def ratings(self) -> list[Json]:
        """Every rating of the edition."""
        loaded: list[Json] = self._load("ratings.json", [])
        return loaded

    @cached_property
    def _by_key(self) -> dict[tuple[str, str, str], Json]:
        return {(row["framework"], row["benchmark"], row["place"]): row for row in self.ratings}

    @cached_property
    def _by_benchmark(self) -> dict[tuple[str, str], dict[str, Json]]:
        index: dict[tuple[str, str], dict[str, Json]] = {}
        for row in self.ratings:
            index.setdefault((row["framework"], row["benchmark"]), {})[row["place"]] = row
        return index

    @cached_property
    def _by_place(self) -> dict[str, list[Json]]:
        index: dict[str, list[Json]] = {}
        for row in self.ratings:
            index.setdefault(row["place"], []).append(row)
        return index

    def rating(self, framework: str, benchmark: str, place: str) -> Json | None:
        """Return one rating."""
        return self._by_key.get((framework, benchmark, place))

    def ratings_for_benchmark(self, framework: str, benchmark: str) -> dict[str, Json]:
        """Return the ratings of one benchmark by place."""
        return self._by_benchmark.get((framework, benchmark), {})

    def rated_places(self) -> set[str]:
        """Return the codes of all places that have a rating."""
        return set(self._by_place)

    def traces(self, framework: str, benchmark: str) -> dict[str, Json]:
        """Return the workings of one benchmark by place; empty when nothing was computed."""
        key = (framework, benchmark)
        if key not in self._benchmarks or not SAFE_KEY.fullmatch(benchmark):
            return {}
        if key not in self._traces:
            self._traces[key] = self._load(f"traces/{framework}/{benchmark}.json", {})
            while len(self._traces) > KEPT_TRACES:
                self._traces.popitem(last=False)
        return self._traces[key]

    def trace(self, framework: str, benchmark: str, place: str) -> Json | None:
        """Return the working of one rating."""
        return self.traces(framework, benchmark).get(place)

    @cached_property
    def changes(self) -> list[Json]:
        """What moved since the previous edition."""
        loaded: list[Json] = self._load("changes.json", [])
        return loaded

    # Data, people and methods

    @cached_property
    def indicators(self) -> dict[str, Json]:
        """Indicator definitions with their vintages, by key."""
        return {row["key"]: row for row in self._load("indicators.json", [])}

    def observations_table(self, indicator: str) -> pa.Table | None:
        """Return all observations of an indicator that this edition used.

        Small tables are kept, as long as there is room.
        """
        if indicator in self._tables:
            return self._tables[indicator]
        path = self.folder / "observations" / f"{indicator}.parquet"
        if indicator not in self.indicators or not SAFE_KEY.fullmatch(indicator):
            return None
        if not path.is_file():
            return None
        table = pq.read_table(path)
        if table.nbytes <= self._room:
            self._room -= table.nbytes
            self._tables[indicator] = table
        return table

    def observations(self, indicator: str, place: str, breakdown: str = "") -> list[Json]:
        """Return the observations of an indicator for one place, in order of time."""
        key = (indicator, place, breakdown)
        if key not in self._series:
            found = self._placed.get(indicator)
            if found is None and (table := self.observations_table(indicator)) is not None:
                found = ByPlace(table)
                if indicator in self._tables:
                    self._placed[indicator] = found
            self._series[key] = found.rows(place, breakdown) if found else []
            while len(self._series) > KEPT_SERIES:
                self._series.popitem(last=False)
        return self._series[key]

    def aggregates(self, indicator: str, place: str | None = None) -> list[Json]:
        """Return the rolled-up values of an indicator (for one place), as frozen."""
        rows = self._aggregates.get(indicator)
        if rows is None:
            known = indicator in self.indicators and SAFE_KEY.fullmatch(indicator)
            rows = self._load(f"aggregates/{indicator}.json", []) if known else []
            self._aggregates[indicator] = rows
        return [row for row in rows if place is None or row["place"] == place]

    @cached_property
    def _aggregates(self) -> dict[str, list[Json]]:
        return {}

    @cached_property
    def quality_keys(self) -> frozenset[str]:
        """Indicators that have a report on their data; none in an edition of before reports."""
        found = {path.stem for path in (self.folder / "quality").glob("*.json")}
        return frozenset(found & self.indicators.keys())

    def quality(self, indicator: str) -> Json | None:
        """Return the report on the data of an indicator."""
        if indicator not in self.quality_keys or not SAFE_KEY.fullmatch(indicator):
            return None
        found: Json | None = self._load(f"quality/{indicator}.json", None)
        return found

    @cached_property
    def all_assessments(self) -> list[Json]:
        """Every assessment made public."""
        loaded: list[Json] = self._load("assessments.json", [])
        return loaded

    def assessments(self, framework: str, benchmark: str, place: str | None = None) -> list[Json]:
        """Return what people said about a benchmark (in one place)."""
        return [
            row
            for row in self.all_assessments
            if row["framework"] == framework
            and row["benchmark"] == benchmark
            and place in (None, row["place"])
        ]

    @cached_property
    def _replied(self) -> Json:
        """The file of replies; bundles before format 3 have none."""
        loaded: Json = self._load("replies.json", {"invited": [], "replies": []})
        return loaded

    @cached_property
    def invited(self) -> dict[str, str]:
        """Places whose government was asked to reply, with the last day (ISO)."""
        return {row["place"]: row["until"] for row in self._replied["invited"]}

    @cached_property
    def _replies(self) -> dict[tuple[str, str, str], Json]:
        rows = self._replied["replies"]
        return {(row["framework"], row["benchmark"], row["place"]): row for row in rows}

    def reply(self, framework: str, benchmark: str, place: str) -> Json | None:
        """Return what a government replied to one rating."""
        return self._replies.get((framework, benchmark, place))

    def replies(self, framework: str, benchmark: str) -> list[Json]:
        """Return the replies to the ratings of one benchmark."""
        return [row for key, row in self._replies.items() if key[:2] == (framework, benchmark)]

    @cached_property
    def surveys(self) -> dict[str, Json]:
        """Surveys with their tables, by key; small cells were hidden before they were frozen."""
        paths = sorted((self.folder / "surveys").glob("*.json"))
        return {path.stem: self._load(f"surveys/{path.name}", {}) for path in paths}

    @cached_property
    def _rounds(self) -> dict[tuple[str, str, str], Json]:
        """Second rounds of panels; bundles before format 3 have none."""
        rows: list[Json] = self._load("rounds.json", [])
        return {(row["framework"], row["benchmark"], row["place"]): row for row in rows}

    def second_round(self, framework: str, benchmark: str, place: str) -> Json | None:
        """Return the second round of a panel with the assessments of its first."""
        return self._rounds.get((framework, benchmark, place))

    def second_rounds(self, framework: str, benchmark: str) -> list[Json]:
        """Return the second rounds of one benchmark."""
        return [row for key, row in self._rounds.items() if key[:2] == (framework, benchmark)]

    @cached_property
    def evidence(self) -> dict[str, Json]:
        """Cited sources by key."""
        return {row["key"]: row for row in self._load("evidence.json", [])}

    @cached_property
    def rules(self) -> dict[str, Json]:
        """Rating rules by ``key@version``."""
        return {f"{row['key']}@{row['version']}": row for row in self._load("rules.json", [])}

    # Files

    @cached_property
    def package(self) -> Json:
        """The data package description."""
        loaded: Json = self._load("datapackage.json", {"resources": []})
        return loaded

    @cached_property
    def files(self) -> dict[str, Json]:
        """Every file that may be downloaded: ``{path, bytes, hash}`` by path, sorted."""
        found = {row["path"]: row for row in self.package["resources"]}
        for name in UNLISTED:
            path = self.folder / name
            if path.is_file():
                raw = path.read_bytes()
                found[name] = {
                    "path": name,
                    "bytes": len(raw),
                    "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}",
                }
        return dict(sorted(found.items()))

    def file(self, relative: str) -> Path | None:
        """Return the path of a listed file, or None for anything else, whatever it is called."""
        if relative not in self.files:
            return None
        path = (self.folder / relative).resolve()
        inside = path.is_relative_to(self.folder.resolve())
        return path if inside and path.is_file() else None


def text_in(texts: Mapping[str, str] | str | None, language: str) -> str:
    """Return a text map's words in a language, else in English, else in any, else ""."""
    if not texts:
        return ""
    if isinstance(texts, str):
        return texts
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def language_of(texts: Mapping[str, str] | str | None, language: str) -> str:
    """Return the language that ``text_in`` answers in, so that a page can mark it up."""
    if not texts or isinstance(texts, str) or texts.get(language):
        return language
    return "en" if texts.get("en") else next(iter(texts), "en")
