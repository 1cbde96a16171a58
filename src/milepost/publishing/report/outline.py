"""The outline of a report: sections in order, generated parts, and what people wrote.

The format ``report/1`` is described by ``schema/report.schema.json`` and on the page
``docs/reference/report-format.md``. Text in, plain document or findings out; no database.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jsonschema import Draft202012Validator

from milepost.kernel.findings import Finding, has_errors
from milepost.kernel.schema_findings import Guidance, SchemaGuide, schema_findings
from milepost.kernel.yaml_text import read_yaml, where_line
from milepost.publishing.report.parts import PARTS

SCHEMA = Path(__file__).resolve().parent.parent / "schema" / "report.schema.json"
FORMAT = "report/1"
DEEPEST = 2
"""How many levels of sections an outline has; generated parts go below."""
Document = dict[str, Any]

GUIDE = SchemaGuide(
    "REPORT",
    {
        "milepost": Guidance(
            gettext_lazy("The first line says which format the file is in."),
            gettext_lazy("Write milepost: report/1 as the first line."),
        ),
        "kind": Guidance(
            gettext_lazy("The kind decides what the report is about."),
            gettext_lazy("Write global, regional, national, goal, voluntary, state or profile."),
        ),
        "key": Guidance(
            gettext_lazy("The key names the outline or the section, and is part of addresses."),
            gettext_lazy("Use lower-case letters, digits, dots and hyphens."),
        ),
        "parts": Guidance(
            gettext_lazy("Generated parts are called by their names."),
            gettext_lazy("See the list of parts on the page of the format."),
        ),
        "text": Guidance(
            gettext_lazy("Human text is kept for each language."),
            gettext_lazy("Write a map from language to Markdown, such as {en: Text}."),
        ),
    },
)


@cache
def load_validator() -> Draft202012Validator:
    """Return the validator of ``report/1``."""
    return Draft202012Validator(orjson.loads(SCHEMA.read_bytes()))


def parse_outline(text: str, filename: str) -> tuple[Document | None, list[Finding]]:
    """Return the outline in a YAML or JSON text and all findings; None when one is an error."""
    reading = read_yaml(text, filename)
    findings = list(reading.findings)
    if reading.data is None:
        return None, findings
    findings += schema_findings(load_validator(), reading, GUIDE)
    if not has_errors(findings):
        findings += check_outline(reading.data, filename)
    return (None if has_errors(findings) else reading.data), findings


def check_outline(document: Document, filename: str) -> list[Finding]:
    """Return what the schema cannot see: repeated keys, unknown parts, sections too deep."""
    findings: list[Finding] = []
    seen: set[str] = set()
    for section, depth in walk_sections(document["sections"]):
        where = _("%(file)s, section %(section)s") % {"file": filename, "section": section["key"]}
        if section["key"] in seen:
            findings.append(_repeated(where, section["key"]))
        seen.add(section["key"])
        if depth > DEEPEST:
            findings.append(_too_deep(where, section["key"]))
        findings += [
            _unknown_part(where, part)
            for part in section.get("parts", ())
            if part.partition(":")[0] not in PARTS
        ]
    return findings


def walk_sections(sections: list[Document], depth: int = 1) -> Iterator[tuple[Document, int]]:
    """Yield every section with its depth, a parent before its children."""
    for section in sections:
        yield section, depth
        yield from walk_sections(section.get("sections", []), depth + 1)


def find_section(document: Document, key: str) -> Document | None:
    """Return the section with a key."""
    return next(
        (row for row, _depth in walk_sections(document["sections"]) if row["key"] == key), None
    )


def texts_of(section: Document) -> list[dict[str, str]]:
    """Return every text map of a section that people wrote."""
    boxes = section.get("boxes", [])
    own = [section.get("text"), section.get("after"), *(box.get("text") for box in boxes)]
    return [texts for texts in own if texts]


def languages_of(document: Document) -> list[str]:
    """Return the languages in which people wrote something."""
    found = {
        language
        for section, _depth in walk_sections(document["sections"])
        for texts in texts_of(section)
        for language, words in texts.items()
        if words.strip()
    }
    return sorted(found)


def dump_outline(document: Document) -> str:
    """Return an outline as YAML, ready to be edited and loaded again."""
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)


def _repeated(where: str, key: str) -> Finding:
    return Finding(
        code="REPORT_SECTION_REPEATED",
        where=where,
        value=key,
        what=_("The section “%(key)s” stands twice.") % {"key": key},
        why=_("Links and edits name a section by its key."),
        remedy=_("Give one of them another key."),
    )


def _too_deep(where: str, key: str) -> Finding:
    return Finding(
        code="REPORT_SECTION_TOO_DEEP",
        where=where,
        value=key,
        what=_("The section “%(key)s” stands more than two levels deep.") % {"key": key},
        why=_("Generated parts have headings of their own below it."),
        remedy=_("Move it up one level."),
    )


def _unknown_part(where: str, part: str) -> Finding:
    return Finding(
        code="REPORT_PART_UNKNOWN",
        where=where,
        value=part,
        what=_("There is no generated part “%(part)s”.") % {"part": part},
        why=_("Generated parts are called by their names."),
        remedy=_("Use one of: %(parts)s.") % {"parts": ", ".join(sorted(PARTS))},
    )


def outline_of(document: Document, filename: str) -> list[Finding]:
    """Return all findings on a document that is already plain values."""
    text = orjson.dumps(document).decode()
    reading = read_yaml(text, filename)
    findings = [*reading.findings, *schema_findings(load_validator(), reading, GUIDE)]
    return findings if has_errors(findings) else [*findings, *check_outline(document, filename)]


def line_of(filename: str) -> str:
    """Return how a finding names the whole file."""
    return where_line(filename, 1)
