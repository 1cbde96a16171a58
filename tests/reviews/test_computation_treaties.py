"""Treaties: states on the commitment ladder, groups by coverage and pace."""

from typing import Any

import pytest

from milepost.reviews.computation import compute
from milepost.reviews.material import Material
from tests.reviews.materials import Fact, benchmark, indicator, material, measure, rating

WORLD = [f"{number:03d}" for number in range(4, 197)]
LISTED = "2015-11-25"


def treaty_facts() -> list[Fact]:
    """Ten parties by October 2013 and twelve more since, out of 193: as the treaty on domestic work
    stood in November 2015."""
    early = [(code, f"2012-{month:02d}-15", 1.0) for month, code in enumerate(WORLD[:10], 1)]
    late = [(code, f"2014-{month:02d}-10", 1.0) for month, code in enumerate(WORLD[10:22], 1)]
    return [*early, *late, *((code, LISTED, 0.0) for code in WORLD[22:])]


def treaty(rows: list[Fact], **changes: Any) -> Material:
    """A world benchmark on one treaty since the dialogue of October 2013."""
    options: dict[str, Any] = {
        "countries": WORLD,
        "groups": {"002": WORLD[:20], "019": WORLD[20:60], "150": WORLD[60:64]},
        "indicators": [indicator("treaty", "adoption", eligible="un-members")],
        "facts": {"treaty": rows},
        **changes,
    }
    rule = measure("treaty", "ratification@1", baseline={"period": "2013-10-03"})
    return material([benchmark(measure=rule)], **options)


def test_a_treaty_is_counted_over_the_states_that_may_join() -> None:
    world = rating(compute(treaty(treaty_facts())))
    assert world["numbers"]["parties"] == 22
    assert world["numbers"]["eligible"] == 193
    assert world["numbers"]["parties_at_baseline"] == 10
    assert world["numbers"]["new_since_baseline"] == 12
    assert world["coverage"] == {
        "states_with_data": 193,
        "states_total": 193,
        "weight_share": None,
        "imputed_share": 0.0,
        "gate_passed": True,
    }
    assert world["distribution"] == {
        "green": 22,
        "yellow": 0,
        "red": 171,
        "grey": 0,
        "contested": 0,
        "total": 193,
    }


def test_each_region_counts_its_own_members() -> None:
    result = compute(treaty(treaty_facts()))
    assert rating(result, "002")["numbers"]["parties"] == 20
    assert rating(result, "019")["numbers"]["parties"] == 2
    assert rating(result, "150")["numbers"]["parties"] == 0
    assert rating(result, "150")["status"] == "no_new_parties"


@pytest.mark.parametrize(
    ("facts", "state", "status", "flags"),
    [
        ([("004", "2010-01-01", 1.0)], "green", "party", []),
        ([("004", "2010-01-01", 1.0, "event=signature")], "yellow", "signed", []),
        ([("004", LISTED, 0.0)], "red", "not_a_party", []),
        (
            [("004", "2010-01-01", 1.0, "event=signature"), ("004", LISTED, 0.0)],
            "yellow",
            "signed",
            [],
        ),
        (
            [
                ("004", "2001-01-01", 1.0),
                ("004", "2014-01-01", 0.0, "", "A", "denunciation"),
            ],
            "red",
            "denounced",
            ["slipping"],
        ),
        (
            [
                ("004", "2000-01-01", 1.0, "event=signature"),
                ("004", "2001-01-01", 1.0),
                ("004", "2014-01-01", 0.0, "", "A", "denunciation"),
            ],
            "red",
            "denounced",
            ["slipping"],
        ),
    ],
)
def test_one_state_stands_on_a_rung(
    facts: list[Fact], state: str, status: str, flags: list[str]
) -> None:
    row = rating(compute(treaty(facts)), "004")
    assert (row["state"], row["status"], row["flags"]) == (state, status, flags)


def test_a_state_without_a_row_is_unknown_and_not_outside() -> None:
    facts = [(code, LISTED, 0.0) for code in WORLD[:150]]
    result = compute(treaty(facts, heatmap_places=["001", WORLD[160]]))
    unknown = rating(result, WORLD[160])
    assert (unknown["state"], unknown["reason"]) == ("grey", "no_data")
    assert rating(result)["distribution"]["grey"] == 43


def test_too_few_known_states_give_no_rating() -> None:
    facts = [(code, "2014-01-01", 1.0) for code in WORLD[:96]]
    world = rating(compute(treaty(facts)))
    assert (world["state"], world["reason"]) == ("grey", "coverage_too_low")
    assert world["value"] is None
    assert world["coverage"]["states_with_data"] == 96
    facts = [(code, "2014-01-01", 1.0) for code in WORLD[:97]]
    assert rating(compute(treaty(facts)))["value"] == 97


def test_a_published_count_stands_in_for_unknown_states() -> None:
    facts: list[Fact] = [
        ("004", "2014-01-01", 1.0),
        ("001", "1999-06", 41.0),
        ("001", "2013-10-03", 49.0),
        ("001", LISTED, 49.0),
    ]
    result = compute(treaty(facts))
    world = rating(result)
    assert (world["value"], world["status"]) == (49, "no_new_parties")
    assert world["coverage"]["gate_passed"] is False
    assert world["weighted"] is None
    codes = [step["code"] for step in result.traces["plan", "1.1"]["001"]["steps"]]
    assert "coverage.published" in codes
    assert [row["published"] for row in result.aggregates["treaty"]] == [True, True, True]


def test_a_party_outside_the_eligible_states_is_set_aside() -> None:
    inputs = treaty([*treaty_facts(), ("900", "2012-01-01", 1.0)], countries=[*WORLD, "900"])
    inputs = material(
        inputs.frameworks[0]["benchmarks"],
        countries=[*WORLD, "900"],
        groups={"un-members": WORLD},
        indicators=list(inputs.indicators.values()),
        facts={"treaty": [*treaty_facts(), ("900", "2012-01-01", 1.0)]},
    )
    result = compute(inputs)
    assert rating(result)["numbers"]["parties"] == 22
    rejected = result.traces["plan", "1.1"]["001"]["inputs"]["rejected"]
    assert [(row["place"], row["why"]) for row in rejected] == [("900", "not_eligible")]


def test_migrants_covered_are_shown_by_destination_and_by_origin() -> None:
    stocks = {
        "migrant-stock-destination": [
            (WORLD[0], "2013", 30.0),
            (WORLD[0], "2015", 40.0),
            (WORLD[0], "2020", 999.0),
            (WORLD[100], "2015", 60.0),
        ],
        "migrant-stock-origin": [(code, "2015", 1.0) for code in WORLD],
    }
    extra = [indicator(key, "sum") for key in stocks]
    inputs = treaty(
        treaty_facts(),
        indicators=[indicator("treaty", "adoption", eligible="un-members"), *extra],
        facts={"treaty": treaty_facts(), **stocks},
    )
    weighted = rating(compute(inputs))["weighted"]
    assert weighted["destination"] == {"share": 0.4, "known_weight": pytest.approx(2 / 193)}
    assert weighted["origin"]["share"] == pytest.approx(22 / 193)


def test_the_count_of_each_year_is_in_the_aggregates() -> None:
    rows = {
        row["period"]: row["value"]
        for row in compute(treaty(treaty_facts())).aggregates["treaty"]
        if row["place"] == "001"
    }
    assert rows == {"2012": 10, "2013": 10, "2014": 22, "2015": 22}


def test_a_list_that_ends_early_does_not_claim_to_know_today() -> None:
    """The last list is three years old: parties are counted on its day and marked as stale."""
    world = rating(compute(treaty(treaty_facts(), as_of="2018-12-31")))
    assert "stale" in world["flags"]
    later = rating(compute(treaty(treaty_facts(), as_of="2019-12-31")))
    assert (later["state"], later["reason"]) == ("grey", "stale")
    assert world["numbers"]["pace"] == pytest.approx(12 / 2.145, rel=1e-2)


def test_an_event_after_the_day_of_the_edition_is_set_aside() -> None:
    facts = [*treaty_facts(), (WORLD[50], "2016-02-01", 1.0)]
    result = compute(treaty(facts))
    assert rating(result)["numbers"]["parties"] == 22
    refused = result.traces["plan", "1.1"][WORLD[50]]["inputs"]["rejected"]
    assert [row["why"] for row in refused] == ["after_as_of"]
