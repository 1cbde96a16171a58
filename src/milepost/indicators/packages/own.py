"""The package of tables that an edition hands out, read back without a loss.

Its columns are known, so nothing is suggested: keys, breakdowns, statuses, notes and the source
and licence of every row come back as they went out.
"""

import csv
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson
import pyarrow as pa

from milepost.indicators.definitions import parse
from milepost.indicators.mapping import Mapping as Understanding
from milepost.indicators.packages import messages
from milepost.indicators.packages.descriptor import Package
from milepost.indicators.packages.parts import Part, TableLoader
from milepost.indicators.packages.tables import Table
from milepost.indicators.sheets import SAMPLE, Sheet
from milepost.kernel.csv_cells import plain_cell
from milepost.kernel.findings import Finding, has_errors

OBSERVATIONS: Final = "observations"
RATINGS: Final = "ratings"
BREAKDOWN: Final = "breakdown"
"""The name under ``milepost`` of a field that holds the values of one breakdown."""

NEEDED: Final = frozenset({"indicator", "place", "counterpart", "period", "value", "status"})
LABELS: Final = ("area", "counterpart", "period", "breakdown", "value", "status", "note")
_MAPPING: Final = Understanding(**{name: name for name in LABELS}, decimal=".")  # type: ignore[arg-type]


def is_own(package: Package, tables: list[Table]) -> bool:
    """Whether the package was made by this program, with tables as this version writes them."""
    return bool(package.milepost.get("tables")) and any(
        table.resource.name == OBSERVATIONS and set(table.labels) >= NEEDED for table in tables
    )


def own_definitions(package: Package) -> tuple[dict[str, dict[str, Any]], list[Finding]]:
    """Return the definitions that came along by key; none when they do not fit this version."""
    rows = package.milepost.get("indicators")
    if not isinstance(rows, list) or not rows:
        return {}, []
    plain = orjson.dumps({"milepost": "indicators/1", "indicators": rows}).decode()
    parsed = parse(plain, "datapackage.json")
    if has_errors(parsed.findings):
        return {}, [messages.definitions_unread(parsed.findings[0].what)]
    return {str(document["key"]): document for document in parsed.definitions}, []


def own_parts(table: Table, definitions: Mapping[str, dict[str, Any]]) -> Iterator[Part]:
    """Yield the rows of each indicator and each vintage."""
    names = {
        one.name: str(found[BREAKDOWN])
        for one in table.resource.schema.fields
        if isinstance(found := one.options.get("milepost"), dict) and found.get(BREAKDOWN)
    }
    grouped: dict[tuple[str, str], list[tuple[int, dict[str, str]]]] = {}
    with table.path.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream), 2):
            group = (row["indicator"], row.get("vintage", ""))
            grouped.setdefault(group, []).append((number, row))
    for (key, vintage), rows in grouped.items():
        first = {name: plain_cell(text) for name, text in rows[0][1].items()}
        cells = [(number, _cells(row, names)) for number, row in rows]
        numbers = pa.array([number for number, _row in cells], pa.int64())
        columns = {"row": numbers} | {
            f"c{at}": pa.array([row[at] for _number, row in cells], pa.string())
            for at in range(len(LABELS))
        }
        loaded = pa.table(columns)
        yield Part(
            resource=table.resource.name,
            code=key,
            key=key,
            sheet=Sheet(
                labels=LABELS,
                sample=tuple(cells[:SAMPLE]),
                load=TableLoader(loaded),
                header_row=1,
            ),
            rows=loaded,
            mapping=_MAPPING,
            source=first.get("source", ""),
            licence=first.get("licence", ""),
            vintage=vintage,
            title=first.get("indicator_name", ""),
            unit=first.get("unit", ""),
            definition=definitions.get(key, {}),
        )


def _cells(row: Mapping[str, str], names: Mapping[str, str]) -> tuple[str, ...]:
    parts = {name: plain_cell(row.get(column, "")) for column, name in names.items()}
    breakdown = "|".join(f"{name}={parts[name]}" for name in sorted(parts) if parts[name])
    return (
        row["place"],
        row["counterpart"],
        row["period"],
        breakdown,
        row["value"],
        row["status"],
        plain_cell(row.get("note", "")),
    )


def describe_csv(size: int, digest: str) -> dict[str, Any]:
    """Return what a resource says of a CSV file as this program writes it.

    ``size`` is in bytes, ``digest`` is the SHA-256 of the file in hexadecimal digits.
    """
    return {
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest}",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
    }
