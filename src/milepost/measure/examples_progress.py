"""Published examples of the methods of progress towards a target, by method id."""

from collections.abc import Mapping

from milepost.measure.example import Example

EXAMPLES: Mapping[str, Example] = {
    "progress.linear_path_ratio": Example(
        {
            "base": 8.0,
            "base_year": 2018,
            "value": 5.0,
            "year": 2022,
            "target": 0.0,
            "target_year": 2028,
        },
        {"expected_now": 4.8, "change_share": 0.375, "time_share": 0.4, "ratio": 0.9375},
        "Milepost: share of the gap closed over share of the time used",
        "own",
        1e-09,
    ),
    "progress.platform_default": Example(
        {
            "series": {"2018": 40, "2022": 34},
            "base_year": 2018,
            "target": 20,
            "target_year": 2028,
            "direction": "negative",
            "as_of": 2023,
        },
        {"status": "acceleration_needed", "colour": "yellow", "ratio": 0.75},
        "Milepost: decision procedure of the linear path; thresholds after Eurostat",
        "own",
        1e-09,
    ),
    "progress.statcan_open_sdg": Example(
        {"base": 1.55, "by": 2015, "cur": 1.82, "cy": 2019, "direction": "negative"},
        {"value": -0.0409621113, "score": -5, "status": "deterioration", "coefficient": 1.0},
        "Open SDG, sdg-build: test data of indicator 3.3.3",
        "read",
    ),
    "progress.statcan_score_target": Example(
        {"ratio": 0.6}, {"score": 0}, "Open SDG documentation: anchors of the score", "read", 0.002
    ),
    "progress.statcan_score_notarget": Example(
        {"cagr": 0.005}, {"score": 0}, "Open SDG documentation: anchors of the score", "read"
    ),
    "progress.statcan_aggregate": Example(
        {"scores": [1.0], "target_achieved": [False]},
        {"score": 1.0, "status": "moderate_progress"},
        "Open SDG documentation: example of several series",
        "read",
        1e-09,
    ),
    "progress.goldilocks_transform": Example(
        {"kind": "share50", "value": 42.0},
        {"transformed": 58.0},
        "Open SDG documentation: neither too high nor too low",
        "read",
        1e-09,
    ),
    "progress.eurostat": Example(
        {"y0": 9.6, "t0": 2004, "yt": 18.9, "t": 2018, "target": 20.0, "tt": 2020},
        {
            "cagr_actual": 0.0495753253,
            "cagr_required": 0.0469415178,
            "ratio": 1.0561082721,
            "category": "significant_progress",
        },
        "Eurostat, monitoring of the SDGs: share of renewable energy",
        "known",
        1e-09,
    ),
    "progress.eurostat_windows": Example(
        {
            "series": {"2005": 100, "2010": 108, "2015": 110, "2020": 121},
            "direction": "positive",
        },
        {
            "long_term": {"from": 2005, "cagr": 0.012789114, "category": "significant_progress"},
            "short_term": {"from": 2015, "cagr": 0.0192448765, "category": "significant_progress"},
        },
        "Eurostat, monitoring of the SDGs: the past 15 and the past 5 years",
        "computed",
        1e-09,
    ),
    "progress.unsd_chart_2022": Example(
        {"y0": 40.0, "t0": 2015, "yt": 34.0, "t": 2021, "target": 20.0, "tt": 2030},
        {"cr": 0.5917601478, "category": "fair_acceleration_needed"},
        "UNSD, SDG Progress Chart 2022",
        "read",
        1e-09,
    ),
    "progress.unsd_assessment_2023": Example(
        {"vb": 40.0, "b": 2015, "vt": 34.0, "t": 2022, "target": 20.0, "increase": False},
        {"cagr": -0.0229495493, "expected_2030": 28.2367580241, "ratio": 0.5881620988, "score": 2},
        "UNSD, progress assessment 2023, as published by Eustat",
        "read",
        1e-09,
    ),
    "progress.unsd_assessment_series": Example(
        {
            "series": {"2017": 40, "2024": 34, "2025": None},
            "target": 20,
            "increase": False,
            "target_year": 2032,
        },
        {"score": 2, "ratio": 0.5881620988},
        "UNSD, progress assessment 2023, as published by Eustat",
        "read",
        1e-08,
    ),
    "progress.escap_csi": Example(
        {"current": 30.0, "base": 40.0, "target": 10.0, "direction": "decreasing", "parity": False},
        {"csi": 3.3333333333},
        "UN ESCAP, current status index",
        "read",
        1e-09,
    ),
    "progress.escap_api": Example(
        {"predicted": 22.0, "base": 40.0, "target": 10.0, "direction": "decreasing"},
        {"gap_pct": 40.0, "category": "accelerate"},
        "UN ESCAP, anticipated progress index",
        "known",
        1e-09,
    ),
    "progress.escap_average": Example(
        {"scores": [5, -50, None]},
        {"mean": -2.5, "n": 2, "publish": True},
        "UNECE technical notes: simple average",
        "read",
        1e-09,
    ),
    "progress.oecd_distance": Example(
        {"value": 70.0, "target": 100.0, "sd": 12.0, "direction": "positive"},
        {"raw": 2.5, "distance": 2.5},
        "OECD, Measuring distance to the SDG targets",
        "known",
        1e-09,
    ),
    "progress.oecd_average": Example(
        {"distances": [2.5, -1.0, 0.5, None]},
        {"mean": 1.0, "n": 3},
        "OECD, Measuring distance to the SDG targets",
        "known",
        1e-09,
    ),
    "progress.sdsn_index": Example(
        {"scores": [80, 60, 40, 20, None]},
        {"index": 50.0, "missing_share": 0.2, "publish": True},
        "SDSN, Sustainable Development Report",
        "known",
        1e-09,
    ),
    "progress.sdsn_goal_arrow": Example(
        {"trends": ["decreasing", "moderately_improving", "on_track_or_maintaining", None]},
        {"mean": 2.1666666667, "arrow": "moderately_improving", "n": 3},
        "SDSN, Sustainable Development Report",
        "known",
        1e-09,
    ),
    "progress.sdsn_normalise": Example(
        {"value": 35.0, "worst": 90.0, "best": 10.0},
        {"score": 68.75},
        "SDSN, Sustainable Development Report",
        "known",
        1e-09,
    ),
    "progress.sdsn_arrow": Example(
        {"score0": 50.0, "year0": 2015, "score1": 58.0, "year1": 2020, "green_threshold": 90.0},
        {"rate": 1.6, "required": 2.6666666667, "arrow": "moderately_improving"},
        "SDSN, Sustainable Development Report",
        "known",
        1e-09,
    ),
    "progress.weather_symbol": Example(
        {
            "values": [20, 19.9, 19.7, 19.6, 19.4, 19.3],
            "last_year": 2022,
            "target": 12.0,
            "target_year": 2030,
            "direction": "negative",
        },
        {"avg_change": -0.14, "projected": 18.18, "miss_share": 0.8465753425, "symbol": "cloud"},
        "Destatis, indicator reports on sustainable development",
        "read",
        1e-09,
    ),
    "progress.weather_symbol_direction": Example(
        {"values": [10, 11, 12, 13, 14, 13.5], "direction": "positive"},
        {"symbol": "partly_cloudy"},
        "Destatis, indicator reports on sustainable development",
        "read",
        1e-09,
    ),
    "progress.weather_symbol_several": Example(
        {"symbols": ["sun", "cloud", None, "partly_cloudy"]},
        {"symbol": "cloud"},
        "Destatis, indicator reports on sustainable development",
        "read",
        1e-09,
    ),
    "progress.weather_symbol_past": Example(
        {
            "values": [20, 19.4, 18.8, 18.2, 18.1, 18.0],
            "last_year": 2022,
            "target": 12.0,
            "target_year": 2030,
            "direction": "negative",
        },
        {
            "symbols": {"2020": "sun", "2021": "cloud", "2022": "cloud"},
            "changes": 1,
        },
        "Destatis, indicator reports on sustainable development",
        "computed",
    ),
}
