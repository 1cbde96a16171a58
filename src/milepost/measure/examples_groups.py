"""Published examples of the methods of adoption and roll-up, by method id."""

from collections.abc import Mapping

from milepost.measure.example import Example

EXAMPLES: Mapping[str, Example] = {
    "adoption.coverage": Example(
        {"parties": 60, "eligible": 193},
        {"coverage": 0.310880829},
        "Milepost: parties over eligible states",
        "own",
        1e-09,
    ),
    "adoption.weighted_coverage": Example(
        {"weights": {"A": 100, "B": 50, "C": 25, "D": None, "E": 25}, "parties": ["A", "C"]},
        {"coverage": 0.625, "weight_known_share_of_states": 0.8},
        "Milepost: weight of parties over known weight",
        "own",
        1e-09,
    ),
    "adoption.time_to_n": Example(
        {"adopted": "1990-12-18", "nth": 20, "nth_date": "2003-03-14"},
        {"days": 4469, "years": 12.235455},
        "Migrant Workers Convention: adopted 1990, twentieth consent 2003",
        "computed",
        1e-05,
    ),
    "adoption.pace": Example(
        {
            "consents": ["2000-01-01", "2000-07-01", "2003-12-31", None],
            "since": "2000-01-01",
            "until": "2003-12-31",
        },
        {"new": 2, "per_year": 0.5003424657534247},
        "Milepost: consents between two days",
        "own",
        1e-09,
    ),
    "adoption.entry_into_force": Example(
        {"rule": "first_day_of_month_after_3_months", "nth_date": "2003-03-14"},
        {"date": "2003-07-01"},
        "Migrant Workers Convention, article 87",
        "known",
        1e-09,
    ),
    "adoption.kaplan_meier": Example(
        {"times": [0.8, 1.5, 2.0, 2.0, 3.5, 4.1, 6.0, 6.0], "events": [1, 1, 1, 1, 0, 1, 0, 0]},
        {"S": {"0.8": 0.875, "1.5": 0.75, "2.0": 0.5, "4.1": 0.333333}, "median": 2.0},
        "Kaplan and Meier (1958)",
        "known",
    ),
    "adoption.kaplan_meier_se": Example(
        {
            "times": [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35],
            "events": [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0],
            "at": 10,
        },
        {"S": 0.7529411765, "se": 0.096349653},
        "6-MP data of Freireich; figures of NAG",
        "read",
    ),
    "adoption.share_adopted": Example(
        {"times": [1, 3, 6, 12], "events": [1, 1, 0, 0]},
        {"adopted": {"2": 0.25, "5": 0.5, "10": 0.5}},
        "Kaplan and Meier (1958)",
        "known",
        1e-09,
    ),
    "adoption.observation": Example(
        {
            "opened": "1990-12-18",
            "statehood": "2002-05-20",
            "consent": "2004-01-30",
            "cutoff": "2026-01-01",
        },
        {"time": 1.6974674880219027, "event": 1},
        "Milepost: the clock starts at the opening or at statehood",
        "own",
        1e-09,
    ),
    "rollup.weighted_mean": Example(
        {
            "values": {"A": 10.0, "B": 20.0, "C": None, "D": 40.0},
            "weights": {"A": 50, "B": 30, "C": 100, "D": 40},
            "threshold": 0.5,
        },
        {"value": 22.5, "coverage": 0.5454545455, "n_reporting": 3, "n_total": 4, "publish": True},
        "World Bank: the weight of a ratio is its denominator",
        "read",
        1e-09,
    ),
    "rollup.simple_mean": Example(
        {"values": {"A": 1, "B": None}},
        {"value": 1, "coverage": 0.5, "publish": True},
        "SDG metadata 10.c.1: simple average of services",
        "read",
        1e-09,
    ),
    "rollup.median_iqr": Example(
        {"values": {"A": 1, "B": 2, "C": 3, "D": 10, "E": None}},
        {"median": 2.5, "lower": 1.5, "upper": 6.5, "iqr": 5, "n": 4},
        "Hazen quantiles (definition 5 of Hyndman and Fan)",
        "known",
        1e-09,
    ),
    "rollup.policy_share": Example(
        {"values": {"A": 1, "B": 0, "C": 0.5, "D": None}},
        {"states": 1, "known": 3, "share": 0.3333333333333333, "coverage": 0.75},
        "Milepost: states with a policy among those known",
        "own",
        1e-09,
    ),
    "rollup.coverage_gates": Example(
        {"countries": 0.5, "population": 0.5},
        {"gates": {"un": True, "tier_1": True, "world_bank": False, "escap": False, "jmp": True}},
        "Tier classification, World Bank, ESCAP; UN practice and JMP",
        "read",
        1e-09,
    ),
    "rollup.members": Example(
        {
            "memberships": [
                {"place": "A", "valid_from": "1990-01-01", "valid_to": "2020-12-04"},
                {"place": "B", "valid_from": None, "valid_to": None},
                {"place": "C", "valid_from": "2018-01-01"},
            ],
            "as_of": "2021-01-01",
            "baseline": "2015-01-01",
        },
        {"members": ["A", "B"], "joined": ["C"], "left": ["A"]},
        "Milepost: dated membership after M49",
        "own",
        1e-09,
    ),
    "rollup.wb_sum": Example(
        {"values": {"A": 5, "B": 7, "C": None}, "proxy": {"A": 40, "B": 30, "C": 30}},
        {"missing_share": 0.3, "value": 12},
        "World Bank, rules of aggregation",
        "read",
        1e-09,
    ),
    "rollup.wb_gap_fill": Example(
        {"base": {"A": 100, "B": 50, "C": 30}, "current": {"A": 110, "B": 58, "C": None}},
        {"growth": 1.12, "imputed": {"C": 33.6}, "total": 201.6},
        "World Bank, rules of aggregation",
        "read",
        1e-09,
    ),
    "rollup.expected_coverage_error": Example(
        {"missing_population_share": 0.5},
        {"expected_sd": 0.185, "risk_sd": 0.5},
        "Statistical Journal of the IAOS, sji220090",
        "read",
        1e-09,
    ),
    "rollup.global_vs_mean_of_regions": Example(
        {"regions": {"R1": {"A": [10.0, 100], "B": [20.0, 300]}, "R2": {"C": [60.0, 50]}}},
        {
            "global_weighted": 22.2222222222,
            "mean_of_regional_means": 38.75,
            "mean_of_countries": 30.0,
            "median_of_countries": 20.0,
        },
        "Milepost: aggregate from countries",
        "computed",
        1e-09,
    ),
    "rollup.ryg_distribution": Example(
        {"counts": {"green": 6, "yellow": 3, "red": 3, "grey": 4}},
        {"share_green": 0.5, "share_red": 0.25, "rated_share": 0.75, "balance": 0.25},
        "Milepost: colours are counted and not averaged",
        "own",
        1e-09,
    ),
    "rollup.all_must_be_met": Example(
        {"colours": {"law": "green", "budget": "yellow", "count": "green"}},
        {"colour": "yellow", "decided_by": ["budget"]},
        "Milepost: the worst counts only where all must be met",
        "own",
    ),
}
