"""The three averages of prices, from the prices of services, with their workings.

The formulas are those of ``measure.remittances``; this module only brings the prices to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from milepost.measure.remittance_targets import corridor_cap, target_path
from milepost.measure.remittances import Corridor, remittance_prices
from milepost.measure.working import Working
from milepost.publishing.bundle import Bundle
from milepost.publishing.corridors.reading import PRICE, Ends, Offer, corridors, flow_of, offers_of

FEWEST_FOR_A_PATH = 2


@dataclass(frozen=True, slots=True)
class Prices:
    """The averages of one period: ``working`` holds the figures of ``remittance.rpw``.

    ``names`` leads from a corridor's name in the working to its ends.
    """

    period: str
    when: float
    working: Working
    names: Mapping[str, Ends]

    def simple(self, name: str = "") -> float | None:
        """Return the simple average of all services, or of one corridor."""
        if not name:
            return _number(self.working["global_average"])
        return _number(_part(self.working, "corridor_average").get(name))

    def weighted(self) -> float | None:
        """Return the average weighted with yearly flows."""
        return _number(self.working["global_weighted"])

    def smart(self, name: str = "") -> float | None:
        """Return the SmaRT average of all corridors, or of one."""
        if not name:
            return _number(self.working["global_smart"])
        return _number(_part(self.working, "smart").get(name))

    def cap(self) -> Working:
        """Return how the corridors stand to the cap of 5 per cent."""
        smart = _part(self.working, "smart")
        return corridor_cap({name: _number(value) for name, value in smart.items()})


def _part(working: Working, figure: str) -> Mapping[str, object]:
    found = working[figure]
    return found if isinstance(found, Mapping) else {}


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def name_of(ends: Ends) -> str:
    """Return the name of a corridor in a working: two M49 codes."""
    return f"{ends[0]}–{ends[1]}"


def prices_by_period(bundle: Bundle) -> list[Prices]:
    """Return the averages of every period with prices, oldest first."""
    return _prices(bundle.folder, bundle)


@lru_cache(maxsize=8)
def _prices(_folder: Path, bundle: Bundle) -> list[Prices]:
    found: dict[tuple[float, str], dict[Ends, list[Offer]]] = {}
    for ends in corridors(bundle):
        for offer in offers_of(bundle, ends):
            moment = found.setdefault((offer.when, offer.period), {})
            moment.setdefault(ends, []).append(offer)
    return [_averaged(bundle, when, period, found[when, period]) for when, period in sorted(found)]


def _averaged(
    bundle: Bundle, when: float, period: str, offered: Mapping[Ends, list[Offer]]
) -> Prices:
    rows: dict[str, Corridor] = {
        name_of(ends): {
            "flow": flow_of(bundle, ends, when),
            "services": [offer.service for offer in offers],
        }
        for ends, offers in sorted(offered.items())
    }
    names = {name_of(ends): ends for ends in sorted(offered)}
    return Prices(period, when, remittance_prices(rows), names)


def path_of(known: list[tuple[float, float]], target: float, *, reach: bool) -> Working | None:
    """Return the way of a price to its target, from its first to its last value.

    ``known`` are pairs of decimal year and per cent, in order of time. None with fewer than two.
    """
    if len(known) < FEWEST_FOR_A_PATH:
        return None
    (start, first), (end, last) = known[0], known[-1]
    return target_path(first, start, last, end, target, reach=reach)


def has_prices(bundle: Bundle) -> bool:
    """Whether an edition holds prices of services."""
    return any(
        (row.get("corridor") or {}).get("role") == PRICE for row in bundle.indicators.values()
    )
