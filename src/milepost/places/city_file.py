"""Reading the cities of a file of places: a parsed file in, cities or findings out."""

from typing import Any

from django.utils.translation import gettext as _

from milepost.kernel.findings import Finding
from milepost.kernel.yaml_text import Path as YamlPath
from milepost.kernel.yaml_text import Reading, where_line
from milepost.places import facts
from milepost.places.matching import Matcher

City = dict[str, Any]


def check_cities(reading: Reading, taken: dict[str, int]) -> list[Finding]:
    """Return what the schema cannot see: keys used twice, unknown countries, foreign codes.

    ``taken`` holds the keys of the file's groups with their lines.
    """
    findings: list[Finding] = []
    rows = reading.data.get("cities")
    lines = dict(taken)
    for index, city in enumerate(rows if isinstance(rows, list) else []):
        if not isinstance(city, dict):
            continue
        path: YamlPath = ("cities", index)
        key = city.get("key")
        if isinstance(key, str):
            if key in lines or key in facts.load_groups():
                findings.append(_repeated(reading, path, key))
            lines.setdefault(key, reading.line_of((*path, "key")))
        parent = city.get("parent")
        if isinstance(parent, str):
            findings += _check_parent(reading, path, parent, city.get("iso"))
    return findings


def normalise_city(city: City) -> City:
    """Return a checked city as it is stored: key, title, parent, iso, note, source."""
    return {
        "key": city["key"],
        "title": {code: text.strip() for code, text in sorted(city["title"].items())},
        "parent": _country(city["parent"]),
        "iso": city.get("iso") or "",
        "note": {code: text.strip() for code, text in sorted((city.get("note") or {}).items())},
        "source": (city.get("source") or "").strip(),
    }


def _country(text: str) -> str | None:
    """Return the M49 code of a country or area, or None for anything else."""
    code = Matcher().match(text)
    area = facts.find_area(code or "")
    return area.code if area is not None and area.is_leaf else None


def _check_parent(reading: Reading, path: YamlPath, parent: str, iso: object) -> list[Finding]:
    code = _country(parent)
    if code is None:
        return [
            place_finding(
                reading,
                (*path, "parent"),
                "UNKNOWN_COUNTRY",
                _("“%(code)s” is not the code of a country or area.") % {"code": parent[:60]},
                _("A city is shown below its country, and beside its figures."),
                _("Look the code up with: milepost places match NAME"),
            )
        ]
    area = facts.load_areas()[code]
    if not isinstance(iso, str) or iso.startswith(f"{area.iso2}-"):
        return []
    values = {"iso": iso[:60], "country": area.names["en"]}
    return [
        place_finding(
            reading,
            (*path, "iso"),
            "FOREIGN_CODE",
            _("The code “%(iso)s” is not one of %(country)s.") % values,
            _("Codes of ISO 3166-2 begin with the two letters of their country."),
            _("Correct the code or the country."),
        )
    ]


def _repeated(reading: Reading, path: YamlPath, key: str) -> Finding:
    return place_finding(
        reading,
        (*path, "key"),
        "DUPLICATE_KEY",
        _("The key “%(key)s” is used already.") % {"key": key},
        _("Two places under one key would be counted as one."),
        _("Give each city a key of its own, such as sn-dakar."),
    )


def place_finding(
    reading: Reading, path: YamlPath, code: str, what: str, why: str, remedy: str
) -> Finding:
    line = reading.line_of(path)
    return Finding(
        code=f"PLACES_{code}",
        where=where_line(reading.filename, line),
        line=line,
        what=what,
        why=why,
        remedy=remedy,
    )
