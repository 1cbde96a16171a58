"""Which codes the observations of a data set have, as a constraint in the three forms of SDMX."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import orjson

from milepost.publishing.exports.cube import AGENCY, VERSION, Cube
from milepost.publishing.exports.sdmx_structure import message_xml, urn

_NAME: Final = "Available data"

Codes = Mapping[str, Sequence[str]]


def available_json(cube: Cube, codes: Codes) -> bytes:
    """Return the codes by dimension as a data constraint of SDMX-JSON 2.0."""
    values = [{"id": name, "values": found} for name, found in codes.items() if found]
    constraint: dict[str, Any] = {
        "id": _id(cube),
        "agencyID": AGENCY,
        "version": VERSION,
        "name": _NAME,
        "names": {"en": _NAME},
        "role": "Actual",
        "constraintAttachment": {"dataflows": [_flow(cube)]},
    }
    if values:
        constraint["cubeRegions"] = [{"include": True, "keyValues": values}]
    body = {"data": {"dataConstraints": [constraint]}}
    return orjson.dumps(body, option=orjson.OPT_APPEND_NEWLINE)


def available_xml(cube: Cube, codes: Codes, version: str) -> bytes:
    """Return the codes as a constraint of SDMX-ML 3.0 or 2.1."""
    is_old = version == "2.1"
    kind, role = ("ContentConstraint", "type") if is_old else ("DataConstraint", "role")
    if is_old:
        pointer = (
            f'<Ref id="{cube.id}" version="{VERSION}" agencyID="{AGENCY}"'
            ' package="datastructure" class="Dataflow"/>'
        )
    else:
        pointer = _flow(cube)
    space = "com" if is_old else "str"
    keys = "".join(
        f"<{space}:KeyValue id={quoteattr(name)}>"
        + "".join(f"<{space}:Value>{escape(text)}</{space}:Value>" for text in found)
        + f"</{space}:KeyValue>\n"
        for name, found in codes.items()
        if found
    )
    region = f'<str:CubeRegion include="true">\n{keys}</str:CubeRegion>\n' if keys else ""
    body = (
        f'<str:{kind} id="{_id(cube)}" agencyID="{AGENCY}" version="{VERSION}" {role}="Actual">\n'
        f'<com:Name xml:lang="en">{_NAME}</com:Name>\n<str:ConstraintAttachment><str:Dataflow>'
        f"{pointer}</str:Dataflow></str:ConstraintAttachment>\n{region}</str:{kind}>\n"
    )
    around = "Constraints" if is_old else "DataConstraints"
    return message_xml(f"<str:{around}>\n{body}</str:{around}>\n", cube.prepared, version)


def _id(cube: Cube) -> str:
    return f"AVAILABLE_{cube.id}"


def _flow(cube: Cube) -> str:
    return urn("datastructure", "Dataflow", cube.id)
