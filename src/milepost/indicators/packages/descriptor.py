"""What ``datapackage.json`` says, in the words of version 1 or 2 of the standard.

The standard is at https://datapackage.org/standard/; what the two versions name differently is
read as one thing. Nothing here reads the tables.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from milepost.indicators.packages import messages
from milepost.indicators.packages.files import DESCRIPTOR, Budget, Files, read_all, refused
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding

_NAME = re.compile(r"[^/]{1,200}")
_TABULAR: Final = {
    "csv": "csv", "tsv": "tsv", "txt": "csv", "json": "json", "xlsx": "excel", "xls": "excel",
}  # fmt: skip
_PACKED: Final = {"gz": "gz", "gzip": "gz", "zip": "zip"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column as the Table Schema describes it."""

    name: str
    type: str = "any"
    format: str = "default"
    title: str = ""
    missing: frozenset[str] = frozenset({""})
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def constraints(self) -> Mapping[str, Any]:
        """What every cell must fulfil."""
        found = self.options.get("constraints")
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: the columns here, the resource and columns there ("" is this one)."""

    fields: tuple[str, ...]
    resource: str
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """The Table Schema of a resource; without fields nothing is promised."""

    fields: tuple[Field, ...] = ()
    missing: frozenset[str] = frozenset({""})
    match: str = "exact"
    keys: tuple[tuple[str, ...], ...] = ()
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One table of a package. ``kind`` is csv, tsv, json, excel, or "" for anything else.

    ``data`` is inline data, then ``paths`` is empty.
    """

    name: str
    title: str = ""
    paths: tuple[str, ...] = ()
    data: Any = None
    kind: str = ""
    compression: str = ""
    encoding: str = ""
    hash: str = ""
    size: int | None = None
    dialect: Mapping[str, Any] = field(default_factory=dict)
    schema: Schema = field(default_factory=Schema)


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A descriptor as far as it is used; ``used`` are the files it is made of."""

    name: str
    title: str
    homepage: str
    licence: str
    source: str
    resources: tuple[Resource, ...]
    used: tuple[str, ...]
    milepost: Mapping[str, Any]


def read_package(files: Files, budget: Budget) -> Package:
    """Return what a descriptor says. Raises ``BadInput`` with every finding."""
    content = read_all(files, DESCRIPTOR, budget)
    if content is None:
        raise BadInput([messages.no_descriptor(DESCRIPTOR)])
    document = _parse(content, DESCRIPTOR)
    rows = document.get("resources")
    if not isinstance(rows, list) or not rows:
        raise BadInput([messages.descriptor_invalid(DESCRIPTOR, _("It lists no resources."))])
    reader = _Reader(files, budget)
    resources = [reader.resource(index, row) for index, row in enumerate(rows)]
    names = [resource.name for resource in resources if resource is not None]
    for name in sorted({name for name in names if names.count(name) > 1}):
        reader.say(name, _("Two resources have this name."))
    if reader.findings:
        raise BadInput(reader.findings)
    found = document.get("milepost")
    return Package(
        name=_text(document.get("name")),
        title=_text(document.get("title")) or _text(document.get("name")),
        homepage=_text(document.get("homepage")),
        licence=_listed(document.get("licenses"), ("name", "title", "path")),
        source=_listed(document.get("sources"), ("title", "path"))
        or _listed(document.get("contributors"), ("title", "organization")),
        resources=tuple(resource for resource in resources if resource is not None),
        used=(DESCRIPTOR, *reader.used),
        milepost=found if isinstance(found, dict) else {},
    )


def _parse(content: bytes, where: str) -> dict[str, Any]:
    """Return a JSON object. Raises ``BadInput``."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        what = _("It is no JSON: %(reason)s") % {"reason": str(error)[:120]}
        raise BadInput([messages.descriptor_invalid(where, what)]) from error
    if not isinstance(document, dict):
        raise BadInput([messages.descriptor_invalid(where, _("It is no JSON object."))])
    return document


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _listed(rows: object, names: tuple[str, ...]) -> str:
    """Return the texts of a list of objects, each by the first name that it has."""
    found = []
    for row in rows if isinstance(rows, list) else ():
        texts = [_text(row.get(name)) for name in names] if isinstance(row, dict) else [_text(row)]
        found += [next(text for text in texts if text)] if any(texts) else []
    return "; ".join(dict.fromkeys(found))


class _Reader:
    """Reads resources and remembers what is wrong with them and which files they need."""

    def __init__(self, files: Files, budget: Budget) -> None:
        self._files, self._budget = files, budget
        self.findings: list[Finding] = []
        self.used: list[str] = []

    def say(self, where: str, what: str) -> None:
        """Add a finding about the descriptor."""
        self.findings.append(messages.descriptor_invalid(where, what))

    def resource(self, index: int, row: object) -> Resource | None:
        """Return one resource, or None when it cannot be used."""
        where = f"resources[{index}]"
        if not isinstance(row, dict):
            self.say(where, _("A resource is no object."))
            return None
        name = _text(row.get("name")) or f"resource-{index + 1}"
        if not _NAME.fullmatch(name):
            self.say(where, _("The name of a resource holds a slash or is too long."))
            return None
        data = row.get("data")
        paths = row.get("path", [] if data is not None else None)
        listed = [paths] if isinstance(paths, str) else paths
        if not isinstance(listed, list) or not all(isinstance(path, str) for path in listed):
            self.say(name, _("The resource has neither a path nor data."))
            return None
        if data is None and not listed:
            self.say(name, _("The resource has neither a path nor data."))
        kept = [path for path in listed if self._may_read(name, path)]
        self.used += kept
        kind, compression = _kind(row, kept, data)
        return Resource(
            name=name,
            title=_text(row.get("title")),
            paths=tuple(kept) if data is None else (),
            data=data,
            kind=kind,
            compression=compression,
            encoding=_text(row.get("encoding")),
            hash=_text(row.get("hash")),
            size=row["bytes"] if isinstance(row.get("bytes"), int) else None,
            dialect=self._object(name, row.get("dialect")),
            schema=_schema(self._object(name, row.get("schema"))),
        )

    def _may_read(self, where: str, path: str) -> bool:
        kind = refused(path)
        if kind:
            self.findings.append(messages.path_refused(where, path, kind))
            return False
        return True

    def _object(self, where: str, value: object) -> Mapping[str, Any]:
        """Return an object that stands here or in a file of the package."""
        if isinstance(value, str):
            if not self._may_read(where, value):
                return {}
            content = read_all(self._files, value, self._budget)
            if content is None:
                self.findings.append(messages.file_missing(where, value))
                return {}
            self.used.append(value)
            return _parse(content, value)
        return value if isinstance(value, dict) else {}


def _kind(row: Mapping[str, Any], paths: list[str], data: object) -> tuple[str, str]:
    """Return the kind of a resource, and how its files are packed."""
    pieces = paths[0].lower().rsplit("/", 1)[-1].split(".")[1:] if paths else []
    compression = _PACKED.get(_text(row.get("compression")).lower(), "")
    if pieces and pieces[-1] in _PACKED:
        compression = compression or _PACKED[pieces[-1]]
        pieces = pieces[:-1]
    stated = _text(row.get("format")).lower()
    if data is not None:
        return (_TABULAR.get(stated, "csv") if isinstance(data, str) else "json"), ""
    return _TABULAR.get(stated) or _TABULAR.get(pieces[-1] if pieces else "", ""), compression


def _schema(document: Mapping[str, Any]) -> Schema:
    """Return a Table Schema; what is malformed in it is as if it were not there."""
    missing = _missing(document.get("missingValues"), frozenset({""}))
    rows = document.get("fields")
    fields = [
        _field(row, missing)
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, dict) and _text(row.get("name"))
    ]
    match = document.get("fieldsMatch")
    match = match[0] if isinstance(match, list) and match else match
    return Schema(
        fields=tuple(fields),
        missing=missing,
        match=match if isinstance(match, str) else "exact",
        keys=tuple(_keys(document, fields)),
        references=tuple(_references(document.get("foreignKeys"))),
    )


def _field(row: Mapping[str, Any], missing: frozenset[str]) -> Field:
    return Field(
        name=str(row["name"]),
        type=_text(row.get("type")) or "any",
        format=_text(row.get("format")) or "default",
        title=_text(row.get("title")),
        missing=_missing(row.get("missingValues"), missing),
        options=row,
    )


def _missing(value: object, otherwise: frozenset[str]) -> frozenset[str]:
    """Return the texts that stand for a missing value; version 2 lets them have labels."""
    if not isinstance(value, list):
        return otherwise
    found = [item.get("value") if isinstance(item, dict) else item for item in value]
    return frozenset(item for item in found if isinstance(item, str))


def _names(value: object) -> tuple[str, ...]:
    found = [value] if isinstance(value, str) else value
    return tuple(str(name) for name in found) if isinstance(found, list) else ()


def _keys(document: Mapping[str, Any], fields: list[Field]) -> Iterator[tuple[str, ...]]:
    primary = _names(document.get("primaryKey"))
    if primary:
        yield primary
    unique = document.get("uniqueKeys")
    for row in unique if isinstance(unique, list) else ():
        if _names(row):
            yield _names(row)
    for item in fields:
        if item.constraints.get("unique") is True:
            yield (item.name,)


def _references(rows: object) -> Iterator[Reference]:
    for row in rows if isinstance(rows, list) else ():
        target = row.get("reference") if isinstance(row, dict) else None
        if isinstance(target, dict) and _names(row.get("fields")):
            yield Reference(
                _names(row["fields"]), _text(target.get("resource")), _names(target.get("fields"))
            )
