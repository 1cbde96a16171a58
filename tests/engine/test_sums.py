"""Sums are those of ``math.fsum``, in whatever order and however wide the numbers lie apart."""

from math import fsum

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.backends import Engine
from milepost.engine.sums import Range, cut, part_names, plan_cut, put_together

WIDTHS = {
    "whole": st.integers(-(10**9), 10**9).map(float),
    "narrow": st.floats(0.01, 1e6),
    "signed": st.floats(-1e6, 1e6).filter(lambda number: abs(number) > 1e-4),
    "wide": st.floats(1e-9, 1e12).flatmap(lambda number: st.sampled_from([number, -number])),
}
PARTS = {"whole": 1, "narrow": 2, "signed": 2, "wide": 3}


@pytest.mark.parametrize("width", WIDTHS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_sums_are_exact(duck: Engine, width: str, data: st.DataObject) -> None:
    numbers = data.draw(st.lists(WIDTHS[width], min_size=1, max_size=200))
    sizes = [abs(number) for number in numbers if number] or [1.0]
    size = Range(min(sizes), max(sizes), width == "whole")
    plan = plan_cut(size, len(numbers), is_signed=any(number < 0 for number in numbers))
    assert plan.parts <= PARTS[width]
    table = cut(duck.read_arrow(pa.table({"x": numbers})), "x", plan)
    parts = part_names("x", plan.parts)
    summed = table.agg(**{name: table[name].sum() for name in parts})
    (found,) = duck.to_arrow(put_together(summed, "x", plan))["x"].to_pylist()
    assert found == fsum(numbers)


def test_a_plain_sum_would_not_do(engine: Engine) -> None:
    # In this order the noise of a plain sum decides how the eleventh digit is rounded.
    numbers = [1e15, 0.1, -1e15, 0.2] * 50
    plan = plan_cut(Range(0.1, 1e15), len(numbers))
    table = cut(engine.read_arrow(pa.table({"x": numbers})), "x", plan)
    parts = part_names("x", plan.parts)
    summed = table.agg(**{name: table[name].sum() for name in parts})
    (found,) = engine.to_arrow(put_together(summed, "x", plan))["x"].to_pylist()
    assert found == fsum(numbers) != sum(numbers)


def test_numbers_too_far_apart_lose_only_the_least(duck: Engine) -> None:
    numbers = [1e12, 5e-324, 1e-300, -1e12, 1e12]
    plan = plan_cut(Range(5e-324, 1e12), len(numbers))
    table = cut(duck.read_arrow(pa.table({"x": numbers})), "x", plan)
    summed = table.agg(**{name: table[name].sum() for name in part_names("x", plan.parts)})
    (found,) = duck.to_arrow(put_together(summed, "x", plan))["x"].to_pylist()
    assert found == 1e12
