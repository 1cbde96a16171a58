"""Which cells of a survey table to hide, so that no hidden one follows from what is printed. Pure.

A cell of 1 to k - 1 people is small. It is protected when, by all that is public, it could as well
hold k people (or everybody who answered in its row, when these are fewer), and when no hidden cell
has one possible value only. The reader is not told which of the hidden cells are the small ones.

Sources: threshold rule with complementary cells and the attack on them as in ``suppression``. The
attack on weighted totals by whole numbers is Milepost's: a weighted total beside counts of people
is a second equation, and whole numbers of people that meet an exact weighted total are often one
only. Such totals are therefore rounded, and shown only when another table of whole people, found by
search, prints the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, product

from milepost.measure.rounding import tidy
from milepost.measure.suppression import cell_bounds

Cell = tuple[int, int]
Hidden = dict[Cell, str]
"""Row and column of a hidden cell -> ``small`` or ``complementary``; the last row is the total."""
Piles = Mapping[Cell, Sequence[float]]
"""Row and column -> the weights of the people in the cell."""

MOST_MOVED = 12
MOST_WAYS = 8
PRECISIONS = (0.01, 0.05, 0.1)
"""What a weighted total beside hidden cells is rounded to: the first that gives nothing away."""


def coarse(share: float, precision: float) -> float:
    """Return a share rounded to a multiple of ``precision``."""
    return tidy(round(tidy(share / precision)) * precision)


def hide(counts: Sequence[Sequence[int]], smallest: int) -> Hidden:
    """Choose the cells of a table to hide; the last row is the sum of the others.

    Sums of rows and columns are public. Cells of 1 to ``smallest`` - 1 are hidden first. Then, as
    long as a hidden cell is not protected, the smallest visible cell above zero that shares a row
    or column with it is hidden too; zeros and then totals only when nothing else is left.
    """
    hidden: Hidden = {
        (row, column): "small"
        for row, cells in enumerate(counts)
        for column, count in enumerate(cells)
        if 0 < count < smallest
    }
    last = len(counts) - 1
    while True:
        alone = _plainly_exposed(counts, hidden, smallest)
        exposed = alone or _exposed(counts, hidden, smallest)
        visible = [
            (row == last, count == 0, count, row, column)
            for row, cells in enumerate(counts)
            for column, count in enumerate(cells)
            if (row, column) not in hidden and any(cells)
        ]
        if not exposed or not visible:
            return hidden
        rows = {row for row, _column in exposed}
        columns = set() if alone else {column for _row, column in exposed}
        near = [item for item in visible if item[3] in rows or item[4] in columns]
        _total, _zero, _count, row, column = min(near or visible)
        hidden[row, column] = "complementary"


def _needed(counts: Sequence[Sequence[int]], cell: Cell, smallest: int) -> int:
    """Return how many people a small cell must be able to hold."""
    return min(smallest, sum(counts[cell[0]]))


def _plainly_exposed(counts: Sequence[Sequence[int]], hidden: Hidden, smallest: int) -> list[Cell]:
    """Return cells that are alone in their row, or hidden in it with too few others: no search."""
    found = []
    for row, cells in enumerate(counts):
        inside = [cell for cell in hidden if cell[0] == row]
        together = sum(counts[r][c] for r, c in inside)
        is_all = len(inside) == len(cells)
        if inside and not is_all and (len(inside) == 1 or together < min(smallest, sum(cells))):
            found += inside
    return found


def _exposed(counts: Sequence[Sequence[int]], hidden: Hidden, smallest: int) -> list[Cell]:
    """Return the hidden cells that are not protected, by the exact bounds of each.

    A hidden total frees its column: a row of slack takes what the column may hold in more or less.
    The slack begins high enough never to stand in the way.
    """
    if not hidden:
        return []
    last = len(counts) - 1
    body = [list(map(float, row)) for row in counts[:-1]]
    whole = float(sum(counts[last]))
    inside = [cell for cell in hidden if cell[0] != last]
    freed = sorted(column for row, column in hidden if row == last)
    if freed:
        body.append([float(count) + whole for count in counts[last]])
    cells = {(row, column): body[row][column] for row, column in inside}
    cells |= {(last, column): body[last][column] for column in freed}
    found = []
    for row, column in cells:
        wanted = 0
        if hidden[row, column] == "small":
            wanted = _needed(counts, (row, column), smallest)
        if row != last and _can_swap(cells, (row, column), wanted):
            continue
        low, high = cell_bounds(cells, (row, column))
        if row == last:  # slack: what the total gains, the slack loses
            whole_column = 2 * counts[last][column] + whole
            low, high = whole_column - high, whole_column - low
        if high - low < 0.5 or high < wanted:
            found.append((row, column))
    return found


def _can_swap(cells: Mapping[Cell, float], cell: Cell, wanted: int) -> bool:
    """Whether a swap with three other hidden cells protects a cell; saves most of the flows."""
    row, column = cell
    beside = [c for r, c in cells if r == row and c != column]
    below = [r for r, c in cells if c == column and r != row]
    need = max(1, wanted - int(cells[cell]))
    return any(
        min(cells[row, other], cells[other_row, column]) >= need
        for other in beside
        for other_row in below
        if (other_row, other) in cells
    )


def hide_weighted(
    piles: Piles, shape: tuple[int, int], smallest: int
) -> tuple[Hidden, dict[int, float]]:
    """Choose the cells to hide when the totals are weighted, and how totals are rounded.

    ``shape``: rows (the total not among them) and columns. Returns the hidden cells, and for each
    column with some of them what its total is rounded to. What ``hide`` asks for is hidden; then,
    as long as no other table of whole people gives a hidden cell another value and prints the same
    totals, the totals concerned are rounded more, and at last hidden, at least two of them.
    """
    rows, columns = shape
    body = [[len(piles[row, column]) for column in range(columns)] for row in range(rows)]
    counts = [*body, [sum(line[column] for line in body) for column in range(columns)]]
    hidden = hide(counts, smallest)
    steps = {column: PRECISIONS[0] for row, column in hidden if row != rows}
    while exposed := _without_witness(piles, counts, hidden, smallest, steps):
        meant = _columns_shown(exposed, hidden, rows)
        if not meant:
            break
        finest = min(meant, key=lambda column: (steps[column], counts[rows][column], column))
        if steps[finest] < PRECISIONS[-1]:
            steps[finest] = PRECISIONS[PRECISIONS.index(steps[finest]) + 1]
            continue
        hidden[rows, finest] = "complementary"
        others = sorted(
            (counts[rows][column], column)
            for column in range(columns)
            if (rows, column) not in hidden
        )
        if others and sum(row == rows for row, _column in hidden) < 2:
            hidden[rows, others[0][1]] = "complementary"
    return hidden, {c: step for c, step in steps.items() if (rows, c) not in hidden}


def _columns_shown(exposed: Sequence[Cell], hidden: Hidden, total: int) -> set[int]:
    """Return the columns with a total shown in which a row of an exposed cell has hidden cells."""
    rows = {row for row, _column in exposed}
    return {c for r, c in hidden if r in rows and (total, c) not in hidden}


def _without_witness(
    piles: Piles,
    counts: Sequence[Sequence[int]],
    hidden: Hidden,
    smallest: int,
    steps: Mapping[int, float],
) -> list[Cell]:
    """Return the hidden cells for which no other table was found that prints the same."""
    last = len(counts) - 1
    whole = sum(weight for pile in piles.values() for weight in pile)
    kept = {
        column: (sum(sum(piles[row, column]) for row in range(last)), step)
        for column, step in steps.items()
        if (last, column) not in hidden
    }

    def prints_the_same(change: Mapping[int, float]) -> bool:
        return all(
            coarse(mass / whole, step) == coarse((mass + change.get(column, 0.0)) / whole, step)
            for column, (mass, step) in kept.items()
        )

    found = []
    for cell in hidden:
        if cell[0] != last:
            goal = _needed(counts, cell, smallest) if hidden[cell] == "small" else 0
            tables = _other_tables(piles, hidden, cell, goal)
            if not any(prints_the_same(change) for change in tables):
                found.append(cell)
    return found


def _other_tables(
    piles: Piles, hidden: Hidden, cell: Cell, goal: int
) -> Iterator[dict[int, float]]:
    """Yield by how much weight the columns change in tables where ``cell`` has another value.

    People are moved into the cell (to ``goal`` at least), or out of it when there is no goal, from
    other hidden cells of its row; in other rows people are moved the other way, so that the
    weighted totals stay as near as possible.
    """
    row, column = cell
    others = [c for r, c in hidden if r == row and c != column]
    here = len(piles[cell])
    orders = [sorted(others, key=lambda c: (-len(piles[row, c]), c))]
    orders += [[first, *(c for c in orders[0] if c != first)] for first in orders[0][1:]]
    for number in range(max(1, goal - here), max(1, goal - here) + MOST_MOVED):
        for order in orders:
            yield from _balanced(piles, hidden, cell, _moved_in(piles, row, order, number))
    for other in () if goal else others:
        for number in range(1, min(here, MOST_MOVED) + 1):
            mass = sum(piles[cell][:number])
            yield from _balanced(piles, hidden, cell, {other: -mass})


def _moved_in(piles: Piles, row: int, others: Sequence[int], number: int) -> dict[int, float]:
    """Return the weight taken from each other cell of the row for ``number`` people; else nothing.

    Cells give in the order in which they stand.
    """
    taken: dict[int, float] = {}
    for other in others:
        gives = min(number, len(piles[row, other]))
        if gives:
            taken[other] = sum(piles[row, other][:gives])
            number -= gives
    return {} if number else taken


def _balanced(
    piles: Piles, hidden: Hidden, cell: Cell, taken: Mapping[int, float]
) -> Iterator[dict[int, float]]:
    """Yield the change of the columns with the moves undone, as far as can be, in other rows.

    ``taken``: other column -> the weight that came from it into the cell (negative: went there).
    No row is used for two columns, so that nobody is moved twice.
    """
    if not taken:
        return
    row, column = cell
    rows = sorted({r for r, c in hidden if c == column and r != row and (r, c) in piles})
    ways = []
    for other, mass in taken.items():
        giver = column if mass > 0 else other
        sums = {r: [0.0, *accumulate(piles[r, giver])] for r in rows if (r, other) in hidden}
        sign = 1 if mass > 0 else -1
        ways.append([(other, mass, sign * b, used) for b, used in _undone(sums, abs(mass))])
    for way in product(*ways):
        used = [r for _other, _mass, _back, rows_used in way for r in rows_used]
        if len(used) == len(set(used)):
            change = {other: back - mass for other, mass, back, _used in way}
            yield {**change, column: -sum(change.values())}


def _undone(
    sums: Mapping[int, Sequence[float]], mass: float
) -> list[tuple[float, tuple[int, ...]]]:
    """Return weights near ``mass`` that other rows can give back, nearest first, and these rows.

    Nothing is given back, or one row gives, or one row gives and a second the rest.
    """
    found: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for row, totals in sums.items():
        for total in sorted(totals[1:], key=lambda given: abs(given - mass))[:MOST_WAYS]:
            found.append((total, (row,)))
            for second, more in sums.items():
                if second != row and len(more) > 1:
                    rest = min(more[1:], key=lambda given: abs(total + given - mass))
                    found.append((total + rest, (row, second)))
    found.sort(key=lambda way: abs(way[0] - mass))
    return found[:MOST_WAYS]
