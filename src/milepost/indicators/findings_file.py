"""Findings as a CSV file that a spreadsheet opens without running anything."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any, Final

from milepost.kernel.csv_cells import safe_cell
from milepost.kernel.findings import Finding, Severity

COLUMNS: Final = (
    "severity", "sheet", "row", "column", "value", "count", "what", "why", "remedy", "code",
)  # fmt: skip


def findings_csv(findings: Iterable[Finding]) -> bytes:
    """Return findings as CSV in UTF-8 with a byte order mark, which spreadsheets expect."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for finding in findings:
        plain = finding.as_dict()
        writer.writerow([safe_cell(plain[column]) for column in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def findings_from(documents: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """Return findings that were kept as plain values."""
    return [
        Finding(**{**document, "severity": Severity(document["severity"])})
        for document in documents
    ]
