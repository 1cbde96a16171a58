"""Writing observations as SDMX: structure-specific XML (2.1 and 3.0) and SDMX-CSV 2.0.

What is written depends on what is given and on nothing else: the same observations are the same
bytes, whoever writes them and whenever.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from milepost.indicators.sdmx.dataset import VALUE, Reference

BLOCK: Final = 4_096
_REGISTRY: Final = "http://www.sdmx.org/resources/sdmxml/schemas"
_CLASS: Final = "urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure="
_SCOPE: Final = 'ss:dataScope="DataStructure" '
"""What 2.1 asks for and 3.0 does not allow any more."""

_FLOW: Final = "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow="

Row = dict[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A data set on its way out.

    ``rows`` hold a text for every component that is stated, ``OBS_VALUE`` among them; they come
    sorted by the key of the series. ``prepared`` is an ISO time.
    """

    reference: Reference
    dimensions: Sequence[str]
    time: str
    series_attributes: Sequence[str] = ()
    attributes: Sequence[str] = ()
    sender: str = "MILEPOST"
    message_id: str = "MILEPOST"
    prepared: str
    flow: Reference | None = None
    rows: Iterable[Row] = field(default_factory=tuple)

    def series_key(self, row: Row) -> tuple[str | None, ...]:
        """Return what a series is told apart by, its own attributes included."""
        return tuple(row.get(name) for name in (*self.dimensions, *self.series_attributes))


def number_text(value: float | None) -> str | None:
    """Return a number as it is written: no exponent where none is needed, no ``.0``."""
    if value is None:
        return None
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def write_xml(data: Outgoing, version: str = "3.0") -> Iterator[bytes]:
    """Yield a structure-specific message in blocks; ``version`` is 2.1 or 3.0."""
    yield _head(data, version).encode()
    lines: list[str] = []
    for _key, group in groupby(data.rows, data.series_key):
        rows = list(group)
        names = (*data.dimensions, *data.series_attributes)
        lines.append(f"<Series{_attributes(rows[0], names)}>")
        inner = (data.time, VALUE, *data.attributes)
        lines += [f"<Obs{_attributes(row, inner)}/>" for row in rows]
        lines.append("</Series>")
        if len(lines) >= BLOCK:
            yield ("\n".join(lines) + "\n").encode()
            lines = []
    lines.append("</message:DataSet>\n</message:StructureSpecificData>\n")
    yield "\n".join(lines).encode()


def _head(data: Outgoing, version: str) -> str:
    tag = "v" + version.replace(".", "_")
    spaces = "\n".join(
        f'  xmlns:{prefix}="{_REGISTRY}/{tag}/{path}"'
        for prefix, path in (
            ("message", "message"),
            ("common", "common"),
            ("ss", "data/structurespecific"),
        )
    )
    reference = data.reference
    place = f"{reference.agency}:{reference.id}({reference.version})"
    scope = f"{_CLASS}{place}"
    name = f"{reference.agency}_{reference.id}_{reference.version.replace('.', '_')}"
    if version == "2.1":
        pointer = (
            "<common:Structure><Ref"
            f" agencyID={quoteattr(reference.agency)} id={quoteattr(reference.id)}"
            f" version={quoteattr(reference.version)}/></common:Structure>"
        )
    else:
        pointer = f"<common:Structure>{escape(scope)}</common:Structure>"
    space = f"{scope}:ObsLevelDim:{data.time}"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<message:StructureSpecificData
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
{spaces}
  xmlns:data={quoteattr(space)}>
<message:Header>
<message:ID>{escape(data.message_id)}</message:ID>
<message:Test>false</message:Test>
<message:Prepared>{escape(data.prepared)}</message:Prepared>
<message:Sender id={quoteattr(data.sender)}/>
<message:Structure structureID={quoteattr(name)} namespace={quoteattr(space)} \
dimensionAtObservation={quoteattr(data.time)}>{pointer}</message:Structure>
</message:Header>
<message:DataSet ss:structureRef={quoteattr(name)} xsi:type="data:DataSetType" \
{_SCOPE if version == "2.1" else ""}ss:action="Information">
"""


def _attributes(row: Row, names: Sequence[str]) -> str:
    return "".join(
        f" {name}={_quoted(text)}" for name in names if (text := row.get(name)) is not None
    )


def _quoted(text: str) -> str:
    """Return a text as the value of an XML attribute; what XML cannot hold is left out."""
    plain = (
        "".join(c for c in text if c >= " " or c in "\t\n\r") if not text.isprintable() else text
    )
    return quoteattr(plain, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;", '"': "&quot;"})


def write_csv(data: Outgoing) -> Iterator[bytes]:
    """Yield an SDMX-CSV 2.0 message in blocks.

    A cell is not changed against spreadsheets here: the format is for programs, and another
    text would be another code.
    """
    columns = [*data.dimensions, data.time, VALUE, *data.series_attributes, *data.attributes]
    chosen, kind = (data.flow, "dataflow") if data.flow else (data.reference, "datastructure")
    place = f"{chosen.agency}:{chosen.id}({chosen.version})"
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *columns])
    for number, row in enumerate(data.rows, 1):
        writer.writerow([kind, place, "I", *(row.get(name) for name in columns)])
        if number % BLOCK == 0:
            yield stream.getvalue().encode()
            stream.seek(0)
            stream.truncate()
    yield stream.getvalue().encode()
