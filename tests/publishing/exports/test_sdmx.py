"""What is written as SDMX is read back equal, by sdmx1 and by this program's own reader."""

import io
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sdmx

from milepost.indicators.sdmx.dataset import VALUE
from milepost.indicators.sdmx.reading import open_data_set, structure_findings
from milepost.indicators.sdmx.writing import Row, write_csv, write_xml
from milepost.publishing.bundle import Bundle
from milepost.publishing.exports.cube import TIME, Cube, codes_of
from milepost.publishing.exports.cubes import (
    KEPT,
    RATINGS,
    find_cube,
    kept_cube,
    list_cubes,
    observations_cube,
    ratings_cube,
)
from milepost.publishing.exports.sdmx_json import data_json
from milepost.publishing.exports.sdmx_query import read_query, select_rows
from milepost.publishing.exports.sdmx_structure import Selection, structure_json, structure_xml
from tests.indicators.sdmx.test_reading import rows_of

# sdmx1 names a version of the format when it reads the first message of it, and after data of 2.1
# it no longer can: a reader of 3.0 is made first.
VERSIONS = ("3.0", "2.1")


@pytest.fixture(params=["OBSERVATIONS", "RATINGS"])
def cube(request: pytest.FixtureRequest, bundle: Bundle) -> Cube:
    """Each data set of the edition."""
    found = find_cube(bundle, request.param)
    assert found is not None
    return found


def stated(rows: Any) -> list[Row]:
    """Return rows without what they do not state, sorted."""
    kept = [{name: text for name, text in row.items() if text not in (None, "")} for row in rows]
    return sorted(kept, key=lambda row: sorted(row.items()))


def read_by_sdmx1(cube: Cube, version: str, rows: bytes) -> list[Row]:
    """Return the observations that sdmx1 reads of a message, with the structure that it read."""
    definition: Any = sdmx.read_sdmx(io.BytesIO(structure_xml(Selection([cube]), version)))
    structure = definition.structure[cube.id]
    message: Any = sdmx.read_sdmx(io.BytesIO(rows), structure=structure)
    found: list[Row] = []
    for data_set in message.data:
        for obs in data_set.obs:
            row: Row = {str(item.id): str(item.value) for item in obs.key}
            row |= {str(name): str(item.value) for name, item in obs.attached_attribute.items()}
            row[VALUE] = None if obs.value is None else str(obs.value)
            found.append(row)
    return found


def test_sdmx1_reads_back_what_was_written(cube: Cube) -> None:
    for version in VERSIONS:
        raw = b"".join(write_xml(cube.outgoing(), version))
        assert stated(read_by_sdmx1(cube, version, raw)) == stated(cube.rows())


def test_sdmx1_reads_structures_with_their_codes(bundle: Bundle) -> None:
    cubes = list_cubes(bundle)
    for version in VERSIONS:
        message: Any = sdmx.read_sdmx(io.BytesIO(structure_xml(Selection(cubes), version)))
        assert set(message.dataflow) == {"OBSERVATIONS_2019", "RATINGS_2019"}
        for cube in cubes:
            definition = message.structure[cube.id]
            names = [item.id for item in definition.dimensions.components]
            assert names == [*(item.id for item in cube.dimensions), TIME]
            attributes = [item.id for item in definition.attributes.components]
            assert attributes == [item.id for item in cube.attributes]
            for name, codelist in cube.codelists.items():
                found = message.codelist[f"{name}_{cube.id}"]
                assert set(found.items) == set(codelist.codes)
                for code, names_of in codelist.codes.items():
                    said = {k: v for k, v in names_of.items() if v}
                    assert dict(found.items[code].name.localizations) == said


@pytest.mark.parametrize("form", ["csv", "2.1", "3.0"])
def test_our_own_reader_finds_the_same(cube: Cube, tmp_path: Path, form: str) -> None:
    path, structure = tmp_path / "data", tmp_path / "structure.xml"
    structure.write_bytes(structure_xml(Selection([cube]), "2.1"))
    data = cube.outgoing()
    path.write_bytes(b"".join(write_csv(data) if form == "csv" else write_xml(data, form)))
    read, definition = open_data_set(path, structure)
    assert stated(rows_of(read)) == stated(cube.rows())
    assert structure_findings(read, definition) == []
    assert definition is not None
    for name, codes in definition.codes.items():
        if name in read.columns:
            assert set(read.texts(name)) <= set(codes)


@pytest.mark.parametrize("at", [TIME, "AllDimensions"])
def test_json_names_every_key_and_value_by_its_place(cube: Cube, at: str) -> None:
    message = json.loads(data_json(cube, at=at))
    (structure,) = message["data"]["structures"]
    (data_set,) = message["data"]["dataSets"]
    dimensions = structure["dimensions"]
    series = dimensions.get("series", [])
    observation = dimensions["observation"]
    attributes = structure["attributes"]["observation"]
    found: list[Row] = []
    groups = data_set["series"] if at == TIME else {"": data_set}
    for key, held in groups.items():
        start = _told(series, key.split(":") if key else [])
        for places, cells in held["observations"].items():
            row = start | _told(observation, places.split(":"))
            row[VALUE] = None if cells[0] is None else str(cells[0])
            for item, place in zip(attributes, cells[1:], strict=False):
                if place is not None:
                    said = item["values"][place]
                    row[item["id"]] = said.get("id", said.get("value"))
            found.append(row)
    assert stated(found) == stated(cube.rows())


def _told(components: list[dict[str, Any]], places: list[str]) -> Row:
    return {
        item["id"]: item["values"][int(place)]["id"]
        for item, place in zip(components, places, strict=True)
    }


def test_json_structures_hold_what_the_xml_holds(bundle: Bundle) -> None:
    cubes = list_cubes(bundle)
    data = json.loads(structure_json(Selection(cubes)))["data"]
    assert [item["id"] for item in data["dataflows"]] == [cube.id for cube in cubes]
    lists = {item["id"]: [code["id"] for code in item["codes"]] for item in data["codelists"]}
    for cube in cubes:
        for name, codelist in cube.codelists.items():
            assert lists[f"{name}_{cube.id}"] == list(codelist.codes)
    known = {f"Codelist=MILEPOST:{item['id']}(1.0.0)" for item in data["codelists"]}
    for structure in data["dataStructures"]:
        parts = structure["dataStructureComponents"]
        for item in parts["dimensionList"]["dimensions"]:
            pointer = item["localRepresentation"]["enumeration"]
            assert pointer.rpartition(".")[2] or pointer
            assert pointer.split("codelist.", 1)[1] in known


def test_every_observation_and_rating_is_there(bundle: Bundle) -> None:
    tables = [bundle.observations_table(key) for key in bundle.indicators]
    count = sum(table.num_rows for table in tables if table is not None)
    assert len(list(observations_cube(bundle).rows())) == count > 0
    colours = Counter(row[VALUE] for row in ratings_cube(bundle).rows())
    assert colours == Counter(row["state"] for row in bundle.ratings)


def test_kinds_of_missing_stay_different(bundle: Bundle) -> None:
    statuses = {
        (row["REASON"], row["OBS_STATUS"])
        for row in ratings_cube(bundle).rows()
        if row[VALUE] == "grey"
    }
    assert all(reason for reason, _status in statuses)
    assert dict(statuses).get("no_data", "L") == "L"
    assert dict(statuses).get("not_applicable", "M") == "M"
    for row in observations_cube(bundle).rows():
        assert (row[VALUE] is None) == (row["OBS_STATUS"] in {"K", "L", "M", "O", "Q"})


def test_two_texts_never_share_a_code() -> None:
    assert codes_of(["a b", "a.b", "a_b"]) == {"a b": "a_b", "a.b": "a_b_2", "a_b": "a_b_3"}
    assert codes_of(["١٥–٢٤"]) == {"١٥–٢٤": "_"}


def test_a_data_set_is_built_once_for_an_edition(bundle: Bundle) -> None:
    first = kept_cube(bundle, RATINGS)
    assert first is not None
    assert kept_cube(Bundle(bundle.folder, bundle.checksum), RATINGS) is first
    assert kept_cube(Bundle(bundle.folder, "other"), RATINGS) is not first
    assert kept_cube(bundle, "NOTHING") is None
    for number in range(KEPT):
        kept_cube(Bundle(bundle.folder, f"later {number}"), RATINGS)
    assert kept_cube(bundle, RATINGS) is not first


@pytest.mark.parametrize(
    ("places", "asked"),
    [
        (["608"], {}),
        (["608+484", "356"], {}),
        (["*"], {"c[REF_AREA]": "608,484"}),
        (["*"], {"c[REF_AREA]": "ne:608"}),
        (["608"], {"c[REF_AREA]": "484"}),
        (["608", "*"], {}),
    ],
)
def test_narrowed_rows_are_those_that_looking_at_each_gives(
    cube: Cube, places: list[str], asked: dict[str, str]
) -> None:
    names = [item.id for item in cube.dimensions]
    keys = [".".join(p if name == "REF_AREA" else "*" for name in names) for p in places]
    query = read_query(cube, ",".join(keys), asked)
    every = replace(cube, narrowed=lambda _wanted: cube.rows())
    found = list(select_rows(cube, query))
    assert found == list(select_rows(every, query))
    assert bool(found) is (asked.get("c[REF_AREA]") != "484")
