"""What an expression gives for one place: the specification of derived indicators. Pure.

For each period the result is a value, or missing with a reason; a missing input, and a division
by zero, make the result missing and never zero. The engine's bulk form must agree with this.

Periods are those of the calendar: one year before 2013 is 2012, also where the series has nothing
for 2012. Years, quarters and months of one series are series of their own.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from milepost.measure.calendar import PER_YEAR, Step, earlier, month_of, period_of, step_of
from milepost.measure.expression import (
    COUNTERPART,
    Index,
    Leaf,
    Node,
    Number,
    Operation,
    Reference,
    Spread,
    Window,
    leaves,
    reference_of,
)
from milepost.measure.expression_scope import follows_breakdown, is_fixed, settle, terms
from milepost.measure.rounding import tidy
from milepost.measure.series import MISSING_STATUSES

STATUS_ORDER: Final = ("I", "E", "F", "B", "U", "P", "D")
"""Which status a result takes when its inputs have several: the one that warns most."""

ORDINARY: Final = "A"
MISSING: Final = "O"
MONTHS: Final = 12

REASONS: Final[dict[str, str]] = {
    "input_missing": "An input has no value for this period.",
    "division_by_zero": "The denominator is zero.",
    "no_base": "There is no value in the base year.",
    "too_few_periods": "The series has not all the periods that the function asks for.",
    "negative_part": "A part of the whole is negative, so there are no shares.",
    "zero_whole": "All parts of the whole are zero, so there are no shares.",
    "too_large": "The result is too large to be a number.",
}
"""Why a result is missing. The engine knows them by their place in this list, from 1."""

REFUSED: Final = frozenset({"negative_part", "zero_whole", "too_large"})
"""Reasons that speak of figures which should be looked at, and not of what is not known yet."""


@dataclass(frozen=True, slots=True)
class Source:
    """One value that went in: of which indicator, period and vintage; ``value`` may be missing.

    ``instead_of`` is the period that had none, when this value of a neighbouring one stands in;
    ``over`` the dimension, when this is one part of a whole.
    """

    indicator: str
    period: str
    breakdown: str
    value: float | None
    vintage: str = ""
    counterpart: str = ""
    status: str = ORDINARY
    instead_of: str = ""
    over: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One result: ``value`` or, when it is None, ``why``; ``sources`` are what it was made from."""

    value: float | None
    status: str = ORDINARY
    why: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """One observation of an input, for one place."""

    period: str
    value: float | None
    status: str = ORDINARY
    breakdown: str = ""
    counterpart: str = ""
    vintage: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The inputs of one place: observations by indicator key, no two of the same period,
    breakdown and counterpart.
    """

    inputs: Mapping[str, Sequence[Given]]


Series = dict[str, Cell]


def evaluate(node: Node, place: Place, breakdown: str = "") -> Series:
    """Return period to result for one place and breakdown, oldest period first.

    The periods are those that all inputs have which take no value from elsewhere (``within``,
    ``lag``); when all do, those of the first. Numbers keep their full precision on the way and
    are rounded to ten significant digits at the end.
    """
    tree = settle(node)
    if breakdown and not follows_breakdown(tree):
        return {}
    working = _Working(place, breakdown)
    steps = sorted(working.periods(tree), key=lambda step: (month_of(step), step))
    return {period_of(step): _tidied(working.cell(tree, step)) for step in steps}


def breakdowns_of(node: Node, place: Place) -> list[str]:
    """Return the breakdowns for which a place can have a result, sorted."""
    tree = settle(node)
    if not follows_breakdown(tree):
        return [""]
    keys = {leaf.key for leaf in leaves(tree) if isinstance(leaf, Reference)}
    return sorted({row.breakdown for key in keys for row in place.inputs.get(key, ())} | {""})


def _tidied(cell: Cell) -> Cell:
    return cell if cell.value is None else replace(cell, value=tidy(cell.value))


class _Working:
    """The evaluation of one settled tree at one place and breakdown."""

    def __init__(self, place: Place, breakdown: str) -> None:
        self.place, self.breakdown = place, breakdown
        self.known: dict[Leaf, dict[Step, Cell]] = {}
        self.done: dict[tuple[int, Step], Cell] = {}
        self.spans: dict[int, frozenset[Step]] = {}

    def periods(self, node: Node) -> frozenset[Step]:
        """Return the steps for which a scope or a term has a result, with or without value."""
        if id(node) not in self.spans:
            self.spans[id(node)] = frozenset(self._periods(node))
        return self.spans[id(node)]

    def _periods(self, node: Node) -> Iterable[Step]:
        match node:
            case Reference() | Spread():
                return self.rows(node)
            case Window(operand=operand) | Index(operand=operand):
                return self.periods(operand)
            case _:
                fixed = [self.periods(term) for term in terms(node) if is_fixed(term)]
                return frozenset.intersection(*fixed) if fixed else ()

    def cell(self, node: Node, step: Step) -> Cell:
        """Return the result of a node in one period."""
        key = (id(node), step)
        if key not in self.done:
            self.done[key] = self._cell(node, step)
        return self.done[key]

    def _cell(self, node: Node, step: Step) -> Cell:
        match node:
            case Number(value=value):
                return Cell(value)
            case Reference() | Spread():
                return self._look_up(node, step)
            case Operation(sign=sign, left=left, right=right):
                return _combine(sign, self.cell(left, step), self.cell(right, step))
            case Window():
                return self._windowed(node, step)
            case Index():
                return self._indexed(node, step)

    def rows(self, leaf: Leaf) -> dict[Step, Cell]:
        """Return what an input has: step to cell."""
        if leaf not in self.known:
            groups: dict[Step, list[Given]] = {}
            for row in self.place.inputs.get(reference_of(leaf).key, ()):
                if self._belongs(leaf, row):
                    groups.setdefault(step_of(row.period), []).append(row)
            self.known[leaf] = {
                step: _spread_of(leaf, rows) if isinstance(leaf, Spread) else _cell_of(leaf, rows)
                for step, rows in groups.items()
            }
        return self.known[leaf]

    def _belongs(self, leaf: Leaf, row: Given) -> bool:
        if isinstance(leaf, Spread):
            return is_part(leaf.dimension, row.breakdown, row.counterpart)
        wanted = self.breakdown if leaf.breakdown is None else leaf.breakdown
        return row.breakdown == wanted and not row.counterpart

    def _look_up(self, leaf: Leaf, step: Step) -> Cell:
        rows = self.rows(leaf)
        own = rows.get(step)
        within = reference_of(leaf).within
        if not within or (own is not None and own.value is not None):
            return own or self._nothing(leaf, step)
        month = month_of(step)
        near = [
            (abs(month_of(other) - month), month_of(other), other)
            for other, cell in rows.items()
            if cell.value is not None and abs(month_of(other) - month) <= within * MONTHS
        ]
        if not near:
            return own or self._nothing(leaf, step)
        # The nearest; of two equally near the earlier, whose figure was known first.
        found, asked = rows[min(near)[2]], period_of(step)
        return replace(found, sources=tuple(replace(s, instead_of=asked) for s in found.sources))

    def _nothing(self, leaf: Leaf, step: Step) -> Cell:
        reference = reference_of(leaf)
        breakdown = self.breakdown if reference.breakdown is None else reference.breakdown
        nothing = Source(reference.key, period_of(step), breakdown, None, status=MISSING)
        return Cell(None, MISSING, "input_missing", (nothing,))

    def _windowed(self, node: Window, step: Step) -> Cell:
        operand = node.operand
        if node.function == "mean":
            return self._mean(node, step)
        before = earlier(step, node.periods)
        own = () if node.function == "lag" else self.cell(operand, step).sources
        if before is None or before not in self.periods(operand):
            return Cell(None, MISSING, "too_few_periods", own)
        if node.function == "lag":
            return self.cell(operand, before)
        return _combine("-", self.cell(operand, step), self.cell(operand, before))

    def _mean(self, node: Window, step: Step) -> Cell:
        wanted = [earlier(step, back) for back in reversed(range(node.periods))]
        have = self.periods(node.operand)
        cells = [self.cell(node.operand, s) for s in wanted if s is not None and s in have]
        sources = tuple(source for cell in cells for source in cell.sources)
        known = [cell for cell in cells if cell.value is not None]
        if step.kind not in PER_YEAR or len(known) < (node.least or node.periods):
            why = "too_few_periods" if len(cells) < node.periods else "input_missing"
            return Cell(None, MISSING, why, sources)
        status = worst(*(cell.status for cell in known))
        return _divided([cell.value or 0.0 for cell in known], len(known), status, sources)

    def _indexed(self, node: Index, step: Step) -> Cell:
        cell = self.cell(node.operand, step)
        base = self._base(node, step)
        if base is None:
            return Cell(None, MISSING, "no_base", cell.sources)
        return _combine("*", Cell(100.0), _combine("/", cell, base))

    def _base(self, node: Index, step: Step) -> Cell | None:
        """Return the mean of the base year, which must be whole; None without one."""
        count = PER_YEAR.get(step.kind, 0)
        steps = [Step(step.kind, node.base * count + part) for part in range(count)]
        have = self.periods(node.operand)
        cells = [self.cell(node.operand, s) for s in steps if s in have]
        values = [cell.value for cell in cells if cell.value is not None]
        if not count or len(values) < count:
            return None
        sources = tuple(source for cell in cells for source in cell.sources)
        base = _divided(values, count, worst(*(cell.status for cell in cells)), sources)
        return None if base.value is None else base


def is_usable(value: float | None, status: str) -> bool:
    """Whether an observation has a value to compute with."""
    return value is not None and math.isfinite(value) and status not in MISSING_STATUSES


def is_part(dimension: str, breakdown: str, counterpart: str) -> bool:
    """Whether a row is one part of the whole: one counterpart, or one code of the dimension."""
    if dimension == COUNTERPART:
        return bool(counterpart) and not breakdown
    return not counterpart and "|" not in breakdown and breakdown.startswith(f"{dimension}=")


def worst(*statuses: str) -> str:
    """Return the status that warns most; ``A`` when none of them warns."""
    return next((code for code in STATUS_ORDER if code in statuses), ORDINARY)


def _source(key: str, row: Given, over: str = "") -> Source:
    value = row.value if is_usable(row.value, row.status) else None
    status = row.status or ORDINARY
    return Source(
        key, row.period, row.breakdown, value, row.vintage, row.counterpart, status, over=over
    )


def _cell_of(leaf: Reference, rows: Sequence[Given]) -> Cell:
    source = _source(leaf.key, rows[0])
    if source.value is None:
        return Cell(None, MISSING, "input_missing", (source,))
    return Cell(source.value, worst(source.status), "", (source,))


def _combine(sign: str, left: Cell, right: Cell) -> Cell:
    sources = (*left.sources, *right.sources)
    if left.value is None or right.value is None:
        why = left.why if left.value is None else right.why
        return Cell(None, MISSING, why, sources)
    if sign == "/" and right.value == 0:
        return Cell(None, MISSING, "division_by_zero", sources)
    value = _computed(sign, left.value, right.value)
    return _finite(Cell(value, worst(left.status, right.status), "", sources))


def _computed(sign: str, left: float, right: float) -> float:
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    return left * right if sign == "*" else left / right


def _finite(cell: Cell) -> Cell:
    if cell.value is None or math.isfinite(cell.value):
        return cell
    return Cell(None, MISSING, "too_large", cell.sources)


def _added(values: Sequence[float]) -> float:
    """Return the exact sum, rounded once; infinite when it is too large."""
    try:
        return math.fsum(values)
    except OverflowError:
        return math.inf


def _divided(values: Sequence[float], by: int, status: str, sources: tuple[Source, ...]) -> Cell:
    return _finite(Cell(_added(values) / by, status, "", sources))


def _spread_of(node: Spread, rows: Sequence[Given]) -> Cell:
    """Return how parts spread. Source of ``hhi`` and ``effective``: Herfindahl and Hirschman."""
    sources = tuple(_source(node.reference.key, row, node.dimension) for row in rows)
    # A part without a value leaves the whole unknown: shares of what is left would mislead.
    values = [source.value for source in sources if source.value is not None]
    if len(values) < len(sources):
        return Cell(None, MISSING, "input_missing", sources)
    total, status = _added(values), worst(*(source.status for source in sources))
    if node.function == "sum":
        return _finite(Cell(total, status, "", sources))
    if min(values) < 0:
        return Cell(None, MISSING, "negative_part", sources)
    if total == 0:
        return Cell(None, MISSING, "zero_whole", sources)
    if not math.isfinite(total):
        return Cell(None, MISSING, "too_large", sources)
    if node.function not in {"hhi", "effective"}:
        return Cell(total, status, "", sources)
    index = math.fsum((value / total) ** 2 for value in values)
    return Cell(index if node.function == "hhi" else 1 / index, status, "", sources)
