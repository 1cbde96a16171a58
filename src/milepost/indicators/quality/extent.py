"""How much there is: coverage by region and year, breakdowns, statuses, age."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from milepost.indicators.ordering import key_of
from milepost.indicators.quality.material import (
    ACTS,
    FORECAST_STATUS,
    Basis,
    Document,
    Places,
    Row,
    Rows,
    Weights,
    list_rows,
    missing_of,
)
from milepost.measure.quality import coverage
from milepost.measure.rounding import tidy
from milepost.measure.versions import GRACE_YEARS, expected_years, is_stale, years_old


def coverage_part(basis: Basis, places: Places, rows: Rows) -> Document:
    """Return the share of eligible states (and of weight) with a value, by region and year.

    ``basis`` says what was counted: ``total`` values, values of ``any`` breakdown where there are
    no totals, or for treaties the ``known`` status on the day of the edition.
    """
    kind, having = _having(basis, rows)
    weights = Weights(basis.weights, basis.as_of)
    return {
        "basis": kind,
        "rows": [
            {
                "place": region,
                "year": year,
                "states": found.states,
                "eligible": found.eligible,
                "share": found.share,
                "weight_share": found.weight_share,
            }
            for region in places.regions
            for year in sorted(having)
            for found in [coverage(places.members(region), having[year], weights.at(year))]
        ],
    }


def _having(basis: Basis, rows: Rows) -> tuple[str, dict[int, set[str]]]:
    usable = rows.own
    if basis.definition.get("aggregation") == ACTS:
        known = set(usable["area"].unique().to_pylist())
        return "known", {basis.as_of.year: known} if known else {}
    totals = usable.filter(pc.equal(usable["breakdown"], ""))
    counted = _no_forecasts(totals if totals.num_rows else usable)
    years = pa.table({"year": pc.year(counted["period_start"]), "area": counted["area"]})
    found: dict[int, set[str]] = defaultdict(set)
    for row in years.group_by(["year", "area"]).aggregate([]).to_pylist():
        found[row["year"]].add(row["area"])
    return "total" if totals.num_rows else "any", found


def _no_forecasts(table: pa.Table) -> pa.Table:
    return table.filter(pc.not_equal(table["status"], FORECAST_STATUS))


def breakdown_part(basis: Basis, rows: Rows) -> list[Document]:
    """Return each dimension that is expected or found, with its codes and those missing.

    ``expected`` is None where the definition does not name the dimension, and an empty list
    where it names the dimension without codes.
    """
    wanted = {
        str(item["dimension"]): [str(code) for code in item.get("codes") or ()]
        for item in basis.definition.get("breakdowns") or ()
    }
    areas: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    counts: Counter[tuple[str, str]] = Counter()
    several = rows.values.group_by(["breakdown", "area"]).aggregate([([], "count_all")])
    for row in several.to_pylist():
        for dimension, code in _parts(row["breakdown"]):
            areas[dimension][code].add(row["area"])
            counts[dimension, code] += row["count_all"]
    return [
        {
            "dimension": dimension,
            "expected": wanted.get(dimension),
            "found": [
                {
                    "code": code,
                    "places": len(areas[dimension][code]),
                    "values": counts[dimension, code],
                    "is_expected": not wanted.get(dimension) or code in wanted[dimension],
                }
                for code in sorted(areas[dimension])
            ],
            "missing": [code for code in wanted.get(dimension, ()) if code not in areas[dimension]],
            "is_missing": dimension in wanted and not areas[dimension],
        }
        for dimension in sorted({*wanted, *areas})
    ]


def _parts(breakdown: str) -> Iterable[tuple[str, str]]:
    for part in breakdown.split("|") if breakdown else ():
        dimension, _equals, code = part.partition("=")
        yield dimension, code


def count_part(places: Places, rows: Rows) -> Document:
    """Return how many values there are, of which status, and what is nought, missing, doubled."""
    values = rows.values
    own = set(rows.own["area"].unique().to_pylist())
    without = [code for code in places.eligible if code not in own]
    doubled = _doubled(values)
    statuses, periods = count_values(values["status"]), values["period"].unique().to_pylist()
    return {
        "rows": rows.every.num_rows,
        "values": values.num_rows,
        "corridors": _sum(pc.not_equal(rows.every["counterpart"], "")),
        "statuses": statuses,
        "missing": count_values(missing_of(rows)["status"]),
        "zeros": _sum(pc.equal(values["value"], 0.0)),
        "estimated_share": _share(statuses, "E"),
        "imputed_share": _share(statuses, "I"),
        "states_with_value": len(places.eligible) - len(without),
        "states_eligible": len(places.eligible),
        "states_without": without,
        "first_period": min(periods, default=""),
        "last_period": max(periods, default=""),
        "duplicates": len(doubled),
        "doubled": doubled,
    }


def _sum(flags: pa.ChunkedArray) -> int:
    return int(pc.sum(flags).as_py() or 0)


def count_values(column: pa.ChunkedArray) -> dict[str, int]:
    """Return how often each text stands in a column, by text."""
    found = {row["values"]: row["counts"] for row in column.value_counts().to_pylist()}
    return dict(sorted(found.items()))


def _share(statuses: Mapping[str, int], status: str) -> float:
    values = sum(statuses.values())
    return tidy(statuses.get(status, 0) / values) if values else 0.0


def _doubled(values: pa.Table) -> list[Document]:
    """Return what stands twice: one place, breakdown and moment under two names of a period."""
    seen: dict[tuple[str, str, str, date], list[Row]] = defaultdict(list)
    for row in list_rows(_standing_twice(values.combine_chunks())):
        seen[row.area, row.counterpart, row.breakdown, row.start].append(row)
    return [
        {
            "area": key[0],
            "counterpart": key[1],
            "breakdown": key[2],
            "periods": sorted(row.period for row in same),
        }
        for key, same in sorted(seen.items())
        if len(same) > 1
    ]


def _standing_twice(values: pa.Table) -> pa.Table:
    """Return at least the rows that share place, breakdown and moment with another."""
    if not values.num_rows:
        return values
    key = key_of(values, ("area", "counterpart", "breakdown", "period_start"))
    if key is None:
        return values
    counts = key.value_counts()
    several = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    return values.filter(pc.is_in(key, value_set=several))


def age_part(basis: Basis, places: Places, rows: Rows) -> Document:
    """Return how old the newest value of each state and region is on the day of the edition.

    A value is stale when it is older than the interval that the definition promises and two years
    for its way to publication. Without a promise nothing is stale and the age is stated.
    """
    expected = expected_years(str(basis.definition.get("frequency") or ""))
    part: Document = {
        "frequency": basis.definition.get("frequency") or "",
        "expected_years": expected,
        "grace_years": GRACE_YEARS,
        "known_until": None,
        "states": [],
        "regions": [],
    }
    if basis.definition.get("aggregation") == ACTS:
        periods = rows.own["period"].unique().to_pylist()
        part["known_until"] = max(periods, default=None)
        return part
    latest = _latest(_no_forecasts(rows.own))
    ages = {code: years_old(row.period, basis.as_of) for code, row in latest.items()}
    part["states"] = [
        {
            "area": code,
            "latest": latest[code].period,
            "age": ages[code],
            "stale": is_stale(ages[code], expected),
        }
        for code in places.eligible
        if code in latest
    ]
    part["regions"] = [
        _region_age(region, [s for s in part["states"] if s["area"] in members])
        for region in places.regions
        for members in [frozenset(places.members(region))]
    ]
    return part


def _latest(usable: pa.Table) -> dict[str, Row]:
    """Return the newest row of each area; the first one where several are as new."""
    newest = usable.group_by("area").aggregate([("period_start", "max")])
    of_area = pc.index_in(usable["area"], value_set=newest["area"].combine_chunks())
    starts = newest["period_start_max"].combine_chunks().take(of_area.combine_chunks())
    latest: dict[str, Row] = {}
    for row in list_rows(usable.filter(pc.equal(usable["period_start"], starts))):
        latest.setdefault(row.area, row)
    return latest


def _region_age(region: str, states: Sequence[Document]) -> Document:
    stale = [state for state in states if state["stale"]]
    is_judged = bool(states) and states[0]["stale"] is not None
    return {
        "place": region,
        "states": len(states),
        "latest": max((state["latest"] for state in states), default=None),
        "oldest": min((state["latest"] for state in states), default=None),
        "stale": len(stale) if is_judged else None,
        "stale_share": tidy(len(stale) / len(states)) if is_judged else None,
    }
