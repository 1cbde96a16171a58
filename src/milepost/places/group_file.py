"""Reading a file of a network's own groups of places: text in, groups or findings out."""

from functools import cache
from pathlib import Path
from typing import Any

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jsonschema import Draft202012Validator

from milepost.kernel.findings import Finding, has_errors
from milepost.kernel.languages import LANGUAGES
from milepost.kernel.schema_findings import MAX_FINDINGS, Guidance, SchemaGuide, schema_findings
from milepost.kernel.yaml_text import Path as YamlPath
from milepost.kernel.yaml_text import Reading, read_yaml
from milepost.places import facts
from milepost.places.city_file import City, check_cities, normalise_city, place_finding
from milepost.places.matching import Matcher

SCHEMA_FILE = Path(__file__).parent / "schema" / "groups.schema.json"

_TEXT = Guidance(
    gettext_lazy("Readers see it in their language; English stands in where another is missing."),
    gettext_lazy("Write texts by language code: {en: …, fr: …, ar: …}, with English at least."),
)
_PLACES = Guidance(
    gettext_lazy("The group counts exactly these places."),
    gettext_lazy("List ISO codes such as MAR, or M49 codes of areas or regions in quotes (“015”)."),
)
GUIDE = SchemaGuide(
    "PLACES",
    {
        "milepost": Guidance(
            gettext_lazy("The first line says which format the file is in."),
            gettext_lazy("Write milepost: places/1 as the first line."),
        ),
        "groups": Guidance(
            gettext_lazy("A file without groups changes nothing."),
            gettext_lazy("List groups, each with key, title and members."),
        ),
        "key": Guidance(
            gettext_lazy("The key stands in addresses beside codes and must not look like one."),
            gettext_lazy("Use lower-case words joined by hyphens, such as survey-africa."),
        ),
        "title": _TEXT,
        "note": _TEXT,
        "members": _PLACES,
        "except": _PLACES,
        "cities": Guidance(
            gettext_lazy("A city has figures and ratings of its own, beside those of its country."),
            gettext_lazy("List cities, each with key, title and parent."),
        ),
        "parent": Guidance(
            gettext_lazy("A city is shown below its country, and beside its figures."),
            gettext_lazy("Write the ISO or M49 code of the country, such as SEN."),
        ),
        "iso": Guidance(
            gettext_lazy("Files may name the city by this code."),
            gettext_lazy("Write a code of ISO 3166-2 such as SN-DK, or leave it out."),
        ),
        "source": Guidance(
            gettext_lazy("Readers must be able to check who is in the group, and why."),
            gettext_lazy("Write where the grouping comes from, or leave it out."),
        ),
    },
)

Group = dict[str, Any]


@cache
def load_validator() -> Draft202012Validator:
    """Return the validator of the published schema."""
    return Draft202012Validator(orjson.loads(SCHEMA_FILE.read_bytes()))


def parse_groups(text: str, filename: str) -> tuple[list[Group] | None, list[Finding]]:
    """Return the groups (key, title, note, source, members, except) and all findings.

    ``members`` and ``except`` become sorted M49 codes. The groups are None when any finding is an
    error. Never raises on any text.
    """
    reading = read_yaml(text, filename)
    findings = list(reading.findings)
    if reading.data is not None:
        wanted = schema_findings(load_validator(), reading, GUIDE)
        findings += wanted
        if isinstance(reading.data, dict) and len(wanted) < MAX_FINDINGS:
            findings += _check_groups(reading)
    findings.sort(key=lambda finding: (finding.line or 0, finding.code))
    if reading.data is None or has_errors(findings):
        return None, findings
    return [_normalise(group) for group in reading.data.get("groups", ())], findings


def parse_cities(text: str, filename: str) -> list[City]:
    """Return the cities of a file in which ``parse_groups`` found no error."""
    rows = read_yaml(text, filename).data.get("cities", ())
    return [normalise_city(row) for row in rows]


def _normalise(group: Group) -> Group:
    return {
        "key": group["key"],
        "title": _texts(group["title"]),
        "note": _texts(group.get("note") or {}),
        "source": (group.get("source") or "").strip(),
        "members": _codes(group["members"]),
        "except": _codes(group.get("except") or []),
    }


def _texts(texts: dict[str, str]) -> dict[str, str]:
    return {code: texts[code].strip() for code in LANGUAGES if code in texts}


def _codes(places: list[str]) -> list[str]:
    return sorted({code for place in places if (code := _code(place))})


def _code(place: str) -> str | None:
    """Return the M49 code of a written code; group keys such as ``ldc`` are no members."""
    code = Matcher().match(place)
    return code if code in facts.load_areas() else None


def _check_groups(reading: Reading) -> list[Finding]:
    findings: list[Finding] = []
    groups = reading.data.get("groups")
    lines: dict[str, int] = {}
    for index, group in enumerate(groups if isinstance(groups, list) else []):
        if not isinstance(group, dict):
            continue
        path: YamlPath = ("groups", index)
        key = group.get("key")
        if isinstance(key, str):
            findings += _check_key(reading, path, key, lines)
            lines.setdefault(key, reading.line_of((*path, "key")))
        taken: dict[str, int] = {}
        for name in ("members", "except"):
            findings += _check_places(reading, (*path, name), group.get(name), taken)
    return findings + check_cities(reading, lines)


def _check_key(reading: Reading, path: YamlPath, key: str, lines: dict[str, int]) -> list[Finding]:
    if key in facts.load_groups():
        return [
            place_finding(
                reading,
                (*path, "key"),
                "KEY_TAKEN",
                _("“%(key)s” is the key of a group of the United Nations.") % {"key": key},
                _("Two groups under one key would be counted as one."),
                _("Choose another key, such as my-network-%(key)s.") % {"key": key},
            )
        ]
    if key in lines:
        return [
            place_finding(
                reading,
                (*path, "key"),
                "DUPLICATE_KEY",
                _("The key “%(key)s” is used twice; the first is in line %(line)s.")
                % {"key": key, "line": lines[key]},
                _("Two groups under one key would be counted as one."),
                _("Give each group a key of its own."),
            )
        ]
    return []


def _check_places(
    reading: Reading, path: YamlPath, places: object, taken: dict[str, int]
) -> list[Finding]:
    findings: list[Finding] = []
    for index, place in enumerate(places if isinstance(places, list) else []):
        if not isinstance(place, str):
            continue
        here = (*path, index)
        code = _code(place)
        if code is None:
            findings.append(
                place_finding(
                    reading,
                    here,
                    "UNKNOWN_PLACE",
                    _("“%(code)s” is not a code of M49 or ISO 3166.") % {"code": place[:60]},
                    _("The group would silently lack it."),
                    _("Look the code up with: milepost places match NAME"),
                )
            )
        elif code in taken:
            findings.append(
                place_finding(
                    reading,
                    here,
                    "REPEATED_PLACE",
                    _("“%(code)s” is listed already, in line %(line)s.")
                    % {"code": place, "line": taken[code]},
                    _("A place cannot be both taken in and left out, or be taken in twice."),
                    _("Remove one of the two."),
                )
            )
        else:
            taken[code] = reading.line_of(here)
    return findings
