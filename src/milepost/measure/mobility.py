"""International students (UIS) and the cost of sending money (SDG 10.c.1)."""

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import TypedDict

from milepost.measure.rounding import tidy

SERVICES_IN_SMART = 3
LONGEST_DAYS = 5
TARGET_AVERAGE = 3.0
TARGET_CORRIDOR = 5.0


def student_mobility(
    inbound: float | None, outbound: float | None, tertiary_enrolment: float | None
) -> dict[str, float | None]:
    """Return the UIS rates in per cent of enrolment at home; they may exceed 100 and stay so.

    Without enrolment the rates are None and the net flow is still given.
    """

    def rate(students: float | None) -> float | None:
        if students is None or not tertiary_enrolment:
            return None
        return 100 * students / tertiary_enrolment

    net = inbound - outbound if inbound is not None and outbound is not None else None
    return {
        "inbound_rate": rate(inbound),
        "outbound_ratio": rate(outbound),
        "net_flow": net,
        "net_flow_ratio": rate(net),
    }


def remittance_cost(
    amount: float, fee: float, market_rate: float, applied_rate: float
) -> dict[str, float | None]:
    """Return fee, exchange-rate margin and total as per cent of the amount sent.

    A negative margin (a rate better than the market's) is kept.
    """
    fee_pct = 100 * fee / amount if amount else None
    margin = 100 * (market_rate - applied_rate) / market_rate if market_rate else None
    total = fee_pct + margin if fee_pct is not None and margin is not None else None
    return {"fee_pct": fee_pct, "fx_margin_pct": margin, "total_pct": total}


class Service(TypedDict):
    """One way to send 200 dollars in a corridor; ``cost`` is per cent of the amount."""

    cost: float
    days: float
    accessible: bool
    transparent: bool


class Corridor(TypedDict):
    """A sending and a receiving country, with the yearly flow when known."""

    flow: float | None
    services: Sequence[Service]


def smart_average(services: Sequence[Service]) -> float | None:
    """Return the mean of the three cheapest qualifying services, None with fewer than three."""
    costs = sorted(
        service["cost"]
        for service in services
        if service["transparent"] and service["accessible"] and service["days"] <= LONGEST_DAYS
    )
    return fmean(costs[:SERVICES_IN_SMART]) if len(costs) >= SERVICES_IN_SMART else None


def remittance_prices(corridors: Mapping[str, Corridor]) -> dict[str, object]:
    """Return the averages of remittance prices, each under its own name.

    Services whose price is not transparent are left out of every average. A corridor with fewer
    than three qualifying services has no SmaRT average and is listed.
    """
    costs = {
        name: [service["cost"] for service in corridor["services"] if service["transparent"]]
        for name, corridor in corridors.items()
    }
    averages = {name: fmean(known) if known else None for name, known in costs.items()}
    smart = {name: smart_average(corridor["services"]) for name, corridor in corridors.items()}
    every = [cost for known in costs.values() for cost in known]
    flows = [
        (average, flow)
        for name, average in averages.items()
        if average is not None and (flow := corridors[name]["flow"]) is not None
    ]
    flow_total = sum(flow for _, flow in flows)
    known_smart = {name: value for name, value in smart.items() if value is not None}
    known_average = [average for average in averages.values() if average is not None]
    global_average = fmean(every) if every else None
    return {
        "global_average": global_average,
        "corridor_average": averages,
        "global_weighted": sum(a * f for a, f in flows) / flow_total if flow_total else None,
        "smart": smart,
        "global_smart": fmean(known_smart.values()) if known_smart else None,
        "corridors_without_smart": [name for name, value in smart.items() if value is None],
        "target_a_met": global_average is not None and tidy(global_average) < TARGET_AVERAGE,
        "corridors_above_5_smart": [
            name for name, value in known_smart.items() if tidy(value) > TARGET_CORRIDOR
        ],
        "share_corridors_avg_below_5": (
            sum(1 for average in known_average if tidy(average) < TARGET_CORRIDOR)
            / len(known_average)
            if known_average
            else None
        ),
    }
