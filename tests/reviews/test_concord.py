"""How far those who judged agree: in the working of a rating, and over its framework."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.reviews.computation import compute
from milepost.reviews.concord import concord_part, framework_concord, index_panels
from tests.reviews.materials import assessment, benchmark, material

RANKS = st.lists(st.integers(1, 3), min_size=2, max_size=7)


def traces(voices: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the workings of two judged benchmarks in the world."""
    result = compute(material([benchmark(), benchmark("1.2", order=2)], assessments=voices))
    return {key[1]: places["001"] for key, places in result.traces.items()}


def panel(key: str, *colours: str | None) -> list[dict[str, Any]]:
    return [assessment(colour=c, key=key, name=f"a{n}") for n, c in enumerate(colours)]


def test_a_split_panel_by_hand() -> None:
    """Red and two greens: no pair of three but one is alike; 1 + 1/3 log2 1/3 + 2/3 log2 2/3."""
    assert concord_part([1, 3, 3]) == {
        "n": 3,
        "range": 2,
        "iqr": 1.5,
        "modal_share": 0.6666666667,
        "alike": 0.3333333333,
        "consensus": 0.08170416595,
    }


def test_the_working_of_a_panel_says_how_far_it_agrees() -> None:
    found = traces(panel("1.1", "green", "red", None) + panel("1.2", "green", "green"))
    assert found["1.1"]["agreement"]["n"] == 2
    assert found["1.1"]["agreement"]["consensus"] == 0
    assert found["1.2"]["agreement"]["alike"] == 1
    whole = found["1.1"]["agreement"]["framework"]
    assert whole == found["1.2"]["agreement"]["framework"]
    assert whole["ratings"] == 2
    # Four ratings, one red: D_o = 2 δ² / 4, D_e = 6 δ² / 12.
    assert whole["alpha"] == 0
    assert (whole["reading"], whole["lower"] <= 0 <= whole["upper"]) == ("agreement_weak", True)


@pytest.mark.parametrize("colours", [(), ("green",), ("green", None), (None, "not_applicable")])
def test_one_colour_has_nobody_to_agree_with(colours: tuple[str | None, ...]) -> None:
    assert "agreement" not in traces(panel("1.1", *colours))["1.1"]


def test_unanimity_in_one_colour_is_no_measure_of_agreement() -> None:
    whole = traces(panel("1.1", "green", "green"))["1.1"]["agreement"]["framework"]
    assert (whole["alpha"], whole["lower"], whole["upper"], whole["reading"]) == (None,) * 4
    assert whole["gwet"] == 1


def test_agreement_changes_no_rating() -> None:
    voices = panel("1.1", "green", "red", "red")
    result = compute(material([benchmark()], assessments=voices))
    assert result.ratings[0]["state"] == "red"
    turned = compute(material([benchmark()], assessments=voices[::-1]))
    assert (turned.ratings, turned.traces) == (result.ratings, result.traces)


@given(RANKS)
def test_a_panel_keeps_its_bounds_and_has_no_order(ranks: list[int]) -> None:
    part = concord_part(ranks)
    assert part == concord_part(sorted(ranks, reverse=True))
    assert 0 <= part["consensus"] <= 1
    assert 0 <= part["alike"] <= 1
    assert (part["alike"] == 1) == (len(set(ranks)) == 1) == (part["consensus"] == 1)


@settings(deadline=None)
@given(st.lists(RANKS, min_size=2, max_size=5))
def test_who_gave_which_rating_does_not_matter(panels: list[list[int]]) -> None:
    turned = [ranks[::-1] for ranks in panels]
    whole, other = framework_concord(panels), framework_concord(turned)
    for name in ("alpha", "lower", "upper", "gwet"):
        assert (whole[name] is None) == (other[name] is None)
        if whole[name] is not None:
            assert whole[name] == pytest.approx(other[name], abs=1e-9)
    if whole["lower"] is not None:
        assert whole["lower"] <= whole["upper"] <= 1


def test_only_ratings_with_two_colours_are_panels() -> None:
    voices = panel("1.1", "green", None, "red") + panel("1.2", "yellow", "not_applicable")
    assert index_panels(voices) == {("plan", "1.1", "001"): [1, 3]}
