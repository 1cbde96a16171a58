"""The catalogue of editions in the vocabulary DCAT, as JSON-LD and as Turtle.

Both are written from one tree, so that they say the same. The properties are those that DCAT-AP
asks for or recommends: https://semiceu.github.io/DCAT-AP/.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import orjson

from milepost.publishing.bundle import Bundle
from milepost.publishing.exports.describing import licence_of, source_titles, temporal_of

_DUMP: Final = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
_PREFIXES: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_SHA256: Final = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
_TYPES_OF_DAY: Final = (
    (re.compile(r"\d{4}"), "xsd:gYear"),
    (re.compile(r"\d{4}-\d{2}"), "xsd:gYearMonth"),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), "xsd:date"),
)
_NO_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\]')

Node = dict[str, Any]


def catalogue(
    title: str, site: str, datasets: Iterable[tuple[Bundle, list[dict[str, str]]]]
) -> Node:
    """Return the editions of a site as a catalogue of DCAT.

    Each edition comes with its downloads, which have name, href, media_type and, where they are
    known, bytes and sha256.
    """
    publisher = {"@type": "foaf:Agent", "foaf:name": title}
    return {
        "@context": dict(_PREFIXES),
        "@id": f"{site}/catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": {"@value": title, "@language": "en"},
        "dct:description": {
            "@value": f"Published editions of {title}, with their observations and ratings.",
            "@language": "en",
        },
        "dct:publisher": publisher,
        "foaf:homepage": {"@id": f"{site}/"},
        "dcat:dataset": [_dataset(bundle, site, files, publisher) for bundle, files in datasets],
    }


def catalogue_json(document: Node) -> bytes:
    """Return a catalogue as JSON-LD."""
    return orjson.dumps(document, option=_DUMP)


def _dataset(
    bundle: Bundle, site: str, files: Iterable[Mapping[str, str]], publisher: Node
) -> Node:
    address = f"{site}/en/editions/{bundle.key}/"
    first, _slash, last = temporal_of(bundle).partition("/")
    body = {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:identifier": bundle.checksum or bundle.key,
        "dct:title": _texts(bundle.edition["title"]),
        "dct:description": _texts(bundle.edition.get("about") or bundle.edition["title"]),
        "dct:publisher": publisher,
        "dct:modified": {
            "@value": str(bundle.edition.get("closed_at") or bundle.edition["as_of"])[:10],
            "@type": "xsd:date",
        },
        "dct:license": _licence(bundle),
        "dct:provenance": [
            {"@type": "dct:ProvenanceStatement", "rdfs:label": source}
            for source in source_titles(bundle)
        ],
        "dcat:landingPage": {"@id": address},
        "dcat:distribution": [_distribution(bundle, site, row) for row in files],
    }
    if first:
        body["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(first),
            "dcat:endDate": _day(last),
        }
    return {name: said for name, said in body.items() if said not in ("", [])}


def _day(text: str) -> Any:
    """Return a year, month or day with its type; another period as it is written."""
    kind = next((kind for form, kind in _TYPES_OF_DAY if form.fullmatch(text)), "")
    return {"@value": text, "@type": kind} if kind else text


def _licence(bundle: Bundle) -> Any:
    said = licence_of(bundle)
    if not said:
        return ""
    is_address = said.startswith("http")
    return {"@id": said} if is_address else {"@type": "dct:LicenseDocument", "rdfs:label": said}


def _distribution(bundle: Bundle, site: str, row: Mapping[str, str]) -> Node:
    address = {"@id": f"{site}{row['href']}"}
    said: Node = {
        "@type": "dcat:Distribution",
        "dct:title": row["name"],
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:mediaType": {"@id": _MEDIA + row["media_type"].partition(";")[0].strip()},
        "dct:license": _licence(bundle),
    }
    if row.get("bytes"):
        said["dcat:byteSize"] = {"@value": str(row["bytes"]), "@type": "xsd:nonNegativeInteger"}
    if row.get("sha256"):
        said["spdx:checksum"] = {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": _SHA256},
            "spdx:checksumValue": {"@value": row["sha256"], "@type": "xsd:hexBinary"},
        }
    return {name: value for name, value in said.items() if value != ""}


def _texts(texts: Mapping[str, str] | str) -> list[dict[str, str]]:
    if isinstance(texts, str):
        return [{"@value": texts, "@language": "en"}]
    return [{"@value": text, "@language": language} for language, text in sorted(texts.items())]


# Turtle


def catalogue_turtle(document: Node) -> bytes:
    """Return a catalogue as Turtle: the same statements as its JSON-LD."""
    lines = [f"@prefix {name}: <{address}> ." for name, address in _PREFIXES.items()]
    lines.append("")
    for node in _named_nodes(document):
        lines += [f"<{_iri(node['@id'])}>", *_statements(node, "  "), "  .", ""]
    return "\n".join(lines).encode()


def _named_nodes(node: Node) -> Iterator[Node]:
    """Yield the nodes that have a name and say something, the catalogue first."""
    yield node
    for name, value in node.items():
        if name == "@context":
            continue
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and "@id" in item and len(item) > 1:
                yield from _named_nodes(item)


def _statements(node: Node, indent: str) -> list[str]:
    """Return what is said of a node, a line each with a semicolon between."""
    lines = [f"{indent}a {node['@type']}"]
    for name, value in node.items():
        if not name.startswith("@"):
            items = value if isinstance(value, list) else [value]
            lines.append(f"{indent}{name} " + ", ".join(_object(item, indent) for item in items))
    return [f"{line} ;" for line in lines[:-1]] + lines[-1:]


def _object(item: Any, indent: str) -> str:
    """Return what a statement is about: a name, a literal, or a node without a name."""
    if not isinstance(item, dict):
        return _literal(str(item))
    if "@id" in item:
        return f"<{_iri(item['@id'])}>"
    if "@value" in item:
        text = _literal(item["@value"])
        if "@language" in item:
            return f"{text}@{item['@language']}"
        return f"{text}^^{item['@type']}"
    inner = "\n".join(_statements(item, f"{indent}  "))
    return f"[\n{inner}\n{indent}]"


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    for sign, code in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        escaped = escaped.replace(sign, code)
    return '"' + re.sub(r"[\x00-\x1f\x7f]", _escape, escaped) + '"'


def _iri(text: str) -> str:
    return _NO_IRI.sub(lambda found: f"%{ord(found[0]):02X}", text)


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04X}"
