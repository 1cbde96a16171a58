"""A mapping: how the columns of a file are understood. Pure, and saved as plain JSON.

Columns are named by their label, so that a saved mapping still fits when columns move.
"""

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final, Protocol

Pairs = tuple[tuple[str, str], ...]


class Layout(StrEnum):
    """One observation a row, or one column for each period."""

    TIDY = "tidy"
    WIDE = "wide"


class Role(StrEnum):
    """What a column holds."""

    IGNORE = "ignore"
    AREA = "area"
    COUNTERPART = "counterpart"
    PERIOD = "period"
    VALUE = "value"
    STATUS = "status"
    NOTE = "note"
    BREAKDOWN = "breakdown"
    DIMENSION = "dimension"
    VALUES_OF = "values_of"


class PlaceMatcher(Protocol):
    """Finds the code of a place by code or name; `milepost.places` builds it."""

    def candidates(self, text: str) -> frozenset[str]:
        """Return every code that the text fits: none, one, or several for a doubtful name."""

    def explain(self, text: str) -> str:
        """Return why a text that matches nothing is no area, or an empty text."""

    def match(self, text: str) -> str | None:
        """Return the code, or None."""

    def suggest(self, text: str) -> list[str]:
        """Return names that the text may have meant, the likeliest first."""


SINGLE_ROLES: Final = (
    Role.AREA, Role.COUNTERPART, Role.PERIOD, Role.VALUE, Role.STATUS, Role.NOTE, Role.BREAKDOWN,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Which column plays which part.

    ``dimensions`` are (column, dimension) pairs that make up the breakdown; ``periods`` are
    (column, period) pairs of the wide layout. ``fixed_area``, ``fixed_period`` and ``fixed_value``
    stand in for a column that the file does not have: in a list of parties to a treaty every day
    stands for the value 1. ``skip`` and ``only`` are (column, text) pairs: rows with
    a skipped text are left out; when ``only`` names a column, rows with other texts are left out.
    ``skip_unknown`` leaves out rows whose place is not known, instead of refusing the file.
    ``decimal``, ``day_first``, ``sheet``, ``header_row``, ``encoding`` and ``separator`` are
    found when empty or None; ``header_row`` 0 says that there is none.
    """

    layout: Layout = Layout.TIDY
    area: str = ""
    counterpart: str = ""
    period: str = ""
    value: str = ""
    status: str = ""
    note: str = ""
    breakdown: str = ""
    dimensions: Pairs = ()
    periods: Pairs = ()
    fixed_area: str = ""
    fixed_period: str = ""
    fixed_value: str = ""
    skip: Pairs = ()
    only: Pairs = ()
    skip_unknown: bool = False
    decimal: str = ""
    day_first: bool | None = None
    sheet: str = ""
    header_row: int | None = None
    encoding: str = ""
    separator: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values; what is empty is left out."""
        found: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                found[field.name] = (
                    [list(pair) for pair in value] if type(value) is tuple else value
                )
        return {**found, "layout": str(self.layout)}

    @classmethod
    def from_dict(cls, document: AnyMapping[str, Any]) -> "Mapping":
        """Return the mapping that plain JSON values describe.

        Raises ``ValueError`` naming the part that is unknown or of the wrong shape.
        """
        known = {field.name for field in fields(cls)}
        for name, value in document.items():
            if name not in known:
                raise ValueError(name)
            _check_shape(name, value)
        plain: dict[str, Any] = {
            name: tuple((str(a), str(b)) for a, b in value)
            if isinstance(value, list | tuple)
            else value
            for name, value in document.items()
        }
        return cls(**{**plain, "layout": Layout(plain.get("layout", Layout.TIDY))})

    def role_of(self, column: str) -> tuple[Role, str]:
        """Return what a column holds, with the dimension or period it stands for."""
        for role in SINGLE_ROLES:
            if getattr(self, role) == column:
                return role, ""
        for role, pairs in ((Role.DIMENSION, self.dimensions), (Role.VALUES_OF, self.periods)):
            for name, detail in pairs:
                if name == column:
                    return role, detail
        return Role.IGNORE, ""

    def columns(self) -> list[str]:
        """Return every column that the mapping names."""
        single = [getattr(self, role) for role in SINGLE_ROLES if getattr(self, role)]
        pairs = (*self.dimensions, *self.periods, *self.skip, *self.only)
        return [*single, *(name for name, _detail in pairs)]


def _check_shape(name: str, value: object) -> None:
    """Raise ``ValueError`` unless the value has the shape of the field."""
    if name in {"dimensions", "periods", "skip", "only"}:
        is_pairs = isinstance(value, list | tuple) and all(
            isinstance(pair, list | tuple) and len(pair) == 2 for pair in value
        )
        if not is_pairs:
            raise ValueError(name)
    elif name == "header_row":
        if value is not None and (type(value) is not int or not 0 <= value <= 10_000):
            raise ValueError(name)
    elif name in {"day_first", "skip_unknown"}:
        if type(value) is not bool and not (name == "day_first" and value is None):
            raise ValueError(name)
    elif not isinstance(value, str):
        raise ValueError(name)


def with_role(mapping: Mapping, column: str, role: Role, detail: str = "") -> Mapping:
    """Return the mapping with one column in another role; whoever held the role gives it up."""
    cleared: dict[str, Any] = {r.value: "" for r in SINGLE_ROLES if getattr(mapping, r) == column}
    cleared["dimensions"] = tuple(pair for pair in mapping.dimensions if pair[0] != column)
    cleared["periods"] = tuple(pair for pair in mapping.periods if pair[0] != column)
    if role in SINGLE_ROLES:
        cleared[role.value] = column
    elif role is Role.DIMENSION:
        cleared["dimensions"] = (*cleared["dimensions"], (column, detail))
    elif role is Role.VALUES_OF:
        cleared["periods"] = (*cleared["periods"], (column, detail))
        cleared["layout"] = Layout.WIDE
    if role is Role.VALUE:
        cleared["layout"] = Layout.TIDY
    return replace(mapping, **cleared)
