"""Where sources meet: versions that lost, acts dated twice, decisions, seams in series."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from milepost.indicators.quality.material import (
    ACTS,
    Basis,
    Document,
    Row,
    Rows,
    by_series,
    list_rows,
    series_of,
)
from milepost.indicators.quality.suspects import find_broken
from milepost.measure.rounding import tidy
from milepost.measure.series import decimal_year
from milepost.measure.versions import (
    Act,
    Break,
    Seen,
    Version,
    compare,
    days_between,
    find_breaks,
    two_dates,
)

KEPT_LOST: Final = 2000
"""Versions that lost which a report keeps; the furthest from what counts are kept first."""
FOLLOWED: Final = "followed"
NOTABLE: Final = 5.0
"""A seam across which the change is this many times the usual one is listed by itself."""
KEPT_SEAMS: Final = 200
COMPARED: Final = ("unit", "definition", "weight", "eligible", "aggregation", "kind")
"""Parts of a definition whose change between editions breaks a series."""
SIGNATURE: Final = "event=signature"
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_PERIOD = re.compile(r"\d{4}(?:-(?:Q[1-4]|\d{2}(?:-\d{2})?))?")

KEY: Final = ["area", "counterpart", "period", "breakdown"]
Key = tuple[str, str, str, str]


def conflict_part(basis: Basis, rows: Rows) -> Document:
    """Return every disagreement between statements, with the rule that chose.

    ``versions`` are values over which another version won; ``acts`` are acts of a treaty dated
    twice; ``decided`` are conflicts that somebody recorded and decided. ``open`` counts conflicts
    on which nobody decided, or otherwise than the data have it.
    """
    given = basis.given
    vintages = {str(row["id"]): row for row in given["vintages"]}
    versions = _versions(rows, given["lost"], vintages)
    acts = _acts(rows, vintages) if basis.definition.get("aggregation") == ACTS else []
    for row in (*versions, *acts):
        row["decision"] = _decision_on(row, given["decisions"])
    conflicts = [row for row in (*versions, *acts) if row.get("kind") != "revision"]
    return {
        "open": sum(row["decision"] != FOLLOWED for row in conflicts),
        "versions": versions,
        "versions_total": max(int(given["lost_total"]), len(given["lost"])),
        "revisions": sum(row["kind"] == "revision" for row in versions),
        "between_sources": sum(row["kind"] == "conflict" for row in versions),
        "acts": acts,
        "decided": [_decided(decision) for decision in given["decisions"]],
    }


def statement_of(row: Document, statement: Document) -> str:
    """Return what a version of a value, or a date of an act, says, as decisions quote it."""
    if "value" not in statement:
        return str(statement["period"])
    value = statement["value"]
    return f"{'–' if value is None else format(value, '.10g')} ({row['period']})"


def _decision_on(row: Document, decisions: Iterable[Document]) -> str:
    """Return whether somebody decided between these statements: followed, otherwise or none.

    ``otherwise`` says that the decision chose something else than what counts in the data.
    """
    counts = statement_of(row, row["counts"])
    lost = row["lost"] if isinstance(row["lost"], list) else [row["lost"]]
    others = {statement_of(row, other) for other in lost}
    for decision in decisions:
        said = {decision["first_says"], decision["second_says"]}
        is_about = (decision["area"], decision["breakdown"]) == (row["area"], row["breakdown"])
        if is_about and counts in said and said - {counts} <= others:
            return FOLLOWED if decision["chosen"] == counts else "otherwise"
    return ""


def _versions(
    rows: Rows, lost: Iterable[Document], vintages: Mapping[str, Document]
) -> list[Document]:
    others: dict[Key, list[Document]] = defaultdict(list)
    for version in lost:
        others[_key(version)].append(version)
    found = []
    for row in _rows_at(rows.every, list(others)):
        mine = others.get((row.area, row.counterpart, row.period, row.breakdown))
        if not mine:
            continue
        kept = _version(row._asdict(), vintages)
        versions = [_version(other, vintages) for other in mine]
        chosen = compare(kept, versions)
        if chosen is not None:
            found.append(
                {
                    "area": row.area,
                    "counterpart": row.counterpart,
                    "period": row.period,
                    "breakdown": row.breakdown,
                    "kind": chosen.kind,
                    "rule": chosen.rule,
                    "difference": chosen.difference,
                    "share": chosen.share,
                    "counts": _stated(kept),
                    "lost": [_stated(version) for version in versions],
                }
            )
    return sorted(found, key=_furthest_first)


def _rows_at(table: pa.Table, keys: Sequence[Key]) -> list[Row]:
    """Return the rows of some observations, in their order."""
    if not keys:
        return []
    wanted = pa.table(dict(zip(KEY, map(list, zip(*keys, strict=True)), strict=True)))
    places = pa.array(range(table.num_rows), pa.int64())
    met = table.select(KEY).append_column("place", places).join(wanted, KEY, join_type="left semi")
    return list_rows(table.take(pa.array(sorted(met["place"].to_pylist()), pa.int64())))


def _key(version: Document) -> Key:
    return version["area"], version["counterpart"], version["period"], version["breakdown"]


def _furthest_first(row: Document) -> tuple[Any, ...]:
    share = row["share"]
    return (row["kind"], share is not None, -(share or 0.0), row["area"], row["period"])


def _version(row: Mapping[str, Any], vintages: Mapping[str, Document]) -> Version:
    vintage = vintages.get(str(row["vintage"]), {})
    return Version(
        value=row["value"],
        status=str(row["status"]),
        vintage=str(row["vintage"]),
        source=str(vintage.get("source", "")),
        known_on=str(vintage.get("known_on", "")),
        accepted_at=str(vintage.get("accepted_at", "")),
    )


def _stated(version: Version) -> Document:
    return {
        "value": version.value,
        "status": version.status,
        "vintage": version.vintage,
        "known_on": version.known_on,
    }


def pick_lost(rows: Iterable[Document], kept: Mapping[Key, float | None]) -> list[Document]:
    """Return versions that differ from what counts, the furthest first."""
    differing = []
    for row in rows:
        key = _key(row)
        value = None if row["value"] is None else tidy(row["value"])
        mine = kept.get(key)
        mine = None if mine is None else tidy(mine)
        if key not in kept or value == mine:
            continue
        share = abs(mine - value) / abs(value) if mine is not None and value else 0.0
        differing.append((-share, key, str(row["vintage"]), {**row, "value": value}))
    return [row for _share, _key, _vintage, row in sorted(differing, key=lambda item: item[:3])]


# --- acts and decisions -------------------------------------------------------------------------


def _acts(rows: Rows, vintages: Mapping[str, Document]) -> list[Document]:
    found = []
    for (area, breakdown), series in by_series(series_of(rows)).items():
        if breakdown not in {"", SIGNATURE}:
            continue
        acts = [Act(row.period, (row.value or 0) >= 1, row.vintage) for row in series]
        # A number of parties of a group is no act.
        if any((row.value or 0) > 1 for row in series):
            continue
        found += [
            {
                "area": area,
                "breakdown": breakdown,
                "rule": "earliest_act",
                "days": pair.days,
                "counts": {"period": pair.counts.period, "vintage": pair.counts.vintage},
                "lost": {"period": pair.other.period, "vintage": pair.other.vintage},
                "is_one_source": _source(vintages, pair.counts) == _source(vintages, pair.other),
            }
            for pair in two_dates(acts)
        ]
    return found


def _source(vintages: Mapping[str, Document], act: Act) -> str:
    return str(vintages.get(act.vintage, {}).get("source", act.vintage))


def _decided(decision: Document) -> Document:
    first, second = str(decision["first_says"]), str(decision["second_says"])
    chosen = str(decision["chosen"])
    side = "first" if chosen == first else "second" if chosen == second else "neither"
    return {**decision, "rule": "decided", "side": side, **_gap(first, second)}


def _gap(first: str, second: str) -> dict[str, float | None]:
    """Return how far two statements are apart: in days when both are dates, or in their unit."""
    if _PERIOD.fullmatch(first) and _PERIOD.fullmatch(second):
        try:
            return {"days": float(days_between(first, second)), "difference": None}
        except ValueError:
            return {"days": None, "difference": None}
    numbers = [_NUMBER.findall(text) for text in (first, second)]
    if all(len(found) == 1 for found in numbers) and first[:1].isdigit() and second[:1].isdigit():
        left, right = (float(found[0].replace(",", "")) for found in numbers)
        return {"days": None, "difference": tidy(abs(left - right))}
    return {"days": None, "difference": None}


# --- seams --------------------------------------------------------------------------------------


def break_part(basis: Basis, series: pa.Table) -> Document:
    """Return the breaks: seams grouped by kind and by the two vintages, the notable ones listed.

    ``series`` are the values that ``series_of`` gives.
    ``definition`` names what the definition says otherwise than in the edition before.
    """
    vintages = {str(row["id"]): row for row in basis.given["vintages"]}
    groups: dict[tuple[str, str, str], list[tuple[str, str, Break]]] = defaultdict(list)
    if basis.definition.get("aggregation") != ACTS:
        for (area, breakdown), kept in by_series(find_broken(series)).items():
            for seam in find_breaks([_seen(row, vintages) for row in kept]):
                ends = (seam.before.vintage if seam.before else "", seam.after.vintage)
                is_marked = seam.kind in {"marked_break", "definition_differs"}
                key = (seam.kind, *(("", "") if is_marked else ends))
                groups[key].append((area, breakdown, seam))
    return {
        "seams": [_group(key, seams) for key, seams in sorted(groups.items())],
        "notable": _notable(groups.values()),
        "definition": _changed(basis.definition, basis.given["before"]),
    }


def _seen(row: Row, vintages: Mapping[str, Document]) -> Seen:
    source = str(vintages.get(row.vintage, {}).get("source", row.vintage))
    when = decimal_year(row.start)
    return Seen(when, row.period, row.value or 0.0, row.status, row.vintage, source)


def _group(key: tuple[str, str, str], seams: Sequence[tuple[str, str, Break]]) -> Document:
    periods = sorted(seam.after.period for _area, _breakdown, seam in seams)
    return {
        "kind": key[0],
        "from_vintage": key[1],
        "to_vintage": key[2],
        "places": len({area for area, _breakdown, _seam in seams}),
        "series": len({(area, breakdown) for area, breakdown, _seam in seams}),
        "seams": len(seams),
        "first_period": periods[0],
        "last_period": periods[-1],
    }


def _notable(groups: Iterable[Sequence[tuple[str, str, Break]]]) -> list[Document]:
    """Return marked breaks, and seams that a reader may take for change, the largest first."""
    wanted = [
        (area, breakdown, seam)
        for seams in groups
        for area, breakdown, seam in seams
        if seam.kind in {"marked_break", "definition_differs"} or (seam.times or 0.0) >= NOTABLE
    ]
    wanted.sort(key=lambda item: (-(item[2].times or 0.0), item[0], item[1], item[2].after.period))
    return [
        {
            "area": area,
            "breakdown": breakdown,
            "kind": seam.kind,
            "from_period": seam.before.period if seam.before else "",
            "from_value": seam.before.value if seam.before else None,
            "period": seam.after.period,
            "value": seam.after.value,
            "times": seam.times,
        }
        for area, breakdown, seam in wanted[:KEPT_SEAMS]
    ]


def _changed(definition: Document, before: Document | None) -> list[Document]:
    if before is None:
        return []
    now = comparable(definition)
    return [
        {"part": part, "before": before.get(part), "now": now[part]}
        for part in COMPARED
        if before.get(part) != now[part]
    ]


def comparable(definition: Document) -> Document:
    """Return the parts of a definition whose change breaks a series."""
    plain = {part: definition.get(part) for part in COMPARED}
    unit = definition.get("unit") or {}
    return {
        **plain,
        "unit": unit.get("key"),
        "definition": (definition.get("definition") or {}).get("en"),
    }
