"""Reading a crosswalk file: links between the nodes or benchmarks of frameworks. No database."""

import re
from collections.abc import Mapping, Set
from typing import Any

from django.utils.translation import gettext as _

from milepost.frameworks.document import clean_text_map, find_other_format, order_findings
from milepost.frameworks.guidance import CROSSWALK_GUIDE, load_validator
from milepost.kernel.findings import Finding, Severity, has_errors
from milepost.kernel.schema_findings import MAX_FINDINGS, schema_findings
from milepost.kernel.yaml_text import Path, Reading, read_yaml, where_line

Crosswalk = dict[str, Any]
KnownKeys = Mapping[str, Set[str]]

Ends = tuple[str, str, str, str]

_STATED = re.compile(r"^\ufeff?milepost:\s*[\"']?crosswalk/", re.MULTILINE)


def parse_crosswalk(
    text: str, filename: str, known: KnownKeys | None = None
) -> tuple[Crosswalk | None, list[Finding]]:
    """Return the normalised crosswalk and all findings, in the order of lines.

    ``known`` gives the node and benchmark keys of each framework that exists; without it the ends
    of links are not looked up. The crosswalk is None when any finding is an error. Never raises
    on any text.
    """
    reading = read_yaml(text, filename)
    findings = list(reading.findings)
    other = find_other_format(reading, "crosswalk/1")
    if other is not None:
        return None, [*findings, other]
    if reading.data is not None:
        wanted = schema_findings(load_validator("crosswalk"), reading, CROSSWALK_GUIDE)
        findings += wanted
        if isinstance(reading.data, dict) and len(wanted) < MAX_FINDINGS:
            findings += _check_links(reading, known)
    findings = order_findings(findings)
    if reading.data is None or has_errors(findings):
        return None, findings
    return _normalise(reading.data), findings


def is_crosswalk(text: str) -> bool:
    """Whether a file says that it is a crosswalk; anything else is read as a framework."""
    return _STATED.search(text) is not None


def ends_of(link: Mapping[str, Any]) -> Ends:
    """Return (from framework, from node, to framework, to node): what makes a link itself."""
    start, end = link["from"], link["to"]
    return start["framework"], start["node"], end["framework"], end["node"]


def _normalise(data: Mapping[str, Any]) -> Crosswalk:
    links = [
        {
            "from": dict(sorted(link["from"].items())),
            "to": dict(sorted(link["to"].items())),
            "relation": link["relation"],
            "confidence": link["confidence"],
            "review": link["review"],
            "reviewed_by": (link.get("reviewed_by") or "").strip(),
            "note": clean_text_map(link.get("note")),
        }
        for link in data["links"]
    ]
    return {
        "milepost": data["milepost"],
        "key": data["key"],
        "title": clean_text_map(data.get("title")),
        "about": clean_text_map(data.get("about")),
        "links": sorted(links, key=ends_of),
    }


def _check_links(reading: Reading, known: KnownKeys | None) -> list[Finding]:
    """Return findings on ends, repetitions and decisions; parts of a wrong shape are skipped."""
    findings: list[Finding] = []
    links = reading.data.get("links")
    seen: dict[Ends, int] = {}
    for index, link in enumerate(links if isinstance(links, list) else []):
        if not isinstance(link, dict):
            continue
        path: Path = ("links", index)
        findings += _check_decision(reading, path, link)
        for side in ("from", "to"):
            findings += _check_end(reading, (*path, side), link.get(side), known)
        ends = _readable_ends(link)
        if ends is not None:
            findings += _check_repetition(reading, path, ends, seen)
            seen.setdefault(ends, reading.line_of(path))
    return findings


def _readable_ends(link: Mapping[str, Any]) -> Ends | None:
    start, end = link.get("from"), link.get("to")
    if not isinstance(start, dict) or not isinstance(end, dict):
        return None
    parts = [side.get(name) for side in (start, end) for name in ("framework", "node")]
    texts = [part for part in parts if isinstance(part, str)]
    return (texts[0], texts[1], texts[2], texts[3]) if len(texts) == 4 else None


def _check_decision(reading: Reading, path: Path, link: Mapping[str, Any]) -> list[Finding]:
    review = link.get("review")
    if review not in ("confirmed", "rejected") or link.get("reviewed_by"):
        return []
    return [
        _finding(
            reading,
            (*path, "review"),
            "NO_REVIEWER",
            _("The link is %(review)s, but nobody is named.") % {"review": review},
            _("A decision without a name cannot be asked about."),
            _("Add reviewed_by with a name or role, or write review: proposed."),
        )
    ]


def _check_end(reading: Reading, path: Path, end: object, known: KnownKeys | None) -> list[Finding]:
    if known is None or not isinstance(end, dict):
        return []
    framework, node = end.get("framework"), end.get("node")
    if not isinstance(framework, str) or not isinstance(node, str):
        return []
    if framework not in known:
        return [
            _finding(
                reading,
                (*path, "framework"),
                "UNKNOWN_FRAMEWORK",
                _("The framework “%(key)s” is not known here.") % {"key": framework},
                _("The link would lead nowhere."),
                _("Load that framework first, or use one of: %(keys)s.")
                % {"keys": ", ".join(sorted(known)) or "–"},
            )
        ]
    if node not in known[framework]:
        return [
            _finding(
                reading,
                (*path, "node"),
                "UNKNOWN_NODE",
                _("“%(framework)s” has no node or benchmark “%(node)s”.")
                % {"framework": framework, "node": node},
                _("The link would lead nowhere."),
                _("Look the key up with: milepost framework show %(framework)s")
                % {"framework": framework},
            )
        ]
    return []


def _check_repetition(
    reading: Reading, path: Path, ends: Ends, seen: Mapping[Ends, int]
) -> list[Finding]:
    if ends[:2] == ends[2:]:
        return [
            _finding(
                reading,
                path,
                "LINK_TO_ITSELF",
                _("The link leads from an entry to itself."),
                _("It says nothing, and counts would be doubled."),
                _("Correct one of its ends, or remove the link."),
            )
        ]
    if ends in seen:
        return [
            _finding(
                reading,
                path,
                "LINK_TWICE",
                _("The same two ends are linked in line %(line)s already.") % {"line": seen[ends]},
                _("Evidence would be carried over twice."),
                _("Keep one of the two links."),
            )
        ]
    if (backward := (*ends[2:], *ends[:2])) in seen:
        return [
            _finding(
                reading,
                path,
                "LINK_BACKWARD",
                _("The same two ends are linked the other way round in line %(line)s.")
                % {"line": seen[backward]},
                _("Every link can be read from both ends; two may contradict each other."),
                _("Keep one of the two links."),
                Severity.WARNING,
            )
        ]
    return []


def _finding(
    reading: Reading,
    path: Path,
    code: str,
    what: str,
    why: str,
    remedy: str,
    severity: Severity = Severity.ERROR,
) -> Finding:
    line = reading.line_of(path)
    return Finding(
        code=f"FRAMEWORKS_{code}",
        where=where_line(reading.filename, line),
        line=line,
        what=what,
        why=why,
        remedy=remedy,
        severity=severity,
    )
