"""What a chart needs from a bundle, as plain values: series, party events, names, sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow.parquet as pq
from django.utils.translation import gettext

from milepost.measure.series import (
    FORECAST_STATUSES,
    MISSING_STATUSES,
    decimal_year,
    period_start,
    when_of,
)
from milepost.publishing import formats
from milepost.publishing.bundle import WORLD, Bundle, Json, text_in
from milepost.publishing.charts.model import Dot, Line, Mark

SIGNATURE = "event=signature"
COUNTED = "aggregated"
"""Status of an input that the computation counted from dated acts."""
FEWEST_FOR_MEDIAN = 3
INDEXED_FILES = 24
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Parties:
    """How a treaty spread over a group of states.

    ``is_dated`` says that every act has its day, so that the number holds between two changes;
    otherwise the numbers were stated for single days and nothing is known in between.
    """

    line: Line
    eligible: int
    is_dated: bool


@lru_cache(maxsize=INDEXED_FILES)
def _by_area(path: Path) -> dict[str, list[Json]]:
    """Return the rows of an observation file by area, in order of time (the file is frozen)."""
    found: dict[str, list[Json]] = {}
    for row in pq.read_table(path).to_pylist():
        found.setdefault(row["area"], []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (str(row["period_start"]), row["value"] or 0.0))
    return found


def rows_by_area(bundle: Bundle, indicator: str) -> Mapping[str, Rows]:
    """Return all observations of an indicator that the edition used, by area."""
    path = bundle.folder / "observations" / f"{indicator}.parquet"
    if indicator not in bundle.indicators or not path.is_file():
        return {}
    return _by_area(path)


def name_of(bundle: Bundle, code: str, lang: str) -> str:
    """Return the name of a place, or its code when the bundle does not know it."""
    place = bundle.place(code)
    return text_in(place["names"], lang) if place else code


def as_of(bundle: Bundle) -> float:
    """Return the day as of which the edition speaks, as a decimal year."""
    return decimal_year(date.fromisoformat(str(bundle.edition["as_of"])[:10]))


def scale_of(indicator: Json, *, is_group: bool) -> float:
    """Return 100 where an aggregate is a share that readers see as per cent."""
    return 100.0 if is_group and indicator["aggregation"] == "policy_share" else 1.0


def series_of(bundle: Bundle, indicator: str, place: str, breakdown: str, lang: str) -> Line | None:
    """Return the series of a place: its own observations, else the frozen aggregate."""
    definition = bundle.indicators.get(indicator)
    if definition is None:
        return None
    dots = _observed(rows_by_area(bundle, indicator).get(place, ()), breakdown)
    if not any(dot.value is not None for dot in dots) and not breakdown:
        factor = scale_of(definition, is_group=True)
        dots = _aggregated(bundle.aggregates(indicator, place), factor)
    if not any(dot.value is not None for dot in dots):
        return None
    return Line(name_of(bundle, place, lang), dots)


def value_of(row: Mapping[str, Any]) -> float | None:
    """Return the value of an observation; None where its status says that it is missing."""
    is_missing = row["value"] is None or row["status"] in MISSING_STATUSES
    return None if is_missing else float(row["value"])


def _observed(rows: Iterable[Mapping[str, Any]], breakdown: str) -> tuple[Dot, ...]:
    found: dict[float, Dot] = {}
    for row in rows:
        of_interest = row["breakdown"] == breakdown and not row["counterpart"]
        if not of_interest or row["status"] in FORECAST_STATUSES:
            continue
        when = when_of(row["period"])
        found[when] = Dot(when, row["period"], value_of(row))
    return tuple(found[when] for when in sorted(found))


def _aggregated(rows: Iterable[Mapping[str, Any]], factor: float) -> tuple[Dot, ...]:
    dots = [
        Dot(when_of(row["period"]), row["period"],
            None if row["value"] is None else round(row["value"] * factor, 10))
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(dots, key=lambda dot: dot.when))


def peers_of(
    bundle: Bundle, indicator: str, place: str, breakdown: str, lang: str
) -> tuple[Line, ...]:
    """Return what a place is compared with: its sub-region (or the median of it), and the world."""
    where = bundle.place(place)
    if where is None or place == WORLD:
        return ()
    found: list[Line] = []
    subregion = where.get("subregion") or ""
    if subregion and not where["members"]:
        line = series_of(bundle, indicator, subregion, breakdown, lang)
        line = line or _median_line(bundle, indicator, subregion, breakdown, lang)
        found += [line] if line else []
    world = series_of(bundle, indicator, WORLD, breakdown, lang)
    found += [world] if world else []
    return tuple(line for line in found if len(line.known) > 1)


def _median_line(
    bundle: Bundle, indicator: str, group: str, breakdown: str, lang: str
) -> Line | None:
    where = bundle.place(group)
    rows = rows_by_area(bundle, indicator)
    values: dict[tuple[float, str], list[float]] = {}
    for code in where["members"] if where else ():
        for dot in _observed(rows.get(code, ()), breakdown):
            if dot.value is not None:
                values.setdefault((dot.when, dot.period), []).append(dot.value)
    dots = tuple(
        Dot(when, period, median(found))
        for (when, period), found in sorted(values.items())
        if len(found) >= FEWEST_FOR_MEDIAN
    )
    if not dots or where is None:
        return None
    name = gettext("median of %(place)s") % {"place": text_in(where["names"], lang)}
    return Line(name, dots)


def parties_of(
    bundle: Bundle, indicator: str, group: str, lang: str, trace: Json | None = None
) -> Parties | None:
    """Return the number of parties among the eligible members of a group over time.

    The inputs of the rating's working (``trace``) are taken where there are any, so that chart
    and colour never differ; else the dated acts of the members are counted.
    """
    where = bundle.place(group)
    if where is None or not where["members"]:
        return None
    members = set(where["members"])
    eligible_group = bundle.indicators[indicator].get("eligible")
    if eligible_group and eligible_group in bundle.groups:
        members &= set(bundle.groups[eligible_group]["members"])
    name = text_in(where["names"], lang)
    inputs = ((trace or {}).get("inputs") or {}).get("used", ())
    used = [row for row in inputs if _is_count(row, group)]
    if used:
        dots = tuple(Dot(when_of(row["period"]), row["period"], row["value"]) for row in used)
        is_dated = all(row["status"] == COUNTED for row in used)
        return Parties(Line(name, dots), len(members), is_dated)
    dots = _counted(rows_by_area(bundle, indicator), members)
    return Parties(Line(name, dots), len(members), is_dated=True) if dots else None


def _is_count(row: Json, group: str) -> bool:
    """Whether an input is a number of parties of the group, and not the act of one state."""
    is_of_group = row.get("place") in (None, group)
    return is_of_group and bool(row["period"]) and row["value"] is not None


def _counted(rows: Mapping[str, Rows], members: Iterable[str]) -> tuple[Dot, ...]:
    changes: dict[tuple[float, str], int] = {}
    for code in members:
        for mark in acts(rows.get(code, ())):
            if mark.deed != "signature":
                step = 1 if mark.deed == "party" else -1
                changes[mark.when, mark.day] = changes.get((mark.when, mark.day), 0) + step
    total, dots = 0, []
    for (when, day), step in sorted(changes.items()):
        total += step
        dots.append(Dot(when, day, float(total)))
    return tuple(dots)


def acts(rows: Iterable[Mapping[str, Any]]) -> tuple[Mark, ...]:
    """Return the dated acts of one state for one treaty, in order of time.

    A row with value 0 says that the state was known not to be a party on that day; it is an act
    only when the state had been a party before.
    """
    found: list[Mark] = []
    is_party = False
    for row in rows:
        if row["value"] is None:
            continue
        day = str(row["period"])
        when = decimal_year(row["period_start"] or period_start(day))
        if row["breakdown"] == SIGNATURE:
            found.append(Mark(when, day, "signature"))
        elif row["breakdown"] == "" and (row["value"] >= 1) != is_party:
            is_party = not is_party
            found.append(Mark(when, day, "party" if is_party else "left"))
    return tuple(sorted(found, key=lambda mark: mark.when))


def value_at(line: Line, when: float) -> float:
    """Return a step series at a moment; before its first step it is zero."""
    values = [dot.value for dot in line.known if dot.when <= when]
    return values[-1] or 0.0 if values else 0.0


def source_line(bundle: Bundle, indicators: Iterable[str], lang: str) -> str:
    """Return the sources of the data and the day as of which the edition speaks."""
    names: list[str] = []
    for key in indicators:
        for vintage in (bundle.indicators.get(key) or {}).get("vintages", ()):
            label = vintage["source"]
            if label and label not in names:
                names.append(label)
    known = {"day": formats.day(str(bundle.edition["as_of"]), lang)}
    edition = text_in(bundle.edition["title"], lang)
    if not names:
        return gettext("Source: edition “%(edition)s”, as known on %(day)s.") % {
            **known,
            "edition": edition,
        }
    shown = "; ".join(name.rstrip(".") for name in names[:3])
    if len(names) > 3:
        shown = gettext("%(sources)s and others") % {"sources": shown}
    return gettext("Sources: %(sources)s. Edition “%(edition)s”, as known on %(day)s.") % {
        **known,
        "sources": shown,
        "edition": edition,
    }
