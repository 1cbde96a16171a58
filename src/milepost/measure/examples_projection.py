"""Published examples of the methods of looking ahead, by method id."""

from collections.abc import Mapping

from milepost.measure.example import Example

EXAMPLES: Mapping[str, Example] = {
    "projection.aarr_regression": Example(
        {"years": [2000, 2005, 2010, 2015], "values": [120, 100, 70, 55]},
        {"aarr": 0.0525139},
        "UNICEF, average annual rate of reduction",
        "read",
        1e-09,
    ),
    "projection.aarr_endpoint": Example(
        {"years": [2010, 2000, 2005], "values": [80, 100, 95]},
        {"aarr": 0.0220672315},
        "UNICEF and WHO; test of DSIR",
        "read",
        1e-09,
    ),
    "projection.aarr_from_slope": Example(
        {"slope": -0.06613}, {"aarr_pct_1dp": 6.4}, "UNICEF, example printed by NIPN", "read", 0.05
    ),
    "projection.aarr_required": Example(
        {"value": 100, "year": 2000, "target": 25, "target_year": 2002},
        {"aarr": 0.5},
        "UNICEF, average annual rate of reduction",
        "known",
        1e-09,
    ),
    "projection.aarr_project": Example(
        {"last_value": 69.46199701318798, "last_year": 2015, "aarr": 0.024, "target_year": 2030},
        {"value": 48.24969},
        "DSIR, output of its documentation",
        "read",
        5e-06,
    ),
    "projection.arr_continuous": Example(
        {"y0": 100, "t0": 2000, "y1": 36.787944117144235, "t1": 2010},
        {"arr": 0.1},
        "WHO, maternal mortality",
        "read",
        1e-09,
    ),
    "projection.ols_probability": Example(
        {
            "years": [2017, 2018, 2019, 2020, 2021],
            "values": [60, 63, 64, 68, 70],
            "target": 90.0,
            "target_year": 2028,
            "direction": "positive",
            "log": False,
        },
        {
            "slope": 2.5,
            "resid_sd": 0.7071067812,
            "predicted": 87.5,
            "lower80": 83.9683912171,
            "upper80": 91.0316087829,
            "p_meet": 0.1651041452,
        },
        "Prediction interval of simple regression; agrees with statsmodels",
        "computed",
    ),
    "projection.recency_weighted_regression": Example(
        {
            "years": [2015, 2016, 2017, 2018, 2019, 2020, 2021],
            "values": [40, 39.5, 39.2, 38, 37.1, 36.5, 35],
            "lambda": 0.8,
            "target_year": 2030,
        },
        {"slope": -0.8720292253, "predicted": 27.4562584766},
        "After UN ESCAP; the weights are ours",
        "known",
        1e-08,
    ),
    "projection.damped_trend": Example(
        {"level": 100.0, "trend": -3.0, "phi": 0.9, "h": 5},
        {"forecast": 88.94323},
        "Hyndman and Athanasopoulos, Forecasting: Principles and Practice",
        "known",
        1e-09,
    ),
    "projection.damped_trend_limit": Example(
        {"level": 100.0, "trend": -3.0, "phi": 0.9},
        {"limit": 73.0},
        "Hyndman and Athanasopoulos, Forecasting: Principles and Practice",
        "known",
        1e-09,
    ),
    "projection.random_walk_drift": Example(
        {"values": [60, 63, 64, 68, 70], "horizon": 7, "target": 90, "direction": "positive"},
        {"drift": 2.5, "forecast": 87.5, "se": 5.664215156, "p_meet": 0.3444104741},
        "Hyndman and Athanasopoulos, Forecasting: Principles and Practice",
        "known",
    ),
    "projection.diff_bootstrap_exact": Example(
        {"diffs": [-2, -1, -3], "current": 20, "horizon": 2, "target": 16, "direction": "negative"},
        {"p_meet": 0.6666666667},
        "Bootstrap of differences, every path counted",
        "computed",
        1e-09,
    ),
    "projection.block_bootstrap_exact": Example(
        {
            "diffs": [-2, -1, -3],
            "block": 2,
            "current": 20,
            "horizon": 2,
            "target": 16,
            "direction": "negative",
        },
        {"p_meet": 0.5},
        "Moving block bootstrap, every path counted",
        "computed",
        1e-09,
    ),
    "projection.mann_kendall_sen": Example(
        {"values": [60, 63, 64, 68, 67, 70]},
        {"S": 13, "tau": 0.8666666667, "sen_slope": 2.0, "p_exact": 0.0166666667},
        "Mann (1945), Kendall (1975), Sen (1968)",
        "computed",
        1e-09,
    ),
    "projection.spearman_trend": Example(
        {"values": [60, 63, 64, 68, 67, 70]},
        {"rho": 0.9428571429, "p": 0.0166666667},
        "Spearman (1904), exact over all orders",
        "computed",
        1e-09,
    ),
    "projection.ipcc_likelihood_label": Example(
        {"p": 0.7}, {"label": "likely"}, "IPCC guidance note on uncertainty", "known", 1e-09
    ),
    "projection.outlook": Example(
        {
            "years": [2017, 2018, 2019, 2020],
            "values": [0, 1, 3, 4],
            "target": 10,
            "target_year": 2022,
        },
        {
            "kind": "scenarios",
            "meeting": 0,
            "verdict": "outlook_none_meets",
            "scenarios": {"recent": 6.666666666666666, "damped": 6.279999999999999, "best": 8},
        },
        "Milepost: what is honest for few points; words of the IPCC",
        "own",
        1e-09,
    ),
}
