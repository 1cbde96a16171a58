"""The files of an edition: the same bytes every time, and nothing in them that runs."""

import csv
import hashlib
import json
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.core.management import call_command

from milepost.publishing.bundle import SAFE_KEY, Bundle
from milepost.publishing.exports.dcat import catalogue_turtle
from milepost.publishing.exports.files import FORMS, find_export, list_exports, write_form
from milepost.publishing.exports.shelf import made_export, make_exports
from milepost.publishing.exports.tables import list_tables


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    return list(csv.DictReader(StringIO(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_the_same_bytes_again(bundle: Bundle, tmp_path: Path, form: str) -> None:
    first, second = (write_form(bundle, tmp_path / name, form) for name in "ab")
    assert [path.name for path in first] == [path.name for path in second] != []
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
        assert one.stat().st_size > 0


def test_every_file_has_a_name_of_its_own_and_is_found_by_it(bundle: Bundle) -> None:
    names = [item.name for item in list_exports(bundle)]
    assert len(set(names)) == len(names)
    assert all(SAFE_KEY.fullmatch(name) for name in names)
    assert {item.form for item in list_exports(bundle)} == set(FORMS)
    found = find_export(bundle, "ratings.csv")
    assert found is not None
    assert found.form == "csvw"
    assert find_export(bundle, "edition-2019-ar.xlsx") is not None
    assert find_export(bundle, "../edition.json") is None


def test_a_file_is_made_once_and_kept(bundle: Bundle, home: Path) -> None:
    paths = make_exports(bundle)
    assert len(paths) == len(list_exports(bundle))
    path = paths[0]
    before = path.stat().st_mtime_ns
    assert made_export(bundle, list_exports(bundle)[0]) == path
    assert path.stat().st_mtime_ns == before


def test_tables_hold_the_same_in_csv_and_parquet(bundle: Bundle, tmp_path: Path) -> None:
    write_form(bundle, tmp_path, "csvw")
    write_form(bundle, tmp_path, "parquet")
    for table in list_tables(bundle):
        rows = read_csv(tmp_path / f"{table.name}.csv")
        kept = pq.read_table(tmp_path / f"{table.name}.parquet").to_pylist()
        assert len(rows) == len(kept) > 0
        assert list(rows[0]) == table.names
        for row, other in zip(rows, kept, strict=True):
            value = None if row["value"] == "" else float(row["value"])
            assert value == other["value"]
        metadata = json.loads((tmp_path / f"{table.name}.csv-metadata.json").read_text())
        assert metadata["url"] == f"{table.name}.csv"
        assert [item["name"] for item in metadata["tableSchema"]["columns"]] == table.names
        keys = [tuple(row[name] for name in metadata["tableSchema"]["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys)
        for column in metadata["tableSchema"]["columns"]:
            if column["required"]:
                assert all(row[column["name"]] for row in rows)


def test_hxl_tags_stand_below_the_header(bundle: Bundle, tmp_path: Path) -> None:
    for path in write_form(bundle, tmp_path, "hxl"):
        with path.open(encoding="utf-8", newline="") as stream:
            header, tags, *rows = csv.reader(stream)
        assert len(header) == len(tags)
        assert all(tag.startswith("#") for tag in tags)
        assert len(set(tags)) == len(tags)
        assert rows


def test_the_data_package_says_what_is_in_it(bundle: Bundle, tmp_path: Path) -> None:
    descriptor, *tables = write_form(bundle, tmp_path, "datapackage")
    package = json.loads(descriptor.read_text())
    assert package["profile"] == "tabular-data-package"
    assert [row["path"] for row in package["resources"]] == [path.name for path in tables]
    for resource, path in zip(package["resources"], tables, strict=True):
        raw = path.read_bytes()
        assert resource["bytes"] == len(raw)
        assert resource["hash"] == f"sha256:{hashlib.sha256(raw).hexdigest()}"
        rows = read_csv(path)
        names = [item["name"] for item in resource["schema"]["fields"]]
        assert names == list(rows[0])
        assert set(resource["schema"]["primaryKey"]) <= set(names)
    zipped = tmp_path / "package.zip"
    item = find_export(bundle, "datapackage-tables.zip")
    assert item is not None
    item.write(zipped)
    with ZipFile(zipped) as archive:
        assert archive.read("datapackage.json") == descriptor.read_bytes()


def test_the_bundle_is_itself_a_data_package(bundle: Bundle) -> None:
    package = bundle.package
    names = [row["name"] for row in package["resources"]]
    assert len(set(names)) == len(names)
    assert package["name"] == package["name"].lower()
    for row in package["resources"]:
        assert not row["path"].startswith(("/", ".."))
        assert (bundle.folder / row["path"]).stat().st_size == row["bytes"]
        assert row["hash"].startswith("sha256:")


def test_a_workbook_opens_clean(hostile: Bundle, tmp_path: Path) -> None:
    (path,) = write_form(hostile, tmp_path, "xlsx")
    book = openpyxl.load_workbook(path)
    names = ["Observations", "Ratings", "Codes", "Sources and licences", "Notes"]
    assert book.sheetnames == names
    texts = set()
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
            texts |= {cell.value for cell in row if isinstance(cell.value, str)}
    assert '=HYPERLINK("https://example.org","click")' in texts
    assert any(text.startswith("@SUM(1)") for text in texts)
    with ZipFile(path) as archive:
        assert not [
            name for name in archive.namelist() if "calcChain" in name or "rels/sheet" in name
        ]
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert all(b"<f>" not in archive.read(name) for name in sheets)
    table = list_tables(hostile)[0]
    assert book["Observations"].max_row == len(list(table.rows())) + 1
    value = table.names.index("value")
    first = next(row for row in table.rows() if row[value] is not None)
    column = [cell.value for cell in book["Observations"].columns.__iter__().__next__()]
    assert column[1] == next(iter(table.rows()))[0]
    assert first[value] in [
        cell[0] for cell in book["Observations"].iter_rows(
            min_col=value + 1, max_col=value + 1, min_row=2, values_only=True
        )
    ]  # fmt: skip


def test_an_arabic_workbook_reads_from_right_to_left(bundle: Bundle, tmp_path: Path) -> None:
    (path,) = write_form(bundle, tmp_path, "xlsx", "ar")
    book = openpyxl.load_workbook(path)
    assert all(sheet.sheet_view.rightToLeft for sheet in book)
    (english,) = write_form(bundle, tmp_path, "xlsx", "en")
    assert not any(sheet.sheet_view.rightToLeft for sheet in openpyxl.load_workbook(english))


def test_text_that_would_run_gets_an_apostrophe(hostile: Bundle, tmp_path: Path) -> None:
    write_form(hostile, tmp_path, "csvw")
    rows = read_csv(tmp_path / "observations.csv")
    shown = {row["indicator_name"] for row in rows}
    assert not [text for text in shown if text[:1] in {"=", "+", "-", "@", "\t", "\r"}]
    assert any(text.startswith("'=HYPERLINK") for text in shown)


def test_the_catalogue_and_the_dataset_name_every_file(bundle: Bundle, tmp_path: Path) -> None:
    write_form(bundle, tmp_path, "dcat")
    catalogue = json.loads((tmp_path / "catalog.jsonld").read_text())
    (dataset,) = catalogue["dcat:dataset"]
    assert catalogue["@type"] == "dcat:Catalog"
    assert len(dataset["dcat:distribution"]) == len(list_exports(bundle))
    said = json.loads((tmp_path / "dataset.jsonld").read_text())
    assert said["@type"] == "Dataset"
    assert said["name"]
    assert len(said["distribution"]) == len(list_exports(bundle))


def test_the_command_writes_a_form(edition_folder: Path, tmp_path: Path) -> None:
    out = StringIO()
    words = ["export", str(edition_folder), str(tmp_path), "--format", "sdmx-csv"]
    call_command("release", *words, stdout=out)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "observations.sdmx.csv",
        "ratings.sdmx.csv",
    ]
    assert "ratings.sdmx.csv" in out.getvalue()


def test_turtle_says_what_json_ld_says(bundle: Bundle, tmp_path: Path) -> None:
    write_form(bundle, tmp_path, "dcat")
    text = (tmp_path / "catalog.ttl").read_text(encoding="utf-8")
    catalogue = json.loads((tmp_path / "catalog.jsonld").read_text(encoding="utf-8"))
    (dataset,) = catalogue["dcat:dataset"]
    for row in dataset["dcat:distribution"]:
        assert f"dcat:downloadURL <{row['dcat:downloadURL']['@id']}> ;" in text
    for title in dataset["dct:title"]:
        assert f'"{title["@value"]}"@{title["@language"]}' in text
    assert f"\n<{dataset['@id']}>\n  a dcat:Dataset ;" in text
    assert text.count("a dcat:Distribution") == len(list_exports(bundle))


def test_texts_that_would_end_a_literal_are_escaped() -> None:
    said = {"@context": {}, "@id": "urn:a b>", "@type": "dcat:Catalog", "dct:title": 'a"\\\n\x07'}
    text = catalogue_turtle(said).decode()
    assert '<urn:a%20b%3E>\n  a dcat:Catalog ;\n  dct:title "a\\"\\\\\\n\\u0007"\n  .' in text
