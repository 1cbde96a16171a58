"""Methods against computations of another kind: enumeration, numpy, and brute force."""

from itertools import pairwise, product
from math import exp, isclose, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.measure.bootstrap import block_bootstrap_exact, diff_bootstrap_exact
from milepost.measure.linear import linear_path_ratio, platform_default
from milepost.measure.projection import (
    likelihood,
    ols_probability,
    recency_weighted_regression,
)
from milepost.measure.rates import aarr_regression
from milepost.measure.rollup_methods import median_iqr, weighted_mean
from milepost.measure.survival import curve, kaplan_meier, kaplan_meier_se
from milepost.measure.trend import mann_kendall_sen

CHANGES = st.lists(st.integers(-3, 3), min_size=1, max_size=4)


@given(CHANGES, st.integers(0, 4), st.integers(-5, 5), st.sampled_from(["positive", "negative"]))
def test_bootstrap_equals_listing_every_path(
    changes: list[int], horizon: int, target: int, direction: str
) -> None:
    sign = 1 if direction == "positive" else -1
    paths = [sum(path) for path in product(changes, repeat=horizon)]
    share = sum(sign * end >= sign * target for end in paths) / len(paths)
    result = diff_bootstrap_exact(changes, 0, horizon, target, direction=direction)
    assert result["p_meet"] == pytest.approx(share)


@given(st.lists(st.integers(-3, 3), min_size=3, max_size=5), st.integers(1, 5), st.integers(-5, 5))
def test_blocks_equal_listing_every_path(changes: list[int], horizon: int, target: int) -> None:
    blocks = [list(pair) for pair in pairwise(changes)]
    drawn = product(blocks, repeat=-(-horizon // 2))
    ends = [sum([step for block in path for step in block][:horizon]) for path in drawn]
    share = sum(end >= target for end in ends) / len(ends)
    assert block_bootstrap_exact(changes, 2, 0, horizon, target)["p_meet"] == pytest.approx(share)


STATES = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 1)), min_size=1, max_size=12)


@given(STATES)
def test_without_censoring_the_curve_is_the_share_left(states: list[tuple[int, int]]) -> None:
    times = [time for time, _ in states]
    steps, _ = curve(times, [1] * len(times))
    for step in steps:
        assert step.share == pytest.approx(sum(t > step.time for t in times) / len(times))


@given(STATES)
def test_the_curve_falls_and_the_interval_holds_it(states: list[tuple[int, int]]) -> None:
    times, events = [list(column) for column in zip(*states, strict=True)]
    result = kaplan_meier(times, events)
    shares = list(result["S"].values())
    assert shares == sorted(shares, reverse=True)
    for time, share in result["S"].items():
        lower, upper = result["lower"][time], result["upper"][time]
        if lower is not None:
            assert 0 <= lower <= share <= upper <= 1
    late = kaplan_meier(times, events, [0] * len(times))
    assert late["S"] == result["S"]


def test_the_log_log_interval_by_hand() -> None:
    """S = 1/2 of two states: Σ d / (n (n - d)) = 1/2, ln S = -ln 2."""
    result = kaplan_meier_se([1, 2], [1, 0], 1)
    half = 1.959963984540054 * sqrt(0.5) / log(2)
    assert result["lower"] == pytest.approx(0.5 ** exp(half))
    assert result["upper"] == pytest.approx(0.5 ** exp(-half))


POINTS = st.lists(st.floats(1, 100), min_size=3, max_size=9)


@given(POINTS, st.floats(-50, 150), st.booleans())
def test_the_line_equals_numpy(values: list[float], target: float, rising: bool) -> None:
    years = np.arange(len(values), dtype=float)
    slope, intercept = np.polyfit(years, values, 1)
    direction = "positive" if rising else "negative"
    result = ols_probability(list(years), values, target, 12, direction=direction)
    scale = max(abs(v) for v in values)
    assert result["slope"] == pytest.approx(slope, abs=1e-9 * scale)
    assert result["predicted"] == pytest.approx(intercept + 12 * slope, abs=1e-7 * scale)
    other = ols_probability(
        list(years), values, target, 12, direction="negative" if rising else "positive"
    )
    if result["resid_sd"] > 1e-9 * scale:
        assert result["p_meet"] + other["p_meet"] == pytest.approx(1)


@given(POINTS, st.floats(0.5, 1))
def test_the_weighted_line_equals_numpy(values: list[float], fade: float) -> None:
    years = np.arange(len(values), dtype=float)
    weights = np.sqrt(fade ** (years[-1] - years))
    slope, intercept = np.polyfit(years, values, 1, w=weights)
    result = recency_weighted_regression(list(years), values, 20, **{"lambda": fade})
    assert result["predicted"] == pytest.approx(intercept + 20 * slope, rel=1e-6, abs=1e-6)


@given(st.floats(-0.2, 0.5), st.integers(2, 12))
def test_a_steady_decline_gives_its_rate_back(rate: float, n: int) -> None:
    values = [100 * (1 - rate) ** year for year in range(n)]
    assert isclose(aarr_regression(range(n), values)["aarr"], rate, abs_tol=1e-9)


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=9))
def test_the_sen_slope_equals_numpy(values: list[float]) -> None:
    slopes = [
        (values[j] - values[i]) / (j - i)
        for i in range(len(values))
        for j in range(i + 1, len(values))
    ]
    assert mann_kendall_sen(values)["sen_slope"] == pytest.approx(float(np.median(slopes)))


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=9))
def test_the_middle_half_equals_numpy(values: list[float]) -> None:
    result = median_iqr({str(i): value for i, value in enumerate(values)})
    lower, upper = np.quantile(values, [0.25, 0.75], method="hazen")
    assert result["lower"] == pytest.approx(float(lower), abs=1e-9)
    assert result["upper"] == pytest.approx(float(upper), abs=1e-9)


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(0.1, 9)), min_size=1, max_size=6))
def test_the_weighted_mean_equals_numpy(pairs: list[tuple[float, float]]) -> None:
    values = {str(i): value for i, (value, _) in enumerate(pairs)}
    weights = {str(i): weight for i, (_, weight) in enumerate(pairs)}
    average = np.average([v for v, _ in pairs], weights=[w for _, w in pairs])
    assert weighted_mean(values, weights)["value"] == pytest.approx(float(average), abs=1e-9)


@given(st.floats(0, 1))
def test_of_the_words_that_apply_the_narrowest_is_given(p: float) -> None:
    """Each word as a range of the scale; the one with the smallest range that holds p."""
    ranges = {
        "virtually certain": (0.99, 1.0),
        "very likely": (0.90, 1.0),
        "likely": (0.66000000006, 1.0),
        "about as likely as not": (0.33, 0.66),
        "unlikely": (0.0, 0.32999999995),
        "very unlikely": (0.0, 0.09999999995),
        "exceptionally unlikely": (0.0, 0.00999999995),
    }
    fitting = [word for word, (low, high) in ranges.items() if low <= p <= high]
    if fitting:
        assert likelihood(p) == min(fitting, key=lambda word: ranges[word][1] - ranges[word][0])


VALUES = st.integers(-20, 20)


@given(VALUES, VALUES, VALUES, st.integers(1, 9))
def test_the_decision_and_the_ratio_agree(base: int, value: int, target: int, year: int) -> None:
    """Between the target not met and the deadline not reached, one is the other's ratio."""
    series = {"2000": float(base), str(2000 + year): float(value)}
    decided = platform_default(series, 2000, target, 2010, 2000 + year, direction="positive")
    ratio = linear_path_ratio(base, 2000, value, 2000 + year, target, 2010)["ratio"]
    if value >= target:
        assert decided["status"] in {"met", "met_at_baseline"}
    elif base >= target:
        assert decided["status"] == "lost_after_being_met"
    else:
        assert decided["ratio"] == pytest.approx(ratio, rel=1e-8, abs=1e-9)
