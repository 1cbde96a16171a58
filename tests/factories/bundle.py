"""A small but complete synthetic release: twelve countries, two editions, every state and reason.

The figures are made up and belong to the tests only. ``write_releases(folder)`` writes both
bundles and the pointer; ``write_edition`` writes one.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from milepost.indicators.quality.material import Basis
from milepost.indicators.quality.report import assess
from tests.factories import bundle_content as content

Json = dict[str, Any]
WITH_QUALITY = ("2019",)
"""Editions that have reports on their data; the others are of a time before."""


def write_releases(releases: Path) -> dict[str, Path]:
    """Write the editions 2015 and 2019 and publish both; return their folders by key."""
    folders = {key: write_edition(releases, key) for key in ("2015", "2019")}
    rows = [
        {
            "key": key,
            "path": folder.name,
            "checksum": hashlib.sha256((folder / "checksums.txt").read_bytes()).hexdigest(),
            "published_on": f"{key}-12-10",
        }
        for key, folder in folders.items()
    ]
    (releases / "published.json").write_bytes(orjson.dumps({"editions": rows}))
    return folders


def write_edition(releases: Path, key: str) -> Path:
    """Write one synthetic bundle and return its folder."""
    files = content.documents(key)
    building = releases / f".making-{key}"
    for name, value in files.items():
        _write(building / name, orjson.dumps(value, option=orjson.OPT_SORT_KEYS))
    for indicator, rows in content.observations(key).items():
        table = _table(rows)
        _write_parquet(building / "observations" / f"{indicator}.parquet", table)
        if key in WITH_QUALITY:
            report = assess(_basis(files, indicator, table))
            _write(building / "quality" / f"{indicator}.json", orjson.dumps(report))
    _write(building / "datapackage.json", orjson.dumps(_package(building, key)))
    listing = _listing(building)
    _write(building / "checksums.txt", listing)
    checksum = hashlib.sha256(listing).hexdigest()
    folder = releases / f"{key}-{checksum[:12]}"
    building.rename(folder)
    return folder


def _write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def _basis(files: Json, indicator: str, table: pa.Table) -> Basis:
    (definition,) = [row for row in files["indicators.json"] if row["key"] == indicator]
    return Basis(
        definition=definition,
        as_of=date.fromisoformat(files["edition.json"]["as_of"]),
        observations=table,
        areas=files["places.json"]["areas"],
        groups=files["places.json"]["groups"],
        given=content.given(indicator),
    )


def _write_parquet(path: Path, table: pa.Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path)


def _table(rows: list[Json]) -> pa.Table:
    schema = pa.schema(
        [
            ("area", pa.string()),
            ("counterpart", pa.string()),
            ("period", pa.string()),
            ("period_start", pa.date32()),
            ("breakdown", pa.string()),
            ("value", pa.float64()),
            ("status", pa.string()),
            ("note", pa.string()),
            ("vintage", pa.string()),
        ]
    )
    filled = [{**_observation_defaults(row), **row} for row in rows]
    return pa.Table.from_pylist(filled, schema=schema)


def _observation_defaults(row: Mapping[str, Any]) -> Json:
    period = str(row["period"])
    start = date.fromisoformat(period) if len(period) == 10 else date(int(period[:4]), 1, 1)
    return {
        "counterpart": "",
        "breakdown": "",
        "status": "A",
        "note": "",
        "vintage": "v1",
        "period_start": start,
    }


def _package(folder: Path, key: str) -> Json:
    return {
        "profile": "data-package",
        "name": f"milepost-edition-{key}",
        "licenses": [{"name": "CC-BY-4.0"}],
        "resources": [
            {
                "name": _resource_name(path.relative_to(folder)),
                "path": path.relative_to(folder).as_posix(),
                "bytes": path.stat().st_size,
                "hash": f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}",
            }
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        ],
        "milepost": {"format": 1, "software": "0.1.0", "edition": key},
    }


def _resource_name(path: Path) -> str:
    return path.with_suffix("").as_posix().replace("/", "-").lower()


def _listing(folder: Path) -> bytes:
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ).encode()
