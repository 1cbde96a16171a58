"""The addresses of SDMX 3.0 REST: what they ask for, and the rows that answer them. Pure.

A subset: structures by kind, agency, id and version; data by flow, key and filters on components.
What is not supported is refused by name, never ignored.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Final

from django.utils.translation import gettext as _

from milepost.indicators.sdmx.writing import Row
from milepost.publishing.exports.cube import AGENCY, TIME, VERSION, Cube
from milepost.publishing.exports.sdmx_json import FLAT
from milepost.publishing.exports.sdmx_structure import ARTEFACTS

ANY: Final = "*"
MOST_KEPT: Final = 1_000_000
_FILTER: Final = re.compile(r"c\[([A-Za-z0-9_@$-]+)\]")
_REFUSED: Final = ("updatedAfter", "asOf", "includeHistory", "measures", "attributes")
_OPERATORS: Final = ("eq", "ne", "lt", "le", "gt", "ge")
_READ: Final = frozenset(
    {"format", "firstNObservations", "lastNObservations", "dimensionAtObservation"}
)
_VERSIONS: Final = frozenset({ANY, "~", "+", "latest", VERSION, "1.0+.0", "1+.0.0", "1.0.0+"})


class QueryRefusedError(Exception):
    """A query that cannot be answered: HTTP status and a sentence for the person who asked."""

    def __init__(self, status: int, what: str) -> None:
        super().__init__(what)
        self.status = status
        self.what = what


Key = tuple[frozenset[str] | None, ...]
"""Wanted codes by dimension; None for any."""


@dataclass(frozen=True, slots=True)
class DataQuery:
    """A question for data; ``filters`` are tests by component."""

    keys: tuple[Key, ...] = ()
    filters: Mapping[str, tuple[Callable[[str], bool], ...]] = field(default_factory=dict)
    first: int | None = None
    last: int | None = None
    at: str = TIME
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)


def is_version(text: str) -> bool:
    """Whether a version that was asked for is the only one that there is."""
    return text in _VERSIONS


def check_maintained(agency: str, version: str, name: str) -> None:
    """Raise ``QueryRefusedError`` (404) for another agency or version."""
    agencies = set(agency.split(","))
    if not agencies & {ANY, AGENCY, "all", *({"SDMX"} if name == "agencyscheme" else ())}:
        raise QueryRefusedError(404, _("There is no agency “%(name)s” here.") % {"name": agency})
    if not any(is_version(part) for part in version.split(",")):
        raise QueryRefusedError(404, _("There is no version “%(name)s” here.") % {"name": version})


def artefacts_of(kind: str) -> frozenset[str]:
    """Return the kinds of artefacts that an address asks for. Raises ``QueryRefusedError``."""
    if kind in {ANY, "structure"}:
        return frozenset(ARTEFACTS)
    if kind not in ARTEFACTS:
        raise QueryRefusedError(404, _("There is no “%(name)s” here.") % {"name": kind})
    return frozenset({kind})


def read_query(cube: Cube, key: str, asked: Mapping[str, str]) -> DataQuery:
    """Return the question that a key and the parameters of an address ask.

    Raises ``QueryRefusedError`` with 400 for what is malformed and 501 for what is not supported.
    """
    for name in _REFUSED:
        if name in asked:
            text = _("The parameter “%(name)s” is not supported here.")
            raise QueryRefusedError(501, text % {"name": name})
    filters: dict[str, tuple[Callable[[str], bool], ...]] = {}
    codes: dict[str, frozenset[str]] = {}
    known = {TIME, *(item.id for item in cube.dimensions), *(item.id for item in cube.attributes)}
    for name, text in asked.items():
        found = _FILTER.fullmatch(name)
        if found is None:
            if name not in _READ:
                said = _("There is no parameter “%(name)s”.")
                raise QueryRefusedError(400, said % {"name": name})
            continue
        if found[1] not in known:
            said = _("There is no component “%(name)s”.")
            raise QueryRefusedError(400, said % {"name": found[1]})
        filters[found[1]] = tuple(_tests(text))
        equal = _equal_to(text)
        codes |= {found[1]: equal} if equal else {}
    at = asked.get("dimensionAtObservation", TIME)
    if at not in {TIME, FLAT}:
        text = _("Observations are given by “TIME_PERIOD” or “AllDimensions”, not by “%(name)s”.")
        raise QueryRefusedError(501, text % {"name": at})
    return DataQuery(
        keys=_keys(cube, key),
        filters=filters,
        codes=codes,
        first=_count(asked, "firstNObservations"),
        last=_count(asked, "lastNObservations"),
        at=at,
    )


def _equal_to(text: str) -> frozenset[str]:
    """Return the codes that a filter of one part allows; none when it is another filter."""
    operator, colon, rest = text.partition(":")
    if not colon or operator not in _OPERATORS:
        operator, rest = "eq", text
    is_one = operator == "eq" and "+" not in rest and " " not in rest
    return frozenset(rest.split(",")) if is_one else frozenset()


def _wanted(cube: Cube, query: "DataQuery") -> dict[str, frozenset[str]]:
    """Return the codes that a question leaves, by dimension, as far as it names them."""
    found = dict(query.codes)
    for place, name in enumerate(_names(cube)):
        parts = [key[place] for key in query.keys]
        named = [part for part in parts if part is not None]
        if parts and len(named) == len(parts):
            union = frozenset().union(*named)
            found[name] = found[name] & union if name in found else union
    return found


def _names(cube: Cube) -> list[str]:
    return [item.id for item in cube.dimensions]


def _keys(cube: Cube, text: str) -> tuple[Key, ...]:
    """Return the keys that are asked for: a comma stands between keys, ``+`` between codes."""
    if text in {"", ANY, "all"}:
        return ()
    found = []
    for key in text.split(","):
        parts = key.split(".")
        if len(parts) != len(cube.dimensions):
            said = _("The key has %(found)s parts, and the data set has %(wanted)s dimensions.")
            counts = {"found": len(parts), "wanted": len(cube.dimensions)}
            raise QueryRefusedError(400, said % counts)
        found.append(
            tuple(None if part in {"", ANY} else frozenset(part.split("+")) for part in parts)
        )
    return tuple(found)


def _tests(text: str) -> Iterator[Callable[[str], bool]]:
    """Yield the tests of one filter: ``+`` joins tests that must all hold, ``,`` alternatives."""
    for part in re.split(r"[+ ](?=(?:eq|ne|lt|le|gt|ge):)", text):
        operator, colon, rest = part.partition(":")
        if not colon or operator not in _OPERATORS:
            operator, rest = "eq", part
        yield _test(operator, tuple(rest.split(",")))


def _test(operator: str, values: tuple[str, ...]) -> Callable[[str], bool]:
    chosen = frozenset(values)
    least, most = min(values), max(values)
    tests: dict[str, Callable[[str], bool]] = {
        "eq": lambda text: text in chosen,
        "ne": lambda text: text not in chosen,
        "lt": lambda text: text < least,
        # 2015-06 lies within 2015, so it is not after it.
        "le": lambda text: text <= most or text.startswith(f"{most}-"),
        "gt": lambda text: text > most and not text.startswith(f"{most}-"),
        "ge": lambda text: text >= least,
    }
    return tests[operator]


def _count(asked: Mapping[str, str], name: str) -> int | None:
    text = asked.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= MOST_KEPT):
        raise QueryRefusedError(400, _("“%(name)s” is a number from 1.") % {"name": name})
    return int(text)


def select_rows(cube: Cube, query: DataQuery) -> Iterator[Row]:
    """Yield the rows that answer a question, in the order of the data set."""
    names = _names(cube)

    def has_key(row: Row, key: Key) -> bool:
        pairs = zip(names, key, strict=True)
        return all(codes is None or row.get(name) in codes for name, codes in pairs)

    def is_wanted(row: Row) -> bool:
        if query.keys and not any(has_key(row, key) for key in query.keys):
            return False
        return all(
            test(row.get(name) or "") for name, tests in query.filters.items() for test in tests
        )

    found = (row for row in cube.narrowed(_wanted(cube, query)) if is_wanted(row))
    if query.first is None and query.last is None:
        yield from found
        return
    for _series, group in groupby(found, lambda row: [row.get(name) for name in names]):
        yield from _ends(group, query)


def _ends(group: Iterable[Row], query: DataQuery) -> Iterator[Row]:
    if query.last is None:
        yield from islice(group, query.first)
        return
    held = list(group)
    ends = [*range(min(query.first or 0, len(held)))]
    later = range(max(len(held) - query.last, 0), len(held))
    ends += [place for place in later if place not in ends]
    yield from (held[place] for place in ends)


def available(cube: Cube, rows: Iterable[Row]) -> dict[str, list[str]]:
    """Return, for each dimension, the codes that some observation has, sorted."""
    found: dict[str, set[str]] = {name: set() for name in (*_names(cube), TIME)}
    for row in rows:
        for name, codes in found.items():
            codes.add(row.get(name) or "")
    return {name: sorted(codes) for name, codes in found.items()}
