"""Survey estimates: weights, intervals, several answers, precision.

A survey of states is a census with non-response: an interval says what would hold if respondents
were a random sample, and is published beside the response rate only.
"""

from collections.abc import Mapping, Sequence
from math import log, sqrt
from statistics import NormalDist

CONVERGED = 1e-12
MOST_ROUNDS = 10_000
NSDUH_LIMIT = 0.175

Table = list[list[float]]


def wilson(x: float, n: float, conf: float = 0.95) -> dict[str, float | None]:
    """Return Wilson's interval of a share; use the effective n and weighted x with weights."""
    if n <= 0:
        return {"lower": None, "upper": None}
    z = NormalDist().inv_cdf(0.5 + conf / 2)
    centre = (x + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * sqrt(x * (n - x) / n + z * z / 4)
    lower = 0.0 if x <= 0 else max(0.0, centre - half)
    return {"lower": lower, "upper": 1.0 if x >= n else min(1.0, centre + half)}


def kish_neff(weights: Sequence[float]) -> dict[str, float | None]:
    """Return Kish's effective sample size and the design effect n / n_eff."""
    squares = sum(weight * weight for weight in weights)
    if not squares:
        return {"n_eff": None, "deff": None}
    effective = sum(weights) ** 2 / squares
    return {"n_eff": effective, "deff": len(weights) / effective}


def poststratify(
    population: Mapping[str, float],
    sample: Mapping[str, int],
    means: Mapping[str, float | None],
) -> dict[str, object]:
    """Weight the strata of a sample to the population and return the weighted mean.

    A stratum without respondents has no weight (None) and no say; the weighted mean is then taken
    over the strata that answered.
    """
    whole = sum(population.values())
    n = sum(sample.values())
    weights: dict[str, float | None] = {
        name: (size / whole) / (sample[name] / n) if sample.get(name) else None
        for name, size in population.items()
    }
    answered = {
        name: (weight, mean)
        for name, weight in weights.items()
        if weight is not None and (mean := means.get(name)) is not None
    }
    respondents = sum(sample[name] for name in answered)
    if not respondents:
        return {"weights": weights, "unweighted": None, "weighted": None, "n_eff": None}
    weighed = sum(sample[name] * weight for name, (weight, _) in answered.items())
    squares = sum(sample[name] * weight**2 for name, (weight, _) in answered.items())
    return {
        "weights": weights,
        "unweighted": sum(sample[name] * mean for name, (_, mean) in answered.items())
        / respondents,
        "weighted": sum(sample[name] * weight * mean for name, (weight, mean) in answered.items())
        / weighed,
        "n_eff": weighed**2 / squares,
    }


def _scaled(values: Sequence[float], target: float) -> list[float]:
    whole = sum(values)
    return [value * target / whole if whole else 0.0 for value in values]


def _round(table: Table, rows: Sequence[float], columns: Sequence[float]) -> Table:
    """Scale the rows to their targets, then the columns to theirs."""
    table = [_scaled(row, target) for row, target in zip(table, rows, strict=True)]
    turned = [
        _scaled(column, target)
        for column, target in zip(zip(*table, strict=True), columns, strict=True)
    ]
    return [list(row) for row in zip(*turned, strict=True)]


def rake(
    seed: Sequence[Sequence[float]], row_targets: Sequence[float], col_targets: Sequence[float]
) -> dict[str, Table | None]:
    """Return the table with the given margins and the odds ratios of the seed.

    None when the margins cannot both be met: their totals differ, or zero cells stand in the way.
    """
    table = [list(map(float, row)) for row in seed]
    largest = max([*row_targets, *col_targets], default=0.0)
    if abs(sum(row_targets) - sum(col_targets)) > CONVERGED * max(1.0, sum(row_targets)):
        return {"table": None}
    for _ in range(MOST_ROUNDS):
        table = _round(table, row_targets, col_targets)
        miss = max(
            (abs(sum(row) - target) for row, target in zip(table, row_targets, strict=True)),
            default=0.0,
        )
        if miss <= CONVERGED * max(1.0, largest):
            break
    met = all(
        abs(sum(row) - target) <= 1e-6 * max(1.0, largest)
        for row, target in zip(table, row_targets, strict=True)
    ) and all(
        abs(sum(column) - target) <= 1e-6 * max(1.0, largest)
        for column, target in zip(zip(*table, strict=True), col_targets, strict=True)
    )
    return {"table": table if met else None}


def rake_fixed_iterations(
    seed: Sequence[Sequence[float]],
    row_targets: Sequence[float],
    col_targets: Sequence[float],
    iterations: int,
    order: str = "rows then columns",
) -> dict[str, Table]:
    """Return the table after a number of rounds, rows first or columns first."""
    table = [list(map(float, row)) for row in seed]
    for _ in range(iterations):
        if order.startswith("row"):
            table = _round(table, row_targets, col_targets)
        else:
            turned = [list(row) for row in zip(*table, strict=True)]
            turned = _round(turned, col_targets, row_targets)
            table = [list(row) for row in zip(*turned, strict=True)]
    return {"table": table}


def multiple_response(responses: Sequence[Sequence[str] | None]) -> dict[str, object]:
    """Count the options of a question with several answers, over both denominators.

    An empty answer (or None) is no answer: it counts as asked and not as a respondent. Someone who
    means "none of these" ticks that as an option.
    """
    answered = [set(answer) for answer in responses if answer]
    total = sum(len(answer) for answer in answered)
    options = sorted({option for answer in answered for option in answer})
    counts = {option: sum(1 for answer in answered if option in answer) for option in options}
    return {
        "n_asked": len(responses),
        "n_respondents": len(answered),
        "n_answers": total,
        "pct_of_respondents": {name: 100 * n / len(answered) for name, n in counts.items()},
        "pct_of_answers": {name: 100 * n / total for name, n in counts.items()},
    }


def nsduh_precision_rule(
    p: float, se: float, limit: float = NSDUH_LIMIT
) -> dict[str, float | bool | None]:
    """Return the relative standard error of -ln(p) (or of 1 - p above one half) and the verdict.

    Source: the suppression rule of the US National Survey on Drug Use and Health.
    """
    share = min(p, 1 - p)
    if share <= 0:
        return {"rse_log": None, "suppress": True}
    error = se / (share * -log(share))
    return {"rse_log": error, "suppress": error > limit}
