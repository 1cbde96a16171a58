"""Observations of an edition by place."""

import pyarrow as pa

from milepost.publishing.observed import ByPlace

ROWS = [
    {"area": "608", "breakdown": "", "period_start": "2015", "counterpart": None, "value": 2.0},
    {"area": "840", "breakdown": "", "period_start": "2010", "counterpart": None, "value": 9.0},
    {
        "area": "608",
        "breakdown": "sex=F",
        "period_start": "2015",
        "counterpart": None,
        "value": 3.0,
    },
    {"area": "608", "breakdown": "", "period_start": "2010", "counterpart": "840", "value": 1.5},
    {"area": "608", "breakdown": "", "period_start": "2010", "counterpart": None, "value": None},
]


def test_rows_of_a_place_are_in_order_of_time_and_missing_ones_stay() -> None:
    found = ByPlace(pa.Table.from_pylist(ROWS))
    assert [row["value"] for row in found.rows("608", "")] == [None, 1.5, 2.0]
    assert [row["value"] for row in found.rows("608", "sex=F")] == [3.0]
    assert found.rows("840", "sex=F") == []
    assert found.rows("392", "") == []
