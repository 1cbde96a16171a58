"""Reading SDMX-CSV 1.0 and 2.0: one column a component, one row an observation.

The position tells what a column is: dimensions stand before the value, attributes after it.
"""

import csv
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa

from milepost.indicators.sdmx import messages
from milepost.indicators.sdmx.components import is_attribute
from milepost.indicators.sdmx.dataset import TIME, VALUE, DataSet, Reference, flat
from milepost.indicators.sdmx.structure import Structure
from milepost.kernel.errors import BadInput

_LEADING: Final = frozenset({"DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION"})
_BATCH: Final = 100_000
_SEPARATORS: Final = ",;\t|"


def is_csv_header(line: str) -> bool:
    """Whether a first line is that of an SDMX-CSV message."""
    first = line.lstrip("\ufeff").split(",")[0].split(";")[0].split("\t")[0].strip().strip('"')
    return first.split(":")[0].split("[")[0].strip().upper() in {"DATAFLOW", "STRUCTURE"}


def read_csv(path: Path, structure: Structure | None) -> DataSet:
    """Return the observations of an SDMX-CSV message. Raises ``BadInput``."""
    try:
        labels, separator = _header(path)
        names = [_component(label) for label in labels]
        if VALUE not in names:
            raise BadInput([messages.component_missing(VALUE, VALUE)])
        table = _table(path, separator, len(labels), names.index(VALUE))
    except (duckdb.Error, UnicodeDecodeError, csv.Error, StopIteration) as error:
        reason = str(error).splitlines()[0] if str(error) else ""
        raise BadInput([messages.csv_unreadable(path.name, reason)]) from error
    columns: dict[str, pa.Array] = {}
    for position, (name, label) in enumerate(zip(names, labels, strict=True)):
        column = flat(table[position])
        if ":" in label and name != VALUE:
            column = _without_names(column)
        if name not in columns and not _is_label(label, names, position):
            columns[name] = column
    _refuse_deletes(columns)
    reference = _reference(columns, names)
    for name in _LEADING & columns.keys():
        del columns[name]
    before = names[: names.index(VALUE)]
    time = structure.time if structure else TIME
    if structure is not None:
        dimensions = tuple(name for name in structure.dimensions if name in columns)
    else:
        dimensions = tuple(
            name for name in before
            if name in columns and name not in {time, VALUE} and not is_attribute(name)
        )  # fmt: skip
    return DataSet(
        reference=reference,
        dimensions=dimensions,
        time=time,
        columns=columns,
        # The line is that of a file without line breaks inside of cells.
        place=lambda row: f"{path.name}, line {row + 2}",
    )


def _header(path: Path) -> tuple[list[str], str]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        line = stream.readline()
    separator = max(_SEPARATORS, key=line.count)
    return next(csv.reader([line], delimiter=separator)), separator


def _table(path: Path, separator: str, width: int, value: int) -> pa.Table:
    types = {f"c{number}": "VARCHAR" for number in range(width)}
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = true; SET memory_limit = '400MB'")
        # The columns are numbered; nothing of the file enters the query.
        query = "SELECT * FROM read_csv(?, header = true, delim = ?, quote = '\"', escape = '\"', "
        query += f"columns = {types}, auto_detect = false, strict_mode = true)"
        result = connection.execute(query, [str(path), separator])
        reader = result.to_arrow_reader(_BATCH)
        batches = [_encoded(batch, value) for batch in reader]
    if not batches:
        raise BadInput([messages.empty()])
    return pa.Table.from_batches(batches).unify_dictionaries().combine_chunks()


def _encoded(batch: pa.RecordBatch, value: int) -> pa.RecordBatch:
    """Return a batch whose columns, but for the value, are numbers that point at texts."""
    columns = [
        column if position == value else column.dictionary_encode()
        for position, column in enumerate(batch.columns)
    ]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _component(label: str) -> str:
    """Return the id of a column headed ``SEX``, ``SEX: Sex`` or ``SEX[]``."""
    return label.strip().split(":")[0].split("[")[0].strip()


def _is_label(label: str, names: list[str], position: int) -> bool:
    """Whether a column only repeats the one before it in words, as ``labels=name`` writes it."""
    return not label.isupper() and " " in label.strip() and ":" not in label and position > 0


def _without_names(column: pa.DictionaryArray) -> pa.DictionaryArray:
    """Return codes without the names that stand behind them, ``F: Female``."""
    texts = [str(text).split(":")[0].strip() for text in column.dictionary.to_pylist()]
    plain = pa.DictionaryArray.from_arrays(column.indices, texts)
    return plain.cast(pa.string()).dictionary_encode()


def _refuse_deletes(columns: dict[str, pa.Array]) -> None:
    if "ACTION" in columns:
        actions = {str(text).upper() for text in columns["ACTION"].dictionary.to_pylist()}
        if "D" in actions:
            raise BadInput([messages.deletes()])


def _reference(columns: dict[str, pa.Array], names: list[str]) -> Reference:
    column = columns.get("STRUCTURE_ID") if "STRUCTURE_ID" in columns else columns.get(names[0])
    told = [str(text) for text in column.dictionary.to_pylist()] if column is not None else []
    if len(told) > 1:
        raise BadInput([messages.many_structures(told)])
    agency, _colon, rest = (told[0] if told else "").partition(":")
    name, _bracket, version = rest.partition("(")
    return Reference(agency, name, version.rstrip(")"))
