"""Who is speaking: how far the shares of participants are from those they speak for."""

from collections.abc import Mapping, Sequence
from math import log, sqrt


def dissimilarity(shares: Sequence[float], reference: Sequence[float]) -> dict[str, float]:
    """Return half the sum of absolute differences (Loosemore-Hanby), in the unit of the shares."""
    return {"d": sum(abs(p - q) for p, q in zip(shares, reference, strict=True)) / 2}


def gallagher(shares: Sequence[float], reference: Sequence[float]) -> dict[str, float]:
    """Return Gallagher's least-squares index, in the unit of the shares."""
    squares = sum((p - q) ** 2 for p, q in zip(shares, reference, strict=True))
    return {"lsq": sqrt(squares / 2)}


def participation(
    participants: Mapping[str, float], reference: Mapping[str, float]
) -> dict[str, object]:
    """Compare participants with a reference by category.

    ``ratio`` is the share of participants over the share in the reference (None where the reference
    has none); ``theil_kl`` is None when a category takes part that the reference does not have.
    """
    names = list(dict.fromkeys([*participants, *reference]))
    whole, base = sum(participants.values()), sum(reference.values())
    if not whole or not base:
        return {
            "ratio": dict.fromkeys(names),
            "dissimilarity": None,
            "theil_kl": None,
            "index": None,
        }
    p = {name: participants.get(name, 0) / whole for name in names}
    q = {name: reference.get(name, 0) / base for name in names}
    distance = dissimilarity(list(p.values()), list(q.values()))["d"]
    undefined = any(p[name] > 0 and not q[name] for name in names)
    divergence = sum(p[name] * log(p[name] / q[name]) for name in names if p[name] and q[name])
    return {
        "ratio": {name: p[name] / q[name] if q[name] else None for name in names},
        "dissimilarity": distance,
        "theil_kl": None if undefined else divergence,
        "index": 1 - distance,
    }


def theil(values: Sequence[float]) -> dict[str, float | None]:
    """Return Theil's T of non-negative values; None when their mean is not positive."""
    mean = sum(values) / len(values) if values else 0.0
    if mean <= 0 or min(values) < 0:
        return {"theil_t": None}
    shares = [value / mean for value in values if value > 0]
    return {"theil_t": sum(share * log(share) for share in shares) / len(values)}


def un_desirable_range(
    base: float, members: int, pop_share: float, contrib_share: float
) -> dict[str, float]:
    """Return the desirable range of posts of a member state in the UN Secretariat.

    40 % of the base in equal shares, 5 % by population, 55 % by contribution; 15 % up and down and
    at least 4.8 posts.
    """
    midpoint = base * (0.40 / members + 0.05 * pop_share + 0.55 * contrib_share)
    half = max(0.15 * midpoint, 4.8)
    return {"midpoint": midpoint, "lower": max(0.0, midpoint - half), "upper": midpoint + half}


def _proportions(shares: Sequence[float]) -> list[float]:
    whole = sum(shares)
    return [share / whole for share in shares] if whole > 0 else []


def hhi(shares: Sequence[float]) -> dict[str, float | None]:
    """Return the Herfindahl-Hirschman index in points (10,000 for one destination)."""
    proportions = _proportions(shares)
    return {"hhi_points": 10_000 * sum(s * s for s in proportions) if proportions else None}


def dispersion(shares: Sequence[float]) -> dict[str, float | None]:
    """Return how spread the shares are over their categories, in several common forms."""
    proportions = _proportions(shares)
    names = ("hhi", "dispersion", "hhi_normalised", "effective_number", "shannon", "evenness")
    if not proportions:
        return dict.fromkeys(names)
    n = len(proportions)
    index = sum(s * s for s in proportions)
    shannon = -sum(s * log(s) for s in proportions if s > 0)
    return {
        "hhi": index,
        "dispersion": 1 - index,
        "hhi_normalised": (index - 1 / n) / (1 - 1 / n) if n > 1 else None,
        "effective_number": 1 / index,
        "shannon": shannon,
        "evenness": shannon / log(n) if n > 1 else None,
    }
