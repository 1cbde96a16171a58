"""What holds for every material: order does not matter, sums fit, missing is not zero."""

import random
from typing import Any

import orjson
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.measure.explanation import STEP_CODES as PURE_STEPS
from milepost.reviews.computation import compute
from milepost.reviews.material import Material, Result
from milepost.reviews.step_codes import STEP_CODES, STEP_MEANINGS
from tests.reviews.materials import (
    Fact,
    assessment,
    benchmark,
    indicator,
    material,
    measure,
    rating,
    table,
)

CODES = [f"{number:03d}" for number in range(4, 52, 4)]
KINDS = {
    "treaty": ("adoption", "ratification@1"),
    "policy": ("policy_share", "policy-share@1"),
    "rate": ("weighted_mean", "linear-path@1"),
    "mean": ("mean", "direction-of-change@1"),
    "count": ("sum", "linear-path@1"),
}
VALUES = st.one_of(st.none(), st.floats(-1e6, 1e6), st.sampled_from([0.0, 0.5, 1.0]))
PLACES = st.sampled_from(["001", *CODES[:3]])
COLOURS = st.sampled_from(["green", "yellow", "red", "not_applicable", None])


@st.composite
def materials(draw: st.DrawFn) -> Material:
    """A material with every kind of indicator, gaps, groups, assessments and decisions."""
    facts: dict[str, list[Fact]] = {}
    for key, (aggregation, _rule) in KINDS.items():
        rows: dict[tuple[str, str], Fact] = {}
        for _ in range(draw(st.integers(0, 30))):
            area = draw(st.sampled_from([*CODES, "001"]))
            period = str(draw(st.integers(2005, 2016)))
            value = draw(st.sampled_from([0.0, 1.0]) if aggregation == "adoption" else VALUES)
            status = draw(st.sampled_from(["A", "I", "E", "M", "F"]))
            rows[area, period] = (area, period, value, "", status)
        facts[key] = list(rows.values())
    facts["population"] = [
        (code, "2010", float(draw(st.integers(0, 1000)))) for code in CODES if draw(st.booleans())
    ]
    benchmarks = [
        benchmark(
            f"1.{number}",
            order=number,
            level=draw(st.sampled_from(["world", "region", "country"])),
            measure=measure(
                key,
                rule,
                direction=draw(st.sampled_from(["up", "down"])),
                baseline={"period": "2010"},
                target={"value": draw(st.floats(-100, 100))},
                deadline=draw(st.sampled_from(["2014-12-31", "2020-12-31"])),
            ),
        )
        for number, (key, (_aggregation, rule)) in enumerate(KINDS.items())
    ]
    voices = [
        assessment(
            draw(st.sampled_from(["001", *CODES[:3]])), draw(COLOURS), key=f"1.{n}", name=str(n)
        )
        for n in range(draw(st.integers(0, 5)))
    ]
    return material(
        benchmarks,
        countries=CODES,
        groups={"002": CODES[:5], "019": CODES[5:], "ldc": CODES[::2], "empty": []},
        indicators=[
            indicator(key, kind, weight="population" if kind == "weighted_mean" else None)
            for key, (kind, _rule) in KINDS.items()
        ]
        + [indicator("population", "sum")],
        facts=facts,
        assessments=voices,
    )


def plain(result: Result) -> bytes:
    """The result as canonical bytes."""
    traces = [[*key, places] for key, places in result.traces.items()]
    parts: list[Any] = [result.ratings, traces, result.aggregates]
    return orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)


@settings(max_examples=60, deadline=None)
@given(materials(), st.randoms())
def test_the_order_of_everything_is_indifferent(inputs: Material, dice: random.Random) -> None:
    shuffled = Material(
        edition=inputs.edition,
        frameworks=inputs.frameworks,
        areas=dice.sample(inputs.areas, len(inputs.areas)),
        groups=[
            {**group, "members": dice.sample(group["members"], len(group["members"]))}
            for group in dice.sample(inputs.groups, len(inputs.groups))
        ],
        indicators=dict(reversed(inputs.indicators.items())),
        observations={
            key: rows.take(pa.array(dice.sample(range(rows.num_rows), rows.num_rows), pa.int64()))
            for key, rows in inputs.observations.items()
        },
        assessments=dice.sample(inputs.assessments, len(inputs.assessments)),
        decisions=inputs.decisions,
        rules=inputs.rules,
    )
    assert plain(compute(inputs)) == plain(compute(shuffled))


@settings(max_examples=60, deadline=None)
@given(materials())
def test_every_rating_is_whole(inputs: Material) -> None:
    result = compute(inputs)
    for row in result.ratings:
        assert row["state"] in {"green", "yellow", "red", "grey"}
        assert (row["reason"] is None) is (row["state"] != "grey")
        assert row["flags"] == sorted(set(row["flags"]))
        assert row["basis"] in {"computed", "judged", "decided", "none"}
        spread = row["distribution"]
        if spread is not None:
            assert sum(spread.values()) == 2 * spread["total"]
        coverage = row["coverage"]
        if coverage is not None:
            assert 0 <= coverage["states_with_data"] <= coverage["states_total"]
            assert 0.0 <= coverage["imputed_share"] <= 1.0
        trace = result.traces[row["framework"], row["benchmark"]][row["place"]]
        if row["computed"]:
            assert trace["verdict"]["state"] == row["computed"]["state"]
    assert orjson.loads(plain(result))


@settings(max_examples=60, deadline=None)
@given(materials())
def test_every_step_is_declared(inputs: Material) -> None:
    declared = {**PURE_STEPS, **STEP_CODES}
    assert STEP_CODES.keys() == STEP_MEANINGS.keys()
    assert not PURE_STEPS.keys() & STEP_CODES.keys()
    for places in compute(inputs).traces.values():
        for trace in places.values():
            for step in trace["steps"]:
                assert set(step["values"]) == set(declared[step["code"]]), step["code"]


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from(CODES), st.floats(-1e3, 1e3), max_size=len(CODES)),
    st.lists(st.sampled_from(CODES), unique=True),
)
def test_saying_that_a_value_is_missing_changes_no_figure(
    values: dict[str, float], missing: list[str]
) -> None:
    facts: list[Fact] = [(code, "2015", value) for code, value in values.items()]
    gaps: list[Fact] = [(code, "2015", None) for code in missing if code not in values]
    rule = measure("mean", "level-threshold@1", target={"value": 5.0})

    def figure(rows: list[Fact]) -> tuple[Any, ...]:
        inputs = material(
            [benchmark(measure=rule)],
            countries=CODES,
            indicators=[indicator("mean", "mean")],
            facts={"mean": rows},
        )
        row = rating(compute(inputs))
        return row["state"], row["value"], row["numbers"]

    assert figure(facts) == figure([*facts, *gaps])


def test_the_same_material_gives_the_same_bytes() -> None:
    inputs = material([benchmark()], assessments=[assessment()])
    assert plain(compute(inputs)) == plain(compute(inputs))


def test_an_empty_edition_has_an_empty_result() -> None:
    result = compute(material([]))
    assert (result.ratings, result.traces, result.aggregates) == ([], {}, {})


def test_an_indicator_without_data_is_grey() -> None:
    rule = measure("rate", "linear-path@1")
    inputs = material(
        [benchmark(measure=rule)],
        indicators=[indicator("rate", "mean")],
        facts={"rate": []},
    )
    assert rating(compute(inputs))["reason"] == "no_data"
    assert table([]).num_rows == 0
