"""A synthetic edition that also measures corridors: prices of services, flows, recruitment."""

from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from tests.factories import bundle as whole
from tests.factories.bundle_places import text

Json = dict[str, Any]
NEAR, FAR, THIN = ("276", "792"), ("840", "484"), ("276", "608")
"""The first keeps the cap, the second does not, the third has too few services to say."""

SERVICES: dict[tuple[str, str], dict[str, list[tuple[str, float | None, str]]]] = {
    NEAR: {
        "2017": [
            ("alpha", 6.0, "accessible=yes|days=1|transparent=yes"),
            ("beta", 7.0, "accessible=yes|days=2|transparent=yes"),
            ("gamma", 8.0, "accessible=yes|days=5|transparent=yes"),
        ],
        "2019": [
            ("alpha", 3.0, "accessible=yes|days=1|transparent=yes"),
            ("beta", 4.0, "accessible=yes|days=2|transparent=yes"),
            ("gamma", 5.0, "accessible=yes|days=5|transparent=yes"),
            ("slow", 1.0, "accessible=yes|days=6|transparent=yes"),
            ("veiled", 0.5, "accessible=yes|days=1|transparent=no"),
        ],
    },
    FAR: {
        "2019": [
            ("alpha", 9.0, "accessible=yes|days=1|transparent=yes"),
            ("beta", 6.0, "accessible=yes|days=1|transparent=yes"),
            ("delta", 7.5, "accessible=yes|days=1|transparent=yes"),
        ]
    },
    THIN: {"2019": [("alpha", 10.0, "days=1|transparent=yes"), ("beta", None, "transparent=yes")]},
}


def write_with_corridors(releases: Path) -> Path:
    """Write the synthetic edition 2019 with figures of three corridors; return its folder."""
    folder = whole.write_edition(releases, "2019")
    prices = [
        _row(ends, period, "|".join(sorted([f"service={name}", *marks.split("|")])), cost)
        for ends, periods in SERVICES.items()
        for period, services in periods.items()
        for name, cost, marks in services
    ]
    add(folder, "service-prices", "price", prices)
    flows = [_row(NEAR, "2018", "", 300.0), _row(FAR, "2018", "", 100.0)]
    add(folder, "money-sent", "flow", flows)
    add(folder, "cost-of-recruitment", "recruitment", [_row(FAR, "2019", "", 2.5)])
    return folder


def _row(ends: tuple[str, str], period: str, breakdown: str, value: float | None) -> Json:
    status = "A" if value is not None else "M"
    return {
        "area": ends[0], "counterpart": ends[1], "period": period, "period_start": None,
        "breakdown": breakdown, "value": value, "status": status, "note": "", "vintage": "v1",
    }  # fmt: skip


def add(folder: Path, key: str, role: str, rows: list[Json]) -> None:
    """Add an indicator of corridors to a bundle that nobody verifies."""
    path = folder / "indicators.json"
    known = orjson.loads(path.read_bytes())
    definition = {
        **known[0], "key": key, "title": text(f"Made up: {key}"), "kind": "rate",
        "aggregation": "none", "unit": {"key": "percent", "label": text("per cent")},
        "corridor": {"role": role, "area": "residence", "with": "remittance-cost"},
    }  # fmt: skip
    path.write_bytes(orjson.dumps([*known, definition]))
    table = pa.Table.from_pylist(rows)
    pq.write_table(table, folder / "observations" / f"{key}.parquet")
