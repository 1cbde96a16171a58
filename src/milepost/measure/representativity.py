"""Who is speaking: how far the shares of participants are from those they speak for."""

from collections.abc import Mapping, Sequence
from math import exp, fsum, lgamma, log, sqrt

from milepost.measure.rounding import tidy
from milepost.measure.working import (
    Figure,
    Line,
    Ruling,
    SetAside,
    Working,
    method,
    nothing,
    worked,
)

PARITY_LOWEST, PARITY_HIGHEST = 0.8, 1.25
SUMS_MAY_DIFFER = 0.01

PARTICIPATION = ("dissimilarity", "theil_kl", "index")
Numbers = Sequence[float | None]
Counts = Mapping[str, float | None]


def _pairs(
    shares: Numbers, reference: Numbers
) -> tuple[list[tuple[float, float]], list[SetAside], tuple[str, ...]]:
    """Return the pairs of two lists of shares, what has no value, and why there are none.

    Raises ValueError for lists of different length.
    """
    if len(shares) != len(reference):
        msg = "shares and reference need the same categories"
        raise ValueError(msg)
    aside = [
        SetAside(f"{name}[{position}]", value, "value_missing" if value is None else "negative")
        for name, listed in (("shares", shares), ("reference", reference))
        for position, value in enumerate(listed)
        if value is None or value < 0
    ]
    if aside:
        return [], aside, ("parts_missing",)
    known = [
        (p, q) for p, q in zip(shares, reference, strict=True) if p is not None and q is not None
    ]
    return known, [], () if known else ("no_data",)


def _sums_differ(pairs: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    left, right = fsum(p for p, _ in pairs), fsum(q for _, q in pairs)
    differ = tidy(abs(left - right)) > SUMS_MAY_DIFFER * max(left, right)
    return ("sums_differ",) if differ else ()


@method("representativity.dissimilarity")
def dissimilarity(shares: Numbers, reference: Numbers) -> Working:
    """Return the index of dissimilarity (Loosemore-Hanby), ``D = ½ Σ |p - q|``.

    The share of seats that would have to move, in the unit of the shares (of one, or per cent). 0
    where both are the same.

    Edge cases: no category, or a share that is missing or negative, gives None: what is left out
    would count as agreement. Shares are taken as given and not made to add up; two lists that do
    not add up to the same are said to. Raises ValueError for lists of different length.

    Source: Loosemore and Hanby (1971) [known].
    """
    pairs, aside, why = _pairs(shares, reference)
    if not pairs:
        return nothing(("d",), *why, aside=aside)
    d = fsum(abs(p - q) for p, q in pairs) / 2
    return worked(
        {"d": d, "categories": len(pairs)},
        Line("categories", len(pairs)),
        Line("dissimilarity", d, "½ Σ |p - q|"),
        caveats=_sums_differ(pairs),
    )


@method("representativity.gallagher")
def gallagher(shares: Numbers, reference: Numbers) -> Working:
    """Return Gallagher's least-squares index, ``√(½ Σ (p - q)²)``, in the unit of the shares.

    Large differences count more than many small ones. 0 where both are the same.

    Edge cases and errors as for the index of dissimilarity.

    Source: Gallagher (1991) [inputs of CRAN politicsR read]. The New Zealand table of 2005 that is
    often copied prints 1.11, but its own rows give 1.125.
    """
    pairs, aside, why = _pairs(shares, reference)
    if not pairs:
        return nothing(("lsq",), *why, aside=aside)
    squares = fsum((p - q) ** 2 for p, q in pairs)
    lsq = sqrt(squares / 2)
    return worked(
        {"lsq": lsq, "categories": len(pairs)},
        Line("categories", len(pairs)),
        Line("squares_sum", squares, "Σ (p - q)²"),
        Line("least_squares_index", lsq, "√(½ Σ (p - q)²)"),
        caveats=_sums_differ(pairs),
    )


def chance_distance(reference: Sequence[float], n: int) -> float:
    """Return the dissimilarity that ``n`` people drawn by chance would have on average.

    Of each category the number drawn is binomial, and its mean absolute deviation has a closed
    form (De Moivre): ``E|X - nq| = 2 ν C(n, ν) q^ν (1 - q)^(n - ν + 1)`` with ``ν = ⌊nq⌋ + 1``.
    ``reference`` are shares of one.
    """
    total = 0.0
    for q in reference:
        nu = int(n * q) + 1
        if not 0 < q < 1 or nu > n:
            # Everybody or nobody is of this category, or the mean is n up to binary noise.
            continue
        ways = lgamma(n + 1) - lgamma(nu + 1) - lgamma(n - nu + 1)
        total += 2 * nu * exp(ways + nu * log(q) + (n - nu + 1) * log(1 - q)) / n
    return total / 2


@method("representativity.chance")
def chance(reference: Counts, n: int) -> Working:
    """Return the dissimilarity that a meeting of ``n`` drawn by chance would have on average.

    The expectation over multinomial draws from the shares of ``reference``, exact: ``E[D] = ½ Σ
    E|X/n - q|``. A meeting should be compared with this and not with zero. Share of one.

    Edge cases: no participants, an empty reference, or a part that is missing or negative give
    None. Raises ValueError for a number of participants that is not whole.

    Source: multinomial expectation; closed form of De Moivre [computed, against enumeration].
    """
    if n != int(n):
        msg = "a number of participants is whole"
        raise ValueError(msg)
    aside = unusable("reference", reference)
    base = fsum(value for value in reference.values() if value is not None)
    if aside or base <= 0 or n < 1:
        return nothing(("expected",), "parts_missing" if aside else "no_data", aside=aside)
    shares = [(value or 0.0) / base for value in reference.values()]
    expected = chance_distance(shares, int(n))
    return worked(
        {"expected": expected, "n": n},
        Line("participants", n),
        Line("dissimilarity_by_chance", expected, "½ Σ E|X / n - q|, X binomial (n, q)"),
    )


def unusable(argument: str, counts: Counts) -> list[SetAside]:
    """Return the parts of a map that are missing or negative."""
    return [
        SetAside(
            f"{argument}.{name}".lstrip("."),
            value,
            "value_missing" if value is None else "negative",
        )
        for name, value in counts.items()
        if value is None or value < 0
    ]


def _two_shares(
    participants: Counts, reference: Counts
) -> tuple[list[str], dict[str, float], dict[str, float], list[SetAside]]:
    """Return names, both shares of one (empty where there is nothing), and what is unusable."""
    names = list(dict.fromkeys([*participants, *reference]))
    aside = unusable("participants", participants) + unusable("reference", reference)
    whole = fsum(value for value in participants.values() if value is not None)
    base = fsum(value for value in reference.values() if value is not None)
    if aside or whole <= 0 or base <= 0:
        return names, {}, {}, aside
    p = {name: (participants.get(name) or 0.0) / whole for name in names}
    q = {name: (reference.get(name) or 0.0) / base for name in names}
    return names, p, q, aside


@method("representativity.participation")
def participation(participants: Counts, reference: Counts) -> Working:
    """Compare participants with those they speak for, category by category.

    ``ratio`` is p / q, the share among participants over the share in the reference; ``parity``
    says under, within or over the band from 0.8 to 1.25. ``dissimilarity`` is ½ Σ |p - q|,
    ``index`` one less that, ``theil_kl`` Σ p ln(p / q) in nats, ``by_chance`` the dissimilarity
    that as many people drawn by chance would have on average. A category that one side does not
    list has none there.

    Edge cases: q = 0 gives no ratio; with p > 0 as well the divergence is infinite, so ``theil_kl``
    is None and ``outside_share`` says how many take part from outside. p = 0 adds nothing to it.
    Nobody taking part, an empty reference, or a part that is missing or negative: no figure.
    ``by_chance`` is given when participants are whole numbers.

    Source: representation ratio and divergence [known]; the band is ours [own].
    """
    names, p, q, aside = _two_shares(participants, reference)
    if not p:
        reason = "parts_missing" if aside else "no_data"
        empty: dict[str, Figure] = {"ratio": dict.fromkeys(names), "parity": dict.fromkeys(names)}
        return nothing((*PARTICIPATION, "by_chance", "outside_share"), reason, aside=aside, **empty)
    ratio = {name: p[name] / q[name] if q[name] else None for name in names}
    parity = {name: _parity(value) for name, value in ratio.items()}
    distance = fsum(abs(p[name] - q[name]) for name in names) / 2
    outside = fsum(p[name] for name in names if not q[name])
    divergence = _divergence(p, q) if not outside else None
    by_chance = _chance_of(participants, q)
    off = sum(word in ("under", "over") for word in parity.values())
    return worked(
        {
            "ratio": ratio,
            "parity": parity,
            "dissimilarity": distance,
            "theil_kl": divergence,
            "index": 1 - distance,
            "by_chance": by_chance,
            "outside_share": outside,
        },
        *[Line("representation_ratio", value, "p / q", at=name) for name, value in ratio.items()],
        Line("outside_share", outside, "Σ p where q = 0"),
        Line("divergence", divergence, "Σ p ln(p / q)"),
        Line("dissimilarity_by_chance", by_chance, "½ Σ E|X / n - q|, X binomial (n, q)"),
        Line("dissimilarity_share", distance, "½ Σ |p - q|"),
        Line("representation_index", 1 - distance, "1 - D"),
        Line("categories_off_parity", off, "#{p / q < 0.8 or p / q > 1.25}"),
        ruling=_parity_ruling(off),
        caveats=_participation_caveats(distance, by_chance, outside),
    )


def _divergence(p: Mapping[str, float], q: Mapping[str, float]) -> float:
    return fsum(p[name] * (log(p[name]) - log(q[name])) for name in p if p[name])


def _parity(ratio: float | None) -> str | None:
    if ratio is None:
        return None
    if tidy(ratio) < PARITY_LOWEST:
        return "under"
    return "over" if tidy(ratio) > PARITY_HIGHEST else "within"


def _parity_ruling(off: int) -> Ruling:
    verdict = "parity_missed" if off else "parity_kept"
    return Ruling(verdict, "categories_off_parity", off, ">" if off else "=", 0)


def _chance_of(participants: Counts, q: Mapping[str, float]) -> float | None:
    counts = [value for value in participants.values() if value is not None]
    if any(value != int(value) for value in counts):
        return None
    return chance_distance(list(q.values()), int(sum(counts)))


def _participation_caveats(
    distance: float, by_chance: float | None, outside: float
) -> tuple[str, ...]:
    return (
        *(("outside_reference",) if outside else ()),
        *(("within_chance",) if by_chance and tidy(distance) <= tidy(by_chance) else ()),
    )


@method("representativity.theil_decomposed")
def theil_decomposed(
    participants: Counts, reference: Counts, regions: Mapping[str, str]
) -> Working:
    """Split the divergence Σ p ln(p / q) into what lies between regions and what lies within.

    ``regions`` names the region of each category. Between: Σ P ln(P / Q) of the regions' sums;
    within: each region's own divergence, weighted with its share P of the participants. Both add up
    to the whole. In nats.

    Edge cases: a region without participants adds nothing. As for participation, a category that
    takes part and is not in the reference leaves no figure. Raises ValueError for a category
    without a region.

    Source: Theil (1967), decomposition [known; identity computed].
    """
    names, p, q, aside = _two_shares(participants, reference)
    homeless = [name for name in names if name not in regions]
    if homeless:
        msg = f"no region is given for {homeless[0]!r}"
        raise ValueError(msg)
    if not p or any(p[name] and not q[name] for name in names):
        reason = "parts_missing" if aside else "outside_reference" if p else "no_data"
        return nothing(("total", "between", "within"), reason, aside=aside, by_region={})
    order = list(dict.fromkeys(regions[name] for name in names))
    inside = {region: [name for name in names if regions[name] == region] for region in order}
    mine = {region: fsum(p[name] for name in inside[region]) for region in order}
    theirs = {region: fsum(q[name] for name in inside[region]) for region in order}
    between = fsum(mine[r] * log(mine[r] / theirs[r]) for r in order if mine[r])
    own = {
        r: fsum(
            p[name] / mine[r] * log((p[name] / mine[r]) / (q[name] / theirs[r]))
            for name in inside[r]
            if p[name]
        )
        if mine[r]
        else None
        for r in order
    }
    within = fsum(mine[r] * value for r, value in own.items() if value is not None)
    return worked(
        {"total": between + within, "between": between, "within": within, "by_region": own},
        Line("divergence_between", between, "Σ P ln(P / Q)"),
        *[
            Line("divergence_inside", value, "Σ p/P ln((p / P) / (q / Q))", at=region)
            for region, value in own.items()
        ],
        Line("divergence_within", within, "Σ P × divergence inside"),
        Line("divergence", between + within, "between + within"),
    )


@method("representativity.theil")
def theil(values: Numbers) -> Working:
    """Return Theil's T of non-negative values, ``mean of (x / μ) ln(x / μ)``, in nats.

    0 where all are equal, ln n where one has everything. A zero adds nothing and counts in n.

    Edge cases: no value, a mean of zero, or a negative value give None; a missing value is set
    aside and not counted as zero.

    Source: Theil (1967) [test of pysal read].
    """
    aside = [
        SetAside(f"[{position}]", value, "value_missing" if value is None else "negative")
        for position, value in enumerate(values)
        if value is None or value < 0
    ]
    known = [value for value in values if value is not None]
    mean = fsum(known) / len(known) if known else 0.0
    if mean <= 0 or min(known) < 0:
        below = any(value < 0 for value in known)
        return nothing(("theil_t",), "negative_parts" if below else "no_data", aside=aside)
    theil_t = fsum(value / mean * (log(value) - log(mean)) for value in known if value > 0) / len(
        known
    )
    return worked(
        {"theil_t": theil_t, "mean": mean, "n": len(known)},
        Line("values_counted", len(known), "n = #{values}"),
        Line("mean_simple", mean, "μ = Σ x / n"),
        Line("theil_t", theil_t, "Σ (x / μ) ln(x / μ) / n"),
        aside=aside,
        caveats=("parts_left_out",) if aside else (),
    )
