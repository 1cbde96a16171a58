"""Observations of an edition by place."""

import pyarrow as pa
import pytest

from milepost.publishing.observed import ByPlace, Shelf

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


@pytest.mark.parametrize(("room", "kept"), [(2.5, ["b", "c"]), (1.5, ["c"]), (0.5, [])])
def test_the_shelf_keeps_what_there_is_room_for(room: float, kept: list[str]) -> None:
    table = pa.Table.from_pylist(ROWS)
    shelf = Shelf(int(table.nbytes * room))
    for name in ("a", "b", "c"):
        assert shelf.keep(name, table).rows("840", "")[0]["value"] == 9.0
    assert [name for name in ("a", "b", "c") if shelf.find(name)] == kept
