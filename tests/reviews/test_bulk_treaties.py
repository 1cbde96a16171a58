"""Ratings of treaties in bulk are those that are computed one by one, with all their figures."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.backends import Engine
from milepost.engine.treaty_rows import COUNTS
from milepost.reviews.bulk import rate_in_bulk
from milepost.reviews.computation import compute
from milepost.reviews.material import Material
from tests.engine.series import seeded
from tests.reviews.test_bulk import FIELDS, FLAGS
from tests.reviews.treaty_worlds import make_world

NUMBERS = (*COUNTS, "gap_share", "time_share", "ratio", "target", "baseline_value")


def wanted(material: Material) -> dict[tuple[str, str], dict[str, Any]]:
    """What the scalar functions say, by benchmark and place; places without data are left out."""
    result = compute(material)
    found = {}
    for rating in result.ratings:
        computed = rating["computed"]
        trace = result.traces["plan", rating["benchmark"]][rating["place"]]
        if computed is None or computed["status"] in ("no_data", "not_applicable"):
            continue
        assert trace["function"] in ("ratification", "commitment_ladder")
        said = {name: computed[name] for name in FIELDS}
        said["period"] = said["period"] or None
        said |= {name: rating["numbers"].get(name) for name in NUMBERS}
        said["flags"] = sorted(rating["flags"])
        said["coverage"] = rating["coverage"]
        found[rating["benchmark"], rating["place"]] = said
    return found


def rated(engine: Engine, material: Material) -> dict[tuple[str, str], dict[str, Any]]:
    """What the table says, in the same shape."""
    bulk = rate_in_bulk(engine, material)
    assert bulk.left_out == ()
    found = {}
    for row in bulk.table.to_pylist():
        said = {name: row[name] for name in (*FIELDS, *NUMBERS)}
        said["flags"] = sorted(flag for flag, column in FLAGS.items() if row[column])
        names = ("states_with_data", "states_total", "weight_share", "imputed_share", "gate_passed")
        coverage = {name: row[name] for name in names}
        said["coverage"] = None if row["scope"] == "state" else coverage
        found[row["benchmark"], row["place"]] = said
    assert len(found) == bulk.table.num_rows
    return found


@given(seed=st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_random_treaties_on_duckdb(duck: Engine, seed: int) -> None:
    world = make_world(seeded(seed))
    assert rated(duck, world) == wanted(world)


def test_the_random_treaties_meet_every_answer() -> None:
    seen: Counter[str] = Counter()
    for seed in range(300):
        for said in wanted(make_world(seeded(seed))).values():
            seen.update((said["status"], *said["flags"]))
    assert {
        "near_universal", "losing_parties", "no_new_parties", "pace_kept_or_faster",
        "slower_than_before", "entered_into_force", "new_instrument", "earlier_pace_unknown",
        "no_baseline", "no_time_since_baseline", "list_too_old", "coverage_too_low",
        "no_eligible_states", "met_on_time", "met_late", "missed", "met", "met_at_baseline",
        "insufficient_points", "lost_after_being_met", "on_track", "acceleration_needed",
        "limited", "regressing", "deadline_passed_no_evidence", "party", "signed", "not_a_party",
        "denounced", "slipping", "stale", "volatile",
    } <= set(seen)  # fmt: skip


@pytest.mark.slow
def test_treaties_on_every_engine(engine: Engine) -> None:
    for seed in range(2):
        world = make_world(seeded(seed))
        assert rated(engine, world) == wanted(world)
