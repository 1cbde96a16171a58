"""Derived indicators in bulk equal the specification, place by place."""

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milepost.indicators.derived import derive
from milepost.indicators.observations import READ
from milepost.measure.derive import Given, Place, evaluate
from milepost.measure.expression import parse
from milepost.measure.rounding import tidy
from milepost.measure.series import decimal_year, period_start

AREAS = ("004", "250")
PERIODS = ("2010", "2011", "2012", "2012-Q3", "2014", "2015-06-01")
BREAKDOWNS = ("", "sex=F", "sex=M", "sex=F|age=1")
COUNTERPARTS = ("", "036", "056")
STATUSES = ("A", "E", "I", "B", "P", "O")
EXPRESSIONS = (
    "[a] / [b]",
    "([a] - [b]) * 100 / [b]",
    "[a] / [b; breakdown total] * 1000",
    "[a] / [b; within 1]",
    "[a; within 2] + [b]",
    "mean([a], 2)",
    "change([a] / [b], 1)",
    "lag([a], 2) - [a]",
    "index([a], 2011)",
    "hhi([a], counterpart)",
    "effective([a], sex)",
    "sum([a], sex) - [b; breakdown total]",
    "([a; breakdown sex=F] / [a; breakdown total]) / ([b; breakdown sex=F] / [b; breakdown total])",
    "-[a] + 2.5e1",
)
ROW = st.tuples(
    st.sampled_from(AREAS),
    st.sampled_from(PERIODS),
    st.sampled_from(BREAKDOWNS),
    st.sampled_from(COUNTERPARTS),
)
VALUE = st.sampled_from([None, 0.0, 1.0, -1.0]) | st.integers(-(10**9), 10**9).map(
    lambda n: tidy(n / 997)
)
CONTENT = st.dictionaries(ROW, st.tuples(VALUE, st.sampled_from(STATUSES)), max_size=24)
Content = dict[tuple[str, str, str, str], tuple[float | None, str]]


def table_of(content: Content, name: str) -> pa.Table:
    keys = list(content)
    status = ["O" if content[key][0] is None else content[key][1] for key in keys]
    return pa.table(
        {
            "area": [key[0] for key in keys],
            "counterpart": [key[3] for key in keys],
            "period": [key[1] for key in keys],
            "period_start": pa.array([period_start(key[1]) for key in keys], pa.date32()),
            "breakdown": [key[2] for key in keys],
            "value": pa.array([content[key][0] for key in keys], pa.float64()),
            "status": status,
            "note": [""] * len(keys),
            "vintage": [f"v-{name}"] * len(keys),
        }
    ).cast(READ)


def specified(expression: str, contents: dict[str, Content]) -> set[tuple[object, ...]]:
    tree = parse(expression)
    found: set[tuple[object, ...]] = set()
    for area in AREAS:
        place = Place(
            {
                name: [
                    Given(
                        period,
                        decimal_year(period_start(period)),
                        cell,
                        value,
                        "O" if value is None else status,
                        other,
                        f"v-{name}",
                    )
                    for (where, period, cell, other), (value, status) in content.items()
                    if where == area
                ]
                for name, content in contents.items()
            }
        )
        for cell in BREAKDOWNS:
            for period, result in evaluate(tree, place, cell).items():
                found.add((area, cell, period, result.value, result.status, result.why))
    return found


@pytest.mark.parametrize("expression", EXPRESSIONS)
@given(first=CONTENT, second=CONTENT)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_bulk_equals_the_specification(expression: str, first: Content, second: Content) -> None:
    bulk = derive(expression, {"a": table_of(first, "a"), "b": table_of(second, "b")})
    rows: set[tuple[object, ...]] = {
        (row["area"], row["breakdown"], row["period"], row["value"], row["status"], row["note"])
        for row in bulk.to_pylist()
    }
    assert len(rows) == bulk.num_rows
    wanted = specified(expression, {"a": first, "b": second})
    pinned = "counterpart" in expression or ", sex)" in expression or "breakdown sex" in expression
    if pinned:
        # Everything is pinned to one breakdown, so the result has the total alone.
        wanted = {row for row in wanted if row[1] == ""}
    assert _about(rows) == _about(wanted)


def _about(rows: set[tuple[object, ...]]) -> set[tuple[object, ...]]:
    """Numbers to nine digits: sums are taken in another order."""
    return {
        tuple(f"{item:.9g}" if isinstance(item, float) else item for item in row) for row in rows
    }


def test_an_input_without_data_gives_nothing() -> None:
    assert derive("[a] / [b]", {"a": table_of({}, "a")}).num_rows == 0
    assert derive("[a] / [b]", {"a": table_of({}, "a"), "b": table_of({}, "b")}).num_rows == 0


def test_inputs_that_follow_no_breakdown_give_the_whole() -> None:
    a: Content = {("004", "2010", "sex=F", ""): (3.0, "A"), ("004", "2010", "", ""): (4.0, "A")}
    inputs = {"a": table_of(a, "a")}
    rows = derive("[a; breakdown sex=F] / [a; breakdown total]", inputs).to_pylist()
    assert [(row["breakdown"], row["value"]) for row in rows] == [("", 0.75)]


def test_result_names_the_vintage_of_the_first_input_and_why_it_is_missing() -> None:
    a: Content = {("004", "2010", "", ""): (3.0, "E"), ("004", "2011", "", ""): (1.0, "A")}
    b: Content = {("004", "2010", "", ""): (4.0, "A"), ("004", "2011", "", ""): (0.0, "A")}
    rows = derive("[a] / [b]", {"a": table_of(a, "a"), "b": table_of(b, "b")}).to_pylist()
    assert [(r["value"], r["status"], r["note"], r["vintage"]) for r in rows] == [
        (0.75, "E", "", "v-a"),
        (None, "O", "division_by_zero", "v-a"),
    ]
    assert rows[0]["period_start"] == date(2010, 1, 1)
