"""Several judgements of one benchmark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.measure.panel import quantile, summarise
from milepost.measure.states import State, is_better


@pytest.mark.parametrize(
    ("ratings", "median_low", "iqr", "modal_share", "spread", "contested"),
    [
        ([3, 3, 3, 2], 3, 0.5, 0.75, 1, False),
        ([1, 3, 3], 3, 1.5, 0.6666666667, 2, True),
        ([2, 3], 2, 1.0, 0.5, 1, False),
        ([2], 2, 0.0, 1.0, 0, False),
        ([1, 2, 3], 2, 1.5, 0.3333333333, 2, True),
        ([1, 1, 2, 2], 1, 1.0, 0.5, 1, False),
    ],
)
def test_summary(
    ratings: list[int],
    median_low: int,
    iqr: float,
    modal_share: float,
    spread: int,
    contested: bool,
) -> None:
    summary = summarise(ratings)
    assert (summary.median_low, summary.iqr, summary.modal_share) == (median_low, iqr, modal_share)
    assert (summary.range, summary.contested) == (spread, contested)


def test_colours_and_assessments_without_a_colour() -> None:
    summary = summarise(["green", State.YELLOW, None, "none", State.GREY])
    assert summary.state is State.YELLOW
    assert summary.n == 2
    assert summary.distribution == {"green": 1, "yellow": 1, "red": 0, "none": 3}


def test_nobody_gave_a_colour() -> None:
    summary = summarise([None, None])
    assert summary.state is State.GREY
    assert (summary.median_low, summary.iqr, summary.range, summary.contested) == (
        None,
        None,
        None,
        False,
    )


@pytest.mark.parametrize("rating", [0, 4, "purple"])
def test_anything_else_is_refused(rating: int | str) -> None:
    with pytest.raises(ValueError, match=r"rating|State"):
        summarise([rating])


@given(st.lists(st.integers(1, 3), min_size=1, max_size=30))
def test_the_median_is_a_given_rating_and_never_above_the_middle(ratings: list[int]) -> None:
    summary = summarise(ratings)
    assert summary.median_low in ratings
    assert summary.median_low is not None
    at_most = sum(1 for rating in ratings if rating <= summary.median_low)
    assert 2 * at_most >= len(ratings)
    assert sum(summary.distribution.values()) == len(ratings)
    assert summary == summarise(sorted(ratings))


@given(st.lists(st.integers(1, 3), min_size=1, max_size=30), st.integers(0, 29))
def test_one_better_rating_never_lowers_the_median(ratings: list[int], index: int) -> None:
    before = summarise(ratings).median_low
    better = list(ratings)
    better[index % len(better)] = min(3, better[index % len(better)] + 1)
    after = summarise(better).median_low
    assert before is not None
    assert after is not None
    assert after >= before


@given(st.lists(st.floats(-100, 100), min_size=1), st.floats(0, 1))
def test_a_quantile_lies_between_the_extremes(numbers: list[float], share: float) -> None:
    ordered = sorted(numbers)
    assert ordered[0] - 1e-9 <= quantile(ordered, share) <= ordered[-1] + 1e-9


def test_better_compares_colours_only() -> None:
    assert is_better(State.GREEN, State.YELLOW)
    assert not is_better(State.RED, State.YELLOW)
    assert not is_better(State.GREEN, State.GREY)
    assert not is_better(State.GREY, State.RED)
