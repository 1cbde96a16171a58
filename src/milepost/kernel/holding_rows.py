"""Finding, giving out and erasing what is declared about one person, in every room."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from milepost.kernel.holdings import (
    Declaration,
    Erasure,
    Holding,
    Match,
    Text,
    list_declarations,
)

NOWHERE = "invalid"
"""The top-level domain that never resolves (RFC 2606)."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A person whose data is looked for: uuid, address, and every name they ever acted under.

    ``shared`` are those of the names that another person has too. A row that is found by such a
    name alone cannot be told apart and is neither given out nor changed.
    """

    key: str
    address: str
    names: frozenset[str]
    shared: frozenset[str] = frozenset()

    def values(self, match: Match) -> list[str]:
        """Return what a lookup of this kind is compared with."""
        if match is Match.NAME:
            return sorted(self.names - self.shared)
        return [self.key if match is Match.KEY else self.address]


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of one holding that are about the person, as plain values without secrets."""

    model: str
    role: Text
    purpose: Text
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What an erasure did to one holding: ``deleted``, ``replaced`` or ``kept`` rows.

    ``unclear`` counts rows that carry a name which another person has too.
    """

    model: str
    role: Text
    deleted: int
    replaced: int
    kept: int
    unclear: int

    def as_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "model": self.model,
            "role": str(self.role),
            "deleted": self.deleted,
            "replaced": self.replaced,
            "kept": self.kept,
            "unclear": self.unclear,
        }


def collect(subject: Subject) -> list[Found]:
    """Return everything that is held about a person, by model and part."""
    found = []
    for declaration, holding in _holdings():
        rows = _rows(declaration, holding, subject).order_by("pk")
        shown = tuple(_plain(row, declaration, holding) for row in rows)
        if shown:
            found.append(Found(declaration.model, holding.role, holding.purpose, shown))
    return found


def erase(subject: Subject, pseudonym: str) -> list[Changed]:
    """Carry out what the declarations say; inside the caller's transaction.

    Rows that go as a whole go last, so that other holdings still find the person through them.
    """
    order = sorted(_holdings(), key=lambda pair: _goes(pair[1]))
    return [
        _erase(declaration, holding, subject, pseudonym)
        for declaration, holding in order
        if not declaration.by_hand
    ]


def preview(subject: Subject) -> list[Changed]:
    """Return what ``erase`` would do, without doing it."""
    found = []
    for declaration, holding in _holdings():
        count = _rows(declaration, holding, subject).count()
        goes, stays = _goes(holding), _stays(holding)
        found.append(
            Changed(
                declaration.model,
                holding.role,
                count if goes else 0,
                0 if goes or stays else count,
                count if stays else 0,
                _unclear(declaration, holding, subject),
            )
        )
    return [one for one in found if one.deleted or one.replaced or one.kept or one.unclear]


def _holdings() -> Iterator[tuple[Declaration, Holding]]:
    for declaration in list_declarations():
        for holding in declaration.holdings:
            yield declaration, holding


def _goes(holding: Holding) -> bool:
    return Erasure.ROW in holding.fields.values()


def _stays(holding: Holding) -> bool:
    return set(holding.fields.values()) == {Erasure.KEPT}


def _objects(declaration: Declaration) -> QuerySet[Model]:
    found: QuerySet[Model] = apps.get_model(declaration.model)._base_manager.all()
    return found


def _rows(declaration: Declaration, holding: Holding, subject: Subject) -> QuerySet[Model]:
    wanted = Q()
    for lookup, match in holding.found_by.items():
        wanted |= Q(**{f"{lookup}__in": subject.values(match)})
    return _objects(declaration).filter(wanted)


def _unclear(declaration: Declaration, holding: Holding, subject: Subject) -> int:
    names = [name for name, match in holding.found_by.items() if match is Match.NAME]
    wanted = Q(pk__in=[])
    for lookup in names:
        wanted |= Q(**{f"{lookup}__in": sorted(subject.shared)})
    return _objects(declaration).filter(wanted).count() if names and subject.shared else 0


def _plain(row: Model, declaration: Declaration, holding: Holding) -> dict[str, Any]:
    """Return a row without secrets and without what it holds about anybody else."""
    shown = declaration.plain.union(holding.fields, {"uuid"})
    values: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.name not in shown:
            continue
        value = field.value_from_object(row)
        values[field.name] = str(getattr(row, field.name)) if field.is_relation and value else value
    return values


def _erase(declaration: Declaration, holding: Holding, subject: Subject, pseudonym: str) -> Changed:
    unclear = _unclear(declaration, holding, subject)
    rows = _rows(declaration, holding, subject)
    count = rows.count()
    if _goes(holding):
        rows.delete()
        return Changed(declaration.model, holding.role, count, 0, 0, unclear)
    if _stays(holding):
        return Changed(declaration.model, holding.role, 0, 0, count, unclear)
    values = {
        name: _erased(declaration, name, erasure, subject, pseudonym)
        for name, erasure in holding.fields.items()
        if erasure is not Erasure.KEPT
    }
    rows.update(**values)
    return Changed(declaration.model, holding.role, 0, count, 0, unclear)


def _erased(
    declaration: Declaration, name: str, erasure: Erasure, subject: Subject, pseudonym: str
) -> Any:
    if erasure is Erasure.PSEUDONYM:
        return pseudonym
    if erasure is Erasure.ADDRESS:
        return f"{subject.key}@erased.{NOWHERE}"
    field = apps.get_model(declaration.model)._meta.get_field(name)
    return None if getattr(field, "null", False) else ""
