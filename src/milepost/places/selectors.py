"""Reading places: M49 areas, groups at a day, and finding a place by code or name."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from milepost.places import facts
from milepost.places.matching import Matcher
from milepost.places.models import City, NetworkGroup

REGION_SOURCE = "UN Statistics Division, M49"


def list_areas() -> list[dict[str, Any]]:
    """Return every M49 area: regions first, then countries and areas by code.

    Keys: code, iso2, iso3, kind, names, short, parent, region, subregion, un_member,
    un_member_since (ISO day or None), note. ``short`` holds names for tight places.
    """
    return [_area(area) for area in facts.load_areas().values()]


def list_cities() -> list[dict[str, Any]]:
    """Return the cities that were loaded, by key, in the shape of ``list_areas``.

    ``kind`` is city; ``parent`` is the country, ``region`` and ``subregion`` are those of it.
    """
    rows = []
    for city in City.objects.order_by("key"):
        country = facts.load_areas()[city.parent]
        names = dict(city.title)
        rows.append(
            {
                "code": city.key,
                "iso2": "",
                "iso3": "",
                "kind": "city",
                "names": names,
                "short": names,
                "parent": city.parent,
                "region": country.region,
                "subregion": country.subregion,
                "un_member": False,
                "un_member_since": None,
                "note": str(city.note.get("en", "")),
            }
        )
    return rows


def list_groups(as_of: date) -> list[dict[str, Any]]:
    """Return every group with its members on a day: M49 regions, UN groups, the network's own.

    Keys: code, kind (m49, ldc, lldc, sids, un, network), names, members (sorted M49 codes of
    countries and areas), note (text map), source.
    """
    regions = [
        {
            "code": area.code,
            "kind": "m49",
            "names": dict(area.names),
            "members": list(facts.list_leaves_below(area.code)),
            "note": {},
            "source": REGION_SOURCE,
        }
        for area in facts.load_areas().values()
        if not area.is_leaf
    ]
    dated = [
        {
            "code": group.code,
            "kind": group.kind,
            "names": dict(group.names),
            "members": facts.list_members(group.code, as_of),
            "note": dict(group.note),
            "source": group.source,
        }
        for group in facts.load_groups().values()
    ]
    return regions + dated + list_network_groups()


def list_network_groups() -> list[dict[str, Any]]:
    """Return the network's own groups by key, in the shape of ``list_groups``."""
    return [
        {
            "code": group.key,
            "kind": "network",
            "names": dict(group.title),
            "members": expand(
                [entry.area for entry in group.entries.all() if not entry.is_exception],
                [entry.area for entry in group.entries.all() if entry.is_exception],
            ),
            "note": dict(group.note),
            "source": group.source,
        }
        for group in NetworkGroup.objects.order_by("key").prefetch_related("entries")
    ]


def expand(codes: Iterable[str], exceptions: Iterable[str] = ()) -> list[str]:
    """Return the countries and areas that M49 codes (regions too) take in, sorted."""
    taken = {leaf for code in codes for leaf in _leaves(code)}
    left = {leaf for code in exceptions for leaf in _leaves(code)}
    return sorted(taken - left)


def match_area(text: str) -> str | None:
    """Return the M49 code or group key that a text means beyond doubt, or None.

    Reads M49, ISO 3166 and names in six languages. For many texts use ``build_matcher``.
    """
    return build_matcher().match(text)


def build_matcher() -> Matcher:
    """Return a matcher over all names, with the network's own groups and the codes of cities."""
    extra: list[tuple[str, tuple[str, ...]]] = []
    for key, title in NetworkGroup.objects.values_list("key", "title"):
        extra += [(name, (key,)) for name in (key, *title.values())]
    # A city may be called as a country is, such as Panama: it is found by its codes alone.
    for key, iso in City.objects.values_list("key", "iso"):
        extra += [(name, (key,)) for name in (key, iso) if name]
    return Matcher(extra)


def _leaves(code: str) -> tuple[str, ...]:
    area = facts.find_area(code)
    return (code,) if area is not None and area.is_leaf else facts.list_leaves_below(code)


def _area(area: facts.Area) -> dict[str, Any]:
    since = area.un_member_since
    names: Mapping[str, str] = area.names
    return {
        "code": area.code,
        "iso2": area.iso2,
        "iso3": area.iso3,
        "kind": area.kind,
        "names": dict(names),
        "short": dict(area.short),
        "parent": area.parent,
        "region": area.region,
        "subregion": area.subregion,
        "un_member": since is not None,
        "un_member_since": since.isoformat() if since else None,
        "note": area.note,
    }
