"""Which inputs of an expression decide where its result has values. Pure.

A *scope* is the arithmetic between two functions over time: the whole expression, and the inside
of each ``lag``, ``mean``, ``change`` and ``index``. What has to be there in the period itself is
*fixed*: inputs that do not borrow (``within``), means, changes and indices. The scope has the
periods that all fixed terms have. A ``lag`` looks elsewhere and an input that borrows may look
elsewhere, so neither is fixed; where there is nothing else, the first of them leads.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from milepost.measure.expression import (
    WHOLE,
    Index,
    Leaf,
    Node,
    Number,
    Operation,
    Reference,
    Spread,
    Window,
    leaves,
)

Term = Leaf | Window | Index


def settle(node: Node) -> Node:
    """Return the tree with the leading term of each scope, and sums that are wholes, marked.

    What is not fixed follows the breakdown of the result only where a fixed term of its scope
    does; otherwise it is the total. That is written into the references.
    """
    node = _replaced(_with_wholes(node), _settled_inside)
    if not any(is_fixed(term) for term in terms(node)):
        leading = iter((True,))
        node = _replaced(node, lambda term: _lead(term) if next(leading, False) else term)
    if any(follows_breakdown(term) for term in terms(node) if is_fixed(term)):
        return node
    return _replaced(node, lambda term: term if is_fixed(term) else _as_total(term))


def terms(node: Node) -> Iterator[Term]:
    """Yield the inputs and functions of a scope from left to right."""
    match node:
        case Number():
            return
        case Operation(left=left, right=right):
            yield from terms(left)
            yield from terms(right)
        case _:
            yield node


def is_fixed(term: Term) -> bool:
    """Whether the scope has only periods that this term has."""
    match term:
        case Spread() | Index():
            return True
        case Window(function=function, leads=leads):
            return leads or function != "lag"
        case Reference(within=within, leads=leads):
            return leads or not within


def follows_breakdown(node: Node) -> bool:
    """Whether a settled tree has a value for each breakdown of the result."""
    return any(isinstance(leaf, Reference) and leaf.breakdown is None for leaf in leaves(node))


def _settled_inside(term: Term) -> Term:
    if isinstance(term, Window | Index):
        return replace(term, operand=settle(term.operand))
    return term


def _lead(term: Term) -> Term:
    return replace(term, leads=True) if isinstance(term, Reference | Window) else term


def _as_total(node: Term) -> Term:
    """Return a term that reads the total wherever it would follow the result's breakdown."""
    if isinstance(node, Window | Index):
        return replace(node, operand=_replaced(node.operand, _as_total))
    if isinstance(node, Reference) and node.breakdown is None:
        return replace(node, breakdown="")
    return node


def _with_wholes(node: Node) -> Node:
    """Mark each sum that something is divided by: shares of it need parts that are not negative."""
    if isinstance(node, Operation):
        right = _with_wholes(node.right)
        if node.sign == "/":
            right = _as_whole(right)
        return replace(node, left=_with_wholes(node.left), right=right)
    return node


def _as_whole(node: Node) -> Node:
    if isinstance(node, Spread) and node.function == "sum":
        return replace(node, function=WHOLE)
    if isinstance(node, Operation) and node.sign in "*/":
        right = _as_whole(node.right) if node.sign == "*" else node.right
        return replace(node, left=_as_whole(node.left), right=right)
    return node


def _replaced(node: Node, change: Callable[[Term], Term]) -> Node:
    """Return a scope with each of its terms changed, from left to right."""
    match node:
        case Number():
            return node
        case Operation(left=left, right=right):
            first = _replaced(left, change)
            return replace(node, left=first, right=_replaced(right, change))
        case _:
            return change(node)
