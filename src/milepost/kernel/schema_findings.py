"""Telling in plain words, with the line, where a YAML file does not meet its JSON Schema."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from milepost.kernel.findings import Finding
from milepost.kernel.yaml_text import Path, Reading, where_line

MAX_FINDINGS = 1000


@dataclass(frozen=True, slots=True)
class Guidance:
    """Why a field matters and what to write there; both may be lazy translations."""

    why: str | Promise
    write: str | Promise


@dataclass(frozen=True, slots=True)
class SchemaGuide:
    """How a format explains itself.

    ``codes`` begins every finding's code; ``fields`` gives guidance by field name, or by
    ``parent.field`` where the same name means different things.
    """

    codes: str
    fields: Mapping[str, Guidance]

    def of(self, path: Path) -> Guidance | None:
        """Return the guidance for the field at ``path``, or else for what it stands in."""
        names = [part for part in path if isinstance(part, str)]
        for end in range(len(names), 0, -1):
            for name in (".".join(names[max(0, end - 2) : end]), names[end - 1]):
                if name in self.fields:
                    return self.fields[name]
        return None


@dataclass(frozen=True, slots=True)
class _Problem:
    """One problem before it becomes a finding."""

    code: str
    path: Path
    what: str
    remedy: str = ""
    value: str = ""


def schema_findings(
    validator: Draft202012Validator, reading: Reading, guide: SchemaGuide
) -> list[Finding]:
    """Return every finding of the schema on what was read, in the order of lines."""
    problems: dict[tuple[str, Path], _Problem] = {}
    for error in validator.iter_errors(reading.data):
        for problem in _problems(error):
            problems.setdefault((problem.code, problem.path), problem)
        if len(problems) > MAX_FINDINGS:
            break
    findings = [_finding(problem, reading, guide) for problem in problems.values()]
    return sorted(findings, key=lambda finding: (finding.line or 0, finding.code, finding.what))


def describe(path: Path) -> str:
    """Return a path as a reader would say it: ``nodes[3].title.fr`` counts from one."""
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".")


def _finding(problem: _Problem, reading: Reading, guide: SchemaGuide) -> Finding:
    guidance = guide.of(problem.path)
    line = reading.line_of(problem.path)
    why = str(guidance.why) if guidance else _("What reads this file relies on it.")
    if problem.code == "UNKNOWN_FIELD":
        why = _("A field that nothing reads may be a misspelt one, and its value would be lost.")
    written = str(guidance.write) if guidance else _("See the reference page of the format.")
    return Finding(
        code=f"{guide.codes}_{problem.code}",
        where=where_line(reading.filename, line),
        line=line,
        column=describe(problem.path),
        value=problem.value[:200],
        what=problem.what,
        why=why,
        remedy=problem.remedy or written,
    )


def _problems(error: ValidationError) -> Iterator[_Problem]:
    path: Path = tuple(error.absolute_path)
    keyword = str(error.validator)
    if keyword == "required":
        yield from _missing(error, path)
    elif keyword == "additionalProperties":
        yield from _unknown(error, path)
    else:
        yield _wrong_value(error, path, keyword)


def _missing(error: ValidationError, path: Path) -> Iterator[_Problem]:
    wanted: Any = error.validator_value
    instance: Any = error.instance
    for name in wanted:
        if name not in instance:
            if path:
                what = _("“%(field)s” is missing in %(place)s.") % {
                    "field": name,
                    "place": _short(path),
                }
            else:
                what = _("“%(field)s” is missing.") % {"field": name}
            yield _Problem("MISSING", (*path, name), what)


def _unknown(error: ValidationError, path: Path) -> Iterator[_Problem]:
    schema: Any = error.schema
    instance: Any = error.instance
    known = list(schema.get("properties", {}))
    for name in instance:
        if name in known:
            continue
        near = difflib.get_close_matches(name, known, n=1)
        remedy = _("Use only: %(fields)s.") % {"fields": ", ".join(known)}
        if near:
            remedy = _("Did you mean “%(field)s”?") % {"field": near[0]} + " " + remedy
        what = _("“%(field)s” is not known here.") % {"field": name}
        yield _Problem("UNKNOWN_FIELD", (*path, name), what, remedy, name)


def _wrong_value(error: ValidationError, path: Path, keyword: str) -> _Problem:
    value: Any = error.instance
    wanted: Any = error.validator_value
    shown = _shown(value)
    names = {"field": _short(path) or _("the file"), "value": shown}
    remedy = ""
    if keyword == "type":
        what = _("%(field)s should be %(kind)s, not %(value)s.") % {
            **names,
            "kind": _kind(wanted),
        }
        if "string" in _list(wanted) and isinstance(value, int | float):
            remedy = _("Put it in quotes: “%(value)s”.") % names
        return _Problem("WRONG_KIND", path, what, remedy, shown)
    if keyword in {"enum", "const"}:
        choices = ["null" if choice is None else str(choice) for choice in _list(wanted)]
        what = _("%(field)s is %(value)s, which is not one of the words of this format.") % names
        near = difflib.get_close_matches(str(value), choices, n=1)
        remedy = _("Write one of: %(choices)s.") % {"choices": ", ".join(choices)}
        if near:
            remedy = _("Did you mean “%(field)s”?") % {"field": near[0]} + " " + remedy
        return _Problem("UNKNOWN_WORD", path, what, remedy, shown)
    is_blank = keyword == "pattern" and isinstance(value, str) and not value.strip()
    if is_blank or keyword in {"minLength", "minItems", "minProperties"}:
        what = _("%(field)s is empty.") % names
        return _Problem("EMPTY", path, what, "", shown)
    if keyword in {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}:
        what = _("%(field)s is %(value)s, outside what is allowed.") % names
        return _Problem("OUT_OF_RANGE", path, what, "", shown)
    if keyword == "uniqueItems":
        return _Problem("REPEATED", path, _("%(field)s names something twice.") % names, "", shown)
    what = _("%(field)s is not written in the form that is expected: %(value)s.") % names
    return _Problem("WRONG_FORM", path, what, "", shown)


def _short(path: Path) -> str:
    """Return the last two names of a path with their positions: ``benchmarks[2].level``."""
    described = describe(path)
    return ".".join(described.split(".")[-2:])


def _list(wanted: Any) -> list[Any]:
    return list(wanted) if isinstance(wanted, list) else [wanted]


def _kind(wanted: Any) -> str:
    kinds = {
        "string": _("a text"),
        "number": _("a number"),
        "integer": _("a whole number"),
        "boolean": _("true or false"),
        "object": _("a group of “name: value” lines"),
        "array": _("a list (lines that begin with a hyphen)"),
        "null": _("null"),
    }
    return _(" or ").join(kinds[kind] for kind in _list(wanted))


def _shown(value: Any) -> str:
    if value is None:
        return _("nothing")
    if isinstance(value, dict):
        return _("a group of “name: value” lines")
    if isinstance(value, list):
        return _("a list")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else text[:57] + "…"
