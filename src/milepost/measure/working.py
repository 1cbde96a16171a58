"""What a method returns: its figures, with the way that led to them as data.

A ``Working`` is a mapping of the figures, so that code which only wants a number reads
``result["ratio"]``. Beside the figures it keeps what went in, what was set aside and why, the
parameters, every intermediate value with its formula, what decided, and what a reader must know
before quoting it. It holds codes and numbers only; sentences and tables are made from them in
each language elsewhere (codes of ``quantities``).
"""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, ParamSpec

from milepost.measure.rounding import tidy

P = ParamSpec("P")
Call = tuple[inspect.Signature, tuple[Any, ...], Mapping[str, Any]]
Figure = Any
"""A number, a text code, a truth value, None for "cannot be given", or lists and maps of these."""


@dataclass(frozen=True, slots=True)
class Given:
    """One argument of a method; ``is_default`` says that nobody stated it."""

    name: str
    value: Figure
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class SetAside:
    """An input that was not used: which one, its value, and why (a code of ``ASIDE``)."""

    where: str
    value: Figure
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """One intermediate value.

    ``quantity`` is a code of ``quantities.QUANTITIES``. ``formula`` is written in mathematical
    notation with the names of the arguments ("(yt / y0)^(1 / (t - t0)) - 1"), which every
    language shares; empty for a value that was looked up and not computed. ``at`` says which
    member of a list the value belongs to.
    """

    quantity: str
    value: Figure
    formula: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What decided the class: ``quantity`` compared with ``cut`` gave ``verdict``.

    ``relation`` is one of ``>=``, ``>``, ``<=``, ``<``, ``=`` or ``""`` where no number decided;
    ``cut`` is then None. ``verdict`` is a code of ``quantities.VERDICTS``.
    """

    verdict: str
    quantity: str = ""
    value: float | None = None
    relation: str = ""
    cut: float | None = None


@dataclass(frozen=True, slots=True)
class Working(Mapping[str, Figure]):
    """The figures of one method by name, and how they came about."""

    figures: Mapping[str, Figure]
    lines: tuple[Line, ...] = ()
    ruling: Ruling | None = None
    aside: tuple[SetAside, ...] = ()
    caveats: tuple[str, ...] = ()
    method: str = ""
    _call: "Call | None" = field(default=None, compare=False, repr=False)

    @property
    def given(self) -> tuple[Given, ...]:
        """The arguments of the call, defaults included; none before a method has put them on."""
        if self._call is None:
            return ()
        signature, args, kwargs = self._call
        bound = signature.bind(*args, **kwargs)
        stated = set(bound.arguments)
        bound.apply_defaults()
        return tuple(
            Given(argument, value, argument not in stated)
            for argument, value in bound.arguments.items()
        )

    def __getitem__(self, name: str) -> Figure:
        return self.figures[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.figures)

    def __len__(self) -> int:
        return len(self.figures)

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values, in the order of the working."""
        ruling = self.ruling
        return {
            "method": self.method,
            "given": [
                {"name": item.name, "value": plain(item.value), "is_default": item.is_default}
                for item in self.given
            ],
            "aside": [
                {"where": item.where, "value": plain(item.value), "why": item.why}
                for item in self.aside
            ],
            "lines": [
                {
                    "quantity": line.quantity,
                    "at": line.at,
                    "formula": line.formula,
                    "value": plain(line.value),
                }
                for line in self.lines
            ],
            "ruling": {
                "verdict": ruling.verdict,
                "quantity": ruling.quantity,
                "value": ruling.value,
                "relation": ruling.relation,
                "cut": ruling.cut,
            }
            if ruling
            else None,
            "caveats": list(self.caveats),
            "figures": plain(self.figures),
        }


def plain(value: Figure) -> Any:
    """Return a figure as JSON values: maps as dicts, sequences as lists."""
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(item) for item in value]
    return value


def worked(
    figures: Mapping[str, Figure],
    *lines: Line,
    ruling: Ruling | None = None,
    aside: Sequence[SetAside] = (),
    caveats: Sequence[str] = (),
) -> Working:
    """Return figures with their working, before the method's name and arguments are put on it."""
    return Working(figures, lines, ruling, tuple(aside), tuple(caveats))


def nothing(
    names: Sequence[str], *caveats: str, aside: Sequence[SetAside] = (), **figures: Figure
) -> Working:
    """Return a working whose named figures are missing; ``figures`` are those known all the same.

    ``aside`` says which inputs have no value.
    """
    return worked({**dict.fromkeys(names), **figures}, aside=aside, caveats=caveats)


def without_value(**inputs: Figure) -> tuple[SetAside, ...]:
    """Return the inputs that have no value, by name; none when all have one."""
    return tuple(
        SetAside(name, None, "value_missing") for name, value in inputs.items() if value is None
    )


def ruled(
    quantity: str, value: float, classes: Sequence[tuple[float, str]], otherwise: str
) -> Ruling:
    """Return the first class whose cut the value reaches; cuts fall and belong to the better side.

    The value is compared tidy, so that 0.95 up to the noise of binary floating point reaches 0.95.
    """
    for cut, verdict in classes:
        if tidy(value) >= tidy(cut):
            return Ruling(verdict, quantity, value, ">=", cut)
    return Ruling(otherwise, quantity, value, "<", classes[-1][0])


def method(name: str) -> Callable[[Callable[P, Working]], Callable[P, Working]]:
    """Name a method, and put its arguments on every result.

    The function stays a plain function: the same arguments give the same result.
    """

    def decorate(function: Callable[P, Working]) -> Callable[P, Working]:
        signature = inspect.signature(function)

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> Working:
            result = function(*args, **kwargs)
            # Arguments are listed only when asked for: a rating calls methods by the thousand.
            return replace(result, method=name, _call=(signature, args, kwargs))

        return call

    return decorate
