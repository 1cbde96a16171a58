"""What takes the elements of an SDMX-ML data message while it is read.

Structure-specific data and generic data have a target each, and data whose components stand in
elements of their own (SDMX 3.0) a slower one. No tree is built.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from milepost.indicators.sdmx import messages
from milepost.indicators.sdmx.dataset import TIME, VALUE, Gatherer, Reference
from milepost.kernel.errors import BadInput

_MAX_GROUPS: Final = 500_000
_MAX_COMPONENTS: Final = 500
SEVERAL: Final = "; "
"""What stands between several values of one attribute."""

_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"


class ComplexValues(Exception):  # noqa: N818 -- it only asks for another reader
    """Components stand in elements of their own."""


@dataclass(slots=True)
class Header:
    """What stands before the observations."""

    is_generic: bool = False
    reference: Reference = field(default_factory=Reference)
    at_observation: str = TIME


def local_name(tag: object) -> str:
    """Return an element's name without its namespace."""
    return str(tag).rpartition("}")[2]


class Target:
    """What both formats have in common."""

    def __init__(self) -> None:
        self.series = Gatherer()
        self.observations = Gatherer()
        self.groups: list[dict[str, str]] = []
        self.structures: set[str] = set()
        self.keys: list[str] = []
        self.odd = ""
        self.is_delete = False
        self._seen: set[frozenset[str]] = set()
        self._names: set[str] = set()

    def admit(self, attributes: Mapping[str, str]) -> None:
        """Refuse at once what would need more columns than memory holds. Raises ``BadInput``."""
        names = frozenset(attributes)
        if names in self._seen:
            return
        self._seen.add(names)
        self._names |= names
        if len(self._names) > _MAX_COMPONENTS:
            raise BadInput([messages.too_many_components(_MAX_COMPONENTS)])

    def data_set(self, attributes: Mapping[str, str]) -> None:
        """Note what a data set says of itself."""
        for name, text in attributes.items():
            plain = local_name(name)
            if plain == "structureRef":
                self.structures.add(text)
            elif plain == "action":
                self.is_delete |= text.casefold() == "delete"

    def group(self, attributes: Mapping[str, str]) -> None:
        """Keep what is said of many series at once."""
        self.admit(attributes)
        if len(self.groups) < _MAX_GROUPS:
            plain = {name: text for name, text in attributes.items() if name[0] != "{"}
            self.groups.append(plain)

    def check(self) -> None:
        """Raise ``BadInput`` for what would be read wrongly."""
        findings = []
        if self.is_delete:
            findings.append(messages.deletes())
        if len(self.structures) > 1:
            findings.append(messages.many_structures(sorted(self.structures)))
        if self.odd:
            findings.append(messages.nested_values(self.odd))
        if len(self.groups) >= _MAX_GROUPS:
            findings.append(messages.too_many_groups(_MAX_GROUPS))
        if findings:
            raise BadInput(findings)

    def doctype(self, *_parts: object) -> None:
        """Refuse a document type: it could define entities."""
        raise BadInput([messages.has_doctype("")])

    def close(self) -> "Target":
        """End of the document."""
        return self


class Specific(Target):
    """Structure-specific data: every component is an attribute of an element."""

    def __init__(self) -> None:
        super().__init__()
        self._kinds: dict[str, str] = {}
        self._is_open = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take one element."""
        kind = self._kinds.get(tag)
        if kind is None:
            kind = self._kinds[tag] = local_name(tag)
        if kind == "Obs":
            self.admit(attributes)
            self.observations.add(attributes, self.series.count - 1)
        elif kind == "Series":
            self.admit(attributes)
            self.series.add(attributes, 0)
        elif kind in {"Group", "Atts"}:
            self.group(attributes)
        elif kind == "DataSet":
            self._is_open = True
            self.data_set(attributes)
        elif self._is_open and kind not in {"Annotations", "Annotation"}:
            self._other(tag, kind)

    def _other(self, tag: str, kind: str) -> None:
        if kind in {"Comp", "Value"}:
            raise ComplexValues
        # Elements of annotations and of the footer carry a namespace; values never do.
        if tag[0] != "{":
            self.odd = self.odd or kind


class Complex(Specific):
    """Structure-specific data of SDMX 3.0 in which components have several values or languages.

    Several values become one text with ``SEVERAL`` between; of one text in several languages the
    English one is taken, else the first. An element is kept when it ends, as its components stand
    inside of it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, dict[str, str]]] = []
        self._name = ""
        self._values: list[dict[str, str]] = []
        self._language = ""
        self._text: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        kind = local_name(tag)
        if kind in {"Series", "Obs", "Group", "Atts"}:
            self._keep_series()
            self._open.append((kind, dict(attributes)))
        elif kind == "DataSet":
            self._is_open = True
            self.data_set(attributes)
        elif kind == "Comp" and self._open:
            self._name, self._values = attributes.get("id", ""), []
        elif kind in {"Value", "Text", "StructuredText"} and self._name:
            self._begin(kind, attributes)
        elif self._is_open and not self._name and kind not in {"Annotations", "Annotation"}:
            self._other(tag, kind)

    def _begin(self, kind: str, attributes: Mapping[str, str]) -> None:
        if kind == "Value":
            self._values.append({})
        self._language = attributes.get(_LANGUAGE, attributes.get("lang", ""))
        self._text = []

    def data(self, text: str) -> None:
        """Take a text between tags."""
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        kind = local_name(tag)
        if kind in {"Value", "Text", "StructuredText"} and self._text is not None:
            said = " ".join("".join(self._text).split())
            if said and self._values:
                self._values[-1].setdefault(self._language, said)
            self._text = None
        elif kind == "Comp" and self._name:
            texts = [each.get("en") or next(iter(each.values())) for each in self._values if each]
            if self._open and texts:
                self._open[-1][1][self._name] = SEVERAL.join(texts)
            self._name = ""
        elif self._open and kind == self._open[-1][0]:
            self._close(*self._open.pop())
        elif kind == "Series" and self._open:
            self._open.pop()

    def _keep_series(self) -> None:
        """Keep a series at its first observation: what it says stands before them."""
        if self._open and self._open[-1][0] == "Series":
            kind, attributes = self._open[-1]
            self._open[-1] = ("Kept", attributes)
            self._close(kind, attributes)

    def _close(self, kind: str, attributes: dict[str, str]) -> None:
        if kind in {"Group", "Atts"}:
            self.group(attributes)
            return
        self.admit(attributes)
        if kind == "Obs":
            self.observations.add(attributes, self.series.count - 1)
        else:
            self.series.add(attributes, 0)


class Generic(Target):
    """Generic data: every component is an element with an id and a value."""

    def __init__(self, header: Header) -> None:
        super().__init__()
        self._at = header.at_observation
        self._values: dict[str, str] = {}
        self._scope = ""
        self._section = ""
        self._known: set[str] = set()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        kind = local_name(tag)
        if kind in {"Series", "Group"}:
            self._scope, self._values = kind, {}
        elif kind == "Obs":
            self._end_series()
            self._scope, self._values = kind, {}
        elif kind in {"SeriesKey", "ObsKey", "GroupKey", "Attributes"}:
            self._section = kind
        elif kind == "ObsDimension":
            self._values[attributes.get("id") or self._at] = attributes.get("value", "")
        elif kind == "ObsValue":
            self._values[VALUE] = attributes.get("value", "")
        elif kind == "Value" and self._scope:
            self._component(attributes.get("id", ""), attributes.get("value", ""))
        elif kind == "DataSet":
            self.data_set(attributes)

    def _component(self, name: str, text: str) -> None:
        self._values[name] = text
        if name not in self._known:
            self._known.add(name)
            if self._section != "Attributes":
                self.keys.append(name)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        kind = local_name(tag)
        if kind == "Obs":
            self.admit(self._values)
            self.observations.add(self._values, self.series.count - 1)
            self._scope = ""
        elif kind == "Series":
            self._end_series()
        elif kind == "Group":
            self.group(self._values)
            self._scope = ""

    def _end_series(self) -> None:
        if self._scope == "Series":
            self.admit(self._values)
            self.series.add(self._values, 0)
            self._scope = ""
