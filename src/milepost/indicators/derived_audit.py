"""Whether a derived series is what its expression gives: nothing missing, nothing more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pyarrow as pa

from milepost.indicators.lineage import as_given
from milepost.measure.derive import REFUSED, Cell, Given, Place, breakdowns_of, evaluate
from milepost.measure.expression import input_keys, parse

Key = tuple[str, str, str]
"""Area, breakdown and period."""


class Fault(StrEnum):
    """What is wrong with a figure of a derived series."""

    MISSING = "missing"
    EXTRA = "extra"
    DIFFERS = "differs"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that is not what the inputs give; ``stated`` and ``computed`` as texts."""

    fault: Fault
    area: str
    period: str
    breakdown: str
    stated: str = ""
    computed: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One figure that cannot be, because of what the inputs say: a code of ``REFUSED``."""

    area: str
    period: str
    breakdown: str
    why: str


def find_differences(
    definition: Mapping[str, Any], observations: Mapping[str, pa.Table]
) -> list[Difference]:
    """Return the figures in which a derived series and its expression disagree, sorted.

    The series is computed again for every place of its inputs and compared both ways: rows that
    are missing, rows that are too many or stand twice, and rows with another value, status or
    reason.
    """
    found: list[Difference] = []
    stated: dict[Key, dict[str, Any]] = {}
    table = observations.get(str(definition["key"]))
    for row in table.to_pylist() if table is not None else ():
        key = (row["area"], row["breakdown"] or "", row["period"])
        if row["counterpart"]:
            found.append(_difference(Fault.EXTRA, key))
        elif key in stated:
            found.append(_difference(Fault.REPEATED, key))
        else:
            stated[key] = row
    computed = dict(derive_all(str(definition["derived"]), observations))
    extra = stated.keys() - computed.keys()
    found += [_difference(Fault.EXTRA, key, _said(stated[key])) for key in extra]
    for key, cell in computed.items():
        if key not in stated:
            found.append(_difference(Fault.MISSING, key, computed=_said_cell(cell)))
        elif not _same(stated[key], cell):
            said = _said(stated[key]), _said_cell(cell)
            found.append(_difference(Fault.DIFFERS, key, *said))
    return sorted(found, key=lambda one: (one.area, one.breakdown, one.period, one.fault))


def find_refusals(table: pa.Table) -> list[Refusal]:
    """Return the figures of a derived series that are missing because of what its inputs say."""
    return [
        Refusal(row["area"], row["period"], row["breakdown"], row["note"])
        for row in table.select(["area", "period", "breakdown", "value", "note"]).to_pylist()
        if row["value"] is None and row["note"] in REFUSED
    ]


def derive_all(expression: str, observations: Mapping[str, pa.Table]) -> Iterator[tuple[Key, Cell]]:
    """Yield every figure that an expression gives, by the specification in ``measure.derive``.

    Nothing when an input has no table.
    """
    keys = input_keys(expression)
    if any(key not in observations for key in keys):
        return
    places: dict[str, dict[str, list[Given]]] = {}
    for key in keys:
        table = observations[key]
        for area, row in zip(table["area"].to_pylist(), as_given(table), strict=True):
            places.setdefault(area, {}).setdefault(key, []).append(row)
    tree = parse(expression)
    for area, inputs in places.items():
        place = Place(inputs)
        for breakdown in breakdowns_of(tree, place):
            for period, cell in evaluate(tree, place, breakdown).items():
                yield (area, breakdown, period), cell


def _difference(fault: Fault, key: Key, stated: str = "", computed: str = "") -> Difference:
    area, breakdown, period = key
    return Difference(fault, area, period, breakdown, stated, computed)


def _same(row: Mapping[str, Any], cell: Cell) -> bool:
    value: float | None = row["value"]
    if value is None or cell.value is None:
        return value is cell.value and (row["note"] or "") == cell.why
    # Beyond the sizes that are added up exactly an engine's last digit may differ.
    return abs(value - cell.value) <= 1e-9 * abs(cell.value) and row["status"] == cell.status


def _said(row: Mapping[str, Any]) -> str:
    value = row["value"]
    return (row["note"] or "-") if value is None else f"{value:.10g} ({row['status']})"


def _said_cell(cell: Cell) -> str:
    return cell.why if cell.value is None else f"{cell.value:.10g} ({cell.status})"
