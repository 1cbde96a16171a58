"""Reading files of editions and assessments: text in, entries or findings out. No database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path as FilePath
from typing import Any

import orjson
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from milepost.kernel.findings import Finding, has_errors
from milepost.kernel.schema_findings import describe, schema_findings
from milepost.kernel.yaml_text import Path, Reading, read_yaml, where_line
from milepost.reviews.entries import Cited, Entry, Known, Problem, check_entry
from milepost.reviews.guidance import ASSESSMENTS_GUIDE, EDITIONS_GUIDE

SCHEMA_FOLDER = FilePath(__file__).parent / "schema"
SHARED = ("edition", "framework", "place", "assessor", "standpoint", "assessed_on", "confidence")
"""Fields that may stand once at the top of a file of assessments."""
REQUIRED = ("edition", "framework", "place", "assessor", "standpoint", "assessed_on")


@dataclass(frozen=True, slots=True)
class EditionEntry:
    """An edition to open. ``frameworks`` pairs a key with a version, or None for the newest."""

    key: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    as_of: date
    main_framework: str
    frameworks: tuple[tuple[str, str | None], ...]
    heatmap_places: tuple[str, ...] | None
    previous: str | None
    line: int = 1


@cache
def load_validator(name: str) -> Draft202012Validator:
    """Return the validator of ``editions`` or ``assessments``."""
    content = (SCHEMA_FOLDER / f"{name}.schema.json").read_bytes()
    return Draft202012Validator(orjson.loads(content))


def texts(value: Any) -> dict[str, str]:
    """Return a text map; a plain text is English."""
    found = {"en": value} if isinstance(value, str) else dict(value or {})
    return {language: str(text).strip() for language, text in found.items()}


def parse_day(text: str) -> date | None:
    """Return a calendar day, or None for a day that does not exist."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


# --- editions -----------------------------------------------------------------------------------


def parse_editions(text: str, filename: str) -> tuple[list[EditionEntry] | None, list[Finding]]:
    """Return the editions of a file and all findings; None when one of them is an error.

    What the schema finds does not hide what only the values show: both are listed.
    """
    reading = read_yaml(text, filename)
    findings = list(reading.findings)
    if reading.data is None:
        return None, findings
    findings += schema_findings(load_validator("editions"), reading, EDITIONS_GUIDE)
    told = columns_of(findings)
    rows = list(entries_of(reading, "editions"))
    findings += _repeated_editions(reading, rows)
    for path, row in rows:
        day, where = row.get("as_of"), (*path, "as_of")
        if isinstance(day, str) and describe(where) not in told and parse_day(day) is None:
            findings.append(_no_such_day(reading, where, day))
    findings.sort(key=lambda finding: (finding.line or 0, finding.code))
    if has_errors(findings):
        return None, findings
    return [_edition(row, reading.line_of(path)) for path, row in rows], findings


def entries_of(reading: Reading, name: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the entries of a list that are groups of fields, with their paths."""
    head = reading.data if isinstance(reading.data, dict) else {}
    rows = head.get(name)
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(row, dict):
            yield (name, index), row


def columns_of(findings: list[Finding]) -> frozenset[str]:
    """Return the fields that have a finding already, so that none is told twice."""
    return frozenset(finding.column for finding in findings)


def _edition(row: Mapping[str, Any], line: int) -> EditionEntry:
    frameworks = tuple(
        (item, None) if isinstance(item, str) else (item["key"], item.get("version"))
        for item in row["frameworks"]
    )
    places = row.get("heatmap_places")
    return EditionEntry(
        key=row["key"],
        title=texts(row["title"]),
        about=texts(row.get("about")),
        as_of=date.fromisoformat(row["as_of"]),
        main_framework=row.get("main_framework") or frameworks[0][0],
        frameworks=frameworks,
        heatmap_places=None if places is None else tuple(places),
        previous=row.get("previous"),
        line=line,
    )


def _repeated_editions(
    reading: Reading, rows: list[tuple[Path, dict[str, Any]]]
) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for path, row in rows:
        line, key = reading.line_of(path), row.get("key")
        if not isinstance(key, str):
            continue
        if key in seen:
            yield Finding(
                code="REVIEWS_EDITION_REPEATED",
                where=where_line(reading.filename, line),
                line=line,
                value=key,
                what=_("The edition “%(key)s” stands twice; the first is in line %(line)s.")
                % {"key": key, "line": seen[key]},
                why=_("Only one of the two could be opened."),
                remedy=_("Give the second another key, or delete it."),
            )
        seen.setdefault(key, line)


def _no_such_day(reading: Reading, path: Path, value: str) -> Finding:
    line = reading.line_of(path)
    return Finding(
        code="REVIEWS_NO_SUCH_DAY",
        where=where_line(reading.filename, line),
        line=line,
        value=value,
        what=_("%(day)s is not a day of the calendar.") % {"day": value},
        why=_("What was known is counted up to that day."),
        remedy=_("Write a day that exists as year-month-day, such as 2015-11-25."),
    )


# --- assessments --------------------------------------------------------------------------------


def parse_assessments(
    text: str, filename: str, known: Known
) -> tuple[list[Entry] | None, list[Finding]]:
    """Return the entries of a file and all findings; None when one of them is an error.

    What the schema finds does not hide what only the values show: both are listed.
    """
    reading = read_yaml(text, filename)
    findings = list(reading.findings)
    if reading.data is None:
        return None, findings
    findings += schema_findings(load_validator("assessments"), reading, ASSESSMENTS_GUIDE)
    told = columns_of(findings)
    head = reading.data if isinstance(reading.data, dict) else {}
    shared = {name: head[name] for name in SHARED if name in head}
    entries: list[Entry] = []
    seen: dict[tuple[str, ...], int] = {}
    for path, row in entries_of(reading, "assessments"):
        entry, found = _entry(reading, path, {**shared, **row}, told)
        findings += found
        findings += [
            _finding(reading, path, problem)
            for problem in check_entry(entry, known)
            if problem.value and not _is_told(path, problem, told)
        ]
        line = reading.line_of(path)
        if all(entry.voice) and entry.voice in seen:
            findings.append(_repeated_voice(reading, line, entry, seen[entry.voice]))
        seen.setdefault(entry.voice, line)
        entries.append(entry)
    findings = _once(findings)
    return (None if has_errors(findings) else entries), findings


def _once(findings: list[Finding]) -> list[Finding]:
    """Return the findings by line; what all entries share at the top of a file is told once."""
    kept = {(found.line, found.code, found.column, found.value): found for found in findings}
    return sorted(kept.values(), key=lambda finding: (finding.line or 0, finding.code))


def _is_told(path: Path, problem: Problem, told: frozenset[str]) -> bool:
    inner: Path = (*path, problem.field)
    if problem.position is not None:
        inner = (*inner, problem.position, "source")
    return describe(inner) in told or problem.field in told


def _entry(
    reading: Reading, path: Path, row: Mapping[str, Any], told: frozenset[str]
) -> tuple[Entry, list[Finding]]:
    """Return what can be read of an entry (an empty text where nothing can) and its findings."""
    found = [_missing(reading, path, name) for name in REQUIRED if name not in row]
    written = _text(row.get("assessed_on"))
    day = parse_day(written)
    where: Path = (*path, "assessed_on")
    if where not in reading.lines:
        where = ("assessed_on",)
    if day is None and written and describe(where) not in told:
        found.append(_no_such_day(reading, where, written))
    citations = row.get("citations")
    return (
        Entry(
            edition=_text(row.get("edition")),
            framework=_text(row.get("framework")),
            benchmark=_text(row.get("benchmark")),
            place=_text(row.get("place")),
            assessor=_text(row.get("assessor")).strip(),
            standpoint=_text(row.get("standpoint")),
            colour=row.get("colour"),
            reason=_safe_texts(row.get("reason")),
            confidence=row.get("confidence"),
            assessed_on=day or date.min,
            citations=tuple(
                _cited(item) for item in (citations if isinstance(citations, list) else ())
            ),
        ),
        found,
    )


def _cited(item: Any) -> Cited:
    fields = item if isinstance(item, dict) else {}
    return Cited(
        _text(fields.get("source")),
        _text(fields.get("locator")).strip(),
        _safe_texts(fields.get("note")),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _safe_texts(value: Any) -> dict[str, str]:
    return texts(value) if isinstance(value, str | dict) else {}


def _missing(reading: Reading, path: Path, name: str) -> Finding:
    line = reading.line_of(path)
    guidance = ASSESSMENTS_GUIDE.fields[name]
    return Finding(
        code="REVIEWS_ASSESSMENTS_MISSING",
        where=where_line(reading.filename, line),
        line=line,
        column=name,
        what=_("“%(field)s” is missing, here and at the top of the file.") % {"field": name},
        why=str(guidance.why),
        remedy=str(guidance.write),
    )


def _finding(reading: Reading, path: Path, problem: Problem) -> Finding:
    inner: Path = (*path, problem.field)
    if problem.position is not None:
        inner = (*inner, problem.position)
    elif inner not in reading.lines and (problem.field,) in reading.lines:
        inner = (problem.field,)
    line = reading.line_of(inner)
    return Finding(
        code=f"REVIEWS_{problem.code}",
        where=where_line(reading.filename, line),
        line=line,
        column=problem.field,
        value=problem.value[:200],
        what=problem.what,
        why=problem.why,
        remedy=problem.remedy,
    )


def _repeated_voice(reading: Reading, line: int, entry: Entry, first: int) -> Finding:
    return Finding(
        code="REVIEWS_ASSESSMENT_REPEATED",
        where=where_line(reading.filename, line),
        line=line,
        value=f"{entry.benchmark} {entry.place}",
        what=_("The same assessor judges %(benchmark)s in %(place)s twice; first in line %(line)s.")
        % {"benchmark": entry.benchmark, "place": entry.place, "line": first},
        why=_("Only one of the two could count."),
        remedy=_("Keep one, or name the second assessor."),
    )
