"""What a derived figure was made from: every input with its period, value and vintage.

The material holds the inputs beside the derived series, so the working can be laid open, and
checked, without the database.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from milepost.measure.derive import Cell, Given, Place, Source, evaluate
from milepost.measure.expression import VERSION, input_keys, parse
from milepost.measure.rounding import tidy, tidy_or_none

Document = dict[str, Any]
Where = tuple[str, str, str]
"""Area, period and breakdown of a figure."""

RULE = f"expression@{VERSION}"


@dataclass(frozen=True)
class Archive:
    """Definitions and observations by indicator key, as an edition or an instance has them."""

    definitions: Mapping[str, Mapping[str, Any]]
    observations: Mapping[str, pa.Table]


def find_lineage(
    archive: Archive, key: str, where: Where, periods: Sequence[str] = ()
) -> Document | None:
    """Return how one figure of a derived indicator came about; None for an imported one.

    Keys: ``rule`` and ``expression``; ``period``, ``value``, ``status`` and ``why`` (a code of
    ``measure.derive.REASONS``, "" when there is a value); ``inputs``; ``vintages``, those of all
    inputs, each once. An input has indicator, period, breakdown, value and vintage ("" of one that
    is computed itself), and where it applies ``of`` (the computed input that it went into),
    ``instead_of`` (the period for which it stands in), and of the parts of a whole ``over`` (the
    dimension), ``parts``, ``missing`` and, where a part is below zero, ``lowest``; the value is
    their sum.

    ``figures`` says the same in short of further ``periods`` of the series: period, the vintages
    as places in ``vintages``, and the periods of the inputs where they are not the figure's own.
    """
    definition = archive.definitions.get(key, {})
    if not definition.get("derived"):
        return None
    area, period, breakdown = where
    tracer = _Tracer(archive, area)
    cell = tracer.cells(key, breakdown).get(period)
    if cell is None:
        return None
    inputs = list(tracer.rows(cell))
    vintages = list(dict.fromkeys(row["vintage"] for row in inputs if row["vintage"]))
    figures = []
    for other in dict.fromkeys(periods):
        found = tracer.cells(key, breakdown).get(other)
        if found is not None:
            figures.append(_in_short(other, list(tracer.rows(found)), vintages))
    return {
        "rule": RULE,
        "expression": definition["derived"],
        "period": period,
        "value": cell.value,
        "status": cell.status,
        "why": cell.why,
        "inputs": inputs,
        "vintages": vintages,
        "figures": figures,
    }


def _in_short(period: str, rows: Sequence[Document], vintages: list[str]) -> Document:
    """Return a figure's vintages as places in a list, which grows, and the periods it rests on."""
    for row in rows:
        if row["vintage"] and row["vintage"] not in vintages:
            vintages.append(row["vintage"])
    places = sorted({vintages.index(row["vintage"]) for row in rows if row["vintage"]})
    short: Document = {"period": period, "vintages": places}
    periods = sorted({row["period"] for row in rows})
    if periods != [period]:
        short["periods"] = periods
    return short


class _Tracer:
    """The figures of one place, followed back through computed inputs to imported ones."""

    def __init__(self, archive: Archive, area: str) -> None:
        self.archive, self.area = archive, area
        self.known: dict[tuple[str, str], dict[str, Cell]] = {}

    def cells(self, key: str, breakdown: str) -> dict[str, Cell]:
        """Return period to result of a derived indicator."""
        if (key, breakdown) not in self.known:
            expression = str(self.archive.definitions[key]["derived"])
            self.known[key, breakdown] = derive_place(
                expression, self.archive.observations, self.area, breakdown
            )
        return self.known[key, breakdown]

    def rows(self, cell: Cell, of: str = "") -> Iterator[Document]:
        """Yield the inputs of a result, those of a computed input after it."""
        single = [source for source in dict.fromkeys(cell.sources) if not source.over]
        for source in single:
            row = _row(source)
            yield row | ({"of": of} if of else {})
            if self.archive.definitions.get(source.indicator, {}).get("derived"):
                inner = self.cells(source.indicator, source.breakdown).get(source.period)
                if inner is not None:
                    yield from self.rows(inner, source.indicator)
        for row in _wholes(source for source in dict.fromkeys(cell.sources) if source.over):
            yield row | ({"of": of} if of else {})


def _row(source: Source) -> Document:
    row: Document = {
        "indicator": source.indicator,
        "period": source.period,
        "breakdown": source.breakdown,
        "value": tidy_or_none(source.value),
        "vintage": source.vintage,
    }
    if source.instead_of:
        row["instead_of"] = source.instead_of
    return row


def _wholes(parts: Iterator[Source]) -> Iterator[Document]:
    """Yield one row for all parts of a whole that come from one vintage."""
    groups: dict[tuple[str, str, str, str], list[Source]] = {}
    for part in parts:
        group = (part.indicator, part.period, part.over, part.vintage)
        groups.setdefault(group, []).append(part)
    for (indicator, period, over, vintage), members in groups.items():
        values = [part.value for part in members if part.value is not None]
        row: Document = {
            "indicator": indicator,
            "period": period,
            "breakdown": "",
            "value": tidy(fsum(values)) if values else None,
            "vintage": vintage,
            "over": over,
            "parts": len(members),
            "missing": len(members) - len(values),
        }
        if values and min(values) < 0:
            lowest = min(
                (part.value, part.counterpart or part.breakdown)
                for part in members
                if part.value is not None
            )
            row["lowest"] = {"part": lowest[1], "value": tidy(lowest[0])}
        yield row


def derive_place(
    expression: str, observations: Mapping[str, pa.Table], area: str, breakdown: str = ""
) -> dict[str, Cell]:
    """Return period to result for one place, by the specification in ``measure.derive``."""
    inputs = {}
    for key in input_keys(expression):
        table = observations.get(key)
        if table is not None:
            inputs[key] = as_given(table.filter(pc.equal(table["area"], area)))
    return evaluate(parse(expression), Place(inputs), breakdown)


def as_given(table: pa.Table) -> list[Given]:
    """Return a table of observations of one place as the specification takes them."""
    return [
        Given(
            period=row["period"],
            value=row["value"],
            status=row["status"] or "A",
            breakdown=row["breakdown"] or "",
            counterpart=row["counterpart"] or "",
            vintage=row["vintage"] or "",
        )
        for row in table.to_pylist()
    ]
