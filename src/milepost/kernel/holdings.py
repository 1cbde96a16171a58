"""What is held about people: every room declares it, field by field, in its module ``personal``.

A declaration names every field of a model: the plain ones, the secret ones that never leave, and
the holdings, which say whose data a field is, why it is held, how long, and what an erasure does.
A field that nobody declared is found by ``list_undeclared``; a test asks for none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.apps import apps
from django.utils.functional import Promise

Text = str | Promise
"""A sentence, translated when it is shown."""


class Basis(StrEnum):
    """Why data about a person may be held."""

    TASK = "task"
    """The person takes part in the work and cannot without it."""
    CONSENT = "consent"
    """The person gave it and may take it back."""
    RECORD = "record"
    """Readers and the network must be able to see who answered for what."""
    SAFETY = "safety"
    """It keeps accounts safe from strangers."""


class Match(StrEnum):
    """By which part of a person a field finds them."""

    KEY = "key"
    ADDRESS = "address"
    NAME = "name"


class Erasure(StrEnum):
    """What an erasure does with a field."""

    PSEUDONYM = "pseudonym"
    """The name becomes “Former member” with four letters."""
    ADDRESS = "address"
    """The address becomes one that reaches nobody."""
    EMPTY = "empty"
    """The value goes."""
    ROW = "row"
    """The whole row goes."""
    KEPT = "kept"
    """It stays: without a name it points to nobody outside, and the record needs it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What one model holds about a person in one part (as the owner, as the one who wrote it).

    ``found_by`` maps lookups to the part of the person that they are compared with; a row found
    by any of them is the person's. ``fields`` maps the person's fields to their erasure.
    ``retention`` says how long it is held.
    """

    role: Text
    found_by: Mapping[str, Match]
    fields: Mapping[str, Erasure]
    purpose: Text
    basis: Basis
    retention: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """Every field of one model (``app_label.Model``): plain, secret, or about a person.

    ``by_hand`` says that the room erases its rows itself.
    """

    model: str
    plain: frozenset[str] = frozenset()
    secret: frozenset[str] = frozenset()
    holdings: tuple[Holding, ...] = ()
    by_hand: bool = False

    @property
    def named(self) -> frozenset[str]:
        """The fields that the declaration speaks of."""
        return self.plain.union(self.secret, *(holding.fields for holding in self.holdings))


_declared: dict[str, Declaration] = {}


def declare(
    model: str, *holdings: Holding, plain: str = "", secret: str = "", by_hand: bool = False
) -> None:
    """Declare a model; ``plain`` and ``secret`` are names of fields with spaces between."""
    _declared[model] = Declaration(
        model=model,
        plain=frozenset(plain.split()),
        secret=frozenset(secret.split()),
        holdings=holdings,
        by_hand=by_hand,
    )


def written_by(
    field: str, *, key: str = "", role: Text = "", purpose: Text, retention: Text
) -> Holding:
    """Return the holding of a field that keeps the name of who wrote a row.

    ``key`` is the field beside it that keeps the person's uuid, if there is one.
    """
    found: dict[str, Match] = {key: Match.KEY} if key else {field: Match.NAME}
    fields = {field: Erasure.PSEUDONYM} | ({key: Erasure.KEPT} if key else {})
    return Holding(
        role=role or purpose,
        found_by=found,
        fields=fields,
        purpose=purpose,
        basis=Basis.RECORD,
        retention=retention,
    )


def list_declarations() -> list[Declaration]:
    """Return all declarations by model."""
    return [_declared[name] for name in sorted(_declared)]


NOT_OURS = frozenset({"auth.Permission", "auth.Group", "contenttypes.ContentType"})
"""Tables of libraries that hold no person and are not used."""


def list_undeclared() -> list[str]:
    """Return what of the installed models no declaration names, as ``app.Model.field``."""
    return sorted(_undeclared())


def _undeclared() -> Iterator[str]:
    for model in apps.get_models():
        label = model._meta.label
        if label in NOT_OURS:
            continue
        known = _declared[label].named if label in _declared else frozenset()
        yield from (
            f"{label}.{field.name}"
            for field in model._meta.concrete_fields
            if field.name not in known and field.name not in {"id", "uuid"}
        )


def list_unknown() -> list[str]:
    """Return what declarations name and no model has, as ``app.Model.field``."""
    found = []
    for one in list_declarations():
        fields = {field.name for field in apps.get_model(one.model)._meta.concrete_fields}
        found += [f"{one.model}.{name}" for name in sorted(one.named - fields)]
    return found
