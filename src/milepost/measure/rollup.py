"""From countries to groups: every aggregate carries its coverage and its imputed share.

Aggregates are made from countries and never from regional figures; a missing country is missing
and never zero. A figure whose coverage is below its gate is withheld (``value`` None). Sums are
exact (``math.fsum``): figures are decimals, and the order of the states must not decide how one
that ends in a five is rounded.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from statistics import median

from milepost.measure.panel import quantile
from milepost.measure.rounding import tidy, tidy_or_none

COUNTRY_GATE = 0.5
WEIGHT_GATE = 0.5
SUM_GATE = 2 / 3
CLASSES = ("green", "yellow", "red", "grey", "contested")


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A figure of a group with how much of the group it rests on.

    ``weight_share`` is the share of the known weight that reports (None without weights);
    ``imputed_share`` is the part of what reports that was imputed (by weight where there are
    weights, by states otherwise; None when nothing reports).
    """

    value: float | None
    states_with_data: int
    states_total: int
    weight_share: float | None
    imputed_share: float | None
    gate_passed: bool

    @property
    def coverage(self) -> float:
        """The share of the states of the group that have data."""
        return self.states_with_data / self.states_total if self.states_total else 0.0


@dataclass(frozen=True, slots=True)
class WeightedShare:
    """A share of weight, and the share of the states for which the weight is known."""

    share: float | None
    known_weight: float | None


def _passes(share: float, gate: float) -> bool:
    return tidy(share) >= tidy(gate)


def adoption_share(
    status: Mapping[str, float | bool | None],
    members: Sequence[str],
    gate: float = COUNTRY_GATE,
) -> Aggregate:
    """Return the parties as a share of the members whose status is known.

    ``status`` gives 1 for a party and 0 for a state known not to be one (a signature below 1 is
    not consent to be bound); None or no entry is unknown.
    """
    known = {place: status.get(place) for place in members if status.get(place) is not None}
    parties = sum(1 for value in known.values() if value is not None and value >= 1)
    return _by_states(float(parties), len(known), len(members), gate, share=True)


def policy_adoption(
    values: Mapping[str, float | None],
    members: Sequence[str],
    gate: float = COUNTRY_GATE,
    *,
    has_policy: float = 1.0,
) -> Aggregate:
    """Return the share of the members with data whose value reaches ``has_policy``."""
    known = [value for value in (values.get(place) for place in members) if value is not None]
    having = sum(1 for value in known if value >= has_policy)
    return _by_states(float(having), len(known), len(members), gate, share=True)


def _by_states(figure: float, known: int, total: int, gate: float, *, share: bool) -> Aggregate:
    passed = bool(known) and _passes(known / total, gate)
    value = figure / known if share and known else figure
    return Aggregate(
        value=tidy(value) if passed else None,
        states_with_data=known,
        states_total=total,
        weight_share=None,
        imputed_share=0.0 if known else None,
        gate_passed=passed,
    )


def weighted_adoption(
    status: Mapping[str, float | bool | None],
    weights: Mapping[str, float | None],
    members: Sequence[str],
) -> WeightedShare:
    """Return the share of the weight (such as migrants) that lives in states that are parties.

    Taken over the members whose status and weight are known; ``known_weight`` is the share of the
    members with known status whose weight is known.
    """
    known = [place for place in members if status.get(place) is not None]
    weighed = [(place, weights.get(place)) for place in known]
    usable = [(place, weight) for place, weight in weighed if weight is not None]
    total = fsum(weight for _, weight in usable)
    covered = fsum(weight for place, weight in usable if (status.get(place) or 0) >= 1)
    return WeightedShare(
        share=tidy(covered / total) if total > 0 else None,
        known_weight=tidy(len(usable) / len(known)) if known else None,
    )


def weighted_mean(
    values: Mapping[str, float | None],
    weights: Mapping[str, float | None],
    gate: float = WEIGHT_GATE,
    *,
    imputed: Collection[str] = (),
) -> Aggregate:
    """Return the mean of rates weighted by their denominator.

    ``values`` lists every member (None for no data). The gate is on the share of the known weight
    that reports. A member without a known weight cannot enter and lowers ``states_with_data``.
    """
    total = fsum(weight for place in values if (weight := weights.get(place)) is not None)
    pairs = [
        (place, value, weight)
        for place, value in values.items()
        if value is not None and (weight := weights.get(place)) is not None
    ]
    reporting = fsum(weight for _, _, weight in pairs)
    share = reporting / total if total > 0 else 0.0
    passed = reporting > 0 and _passes(share, gate)
    mean = fsum(value * weight for _, value, weight in pairs) / reporting if reporting > 0 else None
    guessed = fsum(weight for place, _, weight in pairs if place in imputed)
    return Aggregate(
        value=tidy_or_none(mean) if passed else None,
        states_with_data=len(pairs),
        states_total=len(values),
        weight_share=tidy(share),
        imputed_share=tidy(guessed / reporting) if reporting > 0 else None,
        gate_passed=passed,
    )


def simple_mean(
    values: Mapping[str, float | None],
    gate: float = COUNTRY_GATE,
    *,
    imputed: Collection[str] = (),
) -> Aggregate:
    """Return the mean over the members with data, each counting once."""
    known = {place: value for place, value in values.items() if value is not None}
    result = _by_states(fsum(known.values()), len(known), len(values), gate, share=True)
    return _with_imputed(result, known, imputed)


def total(
    values: Mapping[str, float | None],
    gate: float = SUM_GATE,
    *,
    proxy: Mapping[str, float] | None = None,
    imputed: Collection[str] = (),
) -> Aggregate:
    """Return the sum over the members with data, withheld when too much of the group is missing.

    The part that reports is measured by ``proxy`` (such as population) where given, by the number
    of states otherwise. The default gate is the World Bank's: no sum when more than a third is
    missing.
    """
    known = {place: value for place, value in values.items() if value is not None}
    result = _by_states(fsum(known.values()), len(known), len(values), gate, share=False)
    result = _with_imputed(result, known, imputed)
    if proxy is None:
        return result
    whole = fsum(proxy.get(place, 0.0) for place in values)
    part = fsum(proxy.get(place, 0.0) for place in known) / whole if whole > 0 else 0.0
    passed = bool(known) and _passes(part, gate)
    return Aggregate(
        value=tidy(fsum(known.values())) if passed else None,
        states_with_data=result.states_with_data,
        states_total=result.states_total,
        weight_share=tidy(part),
        imputed_share=result.imputed_share,
        gate_passed=passed,
    )


def _with_imputed(
    result: Aggregate, known: Mapping[str, float], imputed: Collection[str]
) -> Aggregate:
    share = sum(1 for place in known if place in imputed) / len(known) if known else None
    return Aggregate(
        value=result.value,
        states_with_data=result.states_with_data,
        states_total=result.states_total,
        weight_share=result.weight_share,
        imputed_share=tidy_or_none(share),
        gate_passed=result.gate_passed,
    )


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle and the middle half of the countries, a robust view beside a weighted mean."""

    n: int
    median: float | None
    lower_quartile: float | None
    upper_quartile: float | None


def spread(values: Iterable[float | None]) -> Spread:
    """Return median and quartiles (Hazen) of the values that are known."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return Spread(0, None, None, None)
    return Spread(
        n=len(known),
        median=tidy(median(known)),
        lower_quartile=tidy(quantile(known, 0.25)),
        upper_quartile=tidy(quantile(known, 0.75)),
    )


def distribution(states: Iterable[str]) -> dict[str, int]:
    """Count the states of the members of a group; colours are never averaged.

    Each item is ``green``, ``yellow``, ``red``, ``grey`` or ``contested`` (which counts in its own
    class and not under its colour). Raises KeyError for another word. ``total`` is their number.
    """
    counts = dict.fromkeys(CLASSES, 0)
    for state in states:
        counts[str(state)] += 1
    counts["total"] = sum(counts.values())
    return counts


def balance(counts: Mapping[str, int]) -> dict[str, float | None]:
    """Return shares of the rated, the rated share, and (green - red) / rated.

    Grey is not rated; contested is rated, in its own class. Shares are None when nothing is rated.
    """
    rated = sum(counts.get(name, 0) for name in CLASSES if name != "grey")
    whole = rated + counts.get("grey", 0)
    green, red = counts.get("green", 0), counts.get("red", 0)
    return {
        "share_green": tidy(green / rated) if rated else None,
        "share_red": tidy(red / rated) if rated else None,
        "rated_share": tidy(rated / whole) if whole else None,
        "balance": tidy((green - red) / rated) if rated else None,
    }
