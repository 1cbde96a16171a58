"""Parties counted in bulk are those that the scalar functions count."""

from datetime import date
from random import Random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.adoption import Treaties, count_parties
from milepost.engine.backends import Engine
from milepost.engine.places import make_places
from milepost.engine.points import OBSERVATIONS
from milepost.measure.rollup import weighted_adoption
from milepost.measure.rounding import tidy
from milepost.measure.series import MISSING_STATUSES, decimal_year
from tests.engine.series import seeded

STATES = [f"{number:03d}" for number in range(1, 13)]
GROUPS = {"001": STATES, "R1": STATES[:5], "R2": STATES[4:], "none": ["999"]}
CIRCLES = {"few": STATES[2:9]}
TREATIES = {"t1": "", "t2": "few"}
SIDES = {"destination": "stock-in", "origin": "stock-out"}
SIGNED, AS_OF = "event=signature", decimal_year(date(2015, 6, 30))
MOMENTS = [2005.0, decimal_year(date(2010, 12, 31)), AS_OF]
Row = tuple[str, str, str, str, float | None, str]


def period(dice: Random) -> str:
    year = dice.randint(1995, 2017)
    return dice.choice([f"{year}", f"{year}-{dice.randint(2, 9):02d}-11"])


def make(dice: Random) -> tuple[list[Row], list[Row]]:
    """Return events of treaties and weights of states; one row for each of their keys."""
    events: dict[tuple[str, str, str, str], tuple[float | None, str]] = {}
    for treaty in TREATIES:
        for state in dice.sample(STATES, dice.randint(0, len(STATES))):
            for _row in range(dice.randint(1, 4)):
                sign = SIGNED if dice.random() < 0.3 else ""
                value = dice.choice([1.0, 1.0, 0.0, None])
                status = dice.choice(["A", "A", "A", "E", "F", "M"])
                events[treaty, state, sign, period(dice)] = (value, status)
    stocks: dict[tuple[str, str, str, str], tuple[float | None, str]] = {}
    for side in SIDES.values():
        for state in dice.sample(STATES, dice.randint(0, len(STATES))):
            for year in dice.sample(range(1990, 2018), 3):
                value = dice.choice([0.0, dice.random() * 10.0 ** dice.randint(-2, 7)])
                stocks[side, state, "", str(year)] = (value, "A")
    return (
        [(*key, *said) for key, said in events.items()],
        [(*key, *said) for key, said in stocks.items()],
    )


def when(text: str) -> float:
    return decimal_year(date.fromisoformat(text if len(text) > 4 else f"{text}-01-01"))


def newest(rows: list[Row], moment: float) -> dict[str, float]:
    """Return the newest usable value of each state up to a moment."""
    usable = [
        row
        for row in rows
        if row[4] is not None and row[5] not in MISSING_STATUSES | {"F"} and when(row[3]) <= moment
    ]
    return {row[1]: tidy(row[4] or 0.0) for row in sorted(usable, key=lambda r: (when(r[3]), r[3]))}


def expected(events: list[Row], stocks: list[Row]) -> list[dict[str, object]]:
    found = []
    for treaty, circle in TREATIES.items():
        own = [row for row in events if row[0] == treaty]
        for group, members in GROUPS.items():
            eligible = [s for s in members if not circle or s in CIRCLES[circle]]
            known = [s for s in eligible if s in newest(own, AS_OF)]
            for moment in MOMENTS:
                status = newest([row for row in own if not row[2]], moment)
                is_party = {s: float(status.get(s, 0.0) >= 1) for s in known}
                row: dict[str, object] = {
                    "indicator": treaty,
                    "area": group,
                    "states_total": len(eligible),
                    "known": len(known),
                    "parties": int(sum(is_party.values())),
                    "coverage": tidy(len(known) / len(eligible)) if eligible else None,
                    "at": moment,
                }
                for side, key in SIDES.items():
                    weights = newest([r for r in stocks if r[0] == key], moment)
                    share = weighted_adoption(is_party, weights, eligible)
                    row[f"{side}_share"] = share.share
                    row[f"{side}_known_weight"] = share.known_weight
                if eligible:
                    found.append(row)
    return sorted(found, key=lambda row: (row["indicator"], row["area"], row["at"]))


def counted(engine: Engine, events: list[Row], stocks: list[Row]) -> list[dict[str, object]]:
    names = ("indicator", "area", "breakdown", "period", "value", "status")
    events_table, stocks_table = (
        engine.read_arrow(
            pa.Table.from_pylist([dict(zip(names, r, strict=True)) for r in rows], OBSERVATIONS)
        )
        for rows in (events, stocks)
    )
    asked = Treaties(TREATIES, make_places(GROUPS, CIRCLES), MOMENTS, AS_OF, SIGNED, SIDES)
    rows: list[dict[str, object]] = count_parties(
        engine, events_table, stocks_table, asked
    ).to_pylist()
    return rows


@given(seed=st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_random_treaties_on_duckdb(duck: Engine, seed: int) -> None:
    events, stocks = make(seeded(seed))
    assert counted(duck, events, stocks) == expected(events, stocks)


@pytest.mark.slow
def test_treaties_on_every_engine(engine: Engine) -> None:
    for seed in range(3):
        events, stocks = make(seeded(seed))
        assert counted(engine, events, stocks) == expected(events, stocks)
