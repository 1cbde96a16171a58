"""Reading a file of sources: text in, plain values or findings out. No database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jsonschema import Draft202012Validator

from milepost.kernel.findings import Finding, has_errors
from milepost.kernel.schema_findings import Guidance, SchemaGuide, describe, schema_findings
from milepost.kernel.yaml_text import Path as YamlPath
from milepost.kernel.yaml_text import Reading, read_yaml, where_line

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
    if reading.data is None:
        return None, findings
    findings += schema_findings(load_validator(), reading, GUIDE)
    findings += _check_values(reading, frozenset(finding.column for finding in findings))
    findings.sort(key=lambda finding: (finding.line or 0, finding.code))
    if has_errors(findings):
        return None, findings
    return [_normalise(source) for source in reading.data["sources"]], findings


def check_source(row: dict[str, str]) -> list[Finding]:
    """Return what is wrong with one source that was typed in; ``column`` is the field."""
    text = orjson.dumps({"milepost": "sources/1", "sources": [row]}).decode()
    _sources, findings = parse_sources(text, row["key"])
    return [
        replace(finding, where=field, column=field, line=None)
        for finding in findings
        for field in [finding.column.rpartition(".")[2]]
    ]


def _check_values(reading: Reading, told: frozenset[str]) -> Iterator[Finding]:
    """Keys stand once and dates exist, also in a file in which the schema finds something."""
    head = reading.data if isinstance(reading.data, dict) else {}
    sources = head.get("sources")
    seen: dict[str, int] = {}
    for index, source in enumerate(sources if isinstance(sources, list) else []):
        if not isinstance(source, dict):
            continue
        path = ("sources", index)
        line, key = reading.line_of(path), source.get("key")
        if isinstance(key, str):
            if key in seen:
                yield _repeated(reading.filename, line, key, seen[key])
            seen.setdefault(key, line)
        issued, where = source.get("issued"), (*path, "issued")
        if isinstance(issued, str) and describe(where) not in told and not _exists(issued):
            yield _no_such_day(reading, where, issued)


def _exists(issued: str) -> bool:
    """Whether a year, month or day of the schema's form is one of the calendar."""
    try:
        date.fromisoformat(f"{issued}-01-01"[:10])
    except ValueError:
        return False
    return True


def _no_such_day(reading: Reading, path: YamlPath, issued: str) -> Finding:
    line = reading.line_of(path)
    return Finding(
        code="EVIDENCE_NO_SUCH_DAY",
        where=where_line(reading.filename, line),
        line=line,
        column=describe(path),
        value=issued,
        what=_("%(issued)s is not a date that exists.") % {"issued": issued},
        why=str(GUIDE.fields["issued"].why),
        remedy=str(GUIDE.fields["issued"].write),
    )


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
