"""A small, safe language in which an indicator is made from others. Pure.

Grammar (``docs/reference/expressions.md`` tells it with examples)::

    sum     = product { ("+" | "-") product }
    product = factor { ("*" | "/") factor }
    factor  = number | reference | call | "(" sum ")" | "-" factor
    reference = "[" key { ";" option } "]"
    call    = name "(" sum { "," argument } ")"

There is no other name, no attribute, no string and no loop: an expression can only compute.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Final

MAX_LENGTH: Final = 1000
MAX_DEPTH: Final = 20
MAX_WINDOW: Final = 100

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<name>[a-z]+)"
    r"|\[(?P<reference>[^\[\]]*)\]|(?P<sign>[-+*/(),]))"
)
_KEY: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BREAKDOWN: Final = re.compile(r"[^;\[\]]+")

WINDOWS: Final = {"lag": 1, "mean": 2, "change": 1}
"""Functions with a number of periods, and the least number."""

SPREADS: Final = frozenset({"hhi", "effective", "sum"})
"""Functions over the members of a dimension: counterparts, or the codes of a breakdown."""

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
    """

    key: str
    breakdown: str | None = None
    within: int = 0


@dataclass(frozen=True, slots=True)
class Operation:
    """``left sign right``, the sign one of ``+ - * /``."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Window:
    """A function over the periods of one series: ``lag``, ``mean`` or ``change`` of ``periods``."""

    function: str
    operand: "Node"
    periods: int


@dataclass(frozen=True, slots=True)
class Index:
    """The operand as per cent of its value in the year ``base``."""

    operand: "Node"
    base: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How a reference spreads over ``dimension`` (``counterpart`` or one of the breakdown).

    ``hhi`` is the sum of squared shares, ``effective`` its inverse, ``sum`` the plain sum.
    """

    function: str
    reference: Reference
    dimension: str


Node = Number | Reference | Operation | Window | Index | Spread


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
    if not list(references(tree)):
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


def references(node: Node) -> Iterator[Reference]:
    """Yield the references of a tree from left to right."""
    match node:
        case Reference():
            yield node
        case Operation(left=left, right=right):
            yield from references(left)
            yield from references(right)
        case Window(operand=operand) | Index(operand=operand):
            yield from references(operand)
        case Spread(reference=reference):
            yield reference
        case Number():
            return


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
            node = Operation(self.take().text, node, self.product(depth))
        return node

    def product(self, depth: int) -> Node:
        node = self.factor(depth)
        while self.is_sign("*", "/"):
            node = Operation(self.take().text, node, self.factor(depth))
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
            return Operation("-", Number(0.0), self.factor(depth + 1))
        code = "INCOMPLETE" if token.kind == "end" else "UNEXPECTED"
        raise ExpressionError(code, token.position, token.text)

    def call(self, name: _Token, depth: int) -> Node:
        if name.text not in FUNCTIONS:
            raise ExpressionError("UNKNOWN_FUNCTION", name.position, name.text)
        self.expect("(")
        operand = self.sum(depth + 1)
        if name.text in SPREADS:
            if not isinstance(operand, Reference):
                raise ExpressionError("REFERENCE_EXPECTED", name.position, name.text)
            self.expect(",")
            dimension = self.take()
            if dimension.kind != "name":
                raise ExpressionError("DIMENSION_EXPECTED", dimension.position, dimension.text)
            self.expect(")")
            return Spread(name.text, operand, dimension.text)
        self.expect(",")
        number = self.take()
        if number.kind != "number" or not number.text.isdecimal():
            raise ExpressionError("WHOLE_NUMBER_EXPECTED", number.position, number.text)
        self.expect(")")
        if name.text == "index":
            return Index(operand, int(number.text))
        periods = int(number.text)
        if not WINDOWS[name.text] <= periods <= MAX_WINDOW:
            raise ExpressionError("PERIODS_OUT_OF_RANGE", number.position, number.text)
        return Window(name.text, operand, periods)


def _reference(token: _Token) -> Reference:
    key, *options = (part.strip() for part in token.text.split(";"))
    if not _KEY.fullmatch(key):
        raise ExpressionError("KEY_INVALID", token.position, key)
    breakdown: str | None = None
    within = 0
    for option in options:
        name, _space, value = option.partition(" ")
        value = value.strip()
        if name == "within" and value.isdecimal() and int(value) <= MAX_WINDOW:
            within = int(value)
        elif name == "breakdown" and _BREAKDOWN.fullmatch(value):
            breakdown = "" if value == "total" else value
        else:
            raise ExpressionError("OPTION_UNKNOWN", token.position, option)
    return Reference(key, breakdown, within)
