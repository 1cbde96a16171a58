"""Published examples of panels, participation, mobility and costs, by method id."""

from collections.abc import Mapping

from milepost.measure.example import Example

_FOUR_BY_TWELVE = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
_GWET = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, None],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def _service(cost: float, days: int = 1, *, transparent: bool = True) -> dict[str, object]:
    return {"cost": cost, "days": days, "accessible": True, "transparent": transparent}


EXAMPLES: Mapping[str, Example] = {
    "rating.panel_summary": Example(
        {"ratings": [1, 3, 3]},
        {
            "median_low": 3,
            "iqr": 1.5,
            "modal_share": 0.6666666667,
            "range": 2,
            "contested": True,
        },
        "Milepost: cautious median and rule for contested panels",
        "own",
        1e-9,
    ),
    "rating.krippendorff_alpha": Example(
        {"data": _FOUR_BY_TWELVE, "level": "ordinal"},
        {"alpha": 0.815, "units": 11},
        "Krippendorff, Content Analysis: four observers, twelve units",
        "known",
        0.0006,
    ),
    "rating.alpha_interval": Example(
        {"data": [[1, 2, 3, 3, 2], [1, 2, 3, 3, 3], [1, 1, 3, 2, 3]], "level": "ordinal"},
        {"samples": 3125, "units": 5},
        "Percentile interval over resampled units; every sample is counted",
        "computed",
        1e-9,
    ),
    "rating.code_agreement": Example(
        {
            "first": [["work"], ["work", "home"], ["home"], [], ["work"]],
            "second": [["work"], ["work"], ["home"], [], ["work"]],
        },
        {"alpha": {"work": 1.0, "home": 0.5714285714}, "lowest": 0.5714285714, "firm": False},
        "Krippendorff, Content Analysis: nominal alpha, each code by itself",
        "computed",
        1e-9,
    ),
    "rating.weighted_kappa": Example(
        {"table": [[13, 0, 0], [0, 20, 7], [0, 4, 56]], "weights": "quadratic"},
        {"kappa": 0.892},
        "Cohen (1968); table of two abstractors in the tests of irrCAC",
        "read",
        0.0006,
    ),
    "rating.gwet_ac": Example(
        {"data": _GWET, "categories": [1, 2, 3, 4, 5], "weights": "identity"},
        {"pa": 0.818, "pe": 0.190, "coefficient": 0.775},
        "Gwet (2008); tests of irrCAC",
        "read",
        0.0006,
    ),
    "rating.tastle_wierman_consensus": Example(
        {"counts": [1, 4, 3, 0], "values": [1, 2, 3, 4]},
        {"consensus": 0.6843945494},
        "Tastle and Wierman (2007)",
        "known",
        1e-9,
    ),
    "rating.evidence_grade": Example(
        {"source": "survey", "age": 1, "sources": 2, "agree": False},
        {"grade": "C", "computed": "C", "may_be_green": True},
        "Milepost, after GRADE and the IPCC",
        "own",
    ),
    "rating.ipcc_confidence": Example(
        {"evidence": "medium", "agreement": "high"},
        {"confidence": "high"},
        "IPCC guidance on uncertainty, grid of evidence and agreement; the even steps are ours",
        "known",
    ),
    "rating.grade_certainty": Example(
        {"start": "high", "down": ["imprecision", "indirectness"], "up": []},
        {"certainty": "low"},
        "GRADE working group",
        "known",
    ),
    "representativity.gallagher": Example(
        {"shares": [0.2, 0.2, 0.6], "reference": [0.18, 0.17, 0.65]},
        {"lsq": 0.0435889894},
        "Gallagher (1991); inputs of CRAN politicsR",
        "read",
        1e-9,
    ),
    "representativity.dissimilarity": Example(
        {"shares": [60, 40], "reference": [50, 50]},
        {"d": 10},
        "Loosemore and Hanby (1971)",
        "known",
        1e-9,
    ),
    "representativity.chance": Example(
        {
            "reference": {"Africa": 1, "Americas": 1, "Asia": 1, "Europe": 1, "Oceania": 1},
            "n": 20,
        },
        {"expected": 0.1745595216},
        "Multinomial expectation in closed form (De Moivre)",
        "computed",
        1e-6,
    ),
    "representativity.participation": Example(
        {
            "participants": {
                "Africa": 30,
                "Asia": 40,
                "Europe": 50,
                "Americas": 20,
                "Oceania": 0,
            },
            "reference": {
                "Africa": 1400,
                "Asia": 4700,
                "Europe": 740,
                "Americas": 1030,
                "Oceania": 45,
            },
        },
        {"dissimilarity": 0.3137803447, "theil_kl": 0.3240766029, "index": 0.6862196553},
        "Representation ratio, dissimilarity and divergence; the band is ours",
        "computed",
        1e-9,
    ),
    "representativity.theil_decomposed": Example(
        {
            "participants": {"a": 2, "b": 1, "c": 1},
            "reference": {"a": 1, "b": 1, "c": 2},
            "regions": {"a": "North", "b": "North", "c": "South"},
        },
        {"total": 0.1732867951, "between": 0.1308120359, "within": 0.0424747592},
        "Theil (1967), decomposition",
        "computed",
        1e-9,
    ),
    "representativity.theil": Example(
        {"values": [0, 0, 0, 10, 10, 10]},
        {"theil_t": 0.6931471806},
        "Theil (1967); test of pysal",
        "read",
        1e-9,
    ),
    "representativity.un_desirable_range": Example(
        {"base": 3600, "members": 193, "pop_share": 0.02, "contrib_share": 0.01, "posts": 24},
        {"midpoint": 30.8611398964, "lower": 26.0611398964, "upper": 35.6611398964},
        "System of desirable ranges of the UN Secretariat",
        "known",
        1e-9,
    ),
    "dispersion.hhi": Example(
        {"shares": [30, 30, 20, 20]},
        {"hhi_points": 2600},
        "US Department of Justice, Herfindahl-Hirschman index",
        "known",
    ),
    "dispersion.summary": Example(
        {"shares": [40, 30, 20, 10]},
        {
            "hhi": 0.3,
            "dispersion": 0.7,
            "hhi_normalised": 0.0666666667,
            "effective_number": 3.3333333333,
            "shannon": 1.2798542258,
            "evenness": 0.9232196723,
        },
        "Common forms of concentration and entropy",
        "computed",
        1e-9,
    ),
    "dispersion.destinations": Example(
        {"people": {"France": 60, "Italy": 30, "Spain": 10}, "unknown": 25},
        {"hhi": 0.46, "effective_number": 2.1739130435, "unknown_share": 0.2},
        "Milepost: the index under its own name, the unknown left out",
        "own",
        1e-9,
    ),
    "uis.mobility": Example(
        {"inbound": 12000, "outbound": 8000, "tertiary_enrolment": 240000},
        {
            "inbound_rate": 5.0,
            "outbound_ratio": 3.3333333333,
            "net_flow": 4000,
            "net_flow_ratio": 1.6666666667,
        },
        "UIS glossary",
        "read",
        1e-9,
    ),
    "uis.gross_outbound_enrolment": Example(
        {"outbound": 8000, "population": 400000},
        {"gross_outbound_ratio": 2.0},
        "UIS, gross outbound enrolment ratio",
        "known",
        1e-9,
    ),
    "remittance.service_cost": Example(
        {"amount": 200, "fee": 5, "market_rate": 100, "applied_rate": 98},
        {"fee_pct": 2.5, "fx_margin_pct": 2.0, "total_pct": 4.5},
        "Metadata of SDG 10.c.1 (2018)",
        "read",
        1e-9,
    ),
    "remittance.rpw": Example(
        {
            "corridors": {
                "X": {
                    "flow": 500,
                    "services": [_service(2), _service(3), _service(4), _service(9, 7)],
                },
                "Y": {
                    "flow": 100,
                    "services": [
                        _service(6),
                        _service(7),
                        _service(8),
                        _service(1.5, transparent=False),
                    ],
                },
                "Z": {"flow": 50, "services": [_service(5), _service(10)]},
            }
        },
        {
            "global_average": 6.0,
            "global_weighted": 5.1153846154,
            "smart": {"X": 3.0, "Y": 7.0, "Z": None},
            "global_smart": 5.0,
        },
        "Metadata of SDG 10.c.1 (2018); Remittance Prices Worldwide",
        "read",
        1e-9,
    ),
    "remittance.regional": Example(
        {
            "corridors": {
                "FRA-SEN": {"receiving": "Africa", "services": [_service(4), _service(6)]},
                "FRA-MLI": {"receiving": "Africa", "services": [_service(8)]},
                "USA-MEX": {"receiving": "Americas", "services": [_service(3)]},
                "RUS-TJK": {"receiving": "Asia", "services": []},
            }
        },
        {"averages": {"Africa": 6.0, "Americas": 3.0}, "left_out": ["RUS-TJK"]},
        "Metadata of SDG 10.c.1 (2018), regional aggregation",
        "read",
        1e-9,
    ),
    "remittance.target_path": Example(
        {"baseline": 9.0, "baseline_year": 2012, "latest": 6.2, "latest_year": 2023},
        {
            "path_now": 5.3333333333,
            "gap_to_path": 0.8666666667,
            "gap_share": 0.4666666667,
            "ratio": 0.7636363636,
            "needed_a_year": -0.4571428571,
            "met": False,
        },
        "SDG target 10.c, less than 3 per cent by 2030; path as the linear path",
        "own",
        1e-9,
    ),
    "remittance.corridor_cap": Example(
        {"smart": {"FRA-SEN": 3.6, "ZAF-ZWE": 9.5, "USA-MEX": 5.0, "TZA-KEN": None}},
        {"above": {"ZAF-ZWE": 4.5}, "share_within": 0.6666666667, "met": False},
        "SDG target 10.c, no corridor above 5 per cent",
        "read",
        1e-9,
    ),
    "remittance.matched_change": Example(
        {"before": {"A": 6, "B": 8, "RUB": 1}, "after": {"A": 5, "B": 8}},
        {"change": -0.5, "change_of_all": 1.5, "sample_effect": 2.0},
        "Milepost: like compared with like",
        "own",
        1e-9,
    ),
}
