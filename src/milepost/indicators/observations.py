"""The shape of observations: columns, types and order. See ``docs/reference/observations.md``."""

from typing import Final

import pyarrow as pa

COLUMNS: Final[tuple[str, ...]] = (
    "area", "counterpart", "period", "period_start", "breakdown", "value", "status", "note",
)  # fmt: skip
"""Columns of every stored Parquet file, in order."""

KEY: Final[tuple[str, ...]] = ("area", "counterpart", "period", "breakdown")
"""What identifies an observation inside one indicator."""

STORED: Final = pa.schema(
    [
        pa.field("area", pa.string(), nullable=False),
        pa.field("counterpart", pa.string(), nullable=False),
        pa.field("period", pa.string(), nullable=False),
        pa.field("period_start", pa.date32(), nullable=False),
        pa.field("breakdown", pa.string(), nullable=False),
        pa.field("value", pa.float64()),
        pa.field("status", pa.string(), nullable=False),
        pa.field("note", pa.string(), nullable=False),
    ]
)
READ: Final = pa.schema([*STORED, pa.field("vintage", pa.string(), nullable=False)])
"""What ``read_observations`` returns."""
