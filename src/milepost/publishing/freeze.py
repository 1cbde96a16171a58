"""Freezing: an edition's material and results become one folder that anyone can check.

The folder is a Data Package. Nothing in it depends on the moment of building, so that two builds
of the same closed edition are the same bytes.
"""

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

import milepost
from milepost.kernel.files import sha256_of, sync_folder
from milepost.reviews.material import Material, Result
from milepost.reviews.quality import assess_material

FORMAT = 7
"""The format that is written. 1: without sensitivity in the traces; 2: with it; 3: with replies;
4: with a quality report for each indicator; 5: with second rounds and agreement of panels;
6: with every vintage and period that a derived figure rests on; 7: with the surveys that a figure
was taken from."""
READABLE = (1, 2, 3, 4, 5, 6, FORMAT)
WITH_QUALITY = 4
"""The first format that holds quality reports."""
WITH_FULL_LINEAGE = 6
"""The first format whose derived figures follow the second version of the rules of expressions."""
REPLIES = "replies.json"
ROUNDS = "rounds.json"
ADDED_TO_TRACES: Mapping[int, tuple[str, ...]] = {
    2: ("sensitivity", "pace_needed"),
    5: ("agreement",),
    7: ("survey",),
}
"""Format -> the keys of a trace that it brought; a bundle of an older format lacks them."""

ROW_GROUP = 20_000
"""Rows of one group in a file of observations; who asks for one place reads few groups."""
CHECKSUMS = "checksums.txt"
PACKAGE = "datapackage.json"
_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE


@dataclass(frozen=True)
class Surroundings:
    """What is frozen beside the computed part.

    ``linked`` are the documents of frameworks that crosswalks lead to and the edition does not
    rate; ``vintages`` maps an indicator to its catalogue rows; ``changes`` are the rows of
    ``milepost.publishing.changes`` against the previous published edition; ``surveys`` are public
    ones with their published tables, small cells hidden.
    """

    crosswalks: Sequence[Mapping[str, Any]] = ()
    linked: Sequence[Mapping[str, Any]] = ()
    evidence: Sequence[Mapping[str, Any]] = ()
    vintages: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    changes: Sequence[Mapping[str, Any]] = ()
    surveys: Sequence[Mapping[str, Any]] = ()
    licence: str = "CC-BY-4.0"


def to_json(value: Any) -> bytes:
    """Return canonical JSON: sorted keys, UTF-8, one line feed at the end."""
    return orjson.dumps(value, option=_OPTIONS)


def freeze(folder: Path, material: Material, result: Result, around: Surroundings) -> str:
    """Write the bundle into ``folder`` (which must not exist) and return its checksum.

    The checksum is the SHA-256 of ``checksums.txt``. The caller gives a building folder and
    renames it when this returns, so that a half-written bundle is never under its final name.
    """
    folder.mkdir(parents=True)
    for name, content in _documents(material, result, around).items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(to_json(content))
    _write_observations(folder / "observations", material.observations)
    (folder / PACKAGE).write_bytes(to_json(_package(folder, material, around)))
    listing = _listing(folder)
    (folder / CHECKSUMS).write_bytes(listing)
    for directory in [*(entry for entry in folder.rglob("*") if entry.is_dir()), folder]:
        sync_folder(directory)
    return hashlib.sha256(listing).hexdigest()


def remove_building(releases: Path) -> None:
    """Remove what an interrupted build left behind."""
    for left in releases.glob(".building-*"):
        shutil.rmtree(left, ignore_errors=True)


def _documents(material: Material, result: Result, around: Surroundings) -> dict[str, Any]:
    documents: dict[str, Any] = {
        "edition.json": {**material.edition, "software": milepost.__version__},
        "crosswalks.json": list(around.crosswalks),
        "places.json": {"areas": material.areas, "groups": material.groups},
        "indicators.json": [
            {**definition, "vintages": list(around.vintages.get(key, ()))}
            for key, definition in sorted(material.indicators.items())
        ],
        "rules.json": material.rules,
        "methods.json": methods_of(material.rules),
        "evidence.json": list(around.evidence),
        "assessments.json": material.assessments,
        "decisions.json": material.decisions,
        ROUNDS: material.rounds,
        REPLIES: {"invited": material.invited, "replies": material.replies},
        "ratings.json": result.ratings,
        "changes.json": list(around.changes),
    }
    for framework in material.frameworks:
        documents[f"frameworks/{framework['key']}.json"] = framework
    for document in around.linked:
        documents[f"linked/{document['key']}.json"] = document
    for (framework_key, benchmark), traces in result.traces.items():
        documents[f"traces/{framework_key}/{benchmark}.json"] = traces
    for indicator, rows in result.aggregates.items():
        documents[f"aggregates/{indicator}.json"] = rows
    for survey in around.surveys:
        documents[f"surveys/{survey['key']}.json"] = survey
    for indicator, report in assess_material(material).items():
        documents[f"quality/{indicator}.json"] = report
    return documents


def methods_of(rules: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the list of methods that goes with a list of rules."""
    return [
        {"id": f"{rule['key']}@{rule['version']}", "function": rule["function"]} for rule in rules
    ]


def _write_observations(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    folder.mkdir()
    for indicator, table in sorted(tables.items()):
        # The writer's own defaults may change between its versions; the bytes must not drift
        # within one, so every option that shapes the file is fixed here.
        pq.write_table(
            table.replace_schema_metadata(None),
            folder / f"{indicator}.parquet",
            compression="zstd",
            version="2.6",
            data_page_version="1.0",
            store_schema=False,
            row_group_size=ROW_GROUP,
        )


def _package(folder: Path, material: Material, around: Surroundings) -> dict[str, Any]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        "profile": "data-package",
        "name": f"milepost-edition-{material.edition['key']}",
        "title": material.edition["title"]["en"],
        "version": str(FORMAT),
        "licenses": [{"name": around.licence}],
        "sources": _sources(around),
        "resources": [_resource(folder, path) for path in files],
        "milepost": {
            "format": FORMAT,
            "software": milepost.__version__,
            "edition": material.edition["key"],
        },
    }


def _sources(around: Surroundings) -> list[dict[str, str]]:
    titles = {
        (str(row.get("source", "")), str(row.get("licence", "")))
        for rows in around.vintages.values()
        for row in rows
    }
    titles |= {
        (f"{survey['publisher']}: {survey['title']['en']}", str(survey["licence"]))
        for survey in around.surveys
    }
    return [{"title": title, "licence": licence} for title, licence in sorted(titles)]


_MEDIA = {".json": "application/json", ".parquet": "application/vnd.apache.parquet"}


def _resource(folder: Path, path: Path) -> dict[str, Any]:
    relative = path.relative_to(folder).as_posix()
    return {
        "name": relative.rsplit(".", 1)[0].replace("/", "-").lower(),
        "path": relative,
        "format": path.suffix.removeprefix("."),
        "mediatype": _MEDIA[path.suffix],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256_of(path)}",
    }


def _listing(folder: Path) -> bytes:
    lines = [
        f"{sha256_of(path)}  {path.relative_to(folder).as_posix()}\n"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    return "".join(lines).encode()
