"""Opening an SDMX file of any of the formats that are read, with its structure."""

import codecs
from pathlib import Path

from milepost.indicators.sdmx import messages
from milepost.indicators.sdmx.csv_data import is_csv_header, read_csv
from milepost.indicators.sdmx.dataset import VALUE, DataSet, Reference
from milepost.indicators.sdmx.structure import Structure, read_structure
from milepost.indicators.sdmx.xml_data import read_reference, read_xml
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding

_HEAD = 65_536


def open_data_set(path: Path, structure_path: Path | None) -> tuple[DataSet, Structure | None]:
    """Return the observations of a file and their structure. Raises ``BadInput``."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head.strip():
        raise BadInput([messages.empty()])
    is_xml = head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<")
    if not is_xml:
        line = head.decode("utf-8", errors="replace").splitlines()[0]
        if not is_csv_header(line):
            raise BadInput([messages.not_data(path.name, line)])
    structure = None
    if structure_path is not None:
        wanted = read_reference(path) if is_xml else Reference()
        structure = read_structure(structure_path, wanted)
    data = read_xml(path, structure) if is_xml else read_csv(path, structure)
    if not data.rows:
        raise BadInput([messages.empty()])
    return data, structure


def structure_findings(data: DataSet, structure: Structure | None) -> list[Finding]:
    """Return what does not fit between data and structure; names are not told twice."""
    if structure is None:
        return [messages.no_structure(data.dimensions)]
    known = {*structure.dimensions, *structure.attributes, structure.time, VALUE}
    strange = [name for name in data.columns if name not in known]
    lacking = [name for name in structure.dimensions if name not in data.columns]
    if strange or lacking:
        return [messages.structure_differs(str(structure.reference), [*lacking, *strange])]
    return []
