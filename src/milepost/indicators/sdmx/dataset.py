"""The observations of an SDMX message as columns, whatever format they were written in.

Every component (dimension, attribute, time) is a column of distinct texts and numbers that point
at them, so that a million rows cost little more than their distinct values.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

VALUE: Final = "OBS_VALUE"
TIME: Final = "TIME_PERIOD"
ALL: Final = "AllDimensions"
BATCH: Final = 65_536
"""Observations that are held as Python objects before they become columns."""

_LARGEST: Final = 1 << 62


@dataclass(frozen=True, slots=True)
class Reference:
    """Which structure a message says it follows; parts that it does not state are empty."""

    agency: str = ""
    id: str = ""
    version: str = ""

    def __str__(self) -> str:
        version = f"({self.version})" if self.version else ""
        return f"{self.agency}:{self.id}{version}" if self.agency else f"{self.id}{version}"


@dataclass(frozen=True, slots=True)
class DataSet:
    """All observations of a message.

    ``columns`` holds every component by its id: ``OBS_VALUE`` as texts, all others as
    dictionary arrays, null where the message states nothing. ``dimensions`` names those of the
    key, time left out, in the order of the structure or of the message. ``place`` tells where the
    row of a number stands in the file.
    """

    reference: Reference
    dimensions: tuple[str, ...]
    time: str
    columns: dict[str, pa.Array]
    place: Callable[[int], str]
    is_guessed: bool = False
    series_attributes: tuple[str, ...] = ()
    """Attributes that were stated once for a series."""

    @property
    def rows(self) -> int:
        """Number of observations."""
        return len(self.columns[VALUE])

    @property
    def attributes(self) -> tuple[str, ...]:
        """Components that are neither key, time nor value, in the order of the message."""
        key = {*self.dimensions, self.time, VALUE}
        return tuple(name for name in self.columns if name not in key)

    def texts(self, name: str) -> list[str]:
        """Return the distinct texts of a component."""
        return [str(text) for text in self.columns[name].dictionary.to_pylist()]


class Gatherer:
    """Takes rows of texts under changing sets of names, and gives columns.

    Rows with the same names wait together, because a message may leave out what an observation
    does not have. Texts wait in one long list, so that no object is made for a row.
    """

    def __init__(self) -> None:
        self.count = 0
        self._waiting: dict[tuple[str, ...], tuple[list[int], list[int], list[str]]] = {}
        self._due = BATCH
        self._tables: list[pa.Table] = []

    def add(self, row: Mapping[str, str], owner: int) -> None:
        """Take one row that belongs to the series of a number."""
        names = tuple(row)
        group = self._waiting.get(names)
        if group is None:
            group = self._waiting[names] = ([], [], [])
        group[0].append(self.count)
        group[1].append(owner)
        group[2].extend(row.values())
        self.count += 1
        if self.count >= self._due:
            self._empty()

    def _empty(self) -> None:
        for names, (numbers, owners, texts) in self._waiting.items():
            columns = {
                name: _column(name, texts[position :: len(names)])
                for position, name in enumerate(names)
                if not name.startswith("{")
            }
            columns["#row"] = pa.array(numbers, pa.int64())
            columns["#series"] = pa.array(owners, pa.int64())
            self._tables.append(pa.table(columns))
        self._waiting = {}
        self._due = self.count + BATCH

    def table(self) -> pa.Table:
        """Return all rows in the order in which they came, with ``#row`` and ``#series``."""
        self._empty()
        if not self._tables:
            return pa.table({"#row": pa.array([], pa.int64()), "#series": pa.array([], pa.int64())})
        whole = pa.concat_tables(self._tables, promote_options="default")
        self._tables = []
        whole = whole.unify_dictionaries().combine_chunks()
        row = whole["#row"]
        in_order = len(row) < 2 or pc.all(pc.greater(row[1:], row[:-1])).as_py()
        return whole if in_order else whole.sort_by("#row")


def _column(name: str, texts: Sequence[str]) -> pa.Array:
    plain = pa.array(texts, pa.string())
    return plain if name == VALUE else plain.dictionary_encode()


def flat(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Return a column as one array."""
    if isinstance(column, pa.Array):
        return column
    joined = column.combine_chunks()
    if isinstance(joined, pa.Array):
        return joined
    return joined.chunk(0) if joined.num_chunks else pa.array([], column.type)


def constant(text: str, size: int) -> pa.Array:
    """Return a dictionary column that says the same in every row."""
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), size), [text])


def number_keys(columns: Iterable[pa.Array], size: int) -> pa.DictionaryArray:
    """Number the distinct combinations of dictionary columns.

    The indices of what is returned are the number of each row's combination, in the order in
    which combinations appear. A null counts as a text of its own.
    """
    code = pa.repeat(pa.scalar(0, pa.int64()), size)
    reach = 1
    for column in columns:
        width = len(column.dictionary) + 1
        if reach * width > _LARGEST:
            encoded = code.dictionary_encode()
            code, reach = encoded.indices.cast(pa.int64()), len(encoded.dictionary)
        indices = pc.fill_null(column.indices.cast(pa.int64()), width - 1)
        code = pc.add(pc.multiply(code, width), indices)
        reach *= width
    return code.dictionary_encode()


def first_rows(keys: pa.DictionaryArray) -> pa.Array:
    """Return, for each numbered combination, the first row that has it."""
    table = pa.table({"key": keys.indices, "row": pa.array(range(len(keys)), pa.int64())})
    firsts = table.group_by("key", use_threads=False).aggregate([("row", "min")])
    return flat(firsts.sort_by("key")["row_min"])
