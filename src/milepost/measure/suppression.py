"""Small cells: which to hide, and whether an attacker could compute them from the margins."""

from collections import deque
from collections.abc import Mapping, Sequence
from math import inf, isclose

from milepost.measure.working import Line, Ruling, Working, method, worked

Node = tuple[str, int]
Edge = tuple[Node, Node]

NOTHING = 1e-12


@method("survey.suppress_row")
def suppress_row(cells: Mapping[str, int], k: int, total_published: bool = True) -> Working:
    """Choose the cells of one row to hide; zeros stay visible.

    Primary cells lie between 1 and k-1. When the total is published and what is hidden is one cell,
    or sums to less than k, the smallest visible cells above zero are hidden too until neither holds
    (or none is left: then the total must not be published). Raises ValueError for a negative count.
    Source: threshold rule with complementary cells [read]; the order is Milepost's.
    """
    if any(value < 0 for value in cells.values()):
        msg = "a count is not negative"
        raise ValueError(msg)
    primary = [name for name, value in cells.items() if 0 < value < k]
    secondary: list[str] = []
    others = sorted(
        (name for name, value in cells.items() if value >= k), key=lambda name: cells[name]
    )
    hidden = sum(cells[name] for name in primary)
    if primary and total_published:
        while others and (len(primary) + len(secondary) < 2 or hidden < k):
            secondary.append(others.pop(0))
            hidden += cells[secondary[-1]]
    number = len(primary) + len(secondary)
    gives_away = bool(primary) and total_published and (number < 2 or hidden < k)
    return worked(
        {"primary": primary, "secondary": secondary},
        Line("small_cells", len(primary), "#{0 < cell < k}"),
        Line("complementary_cells", len(secondary)),
        Line("hidden_together", hidden, "Σ hidden cells"),
        caveats=("total_gives_away",) if gives_away else (),
    )


@method("survey.suppression_audit")
def suppression_audit(table: Sequence[Sequence[float]], hidden: Sequence[Sequence[int]]) -> Working:
    """Return, for each hidden cell, the least and most it can be given all margins.

    The table and its row and column totals are public, except the ``hidden`` cells
    ``[row, column]``, of which only is known that they are not negative. ``safe`` is false when
    any cell can be computed exactly; ``exposed`` names those as "row,column". From the true table,
    a cell can grow by as much as can flow back from its column to its row through the other hidden
    cells, and shrink by the flow the other way (a transportation polytope is a network, so these
    bounds are exact, and every whole number between them is possible).
    Source: disclosure audit by linear programming [known], here as flows [own].
    """
    cells = {(row, column): float(table[row][column]) for row, column in hidden}
    bounds: dict[str, list[float]] = {}
    exposed: list[str] = []
    for row, column in cells:
        low, high = cell_bounds(cells, (row, column))
        bounds[f"{row},{column}"] = [low, high]
        if isclose(low, high, abs_tol=1e-9):
            exposed.append(f"{row},{column}")
    return worked(
        {"bounds": bounds, "exposed": exposed, "safe": not exposed},
        Line("cells_hidden", len(cells)),
        Line("cells_exposed", len(exposed), "#{least = most}"),
        *(Line("least_possible", low, at=name) for name, (low, _) in bounds.items()),
        *(Line("most_possible", high, at=name) for name, (_, high) in bounds.items()),
        ruling=Ruling(
            "cells_recoverable" if exposed else "cells_protected",
            "cells_exposed",
            float(len(exposed)),
            ">" if exposed else "=",
            0.0,
        ),
    )


def cell_bounds(
    cells: Mapping[tuple[int, int], float], place: tuple[int, int]
) -> tuple[float, float]:
    """Return the least and the most that one of the hidden ``cells`` can be, given all margins."""
    row, column = place
    grow = _most_flow(cells, place, ("column", column), ("row", row))
    shrink = _most_flow(cells, place, ("row", row), ("column", column))
    return cells[place] - min(cells[place], shrink), cells[place] + grow


def _most_flow(
    cells: Mapping[tuple[int, int], float], without: tuple[int, int], source: Node, sink: Node
) -> float:
    """Return the largest flow between two margins when one cell is left out.

    Any cell may grow without bound (row to column) and shrink to zero (column to row).
    """
    room: dict[Node, dict[Node, float]] = {source: {}, sink: {}}
    for (row, column), value in cells.items():
        if (row, column) != without:
            room.setdefault(("row", row), {})["column", column] = inf
            room.setdefault(("column", column), {})["row", row] = value
    flow = 0.0
    while path := _shortest_path(room, source, sink):
        amount = min(room[start][end] for start, end in path)  # some cell on it shrinks
        for start, end in path:
            room[start][end] -= amount
            room[end][start] += amount
        flow += amount
    return flow


def _shortest_path(
    room: Mapping[Node, Mapping[Node, float]], source: Node, sink: Node
) -> list[Edge]:
    """Return the edges of a shortest path with room left, or an empty list."""
    came: dict[Node, Node] = {}
    queue = deque([source])
    while queue and sink not in came:
        node = queue.popleft()
        for other, left in room[node].items():
            if left > NOTHING and other not in came and other != source:
                came[other] = node
                queue.append(other)
    path: list[Edge] = []
    node = sink
    while node in came:
        path.append((came[node], node))
        node = came[node]
    return path
