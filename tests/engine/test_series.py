"""The bulk form says of every series what the scalar functions say."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.backends import Engine
from milepost.engine.rating import Question, rate
from milepost.engine.reading import Observations
from milepost.engine.verdicts import OUTCOMES, TOO_FEW_STATES
from milepost.measure.states import Flag
from tests.engine.series import Series, expected, make_series, observations, promises, seeded

FEW, MANY = 150, 1_500


def differences(engine: Engine, series: list[Series], *, may_repeat: bool = False) -> Counter[str]:
    """Compare every series; return how often each status and flag occurred."""
    table = engine.read_arrow(observations(series))
    question = Question(promises(series), 2050.0, looks_twice=True, may_repeat=may_repeat)
    with rate(engine, Observations(table, table), question) as answer:
        found = {row["promise"]: row for row in engine.to_arrow(answer.ratings).to_pylist()}
    counts: Counter[str] = Counter()
    for number, item in enumerate(series):
        if not item.rows:
            continue
        wanted, row = expected(item), found[f"p{number}"]
        assert {name: row[name] for name in wanted} == wanted, item
        counts.update([wanted["status"], *(flag for flag in FLAGS if wanted[FLAGS[flag]])])
    return counts


FLAGS = {
    Flag.STALE: "is_stale",
    Flag.BREAK_IN_SERIES: "has_break",
    Flag.SLIPPING: "is_slipping",
    Flag.VOLATILE: "is_volatile",
}


@given(seed=st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_random_series_on_duckdb(duck: Engine, seed: int) -> None:
    dice = seeded(seed)
    differences(duck, [make_series(dice) for _turn in range(FEW)])


@pytest.mark.slow
def test_many_series_on_every_engine(engine: Engine) -> None:
    dice = seeded(20251118)
    counts = differences(engine, [make_series(dice) for _turn in range(MANY)])
    print(engine.kind, dict(counts.most_common()))  # noqa: T201 -- the statistics of the property
    assert set(OUTCOMES) - {TOO_FEW_STATES} <= set(counts)
    assert set(FLAGS) <= set(counts)


def test_rows_that_repeat_a_period(duck: Engine) -> None:
    dice = seeded(3)
    series = [make_series(dice) for _turn in range(300)]
    doubled = [
        Series(
            (*item.rows, *((p, None if v is None else v + 1.0, s) for p, v, s in item.rows[::2])),
            item.promise,
        )
        for item in series
    ]
    differences(duck, doubled, may_repeat=True)


def test_series_of_years_alone_need_no_sorting(duck: Engine) -> None:
    dice = seeded(8)
    plain = [
        Series(
            tuple((p, None if v is None else round(v, 2), s) for p, v, s in item.rows),
            item.promise,
        )
        for item in (make_series(dice) for _turn in range(600))
        if all(len(period) == 4 for period, _value, _status in item.rows)
    ]
    assert len(differences(duck, plain)) > 20
