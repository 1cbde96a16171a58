"""From a file to a checked table of observations in an engine. Writes nothing.

The steps: the kind of file is told by its first bytes, opened as a sheet, understood by a mapping
(given or suggested), converted and checked. Whatever is wrong with the file comes out as
findings, never as another error.
"""

# ruff: noqa: S608 -- an engine in memory that holds one file; texts are escaped, columns are c0…

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from django.conf import settings

from milepost.indicators import messages
from milepost.indicators.checks import check_columns, inspect
from milepost.indicators.conversion import Converted, connect, connect_on_disk, convert
from milepost.indicators.inspection import Inspection, Naming
from milepost.indicators.large_text import LargeTextLoader, open_large_text
from milepost.indicators.mapping import Layout, Mapping, PlaceMatcher
from milepost.indicators.observations import STORED
from milepost.indicators.sheets import Sheet
from milepost.indicators.suggestion import suggest_mapping
from milepost.indicators.text_files import open_text
from milepost.indicators.workbooks import open_workbook
from milepost.kernel import progress
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding

MAX_BYTES: Final = 400_000_000
"""Most that is read of a workbook, and most that a page takes."""

_ZIP: Final = b"PK\x03\x04"
_OTHERS: Final = (b"%PDF", b"<", b"{", b"[{")
"""Beginnings of documents, pages and objects, which hold no rows and columns."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_YES: Final = frozenset(
    ["yes", "y", "true", "oui", "sí", "si", "да", "نعم", "是", "有", "x", "✓", "✔"]
)
_PARTLY: Final = frozenset(
    ["partly", "partial", "partially", "en partie", "partiel", "parcial", "частично", "جزئيا"]
)
_NO: Final = frozenset(["no", "n", "false", "non", "нет", "لا", "否", "没有"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What the intake must know of an indicator."""

    document: dict[str, Any]
    known_on: date

    @property
    def is_whole(self) -> bool:
        """Whether whole things are counted."""
        return self.document["kind"] in {"count", "adoption"} or self.document["decimals"] == 0

    def word_value(self, text: str) -> float | None:
        """Return the value of yes, partly or no where the indicator is about having something."""
        if self.document["kind"] not in {"adoption", "policy"}:
            return None
        plain = text.strip().casefold()
        if plain in _YES:
            return 1.0
        if plain in _NO:
            return 0.0
        return 0.5 if plain in _PARTLY and self.document["kind"] == "policy" else None


@dataclass(frozen=True, slots=True)
class Taken:
    """What an intake found: ``connection`` holds ``obs`` and the maps."""

    converted: Converted
    sheet: Sheet
    mapping: Mapping
    findings: tuple[Finding, ...]


def open_file(path: Path, mapping: Mapping, places: PlaceMatcher) -> Sheet:
    """Open a file as a table. Raises ``BadInput`` when it is not one."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(len(_OLE))
    if size >= settings.MILEPOST_LARGE_FILE and not head.startswith((_ZIP, _OLE)):
        return open_large_text(path, mapping)
    if size > MAX_BYTES:
        raise BadInput([messages.file_too_large(size, MAX_BYTES)])
    content = path.read_bytes()
    if not content.strip():
        raise BadInput([messages.empty_file()])
    if content.startswith((_ZIP, _OLE)):
        return open_workbook(path, mapping, is_xlsx=content.startswith(_ZIP))
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_OTHERS):
        raise BadInput([messages.not_text()])
    return open_text(content, path, mapping, places)


def take_in(
    sheet: Sheet,
    mapping: Mapping | None,
    definition: Definition,
    *,
    places: PlaceMatcher,
    naming: Naming,
) -> Taken:
    """Convert and check a sheet. Raises ``BadInput`` when the mapping cannot be applied."""
    chosen = mapping or suggest_mapping(sheet, places)
    problems = mapping_findings(chosen, sheet)
    if problems:
        raise BadInput(problems)
    load = sheet.load
    connection = connect_on_disk(load.folder) if isinstance(load, LargeTextLoader) else connect()
    progress.say("reading")
    sheet.load(connection)
    progress.say("converting")
    converted = convert(
        connection,
        sheet,
        chosen,
        places=places,
        words=definition.word_value,
        is_whole=definition.is_whole,
    )
    progress.say("checking")
    inspection = Inspection(converted, definition.document, naming, definition.known_on)
    return Taken(converted, sheet, chosen, (*sheet.findings, *inspect(inspection)))


def mapping_findings(mapping: Mapping, sheet: Sheet) -> list[Finding]:
    """Return what keeps a mapping from being applied to a sheet."""
    findings = check_columns(sheet.labels, mapping.columns())
    if not mapping.area and not mapping.fixed_area:
        findings.append(messages.role_missing("area"))
    if mapping.layout is Layout.WIDE:
        if not mapping.periods:
            findings.append(messages.role_missing("period"))
        return findings
    if not mapping.period and not mapping.fixed_period:
        findings.append(messages.role_missing("period"))
    if not mapping.value and not mapping.fixed_value:
        findings.append(messages.role_missing("value"))
    return findings


def write_parquet(taken: Taken, part: Path) -> None:
    """Write the good observations, each once, in the stored columns and the file's order."""
    made = taken.converted
    progress.say("writing", 0, made.distinct)
    target = str(part).replace("'", "''")
    made.connection.execute(f"COPY ({_observations(made)}) TO '{target}' (FORMAT parquet)")


def observations_of(taken: Taken) -> pa.Table:
    """Return the good observations, each once, in the stored columns (``STORED``)."""
    found = taken.converted.connection.execute(_observations(taken.converted)).to_arrow_table()
    return found.cast(STORED)


def _observations(made: Converted) -> str:
    """Return the SQL of the good observations, each once."""
    once = ""
    if made.good != made.distinct:
        once = f"QUALIFY row_number() OVER (PARTITION BY {made.key} ORDER BY row) = 1"
    return f"""
        SELECT a.code AS area, c.code AS counterpart, p.code AS period, p.start AS period_start,
          b.code AS breakdown, o.value, o.status, o.note
        FROM (SELECT * FROM obs WHERE good {once}) o
        JOIN (SELECT DISTINCT id, code FROM area_map) a ON a.id = o.area_id
        JOIN (SELECT DISTINCT id, code FROM counterpart_map) c ON c.id = o.counterpart_id
        JOIN (SELECT DISTINCT id, code, start FROM period_map) p ON p.id = o.period_id
        JOIN (SELECT DISTINCT id, code FROM breakdown_map) b ON b.id = o.breakdown_id
        """


def extent(taken: Taken) -> dict[str, Any]:
    """Return the counts of what is written: rows, areas, first and last period."""
    made = taken.converted
    areas, first, last = made.connection.execute(
        "SELECT count(DISTINCT area_id), min(period_id), max(period_id) FROM obs WHERE good"
    ).fetchone()
    periods = dict(made.connection.execute("SELECT id, code FROM period_map").fetchall())
    return {
        "rows": made.distinct,
        "areas": areas,
        "first_period": periods.get(first) or "",
        "last_period": periods.get(last) or "",
    }
