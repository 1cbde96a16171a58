"""Derived indicators as observations: order, reasons, and what is no vintage of theirs.

That the bulk form equals the specification is tested in ``tests/engine/test_expression.py``.
"""

from datetime import date

import pyarrow as pa

from milepost.indicators.derived import derive
from milepost.indicators.observations import READ
from milepost.measure.series import period_start

Content = dict[tuple[str, str, str, str], tuple[float | None, str]]


def table_of(content: Content, name: str) -> pa.Table:
    keys = list(content)
    return pa.table(
        {
            "area": pa.array([key[0] for key in keys], pa.string()),
            "counterpart": pa.array([key[3] for key in keys], pa.string()),
            "period": pa.array([key[1] for key in keys], pa.string()),
            "period_start": pa.array([period_start(key[1]) for key in keys], pa.date32()),
            "breakdown": pa.array([key[2] for key in keys], pa.string()),
            "value": pa.array([content[key][0] for key in keys], pa.float64()),
            "status": pa.array([content[key][1] for key in keys], pa.string()),
            "note": pa.array([""] * len(keys), pa.string()),
            "vintage": pa.array([f"v-{name}"] * len(keys), pa.string()),
        }
    ).cast(READ)


def test_an_input_without_data_gives_nothing() -> None:
    assert derive("[a] / [b]", {"a": table_of({}, "a")}).num_rows == 0
    assert derive("[a] / [b]", {"a": table_of({}, "a"), "b": table_of({}, "b")}).num_rows == 0


def test_inputs_that_follow_no_breakdown_give_the_whole() -> None:
    a: Content = {("004", "2010", "sex=F", ""): (3.0, "A"), ("004", "2010", "", ""): (4.0, "A")}
    inputs = {"a": table_of(a, "a")}
    rows = derive("[a; breakdown sex=F] / [a; breakdown total]", inputs).to_pylist()
    assert [(row["breakdown"], row["value"]) for row in rows] == [("", 0.75)]


def test_result_says_why_it_is_missing_and_has_no_vintage_of_its_own() -> None:
    a: Content = {("004", "2010", "", ""): (3.0, "E"), ("004", "2011", "", ""): (1.0, "A")}
    b: Content = {("004", "2010", "", ""): (4.0, "A"), ("004", "2011", "", ""): (0.0, "A")}
    rows = derive("[a] / [b]", {"a": table_of(a, "a"), "b": table_of(b, "b")}).to_pylist()
    assert [(r["value"], r["status"], r["note"], r["vintage"]) for r in rows] == [
        (0.75, "E", "", ""),
        (None, "O", "division_by_zero", ""),
    ]
    assert rows[0]["period_start"] == date(2010, 1, 1)
