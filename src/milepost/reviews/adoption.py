"""Treaties: who is party when, in one state and counted over a group."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from milepost.measure.rollup import weighted_adoption
from milepost.measure.rounding import tidy
from milepost.measure.series import Point, decimal_year
from milepost.reviews.observed import SIGNATURE, Observed
from milepost.reviews.workbench import Workbench

PARTY, SIGNED, OUTSIDE = 1.0, 0.5, 0.0
DENUNCIATION = "denunciation"


class Stage(NamedTuple):
    """The rung of the commitment ladder that a state holds from a moment on."""

    when: float
    period: str
    value: float
    row: Observed


class Change(NamedTuple):
    """A state becoming a party (+1) or leaving (-1)."""

    when: float
    period: str
    step: int
    row: Observed


def stages(events: Iterable[Observed], signatures: Iterable[Observed]) -> list[Stage]:
    """Return the rungs of one state in order of time.

    ``events`` are rows with value 1 (party from that day) or 0 (known not to be a party on that
    day); ``signatures`` are rows with value 1. A state that signed and is not a party stands on
    the middle rung; after a denunciation it stands below, whatever it signed before.
    """
    rows = sorted(
        [(row.when, 0, row) for row in signatures if row.value >= PARTY]
        + [(row.when, 1, row) for row in events],
        key=lambda item: (item[0], item[1], item[2].value),
    )
    is_party = has_signed = has_left = False
    found: list[Stage] = []
    for when, kind, row in rows:
        if kind == 0:
            has_signed, has_left = True, False
        elif row.value >= PARTY:
            is_party, has_left = True, False
        else:
            has_left = is_party or DENUNCIATION in row.note.lower() or has_left
            is_party = False
        value = PARTY if is_party else SIGNED if has_signed and not has_left else OUTSIDE
        found.append(Stage(when, row.period, value, row))
    return found


def stage_points(rungs: Iterable[Stage]) -> tuple[Point, ...]:
    """Return rungs as points; of several on one day the last one counts."""
    by_day = {rung.when: rung for rung in rungs}
    return tuple(Point(r.when, r.value, r.period, r.row.status) for r in by_day.values())


def changes(events: Iterable[Observed]) -> list[Change]:
    """Return when a state became a party and when it left, oldest first."""
    found: list[Change] = []
    is_party = False
    for row in events:
        now = row.value >= PARTY
        if now != is_party:
            found.append(Change(row.when, row.period, 1 if now else -1, row))
        is_party = now
    return found


@dataclass(frozen=True, slots=True)
class Adoption:
    """A treaty in one group: who is eligible, known and party, and how that came about."""

    eligible: tuple[str, ...]
    known: tuple[str, ...]
    parties: frozenset[str]
    moves: tuple[tuple[str, Change], ...]
    outside: tuple[tuple[str, Observed], ...]

    @property
    def coverage(self) -> float:
        """Share of the eligible states whose status is known."""
        return tidy(len(self.known) / len(self.eligible)) if self.eligible else 0.0

    def passes(self, gate: float) -> bool:
        """Whether enough states are known."""
        return bool(self.known) and self.coverage >= tidy(gate)

    def status(self, parties: frozenset[str]) -> dict[str, float]:
        """Return 1 for the parties and 0 for the other known states."""
        return {code: float(code in parties) for code in self.known}

    def points(self, opened: float | None) -> tuple[Point, ...]:
        """Return the number of parties as a step series, one point per day of change.

        A group in which every known state is outside has one point of zero at ``opened``.
        """
        total = 0
        by_day: dict[float, Point] = {}
        for _state, change in self.moves:
            total += change.step
            by_day[change.when] = Point(change.when, float(total), change.period)
        if not by_day and self.known and opened is not None:
            return (Point(opened, 0.0, ""),)
        return tuple(by_day.values())


def gather_adoption(bench: Workbench, indicator: str, group: str) -> Adoption:
    """Return the state of a treaty in a group; computed once for each indicator and group."""
    found: Adoption | None = bench.figures.get((indicator, group))
    if found is None:
        found = bench.figures[indicator, group] = _gather(bench, indicator, group)
    return found


def _gather(bench: Workbench, indicator: str, group: str) -> Adoption:
    events, signatures = bench.series(indicator), bench.series(indicator, SIGNATURE)
    eligible = bench.eligible_members(group, indicator)
    known = tuple(code for code in eligible if events.of(code) or signatures.of(code))
    moves = sorted(
        ((code, change) for code in known for change in changes(events.of(code))),
        key=lambda item: (item[1].when, item[1].step, item[0]),
    )
    parties = frozenset(c for c in known if events.of(c) and events.of(c)[-1].value >= PARTY)
    others = frozenset(bench.members[group]).difference(eligible)
    outside = tuple(
        (code, events.of(code)[-1])
        for code in sorted(others)
        if events.of(code) and events.of(code)[-1].value >= PARTY
    )
    return Adoption(eligible, known, parties, tuple(moves), outside)


def opening(bench: Workbench, indicator: str) -> float | None:
    """Return the moment of the first consent or signature of a treaty anywhere, or None."""
    rows = [
        row.when
        for breakdown in ("", SIGNATURE)
        for rows in bench.series(indicator, breakdown).used.values()
        for row in rows
        if row.value >= PARTY
    ]
    return min(rows, default=None)


def known_until(bench: Workbench, indicator: str) -> float | None:
    """Return the moment up to which the list of parties is known to be complete, or None.

    A row that says that a state was not a party on a day comes from a list that was complete on
    that day; a later event shows that the list goes at least so far.
    """
    events = bench.series(indicator)
    if not any(
        row.value < PARTY and DENUNCIATION not in row.note.lower()
        for rows in events.used.values()
        for row in rows
    ):
        return None
    return events.moments()[-1]


def covered_migrants(bench: Workbench, adoption: Adoption) -> dict[str, dict[str, float | None]]:
    """Return the share of migrants covered, by destination and by origin, with known weight."""
    found: dict[str, dict[str, float | None]] = {}
    for side, weights in bench.stocks_at(bench.as_of_when).items():
        covered = weighted_adoption(adoption.status(adoption.parties), weights, adoption.eligible)
        found[side] = {"share": covered.share, "known_weight": covered.known_weight}
    return found


def adoption_rows(
    bench: Workbench, group: str, adoption: Adoption, published: list[Observed], gate: float
) -> list[dict[str, Any]]:
    """Return the number of parties at the end of each year, oldest first.

    The last row speaks of the day ``as_of``. Where too few states are known, the published
    numbers of the group are repeated, marked as published.
    """
    if not adoption.passes(gate):
        return [_published_row(group, row, adoption) for row in published]
    first = int(adoption.moves[0][1].when) if adoption.moves else bench.as_of.year
    rows: list[dict[str, Any]] = []
    parties, position = set[str](), 0
    shares: dict[str, float | None] = {}
    seen: tuple[int, tuple[int, ...]] | None = None
    for year in range(first, bench.as_of.year + 1):
        moment = min(decimal_year(date(year, 12, 31)), bench.as_of_when)
        while position < len(adoption.moves) and adoption.moves[position][1].when <= moment:
            state, change = adoption.moves[position]
            (parties.add if change.step > 0 else parties.discard)(state)
            position += 1
        stocks = bench.stocks_at(moment)
        now = (position, tuple(id(weights) for weights in stocks.values()))
        if now != seen:
            seen, shares = now, _shares(adoption, frozenset(parties), stocks)
        rows.append(
            {**_blank_row(group, str(year), adoption), "value": float(len(parties)), **shares}
        )
    return rows


def _shares(
    adoption: Adoption, parties: frozenset[str], stocks: dict[str, dict[str, float]]
) -> dict[str, float | None]:
    status = adoption.status(parties)
    return {
        f"{side}_share": weighted_adoption(status, weights, adoption.eligible).share
        for side, weights in stocks.items()
    }


def _published_row(group: str, row: Observed, adoption: Adoption) -> dict[str, Any]:
    return {
        **_blank_row(group, row.period, adoption),
        "value": row.value,
        "published": True,
    }


def _blank_row(group: str, period: str, adoption: Adoption) -> dict[str, Any]:
    return {
        "place": group,
        "period": period,
        "breakdown": "",
        "value": None,
        "states_with_data": len(adoption.known),
        "states_total": len(adoption.eligible),
        "weight_share": None,
        "imputed_share": 0.0,
        "destination_share": None,
        "origin_share": None,
        "published": False,
    }
