"""From countries to groups: coverage, gates, and what is missing stays missing."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.measure import rollup

MEMBERS = ("A", "B", "C", "D")
places = st.text("ABCDEFGH", min_size=1, max_size=2)
maybe = st.none() | st.integers(-1000, 1000).map(float)
weights = st.none() | st.integers(0, 1000).map(float)


def test_adoption_share_counts_the_known_states_only() -> None:
    status = {"A": 1, "B": 0, "C": None}
    result = rollup.adoption_share(status, MEMBERS)
    assert (result.value, result.coverage, result.gate_passed) == (0.5, 0.5, True)
    assert rollup.adoption_share(status, MEMBERS, gate=0.6).value is None
    assert rollup.adoption_share({"A": 0.5, "B": True, "C": 1, "D": 0}, MEMBERS).value == 0.5
    assert rollup.adoption_share({}, MEMBERS).gate_passed is False
    assert rollup.adoption_share({}, ()).coverage == 0.0


def test_policy_adoption_has_a_level_that_counts() -> None:
    given_values = {"A": 1.0, "B": 0.5, "C": 0.0}
    assert rollup.policy_adoption(given_values, MEMBERS).value == 0.3333333333
    assert rollup.policy_adoption(given_values, MEMBERS, has_policy=0.5).value == 0.6666666667


def test_weighted_adoption_needs_status_and_weight() -> None:
    weight = {"A": 100, "B": 50, "C": 25, "D": None}
    result = rollup.weighted_adoption({"A": 1, "B": 0, "C": 1, "D": 1}, weight, MEMBERS)
    assert (result.share, result.known_weight) == (0.7142857143, 0.75)
    nothing = rollup.weighted_adoption({}, weight, MEMBERS)
    assert (nothing.share, nothing.known_weight) == (None, None)


@pytest.mark.parametrize(
    ("gate", "value", "passed"),
    [(0.5, 22.5, True), (0.5454545455, 22.5, True), (0.55, None, False)],
)
def test_the_gate_of_a_weighted_mean(gate: float, value: float | None, passed: bool) -> None:
    values = {"A": 10.0, "B": 20.0, "C": None, "D": 40.0}
    weight = {"A": 50, "B": 30, "C": 100, "D": 40}
    result = rollup.weighted_mean(values, weight, gate, imputed={"D"})
    assert (result.value, result.gate_passed) == (value, passed)
    assert (result.weight_share, result.imputed_share) == (0.5454545455, 0.3333333333)
    assert (result.states_with_data, result.states_total) == (3, 4)


def test_a_mean_without_any_weight_is_withheld() -> None:
    result = rollup.weighted_mean({"A": 1.0, "B": None}, {"A": None, "B": 3})
    assert (result.value, result.imputed_share, result.weight_share) == (None, None, 0.0)
    assert rollup.weighted_mean({}, {}).value is None


def test_simple_mean_and_total() -> None:
    values = {"A": 5.0, "B": 7.0, "C": None}
    mean = rollup.simple_mean(values, imputed={"A"})
    assert (mean.value, mean.imputed_share) == (6.0, 0.5)
    assert rollup.total(values).value == 12.0
    assert rollup.total({"A": 5.0, "B": None, "C": None}).value is None
    assert rollup.total({}).imputed_share is None
    by_people = rollup.total(values, proxy={"A": 40, "B": 26, "C": 34})
    assert (by_people.value, by_people.weight_share) == (None, 0.66)
    assert rollup.total(values, proxy={"A": 40, "B": 30, "C": 30}).value == 12.0
    assert rollup.total(values, proxy={}).gate_passed is False


def test_spread() -> None:
    assert rollup.spread([None, 1.0, 3.0, 2.0, 4.0]) == rollup.Spread(4, 2.5, 1.5, 3.5)
    assert rollup.spread([None]) == rollup.Spread(0, None, None, None)


def test_contested_is_a_class_of_its_own() -> None:
    counts = rollup.distribution(["green", "green", "contested", "grey", "red"])
    assert counts == {"green": 2, "yellow": 0, "red": 1, "grey": 1, "contested": 1, "total": 5}
    assert rollup.balance(counts) == {
        "share_green": 0.5,
        "share_red": 0.25,
        "rated_share": 0.8,
        "balance": 0.25,
    }
    assert set(rollup.balance({"grey": 3}).values()) == {None, 0.0}
    assert set(rollup.balance({}).values()) == {None}
    with pytest.raises(KeyError):
        rollup.distribution(["blue"])


@given(st.lists(st.sampled_from(rollup.CLASSES)))
def test_a_distribution_counts_every_member_once(states: list[str]) -> None:
    counts = rollup.distribution(states)
    assert counts.pop("total") == sum(counts.values()) == len(states)
    assert {name: n for name, n in counts.items() if n} == dict(Counter(states))


@given(st.dictionaries(places, st.tuples(maybe, weights), max_size=8), st.floats(0, 1))
def test_a_weighted_mean_lies_between_its_values_and_obeys_its_gate(
    members: dict[str, tuple[float | None, float | None]], gate: float
) -> None:
    values = {place: value for place, (value, _) in members.items()}
    weight = {place: heft for place, (_, heft) in members.items()}
    result = rollup.weighted_mean(values, weight, gate)
    assert result.weight_share is not None
    assert 0 <= result.weight_share <= 1
    assert result.states_with_data <= result.states_total == len(members)
    if result.value is not None:
        known = [value for value in values.values() if value is not None]
        assert min(known) - 1e-6 <= result.value <= max(known) + 1e-6
        assert result.weight_share >= gate - 1e-9
    assert (result.value is not None) == result.gate_passed


@given(st.dictionaries(places, st.tuples(maybe, weights), min_size=1, max_size=8))
def test_a_missing_member_is_not_a_zero(
    members: dict[str, tuple[float | None, float | None]],
) -> None:
    """Adding a member without a value changes the coverage and never the figure."""
    values = {place: value for place, (value, _) in members.items()}
    weight = {place: heft for place, (_, heft) in members.items()}
    before = rollup.weighted_mean(values, weight, 0.0)
    after = rollup.weighted_mean(values | {"new": None}, weight | {"new": 10.0}, 0.0)
    assert after.value == before.value
    assert after.states_total == before.states_total + 1


@given(st.dictionaries(places, maybe, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_members_never_matters(
    values: dict[str, float | None], random: object
) -> None:
    items = list(values.items())
    random.shuffle(items)  # type: ignore[attr-defined]
    assert rollup.total(dict(items)) == rollup.total(values)


@given(st.dictionaries(places, st.sampled_from([None, 0.0, 0.5, 1.0]), max_size=8))
def test_adoption_is_a_share(status: dict[str, float | None]) -> None:
    result = rollup.adoption_share(status, tuple(status), gate=0.0)
    assert result.value is None or 0 <= result.value <= 1
    covered = rollup.weighted_adoption(status, dict.fromkeys(status, 1.0), tuple(status))
    assert covered.share == result.value
