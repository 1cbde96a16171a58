"""What an expression gives for one place: the specification of derived indicators. Pure.

For each period the result is a value, or missing with a reason; a missing input, and a division
by zero, make the result missing and never zero. The engine's bulk form must agree with this.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from milepost.measure.expression import (
    Index,
    Node,
    Number,
    Operation,
    Reference,
    Spread,
    Window,
)
from milepost.measure.rounding import tidy

STATUS_ORDER: Final = ("I", "E", "F", "B", "U", "P", "D")
"""Which status a result takes when its inputs have several: the one that warns most."""

ORDINARY: Final = "A"
MISSING: Final = "O"

REASONS: Final[dict[str, str]] = {
    "input_missing": "An input has no value for this period.",
    "division_by_zero": "The denominator is zero.",
    "no_base": "There is no value in the base year.",
    "too_few_periods": "Fewer periods than the function asks for.",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One value that went in: of which indicator, period and vintage; ``value`` may be missing."""

    indicator: str
    period: str
    breakdown: str
    value: float | None
    vintage: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One result: ``value`` or, when it is None, ``why``; ``sources`` are what it was made from."""

    value: float | None
    status: str = ORDINARY
    why: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """One observation of an input, for one place: ``start`` is the decimal year it begins at."""

    period: str
    start: float
    breakdown: str
    value: float | None
    status: str = ORDINARY
    counterpart: str = ""
    vintage: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The inputs of one place: observations by indicator key."""

    inputs: Mapping[str, Sequence[Given]]


Series = dict[str, Cell]


def evaluate(node: Node, place: Place, breakdown: str = "") -> Series:
    """Return period to result for one place and breakdown.

    The periods are those that all inputs have which take no value from a neighbouring period;
    when all do, those of the first. Numbers keep their full precision on the way and are rounded
    to ten significant digits at the end.
    """
    wanted = list(leaves(node))
    fixed = [leaf for leaf in wanted if not _reference_of(leaf).within] or wanted[:1]
    periods: dict[str, float] | None = None
    for leaf in fixed:
        own = {row.period: row.start for row in _rows_of(leaf, place, breakdown)}
        periods = own if periods is None else {p: s for p, s in periods.items() if p in own}
    order = sorted((periods or {}).items(), key=lambda item: (item[1], item[0]))
    found = _walk(node, _Context(place, breakdown, tuple(order)))
    return {
        period: cell if cell.value is None else replace(cell, value=tidy(cell.value))
        for period, cell in found.items()
    }


def leaves(node: Node) -> Iterator[Reference | Spread]:
    """Yield what a tree reads, from left to right: references, and references with a spread."""
    match node:
        case Reference() | Spread():
            yield node
        case Operation(left=left, right=right):
            yield from leaves(left)
            yield from leaves(right)
        case Window(operand=operand) | Index(operand=operand):
            yield from leaves(operand)
        case Number():
            return


def _reference_of(leaf: Reference | Spread) -> Reference:
    return leaf.reference if isinstance(leaf, Spread) else leaf


def _rows_of(leaf: Reference | Spread, place: Place, breakdown: str) -> list[Given]:
    if isinstance(leaf, Reference):
        return _rows(leaf, place, breakdown)
    rows = place.inputs.get(leaf.reference.key, ())
    return [row for row in rows if _is_member(row, leaf.dimension)]


@dataclass(frozen=True, slots=True)
class _Context:
    place: Place
    breakdown: str
    periods: tuple[tuple[str, float], ...]


def _rows(reference: Reference, place: Place, breakdown: str) -> list[Given]:
    wanted = breakdown if reference.breakdown is None else reference.breakdown
    rows = place.inputs.get(reference.key, ())
    return [row for row in rows if row.breakdown == wanted and not row.counterpart]


def _walk(node: Node, context: _Context) -> Series:
    match node:
        case Number(value=value):
            return {period: Cell(value) for period, _start in context.periods}
        case Reference():
            return _look_up(node, context)
        case Operation(sign=sign, left=left, right=right):
            first, second = _walk(left, context), _walk(right, context)
            return {
                period: _combine(sign, first[period], second[period])
                for period, _start in context.periods
            }
        case Window(function=function, operand=operand, periods=count):
            return _windowed(function, _walk(operand, context), context, count)
        case Index(operand=operand, base=base):
            return _indexed(_walk(operand, context), context, base)
        case Spread():
            return _spread(node, context)


def _look_up(reference: Reference, context: _Context) -> Series:
    rows = {row.period: row for row in _rows(reference, context.place, context.breakdown)}
    found: Series = {}
    for period, start in context.periods:
        row = rows.get(period)
        if (row is None or row.value is None) and reference.within:
            near = [
                other
                for other in rows.values()
                if other.value is not None and tidy(abs(other.start - start)) <= reference.within
            ]
            # The nearest; of two equally near the earlier, whose figure was known first.
            row = min(
                near, key=lambda other: (tidy(abs(other.start - start)), other.start), default=row
            )
        found[period] = _cell(reference.key, row)
    return found


def _cell(key: str, row: Given | None) -> Cell:
    if row is None:
        return Cell(None, MISSING, "input_missing")
    source = Source(key, row.period, row.breakdown, row.value, row.vintage)
    if row.value is None:
        return Cell(None, MISSING, "input_missing", (source,))
    return Cell(row.value, row.status or ORDINARY, "", (source,))


_OPERATIONS: Final[dict[str, Callable[[float, float], float]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


def _combine(sign: str, left: Cell, right: Cell) -> Cell:
    sources = (*left.sources, *right.sources)
    if left.value is None or right.value is None:
        why = left.why if left.value is None else right.why
        return Cell(None, MISSING, why, sources)
    if sign == "/" and right.value == 0:
        return Cell(None, MISSING, "division_by_zero", sources)
    value = _OPERATIONS[sign](left.value, right.value)
    return Cell(value, worst(left.status, right.status), "", sources)


def worst(*statuses: str) -> str:
    """Return the status that warns most; ``A`` when none of them warns."""
    return next((code for code in STATUS_ORDER if code in statuses), ORDINARY)


def _windowed(function: str, series: Series, context: _Context, count: int) -> Series:
    names = [period for period, _start in context.periods]
    found: Series = {}
    for index, period in enumerate(names):
        if function == "mean":
            window = [series[name] for name in names[max(0, index - count + 1) : index + 1]]
            found[period] = _mean(window, count)
            continue
        before = series[names[index - count]] if index >= count else None
        if before is None:
            found[period] = Cell(None, MISSING, "too_few_periods", series[period].sources)
        elif function == "lag":
            found[period] = before
        else:
            found[period] = _combine("-", series[period], before)
    return found


def _mean(window: Sequence[Cell], count: int) -> Cell:
    sources = tuple(source for cell in window for source in cell.sources)
    if len(window) < count:
        return Cell(None, MISSING, "too_few_periods", sources)
    values = [cell.value for cell in window if cell.value is not None]
    if len(values) < count:
        return Cell(None, MISSING, "input_missing", sources)
    return Cell(sum(values) / count, worst(*(cell.status for cell in window)), "", sources)


def _indexed(series: Series, context: _Context, base: int) -> Series:
    start = next((series[p] for p, s in context.periods if s == float(base)), None)
    found: Series = {}
    for period, cell in series.items():
        if start is None or start.value is None:
            found[period] = Cell(None, MISSING, "no_base", cell.sources)
        else:
            found[period] = _combine("*", Cell(100.0), _combine("/", cell, start))
    return found


def _spread(node: Spread, context: _Context) -> Series:
    groups: dict[str, list[Given]] = {}
    for row in _rows_of(node, context.place, context.breakdown):
        groups.setdefault(row.period, []).append(row)
    found: Series = {}
    for period, _start in context.periods:
        rows = groups.get(period, [])
        found[period] = _spread_of(node, rows)
    return found


def _is_member(row: Given, dimension: str) -> bool:
    """Whether a row is one part of the whole: one counterpart, or one code of the dimension."""
    if dimension == "counterpart":
        return bool(row.counterpart) and not row.breakdown
    parts = row.breakdown.split("|")
    return not row.counterpart and len(parts) == 1 and parts[0].startswith(f"{dimension}=")


def _spread_of(node: Spread, rows: Sequence[Given]) -> Cell:
    key = node.reference.key
    sources = tuple(Source(key, r.period, r.breakdown, r.value, r.vintage) for r in rows)
    # A part without a value leaves the whole unknown: shares of what is left would mislead.
    values = [row.value for row in rows if row.value is not None]
    if not rows or len(values) < len(rows):
        return Cell(None, MISSING, "input_missing", sources)
    status = worst(*(row.status for row in rows))
    total = sum(values)
    if node.function == "sum":
        return Cell(total, status, "", sources)
    if total * total == 0:
        return Cell(None, MISSING, "division_by_zero", sources)
    squares = sum(value * value for value in values) / (total * total)
    if node.function == "hhi":
        return Cell(squares, status, "", sources)
    if squares == 0:
        return Cell(None, MISSING, "division_by_zero", sources)
    return Cell(1 / squares, status, "", sources)
