"""The language of derived indicators: what it reads, refuses (and where), and gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.measure.derive import REASONS, Given, Place, evaluate
from milepost.measure.expression import (
    ExpressionError,
    Number,
    Operation,
    Reference,
    input_keys,
    parse,
)


def row(period: str, value: float | None, status: str = "A", **more: str) -> Given:
    return Given(
        period,
        value,
        status,
        more.get("breakdown", ""),
        more.get("counterpart", ""),
        more.get("vintage", "v"),
    )


A = [row("2010", 10.0), row("2011", 12.0, "E"), row("2012", None, "O"), row("2013", 20.0)]
B = [row("2010", 5.0), row("2011", 0.0), row("2012", 4.0), row("2014", 8.0)]
FLOWS = [
    row("2010", value, counterpart=c) for c, value in zip("xyzw", (30, 30, 20, 20), strict=True)
]


A_MEANS = {"2012": "input_missing", "2013": "input_missing"}
TOO_FEW = {"2010": "too_few_periods", "2011": "too_few_periods"}


def values(text: str, **inputs: list[Given]) -> dict[str, object]:
    found = evaluate(parse(text), Place(inputs or {"a": A, "b": B}))
    return {
        period: cell.value if cell.value is not None else cell.why for period, cell in found.items()
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a] / [b]", {"2010": 2.0, "2011": "division_by_zero", "2012": "input_missing"}),
        (
            "[a] / [b; within 1]",
            {"2010": 2.0, "2011": "division_by_zero", "2012": "input_missing", "2013": 5.0},
        ),
        ("[a] - 2 * 3 + 1", {"2010": 5.0, "2011": 7.0, "2012": "input_missing", "2013": 15.0}),
        (
            "mean([b], 2)",
            {"2010": "too_few_periods", "2011": 2.5, "2012": 2.0, "2014": "too_few_periods"},
        ),
        (
            "mean([b], 3, least 2)",
            {"2010": "too_few_periods", "2011": 2.5, "2012": 3.0, "2014": 6.0},
        ),
        ("mean([a], 2)", {"2010": "too_few_periods", "2011": 11.0, **A_MEANS}),
        ("mean([a], 2, least 1)", {"2010": 10.0, "2011": 11.0, "2012": 12.0, "2013": 20.0}),
        (
            "change([b], 1)",
            {"2010": "too_few_periods", "2011": -5.0, "2012": 4.0, "2014": "too_few_periods"},
        ),
        ("change([b], 2)", {**TOO_FEW, "2012": -1.0, "2014": 4.0}),
        ("lag([b], 2)", {**TOO_FEW, "2012": 5.0, "2014": 4.0}),
        ("[b] / lag([a], 2)", {**TOO_FEW, "2012": 0.4, "2014": "input_missing"}),
        ("index([b], 2010)", {"2010": 100.0, "2011": 0.0, "2012": 80.0, "2014": 160.0}),
        ("index([b], 1999)", dict.fromkeys(("2010", "2011", "2012", "2014"), "no_base")),
        ("index([b], 2011)", dict.fromkeys(("2010", "2011", "2012", "2014"), "division_by_zero")),
        ("-[b]", {"2010": -5.0, "2011": 0.0, "2012": -4.0, "2014": -8.0}),
    ],
)
def test_what_expressions_give(text: str, expected: dict[str, object]) -> None:
    assert values(text) == expected


def test_spread_over_counterparts_is_that_of_the_published_example() -> None:
    """Shares of 30, 30, 20 and 20 per cent have 2,600 points of the Herfindahl index."""
    assert values("hhi([f], counterpart) * 10000", f=FLOWS) == {"2010": 2600.0}
    assert values("effective([f], counterpart)", f=FLOWS) == {"2010": 3.846153846}
    assert values("sum([f], counterpart)", f=FLOWS) == {"2010": 100.0}
    assert values("hhi([f], counterpart)", f=[*FLOWS[:3], row("2010", None, counterpart="w")]) == {
        "2010": "input_missing"
    }
    assert set(values("hhi([f], counterpart)", f=[]).values()) == set()


def test_shares_need_parts_that_are_not_negative_and_not_all_zero() -> None:
    below = [row("2010", 3.0, counterpart="x"), row("2010", -1.0, counterpart="y")]
    zeros = [row("2010", 0.0, counterpart="x"), row("2010", 0.0, counterpart="y")]
    whole = [row("2010", 1.0)]
    for text in (
        "hhi([f], counterpart)",
        "effective([f], counterpart)",
        "[w] / sum([f], counterpart)",
        "[w] * 100 / (2 * sum([f], counterpart))",
    ):
        assert values(text, f=below, w=whole) == {"2010": "negative_part"}, text
        assert values(text, f=zeros, w=whole) == {"2010": "zero_whole"}, text
    assert values("sum([f], counterpart)", f=below) == {"2010": 2.0}
    assert values("sum([f], counterpart) / [w]", f=below, w=whole) == {"2010": 2.0}


def test_years_quarters_and_months_are_series_of_their_own() -> None:
    mixed = [
        row("2012", 1.0), row("2013", 2.0), row("2012-Q4", 10.0), row("2013-Q1", 20.0),
        row("2013-01", 100.0), row("2013-02", 300.0), row("2013-03-01", 5.0),
    ]  # fmt: skip
    assert values("change([m], 1)", m=mixed) == {
        "2012": "too_few_periods", "2013": 1.0, "2012-Q4": "too_few_periods", "2013-Q1": 10.0,
        "2013-01": "too_few_periods", "2013-02": 200.0, "2013-03-01": "too_few_periods",
    }  # fmt: skip


def test_an_index_of_quarters_needs_the_whole_base_year() -> None:
    quarters = [row(f"2012-Q{n}", 10.0 * n) for n in (1, 2, 3, 4)]
    assert values("index([q], 2012)", q=[*quarters, row("2013-Q1", 50.0)])["2013-Q1"] == 200.0
    assert values("index([q], 2012)", q=[*quarters[1:], row("2013-Q1", 50.0)]) == dict.fromkeys(
        ("2012-Q2", "2012-Q3", "2012-Q4", "2013-Q1"), "no_base"
    )


def test_a_value_that_the_source_marks_as_missing_is_not_computed_with() -> None:
    marked = [row("2010", 4.0, "M"), row("2011", float("nan")), row("2012", 1.7e308)]
    assert values("[a] * 10", a=marked) == {
        "2010": "input_missing", "2011": "input_missing", "2012": "too_large",
    }  # fmt: skip


def test_a_borrowed_value_says_for_which_period_it_stands_in() -> None:
    cell = evaluate(parse("[a] / [b; within 1]"), Place({"a": A, "b": B}))["2013"]
    assert [(s.period, s.instead_of) for s in cell.sources] == [("2013", ""), ("2012", "2013")]


def test_status_that_warns_most_stays_and_sources_are_named() -> None:
    cell = evaluate(parse("[a] + [b]"), Place({"a": A, "b": B}))["2011"]
    assert (cell.value, cell.status) == (12.0, "E")
    assert [(s.indicator, s.period, s.value, s.vintage) for s in cell.sources] == [
        ("a", "2011", 12.0, "v"),
        ("b", "2011", 0.0, "v"),
    ]


def test_breakdowns_follow_the_result_or_are_pinned() -> None:
    women = [row("2010", 4.0, breakdown="sex=F"), row("2010", 10.0)]
    place = Place({"w": women, "p": [row("2010", 20.0)]})
    assert evaluate(parse("[w] / [p]"), place, "sex=F") == {}
    share = evaluate(parse("[w] / [p; breakdown total]"), place, "sex=F")
    assert share["2010"].value == 0.2
    ratio = evaluate(parse("[w; breakdown sex=F] / [w; breakdown total]"), place)
    assert ratio["2010"].value == 0.4


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("", "INCOMPLETE", 0),
        ("1 + 2", "NO_REFERENCE", 0),
        ("[a] +", "INCOMPLETE", 5),
        ("[a] [b]", "UNEXPECTED", 5),
        ("[a] ** 2", "UNEXPECTED", 5),
        ("[a] * 1e999", "UNEXPECTED", 6),
        ("[a; within ²]", "OPTION_UNKNOWN", 1),
        ("([a]", "EXPECTED", 4),
        ("__import__('os')", "UNEXPECTED", 0),
        ("exec([a], 1)", "UNKNOWN_FUNCTION", 0),
        ("[A b]", "KEY_INVALID", 1),
        ("[a; only x]", "OPTION_UNKNOWN", 1),
        ("[a; within 1000]", "OPTION_UNKNOWN", 1),
        ("mean([a], x)", "WHOLE_NUMBER_EXPECTED", 10),
        ("mean([a], 1)", "PERIODS_OUT_OF_RANGE", 10),
        ("mean([a], 3, 2)", "EXPECTED", 13),
        ("mean([a], 3, least 4)", "LEAST_OUT_OF_RANGE", 19),
        ("lag([a], 1, least 1)", "EXPECTED", 10),
        ("lag(2, 1)", "NO_REFERENCE", 0),
        ("index([a], 0)", "YEAR_OUT_OF_RANGE", 11),
        ("hhi([a; within 1], sex)", "OPTION_IN_SPREAD", 5),
        ("hhi([a] + 1, sex)", "REFERENCE_EXPECTED", 0),
        ("hhi([a], 3)", "DIMENSION_EXPECTED", 9),
        ("(" * 30 + "[a]" + ")" * 30, "TOO_DEEP", 21),
        ("[a] + " * 200 + "[a]", "TOO_LONG", 1000),
    ],
)
def test_what_is_refused_and_where(text: str, code: str, position: int) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert (refused.value.code, refused.value.position) == (code, position)


@given(st.text(alphabet="[]ab;-+*/(), 0123.within\u0627", max_size=60))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    try:
        tree = parse(text)
    except ExpressionError:
        return
    found = evaluate(tree, Place({"a": A, "b": B}))
    assert all((cell.value is None) == bool(cell.why) for cell in found.values())
    assert {cell.why for cell in found.values() if cell.why} <= set(REASONS)


def test_products_bind_closer_and_signs_go_from_the_left() -> None:
    assert parse("[a] - [b] * 2 - 1") == Operation(
        "-",
        Operation("-", Reference("a"), Operation("*", Reference("b"), Number(2.0))),
        Number(1.0),
    )
    assert input_keys("[b] / [a] + [b; within 2]") == ("b", "a")
