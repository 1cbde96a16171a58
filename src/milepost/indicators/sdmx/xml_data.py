"""Streaming SDMX-ML data: 2.1 and 3.0, structure-specific and generic, by series or flat.

Elements are handed over while the file is read and no tree is built: a message of two hundred
megabytes needs little more memory than the columns that come out of it.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from lxml import etree

from milepost.indicators.sdmx import messages
from milepost.indicators.sdmx.components import is_attribute
from milepost.indicators.sdmx.dataset import (
    ALL,
    TIME,
    VALUE,
    DataSet,
    Reference,
    first_rows,
    flat,
    number_keys,
)
from milepost.indicators.sdmx.structure import Structure
from milepost.indicators.sdmx.xml_targets import (
    Complex,
    ComplexValues,
    Generic,
    Header,
    Specific,
    Target,
    local_name,
)
from milepost.kernel.errors import BadInput

_URN: Final = re.compile(r"=([^:]+):([^(]+)\(([^)]+)\)")
_ROOTS: Final = frozenset(
    f"{kind}{suffix}"
    for kind in ("StructureSpecific", "Generic")
    for suffix in ("Data", "TimeSeriesData")
)


def read_xml(path: Path, structure: Structure | None) -> DataSet:
    """Return the observations of an SDMX-ML data message. Raises ``BadInput``."""
    try:
        header = _read_header(path)
        target: Target = Generic(header) if header.is_generic else Specific()
        try:
            _stream(path, target)
        except ComplexValues:
            # Rare, and the reader that keeps every text between tags is slower: so it reads anew.
            target = Complex()
            _stream(path, target)
    except etree.XMLSyntaxError as error:
        raise BadInput([messages.malformed(path.name, error.lineno, error.msg or "")]) from error
    target.check()
    return _assemble(target, header, structure)


def _stream(path: Path, target: Target) -> None:
    parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True, huge_tree=True)
    etree.parse(str(path), parser)


def read_reference(path: Path) -> Reference:
    """Return which structure a message says it follows. Raises ``BadInput``."""
    try:
        return _read_header(path).reference
    except etree.XMLSyntaxError as error:
        raise BadInput([messages.malformed(path.name, error.lineno, error.msg or "")]) from error


def _read_header(path: Path) -> Header:
    """Read as far as the first data set. Raises ``BadInput`` when the message is no data."""
    header = Header()
    events = etree.iterparse(
        str(path), events=("start", "end"), resolve_entities=False, no_network=True
    )
    is_first = True
    for event, element in events:
        name = local_name(element.tag)
        if is_first:
            is_first = False
            if element.getroottree().docinfo.internalDTD is not None:
                raise BadInput([messages.has_doctype(path.name)])
            if name not in _ROOTS:
                raise BadInput([messages.not_data(path.name, name)])
            header.is_generic = name.startswith("Generic")
        elif name == "DataSet":
            break
        elif event == "end":
            _note(header, name, element)
    return header


def _note(header: Header, name: str, element: Any) -> None:
    if name == "Ref" and not header.reference.id:
        header.reference = Reference(
            element.get("agencyID", ""), element.get("id", ""), element.get("version", "")
        )
    elif name in {"Structure", "StructureUsage", "ProvisionAgreement", "URN"} and element.text:
        found = _URN.search(element.text)
        if found and not header.reference.id:
            header.reference = Reference(found[1], found[2], found[3])
    if element.get("dimensionAtObservation"):
        header.at_observation = element.get("dimensionAtObservation")


def _assemble(target: Target, header: Header, structure: Structure | None) -> DataSet:
    """Put what series, groups and observations say beside each other, row by row."""
    series, rows = target.series.table(), target.observations.table()
    owner = flat(rows["#series"])
    columns: dict[str, pa.Array] = {}
    for name in series.column_names:
        if name[0] != "#":
            per_series = flat(series[name])
            indices = per_series.indices.take(owner)
            columns[name] = pa.DictionaryArray.from_arrays(indices, per_series.dictionary)
    for name in rows.column_names:
        if name[0] != "#":
            columns[name] = flat(rows[name])
    columns.setdefault(VALUE, pa.nulls(rows.num_rows, pa.string()))
    at_series = [name for name in series.column_names if name[0] != "#"]
    time = _time_of(columns, header, structure)
    dimensions = _dimensions(target, at_series, columns, (time, header), structure)
    _spread_groups(target.groups, dimensions, columns)
    return DataSet(
        reference=header.reference,
        dimensions=dimensions,
        time=time,
        columns=columns,
        place=_placer(owner),
        is_guessed=structure is None and not target.keys,
        series_attributes=tuple(name for name in at_series if name not in dimensions),
    )


def _time_of(columns: Mapping[str, pa.Array], header: Header, structure: Structure | None) -> str:
    if structure is not None and structure.time in columns:
        return structure.time
    is_flat = header.at_observation == ALL or header.at_observation not in columns
    return TIME if is_flat or TIME in columns else header.at_observation


def _dimensions(
    target: Target,
    at_series: Sequence[str],
    columns: Mapping[str, pa.Array],
    at: tuple[str, Header],
    structure: Structure | None,
) -> tuple[str, ...]:
    """Return the names of the key: as the structure says, as the message says, or as is usual."""
    time, header = at
    if structure is not None:
        return tuple(name for name in structure.dimensions if name in columns)
    if target.keys:
        extra = [header.at_observation] if header.at_observation in columns else []
        return tuple(name for name in [*target.keys, *extra] if name != time)
    names = [*at_series, header.at_observation] if at_series else list(columns)
    left = {time, VALUE}
    return tuple(
        name for name in names if name in columns and name not in left and not is_attribute(name)
    )


def _spread_groups(
    groups: Sequence[Mapping[str, str]], dimensions: Sequence[str], columns: dict[str, pa.Array]
) -> None:
    """Give every row what a group that it belongs to says; what a row says itself stays."""
    by_key: dict[tuple[str, ...], dict[str, dict[tuple[str | None, ...], str]]] = {}
    for group in groups:
        names = tuple(name for name in dimensions if name in group)
        key = tuple(group[name] for name in names)
        held = by_key.setdefault(names, defaultdict(dict))
        for name, text in group.items():
            if name not in dimensions:
                held[name][key] = text
    size = len(columns[VALUE])
    for names, held in by_key.items():
        keys = number_keys([columns[name] for name in names], size)
        firsts = first_rows(keys)
        told = [columns[name].take(firsts).to_pylist() for name in names]
        combos = list(zip(*told, strict=True)) if names else [()] * len(keys.dictionary)
        for name, texts in held.items():
            said = pa.array([texts.get(combo) for combo in combos], pa.string()).take(keys.indices)
            own = columns.get(name)
            both = said if own is None else pc.coalesce(own.cast(pa.string()), said)
            columns[name] = both.dictionary_encode()


def _placer(owner: pa.Array) -> Any:
    def place(row: int) -> str:
        series = owner[row].as_py()
        if series < 0:
            return f"/DataSet/Obs[{row + 1}]"
        first = pc.index(owner, pa.scalar(series, pa.int64())).as_py()
        return f"/DataSet/Series[{series + 1}]/Obs[{row - first + 1}]"

    return place
