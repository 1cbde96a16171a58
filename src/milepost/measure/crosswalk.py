"""Coherence between two frameworks from a matrix of reviewed links.

Entries are 0 no link, 1 indirect, 2 direct, 3 identical. Degrees reflect the length of wordings and
the generosity of coders: they describe the matrix, not effects.
"""

from collections.abc import Sequence
from itertools import combinations

from milepost.measure.agreement import weighted_kappa
from milepost.measure.working import (
    Line,
    SetAside,
    Working,
    method,
    nothing,
    worked,
)

Matrix = Sequence[Sequence[float]]
STRENGTHS = (0, 1, 2, 3)
MOST_NEGATIVE, MOST_POSITIVE = -3, 3
FEWEST_NODES = 10


def _check(matrix: Matrix, rows: Sequence[str], cols: Sequence[str]) -> None:
    """Raise ValueError unless the matrix has a row and a column for every name."""
    if len(matrix) != len(rows) or any(len(row) != len(cols) for row in matrix):
        msg = f"a matrix of {len(rows)} rows and {len(cols)} columns is needed"
        raise ValueError(msg)
    wrong = [entry for row in matrix for entry in row if entry not in STRENGTHS]
    if wrong:
        msg = f"a link is 0, 1, 2 or 3, not {wrong[0]!r}"
        raise ValueError(msg)


def _caveats(rows: Sequence[str], cols: Sequence[str]) -> tuple[str, ...]:
    few = len(rows) + len(cols) < FEWEST_NODES
    return ("links_are_not_effects", *(("few_nodes",) if few else ()))


@method("crosswalk.matrix")
def matrix(matrix: Matrix, rows: Sequence[str], cols: Sequence[str]) -> Working:
    """Return density, degrees, what nothing links to, and the overlap of rows.

    Density is the share of cells with a link; a degree counts the links of a row or a column;
    ``shared`` is B Bᵀ of the links as 0 and 1, ``jaccard`` the shared columns of two rows over
    those of either (None when neither has any). ``strength_total`` sums the entries. Raises
    ValueError for a matrix of another shape and for an entry that is not 0 to 3.

    Source: Milepost, after Le Blanc (2015) [known]; degrees agree with networkx [computed].
    """
    _check(matrix, rows, cols)
    linked = [{j for j, strength in enumerate(row) if strength > 0} for row in matrix]
    row_degree = dict(zip(rows, map(len, linked), strict=True))
    column_degree = {name: sum(j in row for row in linked) for j, name in enumerate(cols)}
    cells, links = len(rows) * len(cols), sum(row_degree.values())
    density = links / cells if cells else None
    return worked(
        {
            "density": density,
            "row_degree": row_degree,
            "col_degree": column_degree,
            "uncovered_columns": [name for name, degree in column_degree.items() if not degree],
            "uncovered_rows": [name for name, degree in row_degree.items() if not degree],
            "shared": [[len(left & right) for right in linked] for left in linked],
            "jaccard": {
                f"{rows[i]}|{rows[j]}": _jaccard(linked[i], linked[j])
                for i, j in combinations(range(len(rows)), 2)
            },
            "strength_total": sum(map(sum, matrix)),
        },
        Line("links", links, "#{b > 0}"),
        *[Line("degree", degree, "#{j: b_ij > 0}", at=name) for name, degree in row_degree.items()],
        *[
            Line("degree", degree, "#{i: b_ij > 0}", at=name)
            for name, degree in column_degree.items()
        ],
        Line("strength_total", sum(map(sum, matrix)), "Σ entries"),
        Line("link_density", density, "links / (rows × columns)"),
        caveats=("links_are_not_effects",),
    )


def _jaccard(left: set[int], right: set[int]) -> float | None:
    either = left | right
    return len(left & right) / len(either) if either else None


@method("crosswalk.bipartite_degree_centrality")
def bipartite_degree_centrality(
    matrix: Matrix, rows: Sequence[str], cols: Sequence[str]
) -> Working:
    """Return each node's degree over the number of nodes on the other side.

    Not to be quoted for fewer than ten nodes. A side without nodes gives None to the other. Errors
    as for the matrix; a name on both sides raises ValueError.

    Source: bipartite degree centrality; agrees with networkx [computed].
    """
    _check(matrix, rows, cols)
    if len({*rows, *cols}) < len(rows) + len(cols):
        msg = "every row and column needs a name of its own"
        raise ValueError(msg)
    centrality: dict[str, float | None] = {
        name: sum(strength > 0 for strength in row) / len(cols) if cols else None
        for name, row in zip(rows, matrix, strict=True)
    }
    for j, name in enumerate(cols):
        centrality[name] = sum(row[j] > 0 for row in matrix) / len(rows) if rows else None
    return worked(
        {"centrality": centrality},
        *[
            Line("degree_centrality", value, "degree / n_other", at=name)
            for name, value in centrality.items()
        ],
        caveats=_caveats(rows, cols),
    )


@method("crosswalk.nilsson_scores")
def nilsson_scores(scores: Sequence[Sequence[float | None]]) -> Working:
    """Summarise interactions on Nilsson's scale from -3 (cancelling) to +3 (indivisible).

    Net sum, mean, and how many are positive, negative and neutral. None (the diagonal, or not
    scored) is left out; the matrix need not be symmetric and is not made so. No score gives no
    mean. Raises ValueError for a score outside -3 to 3.

    Source: Nilsson, Griggs and Visbeck (2016) [known].
    """
    known = [score for row in scores for score in row if score is not None]
    if any(not MOST_NEGATIVE <= score <= MOST_POSITIVE for score in known):
        msg = "an interaction lies between -3 and 3"
        raise ValueError(msg)
    mean = sum(known) / len(known) if known else None
    figures = {
        "net": sum(known),
        "mean": mean,
        "positive": sum(score > 0 for score in known),
        "negative": sum(score < 0 for score in known),
        "neutral": sum(score == 0 for score in known),
    }
    return worked(
        figures,
        Line("pairs_scored", len(known)),
        Line("interactions_positive", figures["positive"], "#{score > 0}"),
        Line("interactions_negative", figures["negative"], "#{score < 0}"),
        Line("interaction_net", sum(known), "Σ score"),
        Line("interaction_mean", mean, "interaction_net / pairs_scored"),
        caveats=("links_are_not_effects",),
    )


@method("crosswalk.three_way")
def three_way(
    first: Matrix,
    second: Matrix,
    rows: Sequence[str],
    middle: Sequence[str],
    cols: Sequence[str],
) -> Working:
    """Return the candidate links of rows and columns over a framework that both are linked to.

    The product of the two matrices of links as 0 and 1: entry (i, k) counts the middle nodes that
    link row i with column k. ``candidates`` names them. A candidate is a question for a reviewer
    and not a link. Errors as for the matrix.

    Source: Milepost, product of incidence matrices [computed].
    """
    _check(first, rows, middle)
    _check(second, middle, cols)
    via = {
        f"{row}|{col}": [
            name for j, name in enumerate(middle) if first[i][j] > 0 and second[j][k] > 0
        ]
        for i, row in enumerate(rows)
        for k, col in enumerate(cols)
    }
    candidates = {pair: names for pair, names in via.items() if names}
    return worked(
        {
            "product": [[len(via[f"{row}|{col}"]) for col in cols] for row in rows],
            "candidates": candidates,
        },
        *[
            Line("links_between", len(names), "Σ_j [first_ij > 0] × [second_jk > 0]", at=pair)
            for pair, names in candidates.items()
        ],
        Line("candidates", len(candidates), "#{(i, k): links_between > 0}"),
        caveats=("candidates_only",),
    )


@method("crosswalk.coders_agreement")
def coders_agreement(
    first: Sequence[Sequence[float | None]],
    second: Sequence[Sequence[float | None]],
    weights: str = "linear",
) -> Working:
    """Return the weighted kappa of two coders over the cells that both have coded.

    Cells are 0 to 3; a cell that one coder left out is set aside. None when there is nothing to
    compare or no variation. Raises ValueError for matrices of different shape, another entry, or
    weights that the kappa does not know.

    Source: Cohen (1968), as ``rating.weighted_kappa`` [irrCAC tests read].
    """
    if [len(row) for row in first] != [len(row) for row in second]:
        msg = "both coders code the same cells"
        raise ValueError(msg)
    table = [[0] * len(STRENGTHS) for _ in STRENGTHS]
    aside = []
    for i, (left, right) in enumerate(zip(first, second, strict=True)):
        for j, (one, other) in enumerate(zip(left, right, strict=True)):
            if one is None or other is None:
                aside.append(SetAside(f"[{i}][{j}]", one, "coded_by_one"))
            else:
                table[STRENGTHS.index(int(one))][STRENGTHS.index(int(other))] += 1
    compared = sum(map(sum, table))
    if not compared:
        return nothing(("kappa",), aside=aside, table=table, cells=0)
    kappa = weighted_kappa(table, weights)["kappa"]
    same = sum(table[k][k] for k in range(len(STRENGTHS))) / compared
    return worked(
        {"kappa": kappa, "cells": compared, "same": same, "table": table},
        Line("cells_compared", compared),
        Line("cells_same", same, "#{first = second} / cells_compared"),
        Line("kappa_of_coders", kappa, "(p_o - p_e) / (1 - p_e)"),
        aside=aside,
        caveats=("no_variation",) if kappa is None else (),
    )
