"""Ten digits are the same ten digits on every engine."""

from math import inf, nextafter

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.backends import Engine
from milepost.engine.numbers import is_plain, is_whole, meeting_edge, tidy_all
from milepost.measure.rounding import tidy
from tests.engine.series import seeded

SIZES = st.floats(min_value=1e-12, max_value=1e20)
NUMBERS = st.one_of(st.just(0.0), SIZES, SIZES.map(lambda number: -number))


@st.composite
def ties(draw: st.DrawFn) -> float:
    """A decimal of eleven digits that ends in a five."""
    digits = draw(st.integers(10**9, 10**10 - 1)) * 10 + 5
    power = draw(st.integers(0, 20))
    sign: int = draw(st.sampled_from([1, -1]))
    return sign * (digits / 10.0**power)


def rounded(engine: Engine, numbers: list[float | None], *, by_steps: bool) -> list[float | None]:
    """Return the numbers as the engine rounds them, by its own way or by the general steps."""
    given_ = engine.read_arrow(pa.table({"n": range(len(numbers)), "x": pa.array(numbers)}))
    columns = {"y": given_.x.cast("float64")}
    table = tidy_all(given_, **columns) if by_steps else engine.tidied(given_, **columns)
    found: list[float | None] = engine.to_arrow(table.order_by("n").select("y"))["y"].to_pylist()
    return found


@pytest.mark.parametrize("by_steps", [True, False])
@given(numbers=st.lists(st.one_of(NUMBERS, ties()), min_size=1, max_size=60))
@settings(max_examples=40, deadline=None)
def test_duckdb_rounds_as_python(duck: Engine, numbers: list[float], by_steps: bool) -> None:
    assert rounded(duck, [*numbers], by_steps=by_steps) == [tidy(number) for number in numbers]


def test_every_engine_rounds_as_python(engine: Engine) -> None:
    dice = seeded(11)
    numbers: list[float | None] = [None, 0.0, -0.0, 0.1 + 0.2, 9.99999999995, 99999999995.0, 1e10]
    for _turn in range(10_000):
        digits = dice.randint(10**9, 10**10 - 1) * 10 + 5
        numbers.append(dice.choice([1, -1]) * digits / 10.0 ** dice.randint(0, 20))
        numbers.append(dice.choice([1, -1]) * dice.uniform(0.1, 1) * 10.0 ** dice.randint(-11, 19))
    wanted = [None if number is None else tidy(number) for number in numbers]
    assert rounded(engine, numbers, by_steps=False) == wanted


def test_plain_and_whole_numbers_are_those_that_tidy_keeps(engine: Engine) -> None:
    dice = seeded(5)
    numbers = [1.5, 0.12345, 1e9, 1e11, 2e6 + 0.5, 0.1 + 0.2, -7.25, float("nan"), inf, None]
    numbers += [round(dice.uniform(-1e5, 1e5), dice.randint(0, 7)) for _turn in range(2_000)]
    given_ = engine.read_arrow(pa.table({"n": range(len(numbers)), "x": pa.array(numbers)}))
    asked = given_.mutate(plain=is_plain(given_.x), whole=is_whole(given_.x)).order_by("n")
    rows = engine.to_arrow(asked.select("plain", "whole")).to_pylist()
    found = dict(zip(numbers, rows, strict=True))
    assert [found[n]["plain"] for n in (1.5, 0.12345, 1e9, 0.1 + 0.2, -7.25)] == [
        True, False, True, False, True,
    ]  # fmt: skip
    assert not found[inf]["plain"]
    assert all(tidy(n) == n for n in numbers if n is not None and found[n]["plain"])
    assert {n for n in numbers if n is not None and found[n]["whole"]} == {
        n for n in numbers if n is not None and abs(n) < 1e10 and n == int(n)
    }


@given(
    target=st.one_of(NUMBERS, st.sampled_from([0.95, 100.0, 1e9, 1 / 3])),
    direction=st.sampled_from([1, -1]),
)
def test_the_edge_is_the_last_value_that_meets(target: float, direction: int) -> None:
    edge = meeting_edge(target, direction)

    def meets(value: float) -> bool:
        return direction * value >= direction * target or tidy(value) == tidy(target)

    assert meets(edge)
    assert not meets(nextafter(edge, -direction * inf))
