"""The outlook of a rating in words: where it applies, and what each number of points bears."""

from typing import Any

import pytest
from django.utils import translation

from milepost.publishing.pages.outlook import outlook_of

RATE: dict[str, Any] = {
    "kind": "rate",
    "decimals": 1,
    "unit": {"key": "percent", "label": {"en": "%"}},
}
COUNT: dict[str, Any] = {
    "kind": "count",
    "decimals": 0,
    "unit": {"key": "persons", "label": {"en": "people"}},
}


def trace(values: dict[str, float], **given: Any) -> dict[str, Any]:
    """Return a working on these figures of the world, with a member's figure beside them."""
    promise = {"target": 3.0, "deadline": 2030.99, "direction": "down"} | given
    used = [{"period": year, "value": value, "place": "001"} for year, value in values.items()]
    return {
        "function": given.get("function", "linear_path"),
        "verdict": {"status": given.get("status", "acceleration_needed")},
        "inputs": {"used": [*used, {"period": "2019", "value": 99.0, "place": "004"}]},
        "steps": [{"code": "promise", "values": promise}],
    }


def said(working: dict[str, Any] | None, indicator: dict[str, Any] | None = RATE) -> Any:
    with translation.override("en"):
        return outlook_of(working, "001", indicator, "en")


@pytest.mark.parametrize(
    "working",
    [
        None,
        trace({"2015": 9}, function="ratification"),
        trace({"2015": 9}, status="missed"),
        trace({"2015": 9}, target=None),
        trace({"2015": 9}, deadline=None),
        trace({}),
    ],
)
def test_nothing_is_said_where_it_does_not_apply(working: dict[str, Any] | None) -> None:
    assert said(working) is None


def test_nothing_is_said_without_an_indicator() -> None:
    assert said(trace({"2015": 9}), None) is None


def test_two_figures_bear_nothing() -> None:
    outlook = said(trace({"2015": 9, "2016": 8}))
    assert outlook["verdict"] == "Too few points to say more than the last value."
    assert "nothing honest" in outlook["detail"]


def test_three_figures_bear_a_pace() -> None:
    outlook = said(trace({"2015": 9, "2016": 8.5, "2017": 8}))
    assert outlook["verdict"] == "The pace seen so far would be enough."
    assert "−0.5 percentage points a year" in outlook["detail"]
    assert "The deadline lies further ahead" in " ".join(outlook["caveats"])


def test_four_figures_bear_scenarios() -> None:
    outlook = said(trace({"2011": 9.3, "2015": 7.5, "2017": 7.2, "2018": 6.9}))
    assert outlook["verdict"] == "The scenarios disagree."
    assert "5.6%" in outlook["detail"]
    assert "%(" not in outlook["detail"]
    assert outlook["working"].steps[0].value == "4"


def test_a_count_never_falls_below_zero() -> None:
    figures = {"2016": 90.0, "2017": 60.0, "2018": 31.0, "2019": 2.0}
    outlook = said(trace(figures, target=1.0), COUNT)
    assert "−" not in outlook["detail"]
    assert outlook["verdict"] == "All three scenarios meet the target."


def test_six_figures_bear_a_word() -> None:
    figures = {str(2010 + i): 20.0 - i for i in range(6)}
    outlook = said(trace(figures, deadline=2030.99, target=10.0))
    assert outlook["verdict"] in {"Very likely.", "Cannot tell."}
    assert outlook["detail"]
    assert "%(" not in outlook["detail"]


def test_a_target_of_zero_cannot_be_told() -> None:
    figures = {str(2014 + i): 5000.0 - 100 * i for i in range(6)}
    outlook = said(trace(figures, target=0.0), COUNT)
    assert outlook["verdict"] == "Cannot tell."
    assert "One of the three models cannot be fitted to these figures." in outlook["caveats"]


def test_nine_figures_bear_a_range_and_a_test() -> None:
    figures = {str(2006 + i): 20 * 0.95**i for i in range(9)}
    outlook = said(trace(figures, target=15.0, deadline=2016.99, status="limited"))
    assert outlook["verdict"] == "The target is met now, so nothing is projected."
    outlook = said(trace(figures, target=12.0, deadline=2016.99))
    assert "Four times in five" in outlook["detail"]


def test_a_met_target_says_so() -> None:
    outlook = said(trace({"2015": 9, "2018": 2.5}, status="met"))
    assert outlook["detail"] == "The latest figure, 2.5%, meets the target of 3.0%."
