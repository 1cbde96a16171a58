"""Methods against figures that others have printed, each with its source.

The numbers were not computed by us: a formula that we misread the same way in code and in examples
is still found here.
"""

from typing import Any

import pytest

from milepost.measure.catalogue import METHODS


def figures(method: str, **inputs: Any) -> Any:
    """Return the figures of a method of the catalogue."""
    return METHODS[method](**inputs)


# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), sections A to D.
BINARY = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
LETTERS = [list("aabbdcccedda"), list("babbbccceddd")]
FOUR_OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


@pytest.mark.parametrize(
    ("data", "level", "alpha"),
    [
        (BINARY, "nominal", 0.095),
        (LETTERS, "nominal", 0.692),
        (FOUR_OBSERVERS, "nominal", 0.743),
        (FOUR_OBSERVERS, "ordinal", 0.815),
        (FOUR_OBSERVERS, "interval", 0.849),
        (FOUR_OBSERVERS, "ratio", 0.797),
    ],
)
def test_krippendorff_2011(data: Any, level: str, alpha: float) -> None:
    found = figures("rating.krippendorff_alpha", data=data, level=level)["alpha"]
    assert found == pytest.approx(alpha, abs=6e-4)


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        # Feinstein and Cicchetti, High agreement but low kappa (1990): the same 85 % agreement.
        ([[40, 9], [6, 45]], 0.70),
        ([[80, 10], [5, 5]], 0.32),
        # Gwet (2002), a rare category.
        ([[118, 5], [2, 0]], -0.0234),
    ],
)
def test_kappa_of_two_observers(table: list[list[int]], kappa: float) -> None:
    assert figures("rating.weighted_kappa", table=table)["kappa"] == pytest.approx(kappa, abs=6e-3)


def test_gwet_2002_stays_firm_where_kappa_collapses() -> None:
    first = ["+"] * 123 + ["-"] * 2
    second = ["+"] * 118 + ["-"] * 5 + ["+"] * 2
    found = figures("rating.gwet_ac", data=[first, second], categories=["+", "-"])
    assert found["coefficient"] == pytest.approx(0.9408, abs=5e-5)


# Freireich and others (1963), weeks of remission; the error and the log-log interval as in the
# manuals of NAG and Stata.
SIX_MP = (
    [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35],
    [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0],
)
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


@pytest.mark.parametrize(
    ("week", "share", "error", "lower", "upper"),
    [
        ("6", 0.8571, 0.0764, 0.6197, 0.9516),
        ("7", 0.8067, 0.0869, 0.5631, 0.9228),
        ("10", 0.7529, 0.0963, 0.5032, 0.8894),
        ("13", 0.6902, 0.1068, 0.4316, 0.8491),
        ("16", 0.6275, 0.1141, 0.3675, 0.8049),
        ("22", 0.5378, 0.1282, 0.2678, 0.7468),
        ("23", 0.4482, 0.1346, 0.1881, 0.6801),
    ],
)
def test_kaplan_meier_with_censoring(
    week: str, share: float, error: float, lower: float, upper: float
) -> None:
    found = figures("adoption.kaplan_meier", times=SIX_MP[0], events=SIX_MP[1])
    values = [found[name][week] for name in ("S", "se", "lower", "upper")]
    assert values == pytest.approx([share, error, lower, upper], abs=6e-5)
    assert found["median"] == 23


def test_kaplan_meier_without_censoring() -> None:
    found = figures("adoption.kaplan_meier", times=PLACEBO, events=[1] * 21)
    shares = [found["S"][week] for week in ("1", "8", "12", "23")]
    assert shares == pytest.approx([0.9048, 0.3810, 0.1905, 0.0], abs=6e-5)
    assert found["median"] == 8


@pytest.mark.parametrize(
    ("x", "n", "lower", "upper"),
    # Newcombe, Two-sided confidence intervals for the single proportion (1998), method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_as_newcombe_prints_it(x: int, n: int, lower: float, upper: float) -> None:
    found = figures("survey.wilson", x=x, n=n)
    assert [found["lower"], found["upper"]] == pytest.approx([lower, upper], abs=6e-5)
    mirrored = figures("survey.wilson", x=n - x, n=n)
    assert [1 - mirrored["upper"], 1 - mirrored["lower"]] == pytest.approx(
        [found["lower"], found["upper"]]
    )


# Kendall, Rank Correlation Methods: the probability that S is at least as large, one-sided.
@pytest.mark.parametrize(
    ("values", "score", "p"),
    [
        ([1, 2, 3, 4], 6, 0.042),
        ([1, 2, 4, 3], 4, 0.167),
        ([1, 2, 3, 4, 5], 10, 0.0083),
        ([1, 2, 3, 5, 4], 8, 0.042),
        ([2, 1, 3, 5, 4], 6, 0.117),
        ([1, 2, 3, 4, 5, 6, 8, 7], 26, 0.0002),
        ([3, 2, 1, 4, 8, 7, 6, 5], 10, 0.138),
        ([2, 1, 4, 3, 6, 5, 8, 7], 20, 0.0071),
    ],
)
def test_mann_kendall_as_in_the_tables(values: list[int], score: int, p: float) -> None:
    found = figures("projection.mann_kendall_sen", values=values)
    assert found["S"] == score
    assert found["p_exact"] / 2 == pytest.approx(p, abs=6e-4)


@pytest.mark.parametrize(
    ("treaty", "rule", "completed", "in_force"),
    [
        ("Rome Statute", "first day of the month after the 60th day", "2002-04-11", "2002-07-01"),
        ("Paris Agreement", "thirtieth day after", "2016-10-05", "2016-11-04"),
        ("Kyoto Protocol", "ninetieth day after", "2004-11-18", "2005-02-16"),
        ("CEDAW", "30th_day_after", "1981-08-04", "1981-09-03"),
        ("ICESCR", "three months after", "1975-10-03", "1976-01-03"),
        ("ICCPR", "three months after", "1975-12-23", "1976-03-23"),
        ("Vienna Convention", "30th_day_after", "1979-12-28", "1980-01-27"),
        ("Chemical weapons", "180 days after", "1996-10-31", "1997-04-29"),
        ("Domestic workers", "12_months_after", "2012-09-05", "2013-09-05"),
        (
            "Landmines",
            "first day of the sixth month after the month",
            "1998-09-16",
            "1999-03-01",
        ),
        (
            "Council of Europe",
            "first day of the month following the expiration of a period of three months",
            "2007-10-24",
            "2008-02-01",
        ),
    ],
)
def test_the_day_on_which_treaties_entered_into_force(
    treaty: str, rule: str, completed: str, in_force: str
) -> None:
    assert figures("adoption.entry_into_force", rule=rule, nth_date=completed)["date"] == in_force


def test_a_table_raked_as_in_deming_and_stephan() -> None:
    # The example of four by four cells that the encyclopaedias print after three rounds.
    found = figures(
        "survey.rake_fixed_iterations",
        seed=[[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]],
        row_targets=[150, 300, 400, 150],
        col_targets=[200, 300, 400, 100],
        iterations=3,
    )
    assert found["table"][0] == pytest.approx([64.61, 46.28, 35.42, 3.83], abs=6e-3)


def test_concentration_as_the_department_of_justice_explains_it() -> None:
    assert figures("dispersion.hhi", shares=[30, 30, 20, 20])["hhi_points"] == pytest.approx(2600)


@pytest.mark.parametrize(("ratio", "score"), [(1.3, 5), (0.95, 2.5), (0.6, 0), (0, -2.5)])
def test_the_anchors_of_open_sdg(ratio: float, score: float) -> None:
    found = figures("progress.statcan_score_target", ratio=ratio)
    assert found["score"] == pytest.approx(score, abs=2e-3)


# World Bank, Remittance Prices Worldwide: the average of three services below the target of
# 3 per cent counts a price of exactly 3 per cent as not met (SDG 10.c: less than 3 per cent).
def test_exactly_three_per_cent_is_not_less_than_three() -> None:
    service = {"cost": 3.0, "days": 1, "accessible": True, "transparent": True}
    corridors = {"A": {"flow": 1, "services": [service]}}
    assert figures("remittance.rpw", corridors=corridors)["target_a_met"] is False
