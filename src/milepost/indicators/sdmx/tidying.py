"""From a data set of SDMX to observations of indicators, with everything that is doubtful."""

from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from milepost.indicators.observations import KEY, STORED
from milepost.indicators.sdmx import messages
from milepost.indicators.sdmx.dataset import VALUE, DataSet, flat, number_keys
from milepost.indicators.sdmx.keys import Keyed, Places, Roles, key_rows
from milepost.indicators.sdmx.structure import Structure
from milepost.indicators.sdmx.values import Column, read_notes, read_periods, read_values
from milepost.kernel.findings import Finding, has_errors

MOST_CODES: Final = 50
"""Unknown codes that are named one by one; the rest of a component is counted together."""

RECORD: Final = ("indicator", *KEY)


@dataclass(frozen=True, slots=True)
class Tidied:
    """Observations by the code of their indicator, and what the message said of each.

    ``record`` holds, for every observation that was kept, ``RECORD`` and each component of the
    message as it was written, the value left out.
    """

    tables: dict[str, pa.Table]
    combos: dict[str, list[dict[str, str]]]
    record: pa.Table
    findings: tuple[Finding, ...]


def tidy_data_set(data: DataSet, structure: Structure | None, places: Places) -> Tidied:
    """Return the observations; without any when something is wrong with the whole."""
    roles = Roles.of(data)
    findings = _missing(data, roles, places)
    if findings:
        return _nothing(findings)
    periods, starts = read_periods(data)
    values, status, _hidden = read_values(data)
    keyed = key_rows(data, roles, places)
    findings = [*periods.findings, *values.findings, *keyed.findings, *_codes(data, structure)]
    if has_errors(findings):
        return _nothing(findings)
    table = _observations(data, keyed, (periods, starts), (values, status))
    table, found = _once(data, table)
    findings += found
    if has_errors(findings):
        return _nothing(findings)
    return _by_indicator(data, roles, keyed, table, findings)


def _nothing(findings: list[Finding]) -> Tidied:
    return Tidied({}, {}, pa.table({}), tuple(findings))


def _missing(data: DataSet, roles: Roles, places: Places) -> list[Finding]:
    found = []
    if data.time not in data.columns:
        found.append(messages.component_missing("TIME_PERIOD", "TIME_PERIOD"))
    if not roles.area and not places.within:
        found.append(messages.component_missing("REF_AREA", "REF_AREA"))
    return found


def _codes(data: DataSet, structure: Structure | None) -> list[Finding]:
    """Return codes that their list does not have."""
    if structure is None:
        return []
    found = []
    for name, listed in structure.codes.items():
        if name not in data.columns or name == data.time:
            continue
        unknown = [text for text in data.texts(name) if text and text not in listed]
        for code in unknown[:MOST_CODES]:
            rows = pc.equal(data.columns[name].cast(pa.string()), code)
            first = pc.index(rows, pa.scalar(value=True)).as_py()
            found.append(messages.code_unknown(data.place(first), name, code, pc.sum(rows).as_py()))
    return found


def _observations(
    data: DataSet, keyed: Keyed, when: tuple[Column, pa.Array], what: tuple[Column, pa.Array]
) -> pa.Table:
    """Return one row an observation, texts of the key as numbers that point at them."""
    parts = {
        "source": [key.source for key in keyed.keys],
        "area": [key.area for key in keyed.keys],
        "counterpart": [key.counterpart for key in keyed.keys],
        "breakdown": [key.breakdown for key in keyed.keys],
    }
    columns: dict[str, Any] = {"row": pa.array(range(data.rows), pa.int64()), "key": keyed.numbers}
    for name, texts in parts.items():
        distinct = pa.array(texts, pa.string()).dictionary_encode()
        indices = distinct.indices.take(keyed.numbers)
        columns[name] = pa.DictionaryArray.from_arrays(indices, distinct.dictionary)
    columns |= {
        "period": when[0].array,
        "period_start": when[1],
        "value": what[0].array,
        "status": what[1],
        "note": read_notes(data),
    }
    return pa.table(columns)


def _once(data: DataSet, table: pa.Table) -> tuple[pa.Table, list[Finding]]:
    """Keep one of observations that say the same; those that differ are an error."""
    period = flat(table["period"]).dictionary_encode()
    key = flat(table["key"]).dictionary_encode()
    numbered = number_keys([key, period], table.num_rows)
    if len(numbered.dictionary) == table.num_rows:
        return table, []
    rows = pa.table(
        {
            "number": numbered.indices,
            "row": table["row"],
            "value": pc.fill_null(table["value"], 0.0),
        }
    ).append_column("status", table["status"])
    sums = rows.group_by("number", use_threads=False).aggregate(
        [("row", "min"), ("row", "count"), ("value", "min"), ("value", "max"),
         ("status", "min"), ("status", "max")]
    )  # fmt: skip
    many = sums.filter(pc.greater(sums["row_count"], 1))
    same = pc.and_(
        pc.equal(many["value_min"], many["value_max"]),
        pc.equal(many["status_min"], many["status_max"]),
    )
    found = []
    for is_same, chosen in ((True, many.filter(same)), (False, many.filter(pc.invert(same)))):
        if chosen.num_rows:
            first = pc.min(chosen["row_min"]).as_py()
            extra = pc.sum(chosen["row_count"]).as_py() - chosen.num_rows
            shown = ", ".join(
                str(table[name][first].as_py())
                for name in ("source", "area", "breakdown", "period")
                if table[name][first].as_py()
            )
            found.append(messages.repeated(data.place(first), shown, extra, is_same=is_same))
    return table.take(sums.sort_by("row_min")["row_min"]), found


def _by_indicator(
    data: DataSet, roles: Roles, keyed: Keyed, table: pa.Table, findings: list[Finding]
) -> Tidied:
    table = table.sort_by(
        [("key", "ascending"), ("period_start", "ascending"), ("row", "ascending")]
    )
    sources = table["source"].combine_chunks().cast(pa.string())
    order = pc.sort_indices(sources)
    table, sources = table.take(order), flat(sources).take(order)
    record = _record(data, table)
    runs = pc.run_end_encode(flat(sources))
    tables: dict[str, pa.Table] = {}
    start = 0
    for source, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
        part = table.slice(start, end - start)
        tables[source] = pa.table({name: _plain(part[name]) for name in STORED.names}).cast(STORED)
        start = end
    combos: dict[str, list[dict[str, str]]] = {source: [] for source in tables}
    for combo in keyed.combos:
        combos.setdefault(combo.get(roles.indicator, ""), []).append(combo)
    return Tidied(tables, combos, record, tuple(findings))


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def _record(data: DataSet, table: pa.Table) -> pa.Table:
    """Return what the message said of each observation, in the order of the observations."""
    rows = flat(table["row"])
    columns: dict[str, Any] = {
        "indicator": table["source"],
        **{name: _dictionary(table[name]) for name in KEY},
    }
    for name, column in data.columns.items():
        if name != VALUE:
            columns[f"@{name}"] = column.take(rows)
    return pa.table(columns)


def _dictionary(column: pa.ChunkedArray) -> pa.Array:
    array = flat(column)
    return array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
