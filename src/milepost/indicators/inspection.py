"""What every check of converted cells needs: the tables, the definition, names and places."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from django.utils.translation import gettext as _

from milepost.indicators.conversion import Converted
from milepost.indicators.messages import finding
from milepost.kernel.findings import Finding, Severity

MAX_OF_KIND: Final = 100
"""Findings of one kind that are told one by one; the rest is told as a number."""


class Naming(Protocol):
    """Names places for people."""

    def name(self, code: str) -> str:
        """Return the name of a place with its code."""

    def suggest(self, text: str) -> list[str]:
        """Return places that a text may mean, by name and code."""

    def explain(self, text: str) -> str:
        """Return why a text is no area, or an empty text."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """One conversion beside the definition of its indicator.

    ``naming`` names places for people; ``known_on`` is the day on which the data were known.
    """

    made: Converted
    definition: dict[str, Any]
    naming: Naming
    known_on: date

    def spot(self, row: int | None, label: str) -> tuple[str, int | None, str]:
        return self.made.sheet.name, row, label

    def label(self, column: int) -> str:
        labels = self.made.sheet.labels
        return labels[column] if 0 <= column < len(labels) else ""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self.made.connection.execute(sql).fetchall()
        return rows


def capped(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with at most ``MAX_OF_KIND`` of each code, and one that tells the rest."""
    kept: list[Finding] = []
    over: dict[str, Finding] = {}
    more: Counter[str] = Counter()
    told: Counter[str] = Counter()
    for item in findings:
        told[item.code] += 1
        if told[item.code] <= MAX_OF_KIND:
            kept.append(item)
        else:
            over.setdefault(item.code, item)
            more[item.code] += 1
    return [*kept, *(_rest(item, more[code]) for code, item in over.items())]


def _rest(item: Finding, count: int) -> Finding:
    return finding(
        item.code.removeprefix("INDICATORS_"),
        (
            _("There are %(count)s more findings of this kind, the first of them here.")
            % {"count": count},
            item.why,
            item.remedy,
        ),
        spot=(item.sheet, item.row, item.column),
        value=item.value,
        is_warning=item.severity is Severity.WARNING,
    )
