"""Streaming SDMX-ML data: 2.1 and 3.0, structure-specific and generic, by series or flat.

Elements are handed over while the file is read and no tree is built: a message of two hundred
megabytes needs little more memory than the columns that come out of it.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    Gatherer,
    Reference,
    first_rows,
    flat,
    number_keys,
)
from milepost.indicators.sdmx.structure import Structure
from milepost.kernel.errors import BadInput

_URN: Final = re.compile(r"=([^:]+):([^(]+)\(([^)]+)\)")
_MAX_GROUPS: Final = 500_000
_MAX_COMPONENTS: Final = 500
_ROOTS: Final = frozenset(
    f"{kind}{suffix}"
    for kind in ("StructureSpecific", "Generic")
    for suffix in ("Data", "TimeSeriesData")
)


@dataclass(slots=True)
class Header:
    """What stands before the observations."""

    is_generic: bool = False
    reference: Reference = field(default_factory=Reference)
    at_observation: str = TIME


def local_name(tag: object) -> str:
    """Return an element's name without its namespace."""
    return str(tag).rpartition("}")[2]


def read_xml(path: Path, structure: Structure | None) -> DataSet:
    """Return the observations of an SDMX-ML data message. Raises ``BadInput``."""
    try:
        header = _read_header(path)
        target = _Generic(header) if header.is_generic else _Specific()
        parser = etree.XMLParser(
            target=target, resolve_entities=False, no_network=True, huge_tree=True
        )
        etree.parse(str(path), parser)
    except etree.XMLSyntaxError as error:
        raise BadInput([messages.malformed(path.name, error.lineno, error.msg or "")]) from error
    target.check()
    return _assemble(target, header, structure)


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


class _Target:
    """What both formats have in common."""

    def __init__(self) -> None:
        self.series = Gatherer()
        self.observations = Gatherer()
        self.groups: list[dict[str, str]] = []
        self.structures: set[str] = set()
        self.keys: list[str] = []
        self.odd = ""
        self.is_delete = False
        self._seen: set[frozenset[str]] = set()
        self._names: set[str] = set()

    def admit(self, attributes: Mapping[str, str]) -> None:
        """Refuse at once what would need more columns than memory holds. Raises ``BadInput``."""
        names = frozenset(attributes)
        if names in self._seen:
            return
        self._seen.add(names)
        self._names |= names
        if len(self._names) > _MAX_COMPONENTS:
            raise BadInput([messages.too_many_components(_MAX_COMPONENTS)])

    def data_set(self, attributes: Mapping[str, str]) -> None:
        """Note what a data set says of itself."""
        for name, text in attributes.items():
            plain = local_name(name)
            if plain == "structureRef":
                self.structures.add(text)
            elif plain == "action":
                self.is_delete |= text.casefold() == "delete"

    def group(self, attributes: Mapping[str, str]) -> None:
        """Keep what is said of many series at once."""
        self.admit(attributes)
        if len(self.groups) < _MAX_GROUPS:
            plain = {name: text for name, text in attributes.items() if name[0] != "{"}
            self.groups.append(plain)

    def check(self) -> None:
        """Raise ``BadInput`` for what would be read wrongly."""
        findings = []
        if self.is_delete:
            findings.append(messages.deletes())
        if len(self.structures) > 1:
            findings.append(messages.many_structures(sorted(self.structures)))
        if self.odd:
            findings.append(messages.nested_values(self.odd))
        if len(self.groups) >= _MAX_GROUPS:
            findings.append(messages.too_many_groups(_MAX_GROUPS))
        if findings:
            raise BadInput(findings)

    def doctype(self, *_parts: object) -> None:
        """Refuse a document type: it could define entities."""
        raise BadInput([messages.has_doctype("")])

    def close(self) -> "_Target":
        """End of the document."""
        return self


class _Specific(_Target):
    """Structure-specific data: every component is an attribute of an element."""

    def __init__(self) -> None:
        super().__init__()
        self._kinds: dict[str, str] = {}
        self._is_open = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take one element."""
        kind = self._kinds.get(tag)
        if kind is None:
            kind = self._kinds[tag] = local_name(tag)
        if kind == "Obs":
            self.admit(attributes)
            self.observations.add(attributes, self.series.count - 1)
        elif kind == "Series":
            self.admit(attributes)
            self.series.add(attributes, 0)
        elif kind in {"Group", "Atts"}:
            self.group(attributes)
        elif kind == "DataSet":
            self._is_open = True
            self.data_set(attributes)
        elif self._is_open and kind not in {"Annotations", "Annotation"}:
            self._other(tag, kind)

    def _other(self, tag: str, kind: str) -> None:
        # Elements of annotations and of the footer carry a namespace; values never do.
        if tag[0] != "{" or kind in {"Comp", "Value"}:
            self.odd = self.odd or kind


class _Generic(_Target):
    """Generic data: every component is an element with an id and a value."""

    def __init__(self, header: Header) -> None:
        super().__init__()
        self._at = header.at_observation
        self._values: dict[str, str] = {}
        self._scope = ""
        self._section = ""
        self._known: set[str] = set()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        kind = local_name(tag)
        if kind in {"Series", "Group"}:
            self._scope, self._values = kind, {}
        elif kind == "Obs":
            self._end_series()
            self._scope, self._values = kind, {}
        elif kind in {"SeriesKey", "ObsKey", "GroupKey", "Attributes"}:
            self._section = kind
        elif kind == "ObsDimension":
            self._values[attributes.get("id") or self._at] = attributes.get("value", "")
        elif kind == "ObsValue":
            self._values[VALUE] = attributes.get("value", "")
        elif kind == "Value" and self._scope:
            self._component(attributes.get("id", ""), attributes.get("value", ""))
        elif kind == "DataSet":
            self.data_set(attributes)

    def _component(self, name: str, text: str) -> None:
        self._values[name] = text
        if name not in self._known:
            self._known.add(name)
            if self._section != "Attributes":
                self.keys.append(name)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        kind = local_name(tag)
        if kind == "Obs":
            self.admit(self._values)
            self.observations.add(self._values, self.series.count - 1)
            self._scope = ""
        elif kind == "Series":
            self._end_series()
        elif kind == "Group":
            self.group(self._values)
            self._scope = ""

    def _end_series(self) -> None:
        if self._scope == "Series":
            self.admit(self._values)
            self.series.add(self._values, 0)
            self._scope = ""


def _assemble(target: _Target, header: Header, structure: Structure | None) -> DataSet:
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
    target: _Target,
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
