"""What describes an edition for machines: Data Package, CSV on the web, DCAT, schema.org."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import orjson

from milepost.indicators.definitions import written
from milepost.indicators.packages.own import describe_csv
from milepost.publishing.bundle import Bundle, text_in
from milepost.publishing.exports.tables import NUMBER, Column, Table

_DUMP: Final = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
_LICENCES: Final = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
MISSING: Final = ("",)
"""What stands for a missing value; why it is missing stands in the column of status."""


def licence_of(bundle: Bundle) -> str:
    """Return the licence of an edition as an address, or its name when none is known."""
    names = [
        str(row.get("path") or row.get("name", "")) for row in bundle.package.get("licenses", ())
    ]
    return _LICENCES.get(names[0], names[0]) if names else ""


def table_schema(table: Table) -> dict[str, Any]:
    """Return the Table Schema of a table."""
    return {
        "fields": [
            {
                "name": column.id,
                "type": NUMBER if column.kind == NUMBER else "string",
                "title": str(column.title),
                **_field_details(table, column),
            }
            for column in table.columns
        ],
        "primaryKey": list(table.key),
        "missingValues": list(MISSING),
    }


def _field_details(table: Table, column: Column) -> dict[str, Any]:
    """Return what a field is in other vocabularies, and which breakdown it holds."""
    if column.breakdown:
        return {"milepost": {"breakdown": column.breakdown}}
    if column.id == "value" and table.name == "observations":
        return {"rdfType": "http://purl.org/linked-data/sdmx/2009/measure#obsValue"}
    return {}


def data_package(
    bundle: Bundle, tables: Sequence[Table], sizes: Mapping[str, tuple[int, str]]
) -> bytes:
    """Return ``datapackage.json``; ``sizes`` holds (bytes, SHA-256) by name of file."""
    resources = []
    for table in tables:
        name = f"{table.name}.csv"
        count, digest = sizes[name]
        schema = table_schema(table)
        resources.append(
            {
                "name": table.name,
                "path": name,
                "title": str(table.title),
                **describe_csv(count, digest),
                "schema": schema,
            }
        )
    body = {
        "profile": "tabular-data-package",
        "name": f"milepost-edition-{bundle.key.lower()}-tables",
        "title": text_in(bundle.edition["title"], "en"),
        "description": text_in(bundle.edition.get("about"), "en"),
        "version": bundle.checksum[:12] or bundle.key,
        "licenses": _licences(bundle),
        "sources": [{"title": title} for title in source_titles(bundle)],
        "resources": resources,
        "milepost": {
            "tables": 1,
            "edition": bundle.key,
            "indicators": [written(row) for _key, row in sorted(bundle.indicators.items())],
        },
    }
    return orjson.dumps(body, option=_DUMP)


def _licences(bundle: Bundle) -> list[dict[str, str]]:
    found = []
    for row in bundle.package.get("licenses", ()):
        name = str(row.get("name", ""))
        address = str(row.get("path") or _LICENCES.get(name, ""))
        found.append({"name": name, **({"path": address} if address else {})})
    return found


def source_titles(bundle: Bundle) -> list[str]:
    """Return who published the data of an edition, each once."""
    titles = {
        str(vintage["source"])
        for row in bundle.indicators.values()
        for vintage in row.get("vintages", ())
    }
    return sorted(titles)


def csvw_metadata(bundle: Bundle, table: Table) -> bytes:
    """Return the metadata of a CSV file for the web of data (``NAME.csv-metadata.json``)."""
    body = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{table.name}.csv",
        "dc:title": f"{text_in(bundle.edition['title'], 'en')}: {table.title}",
        "dc:license": {"@id": licence_of(bundle)}
        if licence_of(bundle).startswith("http")
        else None,
        "dc:source": source_titles(bundle),
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "columns": [
                {
                    "name": column.id,
                    "titles": column.id,
                    "dc:description": str(column.title),
                    "datatype": "double" if column.kind == NUMBER else "string",
                    "required": column.id in table.key
                    and not column.id.startswith(("by_", "counter")),
                    "null": [""],
                }
                for column in table.columns
            ],
            "primaryKey": list(table.key),
        },
    }
    return orjson.dumps({key: said for key, said in body.items() if said is not None}, option=_DUMP)


def temporal_of(bundle: Bundle) -> str:
    """Return the span of the periods of an edition's data, ``1990/2019``; "" without data."""
    spans = [
        (vintage["first_period"], vintage["last_period"])
        for row in bundle.indicators.values()
        for vintage in row.get("vintages", ())
        if vintage.get("first_period")
    ]
    return f"{min(first for first, _l in spans)}/{max(last for _f, last in spans)}" if spans else ""


def dataset_jsonld(
    bundle: Bundle, site: str, downloads: Iterable[Mapping[str, str]], language: str = "en"
) -> dict[str, Any]:
    """Return an edition as a Dataset of schema.org; ``downloads`` have name, href, media_type."""
    address = f"{site}/{language}/editions/{bundle.key}/"
    body: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "name": text_in(bundle.edition["title"], language),
        "description": text_in(bundle.edition.get("about"), language)
        or text_in(bundle.edition["title"], language),
        "inLanguage": language,
        "license": licence_of(bundle),
        "isAccessibleForFree": True,
        "dateModified": str(bundle.edition.get("closed_at") or bundle.edition["as_of"])[:10],
        "temporalCoverage": temporal_of(bundle),
        "spatialCoverage": "World",
        "version": bundle.checksum,
        "variableMeasured": [
            {
                "@type": "PropertyValue",
                "name": text_in(row["title"], language),
                "unitText": text_in(row["unit"]["label"], language),
            }
            for _key, row in sorted(bundle.indicators.items())
        ],
        "isBasedOn": [{"@type": "CreativeWork", "name": title} for title in source_titles(bundle)],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": row["name"],
                "contentUrl": f"{site}{row['href']}",
                "encodingFormat": row["media_type"],
            }
            for row in downloads
        ],
    }
    return {name: said for name, said in body.items() if said not in ("", [])}


def indicator_jsonld(bundle: Bundle, site: str, key: str, language: str = "en") -> dict[str, Any]:
    """Return one indicator of an edition as a Dataset of schema.org. Raises KeyError."""
    row = bundle.indicators[key]
    edition = f"{site}/{language}/editions/{bundle.key}/"
    body = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{edition}quality/{key}/",
        "url": f"{edition}quality/{key}/",
        "name": text_in(row["title"], language),
        "description": text_in(row["definition"], language),
        "inLanguage": language,
        "isPartOf": {"@type": "Dataset", "@id": edition},
        "variableMeasured": {
            "@type": "PropertyValue",
            "name": text_in(row["title"], language),
            "unitText": text_in(row["unit"]["label"], language),
        },
        "creator": [
            {"@type": "Organization", "name": source}
            for source in sorted({str(item["source"]) for item in row.get("vintages", ())})
        ],
        "license": sorted({str(item["licence"]) for item in row.get("vintages", ())}),
        "distribution": {
            "@type": "DataDownload",
            "contentUrl": f"{edition}files/observations/{key}.parquet",
            "encodingFormat": "application/vnd.apache.parquet",
        },
    }
    return {name: said for name, said in body.items() if said not in ("", [])}
