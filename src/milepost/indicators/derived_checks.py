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
    Window,
    parse,
    references,
    walk,
)
from milepost.measure.expression_units import (
    Unit,
    gives,
    judge_units,
    missing_factor,
    name_unit,
    read_unit,
)
from milepost.measure.versions import expected_years

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
        yield from check.units(trees[item["key"]], known, item)
        yield from check.frequencies(trees[item["key"]], known)
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
            "LEAST_OUT_OF_RANGE": _("%(text)s values cannot be the least of so many periods."),
            "YEAR_OUT_OF_RANGE": _("%(text)s is no year."),
            "OPTION_IN_SPREAD": _("“%(text)s” takes all parts, so its input has no options."),
            "EXPECTED": _("A “%(text)s” is missing."),
        }.get(error.code, _("“%(text)s” is not expected here."))
        return self._finding(
            f"EXPRESSION_{error.code}",
            f"{what % {'text': error.text[:40]}} {self._place(error.position, expression)}",
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

    def units(self, tree: Node, known: Mapping[str, Document], item: Document) -> Iterator[Finding]:
        """Things of different units are not added, and the result has the unit it declares."""
        units = {key: _unit(known.get(key, {})) for key in {r.key for r in references(tree)}}
        judged = judge_units(tree, units)
        for clash in judged.clashes:
            yield self._finding(
                "UNITS_DIFFER",
                _("%(left)s and %(right)s are added or subtracted %(place)s.")
                % {
                    "left": f"“{name_unit(clash.left)}”",
                    "right": f"“{name_unit(clash.right)}”",
                    "place": self._place(clash.at, item["derived"]),
                },
                _("The sum of two different units says nothing."),
                _("Bring both to one unit first, or check the keys."),
                Severity.WARNING,
            )
        declared = _unit(item)
        if not isinstance(judged.unit, Unit) or not declared or judged.clashes:
            return
        if not gives(judged.unit, read_unit(declared)):
            yield self._declared(judged.unit, declared, item["derived"])

    def _declared(self, found: Unit, declared: str, expression: str) -> Finding:
        factor = missing_factor(found, read_unit(declared))
        remedy = _("Write the unit “%(unit)s”, or check the expression.")
        if factor is not None:
            remedy = _("Multiply by %(factor)s, or write the unit “%(unit)s”.")
        return self._finding(
            "UNIT_DECLARED",
            _("The expression gives “%(found)s” and its unit is “%(declared)s” %(place)s.")
            % {
                "found": name_unit(found),
                "declared": declared,
                "place": self._place(0, expression),
            },
            _("Readers would take the figures for something else, or wrong by a factor."),
            remedy % {"factor": f"{factor or 0:.10g}", "unit": name_unit(found)},
            Severity.WARNING,
        )

    def frequencies(self, tree: Node, known: Mapping[str, Document]) -> Iterator[Finding]:
        """Functions over periods need the periods that a series has."""
        given = {
            reference.key: str(known.get(reference.key, {}).get("frequency") or "")
            for reference in references(tree)
        }
        expected = {key: expected_years(frequency) for key, frequency in given.items()}
        exact = {reference.key for reference in references(tree) if not reference.within}
        steps = {
            key: years
            for key, years in expected.items()
            if key in exact and years is not None and years <= 1
        }
        if len(set(steps.values())) > 1:
            yield self._finding(
                "FREQUENCIES_DIFFER",
                _("Its inputs have different frequencies: %(inputs)s.")
                % {"inputs": ", ".join(f"{key} ({given[key]})" for key in steps)},
                _("A year and its months are different periods, and only equal ones are joined."),
                _("Use inputs of one frequency, or “within” where the nearest value will do."),
                Severity.WARNING,
            )
        for node in walk(tree):
            if isinstance(node, Window):
                yield from self._window(node, given, expected)

    def _window(
        self, node: Window, given: Mapping[str, str], expected: Mapping[str, float | None]
    ) -> Iterator[Finding]:
        for key in dict.fromkeys(reference.key for reference in references(node.operand)):
            years = expected[key]
            is_daily = years is not None and years < 1 / 12
            is_rare = (
                years is not None
                and years > 1
                and (
                    (node.periods % years != 0)
                    if node.function != "mean"
                    else node.least == 0 or node.periods < years * node.least
                )
            )
            if not is_daily and not is_rare:
                continue
            yield self._finding(
                "PERIODS_NOT_THERE",
                _("“%(function)s” counts %(count)s periods of “%(key)s” (%(frequency)s).")
                % {
                    "function": node.function,
                    "count": node.periods,
                    "key": key,
                    "frequency": given[key],
                },
                _(
                    "Periods are those of the calendar: years, quarters or months. Where the "
                    "series has none, the result is missing."
                ),
                _(
                    "Count as many years as lie between two values, give a mean its least number "
                    "of values, or take an input with years, quarters or months."
                ),
                Severity.WARNING,
            )

    def _place(self, at: int, expression: str) -> str:
        return _("(character %(position)s of “%(expression)s”)") % {
            "position": at + 1,
            "expression": expression[:80],
        }

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


def denominator_of(node: Node) -> str:
    """Return the key of the denominator when the expression is a ratio (times a constant)."""
    if isinstance(node, Operation):
        if node.sign == "/" and isinstance(node.right, Reference):
            return node.right.key
        if node.sign in "*/":
            return denominator_of(node.left) or denominator_of(node.right)
    return ""
