"""The observations of an indicator by place."""

from typing import Any

import pyarrow as pa

Json = dict[str, Any]


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
