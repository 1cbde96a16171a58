"""What a JSON Schema cannot say about a framework: keys, order, sources, dates, targets.

Every check is defensive: it runs also on a file that the schema has already faulted, so that all
findings come at once, and it stays silent about parts that have the wrong shape.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from milepost.frameworks.periods import span_of
from milepost.kernel.findings import Finding, Severity
from milepost.kernel.schema_findings import describe
from milepost.kernel.yaml_text import Path, Reading, where_line

RANKS: Mapping[str, int] = {
    "theme": 0,
    "goal": 1,
    "objective": 1,
    "cluster": 1,
    "point": 1,
    "target": 2,
    "focus-area": 2,
    "recommendation": 3,
}
"""A node may stand only below a node of a smaller rank."""

LONGEST_BENCHMARK_TITLE = 80
LONGEST_NODE_TITLE = 160


def check_document(reading: Reading, indicators: Set[str] | None = None) -> list[Finding]:
    """Return the findings of all semantic checks on a file that holds a mapping.

    ``indicators`` are the keys that are defined; None when that is not known.
    """
    check = _Check(reading, indicators)
    data: Mapping[str, Any] = reading.data
    check.sources(data)
    check.framework_period(data)
    for path, node, parent in _walk(data.get("nodes"), ("nodes",), None):
        check.node(path, node, parent)
    check.unused_sources()
    return check.findings


def _walk(
    nodes: Any, path: Path, parent: Mapping[str, Any] | None
) -> Iterator[tuple[Path, Mapping[str, Any], Mapping[str, Any] | None]]:
    """Yield (path, node, parent) depth first; anything that is not a node is passed over."""
    for index, node in enumerate(_list(nodes)):
        if isinstance(node, dict):
            here = (*path, index)
            yield here, node, parent
            yield from _walk(node.get("children"), (*here, "children"), node)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


@dataclass(slots=True)
class _Check:
    """Collects findings while the tree is walked."""

    reading: Reading
    indicators: Set[str] | None = None
    findings: list[Finding] = field(default_factory=list)
    source_lines: dict[str, int] = field(default_factory=dict)
    used_sources: set[str] = field(default_factory=set)
    key_lines: dict[str, int] = field(default_factory=dict)
    cited: set[Path] = field(default_factory=set)

    def sources(self, data: Mapping[str, Any]) -> None:
        """Source keys are unique and their dates exist."""
        for index, source in enumerate(_list(data.get("sources"))):
            path: Path = ("sources", index)
            key = _text(_map(source).get("key"))
            if key in self.source_lines:
                self._report(
                    "DUPLICATE_SOURCE",
                    (*path, "key"),
                    _("The source “%(key)s” is listed twice; the first is in line %(line)s.")
                    % {"key": key, "line": self.source_lines[key]},
                    _("A citation could then mean either of the two."),
                    _("Give each source a key of its own."),
                )
            elif key:
                self.source_lines[key] = self.reading.line_of((*path, "key"))
            self._existing(_map(source).get("issued"), (*path, "issued"))

    def framework_period(self, data: Mapping[str, Any]) -> None:
        """The plan begins before it ends, on days that exist."""
        period = _map(data.get("period"))
        start = self._existing(period.get("start"), ("period", "start"))
        end = self._existing(period.get("end"), ("period", "end"))
        if start and end and end[0] < start[0]:
            self._report(
                "PERIOD_BACKWARD",
                ("period", "end"),
                _("The framework ends before it starts."),
                _("Time used could not be counted."),
                _("Exchange start and end, or correct the year."),
            )

    def node(self, path: Path, node: Mapping[str, Any], parent: Mapping[str, Any] | None) -> None:
        """A node's key, order, citation and title, and its benchmarks."""
        self._unique_key(path, node)
        self._rank(path, node, parent)
        self._long_title(path, node, LONGEST_NODE_TITLE)
        if path[:-2] in self.cited:
            self.cited.add(path)
        self._citation(path, node)
        in_goal = _text(node.get("kind")) != "recommendation" or parent is not None
        for index, benchmark in enumerate(_list(node.get("benchmarks"))):
            if isinstance(benchmark, dict):
                self._benchmark((*path, "benchmarks", index), benchmark, in_goal=in_goal)

    def unused_sources(self) -> None:
        """A source that nothing cites is doubtful, not wrong."""
        for key, line in self.source_lines.items():
            if key not in self.used_sources:
                self._warn(
                    "UNUSED_SOURCE",
                    line,
                    _("Nothing cites the source “%(key)s”.") % {"key": key},
                    _("Readers would look for what it supports."),
                    _("Cite it where it belongs, or remove it."),
                )

    def _unique_key(self, path: Path, entry: Mapping[str, Any]) -> None:
        key = _text(entry.get("key"))
        if key in self.key_lines:
            self._report(
                "DUPLICATE_KEY",
                (*path, "key"),
                _("The key “%(key)s” is used twice; the first is in line %(line)s.")
                % {"key": key, "line": self.key_lines[key]},
                _("Nodes and benchmarks share one set of keys, and links point to them by key."),
                _("Give this entry a key of its own."),
            )
        elif key:
            self.key_lines[key] = self.reading.line_of((*path, "key"))

    def _rank(self, path: Path, node: Mapping[str, Any], parent: Mapping[str, Any] | None) -> None:
        kind = _text(node.get("kind"))
        above = _text(_map(parent).get("kind"))
        if kind in RANKS and above in RANKS and RANKS[kind] <= RANKS[above]:
            allowed = [name for name, rank in RANKS.items() if rank > RANKS[above]]
            self._report(
                "KIND_ORDER",
                (*path, "kind"),
                _("A %(kind)s stands below a %(above)s.") % {"kind": kind, "above": above},
                _("Pages and counts follow the order theme, goal, target, recommendation."),
                _("Below a %(above)s use: %(allowed)s. Or move the entry up one level.")
                % {"above": above, "allowed": ", ".join(allowed)}
                if allowed
                else _("Nothing may stand below a recommendation: move the entry up one level."),
            )

    def _citation(self, path: Path, entry: Mapping[str, Any]) -> None:
        source = _map(entry.get("source"))
        ref = _text(source.get("ref"))
        if not source:
            if path not in self.cited:
                self._report(
                    "NO_SOURCE",
                    (*path, "key"),
                    _("%(field)s has no source, and nothing above it has one.")
                    % {"field": describe(path)},
                    _("Anyone must be able to check that this was promised, and where."),
                    _("Write source: {ref: key-of-a-source, locator: “annex 3, row 1”}."),
                )
            return
        self.cited.add(path)
        self.used_sources.add(ref)
        if ref and ref not in self.source_lines:
            self._report(
                "UNKNOWN_SOURCE",
                (*path, "source", "ref"),
                _("There is no source “%(key)s” in this file.") % {"key": ref},
                _("The citation leads nowhere."),
                _("Add it to sources, or use one of: %(keys)s.")
                % {"keys": ", ".join(self.source_lines) or "–"},
            )

    def _benchmark(self, path: Path, benchmark: Mapping[str, Any], *, in_goal: bool) -> None:
        self._unique_key(path, benchmark)
        self._long_title(path, benchmark, LONGEST_BENCHMARK_TITLE)
        if path[:-2] in self.cited:
            self.cited.add(path)
        self._citation(path, benchmark)
        if not in_goal:
            self._report(
                "NO_GOAL",
                (*path, "key"),
                _("The benchmark stands below a recommendation that belongs to no goal."),
                _("Pages and counts are by goal."),
                _("Put the recommendation below a goal, objective, point, target or cluster."),
            )
        if benchmark.get("measure") is None and benchmark.get("judge") is None:
            self._report(
                "NEITHER_MEASURED_NOR_JUDGED",
                (*path, "key"),
                _("The benchmark has neither measure nor judge."),
                _("Nothing could ever give it a colour."),
                _(
                    "Add measure (indicator, rule, direction), or judge (question and what green,"
                    " yellow and red mean), or both."
                ),
            )
        self._measure((*path, "measure"), _map(benchmark.get("measure")))

    def _measure(self, path: Path, measure: Mapping[str, Any]) -> None:
        baseline, target = _map(measure.get("baseline")), _map(measure.get("target"))
        begins = self._existing(baseline.get("period"), (*path, "baseline", "period"))
        ends = self._existing(measure.get("deadline"), (*path, "deadline"))
        if begins and ends and ends[1] <= begins[0]:
            self._report(
                "DEADLINE_BEFORE_BASELINE",
                (*path, "deadline"),
                _("The deadline %(deadline)s is not after the baseline %(baseline)s.")
                % {"deadline": measure.get("deadline"), "baseline": baseline.get("period")},
                _("There would be no time in which the benchmark could be met."),
                _("Correct one of the two periods."),
            )
        self._target(path, measure, _number(baseline.get("value")), _number(target.get("value")))
        self._breakdown(path, _text(measure.get("breakdown")))
        indicator = _text(measure.get("indicator"))
        if indicator and self.indicators is not None and indicator not in self.indicators:
            self._warn(
                "UNKNOWN_INDICATOR",
                self.reading.line_of((*path, "indicator")),
                _("The indicator “%(key)s” is not defined on this instance.") % {"key": indicator},
                _("Until it is, the benchmark is grey for want of data."),
                _("Correct the key, or load the definition of the indicator."),
            )

    def _target(
        self, path: Path, measure: Mapping[str, Any], start: float | None, goal: float | None
    ) -> None:
        direction = _text(measure.get("direction"))
        if start is None or goal is None or direction not in {"up", "down"}:
            return
        names = {"target": goal, "baseline": start, "direction": direction}
        if (goal < start) if direction == "up" else (goal > start):
            self._report(
                "TARGET_WRONG_SIDE",
                (*path, "target", "value"),
                _(
                    "The target %(target)s lies on the wrong side of the baseline %(baseline)s"
                    " for direction %(direction)s."
                )
                % names,
                _("Progress would be counted as loss."),
                _("Correct the direction, or exchange target and baseline."),
            )
        elif goal == start:
            self._warn(
                "TARGET_AT_BASELINE",
                self.reading.line_of((*path, "target", "value")),
                _("The target equals the baseline (%(target)s).") % names,
                _("There is no gap to close, so every value on the right side counts as met."),
                _("Leave the target out if the benchmark asks to hold the level, or correct it."),
            )

    def _breakdown(self, path: Path, breakdown: str) -> None:
        names = [part.partition("=")[0] for part in breakdown.split("|")] if breakdown else []
        if names != sorted(set(names)):
            self._report(
                "BREAKDOWN_ORDER",
                (*path, "breakdown"),
                _("The parts of the breakdown are repeated or not in the order of the alphabet."),
                _("The same breakdown must always be the same text, or data are not found."),
                _("Write each dimension once, in alphabetical order: “age=15-24|sex=F”."),
            )

    def _long_title(self, path: Path, entry: Mapping[str, Any], longest: int) -> None:
        for language, title in _map(entry.get("title")).items():
            if len(_text(title)) > longest:
                self._warn(
                    "TITLE_LONG",
                    self.reading.line_of((*path, "title", language)),
                    _("The title (%(language)s) has %(length)s characters, more than %(longest)s.")
                    % {"language": language, "length": len(title), "longest": longest},
                    _("It is cut or wraps badly in tables, charts and on phones."),
                    _("Shorten it; the full wording belongs in text."),
                )

    def _existing(self, period: Any, path: Path) -> tuple[Any, Any] | None:
        """Return the span of a period; a well-formed one that does not exist is a finding."""
        if not isinstance(period, str):
            return None
        span = span_of(period)
        if span is None and period[:4].isdigit():
            self._report(
                "NO_SUCH_DATE",
                path,
                _("%(value)s is not a date or period that exists.") % {"value": period[:40]},
                _("Time used and time left are counted from it."),
                _("Write a year, quarter, month or day that exists: 2015, 2015-Q2, 2015-06-24."),
            )
        return span

    def _report(self, code: str, path: Path, what: str, why: str, remedy: str) -> None:
        line = self.reading.line_of(path)
        self._add(code, line, (what, why, remedy), Severity.ERROR, describe(path))

    def _warn(self, code: str, line: int, what: str, why: str, remedy: str) -> None:
        self._add(code, line, (what, why, remedy), Severity.WARNING, "")

    def _add(
        self, code: str, line: int, texts: tuple[str, str, str], severity: Severity, column: str
    ) -> None:
        what, why, remedy = texts
        self.findings.append(
            Finding(
                code=f"FRAMEWORKS_{code}",
                where=where_line(self.reading.filename, line),
                line=line,
                column=column,
                what=what,
                why=why,
                remedy=remedy,
                severity=severity,
            )
        )
