"""Turns the ways in which the specimens name places into M49 codes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from demo_pack.rows import read_csv

# Names of the treaty pages that differ from the M49 list: older names and short forms.
OTHER_NAMES = {
    "cote d ivoire": "CIV",
    "czech republic": "CZE",
    "netherlands": "NLD",
    "st kitts and nevis": "KNA",
    "st lucia": "LCA",
    "st vincent and the grenadines": "VCT",
    "swaziland": "SWZ",
    "the former yugoslav republic of macedonia": "MKD",
    "turkey": "TUR",
}

# Codes of the migrant stock tables that are not ISO 3166. The Channel Islands have no M49 code
# of their own any more, so their row is left out.
OTHER_CODES = {"nld_curacao": "CUW", "hos": "VAT", "gbm": "IMN"}
WITHOUT_CODE = {"chanisl"}

# Groups of the SDG release that are groups of the project. All its other groups (for instance
# "Europe and Northern America") have no counterpart in M49 and are left out.
SDG_GROUPS = {"199": "ldc", "432": "lldc", "722": "sids"}

# One country carries an obsolete code in the second treaty source.
ISO2_FIXES = {"TP": "TL"}


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters.lower()).split())


@dataclass(frozen=True)
class Areas:
    """Look-ups into the M49 list; every answer is a three-digit code."""

    by_iso3: dict[str, str]
    by_iso2: dict[str, str]
    by_name: dict[str, str]
    regions: frozenset[str]

    @property
    def codes(self) -> frozenset[str]:
        """Every M49 code of a country, area, region and of the world."""
        return frozenset(self.by_iso3.values()) | self.regions

    @property
    def groups(self) -> frozenset[str]:
        """The world, the M49 regions and the groups of the release that the project knows."""
        return self.regions | frozenset(SDG_GROUPS.values())

    def from_name(self, name: str) -> str:
        """M49 code for the name of a treaty participant. Raises KeyError when unknown."""
        plain = _plain(name)
        if plain in OTHER_NAMES:
            return self.by_iso3[OTHER_NAMES[plain]]
        return self.by_name[plain]

    def from_iso2(self, code: str) -> str:
        """M49 code for a two-letter code of the second treaty source. Raises KeyError."""
        return self.by_iso2[ISO2_FIXES.get(code, code)]

    def from_iso3(self, code: str) -> str:
        """M49 code for a three-letter code in either case. Raises KeyError."""
        return self.by_iso3[OTHER_CODES.get(code.lower(), code.upper())]

    def from_sdg(self, geo_area: str) -> str | None:
        """Code for an area of the SDG release; None for its own groups without counterpart."""
        code = SDG_GROUPS.get(geo_area, geo_area.zfill(3))
        return code if code in self.codes | self.groups else None


def load_areas(data: Path) -> Areas:
    """Read the M49 list of the specimens in folder `data`."""
    rows = read_csv(data / "population" / "country-codes_m49.csv")
    regions: set[str] = set()
    by_iso3: dict[str, str] = {}
    by_iso2: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for row in rows:
        code = row["M49"].strip().zfill(3)
        by_iso3[row["ISO3166-1-Alpha-3"]] = code
        by_iso2[row["ISO3166-1-Alpha-2"]] = code
        for column in ("official_name_en", "UNTERM English Short"):
            by_name.setdefault(_plain(row[column]), code)
        for column in ("Global Code", "Region Code", "Sub-region Code", "Intermediate Region Code"):
            if row[column].strip():
                regions.add(row[column].strip().zfill(3))
    return Areas(by_iso3, by_iso2, by_name, frozenset(regions))
