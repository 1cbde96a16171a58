"""How a plain table of a package is understood: the usual suggestion, and what the schema adds.

A table of a package may speak of many indicators, so one column more has a part to play here
than in a single file: the one that says of which indicator a row speaks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from milepost.indicators.conversion import connect
from milepost.indicators.mapping import Layout, Mapping, PlaceMatcher, Role, with_role
from milepost.indicators.packages.descriptor import Field
from milepost.indicators.packages.parts import Part
from milepost.indicators.packages.tables import Table
from milepost.indicators.sdmx.defining import key_of
from milepost.indicators.sheets import Sheet
from milepost.indicators.suggestion import suggest_mapping
from milepost.indicators.text_files import open_text
from milepost.indicators.vocabulary import normalise

INDICATOR: Final = "indicator"
TITLE: Final = "indicator_name"
UNIT: Final = "unit"
_WORDS: Final[dict[str, tuple[str, ...]]] = {
    INDICATOR: (
        "indicator code", "series code", "seriescode", "indicator id", "series id", "variable code",
        "indicator", "series", "variable", "indicateur", "indicador", "показатель", "المؤشر",
        "指标", "indicator name", "series name", "seriesdescription", "series description",
    ),
    TITLE: (
        "indicator name", "series name", "seriesdescription", "series description", "indicator",
        "variable name", "series",
    ),
    UNIT: ("unit", "units", "unit measure", "unit of measure", "unité", "unidad"),
}  # fmt: skip
_TYPED: Final = frozenset({"number", "integer"})


@dataclass(frozen=True, slots=True)
class Stated:
    """What a person said of the columns: (label, role) pairs, and the place of all rows."""

    columns: tuple[tuple[str, str], ...] = ()
    area: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """A table and what its columns are taken for."""

    table: Table
    sheet: Sheet
    mapping: Mapping
    indicator: str = ""
    title: str = ""
    unit: str = ""

    @property
    def missing(self) -> list[str]:
        """The roles without which there is no observation and that no column has."""
        mapping = self.mapping
        is_wide = mapping.layout is Layout.WIDE
        held = {
            "area": mapping.area or mapping.fixed_area,
            "period": mapping.periods if is_wide else mapping.period,
            "value": mapping.periods if is_wide else mapping.value,
        }
        return [role for role, label in held.items() if not label]

    def roles(self) -> list[dict[str, Any]]:
        """Return label, role and examples of every column, for a person to look at."""
        named = {self.indicator: INDICATOR, self.title: TITLE, self.unit: UNIT}
        found = []
        for index, label in enumerate(self.sheet.labels):
            role, detail = self.mapping.role_of(label)
            said = named.get(label) or (detail if role is Role.DIMENSION else str(role))
            examples = list(dict.fromkeys(self.sheet.texts(index)))[:3]
            found.append({"label": label, "role": said, "examples": [t[:60] for t in examples]})
        return found


def understand(table: Table, stated: Stated, places: PlaceMatcher) -> Understood:
    """Return how a table is most likely understood, with what a person said of it."""
    opening = Mapping(encoding="utf-8", separator=",", header_row=1)
    sheet = open_text(table.path.read_bytes(), table.path, opening, places)
    made = Understood(table, sheet, suggest_mapping(sheet, places))
    taken: list[str] = []
    for role in (INDICATOR, TITLE, UNIT):
        label = _named(sheet.labels, role, taken)
        taken += [label] if label else []
        made = _with(made, label, role)
    for label, role in _stated_for(table, stated):
        made = _with(made, label, role)
    return replace(made, mapping=_read_as(made, stated))


def _named(labels: Sequence[str], role: str, taken: Sequence[str]) -> str:
    """Return the column whose label is known for a role, by the order of the words."""
    plain = {normalise(label): label for label in reversed(labels) if label not in taken}
    return next((plain[word] for word in _WORDS[role] if word in plain), "")


def _stated_for(table: Table, stated: Stated) -> Iterator[tuple[str, str]]:
    for name, role in stated.columns:
        resource, slash, label = name.partition("/")
        if slash and resource == table.resource.name and label in table.labels:
            yield label, role
        elif name in table.labels:
            yield name, role


def _with(made: Understood, label: str, role: str) -> Understood:
    """Return the understanding with one column in another role."""
    if not label:
        return made
    slots: dict[str, Any] = {
        _slot(name): "" for name in _WORDS if getattr(made, _slot(name)) == label
    }
    if role in _WORDS:
        slots[_slot(role)] = label
        return replace(made, mapping=with_role(made.mapping, label, Role.IGNORE), **slots)
    is_role = role in set(Role)
    mapping = with_role(
        made.mapping, label, Role(role) if is_role else Role.DIMENSION, "" if is_role else role
    )
    return replace(made, mapping=mapping, **slots)


def _slot(role: str) -> str:
    return "title" if role == TITLE else role


def _read_as(made: Understood, stated: Stated) -> Mapping:
    """Return the mapping with the decimal mark that the types settle, and the place of all rows."""
    mapping = made.mapping
    fields = {one.name.casefold(): one for one in made.table.resource.schema.fields}
    columns = [mapping.value] if mapping.value else [label for label, _p in mapping.periods]
    if columns and all(_is_number(fields.get(label.casefold())) for label in columns):
        mapping = replace(mapping, decimal=".")
    if stated.area and not mapping.area:
        mapping = replace(mapping, fixed_area=stated.area)
    return mapping


def _is_number(field: Field | None) -> bool:
    return field is not None and field.type in _TYPED


def split(made: Understood, prefix: str, indicator: str) -> Iterator[Part]:
    """Yield the rows of each indicator of a table.

    ``indicator`` is the key of all rows when somebody stated one.
    """
    sheet = made.sheet
    with connect() as connection:
        sheet.load(connection)
        rows: pa.Table = connection.execute("SELECT * FROM cells ORDER BY row").to_arrow_table()
    resource = made.table.resource
    common: dict[str, Any] = {"resource": resource.name, "sheet": sheet, "mapping": made.mapping}
    unit = _only(rows, sheet, made.unit)
    if indicator or not made.indicator:
        key = indicator or key_of(prefix, resource.name)
        title = resource.title or resource.name
        yield Part(code="", key=key, rows=rows, title=title, unit=unit, **common)
        return
    column = pc.utf8_trim_whitespace(rows[f"c{sheet.column(made.indicator)}"])
    for code in dict.fromkeys(column.to_pylist()):
        part = rows.filter(pc.equal(column, code))
        title = _first(part, sheet, made.title) or code
        yield Part(
            code=code,
            key=key_of(prefix, code or resource.name),
            rows=part,
            title=title,
            unit=_only(part, sheet, made.unit),
            **common,
        )


def _first(rows: pa.Table, sheet: Sheet, label: str) -> str:
    at = sheet.column(label) if label else -1
    found = rows[f"c{at}"].to_pylist() if at >= 0 else ()
    return next((text.strip() for text in found if text.strip()), "")


def _only(rows: pa.Table, sheet: Sheet, label: str) -> str:
    """Return the text that all filled rows share, or ""."""
    at = sheet.column(label) if label else -1
    found = set(rows[f"c{at}"].unique().to_pylist()) - {""} if at >= 0 else set()
    return str(found.pop()) if len(found) == 1 else ""
