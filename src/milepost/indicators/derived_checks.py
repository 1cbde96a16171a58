"""Checking derived indicators when a file of definitions is loaded: all findings, with lines."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from milepost.kernel.findings import Finding, Severity
from milepost.kernel.yaml_text import Reading, where_line
from milepost.measure.expression import (
    FUNCTIONS,
    ExpressionError,
    Node,
    Operation,
    Reference,
    parse,
    references,
)

Document = Mapping[str, Any]
MEANS = frozenset({"mean", "sum"})


def check_derived(reading: Reading, loaded: Mapping[str, Document]) -> Iterator[Finding]:
    """Yield what is wrong with expressions: their form, inputs, circles, units and roll-up."""
    document = reading.data if isinstance(reading.data, dict) else {}
    listed = document.get("indicators")
    items = [
        (index, item)
        for index, item in enumerate(listed if isinstance(listed, list) else [])
        if isinstance(item, dict) and isinstance(item.get("key"), str)
    ]
    known = {**loaded, **{item["key"]: item for _index, item in items}}
    trees: dict[str, Node] = {}
    for index, item in items:
        if not isinstance(item.get("derived"), str):
            continue
        check = _Check(reading, index, item["key"])
        try:
            trees[item["key"]] = parse(item["derived"])
        except ExpressionError as error:
            yield check.unreadable(error, item["derived"])
            continue
        yield from check.inputs(trees[item["key"]], known)
        yield from check.units(trees[item["key"]], known)
        yield from check.roll_up(trees[item["key"]], item)
    for index, item in items:
        if item["key"] in trees:
            circle = _circle(item["key"], known)
            if circle:
                yield _Check(reading, index, item["key"]).circle(circle)


def _circle(start: str, known: Mapping[str, Document]) -> list[str]:
    """Return the keys that lead from an indicator back to itself, or an empty list."""
    waiting: list[list[str]] = [[start]]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        for key in _inputs_of(known.get(path[-1], {})):
            if key == start:
                return [*path, start]
            if key not in seen:
                seen.add(key)
                waiting.append([*path, key])
    return []


def _inputs_of(document: Document) -> list[str]:
    expression = document.get("derived")
    if not isinstance(expression, str):
        return []
    try:
        return [reference.key for reference in references(parse(expression))]
    except ExpressionError:
        return []


class _Check:
    """The checks of one expression."""

    def __init__(self, reading: Reading, index: int, key: str) -> None:
        self.reading, self.index, self.key = reading, index, key

    def unreadable(self, error: ExpressionError, expression: str) -> Finding:
        """The expression has not the form of one."""
        what = {
            "TOO_LONG": _("The expression is longer than 1,000 characters."),
            "TOO_DEEP": _("The expression is nested too deeply."),
            "NO_REFERENCE": _("The expression names no indicator."),
            "INCOMPLETE": _("The expression ends too early."),
            "UNKNOWN_FUNCTION": _("There is no function “%(text)s”."),
            "KEY_INVALID": _("“%(text)s” is not the key of an indicator."),
            "OPTION_UNKNOWN": _("“%(text)s” is no option of an input."),
            "REFERENCE_EXPECTED": _("“%(text)s” works on one indicator in brackets."),
            "DIMENSION_EXPECTED": _("The name of a dimension is missing at “%(text)s”."),
            "WHOLE_NUMBER_EXPECTED": _("A whole number is missing at “%(text)s”."),
            "PERIODS_OUT_OF_RANGE": _("%(text)s is no usable number of periods."),
            "EXPECTED": _("A “%(text)s” is missing."),
        }.get(error.code, _("“%(text)s” is not expected here."))
        place = _("(character %(position)s of “%(expression)s”)") % {
            "position": error.position + 1,
            "expression": expression[:80],
        }
        return self._finding(
            f"EXPRESSION_{error.code}",
            f"{what % {'text': error.text[:40]}} {place}",
            _("An indicator that cannot be computed has no values."),
            _("Write inputs in brackets, numbers, + - * / and the functions %(functions)s.")
            % {"functions": ", ".join(FUNCTIONS)},
        )

    def inputs(self, tree: Node, known: Mapping[str, Document]) -> Iterator[Finding]:
        """Every input must be defined."""
        for key in dict.fromkeys(reference.key for reference in references(tree)):
            if key not in known:
                yield self._finding(
                    "INPUT_UNKNOWN",
                    _("There is no indicator “%(key)s” to compute with.") % {"key": key},
                    _("The indicator would never have a value."),
                    _("Define it in this file, or load its definition first."),
                )

    def circle(self, path: list[str]) -> Finding:
        """An indicator must not be made from itself."""
        return self._finding(
            "CIRCLE",
            _("It is made from itself: %(path)s.") % {"path": " → ".join(path)},
            _("A circle has no beginning from which to compute."),
            _("Take one of these inputs out."),
        )

    def units(self, tree: Node, known: Mapping[str, Document]) -> Iterator[Finding]:
        """Things of different units are not added."""
        for left, right in _sums(tree):
            units = [_unit(known.get(side.key, {})) for side in (left, right)]
            if all(units) and units[0] != units[1]:
                yield self._finding(
                    "UNITS_DIFFER",
                    _("“%(left)s” (%(one)s) and “%(right)s” (%(other)s) are added.")
                    % {
                        "left": left.key,
                        "one": units[0],
                        "right": right.key,
                        "other": units[1],
                    },
                    _("The sum of two different units says nothing."),
                    _("Bring both to one unit first, or check the keys."),
                    Severity.WARNING,
                )

    def roll_up(self, tree: Node, item: Document) -> Iterator[Finding]:
        """A ratio rolls up with its denominator."""
        denominator = denominator_of(tree)
        if denominator and item.get("aggregation") in MEANS:
            yield self._finding(
                "RATIO_AVERAGED",
                _("It is a ratio, and countries would be averaged or added."),
                _("A mean of ratios is not the ratio of the group."),
                _("Write aggregation: weighted_mean and weight: %(key)s.") % {"key": denominator},
                Severity.WARNING,
            )

    def _finding(
        self, code: str, what: str, why: str, remedy: str, severity: Severity = Severity.ERROR
    ) -> Finding:
        line = self.reading.line_of(("indicators", self.index, "derived"))
        return Finding(
            code=f"INDICATORS_DERIVED_{code}",
            where=where_line(self.reading.filename, line),
            what=what,
            why=why,
            remedy=remedy,
            severity=severity,
            line=line,
            value=self.key,
        )


def _unit(document: Document) -> str:
    unit = document.get("unit")
    return str(unit.get("key", "")) if isinstance(unit, dict) else ""


def _sums(node: Node) -> Iterator[tuple[Reference, Reference]]:
    """Yield pairs of plain inputs that are added or subtracted."""
    if isinstance(node, Operation):
        sides = (node.left, node.right)
        if node.sign in "+-" and isinstance(sides[0], Reference):
            yield from ((sides[0], side) for side in sides[1:] if isinstance(side, Reference))
        yield from _sums(node.left)
        yield from _sums(node.right)


def denominator_of(node: Node) -> str:
    """Return the key of the denominator when the expression is a ratio (times a constant)."""
    if isinstance(node, Operation):
        if node.sign == "/" and isinstance(node.right, Reference):
            return node.right.key
        if node.sign in "*/":
            return denominator_of(node.left) or denominator_of(node.right)
    return ""
