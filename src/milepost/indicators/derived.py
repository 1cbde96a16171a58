"""Derived indicators in bulk: an expression over all places at once, on any engine.

``measure.derive`` is the specification, one place at a time; a test holds the two equal. Each
input becomes a table of place, breakdown and period; tables are joined, arithmetic is done on
columns, and functions over periods are windows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import ibis
import pyarrow as pa

from milepost.engine.backends import Engine
from milepost.engine.connection import connect
from milepost.indicators.observations import READ
from milepost.measure.derive import MISSING, ORDINARY, STATUS_ORDER, leaves
from milepost.measure.expression import (
    Index,
    Node,
    Number,
    Operation,
    Reference,
    Spread,
    Window,
    parse,
)
from milepost.measure.rounding import tidy

KEYS: Final = ("area", "breakdown", "period")
RANKED: Final = (*STATUS_ORDER, ORDINARY)
NOTES: Final = {1: "input_missing", 2: "division_by_zero", 3: "no_base", 4: "too_few_periods"}
"""Why a result is missing, as small numbers that every engine compares alike."""

INPUT_MISSING, DIVISION_BY_ZERO, NO_BASE, TOO_FEW = 1, 2, 3, 4


def derive(expression: str, inputs: Mapping[str, pa.Table]) -> pa.Table:
    """Return the observations that an expression gives, as ``READ`` and sorted.

    ``inputs`` are tables of observations by indicator key. ``vintage`` is that of the first input
    of a row; a missing result says why in ``note``.
    """
    tree = parse(expression)
    if any(key not in inputs for key in {_key_of(leaf) for leaf in leaves(tree)}):
        return READ.empty_table()
    with connect() as engine:
        built = _Builder(engine, inputs, tree).build()
        table = engine.to_arrow(built)
    return _finished(table)


def _key_of(leaf: Reference | Spread) -> str:
    return leaf.reference.key if isinstance(leaf, Spread) else leaf.key


def _reference(leaf: Reference | Spread) -> Reference:
    return leaf.reference if isinstance(leaf, Spread) else leaf


@dataclass(frozen=True, slots=True)
class _Column:
    """Value, status rank and reason of one node, as columns of the joined table."""

    value: Any
    rank: Any
    why: Any


class _Builder:
    """Turns one expression into one query."""

    def __init__(self, engine: Engine, inputs: Mapping[str, pa.Table], tree: Node) -> None:
        self.engine = engine
        self.tree = tree
        self.tables = {key: engine.read_arrow(table) for key, table in inputs.items()}
        self.leaves = list(dict.fromkeys(leaves(tree)))
        self.number = 0

    def build(self) -> Any:
        """Return the query of the whole expression."""
        table = self._join()
        result, table = self._node(self.tree, table)
        return table.select(
            *KEYS,
            "period_start",
            vintage=table.first_vintage,
            value=result.value,
            rank=result.rank,
            why=result.why,
        )

    def _own(self, leaf: Reference | Spread) -> Any:
        """Return the rows of an input: its keys, value, status rank and vintage."""
        table = self.tables[_key_of(leaf)]
        if isinstance(leaf, Spread):
            return _spread_rows(table, leaf)
        rows = table.filter(table.counterpart == "")
        if leaf.breakdown is not None:
            rows = rows.filter(rows.breakdown == leaf.breakdown)
        return rows.select(
            *KEYS,
            "period_start",
            value=rows.value,
            rank=_rank_of(rows),
            vintage=rows.vintage,
        )

    def _join(self) -> Any:
        """Return one row for each place, breakdown and period, with the columns of each input."""
        fixed = [leaf for leaf in self.leaves if not _reference(leaf).within] or self.leaves[:1]
        free = [leaf for leaf in fixed if not _is_pinned(leaf)]
        order = [*free, *(leaf for leaf in fixed if leaf not in free)]
        spine = self._spine(order)
        for number, leaf in enumerate(self.leaves):
            spine = self._attach(spine, leaf, number)
        return spine

    def _spine(self, order: list[Reference | Spread]) -> Any:
        """Return the keys of the result: the first input's, as far as the others have them."""
        first = self._own(order[0])
        if _is_pinned(order[0]):
            # What follows no breakdown speaks of the whole, whichever part it reads.
            first = first.mutate(breakdown=ibis.literal(""))
        spine = first.select(*KEYS, "period_start", first_vintage=first.vintage)
        for leaf in order[1:]:
            on = ("area", "period") if _is_pinned(leaf) else KEYS
            spine = spine.semi_join(self._own(leaf), list(on))
        return spine

    def _attach(self, spine: Any, leaf: Reference | Spread, number: int) -> Any:
        own = self._own(leaf)
        pinned = _is_pinned(leaf)
        on = ["area", "period"] if pinned else list(KEYS)
        columns = own.select(
            *on,
            **{f"v{number}": own.value, f"r{number}": own.rank, f"found{number}": ibis.literal(1)},
        )
        joined = spine.left_join(columns, on, rname="{name}_right")
        joined = joined.drop(*(name for name in joined.columns if name.endswith("_right")))
        within = _reference(leaf).within
        return self._nearest(joined, own, (number, within, pinned)) if within else joined

    def _nearest(self, spine: Any, own: Any, how: tuple[int, int, bool]) -> Any:
        """Fill gaps with the value of the nearest period within so many years."""
        number, within, pinned = how
        known = own.filter(own.value.notnull())
        on = ["area"] if pinned else ["area", "breakdown"]
        near = known.select(
            *on,
            near_start=known.period_start,
            near_value=known.value,
            near_rank=known.rank,
        )
        gaps = spine.filter(spine[f"v{number}"].isnull()).select(*KEYS, "period_start")
        pairs = gaps.inner_join(near, on)
        away = (_years(pairs.period_start) - _years(pairs.near_start)).abs()
        pairs = pairs.mutate(away=away).filter(away <= within + 1e-9)
        turn = ibis.row_number().over(group_by=list(KEYS), order_by=[pairs.away, pairs.near_start])
        best = pairs.mutate(turn=turn).filter(lambda table: table.turn == 0)
        best = best.select(*KEYS, near_value="near_value", near_rank="near_rank")
        joined = spine.left_join(best, list(KEYS), rname="{name}_right")
        joined = joined.mutate(
            **{
                f"v{number}": ibis.coalesce(joined[f"v{number}"], joined.near_value),
                f"r{number}": joined[f"v{number}"]
                .isnull()
                .ifelse(joined.near_rank, joined[f"r{number}"]),
            }
        )
        drop = [name for name in joined.columns if name.endswith("_right")]
        return joined.drop(*drop, "near_value", "near_rank")

    # --- nodes ----------------------------------------------------------------------------------

    def _node(self, node: Node, table: Any) -> tuple[_Column, Any]:
        match node:
            case Number(value=value):
                plain = len(RANKED) - 1
                return _Column(ibis.literal(value), ibis.literal(plain), ibis.literal(0)), table
            case Reference() | Spread():
                number = self.leaves.index(node)
                value = table[f"v{number}"]
                why = value.isnull().ifelse(INPUT_MISSING, 0)
                if isinstance(node, Spread):
                    empty = (table[f"r{number}"] == ZERO_TOTAL).fill_null(False)
                    why = empty.ifelse(DIVISION_BY_ZERO, why)
                return _Column(value, table[f"r{number}"], why), table
            case Operation(sign=sign, left=left, right=right):
                first, table = self._node(left, table)
                first, table = self._settle(first, table)
                second, table = self._node(right, table)
                return _combined(sign, first, second), table
            case Window() | Index():
                operand, table = self._node(node.operand, table)
                operand, table = self._settle(operand, table)
                return self._over_time(node, operand, table)

    def _settle(self, column: _Column, table: Any) -> tuple[_Column, Any]:
        """Give the columns of a node names of their own, so that they can be used again."""
        self.number += 1
        names = [f"{part}_{self.number}" for part in ("value", "rank", "why")]
        table = table.mutate(
            **dict(zip(names, (column.value, column.rank, column.why), strict=True))
        )
        return _Column(*(table[name] for name in names)), table

    def _over_time(self, node: Window | Index, given: _Column, table: Any) -> tuple[_Column, Any]:
        groups = ["area", "breakdown"]
        order = ["period_start", "period"]
        window = ibis.window(group_by=groups, order_by=order)
        if isinstance(node, Index):
            is_base = _years(table.period_start) == float(node.base)
            whole = ibis.window(group_by=groups)
            base = is_base.ifelse(given.value, ibis.null("float64")).max().over(whole)
            rank = is_base.ifelse(given.rank, ibis.null("int64")).max().over(whole)
            start = _Column(base, rank, base.isnull().ifelse(NO_BASE, 0))
            start, table = self._settle(start, table)
            hundred = _Column(ibis.literal(100.0), ibis.literal(len(RANKED) - 1), ibis.literal(0))
            share = _combined("/", given, start)
            share = _Column(share.value, share.rank, (start.why > 0).ifelse(NO_BASE, share.why))
            return _combined("*", hundred, share), table
        turn = ibis.row_number().over(window)
        if node.function == "mean":
            span = ibis.window(
                group_by=groups, order_by=order, preceding=node.periods - 1, following=0
            )
            have = given.value.count().over(span)
            value = given.value.sum().over(span) / float(node.periods)
            too_few = turn < node.periods - 1
            missing = have < node.periods
            why = too_few.ifelse(TOO_FEW, missing.ifelse(INPUT_MISSING, 0))
            rank = given.rank.min().over(span)
            return _Column((why > 0).ifelse(ibis.null("float64"), value), rank, why), table
        before = _Column(
            given.value.lag(node.periods).over(window),
            given.rank.lag(node.periods).over(window),
            (turn < node.periods).ifelse(TOO_FEW, given.why.lag(node.periods).over(window)),
        )
        before, table = self._settle(before, table)
        if node.function == "lag":
            return before, table
        changed = _combined("-", given, before)
        why = (before.why == TOO_FEW).ifelse(TOO_FEW, changed.why)
        return _Column(changed.value, changed.rank, why), table


ZERO_TOTAL: Final = -1


def _is_pinned(leaf: Reference | Spread) -> bool:
    """Whether an input does not follow the breakdown of the result."""
    return isinstance(leaf, Spread) or leaf.breakdown is not None


def _rank_of(table: Any) -> Any:
    """Return the place of a status in the order of warnings."""
    cases = [(table.status == code, ibis.literal(rank)) for rank, code in enumerate(RANKED)]
    return ibis.cases(*cases, else_=len(RANKED) - 1)


def _spread_rows(table: Any, leaf: Spread) -> Any:
    """Return one row a place and period: how the parts spread."""
    if leaf.dimension == "counterpart":
        parts = table.filter((table.counterpart != "") & (table.breakdown == ""))
    else:
        is_part = table.breakdown.startswith(f"{leaf.dimension}=")
        parts = table.filter((table.counterpart == "") & is_part & ~table.breakdown.contains("|"))
    parts = parts.mutate(rank=_rank_of(parts))
    grouped = parts.group_by(["area", "period"]).aggregate(
        period_start=parts.period_start.min(),
        total=parts.value.sum(),
        squares=(parts.value * parts.value).sum(),
        rows=parts.count(),
        known=parts.value.count(),
        rank=parts["rank"].min(),
        vintage=parts.vintage.min(),
    )
    whole = grouped["rows"] == grouped.known
    share = grouped.squares / (grouped.total * grouped.total).nullif(0.0)
    values: dict[str, Callable[[], Any]] = {
        "sum": lambda: grouped.total,
        "hhi": lambda: share,
        "effective": lambda: ibis.literal(1.0) / share.nullif(0.0),
    }
    value = whole.ifelse(values[leaf.function](), ibis.null("float64"))
    is_empty = whole & value.isnull() & ibis.literal(leaf.function != "sum")
    return grouped.select(
        "area",
        "period",
        "period_start",
        "vintage",
        breakdown=ibis.literal(""),
        value=value,
        rank=is_empty.fill_null(False).ifelse(ZERO_TOTAL, grouped["rank"]),
    )


def _combined(sign: str, left: _Column, right: _Column) -> _Column:
    why = (left.why > 0).ifelse(left.why, right.why)
    if sign == "/":
        zero = (right.value == 0).fill_null(False)
        why = ((why == 0) & zero).ifelse(DIVISION_BY_ZERO, why)
        quotient = left.value / right.value.nullif(0.0)
        return _Column(quotient, ibis.least(left.rank, right.rank), why)
    value = {
        "+": lambda: left.value + right.value,
        "-": lambda: left.value - right.value,
        "*": lambda: left.value * right.value,
    }[sign]()
    return _Column(value, ibis.least(left.rank, right.rank), why)


def _years(day: Any) -> Any:
    """Return a day as a decimal year, as ``measure.series.decimal_year`` does."""
    year = day.year()
    start = ibis.date(year, 1, 1)
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    days = leap.ifelse(366.0, 365.0)
    return year.cast("float64") + day.delta(start, unit="day").cast("float64") / days


def _finished(table: pa.Table) -> pa.Table:
    """Return the query's rows as observations: numbers tidied, reasons in words of code, sorted."""
    rows = table.to_pylist()
    rows.sort(key=lambda row: (row["area"], row["breakdown"], row["period_start"], row["period"]))
    missing = [row["why"] > 0 or row["value"] is None for row in rows]
    return pa.table(
        {
            "area": [row["area"] for row in rows],
            "counterpart": [""] * len(rows),
            "period": [row["period"] for row in rows],
            "period_start": pa.array([row["period_start"] for row in rows], pa.date32()),
            "breakdown": [row["breakdown"] for row in rows],
            "value": pa.array(
                [
                    None if gone else tidy(row["value"])
                    for row, gone in zip(rows, missing, strict=True)
                ],
                pa.float64(),
            ),
            "status": [
                MISSING if gone else RANKED[row["rank"]]
                for row, gone in zip(rows, missing, strict=True)
            ],
            "note": [
                NOTES[row["why"] or INPUT_MISSING] if gone else ""
                for row, gone in zip(rows, missing, strict=True)
            ],
            "vintage": [row["vintage"] for row in rows],
        }
    ).cast(READ)
