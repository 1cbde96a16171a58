"""Numbers of parties that a document states, where the list of states is incomplete."""

from typing import Any

from milepost.reviews.computation import compute
from tests.reviews.materials import benchmark, indicator, material, measure, rating

STATED = [("001", "2013-10-03", 27), ("001", "2015-11-25", 30), ("004", "2015-11-25", 1)]


def rate(as_of: str) -> dict[str, Any]:
    asked = measure(
        "treaty",
        "ratification@1",
        baseline={"period": "2013-10-03"},
        parameters={"opened": "1997-06-19"},
    )
    result = compute(
        material(
            [benchmark(measure=asked)],
            countries=[f"{code:03}" for code in range(4, 400, 4)],
            indicators=[indicator("treaty", "adoption")],
            facts={"treaty": STATED},
            as_of=as_of,
        )
    )
    return rating(result)


def test_nothing_is_assumed_before_the_first_stated_number() -> None:
    """Twenty-seven parties at the baseline are not twenty-seven new ones in the years before."""
    row = rate("2015-11-25")
    assert row["numbers"]["parties_at_baseline"] == 27
    assert row["numbers"]["new_since_baseline"] == 3
    assert row["numbers"]["reference_pace"] is None


def test_nothing_is_assumed_after_the_last_stated_number() -> None:
    """Four silent years are not a standstill: the number of 2015 cannot colour the year 2019."""
    early, late = rate("2015-11-25"), rate("2019-12-31")
    assert (early["state"], early["status"]) == ("yellow", "earlier_pace_unknown")
    assert (late["state"], late["reason"]) == ("grey", "stale")
    assert late["numbers"]["pace"] == early["numbers"]["pace"]
