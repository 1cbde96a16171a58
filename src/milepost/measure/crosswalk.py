"""Coherence between two frameworks from a matrix of reviewed links.

Entries are 0 no link, 1 indirect, 2 direct, 3 identical. Degrees reflect the length of wordings and
the generosity of coders: they describe the matrix, not effects.
"""

from collections.abc import Sequence
from itertools import combinations

Matrix = Sequence[Sequence[float]]


def matrix(matrix: Matrix, rows: Sequence[str], cols: Sequence[str]) -> dict[str, object]:
    """Return density, degrees, what nothing links to, and the overlap of rows."""
    linked = [{j for j, strength in enumerate(row) if strength > 0} for row in matrix]
    column_degree = {name: sum(j in row for row in linked) for j, name in enumerate(cols)}
    cells = len(rows) * len(cols)
    return {
        "density": sum(map(len, linked)) / cells if cells else None,
        "row_degree": dict(zip(rows, map(len, linked), strict=True)),
        "col_degree": column_degree,
        "uncovered_columns": [name for name, degree in column_degree.items() if not degree],
        "uncovered_rows": [name for name, row in zip(rows, linked, strict=True) if not row],
        "shared": [[len(left & right) for right in linked] for left in linked],
        "jaccard": {
            f"{rows[i]}|{rows[j]}": _jaccard(linked[i], linked[j])
            for i, j in combinations(range(len(rows)), 2)
        },
        "strength_total": sum(map(sum, matrix)),
    }


def _jaccard(left: set[int], right: set[int]) -> float | None:
    either = left | right
    return len(left & right) / len(either) if either else None


def bipartite_degree_centrality(
    matrix: Matrix, rows: Sequence[str], cols: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Return each node's degree over the number of nodes on the other side."""
    centrality = {
        name: sum(strength > 0 for strength in row) / len(cols)
        for name, row in zip(rows, matrix, strict=True)
    }
    for j, name in enumerate(cols):
        centrality[name] = sum(row[j] > 0 for row in matrix) / len(rows)
    return {"centrality": centrality}


def nilsson_scores(scores: Sequence[Sequence[float | None]]) -> dict[str, float | int | None]:
    """Summarise interactions on Nilsson's scale from -3 (cancelling) to +3 (indivisible)."""
    known = [score for row in scores for score in row if score is not None]
    return {
        "net": sum(known),
        "mean": sum(known) / len(known) if known else None,
        "positive": sum(score > 0 for score in known),
        "negative": sum(score < 0 for score in known),
        "neutral": sum(score == 0 for score in known),
    }
