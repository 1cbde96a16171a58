"""Published examples of the methods of composites, plans and crosswalks, by method id."""

from collections.abc import Mapping

from milepost.measure.example import Example

EXAMPLES: Mapping[str, Example] = {
    "composite.sdg_10_7_2": Example(
        {
            "domains": {
                "1": [1, 1, 1, 0, 1],
                "2": [1, 0, 1, 1, 1],
                "3": [1, 1, 1, 1, 1],
                "4": [0, 0, 1, 1, 0],
                "5": [1, 1, 0, 0, 1],
                "6": [1, 1, 1, 0, 1],
            }
        },
        {
            "domains": {"1": 80.0, "2": 80.0, "3": 100.0, "4": 40.0, "5": 60.0, "6": 80.0},
            "total": 73.3333333333,
            "category": "partially_meets",
        },
        "Metadata of SDG 10.7.2; cut-offs as in common use",
        "read",
    ),
    "composite.sdg_17_14_1": Example(
        {"domain_scores": [10, 8, 6, 10, 4, 5, 7, 2], "max_per_domain": 10},
        {"percent": 65.0},
        "Metadata of SDG 17.14.1",
        "read",
        1e-09,
    ),
    "framework.indicator_types": Example(
        {
            "types": [
                "structural",
                "structural",
                "structural",
                "structural",
                "structural",
                "structural",
                "structural",
                "structural",
                "process",
                "outcome",
                None,
            ]
        },
        {"structural_share": 0.8, "paper_heavy": True},
        "OHCHR, Human Rights Indicators (HR/PUB/12/5); the cut of 70 % is ours",
        "known",
        1e-09,
    ),
    "framework.checklist": Example(
        {
            "scores": {
                "specific": 2,
                "measurable": 2,
                "achievable": 2,
                "relevant": 2,
                "time_bound": 2,
            },
            "gates": {"baseline": None, "direction": True, "data_owner": True},
        },
        {"sum": 10, "passes": False, "failed_gates": ["baseline"]},
        "SMART (Doran 1981); the gates are ours",
        "known",
        1e-09,
    ),
    "crosswalk.matrix": Example(
        {
            "matrix": [[2, 1, 0, 0], [0, 1, 3, 0], [0, 0, 1, 0]],
            "rows": ["G1", "G2", "G3"],
            "cols": ["10.7", "10.c", "8.8", "4.b"],
        },
        {
            "density": 0.4166666667,
            "row_degree": {"G1": 2, "G2": 2, "G3": 1},
            "col_degree": {"10.7": 1, "10.c": 2, "8.8": 2, "4.b": 0},
            "uncovered_columns": ["4.b"],
            "shared": [[2, 1, 0], [1, 2, 1], [0, 1, 1]],
            "jaccard": {"G1|G2": 0.3333333333, "G1|G3": 0.0, "G2|G3": 0.5},
            "strength_total": 8,
        },
        "Milepost, after Le Blanc (2015)",
        "known",
        1e-09,
    ),
    "crosswalk.bipartite_degree_centrality": Example(
        {
            "matrix": [[2, 1, 0, 0], [0, 1, 3, 0], [0, 0, 1, 0]],
            "rows": ["G1", "G2", "G3"],
            "cols": ["10.7", "10.c", "8.8", "4.b"],
        },
        {
            "centrality": {
                "G1": 0.5,
                "G2": 0.5,
                "G3": 0.25,
                "10.7": 0.3333333333,
                "10.c": 0.6666666667,
                "8.8": 0.6666666667,
                "4.b": 0.0,
            }
        },
        "Bipartite degree centrality; agrees with networkx",
        "computed",
        1e-09,
    ),
    "crosswalk.nilsson_scores": Example(
        {"scores": [[None, 2, -1], [3, None, 0], [1, -2, None]]},
        {"net": 3, "mean": 0.5, "positive": 3, "negative": 2, "neutral": 1},
        "Nilsson, Griggs and Visbeck (2016)",
        "known",
        1e-09,
    ),
    "crosswalk.three_way": Example(
        {
            "first": [[1, 2], [0, 0]],
            "second": [[3, 0], [1, 0]],
            "rows": ["A", "B"],
            "middle": ["m", "n"],
            "cols": ["x", "y"],
        },
        {"product": [[2, 0], [0, 0]], "candidates": {"A|x": ["m", "n"]}},
        "Milepost: product of the two matrices of links",
        "own",
        1e-09,
    ),
    "crosswalk.coders_agreement": Example(
        {"first": [[0, 3], [0, 3]], "second": [[3, 0], [0, 3]]},
        {"kappa": 0, "cells": 4, "same": 0.5},
        "Cohen (1968), weighted kappa",
        "read",
        1e-09,
    ),
}
