"""The files that an edition offers beyond its bundle: one list for pages, commands and copies.

``list_exports`` is what others use: each file knows its name, its form, its media type and how it
is written. Writing depends on the bundle alone.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

import orjson
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from milepost.indicators.sdmx.writing import write_csv, write_xml
from milepost.kernel.archives import add_member
from milepost.publishing.bundle import Bundle
from milepost.publishing.exports.cube import Cube
from milepost.publishing.exports.cubes import list_cubes, observations_cube, ratings_cube
from milepost.publishing.exports.dcat import catalogue, catalogue_json, catalogue_turtle
from milepost.publishing.exports.describing import (
    csvw_metadata,
    data_package,
    dataset_jsonld,
)
from milepost.publishing.exports.sdmx_json import data_json
from milepost.publishing.exports.sdmx_structure import Selection, structure_json, structure_xml
from milepost.publishing.exports.tables import (
    Table,
    csv_blocks,
    list_tables,
    observations_table,
    ratings_table,
    write_parquet,
)
from milepost.publishing.exports.workbook import write_workbook

FORMS: Final[dict[str, str | Promise]] = {
    "xlsx": _("Excel workbook"),
    "csvw": _("CSV on the web"),
    "hxl": _("CSV with HXL tags"),
    "parquet": _("Parquet"),
    "sdmx-csv": _("SDMX-CSV 2.0"),
    "sdmx-json": _("SDMX-JSON 2.0"),
    "sdmx-ml": _("SDMX-ML 3.0 and 2.1"),
    "datapackage": _("Data package of tables"),
    "dcat": _("Catalogue entry (DCAT, schema.org)"),
}
"""Forms by the name that the command takes, in the order of the downloads page."""

CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET: Final = "application/vnd.apache.parquet"
JSON: Final = "application/json"
JSON_LD: Final = "application/ld+json"
TURTLE: Final = "text/turtle"
XML: Final = "application/xml"
SDMX_CSV: Final = "application/vnd.sdmx.data+csv; version=2.0.0"
SDMX_JSON: Final = "application/vnd.sdmx.data+json; version=2.0.0"
SDMX_XML: Final = "application/vnd.sdmx.data+xml; version=3.0.0"
SDMX_STRUCTURE_JSON: Final = "application/vnd.sdmx.structure+json; version=2.0.0"
SDMX_STRUCTURE_XML: Final = "application/vnd.sdmx.structure+xml; version=3.0.0"


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file of an edition; ``write`` writes it to a path. The same edition, the same bytes."""

    name: str
    form: str
    media_type: str
    title: str | Promise
    write: Callable[[Path], None]


def list_exports(bundle: Bundle, language: str = "en") -> list[ExportFile]:
    """Return every file that an edition offers; the workbook is in a language."""
    return [
        ExportFile(
            f"edition-{bundle.key}-{language}.xlsx", "xlsx", XLSX, _("Everything in one workbook"),
            partial(_workbook, bundle, language),
        ),
        *_plain_files(bundle),
        *_sdmx_files(bundle),
        ExportFile("datapackage-tables.zip", "datapackage", "application/zip",
                   _("Observations and ratings"), partial(_zipped_package, bundle)),
        ExportFile("catalog.jsonld", "dcat", JSON_LD, "DCAT", partial(_dcat, bundle)),
        ExportFile("catalog.ttl", "dcat", TURTLE, "DCAT", partial(_dcat_turtle, bundle)),
        ExportFile("dataset.jsonld", "dcat", JSON_LD, "schema.org", partial(_dataset, bundle)),
    ]  # fmt: skip


def find_export(bundle: Bundle, name: str) -> ExportFile | None:
    """Return a file of an edition by its name, in any language of the site, or None."""
    for language, _name in settings.LANGUAGES:
        for item in list_exports(bundle, language):
            if item.name == name:
                return item
    return None


_TABLES: Final = (
    ("observations", _("Observations"), observations_table),
    ("ratings", _("Ratings"), ratings_table),
)
_CUBES: Final = (
    ("observations", _("Observations"), observations_cube),
    ("ratings", _("Ratings"), ratings_cube),
)


def _plain_files(bundle: Bundle) -> Iterator[ExportFile]:
    for name, title, make in _TABLES:
        table = partial(make, bundle)
        yield ExportFile(f"{name}.csv", "csvw", CSV, title, partial(_csv, table, tags=False))
        yield ExportFile(
            f"{name}.csv-metadata.json",
            "csvw",
            JSON,
            _("Description"),
            partial(_csvw, bundle, table),
        )
        yield ExportFile(f"{name}.hxl.csv", "hxl", CSV, title, partial(_csv, table, tags=True))
        yield ExportFile(f"{name}.parquet", "parquet", PARQUET, title, partial(_parquet, table))


def _sdmx_files(bundle: Bundle) -> Iterator[ExportFile]:
    for name, title, make in _CUBES:
        cube = partial(make, bundle)
        yield ExportFile(f"{name}.sdmx.csv", "sdmx-csv", SDMX_CSV, title, partial(_sdmx_csv, cube))
        yield ExportFile(
            f"{name}.sdmx.json", "sdmx-json", SDMX_JSON, title, partial(_sdmx_json, cube)
        )
        for version in ("3.0", "2.1"):
            end = "" if version == "3.0" else "-2.1"
            yield ExportFile(
                f"{name}.sdmx{end}.xml", "sdmx-ml", SDMX_XML.replace("3.0.0", _full(version)),
                title, partial(_sdmx_xml, cube, version),
            )  # fmt: skip
    structure = _("Structure and code lists")
    yield ExportFile(
        "structure.sdmx.json", "sdmx-json", SDMX_STRUCTURE_JSON, structure,
        partial(_structure_json, bundle),
    )  # fmt: skip
    for version in ("3.0", "2.1"):
        end = "" if version == "3.0" else "-2.1"
        yield ExportFile(
            f"structure.sdmx{end}.xml", "sdmx-ml",
            SDMX_STRUCTURE_XML.replace("3.0.0", _full(version)), structure,
            partial(_structure_xml, bundle, version),
        )  # fmt: skip


def _full(version: str) -> str:
    return "3.0.0" if version == "3.0" else "2.1"


def write_form(bundle: Bundle, folder: Path, form: str, language: str = "en") -> list[Path]:
    """Write all files of a form into a folder and return their paths.

    The data package is written unpacked: ``datapackage.json`` with its tables beside it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if form == "datapackage":
        return _package(bundle, folder)
    paths = []
    for item in list_exports(bundle, language):
        if item.form == form:
            item.write(folder / item.name)
            paths.append(folder / item.name)
    return paths


def _write(path: Path, blocks: Iterable[bytes]) -> None:
    with path.open("wb") as stream:
        stream.writelines(blocks)


def _workbook(bundle: Bundle, language: str, path: Path) -> None:
    write_workbook(bundle, path, language)


def _csv(table: Callable[[], Table], path: Path, *, tags: bool) -> None:
    _write(path, csv_blocks(table(), with_tags=tags))


def _csvw(bundle: Bundle, table: Callable[[], Table], path: Path) -> None:
    with override("en"):
        path.write_bytes(csvw_metadata(bundle, table()))


def _parquet(table: Callable[[], Table], path: Path) -> None:
    write_parquet(table(), path)


def _sdmx_csv(cube: Callable[[], Cube], path: Path) -> None:
    _write(path, write_csv(cube().outgoing()))


def _sdmx_json(cube: Callable[[], Cube], path: Path) -> None:
    path.write_bytes(data_json(cube()))


def _sdmx_xml(cube: Callable[[], Cube], version: str, path: Path) -> None:
    _write(path, write_xml(cube().outgoing(), version))


def _structure_json(bundle: Bundle, path: Path) -> None:
    path.write_bytes(structure_json(Selection(list_cubes(bundle))))


def _structure_xml(bundle: Bundle, version: str, path: Path) -> None:
    path.write_bytes(structure_xml(Selection(list_cubes(bundle)), version))


def _package(bundle: Bundle, folder: Path) -> list[Path]:
    tables = list_tables(bundle)
    sizes, paths = {}, []
    for table in tables:
        path = folder / f"{table.name}.csv"
        _write(path, csv_blocks(table))
        raw = path.read_bytes()
        sizes[path.name] = (len(raw), hashlib.sha256(raw).hexdigest())
        paths.append(path)
    descriptor = folder / "datapackage.json"
    with override("en"):
        descriptor.write_bytes(data_package(bundle, tables, sizes))
    return [descriptor, *paths]


def _zipped_package(bundle: Bundle, path: Path) -> None:
    with TemporaryDirectory() as folder, ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for item in _package(bundle, Path(folder)):
            with item.open("rb") as stream:
                add_member(archive, item.name, stream)


def download_rows(bundle: Bundle, language: str = "en") -> list[dict[str, str]]:
    """Return name, address within the site and media type of every file of an edition."""
    return [
        {
            "name": item.name,
            "href": f"/{language}/editions/{bundle.key}/exports/{item.name}",
            "media_type": item.media_type,
        }
        for item in list_exports(bundle, language)
    ]


def _dcat(bundle: Bundle, path: Path) -> None:
    path.write_bytes(catalogue_json(_catalogue(bundle)))


def _dcat_turtle(bundle: Bundle, path: Path) -> None:
    path.write_bytes(catalogue_turtle(_catalogue(bundle)))


def _catalogue(bundle: Bundle) -> dict[str, Any]:
    title = str(bundle.edition["title"].get("en", bundle.key))
    return catalogue(title, _site(), [(bundle, download_rows(bundle))])


def _dataset(bundle: Bundle, path: Path) -> None:
    body = dataset_jsonld(bundle, _site(), download_rows(bundle))
    path.write_bytes(orjson.dumps(body, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def _site() -> str:
    return str(settings.MILEPOST_ADDRESS).rstrip("/")
