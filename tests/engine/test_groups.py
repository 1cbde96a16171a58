"""The bulk roll-up gives what the scalar roll-up gives, with every gate and share."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.backends import Engine
from milepost.engine.promises import Promise, Scope
from milepost.engine.rating import Question, rate
from milepost.engine.reading import Observations
from tests.engine import panels as making
from tests.engine.panels import Panel, make_panel
from tests.engine.series import seeded

FIELDS = (
    "value", "states_with_data", "states_total", "weight_share", "imputed_share", "gate_passed",
)  # fmt: skip


def differences(engine: Engine, panels: list[Panel]) -> Counter[str]:
    """Compare every figure; return how many passed their gate and how many were withheld."""
    question = Question(
        promises=[
            Promise(
                key=panel.recipe.key, indicator=panel.recipe.indicator, as_of=making.AS_OF,
                scope=Scope.GROUP, target=5.0, baseline=2010.0, recipe=panel.recipe.key,
            )
            for panel in panels
        ],
        as_of=making.AS_OF,
        recipes=[panel.recipe for panel in panels],
        places=making.places(),
    )  # fmt: skip
    tables = [engine.read_arrow(read(panels)) for read in (making.observations, making.weights)]
    given_ = [Observations(table, table) for table in tables]
    with rate(engine, given_[0], question, given_[1]) as answer:
        assert answer.figures is not None
        rows = engine.to_arrow(answer.figures).to_pylist()
        ratings = engine.to_arrow(answer.ratings).to_pylist()
    key = ("recipe", "area", "breakdown", "period")
    found = {tuple(row[name] for name in key): row for row in rows}
    counts: Counter[str] = Counter()
    for panel in panels:
        for place, figure in making.expected(panel).items():
            row = found.pop((panel.recipe.key, *place))
            wanted = {name: getattr(figure, name) for name in FIELDS}
            assert {name: row[name] for name in FIELDS} == wanted, (panel.recipe, place)
            counts[f"{panel.recipe.aggregation}, {'shown' if figure.gate_passed else 'held'}"] += 1
    assert not found
    for row in ratings:
        assert (row["reason"] == "coverage_too_low") == (row["points"] == 0)
    return counts


@given(seed=st.integers(0, 2**32))
@settings(max_examples=15, deadline=None)
def test_random_panels_on_duckdb(duck: Engine, seed: int) -> None:
    dice = seeded(seed)
    differences(duck, [make_panel(dice, number) for number in range(12)])


@pytest.mark.slow
def test_many_panels_on_every_engine(engine: Engine) -> None:
    dice = seeded(20131003)
    counts = differences(engine, [make_panel(dice, number) for number in range(120)])
    print(engine.kind, dict(counts))  # noqa: T201 -- the statistics of the property
    assert len(counts) == 8


def test_one_method_with_whole_weights_takes_the_short_way(duck: Engine) -> None:
    dice = seeded(2)
    panels = [make_panel(dice, number) for number in range(200)]
    plain = [
        Panel(
            {key: (value and round(value, 1), "A") for key, (value, _s) in panel.values.items()},
            panel.recipe,
            {place: dict.fromkeys(series, 7.0) for place, series in panel.weights.items()},
        )
        for panel in panels
        if panel.recipe.aggregation == "weighted_mean" and panel.recipe.circle == ""
    ]
    one = [panel for panel in plain if panel.recipe.weight][:1]
    assert differences(duck, one)
    assert differences(duck, plain)
