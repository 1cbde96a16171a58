"""Published examples of the methods of surveys, by method id."""

from collections.abc import Mapping

from milepost.measure.example import Example

EXAMPLES: Mapping[str, Example] = {
    "survey.wilson": Example(
        {"x": 81, "n": 263},
        {"lower": 0.2553, "upper": 0.3662},
        "Newcombe (1998), table I, method 3",
        "known",
        6e-05,
    ),
    "survey.wilson_weighted": Example(
        {"p": 0.5, "n_eff": 40.0},
        {"lower": 0.352, "upper": 0.648},
        "Wilson (1927) on the effective number of Kish (1965)",
        "known",
        0.0001,
    ),
    "survey.share_estimate": Example(
        {
            "choosing": 24.0,
            "answering": 60.0,
            "squares": 72.0,
            "respondents": 60,
            "population": 193,
        },
        {"share": 0.4, "lower": 0.2950599034, "upper": 0.5149965545, "n_eff": 50.0},
        "Kish (1965), Wilson (1927), finite population factor",
        "known",
        1e-06,
    ),
    "survey.kish_neff": Example(
        {"weights": [1, 2, 3, 4]},
        {"n_eff": 3.3333333333, "deff": 1.2},
        "Kish (1965)",
        "known",
        1e-09,
    ),
    "survey.poststratify": Example(
        {
            "population": {"Africa": 54, "Americas": 35, "Asia": 46, "Europe": 44, "Oceania": 14},
            "sample": {"Africa": 20, "Americas": 10, "Asia": 10, "Europe": 35, "Oceania": 5},
            "means": {"Africa": 0.6, "Americas": 0.5, "Asia": 0.4, "Europe": 0.8, "Oceania": 0.2},
        },
        {
            "weights": {
                "Africa": 1.1191709845,
                "Americas": 1.4507772021,
                "Asia": 1.9067357513,
                "Europe": 0.5210954848,
                "Oceania": 1.1606217617,
            },
            "unweighted": 0.625,
            "weighted": 0.5507772021,
            "n_eff": 64.8469248178,
        },
        "Milepost: five regions weighted to their numbers of states",
        "own",
        1e-06,
    ),
    "survey.rake": Example(
        {
            "seed": [[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]],
            "row_targets": [150, 300, 400, 150],
            "col_targets": [200, 300, 400, 100],
        },
        {
            "table": [
                [64.5585, 46.2325, 35.3843, 3.8247],
                [49.9679, 68.1594, 156.4985, 25.3742],
                [56.7219, 144.4282, 145.0825, 53.7673],
                [28.7516, 41.18, 63.0347, 17.0337],
            ]
        },
        "Inputs of the Wikipedia article on iterative proportional fitting, to the end",
        "computed",
        0.005,
    ),
    "survey.rake_fixed_iterations": Example(
        {
            "seed": [[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]],
            "row_targets": [150, 300, 400, 150],
            "col_targets": [200, 300, 400, 100],
            "iterations": 3,
            "order": "rows then columns",
        },
        {
            "table": [
                [64.61, 46.28, 35.42, 3.83],
                [49.95, 68.15, 156.49, 25.37],
                [56.7, 144.4, 145.06, 53.76],
                [28.74, 41.18, 63.03, 17.03],
            ]
        },
        "Table printed in the same article after three rounds",
        "known",
        0.006,
    ),
    "survey.multiple_response": Example(
        {"responses": [["a", "b"], ["a"], ["b", "c"], [], ["a", "c"]]},
        {
            "n_asked": 5,
            "n_respondents": 4,
            "n_answers": 7,
            "pct_of_respondents": {"a": 75.0, "b": 50.0, "c": 50.0},
            "pct_of_answers": {"a": 42.8571428571, "b": 28.5714285714, "c": 28.5714285714},
        },
        "Milepost: per cent of respondents and per cent of answers",
        "own",
        1e-06,
    ),
    "survey.nsduh_precision_rule": Example(
        {"p": 0.05, "se": 0.02},
        {"rse_log": 0.1335232803, "suppress": False},
        "US National Survey on Drug Use and Health",
        "read",
        1e-09,
    ),
    "survey.suppress_row": Example(
        {
            "cells": {"Africa": 3, "Asia": 20, "Europe": 40, "Oceania": 0},
            "k": 5,
            "total_published": True,
        },
        {"primary": ["Africa"], "secondary": ["Asia"]},
        "Threshold rule with complementary cells",
        "read",
        0,
    ),
    "survey.suppression_audit": Example(
        {"table": [[3, 20, 40], [15, 8, 22], [30, 12, 9]], "hidden": [[0, 0], [0, 1]]},
        {"bounds": {"0,0": [3.0, 3.0], "0,1": [20.0, 20.0]}, "safe": False},
        "Milepost: two hidden cells of one row, seen from the columns",
        "own",
        1e-06,
    ),
    "survey.finite_population": Example(
        {"n": 48, "population": 193},
        {"factor": 0.866773, "adjusted_n": 63.889655},
        "Textbook result",
        "known",
        1e-06,
    ),
    "survey.trim_weights": Example(
        {"weights": [1, 1, 1, 1, 9]},
        {"cut": [1.0, 1.0, 1.0, 1.0, 5.0], "n_trimmed": 1, "n_eff": 2.793103},
        "Milepost: nothing above five times the median",
        "own",
        1e-06,
    ),
    "survey.collapse_strata": Example(
        {"sample": {"Africa": 12, "Americas": 9, "Asia": 3, "Oceania": 1}},
        {"merged": ["Americas", "Asia", "Oceania"], "n_cells": 2},
        "Milepost: strata below five respondents share a weight",
        "own",
        1e-09,
    ),
    "survey.rake_weights": Example(
        {
            "people": [
                {"region": "Africa", "kind": "union"},
                {"region": "Africa", "kind": "association"},
                {"region": "Asia", "kind": "union"},
                {"region": "Asia", "kind": "association"},
            ],
            "margins": {
                "region": {"Africa": 60, "Asia": 40},
                "kind": {"union": 30, "association": 70},
            },
        },
        {"weights": [0.72, 1.68, 0.48, 1.12], "converged": True},
        "Iterative proportional fitting on respondents",
        "known",
        1e-06,
    ),
}
