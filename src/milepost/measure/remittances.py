"""The cost of sending money (SDG 10.c): three legitimate averages, each under its own name."""

from collections.abc import Mapping, Sequence
from math import fsum
from typing import TypedDict

from milepost.measure.rounding import tidy
from milepost.measure.working import (
    Figure,
    Line,
    Ruling,
    SetAside,
    Working,
    method,
    without_value,
    worked,
)

SERVICES_IN_SMART = 3
LONGEST_DAYS = 5
TARGET_AVERAGE = 3.0
TARGET_CORRIDOR = 5.0


@method("remittance.service_cost")
def remittance_cost(
    amount: float | None,
    fee: float | None,
    market_rate: float | None,
    applied_rate: float | None,
) -> Working:
    """Return what one service costs: fee, exchange-rate margin and their total, per cent sent.

    ``fee_pct = 100 fee / amount``; ``fx_margin_pct = 100 (market - applied) / market``, rates in
    units of the receiving currency for one unit sent. Prices are compared at 200 dollars.

    Edge cases: a rate better than the market's gives a negative margin, which is kept. An amount or
    a market rate that is not above zero, or a missing input, leaves that part and the total None.

    Source: metadata of SDG 10.c.1 (2018) [read].
    """
    inputs = {
        "amount": amount,
        "fee": fee,
        "market_rate": market_rate,
        "applied_rate": applied_rate,
    }
    fee_pct = 100 * fee / amount if fee is not None and amount and amount > 0 else None
    margin = None
    if market_rate and market_rate > 0 and applied_rate is not None:
        margin = 100 * (market_rate - applied_rate) / market_rate
    total = fee_pct + margin if fee_pct is not None and margin is not None else None
    return worked(
        {"fee_pct": fee_pct, "fx_margin_pct": margin, "total_pct": total},
        Line("fee_percent", fee_pct, "100 × fee / amount"),
        Line("margin_percent", margin, "100 × (market_rate - applied_rate) / market_rate"),
        Line("cost_percent", total, "fee + margin"),
        aside=without_value(**inputs),
        caveats=("margin_negative",) if (margin or 0) < 0 else (),
    )


class Service(TypedDict, total=False):
    """One way to send 200 dollars in a corridor; ``cost`` is per cent of the amount."""

    cost: float | None
    days: float | None
    accessible: bool | None
    transparent: bool | None


class Corridor(TypedDict, total=False):
    """A sending and a receiving country, with the yearly flow when known."""

    flow: float | None
    services: Sequence[Service]
    receiving: str


Corridors = Mapping[str, Corridor]


def _mean(values: Sequence[float]) -> float | None:
    return fsum(values) / len(values) if values else None


def priced(corridor: Corridor) -> list[float]:
    """Return the costs that count in an average: those known and transparent."""
    return [
        cost
        for service in corridor.get("services") or ()
        if service.get("transparent") and (cost := service.get("cost")) is not None
    ]


def smart_average(services: Sequence[Service]) -> float | None:
    """Return the mean of the three cheapest qualifying services, None with fewer than three."""
    costs = sorted(
        cost
        for service in services
        if not _why_not_smart(service) and (cost := service.get("cost")) is not None
    )
    return _mean(costs[:SERVICES_IN_SMART]) if len(costs) >= SERVICES_IN_SMART else None


def _why_not_smart(service: Service) -> str:
    """Return why SmaRT leaves a service out, "" when it qualifies."""
    if service.get("cost") is None:
        return "value_missing"
    if not service.get("transparent"):
        return "price_not_transparent"
    if not service.get("accessible"):
        return "smart_not_accessible"
    days = service.get("days")
    return "smart_too_slow" if days is None or days > LONGEST_DAYS else ""


def _left_out(corridors: Corridors) -> list[SetAside]:
    """Return every service that some average leaves out, and why."""
    return [
        SetAside(f"{name}[{position}]", service.get("cost"), why)
        for name, corridor in corridors.items()
        for position, service in enumerate(corridor.get("services") or ())
        if (why := _why_not_smart(service))
    ]


@method("remittance.rpw")
def remittance_prices(corridors: Corridors) -> Working:
    """Return the averages of remittance prices, each under its own name (per cent of the amount).

    ``global_average`` is the simple average over all services (component 1 of SDG 10.c.1, target:
    less than 3); ``global_weighted`` weighs the corridors' averages with their yearly flows;
    ``smart`` is, by corridor, the mean of the three cheapest services that are transparent,
    accessible and take at most five days, and ``global_smart`` the simple average of those
    (component 2: no corridor above 5). They are three legitimate numbers and never one.

    Edge cases: a service whose price is not transparent is left out of every average; a slow one,
    or one that is not accessible, of SmaRT only. A criterion that is not known is not met. A
    corridor with fewer than three qualifying services has no SmaRT average and is listed. A
    corridor without a known flow, or with a negative one, is left out of the weighted average only;
    flows that are all zero give none. No service at all: None, and the target is not said to be
    met. A negative cost (a margin better than the market's) counts.

    Source: metadata of SDG 10.c.1 (2018) and Remittance Prices Worldwide [read]; three services as
    the least are ours.
    """
    costs = {name: priced(corridor) for name, corridor in corridors.items()}
    averages = {name: _mean(known) for name, known in costs.items()}
    smart = {name: smart_average(row.get("services") or ()) for name, row in corridors.items()}
    every = [cost for known in costs.values() for cost in known]
    simple, weighted = _mean(every), _weighted(corridors, averages)
    known_smart = {name: value for name, value in smart.items() if value is not None}
    known_average = [average for average in averages.values() if average is not None]
    above = [name for name, value in known_smart.items() if tidy(value) > TARGET_CORRIDOR]
    below = [average for average in known_average if tidy(average) < TARGET_CORRIDOR]
    without = [name for name, value in smart.items() if value is None]
    mean_smart = _mean(list(known_smart.values()))
    figures: dict[str, Figure] = {
        "global_average": simple,
        "corridor_average": averages,
        "global_weighted": weighted,
        "smart": smart,
        "global_smart": mean_smart,
        "corridors_without_smart": without,
        "target_a_met": simple is not None and tidy(simple) < TARGET_AVERAGE,
        "corridors_above_5_smart": above,
        "share_corridors_avg_below_5": len(below) / len(known_average) if known_average else None,
    }
    return worked(
        figures,
        *_price_lines(figures, len(every)),
        ruling=_target_a(simple),
        aside=_left_out(corridors),
        caveats=_price_caveats(figures),
    )


def _price_lines(figures: Mapping[str, Figure], services: int) -> list[Line]:
    averages, smart = figures["corridor_average"], figures["smart"]
    without, above = figures["corridors_without_smart"], figures["corridors_above_5_smart"]
    return [
        Line("services_priced", services, "#{services: transparent}"),
        *[Line("corridor_price", value, "Σ cost / n", at=name) for name, value in averages.items()],
        *[
            Line("corridor_smart", value, "mean of the 3 cheapest that qualify", at=name)
            for name, value in smart.items()
        ],
        Line("corridors_without_smart", len(without), "#{corridors: fewer than 3 qualify}"),
        Line("corridors_above_cap", len(above), "#{corridors: SmaRT > 5}"),
        Line("price_smart", figures["global_smart"], "Σ SmaRT / #{corridors with SmaRT}"),
        Line("price_weighted", figures["global_weighted"], "Σ flow × corridor average / Σ flow"),
        Line("price_simple", figures["global_average"], "Σ cost / #{services}"),
    ]


def _weighted(corridors: Corridors, averages: Mapping[str, float | None]) -> float | None:
    pairs = [
        (average, flow)
        for name, average in averages.items()
        if average is not None and (flow := corridors[name].get("flow")) is not None and flow >= 0
    ]
    total = fsum(flow for _, flow in pairs)
    return fsum(average * flow for average, flow in pairs) / total if total else None


def _target_a(simple: float | None) -> Ruling | None:
    if simple is None:
        return None
    is_met = tidy(simple) < TARGET_AVERAGE
    verdict = "price_target_met" if is_met else "price_target_not_met"
    return Ruling(verdict, "price_simple", simple, "<" if is_met else ">=", TARGET_AVERAGE)


def _price_caveats(figures: Mapping[str, Figure]) -> tuple[str, ...]:
    if figures["global_average"] is None:
        return ("no_data",)
    return (
        "three_averages",
        *(("corridors_without_smart",) if figures["corridors_without_smart"] else ()),
        *(("flows_unknown",) if figures["global_weighted"] is None else ()),
    )


@method("remittance.regional")
def regional_prices(corridors: Corridors) -> Working:
    """Return the simple average of the services to the countries of each receiving region.

    Each corridor names the region of its ``receiving`` country. In per cent of 200 dollars.

    Edge cases: corridors without a transparent price, or without a region, are left out and listed.

    Source: metadata of SDG 10.c.1 (2018), regional aggregation [read].
    """
    found: dict[str, list[float]] = {}
    left_out = []
    for name, corridor in corridors.items():
        costs, region = priced(corridor), corridor.get("receiving")
        if costs and region:
            found.setdefault(region, []).extend(costs)
        else:
            left_out.append(SetAside(name, None, "corridor_without_data"))
    averages = {region: _mean(found[region]) for region in sorted(found)}
    return worked(
        {
            "averages": averages,
            "services": {region: len(found[region]) for region in sorted(found)},
            "left_out": [item.where for item in left_out],
        },
        *[
            Line("price_of_region", value, "Σ cost / #{services to the region}", at=region)
            for region, value in averages.items()
        ],
        aside=left_out,
        caveats=() if averages else ("no_data",),
    )
