"""Structures of SDMX: agency scheme, concepts, code lists, data structures and flows.

As XML in 2.1 (which sdmx1 and most programs read) and 3.0, and as SDMX-JSON 2.0. The same edition
gives the same bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import orjson

from milepost.indicators.sdmx.dataset import VALUE
from milepost.publishing.exports.cube import AGENCY, TIME, VERSION, Codelist, Component, Cube

ARTEFACTS: Final = ("agencyscheme", "codelist", "conceptscheme", "datastructure", "dataflow")
SCHEMAS: Final = "http://www.sdmx.org/resources/sdmxml/schemas"
_URN: Final = "urn:sdmx:org.sdmx.infomodel."
_TIME_NAME: Final = {"en": "Period"}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which artefacts of which data sets a message holds; code lists carry the id of their set."""

    cubes: Sequence[Cube]
    artefacts: frozenset[str] = frozenset(ARTEFACTS)
    only: str = ""
    """The id of one artefact, or "" for all."""

    def holds(self, kind: str, name: str) -> bool:
        """Whether an artefact is asked for."""
        return kind in self.artefacts and self.only in {"", name}

    @property
    def prepared(self) -> str:
        """The time in the header: that of the newest edition."""
        return max((cube.prepared for cube in self.cubes), default="1970-01-01T00:00:00Z")


def list_id(cube: Cube, codelist: str) -> str:
    """Return the id of a code list, which belongs to one data set: codes differ by edition."""
    return f"{codelist}_{cube.id}"


def scheme_id(cube: Cube) -> str:
    """Return the id of the concept scheme of a data set."""
    return f"CS_{cube.id}"


def urn(package: str, kind: str, name: str, item: str = "") -> str:
    """Return the URN of an artefact of this agency, or of an item of it."""
    tail = f".{item}" if item else ""
    return f"{_URN}{package}.{kind}={AGENCY}:{name}({VERSION}){tail}"


# XML


def structure_xml(selection: Selection, version: str = "3.0") -> bytes:
    """Return a structure message of SDMX-ML 2.1 or 3.0."""
    return message_xml(_Xml(version).body(selection), selection.prepared, version)


def message_xml(body: str, prepared: str, version: str) -> bytes:
    """Return a structure message around artefacts that are written already."""
    tag = "v" + version.replace(".", "_")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<mes:Structure xmlns:mes="{SCHEMAS}/{tag}/message"'
        f' xmlns:str="{SCHEMAS}/{tag}/structure" xmlns:com="{SCHEMAS}/{tag}/common">\n'
        f"<mes:Header><mes:ID>STRUCTURE</mes:ID><mes:Test>false</mes:Test>"
        f"<mes:Prepared>{prepared}</mes:Prepared>"
        f'<mes:Sender id="{AGENCY}"/></mes:Header>\n'
        f"<mes:Structures>\n{body}</mes:Structures>\n</mes:Structure>\n"
    ).encode()


class _Xml:
    def __init__(self, version: str) -> None:
        self.is_old = version == "2.1"

    def body(self, selection: Selection) -> str:
        """Return the artefacts in the order that the schema of the version asks for."""
        schemes, flows, lists, concepts, structures = [], [], [], [], []
        if selection.holds("agencyscheme", "AGENCIES"):
            schemes.append(self.agencies())
        for cube in selection.cubes:
            if selection.holds("dataflow", cube.id):
                flows.append(self.flow(cube))
            lists += [
                self.codelist(list_id(cube, name), codelist)
                for name, codelist in cube.codelists.items()
                if selection.holds("codelist", list_id(cube, name))
            ]
            if selection.holds("conceptscheme", scheme_id(cube)):
                concepts.append(self.concepts(cube))
            if selection.holds("datastructure", cube.id):
                structures.append(self.structure(cube))
        new = {"OrganisationSchemes": "AgencySchemes", "Concepts": "ConceptSchemes"}
        order = (
            ("OrganisationSchemes", schemes),
            ("Dataflows", flows),
            ("Codelists", lists),
            ("Concepts", concepts),
            ("DataStructures", structures),
        )
        if not self.is_old:
            order = (order[0], order[2], order[3], order[1], order[4])
        return "".join(
            _wrap(name if self.is_old else new.get(name, name), parts)
            for name, parts in order
            if parts
        )

    def agencies(self) -> str:
        """Return the scheme that names this agency."""
        # The schema of 3.0 allows no version here: there is one scheme for each agency.
        version = ' version="1.0"' if self.is_old else ""
        return (
            f'<str:AgencyScheme id="AGENCIES" agencyID="SDMX"{version}>'
            f'{_names({"en": "Agencies"})}<str:Agency id="{AGENCY}">'
            f"{_names({'en': 'Milepost'})}</str:Agency></str:AgencyScheme>\n"
        )

    def flow(self, cube: Cube) -> str:
        """Return a dataflow."""
        if self.is_old:
            pointer = (
                f'<Ref id="{cube.id}" version="{VERSION}" agencyID="{AGENCY}"'
                ' package="datastructure" class="DataStructure"/>'
            )
        else:
            pointer = urn("datastructure", "DataStructure", cube.id)
        return (
            f"<str:Dataflow {_maintained(cube.id)}>{_names(_named(cube))}"
            f"<str:Structure>{pointer}</str:Structure></str:Dataflow>\n"
        )

    def codelist(self, name: str, codelist: Codelist) -> str:
        """Return a code list."""
        codes = "".join(
            f"<str:Code id={quoteattr(code)}>{_names(names or {'en': code})}</str:Code>\n"
            for code, names in codelist.codes.items()
        )
        return (
            f"<str:Codelist {_maintained(name)}>{_names(codelist.name)}\n{codes}</str:Codelist>\n"
        )

    def concepts(self, cube: Cube) -> str:
        """Return the concepts of a data set."""
        items = "".join(
            f"<str:Concept id={quoteattr(name)}>{_names(names)}</str:Concept>\n"
            for name, names in _concepts(cube).items()
        )
        return (
            f"<str:ConceptScheme {_maintained(scheme_id(cube))}>{_names(_named(cube))}\n{items}"
            "</str:ConceptScheme>\n"
        )

    def structure(self, cube: Cube) -> str:
        """Return a data structure definition."""
        dimensions = "".join(
            f'<str:Dimension id={quoteattr(item.id)} position="{place}">'
            f"{self.identity(cube, item.id)}{self.coded(cube, item)}</str:Dimension>\n"
            for place, item in enumerate(cube.dimensions, 1)
        )
        time = (
            f'<str:TimeDimension id="{TIME}" position="{len(cube.dimensions) + 1}">'
            if self.is_old
            else f'<str:TimeDimension id="{TIME}">'
        )
        time += (
            f"{self.identity(cube, TIME)}<str:LocalRepresentation><str:TextFormat"
            ' textType="ObservationalTimePeriod"/></str:LocalRepresentation></str:TimeDimension>'
        )
        attributes = "".join(self.attribute(cube, item) for item in cube.attributes)
        return (
            f"<str:DataStructure {_maintained(cube.id)}>{_names(_named(cube))}\n"
            "<str:DataStructureComponents>"
            f'<str:DimensionList id="DimensionDescriptor">\n{dimensions}{time}'
            "</str:DimensionList>\n"
            f'<str:AttributeList id="AttributeDescriptor">\n{attributes}</str:AttributeList>\n'
            f'<str:MeasureList id="MeasureDescriptor">{self.measure(cube)}</str:MeasureList>'
            "</str:DataStructureComponents></str:DataStructure>\n"
        )

    def attribute(self, cube: Cube, item: Component) -> str:
        """Return an attribute of observations."""
        if self.is_old:
            status = "Mandatory" if item.is_required else "Conditional"
            usage = f'assignmentStatus="{status}"'
            relation = f'<str:PrimaryMeasure><Ref id="{VALUE}"/></str:PrimaryMeasure>'
        else:
            usage = f'usage="{"mandatory" if item.is_required else "optional"}"'
            relation = "<str:Observation/>"
        return (
            f"<str:Attribute id={quoteattr(item.id)} {usage}>{self.identity(cube, item.id)}"
            f"{self.coded(cube, item)}<str:AttributeRelationship>{relation}"
            "</str:AttributeRelationship></str:Attribute>\n"
        )

    def measure(self, cube: Cube) -> str:
        """Return the measure: a number, or a code."""
        tag = "PrimaryMeasure" if self.is_old else "Measure"
        inside = self.coded(cube, cube.measure) or (
            '<str:LocalRepresentation><str:TextFormat textType="Double"/></str:LocalRepresentation>'
        )
        return f'<str:{tag} id="{VALUE}">{self.identity(cube, VALUE)}{inside}</str:{tag}>'

    def identity(self, cube: Cube, concept: str) -> str:
        """Return the pointer to a concept."""
        scheme = scheme_id(cube)
        if self.is_old:
            pointer = (
                f'<Ref id={quoteattr(concept)} maintainableParentID="{scheme}"'
                f' maintainableParentVersion="{VERSION}" agencyID="{AGENCY}"'
                ' package="conceptscheme" class="Concept"/>'
            )
        else:
            pointer = urn("conceptscheme", "Concept", scheme, concept)
        return f"<str:ConceptIdentity>{pointer}</str:ConceptIdentity>"

    def coded(self, cube: Cube, item: Component) -> str:
        """Return the pointer to a component's code list, "" without one."""
        if not item.codelist:
            return ""
        name = list_id(cube, item.codelist)
        if self.is_old:
            pointer = (
                f'<Ref id="{name}" version="{VERSION}" agencyID="{AGENCY}"'
                ' package="codelist" class="Codelist"/>'
            )
        else:
            pointer = urn("codelist", "Codelist", name)
        return (
            f"<str:LocalRepresentation><str:Enumeration>{pointer}</str:Enumeration>"
            "</str:LocalRepresentation>"
        )


def _wrap(name: str, parts: Iterable[str]) -> str:
    return f"<str:{name}>\n{''.join(parts)}</str:{name}>\n"


def _maintained(name: str) -> str:
    return f'id={quoteattr(name)} agencyID="{AGENCY}" version="{VERSION}"'


def _names(names: Mapping[str, str]) -> str:
    return "".join(
        f'<com:Name xml:lang="{language}">{escape(text)}</com:Name>'
        for language, text in names.items()
        if text
    )


def _named(cube: Cube) -> dict[str, str]:
    return {language: f"{text} {cube.edition}" for language, text in cube.name.items()}


def _concepts(cube: Cube) -> dict[str, Mapping[str, str]]:
    items = (*cube.dimensions, *cube.attributes, cube.measure)
    return {TIME: _TIME_NAME, **{item.id: item.name for item in items}}


# JSON

_JSON_SCHEMA: Final = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/"
    "2.0.0/sdmx-json-structure-schema.json"
)


def structure_json(selection: Selection) -> bytes:
    """Return a structure message of SDMX-JSON 2.0."""
    data: dict[str, list[Any]] = {
        "agencySchemes": [], "codelists": [], "conceptSchemes": [], "dataflows": [],
        "dataStructures": [],
    }  # fmt: skip
    if selection.holds("agencyscheme", "AGENCIES"):
        agency = {"id": AGENCY, "name": "Milepost", "names": {"en": "Milepost"}}
        data["agencySchemes"].append(
            {"id": "AGENCIES", "agencyID": "SDMX", "version": "1.0", "name": "Agencies",
             "names": {"en": "Agencies"}, "agencies": [agency]}
        )  # fmt: skip
    for cube in selection.cubes:
        if selection.holds("dataflow", cube.id):
            structure = urn("datastructure", "DataStructure", cube.id)
            data["dataflows"].append(
                {**_json_maintained(cube.id, _named(cube)), "structure": structure}
            )
        data["codelists"] += [
            {
                **_json_maintained(list_id(cube, name), codelist.name),
                "codes": [
                    {"id": code, **_json_names(names or {"en": code})}
                    for code, names in codelist.codes.items()
                ],
            }
            for name, codelist in cube.codelists.items()
            if selection.holds("codelist", list_id(cube, name))
        ]
        if selection.holds("conceptscheme", scheme_id(cube)):
            items = [{"id": name, **_json_names(names)} for name, names in _concepts(cube).items()]
            data["conceptSchemes"].append(
                {**_json_maintained(scheme_id(cube), _named(cube)), "concepts": items}
            )
        if selection.holds("datastructure", cube.id):
            data["dataStructures"].append(_json_structure(cube))
    body = {
        "meta": {
            "schema": _JSON_SCHEMA,
            "id": "STRUCTURE",
            "test": False,
            "prepared": selection.prepared,
            "contentLanguages": ["en"],
            "sender": {"id": AGENCY},
        },
        "data": {name: items for name, items in data.items() if items},
    }
    return orjson.dumps(body, option=orjson.OPT_APPEND_NEWLINE)


def _json_maintained(name: str, names: Mapping[str, str]) -> dict[str, Any]:
    return {"id": name, "agencyID": AGENCY, "version": VERSION, **_json_names(names)}


def _json_names(names: Mapping[str, str]) -> dict[str, Any]:
    english = names.get("en") or next(iter(names.values()), "")
    return {"name": english, "names": dict(names)}


def _json_structure(cube: Cube) -> dict[str, Any]:
    scheme = scheme_id(cube)

    def part(item: Component) -> dict[str, Any]:
        said: dict[str, Any] = {
            "id": item.id,
            "conceptIdentity": urn("conceptscheme", "Concept", scheme, item.id),
        }
        if item.codelist:
            listed = urn("codelist", "Codelist", list_id(cube, item.codelist))
            said["localRepresentation"] = {"enumeration": listed}
        return said

    time = {
        "id": TIME,
        "conceptIdentity": urn("conceptscheme", "Concept", scheme, TIME),
        "localRepresentation": {"format": {"dataType": "ObservationalTimePeriod"}},
    }
    measure = part(cube.measure)
    measure.setdefault("localRepresentation", {"format": {"dataType": "Double"}})
    return {
        **_json_maintained(cube.id, _named(cube)),
        "dataStructureComponents": {
            "dimensionList": {
                "id": "DimensionDescriptor",
                "dimensions": [
                    part(item) | {"position": place} for place, item in enumerate(cube.dimensions)
                ],
                "timeDimension": time,
            },
            "attributeList": {
                "id": "AttributeDescriptor",
                "attributes": [
                    part(item)
                    | {
                        "usage": "mandatory" if item.is_required else "optional",
                        "attributeRelationship": {"observation": {}},
                    }
                    for item in cube.attributes
                ],
            },
            "measureList": {"id": "MeasureDescriptor", "measures": [measure]},
        },
    }
