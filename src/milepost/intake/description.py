"""Reading the description of a survey: YAML in, a normalised document or findings out. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from milepost.intake.guidance import GUIDE
from milepost.kernel.findings import Finding, has_errors
from milepost.kernel.schema_findings import describe, schema_findings
from milepost.kernel.yaml_text import Path as YamlPath
from milepost.kernel.yaml_text import Reading, read_yaml, where_line

Document = dict[str, Any]
SCHEMA = Path(__file__).parent / "schema" / "survey.schema.json"
SMALLEST_CELL = 5
SEPARATOR = "|"
MOST_CELLS = 1_200
"""Strata times options of a question; hiding cells of larger tables takes minutes."""
RESERVED = frozenset({"new", "form"})
"""Keys that are addresses of the workspace already."""


@cache
def load_validator() -> Draft202012Validator:
    """Return the validator of ``survey/1``."""
    return Draft202012Validator(orjson.loads(SCHEMA.read_bytes()))


def parse_description(
    text: str, filename: str, places: frozenset[str]
) -> tuple[Document | None, list[Finding]]:
    """Return the normalised document and all findings; None when one of them is an error.

    ``places`` are the codes that a stratum may name.
    """
    reading = read_yaml(text, filename)
    findings = list(reading.findings)
    if reading.data is None:
        return None, findings
    findings += schema_findings(load_validator(), reading, GUIDE)
    if not has_errors(findings):
        findings += _Check(reading, places).all()
    findings.sort(key=lambda finding: (finding.line or 0, finding.code))
    if has_errors(findings):
        return None, findings
    return _normalise(reading.data), findings


@dataclass(frozen=True, slots=True)
class _Check:
    """What the schema cannot say, asked of a file that meets the schema."""

    reading: Reading
    places: frozenset[str]

    def all(self) -> Iterator[Finding]:
        data = self.reading.data
        if data["key"] in RESERVED:
            what = _("The key “%(key)s” is taken by the workspace.") % {"key": data["key"]}
            yield self._finding("INTAKE_KEY_RESERVED", ("key",), what)
        yield from self._days(data)
        yield from self._layout(data)
        yield from self._weighting(data)
        yield from self._items(("strata", "items"), data["strata"]["items"])
        for number, margin in enumerate(data.get("margins", ())):
            yield from self._items(("margins", number, "items"), margin["items"])
        yield from self._repeated(("questions",), data["questions"], "key")
        for number, question in enumerate(data["questions"]):
            path: YamlPath = ("questions", number, "options")
            if len(question["options"]) * len(data["strata"]["items"]) > MOST_CELLS:
                what = _("The table of “%(question)s” has more than %(most)s cells.") % {
                    "question": question["key"],
                    "most": MOST_CELLS,
                }
                yield self._finding("INTAKE_TABLE_TOO_LARGE", path, what)
            yield from self._repeated(path, question["options"], "code")
            yield from self._values(path, question["options"])

    def _days(self, data: Mapping[str, Any]) -> Iterator[Finding]:
        days = {
            ("fieldwork", "from"): data["fieldwork"]["from"],
            ("fieldwork", "until"): data["fieldwork"]["until"],
            ("known_on",): data.get("known_on"),
        }
        for path, day in days.items():
            if day and not _exists(day):
                what = _("%(day)s is not a day that exists.") % {"day": day}
                yield self._finding("INTAKE_NO_SUCH_DAY", path, what)
        if data["fieldwork"]["until"] < data["fieldwork"]["from"]:
            what = _("The answers end before they begin.")
            yield self._finding("INTAKE_ENDS_BEFORE_START", ("fieldwork", "until"), what)

    def _layout(self, data: Mapping[str, Any]) -> Iterator[Finding]:
        if data.get("layout", "tidy") == "tidy":
            for name in ("question", "answer"):
                if name not in data["columns"]:
                    what = _("“%(field)s” is missing.") % {"field": f"columns.{name}"}
                    yield self._finding("INTAKE_COLUMN_UNSTATED", ("columns", name), what)
            return
        for number, question in enumerate(data["questions"]):
            if "column" not in question:
                what = _("The question “%(question)s” names no column.") % {
                    "question": question["key"]
                }
                path: YamlPath = ("questions", number, "column")
                yield self._finding("INTAKE_COLUMN_UNSTATED", path, what)

    def _weighting(self, data: Mapping[str, Any]) -> Iterator[Finding]:
        weighting = data.get("weighting", "none")
        if weighting == "given" and "weight" not in data["columns"]:
            what = _("The weights are given, but no column of weights is named.")
            yield self._finding("INTAKE_WEIGHT_UNSTATED", ("weighting",), what)
        if weighting == "raked" and not data.get("margins"):
            what = _("The survey is raked, but no margins are stated.")
            yield self._finding("INTAKE_MARGINS_UNSTATED", ("weighting",), what)

    def _items(self, path: YamlPath, items: list[Any]) -> Iterator[Finding]:
        yield from self._repeated(path, items, "code")
        yield from self._values(path, items)
        for number, item in enumerate(items):
            place = item.get("place")
            if place and place not in self.places:
                what = _("There is no place “%(place)s”.") % {"place": place}
                yield self._finding("INTAKE_PLACE_UNKNOWN", (*path, number, "place"), what)

    def _repeated(self, path: YamlPath, items: list[Any], name: str) -> Iterator[Finding]:
        seen: set[str] = set()
        for number, item in enumerate(items):
            if item[name] in seen:
                what = _("“%(code)s” stands twice.") % {"code": item[name]}
                yield self._finding("INTAKE_CODE_REPEATED", (*path, number, name), what)
            seen.add(item[name])

    def _values(self, path: YamlPath, items: list[Any]) -> Iterator[Finding]:
        """A text in the file means one thing."""
        seen: dict[str, str] = {}
        for number, item in enumerate(items):
            for value in texts_of(item):
                if seen.setdefault(value, item["code"]) != item["code"]:
                    what = _("The text “%(text)s” stands for two things.") % {"text": value}
                    yield self._finding("INTAKE_VALUE_REPEATED", (*path, number), what)

    def _finding(self, code: str, path: YamlPath, what: str) -> Finding:
        guidance = GUIDE.of(path)
        line = self.reading.line_of(path)
        return Finding(
            code=code,
            where=where_line(self.reading.filename, line),
            line=line,
            column=describe(path),
            what=what,
            why=str(guidance.why) if guidance else "",
            remedy=str(guidance.write) if guidance else "",
        )


def texts_of(item: Mapping[str, Any]) -> frozenset[str]:
    """Return the texts, folded, by which an option or stratum stands in the file of answers."""
    return frozenset(fold(text) for text in (item["code"], *item.get("values", ())))


def fold(text: str) -> str:
    """Return a text as it is compared: without case and space around."""
    return " ".join(text.split()).casefold()


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _normalise(data: Mapping[str, Any]) -> Document:
    return {
        "key": data["key"],
        "title": data["title"],
        "about": data.get("about", {}),
        "publisher": data["publisher"].strip(),
        "url": data.get("url", ""),
        "licence": data["licence"].strip(),
        "fieldwork": dict(data["fieldwork"]),
        "known_on": data.get("known_on") or data["fieldwork"]["until"],
        "asked": data["asked"],
        "level": data["level"],
        "consent": data["consent"],
        "smallest_cell": data.get("smallest_cell", SMALLEST_CELL),
        "layout": data.get("layout", "tidy"),
        "separator": data.get("separator", SEPARATOR),
        "columns": dict(data["columns"]),
        "weighting": data.get("weighting", "none"),
        "strata": {**_margin(data["strata"]), "all_asked": data["strata"].get("all_asked", False)},
        "margins": [_margin(margin) for margin in data.get("margins", ())],
        "questions": [_question(question) for question in data["questions"]],
    }


def _margin(margin: Mapping[str, Any]) -> Document:
    return {
        "column": margin["column"].strip(),
        "label": margin["label"],
        "source": margin["source"].strip(),
        "items": [
            {
                "code": item["code"],
                "label": item["label"],
                "size": item["size"],
                "values": list(item.get("values", ())),
                "place": item.get("place", ""),
            }
            for item in margin["items"]
        ],
    }


def _question(question: Mapping[str, Any]) -> Document:
    return {
        "key": question["key"],
        "text": question["text"],
        "several": question.get("several", False),
        "column": question.get("column", ""),
        "options": [
            {"code": o["code"], "label": o["label"], "values": list(o.get("values", ()))}
            for o in question["options"]
        ],
    }
