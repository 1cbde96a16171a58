"""A mapping is saved as plain JSON and comes back the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.indicators.mapping import Layout, Mapping, Role, with_role

TEXT = st.text(max_size=10)
PAIRS = st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple)
MAPPINGS = st.builds(
    Mapping,
    layout=st.sampled_from(Layout),
    area=TEXT,
    period=TEXT,
    value=TEXT,
    dimensions=PAIRS,
    periods=PAIRS,
    skip=PAIRS,
    day_first=st.sampled_from([None, True, False]),
    header_row=st.one_of(st.none(), st.integers(0, 100)),
)


@given(MAPPINGS)
def test_mapping_comes_back_from_plain_values(mapping: Mapping) -> None:
    assert Mapping.from_dict(mapping.as_dict()) == mapping


@pytest.mark.parametrize(
    "document",
    [
        {"unknown": "x"},
        {"area": 1},
        {"dimensions": "x"},
        {"dimensions": [["x"]]},
        {"header_row": True},
        {"header_row": -1},
        {"day_first": "yes"},
        {"layout": "long"},
    ],
)
def test_mapping_refuses_what_it_does_not_know(document: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Mapping.from_dict(document)


def test_with_role_moves_a_column_from_one_role_to_another() -> None:
    mapping = Mapping(area="a", value="v", dimensions=(("d", "sex"),))
    moved = with_role(mapping, "d", Role.AREA)
    assert (moved.area, moved.dimensions) == ("d", ())
    assert with_role(moved, "v", Role.IGNORE).value == ""
    wide = with_role(mapping, "2015", Role.VALUES_OF, "2015")
    assert (wide.layout, wide.role_of("2015")) == (Layout.WIDE, (Role.VALUES_OF, "2015"))
