"""Small messages in every format that is read, all of the same observations."""

from collections.abc import Callable
from pathlib import Path

import pytest

from milepost.indicators.provenance import Provenance

SOURCE = Provenance(source="Statistics Office", licence="CC BY 4.0")

STRUCTURE = """<?xml version="1.0" encoding="UTF-8"?>
<mes:Structure xmlns:mes="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
 xmlns:str="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure"
 xmlns:com="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common">
<mes:Header><mes:ID>S</mes:ID><mes:Test>false</mes:Test>
<mes:Prepared>2026-01-01T00:00:00</mes:Prepared><mes:Sender id="NSO"/></mes:Header>
<mes:Structures><str:Codelists>{codelists}</str:Codelists>
<str:Concepts><str:ConceptScheme id="CS" agencyID="NSO" version="1.0">
<com:Name>Concepts</com:Name>{concepts}</str:ConceptScheme></str:Concepts>
<str:DataStructures><str:DataStructure id="SDG" agencyID="NSO" version="1.0">
<com:Name>SDG</com:Name><str:DataStructureComponents>
<str:DimensionList id="DimensionDescriptor">{dimensions}
<str:TimeDimension id="TIME_PERIOD" position="9"><str:ConceptIdentity>
<Ref id="TIME_PERIOD" maintainableParentID="CS" maintainableParentVersion="1.0" agencyID="NSO"
 package="conceptscheme" class="Concept"/></str:ConceptIdentity><str:LocalRepresentation>
<str:TextFormat textType="ObservationalTimePeriod"/></str:LocalRepresentation>
</str:TimeDimension></str:DimensionList>
<str:AttributeList id="AttributeDescriptor">{attributes}</str:AttributeList>
<str:MeasureList id="MeasureDescriptor"><str:PrimaryMeasure id="OBS_VALUE"><str:ConceptIdentity>
<Ref id="OBS_VALUE" maintainableParentID="CS" maintainableParentVersion="1.0" agencyID="NSO"
 package="conceptscheme" class="Concept"/></str:ConceptIdentity></str:PrimaryMeasure>
</str:MeasureList></str:DataStructureComponents></str:DataStructure></str:DataStructures>
</mes:Structures></mes:Structure>
"""
LISTS = {
    "SERIES": {"SI_POV": "Share of the poor [1.2.1]", "SL_WAGE": "Hourly wage"},
    "REF_AREA": {"RW": "Rwanda", "4": "Northern Province"},
    "SEX": {"_T": "Total", "F": "Female", "M": "Male"},
    "UNIT_MEASURE": {"PT": "Percentage", "USD": "US dollars", "NUMBER": "Number"},
}
DIMENSIONS = ("FREQ", "SERIES", "REF_AREA", "SEX")
ATTRIBUTES = ("UNIT_MEASURE", "UNIT_MULT", "OBS_STATUS", "NATURE", "COMMENT_OBS", "SOURCE_DETAIL")


def _concept(name: str) -> str:
    return (
        f'<str:ConceptIdentity><Ref id="{name}" maintainableParentID="CS"'
        ' maintainableParentVersion="1.0" agencyID="NSO" package="conceptscheme"'
        ' class="Concept"/></str:ConceptIdentity>'
    )


def _coded(name: str) -> str:
    if name not in LISTS:
        return ""
    return (
        "<str:LocalRepresentation><str:Enumeration>"
        f'<Ref id="CL_{name}" version="1.0" agencyID="NSO" package="codelist" class="Codelist"/>'
        "</str:Enumeration></str:LocalRepresentation>"
    )


def structure_text() -> str:
    """Return a structure message with four dimensions, six attributes and four code lists."""
    codelists = "".join(
        f'<str:Codelist id="CL_{name}" agencyID="NSO" version="1.0"><com:Name>{name}</com:Name>'
        + "".join(
            f'<str:Code id="{code}"><com:Name xml:lang="en">{said}</com:Name></str:Code>'
            for code, said in codes.items()
        )
        + "</str:Codelist>"
        for name, codes in LISTS.items()
    )
    names = (*DIMENSIONS, "TIME_PERIOD", "OBS_VALUE", *ATTRIBUTES)
    return STRUCTURE.format(
        codelists=codelists,
        concepts="".join(
            f'<str:Concept id="{name}"><com:Name>{name}</com:Name></str:Concept>' for name in names
        ),
        dimensions="".join(
            f'<str:Dimension id="{name}" position="{place}">{_concept(name)}{_coded(name)}'
            "</str:Dimension>"
            for place, name in enumerate(DIMENSIONS, 1)
        ),
        attributes="".join(
            f'<str:Attribute id="{name}" assignmentStatus="Conditional">{_concept(name)}'
            f"{_coded(name)}<str:AttributeRelationship><str:PrimaryMeasure>"
            '<Ref id="OBS_VALUE"/></str:PrimaryMeasure></str:AttributeRelationship></str:Attribute>'
            for name in ATTRIBUTES
        ),
    )


SPECIFIC = """<?xml version="1.0" encoding="UTF-8"?>
<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
 xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
 xmlns:ss="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific">
<m:Header><m:ID>D</m:ID><m:Test>false</m:Test><m:Prepared>2026-01-01T00:00:00</m:Prepared>
<m:Sender id="NSO"/><m:Structure structureID="S" dimensionAtObservation="TIME_PERIOD">
<c:Structure><Ref agencyID="NSO" id="SDG" version="1.0"/></c:Structure></m:Structure></m:Header>
<m:DataSet ss:structureRef="S" ss:action="Information">
%s</m:DataSet></m:StructureSpecificData>
"""
BODY = """<Series FREQ="A" SERIES="SI_POV" REF_AREA="RW" SEX="_T" UNIT_MEASURE="PT">
<Obs TIME_PERIOD="2015" OBS_VALUE="39.1" OBS_STATUS="A" UNIT_MULT="0" NATURE="C"
 COMMENT_OBS="National line" SOURCE_DETAIL="Household survey"/>
<Obs TIME_PERIOD="2018" OBS_STATUS="L"/>
</Series>
<Series FREQ="A" SERIES="SI_POV" REF_AREA="RW" SEX="F" UNIT_MEASURE="PT">
<Obs TIME_PERIOD="2015" OBS_VALUE="40.25" OBS_STATUS="E"/>
</Series>
<Series FREQ="A" SERIES="SI_POV" REF_AREA="4" SEX="_T" UNIT_MEASURE="PT">
<Obs TIME_PERIOD="2015" OBS_VALUE="42" OBS_STATUS="A"/>
</Series>
<Series FREQ="A" SERIES="SL_WAGE" REF_AREA="RW" SEX="_T" UNIT_MEASURE="USD">
<Obs TIME_PERIOD="2015" OBS_VALUE="1.2" UNIT_MULT="3" OBS_STATUS="A"/>
</Series>
<Series FREQ="A" SERIES="SL_WAGE" REF_AREA="RW" SEX="_T" UNIT_MEASURE="NUMBER">
<Obs TIME_PERIOD="2015" OBS_VALUE="7" OBS_STATUS="Q"/>
</Series>
"""
Write = Callable[..., Path]


@pytest.fixture
def structure_file(tmp_path: Path) -> Path:
    """A file with the structure of these messages."""
    path = tmp_path / "structure.xml"
    path.write_text(structure_text(), encoding="utf-8")
    return path


@pytest.fixture
def specific(tmp_path: Path) -> Write:
    """Write a structure-specific message of some series (the usual ones when none are given)."""

    def write(body: str = BODY, name: str = "data.xml") -> Path:
        path = tmp_path / name
        path.write_text(SPECIFIC % body, encoding="utf-8")
        return path

    return write
