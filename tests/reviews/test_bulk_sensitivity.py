"""How firm a colour is: the table made in bulk counts what the traces count."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from milepost.engine.backends import Engine
from milepost.engine.other_methods import ONE_BY_ONE
from milepost.kernel.actors import Actor
from milepost.publishing.demo import build_demo
from milepost.reviews.bulk import rate_in_bulk
from milepost.reviews.bulk_sensitivity import COLOURS, FIRMNESS
from milepost.reviews.computation import compute
from milepost.reviews.material import Material
from milepost.reviews.result_selectors import collect_material
from tests.engine.series import seeded
from tests.reviews.test_computation_properties import materials
from tests.reviews.treaty_worlds import make_world

Place = tuple[str, str, str]


def wanted(material: Material) -> dict[Place, dict[str, Any]]:
    """What the traces of the computed edition count, without the methods that are not in bulk."""
    found = {}
    for (framework, benchmark), places in compute(material).traces.items():
        for place, trace in places.items():
            said = trace["sensitivity"]
            if said is None or "points" not in said:
                continue
            others = [
                trial["state"]
                for trial in said["comparators"].get("trials", [])
                if trial["what"] not in ONE_BY_ONE and "state" in trial
            ]
            found[framework, benchmark, place] = {
                "result": said["result"],
                "tried": said["tried"],
                "held": said["held"],
                **{f"to_{colour}": said["to"].get(colour, 0) for colour in COLOURS},
                "asked": len(others),
                "agree": others.count(trace["verdict"]["state"]),
            }
    return found


def tried(engine: Engine, material: Material) -> dict[Place, dict[str, Any]]:
    """What the table counts, of ratings that have a colour."""
    bulk = rate_in_bulk(engine, material, firmness=True)
    assert bulk.firmness is not None
    assert bulk.firmness.schema == FIRMNESS
    assert bulk.firmness.num_rows == bulk.table.num_rows
    found = {}
    for row in bulk.firmness.to_pylist():
        names = ("result", "tried", "held", *(f"to_{c}" for c in COLOURS), "asked", "agree")
        if row["state"] == "grey":
            assert (row["result"], row["tried"], row["asked"]) == ("untried", 0, 0)
            continue
        found[row["framework"], row["benchmark"], row["place"]] = {n: row[n] for n in names}
        away = sum(row[f"to_{colour}"] for colour in COLOURS)
        assert bool(away) == bool(row["changes"])
        assert (row["asked"] > row["agree"]) == bool(row["differ"])
    return found


@given(inputs=materials())
@settings(max_examples=2, deadline=None, phases=[Phase.generate])
def test_random_materials(duck: Engine, inputs: Material) -> None:
    assert tried(duck, inputs) == wanted(inputs)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=10, deadline=None, phases=[Phase.generate])
def test_random_treaties(duck: Engine, seed: int) -> None:
    world = make_world(seeded(seed))
    assert tried(duck, world) == wanted(world)


@pytest.mark.slow
def test_treaties_on_every_engine(engine: Engine) -> None:
    world = make_world(seeded(0))
    assert tried(engine, world) == wanted(world)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo(home: object, system: Actor, duck: Engine) -> None:
    build_demo(system, lambda _text: None)
    results: Counter[str] = Counter()
    for key in ("2015", "2019"):
        material = collect_material(key)
        found = tried(duck, material)
        assert found == wanted(material)
        results.update(row["result"] for row in found.values())
    assert {"stable", "changes"} <= set(results)
