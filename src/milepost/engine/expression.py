"""Expressions of derived indicators in bulk: all places at once, on any engine.

``measure.derive`` is the specification, one place at a time; a test holds the two equal. Inside a
scope (see ``measure.expression_scope``) the inputs are joined to one table, arithmetic is done on
its columns, and functions over periods start a new scope. Periods are whole numbers
(``measure.calendar``), so no engine's date functions are asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import ibis
import pyarrow as pa
from ibis import ir

from milepost.engine.backends import Engine
from milepost.engine.expression_inputs import leaf_table, range_of
from milepost.engine.expression_parts import (
    ORDINARY_RANK,
    WHY,
    Outcome,
    combined,
    left,
    nearest,
)
from milepost.engine.expression_time import changed, indexed, mean, moved
from milepost.engine.expression_whole import spread
from milepost.measure.derive import MONTHS
from milepost.measure.expression import (
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
from milepost.measure.expression_scope import Term, follows_breakdown, is_fixed, settle, terms

PERIOD: Final = ("area", "kind", "step")
OUTCOME: Final = Outcome("value", "rank", "why")


def derive_table(engine: Engine, tree: Node, inputs: Mapping[str, pa.Table]) -> ir.Table:
    """Return the result of an expression for all places, as a table of the engine.

    ``inputs`` are observations by indicator key (columns area, counterpart, period, breakdown,
    value, status). Columns: area, breakdown, kind and step of the period, value, rank of the
    status in ``expression_inputs.RANKED``, and why (a number of ``WHY``, 0 when there is a
    value). The rows come in no order.
    """
    tree = settle(tree)
    read = {
        leaf: leaf_table(leaf, inputs[reference_of(leaf).key])
        for leaf in dict.fromkeys(leaves(tree))
    }
    scope = _Compiler(engine, read).scope(tree)
    breakdown = scope.table.breakdown if scope.keys[-1] == "breakdown" else ibis.literal("")
    return scope.table.select(*PERIOD, *OUTCOME, breakdown=breakdown)


@dataclass(frozen=True, slots=True)
class _Frame:
    """A table with one row for each of its keys: area and period, and the breakdown if it has one.

    Its other columns are ``month`` and those of ``OUTCOME``.
    """

    table: ir.Table
    keys: tuple[str, ...]


class _Compiler:
    """Turns one settled expression into one query."""

    def __init__(self, engine: Engine, read: Mapping[Leaf, pa.Table]) -> None:
        self.engine, self.read = engine, read
        self.tables = {leaf: engine.read_arrow(table) for leaf, table in read.items()}
        self.count = 0

    def fresh(self) -> Outcome:
        """Return names that no column has yet."""
        self.count += 1
        return Outcome(f"v{self.count}", f"r{self.count}", f"w{self.count}")

    # --- scopes ---------------------------------------------------------------------------------

    def scope(self, node: Node) -> _Frame:
        """Return the result of a scope."""
        every = list(dict.fromkeys(terms(node)))
        where: dict[Node, Outcome] = {term: self.fresh() for term in every}
        fixed = [term for term in every if is_fixed(term)]
        frame = self.fixed(fixed[0], where[fixed[0]])
        for term in fixed[1:]:
            frame = _joined(frame, self.fixed(term, where[term]))
        table = frame.table
        for term in every:
            if not is_fixed(term):
                table = self.elsewhere(table, term, where[term])
        result, table = self.arithmetic(node, table, where)
        columns = dict(zip(OUTCOME, (table[name] for name in result), strict=True))
        return _Frame(table.select(*frame.keys, "month", **columns), frame.keys)

    def fixed(self, term: Term, names: Outcome) -> _Frame:
        """Return a term that decides on the periods of its scope, its outcome under these names."""
        frame = self.own(term)
        if (isinstance(term, Reference) and not term.within) or isinstance(term, Spread | Index):
            return _named(frame, names)
        if isinstance(term, Window) and term.function != "lag":
            return _named(frame, names)
        # What leads and looks elsewhere has its own periods, with what it finds there.
        spine = frame.table.select(*frame.keys, "month")
        return _Frame(self.elsewhere(spine, term, names), frame.keys)

    def own(self, term: Term) -> _Frame:
        """Return the rows of an input as they stand, or of a function over periods."""
        if isinstance(term, Index):
            inner = self.scope(term.operand)
            return _Frame(indexed(self.engine, inner.table, inner.keys, term.base), inner.keys)
        if isinstance(term, Window):
            return self.windowed(term)
        table = self.tables[term]
        if isinstance(term, Spread):
            return _Frame(spread(table, term.function, PERIOD, range_of(self.read[term])), PERIOD)
        keys = (*PERIOD, "breakdown") if follows_breakdown(term) else PERIOD
        missing = table.value.isnull().ifelse(WHY["input_missing"], 0)
        table = table.select(*keys, "month", "value", "rank", why=missing.cast("int64"))
        return _Frame(table, keys)

    def windowed(self, node: Window) -> _Frame:
        """Return a function over periods; of a ``lag`` its operand, which ``elsewhere`` moves."""
        inner = self.scope(node.operand)
        if node.function == "mean":
            table = mean(self.engine, inner.table, inner.keys, (node.periods, node.least))
            return _Frame(table, inner.keys)
        if node.function == "change":
            return _Frame(changed(inner.table, inner.keys, node.periods), inner.keys)
        return inner

    def elsewhere(self, spine: ir.Table, term: Term, names: Outcome) -> ir.Table:
        """Add to a table of periods what a term finds in another one."""
        own = self.own(term)
        if isinstance(term, Window):
            before = moved(own.table, term.periods).select(
                *own.keys, **dict(zip(names, (own_name for own_name in OUTCOME), strict=True))
            )
            joined, absent = left(spine, before, own.keys), WHY["too_few_periods"]
        else:
            within = reference_of(term).within if not isinstance(term, Index) else 0
            columns = {new: own.table[old] for old, new in zip(OUTCOME, names, strict=True)}
            joined = left(spine, own.table.select(*own.keys, **columns), own.keys)
            joined = nearest(joined, own.table, own.keys, (within * MONTHS, names))
            absent = WHY["input_missing"]
        return joined.mutate(
            **{
                names.rank: joined[names.rank].fill_null(ORDINARY_RANK).cast("int64"),
                names.why: joined[names.why].fill_null(absent).cast("int64"),
            }
        )

    # --- arithmetic -----------------------------------------------------------------------------

    def arithmetic(
        self, node: Node, table: ir.Table, where: Mapping[Node, Outcome]
    ) -> tuple[Outcome, ir.Table]:
        """Add the columns of a node to the table of its scope."""
        if isinstance(node, Operation):
            first, table = self.arithmetic(node.left, table, where)
            second, table = self.arithmetic(node.right, table, where)
            names = self.fresh()
            return names, combined(table, node.sign, (first, second), names)
        if isinstance(node, Number):
            names = self.fresh()
            columns = (
                ibis.literal(node.value, type="float64"),
                ibis.literal(ORDINARY_RANK, type="int64"),
                ibis.literal(0, type="int64"),
            )
            return names, table.mutate(**dict(zip(names, columns, strict=True)))
        return where[node], table


def _named(frame: _Frame, names: Outcome) -> _Frame:
    columns = {new: frame.table[old] for old, new in zip(OUTCOME, names, strict=True)}
    return _Frame(frame.table.select(*frame.keys, "month", **columns), frame.keys)


def _joined(first: _Frame, second: _Frame) -> _Frame:
    """Join two frames where area, period and the breakdown, if both have one, are the same."""
    shared = [name for name in second.keys if name in first.keys]
    other = second.table.drop("month")
    table = first.table.inner_join(other, shared, rname="{name}_right")
    own = [*first.table.columns, *(c for c in other.columns if c not in first.table.columns)]
    keys = (*PERIOD, "breakdown") if "breakdown" in own else PERIOD
    return _Frame(table.select(*own), keys)
