"""Eurostat's two windows: the same series over a long and a short time, side by side."""

from collections.abc import Mapping
from functools import partial

from milepost.measure.growth_comparators import eurostat
from milepost.measure.working import (
    Figure,
    Line,
    SetAside,
    Working,
    method,
    nothing,
    worked,
)

LONG, SHORT = 15.0, 5.0
LEAST_SHARE = 2 / 3
FIGURES = ("from", "to", "cagr", "category")


@method("progress.eurostat_windows")
def eurostat_windows(
    series: Mapping[str, float | None],
    *,
    target: float | None = None,
    tt: float | None = None,
    direction: str | None = None,
    long: float = LONG,
    short: float = SHORT,
    no_change: float = 0.0,
) -> Working:
    """Class a yearly series by Eurostat over the past 15 years and over the past 5.

    ``long`` and ``short`` (years) end with the latest value. Each begins with the earliest value
    inside it; where the values reach back over less than two thirds of it (10 and 4 years), the
    window has no class. Each map of figures has the years compared, the growth rate a year and the
    class of ``progress.eurostat`` (``target``, ``tt``, ``direction`` and ``no_change`` as there).
    Raises ValueError for a year that is no number and a word that is no direction.

    Source: Eurostat [windows read in a text of IISD]; the two thirds are the platform's choice.
    """
    known = sorted((float(year), value) for year, value in series.items() if value is not None)
    aside = [
        SetAside(year, None, "value_missing") for year, value in series.items() if value is None
    ]
    if len(known) < 2:
        empty = dict.fromkeys(FIGURES)
        return nothing((), "fewer_than_two_years", aside=aside, long_term=empty, short_term=empty)
    last_year, last = known[-1]
    classed = partial(eurostat, target=target, tt=tt, direction=direction, no_change=no_change)
    figures: dict[str, dict[str, Figure]] = {}
    lines, rulings = [Line("value_latest", last, at=f"{last_year:g}")], []
    for name, years in (("long_term", long), ("short_term", short)):
        first = next((point for point in known if point[0] >= last_year - years), known[-1])
        found: Mapping[str, Figure] = {}
        if last_year - first[0] >= years * LEAST_SHARE:
            result = classed(first[1], first[0], last, last_year)
            found = {"from": first[0], "to": last_year, "cagr": result["cagr_actual"], **result}
            rulings.append(result.ruling)
        figures[name] = {figure: found.get(figure) for figure in FIGURES}
        lines.append(Line("growth_actual", figures[name]["cagr"], at=f"{years:g}"))
    short_of_window = any(window["to"] is None for window in figures.values())
    return worked(
        figures,
        *lines,
        ruling=rulings[0] if rulings else None,
        aside=aside,
        caveats=("window_not_filled",) if short_of_window else (),
    )
