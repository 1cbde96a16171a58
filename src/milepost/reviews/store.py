"""The files of a computation: material and result, written once and checked when read.

One folder holds one computation. Its checksum covers every file, so a result can never be read
that is not the one that was computed; and a closed edition is later frozen from the very material
that it was computed from, whatever has been imported or withdrawn since.
"""

import hashlib
import shutil
import uuid
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from milepost.kernel.files import sha256_of, sync_folder, write_atomically
from milepost.reviews.material import Document, Material, Result

RATINGS, TRACES, AGGREGATES, MATERIAL = (
    "ratings.json",
    "traces.json",
    "aggregates.json",
    "material.json",
)
CHECKSUMS = "checksums.json"
OBSERVATIONS = "observations"
BUILDING = ".building-"
ABANDONED_AFTER_SECONDS = 3600


class BrokenFile(Exception):  # noqa: N818 -- carries the name of the file
    """A file of a computation is missing or does not have its checksum."""


def to_json(value: Any) -> bytes:
    """Return canonical JSON: sorted keys, UTF-8."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def checksum_of(value: Any) -> str:
    """Return the SHA-256 of the canonical JSON of a value."""
    return hashlib.sha256(to_json(value)).hexdigest()


def write_set(parent: Path, material: Material, result: Result) -> tuple[str, str]:
    """Write a computation below ``parent`` and return (folder name, checksum).

    Written under a hidden name and renamed, so that a kill leaves no half computation.
    """
    building = parent / f"{BUILDING}{uuid.uuid4().hex}"
    (building / OBSERVATIONS).mkdir(parents=True)
    traces = [[*key, places] for key, places in sorted(result.traces.items())]
    plain = {
        field.name: getattr(material, field.name)
        for field in fields(Material)
        if field.name != OBSERVATIONS
    }
    for name, value in (
        (RATINGS, result.ratings),
        (TRACES, traces),
        (AGGREGATES, result.aggregates),
        (MATERIAL, plain),
    ):
        write_atomically(building / name, to_json(value))
    for key, table in sorted(material.observations.items()):
        pq.write_table(table, building / OBSERVATIONS / f"{key}.parquet")
    checksums = {
        path.relative_to(building).as_posix(): sha256_of(path)
        for path in sorted(building.rglob("*"))
        if path.is_file()
    }
    content = to_json(checksums)
    write_atomically(building / CHECKSUMS, content)
    checksum = hashlib.sha256(content).hexdigest()
    folder = parent / checksum[:12]
    if folder.exists():
        shutil.rmtree(building)
    else:
        building.rename(folder)
        sync_folder(parent)
    return folder.name, checksum


def prune(parent: Path, keep: Iterable[str], now: datetime) -> None:
    """Remove the folders of earlier computations, and what a kill left half written.

    A half-written folder younger than an hour may belong to a computation that still runs.
    """
    kept = set(keep)
    for folder in parent.iterdir():
        if not folder.is_dir() or folder.name in kept:
            continue
        age = now.timestamp() - folder.stat().st_mtime
        if not folder.name.startswith(BUILDING) or age > ABANDONED_AFTER_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def read_ratings(folder: Path, checksum: str) -> list[Document]:
    """Return the ratings alone. Raises ``BrokenFile``."""
    ratings: list[Document] = _json(folder, RATINGS, _checksums(folder, checksum))
    return ratings


def read_result(folder: Path, checksum: str) -> Result:
    """Return the result of a computation. Raises ``BrokenFile``."""
    known = _checksums(folder, checksum)
    return Result(
        ratings=_json(folder, RATINGS, known),
        traces={(row[0], row[1]): row[2] for row in _json(folder, TRACES, known)},
        aggregates=_json(folder, AGGREGATES, known),
    )


def read_traces(folder: Path, checksum: str) -> dict[tuple[str, str], dict[str, Document]]:
    """Return the traces alone. Raises ``BrokenFile``."""
    rows = _json(folder, TRACES, _checksums(folder, checksum))
    return {(row[0], row[1]): row[2] for row in rows}


def read_material(folder: Path, checksum: str) -> Material:
    """Return the material of a computation. Raises ``BrokenFile``."""
    known = _checksums(folder, checksum)
    plain = _json(folder, MATERIAL, known)
    observations: dict[str, pa.Table] = {}
    for name in known:
        if name.startswith(f"{OBSERVATIONS}/"):
            _verify(folder, name, known)
            key = Path(name).name.removesuffix(".parquet")
            observations[key] = pq.read_table(folder / name)
    return Material(observations=observations, **plain)


def read_definitions(folder: Path, checksum: str) -> dict[str, Document]:
    """Return the definitions of indicators that a computation used. Raises ``BrokenFile``."""
    plain = _json(folder, MATERIAL, _checksums(folder, checksum))
    definitions: dict[str, Document] = plain["indicators"]
    return definitions


def _checksums(folder: Path, checksum: str) -> dict[str, str]:
    path = folder / CHECKSUMS
    if not path.is_file() or sha256_of(path) != checksum:
        raise BrokenFile(CHECKSUMS)
    known: dict[str, str] = orjson.loads(path.read_bytes())
    return known


def _json(folder: Path, name: str, known: dict[str, str]) -> Any:
    _verify(folder, name, known)
    return orjson.loads((folder / name).read_bytes())


def _verify(folder: Path, name: str, known: dict[str, str]) -> None:
    path = folder / name
    if not path.is_file() or sha256_of(path) != known[name]:
        raise BrokenFile(name)
