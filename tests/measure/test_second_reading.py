"""Rules written a second time from their texts, and held against the catalogue on random cases.

The second writing is as short as the text and shares nothing with the first, so that a step that
was left out or put in another order is found.
"""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.measure.catalogue import METHODS

SIGNS = {"positive": 1, "negative": -1}
directions = st.sampled_from(sorted(SIGNS))
small = st.integers(-6, 12)


def decide(
    series: dict[int, int], base_year: int, target: int, end: int, sign: int, as_of: int
) -> tuple[str, float | None]:
    """The decision procedure of a target with a deadline, in the order of its seven steps."""
    points = sorted(series.items())
    if not points:
        return "no_data", None
    year, value = points[-1]
    near = [point for point in points if abs(point[0] - base_year) <= 2]
    base = min(near, key=lambda point: (abs(point[0] - base_year), -point[0]), default=None)

    def meets(v: int) -> bool:
        return sign * v >= sign * target

    if as_of > end or year >= end:
        in_time = [v for y, v in points if y <= end]
        if in_time and meets(in_time[-1]):
            return "met_on_time", None
        if any(meets(v) for y, v in points if y > end):
            return "met_late", None
        return ("deadline_passed_no_evidence" if year < end - 2 else "missed"), None
    if meets(value):
        return ("met_at_baseline" if base and meets(base[1]) else "met"), None
    if base is None:
        return "no_baseline", None
    if len(points) < 2 or year <= base[0]:
        return "insufficient_points", None
    if meets(base[1]):
        return "lost_after_being_met", None
    ratio = (value - base[1]) / (target - base[1]) / ((year - base[0]) / (end - base[0]))
    for cut, status in ((0.95, "on_track"), (0.60, "acceleration_needed"), (0.0, "limited")):
        if ratio >= cut - 1e-12:
            return status, ratio
    return "regressing", ratio


@given(
    st.dictionaries(st.integers(2012, 2034), small, max_size=6),
    st.integers(2013, 2021),
    small,
    st.integers(2023, 2030),
    directions,
    st.integers(2018, 2035),
)
def test_the_decision_in_its_order(
    series: dict[int, int], base_year: int, target: int, end: int, direction: str, as_of: int
) -> None:
    status, ratio = decide(series, base_year, target, end, SIGNS[direction], as_of)
    found = METHODS["progress.platform_default"](
        series={str(year): value for year, value in series.items()},
        base_year=base_year,
        target=target,
        target_year=end,
        direction=direction,
        as_of=as_of,
    )
    assert found["status"] == status
    if ratio is not None:
        assert found["ratio"] == pytest.approx(ratio, abs=1e-9)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=9))
def test_a_panel_by_its_text(ratings: list[int]) -> None:
    low, high = np.percentile(ratings, [25, 75], method="hazen")
    most = max(ratings.count(rating) for rating in ratings) / len(ratings)
    width = max(ratings) - min(ratings)
    found = METHODS["rating.panel_summary"](ratings=ratings)
    assert found["median_low"] == sorted(ratings)[(len(ratings) - 1) // 2]
    assert found["iqr"] == pytest.approx(high - low)
    assert found["contested"] == (width >= 2 or most < 0.5 or high - low > 1)


@given(st.lists(st.integers(0, 40), min_size=4, max_size=9), st.integers(0, 60), directions)
def test_a_weather_symbol_by_its_text(values: list[int], target: int, direction: str) -> None:
    sign, window = SIGNS[direction], values[-6:]
    change = (window[-1] - window[0]) / (len(window) - 1)
    missing_now = sign * (target - values[-1])
    found = METHODS["progress.weather_symbol"](
        values=values, last_year=2022, target=target, target_year=2030, direction=direction
    )
    assert found["projected"] == pytest.approx(values[-1] + 8 * change)
    if missing_now <= 0:
        return
    share = max(0.0, sign * (target - values[-1] - 8 * change)) / missing_now
    symbol = "sun" if share < 0.05 else "partly_cloudy" if share <= 0.2 + 1e-12 else "cloud"
    assert found["symbol"] == ("storm" if sign * change <= 0 else symbol)


services = st.fixed_dictionaries(
    {
        "cost": st.integers(-1, 12),
        "days": st.integers(0, 8),
        "accessible": st.booleans(),
        "transparent": st.booleans(),
    }
)


@given(st.lists(st.lists(services, max_size=6), min_size=1, max_size=4), st.data())
def test_prices_by_their_text(corridors: list[list[dict[str, Any]]], data: st.DataObject) -> None:
    flows = data.draw(st.lists(st.integers(1, 9), min_size=len(corridors), max_size=len(corridors)))
    asked = {
        str(place): {"flow": flow, "services": offered}
        for place, (flow, offered) in enumerate(zip(flows, corridors, strict=True))
    }
    found = METHODS["remittance.rpw"](corridors=asked)
    priced = [[s["cost"] for s in offered if s["transparent"]] for offered in corridors]
    if not any(priced):
        assert found["global_average"] is None
        return
    assert found["global_average"] == pytest.approx(np.mean(sum(priced, [])))
    means = [(np.mean(costs), flow) for costs, flow in zip(priced, flows, strict=True) if costs]
    assert found["global_weighted"] == pytest.approx(
        np.average([mean for mean, _ in means], weights=[flow for _, flow in means])
    )
    for place, offered in enumerate(corridors):
        cheapest = sorted(
            s["cost"] for s in offered if s["transparent"] and s["accessible"] and s["days"] <= 5
        )[:3]
        smart = np.mean(cheapest) if len(cheapest) == 3 else None
        assert found["smart"][str(place)] == (None if smart is None else pytest.approx(smart))


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12)), st.sampled_from([3, 5, 10]))
def test_small_cells_of_a_row_by_their_text(cells: dict[str, int], k: int) -> None:
    found = METHODS["survey.suppress_row"](cells=cells, k=k)
    hidden = [*found["primary"], *found["secondary"]]
    assert sorted(found["primary"]) == sorted(name for name, n in cells.items() if 0 < n < k)
    others = [name for name, n in cells.items() if n >= k]
    if found["primary"] and others:
        assert len(hidden) >= 2
        assert sum(cells[name] for name in hidden) >= k
    shown = [cells[name] for name in others if name not in hidden]
    assert all(cells[name] <= least for name in found["secondary"] for least in shown)


@given(
    st.lists(st.integers(0, 30), min_size=3, max_size=7, unique=True).flatmap(
        lambda values: st.tuples(st.just(values), st.permutations(values))
    )
)
def test_spearman_is_pearson_of_the_ranks(pair: tuple[list[int], list[int]]) -> None:
    values = pair[1]
    ranks = np.argsort(np.argsort(values))
    found = METHODS["projection.spearman_trend"](values=values)
    assert found["rho"] == pytest.approx(np.corrcoef(range(len(values)), ranks)[0, 1])
    mirrored = METHODS["projection.spearman_trend"](values=[-value for value in values])
    assert mirrored["rho"] == pytest.approx(-found["rho"])
    assert mirrored["p"] == pytest.approx(found["p"])
