"""The two data sets of an edition: its observations and its ratings."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from milepost.indicators.sdmx.dataset import VALUE
from milepost.indicators.sdmx.writing import Row, number_text
from milepost.indicators.statuses import OBS_STATUS
from milepost.measure.rounding import tidy
from milepost.publishing import terms
from milepost.publishing.bundle import Bundle, Json
from milepost.publishing.exports.cube import (
    NOT_APPLICABLE,
    TIME,
    WHOLE,
    Codelist,
    Component,
    Cube,
    Wanted,
    code_of,
    codes_of,
    prepared_on,
    spoken,
)
from milepost.publishing.pages.grading import letter_of

OBSERVATIONS: Final = "OBSERVATIONS"
RATINGS: Final = "RATINGS"
KINDS: Final = (OBSERVATIONS, RATINGS)

_GREY_STATUS: Final = {"not_applicable": "M", "suppressed": "Q", "no_data": "L"}
"""OBS_STATUS of a grey rating by its reason; every other reason is O, and REASON tells which."""


def list_cubes(bundle: Bundle) -> list[Cube]:
    """Return the data sets of an edition."""
    return [observations_cube(bundle), ratings_cube(bundle)]


def find_cube(bundle: Bundle, kind: str) -> Cube | None:
    """Return a data set of an edition by its kind, or None."""
    if kind == OBSERVATIONS:
        return observations_cube(bundle)
    return ratings_cube(bundle) if kind == RATINGS else None


KEPT: Final = 16
"""How many data sets are kept built, for the editions that are asked for most."""

_kept: OrderedDict[tuple[Path, str, str], Cube] = OrderedDict()
_lock = Lock()


def kept_cube(bundle: Bundle, kind: str) -> Cube | None:
    """Return a data set of a published edition as ``find_cube`` does, built once.

    A published edition never changes, so that its folder and checksum tell what is kept.
    """
    key = (bundle.folder, bundle.checksum, kind)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    cube = find_cube(bundle, kind)
    if cube is not None:
        with _lock:
            _kept[key] = cube
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return cube


# Observations


def observations_cube(bundle: Bundle) -> Cube:
    """Return the observations that an edition used, a dimension for each kind of breakdown."""
    held = _held(bundle)
    columns = codes_of(sorted(held.breakdowns))
    columns = {name: code.upper().replace("-", "_") for name, code in columns.items()}
    dimensions = [
        Component("INDICATOR", spoken(_("Indicator")), "CL_INDICATOR"),
        Component("REF_AREA", spoken(_("Place")), "CL_AREA"),
        Component("COUNTERPART_AREA", spoken(_("Counterpart")), "CL_AREA"),
        *(
            Component(code, {"en": name.replace("-", " ").replace("_", " ")}, f"CL_{code}")
            for name, code in columns.items()
        ),
    ]
    values = {name: codes_of(sorted(texts)) for name, texts in held.breakdowns.items()}
    lists = {
        "CL_INDICATOR": _codelist("CL_INDICATOR", _("Indicator"), _indicators(bundle)),
        "CL_AREA": _codelist("CL_AREA", _("Place"), _places(bundle, held.places)),
        "CL_OBS_STATUS": _status_list(),
        "CL_UNIT": _codelist("CL_UNIT", _("Unit"), _units(bundle)),
        "CL_VINTAGE": _codelist("CL_VINTAGE", _("Source"), _vintages(bundle)),
    }
    for name, code in columns.items():
        said = {values[name][text]: {"en": text} for text in sorted(held.breakdowns[name])}
        lists[f"CL_{code}"] = Codelist(
            f"CL_{code}", {"en": name}, {WHOLE: spoken(_("Total")), **said}
        )
    return Cube(
        kind=OBSERVATIONS,
        edition=bundle.key,
        name=spoken(_("Observations used by the edition")),
        dimensions=tuple(dimensions),
        attributes=(
            Component("OBS_STATUS", spoken(_("Status")), "CL_OBS_STATUS", is_required=True),
            Component("UNIT_MEASURE", spoken(_("Unit")), "CL_UNIT", is_required=True),
            Component("VINTAGE", spoken(_("Source")), "CL_VINTAGE", is_required=True),
            Component("COMMENT_OBS", spoken(_("Note"))),
        ),
        measure=Component(VALUE, spoken(_("Value"))),
        codelists=lists,
        prepared=prepared_on(bundle),
        rows=partial(_observation_rows, bundle, columns, values, {}),
        narrowed=partial(_observation_rows, bundle, columns, values),
    )


class _Held:
    """What an edition's observations speak of."""

    def __init__(self) -> None:
        self.places: set[str] = set()
        self.breakdowns: dict[str, set[str]] = {}


def _held(bundle: Bundle) -> _Held:
    held = _Held()
    for key in bundle.indicators:
        table = bundle.observations_table(key)
        if table is None:
            continue
        for name in ("area", "counterpart"):
            held.places |= {text for text in table[name].unique().to_pylist() if text}
        for text in table["breakdown"].unique().to_pylist():
            for name, value in pieces(text):
                held.breakdowns.setdefault(name, set()).add(value)
    return held


def pieces(breakdown: str) -> Iterator[tuple[str, str]]:
    """Yield (dimension, value) of the key of a breakdown."""
    for piece in breakdown.split("|") if breakdown else ():
        name, _equals, value = piece.partition("=")
        yield name, value


def _observation_rows(
    bundle: Bundle,
    columns: Mapping[str, str],
    values: Mapping[str, Mapping[str, str]],
    wanted: Wanted,
) -> Iterator[Row]:
    whole = dict.fromkeys(columns.values(), WHOLE)
    for key, indicator in sorted(bundle.indicators.items()):
        if not _may_be(wanted, "INDICATOR", code_of(key)):
            continue
        table = bundle.observations_table(key)
        if table is None:
            continue
        table = _of_areas(table, wanted)
        unit = code_of(indicator["unit"]["key"])
        order = [(name, "ascending") for name in ("area", "counterpart", "breakdown", "period")]
        for batch in table.sort_by(order).to_batches(max_chunksize=20_000):
            for row in batch.to_pylist():
                parts = {
                    columns[name]: values[name][text] for name, text in pieces(row["breakdown"])
                }
                yield {
                    "INDICATOR": code_of(key),
                    "REF_AREA": code_of(row["area"]),
                    "COUNTERPART_AREA": code_of(row["counterpart"]) if row["counterpart"]
                    else NOT_APPLICABLE,
                    **whole,
                    **parts,
                    TIME: row["period"],
                    VALUE: number_text(None if row["value"] is None else tidy(row["value"])),
                    "OBS_STATUS": row["status"],
                    "UNIT_MEASURE": unit,
                    "VINTAGE": code_of(row["vintage"]),
                    "COMMENT_OBS": row["note"] or None,
                }  # fmt: skip


def _may_be(wanted: Wanted, dimension: str, code: str) -> bool:
    codes = wanted.get(dimension)
    return codes is None or code in codes


def _of_areas(table: pa.Table, wanted: Wanted) -> pa.Table:
    """Return the rows of the areas that are asked for, before any of them becomes an object."""
    codes = wanted.get("REF_AREA")
    if codes is None:
        return table
    areas = [area for area in table["area"].unique().to_pylist() if code_of(area) in codes]
    return table.filter(pc.is_in(table["area"], pa.array(areas, pa.string())))


def _indicators(bundle: Bundle) -> dict[str, dict[str, str]]:
    return {code_of(key): dict(row["title"]) for key, row in sorted(bundle.indicators.items())}


def _units(bundle: Bundle) -> dict[str, dict[str, str]]:
    rows = [row["unit"] for _key, row in sorted(bundle.indicators.items())]
    return {code_of(unit["key"]): dict(unit["label"]) for unit in rows}


def _vintages(bundle: Bundle) -> dict[str, dict[str, str]]:
    return {
        code_of(vintage["id"]): {"en": f"{vintage['source']} ({vintage['licence']})"}
        for _key, row in sorted(bundle.indicators.items())
        for vintage in row.get("vintages", ())
    }


def _places(bundle: Bundle, codes: set[str]) -> dict[str, dict[str, str]]:
    found = {NOT_APPLICABLE: spoken(_("Not applicable"))}
    for code in sorted(codes):
        place = bundle.place(code)
        found[code_of(code)] = dict(place["names"]) if place and place["names"] else {"en": code}
    return found


def _status_list() -> Codelist:
    named = {code: {"en": meaning} for code, meaning in OBS_STATUS.items()}
    return _codelist("CL_OBS_STATUS", _("Status"), named)


def _codelist(name: str, title: object, codes: Mapping[str, Mapping[str, str]]) -> Codelist:
    return Codelist(name, spoken(title), codes)


# Ratings


def ratings_cube(bundle: Bundle) -> Cube:
    """Return the ratings of an edition; the value is the colour, grey among them."""
    return Cube(
        kind=RATINGS,
        edition=bundle.key,
        name=spoken(_("Ratings of the edition")),
        dimensions=(
            Component("FRAMEWORK", spoken(_("Framework")), "CL_FRAMEWORK"),
            Component("BENCHMARK", spoken(_("Benchmark")), "CL_BENCHMARK"),
            Component("REF_AREA", spoken(_("Place")), "CL_AREA"),
        ),
        attributes=(
            Component("OBS_STATUS", spoken(_("Status")), "CL_OBS_STATUS", is_required=True),
            Component("REASON", spoken(_("Reason of grey")), "CL_REASON"),
            Component("RATING_STATUS", spoken(_("Verdict of the rule")), "CL_RATING_STATUS"),
            Component("CONFIDENCE", spoken(_("Evidence grade")), "CL_GRADE"),
            Component("BASIS", spoken(_("Basis")), "CL_BASIS"),
            Component("FLAGS", spoken(_("Flags"))),
            Component("FIGURE", spoken(_("Value"))),
            Component("FIGURE_UNIT", spoken(_("Unit"))),
            Component("FIGURE_PERIOD", spoken(_("Period"))),
        ),
        measure=Component(VALUE, spoken(_("Colour")), "CL_STATE"),
        codelists=_rating_lists(bundle),
        prepared=prepared_on(bundle),
        rows=partial(_rating_rows, bundle, {}),
        narrowed=partial(_rating_rows, bundle),
    )


def _rating_lists(bundle: Bundle) -> dict[str, Codelist]:
    ratings = bundle.ratings
    return {
        "CL_FRAMEWORK": _codelist("CL_FRAMEWORK", _("Framework"), _frameworks(bundle)),
        "CL_BENCHMARK": _codelist("CL_BENCHMARK", _("Benchmark"), _benchmarks(bundle)),
        "CL_AREA": _codelist(
            "CL_AREA", _("Place"), _places(bundle, {row["place"] for row in ratings})
        ),
        "CL_OBS_STATUS": _status_list(),
        "CL_STATE": _words("CL_STATE", _("Colour"), terms.COLOURS),
        "CL_REASON": _words("CL_REASON", _("Reason of grey"), terms.REASONS),
        "CL_BASIS": _words("CL_BASIS", _("Basis"), terms.BASES),
        "CL_GRADE": Codelist(
            "CL_GRADE", spoken(_("Evidence grade")), {c: {"en": c} for c in "ABCD"}
        ),
        "CL_RATING_STATUS": Codelist(
            "CL_RATING_STATUS",
            spoken(_("Verdict of the rule")),
            {
                code_of(text): {"en": text.replace("_", " ")}
                for text in sorted({row["status"] for row in ratings})
            },
        ),
    }


def edition_period(bundle: Bundle) -> str:
    """Return an edition as a period of SDMX: its key where that is a year, else its day."""
    is_year = bundle.key.isascii() and bundle.key.isdigit() and len(bundle.key) == 4
    return bundle.key if is_year else str(bundle.edition["as_of"])[:10]


def benchmark_code(framework: str, benchmark: str) -> str:
    """Return the code of a benchmark: keys repeat between frameworks, codes do not."""
    return code_of(f"{framework}_{benchmark}")


def _rating_rows(bundle: Bundle, wanted: Wanted) -> Iterator[Row]:
    period = edition_period(bundle)
    found = [row for row in bundle.ratings if _may_be(wanted, "REF_AREA", code_of(row["place"]))]
    for row in sorted(found, key=lambda row: (row["framework"], row["benchmark"], row["place"])):
        yield {
            "FRAMEWORK": code_of(row["framework"]),
            "BENCHMARK": benchmark_code(row["framework"], row["benchmark"]),
            "REF_AREA": code_of(row["place"]),
            TIME: period,
            VALUE: row["state"],
            "OBS_STATUS": _GREY_STATUS.get(row["reason"], "O") if row["state"] == "grey" else "A",
            "REASON": row["reason"] or None,
            "RATING_STATUS": code_of(row["status"]) if row["status"] else None,
            "CONFIDENCE": letter_of(bundle, row) or None,
            "BASIS": row["basis"] or None,
            "FLAGS": " ".join(row["flags"]) or None,
            "FIGURE": _figure(row["value"]),
            "FIGURE_UNIT": row["unit"] or None,
            "FIGURE_PERIOD": row["period"] or None,
        }


def _figure(value: Any) -> str | None:
    return number_text(tidy(float(value))) if isinstance(value, int | float) else None


def _frameworks(bundle: Bundle) -> dict[str, dict[str, str]]:
    return {code_of(key): _title(document) for key, document in bundle.frameworks.items()}


def _benchmarks(bundle: Bundle) -> dict[str, dict[str, str]]:
    return {
        benchmark_code(framework, row["key"]): {
            language: f"{row['key']} {text}" for language, text in _title(row).items()
        }
        for framework in bundle.frameworks
        for row in bundle.benchmarks(framework)
    }


def _title(document: Json) -> dict[str, str]:
    texts = document.get("title") or document.get("text") or {}
    return dict(texts) if isinstance(texts, dict) and texts else {"en": str(document["key"])}


def _words(name: str, title: object, words: Mapping[str, object]) -> Codelist:
    return Codelist(name, spoken(title), {code: spoken(word) for code, word in words.items()})
