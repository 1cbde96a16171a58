"""The quality report of one indicator: one JSON document, the same from every origin."""

from collections.abc import Mapping
from operator import itemgetter

import pyarrow as pa
import pyarrow.compute as pc

from milepost.indicators.quality.extent import (
    age_part,
    breakdown_part,
    count_part,
    count_values,
    coverage_part,
)
from milepost.indicators.quality.material import (
    Basis,
    Document,
    Places,
    Rows,
    empty_given,
    list_rows,
    missing_of,
    read_rows,
    series_of,
)
from milepost.indicators.quality.screening import screen_rows, without_collector
from milepost.indicators.quality.sources import break_part, conflict_part
from milepost.indicators.quality.suspects import find_suspects
from milepost.measure.derive import REFUSED
from milepost.measure.expression import input_keys
from milepost.measure.quality import Nature, Sieve, Suspicion
from milepost.measure.rounding import tidy

FORMAT = 1
STATES_NOT_QUANTITIES = frozenset({"adoption", "policy"})


def assess(basis: Basis) -> Document:
    """Return the report of an indicator as JSON values; the same basis gives the same report.

    Keys: format, indicator, as_of, made_from (keys of the inputs of a derived indicator),
    coverage, breakdowns, counts, outliers, breaks, conflicts, age, summary, of a derived indicator
    results, and ``given``, which is what cannot be computed from the observations that count.
    """
    filled = Basis(
        definition=basis.definition,
        as_of=basis.as_of,
        observations=basis.observations,
        areas=basis.areas,
        groups=basis.groups,
        weights=basis.weights,
        given={**empty_given(), **basis.given},
    )
    rows = read_rows(filled.observations, filled.as_of)
    series = series_of(rows)
    places = Places(filled)
    derived = filled.definition.get("derived")
    report: Document = {
        "format": FORMAT,
        "indicator": filled.definition["key"],
        "as_of": filled.as_of.isoformat(),
        "made_from": list(input_keys(derived)) if derived else [],
        "coverage": coverage_part(filled, places, rows),
        "breakdowns": breakdown_part(filled, rows),
        "counts": count_part(places, rows),
        "outliers": outlier_part(filled.definition, series),
        "breaks": break_part(filled, series),
        "conflicts": conflict_part(filled, rows),
        "age": age_part(filled, places, rows),
        "given": filled.given,
    }
    if derived:
        report["results"] = result_part(rows)
    report["summary"] = summarise(report)
    return report


def result_part(rows: Rows) -> Document:
    """Return why results are missing: how many for each reason, and those to ask about.

    The latter are missing because of what the inputs say (``measure.derive.REFUSED``), such as a
    part of a whole that is below zero, and not because nothing is known.
    """
    missing = missing_of(rows)
    refused = list_rows(
        missing.filter(pc.is_in(missing["note"], value_set=pa.array(sorted(REFUSED))))
    )
    refused.sort(key=lambda row: (row.area, row.breakdown, row.start, row.period))
    return {
        "missing": count_values(missing["note"]),
        "refused": [
            {"area": row.area, "breakdown": row.breakdown, "period": row.period, "why": row.note}
            for row in refused
        ],
    }


def outlier_part(definition: Document, series: pa.Table) -> Document:
    """Return the values that deserve a question, those with most reasons first.

    ``series`` is what ``series_of`` gives. Only series that may hold such a value are screened.
    """
    nature = nature_of(definition)
    sieve = Sieve()
    suspects = find_suspects(series, nature, sieve)
    with without_collector():
        # Made into rows as they are found: objects kept beside them would double the memory.
        found = [
            (-_weight(it), area, breakdown, it.period, _question(area, breakdown, it))
            for area, breakdown, it in screen_rows(suspects.rows, nature, sieve)
        ]
    found.sort(key=itemgetter(0, 1, 2, 3))
    return {
        "series": suspects.series,
        "short_series": suspects.short_series,
        "values": suspects.values,
        "changes_judged": nature.moves,
        "parameters": sieve.as_dict(),
        "found": [item[-1] for item in found],
    }


def _question(area: str, breakdown: str, suspicion: Suspicion) -> Document:
    return {
        "area": area,
        "breakdown": breakdown,
        "period": suspicion.period,
        "value": tidy(suspicion.value),
        "reasons": [{"code": reason.code, "values": reason.values} for reason in suspicion.reasons],
    }


def nature_of(definition: Document) -> Nature:
    """Return what the definition says about values before any is seen."""
    kind = definition.get("kind")
    is_percent = (definition.get("unit") or {}).get("key") == "percent"
    return Nature(
        minimum=definition.get("minimum"),
        maximum=None if kind == "adoption" else definition.get("maximum"),
        is_count=kind == "count",
        moves=kind not in STATES_NOT_QUANTITIES,
        decimals=int(definition.get("decimals", 1)) if is_percent or kind != "count" else 0,
    )


def _weight(suspicion: Suspicion) -> float:
    scores = [abs(reason.values.get("z", 0.0)) for reason in suspicion.reasons]
    return max(scores, default=0.0) + 10.0 * sum(
        reason.code not in {"unusual_change", "jump"} for reason in suspicion.reasons
    )


def summarise(report: Mapping[str, Document]) -> Document:
    """Return the few numbers of a report that stand in a list of indicators."""
    counts, conflicts, age = report["counts"], report["conflicts"], report["age"]
    world = [row for row in report["coverage"]["rows"] if row["place"] == "001"]
    regions = age["regions"]
    decided = len(conflicts["decided"])
    return {
        "values": counts["values"],
        "states_with_value": counts["states_with_value"],
        "states_eligible": counts["states_eligible"],
        "first_period": counts["first_period"],
        "last_period": counts["last_period"],
        "latest_year": world[-1]["year"] if world else None,
        "latest_states": world[-1]["states"] if world else 0,
        "outliers": len(report["outliers"]["found"]),
        "conflicts": conflicts["between_sources"] + len(conflicts["acts"]) + decided,
        "open_conflicts": conflicts["open"],
        "revisions": conflicts["revisions"],
        "seams": sum(group["seams"] for group in report["breaks"]["seams"]),
        "notable_breaks": len(report["breaks"]["notable"]) + len(report["breaks"]["definition"]),
        "stale_share": regions[0]["stale_share"] if regions else None,
        "stale": regions[0]["stale"] if regions else None,
        "estimated_share": counts["estimated_share"],
        "imputed_share": counts["imputed_share"],
        "duplicates": counts["duplicates"],
    }
