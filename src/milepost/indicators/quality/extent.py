"""How much there is: coverage by region and year, breakdowns, statuses, age."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from milepost.indicators.quality.material import ACTS, Basis, Document, Places, Row, Weights
from milepost.measure.quality import coverage
from milepost.measure.rounding import tidy
from milepost.measure.versions import GRACE_YEARS, expected_years, is_stale, years_old


def coverage_part(basis: Basis, places: Places, rows: Sequence[Row]) -> Document:
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


def _having(basis: Basis, rows: Sequence[Row]) -> tuple[str, dict[int, set[str]]]:
    usable = [row for row in rows if not row.is_missing and not row.counterpart]
    if basis.definition.get("aggregation") == ACTS:
        known = {row.area for row in usable}
        return "known", {basis.as_of.year: known} if known else {}
    totals = [row for row in usable if not row.breakdown]
    found: dict[int, set[str]] = defaultdict(set)
    for row in totals or usable:
        if row.status != "F":
            found[row.start.year].add(row.area)
    return "total" if totals else "any", found


def breakdown_part(basis: Basis, rows: Sequence[Row]) -> list[Document]:
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
    for row in rows:
        if row.is_missing:
            continue
        for dimension, code in _parts(row.breakdown):
            areas[dimension][code].add(row.area)
            counts[dimension, code] += 1
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


def count_part(places: Places, rows: Sequence[Row]) -> Document:
    """Return how many values there are, of which status, and what is nought, missing, doubled."""
    values = [row for row in rows if not row.is_missing]
    own = {row.area for row in values if not row.counterpart}
    without = [code for code in places.eligible if code not in own]
    doubled = _doubled(values)
    return {
        "rows": len(rows),
        "values": len(values),
        "corridors": sum(bool(row.counterpart) for row in rows),
        "statuses": dict(sorted(Counter(row.status for row in values).items())),
        "missing": dict(sorted(Counter(row.status for row in rows if row.is_missing).items())),
        "zeros": sum(row.value == 0 for row in values),
        "estimated_share": _share(values, "E"),
        "imputed_share": _share(values, "I"),
        "states_with_value": len(places.eligible) - len(without),
        "states_eligible": len(places.eligible),
        "states_without": without,
        "first_period": min((row.period for row in values), default=""),
        "last_period": max((row.period for row in values), default=""),
        "duplicates": len(doubled),
        "doubled": doubled,
    }


def _share(values: Sequence[Row], status: str) -> float:
    count = sum(row.status == status for row in values)
    return tidy(count / len(values)) if values else 0.0


def _doubled(values: Sequence[Row]) -> list[Document]:
    """Return what stands twice: one place, breakdown and moment under two names of a period."""
    seen: dict[tuple[str, str, str, date], list[Row]] = defaultdict(list)
    for row in values:
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


def age_part(basis: Basis, places: Places, rows: Sequence[Row]) -> Document:
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
    usable = [row for row in rows if not row.is_missing and not row.counterpart]
    if basis.definition.get("aggregation") == ACTS:
        part["known_until"] = max((row.period for row in usable), default=None)
        return part
    latest: dict[str, Row] = {}
    for row in usable:
        if row.status != "F" and (row.area not in latest or latest[row.area].start < row.start):
            latest[row.area] = row
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
