"""Facts about places: M49 areas, their names, and the groups of the United Nations. No database.

Read from the tables in ``data`` once a process; nothing here changes while it runs. Group
membership has dates: ``valid_from`` is the first day that counts, ``valid_to`` the first day that
no longer does. A year or month alone means that no more is known: it then begins with the first
day and ends after the last.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

from milepost.kernel.languages import LANGUAGES

DATA = Path(__file__).parent / "data"
WORLD = "001"
LEAF_KINDS = frozenset({"country", "area"})

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Area:
    """One M49 code: the world, a region, or a country or area.

    ``kind`` is world, region, subregion, intermediate, country (a State that may become party to
    treaties open to all States) or area. ``parent`` is the nearest region; ``region`` and
    ``subregion`` are the codes at those levels, "" where there is none.
    """

    code: str
    iso2: str
    iso3: str
    kind: str
    names: Mapping[str, str]
    short: Mapping[str, str]
    parent: str
    region: str
    subregion: str
    un_member_since: date | None
    note: str

    @property
    def is_leaf(self) -> bool:
        """Whether this is a country or area rather than a region of them."""
        return self.kind in LEAF_KINDS


@dataclass(frozen=True, slots=True)
class Membership:
    """One spell of an area in a group; ``planned_to`` is announced and has no effect yet."""

    group: str
    area: str
    valid_from: date | None
    valid_to: date | None
    planned_to: date | None
    source: str

    def holds_on(self, day: date) -> bool:
        """Whether the area belongs to the group on ``day``."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the United Nations whose members have dates: ldc, lldc, sids, un-members."""

    code: str
    kind: str
    names: Mapping[str, str]
    note: Mapping[str, str]
    source: str


def load_areas() -> Mapping[str, Area]:
    """Return every area by M49 code: regions first, then countries and areas by code."""
    return _areas()


def find_area(code: str) -> Area | None:
    """Return the area with this M49 code, or None."""
    return _areas().get(code)


@cache
def list_leaves_below(code: str) -> tuple[str, ...]:
    """Return the M49 codes of all countries and areas below a region, sorted."""
    leaves = (area.code for area in _areas().values() if area.is_leaf)
    return tuple(sorted(leaf for leaf in leaves if code in _ancestors(leaf)))


@cache
def load_groups() -> Mapping[str, Group]:
    """Return the dated groups by code."""
    groups = {}
    for row in _rows("groups.csv"):
        note = {code: row[f"note_{code}"] for code in ("en", "fr", "ar")}
        groups[row["code"]] = Group(
            code=row["code"],
            kind=row["kind"],
            names=_names(row),
            note=MappingProxyType(note),
            source=row["source"],
        )
    return MappingProxyType(groups)


@cache
def load_memberships() -> tuple[Membership, ...]:
    """Return every spell of every area in a dated group."""
    return tuple(
        Membership(
            group=row["group"],
            area=row["area"],
            valid_from=first_day(row["valid_from"]),
            valid_to=_end_day(row["valid_to"]),
            planned_to=first_day(row["planned_to"]),
            source=row["source"],
        )
        for row in _rows("memberships.csv")
    )


def list_members(group: str, as_of: date) -> list[str]:
    """Return the M49 codes of the members of a dated group on a day, sorted."""
    return sorted(
        spell.area for spell in load_memberships() if spell.group == group and spell.holds_on(as_of)
    )


@cache
def load_other_names() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return (name, codes) of every other name: short, formal, former, usual and data codes.

    More than one code means that the name alone does not say which place is meant.
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    for row in _rows("names.csv"):
        found += [(row[code], (row["m49"],)) for code in LANGUAGES if row[code]]
    found += [(row["alias"], tuple(row["codes"].split())) for row in _rows("aliases.csv")]
    return tuple(found)


def first_day(text: str) -> date | None:
    """Return the first day of a year, month or day; None for an empty text."""
    if not text:
        return None
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else 1 for part in match.groups())
    return date(year, month, day)


def _end_day(text: str) -> date | None:
    """Return the first day after a year or month; a day is itself the first day that is out."""
    first = first_day(text)
    if first is None or len(text) == 10:
        return first
    span = timedelta(days=366 if len(text) == 4 else 31)
    later = first + span
    return date(later.year, 1, 1) if len(text) == 4 else date(later.year, later.month, 1)


@cache
def _areas() -> Mapping[str, Area]:
    rows = {row["m49"]: row for row in _rows("areas.csv")}
    short = {row["m49"]: row for row in _rows("names.csv") if row["form"] == "short"}
    areas = {}
    for code, row in rows.items():
        levels = {rows[above]["kind"]: above for above in _chain(code, rows)}
        names = _names(row)
        given = short.get(code)
        areas[code] = Area(
            code=code,
            iso2=row["iso2"],
            iso3=row["iso3"],
            kind=row["kind"],
            names=names,
            short=_names(given, names) if given else names,
            parent=row["parent"],
            region=levels.get("region", ""),
            subregion=levels.get("subregion", ""),
            un_member_since=first_day(row["un_member_since"]),
            note=row["note"],
        )
    return MappingProxyType(areas)


def _chain(code: str, rows: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return the codes above ``code``, nearest first, and for a region also itself."""
    above = [] if rows[code]["kind"] in LEAF_KINDS else [code]
    parent = rows[code]["parent"]
    while parent:
        above.append(parent)
        parent = rows[parent]["parent"]
    return above


def _ancestors(code: str) -> frozenset[str]:
    found = set()
    parent = _areas()[code].parent
    while parent:
        found.add(parent)
        parent = _areas()[parent].parent
    return frozenset(found)


def _names(row: Mapping[str, str], otherwise: Mapping[str, str] | None = None) -> Mapping[str, str]:
    otherwise = otherwise or {}
    return MappingProxyType({code: row[code] or otherwise.get(code, "") for code in LANGUAGES})


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
