"""Every format gives the same observations; what cannot be read says where and why."""

from pathlib import Path

import pytest

from milepost.indicators.sdmx.dataset import VALUE, DataSet
from milepost.indicators.sdmx.reading import open_data_set, structure_findings
from milepost.kernel.errors import BadInput
from tests.indicators.sdmx.conftest import ATTRIBUTES, BODY, DIMENSIONS, SPECIFIC, Write

GENERIC = """<?xml version="1.0" encoding="UTF-8"?>
<m:GenericData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
 xmlns:g="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic"
 xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common">
<m:Header><m:ID>D</m:ID><m:Structure structureID="S" dimensionAtObservation="%(at)s">
<c:Structure><Ref agencyID="NSO" id="SDG" version="1.0"/></c:Structure></m:Structure></m:Header>
<m:DataSet structureRef="S" action="Information">%(body)s</m:DataSet></m:GenericData>
"""
CSV_2 = """STRUCTURE,STRUCTURE_ID,ACTION,FREQ,SERIES,REF_AREA,SEX,TIME_PERIOD,OBS_VALUE,\
UNIT_MEASURE,UNIT_MULT,OBS_STATUS,NATURE,COMMENT_OBS,SOURCE_DETAIL
datastructure,NSO:SDG(1.0),I,A,SI_POV,RW,_T,2015,39.1,PT,0,A,C,National line,Household survey
datastructure,NSO:SDG(1.0),I,A,SI_POV,RW,_T,2018,,PT,,L,,,
datastructure,NSO:SDG(1.0),I,A,SI_POV,RW,F,2015,40.25,PT,,E,,,
datastructure,NSO:SDG(1.0),I,A,SI_POV,4,_T,2015,42,PT,,A,,,
datastructure,NSO:SDG(1.0),I,A,SL_WAGE,RW,_T,2015,1.2,USD,3,A,,,
datastructure,NSO:SDG(1.0),I,A,SL_WAGE,RW,_T,2015,7,NUMBER,,Q,,,
"""


def rows_of(data: DataSet) -> list[dict[str, str]]:
    """Return the observations as plain rows, what is not stated left out, sorted."""
    names = list(data.columns)
    texts = {name: data.columns[name].to_pylist() for name in names}
    rows = [
        {name: texts[name][number] for name in names if texts[name][number]}
        for number in range(data.rows)
    ]
    return sorted(rows, key=lambda row: sorted(row.items()))


def generic_of(rows: list[dict[str, str]], *, is_flat: bool) -> str:
    """Return a generic message of rows, by series or flat."""

    def values(names: tuple[str, ...], row: dict[str, str]) -> str:
        return "".join(f'<g:Value id="{n}" value="{row[n]}"/>' for n in names if n in row)

    body = ""
    for row in rows:
        said = f"<g:Attributes>{values(ATTRIBUTES[1:], row)}</g:Attributes>"
        value = f'<g:ObsValue value="{row[VALUE]}"/>' if VALUE in row else ""
        if is_flat:
            key = values((*DIMENSIONS, "TIME_PERIOD"), row)
            unit = f"<g:Attributes>{values(ATTRIBUTES, row)}</g:Attributes>"
            body += f"<g:Obs><g:ObsKey>{key}</g:ObsKey>{value}{unit}</g:Obs>"
        else:
            body += (
                f"<g:Series><g:SeriesKey>{values(DIMENSIONS, row)}</g:SeriesKey>"
                f"<g:Attributes>{values(ATTRIBUTES[:1], row)}</g:Attributes><g:Obs>"
                f'<g:ObsDimension value="{row["TIME_PERIOD"]}"/>{value}{said}</g:Obs></g:Series>'
            )
    return GENERIC % {"at": "AllDimensions" if is_flat else "TIME_PERIOD", "body": body}


@pytest.mark.parametrize(
    "form", ["series", "flat", "csv", "labelled", "semicolon", "specific-flat"]
)
def test_every_format_says_the_same(
    specific: Write, structure_file: Path, tmp_path: Path, form: str
) -> None:
    known, _structure = open_data_set(specific(), structure_file)
    rows = rows_of(known)
    assert len(rows) == 6
    path = tmp_path / f"other-{form}"
    if form in {"series", "flat"}:
        path.write_text(generic_of(rows, is_flat=form == "flat"))
    elif form == "specific-flat":
        body = "".join(
            "<Obs " + " ".join(f'{n}="{text}"' for n, text in row.items()) + "/>" for row in rows
        )
        path.write_text((SPECIFIC % body).replace('"TIME_PERIOD">', '"AllDimensions">'))
    else:
        text = CSV_2
        if form == "labelled":
            text = text.replace(",SEX,", ",SEX: Sex,").replace(",F,", ",F: Female,")
        path.write_text(text.replace(",", ";") if form == "semicolon" else text)
    for structure in (structure_file, None):
        data, told = open_data_set(path, structure)
        assert rows_of(data) == rows
        assert data.dimensions == DIMENSIONS
        assert data.time == "TIME_PERIOD"
        assert str(data.reference) == "NSO:SDG(1.0)"
        assert bool(structure_findings(data, told)) is (structure is None)


def test_a_csv_of_the_first_version_is_read(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text(
        "DATAFLOW,SERIES,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS\nA:B(1.0),X,FR,2015,1,A\n"
    )
    data, _none = open_data_set(path, None)
    assert data.dimensions == ("SERIES", "REF_AREA")
    assert data.attributes == ("OBS_STATUS",)
    assert data.place(0) == "one.csv, line 2"


def test_several_values_and_languages_become_one_text(specific: Write) -> None:
    several = (
        "<c:Annotations><c:Annotation/></c:Annotations>"
        "<Comp id='SOURCE_DETAIL'><Value>Census</Value><Value> Survey\n of homes </Value></Comp>"
        "<Comp id='COMMENT_OBS'><Value><c:Text xml:lang='fr'>Ligne</c:Text>"
        "<c:Text xml:lang='en'>Line</c:Text></Value></Comp></Obs>"
    )
    cut = BODY.replace(' SOURCE_DETAIL="Household survey"', "").replace(
        '\n COMMENT_OBS="National line"', ""
    )
    body = cut.replace("/>", f">{several}", 1).replace(
        '<Series FREQ="A" SERIES="SL_WAGE"',
        '<Series FREQ="A" SERIES="EMPTY" REF_AREA="RW" SEX="_T"/>\n'
        '<Series FREQ="A" SERIES="SL_WAGE"',
        1,
    )
    data, _none = open_data_set(specific(body), None)
    plain, _none = open_data_set(specific(cut), None)
    rows = rows_of(data)
    assert rows[0]["SOURCE_DETAIL"] == "Census; Survey of homes"
    assert rows[0]["COMMENT_OBS"] == "Line"
    assert data.place(1) == "/DataSet/Series[1]/Obs[2]"
    told = [{k: v for k, v in row.items() if k not in {"SOURCE_DETAIL", "COMMENT_OBS"}}
            for row in rows]  # fmt: skip
    assert [{k: v for k, v in row.items() if v} for row in told] == [
        {k: v for k, v in row.items() if v} for row in rows_of(plain)
    ]


def test_groups_speak_for_their_series(specific: Write) -> None:
    group = '<Group SERIES="SI_POV" SEX="F" TITLE="Women"/>'
    data, _none = open_data_set(specific(group + BODY), None)
    titled = [row for row in rows_of(data) if row.get("TITLE")]
    assert [row["SEX"] for row in titled] == ["F"]
    assert [row["TITLE"] for row in titled] == ["Women"]
    assert "TITLE" in data.attributes


def test_the_place_of_an_observation_is_a_path(specific: Write) -> None:
    data, _none = open_data_set(specific(), None)
    assert [data.place(row) for row in (0, 1, 5)] == [
        "/DataSet/Series[1]/Obs[1]",
        "/DataSet/Series[1]/Obs[2]",
        "/DataSet/Series[5]/Obs[1]",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "EMPTY"),
        (SPECIFIC % "", "EMPTY"),
        (SPECIFIC % "<Series A='1'>", "MALFORMED"),
        (SPECIFIC.replace('"Information"', '"Delete"') % BODY, "DELETES"),
        (SPECIFIC % BODY.replace("/>", "><Odd id='X'/></Obs>", 1), "NESTED_VALUES"),
        ("<html/>", "NOT_DATA"),
        ("year,value\n2015,1\n", "NOT_DATA"),
        ("DATAFLOW,SERIES,TIME_PERIOD\nA:B(1.0),X,2015\n", "COMPONENT_MISSING"),
        ('DATAFLOW,TIME_PERIOD,OBS_VALUE\nA:B(1.0),"2015,1\n', "CSV_UNREADABLE"),
        (CSV_2.replace(",I,", ",D,"), "DELETES"),
        ('<!DOCTYPE x [<!ENTITY e "v">]>' + (SPECIFIC % BODY).split("?>")[1], "DOCTYPE"),
    ],
)
def test_what_cannot_be_read_is_a_finding(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "data"
    path.write_text(text)
    with pytest.raises(BadInput) as refused:
        open_data_set(path, None)
    assert [finding.code for finding in refused.value.findings] == [f"INDICATORS_SDMX_{code}"]


def test_a_structure_must_be_that_of_the_data(
    specific: Write, structure_file: Path, tmp_path: Path
) -> None:
    body = BODY.replace(' SEX="_T"', "").replace(' SEX="F"', "").replace("FREQ=", "MOOD=")
    data, structure = open_data_set(specific(body), structure_file)
    (found,) = structure_findings(data, structure)
    assert (found.code, found.value) == ("INDICATORS_SDMX_STRUCTURE_DIFFERS", "FREQ, SEX, MOOD")
    broken = tmp_path / "broken.xml"
    broken.write_text("<Structure/>")
    with pytest.raises(BadInput) as refused:
        open_data_set(specific(), broken)
    assert refused.value.findings[0].code.startswith("INDICATORS_SDMX_STRUCTURE_")


@pytest.mark.parametrize("count", [501, 5000])
def test_names_without_end_are_refused_before_they_fill_the_memory(
    specific: Write, count: int
) -> None:
    rows = "".join(f'<Obs A{n}="1" TIME_PERIOD="2015" OBS_VALUE="1"/>' for n in range(count))
    with pytest.raises(BadInput) as refused:
        open_data_set(specific(f"<Series>{rows}</Series>"), None)
    assert refused.value.findings[0].code == "INDICATORS_SDMX_TOO_MANY_COMPONENTS"


def test_a_document_type_far_down_is_still_found(specific: Write, tmp_path: Path) -> None:
    padding = f"<!--{'x' * 5000}-->"
    text = f'{padding}<!DOCTYPE s [<!ENTITY a "b">]><Structure>&a;</Structure>'
    for encoding in ("utf-8", "utf-16"):
        path = tmp_path / f"{encoding}.xml"
        path.write_bytes(text.encode(encoding))
        with pytest.raises(BadInput) as refused:
            open_data_set(specific(), path)
        assert refused.value.findings[0].code == "INDICATORS_SDMX_DOCTYPE"
