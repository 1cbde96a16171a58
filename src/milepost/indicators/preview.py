"""How a file would be understood, before anything is decided: columns, roles and first rows."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from milepost.indicators.intake import mapping_findings, open_file
from milepost.indicators.mapping import Mapping
from milepost.indicators.messages import shown
from milepost.indicators.selectors import get_upload
from milepost.indicators.sheets import Sheet
from milepost.indicators.storage import upload_path
from milepost.indicators.suggestion import merged_with, suggest_mapping
from milepost.kernel.actors import Actor
from milepost.kernel.findings import Finding
from milepost.places.selectors import build_matcher

ROWS: Final = 10
EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is taken for, and some of what it holds."""

    label: str
    role: str
    detail: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as it would be understood; ``rows`` are (row number, cells)."""

    mapping: Mapping
    columns: tuple[Column, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    sheet: str
    sheets: tuple[str, ...]
    header_row: int
    encoding: str
    separator: str
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "mapping": self.mapping.as_dict(),
            "columns": [
                {"label": c.label, "role": c.role, "detail": c.detail, "examples": list(c.examples)}
                for c in self.columns
            ],
            "rows": [{"row": row, "cells": list(cells)} for row, cells in self.rows],
            "sheet": self.sheet,
            "sheets": list(self.sheets),
            "header_row": self.header_row,
            "encoding": self.encoding,
            "separator": self.separator,
            "findings": [finding.as_dict() for finding in self.findings],
        }


def preview_file(path: Path, mapping: Mapping | None) -> Preview:
    """Show how a file is understood with a mapping, or with the suggested one.

    A mapping that names no column yet only says how to open the file. Raises ``BadInput`` when
    the file is not a table.
    """
    places = build_matcher()
    sheet = open_file(path, mapping or Mapping(), places)
    chosen = mapping if mapping is not None and mapping.columns() else None
    if chosen is None:
        chosen = merged_with(suggest_mapping(sheet, places), mapping or Mapping())
    return _preview(sheet, chosen)


def preview_upload(actor: Actor, upload: str, mapping: Mapping | None) -> Preview:
    """Show how a kept file is understood. Raises as ``preview_file`` does, and ``NotFound``."""
    kept = get_upload(actor, upload)
    return preview_file(upload_path(kept["checksum"]), mapping)


def _preview(sheet: Sheet, mapping: Mapping) -> Preview:
    columns = []
    for index, label in enumerate(sheet.labels):
        role, detail = mapping.role_of(label)
        examples = list(dict.fromkeys(shown(text) for text in sheet.texts(index)))[:EXAMPLES]
        columns.append(Column(label, str(role), detail, tuple(examples)))
    rows = tuple((row, tuple(shown(cell) for cell in cells)) for row, cells in sheet.sample[:ROWS])
    return Preview(
        mapping=mapping,
        columns=tuple(columns),
        rows=rows,
        sheet=sheet.name,
        sheets=sheet.names,
        header_row=sheet.header_row,
        encoding=sheet.encoding,
        separator=sheet.separator,
        findings=(*sheet.findings, *mapping_findings(mapping, sheet)),
    )
