"""The observations and ratings of an edition as plain tables, for CSV, Parquet, HXL and Excel."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from milepost.kernel.csv_cells import safe_cell
from milepost.measure.rounding import tidy
from milepost.publishing.bundle import Bundle, text_in
from milepost.publishing.exports.cube import code_of
from milepost.publishing.exports.cubes import pieces
from milepost.publishing.pages.record import RATING_COLUMNS, rating_rows

BATCH: Final = 20_000
NUMBER: Final = "number"
TEXT: Final = "string"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its id in files, its title for people, its kind and its HXL tag.

    ``breakdown`` is the dimension whose values it holds, with the letters of its key.
    """

    id: str
    title: str | Promise
    hxl: str
    kind: str = TEXT
    breakdown: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``rows`` gives a fresh pass. A number is a float or None, a text is never None."""

    name: str
    title: str | Promise
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[], Iterator[list[Any]]]

    @property
    def names(self) -> list[str]:
        """The ids of the columns."""
        return [column.id for column in self.columns]


def list_tables(bundle: Bundle, language: str = "en") -> list[Table]:
    """Return the tables of an edition; names of places and indicators are in a language."""
    return [observations_table(bundle, language), ratings_table(bundle, language)]


def breakdown_names(bundle: Bundle) -> list[str]:
    """Return the kinds of breakdown that an edition's observations have, sorted."""
    found: set[str] = set()
    for key in bundle.indicators:
        table = bundle.observations_table(key)
        for text in table["breakdown"].unique().to_pylist() if table is not None else ():
            found |= {name for name, _value in pieces(text)}
    return sorted(found)


def observations_table(bundle: Bundle, language: str = "en") -> Table:
    """Return the observations with names, sources and licences beside the codes."""
    breakdowns = breakdown_names(bundle)
    columns = (
        Column("indicator", _("Indicator"), "#indicator+code"),
        Column("indicator_name", _("Name of the indicator"), "#indicator+name"),
        Column("place", _("Place"), "#country+code+v_m49"),
        Column("place_name", _("Name of the place"), "#country+name"),
        Column("counterpart", _("Counterpart"), "#country+counterpart+code"),
        Column("counterpart_name", _("Name of the counterpart"), "#country+counterpart+name"),
        *(
            Column(
                _column(name),
                name.replace("-", " ").replace("_", " "),
                f"#group+{_tag(name)}",
                breakdown=name,
            )
            for name in breakdowns
        ),
        Column("period", _("Period"), "#date+period"),
        Column("value", _("Value"), "#indicator+value+num", NUMBER),
        Column("status", _("Status"), "#status+code"),
        Column("unit", _("Unit"), "#indicator+unit"),
        Column("source", _("Source"), "#meta+source"),
        Column("licence", _("Licence"), "#meta+licence"),
        Column("note", _("Note"), "#description+note"),
        Column("vintage", _("Import"), "#meta+vintage+id"),
    )
    key = ("indicator", "place", "counterpart", *map(_column, breakdowns), "period")
    rows = partial(_observation_rows, bundle, language, breakdowns)
    return Table("observations", _("Observations"), columns, key, rows)


def _column(name: str) -> str:
    return f"by_{code_of(name).lower().replace('-', '_')}"


def _tag(name: str) -> str:
    return "".join(c for c in name.lower() if c.isascii() and c.isalnum())


def _observation_rows(
    bundle: Bundle, language: str, breakdowns: Sequence[str]
) -> Iterator[list[Any]]:
    order = [(name, "ascending") for name in ("area", "counterpart", "breakdown", "period")]
    named = partial(_place_name, bundle, language)
    for key, indicator in sorted(bundle.indicators.items()):
        table = bundle.observations_table(key)
        if table is None:
            continue
        title = text_in(indicator["title"], language)
        unit = text_in(indicator["unit"]["label"], language)
        vintages = {row["id"]: row for row in indicator.get("vintages", ())}
        for batch in table.sort_by(order).to_batches(max_chunksize=BATCH):
            for row in batch.to_pylist():
                parts = dict(pieces(row["breakdown"]))
                vintage = vintages.get(row["vintage"], {})
                yield [
                    *(key, title, row["area"], named(row["area"])),
                    *(row["counterpart"], named(row["counterpart"])),
                    *(parts.get(name, "") for name in breakdowns),
                    *(row["period"], None if row["value"] is None else tidy(row["value"])),
                    *(row["status"], unit),
                    *(vintage.get("source", ""), vintage.get("licence", "")),
                    *(row["note"] or "", row["vintage"]),
                ]


def _place_name(bundle: Bundle, language: str, code: str) -> str:
    place = bundle.place(code) if code else None
    return text_in(place["names"], language) if place else ""


_RATINGS: Final = {
    "framework": (_("Framework"), "#meta+framework"),
    "benchmark": (_("Benchmark"), "#activity+benchmark+code"),
    "goal": (_("Goal"), "#activity+goal+code"),
    "place": (_("Place"), "#country+code+v_m49"),
    "place_name": (_("Name of the place"), "#country+name"),
    "state": (_("Colour"), "#status+colour"),
    "reason": (_("Reason of grey"), "#status+reason"),
    "status": (_("Verdict of the rule"), "#status+verdict"),
    "flags": (_("Flags"), "#status+flags"),
    "basis": (_("Basis"), "#meta+basis"),
    "value": (_("Value"), "#indicator+value+num"),
    "unit": (_("Unit"), "#indicator+unit"),
    "period": (_("Period"), "#date+period"),
    "reply": (_("Reply of the government"), "#response+stance"),
    "reply_answer": (_("Answer to the reply"), "#response+answer"),
    "evidence_grade": (_("Evidence grade"), "#meta+grade"),
    "survey": (_("Survey and question"), "#meta+survey"),
    "respondents": (_("Respondents"), "#indicator+respondents+num"),
    "effective_n": (_("Effective number of respondents"), "#indicator+effective+num"),
    "interval_low": (_("Lower end of the interval"), "#indicator+low+num"),
    "interval_high": (_("Upper end of the interval"), "#indicator+high+num"),
    "representation": (_("Representation ratio"), "#indicator+representation+num"),
    "representative": (_("Representative"), "#status+representative"),
}


_NUMBERS: Final = frozenset(
    name for name, (_title, tag) in _RATINGS.items() if tag.endswith("+num")
)


def ratings_table(bundle: Bundle, language: str = "en") -> Table:
    """Return the ratings, one row for each benchmark and place."""
    columns = tuple(
        Column(name, *_RATINGS[name], NUMBER if name in _NUMBERS else TEXT)
        for name in RATING_COLUMNS
    )
    rows = partial(_rating_rows, bundle, language)
    return Table("ratings", _("Ratings"), columns, ("framework", "benchmark", "place"), rows)


def _rating_rows(bundle: Bundle, language: str) -> Iterator[list[Any]]:
    place, name = RATING_COLUMNS.index("place"), RATING_COLUMNS.index("place_name")
    numbers = [at for at, column in enumerate(RATING_COLUMNS) if column in _NUMBERS]
    for row in sorted(rating_rows(bundle), key=lambda row: [str(cell) for cell in row[:4]]):
        row[name] = _place_name(bundle, language, row[place])
        for at in numbers:
            row[at] = tidy(float(row[at])) if isinstance(row[at], int | float) else None
        yield ["" if cell is None and at not in numbers else cell for at, cell in enumerate(row)]


def csv_blocks(table: Table, *, with_tags: bool = False) -> Iterator[bytes]:
    """Yield a table as CSV in UTF-8; texts that a spreadsheet would run get an apostrophe.

    ``with_tags`` adds the row of HXL tags below the header.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(table.names)
    if with_tags:
        writer.writerow([column.hxl for column in table.columns])
    numbers = [column.kind == NUMBER for column in table.columns]
    for count, row in enumerate(table.rows(), 1):
        writer.writerow(
            [
                number_cell(cell) if is_number else safe_cell(cell)
                for is_number, cell in zip(numbers, row, strict=True)
            ]
        )
        if count % BATCH == 0:
            yield stream.getvalue().encode()
            stream.seek(0)
            stream.truncate()
    yield stream.getvalue().encode()


def number_cell(value: float | None) -> str:
    """Return a number for a file: nothing for a missing one, no ``.0`` for a whole one."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def write_parquet(table: Table, path: Path) -> None:
    """Write a table as Parquet, in row groups of ``BATCH`` rows."""
    schema = pa.schema(
        [
            pa.field(column.id, pa.float64() if column.kind == NUMBER else pa.string())
            for column in table.columns
        ]
    )
    with pq.ParquetWriter(path, schema) as writer:
        held: list[list[Any]] = []
        for row in table.rows():
            held.append(row)
            if len(held) >= BATCH:
                writer.write_table(_arrow(schema, held))
                held = []
        if held:
            writer.write_table(_arrow(schema, held))


def _arrow(schema: pa.Schema, rows: list[list[Any]]) -> pa.Table:
    columns = [
        pa.array(column, field.type)
        for field, column in zip(schema, zip(*rows, strict=True), strict=True)
    ]
    return pa.Table.from_arrays(columns, schema=schema)
