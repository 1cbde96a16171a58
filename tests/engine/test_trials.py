"""What small changes would do to a colour: in bulk as one by one."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.backends import Engine
from milepost.engine.other_methods import METHODS, ONE_BY_ONE
from milepost.engine.rating import Question, rate
from milepost.engine.reading import Observations
from milepost.engine.trials import COLUMNS
from milepost.measure.comparison import CLASSES
from milepost.measure.rules import FUNCTIONS
from milepost.measure.sensitivity import sensitivity
from milepost.measure.trial import Trial
from tests.engine.series import (
    Series,
    case_of,
    make_series,
    observations,
    promises,
    seeded,
)

Row = dict[str, Any]
FEW, MANY = 150, 1_500


def wanted(item: Series, *, answers: bool) -> list[Row]:
    """What the scalar form tries, in the columns of the engine."""
    function, parameters = item.promise["function"], item.promise["parameters"]
    case = case_of(item)
    verdict = FUNCTIONS[function](case, parameters)
    found = sensitivity(function, case, parameters, verdict, answers=answers)
    groups = {
        "points": found.points,
        "thresholds": found.thresholds,
        "baseline": found.baseline,
        "comparators": found.comparators,
    }
    return [
        _row(kind, trial)
        for kind, group in groups.items()
        for trial in group.trials
        if trial.what not in ONE_BY_ONE
    ]


def _row(kind: str, trial: Trial) -> Row:
    names = {"from": "from_value", "to": "to_value"}
    said = {names.get(name, name): value for name, value in trial.values.items()}
    known = {name: value for name, value in said.items() if name in COLUMNS}
    return {
        **dict.fromkeys(COLUMNS),
        **known,
        "kind": kind,
        "what": trial.what,
        "state": trial.state.value if trial.state else None,
        "status": trial.status or None,
        "reason": trial.reason.value if trial.reason else None,
        "why": trial.why or None,
        "single_changes": None if kind == "comparators" else 1.0,
    }


def _order(row: Row) -> list[str]:
    return [str(value) for value in row.values()]


def differences(engine: Engine, series: list[Series]) -> Counter[str]:
    """Compare the trials of every series; return how often each outcome occurred."""
    table = engine.read_arrow(observations(series))
    answers = frozenset(f"p{number}" for number in range(0, len(series), 3))
    question = Question(promises(series), 2050.0, tries_changes=True, answers=answers)
    found: dict[str, list[Row]] = {}
    with rate(engine, Observations(table, table), question) as answer:
        assert answer.trials is not None
        for row in engine.to_arrow(answer.trials).to_pylist():
            shown = {name: row[name] for name in COLUMNS}
            found.setdefault(row["promise"], []).append(shown)
    counts: Counter[str] = Counter()
    for number, item in enumerate(series):
        key = f"p{number}"
        rows = wanted(item, answers=key in answers)
        assert sorted(found.get(key, []), key=_order) == sorted(rows, key=_order), item
        for row in rows:
            counts[f"{row['what']} {row['state'] or row['why']}"] += 1
    return counts


@given(seed=st.integers(0, 2**32))
@settings(max_examples=5, deadline=None)
def test_random_series_on_duckdb(duck: Engine, seed: int) -> None:
    dice = seeded(seed)
    differences(duck, [make_series(dice) for _turn in range(FEW)])


@pytest.mark.slow
def test_many_series_on_every_engine(engine: Engine) -> None:
    dice = seeded(20261126)
    counts = differences(engine, [make_series(dice) for _turn in range(MANY)])
    print(engine.kind, dict(counts.most_common()))  # noqa: T201 -- the statistics of the property
    changes = ("left_out", "stricter", "looser", "earlier", "later")
    for what in changes:
        assert {f"{what} {colour}" for colour in ("green", "yellow", "red")} <= set(counts)


def test_every_method_is_in_one_form_or_the_other() -> None:
    assert {*METHODS, *ONE_BY_ONE} == set(CLASSES)
    assert not ONE_BY_ONE & set(METHODS)
