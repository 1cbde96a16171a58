"""Agreement of several assessors beyond chance.

Krippendorff's alpha, Cohen's weighted kappa, Gwet's AC1/AC2, and the consensus of Tastle and
Wierman. Each returns None where it is undefined (nobody disagrees because only one category was
ever used): that is "no variation", not agreement.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from math import log2

Ratings = Sequence[Sequence[float | None]]


def _units(data: Ratings) -> list[list[float]]:
    """Return the given ratings of each unit (``data`` has one row an assessor)."""
    return [
        [rating for rating in column if rating is not None] for column in zip(*data, strict=True)
    ]


def _metric(level: str, totals: Counter[float]) -> Callable[[float, float], float]:
    """Return Krippendorff's squared difference for a level of measurement."""
    values = sorted(totals)

    def ordinal(left: float, right: float) -> float:
        low, high = min(left, right), max(left, right)
        between = sum(totals[value] for value in values if low <= value <= high)
        return (between - (totals[left] + totals[right]) / 2) ** 2

    metrics: dict[str, Callable[[float, float], float]] = {
        "nominal": lambda left, right: float(left != right),
        "ordinal": ordinal,
        "interval": lambda left, right: (left - right) ** 2,
        "ratio": lambda left, right: (
            ((left - right) / (left + right)) ** 2 if left + right else 0.0
        ),
    }
    return metrics[level]


def krippendorff_alpha(data: Ratings, level: str = "nominal") -> dict[str, float | None]:
    """Return alpha = 1 - observed / expected disagreement.

    ``data``: one row an assessor, one column a unit, None for not rated; units with fewer than two
    ratings drop out. ``level``: nominal, ordinal, interval or ratio (KeyError for another).
    """
    units = [unit for unit in _units(data) if len(unit) > 1]
    totals = Counter(rating for unit in units for rating in unit)
    difference = _metric(level, totals)
    whole = sum(totals.values())
    observed = sum(
        difference(left, right) / (len(unit) - 1)
        for unit in units
        for i, left in enumerate(unit)
        for j, right in enumerate(unit)
        if i != j
    )
    expected = sum(
        totals[left] * totals[right] * difference(left, right)
        for left in totals
        for right in totals
    )
    if not expected:
        return {"alpha": None}
    return {"alpha": 1 - (whole - 1) * observed / expected}


def agreement_weights(categories: Sequence[float], weights: str) -> list[list[float]]:
    """Return the credit of each pair of categories: identity, linear or quadratic.

    Distances are taken between the category values. Raises ValueError for other weights.
    """
    if weights not in ("identity", "unweighted", "linear", "quadratic"):
        msg = f"not a kind of weights: {weights!r}"
        raise ValueError(msg)
    if weights in ("identity", "unweighted"):
        return [[float(left == right) for right in categories] for left in categories]
    width = max(categories) - min(categories) if categories else 0
    power = 1 if weights == "linear" else 2
    return [
        [1 - (abs(left - right) / width) ** power if width else 1.0 for right in categories]
        for left in categories
    ]


def weighted_kappa(
    table: Sequence[Sequence[float]], weights: str = "identity"
) -> dict[str, float | None]:
    """Return Cohen's kappa of two assessors from their square table of counts."""
    size = len(table)
    credit = agreement_weights(range(size), weights)
    whole = sum(map(sum, table))
    if not whole:
        return {"kappa": None}
    rows = [sum(row) / whole for row in table]
    columns = [sum(row[j] for row in table) / whole for j in range(size)]
    pairs = [(i, j) for i in range(size) for j in range(size)]
    observed = sum(credit[i][j] * table[i][j] / whole for i, j in pairs)
    expected = sum(credit[i][j] * rows[i] * columns[j] for i, j in pairs)
    if expected >= 1:
        return {"kappa": None}
    return {"kappa": (observed - expected) / (1 - expected)}


def gwet_ac(
    data: Ratings, categories: Sequence[float], weights: str = "identity"
) -> dict[str, float | None]:
    """Return Gwet's AC1 (identity weights) or AC2 of any number of assessors with gaps."""
    credit = agreement_weights(categories, weights)
    size = len(categories)
    counts = [[unit.count(value) for value in categories] for unit in _units(data) if unit]
    paired = [row for row in counts if sum(row) > 1]
    if not paired or size < 2:
        return {"pa": None, "pe": None, "coefficient": None}
    observed = 0.0
    for row in paired:
        raters = sum(row)
        for k, given in enumerate(row):
            credited = sum(credit[k][m] * other for m, other in enumerate(row))
            observed += given * (credited - 1) / (raters * (raters - 1))
    observed /= len(paired)
    shares = [sum(row[k] / sum(row) for row in counts) / len(counts) for k in range(size)]
    spread = sum(map(sum, credit)) / (size * (size - 1))
    expected = spread * sum(share * (1 - share) for share in shares)
    coefficient = (observed - expected) / (1 - expected) if expected < 1 else None
    return {"pa": observed, "pe": expected, "coefficient": coefficient}


def tastle_wierman_consensus(
    counts: Sequence[int], values: Sequence[float]
) -> dict[str, float | None]:
    """Return the consensus of answers on a scale: 1 for unanimity, 0 for a split at its ends."""
    whole = sum(counts)
    width = max(values) - min(values) if values else 0
    if not whole or not width:
        return {"consensus": None}
    pairs = [(count / whole, value) for count, value in zip(counts, values, strict=True) if count]
    mean = sum(share * value for share, value in pairs)
    total = sum(share * log2(1 - abs(value - mean) / width) for share, value in pairs)
    return {"consensus": 1 + total}
