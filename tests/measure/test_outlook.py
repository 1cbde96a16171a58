"""What may be said by the number of points, and what leaving one out changes."""

from hypothesis import given
from hypothesis import strategies as st

from milepost.measure.outlook import outlook

KINDS = {1: "last_value", 2: "last_value", 3: "pace", 4: "scenarios", 5: "scenarios", 6: "band"}
SERIES = st.lists(st.floats(1, 90), min_size=1, max_size=12)


def kind_for(points: int) -> str:
    return "tested_band" if points >= 9 else KINDS[min(points, 6)]


@given(SERIES, st.integers(1, 30))
def test_the_number_of_points_decides_what_is_said(values: list[float], ahead: int) -> None:
    years = list(range(2000, 2000 + len(values)))
    said = outlook(years, values, 95.0, years[-1] + ahead, upper=100)
    assert said["kind"] == kind_for(len(values))
    assert ("extrapolated" in said.caveats) == (len(values) > 2 and ahead > len(values) - 1)


@given(SERIES, st.integers(1, 30))
def test_no_chance_is_ever_surer_than_95_per_cent(values: list[float], ahead: int) -> None:
    years = list(range(2000, 2000 + len(values)))
    said = outlook(years, values, 95.0, years[-1] + ahead)
    if len(values) < 6 or said["verdict"] == "outlook_cannot_tell":
        assert said["p_low"] is None
        return
    assert 0.05 <= said["p_low"] <= said["p_high"] <= 0.95
    assert (said["p_low"] > 0.5) == (said["p_high"] > 0.5)


@given(SERIES, st.integers(1, 9))
def test_the_mirror_image_of_a_series_says_the_same(values: list[float], ahead: int) -> None:
    """Only for scenarios and paces: a logarithm has no mirror image."""
    values = values[:5]
    years = list(range(2000, 2000 + len(values)))
    up = outlook(years, values, 95.0, years[-1] + ahead)
    down = outlook(years, [-v for v in values], -95.0, years[-1] + ahead, direction="negative")
    assert (up["verdict"], up.caveats) == (down["verdict"], down.caveats)


def test_one_point_that_decides_is_named() -> None:
    steady = outlook([2017, 2018, 2019, 2020], [0, 10, 20, 30], 100, 2024)
    assert "one_point_decides" not in steady.caveats
    jumpy = outlook([2017, 2018, 2019, 2020], [0, 1, 30, 31], 100, 2024)
    assert jumpy["verdict"] == "outlook_some_meet"
    assert "one_point_decides" in jumpy.caveats


def test_of_two_values_of_one_year_the_less_favourable_counts() -> None:
    twice = outlook([2019, 2019, 2018], [5, 3, 1], 9, 2025)
    assert (twice["last"], twice["n"]) == (3, 2)
    assert [(item.value, item.why) for item in twice.aside] == [(5, "same_year")]
    assert outlook([2019, 2019], [5, 3], 1, 2025, direction="negative")["last"] == 5


def test_models_that_disagree_say_nothing() -> None:
    """A line through these falls short, growth by a constant factor does not."""
    said = outlook(list(range(2015, 2021)), [1, 2, 4, 8, 16, 32.5], 60, 2022)
    assert said["verdict"] == "outlook_cannot_tell"
    assert "models_disagree" in said.caveats
    assert said["words"] is None
