"""The ratings of an edition as one table, made by the engine of bulk computations.

What the engine can rate it rates in bulk; a benchmark that joins a rule and an indicator of
different kinds is computed and added. The table holds rules alone: no judgement of assessors and no
decision.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from milepost.engine.connection import connect
from milepost.engine.treaty_rows import COUNTS
from milepost.kernel.errors import BadInput
from milepost.kernel.files import sha256_of, write_atomically
from milepost.kernel.findings import Finding
from milepost.reviews.bulk import ORDER, SCHEMA, BulkRatings, rate_in_bulk
from milepost.reviews.bulk_adoption import count_in_bulk
from milepost.reviews.computation import compute
from milepost.reviews.material import Document, Material
from milepost.reviews.result_selectors import collect_material, list_ratings
from milepost.reviews.workbench import WORLD

WAYS = {True: "bulk", False: "single"}
TABLE = pa.schema([*SCHEMA, ("way", pa.string())])
"""The columns of the table: those of bulk ratings, and which way a rating was made."""
FLAGS = {
    "is_stale": "stale",
    "has_break": "break_in_series",
    "is_slipping": "slipping",
    "is_volatile": "volatile",
}
SAME = ("state", "reason", "status", "value", "period")
SHARES = ("gap_share", "time_share", "ratio")


@dataclass(frozen=True, slots=True)
class Beside:
    """Tables to write beside the ratings: parties to treaties, and how firm each colour is."""

    parties: Path | None = None
    sensitivity: Path | None = None

    def as_dict(self) -> dict[str, str]:
        """Return the files that were asked for."""
        files = {"parties_file": self.parties, "sensitivity_file": self.sensitivity}
        return {name: str(path) for name, path in files.items() if path}


NOTHING = Beside()


@dataclass(frozen=True, slots=True)
class Written:
    """A table of ratings that was written; ``left_out`` counts the benchmarks made one by one."""

    edition: str
    engine: str
    path: Path
    ratings: int
    in_bulk: int
    left_out: int
    sha256: str
    beside: Beside = NOTHING

    def as_dict(self) -> dict[str, str | int]:
        """Return plain values."""
        return {
            "edition": self.edition,
            "engine": self.engine,
            "file": str(self.path),
            "ratings": self.ratings,
            "in_bulk": self.in_bulk,
            "benchmarks_one_by_one": self.left_out,
            "sha256": self.sha256,
            **self.beside.as_dict(),
        }


def rate_edition(
    key: str,
    path: Path,
    *,
    address: str | None = None,
    every_breakdown: bool = False,
    compare: bool = False,
    beside: Beside = NOTHING,
) -> Written:
    """Write the table of ratings of an edition, as Parquet or, where the name ends so, as CSV.

    ``address`` names an engine (see ``milepost.engine.connection.connect``); without it the
    setting chooses. With ``compare`` every row must say what the computed edition says, or
    nothing is written and ``BadInput`` names the rows that differ. ``beside`` says where other
    tables are written: the parties to the treaties, by group and year, and for each rating what
    small changes of the question would do to its colour. Raises also ``NotFound``,
    ``EditionNotComputed`` and the errors of the engine.
    """
    material = collect_material(key)
    with connect(address) as engine:
        bulk = rate_in_bulk(
            engine,
            material,
            every_breakdown=every_breakdown,
            firmness=beside.sensitivity is not None,
        )
        counted = None if beside.parties is None else count_in_bulk(engine, material)
        kind = engine.kind
    table = make_table(material, bulk)
    if compare:
        findings = list(find_differences(table, list_ratings(key), material))
        if findings:
            raise BadInput(findings)
    write_table(table, path)
    for other, place in ((counted, beside.parties), (bulk.firmness, beside.sensitivity)):
        if other is not None and place is not None:
            write_table(other, place)
    in_bulk, left_out = bulk.table.num_rows, len(bulk.left_out)
    return Written(key, kind, path, table.num_rows, in_bulk, left_out, sha256_of(path), beside)


def make_table(material: Material, bulk: BulkRatings) -> pa.Table:
    """Return the table of ratings: those made in bulk, and the others one by one."""
    rest = list(_one_by_one(material, frozenset(bulk.left_out)))
    ways = pa.array([WAYS[True]] * bulk.table.num_rows, pa.string())
    tables = [
        bulk.table.append_column("way", ways).cast(TABLE),
        pa.Table.from_pylist(rest, schema=TABLE),
    ]
    table = pa.concat_tables(tables).sort_by([(name, "ascending") for name in ORDER])
    return table.combine_chunks()


def write_table(table: pa.Table, path: Path) -> None:
    """Write a table of ratings or parties; the same table gives the same bytes."""
    content = BytesIO()
    if path.suffix == ".csv":
        pyarrow.csv.write_csv(table, content)
    else:
        pq.write_table(table, content, compression="zstd")
    write_atomically(path, content.getvalue())


def _one_by_one(material: Material, left_out: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Return the ratings of benchmarks that the engine does not rate, where there are data."""
    frameworks = [
        {
            **framework,
            "benchmarks": [
                benchmark
                for benchmark in framework["benchmarks"]
                if f"{framework['key']}/{benchmark['key']}" in left_out
            ],
        }
        for framework in material.frameworks
    ]
    measures = {
        (framework["key"], benchmark["key"]): benchmark["measure"]
        for framework in frameworks
        for benchmark in framework["benchmarks"]
    }
    result = compute(replace(material, frameworks=frameworks, assessments=[], decisions=[]))
    groups = {group["code"] for group in material.groups}
    for rating in result.ratings:
        computed = rating["computed"]
        if computed is not None and computed["status"] != "no_data":
            measure = measures[rating["framework"], rating["benchmark"]]
            yield _row(rating, measure, is_group=rating["place"] in groups)


def _row(rating: Document, measure: Document, *, is_group: bool) -> dict[str, Any]:
    numbers, flags, place = rating["numbers"], set(rating["flags"]), rating["place"]
    scope = "group" if is_group else "state"
    return {
        **{name: numbers.get(name) for name in SCHEMA.names if name not in COUNTS},
        **({name: numbers.get(name) for name in COUNTS} if "eligible" in numbers else {}),
        **(rating["coverage"] or {}),
        **{name: rating[name] for name in ("framework", "benchmark", "place")},
        **{name: rating["computed"][name] for name in SAME},
        **{column: flag in flags for column, flag in FLAGS.items()},
        "period": rating["computed"]["period"] or None,
        "indicator": measure["indicator"],
        "breakdown": measure.get("breakdown") or "",
        "scope": "world" if place == WORLD else scope,
        "change_per_year": numbers.get("relative_change_per_year"),
        "points": None,
        "way": WAYS[False],
    }


# --- comparing ----------------------------------------------------------------------------------


def find_differences(
    table: pa.Table, ratings: list[Document], material: Material
) -> Iterator[Finding]:
    """Find the rows of a table that do not say what the ratings of an edition say.

    Only the breakdown that a benchmark names is compared. A place all of whose observations are
    refused has no rating in an edition that does not ask for it; its row says ``no_data``.
    """
    asked = {
        (framework["key"], benchmark["key"]): (benchmark.get("measure") or {}).get("breakdown")
        for framework in material.frameworks
        for benchmark in framework["benchmarks"]
    }
    known = {(row["framework"], row["benchmark"], row["place"]): row for row in ratings}
    met = set()
    for row in table.to_pylist():
        where = (row["framework"], row["benchmark"], row["place"])
        if row["breakdown"] != (asked[where[:2]] or ""):
            continue
        met.add(where)
        rating = known.get(where)
        if rating is not None:
            own, other = _apart(_says(row), said(rating))
            if own:
                yield _finding(where, own, other)
        elif row["status"] != "no_data":
            yield _finding(where, f"status {row['status']}", _("no rating"))
    for where, rating in known.items():
        computed = rating["computed"]
        if where not in met and computed is not None and computed["period"]:
            yield _finding(where, _("no row"), f"status {computed['status']}")


def said(rating: Document) -> dict[str, Any]:
    """Return what the rules say in a rating of an edition, in the columns of the table."""
    computed, flags = rating["computed"], set(rating["flags"])
    # Other rules have numbers of the same names, which are none of the table's.
    counted = COUNTS if "eligible" in rating["numbers"] else ()
    return {
        **dict.fromkeys(COUNTS),
        **{name: computed[name] for name in SAME},
        "period": computed["period"] or None,
        **{name: rating["numbers"].get(name) for name in (*SHARES, *counted)},
        **{column: flag in flags for column, flag in FLAGS.items()},
    }


def _says(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in (*SAME, *SHARES, *COUNTS, *FLAGS)}


def _apart(own: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, str]:
    """Return what differs, as texts."""
    names = [name for name in own if own[name] != other[name]]
    first, second = (", ".join(f"{name} {side[name]}" for name in names) for side in (own, other))
    return first, second


def _finding(where: tuple[str, str, str], own: str, other: str) -> Finding:
    what = _("The table says: %(own)s. The edition says: %(other)s.")
    return Finding(
        code="REVIEWS_RATINGS_DIFFER",
        where=" ".join(where),
        what=what % {"own": own, "other": other},
        why=_("Both are computed by the same rules from the same observations."),
        remedy=_("Compute an edition that is out of date again; report any other difference."),
    )
