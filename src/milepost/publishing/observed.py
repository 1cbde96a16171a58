"""The observations of an edition by place, read from their file once while there is room."""

from collections import OrderedDict
from threading import Lock
from typing import Any

import pyarrow as pa

Json = dict[str, Any]
MOST_BYTES = 32_000_000
"""Room for the tables of one edition; a larger table is read each time it is asked for."""


class ByPlace:
    """The rows of one indicator, found by place without looking at those of others."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self._places: dict[str, list[int]] = {}
        for number, place in enumerate(table["area"].to_pylist()):
            self._places.setdefault(place, []).append(number)

    def rows(self, place: str, breakdown: str) -> list[Json]:
        """Return the observations of a place and breakdown, in order of time."""
        numbers = self._places.get(place)
        if numbers is None:
            return []
        found: list[Json] = self.table.take(numbers).to_pylist()
        return sorted(
            (row for row in found if row["breakdown"] == breakdown),
            key=lambda row: (str(row["period_start"]), row["counterpart"] or ""),
        )


class Shelf:
    """The tables read last, as many as there is room for."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._kept: OrderedDict[str, ByPlace] = OrderedDict()
        self._lock = Lock()

    def find(self, indicator: str) -> ByPlace | None:
        """Return a table that is kept."""
        return self._kept.get(indicator)

    def keep(self, indicator: str, table: pa.Table) -> ByPlace:
        """Keep a table, and let go of those that were kept first where room is needed."""
        found = ByPlace(table)
        with self._lock:
            self._kept[indicator] = found
            while self._kept and self._size() > self.most_bytes:
                self._kept.popitem(last=False)
        return found

    def _size(self) -> int:
        return sum(kept.table.nbytes for kept in self._kept.values())
