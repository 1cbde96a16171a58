"""The periods of a set of observations, as ``measure`` reads them.

A set has few distinct periods, however many rows it has. Each is read once, by the scalar
functions, and joined to the rows; so no engine has an idea of its own what ``2015-Q2`` means.
"""

from collections.abc import Iterable

import pyarrow as pa

from milepost.measure.rounding import tidy
from milepost.measure.series import Point, is_annual, when_of

SCHEMA = pa.schema(
    [
        pa.field("period", pa.string()),
        pa.field("moment", pa.int64()),
        pa.field("moment_end", pa.int64()),
        pa.field("at", pa.float64()),
        pa.field("at_tidy", pa.float64()),
        pa.field("annual", pa.bool_()),
    ]
)
"""Columns of a calendar.

``at`` is the decimal year at which the period starts. ``moment`` numbers the periods in order of
``at`` and then of their text; ``moment_end`` is the last number with the same ``at``.
"""


def make_calendar(periods: Iterable[str]) -> pa.Table:
    """Return the calendar of the periods. Raises ValueError for a text that is no period."""
    ordered = sorted({(when_of(period), period) for period in periods})
    last_of = {at: number for number, (at, _period) in enumerate(ordered)}
    rows = [
        {
            "period": period,
            "moment": number,
            "moment_end": last_of[at],
            "at": at,
            "at_tidy": tidy(at),
            "annual": is_annual(Point(at, 0.0, period)),
        }
        for number, (at, period) in enumerate(ordered)
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def has_shared_moments(calendar: pa.Table) -> bool:
    """Whether two periods start at the same moment (``2015`` and ``2015-01``)."""
    return any(
        first != last
        for first, last in zip(
            calendar["moment"].to_pylist(), calendar["moment_end"].to_pylist(), strict=True
        )
    )
