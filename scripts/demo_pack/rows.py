"""One row of a fact table, and the one way in which tables are written."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

HEADER = ("area", "counterpart", "period", "breakdown", "value", "status", "note")


class Fact(NamedTuple):
    """One observation in the canonical schema; `value` is already text, "" means missing."""

    area: str
    period: str
    value: str
    breakdown: str = ""
    status: str = "A"
    note: str = ""
    counterpart: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What identifies an observation inside one indicator."""
        return (self.area, self.counterpart, self.period, self.breakdown)


def plain_number(text: str) -> str:
    """Write a number without a needless fraction: "12.0" becomes "12".

    Raises ValueError for anything that is not a number.
    """
    number = float(text)
    return str(int(number)) if number.is_integer() else repr(number)


def read_csv(path: Path) -> list[dict[str, str]]:
    """Rows of a UTF-8 table with a header line, as they stand."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def table_text(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A CSV table with Unix line ends, so that builds compare byte for byte."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(list(header))
    writer.writerows([list(row) for row in rows])
    return stream.getvalue()


def facts_text(facts: Iterable[Fact]) -> str:
    """A fact table in the canonical schema, sorted by key.

    Raises ValueError when two rows have the same key: a build must never choose silently.
    """
    ordered = sorted(facts, key=lambda fact: fact.key)
    for before, after in itertools.pairwise(ordered):
        if before.key == after.key:
            message = f"two facts for {after.key}"
            raise ValueError(message)
    return table_text(
        HEADER,
        (
            (f.area, f.counterpart, f.period, f.breakdown, f.value, f.status, f.note)
            for f in ordered
        ),
    )
