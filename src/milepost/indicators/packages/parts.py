"""A part of a package: the rows of one table that become one vintage of one indicator."""

from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

from milepost.indicators.mapping import Mapping
from milepost.indicators.sheets import Sheet


@dataclass(frozen=True, slots=True)
class TableLoader:
    """Puts rows that are in memory (``row, c0, c1, …``) into a connection."""

    rows: pa.Table

    def __call__(self, connection: Any) -> None:
        """Create ``cells`` there."""
        connection.register("given_rows", self.rows)
        connection.execute("CREATE TABLE cells AS SELECT * FROM given_rows")
        connection.unregister("given_rows")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows that become one vintage.

    ``code`` is what the package calls the indicator, ``key`` what it is called here. ``source``
    and ``licence`` are empty unless the rows state their own.
    """

    resource: str
    code: str
    key: str
    sheet: Sheet
    rows: pa.Table
    mapping: Mapping
    source: str = ""
    licence: str = ""
    vintage: str = ""
    title: str = ""
    unit: str = ""
    definition: dict[str, Any] = field(default_factory=dict)

    def opened(self) -> Sheet:
        """Return the sheet of these rows alone."""
        return replace(self.sheet, load=TableLoader(self.rows))
