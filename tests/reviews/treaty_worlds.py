"""Random worlds of treaties, with everything that lists of parties have been seen to hold."""

from collections.abc import Sequence
from random import Random
from typing import Any

from milepost.reviews.material import Material
from tests.reviews.materials import Fact, benchmark, indicator, material, measure

STATES = [f"{number:03d}" for number in range(4, 18)]
LATE, OUTSIDE = "018", "900"  # born after the treaty; no member of the United Nations
GROUPS: dict[str, Sequence[str]] = {
    "002": STATES[:7],
    "019": [*STATES[5:9], OUTSIDE],
    "150": STATES[9:12],
    "061": [OUTSIDE],
    "030": [],
    "051": [STATES[0]],
}
DAYS = (
    "2001", "2001-01-01", "2001-01", "2005-06-15", "2010", "2010-01-01", "2013-10-03",
    "2014-02-28", "2014-02-28", "2015", "2015-Q2", "2015-11-25", "2016-03-01", "2018-12-31",
)  # fmt: skip
AS_OF = ("2015-11-25", "2015-11-25", "2014-02-28", "2019-12-31")
NOTES = ("", "", "Denunciation of 2013", "with a reservation")
TREATIES = ("old", "new", "empty")


def make_world(dice: Random) -> Material:
    """Make three treaties with several benchmarks each, in overlapping groups."""
    everyone = [*STATES, LATE, OUTSIDE]
    limit = dice.choice(["un-members", None, "002"])
    groups: dict[str, Sequence[str]] = {**GROUPS, "un-members": [*STATES, LATE]}
    benchmarks = [
        benchmark(f"1.{number}", measure=_measure(dice), level=_level(dice), order=number)
        for number in range(1, 5)
    ]
    return material(
        benchmarks,
        countries=everyone,
        groups=groups,
        indicators=[indicator(key, "adoption", eligible=limit) for key in TREATIES],
        facts={"old": _facts(dice, 2.5), "new": _facts(dice, 0.9), "empty": _listed(dice)},
        as_of=dice.choice(AS_OF),
    )


def _level(dice: Random) -> str:
    return dice.choice(["world", "world", "region", "country"])


def _facts(dice: Random, most: float) -> list[Fact]:
    """Return events; one row for each state, breakdown and period."""
    rows: dict[tuple[str, str, str], Fact] = {}
    density = dice.random()
    places = [place for place in (*STATES, LATE, OUTSIDE) if dice.random() < 0.3 + density]
    for place in places:
        for _number in range(1 + int(dice.random() * most)):
            signs = "event=signature" if dice.random() < 0.25 else ""
            value = dice.choice([1.0, 1.0, 1.0, 0.0, 0.0, None])
            status = dice.choice(["A"] * 8 + ["E", "F", "M"])
            period = _day(dice, late=place == LATE)
            row = (place, period, value, signs, status, dice.choice(NOTES))
            rows[place, signs, period] = row
    if dice.random() < 0.5:
        for row in _listed(dice):
            rows.setdefault((row[0], "", row[1]), row)
    if dice.random() < 0.6:
        _publish(dice, rows)
    return list(rows.values())


def _day(dice: Random, *, late: bool) -> str:
    if late:
        return dice.choice(DAYS[-8:])
    if dice.random() < 0.6:
        return dice.choice(DAYS)
    return f"{dice.randint(1996, 2017)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"


def _listed(dice: Random) -> list[Fact]:
    """Return a complete list of who was outside on a day."""
    day = dice.choice(["2015-11-25", "2012-05-05", "2009-01-01"])
    return [(place, day, 0.0) for place in STATES if dice.random() < 0.8]


def _publish(dice: Random, rows: dict[tuple[str, str, str], Fact]) -> None:
    """Add the numbers of parties that a source gives for groups."""
    for group in ("001", "002", "061", "030"):
        count = dice.choice([0.0, 3.0, 11.0, 14.0])
        for period in sorted({_day(dice, late=False) for _row in range(dice.randint(0, 4))}):
            count = max(0.0, count + dice.choice([-1.0, 0.0, 1.0, 2.0, 2.0]))
            rows[group, "", period] = (group, period, count)


def _measure(dice: Random) -> dict[str, Any]:
    years = [1996, 2001, 2005, 2010, 2013, 2015, 2018]
    baseline, deadline = dice.choice(years), dice.choice([2014, 2015, 2016, 2020, 2030, 2030])
    day = dice.choice(["", "-01", "-10-03"])
    given: dict[str, Any] = {"period": f"{baseline}{day}"}
    if dice.random() < 0.2:
        given["value"] = float(dice.randint(0, 12))
    return measure(
        dice.choice(TREATIES),
        "ratification@1",
        parameters=_parameters(dice),
        direction=dice.choice(["up", "up", "up", "up", "down"]),
        baseline=dice.choice([given, given, given, None]),
        target=dice.choice([None, {"value": float(dice.randint(0, 16))}]),
        deadline=dice.choice([None, f"{deadline}", f"{deadline}-12-31"]),
    )


def _parameters(dice: Random) -> dict[str, Any]:
    choices: dict[str, list[Any]] = {
        "coverage_gate": [0.0, 0.25, 0.8],
        "universal_share": [0.5, 0.75, 1.0],
        "pace_ratio_green": [0.5, 1.5],
        "reference_years": [2.0, 5.0, 25.0],
        "shortest_reference": [0.0, 5.0],
        "target_share": [0.5, 0.9, 0.0],
        "opened": ["1990-12-18", "2012-06-01", "2014-02-28"],
        "needed_for_force": [2, 10],
        "evidence_after": [0.0, -1.0],
        "stale_after": [0.5],
        "unusable_after": [1.0, None],
        "on_track": [1.0, 0.4],
        "acceleration": [0.2],
        "not_applicable": [["002"], ["004", "001"]],
        "rate_countries": [False],
        "country_stage_green": [0.5],
    }
    names = dice.sample(sorted(choices), dice.randint(0, 5))
    return {name: dice.choice(choices[name]) for name in names}
