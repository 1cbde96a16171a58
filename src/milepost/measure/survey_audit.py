"""Checking a printed table of a survey by what is printed alone. Pure.

The check adds up what is shown, recomputes shares and intervals from the counts and sums beside
them, and attacks the hidden cells: it looks for the least and the most that each can be, as a
reader with patience would.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from milepost.measure.rounding import tidy
from milepost.measure.suppression import suppression_audit
from milepost.measure.survey_table import TOTAL, Figure, Row, Table, estimated

FAULTS = (
    "sums_differ",
    "figure_differs",
    "interval_differs",
    "hidden_has_figure",
    "small_cell_shown",
    "cells_do_not_fit",
    "cell_recoverable",
)
TOLERANCE = 1e-6
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a printed table, and where; ``option`` is empty for a whole row."""

    code: str
    stratum: str
    option: str = ""


def find_faults(table: Table, *, smallest: int, is_multiple: bool, is_census: bool) -> list[Fault]:
    """Return everything that a printed table gets wrong; an empty list when it holds.

    ``smallest`` is the smallest number of people that a cell may show.
    """
    faults = [*_rows(table), *_cells(table, is_census=is_census)]
    faults += _sums(table, is_multiple=is_multiple)
    faults += _small(table, smallest, is_multiple=is_multiple)
    options = list(table.rows[-1].figures)
    if is_multiple:
        for option in options:
            faults += _attack(table, [option], is_multiple=True)
    else:
        faults += _attack(table, options, is_multiple=False)
    return faults


def _rows(table: Table) -> Iterator[Fault]:
    """What stands beside the figures of each row."""
    *strata, total = table.rows
    for name in ("asked", "answered", "weighed", "squares"):
        if not _close(sum(getattr(row, name) for row in strata), getattr(total, name)):
            yield Fault("sums_differ", TOTAL)
    for row in table.rows:
        effective = tidy(row.weighed**2 / row.squares) if row.squares else None
        rate = tidy(row.answered / row.frame) if row.frame else None
        ratio = None
        if row.frame and total.frame and total.answered:
            ratio = tidy((row.answered / total.answered) / (row.frame / total.frame))
        stated = (row.effective, row.response_rate, row.representation)
        if stated != (effective, rate, ratio) or not 0 <= row.answered <= row.asked:
            yield Fault("figure_differs", row.stratum)


def _cells(table: Table, *, is_census: bool) -> Iterator[Fault]:
    """Each share from its count, and each interval from its share."""
    for row in table.rows:
        for option, figure in row.figures.items():
            numbers = (figure.count, figure.share, figure.low, figure.high)
            if figure.is_hidden:
                if any(number is not None for number in numbers):
                    yield Fault("hidden_has_figure", row.stratum, option)
                continue
            if figure.share is None:
                if row.answered:
                    yield Fault("figure_differs", row.stratum, option)
                continue
            again = estimated(row, figure.share * row.weighed, is_census=is_census)
            if not _same(again, figure):
                yield Fault("interval_differs", row.stratum, option)
            if table.weighting == "none" and not _close(
                figure.share * row.answered, figure.count if figure.count is not None else -1
            ):
                yield Fault("figure_differs", row.stratum, option)
            if figure.count is not None and not 0 <= figure.count <= row.answered:
                yield Fault("figure_differs", row.stratum, option)


def _sums(table: Table, *, is_multiple: bool) -> Iterator[Fault]:
    """Options of a row add up to all, strata of an option to its total."""
    *strata, total = table.rows
    for row in table.rows if not is_multiple else ():
        shown = [figure for figure in row.figures.values() if not figure.is_hidden]
        shares = [figure.share for figure in shown if figure.share is not None]
        slack = TOLERANCE + sum(figure.rounded_to for figure in shown)
        if len(shares) == len(row.figures) and abs(sum(shares) - 1) > slack:
            yield Fault("sums_differ", row.stratum)
        if sum(shares) > 1 + slack:
            yield Fault("sums_differ", row.stratum)
    for option, figure in total.figures.items():
        parts = [row.figures[option] for row in strata]
        if figure.is_hidden or any(part.is_hidden for part in parts):
            continue
        weighed = sum(
            row.weighed * part.share
            for row, part in zip(strata, parts, strict=True)
            if part.share is not None
        )
        if figure.count != sum(part.count or 0 for part in parts):
            yield Fault("sums_differ", TOTAL, option)
        if total.answered and not _close(weighed, (figure.share or 0) * total.weighed):
            yield Fault("sums_differ", TOTAL, option)


def _small(table: Table, smallest: int, *, is_multiple: bool) -> Iterator[Fault]:
    for row in table.rows:
        for option, figure in row.figures.items():
            if figure.count is None:
                continue
            rest = row.answered - figure.count
            if 0 < figure.count < smallest or (is_multiple and 0 < rest < smallest):
                yield Fault("small_cell_shown", row.stratum, option)


def _attack(table: Table, options: Sequence[str], *, is_multiple: bool) -> Iterator[Fault]:
    """Try to compute the hidden cells from the counts that are printed.

    The columns are the options, or one option chosen and not chosen. A total that is hidden or
    rounded frees its column. Some table that fits is found as a flow; the bounds of a hidden cell
    are the same from whichever table one begins.
    """
    *strata, total = table.rows
    hidden = _hidden(strata, options, is_multiple=is_multiple)
    if not hidden:
        return
    counts = _printed(strata, options, is_multiple=is_multiple)
    left = [row.answered - sum(n or 0 for n in counts[i]) for i, row in enumerate(strata)]
    wanted = _wanted(total, counts, options, is_multiple=is_multiple)
    filled = _fill(left, wanted, hidden)
    if filled is None:
        yield Fault("cells_do_not_fit", TOTAL, options[0] if is_multiple else "")
        return
    body = [[float(filled.get((r, c), n or 0)) for c, n in enumerate(counts[r])]
            for r in range(len(strata))]  # fmt: skip
    free = [column for column, number in enumerate(wanted) if number is None]
    if free:
        body.append([float(total.answered) * 2] * len(wanted))
    places = [*sorted(hidden), *((len(strata), column) for column in free)]
    bounds = suppression_audit(body, [list(place) for place in places])["bounds"]
    for row, column in sorted(hidden):
        low, high = bounds[f"{row},{column}"]
        if high - low < 0.5 and strata[row].answered:
            option = options[0] if is_multiple else options[column]
            yield Fault("cell_recoverable", strata[row].stratum, option)


def _hidden(strata: Sequence[Row], options: Sequence[str], *, is_multiple: bool) -> set[Place]:
    width = 2 if is_multiple else 1
    return {
        (number, column * width + side)
        for number, row in enumerate(strata)
        for column, option in enumerate(options)
        for side in range(width)
        if row.figures[option].is_hidden
    }


def _printed(
    strata: Sequence[Row], options: Sequence[str], *, is_multiple: bool
) -> list[list[int | None]]:
    rows: list[list[int | None]] = []
    for row in strata:
        counts = [row.figures[option].count for option in options]
        if is_multiple:
            counts.append(None if counts[0] is None else row.answered - counts[0])
        rows.append(counts)
    return rows


def _wanted(
    total: Row,
    counts: Sequence[Sequence[int | None]],
    options: Sequence[str],
    *,
    is_multiple: bool,
) -> list[int | None]:
    """Return how many the hidden cells of each column sum to; None where that is not printed."""
    totals = [total.figures[option].count for option in options]
    if is_multiple:
        totals.append(None if totals[0] is None else total.answered - totals[0])
    return [
        None if number is None else number - sum(row[column] or 0 for row in counts)
        for column, number in enumerate(totals)
    ]


def _fill(
    left: Sequence[int], wanted: Sequence[int | None], hidden: set[Place]
) -> dict[Place, int] | None:
    """Return some whole numbers for the hidden cells that meet the sums, or None.

    People of a row are placed one row after another; where a column is full, others are moved
    along a path of hidden cells (augmenting flow).
    """
    if any(number < 0 for number in left) or any(n is not None and n < 0 for n in wanted):
        return None
    filled = dict.fromkeys(sorted(hidden), 0)
    room = [sum(left) if number is None else number for number in wanted]
    printed = {column for column, number in enumerate(wanted) if number is not None}
    for row, number in enumerate(left):
        for _ in range(number):
            path = _way(row, room, filled, printed)
            if path is None:
                return None
            for place, step in path:
                filled[place] += step
            room[path[-1][0][1]] -= 1
    return None if any(room[column] for column in printed) else filled


def _way(
    row: int, room: Sequence[int], filled: Mapping[Place, int], printed: set[int]
) -> list[tuple[Place, int]] | None:
    """Return a path from a row to a column with room: cells that gain one and lose one in turn.

    Columns whose total is printed are filled first.
    """
    came: dict[int, list[tuple[Place, int]]] = {}
    queue: deque[tuple[int, list[tuple[Place, int]]]] = deque([(row, [])])
    seen = {row}
    while queue:
        here, path = queue.popleft()
        for place in filled:
            if place[0] != here or place[1] in came:
                continue
            came[place[1]] = [*path, (place, 1)]
            for other, count in filled.items():
                if other[1] == place[1] and count > 0 and other[0] not in seen:
                    seen.add(other[0])
                    queue.append((other[0], [*came[place[1]], (other, -1)]))
    open_columns = [column for column in came if room[column] > 0]
    if not open_columns:
        return None
    return came[min(open_columns, key=lambda c: (c not in printed, len(came[c]), c))]


def _same(again: Figure, figure: Figure) -> bool:
    return all(
        a is not None and b is not None and _close(a, b)
        for a, b in (
            (again.share, figure.share),
            (again.low, figure.low),
            (again.high, figure.high),
        )
    )


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= TOLERANCE * max(1.0, abs(one), abs(other))
