"""A small, safe language in which an indicator is made from others. Pure.

Grammar (``docs/reference/expressions.md`` tells it with examples)::

    sum       = product { ("+" | "-") product }
    product   = factor { ("*" | "/") factor }
    factor    = number | reference | call | "(" sum ")" | "-" factor
    reference = "[" key { ";" option } "]"
    option    = "breakdown" text | "within" years
    call      = ("lag" | "change") "(" sum "," periods ")"
              | "mean" "(" sum "," periods [ "," "least" values ] ")"
              | "index" "(" sum "," year ")"
              | ("sum" | "hhi" | "effective") "(" reference "," dimension ")"

There is no other name, no attribute, no string and no loop: an expression can only compute.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Final

MAX_LENGTH: Final = 1000
MAX_DEPTH: Final = 20
MAX_WINDOW: Final = 100
VERSION: Final = 2
"""The version of the language's rules. 2 counts calendar periods and refuses negative parts."""
COUNTERPART: Final = "counterpart"

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*)"
    r"|\[(?P<reference>[^\[\]]*)\]|(?P<sign>[-+*/(),]))"
)
_KEY: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BREAKDOWN: Final = re.compile(r"[^;\[\]]+")
_WHOLE: Final = re.compile(r"[0-9]{1,9}")
YEARS: Final = (1, 9999)
"""The years that a calendar has."""

WINDOWS: Final = {"lag": 1, "mean": 2, "change": 1}
"""Functions with a number of periods, and the least number."""

SPREADS: Final = frozenset({"hhi", "effective", "sum"})
"""Functions over the members of a dimension: counterparts, or the codes of a breakdown."""

WHOLE: Final = "whole"
"""A ``sum`` that something is divided by; ``measure.expression_scope`` writes it into the tree."""

FUNCTIONS: Final = (*sorted(WINDOWS), "index", *sorted(SPREADS))


class ExpressionError(ValueError):
    """An expression that cannot be read: a code, where it is (from 0), and the text concerned."""

    def __init__(self, code: str, position: int, text: str = "") -> None:
        super().__init__(f"{code} at {position}: {text}")
        self.code = code
        self.position = position
        self.text = text


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True, slots=True)
class Reference:
    """The values of another indicator.

    ``breakdown`` None takes the breakdown of the result, a text always that one ("" the total).
    ``within`` years: where a period has no value the nearest within so many years stands in.
    ``leads`` is set by ``measure.expression_scope``: the result has this input's periods although
    it may borrow. ``at`` is where it stands in the text, from 0, as in every other node.
    """

    key: str
    breakdown: str | None = None
    within: int = 0
    leads: bool = False
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Operation:
    """``left sign right``, the sign one of ``+ - * /``."""

    sign: str
    left: "Node"
    right: "Node"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Window:
    """A function over the periods of one series: ``lag``, ``mean`` or ``change`` of ``periods``.

    ``least`` is how many values a ``mean`` needs; all of them when it is 0. ``leads`` as in
    ``Reference``.
    """

    function: str
    operand: "Node"
    periods: int
    least: int = 0
    leads: bool = False
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Index:
    """The operand as per cent of its value in the year ``base``."""

    operand: "Node"
    base: int
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Spread:
    """How a reference spreads over ``dimension`` (``counterpart`` or one of the breakdown).

    ``hhi`` is the sum of squared shares, ``effective`` its inverse, ``sum`` the plain sum.
    """

    function: str
    reference: Reference
    dimension: str
    at: int = field(default=0, compare=False)


Leaf = Reference | Spread
Node = Number | Leaf | Operation | Window | Index


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def parse(text: str) -> Node:
    """Return the tree of an expression. Raises ``ExpressionError``."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError("TOO_LONG", MAX_LENGTH, str(len(text)))
    parser = _Parser(list(_tokens(text)), len(text))
    tree = parser.sum(0)
    parser.end()
    if next(leaves(tree), None) is None:
        raise ExpressionError("NO_REFERENCE", 0, text.strip())
    return tree


def _tokens(text: str) -> Iterator[_Token]:
    position = 0
    while text[position:].strip():
        found = _TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            at = position + len(text[position:]) - len(text[position:].lstrip())
            raise ExpressionError("UNEXPECTED", at, text[at : at + 12])
        yield _Token(found.lastgroup, found[found.lastgroup], found.start(found.lastgroup))
        position = found.end()


def walk(node: Node) -> Iterator[Node]:
    """Yield every node of a tree, a parent before its children."""
    yield node
    match node:
        case Operation(left=left, right=right):
            yield from walk(left)
            yield from walk(right)
        case Window(operand=operand) | Index(operand=operand):
            yield from walk(operand)
        case _:
            return


def leaves(node: Node) -> Iterator[Leaf]:
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


def reference_of(leaf: Leaf) -> Reference:
    """Return the reference of a leaf."""
    return leaf.reference if isinstance(leaf, Spread) else leaf


def references(node: Node) -> Iterator[Reference]:
    """Yield the references of a tree from left to right."""
    return (reference_of(leaf) for leaf in leaves(node))


def input_keys(text: str) -> tuple[str, ...]:
    """Return the keys that an expression reads, each once, from left to right.

    Raises ``ExpressionError``.
    """
    return tuple(dict.fromkeys(reference.key for reference in references(parse(text))))


class _Parser:
    """Recursive descent with a bound on the depth."""

    def __init__(self, tokens: list[_Token], length: int) -> None:
        self.tokens, self.length, self.at = tokens, length, 0

    def peek(self) -> _Token:
        if self.at < len(self.tokens):
            return self.tokens[self.at]
        return _Token("end", "", self.length)

    def take(self) -> _Token:
        token = self.peek()
        self.at += 1
        return token

    def is_sign(self, *signs: str) -> bool:
        token = self.peek()
        return token.kind == "sign" and token.text in signs

    def expect(self, sign: str) -> None:
        token = self.take()
        if token.kind != "sign" or token.text != sign:
            raise ExpressionError("EXPECTED", token.position, sign)

    def end(self) -> None:
        token = self.peek()
        if token.kind != "end":
            raise ExpressionError("UNEXPECTED", token.position, token.text)

    def sum(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise ExpressionError("TOO_DEEP", self.peek().position, str(MAX_DEPTH))
        node = self.product(depth)
        while self.is_sign("+", "-"):
            sign = self.take()
            node = Operation(sign.text, node, self.product(depth), sign.position)
        return node

    def product(self, depth: int) -> Node:
        node = self.factor(depth)
        while self.is_sign("*", "/"):
            sign = self.take()
            node = Operation(sign.text, node, self.factor(depth), sign.position)
        return node

    def factor(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise ExpressionError("TOO_DEEP", self.peek().position, str(MAX_DEPTH))
        token = self.take()
        if token.kind == "number":
            value = float(token.text)
            if not isfinite(value):
                raise ExpressionError("UNEXPECTED", token.position, token.text)
            return Number(value)
        if token.kind == "reference":
            return _reference(token)
        if token.kind == "name":
            return self.call(token, depth)
        if token.kind == "sign" and token.text == "(":
            node = self.sum(depth + 1)
            self.expect(")")
            return node
        if token.kind == "sign" and token.text == "-":
            return Operation("-", Number(0.0), self.factor(depth + 1), token.position)
        code = "INCOMPLETE" if token.kind == "end" else "UNEXPECTED"
        raise ExpressionError(code, token.position, token.text)

    def call(self, name: _Token, depth: int) -> Node:
        if name.text not in FUNCTIONS:
            raise ExpressionError("UNKNOWN_FUNCTION", name.position, name.text)
        self.expect("(")
        operand = self.sum(depth + 1)
        if name.text in SPREADS:
            return self.spread(name, operand)
        if next(leaves(operand), None) is None:
            raise ExpressionError("NO_REFERENCE", name.position, name.text)
        self.expect(",")
        if name.text == "index":
            base = self.whole("YEAR_OUT_OF_RANGE", YEARS)
            self.expect(")")
            return Index(operand, base, name.position)
        periods = self.whole("PERIODS_OUT_OF_RANGE", (WINDOWS[name.text], MAX_WINDOW))
        least = 0
        if name.text == "mean" and self.is_sign(","):
            self.take()
            word = self.take()
            if word.kind != "name" or word.text != "least":
                raise ExpressionError("EXPECTED", word.position, "least")
            least = self.whole("LEAST_OUT_OF_RANGE", (1, periods))
        self.expect(")")
        return Window(name.text, operand, periods, least, at=name.position)

    def whole(self, code: str, limits: tuple[int, int]) -> int:
        token = self.take()
        if token.kind != "number" or not _WHOLE.fullmatch(token.text):
            raise ExpressionError("WHOLE_NUMBER_EXPECTED", token.position, token.text)
        number = int(token.text)
        if not limits[0] <= number <= limits[1]:
            raise ExpressionError(code, token.position, token.text)
        return number

    def spread(self, name: _Token, operand: Node) -> Spread:
        if not isinstance(operand, Reference):
            raise ExpressionError("REFERENCE_EXPECTED", name.position, name.text)
        if operand.within or operand.breakdown is not None:
            raise ExpressionError("OPTION_IN_SPREAD", operand.at, name.text)
        self.expect(",")
        dimension = self.take()
        if dimension.kind != "name":
            raise ExpressionError("DIMENSION_EXPECTED", dimension.position, dimension.text)
        self.expect(")")
        return Spread(name.text, operand, dimension.text, name.position)


def _reference(token: _Token) -> Reference:
    key, *options = (part.strip() for part in token.text.split(";"))
    if not _KEY.fullmatch(key):
        raise ExpressionError("KEY_INVALID", token.position, key)
    breakdown: str | None = None
    within = 0
    for option in options:
        name, _space, value = option.partition(" ")
        value = value.strip()
        if name == "within" and _WHOLE.fullmatch(value) and int(value) <= MAX_WINDOW:
            within = int(value)
        elif name == "breakdown" and _BREAKDOWN.fullmatch(value):
            breakdown = "" if value == "total" else value
        else:
            raise ExpressionError("OPTION_UNKNOWN", token.position, option)
    return Reference(key, breakdown, within, at=token.position)
