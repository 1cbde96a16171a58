"""Quality reports of a material: the same from any order of rows, and always plain JSON."""

import json

from hypothesis import given
from hypothesis import strategies as st

from milepost.reviews.quality import assess_material
from tests.reviews.materials import Fact, indicator, material

COUNTRIES = ("004", "008", "012")
FACTS = st.dictionaries(
    st.tuples(
        st.sampled_from([*COUNTRIES, "001"]),
        st.sampled_from([*(str(year) for year in range(2005, 2016)), "2010-06-01", "2030"]),
        st.sampled_from(["", "sex=F", "age=0-14|sex=F"]),
    ),
    st.tuples(
        st.one_of(st.none(), st.floats(-1e5, 1e5)),
        st.sampled_from(["A", "B", "D", "E", "F", "L"]),
    ),
    max_size=30,
)


@given(FACTS, st.sampled_from(["mean", "adoption", "sum"]), st.integers(0, 99))
def test_a_report_depends_on_the_facts_alone(
    drawn: dict[tuple[str, str, str], tuple[float | None, str]], aggregation: str, seed: int
) -> None:
    facts: list[Fact] = [
        (area, period, value, breakdown, status)
        for (area, period, breakdown), (value, status) in drawn.items()
    ]
    mixed = sorted(facts, key=lambda fact: hash((fact[:2], seed)))
    reports = [
        assess_material(
            material(
                [],
                countries=COUNTRIES,
                indicators=[indicator("rate", aggregation, frequency="annual")],
                facts={"rate": rows},
            )
        )["rate"]
        for rows in (facts, mixed)
    ]
    assert reports[0] == reports[1] == json.loads(json.dumps(reports[0]))
    counts = reports[0]["counts"]
    assert counts["values"] + sum(counts["missing"].values()) == counts["rows"]
    assert counts["states_with_value"] + len(counts["states_without"]) == counts["states_eligible"]
    for row in reports[0]["coverage"]["rows"]:
        assert 0 <= row["states"] <= row["eligible"]
