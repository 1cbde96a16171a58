"""Inputs of a method as other people write them: read by what the method says it takes.

JSON has one kind of number and writes years as keys of text, other programs write years in quotes,
counts with a point, and series as lists of pairs. What can be meant in one way only is read so;
everything else is refused in words, all at once.
"""

import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from types import UnionType
from typing import Any, Union, get_args, get_origin

NUMBERS = (int, float)
PAIR = 2
MOST_EXACT = 2.0**53
"""From here on a number with a point no longer holds every whole number."""


class WrongInputsError(ValueError):
    """Inputs that a method does not take; ``problems`` are sentences, one for each input."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


class _WrongValueError(ValueError):
    """One value that is not what the method takes."""


def read_inputs(method: Callable[..., Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs in the kinds that the method's signature states.

    A number in quotes becomes a number, a whole number with a point a whole number, 0 and 1 a truth
    value, a list of pairs a map. None for an input that has a default and cannot be missing means
    that nobody stated it. Inputs of a kind the signature leaves open stay as they are.

    Raises WrongInputsError with every input that is missing, unknown or of another kind.
    """
    parameters = inspect.signature(method).parameters
    named = {name: p for name, p in parameters.items() if p.kind is not p.VAR_KEYWORD}
    problems = [
        f"The input “{name}” is missing."
        for name, parameter in named.items()
        if parameter.default is parameter.empty and name not in inputs
    ]
    read: dict[str, Any] = {}
    for name, value in inputs.items():
        if name not in named:
            if len(named) == len(parameters):
                problems.append(f"The method has no input “{name}”.")
            read[name] = value
            continue
        parameter = named[name]
        has_default = parameter.default is not parameter.empty
        if value is None and has_default and not _takes_none(parameter.annotation):
            continue
        try:
            read[name] = _read(value, parameter.annotation, name)
        except _WrongValueError as refusal:
            problems.append(str(refusal))
    if problems:
        raise WrongInputsError(problems)
    return read


def _kinds(annotation: Any) -> tuple[Any, ...]:
    """Return the kinds of a union, or the kind alone."""
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)


def _takes_none(annotation: Any) -> bool:
    return type(None) in _kinds(annotation) or annotation is Any


def _read(value: Any, annotation: Any, where: str) -> Any:
    """Read one value; a union of two kinds beside None is left to the method."""
    kinds = [kind for kind in _kinds(annotation) if kind is not type(None)]
    if value is None:
        if _takes_none(annotation):
            return None
        msg = f"The input “{where}” has no value."
        raise _WrongValueError(msg)
    if len(kinds) != 1:
        return value
    kind = kinds[0]
    origin = get_origin(kind)
    if origin in (Sequence, Collection):
        return _read_list(value, get_args(kind)[0], where)
    if origin is Mapping:
        return _read_map(value, get_args(kind)[1], where)
    reader = READERS.get(kind)
    return reader(value, where) if reader else value


def _read_list(value: Any, item: Any, where: str) -> list[Any]:
    if not isinstance(value, list | tuple):
        msg = f"The input “{where}” is no list: {value!r}."
        raise _WrongValueError(msg)
    return [_read(part, item, f"{where}[{place}]") for place, part in enumerate(value)]


def _read_map(value: Any, item: Any, where: str) -> dict[str, Any]:
    pairs = list(value.items()) if isinstance(value, Mapping) else value
    if not _are_pairs(pairs):
        msg = f"The input “{where}” is no map of names to values: {value!r}."
        raise _WrongValueError(msg)
    found: dict[str, Any] = {}
    for key, part in pairs:
        name = str(key)
        if name in found:
            msg = f"The input “{where}” names “{name}” twice."
            raise _WrongValueError(msg)
        found[name] = _read(part, item, f"{where}.{name}")
    return found


def _are_pairs(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(pair, list | tuple) and len(pair) == PAIR and isinstance(pair[0], str | int)
        for pair in value
    )


def _read_number(value: Any, where: str) -> int | float:
    if isinstance(value, NUMBERS):
        return value
    if isinstance(value, str):
        for kind in NUMBERS:
            try:
                return kind(value.strip())
            except ValueError:
                continue
    msg = f"The input “{where}” is no number: {value!r}."
    raise _WrongValueError(msg)


def _read_whole(value: Any, where: str) -> int:
    number = _read_number(value, where)
    if isinstance(number, float) and not (number.is_integer() and abs(number) < MOST_EXACT):
        msg = f"The input “{where}” is no whole number: {value!r}."
        raise _WrongValueError(msg)
    return int(number)


def _read_truth(value: Any, where: str) -> bool:
    if value in (0, 1) and isinstance(value, bool | int | float):
        return bool(value)
    words = {"true": True, "false": False}
    if isinstance(value, str) and value.strip().lower() in words:
        return words[value.strip().lower()]
    msg = f"The input “{where}” is neither true nor false: {value!r}."
    raise _WrongValueError(msg)


def _read_text(value: Any, where: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, NUMBERS) and not isinstance(value, bool):
        return f"{value:g}"
    msg = f"The input “{where}” is no text: {value!r}."
    raise _WrongValueError(msg)


READERS: Mapping[Any, Callable[[Any, str], Any]] = {
    float: _read_number,
    int: _read_whole,
    bool: _read_truth,
    str: _read_text,
}
