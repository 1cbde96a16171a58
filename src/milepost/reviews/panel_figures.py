"""What a panel's assessments show: spread, agreement, standpoints and moves. Pure.

Every function takes assessments in the shape of ``assessments.json``.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from milepost.measure.agreement import tastle_wierman_consensus
from milepost.measure.agreement_interval import alpha_interval
from milepost.measure.panel import summarise
from milepost.measure.rounding import tidy
from milepost.measure.states import RANK

Document = Mapping[str, Any]
COLOURS = {state.value: rank for state, rank in RANK.items()}
NOT_APPLICABLE = "not_applicable"
SCALE = tuple(sorted(COLOURS.values()))


def spread_of(voices: Sequence[Document]) -> dict[str, Any]:
    """Return how a panel's colours lie.

    Keys: n (assessments), colours (with a colour), distribution (green, yellow, red, none),
    state (cautious median, or "grey"), range, iqr, modal_share, consensus (1 unanimous, 0 split
    at the ends; each None without a colour), contested.
    """
    ranks = [COLOURS[item["colour"]] for item in voices if item["colour"] in COLOURS]
    summary = summarise(ranks)
    counts = [ranks.count(rank) for rank in SCALE]
    consensus = tastle_wierman_consensus(counts, SCALE)["consensus"]
    is_disputed = bool(ranks) and any(item["colour"] == NOT_APPLICABLE for item in voices)
    return {
        "n": len(voices),
        "colours": len(ranks),
        "distribution": distribution_of(voices),
        "state": summary.state.value,
        "range": summary.range,
        "iqr": summary.iqr,
        "modal_share": summary.modal_share,
        "consensus": None if consensus is None else tidy(float(consensus)),
        "contested": summary.contested or is_disputed,
    }


def distribution_of(voices: Iterable[Document]) -> dict[str, int]:
    """Count the colours; ``none`` counts assessments without one."""
    counts = Counter(item["colour"] if item["colour"] in COLOURS else "none" for item in voices)
    return {name: counts[name] for name in (*COLOURS, "none")}


def by_standpoint(voices: Sequence[Document]) -> list[dict[str, Any]]:
    """Return a row for each standpoint with its distribution, the largest first."""
    groups: dict[str, list[Document]] = {}
    for item in voices:
        groups.setdefault(str(item["standpoint"]), []).append(item)
    rows = [
        {"standpoint": name, "n": len(items), **distribution_of(items)}
        for name, items in groups.items()
    ]
    return sorted(rows, key=lambda row: (-row["n"], row["standpoint"]))


def moves_of(first: Sequence[Document], voices: Iterable[Document]) -> dict[str, Any]:
    """Return what the second round changed.

    ``first`` are the assessments of the first round, each with ``now`` (the id of the same
    person's assessment in force); ``voices`` are those in force. Keys: asked, moved (another
    colour), confirmed (same colour, answered again), silent (no answer).
    """
    current = {item["id"]: item for item in voices}
    moved = confirmed = 0
    for item in first:
        now = current.get(item["now"])
        if now is None or now.get("round", 1) < 2:
            continue
        if now["colour"] == item["colour"]:
            confirmed += 1
        else:
            moved += 1
    asked = len(first)
    silent = asked - moved - confirmed
    return {"asked": asked, "moved": moved, "confirmed": confirmed, "silent": silent}


def agreement_of(voices: Iterable[tuple[str, Document]]) -> dict[str, Any]:
    """Return how far assessors agree over many ratings.

    ``voices`` are (who, assessment); the who is only used to line up rows. Keys: alpha
    (Krippendorff's, ordinal; None without variation or without two assessors of one rating),
    lower and upper (95 %, None where there is no interval), ratings (assessed by two or more),
    assessors.
    """
    rows: dict[str, dict[tuple[str, str, str], int]] = {}
    for who, item in voices:
        if item["colour"] in COLOURS:
            subject = (item["framework"], item["benchmark"], item["place"])
            rows.setdefault(who, {})[subject] = COLOURS[item["colour"]]
    counts = Counter(subject for row in rows.values() for subject in row)
    subjects = sorted(subject for subject, count in counts.items() if count > 1)
    data = [[rows[who].get(subject) for subject in subjects] for who in sorted(rows)]
    found: Mapping[str, Any] = alpha_interval(data) if subjects else {}
    return {
        "alpha": found.get("alpha"),
        "lower": found.get("lower"),
        "upper": found.get("upper"),
        "ratings": len(subjects),
        "assessors": len(rows),
    }
