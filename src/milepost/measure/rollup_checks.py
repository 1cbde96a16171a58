"""Roll-up beside the door of :mod:`milepost.measure.rollup`: gap filling and the error of gaps."""

from collections.abc import Mapping, Sequence
from statistics import fmean, median

from milepost.measure.rounding import tidy

MOST_MISSING = 1 / 3


def fill_gaps(base: Mapping[str, float], current: Mapping[str, float | None]) -> dict[str, object]:
    """Let missing members move like the reporting ones (the World Bank's practice).

    Nothing is filled, and the total is None, when the missing part of the base is a third or more.
    """
    whole = sum(base.values())
    reporting = {
        place: value
        for place, value in current.items()
        if value is not None and base.get(place) is not None
    }
    reported = sum(base[place] for place in reporting)
    if not reported:
        return {"growth": None, "imputed": {}, "total": None}
    growth = sum(reporting.values()) / reported
    if tidy((whole - reported) / whole) >= tidy(MOST_MISSING):
        return {"growth": growth, "imputed": {}, "total": None}
    imputed = {place: value * growth for place, value in base.items() if place not in reporting}
    return {
        "growth": growth,
        "imputed": imputed,
        "total": sum(reporting.values()) + sum(imputed.values()),
    }


def expected_coverage_error(missing_population_share: float) -> dict[str, float]:
    """Return the likely and the worst error of a mean, in cross-country standard deviations.

    Source: the rule of thumb published in the Statistical Journal of the IAOS (220090).
    """
    return {
        "expected_sd": 0.37 * missing_population_share,
        "risk_sd": missing_population_share,
    }


def global_vs_mean_of_regions(
    regions: Mapping[str, Mapping[str, Sequence[float]]],
) -> dict[str, float | None]:
    """Show the trap of two-stage averages; members are ``[value, weight]`` by region."""
    members = [pair for region in regions.values() for pair in region.values()]
    if not members:
        return dict.fromkeys(
            (
                "global_weighted",
                "mean_of_regional_means",
                "mean_of_countries",
                "median_of_countries",
            )
        )
    regional = [_weighted(list(region.values())) for region in regions.values() if region]
    values = [value for value, _ in members]
    return {
        "global_weighted": _weighted(members),
        "mean_of_regional_means": fmean(regional),
        "mean_of_countries": fmean(values),
        "median_of_countries": median(values),
    }


def _weighted(pairs: Sequence[Sequence[float]]) -> float:
    return sum(value * weight for value, weight in pairs) / sum(weight for _, weight in pairs)
