"""Writing indicators that came as SDMX out again, as the message that they came in.

Observations are the newest of each, whatever brought them; what the message said beyond a value
comes from its record. An observation that came by another way gets its codes from its breakdown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from milepost.indicators.breakdowns import dimension_key
from milepost.indicators.models import Vintage
from milepost.indicators.observations import KEY
from milepost.indicators.sdmx import messages
from milepost.indicators.sdmx.components import (
    AREA,
    COUNTERPART,
    INDICATOR,
    MULTIPLIER,
    STATUS,
    WHOLE,
)
from milepost.indicators.sdmx.dataset import VALUE, Reference
from milepost.indicators.sdmx.record import LAYOUT, read_record, record_path
from milepost.indicators.sdmx.writing import Outgoing, Row, number_text, write_csv, write_xml
from milepost.indicators.selectors import read_observations
from milepost.kernel.errors import BadInput

FORMATS: Final = ("sdmx-ml", "sdmx-ml-3", "sdmx-csv")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: numbers of indicators, series and observations."""

    indicators: int
    series: int
    observations: int

    def as_dict(self) -> dict[str, int]:
        """Return plain values."""
        return {
            "indicators": self.indicators,
            "series": self.series,
            "observations": self.observations,
        }


def export_message(path: Path, *, prefix: str, form: str = "sdmx-ml") -> Written:
    """Write every indicator whose key begins with ``prefix-`` and that came as SDMX.

    Raises ``BadInput`` when there is none.
    """
    vintages = list(
        Vintage.objects.filter(
            indicator__key__startswith=f"{prefix}-",
            status=Vintage.Status.ACCEPTED,
            mapping__layout=LAYOUT,
        )
        .select_related("indicator")
        .order_by("indicator__key", "known_on", "accepted_at", "id")
    )
    if not vintages:
        raise BadInput([messages.nothing_to_export(prefix)])
    data = gather(vintages)
    blocks = {
        "sdmx-ml": lambda: write_xml(data, "2.1"),
        "sdmx-ml-3": lambda: write_xml(data, "3.0"),
        "sdmx-csv": lambda: write_csv(data),
    }[form]()
    with path.open("wb") as stream:
        stream.writelines(blocks)
    keys = {row.indicator_id for row in vintages}
    rows = list(data.rows)
    series = {data.series_key(row) for row in rows}
    return Written(len(keys), len(series), len(rows))


def gather(vintages: Sequence[Vintage]) -> Outgoing:
    """Return the data set of vintages (sorted by indicator): the last says how it is written."""
    last = vintages[-1].mapping
    by_key: dict[str, list[Vintage]] = {}
    for row in vintages:
        by_key.setdefault(row.indicator.key, []).append(row)
    rows = [row for key, held in by_key.items() for row in _rows(key, held)]
    dimensions, time = tuple(last["dimensions"]), str(last["time"])
    rows.sort(key=lambda row: tuple(row.get(name) or "" for name in (*dimensions, time)))
    at_series = tuple(last["series_attributes"])
    named = dict.fromkeys(name for row in rows for name in row)
    left = {*dimensions, time, VALUE, *at_series}
    return Outgoing(
        reference=_reference(str(last["structure"])),
        dimensions=dimensions,
        time=time,
        series_attributes=at_series,
        attributes=tuple(name for name in named if name not in left),
        prepared=max(row.known_on for row in vintages).isoformat() + "T00:00:00Z",
        rows=rows,
    )


def _reference(text: str) -> Reference:
    agency, _colon, rest = text.rpartition(":")
    name, _bracket, version = rest.partition("(")
    return Reference(agency or "SDMX", name or "DATA", version.rstrip(")") or "1.0")


def _rows(key: str, vintages: Sequence[Vintage]) -> Iterator[Row]:
    said: dict[str, dict[tuple[str, ...], Row]] = {}
    for row in vintages:
        found = read_record(record_path(row.checksum, row.mapping), row.mapping["code"])
        said[str(row.uuid)] = _by_key(found) if found is not None else {}
    last = vintages[-1]
    areas = _area_codes(said[str(last.uuid)], last.mapping)
    for item in read_observations(key).to_pylist():
        place = tuple(str(item[name]) for name in KEY)
        stated = said.get(item["vintage"], {}).get(place)
        yield _written(item, stated or _derived(item, last.mapping, areas))


def _by_key(record: pa.Table) -> dict[tuple[str, ...], Row]:
    names = [name for name in record.column_names if name.startswith("@")]
    found: dict[tuple[str, ...], Row] = {}
    for row in record.to_pylist():
        found[tuple(row[name] for name in KEY)] = {name[1:]: row[name] for name in names}
    return found


def _area_codes(said: Mapping[tuple[str, ...], Row], mapping: Mapping[str, Any]) -> dict[str, str]:
    """Return how the message writes each area, as far as it names it."""
    component = next((name for name in AREA if name in mapping["dimensions"]), "")
    part = f"{dimension_key(component)}=" if component else ""
    return {
        key[0]: row.get(component) or key[0]
        for key, row in said.items()
        if component and part not in key[3]
    }


def _derived(item: Mapping[str, Any], mapping: Mapping[str, Any], areas: Mapping[str, str]) -> Row:
    """Return the codes of an observation that no message stated."""
    parts = dict(piece.split("=", 1) for piece in item["breakdown"].split("|") if piece)
    row: Row = {}
    for name in mapping["dimensions"]:
        if name in INDICATOR and mapping["code"]:
            row[name] = mapping["code"]
        elif name in AREA:
            row[name] = parts.get(dimension_key(name)) or areas.get(item["area"], item["area"])
        elif name in COUNTERPART and item["counterpart"]:
            row[name] = item["counterpart"]
        else:
            row[name] = parts.get(dimension_key(name)) or WHOLE[0]
    row[mapping["time"]] = item["period"]
    row[STATUS[0]] = item["status"]
    return row


def _written(item: Mapping[str, Any], stated: Row) -> Row:
    value = item["value"]
    multiplier = stated.get(MULTIPLIER) or "0"
    power = int(multiplier) if multiplier.lstrip("+-").isdigit() else 0
    if value is not None and power:
        value = float(f"{value / 10.0**power:.15g}")
    return {**stated, VALUE: number_text(value)}
