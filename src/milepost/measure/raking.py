"""Raking: a table that keeps the odds ratios of its seed and meets known margins.

Source: iterative proportional fitting, Deming and Stephan 1940 [known]; the 4 × 4 example of the
Wikipedia article is reproduced [computed].
"""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite

from milepost.measure.working import Line, SetAside, Working, method, worked

CONVERGED = 1e-12
CLOSE_ENOUGH = 1e-6
SAME_TOTAL = 1e-9
MOST_ROUNDS = 10_000

Table = list[list[float]]


def _scaled(values: Sequence[float], target: float) -> list[float]:
    whole = sum(values)
    return [value * target / whole if whole else 0.0 for value in values]


def _turned(table: Iterable[Sequence[float]]) -> Table:
    return [list(row) for row in zip(*table, strict=True)]


def _round(table: Table, rows: Sequence[float], columns: Sequence[float]) -> Table:
    """Scale the rows to their targets, then the columns to theirs."""
    table = [_scaled(row, target) for row, target in zip(table, rows, strict=True)]
    return _turned(
        _scaled(column, target) for column, target in zip(_turned(table), columns, strict=True)
    )


def _miss(table: Table, rows: Sequence[float], columns: Sequence[float]) -> float:
    """Return by how much the worst margin misses its target."""
    pairs = [*zip(table, rows, strict=True), *zip(_turned(table), columns, strict=True)]
    return max((abs(sum(line) - target) for line, target in pairs), default=0.0)


def _checked(
    seed: Sequence[Sequence[float]], rows: Sequence[float], columns: Sequence[float]
) -> Table:
    table = [[float(value) for value in row] for row in seed]
    numbers = [*rows, *columns, *(value for row in table for value in row)]
    if any(number < 0 or not isfinite(number) for number in numbers):
        msg = "seed and margins are finite and not negative"
        raise ValueError(msg)
    if len(table) != len(rows) or any(len(row) != len(columns) for row in table):
        msg = "the seed does not have the shape of its margins"
        raise ValueError(msg)
    return table


@method("survey.rake")
def rake(
    seed: Sequence[Sequence[float]], row_targets: Sequence[float], col_targets: Sequence[float]
) -> Working:
    """Return the table with the given margins and the odds ratios of the seed.

    Rows and columns are scaled in turn until every margin is met; units are those of the margins.
    Cells of zero stay zero. None when the margins cannot all be met: their totals differ, or zeros
    stand in the way. Raises ValueError for negative numbers or another shape.
    """
    table = _checked(seed, row_targets, col_targets)
    largest = max([1.0, *row_targets, *col_targets])
    if abs(sum(row_targets) - sum(col_targets)) > SAME_TOTAL * max(1.0, sum(row_targets)):
        return worked(
            {"table": None, "converged": False, "iterations": 0},
            Line("rows_total", sum(row_targets), "Σ row_targets"),
            Line("columns_total", sum(col_targets), "Σ col_targets"),
            caveats=("margins_conflict",),
        )
    rounds = 0
    while rounds < MOST_ROUNDS and _miss(table, row_targets, col_targets) > CONVERGED * largest:
        table = _round(table, row_targets, col_targets)
        rounds += 1
    miss = _miss(table, row_targets, col_targets)
    met = miss <= CLOSE_ENOUGH * largest
    return worked(
        {"table": table if met else None, "converged": met, "iterations": rounds},
        Line("rounds", rounds),
        Line("worst_miss", miss, "max |Σ line − target|"),
        caveats=() if met else ("zeros_in_the_way",),
    )


@method("survey.rake_fixed_iterations")
def rake_fixed_iterations(
    seed: Sequence[Sequence[float]],
    row_targets: Sequence[float],
    col_targets: Sequence[float],
    iterations: int,
    order: str = "rows then columns",
) -> Working:
    """Return the table after ``iterations`` rounds, whether or not its margins are met.

    ``order`` begins with "row" or "col" and names what is scaled first in each round. Made to
    compare with printed examples; use ``rake`` for results. Raises ValueError like ``rake``, and
    for another order.
    """
    table = _checked(seed, row_targets, col_targets)
    if not order.startswith(("row", "col")):
        msg = f"not an order of scaling: {order!r}"
        raise ValueError(msg)
    for _ in range(iterations):
        if order.startswith("row"):
            table = _round(table, row_targets, col_targets)
        else:
            table = _turned(_round(_turned(table), col_targets, row_targets))
    miss = _miss(table, row_targets, col_targets)
    return worked(
        {"table": table},
        Line("rounds", iterations),
        Line("worst_miss", miss, "max |Σ line − target|"),
        caveats=("not_converged",) if miss > CLOSE_ENOUGH else (),
    )


@method("survey.rake_weights")
def rake_weights(
    people: Sequence[Mapping[str, str]], margins: Mapping[str, Mapping[str, float]]
) -> Working:
    """Return one weight for each respondent, so that every margin of the sample meets its target.

    ``people``: for each respondent the category of each margin, such as ``{"region": "Africa",
    "kind": "union"}``. ``margins``: category to size in the population, for each margin. The
    weights have a mean of 1; targets are scaled to the number of respondents. A category in which
    nobody answered cannot be met and is set aside; its share goes to the other categories of its
    margin. None when the margins cannot all be met. Raises ValueError for a category that a margin
    does not know, and for a size that is negative or not finite.
    Source: iterative proportional fitting on respondents [known]; the treatment of empty
    categories is Milepost's.
    """
    shares = _wanted(people, margins)
    empty = [
        SetAside(f"{name}: {category}", size, "nobody_answered")
        for name, sizes in margins.items()
        for category, size in sizes.items()
        if size and category not in shares[name]
    ]
    weights = [1.0] * len(people)
    rounds, miss = 0, _worst(people, weights, shares)
    while people and rounds < MOST_ROUNDS and miss > CONVERGED * len(people):
        for name, targets in shares.items():
            found = _sums(people, weights, name)
            weights = [
                weight * targets[person[name]] / found[person[name]] if found[person[name]] else 0.0
                for person, weight in zip(people, weights, strict=True)
            ]
        rounds, before = rounds + 1, miss
        miss = _worst(people, weights, shares)
        if miss > CLOSE_ENOUGH and before - miss <= CONVERGED * miss:
            break  # it no longer comes closer: the margins conflict
    met = bool(people) and miss <= CLOSE_ENOUGH * len(people)
    return worked(
        {"weights": weights if met else None, "converged": met, "iterations": rounds},
        Line("respondents", len(people)),
        Line("rounds", rounds),
        Line("worst_miss", miss, "max |Σ line − target|"),
        aside=empty,
        caveats=() if met else ("margins_conflict" if people else "nobody_answered",),
    )


def _wanted(
    people: Sequence[Mapping[str, str]], margins: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """Return the sum of weights that each category with respondents should have."""
    wanted: dict[str, dict[str, float]] = {}
    for name, sizes in margins.items():
        if any(size < 0 or not isfinite(size) for size in sizes.values()):
            msg = "the sizes of a margin are finite and not negative"
            raise ValueError(msg)
        met = {person[name] for person in people}
        if unknown := met - set(sizes):
            msg = f"the margin {name!r} has no {min(unknown)!r}"
            raise ValueError(msg)
        whole = sum(sizes[category] for category in met)
        wanted[name] = {
            category: size * len(people) / whole
            for category, size in sizes.items()
            if category in met and whole
        }
    return wanted


def _sums(
    people: Sequence[Mapping[str, str]], weights: Sequence[float], name: str
) -> dict[str, float]:
    sums: dict[str, float] = {}
    for person, weight in zip(people, weights, strict=True):
        sums[person[name]] = sums.get(person[name], 0.0) + weight
    return sums


def _worst(
    people: Sequence[Mapping[str, str]],
    weights: Sequence[float],
    wanted: Mapping[str, Mapping[str, float]],
) -> float:
    return max(
        (
            abs(_sums(people, weights, name).get(category, 0.0) - target)
            for name, targets in wanted.items()
            for category, target in targets.items()
        ),
        default=0.0,
    )
