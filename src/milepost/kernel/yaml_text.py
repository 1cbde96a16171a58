"""Reading YAML that people write: plain data, the line of everything, and findings, never a trace.

Stricter than YAML on purpose. Only ``true``, ``false``, ``null`` and decimal numbers are
anything but text, so that a date, a version or the word "no" stays what was written. Anchors,
aliases, tags, a second document and deep nesting are refused: none is needed to write facts
down, and each can be used to make a small file cost a large machine.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _

from milepost.kernel.findings import Finding

MAX_CHARACTERS = 4_000_000
MAX_DEPTH = 24
MAX_NODES = 200_000

Path = tuple[str | int, ...]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,17}([eE][-+]?[0-9]{1,2})?")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WORDS: Mapping[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a YAML file holds: plain data (None when unreadable), lines by path, and findings."""

    filename: str
    data: Any
    lines: Mapping[Path, int]
    findings: tuple[Finding, ...]

    def line_of(self, path: Path) -> int:
        """Return the 1-based line of what stands at ``path``, or of its nearest ancestor."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def where_line(filename: str, line: int) -> str:
    """Return the readable place of a line in a file."""
    return _("%(file)s, line %(line)s") % {"file": filename, "line": line}


def decode_text(content: bytes, filename: str) -> tuple[str | None, list[Finding]]:
    """Return the text of a UTF-8 file (a byte order mark is dropped), or None and a finding."""
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        finding = Finding(
            code="KERNEL_YAML_NOT_UTF8",
            where=where_line(filename, line),
            line=line,
            what=_("This is not UTF-8 text."),
            why=_("In another encoding, letters with accents and other scripts would be lost."),
            remedy=_("Save the file as UTF-8 in your editor and send it again."),
        )
        return None, [finding]


def read_yaml(text: str, filename: str) -> Reading:
    """Read YAML text; findings name the line. Never raises on any input."""
    builder = _Builder(filename)
    if len(text) > MAX_CHARACTERS:
        builder.report_too_large()
        return builder.reading(usable=False)
    try:
        for event in _events(text.removeprefix("\ufeff")):
            builder.take(event)
    except _Refused:
        return builder.reading(usable=False)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        builder.report_syntax(error, text)
        return builder.reading(usable=False)
    if not builder.has_content:
        builder.report_empty()
    return builder.reading(usable=builder.has_content)


def _events(text: str) -> Iterator[Any]:
    """Yield parser events; the parser keeps its own stack, so depth costs no recursion."""
    yield from yaml.parse(text, Loader=_LOADER)


class _Refused(Exception):  # noqa: N818 -- internal: the file is refused, the finding is recorded
    """Stops reading; the finding is already recorded."""


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is being read."""

    container: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Turns parser events into plain data and remembers lines."""

    filename: str
    root: Any = None
    has_content: bool = False
    documents: int = 0
    nodes: int = 0
    lines: dict[Path, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=list)

    def reading(self, *, usable: bool) -> Reading:
        """Return what was read."""
        data = self.root if usable else None
        return Reading(self.filename, data, self.lines, tuple(self.findings))

    def take(self, event: Any) -> None:
        """Take one parser event."""
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._start_document(line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.frames.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._check_node(event, line)
            if isinstance(event, yaml.ScalarEvent):
                self._take_scalar(event, line)
            else:
                self._open({} if isinstance(event, yaml.MappingStartEvent) else [], line)

    def _start_document(self, line: int) -> None:
        self.documents += 1
        if self.documents > 1:
            self._refuse(
                "SECOND_DOCUMENT",
                line,
                _("A second document begins here (a line of three hyphens)."),
                _("One file holds one thing, so that a checksum speaks for all of it."),
                _("Put the second document into a file of its own."),
            )

    def _check_node(self, event: Any, line: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.report_too_large(line)
            raise _Refused
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self._refuse(
                "ALIAS",
                line,
                _("An anchor or alias (“&name” or “*name”) is used here."),
                _("Aliases let a small file grow without end, and hide what a reader must see."),
                _("Write the value out, or put text that begins with “*” or “&” in quotes."),
            )
        if event.tag is not None and event.tag != "!":
            self._refuse(
                "TAG",
                line,
                _("A YAML tag (“!name”) is used here."),
                _("Tags ask the reader to build objects; this format holds only plain values."),
                _("Remove the tag, or put text that begins with “!” in quotes."),
            )

    def _take_scalar(self, event: Any, line: int) -> None:
        frame = self.frames[-1] if self.frames else None
        if _CONTROL.search(event.value):
            self._report(
                "CONTROL_CHARACTER",
                line,
                _("The text holds a control character that cannot be shown."),
                _("It would break pages, exports or the database."),
                _("Delete the character; it often comes from copying out of a PDF."),
            )
        value = _CONTROL.sub("\ufffd", event.value)
        if frame is not None and isinstance(frame.container, dict) and frame.key is None:
            self._take_key(frame, frame.container, value, line)
        else:
            self._place(_resolve(value) if event.implicit[0] else value, line)

    def _take_key(self, frame: _Frame, container: dict[str, Any], key: str, line: int) -> None:
        if key in container:
            self._report(
                "DUPLICATE_KEY",
                line,
                _("“%(key)s” is written twice; the first is in line %(first)s.")
                % {"key": key, "first": self.lines.get((*frame.path, key), line)},
                _("Only one of the two could count, and a reader cannot tell which."),
                _("Keep one of them, or give the second its own entry in the list."),
            )
        frame.key = key
        self.lines[(*frame.path, key)] = line

    def _open(self, container: dict[str, Any] | list[Any], line: int) -> None:
        frame = self.frames[-1] if self.frames else None
        if frame is not None and isinstance(frame.container, dict) and frame.key is None:
            self._refuse(
                "COMPLEX_KEY",
                line,
                _("A list or a mapping stands where a name is expected."),
                _("Names are plain words; braces or brackets at the start of a text look like it."),
                _("Put text that begins with “{” or “[” in quotes."),
            )
        if len(self.frames) >= MAX_DEPTH:
            self._refuse(
                "TOO_DEEP",
                line,
                _("The file is nested more than %(depth)s levels deep.") % {"depth": MAX_DEPTH},
                _("No file of this format needs that; deep nesting can exhaust the machine."),
                _("Check the indentation and the brackets above this line."),
            )
        path = self._place(container, line)
        self.frames.append(_Frame(container, path))

    def _place(self, value: Any, line: int) -> Path:
        if not self.frames:
            self.root, self.has_content = value, value is not None
            self.lines[()] = line
            return ()
        frame = self.frames[-1]
        if isinstance(frame.container, dict):
            key = frame.key or ""
            frame.container[key] = value
            frame.key = None
            return (*frame.path, key)
        path = (*frame.path, len(frame.container))
        frame.container.append(value)
        self.lines[path] = line
        return path

    def report_empty(self) -> None:
        """Record that there is nothing in the file."""
        self._report(
            "EMPTY",
            1,
            _("The file is empty."),
            _("There is nothing to read."),
            _("Start from the example in the how-to guide."),
        )

    def report_too_large(self, line: int = 1) -> None:
        """Record that the file is larger than this format ever needs."""
        self._report(
            "TOO_LARGE",
            line,
            _("The file is larger than %(characters)s characters or %(nodes)s entries.")
            % {"characters": MAX_CHARACTERS, "nodes": MAX_NODES},
            _("No file of this format needs that; a larger one can exhaust the machine."),
            _("Split it into several files."),
        )

    def report_syntax(self, error: Exception, text: str) -> None:
        """Record why the text is not YAML; every line indented with a tab is named too."""
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        position = getattr(error, "position", None)
        if mark is not None:
            line = mark.line + 1
        else:
            line = text.count("\n", 0, position) + 1 if isinstance(position, int) else 1
        tabbed = [
            number
            for number, content in enumerate(text.splitlines(), 1)
            if "\t" in content[: len(content) - len(content.lstrip())]
        ]
        for number in tabbed[:100]:
            self._report(
                "TAB",
                number,
                _("The line is indented with a tab."),
                _("YAML allows only spaces there, because tabs have no agreed width."),
                _("Replace the tab by two spaces for each level."),
            )
        if line not in tabbed:
            what, remedy = _explain(str(getattr(error, "problem", None) or "").lower())
            self._report(
                "SYNTAX", line, what, _("From here on the rest of the file cannot be read."), remedy
            )

    def _refuse(self, code: str, line: int, what: str, why: str, remedy: str) -> None:
        self._report(code, line, what, why, remedy)
        raise _Refused

    def _report(self, code: str, line: int, what: str, why: str, remedy: str) -> None:
        self.findings.append(
            Finding(
                code=f"KERNEL_YAML_{code}",
                where=where_line(self.filename, line),
                line=line,
                what=what,
                why=why,
                remedy=remedy,
            )
        )


def _resolve(text: str) -> Any:
    """Return the value of a plain scalar: a number, true, false, null, or the text as written."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text


def _explain(problem: str) -> tuple[str, str]:
    """Return (what, remedy) for a problem that the YAML parser names in its own terms."""
    if "mapping values are not allowed" in problem:
        return (
            _("A colon followed by a space stands inside a text without quotes."),
            _('Put the whole text in quotes: title: {en: "Rights: what counts"}.'),
        )
    if "did not find expected key" in problem or "expected <block end>" in problem:
        return (
            _("The line is not indented like its neighbours, or a quote inside a text ends it."),
            _("Align it with the lines above, or put the text in the other kind of quotes."),
        )
    if "',' or" in problem:
        return (
            _("A comma or closing bracket is missing in a list or mapping written on one line."),
            _("Close it with “}” or “]”, and put text that holds a comma or colon in quotes."),
        )
    if "end of stream" in problem or "unexpected end" in problem:
        return (
            _("The file ends inside a quoted text or a bracket."),
            _("Close the quote or the bracket that is still open."),
        )
    if "cannot start any token" in problem:
        return (
            _("A text begins with a character that YAML keeps for itself, such as @."),
            _("Put the text in quotes."),
        )
    if "could not find expected ':'" in problem:
        return (
            _("A line has no colon after its name."),
            _("Write “name: value”, or indent the line if it continues the text above."),
        )
    if "not allowed" in problem and "character" in problem:
        return (
            _("The text holds a control character that cannot be shown."),
            _("Delete the character; it often comes from copying out of a PDF."),
        )
    return (
        _("This is not well-formed YAML here."),
        _("Check indentation, quotes and brackets in this line and the one above."),
    )
