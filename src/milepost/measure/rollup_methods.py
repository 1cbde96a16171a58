"""Roll-up from countries to groups, as methods that show their working.

The gates and sums that ratings use are in :mod:`milepost.measure.rollup`; the figures here are the
same rules at full precision, with every step. Missing members are missing and never zero, and a
figure below its gate is withheld.
"""

from collections.abc import Collection, Mapping, Sequence
from statistics import median

from milepost.measure.panel import quantile
from milepost.measure.rollup import CLASSES, SUM_GATE, WEIGHT_GATE
from milepost.measure.rounding import tidy
from milepost.measure.working import (
    Line,
    Ruling,
    SetAside,
    Working,
    method,
    nothing,
    without_value,
    worked,
)

END_OF_TIME = "9999-12-31"


def missing_members(values: Mapping[str, float | None], name: str) -> list[SetAside]:
    """Return the members without a value, in the order given."""
    return [
        gap
        for place, value in values.items()
        for gap in without_value(**{f"{name}[{place}]": value})
    ]


def gate_ruling(share: float | None, gate: float, *, strictly: bool = False) -> Ruling:
    """Return whether a share reaches its gate; ``strictly`` asks for more than the gate."""
    reached = share is not None and (
        tidy(share) > tidy(gate) if strictly else tidy(share) >= tidy(gate)
    )
    if reached:
        return Ruling("published", "coverage", share, ">" if strictly else ">=", gate)
    return Ruling("withheld", "coverage", share, "<=" if strictly else "<", gate)


@method("rollup.weighted_mean")
def weighted_mean(
    values: Mapping[str, float | None],
    weights: Mapping[str, float | None],
    threshold: float = WEIGHT_GATE,
) -> Working:
    """Return the mean of rates weighted by their denominator, withheld below the gate.

    ``Σ w v / Σ w`` over the members with a value and a weight. ``values`` lists every member, None
    for no data. ``coverage`` is the share of the known weight that reports, and must be at least
    ``threshold`` (half, the practice of the United Nations) for the mean to be published. A member
    without a weight cannot enter. No weight at all gives nothing.

    Source: World Bank (the weight of a ratio is its denominator) [read]; gate [known].
    """
    usable = {
        place: (value, weight)
        for place, value in values.items()
        if value is not None and (weight := weights.get(place)) is not None
    }
    whole = sum(weight for place in values if (weight := weights.get(place)) is not None)
    reporting = sum(weight for _, weight in usable.values())
    coverage = reporting / whole if whole > 0 else 0.0
    ruling = gate_ruling(coverage, threshold)
    publish = ruling.verdict == "published" and reporting > 0
    if not publish:
        ruling = gate_ruling(None, threshold) if reporting <= 0 else ruling
    mean = sum(v * w for v, w in usable.values()) / reporting if publish else None
    listed = {place: weights.get(place) for place in values}
    return worked(
        {
            "value": mean,
            "coverage": coverage,
            "n_reporting": len(usable),
            "n_total": len(values),
            "publish": publish,
        },
        Line("members_known", len(usable)),
        Line("weight_reporting", reporting, "Σ w × [v known]"),
        Line("weight_of_all", whole, "Σ w"),
        Line("coverage", coverage, "weight_reporting / weight_of_all"),
        Line("mean_weighted", mean, "Σ w × v / weight_reporting"),
        ruling=ruling,
        aside=[*missing_members(values, "values"), *missing_members(listed, "weights")],
    )


@method("rollup.simple_mean")
def simple_mean(values: Mapping[str, float | None], threshold: float = 0.5) -> Working:
    """Return the mean over the members with data, each counting once.

    For prices of services (SDG 10.c.1) and regional commissions' averages. At least ``threshold``
    of the members must have data.

    Source: SDG metadata 10.c.1 (simple average of services) [read].
    """
    known = [value for value in values.values() if value is not None]
    coverage = len(known) / len(values) if values else None
    ruling = gate_ruling(coverage, threshold)
    publish = ruling.verdict == "published" and bool(known)
    mean = sum(known) / len(known) if publish else None
    return worked(
        {
            "value": mean,
            "coverage": coverage,
            "n_reporting": len(known),
            "n_total": len(values),
            "publish": publish,
        },
        Line("members_known", len(known)),
        Line("coverage", coverage, "members_known / n"),
        Line("mean_simple", mean, "Σ v / members_known"),
        ruling=ruling,
        aside=missing_members(values, "values"),
    )


@method("rollup.wb_sum")
def world_bank_sum(
    values: Mapping[str, float | None], proxy: Mapping[str, float | None]
) -> Working:
    """Return the sum, withheld when more than a third of the proxy is missing.

    ``missing_share`` is the share of the proxy (such as population) of the members without a value;
    exactly a third is still published. A member without a proxy counts nothing towards the share.
    No value, or no proxy at all, gives no sum.

    Source: World Bank, aggregation rules of the World Development Indicators [read].
    """
    known = {place: value for place, value in values.items() if value is not None}
    whole = sum(proxy.get(place) or 0.0 for place in values)
    part = sum(proxy.get(place) or 0.0 for place in known)
    coverage = part / whole if whole > 0 else None
    ruling = gate_ruling(coverage, SUM_GATE)
    publish = ruling.verdict == "published" and bool(known)
    missing = None if coverage is None else (whole - part) / whole
    total = sum(known.values()) if publish else None
    return worked(
        {"missing_share": missing, "value": total, "publish": publish},
        Line("members_known", len(known)),
        Line("coverage", coverage, "Σ proxy × [v known] / Σ proxy"),
        Line("missing_share", missing, "1 - coverage"),
        Line("sum_of_members", total, "Σ v"),
        ruling=ruling,
        aside=missing_members(values, "values"),
    )


@method("rollup.coverage_gates")
def coverage_gates(countries: float | None, population: float | None) -> Working:
    """Return which of the gates in use a group's data would pass.

    ``countries`` and ``population`` are the shares of the group's states and people with data.
    ``un``: at least half of the population; ``tier_1``: at least half of both; ``world_bank``: not
    more than a third of the population missing; ``escap``: more than half of the countries;
    ``jmp``: at least 30 % of the population. A share that is not known passes nothing. Raises
    ValueError for a share outside 0 to 1.

    Source: tier classification, World Bank, ESCAP [read]; UN practice and JMP [known].
    """
    for share in (countries, population):
        if share is not None and not 0 <= share <= 1:
            msg = f"a share lies between 0 and 1, not {share!r}"
            raise ValueError(msg)

    def passes(share: float | None, gate: float, *, strictly: bool = False) -> bool:
        return gate_ruling(share, gate, strictly=strictly).verdict == "published"

    gates = {
        "un": passes(population, 0.5),
        "tier_1": passes(population, 0.5) and passes(countries, 0.5),
        "world_bank": passes(population, SUM_GATE),
        "escap": passes(countries, 0.5, strictly=True),
        "jmp": passes(population, 0.3),
    }
    return worked(
        {"gates": gates, "passed": sum(gates.values())},
        Line("coverage", population, at="population"),
        Line("coverage", countries, at="countries"),
        *[Line("gate_passed", passed, at=name) for name, passed in gates.items()],
        Line("gates_passed", sum(gates.values())),
        aside=without_value(countries=countries, population=population),
    )


@method("rollup.median_iqr")
def median_iqr(values: Mapping[str, float | None]) -> Working:
    """Return the median and the middle half of the members, the robust view beside a mean.

    Quartiles are Hazen's (position n p + 1/2). Unit of the values. Nobody with data gives nothing.

    Source: Milepost; quantile definition 5 of Hyndman and Fan [known].
    """
    known = sorted(value for value in values.values() if value is not None)
    aside = missing_members(values, "values")
    if not known:
        return nothing(("median", "lower", "upper", "iqr", "n"), aside=aside)
    middle = float(median(known))
    lower, upper = quantile(known, 0.25), quantile(known, 0.75)
    return worked(
        {"median": middle, "lower": lower, "upper": upper, "iqr": upper - lower, "n": len(known)},
        Line("members_known", len(known)),
        Line("median_of_members", middle, "Q(1/2)"),
        Line("quartile_lower", lower, "Q(1/4)"),
        Line("quartile_upper", upper, "Q(3/4)"),
        Line("interquartile_range", upper - lower, "quartile_upper - quartile_lower"),
        aside=aside,
    )


@method("rollup.policy_share")
def policy_share(values: Mapping[str, float | None], threshold: float = 0.5) -> Working:
    """Return the number and the share of states that have a policy, among those known.

    Values are 1 yes and 0 no (0.5 partly counts as no), None unknown. The share is published when
    at least ``threshold`` of the states are known.

    Source: Milepost.
    """
    known = [value for value in values.values() if value is not None]
    having = sum(value >= 1 for value in known)
    coverage = len(known) / len(values) if values else None
    ruling = gate_ruling(coverage, threshold)
    share = having / len(known) if ruling.verdict == "published" and known else None
    return worked(
        {"states": having, "known": len(known), "share": share, "coverage": coverage},
        Line("members_known", len(known)),
        Line("members_having", having, "#{v ≥ 1}"),
        Line("coverage", coverage, "members_known / n"),
        Line("share_of_members", share, "members_having / members_known"),
        ruling=ruling,
        aside=missing_members(values, "values"),
    )


@method("rollup.ryg_distribution")
def colour_distribution(counts: Mapping[str, int]) -> Working:
    """Return the shares of the rated, the rated share and the balance.

    Grey is not rated; contested is rated, in its own class. ``balance = (green - red) / rated``.
    Colours are never averaged as numbers. Nothing rated gives no shares. Raises ValueError for a
    word that is no class and for a negative count.

    Source: Milepost.
    """
    unknown = [name for name in counts if name not in {*CLASSES, "total"}]
    if unknown or any(count < 0 for count in counts.values()):
        msg = f"not a count of colours: {unknown or dict(counts)!r}"
        raise ValueError(msg)
    by_class = {name: counts.get(name, 0) for name in CLASSES}
    rated = sum(count for name, count in by_class.items() if name != "grey")
    whole = rated + by_class["grey"]
    shares = {
        f"share_{name}": count / rated if rated else None
        for name, count in by_class.items()
        if name != "grey"
    }
    rated_share = rated / whole if whole else None
    balance = (by_class["green"] - by_class["red"]) / rated if rated else None
    return worked(
        {**shares, "rated_share": rated_share, "balance": balance, "rated": rated},
        Line("members_rated", rated, "green + yellow + red + contested"),
        *[
            Line("share_of_rated", share, "count / members_rated", at=name.removeprefix("share_"))
            for name, share in shares.items()
        ],
        Line("rated_share", rated_share, "members_rated / n"),
        Line("colour_balance", balance, "(green - red) / members_rated"),
        caveats=() if rated else ("nothing_rated",),
    )


@method("rollup.members")
def members(
    memberships: Sequence[Mapping[str, str | None]],
    *,
    as_of: str,
    baseline: str | None = None,
    rule: str = "fixed",
) -> Working:
    """Return who belongs to a group for a trend: fixed at the baseline, or as of the day.

    ``memberships`` are maps with ``place``, ``valid_from`` and ``valid_to`` (ISO days; None is
    open; a membership holds from its first day up to and not including ``valid_to``). ``fixed``
    (the default) keeps the members of the baseline through the whole trend, so that a graduation
    does not look like progress; ``as_of`` takes those of the day. ``joined`` and ``left`` are the
    differences between the two. Raises ValueError for another rule, or ``fixed`` without baseline.

    Source: Milepost; memberships after M49 [read].
    """
    if rule not in ("fixed", "as_of") or (rule == "fixed" and baseline is None):
        msg = f"not a rule of membership: {rule!r} with baseline {baseline!r}"
        raise ValueError(msg)
    now = _members_on(memberships, as_of)
    then = _members_on(memberships, baseline) if baseline is not None else now
    chosen = then if rule == "fixed" else now
    return worked(
        {
            "members": sorted(chosen),
            "joined": sorted(now - then),
            "left": sorted(then - now),
        },
        Line("members_at_baseline", len(then) if baseline is not None else None),
        Line("members_now", len(now)),
        caveats=("membership_changed",) if now != then else (),
    )


def _members_on(memberships: Collection[Mapping[str, str | None]], day: str) -> set[str]:
    return {
        str(item["place"])
        for item in memberships
        if (item.get("valid_from") or "") <= day < (item.get("valid_to") or END_OF_TIME)
    }
