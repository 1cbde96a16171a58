"""Rules written a second time from their texts, and held against the catalogue on random cases.

The second writing is as short as the text and shares nothing with the first, so that a step that
was left out or put in another order is found.
"""

from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.measure.catalogue import METHODS

SIGNS = {"positive": 1, "negative": -1}
directions = st.sampled_from(sorted(SIGNS))
small = st.integers(-6, 12)


@dataclass(frozen=True)
class Promise:
    """A target with a deadline, seen from a year."""

    base_year: int
    target: int
    end: int
    sign: int
    as_of: int

    def meets(self, value: int) -> bool:
        return self.sign * value >= self.sign * self.target


def decide(points: list[tuple[int, int]], promise: Promise) -> tuple[str, float | None]:
    """The decision procedure of a target with a deadline, in the order of its seven steps."""
    if not points:
        return "no_data", None
    if promise.as_of > promise.end or points[-1][0] >= promise.end:
        return at_the_deadline(points, promise), None
    near = [point for point in points if abs(point[0] - promise.base_year) <= 2]
    near.sort(key=lambda point: (abs(point[0] - promise.base_year), -point[0]))
    base_met = bool(near) and promise.meets(near[0][1])
    if promise.meets(points[-1][1]):
        return ("met_at_baseline" if base_met else "met"), None
    if not near:
        return "no_baseline", None
    if points[-1][0] <= near[0][0]:
        return "insufficient_points", None
    return ("lost_after_being_met", None) if base_met else by_pace(near[0], points[-1], promise)


def at_the_deadline(points: list[tuple[int, int]], promise: Promise) -> str:
    in_time = [value for year, value in points if year <= promise.end]
    if in_time and promise.meets(in_time[-1]):
        return "met_on_time"
    if any(promise.meets(value) for year, value in points if year > promise.end):
        return "met_late"
    return "missed" if points[-1][0] >= promise.end - 2 else "deadline_passed_no_evidence"


def by_pace(
    base: tuple[int, int], last: tuple[int, int], promise: Promise
) -> tuple[str, float | None]:
    way = (last[1] - base[1]) / (promise.target - base[1])
    ratio = way / ((last[0] - base[0]) / (promise.end - base[0]))
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
    promise = Promise(base_year, target, end, SIGNS[direction], as_of)
    status, ratio = decide(sorted(series.items()), promise)
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
    assert found["global_average"] == pytest.approx(np.mean([*chain(*priced)]))
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
