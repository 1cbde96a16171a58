"""Reading a file of sources: text in, plain values or findings out. No database."""

from functools import cache
from pathlib import Path
from typing import Any

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jsonschema import Draft202012Validator

from milepost.kernel.findings import Finding, has_errors
from milepost.kernel.schema_findings import Guidance, SchemaGuide, schema_findings
from milepost.kernel.yaml_text import read_yaml, where_line

SCHEMA = Path(__file__).parent / "schema" / "sources.schema.json"
FIELDS = ("key", "title", "publisher", "issued", "url", "licence", "kind")

GUIDE = SchemaGuide(
    "EVIDENCE",
    {
        "milepost": Guidance(
            gettext_lazy("The first line says which format the file is in."),
            gettext_lazy("Write milepost: sources/1 as the first line."),
        ),
        "sources": Guidance(
            gettext_lazy("A file of sources without sources adds nothing."),
            gettext_lazy("List sources, each with key, title and publisher."),
        ),
        "key": Guidance(
            gettext_lazy("Assessments cite a source by its key."),
            gettext_lazy("Use lower-case letters, digits, dots and hyphens."),
        ),
        "title": Guidance(
            gettext_lazy("Readers look the source up by its title."),
            gettext_lazy("Write the title in the language of the publication."),
        ),
        "publisher": Guidance(
            gettext_lazy("Readers weigh a source by who stands behind it."),
            gettext_lazy("Write the name of the publisher."),
        ),
        "issued": Guidance(
            gettext_lazy("It tells whether the source could know what it is cited for."),
            gettext_lazy("Write a year, month or day in quotes: “2015”, “2015-12”, “2015-12-01”."),
        ),
        "url": Guidance(
            gettext_lazy("Readers follow it."),
            gettext_lazy("Write an address that begins with https://, or leave it out."),
        ),
        "licence": Guidance(
            gettext_lazy("It tells what others may do with the source."),
            gettext_lazy("Write the licence or the terms in a few words."),
        ),
        "kind": Guidance(
            gettext_lazy("A statistic and a testimony are read differently."),
            gettext_lazy("Write report, statistics, law, treaty or another kind of the list."),
        ),
    },
)


@cache
def load_validator() -> Draft202012Validator:
    """Return the validator of ``sources/1``."""
    return Draft202012Validator(orjson.loads(SCHEMA.read_bytes()))


def parse_sources(text: str, filename: str) -> tuple[list[dict[str, str]] | None, list[Finding]]:
    """Return the sources of a file and all findings; None when one of them is an error."""
    reading = read_yaml(text, filename)
    findings = list(reading.findings)
    if reading.data is not None:
        findings += schema_findings(load_validator(), reading, GUIDE)
    if reading.data is None or has_errors(findings):
        return None, findings
    seen: dict[str, int] = {}
    for index, source in enumerate(reading.data["sources"]):
        line = reading.line_of(("sources", index))
        if source["key"] in seen:
            findings.append(_repeated(filename, line, source["key"], seen[source["key"]]))
        seen.setdefault(source["key"], line)
    if has_errors(findings):
        return None, findings
    return [_normalise(source) for source in reading.data["sources"]], findings


def _normalise(source: dict[str, Any]) -> dict[str, str]:
    return {field: str(source.get(field) or _DEFAULTS.get(field, "")).strip() for field in FIELDS}


_DEFAULTS = {"kind": "report"}


def _repeated(filename: str, line: int, key: str, first: int) -> Finding:
    return Finding(
        code="EVIDENCE_SOURCE_REPEATED",
        where=where_line(filename, line),
        line=line,
        value=key,
        what=_("The source “%(key)s” stands twice; the first is in line %(line)s.")
        % {"key": key, "line": first},
        why=_("A citation names one source by its key."),
        remedy=_("Give the second another key, or delete it."),
    )
