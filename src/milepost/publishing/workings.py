"""A working in words: one sentence with its caveats, and a table of steps, formulas and values.

The codes are those of ``measure.quantities``; formulas are the same in every language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, isfinite, log10
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from milepost.measure.example import Example
from milepost.measure.working import Given, Line, Ruling, Working
from milepost.publishing import formats
from milepost.publishing.wording_quantities import QUANTITIES, SHARES
from milepost.publishing.wording_verdicts import ASIDE, CAVEATS, VERDICTS

RELATIONS: dict[str, str | Promise] = {
    ">=": _("at least %(cut)s"),
    ">": _("more than %(cut)s"),
    "<=": _("at most %(cut)s"),
    "<": _("less than %(cut)s"),
    "=": _("exactly %(cut)s"),
}
SOURCE_STATUSES: dict[str, str | Promise] = {
    "read": _("text or code read"),
    "known": _("known, not read again"),
    "computed": _("computed here and checked by hand or by another program"),
    "own": _("a choice of this software"),
}
YEARS = frozenset(
    {
        "as_of",
        "b",
        "base_year",
        "by",
        "cy",
        "last_year",
        "t",
        "t0",
        "t1",
        "target_year",
        "tt",
        "ty",
        "year",
        "year0",
        "year1",
        "years",
    }
)
"""Arguments that are calendar years and are written without grouping."""
LABELS: dict[str, str | Promise] = {
    "age": _("age"),
    "agreement": _("agreement"),
    "contribution": _("contribution"),
    "equal": _("equal shares"),
    "sources": _("sources"),
    "representativity": _("representation"),
    "best": _("best change held"),
    "countries": _("countries"),
    "damped": _("weakening trend"),
    "green": _("green"),
    "yellow": _("yellow"),
    "red": _("red"),
    "contested": _("contested"),
    "linear": _("straight line"),
    "log_linear": _("constant rate"),
    "logit": _("curve of shares"),
    "population": _("population"),
    "recent": _("pace of five years"),
    "structural": _("structural"),
    "process": _("process"),
    "outcome": _("outcome"),
}
"""Members of a list that have a word; names, years and numbers are shown as they are."""
SIGNIFICANT = 4
MOST_DECIMALS = 8


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table of a working, in words."""

    name: str
    at: str
    formula: str
    value: str


@dataclass(frozen=True, slots=True)
class Input:
    """One argument, in words; ``is_default`` when nobody stated it.

    ``rows`` are the same value line by line where it is a table or holds maps; empty otherwise.
    """

    name: str
    value: str
    is_default: bool
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """A working as it is shown: the sentence, the steps, what went in and what was set aside."""

    sentence: str
    steps: tuple[Step, ...]
    inputs: tuple[Input, ...]
    aside: tuple[tuple[str, str], ...]


def explain(working: Working, language: str) -> Explained:
    """Return a working in the active language, numbers as ``language`` writes them."""
    return Explained(
        sentence=sentence(working, language),
        steps=tuple(_step(line, language) for line in working.lines),
        inputs=tuple(
            Input(item.name, _argument(item, language), item.is_default, _rows(item, language))
            for item in working.given
        ),
        aside=tuple((item.where, str(ASIDE[item.why])) for item in working.aside),
    )


def sentence(working: Working, language: str) -> str:
    """Return what a working says: its verdict or main figure, why, and what to be careful about."""
    parts = [_main(working, language)]
    if working.aside:
        count = len(working.aside)
        parts.append(
            ngettext("%(count)s input was set aside.", "%(count)s inputs were set aside.", count)
            % {"count": formats.number(count, language)}
        )
    parts += [str(CAVEATS[code]) for code in working.caveats]
    return formats.sentences(parts, language)


def _main(working: Working, language: str) -> str:
    if working.ruling is not None:
        return _capital(_ruled(working.ruling, language))
    line = next(reversed(working.lines), None)
    if line is None:
        return gettext("No figure can be given.")
    values = {
        "quantity": str(QUANTITIES[line.quantity]),
        "at": _label(line.at),
        "value": figure(line.quantity, line.value, language),
    }
    if line.value is None:
        return _capital(gettext("%(quantity)s cannot be given.") % values)
    if line.at:
        return _capital(gettext("%(quantity)s (%(at)s) is %(value)s.") % values)
    return _capital(gettext("%(quantity)s is %(value)s.") % values)


def _ruled(ruling: Ruling, language: str) -> str:
    values = {"verdict": str(VERDICTS[ruling.verdict])}
    if not ruling.quantity or ruling.value is None:
        return gettext("%(verdict)s.") % values
    values["quantity"] = str(QUANTITIES[ruling.quantity])
    values["value"] = figure(ruling.quantity, ruling.value, language)
    if ruling.cut is None:
        return gettext("%(verdict)s: %(quantity)s is %(value)s.") % values
    cut = figure(ruling.quantity, ruling.cut, language)
    values["compared"] = str(RELATIONS[ruling.relation]) % {"cut": cut}
    return (
        # Translators: "on track: the share of the way gone is 0.98, which is at least 0.95."
        gettext("%(verdict)s: %(quantity)s is %(value)s, which is %(compared)s.") % values
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _step(line: Line, language: str) -> Step:
    return Step(
        name=_capital(str(QUANTITIES[line.quantity])),
        at=_label(line.at),
        formula=line.formula,
        value=figure(line.quantity, line.value, language),
    )


def _label(at: str) -> str:
    return str(LABELS.get(at, at))


def figure(quantity: str, value: Any, language: str) -> str:
    """Return one value of a working: shares as per cent, codes in words, days as days."""
    if isinstance(value, str):
        if value in VERDICTS:
            return str(VERDICTS[value])
        return formats.period(value, language)
    if quantity in SHARES and isinstance(value, int | float) and not isinstance(value, bool):
        return formats.percent(value, language, _decimals(value * 100))
    return _plain(value, language)


def _plain(value: Any, language: str, *, as_year: bool = False) -> str:
    """Return any value of an argument or a step as text."""
    if value is None or value == "":
        return formats.MISSING
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Mapping):
        return "; ".join(_entry(str(key), item, language) for key, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        if value and all(isinstance(item, Mapping) and [*item] == [*value[0]] for item in value):
            return _listed(value, language)
        shown = [_plain(item, language, as_year=as_year) for item in value]
        nested = any(isinstance(item, Mapping | list | tuple) for item in value)
        return (" | " if nested else "; ").join(shown)
    if isinstance(value, str):
        return value
    if as_year and value == int(value):
        return str(int(value))
    return formats.number(value, language, _decimals(value))


def _entry(key: str, item: Any, language: str) -> str:
    """Return one entry of a map; what holds maps itself stands in brackets."""
    shown = _plain(item, language)
    return f"{key} ({shown})" if _holds_maps(item) else f"{key}: {shown}"


def _holds_maps(item: Any) -> bool:
    return isinstance(item, Mapping) or (
        isinstance(item, list | tuple) and any(isinstance(part, Mapping) for part in item)
    )


def _rows(item: Given, language: str) -> tuple[str, ...]:
    """Return the lines of an argument that is a table, or a map of maps."""
    value = item.value
    if isinstance(value, Mapping) and any(_holds_maps(part) for part in value.values()):
        return tuple(_entry(str(key), part, language) for key, part in value.items())
    if isinstance(value, list | tuple) and any(isinstance(part, list | tuple) for part in value):
        return tuple(_plain(part, language) for part in value)
    return ()


def _listed(records: Sequence[Mapping[str, Any]], language: str) -> str:
    """Return records of the same fields with the names of the fields said once."""
    names = ", ".join(map(str, records[0]))
    lines = ["; ".join(_plain(part, language) for part in row.values()) for row in records]
    return f"{names}: " + " | ".join(lines)


def _argument(item: Given, language: str) -> str:
    return _plain(item.value, language, as_year=item.name in YEARS)


def _decimals(value: float) -> int:
    """Return how many decimals show four significant digits, without trailing zeros."""
    if not value or not isfinite(value):
        return 0
    places = min(MOST_DECIMALS, max(0, SIGNIFICANT - 1 - floor(log10(abs(value)))))
    text = f"{abs(value):.{places}f}"
    return len(text.rstrip("0").partition(".")[2]) if places else 0


def source_of(example: Example) -> str:
    """Return the source of a method with how far it is confirmed."""
    return gettext("%(source)s (%(status)s)") % {
        "source": example.source,
        "status": SOURCE_STATUSES[example.status],
    }
