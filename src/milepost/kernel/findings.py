"""A finding: where, what, why and what to do, for the person who must mend the input."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the input; a warning is accepted and stays on the record."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing wrong (or doubtful) in an input.

    ``where`` is readable on its own ("sheet Data, row 12, column 2015" or "line 40"); the parts
    are repeated as fields so that a table can be sorted. ``what``, ``why`` and ``remedy`` are
    full sentences. ``code`` is stable and upper case (``INDICATORS_UNKNOWN_AREA``).
    """

    code: str
    where: str
    what: str
    why: str
    remedy: str
    severity: Severity = Severity.ERROR
    sheet: str = ""
    row: int | None = None
    column: str = ""
    line: int | None = None
    value: str = ""
    count: int = 1

    def as_dict(self) -> dict[str, object]:
        """Return plain values for JSON and CSV."""
        return asdict(self)


def has_errors(findings: list[Finding] | tuple[Finding, ...]) -> bool:
    """Whether any finding stops the input."""
    return any(finding.severity is Severity.ERROR for finding in findings)
