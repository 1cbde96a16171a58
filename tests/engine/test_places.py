"""Groups are cut into parts that no group divides."""

from hypothesis import given
from hypothesis import strategies as st

from milepost.engine.places import make_places

STATES = st.sets(st.sampled_from([f"{number:03d}" for number in range(1, 30)]), min_size=1)


@given(groups=st.dictionaries(st.sampled_from("abcdef"), STATES, min_size=1), circle=STATES)
def test_parts_add_up_to_groups(groups: dict[str, set[str]], circle: set[str]) -> None:
    places = make_places(groups, {"circle": circle})
    part_of = {(row["circle"], row["area"]): row["part"] for row in places.parts.to_pylist()}
    found: dict[tuple[str, str], set[str]] = {}
    for row in places.members.to_pylist():
        found.setdefault((row["circle"], row["area"]), set()).add(row["member"])
        assert row["part"] == part_of[row["circle"], row["member"]]
    for name, states in groups.items():
        assert found["", name] == states
        assert found.get(("circle", name), set()) == states & circle
    for (where, _group), states in found.items():
        parts = {part_of[where, state] for state in states}
        # A part lies wholly in a group or wholly outside it.
        assert states == {s for (c, s), part in part_of.items() if c == where and part in parts}


def test_few_parts_for_regions_and_the_world() -> None:
    places = make_places({"001": ["004", "008", "012"], "R1": ["004", "008"], "R2": ["012"]})
    assert len(set(places.parts["part"].to_pylist())) == 2
    assert places.names == ["001", "R1", "R2"]
