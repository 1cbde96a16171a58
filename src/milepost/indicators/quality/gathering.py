"""Bringing together what a quality report is made from, out of the database."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from milepost.indicators.quality.material import Basis, Document, empty_given
from milepost.indicators.quality.report import assess
from milepost.indicators.quality.sources import KEPT_LOST, Key, pick_lost
from milepost.indicators.selectors import (
    get_indicator,
    list_conflicts,
    list_indicators,
    list_vintages,
    read_observations,
    read_versions,
)
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.places.selectors import list_areas, list_groups

MOST_KEPT: Final = 400
"""Reports that a process keeps for the list."""
_kept: dict[tuple[str, str], Document] = {}
NAMED = ("id", "source", "licence", "known_on", "accepted_at")
LOST = ("area", "counterpart", "period", "breakdown", "value", "status", "vintage")


def get_quality(actor: Actor, indicator: str, as_of: date | None = None) -> Document:
    """Return the quality report of an indicator as known on a day (None: today).

    Raises ``NotFound``, ``PermissionRefused`` and ``ObservationsMissing``.
    """
    require(actor, "indicators.view_imports")
    definition = get_indicator(indicator)
    day = as_of or clock.today()
    observations = read_observations(indicator, as_of)
    weight = definition.get("weight")
    basis = Basis(
        definition=definition,
        as_of=day,
        observations=observations,
        areas=list_areas(),
        groups=list_groups(day),
        weights=read_observations(weight, as_of) if weight else None,
        given=gather_given(indicator, as_of, observations),
    )
    return assess(basis)


def get_quality_of(actor: Actor, indicators: Sequence[str]) -> dict[str, Document]:
    """Return the reports of several indicators as known today, by key.

    A report is kept in this process until a definition, vintage, decision or group changes.
    Raises like ``get_quality``.
    """
    require(actor, "indicators.view_imports")
    state = _state()
    found = {}
    for key in indicators:
        if (state, key) not in _kept:
            _kept[state, key] = get_quality(actor, key)
        found[key] = _kept[state, key]
    while len(_kept) > MOST_KEPT:
        _kept.pop(next(iter(_kept)), None)
    return found


def _state() -> str:
    """Return a fingerprint of everything that a report of today depends on."""
    today = clock.today()
    parts = (
        today.isoformat(),
        list_indicators(),
        [row["id"] for row in list_vintages()],
        list_conflicts(),
        list_groups(today),
    )
    return hashlib.sha256(orjson.dumps(parts)).hexdigest()


def gather_given(
    indicator: str, as_of: date | None, observations: pa.Table, before: Document | None = None
) -> Document:
    """Return the part of a report that the observations that count do not tell.

    ``before`` is what the edition before said of the definition (``sources.comparable``).
    """
    lost, total = _lost(read_versions(indicator, as_of), observations)
    named = {row["vintage"] for row in lost} | set(
        observations.column("vintage").unique().to_pylist()
    )
    vintages = [
        {name: row[name] for name in NAMED}
        for row in list_vintages(indicator, as_of)
        if row["id"] in named
    ]
    decisions = [
        {name: value for name, value in row.items() if name not in {"id", "indicator"}}
        for row in list_conflicts(indicator)
    ]
    return {
        **empty_given(),
        "vintages": sorted(vintages, key=lambda row: (row["known_on"], row["accepted_at"])),
        "lost": lost,
        "lost_total": total,
        "decisions": decisions,
        "before": before,
    }


def _lost(versions: pa.Table, kept: pa.Table) -> tuple[list[dict[str, Any]], int]:
    """Return versions that say something else than what counts (the furthest), and their number.

    An observation of one version cannot have lost, so only those that stand twice are looked at.
    """
    if versions.num_rows <= kept.num_rows:
        return [], 0
    counts = versions.group_by(["area", "counterpart", "period", "breakdown"]).aggregate(
        [("rank", "count")]
    )
    several = counts.filter(pc.greater(counts["rank_count"], 1)).drop_columns(["rank_count"])
    keys = ["area", "counterpart", "period", "breakdown"]
    wanted = versions.join(several, keys, join_type="inner").select(list(LOST))
    values: dict[Key, float | None] = {
        (row["area"], row["counterpart"], row["period"], row["breakdown"]): row["value"]
        for row in kept.select([*keys, "value"]).join(several, keys, join_type="inner").to_pylist()
    }
    found = pick_lost(wanted.to_pylist(), values)
    return found[:KEPT_LOST], len(found)
