"""The figures of corridors in a bundle. A corridor is (residence, origin) of migrants."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from milepost.measure.remittances import Service
from milepost.measure.series import FORECAST_STATUSES, when_of
from milepost.publishing.bundle import Bundle, Json
from milepost.publishing.charts.facts import value_of

Ends = tuple[str, str]
"""M49 codes: where migrants live, and where they come from."""
PRICE, FLOW, RECRUITMENT, MIGRANTS = "price", "flow", "recruitment", "migrants"
ROLES = (PRICE, FLOW, RECRUITMENT, MIGRANTS)
YES_OR_NO: Mapping[str, bool] = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Value:
    """One figure of a corridor; ``value`` is None where ``status`` says that it is missing."""

    period: str
    when: float
    breakdown: str
    value: float | None
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class Offer:
    """The price of one service in one period: per cent of the amount sent."""

    name: str
    period: str
    when: float
    service: Service


def indicators_of(bundle: Bundle, role: str) -> list[str]:
    """Return the keys of the indicators of a role, sorted."""
    return sorted(
        key
        for key, row in bundle.indicators.items()
        if (row.get("corridor") or {}).get("role") == role
    )


def has_corridors(bundle: Bundle) -> bool:
    """Whether an edition measures anything between two countries."""
    return any(row.get("corridor") for row in bundle.indicators.values())


@lru_cache(maxsize=16)
def _by_corridor(path: Path, area_is_residence: bool) -> dict[Ends, list[Json]]:
    table = pq.read_table(path)
    found: dict[Ends, list[Json]] = {}
    for row in table.filter(pc.not_equal(table["counterpart"], "")).to_pylist():
        ends = (row["area"], row["counterpart"])
        found.setdefault(ends if area_is_residence else ends[::-1], []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (when_of(row["period"]), row["breakdown"]))
    return found


def rows_of(bundle: Bundle, indicator: str) -> Mapping[Ends, list[Json]]:
    """Return the observations of an indicator by corridor, in order of time."""
    path = bundle.folder / "observations" / f"{indicator}.parquet"
    if not path.is_file():
        return {}
    corridor = bundle.indicators[indicator]["corridor"]
    return _by_corridor(path, corridor["area"] == "residence")


def corridors(bundle: Bundle) -> list[Ends]:
    """Return every corridor with a figure, by code."""
    found: set[Ends] = set()
    for role in ROLES:
        for key in indicators_of(bundle, role):
            found |= rows_of(bundle, key).keys()
    return sorted(found)


def values_of(bundle: Bundle, indicator: str, ends: Ends) -> list[Value]:
    """Return the figures of one corridor in order of time; without forecasts."""
    return [
        Value(
            row["period"], when_of(row["period"]), row["breakdown"], value_of(row),
            row["status"], row["note"],
        )
        for row in rows_of(bundle, indicator).get(ends, ())
        if row["status"] not in FORECAST_STATUSES
    ]  # fmt: skip


def offers_of(bundle: Bundle, ends: Ends) -> Iterator[Offer]:
    """Yield the prices of services in a corridor, in order of time and name."""
    for key in indicators_of(bundle, PRICE):
        for value in values_of(bundle, key, ends):
            parts = dict(pair.split("=", 1) for pair in value.breakdown.split("|") if "=" in pair)
            service: Service = {
                "cost": value.value,
                "days": _number(parts.get("days")),
                "accessible": YES_OR_NO.get(parts.get("accessible", "").casefold()),
                "transparent": YES_OR_NO.get(parts.get("transparent", "").casefold()),
            }
            yield Offer(parts.get("service", ""), value.period, value.when, service)


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def flow_of(bundle: Bundle, ends: Ends, until: float) -> float | None:
    """Return the last known yearly flow of a corridor up to a moment; None when none is known."""
    for key in indicators_of(bundle, FLOW):
        known = [
            value.value
            for value in values_of(bundle, key, ends)
            if value.value is not None and not value.breakdown and int(value.when) <= int(until)
        ]
        if known:
            return known[-1]
    return None
