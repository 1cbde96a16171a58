"""Small materials written by hand, so that a test reads like a table."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from milepost.measure.series import period_start
from milepost.reviews.material import Material
from milepost.reviews.rating_rules import list_rules

SCHEMA = pa.schema(
    [
        ("area", pa.string()),
        ("counterpart", pa.string()),
        ("period", pa.string()),
        ("period_start", pa.date32()),
        ("breakdown", pa.string()),
        ("value", pa.float64()),
        ("status", pa.string()),
        ("note", pa.string()),
        ("vintage", pa.string()),
    ]
)

Fact = tuple[Any, ...]
"""``(area, period, value[, breakdown[, status[, note]]])``."""


def table(facts: Iterable[Fact]) -> pa.Table:
    """Return an observation table of facts."""
    rows = []
    for fact in facts:
        area, period, value, *rest = fact
        filled = [*rest, *("", "A", "")[len(rest) :]]
        breakdown, status, note = filled
        rows.append(
            {
                "area": area,
                "counterpart": "",
                "period": period,
                "period_start": period_start(period),
                "breakdown": breakdown,
                "value": value,
                "status": status,
                "note": note,
                "vintage": "v1",
            }
        )
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def country(code: str, *, un_member: bool = True) -> dict[str, Any]:
    """Return a country."""
    return {"code": code, "kind": "country", "un_member": un_member, "names": {"en": code}}


def group(code: str, members: Sequence[str]) -> dict[str, Any]:
    """Return a group."""
    return {"code": code, "kind": "m49", "names": {"en": code}, "members": list(members)}


def benchmark(key: str = "1.1", **changes: Any) -> dict[str, Any]:
    """Return a judged world benchmark, changed as asked."""
    return {
        "key": key,
        "node": "1-r1",
        "goal": "1",
        "order": 1,
        "title": {"en": key},
        "text": {"en": key},
        "type": "outcome",
        "action_by": ["government"],
        "level": "world",
        "verification": [],
        "source": None,
        "measure": None,
        "judge": None,
        **changes,
    }


def measure(indicator: str, rule: str, **changes: Any) -> dict[str, Any]:
    """Return how a benchmark is measured."""
    return {
        "indicator": indicator,
        "breakdown": "",
        "rule": rule,
        "parameters": {},
        "direction": "up",
        "baseline": None,
        "target": None,
        "deadline": None,
        **changes,
    }


def indicator(key: str, aggregation: str, **changes: Any) -> dict[str, Any]:
    """Return a definition."""
    return {
        "key": key,
        "title": {"en": key},
        "unit": {"key": "unit", "label": {"en": "unit"}},
        "kind": "rate",
        "aggregation": aggregation,
        "weight": None,
        "eligible": None,
        "direction": "up",
        "decimals": 0,
        **changes,
    }


def assessment(
    place: str = "001", colour: str | None = "green", *, key: str = "1.1", name: str = "a"
) -> dict[str, Any]:
    """Return an assessment."""
    return {
        "id": f"{key}-{place}-{name}",
        "framework": "plan",
        "benchmark": key,
        "place": place,
        "standpoint": "academia",
        "colour": colour,
        "reason": {"en": "Because."},
        "confidence": None,
        "assessor": name,
        "assessed_on": "2015-11-01",
        "citations": [],
    }


def material(
    benchmarks: Sequence[dict[str, Any]],
    *,
    countries: Sequence[str] = (),
    groups: dict[str, Sequence[str]] | None = None,
    indicators: Sequence[dict[str, Any]] = (),
    facts: Mapping[str, Sequence[Fact]] | None = None,
    as_of: str = "2015-11-25",
    **others: Any,
) -> Material:
    """Return a material with the world over all countries and the framework ``plan``."""
    everyone = list(countries) or ["004", "008", "012", "020"]
    edition = {
        "key": "test",
        "title": {"en": "Test"},
        "as_of": as_of,
        "main_framework": "plan",
        "frameworks": ["plan"],
        "heatmap_places": others.pop("heatmap_places", ["001"]),
    }
    sets = {"001": everyone, "un-members": everyone, **(groups or {})}
    return Material(
        edition=edition,
        frameworks=[{"key": "plan", "nodes": [], "benchmarks": list(benchmarks)}],
        areas=[country(code) for code in everyone],
        groups=[group(code, members) for code, members in sets.items()],
        indicators={item["key"]: item for item in indicators},
        observations={key: table(rows) for key, rows in (facts or {}).items()},
        assessments=list(others.pop("assessments", ())),
        decisions=list(others.pop("decisions", ())),
        rules=list_rules(),
    )


def rating(result: Any, place: str = "001", key: str = "1.1") -> dict[str, Any]:
    """Return the one rating of a benchmark and place."""
    found = [r for r in result.ratings if r["place"] == place and r["benchmark"] == key]
    assert len(found) == 1, (place, key, len(found))
    row: dict[str, Any] = found[0]
    return row
