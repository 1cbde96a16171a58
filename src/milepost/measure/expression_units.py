"""Which unit an expression gives: a small algebra of dimensions over the whole tree. Pure.

A unit is a product of dimensions with exponents (``usd`` per ``person``) and a scale: a percentage
is a plain number in hundredths, ``thousand-persons`` are persons in thousands. Values may be added
when both are the same; a quotient of two equal units is a plain number; a factor of ten moves the
scale, so that ``[a] / [b] * 100`` of two counts is a percentage.

Units are the keys that definitions write (``persons``, ``usd-per-person``, ``percent-of-gdp``,
``per-100000-workers``, ``index``). A key that is not understood is a dimension of its own, which is
right for scores and steps.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from milepost.measure.expression import Index, Node, Number, Operation, Reference, Spread, Window

SCALES: Final[Mapping[str, float]] = {
    "hundred": 1e2, "hundreds": 1e2, "thousand": 1e3, "thousands": 1e3, "million": 1e6,
    "millions": 1e6, "mio": 1e6, "billion": 1e9, "billions": 1e9,
}  # fmt: skip
PLAIN: Final = frozenset({"ratio", "share", "proportion", "fraction", "number", "one", "times"})
PERCENT: Final = frozenset({"percent", "per-cent", "percentage", "pct", "percentage-points"})
PER_MILLE: Final = frozenset({"per-mille", "permille", "per-thousand"})
PEOPLE: Final = frozenset(
    {"person", "persons", "people", "inhabitant", "inhabitants", "capita", "head", "heads",
     "population"}
)  # fmt: skip
_OF: Final = re.compile(r"(percent|percentage|share|ratio|proportion)-of-(.+)")
_PER_COUNT: Final = re.compile(r"per-(\d+|hundred|thousand|million)(?:-(.+))?")
_PER: Final = re.compile(r"per-(.+)")
_SCALED: Final = re.compile(
    r"(?:(?P<before>hundred|thousand|million|billion)s?-(?P<what>.+))"
    r"|(?:(?P<named>.+)-(?P<after>hundreds?|thousands?|mio|millions?|billions?))"
)
BASE_YEAR, CONCENTRATION = "base-year", "concentration"
"""What an index and a sum of squared shares are of; they may be called what one likes."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Dimensions with exponents, sorted by name, and the scale; None when it is not known.

    ``of`` tells shares of different wholes apart (``percent-of-gdp``); a quotient has none.
    """

    dimensions: tuple[tuple[str, int], ...] = ()
    scale: float | None = 1.0
    of: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether it is a number without dimension, such as a share."""
        return not self.dimensions


@dataclass(frozen=True, slots=True)
class Constant:
    """The unit of a number: none of its own, so it takes that of what it is added to."""

    value: float


ANY: Final = None
"""A unit about which nothing is known: nothing can be said against it."""
Measured = Unit | Constant | None


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sides of a plus or minus whose units differ; ``at`` is where in the text, from 0."""

    at: int
    left: Unit
    right: Unit


@dataclass(frozen=True, slots=True)
class Judged:
    """The unit of a whole expression and the clashes inside it."""

    unit: Measured
    clashes: tuple[Clash, ...]


def read_unit(key: str) -> Unit:
    """Return the unit that a key names. Every text names one."""
    plain = key.strip().casefold()
    if plain in PLAIN or plain in PERCENT or plain in PER_MILLE:
        return Unit(scale=1e-2 if plain in PERCENT else 1e-3 if plain in PER_MILLE else 1.0)
    if found := _OF.fullmatch(plain):
        return Unit(scale=1e-2 if found[1].startswith("percent") else 1.0, of=found[2])
    if found := _PER_COUNT.fullmatch(plain):
        count = float(found[1]) if found[1].isdecimal() else SCALES[found[1]]
        return Unit(scale=1 / count if count else None, of=found[2] or "")
    if found := _PER.fullmatch(plain):
        return Unit(of=found[1])
    if "-per-" in plain:
        above, _per, below = plain.partition("-per-")
        number, dash, rest = below.partition("-")
        is_many = bool(dash) and number.isdecimal() and float(number) > 0
        quotient = _times(read_unit(above), read_unit(rest if is_many else below), -1)
        return _scaled(quotient, 1 / float(number)) if is_many else quotient
    if found := _SCALED.fullmatch(plain):
        scale = SCALES[found["before"] or found["after"]]
        return _scaled(read_unit(found["what"] or found["named"]), scale)
    if plain in PEOPLE:
        return Unit((("person", 1),))
    return Unit(((plain.removesuffix("s") or plain, 1),))


def judge_units(node: Node, units: Mapping[str, str]) -> Judged:
    """Return the unit of an expression; ``units`` are keys of units by indicator.

    An indicator that has none is left out of the judgement.
    """
    clashes: list[Clash] = []
    unit = _unit_of(node, units, clashes)
    return Judged(unit, tuple(clashes))


def is_same(left: Unit, right: Unit) -> bool:
    """Whether values of two units may be added."""
    return (
        left.dimensions == right.dimensions
        and _same_scale(left.scale, right.scale)
        and (not left.of or not right.of or left.of == right.of)
    )


def gives(found: Unit, declared: Unit) -> bool:
    """Whether an expression with this unit may be declared as that one.

    ``percent-of-gdp`` and ``per-100000-workers`` say of what; a quotient of two counts of other
    things says it by its inputs, so only the scale of it is compared.
    """
    if found.of in {BASE_YEAR, CONCENTRATION} and not declared.is_plain:
        return True
    if declared.of:
        return _is_rate(found) and _same_scale(found.scale, declared.scale)
    return found.dimensions == declared.dimensions and _same_scale(found.scale, declared.scale)


def missing_factor(found: Unit, declared: Unit) -> float | None:
    """Return by what to multiply the expression, when its scale alone is wrong."""
    is_alike = _is_rate(found) if declared.of else found.dimensions == declared.dimensions
    if not is_alike or not found.scale or not declared.scale:
        return None
    return float(f"{found.scale / declared.scale:.10g}")


def name_unit(unit: Unit) -> str:
    """Return a unit as a key that ``read_unit`` reads as the same, as far as there is one."""
    if unit.is_plain:
        plain = {1e-2: "percent", 1e-3: "per-mille", 1.0: "ratio"}.get(_round(unit.scale))
        if plain is None:
            plain = f"per-{1 / unit.scale:.10g}" if unit.scale and unit.scale < 1 else "ratio"
        return f"{plain}-of-{unit.of}" if unit.of and plain in {"percent", "ratio"} else plain
    above = "-".join(_power(name, power) for name, power in unit.dimensions if power > 0)
    below = "-".join(_power(name, -power) for name, power in unit.dimensions if power < 0)
    words = {1e2: "hundred-", 1e3: "thousand-", 1e6: "million-", 1e9: "billion-"}
    prefix = words.get(_round(unit.scale), "")
    if unit.scale is not None and not prefix and _round(unit.scale) != 1.0:
        prefix = f"{unit.scale:.10g}-"
    return prefix + (above or "1") + (f"-per-{below}" if below else "")


def _is_rate(unit: Unit) -> bool:
    return unit.is_plain or any(exponent < 0 for _name, exponent in unit.dimensions)


def _power(name: str, power: int) -> str:
    return name if power == 1 else f"{name}^{power}"


def _round(scale: float | None) -> float:
    return 1.0 if scale is None else float(f"{scale:.10g}")


def _unit_of(node: Node, units: Mapping[str, str], clashes: list[Clash]) -> Measured:
    match node:
        case Number(value=value):
            return Constant(value)
        case Reference(key=key):
            return read_unit(units[key]) if units.get(key) else ANY
        case Spread(function=function, reference=reference):
            if function in {"hhi", "effective"}:
                # How many equal ones there would be is counted in whatever the parts are.
                return Unit(of=CONCENTRATION) if function == "hhi" else ANY
            return read_unit(units[reference.key]) if units.get(reference.key) else ANY
        case Index(operand=operand):
            _unit_of(operand, units, clashes)
            return Unit(scale=1e-2, of=BASE_YEAR)
        case Window(operand=operand):
            return _unit_of(operand, units, clashes)
        case Operation():
            return _combined(node, units, clashes)


def _combined(node: Operation, units: Mapping[str, str], clashes: list[Clash]) -> Measured:
    left = _unit_of(node.left, units, clashes)
    right = _unit_of(node.right, units, clashes)
    if left is ANY or right is ANY:
        return ANY
    if isinstance(left, Constant) and isinstance(right, Constant):
        return _of_constants(node.sign, left.value, right.value)
    if node.sign in "*/":
        return _product(left, right, 1 if node.sign == "*" else -1)
    if isinstance(left, Constant) or isinstance(right, Constant):
        return right if isinstance(left, Constant) else left
    if not is_same(left, right):
        clashes.append(Clash(node.at, left, right))
        return ANY
    return replace(left, scale=left.scale if left.scale is not None else right.scale)


def _of_constants(sign: str, left: float, right: float) -> Constant | None:
    if sign == "/":
        return Constant(left / right) if right else ANY
    value = left * right if sign == "*" else left + right if sign == "+" else left - right
    return Constant(value) if math.isfinite(value) else ANY


def _product(left: Unit | Constant, right: Unit | Constant, power: int) -> Measured:
    if isinstance(right, Constant):
        assert isinstance(left, Unit)  # noqa: S101 -- two constants are no product of units
        # A hundred times as many are hundredths: the value grows, so the scale shrinks.
        return _scaled(left, _factor(right.value) ** -power if _factor(right.value) else None)
    if isinstance(left, Constant):
        bare = _times(Unit(), right, power)
        return _scaled(bare, 1 / _factor(left.value) if _factor(left.value) else None)
    return _times(left, right, power)


def _factor(value: float) -> float:
    """Return a power of ten, which moves a scale; 0 for a number that means something else."""
    if value <= 0:
        return 0.0
    power = math.log10(value)
    return value if power == round(power) else 0.0


def _scaled(unit: Unit, by: float | None) -> Unit:
    known = unit.scale is not None and by is not None
    return replace(unit, scale=(unit.scale or 0.0) * (by or 0.0) if known else None)


def _times(left: Unit, right: Unit, power: int) -> Unit:
    exponents = dict(left.dimensions)
    for name, exponent in right.dimensions:
        exponents[name] = exponents.get(name, 0) + exponent * power
    scale = None
    if left.scale is not None and right.scale is not None:
        scale = left.scale * right.scale**power
    kept = tuple(sorted((name, exponent) for name, exponent in exponents.items() if exponent))
    return Unit(kept, scale)


def _same_scale(left: float | None, right: float | None) -> bool:
    return left is None or right is None or math.isclose(left, right, rel_tol=1e-9)
