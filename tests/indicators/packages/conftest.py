"""Small packages, written where a test wants them."""

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from milepost.indicators.packages.importing import Handed, PackageReport, import_package
from milepost.indicators.provenance import Provenance
from milepost.kernel.actors import Actor

NOTHING = Provenance(source="", licence="")
Write = Callable[..., Path]
Bring = Callable[..., PackageReport]

MONEY = {
    "name": "money-sent-home",
    "title": "Money sent home",
    "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
    "sources": [{"title": "Bank of Examples"}],
    "resources": [
        {
            "name": "costs",
            "title": "Costs of sending",
            "path": "data/costs.csv",
            "encoding": "cp1252",
            "dialect": {"delimiter": ";", "quoteChar": "'"},
            "schema": {
                "fields": [
                    {"name": "series", "type": "string"},
                    {"name": "country", "type": "string"},
                    {"name": "year", "type": "year"},
                    {"name": "sex", "type": "string"},
                    {"name": "cost", "type": "number", "decimalChar": ",", "groupChar": "."},
                    {"name": "remark", "type": "string"},
                ],
                "missingValues": ["", "-99"],
                "primaryKey": ["series", "country", "year", "sex"],
                "foreignKeys": [
                    {
                        "fields": "country",
                        "reference": {"resource": "countries", "fields": "code"},
                    }
                ],
            },
        },
        {
            "name": "countries",
            "data": [["code", "name"], ["KEN", "Kenya"], ["CIV", "Côte d’Ivoire"]],
            "schema": {"fields": [{"name": "code", "type": "string"}, {"name": "name"}]},
        },
    ],
}
COSTS = (
    "series;country;year;sex;cost;remark\r\n"
    "COST_200;KEN;2015;female;1.234,5;'new; survey'\r\n"
    "COST_200;KEN;2015;male;7;\r\n"
    "COST_200;CIV;2016;male;-99;\r\n"
    "COST_500;KEN;2015;male;4,25;\r\n"
    "COST_500;CIV;2015;male;3,5;\r\n"
)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a package into a folder: the descriptor, and files by their path."""

    def make(package: dict[str, Any], files: dict[str, bytes], name: str = "package") -> Path:
        folder = tmp_path / "packages" / name
        for path, content in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
        return folder

    return make


@pytest.fixture
def money(write: Write) -> Path:
    """A package of two series, written as many offices write: semicolons, commas, a code page."""
    return write(MONEY, {"data/costs.csv": COSTS.encode("cp1252")})


@pytest.fixture
def bring(system: Actor, home: Path, db: None) -> Bring:
    """Import a package."""

    def take(path: Path, *, is_dry_run: bool = False, **said: Any) -> PackageReport:
        provenance = said.pop("provenance", NOTHING)
        handed = Handed(path=path, **{"prefix": "ex", **said})
        return import_package(system, handed, provenance, is_dry_run=is_dry_run)

    return take


def zipped(folder: Path, top: str = "") -> Path:
    """Pack a folder into an archive beside it."""
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in sorted(folder.rglob("*")):
            if item.is_file():
                archive.write(item, top + str(item.relative_to(folder)))
    return path


def gzipped(text: str) -> bytes:
    """Return a text packed with gzip."""
    return gzip.compress(text.encode(), mtime=0)
