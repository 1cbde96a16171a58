"""Agreement of several assessors beyond chance.

Krippendorff's alpha, Cohen's weighted kappa, Gwet's AC1 and AC2, and the consensus of Tastle and
Wierman. Each gives None where it is undefined (nobody could disagree, because only one category
was ever used): that is "no variation" and not agreement.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from math import log2

from milepost.measure.rounding import tidy
from milepost.measure.working import (
    Figure,
    Line,
    SetAside,
    Working,
    method,
    nothing,
    ruled,
    worked,
)

Rating = float | str
Ratings = Sequence[Sequence[Rating | None]]
"""One row an assessor, one column a unit (a benchmark in a place); None where nobody rated."""

LEVELS = ("nominal", "ordinal", "interval", "ratio")
FIRM, TENTATIVE = 0.800, 0.667
READINGS = ((FIRM, "agreement_firm"), (TENTATIVE, "agreement_tentative"))
WEAK = "agreement_weak"
FEW_UNITS = 10
SKEWED_SHARE = 0.9
WEIGHTS = ("identity", "unweighted", "linear", "quadratic")


def units_of(data: Ratings) -> list[Counter[Rating]]:
    """Return how often each rating was given to each unit.

    Raises ValueError when the assessors' rows are not of one length.
    """
    if len({len(row) for row in data}) > 1:
        msg = "every assessor needs a rating, or None, for every unit"
        raise ValueError(msg)
    return [
        Counter(rating for rating in column if rating is not None)
        for column in zip(*data, strict=True)
    ]


def rated_alone(units: Sequence[Counter[Rating]]) -> list[SetAside]:
    """Return the units that nobody, or one assessor alone, has rated."""
    return [
        SetAside(f"[{position}]", next(iter(unit), None), "fewer_than_two_ratings")
        for position, unit in enumerate(units)
        if unit.total() < 2
    ]


def check_level(units: Sequence[Counter[Rating]], level: str) -> None:
    """Raise ValueError unless the level is known and the ratings can be compared on it."""
    if level not in LEVELS:
        msg = f"a level of measurement is one of {', '.join(LEVELS)}, not {level!r}"
        raise ValueError(msg)
    given = {rating for unit in units for rating in unit}
    if level != "nominal" and any(isinstance(rating, str) for rating in given):
        msg = f"ratings at the {level} level are numbers"
        raise ValueError(msg)
    if level == "ratio" and any(rating < 0 for rating in given if not isinstance(rating, str)):
        msg = "ratings at the ratio level are not negative"
        raise ValueError(msg)


def _difference(level: str, totals: Counter[Rating]) -> Callable[[int, int], float]:
    """Return Krippendorff's squared difference of two values by their place in ``totals``."""
    values = list(totals)
    numbers = [0.0 if isinstance(value, str) else float(value) for value in values]

    def ordinal(left: int, right: int) -> float:
        low, high = sorted((numbers[left], numbers[right]))
        between = sum(
            totals[value]
            for value, number in zip(values, numbers, strict=True)
            if low <= number <= high
        )
        return (between - (totals[values[left]] + totals[values[right]]) / 2) ** 2

    def ratio(left: int, right: int) -> float:
        whole = numbers[left] + numbers[right]
        return ((numbers[left] - numbers[right]) / whole) ** 2 if whole else 0.0

    metrics: dict[str, Callable[[int, int], float]] = {
        "nominal": lambda left, right: float(left != right),
        "ordinal": ordinal,
        "interval": lambda left, right: (numbers[left] - numbers[right]) ** 2,
        "ratio": ratio,
    }
    return metrics[level]


def disagreement(
    units: Sequence[Counter[Rating]], level: str, times: Sequence[int] | None = None
) -> tuple[float, float]:
    """Return the observed and the expected disagreement of units with two ratings or more.

    ``D_o = 1/n Σ_units Σ_pairs δ² / (m - 1)`` and ``D_e = 1/(n (n - 1)) Σ_pairs n_c n_k δ²``, over
    ordered pairs; both are zero without a unit. ``times`` says how often each unit counts.
    """
    often = times if times is not None else [1] * len(units)
    totals: Counter[Rating] = Counter()
    for unit, count in zip(units, often, strict=True):
        for rating, given in unit.items():
            totals[rating] += count * given
    whole = totals.total()
    if not whole:
        return 0.0, 0.0
    delta, places = _difference(level, totals), {value: i for i, value in enumerate(totals)}
    counts = list(totals.values())
    apart = [[delta(i, j) for j in range(len(counts))] for i in range(len(counts))]
    observed = 0.0
    for unit, count in zip(units, often, strict=True):
        pairs = sum(
            left * right * apart[places[one]][places[other]]
            for one, left in unit.items()
            for other, right in unit.items()
        )
        observed += count * pairs / (unit.total() - 1)
    expected = sum(
        left * right * apart[i][j]
        for i, left in enumerate(counts)
        for j, right in enumerate(counts)
    )
    return observed / whole, expected / (whole * (whole - 1))


def alpha_of(
    units: Sequence[Counter[Rating]], level: str, times: Sequence[int] | None = None
) -> float | None:
    """Return alpha of units with two ratings or more, as disagreement; None without variation."""
    observed, expected = disagreement(units, level, times)
    return 1 - observed / expected if expected else None


@method("rating.krippendorff_alpha")
def krippendorff_alpha(data: Ratings, level: str = "nominal") -> Working:
    """Return Krippendorff's alpha, ``1 - D_o / D_e``, for any number of assessors with gaps.

    ``data``: one row an assessor, one column a unit, None for not rated. ``level``: nominal,
    ordinal, interval or ratio; at the ordinal level
    ``δ² = (Σ_{g=c..k} n_g - (n_c + n_k) / 2)²``. From 0.800 agreement is firm, from 0.667
    tentative; below that it should not stand as a single figure. No unit; at most 1, and below 0
    when people disagree more than by chance.

    Edge cases: units with fewer than two ratings drop out. One assessor, nothing rated twice, or
    one category throughout: None. Raises ValueError for rows of different length, another level,
    words at a level above nominal, and negative numbers at the ratio level.

    Source: Krippendorff, Content Analysis; reading [known], formula reproduced [computed].
    """
    counted = units_of(data)
    check_level(counted, level)
    aside = rated_alone(counted)
    units = [unit for unit in counted if unit.total() > 1]
    ratings = sum(unit.total() for unit in units)
    figures: dict[str, Figure] = {"units": len(units), "ratings": ratings}
    if not units:
        return nothing(("alpha",), "nothing_rated_twice", aside=aside, **figures)
    observed, expected = disagreement(units, level)
    alpha = 1 - observed / expected if expected else None
    return worked(
        {"alpha": alpha, **figures, "observed": observed, "expected": expected},
        Line("units_compared", len(units), "#{units: m ≥ 2}"),
        Line("ratings_compared", ratings, "n = Σ m"),
        Line("disagreement_observed", observed, "D_o = Σ_units Σ_pairs δ² / (m - 1) / n"),
        Line("disagreement_expected", expected, "D_e = Σ_pairs n_c n_k δ² / (n (n - 1))"),
        Line("alpha", alpha, "1 - D_o / D_e"),
        ruling=ruled("alpha", alpha, READINGS, WEAK) if alpha is not None else None,
        aside=aside,
        caveats=alpha_caveats(units, alpha),
    )


def alpha_caveats(units: Sequence[Counter[Rating]], alpha: float | None) -> tuple[str, ...]:
    """Return what to know before quoting an alpha: no variation, few units, one usual answer."""
    if alpha is None:
        return ("no_variation",)
    totals: Counter[Rating] = Counter()
    for unit in units:
        totals.update(unit)
    commonest = max(totals.values()) / totals.total()
    return (
        *(("few_units",) if len(units) <= FEW_UNITS else ()),
        *(("nearly_all_alike",) if tidy(commonest) >= SKEWED_SHARE and alpha < FIRM else ()),
    )


def agreement_weights(categories: Sequence[Rating], weights: str) -> list[list[float]]:
    """Return the credit of each pair of categories: identity, linear or quadratic.

    Distances are taken between the category values. Raises ValueError for other weights, for a
    category that stands twice, and for words with weights that need a distance.
    """
    if weights not in WEIGHTS:
        msg = f"not a kind of weights: {weights!r}"
        raise ValueError(msg)
    if len(set(categories)) < len(categories):
        msg = "every category stands once"
        raise ValueError(msg)
    if weights in ("identity", "unweighted"):
        return [[float(left == right) for right in categories] for left in categories]
    numbers = [value for value in categories if not isinstance(value, str)]
    if len(numbers) < len(categories):
        msg = f"{weights} weights need categories that are numbers"
        raise ValueError(msg)
    width = max(numbers) - min(numbers) if numbers else 0
    power = 1 if weights == "linear" else 2
    return [
        [1 - (abs(left - right) / width) ** power if width else 1.0 for right in numbers]
        for left in numbers
    ]


@method("rating.weighted_kappa")
def weighted_kappa(table: Sequence[Sequence[float]], weights: str = "identity") -> Working:
    """Return Cohen's kappa of two assessors, ``(p_o - p_e) / (1 - p_e)``.

    ``table`` is square: entry (i, j) counts the units that the first put in category i and the
    second in category j. Credit is 1 on the diagonal; beside it none with identity weights,
    ``1 - |i - j| / (q - 1)`` with linear and ``1 - ((i - j) / (q - 1))²`` with quadratic weights.
    No unit; at most 1.

    Edge cases: an empty table, and one category only, give None. Raises ValueError for a table
    that is not square, a negative count, and other weights.

    Source: Cohen (1960, 1968) [tests of irrCAC read].
    """
    size = len(table)
    if any(len(row) != size for row in table):
        msg = "a table of two assessors is square"
        raise ValueError(msg)
    if any(count < 0 for row in table for count in row):
        msg = "a count is not negative"
        raise ValueError(msg)
    credit = agreement_weights(range(size), weights)
    whole = sum(map(sum, table))
    if not whole:
        return nothing(("kappa",), "nothing_rated_twice", units=0)
    rows = [sum(row) / whole for row in table]
    columns = [sum(row[j] for row in table) / whole for j in range(size)]
    pairs = [(i, j) for i in range(size) for j in range(size)]
    observed = sum(credit[i][j] * table[i][j] / whole for i, j in pairs)
    expected = sum(credit[i][j] * rows[i] * columns[j] for i, j in pairs)
    kappa = (observed - expected) / (1 - expected) if tidy(expected) < 1 else None
    return worked(
        {"kappa": kappa, "observed": observed, "expected": expected, "units": whole},
        Line("units_compared", whole, "n = Σ counts"),
        Line("agreement_observed", observed, "p_o = Σ w_ij n_ij / n"),
        Line("agreement_expected", expected, "p_e = Σ w_ij p_i p_j"),
        Line("kappa", kappa, "(p_o - p_e) / (1 - p_e)"),
        caveats=("no_variation",) if kappa is None else (),
    )


@method("rating.gwet_ac")
def gwet_ac(
    data: Ratings, categories: Sequence[Rating] | None = None, weights: str = "identity"
) -> Working:
    """Return Gwet's AC1 (identity weights) or AC2, ``(p_a - p_e) / (1 - p_e)``.

    ``p_a`` is the mean credit of pairs over units with two ratings or more;
    ``p_e = Σ w / (q (q - 1)) Σ π_k (1 - π_k)``, where π_k is the mean share of category k over all
    rated units. Any number of assessors, gaps allowed. It stays firm where nearly everybody gives
    the same rating and alpha and kappa collapse. No unit; at most 1. Categories that are not stated
    are those that occur; state them, because a category nobody used counts in ``p_e``.

    Edge cases: no unit with two ratings, or fewer than two categories: None. Raises ValueError for
    rows of different length, a rating outside ``categories``, a category twice, and other weights.

    Source: Gwet (2008, 2014) [tests of irrCAC read].
    """
    counted = units_of(data)
    if categories is None:
        categories = sorted({rating for unit in counted for rating in unit}, key=_in_order)
    credit, size = agreement_weights(categories, weights), len(categories)
    outside = {rating for unit in counted for rating in unit} - set(categories)
    if outside:
        msg = f"not a category: {sorted(map(str, outside))[0]!r}"
        raise ValueError(msg)
    aside = rated_alone(counted)
    counts = [[unit[value] for value in categories] for unit in counted if unit]
    paired = [row for row in counts if sum(row) > 1]
    if not paired or size < 2:
        reason = "nothing_rated_twice" if size > 1 else "no_variation"
        return nothing(("pa", "pe", "coefficient"), reason, aside=aside, units=len(paired))
    observed = sum(_credit_of(row, credit) for row in paired) / len(paired)
    shares = [sum(row[k] / sum(row) for row in counts) / len(counts) for k in range(size)]
    spread = sum(map(sum, credit)) / (size * (size - 1))
    expected = spread * sum(share * (1 - share) for share in shares)
    coefficient = (observed - expected) / (1 - expected) if tidy(expected) < 1 else None
    return worked(
        {"pa": observed, "pe": expected, "coefficient": coefficient, "units": len(paired)},
        Line("units_compared", len(paired), "#{units: m ≥ 2}"),
        Line("agreement_observed", observed, "p_a = mean of Σ_k r_k (r*_k - 1) / (m (m - 1))"),
        *[
            Line("category_share", share, "π_k = mean of r_k / m", at=str(value))
            for value, share in zip(categories, shares, strict=True)
        ],
        Line("agreement_expected", expected, "p_e = Σ w / (q (q - 1)) × Σ π_k (1 - π_k)"),
        Line("gwet_coefficient", coefficient, "(p_a - p_e) / (1 - p_e)"),
        aside=aside,
        caveats=("no_variation",) if coefficient is None else (),
    )


def _in_order(rating: Rating) -> tuple[bool, float, str]:
    """Return a key that sorts numbers by size, and words after them."""
    if isinstance(rating, str):
        return True, 0.0, rating
    return False, rating, ""


def _credit_of(row: Sequence[int], credit: Sequence[Sequence[float]]) -> float:
    """Return the mean credit of the pairs of ratings of one unit."""
    raters = sum(row)
    credited = [sum(credit[k][m] * other for m, other in enumerate(row)) for k in range(len(row))]
    pairs = sum(given * (credited[k] - 1) for k, given in enumerate(row))
    return pairs / (raters * (raters - 1))


@method("rating.tastle_wierman_consensus")
def tastle_wierman_consensus(counts: Sequence[float], values: Sequence[float]) -> Working:
    """Return the consensus of answers on a scale, ``1 + Σ p log2(1 - |x - μ| / d)``.

    ``counts`` are the answers by category, ``values`` the values of the categories; d is the width
    of the scale. 1 for unanimity, 0 for a split in two halves at its ends; no unit.

    Edge cases: no answers, or a scale without width, give None; a category nobody chose adds
    nothing. Raises ValueError for lists of different length and for a negative count.

    Source: Tastle and Wierman (2007) [known].
    """
    if len(counts) != len(values):
        msg = "every category needs a count and a value"
        raise ValueError(msg)
    if any(count < 0 for count in counts):
        msg = "a count is not negative"
        raise ValueError(msg)
    whole = sum(counts)
    width = max(values) - min(values) if values else 0
    if not whole or not width:
        return nothing(("consensus",), "no_spread" if whole else "no_data")
    pairs = [(count / whole, value) for count, value in zip(counts, values, strict=True) if count]
    mean = sum(share * value for share, value in pairs)
    total = sum(share * log2(1 - abs(value - mean) / width) for share, value in pairs)
    consensus = min(1.0, max(0.0, 1 + total))
    return worked(
        {"consensus": consensus, "mean": mean, "width": width},
        Line("answers", whole, "n = Σ counts"),
        Line("mean_of_answers", mean, "μ = Σ p x"),
        Line("scale_width", width, "d = max x - min x"),
        Line("consensus", consensus, "1 + Σ p log2(1 - |x - μ| / d)"),
    )
