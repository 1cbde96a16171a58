"""Build the fact tables of `milepost.places` from public tables.

    python scripts/build_places.py --country-codes country-codes.csv

The input is the "country-codes" table of the Datasets project (Open Data Commons PDDL), which
carries the M49 list of the United Nations Statistics Division with names in six languages. Short
names come from Unicode CLDR through babel, which must be installed. United Nations membership,
LDC membership and notes are facts written in this file, each with its source. The output is
`areas.csv`, `names.csv`, `groups.csv` and `memberships.csv` in `src/milepost/places/data`;
`aliases.csv` beside them is kept by hand.
"""

import argparse
import csv
from pathlib import Path

import places_facts as facts
from babel import Locale
from babel import __version__ as babel_version

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
OUTPUT = Path(__file__).resolve().parent.parent / "src" / "milepost" / "places" / "data"
OFFICIAL = {code: f"official_name_{'cn' if code == 'zh' else code}" for code in LANGUAGES}
FORMAL = {
    "en": "UNTERM English Formal",
    "fr": "UNTERM French Formal",
    "es": "UNTERM Spanish Formal",
    "ar": "UNTERM Arabic Formal",
    "ru": "UNTERM Russian Formal",
    "zh": "UNTERM Chinese Formal",
}
LDC, LLDC, SIDS = (
    "Least Developed Countries (LDC)",
    "Land Locked Developing Countries (LLDC)",
    "Small Island Developing States (SIDS)",
)


def main() -> None:
    """Read the table, check it against the facts, write the four tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--country-codes", type=Path, required=True)
    table = parser.parse_args().country_codes
    with table.open(encoding="utf-8", newline="") as stream:
        rows = sorted(csv.DictReader(stream), key=lambda row: int(row["M49"]))
    check_facts(rows)
    write("areas.csv", area_rows(rows))
    write("names.csv", name_rows(rows))
    write("groups.csv", facts.GROUPS)
    write("memberships.csv", membership_rows(rows))


def check_facts(rows: list[dict[str, str]]) -> None:
    """Stop when the written facts and the table do not know the same codes."""
    known = {row["ISO3166-1-Alpha-3"] for row in rows}
    dated = [iso3 for members in facts.UN_MEMBERS.values() for iso3 in members.split()]
    if len(dated) != 193 or len(set(dated)) != 193:
        raise SystemExit(f"{len(set(dated))} members of the United Nations instead of 193")
    named = set(dated) | {iso3 for iso3, *_ in facts.LDC_SPELLS}
    if named - known:
        raise SystemExit(f"unknown codes: {sorted(named - known)}")
    today = {iso3 for iso3, _, ended, _, _ in facts.LDC_SPELLS if not ended}
    listed = {row["ISO3166-1-Alpha-3"] for row in rows if row[LDC]}
    print("LDC in the table but not in the facts:", sorted(listed - today))
    print("LDC in the facts but not in the table:", sorted(today - listed))


def m49(code: str) -> str:
    """Return an M49 code with its three digits; "" stays ""."""
    return code.zfill(3) if code else ""


def area_rows(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the world, its regions and every country or area."""
    since = {iso3: day for day, members in facts.UN_MEMBERS.items() for iso3 in members.split()}
    areas = [
        {"m49": code, "iso2": "", "iso3": "", "kind": kind, "parent": parent}
        | {"un_member_since": "", "note": ""}
        | dict(zip(LANGUAGES, names, strict=True))
        for code, kind, parent, *names in facts.REGIONS
    ]
    for row in rows:
        iso3 = row["ISO3166-1-Alpha-3"]
        nearest = (
            row["Intermediate Region Code"] or row["Sub-region Code"] or row["Region Code"] or "1"
        )
        names = {code: row[OFFICIAL[code]].strip() for code in LANGUAGES}
        state = iso3 in since or iso3 in facts.OTHER_STATES
        areas.append(
            {
                "m49": m49(row["M49"]),
                "iso2": row["ISO3166-1-Alpha-2"],
                "iso3": iso3,
                "kind": "country" if state else "area",
                "parent": m49(nearest),
                "un_member_since": since.get(iso3, ""),
                "note": facts.AREA_NOTES.get(iso3, ""),
            }
            | names
            | facts.NAME_CORRECTIONS.get(iso3, {})
        )
    return areas


def name_rows(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return short names (CLDR) and formal names (UNTERM, as in the table) by area."""
    names = []
    locales = {code: Locale(code) for code in LANGUAGES}
    for row in rows:
        iso2, iso3 = row["ISO3166-1-Alpha-2"], row["ISO3166-1-Alpha-3"]
        short = {code: locales[code].territories.get(iso2, "") for code in LANGUAGES}
        source = f"Unicode CLDR (babel {babel_version})"
        names.append(
            {"m49": m49(row["M49"]), "form": "short"}
            | short
            | facts.SHORT_NAMES.get(iso3, {})
            | {"source": source}
        )
        formal = {code: row[FORMAL[code]].replace("*", "").strip() for code in LANGUAGES}
        if any(formal.values()):
            names.append({"m49": m49(row["M49"]), "form": "formal"} | formal | {"source": "UNTERM"})
    return names


def membership_rows(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return who belongs to which group, from when (included) to when (excluded)."""
    codes = {row["ISO3166-1-Alpha-3"]: m49(row["M49"]) for row in rows}
    found = []

    def add(group: str, iso3: str, began: str, ended: str, planned: str, source: str) -> None:
        found.append(
            {
                "group": group,
                "area": codes[iso3],
                "valid_from": began,
                "valid_to": ended,
                "planned_to": planned,
                "source": source,
            }
        )

    for day, members in facts.UN_MEMBERS.items():
        for iso3 in members.split():
            add("un-members", iso3, day, "", "", facts.UN_SOURCE)
    for iso3, began, ended, planned, source in facts.LDC_SPELLS:
        add("ldc", iso3, began, ended, planned, source)
    for row in rows:
        iso3 = row["ISO3166-1-Alpha-3"]
        if row[LLDC]:
            began, source = facts.LLDC_STARTS.get(iso3, ("", facts.M49_SOURCE))
            add("lldc", iso3, began, "", "", source)
        if row[SIDS]:
            add("sids", iso3, "", "", "", facts.M49_SOURCE)
    return sorted(found, key=lambda row: (row["group"], row["area"], row["valid_from"]))


def write(name: str, rows: list[dict[str, str]]) -> None:
    """Write rows as CSV with Unix line ends."""
    with (OUTPUT / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(name, len(rows), "rows")


if __name__ == "__main__":
    main()
