"""Reading a framework file: text in, a normalised document or findings out. No database.

The normalised document is plain JSON with every default filled in and the tree laid flat; the
same promises written in another order of fields, or with other comments, give the same document.
"""

import unicodedata
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import orjson
from django.utils.translation import gettext as _

from milepost.frameworks.document_checks import check_document
from milepost.frameworks.guidance import FRAMEWORK_GUIDE, load_validator
from milepost.kernel.findings import Finding, Severity, has_errors
from milepost.kernel.languages import LANGUAGES
from milepost.kernel.schema_findings import MAX_FINDINGS, schema_findings
from milepost.kernel.yaml_text import Reading, read_yaml, where_line

Document = dict[str, Any]


def parse(
    text: str, filename: str, indicators: Set[str] | None = None
) -> tuple[Document | None, list[Finding]]:
    """Return the normalised document and all findings, in the order of lines.

    The document is None when any finding is an error; warnings leave it in place. With the keys
    of the ``indicators`` that are defined, measures on others are warned of. Never raises on any
    text.
    """
    reading = read_yaml(text, filename)
    findings = list(reading.findings)
    other = find_other_format(reading, "framework/1")
    if other is not None:
        return None, [*findings, other]
    if reading.data is not None:
        wanted = schema_findings(load_validator("framework"), reading, FRAMEWORK_GUIDE)
        findings += wanted
        if isinstance(reading.data, dict) and len(wanted) < MAX_FINDINGS:
            findings += check_document(reading, indicators)
    findings = order_findings(findings)
    if reading.data is None or has_errors(findings):
        return None, findings
    return _normalise(reading.data), findings


def find_other_format(reading: Reading, wanted: str) -> Finding | None:
    """Return a finding when the file says that it is in another format than the one wanted."""
    stated = reading.data.get("milepost") if isinstance(reading.data, dict) else None
    if not isinstance(stated, str) or stated == wanted:
        return None
    line = reading.line_of(("milepost",))
    return Finding(
        code="FRAMEWORKS_OTHER_FORMAT",
        where=where_line(reading.filename, line),
        line=line,
        value=stated[:80],
        what=_("The file says it is “%(stated)s”; “%(wanted)s” is expected here.")
        % {"stated": stated[:80], "wanted": wanted},
        why=_("The first line says which format the rest is in."),
        remedy=_("Write milepost: %(wanted)s, or send the file to where its format belongs.")
        % {"wanted": wanted},
    )


def order_findings(findings: list[Finding]) -> list[Finding]:
    """Return findings by line, errors before warnings, each once."""
    unique = dict.fromkeys(findings)
    return sorted(
        unique,
        key=lambda one: (one.line or 0, one.severity is Severity.WARNING, one.code, one.what),
    )


def checksum_of(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a normalised document (keys sorted), in hexadecimal."""
    return sha256(orjson.dumps(document, option=orjson.OPT_SORT_KEYS)).hexdigest()


def list_keys(document: Mapping[str, Any]) -> frozenset[str]:
    """Return the keys of all nodes and benchmarks of a normalised document."""
    return frozenset(
        [node["key"] for node in document["nodes"]]
        + [benchmark["key"] for benchmark in document["benchmarks"]]
    )


def list_missing_texts(document: Any, languages: tuple[str, ...]) -> list[str]:
    """Return the places (``nodes[3].title``) whose text lacks one of the languages.

    For files that must be complete, such as the bundled ones; a user's own file may be in English
    alone.
    """
    return sorted(_missing_texts(document, "", languages))


def _missing_texts(value: Any, place: str, languages: tuple[str, ...]) -> list[str]:
    if isinstance(value, list):
        parts = [(f"{place}[{number}]", part) for number, part in enumerate(value, 1)]
    elif isinstance(value, dict):
        if isinstance(value.get("en"), str):
            return [f"{place}: {language}" for language in languages if language not in value]
        parts = [(f"{place}.{name}".lstrip("."), part) for name, part in value.items()]
    else:
        return []
    return [found for where, part in parts for found in _missing_texts(part, where, languages)]


def clean_text(text: str) -> str:
    """Return text in composed Unicode form, without blanks at the ends of lines or of the text."""
    composed = unicodedata.normalize("NFC", text)
    return "\n".join(line.rstrip() for line in composed.strip().splitlines())


def clean_text_map(texts: Mapping[str, str] | None) -> dict[str, str]:
    """Return a text map with cleaned texts in the fixed order of languages; {} for none."""
    texts = texts or {}
    return {code: clean_text(texts[code]) for code in LANGUAGES if code in texts}


def _normalise(data: Mapping[str, Any]) -> Document:
    flat = _Flattening()
    for node in data["nodes"]:
        flat.add_node(node, parent="", goal="", source=None)
    period = data.get("period") or {}
    return {
        "milepost": data["milepost"],
        "key": data["key"],
        "version": data["version"],
        "title": clean_text_map(data["title"]),
        "about": clean_text_map(data.get("about")),
        "issuer": clean_text_map(data.get("issuer")),
        "period": {"start": period.get("start"), "end": period.get("end")},
        "sources": [_source(source) for source in data["sources"]],
        "nodes": flat.nodes,
        "benchmarks": flat.benchmarks,
    }


def _source(source: Mapping[str, Any]) -> dict[str, str]:
    fields = ("key", "title", "publisher", "issued", "url", "licence")
    return {name: clean_text(source.get(name) or "") for name in fields}


def _citation(source: Mapping[str, Any]) -> dict[str, str]:
    return {"ref": source["ref"], "locator": clean_text(source.get("locator") or "")}


@dataclass(slots=True)
class _Flattening:
    """Lays the tree flat, depth first, in the order of the file."""

    nodes: list[dict[str, Any]] = field(default_factory=list)
    benchmarks: list[dict[str, Any]] = field(default_factory=list)

    def add_node(
        self, node: Mapping[str, Any], *, parent: str, goal: str, source: dict[str, str] | None
    ) -> None:
        """Add a node, its benchmarks and what stands below it; a source is inherited."""
        cited = _citation(node["source"]) if node.get("source") else source
        self.nodes.append(
            {
                "key": node["key"],
                "kind": node["kind"],
                "identifier": clean_text(node.get("identifier") or node["key"]),
                "parent": parent,
                "title": clean_text_map(node["title"]),
                "text": clean_text_map(node.get("text")),
                "source": cited,
                "order": len(self.nodes) + 1,
            }
        )
        goal = goal if node["kind"] == "recommendation" else node["key"]
        for benchmark in node.get("benchmarks") or []:
            self._add_benchmark(benchmark, node["key"], goal, cited)
        for child in node.get("children") or []:
            self.add_node(child, parent=node["key"], goal=goal, source=cited)

    def _add_benchmark(
        self, benchmark: Mapping[str, Any], node: str, goal: str, source: dict[str, str] | None
    ) -> None:
        self.benchmarks.append(
            {
                "key": benchmark["key"],
                "node": node,
                "goal": goal,
                "order": len(self.benchmarks) + 1,
                "title": clean_text_map(benchmark["title"]),
                "text": clean_text_map(benchmark["text"]),
                "type": benchmark["type"],
                "action_by": list(benchmark["action_by"]),
                "level": benchmark["level"],
                "verification": [
                    clean_text_map(text) for text in benchmark.get("verification") or []
                ],
                "source": _citation(benchmark["source"]) if benchmark.get("source") else source,
                "measure": _measure(benchmark.get("measure")),
                "judge": _judge(benchmark.get("judge")),
            }
        )


def _measure(measure: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if measure is None:
        return None
    baseline, target = measure.get("baseline"), measure.get("target")
    return {
        "indicator": measure["indicator"],
        "breakdown": measure.get("breakdown") or "",
        "rule": measure["rule"],
        "parameters": dict(measure.get("parameters") or {}),
        "direction": measure["direction"],
        "baseline": baseline and {"period": baseline["period"], "value": baseline.get("value")},
        "target": target
        and {
            "value": target["value"],
            "unit": clean_text(target.get("unit") or ""),
            "note": clean_text_map(target.get("note")),
        },
        "deadline": measure.get("deadline"),
    }


def _judge(judge: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if judge is None:
        return None
    return {name: clean_text_map(judge[name]) for name in ("question", "green", "yellow", "red")}
