"""Writing indicators in the layout of Open SDG, with a summary of each.

The folder holds what a repository of Open SDG holds (``data/indicator_1-2-1.csv`` and
``meta/1-2-1.md``), so that it can be built or imported again, and what its builder makes of it
(``en/data``, ``en/headline``, ``en/meta`` as JSON, ``summary.csv`` and ``summary.json``).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import yaml
from pyarrow import csv

from milepost.indicators import storage
from milepost.indicators.layering import read_layers
from milepost.indicators.open_sdg import messages
from milepost.indicators.open_sdg.tidying import is_span_of
from milepost.indicators.selectors import list_all_layers, list_documents
from milepost.indicators.snapshots import Layer
from milepost.indicators.statuses import MISSING
from milepost.kernel.csv_cells import csv_bytes, safe_cell
from milepost.kernel.errors import BadInput
from milepost.measure.rounding import tidy
from milepost.places.selectors import match_area

_MONTH: Final = re.compile(r"^(\d{4})-(\d{2})$")
THREADS: Final = 2
STATUS: Final = "Observation status"
SUMMARY: Final = (
    "indicator", "title", "observations", "missing", "breakdowns", "first_period", "first_value",
    "latest_period", "latest_value", "change_a_year",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: one summary for each indicator, and the number of files."""

    summaries: tuple[dict[str, Any], ...]
    files: int


def export_repository(folder: Path, *, prefix: str, area: str) -> Exported:
    """Write every indicator whose key begins with ``prefix-`` and that has data of an area.

    ``area`` is an M49 code, an ISO 3166 code or a name: Open SDG speaks of one place. Derived
    indicators are left to the builder. Raises ``BadInput`` when nothing is to be written or the
    folder holds something already.
    """
    code = match_area(area)
    if code is None:
        raise BadInput([messages.place_unknown(area)])
    if folder.exists() and any(folder.iterdir()):
        raise BadInput([messages.folder_not_empty(folder)])
    documents = {
        key: document
        for key, document in list_documents().items()
        if key.startswith(f"{prefix}-") and not document.get("derived")
    }
    layers = list_all_layers(documents)
    if not layers:
        raise BadInput([messages.nothing_to_export(prefix)])
    for part in ("data", "meta", "en/data", "en/headline", "en/meta"):
        (folder / part).mkdir(parents=True)

    def write(key: str) -> dict[str, Any] | None:
        return _write(folder, key.removeprefix(f"{prefix}-"), documents[key], (layers[key], code))

    with ThreadPoolExecutor(THREADS) as pool:
        made = [summary for summary in pool.map(write, sorted(layers)) if summary]
    _write_summary(folder, made)
    return Exported(tuple(made), 5 * len(made) + 2)


def _write(
    folder: Path, name: str, document: Mapping[str, Any], source: tuple[Sequence[Layer], str]
) -> dict[str, Any] | None:
    layers, code = source
    table = read_layers(storage.observations_folder(document["key"]), layers)
    table = table.filter(pc.equal(table["area"], code))
    if not table.num_rows:
        return None
    wide = widen(table)
    whole = wide.filter(pc.equal(table["breakdown"], "")).select(["Year", "Value"])
    csv.write_csv(wide, folder / "data" / f"indicator_{name}.csv")
    (folder / "en" / "data" / f"{name}.json").write_bytes(orjson.dumps(wide.to_pydict()))
    (folder / "en" / "headline" / f"{name}.json").write_bytes(orjson.dumps(whole.to_pydict()))
    meta = metadata(name, document)
    text = yaml.dump(meta, Dumper=_DUMPER, allow_unicode=True, sort_keys=False)
    (folder / "meta" / f"{name}.md").write_text(f"---\n{text}---\n", encoding="utf-8")
    (folder / "en" / "meta" / f"{name}.json").write_bytes(orjson.dumps(meta))
    return summarise(name, document, table)


_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def widen(table: pa.Table) -> pa.Table:
    """Return observations as Open SDG keeps them: year, a column a dimension, status, value."""
    keys = table["breakdown"].combine_chunks().dictionary_encode()
    parts = [dict(_pieces(text)) for text in keys.dictionary.to_pylist()]
    names = sorted({name for part in parts for name in part})
    columns: dict[str, pa.Array] = {"Year": _years(table)}
    for name in names:
        values = pa.array([part.get(name, "") for part in parts], pa.string())
        columns[name.replace("-", " ").capitalize()] = values.take(keys.indices)
    status = table["status"]
    silent = pc.or_(pc.equal(status, "A"), pc.equal(status, "O"))
    if not pc.all(silent).as_py():
        columns[STATUS] = pc.if_else(silent, "", status)
    columns["Value"] = table["value"]
    return pa.table(columns)


def _pieces(breakdown: str) -> Iterator[tuple[str, str]]:
    for piece in breakdown.split("|") if breakdown else ():
        name, _equals, value = piece.partition("=")
        yield name, value


def _years(table: pa.Table) -> pa.Array:
    """Return the period, or the span of years that a note keeps of it."""
    both = pc.binary_join_element_wise(table["period"], table["note"], "\x1f")
    coded = both.combine_chunks().dictionary_encode()
    texts = []
    for text in coded.dictionary.to_pylist():
        period, _mark, note = text.partition("\x1f")
        span = note.split("; ")[0]
        # "2000-01" could be two years; with a space it is the month alone.
        plain = _MONTH.sub(r"\1 \2", period)
        texts.append(span if is_span_of(span, period) else plain)
    return pa.array(texts, pa.string()).take(coded.indices)


def metadata(name: str, document: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of Open SDG that a definition can fill."""
    concepts = document.get("metadata") or {}
    fields = {
        "indicator_number": name.replace("-", "."),
        "indicator_available": document["title"]["en"],
        "national_indicator_description": document["definition"]["en"],
        "computation_units": document["unit"]["label"]["en"],
        "source_periodicity_1": document.get("frequency") or "",
        "source_organisation_1": (concepts.get("DATA_SOURCE") or {}).get("en", ""),
        "computation_calculations": (concepts.get("DATA_COMP") or {}).get("en", ""),
        "data_footnote": (concepts.get("REC_USE_LIM") or {}).get("en", ""),
    }
    return {field: text for field, text in fields.items() if text}


def summarise(name: str, document: Mapping[str, Any], table: pa.Table) -> dict[str, Any]:
    """Return how much there is of an indicator and how its whole moved.

    ``change_a_year`` is (latest - first) / years between, of the rows without a breakdown; None
    with fewer than two values or within one year.
    """
    missing = pc.sum(pc.is_in(table["status"], pa.array(sorted(MISSING)))).as_py() or 0
    whole = table.filter(
        pc.and_(pc.equal(table["breakdown"], ""), pc.is_valid(table["value"]))
    ).sort_by("period_start")
    ends = whole.take([0, whole.num_rows - 1]).to_pylist() if whole.num_rows else [None, None]
    first, last = ends
    return {
        "indicator": name,
        "title": document["title"]["en"],
        "observations": table.num_rows,
        "missing": missing,
        "breakdowns": int(pc.count_distinct(table["breakdown"]).as_py()),
        "first_period": first and first["period"],
        "first_value": first and first["value"],
        "latest_period": last and last["period"],
        "latest_value": last and last["value"],
        "change_a_year": _pace(first, last),
    }


def _pace(first: Mapping[str, Any] | None, last: Mapping[str, Any] | None) -> float | None:
    if first is None or last is None:
        return None
    years = (last["period_start"] - first["period_start"]).days / 365.25
    return tidy((last["value"] - first["value"]) / years) if years >= 1 else None


def _write_summary(folder: Path, made: Sequence[Mapping[str, Any]]) -> None:
    (folder / "summary.json").write_bytes(orjson.dumps(made, option=orjson.OPT_INDENT_2))
    rows = [[_plain(row[name]) for name in SUMMARY] for row in made]
    (folder / "summary.csv").write_bytes(csv_bytes([SUMMARY, *rows]))


def _plain(value: Any) -> Any:
    return safe_cell(value) if isinstance(value, str) else value
