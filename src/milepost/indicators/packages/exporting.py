"""Writing what is known of indicators as a Data Package, in the columns that an edition uses.

A package that an edition handed out and that was imported here goes out with the same rows; only
the ids of the imports are those of this instance.
"""

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson
import pyarrow as pa

from milepost.indicators.definitions import written
from milepost.indicators.packages import messages
from milepost.indicators.packages.own import BREAKDOWN, OBSERVATIONS, describe_csv
from milepost.indicators.selectors import list_documents, list_vintages, read_observations
from milepost.kernel.csv_cells import safe_cell
from milepost.kernel.errors import BadInput
from milepost.measure.rounding import tidy
from milepost.places.selectors import list_areas

_BEFORE: Final = (
    "indicator", "indicator_name", "place", "place_name", "counterpart", "counterpart_name",
)  # fmt: skip
_AFTER: Final = ("period", "value", "status", "unit", "source", "licence", "note", "vintage")
_ORDER: Final = [(name, "ascending") for name in ("area", "counterpart", "breakdown", "period")]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: numbers of indicators and observations, and the files."""

    indicators: int
    observations: int
    files: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "indicators": self.indicators,
            "observations": self.observations,
            "files": list(self.files),
        }


def export_package(folder: Path, *, prefix: str = "") -> Exported:
    """Write every indicator whose key begins with ``prefix`` and that has data.

    Derived figures are left out: who reads the package computes them from the definitions that
    go along. Raises ``BadInput`` when nothing is to be written or the folder holds something.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BadInput([messages.folder_not_empty(str(folder))])
    documents = {key: said for key, said in list_documents().items() if key.startswith(prefix)}
    tables = {
        key: read_observations(key)
        for key, said in sorted(documents.items())
        if not said.get("derived")
    }
    tables = {key: table for key, table in tables.items() if table.num_rows}
    if not tables:
        raise BadInput([messages.nothing_to_export(prefix)])
    breakdowns = _breakdowns(tables.values())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{OBSERVATIONS}.csv"
    columns = (*_BEFORE, *(_column(name) for name in breakdowns), *_AFTER)
    rows = [row for key in tables for row in _rows(documents[key], tables[key], breakdowns)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\r\n")
        out.writerow(columns)
        out.writerows(rows)
    known = [said for key, said in sorted(documents.items()) if key in tables or "derived" in said]
    told = _descriptor(path, columns, breakdowns, known)
    (folder / "datapackage.json").write_bytes(told)
    return Exported(len(tables), len(rows), ("datapackage.json", path.name))


def _breakdowns(tables: Any) -> list[str]:
    keys = {key for table in tables for key in table["breakdown"].unique().to_pylist()}
    return sorted({name for key in keys for name in _pieces(key)})


def _pieces(key: str) -> dict[str, str]:
    parts = (part.partition("=") for part in key.split("|") if part)
    return {name: value for name, _equals, value in parts}


def _column(name: str) -> str:
    return f"by_{name.replace('-', '_')}"


def _rows(
    document: Mapping[str, Any], table: pa.Table, breakdowns: Sequence[str]
) -> Iterator[list[str]]:
    names = {area["code"]: area["names"].get("en", "") for area in list_areas()}
    vintages = {str(row["id"]): row for row in list_vintages(document["key"])}
    for row in table.sort_by(_ORDER).to_pylist():
        parts, vintage = _pieces(row["breakdown"]), vintages.get(row["vintage"], {})
        texts = [
            *(document["key"], document["title"]["en"]),
            *(row["area"], names.get(row["area"], "")),
            *(row["counterpart"], names.get(row["counterpart"], "")),
            *(parts.get(name, "") for name in breakdowns),
            *(row["period"], _number(row["value"]), row["status"]),
            document["unit"]["label"]["en"],
            *(vintage.get("source", ""), vintage.get("licence", "")),
            *(row["note"], row["vintage"]),
        ]
        at = len(_BEFORE) + len(breakdowns) + _AFTER.index("value")
        yield [text if index == at else safe_cell(text) for index, text in enumerate(texts)]


def _number(value: float | None) -> str:
    if value is None:
        return ""
    plain = tidy(value)
    return str(int(plain)) if plain == int(plain) and abs(plain) < 1e15 else repr(plain)


def _descriptor(
    path: Path, columns: Sequence[str], breakdowns: Sequence[str], documents: Sequence[Any]
) -> bytes:
    """Return ``datapackage.json``."""
    content = path.read_bytes()
    of = {_column(name): name for name in breakdowns}
    fields: list[dict[str, Any]] = [
        {"name": name, "type": "number" if name == "value" else "string"}
        | ({"milepost": {BREAKDOWN: of[name]}} if name in of else {})
        for name in columns
    ]
    key = ["indicator", "place", "counterpart", *of, "period"]
    body = {
        "profile": "tabular-data-package",
        "name": "milepost-observations",
        "title": "Observations",
        "resources": [
            {
                "name": OBSERVATIONS,
                "path": path.name,
                **describe_csv(len(content), hashlib.sha256(content).hexdigest()),
                "schema": {"fields": fields, "primaryKey": key, "missingValues": [""]},
            }
        ],
        "milepost": {"tables": 1, "indicators": [written(said) for said in documents]},
    }
    return orjson.dumps(body, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
